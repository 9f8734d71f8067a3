"""How much a word tells about what is spoken of: rare words of a meeting tell two matters apart, common ones don't."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from meetbot.model.company import Roster
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Utterance, content_stems, stem
from meetbot.stages.rules.vocabulary import vocabulary

_TIMES = frozenset(
    map(
        stem,
        vocabulary(
            "lunes martes miercoles jueves viernes sabado domingo manana hoy semana tarde noche mediodia dia dias",
            "primera hora monday tuesday wednesday thursday friday tomorrow tonight morning today",
        ),
    )
)


class Rarity:
    """The content of a meeting's turns, without names and times, and what each word of it is worth."""

    def __init__(self, turns: Sequence[Utterance], roster: Roster) -> None:
        named = [turn.name for turn in turns if turn.name is not None]
        named += [name for person in roster.people for name in (person.name, *person.aliases)]
        self._loose = _TIMES | {stem(word) for name in named for word in fold(name).split()}
        self.turns = turns
        self.content = [self.only(content_stems(turn.folded)) for turn in turns]
        known = len(turns) + 1
        spoken = Counter(word for content in self.content for word in content)
        self._worths = {word: math.log(known / (times + 0.5)) for word, times in spoken.items()}
        self._unheard = math.log(known / 0.5)
        self._shifts = [number for number, turn in enumerate(turns) if turn.shift is not None]

    def only(self, stems: Iterable[str]) -> frozenset[str]:
        """The stems that are neither a name nor a time."""
        return frozenset(stems) - self._loose

    def worth(self, stems: AbstractSet[str], *, but: float = 0.0) -> float:
        """The sum over the stems of the logarithm of how rare each is; `but` is taken off each, down to 0."""
        # a set has no order, and rounding depends on the order of a plain sum
        return math.fsum(max(0.0, self._worths.get(word, self._unheard) - but) for word in stems)

    def shifted(self, after: int, until: int) -> bool:
        """Whether a turn behind the first number, up to the second, turns to something new."""
        return bisect_right(self._shifts, after) < bisect_right(self._shifts, until)

"""Which open commitment a meeting is about, turn by turn: the one last named, until the talk moves on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context
from meetbot.stages.update_matching import Matcher, Task

_FEWEST = 0.1
"""Share of a task's words below which a turn doesn't name it."""
_BY_OWNER, _OWNER_NEXT, _ASKED, _OWED = 0.25, 0.15, 0.1, 0.15
"""What it adds to that share that the owner speaks, is named, answers next, is asked, or is said to owe it."""
_OPENS = 0.65
"""Strength with which a turn opens the talk about a commitment; 0.4 to 0.65 did the same for what follows it."""
_STAYS = 18
"""Turns after which a commitment that nobody names again is no longer spoken of."""
_UNTOLD = 0.5
"""What the words of a task are worth that only tell its verb, or are said all the time."""
OWES = re.compile(
    r"(?<!\w)(?:my|your|mine|yours|mi|mis|tu|tus|lo mio|lo tuyo|suy[oa]|tuy[oa]|pendientes?|(?:was|were) (?:for|due)"
    r"|(?:era|eran|estaba) para|quedaste|quedo de|ibas a|tenias que|you (?:had|were|owe))(?!\w)"
)
"""What is said of something that was promised before."""
_MOVES_ON = re.compile(
    r"(?:^|[.!?…] *)[¿¡]?(?:(?:y|ahora|bueno|ok|okay|okey|vale|listo|perfecto|luego|and|now|so),? ){0,2}"
    r"(?:lo del? |siguiente|pas(?:emos|amos)|sigo(?!\w)|segundo|tercero|cuarto|ultimo punto|otro tema|otra cosa"
    r"|next|moving on|last one|what about)|(?:^|[.!?…] *)¿?(?:y (?:el|la|los|las|lo)|and (?:the|your|my)) \w+"
    r"[^.!?…]{0,60}\?"
)


@dataclass(frozen=True)
class Spoken:
    """The commitment that a turn is about, and the turn that last named it."""

    task: Task
    since: int


class Talk:
    """A meeting with its open commitments: who names which, and what was told of each."""

    def __init__(
        self,
        transcript: Transcript,
        commitments: Sequence[Commitment],
        roster: Roster,
        told: Sequence[CommitmentUpdate] = (),
    ) -> None:
        self.context = Context(transcript)
        self.matcher = Matcher(transcript, commitments, roster)
        self.ended = {one.number: one for one in told if one.status in {"done", "cancelled"}}
        self.language = transcript.language
        self.places = {turn.id: index for index, turn in enumerate(transcript.turns)}
        self.voices = frozenset(map(self.context.name, range(len(transcript.turns)))) - {None}
        self._shares: dict[tuple[int, int], float] = {}
        self._named: dict[int, frozenset[str]] = {}

    @property
    def tasks(self) -> Sequence[Task]:
        """The open commitments whose words can be told apart."""
        return self.matcher.tasks

    def text(self, index: int) -> str:
        """The words of that turn, folded."""
        return _folded(self.context.turns[index].text)

    def named(self, index: int) -> frozenset[str]:
        """Who is named in that turn."""
        if index not in self._named:
            found = self.matcher.people.named(self.context.turns[index].text)
            self._named[index] = frozenset(one.name for one in found)
        return self._named[index]

    def held(self, text: str) -> dict[int, frozenset[str]]:
        """The stems that a text holds of each commitment of which it holds any, by its number."""
        return {task.commitment.number: stems for task, stems in self.matcher.touched(text)}

    def strength(self, task: Task, index: int) -> float:
        """How plainly that turn names the commitment: by its words, and as something that its owner has to do."""
        share = self._share(task, index)
        if share < _FEWEST:
            return 0.0
        owner, turns = task.commitment.owner, self.context.turns
        involved = owner is None or owner in self.named(index) or self.context.name(index) == owner
        answers = index + 1 < len(turns) and self.context.name(index + 1) == owner
        owed = OWES.search(self.text(index)) is not None or self.matcher.possessed(task, turns[index].text)
        return share + _BY_OWNER * involved + _OWNER_NEXT * answers + _ASKED * ("?" in turns[index].text) + _OWED * owed

    def _share(self, task: Task, index: int) -> float:
        place = (task.commitment.number, index)
        if place not in self._shares:
            stems = self.matcher.matched(task, index)
            matter = stems - {task.verb} or set(task.weights) <= {task.verb}
            worth = 1.0 if matter and any(map(self.matcher.is_rare, stems)) else _UNTOLD
            self._shares[place] = worth * self.matcher.share(task, stems)
        return self._shares[place]

    @cached_property
    def spoken(self) -> Sequence[Spoken | None]:
        """The commitment that each turn is about, or none."""
        now: Spoken | None = None
        found: list[Spoken | None] = []
        for index in range(len(self.context.turns)):
            best = max(self.tasks, key=lambda task: self.strength(task, index), default=None)
            if best is not None and self.strength(best, index) >= _OPENS:
                now = Spoken(best, index)
            elif now is not None and (index - now.since > _STAYS or self._moves_on(now.task, index)):
                now = None
            found.append(now)
        return found

    def _moves_on(self, task: Task, index: int) -> bool:
        return _MOVES_ON.search(self.text(index)) is not None and self._share(task, index) < _FEWEST

    def about(self, index: int) -> Task | None:
        """The commitment that the turn is about."""
        now = self.spoken[index] if 0 <= index < len(self.context.turns) else None
        return now.task if now else None


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return fold(text)

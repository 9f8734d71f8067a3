"""A task with its place in the meeting: what owners, days and helpers are looked for around."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from meetbot.model.candidates import Candidate
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems, quoted_in
from meetbot.stages.rules.tasks import Heard


@dataclass(frozen=True, kw_only=True)
class ToldTask:
    """A task with its turns, the best first, which is `lead`."""

    candidate: Candidate
    turns: tuple[int, ...]
    lead: Utterance

    @cached_property
    def quoted(self) -> tuple[Sentence, ...]:
        """The sentences of its lead turn that it quotes."""
        return quoted_in(self.lead, self.candidate.quote)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The content of its words, without those about time."""
        return content_stems(undated(f"{self.candidate.text} {self.candidate.quote or ''}"))


def told_tasks(candidates: Sequence[Candidate], heard: Sequence[Heard]) -> dict[int, ToldTask]:
    """The tasks among the candidates, by their number."""
    numbers = {turn.utterance.turn_id: turn.index for turn in heard}
    found: dict[int, ToldTask] = {}
    for number, candidate in enumerate(candidates):
        if candidate.kind == "action" and candidate.turn_ids:
            turns = tuple(numbers[turn_id] for turn_id in candidate.turn_ids)
            found[number] = ToldTask(candidate=candidate, turns=turns, lead=heard[turns[0]].utterance)
    return found


@lru_cache(maxsize=4_000)
def undated(text: str) -> str:
    """The folded text with its words about time blanked."""
    folded = fold(text)
    for due in find_due(text):
        folded = folded[: due.start] + " " * (due.end - due.start) + folded[due.end :]
    return folded

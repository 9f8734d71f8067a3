"""The lines that a question about a candidate shows: the cited turns among those around them, as much as fits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from meetbot.model.candidates import Candidate
from meetbot.model.transcript import Transcript, Turn
from meetbot.prompts import TurnLine
from meetbot.stages.windows import speaker_shown

GAP = TurnLine(id="", speaker="", text="…")
"""Stands where turns are left out."""
_CITED = 4
"""Turns shown of those that a candidate cites, the decisive one first: a read-back cites many."""
_LONGEST, _LONGEST_BESIDE = 600, 240
"""Characters of a cited turn and of one beside it: four and two spoken sentences."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """How many turns are shown before and after a cited one."""

    before: int
    after: int

    def smaller(self) -> "Around | None":
        """One turn fewer on the longer side; None when nothing is left to leave out."""
        if not self.before and not self.after:
            return None
        return (
            replace(self, before=self.before - 1) if self.before >= self.after else replace(self, after=self.after - 1)
        )


def lines_about(
    candidate: Candidate, transcript: Transcript, around: Around, *, only_lead: bool
) -> tuple[TurnLine, ...]:
    """The cited turns, or only the decisive one, in order and with those around them; a gap stands for the rest."""
    index = {turn.id: number for number, turn in enumerate(transcript.turns)}
    cited = [index[turn_id] for turn_id in candidate.turn_ids if turn_id in index][: 1 if only_lead else _CITED]
    shown = sorted(
        {
            number
            for at in cited
            for number in range(max(0, at - around.before), min(len(transcript.turns), at + around.after + 1))
        }
    )
    lines: list[TurnLine] = []
    for position, number in enumerate(shown):
        if position and number != shown[position - 1] + 1:
            lines.append(GAP)
        lines.append(_line(transcript.turns[number], transcript, candidate, cited))
    return tuple(lines)


def _line(turn: Turn, transcript: Transcript, candidate: Candidate, cited: Sequence[int]) -> TurnLine:
    is_cited = any(transcript.turns[number].id == turn.id for number in cited)
    text = _around_quote(turn.text, candidate.quote or "") if is_cited else _cut(turn.text, _LONGEST_BESIDE)
    return TurnLine(id=turn.id, speaker=speaker_shown(turn, transcript), text=text)


def _around_quote(text: str, quote: str) -> str:
    """The text, or where it is long the stretch in whose middle the quote stands."""
    at = text.find(quote) + len(quote) // 2 if quote and quote in text else len(text) // 2
    start = max(0, min(at - _LONGEST // 2, len(text) - _LONGEST))
    stretch = text[start : start + _LONGEST]
    return f"{'… ' if start else ''}{stretch}{' …' if start + _LONGEST < len(text) else ''}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + " …"

"""Checks finished minutes against the transcript once more: a person may have corrected either of them by hand."""

from dataclasses import dataclass

from meetbot.model.base import Issue
from meetbot.model.minutes import Confirmed, Evidence, Minutes
from meetbot.model.transcript import Transcript, Turn

_ROUNDING_SECONDS = 0.01
_SECTIONS = ("decisions", "actions", "targets", "recognitions", "customer_voice", "questions", "risks", "blame")


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The minutes with only verified items among the confirmed, what was moved, and the share that needed no moving.

    `share` is verified / confirmed as they stood, null when there was nothing to verify.
    """

    minutes: Minutes
    share: float | None
    issues: tuple[Issue, ...]


def verify(minutes: Minutes, transcript: Transcript) -> Verification:
    """Every confirmed item's quote, speaker and second compared with the transcript; what fails becomes unconfirmed."""
    turns = transcript.turns_by_id()
    confirmed = minutes.confirmed()
    failed = {item.id: reason for item in confirmed if (reason := _fault(item.evidence, turns))}
    if not failed:
        return Verification(minutes=minutes, share=1.0 if confirmed else None, issues=())
    doubtful = [_doubted(item) for item in confirmed if item.id in failed]
    checked = minutes.model_copy(
        update={
            **{name: tuple(i for i in getattr(minutes, name) if i.id not in failed) for name in _SECTIONS},
            "unconfirmed": (*minutes.unconfirmed, *doubtful),
        }
    )
    share = (len(confirmed) - len(failed)) / len(confirmed)
    return Verification(minutes=checked, share=share, issues=tuple(_issue(i, why) for i, why in failed.items()))


def _fault(evidence: Evidence | None, turns: dict[str, Turn]) -> str:
    """Why the evidence doesn't hold; empty when it does."""
    if evidence is None:
        return "it has no evidence"
    turn = turns.get(evidence.turn_ids[0])
    if turn is None:
        return f"turn {evidence.turn_ids[0]} is not in the transcript"
    if evidence.quote not in turn.text:
        return f"the quoted words do not stand in turn {turn.id}"
    if evidence.speaker != turn.speaker:
        return f"turn {turn.id} has another speaker"
    return "" if _in_time(evidence.start, turn) else f"the words were not said at {evidence.start} s"


def _in_time(start: float | None, turn: Turn) -> bool:
    if start is None or turn.start is None or turn.end is None:
        return start == turn.start
    return turn.start - _ROUNDING_SECONDS <= start <= turn.end + _ROUNDING_SECONDS


def _doubted(item: Confirmed) -> Confirmed:
    return item.model_copy(
        update={"confirmed": False, "doubts": tuple(dict.fromkeys((*item.doubts, "quote_not_found")))}
    )


def _issue(item_id: str, why: str) -> Issue:
    return Issue(
        severity="error",
        stage="verify",
        where=f"minutes.json, {item_id}",
        message=f"{item_id} can't be verified: {why}. It is listed as unconfirmed.",
        hint="Correct it in minutes.json, or move minutes.json away and run the command again.",
    )

"""Checks finished minutes against the transcript once more: a person may have corrected either of them by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from meetbot.model.base import Issue
from meetbot.model.minutes import SECTIONS, Check, Confirmed, Doubt, Evidence, Minutes
from meetbot.model.transcript import Transcript, Turn

_ROUNDING_SECONDS = 0.01


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The minutes with only verified items among the confirmed, what was moved, and the share that needed no moving.

    `share` is verified / confirmed as they stood, null when there was nothing to verify.
    """

    minutes: Minutes
    share: float | None
    issues: tuple[Issue, ...]


def verify(minutes: Minutes, transcript: Transcript) -> Verification:
    """Every quote, speaker and second compared with the transcript; an item that fails becomes unconfirmed.

    What fails of the updates and figures is left out: neither has a list of its own for what is doubtful.
    """
    turns = transcript.turns_by_id()
    kept = _with_true_proofs(minutes, transcript, turns)
    confirmed = kept.minutes.confirmed()
    failed = {item.id: fault for item in confirmed if (fault := _fault(item.evidence, transcript, turns))}
    if not failed:
        return Verification(minutes=kept.minutes, share=1.0 if confirmed else None, issues=kept.issues)
    doubtful = [_doubted(item, failed[item.id]) for item in confirmed if item.id in failed]
    checked = kept.minutes.model_copy(
        update={
            **{name: tuple(i for i in getattr(minutes, name) if i.id not in failed) for name in SECTIONS},
            "unconfirmed": (*minutes.unconfirmed, *doubtful),
        }
    )
    share = (len(confirmed) - len(failed)) / len(confirmed)
    issues = (*kept.issues, *(_issue(item, fault.why) for item, fault in failed.items()))
    return Verification(minutes=checked, share=share, issues=issues)


@dataclass(frozen=True, kw_only=True)
class _Fault:
    """Why evidence doesn't hold, in a clause, and the doubt that it leaves."""

    why: str
    doubt: Doubt


def _fault(evidence: Evidence | None, transcript: Transcript, turns: Mapping[str, Turn]) -> _Fault | None:
    """What is wrong with the evidence; None when it holds."""
    if evidence is None:
        return _Fault(why="it has no evidence", doubt="no_evidence")
    missing = next((turn_id for turn_id in evidence.turn_ids if turn_id not in turns), None)
    if missing is not None:
        return _Fault(why=f"turn {missing} is not in the transcript", doubt="no_evidence")
    turn = turns[evidence.turn_ids[0]]
    if evidence.quote not in turn.text:
        return _Fault(why=f"the quoted words do not stand in turn {turn.id}", doubt="quote_not_found")
    # A voice may have been named since; a name that is another one is wrong.
    speaker = transcript.speaker(turn.speaker)
    named = evidence.speaker_name in {None, speaker.name if speaker else None}
    if evidence.speaker != turn.speaker or not named:
        return _Fault(why=f"turn {turn.id} has another speaker", doubt="speaker_unknown")
    if not _in_time(evidence.start, turn):
        return _Fault(why=f"the words were not said at {evidence.start} s", doubt="quote_not_found")
    return None


def _with_true_proofs(minutes: Minutes, transcript: Transcript, turns: Mapping[str, Turn]) -> Verification:
    """The minutes without updates and figures whose evidence does not hold."""
    issues: list[Issue] = []
    changes: dict[str, tuple[object, ...]] = {}
    for section, proofs in (("updates", minutes.updates), ("figures", minutes.figures)):
        faults = [_fault(proof.evidence, transcript, turns) for proof in proofs]
        issues += [_left_out(section, n, fault.why) for n, fault in enumerate(faults, 1) if fault]
        if any(faults):
            changes[section] = tuple(p for p, fault in zip(proofs, faults, strict=True) if fault is None)
    checked = minutes.model_copy(update=changes) if changes else minutes
    return Verification(minutes=checked, share=None, issues=tuple(issues))


def _in_time(start: float | None, turn: Turn) -> bool:
    if start is None or turn.start is None or turn.end is None:
        return start == turn.start
    return turn.start - _ROUNDING_SECONDS <= start <= turn.end + _ROUNDING_SECONDS


def _doubted(item: Confirmed, fault: _Fault) -> Confirmed:
    doubts = tuple(dict.fromkeys((*item.doubts, fault.doubt)))
    checks = (*(c for c in item.checks if c.name != "quote"), Check(name="quote", passed=False, detail=fault.why))
    return item.model_copy(update={"confirmed": False, "doubts": doubts, "checks": checks})


def _left_out(section: str, number: int, why: str) -> Issue:
    return Issue(
        severity="error",
        stage="verify",
        where=f"minutes.json, {section}, {number}",
        message=f"Number {number} of the {section} can't be verified: {why}. It is left out.",
        hint="Correct it in minutes.json, or move minutes.json away and run the command again.",
    )


def _issue(item_id: str, why: str) -> Issue:
    return Issue(
        severity="error",
        stage="verify",
        where=f"minutes.json, {item_id}",
        message=f"{item_id} can't be verified: {why}. It is listed as unconfirmed.",
        hint="Correct it in minutes.json, or move minutes.json away and run the command again.",
    )

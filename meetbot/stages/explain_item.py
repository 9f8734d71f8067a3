"""One item of the minutes in full: the turns behind it, what engines proposed, and what became of each claim."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from meetbot.model.base import Issue
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.model.commitments import Commitment
from meetbot.model.item_explanation import Change, Claim, ItemExplanation, Outcome, Proposal, SaidTurn, TurnRole
from meetbot.model.minutes import SECTIONS, ActionItem, CheckName, Confirmed, Decision, Minutes
from meetbot.model.transcript import Transcript
from meetbot.stages.verify import verify

UNCONFIRMED = "unconfirmed"
_NUMBERED = re.compile(r"([a-z]+)[\s-]*0*(\d+)")


def items_of(minutes: Minutes) -> Iterator[tuple[str, Confirmed]]:
    """Every item with the name of its list, in the order of minutes.json."""
    for section in (*SECTIONS, UNCONFIRMED):
        for item in getattr(minutes, section):
            yield section, item


def find_item(wanted: str, minutes: Minutes) -> tuple[str, Confirmed] | None:
    """The item of that id with its list; `a1` means `A-01`."""
    return next(((s, item) for s, item in items_of(minutes) if _key(item.id) == _key(wanted)), None)


def _key(item_id: str) -> str:
    folded = item_id.strip().casefold()
    found = _NUMBERED.fullmatch(folded)
    return f"{found[1]}-{found[2]}" if found else folded


def explain_item(
    wanted: str,
    minutes: Minutes,
    *,
    transcript: Transcript | None,
    extraction: Extraction | None,
    commitments: Sequence[Commitment] = (),
    changed: Collection[str] = (),
) -> ItemExplanation | None:
    """How that item came about, or None when there is none of that id.

    `changed` are the files that are not as the minutes knew them: `minutes` was edited by hand; `transcript` or
    `extraction` is another one than the minutes were made from.
    """
    found = find_item(wanted, minutes)
    if found is None:
        return None
    section, item = found
    candidates = extraction.candidates if extraction is not None else ()
    named = [number for number in item.candidates if 0 <= number < len(candidates)]
    kind = _kind(section, item, [candidates[number] for number in named])
    proposals = _proposals(named, extraction)
    near = () if named else _proposals(_near(item, kind, candidates), extraction)
    behind = [one.candidate for one in proposals or near]
    return ItemExplanation(
        meeting_id=minutes.meeting.id,
        meeting_date=minutes.meeting.date,
        section=section,
        kind=kind,
        item=item,
        engines=(extraction.engines or (extraction.engine,)) if extraction is not None else (),
        turns=tuple(_turns(item, behind, transcript)),
        proposals=proposals,
        near=near,
        changes=tuple(_changes(item, [one.candidate for one in proposals])) if proposals else (),
        issues=_issues(minutes, behind),
        fault=_fault(section, item, minutes, transcript),
        commitment=_commitment(f"{minutes.meeting.id}/{item.id}", commitments),
        follows=_followed(item, commitments),
        notes=tuple(_notes(item, len(named), transcript, extraction, changed)),
    )


def _kind(section: str, item: Confirmed, behind: Sequence[Candidate]) -> CandidateKind | None:
    if section != UNCONFIRMED:
        return SECTIONS[section]
    if isinstance(item, Decision):
        return "decision"
    if isinstance(item, ActionItem):
        return "action"
    return item.kind or next((candidate.kind for candidate in behind), None)


# --- what was said and proposed ---------------------------------------------------------------------------------------


def _turns(item: Confirmed, behind: Iterable[Candidate], transcript: Transcript | None) -> Iterator[SaidTurn]:
    """The turns in the order of the meeting; those that the transcript lacks come last."""
    cited = item.evidence.turn_ids if item.evidence is not None else ()
    roles: dict[str, TurnRole] = {turn_id: "cited" if n else "quoted" for n, turn_id in enumerate(cited)}
    for candidate in behind:
        for turn_id in candidate.turn_ids:
            roles.setdefault(turn_id, "proposed")
    known = transcript.turns_by_id() if transcript is not None else {}
    names = {s.label: s.name or s.label for s in transcript.speakers} if transcript is not None else {}
    for turn_id in (*(one for one in known if one in roles), *(one for one in roles if one not in known)):
        turn = known.get(turn_id)
        if turn is None:
            yield SaidTurn(id=turn_id, role=roles[turn_id])
        else:
            yield SaidTurn(
                id=turn_id,
                role=roles[turn_id],
                speaker=names.get(turn.speaker or "", turn.speaker),
                start=turn.start,
                time_source=turn.time_source,
                overlapped=turn.overlapped,
                text=turn.text,
            )


def _proposals(numbers: Iterable[int], extraction: Extraction | None) -> tuple[Proposal, ...]:
    if extraction is None:
        return ()
    read = {turn_id: window.index for window in extraction.windows for turn_id in window.turn_ids}
    found = ((number, extraction.candidates[number]) for number in numbers)
    return tuple(
        Proposal(
            number=number,
            candidate=candidate,
            windows=tuple(sorted({read[turn_id] for turn_id in candidate.turn_ids if turn_id in read})),
        )
        for number, candidate in found
    )


def _near(item: Confirmed, kind: CandidateKind | None, candidates: Sequence[Candidate]) -> list[int]:
    """The candidates of the item's kind that cite the turn of its quote."""
    if item.evidence is None:
        return []
    quoted = item.evidence.turn_ids[0]
    return [n for n, one in enumerate(candidates) if quoted in one.turn_ids and kind in {None, one.kind}]


# --- what became of each claim ----------------------------------------------------------------------------------------

_WHY: Mapping[str, str] = {
    "wording_replaced": "it had words, names or figures that nobody said there: the speaker's own words stand instead",
    "owner_not_in_evidence": "nothing that was said there names this person",
    "due_not_in_evidence": "the words were not said there, or about something else",
}
_CHANGED_LATER = "changed after the check: correct only if a person did it"


def _changes(item: Confirmed, behind: Sequence[Candidate]) -> Iterator[Change]:
    yield _wording(item, behind)
    if not isinstance(item, ActionItem):
        return
    owners = _distinct(candidate.owner for candidate in behind)
    if owners or item.owner:
        yield _change("owner", owners, item.owner, why=_reason(item, "owner", "owner_not_in_evidence"))
    helpers = _distinct(name for candidate in behind for name in candidate.with_people)
    if helpers or item.with_people:
        left = [name for name in helpers if name not in item.with_people and name != item.owner]
        why = f"left out, since nobody named them there: {', '.join(left)}" if left else ""
        yield _change("helpers", helpers, ", ".join(item.with_people) or None, why=why)
    dues = _distinct(candidate.due_text for candidate in behind)
    if dues or item.due_text or item.due_date:
        yield _change("due", dues, item.due_text, why=_reason(item, "due", "due_not_in_evidence"), shown=_due(item))
    conditions = _distinct(candidate.condition for candidate in behind)
    if conditions or item.condition:
        why = "" if item.condition else "nobody said it there"
        yield _change("condition", conditions, item.condition, why=why)


def _wording(item: Confirmed, behind: Sequence[Candidate]) -> Change:
    proposed = _distinct(" ".join(candidate.text.split()) for candidate in behind)
    if item.text in proposed:
        why = "the wording that says most of what was said" if len(proposed) > 1 else ""
        return Change(what="wording", outcome="kept", proposed=proposed, final=item.text, why=why)
    why = _reason(item, "wording", "wording_replaced") if "wording_replaced" in item.doubts else _CHANGED_LATER
    if not proposed:
        why = "no engine worded it: the speaker's own words stand"
    return Change(what="wording", outcome="changed", proposed=proposed, final=item.text, why=why)


def _change(what: Claim, proposed: tuple[str, ...], final: str | None, *, why: str, shown: str | None = None) -> Change:
    """The change; `why` is only told of a claim that was not kept as it was."""
    outcome: Outcome = "changed"
    if final is None:
        outcome = "dropped"
    elif not proposed:
        outcome = "added"
    elif final in proposed:
        outcome = "kept"
    kept = outcome in {"kept", "added"} and what != "helpers"
    return Change(what=what, outcome=outcome, proposed=proposed, final=shown or final, why="" if kept else why)


def _reason(item: Confirmed, name: CheckName, doubt: str) -> str:
    """Why a claim was not kept, as the check tells it."""
    if doubt not in item.doubts:
        return ""
    told = next((check.detail for check in item.checks if check.name == name and not check.passed), "")
    return told or _WHY[doubt]


def _due(item: ActionItem) -> str | None:
    """The words that were said, and the day or days that they mean."""
    days = [day.isoformat() for day in (item.due_date, item.due_date_other) if day is not None]
    if not item.due_text:
        return " or ".join(days) or None
    return f"“{item.due_text}” = {' or '.join(days) or 'no day that can be told'}"


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


# --- where it stands --------------------------------------------------------------------------------------------------


def _issues(minutes: Minutes, behind: Sequence[Candidate]) -> tuple[Issue, ...]:
    places = {f"{candidate.kind} at {candidate.turn_ids[0]}" for candidate in behind if candidate.turn_ids}
    return tuple(issue for issue in minutes.issues if issue.stage == "ground" and issue.where in places)


def _fault(section: str, item: Confirmed, minutes: Minutes, transcript: Transcript | None) -> str | None:
    if section == UNCONFIRMED or transcript is None:
        return None
    told = {issue.where: issue.message for issue in verify(minutes, transcript).issues}
    return told.get(f"minutes.json, {item.id}", "")


def _commitment(reference: str, commitments: Sequence[Commitment]) -> Commitment | None:
    return next((one for one in commitments if one.reference == reference), None)


def _followed(item: Confirmed, commitments: Sequence[Commitment]) -> Commitment | None:
    number = item.follows if isinstance(item, ActionItem) else None
    return next((one for one in commitments if one.number == number), None)


def _notes(
    item: Confirmed,
    named: int,
    transcript: Transcript | None,
    extraction: Extraction | None,
    changed: Collection[str],
) -> Iterator[str]:
    if "minutes" in changed:
        yield "minutes.json was changed by hand since meetbot wrote it; the item stands here as it is now."
    if transcript is None:
        yield "There is no transcript.json: what was said can't be shown, and the evidence can't be checked."
    elif "transcript" in changed:
        yield "transcript.json is not the one that these minutes were made from."
    if extraction is None:
        yield "There is no extraction.json: what the engines proposed can't be shown."
        return
    if "extraction" in changed:
        yield "extraction.json is not the one that these minutes were made from: its candidates may be others."
    if not item.candidates:
        yield "The item names no candidates: a person wrote it into minutes.json, or an older meetbot made it."
    elif named < len(item.candidates):
        lost = len(item.candidates) - named
        yield f"{lost} of the candidates that the item names are not in extraction.json."

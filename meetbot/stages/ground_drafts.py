"""A candidate on its way through grounding, and the merging of candidates that are one item said twice."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from meetbot.model.base import Issue, Severity
from meetbot.model.candidates import Candidate
from meetbot.model.company import Person
from meetbot.model.minutes import Check, Doubt, Evidence
from meetbot.stages.due_dates import DueDate
from meetbot.stages.folding import fold
from meetbot.stages.ground_direction import turned_round
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_replies import matter
from meetbot.stages.ground_words import content_stems, figures, negated

_MARKS = ".,;:!?¡¿…\"'“”«»()"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A candidate on its way. `order` is the index of its first turn, `numbers` are those of all that it holds now."""

    candidate: Candidate
    order: int
    text: str
    numbers: tuple[int, ...] = ()
    found_by: tuple[str, ...] = ()
    score: float | None = None
    checks: tuple[Check, ...] = ()
    evidence: Evidence | None = None
    confirmed: bool = False
    doubts: tuple[Doubt, ...] = ()
    owner: Person | None = None
    helpers: tuple[str, ...] = ()
    due: DueDate | None = None
    due_text: str | None = None
    condition: str | None = None
    issues: tuple[Issue, ...] = ()


def without_repetitions(drafts: Iterable[Draft], people: KnownPeople) -> tuple[list[Draft], list[Issue]]:
    """The drafts, each item once, and an issue for each that was merged into another.

    The issue is a warning where the two wordings differ: a person may want to look at what was left out.
    """
    kept: list[Draft] = []
    issues: list[Issue] = []
    for draft in drafts:
        twin = next((index for index, other in enumerate(kept) if _same(other, draft, people)), None)
        if twin is None:
            kept.append(draft)
            continue
        first, second = sorted((kept[twin], draft), key=_worth)
        kept[twin] = _merged(first, second)
        issues.append(_about_merge(kept[twin], second))
    return kept, issues


def _worth(draft: Draft) -> tuple[bool, int]:
    """A wording that stood the check before one that gave way to the quote, then the one that says more."""
    return "wording_replaced" in draft.doubts, -len(matter([draft.text]))


def _about_merge(kept: Draft, left_out: Draft) -> Issue:
    if _plain(kept.text) == _plain(left_out.text):
        return issue_about(left_out.candidate, f"Said twice, kept once: {short(kept.text)}")
    message = f"Taken for one item and kept once: {short(kept.text)} (left out: {short(left_out.text)})"
    return issue_about(left_out.candidate, message, severity="warning")


def _same(one: Draft, other: Draft, people: KnownPeople) -> bool:
    """Whether both are one item: same kind, same place, one wording within the other, and nothing that contradicts."""
    a, b = one.candidate, other.candidate
    if (a.kind, a.status, one.confirmed) != (b.kind, b.status, other.confirmed):
        return False
    if not _same_place(one.evidence, other.evidence) or _differ(one.due_text, other.due_text):
        return False
    if one.owner and other.owner and one.owner.name != other.owner.name:
        return False
    if _differ(one.condition, other.condition):
        return False
    # As it was proposed: a quote in the wording's place holds all that its turn speaks of.
    return _plain(one.text) == _plain(other.text) or _one_wording(printable(a.text), printable(b.text), people)


def _one_wording(one: str, other: str, people: KnownPeople) -> bool:
    """Whether one text says nothing that the other does not: 'a Puebla' and 'a León' are two tasks."""
    stems, others = set(content_stems(one)), set(content_stems(other))
    if not stems or not others or not (stems <= others or others <= stems):
        return False
    alike = figures(one) == figures(other) and negated(one) == negated(other)
    return alike and not turned_round(one, other, people)


def _plain(text: str) -> str:
    """The text without case, accents and the marks between words; what stands within '24:00' or '8%' counts."""
    return " ".join(word.strip(_MARKS) for word in fold(text).split()).strip()


def _same_place(one: Evidence | None, other: Evidence | None) -> bool:
    """Whether the turn that shows the one is also cited for the other."""
    if one is None or other is None:
        return one is other
    return one.turn_ids[0] in other.turn_ids or other.turn_ids[0] in one.turn_ids


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _merged(one: Draft, other: Draft) -> Draft:
    """The first of both with what only the second knows."""
    evidence = one.evidence
    if evidence is not None and other.evidence is not None:
        rest = sorted({*evidence.turn_ids, *other.evidence.turn_ids} - {evidence.turn_ids[0]})
        evidence = evidence.model_copy(update={"turn_ids": (evidence.turn_ids[0], *rest)})
    owner, due_text = one.owner or other.owner, one.due_text or other.due_text
    settled: set[Doubt] = {"owner_not_in_evidence"} if owner else set()
    settled |= {"due_not_in_evidence"} if due_text else set()
    return replace(
        one,
        numbers=tuple(sorted({*one.numbers, *other.numbers})),
        found_by=tuple(sorted({*one.found_by, *other.found_by})),
        score=max((score for score in (one.score, other.score) if score is not None), default=None),
        checks=_checks(one, owner=one if one.owner else other, due=one if one.due_text else other),
        evidence=evidence,
        owner=owner,
        due_text=due_text,
        due=one.due if one.due_text else other.due,
        helpers=tuple(dict.fromkeys((*one.helpers, *other.helpers))),
        condition=one.condition or other.condition,
        doubts=tuple(doubt for doubt in one.doubts if doubt not in settled),
    )


def _checks(one: Draft, *, owner: Draft, due: Draft) -> tuple[Check, ...]:
    """The first one's tests, but those of owner and time from the draft that they come from."""
    own = {"owner": owner, "due": due}
    kept = [check for check in one.checks if check.name not in own]
    taken = [check for name, draft in own.items() for check in draft.checks if check.name == name]
    return (*kept, *taken)


def issue_about(candidate: Candidate, message: str, *, severity: Severity = "info") -> Issue:
    """An issue that names the candidate by kind and first turn."""
    where = f"{candidate.kind} at {short(candidate.turn_ids[0]) if candidate.turn_ids else 'no turn'}"
    return Issue(severity=severity, stage="ground", where=where, message=message)


def printable(text: str) -> str:
    """The text on one line without control and direction characters."""
    visible = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(visible.split())


def short(text: str) -> str:
    """The text cut to a line."""
    line = printable(text)
    return line if len(line) <= 80 else line[:79] + "…"  # noqa: PLR2004 - one line on a screen

"""One sentence stands in one list: unconfirmed twins of confirmed items, repeated lines and empty ones are left out."""

from collections.abc import Iterable, Sequence

from meetbot.model.base import Issue
from meetbot.stages.folding import fold
from meetbot.stages.ground_drafts import Draft, issue_about, short
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_replies import matter
from meetbot.stages.ground_words import stem, words_of

COURTESY = frozenset(
    map(
        stem,
        words_of(
            "gracias perfecto genial excelente buenos buenas buen dia dias tardes noches hola adios chao saludos listo"
            " claro acuerdo bien muy igualmente good morning afternoon evening hello hi everybody everyone thanks"
            " thank great perfect agreed sure welcome bye fine cool senora senor jefa jefe doctora doctor mil feliz"
        ),
    )
)
_LINES = frozenset({"action", "risk", "blame", "customer_voice"})
"""Kinds of which an unconfirmed line of courtesies is nothing; a confirmed one has passed its own tests."""


def without_twins(drafts: Sequence[Draft], people: KnownPeople) -> tuple[list[Draft], list[Issue]]:
    """The drafts, each sentence confirmed or unconfirmed and never both, and an issue for each that was left out."""
    kept: list[Draft] = []
    issues: list[Issue] = []
    sure = [draft for draft in drafts if draft.confirmed]
    for draft in drafts:
        if _empty(draft, people):
            issues.append(issue_about(draft.candidate, f"Left out, it says nothing: {short(draft.text)}"))
        elif draft.confirmed:
            kept.append(draft)
        elif (twin := _twin(draft, sure, kind="action" if draft.candidate.kind == "action" else None)) is not None:
            issues.append(issue_about(draft.candidate, f"Left out, stated already: {short(twin.text)}"))
        elif (same := _twin(draft, [one for one in kept if not one.confirmed], kind=draft.candidate.kind)) is not None:
            issues.append(issue_about(draft.candidate, f"Said twice, kept once: {short(same.text)}"))
        else:
            kept.append(draft)
    return kept, issues


def _empty(draft: Draft, people: KnownPeople) -> bool:
    """Whether neither wording nor words hold anything but greetings, thanks, assent and names."""
    spoken = draft.evidence.quote if draft.evidence else ""
    if draft.candidate.kind not in {"decision", "target"} and (draft.confirmed or draft.candidate.kind not in _LINES):
        return False
    return all(_says_nothing(text, people) for text in (draft.text, spoken))


def _says_nothing(text: str, people: KnownPeople) -> bool:
    left = matter([text]) - COURTESY - people.name_stems
    return bool(words_of(text)) and not left


def _twin(draft: Draft, others: Iterable[Draft], *, kind: str | None = None) -> Draft | None:
    """The one that quotes the same words about the same matter."""
    return next((other for other in others if kind in {None, other.candidate.kind} and _alike(draft, other)), None)


def _alike(one: Draft, other: Draft) -> bool:
    if one.evidence is None or other.evidence is None:
        return False
    if one.evidence.turn_ids[0] != other.evidence.turn_ids[0]:
        return False
    if _plain(one.text) == _plain(other.text):
        return True
    same_words = _plain(one.evidence.quote) == _plain(other.evidence.quote)
    return same_words and bool(matter([one.text]) & matter([other.text]))


def _plain(text: str) -> str:
    return " ".join(words_of(fold(text)))

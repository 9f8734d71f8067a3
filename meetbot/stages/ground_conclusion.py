"""Which words show a decision: those that conclude it, never a question or a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from meetbot.model.base import Issue
from meetbot.model.minutes import Check, Doubt
from meetbot.stages.folding import fold
from meetbot.stages.ground_drafts import Draft, issue_about, short
from meetbot.stages.ground_evidence import Context, Place, as_sentence, sentences
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_replies import asks_for_objections, clause_texts, matter, reply_in
from meetbot.stages.ground_settled import asks_only, concludes, declares, proposes
from meetbot.stages.ground_twins import COURTESY
from meetbot.stages.ground_words import negated

_ANSWERED_WITHIN = 2
_CONCLUSION, _STATEMENT, _DECLARED, _YES = 3, 2, 1, 0


@dataclass(frozen=True, kw_only=True)
class _Put:
    """What was put to the others; `agrees_with_no` where a "no" says yes to it ('¿objeciones?')."""

    about: set[str]
    agrees_with_no: bool
    deferred: bool


def with_conclusions(drafts: Sequence[Draft], context: Context, people: KnownPeople) -> tuple[list[Draft], list[Issue]]:
    """The drafts, of which no confirmed decision or target is quoted by a question, and an issue for each that fell."""
    read = [_concluded(draft, context, people) for draft in drafts]
    fell = [draft for before, draft in zip(drafts, read, strict=True) if before.confirmed and not draft.confirmed]
    issues = [issue_about(draft.candidate, f"Nobody's words conclude it: {short(draft.text)}") for draft in fell]
    return read, issues


def _concluded(draft: Draft, context: Context, people: KnownPeople) -> Draft:
    evidence = draft.evidence
    if not draft.confirmed or evidence is None or draft.candidate.kind not in {"decision", "target"}:
        return draft
    cited, _ = context.indexes(evidence.turn_ids)
    if _borrows_its_approval(draft, cited, context):
        return _unsettled(draft, "who agreed had heard something else")
    if not _only_put(evidence.quote):
        return draft
    found = _conclusion(draft, cited, context, people)
    if found is None:
        return _unsettled(draft, "it was asked or proposed, and no words conclude it")
    worth, place = found
    quote = context.quote(place)
    shown = context.evidence(place, sorted({*cited, place.index}))
    own = worth > _DECLARED and bool(matter([quote])) and _unfit(draft, evidence.quote)
    return replace(draft, evidence=shown, text=as_sentence(quote) if own else draft.text.strip("¿? "))


def _only_put(quote: str) -> bool:
    return asks_only(quote) or proposes(quote)


def _unfit(draft: Draft, asked: str) -> bool:
    """Whether the wording is the question itself, or leaves both of its answers open."""
    return (
        "wording_replaced" in draft.doubts or "?" in draft.text or ("?" in asked and " o " in f" {fold(draft.text)} ")
    )


def _conclusion(draft: Draft, cited: Sequence[int], context: Context, people: KnownPeople) -> tuple[int, Place] | None:
    """The last of the words that conclude best, after the quoted ones."""
    quote = draft.evidence.quote if draft.evidence else ""
    put = _Put(
        about=matter([draft.text, quote]) - people.name_stems - COURTESY,
        agrees_with_no=asks_for_objections(context.turns[cited[0]].text),
        deferred=draft.candidate.status == "deferred",
    )
    best: tuple[int, Place] | None = None
    for index in range(cited[0], min(len(context.turns), max(cited) + _ANSWERED_WITHIN + 1)):
        text, other = context.turns[index].text, context.turns[index].speaker != context.turns[cited[0]].speaker
        for start, end in sentences(text):
            worth = _worth(text[start:end], put, other=other) if text[start:end] not in quote else None
            # After the cited turns only what settles it counts: talk may have moved on.
            near = index <= max(cited) or worth in {_CONCLUSION, _DECLARED} or max(cited) == cited[0]
            if worth is not None and near and (best is None or worth >= best[0]):
                best = worth, Place(index=index, start=start, end=end)
    return best


def _worth(said: str, put: _Put, *, other: bool) -> int | None:
    """How well the words conclude; None if they do not."""
    if other and put.agrees_with_no and negated(said):
        return _YES
    clauses = clause_texts(said)
    replies = {reply_in(clause) for clause in clauses}
    if _only_put(said) and not put.deferred:
        return None
    if "refuses" in replies or ("doubts" in replies and not put.deferred):
        return None
    declared = any(declares(clause) for clause in clauses)
    if matter([said]) & put.about:
        settles = declared or any(concludes(clause, put.about) for clause in clauses)
        return _CONCLUSION if settles else _STATEMENT
    if declared:
        return _DECLARED
    return _YES if other and replies & {"accepts", "weakly"} else None


def _borrows_its_approval(draft: Draft, cited: Sequence[int], context: Context) -> bool:
    """Whether all other cited turns came before the quoted one, say yes there, and speak of nothing that it says."""
    first, *rest = cited
    if not rest or max(rest) > first or draft.candidate.status != "made":
        return False
    said_yes = any(
        reply_in(clause) == "accepts" for index in rest for clause in clause_texts(context.turns[index].text)
    )
    quote = context.turns[first].text
    concluding = any(declares(clause) or concludes(clause, matter([clause])) for clause in clause_texts(quote))
    spoken = matter(context.turns[index].text for index in range(min(rest), max(rest) + 1))
    return said_yes and not concluding and not matter([quote]) & spoken


def _unsettled(draft: Draft, why: str) -> Draft:
    failed = Check(name="settled", passed=False, detail=why)
    checks = (*(check for check in draft.checks if check.name != "settled"), failed)
    doubts: tuple[Doubt, ...] = ("not_settled", *draft.doubts)
    return replace(draft, confirmed=False, doubts=tuple(dict.fromkeys(doubts)), checks=checks)

"""What a later turn takes back or replaces: a decision becomes reversed with that turn cited, a target is left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from meetbot.model.base import Issue
from meetbot.model.minutes import Check
from meetbot.stages.folding import fold
from meetbot.stages.ground_drafts import Draft, issue_about, short
from meetbot.stages.ground_evidence import Context, Place, sentences
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_settled import settled
from meetbot.stages.ground_words import content_stems, figures, stem

_TAKES_BACK = re.compile(
    r"(?<!\w)(?:olvid(?:emonos|emos|ate|ense|alo|ese|arnos)|no (?:va|vamos)(?! a\b)(?: mas)?|al final (?:mejor )?no"
    r"|siempre no|mejor (?:ya )?no|ya no|echa(?:mos|r|rnos) (?:para )?atras|damos? marcha atras|queda sin efecto"
    r"|cancel(?:amos|ad[oa]s?|emos)|se cancelan?|descart(?:amos|ad[oa]s?|emos)|toca devolvernos|en (?:vez|lugar) de"
    r"|never ?mind|forget (?:about )?(?:the|it|that)|scrap(?:ping)? (?:the|that)|scratch that|instead of"
    r"|we're not (?:doing|going with)|on second thoughts?|no longer|let's not|call(?:ing)? (?:it|that) off"
    r"|taking (?:it|that) back)(?!\w)"
)
_PUTS_IN_PLACE = re.compile(
    r"(?<!\w)(?:nos quedamos (?:en|con)|mejor|al final|l[oa]s? dejamos en|vamos con|que sean?|cambi(?:amos|emos) a"
    r"|(?:baj|sub)(?:amos|emos|imos) a|make it|go with|we're going with|actually)(?!\w)"
)
_NO_MATTER = frozenset(
    map(stem, ("decidido", "aprobado", "perfecto", "primero", "propongo", "vayamos", "mejor", "final"))
)
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TELLING = 3
"""A figure up to it ('dos', 'tres') stands in too many sentences to show what one is about."""
_ENOUGH = 2


@dataclass(frozen=True, kw_only=True)
class _Matter:
    nouns: frozenset[str]
    figures: frozenset[str]


def without_superseded(
    drafts: Sequence[Draft], context: Context, people: KnownPeople
) -> tuple[list[Draft], list[Issue]]:
    """The drafts, none of which states as valid what was taken back later, and an issue for each that changed."""
    kept: list[Draft] = []
    issues: list[Issue] = []
    cues = tuple(_cues(context))
    for draft in drafts:
        gone = _taken_back(draft, drafts, cues, context, people)
        if gone is None:
            kept.append(draft)
            continue
        turn_id, words = gone
        issues.append(issue_about(draft.candidate, f"Taken back in {turn_id} ({short(words)}): {short(draft.text)}"))
        if draft.candidate.kind == "decision":
            kept.append(_reversed(draft, turn_id))
    return kept, issues


def _taken_back(
    draft: Draft, drafts: Sequence[Draft], cues: Sequence[Place], context: Context, people: KnownPeople
) -> tuple[str, str] | None:
    """The later turn that takes it back and its words, or None."""
    candidate, evidence = draft.candidate, draft.evidence
    stands = draft.confirmed and candidate.kind in {"decision", "target"}
    if not stands or evidence is None or (candidate.kind == "decision" and candidate.status != "made"):
        return None
    own = _matter(f"{draft.text}. {evidence.quote}", people)
    cited, _ = context.indexes(evidence.turn_ids)
    for place in cues:
        if place.index <= cited[0] or place.index in cited:
            continue
        words = context.quote(place)
        if _gives_up(words, own, people) and settled(place, [place.index], context, status="reversed"):
            return context.turns[place.index].id, words
    return _outvoted(draft, cited[0], drafts, context, people)


def _cues(context: Context) -> Iterator[Place]:
    """The sentences that may take something back, in order; no questions."""
    for index, turn in enumerate(context.turns):
        for start, end in sentences(turn.text):
            folded = fold(turn.text[start:end])
            if not folded.endswith("?") and (_TAKES_BACK.search(folded) or _PUTS_IN_PLACE.search(folded)):
                yield Place(index=index, start=start, end=end)


def _gives_up(words: str, own: _Matter, people: KnownPeople) -> bool:
    said, folded = _matter(words, people), fold(words)
    shared, same = own.nouns & said.nouns, own.figures & said.figures
    by_nouns = bool(shared) and len(shared) >= min(_ENOUGH, len(own.nouns)) and 2 * len(shared) >= len(own.nouns)
    if _TAKES_BACK.search(folded):
        return by_nouns or any(float(figure) > _TELLING for figure in same if _plain_number(figure))
    another = bool(own.figures and said.figures) and not same
    return another and by_nouns and _PUTS_IN_PLACE.search(folded) is not None


def _outvoted(
    draft: Draft, at: int, drafts: Sequence[Draft], context: Context, people: KnownPeople
) -> tuple[str, str] | None:
    """A later confirmed decision on the same matter with another figure."""
    own = _matter(draft.text, people)
    for other in drafts:
        if not other.confirmed or other.candidate.kind != "decision" or other.evidence is None:
            continue
        if other.candidate.status != "made" or context.indexes(other.evidence.turn_ids)[0][0] <= at:
            continue
        new = _matter(other.text, people)
        fewer = min(own.nouns, new.nouns, key=len)
        alike = len(fewer) >= _ENOUGH and fewer <= own.nouns | new.nouns and fewer == own.nouns & new.nouns
        if alike and own.figures and new.figures and not own.figures & new.figures:
            return other.evidence.turn_ids[0], other.evidence.quote
    return None


def _matter(text: str, people: KnownPeople) -> _Matter:
    nouns = {*content_stems(text)} - people.name_stems - _NO_MATTER
    return _Matter(
        nouns=frozenset(nouns), figures=frozenset(scaled for figure in figures(text) for scaled in _scales(figure))
    )


def _scales(figure: str) -> Iterator[str]:
    """The figure as it is said in full and for short: 'cuarenta millones', then 'los cuarenta'."""
    yield figure
    if _plain_number(figure):
        shorter = (float(figure) / scale for scale in (1_000, 1_000_000))
        yield from (f"{value:g}" for value in shorter if value >= 1 and value.is_integer())


def _plain_number(figure: str) -> bool:
    return _PLAIN_NUMBER.fullmatch(figure) is not None


def _reversed(draft: Draft, turn_id: str) -> Draft:
    if draft.evidence is None:
        return draft
    first, *rest = draft.evidence.turn_ids
    evidence = draft.evidence.model_copy(update={"turn_ids": (first, *sorted({*rest, turn_id} - {first}))})
    return replace(
        draft,
        candidate=draft.candidate.model_copy(update={"status": "reversed"}),
        evidence=evidence,
        checks=(*draft.checks, Check(name="polarity", passed=True, detail=f"taken back in {turn_id}")),
    )

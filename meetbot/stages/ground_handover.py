"""Tasks that changed hands or were taken back: one item of the last owner, or none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from meetbot.model.base import Issue
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_drafts import Draft, issue_about, short
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_replies import clause_texts, matter
from meetbot.stages.ground_words import content_stems, figures, negated, stem, words_of

_HANDS = re.compile(
    r"(?<!\w)(?:que (?:l[oa]s? |se l[oa]s? )?\w+ mejor|(?:mejor|al final)\b[^.?]*\bque l[oa]s? \w+"
    r"|que l[oa]s? (?:haga|pase|mande|lleve|vea|tome|prepare|revise|llame|escriba|arme|cargue|envie) (?!usted)\w+"
    r"|(?:me|nos) (?:ayuda|ayudas|colabora|colaboras|cubre|cubres|echas? una mano) (?:con|en)"
    r"|se me (?:cruza|junta|complica)|te l[oa]s? paso a ti|can you take over|take (?:it|that|this) over"
    r"|(?:could|can|would) you take)(?!\w)"
)
_NOT_I = re.compile(r"(?<!\w)no (?:se )?(?:te |le |les )?(?:l[oa]s? )?(\w+o)(?!\w)|(?<!\w)i won't (\w+)(?!\w)")
_ITS_VERB = re.compile(r"(?<!\w)que (?:se )?l[oa]s? (\w+)")
"""'Que los llame Tom' names nothing that is handed over."""
_WITHIN = 2


def with_last_owners(drafts: Sequence[Draft], context: Context, people: KnownPeople) -> tuple[list[Draft], list[Issue]]:
    """The drafts, each task once with whoever has it at the end, and an issue for each handed over or withdrawn."""
    kept = list(drafts)
    issues: list[Issue] = []
    for draft in drafts:
        if draft.candidate.kind != "action" or not draft.confirmed or draft.owner is None or draft.evidence is None:
            continue
        if (turn_id := _withdrawn(draft, context)) is not None:
            kept = [one for one in kept if one is not draft]
            message = f"Left out, withdrawn in {turn_id}: {short(draft.text)}"
            issues.append(issue_about(draft.candidate, message, severity="warning"))
        elif (later := _taken_over(draft, kept, context, people)) is not None:
            kept = [_joined(one, draft, people) if one is later else one for one in kept if one is not draft]
            owner = later.owner.name if later.owner else "nobody named"
            message = f"Handed over to {owner}, kept once: {short(draft.text)}"
            issues.append(issue_about(draft.candidate, message, severity="warning"))
    return kept, issues


def _last(draft: Draft, context: Context) -> int:
    """Where the task was last spoken of without a read-back: its quoted turn."""
    indexes, _ = context.indexes(draft.evidence.turn_ids if draft.evidence else ())
    return indexes[0]


def _withdrawn(draft: Draft, context: Context) -> str | None:
    """The later turn in which the owner says that they will not do it."""
    verb = {stem(word) for word in words_of(draft.text)[:1]}
    object_ = matter([draft.text]) - verb
    for index in range(_last(draft, context) + 1, len(context.turns)):
        if draft.owner is None or context.name(index) != draft.owner.name:
            continue
        for clause in clause_texts(context.turns[index].text):
            said = _NOT_I.search(fold(clause))
            if said is None or clause.endswith("?") or find_due(clause):
                continue
            before = context.turns[index - 1].text
            told = negated(before) and bool(object_ & matter([before]))
            if stem(said.group(1) or said.group(2)) in verb and (told or object_ & matter([clause])):
                return context.turns[index].id
    return None


def _taken_over(draft: Draft, drafts: Sequence[Draft], context: Context, people: KnownPeople) -> Draft | None:
    """The later task of somebody else that takes this one over, with words that hand it over beside it."""
    about = _things(f"{draft.text} {draft.evidence.quote if draft.evidence else ''}", people)
    at = _last(draft, context)
    for other in drafts:
        if other.candidate.kind != "action" or not other.confirmed or other.owner is None or other is draft:
            continue
        if draft.owner is None or other.owner.name == draft.owner.name or (there := _last(other, context)) <= at:
            continue
        for index in range(max(at + 1, there - _WITHIN), there + 1):
            words = context.turns[index].text
            if not _HANDS.search(fold(words)):
                continue
            verbs = set(map(stem, _ITS_VERB.findall(fold(words))))
            if (_things(words, people) - verbs) & about:
                return other
    return None


def _things(text: str, people: KnownPeople) -> set[str]:
    return {*content_stems(text), *(figure for figure in figures(text) if len(figure) > 1)} - people.name_stems - _LOOSE


def _nouns(text: str, people: KnownPeople) -> set[str]:
    return _things(text, people) - set(map(stem, words_of(text)[:1]))


_LOOSE = frozenset(map(stem, ("manana", "hoy", "viernes", "lunes", "martes", "miercoles", "jueves", "dia", "mejor")))


def _joined(later: Draft, earlier: Draft, people: KnownPeople) -> Draft:
    """The task of the last owner, with the day that was set before where no other was named."""
    evidence = later.evidence
    if evidence is not None and earlier.evidence is not None:
        rest = sorted({*evidence.turn_ids, earlier.evidence.turn_ids[0]} - {evidence.turn_ids[0]})
        evidence = evidence.model_copy(update={"turn_ids": (evidence.turn_ids[0], *rest)})
    dated = later if later.due_text else earlier
    doubts = tuple(doubt for doubt in later.doubts if doubt != "due_not_in_evidence" or not dated.due_text)
    # Who takes it over may say no more than 'yo lo paso': then the wording is that of the task.
    text = later.text if _things(later.text, people) & _nouns(earlier.text, people) else earlier.text
    return replace(later, text=text, evidence=evidence, due=dated.due, due_text=dated.due_text, doubts=doubts)

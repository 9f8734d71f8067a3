"""Checks every candidate against the transcript: what the words show is confirmed, the rest is listed as unconfirmed.

Code fills in speaker, time and quote. Nothing that an engine proposed is dropped in silence: each candidate ends in
exactly one list, or is merged into one with an issue that says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meetbot.model.base import Issue
from meetbot.model.candidates import Candidate, CandidateKind, Extraction
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, Decision, Doubt, Note
from meetbot.model.transcript import Transcript
from meetbot.stages.due_dates import DueDate, resolve_due
from meetbot.stages.ground_direction import turned_round
from meetbot.stages.ground_drafts import Draft, issue_about, printable, short, without_repetitions
from meetbot.stages.ground_due import spoken_due
from meetbot.stages.ground_evidence import Context, Place, as_sentence, choose_quote, find_quote, find_words
from meetbot.stages.ground_owner import Asked, helps, known_people, name_words, owns, person_named
from meetbot.stages.ground_promises import first_person
from meetbot.stages.ground_replies import matter
from meetbot.stages.ground_settled import settled
from meetbot.stages.ground_words import Said, about, unsupported, words_of

_SUPPORT_WITHIN = 1

_PREFIXES: dict[CandidateKind, str] = {
    "decision": "D",
    "action": "A",
    "target": "T",
    "recognition": "R",
    "customer_voice": "V",
    "question": "Q",
    "risk": "K",
    "blame": "B",
}
Item = Decision | ActionItem | Note


@dataclass(frozen=True, kw_only=True)
class Grounded:
    """What became of the candidates. Each is in one list, or counted in `merged`."""

    decisions: tuple[Decision, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    targets: tuple[Note, ...] = ()
    recognitions: tuple[Note, ...] = ()
    customer_voice: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    risks: tuple[Note, ...] = ()
    blame: tuple[Note, ...] = ()
    unconfirmed: tuple[Item, ...] = ()
    merged: int = 0
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """All that a candidate is checked against."""

    context: Context
    people: Roster
    said_on: date
    next_meeting: date | None
    topics: Mapping[str, str]


def ground(
    extraction: Extraction,
    transcript: Transcript,
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None,
    topics: Mapping[str, str] | None = None,
) -> Grounded:
    """The candidates, checked. Due words are read from `said_on`; `topics` gives a turn's agenda point.

    The result depends on nothing else, and not on the candidates' order.
    """
    context = Context(transcript)
    meeting = _Meeting(
        context=context,
        people=known_people(roster, context),
        said_on=said_on,
        next_meeting=next_meeting,
        topics=topics or {},
    )
    drafts = sorted((_checked(candidate, meeting) for candidate in extraction.candidates), key=_sort_key)
    kept, merges = without_repetitions(drafts, meeting.people)
    issues = (*(issue for draft in drafts for issue in draft.issues), *merges)
    return _listed(kept, meeting, merged=len(merges), issues=issues)


def _checked(candidate: Candidate, meeting: _Meeting) -> Draft:
    cited, missing = meeting.context.indexes(candidate.turn_ids)
    issues = _about_missing(candidate, missing)
    text = printable(candidate.text)
    if not cited:
        doubts: tuple[Doubt, ...] = ("no_evidence",)
        if candidate.owner:
            doubts += ("owner_not_in_evidence",)
        if candidate.due_text:
            doubts += ("due_not_in_evidence",)
        last = len(meeting.context.turns)
        return Draft(candidate=candidate, order=last, text=text or "…", doubts=doubts, issues=issues)
    place, doubt = _place(candidate, text, cited, meeting.context)
    draft = Draft(
        candidate=candidate,
        order=place.index,
        text=text,
        evidence=meeting.context.evidence(place, cited),
        confirmed=doubt is None,
        doubts=() if doubt is None else (doubt,),
        issues=issues,
    )
    if meeting.context.name(place.index) is None:
        draft = replace(draft, doubts=(*draft.doubts, "speaker_unknown"))
    draft = _with_owner(_if_settled(draft, place, cited, meeting), place, cited, meeting)
    return _with_due(_with_wording(draft, place, cited, meeting), place, cited, meeting)


def _place(candidate: Candidate, text: str, cited: Sequence[int], context: Context) -> tuple[Place, Doubt | None]:
    """Where the words stand, and why they don't show the item, if so; then the place is only where to look."""
    if candidate.quote is not None:
        exact = find_quote(candidate.quote, cited, context)
        if exact is None:
            return choose_quote(f"{text} {candidate.quote}", cited, context), "quote_not_found"
        if candidate.kind != "decision" or matter([context.quote(exact)]):
            return exact, _if_empty(text, exact, cited, context)
    prefer = first_person if candidate.kind == "action" else None
    place = choose_quote(text, cited, context, prefer=prefer)
    # A wording that has next to nothing in common with what was said there is about something else.
    around = context.text([*cited, *context.near(cited, _SUPPORT_WITHIN)])
    if text and not about(text, around):
        return place, "quote_not_found"
    return place, _if_empty(text, place, cited, context)


def _if_empty(text: str, place: Place, cited: Sequence[int], context: Context) -> Doubt | None:
    """The doubt about a quote without content, like 'sí, va', that stands beside no cited words about the item."""
    if matter([context.quote(place)]):
        return None
    said = context.text(cited)
    return None if matter([said]) and about(text, said) else "no_evidence"


def _if_settled(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Draft:
    """The draft, unconfirmed if it is a decision that was only asked, proposed, doubted or refused."""
    if draft.candidate.kind != "decision":
        return draft
    said = matter([meeting.context.quote(place)])
    if said and (not draft.confirmed or settled(place, cited, meeting.context, status=draft.candidate.status)):
        return draft
    doubts = tuple(doubt for doubt in draft.doubts if doubt != "no_evidence")
    return replace(draft, confirmed=False, doubts=("not_settled", *doubts))


def _with_wording(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Draft:
    """The draft with its wording if the cited turns cover it, else with the speaker's words in its place."""
    context, quote = meeting.context, meeting.context.quote(place)
    speakers = [name for index in cited if (name := context.name(index))]
    if draft.owner is not None:
        speakers += [draft.owner.name, *draft.owner.aliases]
    near = context.near(cited, _SUPPORT_WITHIN)
    said = Said(
        quote=quote,
        cited=context.text(cited),
        near=context.text(near),
        names=frozenset(word for name in speakers for word in words_of(name)),
        people=name_words(meeting.people),
    )
    draft = _with_condition(draft, [*cited, *near], context)
    speaker = context.name(place.index)
    turned = turned_round(draft.text, quote, meeting.people, speaker=speaker) or turned_round(
        draft.text, said.cited, meeting.people, speaker=speaker
    )
    if draft.text and not unsupported(draft.text, said) and not turned:
        return draft
    if not draft.confirmed:
        # Nothing of an unconfirmed item is presented as fact: its wording stays, for a person to judge.
        return draft if draft.text else replace(draft, text=as_sentence(quote))
    return replace(draft, text=as_sentence(quote), doubts=(*draft.doubts, "wording_replaced"))


def _with_condition(draft: Draft, indexes: Sequence[int], context: Context) -> Draft:
    condition = draft.candidate.condition
    if condition is None:
        return draft
    if (place := find_words(condition, indexes, context)) is not None:
        return replace(draft, condition=context.quote(place))
    issue = issue_about(draft.candidate, f"A condition was left out, nobody said it: {short(condition)}")
    return replace(draft, issues=(*draft.issues, issue))


def _with_owner(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Draft:
    candidate, people = draft.candidate, meeting.people
    if candidate.kind != "action":
        return draft
    owner = person_named(candidate.owner, people)
    asked = _asked(draft, place, cited, meeting)
    if owner and owns(owner, asked):
        draft = replace(draft, owner=owner)
    elif candidate.owner:
        draft = replace(draft, doubts=(*draft.doubts, "owner_not_in_evidence"))
    return _with_helpers(draft, cited, meeting)


def _asked(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Asked:
    return Asked(
        # The wording as it was proposed: the quote that may replace it would make every word of the turn its matter.
        text=printable(draft.candidate.text),
        quoted=place.index,
        quote=meeting.context.quote(place),
        cited=cited,
        context=meeting.context,
        people=meeting.people,
    )


def _with_helpers(draft: Draft, cited: Sequence[int], meeting: _Meeting) -> Draft:
    shown: list[str] = []
    issues = list(draft.issues)
    for name in draft.candidate.with_people:
        person = person_named(name, meeting.people)
        if person is None or not helps(person, cited=cited, context=meeting.context, people=meeting.people):
            issues.append(issue_about(draft.candidate, f"A helper was left out, nobody named them: {short(name)}"))
        elif person != draft.owner:
            shown.append(person.name)
    return replace(draft, helpers=tuple(dict.fromkeys(shown)), issues=tuple(issues))


def _with_due(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Draft:
    candidate, context = draft.candidate, meeting.context
    if candidate.kind != "action" or not candidate.due_text:
        return draft
    said = spoken_due(
        candidate.due_text,
        _asked(draft, place, cited, meeting),
        owner=draft.owner.name if draft.owner else None,
        names_its_own=_due(context.quote(place), meeting) is not None,
    )
    if said is None:
        return replace(draft, doubts=(*draft.doubts, "due_not_in_evidence"))
    words = context.quote(said)
    return replace(draft, due_text=words, due=_due(words, meeting))


def _due(words: str, meeting: _Meeting) -> DueDate | None:
    language = meeting.context.transcript.language
    folded = " ".join(words.split())
    return resolve_due(folded, said_on=meeting.said_on, next_meeting=meeting.next_meeting, language=language)


def _listed(drafts: Sequence[Draft], meeting: _Meeting, *, merged: int, issues: tuple[Issue, ...]) -> Grounded:
    decisions, actions, notes, unconfirmed = [], [], dict[CandidateKind, list[Note]](), []
    numbers: Counter[str] = Counter()
    for draft in drafts:
        prefix = _PREFIXES[draft.candidate.kind] if draft.confirmed else "U"
        numbers[prefix] += 1
        item = _item(draft, f"{prefix}-{numbers[prefix]:02d}", meeting)
        if not draft.confirmed:
            unconfirmed.append(item)
        elif isinstance(item, Decision):
            decisions.append(item)
        elif isinstance(item, ActionItem):
            actions.append(item)
        else:
            notes.setdefault(draft.candidate.kind, []).append(item)
    return Grounded(
        decisions=tuple(decisions),
        actions=tuple(actions),
        targets=tuple(notes.get("target", ())),
        recognitions=tuple(notes.get("recognition", ())),
        customer_voice=tuple(notes.get("customer_voice", ())),
        questions=tuple(notes.get("question", ())),
        risks=tuple(notes.get("risk", ())),
        blame=tuple(notes.get("blame", ())),
        unconfirmed=tuple(unconfirmed),
        merged=merged,
        issues=issues,
    )


def _item(draft: Draft, item_id: str, meeting: _Meeting) -> Item:
    candidate, evidence = draft.candidate, draft.evidence
    shared = Note(
        id=item_id,
        text=draft.text,
        confirmed=draft.confirmed,
        evidence=evidence,
        doubts=draft.doubts,
        topic=meeting.topics.get(evidence.turn_ids[0]) if evidence else None,
        engine=candidate.engine,
        score=candidate.score,
    )
    values = dict(shared)
    if candidate.kind == "decision":
        return Decision(**values, status=candidate.status)
    if candidate.kind != "action":
        return shared
    return ActionItem(
        **values,
        owner=draft.owner.name if draft.owner else None,
        department=draft.owner.department if draft.owner else None,
        with_people=draft.helpers,
        due_date=draft.due.date if draft.due else None,
        due_date_other=draft.due.other if draft.due else None,
        due_text=draft.due_text,
        condition=draft.condition,
    )


def _sort_key(draft: Draft) -> tuple[object, ...]:
    """Order of time, then all that may differ: two runs over shuffled candidates give the same minutes."""
    candidate = draft.candidate
    kind = list(_PREFIXES).index(candidate.kind)
    return (draft.order, kind, draft.text, -(candidate.score or 0.0), candidate.model_dump_json())


def _about_missing(candidate: Candidate, missing: Sequence[str]) -> tuple[Issue, ...]:
    if not missing:
        return ()
    named = ", ".join(short(turn_id) for turn_id in missing[:5])
    return (issue_about(candidate, f"It cites turns that do not exist or are empty: {named}", severity="warning"),)

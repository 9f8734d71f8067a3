"""Checks every candidate against the transcript: what the words show is confirmed, the rest is listed as unconfirmed.

Code fills in speaker, time and quote. Nothing that an engine proposed is dropped in silence: each candidate ends in
exactly one list, or is merged into one with an issue that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from meetbot.model.base import Issue
from meetbot.model.candidates import Candidate, Extraction
from meetbot.model.company import Roster
from meetbot.model.minutes import Check, CheckName, Doubt
from meetbot.model.transcript import Transcript
from meetbot.stages import check
from meetbot.stages.check_claim import Claim
from meetbot.stages.check_moods import delivers
from meetbot.stages.due_dates import DueDate, resolve_due
from meetbot.stages.ground_direction import turned_round
from meetbot.stages.ground_drafts import Draft, issue_about, printable, short, without_repetitions
from meetbot.stages.ground_due import day_before, spoken_due
from meetbot.stages.ground_evidence import Context, Place, as_sentence, choose_quote, find_quote, find_words
from meetbot.stages.ground_given import Asked
from meetbot.stages.ground_items import KINDS, Grounded, listed
from meetbot.stages.ground_owner import helps, owns
from meetbot.stages.ground_people import KnownPeople, known_people, person_named
from meetbot.stages.ground_prefix import without_foreign_subject
from meetbot.stages.ground_promises import first_person
from meetbot.stages.ground_replies import clause_texts, matter, points_back, reply_in
from meetbot.stages.ground_review import review
from meetbot.stages.ground_settled import settled
from meetbot.stages.ground_words import Said, about, unsupported, words_of

_SUPPORT_WITHIN = 1


@dataclass(frozen=True, kw_only=True)
class _Meeting:
    """All that a candidate is checked against."""

    context: Context
    people: KnownPeople
    said_on: date
    next_meeting: date | None
    country: str
    topics: Mapping[str, str]


def ground(
    extraction: Extraction,
    transcript: Transcript,
    roster: Roster,
    *,
    said_on: date,
    next_meeting: date | None,
    topics: Mapping[str, str] | None = None,
    country: str = "",
) -> Grounded:
    """The candidates, checked. Due words are read from `said_on`; `topics` gives a turn's agenda point.

    `country` ("CO") has the holidays that "en tres días hábiles" and "después del puente" leave out.

    The result depends on nothing else, and not on the candidates' order.
    """
    context = Context(transcript)
    meeting = _Meeting(
        context=context,
        people=known_people(roster, context),
        said_on=said_on,
        next_meeting=next_meeting,
        country=country,
        topics=topics or {},
    )
    candidates = extraction.candidates
    numbered = (_numbered(_checked(one, meeting), number) for number, one in enumerate(candidates))
    drafts = sorted(numbered, key=_sort_key)
    kept, merges = without_repetitions(drafts, meeting.people)
    both = len(extraction.engines) > 1
    issues = (*(issue for draft in drafts for issue in draft.issues), *merges)
    voted = [_voted(draft, both=both) for draft in kept]
    reviewed = review(voted, context, meeting.people)
    return listed(
        reviewed.drafts,
        topics=meeting.topics,
        merged=len(merges) + len(voted) - len(reviewed.drafts),
        issues=(*issues, *reviewed.issues),
    )


def _numbered(draft: Draft, number: int) -> Draft:
    found_by = tuple(sorted(set(check.finders(draft.candidate))))
    return replace(draft, numbers=(number,), found_by=found_by, score=draft.candidate.score)


def _voted(draft: Draft, *, both: bool) -> Draft:
    """The draft after the last test: who found it, and how surely."""
    vote, doubts = check.voted(draft.candidate.kind, draft.score, draft.found_by, both=both)
    draft = replace(draft, checks=(*draft.checks, vote))
    if not draft.confirmed or not vote.passed:
        doubts = tuple(dict.fromkeys((*draft.doubts, *doubts)))
        return replace(draft, confirmed=False, doubts=doubts, score=check.likelihood(draft.score, draft.checks))
    return draft


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
        failed = (_check("quote", passed=False, detail="no cited turn exists"),)
        return Draft(candidate=candidate, order=last, text=text or "…", doubts=doubts, issues=issues, checks=failed)
    place, doubt = _place(candidate, text, cited, meeting.context)
    draft = Draft(
        candidate=candidate,
        order=place.index,
        text=text,
        evidence=meeting.context.evidence(place, cited),
        confirmed=doubt is None,
        doubts=() if doubt is None else (doubt,),
        issues=issues,
        checks=_about_place(place, doubt, meeting.context),
    )
    if meeting.context.name(place.index) is None:
        draft = replace(draft, doubts=(*draft.doubts, "speaker_unknown"))
    draft = _with_owner(_if_settled(draft, place, cited, meeting), place, cited, meeting)
    draft = _with_due(_with_wording(draft, place, cited, meeting), place, cited, meeting)
    return _tested(draft, place, cited, meeting)


def _tested(draft: Draft, place: Place, cited: Sequence[int], meeting: _Meeting) -> Draft:
    """The draft with the checker's own tests of what the words say."""
    candidate = draft.candidate
    claim = Claim(
        kind=candidate.kind,
        status=candidate.status,
        place=place,
        asked=_asked(draft, place, cited, meeting),
        owner=draft.owner,
    )
    checks = check.tested(claim)
    # Where the words are not found or say nothing, what they leave out is no doubt of its own.
    judged = checks if draft.confirmed else checks[:1]
    doubts = check.doubts_of(judged, kind=candidate.kind)
    return replace(
        draft,
        checks=(*draft.checks, *checks),
        confirmed=draft.confirmed and not doubts,
        doubts=tuple(dict.fromkeys((*draft.doubts, *doubts))),
    )


def _about_place(place: Place, doubt: Doubt | None, context: Context) -> tuple[Check, ...]:
    turn, name = context.turns[place.index].id, context.name(place.index)
    quoted = doubt != "quote_not_found"
    where = f"stands in {turn}" if quoted else f"not said there; the nearest words are in {turn}"
    voice = f"{name} in {turn}" if name else f"nobody can be named for {turn}"
    return (
        _check("quote", passed=quoted, detail=where),
        _check("matter", passed=doubt != "no_evidence", detail="" if doubt != "no_evidence" else "no word of content"),
        _check("speaker", passed=name is not None, detail=voice),
    )


def _check(name: CheckName, *, passed: bool, detail: str = "") -> Check:
    return Check(name=name, passed=passed, detail=detail)


def _with(draft: Draft, name: CheckName, *, passed: bool, detail: str = "") -> Draft:
    return replace(draft, checks=(*draft.checks, _check(name, passed=passed, detail=detail)))


def _place(candidate: Candidate, text: str, cited: Sequence[int], context: Context) -> tuple[Place, Doubt | None]:
    """Where the words stand, and why they don't show the item, if so; then the place is only where to look."""
    if candidate.quote is not None:
        exact = find_quote(candidate.quote, cited, context)
        if exact is None:
            return choose_quote(f"{text} {candidate.quote}", cited, context), "quote_not_found"
        if candidate.kind != "decision" or matter([context.quote(exact)]):
            return exact, _if_empty(text, exact, cited, context)
    prefer = _takes if candidate.kind == "action" else _states if candidate.kind == "decision" else None
    place = choose_quote(text, cited, context, prefer=prefer)
    # A wording that has next to nothing in common with what was said there is about something else.
    around = context.text([*cited, *context.near(cited, _SUPPORT_WITHIN)])
    if text and (not about(text, around) or _of_something_else(text, place, cited, context)):
        return place, "quote_not_found"
    return place, _if_empty(text, place, cited, context)


def _of_something_else(text: str, place: Place, cited: Sequence[int], context: Context) -> bool:
    """Whether only the turns beside speak of it, and the cited ones neither answer nor point to them."""
    if matter([text]) & matter([context.text(cited)]):
        return False
    spoken = [clause for index in cited for clause in clause_texts(context.turns[index].text)]
    answers = any(reply_in(clause) or points_back(clause) for clause in spoken)
    return not answers and len(matter([context.quote(place)])) > 1


def _takes(turn: str) -> bool:
    return first_person(turn) or any(delivers(clause) for clause in clause_texts(turn))


def _states(turn: str) -> bool:
    return not turn.rstrip().endswith("?")


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
        return _with(draft, "settled", passed=True) if draft.confirmed else draft
    draft = _with(draft, "settled", passed=False, detail="asked, proposed, doubted or refused, and agreed to by nobody")
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
        people=meeting.people.name_words,
    )
    subject = without_foreign_subject(draft.text, place.index, cited, context)
    draft = _with_condition(replace(draft, text=subject), [*cited, *near], context)
    speaker = context.name(place.index)
    turned = turned_round(draft.text, quote, meeting.people, speaker=speaker) or turned_round(
        draft.text, said.cited, meeting.people, speaker=speaker
    )
    added = unsupported(draft.text, said) if draft.text else ["no wording"]
    added += ["givers and receivers changed places"] if turned else []
    nobody_said = f"nobody said: {short(', '.join(added))}" if added else "every word, name and figure was said"
    draft = _with(draft, "wording", passed=not added, detail=nobody_said)
    if not added:
        return draft
    if not draft.confirmed:
        # Nothing of an unconfirmed item is presented as fact: its wording stays, for a person to judge.
        return draft if draft.text else replace(draft, text=as_sentence(quote))
    return replace(draft, text=as_sentence(quote, draft.text), doubts=(*draft.doubts, "wording_replaced"))


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
        draft = _with(replace(draft, owner=owner), "owner", passed=True, detail=f"the words give it to {owner.name}")
    elif candidate.owner:
        draft = replace(draft, doubts=(*draft.doubts, "owner_not_in_evidence"))
        draft = _with(draft, "owner", passed=False, detail=f"nothing said gives it to {short(candidate.owner)}")
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
        draft = _with(draft, "due", passed=False, detail=f"not said about it: {short(candidate.due_text)}")
        return replace(draft, doubts=(*draft.doubts, "due_not_in_evidence"))
    words = context.quote(said)
    if candidate.day_open:
        draft = _with(draft, "due", passed=False, detail=f"may be the day of something else: {short(words)}")
        return replace(draft, due_text=words)
    draft = _with(draft, "due", passed=True, detail=f"{short(words)}, in {context.turns[said.index].id}")
    anchor = day_before(said, context)
    since = _due(anchor, meeting) if anchor is not None else None
    return replace(draft, due_text=words, due=_due(words, meeting, since=since.date if since else None))


def _due(words: str, meeting: _Meeting, *, since: date | None = None) -> DueDate | None:
    language = f"{meeting.context.transcript.language}-{meeting.country}"
    said_on = since or meeting.said_on
    folded = " ".join(words.split())
    return resolve_due(folded, said_on=said_on, next_meeting=meeting.next_meeting, language=language)


def _sort_key(draft: Draft) -> tuple[object, ...]:
    """Order of time, then all that may differ: two runs over shuffled candidates give the same minutes."""
    candidate = draft.candidate
    kind = KINDS.index(candidate.kind)
    return (draft.order, kind, draft.text, -(candidate.score or 0.0), candidate.model_dump_json())


def _about_missing(candidate: Candidate, missing: Sequence[str]) -> tuple[Issue, ...]:
    if not missing:
        return ()
    named = ", ".join(short(turn_id) for turn_id in missing[:5])
    return (issue_about(candidate, f"It cites turns that do not exist or are empty: {named}", severity="warning"),)

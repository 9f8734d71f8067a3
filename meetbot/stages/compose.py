"""Minutes from what grounding let through, with who spoke, what was covered, and what made them."""

from collections.abc import Sequence
from datetime import date

from meetbot.model.agenda import Agenda
from meetbot.model.candidates import Extraction
from meetbot.model.commitments import Commitment
from meetbot.model.company import Meeting, Roster
from meetbot.model.minutes import ActionItem, Decision, Heading, Minutes, Note, TalkShare
from meetbot.model.transcript import Transcript
from meetbot.stages.asides import asides
from meetbot.stages.attribute import silent_attendees
from meetbot.stages.charter import belongs_to
from meetbot.stages.figure_check import checked
from meetbot.stages.folding import fold
from meetbot.stages.following import following
from meetbot.stages.ground import ground
from meetbot.stages.ground_items import Grounded
from meetbot.stages.health import advice, health_lines
from meetbot.stages.repeats import recognised_once, risks_once, unstated
from meetbot.stages.summary import executive, of_topics
from meetbot.stages.topics import cover, topics_by_turn
from meetbot.stages.uncollected import uncollected
from meetbot.stages.updates import updates
from meetbot.words import Words

_SHOWN_BY_NOTES = frozenset({"recognition", "customer_voice"})


@uncollected()
def compose(
    extraction: Extraction,
    transcript: Transcript,
    *,
    meeting: Meeting,
    roster: Roster,
    agenda: Agenda | None,
    next_meeting: date | None,
    commitments: Sequence[Commitment] = (),
    earlier: Sequence[Minutes] = (),
    heading: Heading | None = None,
    words: Words | None = None,
) -> Minutes:
    """The minutes of the meeting. The agenda only names the points; nothing of it becomes something that was said.

    `commitments` were open before the meeting, `earlier` are minutes of the series before it, oldest first. Summaries
    are in the locale of `words`; without words there are none.
    """
    topics = topics_by_turn(agenda, transcript)
    country = meeting.locale.partition("-")[2]
    grounded = ground(
        extraction,
        transcript,
        roster,
        said_on=meeting.date,
        next_meeting=next_meeting,
        topics=topics,
        country=country,
    )
    told = updates(
        transcript,
        commitments,
        roster,
        said_on=meeting.date,
        next_meeting=next_meeting,
        country=country,
        actions=grounded.actions,
    )
    taken_up = following(grounded.actions, commitments, transcript, roster, told=told)
    actions = tuple(_with_charter(action, roster) for action in taken_up)
    decided: tuple[Decision | ActionItem | Note, ...] = (*grounded.decisions, *actions)
    readings = (*agenda.readings, *agenda.annex) if agenda is not None else ()
    found = Minutes(
        meeting=meeting,
        heading=heading or Heading(),
        roster=roster,
        source=transcript.source,
        language=transcript.language,
        duration=transcript.duration,
        nothing_said=not any(turn.text.strip() for turn in transcript.turns),
        attendees=_attendees(transcript),
        silent=silent_attendees(transcript, roster),
        unnamed_voices=_unnamed_voices(transcript),
        names_repaired=len(transcript.repairs),
        suppressed=len(transcript.suppressed),
        overlapped_turns=sum(turn.overlapped for turn in transcript.turns),
        decisions=grounded.decisions,
        actions=actions,
        targets=grounded.targets,
        recognitions=recognised_once(grounded, transcript, roster),
        customer_voice=grounded.customer_voice,
        questions=grounded.questions,
        risks=risks_once(grounded, transcript),
        blame=grounded.blame,
        unconfirmed=unstated(grounded),
        updates=told,
        figures=checked(transcript, readings, locale=meeting.locale),
        topics=cover(agenda, transcript, topics=topics, items=decided, extraction=_stated(extraction, grounded)),
        asides=asides(transcript, agenda),
        agenda=agenda,
        talk=talk_shares(transcript),
        next_meeting_date=next_meeting,
        recogniser=transcript.recogniser,
        extractor=extraction.engine,
        windows_read=sum(window.status == "read" for window in extraction.windows),
        windows_failed=sum(window.status == "failed" for window in extraction.windows),
        issues=(*transcript.issues, *extraction.issues, *grounded.issues),
    )
    return _told(weighed(found, transcript, commitments, earlier), transcript, words)


def _stated(extraction: Extraction, grounded: Grounded) -> Extraction:
    """The extraction without doubtful praise and customers' words: they must not make a point a treated one."""
    kept = {number for note in (*grounded.recognitions, *grounded.customer_voice) for number in note.candidates}
    found = (c for n, c in enumerate(extraction.candidates) if n in kept or c.kind not in _SHOWN_BY_NOTES)
    return extraction.model_copy(update={"candidates": tuple(found)})


def _with_charter(action: ActionItem, roster: Roster) -> ActionItem:
    """The action, flagged where another department's charter has such tasks; its owner stays."""
    other = belongs_to(action, roster)
    return action if other is None else action.model_copy(update={"belongs_to": other.id})


def weighed(
    minutes: Minutes, transcript: Transcript, commitments: Sequence[Commitment], earlier: Sequence[Minutes]
) -> Minutes:
    """The minutes with the health lines and the one thing to do better."""
    lines = health_lines(minutes, transcript, commitments=commitments, earlier=earlier)
    weighed = minutes.model_copy(update={"health": lines})
    return weighed.model_copy(update={"advice": advice(weighed)})


def _told(minutes: Minutes, transcript: Transcript, words: Words | None) -> Minutes:
    """The minutes with their summaries."""
    if words is None:
        return minutes
    topics = of_topics(minutes, transcript, words)
    return minutes.model_copy(update={"topics": topics, "summary": executive(minutes, transcript, words)})


def talk_shares(transcript: Transcript) -> tuple[TalkShare, ...]:
    """How much each speaker spoke, the most talkative first; words rather than seconds, which a text may lack."""
    labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns))
    total = sum(len(turn.text.split()) for turn in transcript.turns)
    shares = [_talk_share(label, transcript, total) for label in labels]
    return tuple(sorted(shares, key=lambda share: -share.words))


def _talk_share(label: str | None, transcript: Transcript, total: int) -> TalkShare:
    turns = [turn for turn in transcript.turns if turn.speaker == label]
    words = sum(len(turn.text.split()) for turn in turns)
    times = [turn.end - turn.start for turn in turns if turn.start is not None and turn.end is not None]
    speaker = transcript.speaker(label)
    return TalkShare(
        speaker=(speaker.name or speaker.label) if speaker else label,
        department=speaker.department if speaker else None,
        turns=len(turns),
        words=words,
        seconds=round(sum(times), 1) if len(times) == len(turns) else None,
        share=round(words / total, 4) if total else 0.0,
    )


def _attendees(transcript: Transcript) -> tuple[str, ...]:
    spoke = {turn.speaker for turn in transcript.turns}
    names = [s.name for s in transcript.speakers if s.name is not None and s.label in spoke]
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (fold(name), name)))


def _unnamed_voices(transcript: Transcript) -> int:
    spoke = {turn.speaker for turn in transcript.turns}
    unnamed = sum(1 for s in transcript.speakers if s.name is None and s.label in spoke)
    return unnamed + (1 if None in spoke else 0)

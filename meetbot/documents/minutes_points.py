"""The agenda in the minutes: what became of each point, how it went in a few sentences, and what was beside it."""

from collections.abc import Mapping

from meetbot.documents.sheet import (
    Block,
    Bullets,
    Cell,
    Entries,
    Entry,
    Group,
    Lines,
    Mark,
    Row,
    Sentence,
    Table,
    Tone,
)
from meetbot.documents.text import clip, clock
from meetbot.model.minutes import Minutes, SummarySentence, TopicCoverage
from meetbot.words import Words

_COVERAGE: dict[str, tuple[str, Tone]] = {
    "treated": ("●", "green"),
    "treated_without_decision": ("▲", "amber"),
    "not_treated": ("–", "grey"),
}
_LONGEST_SENTENCE = 480
_MOST_PLACES = 4


def topics_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """The agenda's points: in a row where the discussion tells what became of each, else with that as a table."""
    if not minutes.topics:
        return (Lines(items=(words("minutes.topics.no_agenda"),), small=True),)
    if any(topic.summary for topic in minutes.topics):
        titles = (f"{number}. {clip(topic.title)}" for number, topic in enumerate(minutes.topics, 1))
        return (Lines(items=(" · ".join(titles),)),)
    table = Table(
        caption=words("minutes.title.topics"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "topic", "coverage", "since", "outcome")),
        widths=(6, 34, 23, 9, 28),
        groups=(Group(title="", rows=tuple(_topic_row(topic, minutes, words) for topic in minutes.topics)),),
    )
    return (table,)


def development_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """Each treated point with its state, outcome and what was said, then those not treated; none without summaries."""
    if not any(topic.summary for topic in minutes.topics):
        return ()
    treated = [(number, topic) for number, topic in enumerate(minutes.topics, 1) if topic.status != "not_treated"]
    blocks: tuple[Block, ...] = (Entries(items=tuple(_told(number, t, minutes, words) for number, t in treated)),)
    skipped = [clip(topic.title, 80) for topic in minutes.topics if topic.status == "not_treated"]
    if not skipped:
        return blocks
    shape, _ = _COVERAGE["not_treated"]
    told = f"{shape} {words('minutes.coverage.not_treated')}: {'; '.join(skipped)}."
    return (*blocks, Lines(items=(told,)))


def _told(number: int, topic: TopicCoverage, minutes: Minutes, words: Words) -> Entry:
    shape, _ = _COVERAGE[topic.status]
    state = f"{shape} {words(f'minutes.coverage.{topic.status}')}"
    since = _since(topic)
    return Entry(
        label=f"{number}.",
        text=clip(topic.title),
        tail=state if topic.summary else f"{state} · {since.text}",
        marks=since.marks,
        links=_outcome(topic, minutes),
        sentences=tuple(map(sentence, topic.summary)),
    )


def _outcome(topic: TopicCoverage, minutes: Minutes) -> tuple[str, ...]:
    return tuple(item.id for item in (*minutes.decisions, *minutes.actions) if item.topic == topic.agenda_item)


def asides_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """What was spoken about and stood on no agenda, in words that were said."""
    if not minutes.asides:
        return ()
    marks = tuple(place(aside.turn_ids[0], aside.start, words) for aside in minutes.asides)
    titles = (clip(aside.title, 120) for aside in minutes.asides)
    lines = (f"“{title}” ({mark.clock})" for title, mark in zip(titles, marks, strict=True))
    return (Bullets(items=tuple(lines), marks=marks),)


def place(turn_id: str, start: float | None, words: Words) -> Mark:
    """Where words were said, by their clock; without times by the turn's number."""
    when = words("minutes.turn", id=int(turn_id.removeprefix("t"))) if start is None else clock(start)
    return Mark(turn_id=turn_id, clock=when, seconds=start)


def sentence(told: SummarySentence, starts: Mapping[str, float] | None = None) -> Sentence:
    """The sentence with the places that show it: its first turn, and those of its turns that `starts` knows."""
    known = {**(starts or {}), told.turn_ids[0]: told.start}
    shown = [turn_id for turn_id in dict.fromkeys(told.turn_ids) if turn_id in known][:_MOST_PLACES]
    return Sentence(
        text=clip(told.text, _LONGEST_SENTENCE), marks=tuple(_mark(turn_id, known[turn_id]) for turn_id in shown)
    )


def starts_of(minutes: Minutes) -> dict[str, float]:
    """The second of each turn that has the words of a confirmed item or of an update."""
    proofs = [*(item.evidence for item in minutes.confirmed()), *(update.evidence for update in minutes.updates)]
    return {proof.turn_ids[0]: proof.start for proof in proofs if proof and proof.start is not None}


def _mark(turn_id: str, start: float | None) -> Mark:
    return Mark(turn_id=turn_id, clock="" if start is None else clock(start), seconds=start)


def _topic_row(topic: TopicCoverage, minutes: Minutes, words: Words) -> Row:
    shape, tone = _COVERAGE[topic.status]
    outcome = _outcome(topic, minutes)
    return Row(
        cells=(
            Cell(text=topic.agenda_item),
            Cell(text=clip(topic.title)),
            Cell(text=f"{shape} {words(f'minutes.coverage.{topic.status}')}", tone=tone),
            _since(topic),
            Cell(text=", ".join(outcome) or "–", links=outcome),
        )
    )


def _since(topic: TopicCoverage) -> Cell:
    """When it was first spoken about; the turn where the transcript has no times."""
    if not topic.turn_ids:
        return Cell(text="–" if topic.start is None else clock(topic.start))
    when = topic.turn_ids[0] if topic.start is None else clock(topic.start)
    return Cell(text=when, marks=(Mark(turn_id=topic.turn_ids[0], clock=when, seconds=topic.start),))

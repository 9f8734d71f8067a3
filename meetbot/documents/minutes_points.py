"""The agenda in the minutes: what became of each point, how it went in a few sentences, and what was beside it."""

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


def topics_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """Each agenda point: treated, treated without agreement, or not treated, from when on, and with which outcome."""
    if not minutes.topics:
        return (Lines(items=(words("minutes.topics.no_agenda"),), small=True),)
    table = Table(
        caption=words("minutes.title.topics"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "topic", "coverage", "since", "outcome")),
        widths=(6, 34, 23, 9, 28),
        groups=(Group(title="", rows=tuple(_topic_row(topic, minutes, words) for topic in minutes.topics)),),
    )
    return (table,)


def development_blocks(minutes: Minutes, _words: Words) -> tuple[Block, ...]:
    """The treated points in the agenda's order, each told in a paragraph; nothing where nothing was told."""
    told = [topic for topic in minutes.topics if topic.summary]
    if not told:
        return ()
    points = (
        Entry(
            # The id is an anchor of the page already where the label of an item is one.
            label=f"{minutes.topics.index(topic) + 1}.",
            text=clip(topic.title),
            sentences=tuple(map(sentence, topic.summary)),
        )
        for topic in told
    )
    return (Entries(items=tuple(points)),)


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


def sentence(told: SummarySentence) -> Sentence:
    """The sentence with the place that shows it."""
    when = "" if told.start is None else clock(told.start)
    return Sentence(
        text=clip(told.text, _LONGEST_SENTENCE),
        marks=(Mark(turn_id=told.turn_ids[0], clock=when, seconds=told.start),),
    )


def _topic_row(topic: TopicCoverage, minutes: Minutes, words: Words) -> Row:
    shape, tone = _COVERAGE[topic.status]
    outcome = [item.id for item in (*minutes.decisions, *minutes.actions) if item.topic == topic.agenda_item]
    return Row(
        cells=(
            Cell(text=topic.agenda_item),
            Cell(text=clip(topic.title)),
            Cell(text=f"{shape} {words(f'minutes.coverage.{topic.status}')}", tone=tone),
            _since(topic),
            Cell(text=", ".join(outcome) or "–", links=tuple(outcome)),
        )
    )


def _since(topic: TopicCoverage) -> Cell:
    """When it was first spoken about; the turn where the transcript has no times."""
    if not topic.turn_ids:
        return Cell(text="–" if topic.start is None else clock(topic.start))
    when = topic.turn_ids[0] if topic.start is None else clock(topic.start)
    return Cell(text=when, marks=(Mark(turn_id=topic.turn_ids[0], clock=when, seconds=topic.start),))

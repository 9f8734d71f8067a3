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
    lines = []
    for aside in minutes.asides:
        title = clip(aside.title, 120)
        when = words("minutes.turn", id=int(aside.turn_ids[0].removeprefix("t")))
        told = f"“{title}” ({when if aside.start is None else clock(aside.start)})"
        lines.append(told)
    return (Bullets(items=tuple(lines)),)


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
            Cell(text=_since(topic)),
            Cell(text=", ".join(outcome) or "–", links=tuple(outcome)),
        )
    )


def _since(topic: TopicCoverage) -> str:
    """When it was first spoken about; the turn where the transcript has no times."""
    if topic.start is not None:
        return clock(topic.start)
    return topic.turn_ids[0] if topic.turn_ids else "–"

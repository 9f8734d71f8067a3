"""Summaries by extraction: of each agenda point and of the whole meeting, each sentence with the turns that show it."""

from collections.abc import Mapping, Sequence
from itertools import chain

from meetbot.model.minutes import (
    ActionItem,
    Confirmed,
    Decision,
    Item,
    Minutes,
    SummarySentence,
    TopicCoverage,
)
from meetbot.model.transcript import Transcript
from meetbot.stages.gist import gist
from meetbot.stages.told import contradicted, decided, noted, promised, shortened, updated
from meetbot.words import Words

MOST_SENTENCES = 3
"""Sentences on one point."""
_FEWEST, _MOST = 3, 5
"""Sentences of the executive summary."""
_ENOUGH_TOLD = 2
_MOST_TITLES = 6
"""Titles of treated points that a sentence can hold; of more it counts them."""


def of_topics(minutes: Minutes, transcript: Transcript, words: Words) -> tuple[TopicCoverage, ...]:
    """The points of the minutes, each treated one with two or three sentences; one that nobody spoke about has none."""
    places = {turn.id: index for index, turn in enumerate(transcript.turns)}
    owned = _items_of_points(minutes, places)
    told = ((t, of_topic(t, owned[t.agenda_item], minutes, transcript, words)) for t in minutes.topics)
    return tuple(topic.model_copy(update={"summary": _timed(found, transcript)}) for topic, found in told)


def of_topic(
    topic: TopicCoverage, items: Sequence[Confirmed], minutes: Minutes, transcript: Transcript, words: Words
) -> tuple[SummarySentence, ...]:
    """Two or three sentences on a treated point, from its confirmed items and figures; else the speakers' own words."""
    if topic.status == "not_treated":
        return ()
    if own := _of_kind(topic, minutes, words):
        return (*own, *_told(items, minutes, words))[:MOST_SENTENCES]
    spoken = set(topic.turn_ids)
    figures = [figure for figure in minutes.figures if figure.evidence.turn_ids[0] in spoken]
    found = (*_told(items, minutes, words), *contradicted(figures, words))
    if len(found) >= _ENOUGH_TOLD:
        return found[:MOST_SENTENCES]
    return (*_gist(topic, minutes, transcript, words), *found)


def _of_kind(topic: TopicCoverage, minutes: Minutes, words: Words) -> tuple[SummarySentence, ...]:
    """What points that come in every agenda are there for, wherever in the meeting it was said."""
    kind = next((i.kind for i in minutes.agenda.items if i.id == topic.agenda_item), None) if minutes.agenda else None
    if kind == "commitments":
        return updated(minutes.updates, words)
    if kind == "recognition":
        return noted("recognitions", minutes.recognitions, minutes.roster, words)
    return noted("customer_voice", minutes.customer_voice, minutes.roster, words) if kind == "customer" else ()


def executive(minutes: Minutes, transcript: Transcript, words: Words) -> tuple[SummarySentence, ...]:
    """Three to five sentences on the meeting; fewer only where hardly anything was said."""
    if minutes.nothing_said:
        return ()
    roster = minutes.roster
    first = (
        *_covered(minutes.topics, words),
        *decided(minutes.decisions, roster, words)[:1],
        *promised(_urgent_first(minutes), roster, words)[:1],
        *updated(minutes.updates, words),
    )
    rest = (
        *contradicted(minutes.figures, words)[:1],
        *noted("risks", minutes.risks, roster, words),
        *noted("questions", minutes.questions, roster, words),
        *decided(minutes.decisions, roster, words)[1:],
        *noted("customer_voice", minutes.customer_voice, roster, words),
        *noted("recognitions", minutes.recognitions, roster, words),
    )
    told = (*first, *rest)[:_MOST]
    if len(told) < _FEWEST:
        told = (*told, *_gists(minutes, transcript, words, most=_FEWEST - len(told)))
    return _timed(told, transcript)


def _timed(sentences: Sequence[SummarySentence], transcript: Transcript) -> tuple[SummarySentence, ...]:
    """The sentences with the second in which the first of their turns begins."""
    starts = {turn.id: turn.start for turn in transcript.turns}
    return tuple(one.model_copy(update={"start": starts.get(one.turn_ids[0])}) for one in sentences)


def _told(items: Sequence[Confirmed], minutes: Minutes, words: Words) -> tuple[SummarySentence, ...]:
    roster = minutes.roster
    decisions = [item for item in items if isinstance(item, Decision)]
    actions = [item for item in minutes.actions if item in items]
    of_kind = {
        key: [n for n in getattr(minutes, key) if n in items] for key in ("risks", "questions", "customer_voice")
    }
    notes = chain.from_iterable(noted(key, found, roster, words) for key, found in of_kind.items())
    return (*decided(decisions, roster, words), *promised(actions, roster, words), *notes)


def _items_of_points(minutes: Minutes, places: Mapping[str, int]) -> dict[str, list[Confirmed]]:
    """The confirmed items of each point in the order in which they were said; blame is not repeated anywhere."""
    blamed = {note.id for note in minutes.blame}
    found: dict[str, list[Confirmed]] = {topic.agenda_item: [] for topic in minutes.topics}
    for item in minutes.confirmed():
        if item.topic in found and item.id not in blamed:
            found[item.topic].append(item)
    for items in found.values():
        items.sort(key=lambda item: _place(item, places))
    return found


def _place(item: Item, places: Mapping[str, int]) -> int:
    return places.get(item.evidence.turn_ids[0], len(places)) if item.evidence else len(places)


def _covered(topics: Sequence[TopicCoverage], words: Words) -> tuple[SummarySentence, ...]:
    treated = [topic for topic in topics if topic.status != "not_treated"]
    if not treated:
        return ()
    told = words("minutes.told.counted", treated=len(treated), planned=len(topics))
    if len(treated) <= _MOST_TITLES:
        named = "; ".join(shortened(topic.title, 60) for topic in treated)
        told = words("minutes.told.covered", treated=len(treated), planned=len(topics), topics=named)
    if skipped := [shortened(topic.title, 60) for topic in topics if topic.status == "not_treated"]:
        told = f"{told} {words('minutes.told.skipped', topics='; '.join(skipped))}"
    return (SummarySentence(text=told, turn_ids=tuple(topic.turn_ids[0] for topic in treated)),)


def _urgent_first(minutes: Minutes) -> list[ActionItem]:
    return sorted(
        minutes.actions, key=lambda a: (a.owner is None, a.due_date is None, a.due_date or minutes.meeting.date)
    )


def _gist(topic: TopicCoverage, minutes: Minutes, transcript: Transcript, words: Words) -> tuple[SummarySentence, ...]:
    """What was said on the point, in one sentence that somebody spoke."""
    agenda = minutes.agenda
    item = next((i for i in agenda.items if i.id == topic.agenda_item), None) if agenda else None
    about = (topic.title, *(item.keywords if item else ()))
    spoken = set(topic.turn_ids)
    found = gist([t for t in transcript.turns if t.id in spoken], about=about, without=_accusing(minutes))
    if found is None:
        return ()
    return (_quoted(found.turn.speaker, found.text, found.turn.id, transcript, words),)


def _gists(minutes: Minutes, transcript: Transcript, words: Words, *, most: int) -> tuple[SummarySentence, ...]:
    """The sentences that tell most, of as many stretches of the meeting."""
    turns = transcript.turns
    size = -(-len(turns) // most)
    found = (gist(turns[start : start + size], without=_accusing(minutes)) for start in range(0, len(turns), size))
    return tuple(_quoted(g.turn.speaker, g.text, g.turn.id, transcript, words) for g in found if g is not None)


def _accusing(minutes: Minutes) -> frozenset[str]:
    """The turns in which somebody was blamed: a summary tells that neutrally or not at all."""
    return frozenset(i for note in minutes.blame if note.evidence for i in note.evidence.turn_ids)


def _quoted(label: str | None, text: str, turn_id: str, transcript: Transcript, words: Words) -> SummarySentence:
    speaker = transcript.speaker(label)
    name = speaker.name if speaker else None
    quote = shortened(text).rstrip(".")
    told = words("minutes.told.said", speaker=name, quote=quote) if name else words("minutes.told.heard", quote=quote)
    return SummarySentence(text=told, turn_ids=(turn_id,))

"""Which turns speak about which point of the agenda; what nobody spoke about stays `not_treated`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.candidates import Extraction
from meetbot.model.minutes import Item, TopicCoverage
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages.folding import fold

# A point counts as treated with this many distinct keywords, in one turn or in turns that lie near each other: one
# stray keyword ("meta", "leads") is heard in every meeting and proves nothing. A keyword of several words ("tasa de
# cierre") is as telling as two.
_MINIMUM_KEYWORDS = 2
_NEAR_TURNS = 6
# Points that are complete when they were spoken about: nobody decides anything in a word of thanks.
_NO_DECISION_NEEDED = frozenset({"commitments", "department_turn", "customer", "recognition", "decisions"})
# Words that hold a keyword and speak of something else: everybody agrees all the time.
_STOCK_PHRASES = re.compile(r"\b(?:de acuerdo|de hecho|by the way|of course)\b")
# The read-back ends a meeting; "we decide that in the next one" is heard before.
_READ_BACK_FROM = 0.75
# Words by which a department's own turn counts as held: about ten seconds of speech.
_MINIMUM_WORDS = 25


def topics_by_turn(agenda: Agenda | None, transcript: Transcript) -> dict[str, str]:
    """The agenda point of each turn that speaks about a treated one: turn id to item id. Later mentions win."""
    if agenda is None:
        return {}
    hits = {item.id: _hits(item, transcript.turns) for item in agenda.items}
    hits = {item_id: found for item_id, found in hits.items() if _enough(found, transcript.turns)}
    topics: dict[str, str] = {}
    current: str | None = None
    for index, turn in enumerate(transcript.turns):
        scores = {item_id: len(found[index]) for item_id, found in hits.items() if index in found}
        if scores:
            best = max(scores.values())
            leaders = [item_id for item_id, score in scores.items() if score == best]
            current = current if current in leaders else leaders[0]
        if current is not None:
            topics[turn.id] = current
    return topics


def cover(
    agenda: Agenda | None,
    transcript: Transcript,
    *,
    topics: Mapping[str, str],
    items: Sequence[Item],
    extraction: Extraction | None = None,
) -> tuple[TopicCoverage, ...]:
    """What became of each agenda point, in the agenda's order."""
    if agenda is None:
        return ()
    decided = {item.topic for item in items if item.topic is not None and item.confirmed}
    return tuple(_coverage(item, transcript, topics, decided, extraction) for item in agenda.items)


def _coverage(
    item: AgendaItem,
    transcript: Transcript,
    topics: Mapping[str, str],
    decided: set[str],
    extraction: Extraction | None,
) -> TopicCoverage:
    turns = _turns_of(item, transcript, topics, extraction)
    if not turns:
        return TopicCoverage(agenda_item=item.id, title=item.title, status="not_treated")
    return TopicCoverage(
        agenda_item=item.id,
        title=item.title,
        status="treated" if item.id in decided or item.kind in _NO_DECISION_NEEDED else "treated_without_decision",
        turn_ids=tuple(turn.id for turn in turns),
        start=_main(turns, item).start,
    )


def _main(turns: Sequence[Turn], item: AgendaItem) -> Turn:
    """Where to listen: the first turn on the point; of a department's turns the longest, not its 'good morning'."""
    if item.kind == "department_turn":
        return max(turns, key=lambda turn: len(turn.text.split()))
    return turns[0]


def _turns_of(
    item: AgendaItem, transcript: Transcript, topics: Mapping[str, str], extraction: Extraction | None
) -> list[Turn]:
    if item.kind == "department_turn" and item.opens is not None:
        return _department_turns(item.opens, transcript)
    if item.kind == "recognition" and extraction is not None:
        cited = {i for c in extraction.candidates if c.kind == "recognition" for i in c.turn_ids}
        return [turn for turn in transcript.turns if turn.id in cited]
    spoken = {turn.id for turn in transcript.turns if topics.get(turn.id) == item.id}
    if item.kind == "customer" and extraction is not None:
        # Customers are quoted in any point of the meeting; that is what this one is for.
        spoken |= {i for c in extraction.candidates if c.kind == "customer_voice" for i in c.turn_ids}
    return [turn for turn in transcript.turns if turn.id in spoken]


def _department_turns(department: str, transcript: Transcript) -> list[Turn]:
    labels = {s.label for s in transcript.speakers if s.department == department}
    turns = [turn for turn in transcript.turns if turn.speaker in labels]
    return turns if sum(len(turn.text.split()) for turn in turns) >= _MINIMUM_WORDS else []


def _hits(item: AgendaItem, turns: Sequence[Turn]) -> dict[int, frozenset[str]]:
    """For each turn that has any: the item's keywords in it."""
    patterns = {k: re.compile(rf"\b{re.escape(fold(k))}(?:s|es)?\b") for k in item.keywords if k.strip()}
    found: dict[int, frozenset[str]] = {}
    earliest = int(len(turns) * _READ_BACK_FROM) if item.kind == "decisions" else 0
    for index, turn in enumerate(turns[earliest:], earliest):
        text = _STOCK_PHRASES.sub(" ", fold(turn.text))
        if here := frozenset(keyword for keyword, pattern in patterns.items() if pattern.search(text)):
            found[index] = here
    return found


def _enough(found: Mapping[int, frozenset[str]], turns: Sequence[Turn]) -> bool:
    if not turns or not found:
        return False
    if any(len(keywords) >= _MINIMUM_KEYWORDS or any(map(_is_phrase, keywords)) for keywords in found.values()):
        return True
    return any(
        later - earlier <= _NEAR_TURNS and found[earlier] != found[later] for earlier, later in pairwise(sorted(found))
    )


def _is_phrase(keyword: str) -> bool:
    return len(keyword.split()) > 1

"""Which turns speak about which point of the agenda; what nobody spoke about stays `not_treated`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.candidates import Extraction
from meetbot.model.minutes import Item, TopicCoverage
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems, stem

# A point counts as treated with this many distinct keywords, in one turn or in turns that lie near each other: one
# stray keyword ("meta", "leads") is heard in every meeting and proves nothing. A keyword of several words ("tasa de
# cierre") is as telling as two. Measured on the 73 points of the 13 tuning meetings of tests/quality/minutes.
_MINIMUM_KEYWORDS = 2
_NEAR_TURNS = 8
# Who names that many points in one breath at the beginning reads out the agenda and speaks about none of them.
_READS_OUT = 3
_OPENING = 0.15
# Points that are complete when they were spoken about: nobody decides anything in a word of thanks.
_NO_DECISION_NEEDED = frozenset({"commitments", "department_turn", "customer", "recognition", "decisions"})
# Words that hold a keyword and speak of something else: everybody agrees all the time.
_STOCK_PHRASES = re.compile(r"\b(?:de acuerdo|de hecho|by the way|of course)\b")
# The read-back ends a meeting; "we decide that in the next one" is heard before.
_READ_BACK_FROM = 0.75
_SHORT_ANSWER = 6
# Words by which a department's own turn counts as held: about ten seconds of speech.
_MINIMUM_WORDS = 25
_PLURAL = r"(?:s|es)? "
_SENTENCE = re.compile(r"[^.!?…]+(?:[.](?=\d)[^.!?…]*)*")
_NOT_REACHED = re.compile(
    r"\bno (?:nos |me )?(?:dio|da|alcanzo|alcanza|alcanzamos|llegamos|quedo|hubo|vimos|tocamos|entramos)\b[^.?!]*"
    r"\b(?:tiempo|chance|rato|llegar|ver|verl[oa]s?|a l[oa]s?|eso)\b"
    r"|\bya no (?:dio|alcanz\w+|llegamos|hubo)\b"
    r"|\bno (?:lo |la |los |las )?(?:alcanzamos|llegamos|vimos|tocamos|tratamos|revisamos)\b|\bnos falto\b"
    r"|\b(?:did not|didn't|couldn't|won't|can't) (?:get to|get round to|reach|cover|make it to)\b"
    r"|\b(?:ran|run|running|we're|are) out of time\b|\bno time (?:for|to)\b"
)
# Who weighs what might be done, doubts, or leaves it lying wanted something settled; who only reports did not.
_WEIGHS = re.compile(
    r"\b(?:habria|hay|habia|tocaria|tocara|tendriamos|tenemos|deberiamos|podriamos|deberia|podria|conviene|convendria"
    r"|haria|pondria|sacaria|dejaria|cerraria|abriria|cambiaria)\b|\balguien\b|\b(?:y|o) si\b|\bo no\b"
    r"|\bno (?:se|estoy segur[oa]|sabria|creo|veo claro|lo veo)\b|\bquien sabe\b|\bni idea\b|\bya veremos\b"
    r"|\bqueda(?:mos)? (?:ahi|igual|pendiente|abierto|en veremos|como)\b"
    r"|\b(?:should|could|might|maybe|perhaps|somebody|someone|what if|not sure|don't know|no idea)\b|\bi'd\b"
)
# Who announces another matter has left the point, whether or not the next one is on the agenda.
_ANOTHER = re.compile(
    r"^(?:(?:bueno|ok|okay|listo|bien|ya|oigan|y|perfecto|vale|right|so|and)[\s,.…]+)*"
    r"(?:otra cos(?:a|ita)\b|cambiando de tema\b|(?:siguiente|proximo|ultimo|primer|segundo|tercer|cuarto|quinto)o? "
    r"(?:punto|tema|asunto)\b|(?:next|last|first|second|third) (?:point|item|topic|thing)\b|(?:one|an)other thing\b"
    r"|moving on\b)"
)
_WEIGHED_ENOUGH = 3
"""Turns of a point in which something is weighed. Of the tuning meetings' points without any outcome in the labels,
those labelled as needing one have three and more, mere reports two at most."""


@dataclass(frozen=True, kw_only=True)
class _Point:
    """One agenda point and where it is named: its keywords in each turn that has any."""

    item: AgendaItem
    named: Mapping[int, frozenset[str]]

    def telling(self, index: int) -> bool:
        """Whether that turn's words are more than a stray keyword."""
        here = self.named.get(index, frozenset())
        if len(here) >= _MINIMUM_KEYWORDS or any(map(_is_phrase, here)):
            return True
        return bool(here) and any(
            other != index and abs(other - index) <= _NEAR_TURNS and self.named[other] != here for other in self.named
        )


def topics_by_turn(agenda: Agenda | None, transcript: Transcript) -> dict[str, str]:
    """The agenda point of each turn that speaks about a treated one: turn id to item id. Later mentions win."""
    if agenda is None:
        return {}
    points = [point for point in _points(agenda, transcript.turns) if _enough(point.named)]
    topics: dict[str, str] = {}
    current: str | None = None
    for index, turn in enumerate(transcript.turns):
        scores = {point.item.id: len(point.named[index]) for point in points if point.telling(index)}
        if scores:
            best = max(scores.values())
            leaders = [item_id for item_id, score in scores.items() if score == best]
            current = current if current in leaders else leaders[0]
        elif _ANOTHER.search(fold(turn.text)):
            current = None
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
    settled = {point for item in items if item.confirmed for point in points_of(item, agenda, topics)}
    return tuple(_coverage(item, transcript, topics, settled, extraction) for item in agenda.items)


def points_of(item: Item, agenda: Agenda, topics: Mapping[str, str]) -> frozenset[str]:
    """The agenda points that the item belongs to: where it was said, and those whose own words it holds."""
    said = {topics[turn_id] for turn_id in item.evidence.turn_ids if turn_id in topics} if item.evidence else set()
    treated = set(topics.values())
    about = {point.id for point in agenda.items if point.id in treated and _enough(_named(point, [item.text]))}
    return frozenset(said | about | ({item.topic} if item.topic is not None else set()))


def _coverage(
    item: AgendaItem,
    transcript: Transcript,
    topics: Mapping[str, str],
    settled: set[str],
    extraction: Extraction | None,
) -> TopicCoverage:
    turns = _turns_of(item, transcript, topics, extraction)
    if not turns:
        return TopicCoverage(agenda_item=item.id, title=item.title, status="not_treated")
    return TopicCoverage(
        agenda_item=item.id,
        title=item.title,
        status="treated_without_decision" if item.id not in settled and _wanted(item, turns) else "treated",
        turn_ids=tuple(turn.id for turn in turns),
        start=_main(turns, item).start,
    )


def _wanted(item: AgendaItem, turns: Sequence[Turn]) -> bool:
    """Whether the point needed a decision: the agenda asks one, or people weighed what to do."""
    if item.kind in _NO_DECISION_NEEDED:
        return False
    return bool(item.question) or sum(bool(_WEIGHS.search(fold(turn.text))) for turn in turns) >= _WEIGHED_ENOUGH


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


def _points(agenda: Agenda, turns: Sequence[Turn]) -> list[_Point]:
    """The points with the turns that name them, but for the turns that only read out the agenda."""
    texts = [turn.text for turn in turns]
    last = int(len(turns) * _READ_BACK_FROM)
    named = {item.id: _named(item, texts, earliest=last if item.kind == "decisions" else 0) for item in agenda.items}
    opening = range(ceil(len(turns) * _OPENING))
    read_out = {n for n in opening if sum(n in found for found in named.values()) >= _READS_OUT}
    kept = {key: {n: words for n, words in found.items() if n not in read_out} for key, found in named.items()}
    return [_Point(item=item, named=kept[item.id]) for item in agenda.items]


def _named(item: AgendaItem, texts: Sequence[str], *, earliest: int = 0) -> dict[int, frozenset[str]]:
    """For each text that has any: the point's keywords and the words of its title in it, unless it was not reached."""
    keywords = [fold(keyword) for keyword in item.keywords if keyword.strip()]
    if not keywords:
        return {}
    patterns = {_key(keyword): _pattern(keyword) for keyword in keywords}
    titled = frozenset(content_stems(item.title))
    found: dict[int, frozenset[str]] = {}
    for index, text in enumerate(texts[earliest:], earliest):
        if index + 1 < len(texts) and _refused(texts[index + 1]):
            continue
        spoken, stems = _spoken(text)
        here = {key for key, pattern in patterns.items() if any(map(pattern.search, spoken))}
        here |= titled & stems
        if here:
            found[index] = frozenset(here)
    return found


@lru_cache(maxsize=1_000)
def _pattern(keyword: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_PLURAL.join(map(re.escape, keyword.split()))}(?:s|es)?\b")


# Every point of the agenda is looked for in every turn.
@lru_cache(maxsize=10_000)
def _spoken(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The folded sentences, but for stock phrases and what was not reached, and the stems of their content."""
    found = _SENTENCE.findall(_STOCK_PHRASES.sub(" ", fold(text)))
    spoken = tuple(sentence for sentence in found if not _NOT_REACHED.search(sentence))
    return spoken, frozenset(word for sentence in spoken for word in content_stems(sentence))


@lru_cache(maxsize=10_000)
def _refused(answer: str) -> bool:
    """Whether a short answer says that there was no time for it."""
    return len(answer.split()) <= _SHORT_ANSWER and _NOT_REACHED.search(fold(answer)) is not None


def _key(keyword: str) -> str:
    """What stands for a keyword: of a single word its stem, so that it and the title's word are one."""
    return keyword if _is_phrase(keyword) else stem(keyword)


def _enough(found: Mapping[int, frozenset[str]]) -> bool:
    if any(len(keywords) >= _MINIMUM_KEYWORDS or any(map(_is_phrase, keywords)) for keywords in found.values()):
        return True
    return any(
        later - earlier <= _NEAR_TURNS and found[earlier] != found[later] for earlier, later in pairwise(sorted(found))
    )


def _is_phrase(keyword: str) -> bool:
    """Whether the keyword tells as much as two: "nos dijo" is said of everybody, "tasa de cierre" of one thing."""
    return " " in keyword and (len(set(content_stems(keyword))) > 1 or any(map(str.isdigit, keyword)))

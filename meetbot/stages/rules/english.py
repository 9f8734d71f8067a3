"""English recognisers of speech acts."""

import re
from collections.abc import Iterator

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, ActKind, Reading, clause_before
from meetbot.stages.rules.spanish import build

_ADVERBS = r"(?:(?:also|just|definitely|probably|then|go ahead and|try to|try and|make sure to|quickly|happily|at least|go and|go|please)\s+)*"
_VERB = r"(?P<verb>[a-z]+)(?!\w)"
_PROMISES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (score, re.compile(rf"(?<![\w'])(?:{cue})\s+{_ADVERBS}{_VERB}"))
    for score, cue in (
        (0.65, r"i'll|i will|i'm going to|i am going to|i'm gonna|i'm happy to|i promise to|i commit to|i volunteer to"),
        (0.42, r"let me|i can|i need to|i have to|i've got to|i could"),
    )
)
_NEEDS = re.compile(
    rf"(?<![\w'])(?:(?:we|someone|somebody|one of us)\s+(?:should|must|could|can|need to|needs to|have to|has to|ought to|probably should|'d better)|"
    rf"we (?:just|really|probably) (?:need to|have to|should)|who (?:can|will|wants to|could|is going to|'s going to))\s+{_ADVERBS}{_VERB}"
)
_WHO = re.compile(r"(?<![\w'])who(?:'s|'ll)?\s+(?P<verb>[a-z]+?)(?:s|es)?\s+(?:the|it|that|this|them|those|our)(?!\w)")
_GROUP = re.compile(rf"(?<![\w'])(?:we'll|we will|we're going to)\s+{_ADVERBS}{_VERB}")
_ASKS = re.compile(
    rf"(?<![\w'])(?:(?:can|could|would|will) you(?: guys)?|i need you to|i'd like you to|i want you to|you (?:could|should|can|need to)|"
    rf"you'll|would you mind)\s+{_ADVERBS}{_VERB}"
)
_ASSIGNS = re.compile(rf"^(?:\s+(?:will|'ll|is going to|can|could|should|needs to|has to|to|must)|'ll)\s+{_ADVERBS}{_VERB}")
_BARE = re.compile(rf"^(?:,\s*|\s+)(?:please\s+|can you\s+|maybe\s+)?{_VERB}")
_THIRD = re.compile(r"^\s+(?P<verb>[a-z]+?)(?:es|s)(?!\w)")

_NOT_TASKS = frozenset(
    "be say just admit tell let see think know have like love hate need want guess mean assume pass stop start leave come "
    "never always miss understand share agree note mention repeat skip hear feel remember not also ask say talk wait "
    "keep listen try get use stay live show sponsor buy it that the a no really add".split()
)
"""After "I'll" these announce the next words, or name no work; a time to come makes some of them work."""
_WITH_DUE = frozenset("have keep get show share talk ask use add start come leave let get tell know".split())
BASE_VERBS = frozenset(
    """
    add adjust align analyse analyze announce arrange ask assign audit book bring build buy call cancel change chase check
    clean close collect compare complete confirm connect contact coordinate copy correct cover create cut define deliver
    design document download draft drop edit email enrich evaluate expand export extract fill filter finalize find finish
    fix follow forward gather get give go handle help import include inform install introduce invite join launch lead list
    loop make map measure meet merge migrate monitor move notify order organize own pause pay pick ping plan post prepare
    present print publish pull push put raise reach read record reduce register remind remove replace reply report request
    reschedule research review revise rewrite run schedule segment send set share ship sign sort speak split start submit
    summarize sync take talk test text track train translate try turn update upload validate verify watch work write
    """.split()  # noqa: SIM905 - a list of 150 quoted words is harder to read and to add to
)


def english_acts(reading: Reading) -> Iterator[Act]:
    """The acts of one sentence in English words; Spanish sentences have none."""
    folded = reading.sentence.folded
    for score, pattern in _PROMISES:
        for match in pattern.finditer(folded):
            yield from _promise(reading, match, score)
    for pattern in (_NEEDS, _WHO):
        for match in pattern.finditer(folded):
            if match.group("verb") in BASE_VERBS:
                yield _act(reading, "need", match.start(), match.end(), match.group("verb"), 0.3)
    for match in _GROUP.finditer(folded):
        if match.group("verb") in BASE_VERBS and not clause_before(reading.sentence, match.start()).subordinate:
            yield _act(reading, "group", match.start(), match.end(), match.group("verb"), 0.3)
    for match in _ASKS.finditer(folded):
        yield from _request(reading, match)
    for named in reading.names:
        yield from _named(reading, named.name, named.end)


def _act(reading: Reading, kind: ActKind, start: int, body: int, verb: str | None, score: float, target: str | None = None) -> Act:
    clause = clause_before(reading.sentence, start)
    pronoun = re.match(r"\s+(?P<it>it|them|that|this|those|these)(?=[\s,.!?]|$)", reading.sentence.folded[body:])
    pronouns = ("it",) if pronoun else ()
    return build(reading, kind, start, body, verb=verb, pronouns=pronouns, target=target, score=score, clause=clause)


def _promise(reading: Reading, match: re.Match[str], score: float) -> Iterator[Act]:
    sentence, verb = reading.sentence, match.group("verb")
    clause = clause_before(sentence, match.start())
    if clause.subordinate or clause.negated or sentence.asks_at(match.start()) or cues.TAKES_IT.match(match.group()):
        return
    act = _act(reading, "promise", match.start(), match.end(), verb, score)
    delivers = verb in _WITH_DUE and act.due is not None
    if verb in _NOT_TASKS and not delivers:
        return
    if "can" in match.group().split() and re.search(r"\bif (?:someone|you|anyone)\b", sentence.folded):
        return
    yield act


def _request(reading: Reading, match: re.Match[str]) -> Iterator[Act]:
    sentence, verb = reading.sentence, match.group("verb")
    if verb not in BASE_VERBS and not verb.endswith("ing"):
        return
    asked = sentence.asks_at(match.start()) or match.group().startswith(("i need", "i'd like", "i want"))
    if clause_before(sentence, match.start()).subordinate or not (asked or reading.addressee):
        return
    yield _act(reading, "request", match.start(), match.end(), verb, 0.55, reading.addressee)


def _named(reading: Reading, name: str, end: int) -> Iterator[Act]:
    sentence = reading.sentence
    rest = sentence.folded[end:]
    assigns = _ASSIGNS.match(rest)
    if assigns and assigns.group("verb") in BASE_VERBS and not sentence.asks_at(end):
        yield _act(reading, "assign", end + 1, end + assigns.end(), assigns.group("verb"), 0.5, name)
        return
    bare = _BARE.match(rest)
    if bare and bare.group("verb") in BASE_VERBS and reading.addressee == name:
        yield _act(reading, "request", end + bare.start("verb"), end + bare.end(), bare.group("verb"), 0.5, name)
        return
    third = _THIRD.match(rest)
    if third and reading.recap and any(form in BASE_VERBS for form in (third.group("verb"), third.group("verb") + "e", third.group("verb") + "o")):
        yield _act(reading, "assign", end + 1, end + third.end(), third.group("verb"), 0.5, name)

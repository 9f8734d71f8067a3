"""English recognisers of speech acts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, ActKind, Reading, clause_before
from meetbot.stages.rules.building import build
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.vocabulary import vocabulary

_ADVERBS = (
    r"(?:(?:also|just|definitely|probably|then|go ahead and|try to|try and|make sure to|quickly|happily|"
    r"at least|go and|go|please)\s+)*"
)
_VERB = r"(?P<verb>[a-z]+)(?!\w)"
_PROMISES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (score, re.compile(rf"(?<![\w'])(?:{cue})\s+{_ADVERBS}{_VERB}"))
    for score, cue in (
        (
            0.65,
            (
                r"i'll|i will|i'm going to|i am going to|i'm gonna|imma|i'ma|ima|i am gonna|i'm happy to|i promise to|"
                r"i commit to|i volunteer to"
            ),
        ),
        (0.42, r"let me|lemme|i can|i'd have to|i need to|i have to|i've got to|i could"),
    )
)
_SAYS_CAN = 0.42
_PRONOUN = re.compile(r"\s+(?:it|them|that|this|those|these|him|her)(?=[\s,.!?]|$)")
_NEEDS = re.compile(
    rf"(?<![\w'])(?:(?:could|can|would|will) (?:someone|somebody|anyone|anybody|one of (?:us|you))|"
    rf"(?:we|someone|somebody|one of us)\s+(?:should|must|could|can|need to|needs to|have to|has to|"
    rf"ought to|probably should|'d better)|"
    rf"we (?:just|really|probably) (?:need to|have to|should)|who (?:can|will|wants to|could|is going to|"
    rf"'s going to))\s+{_ADVERBS}{_VERB}"
)
_APPROVES = re.compile(
    r"^\W*(?:(?:yeah|yes|ok|okay|so|then|please|just)\W+)*(?:do (?:that|it)|go for it|go ahead)(?=\W*$)"
)
"""As in "oh I love that. Do that.": whoever offered it is asked to."""
_WHO = re.compile(r"(?<![\w'])who(?:'s|'ll)?\s+(?P<verb>[a-z]+)\s+(?:the|it|that|this|them|those|our)(?!\w)")
_GROUP = re.compile(rf"(?<![\w'])(?:we'll|we will|we're going to)\s+{_ADVERBS}{_VERB}")
_ASKS = re.compile(
    rf"(?<![\w'])(?:(?:can|could|would|will) you(?: guys)?|"
    rf"(?:any chance|do you think|i was hoping|maybe) you (?:can|could)|"
    rf"can i (?:get|ask) you to|(?:would|will|are) you (?:be )?able to|(?:do you |would you )?mind|"
    rf"i need you to|i'd like you to|i want you to|"
    rf"you (?:could|should|can|need to)|"
    rf"you'll|would you mind)\s+{_ADVERBS}{_VERB}"
)
_ASSIGNS = re.compile(
    rf"(?:\s+(?:will|'ll|is going to|can|could|should|needs to|has to|to|must)|'ll)\s+{_ADVERBS}{_VERB}"
)
_BARE = re.compile(rf"(?:,\s*|\s+)(?:please\s+|can you\s+|maybe\s+)?{_VERB}")
_THIRD = re.compile(r"\s+(?P<verb>[a-z]+s)(?!\w)")

_NOT_TASKS = vocabulary(
    "be say just admit tell let see think know have like love hate need want guess mean assume pass stop start",
    "leave come never always miss understand share agree note mention repeat skip hear feel remember not also ask",
    "say talk wait keep listen try get use stay live show sponsor buy it that the a no really add",
)
"""After "I'll" these announce the next words, or name no work; a time to come makes some of them work."""
_WITH_DUE = vocabulary(
    "have keep get show share talk ask use add start come leave let get tell know",
)
BASE_VERBS = vocabulary(
    "add adjust align analyse analyze announce arrange ask assign audit book bring build buy call cancel change",
    "chase check clean close collect compare complete confirm connect contact coordinate copy correct cover",
    "create cut define deliver design document download draft drop edit email enrich evaluate expand export",
    "extract fill filter finalize find finish fix follow forward gather get give go handle help import include",
    "inform install introduce invite join launch lead list loop make map measure meet merge migrate monitor",
    "move notify order organize own pause pay pick ping plan post prepare present print publish pull push put",
    "raise reach read record reduce register remind remove replace reply report request reschedule research",
    "review revise rewrite run schedule segment send set share ship sign sort speak split start submit",
    "summarize sync take talk test text track train translate try turn update upload validate verify watch work",
    "write grab redo rework reword dig figure circle hook wire swap wrap tweak tidy trim push flag nudge bug chat",
    "touch line mock outline polish proof quote tag trim upgrade unblock verify walk weigh host reserve cost price",
    "double estimate score rank resend restart retry return rename reopen reset scope search shoot sketch switch",
    "transfer type block bundle cast capture chart code contribute convert count crunch debug dedupe describe",
    "determine discuss display distribute escalate explain explore fetch file format freeze fund generate group",
    "hand highlight hire hold identify implement increase investigate invoice label layout limit list load lock log",
    "mail manage mark match mention mirror model negotiate note obtain offer open outline package paste patch phone",
    "pitch place pin post produce program propose prove provide query refresh release relay renew repair repeat",
    "research respond restore revisit ring route save scan secure select shift shop simplify solve source specify",
    "staff stage stick store stress study substitute supply support swing take tell throw time total transcribe",
    "treat trigger tune unify unlock visit wait warm",
)


def english_acts(reading: Reading) -> Iterator[Act]:
    """The acts of one sentence in English words; Spanish sentences have none."""
    folded = reading.sentence.folded
    for score, pattern in _PROMISES:
        for match in pattern.finditer(folded):
            yield from _promise(reading, match, score)
    for pattern in (_NEEDS, _WHO):
        for match in pattern.finditer(folded):
            if _base(match.group("verb")) is not None:
                yield _act(reading, "need", match, score=0.3)
    for match in _GROUP.finditer(folded):
        if match.group("verb") in BASE_VERBS and not clause_before(reading.sentence, match.start()).subordinate:
            yield _act(reading, "group", match, score=0.3)
    for match in _ASKS.finditer(folded):
        yield from _request(reading, match)
    yield from _orders(reading)
    for named in reading.names:
        yield from _to_person(reading, named)


def _act(
    reading: Reading, kind: ActKind, match: re.Match[str], *, score: float, target: str | None = None, cue: str = ""
) -> Act:
    body = match.end("verb")
    verb = _base(match.group("verb")) or match.group("verb")
    pronouns = ("it",) if _PRONOUN.match(reading.sentence.folded, body) else ()
    return build(reading, kind, match.start(), body, verb=verb, score=score, pronouns=pronouns, target=target, cue=cue)


def _promise(reading: Reading, match: re.Match[str], score: float) -> Iterator[Act]:
    sentence, verb = reading.sentence, match.group("verb")
    clause = clause_before(sentence, match.start())
    if clause.subordinate or clause.negated or sentence.asks_at(match.start()) or cues.TAKES_IT.match(match.group()):
        return
    act = _act(reading, "promise", match, score=score, cue="going to" if score > _SAYS_CAN else "can")
    delivers = verb in _WITH_DUE and act.due is not None
    offers = "can" in match.group().split() and re.search(r"\bif (?:someone|you|anyone)\b", sentence.folded)
    if offers or (verb in _NOT_TASKS and not delivers):
        return
    yield replace(act, kind="delivery") if delivers and act.pronouns else act


def _request(reading: Reading, match: re.Match[str]) -> Iterator[Act]:
    sentence, verb = reading.sentence, match.group("verb")
    asked = sentence.asks_at(match.start()) or match.group().startswith(("i need", "i'd like", "i want"))
    if match.group().startswith(("mind", "do you mind", "would you mind")) and not verb.endswith("ing"):
        return
    work = verb in BASE_VERBS or verb.endswith("ing")
    if work and (asked or reading.addressee) and not clause_before(sentence, match.start()).subordinate:
        yield _act(reading, "request", match, score=0.55, target=reading.addressee)


_ORDER = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|but|then|please|just|yeah|well|no)\W+)*(?P<verb>[a-z]+)\s+(?:me|us|him|her|"
    r"them|it|that|this|those|"
    r"the|a|an|our|your)(?!\w)"
)
"""As in "Get me that number for Tuesday"."""


def _orders(reading: Reading) -> Iterator[Act]:
    match = _ORDER.match(reading.sentence.folded)
    told = re.search(r"(?<!\w)(?:went|came|got|was|were|did)(?!\w)", reading.sentence.folded)
    if match and not told and match.group("verb") in BASE_VERBS and match.group("verb") not in _NOT_ORDERS:
        yield _act(reading, "request", match, score=0.45, target=reading.addressee, cue="order")
    for go in _APPROVES.finditer(reading.sentence.folded):
        yield build(reading, "request", go.start(), go.end(), verb="do", score=0.5, pronouns=("it",), cue="approves")


_NOT_ORDERS = vocabulary("let get's take have make give hear hold put start stop leave tell show see thank excuse")
_THROUGH = re.compile(r"(?<!\w)(?:ask|tell|remind|get|email|call|with|for|and ask)\s+$")
"""As in "I'll ask Marta to update it": the speaker's task."""


def _to_person(reading: Reading, named: Named) -> Iterator[Act]:
    """As in "Jess will send…", "Jess, send…", and in a read-back "Jess sends…"."""
    sentence, folded = reading.sentence, reading.sentence.folded
    assigns = _ASSIGNS.match(folded, named.end)
    if assigns and _THROUGH.search(folded[: named.start]):
        return
    bare = _BARE.match(folded, named.end)
    third = _THIRD.match(folded, named.end)
    if assigns and assigns.group("verb") in BASE_VERBS and not sentence.asks_at(named.end):
        yield _act(reading, "assign", assigns, score=0.5, target=named.name)
    elif bare and bare.group("verb") in BASE_VERBS and reading.addressee == named.name:
        yield _act(reading, "request", bare, score=0.5, target=named.name)
    elif third and reading.recap and _base(third.group("verb")) is not None:
        yield _act(reading, "assign", third, score=0.5, target=named.name)


def _base(word: str) -> str | None:
    """The base form of a known verb, from itself or its third person, or None."""
    forms = [word, word[:-1], word[:-2]]
    if word.endswith("ing"):
        forms += [word[:-3], word[:-3] + "e", word[:-4]]
    return next((form for form in forms if form in BASE_VERBS), None)

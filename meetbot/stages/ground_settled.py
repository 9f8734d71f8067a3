"""Whether something was settled or only talked about: a question or a proposal decides nothing until one agrees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from meetbot.model.candidates import DecisionStatus
from meetbot.stages.check_moods import clause_moods
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, Place
from meetbot.stages.ground_replies import (
    Reply,
    aim_of,
    asks_for_objections,
    clause_texts,
    matter,
    points_back,
    reply_in,
)
from meetbot.stages.ground_words import negated

_ANSWERED_WITHIN = 2
_State = Literal["open", "stated", "accepted", "rejected"]

_TAG = re.compile(
    r"(?:,\s*¿?|¿)\s*(?:no|ok|okay|vale|va|sale|si|verdad|cierto|eh|no es cierto|right|yeah|isn't it|no es asi)\s*\?"
)
"""'…, ¿no?' states; '…, ¿les parece?' asks."""
_SEEKS = re.compile(
    r"\b(?:les|te|le|os) (?:parece|late|cuadra|sirve|copa)(?: bien)?\s*\?|\bde acuerdo\s*\?|\bagreed\s*\?"
    r"|\bok(?:ay)? with (?:that|this)\s*\?"
)
_QUESTION = re.compile(r"¿[^?]*\?|[^.!?…¿]*\?")
_PROPOSES = re.compile(
    r"\b(?:propongo|propondria|tocaria|uno podria|se podria|sugiero|sugeriria|se me ocurre|que tal si|podriamos"
    r"|deberiamos|tendriamos que|habria que"
    r"|me gustaria que|yo diria que|convendria"
    r"|i (?:propose|suggest|would suggest)|i'd suggest|what if|how about|we could|we should|maybe we|perhaps we)\b"
)
_ONLY_PUT = {"wish", "hypothesis"}
_CONCLUDES = re.compile(
    r"\b(?:entonces|listo|queda|quedan|quedamos|acordad[oa]s?|aprobad[oa]s?|decidid[oa]s?|acordamos|decidimos"
    r"|so be it|agreed|decided"
    r"|settled|then|se aprueba|hagamoslo|let's)\b"
)
_DECLARES = re.compile(
    r"\b(?:acordad|aprobad|decidid|cerrad)[oa]s?\b|\basi queda\w*\b|\bqueda(?:mos)? asi\b|\b(?:agreed|decided"
    r"|settled)\b"
)
"""What whoever leads the meeting says when all have nodded: whose voice it is makes no difference."""
_JUST_NO = re.compile(r"(?:no|nop|nope|nel|tampoco|ninguna?|none|nada)")
_BARE_NO = re.compile(r"\W*(?:(?:no|nop|nope|nada|nothing)\b\W*)+")
_MORE = re.compile(
    r"\b(?:algo|alguna cosa|anything|something) (?:mas|else)|\botr[oa] (?:cosa|punto|tema|asunto)|"
    r"\b(?:dudas|preguntas|comentarios|questions|comments)\b[^?]*\?$"
)
_BECAUSE = re.compile(r"(?:porque|because|ya que|puesto que|si no|otherwise)\b")
_NOT_WE = re.compile(r"(?:no|mejor no|let's not|we won't|we don't) (?:l[oa]s? |nos )?\w{2,}")
_UNABLE = re.compile(r"\bno (?:\w+ )?(?:puedo|podria|podre|llego|alcanzo|tengo)\b|\bi (?:can't|cannot|won't)\b")


@dataclass(frozen=True, kw_only=True)
class _Put:
    """What was put to the others. `agrees_with_no`: a "no" says yes to it ('entonces no vamos', '¿objeciones?')."""

    about: set[str]
    agrees_with_no: bool
    deferred: bool


def settled(place: Place, cited: Sequence[int], context: Context, *, status: DecisionStatus) -> bool:
    """Whether the quoted words decide, or were agreed to and not refused afterwards.

    What counts are the rest of the turn, the cited turns after it, and the next two.
    """
    quote = context.quote(place)
    state: _State = "open" if asks_only(quote) or proposes(quote) else "stated"
    agrees_with_no = negated(quote) or asks_for_objections(context.turns[place.index].text[place.start :])
    put = _Put(about=matter([quote]), agrees_with_no=agrees_with_no, deferred=status == "deferred")
    for text, own in _replies(place, cited, context):
        for clause in clause_texts(text):
            state = _after(state, clause, text, own=own, put=put)
    return state in {"stated", "accepted"}


def _after(state: _State, clause: str, turn: str, *, own: bool, put: _Put) -> _State:
    """What a clause of a reply makes of the state of the matter."""
    said, reply = matter([clause]), _reply(clause, put)
    shares = bool(said & put.about)
    if concludes(clause, put.about) or (not own and _repeats(clause, put.about)):
        return "accepted"
    if reply == "accepts":
        return "accepted" if not own or shares or declares(clause) else state
    if reply == "weakly":
        rest = matter([turn])
        return "accepted" if not own and (not rest or rest & put.about) else state
    aim = aim_of(clause)
    # 'No puedo quedarme más', 'no me gusta ese color' refuse something else.
    aside = not shares and not points_back(clause) and bool(aim or _UNABLE.search(fold(clause)))
    # '…, porque sin eso no puedo' gives the reason for what the clause before it says.
    aside = aside or _BECAUSE.match(fold(clause).strip()) is not None
    refused = reply == "refuses" or (reply == "doubts" and not put.deferred)
    return "rejected" if refused and not aside else state


def _reply(clause: str, put: _Put) -> Reply | None:
    folded = fold(clause).strip()
    own = matter([clause])
    if _JUST_NO.fullmatch(folded) or (_NOT_WE.match(folded) and own and own <= put.about):
        return "accepts" if put.agrees_with_no else "refuses"
    return reply_in(clause)


def _replies(place: Place, cited: Sequence[int], context: Context) -> Iterator[tuple[str, bool]]:
    """The words after the quote, each turn with whether the same voice says them; no "no" to another question."""
    turns, asker = context.turns, context.turns[place.index].speaker
    yield turns[place.index].text[place.end :], True
    last = min(len(turns), place.index + _ANSWERED_WITHIN + 1)
    for index in sorted({i for i in cited if i > place.index} | set(range(place.index + 1, last))):
        text = turns[index].text
        before = turns[index - 1].text.rstrip()
        to_other = _MORE.search(fold(before)) if index - 1 == place.index else before.endswith("?")
        if to_other and (answer := _BARE_NO.match(fold(text))):
            text = text[answer.end() :]
        yield text, asker is not None and turns[index].speaker == asker


def asks_only(quote: str) -> bool:
    """Whether nothing of content is left beside the questions."""
    folded = _TAG.sub(". ", fold(quote))
    return _SEEKS.search(folded) is not None or ("?" in folded and not matter([_QUESTION.sub(". ", folded)]))


def proposes(quote: str) -> bool:
    """Whether the words only put something forward: 'podríamos', 'propongo', or they doubt."""
    folded = fold(quote)
    clauses = clause_texts(quote)
    first = next((clause for clause in clauses if matter([clause])), "")
    proposed = bool(_ONLY_PUT & {*clause_moods(first)})
    return proposed or _PROPOSES.search(folded) is not None or any(reply_in(clause) == "doubts" for clause in clauses)


def concludes(clause: str, about: set[str]) -> bool:
    """Whether the clause settles the matter: 'entonces los jueves', 'queda aprobado'."""
    folded = fold(clause)
    concerns = bool(matter([clause]) & about) or points_back(clause)
    return (
        _CONCLUDES.search(folded) is not None
        and concerns
        and reply_in(clause) in {None, "accepts", "weakly"}
        and "?" not in clause
    )


def declares(clause: str) -> bool:
    """Whether the clause says that something is settled: 'acordado', 'así queda'."""
    return _DECLARES.search(fold(clause)) is not None


def _repeats(clause: str, about: set[str]) -> bool:
    return bool(about) and about <= matter([clause]) and "?" not in clause and reply_in(clause) is None

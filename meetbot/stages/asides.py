"""Topics of several turns that stood on no agenda: somebody opens one, others take it up, and it comes back in it.

Precision goes first: an aside needs an opening ("y lo del estacionamiento", "by the way"), a matter that several
turns of the stretch speak about and the rest of the meeting hardly does, and no word of the agenda.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from meetbot.model.agenda import Agenda
from meetbot.model.minutes import Aside
from meetbot.model.transcript import Transcript, Turn
from meetbot.stages.aside_signs import WHOLE, Spoken, opens_something
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import content_stems, stem, words_of
from meetbot.stages.rules.injected import injected_from

_FEWEST_TURNS, _MOST_TURNS = 3, 16
_FEWEST_VOICES = 2
_FEWEST_MENTIONS = 2
_FEWEST_WORDS = 50
"""A joke and its echo take fewer. Measured, as the others, on the asides of the tuning meetings."""
_SHORTEST_MATTER = 4
_MOSTLY = 0.6
"""Share of a matter's mentions that must lie in the stretch: what is spoken about all along is no aside."""
_QUIET_TURNS = 6
"""Turns without the matter after which it has been left."""
_TITLE_WORDS = 10
GREETING = 8
"""The first turns, in which people come and find their places."""
LIKELY = 0.09
"""Probability of its opening from which a stretch is told.

Measured 2026-11 (learn_asides.py --check) in meetings that were not learned from: of the 11 labelled stretches and 9
false ones that are found, 11 and 2 remain, and as many from 0.08 or 0.1 on; from 0.15 on 8 and 2.
"""
_FEWEST_AWAY = 24
_MOST_AWAY = 6
"""Words and turns of a matter that is said to be beside the agenda: it needs no word that comes back."""
_ATTENTION = (
    r"(?:(?:oigan?|oye|oiga|oe|che|mir[ae]n?|perdon\w*|disculp\w+|ah|y|pero|bueno|ok|okay|no|este|eh|pues|"
    r"a ver|and|oh|so|"
    r"also|hey|well|um|uh|sorry|guys)[\s,.…¿]+)*"
)
_AWAY = re.compile(
    r"\bno (?:esta|estaba|es|viene|venia|va) (?:\w+ ){0,2}(?:la lista|la agenda|el orden|del tema|tema|la minuta)\b|"
    r"\b(?:cosa|tema|punto) que no (?:esta|estaba|viene)\b|\bfuera de (?:agenda|tema|programa)\b|"
    r"\bcambiando de tema\b|"
    r"\bnot on the (?:agenda|list)\b|\boff[ -](?:topic|agenda)\b|\bunrelated\b|\bside note\b|\bnothing to do with\b|"
    r"\bnada que ver con (?:esto|eso|lo)\b|\bpregunta (?:boba|tonta|rapida|nada que ver)\b|\b(?:silly|dumb|"
    r"random) question\b|"
    r"^\W*(?:oigan?|oye|oe|che|perdon|hey|guys|sorry)\b[^.!…]{0,120}\b(?:alguien|anyone|"
    r"anybody) (?:mas )?(?:sabe|supo|escucho|vio|knows?|heard|seen)\b[^.!…]{0,120}\?|"
    r"(?:^|[.¿,] ?)(?:ya )?(?:saben|supieron|vieron|se enteraron) que\b[^.!…]{0,120}\?|\bcan i (?:bring up|"
    r"raise|mention)\b|"
    r"\bthe other thing (?:that|is)\b"
)
"""Words that say that a matter is on no agenda, or ask the room whether it knows of it."""
_OPENING = re.compile(
    rf"^{_ATTENTION}(?:"
    r"(?:y |ya que estamos,? |aprovecho,? (?:y )?)?(?:de )?lo (?:de|del|de la|de los|de las) "
    r"|(?:otra|una) (?:cosa|cosita|pregunta|duda)\b|por cierto\b|a proposito\b|aprovecho\b|aprovechando\b"
    r"|cambiando de tema\b|fuera de (?:agenda|tema)\b|ya que estamos\b|antes de que se me (?:olvide|pase)\b"
    r"|se me (?:olvidaba|pasaba)\b|hablando de\b|ustedes vieron\b|vieron (?:el|la|lo)\b"
    r"|(?:yo )?(?:queria|quisiera|quiero) (?:decir|comentar|contar|plantear|preguntar)\b"
    r"|(?:yo )?(?:puedo|podria) (?:contar|comentar|decir|preguntar)\b"
    r"|by the way\b|off topic\b|one (?:more|other|last|quick) thing\b|(?:a )?quick (?:thing|question|one)\b"
    r"|before i forget\b|while (?:we're|i'm|i have you)\b|not on the agenda\b|side note\b|speaking of\b"
    r"|on another note\b|unrelated\b|did (?:you|anyone|anybody) (?:see|hear|watch)\b|can i (?:say|mention|"
    r"raise|ask)\b"
    r"|what about the \b)"
)
_CLOSING = re.compile(
    r"\b(?:volviendo|regresando|retomando|siguiente punto|siguiente tema|pasemos|pasamos a|vamos con|sigamos"
    r"|al punto|a lo nuestro|nos vemos|gracias a todos|es todo|back to|moving on|next (?:point|item|up)|let's move"
    r"|that's (?:all|it)|thanks,? (?:all|everyone|everybody)|see you)\b|^(?:bueno|ok|okay|well|right|venga|ya),? ya\b"
)
_THING = re.compile(r"\b(?:el|la|los|las|un|una|the|del|al|my|our|this|that) (\w+)")
_NO_MATTER = re.compile(
    r"dias?|noches?|tardes?|mananas?|semanas?|mes(?:es)?|anos?|horas?|minutos?|veces|tiempo|cosas?|gente|parte|temas?"
    r"|puntos?|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|days?|nights?|weeks?|months?|years?|hours?"
    r"|minutes?|times?|things?|people|parts?|points?|topics?|\w+day|tomorrow|today|yesterday|jaj\w*|haha\w*"
)
_PRONOUN = re.compile(r"me|te|se|nos|les?|yo|tu|i|we|you|they|he|she|ya|no")
_ABOUT = re.compile(
    r"\blo (?:de(?: la| los| las)?|del) ([^.,;:!?¿¡…]+)|\bwhat about (?:the )?([^.,;:!?…]+)", re.IGNORECASE
)
_LINK = re.compile(r"pero|que|porque|y|se|si|o|cuando|donde|and|but|because|which|that|who|if|or|is|was")
_TRAILING = re.compile(
    r"(?:\s+(?:que|qué|como|cómo|ya|y|o|de|del|en|con|se|lo|la|the|of|is|that|and))+$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """Turns `first` to `last` (both included) about the matter whose stem is `matter`."""

    first: int
    last: int
    matter: str
    mentions: tuple[int, ...]


def asides(transcript: Transcript, agenda: Agenda | None, *, likely: float = LIKELY) -> tuple[Aside, ...]:
    """The asides in order of time; none without an agenda, for then nothing tells what was beside it."""
    if agenda is None:
        return ()
    turns = transcript.turns
    said = spoken_turns(transcript, agenda)
    planned, stems = said.planned, said.stems
    named = planned | _names(agenda)
    found: list[Aside] = []
    beyond = GREETING if len(turns) >= WHOLE else 0
    for index in range(len(turns)):
        if index < beyond or not _opens(turns[index], planned):
            continue
        last = _end(index, turns, stems, planned)
        stretch = _stretch(index, last, turns, stems, without=named)
        if stretch is not None and opens_something(index, said, away=says_so(turns[index].text)) >= likely:
            found.append(_aside(stretch, turns))
            beyond = stretch.last + 1
    return tuple(found)


def spoken_turns(transcript: Transcript, agenda: Agenda) -> Spoken:
    """The turns beside what was planned."""
    return Spoken(
        texts=[turn.text for turn in transcript.turns],
        stems=[frozenset(content_stems(turn.text)) for turn in transcript.turns],
        planned=_planned(agenda),
    )


def says_so(text: str) -> bool:
    """Whether the words say that a matter is on no agenda."""
    return _AWAY.search(fold(text)) is not None


def _names(agenda: Agenda) -> frozenset[str]:
    people = (name for person in agenda.roster.people for name in (person.name, *person.aliases))
    return frozenset(word for name in people for word in content_stems(name))


def _planned(agenda: Agenda) -> frozenset[str]:
    """The stems of everything that the agenda names: points, indicators, open commitments."""
    texts = [text for item in agenda.items for text in (item.title, *item.keywords, *item.lines)]
    texts += [reading.kpi.name for reading in (*agenda.readings, *agenda.annex)]
    texts += [c.text for c in (*agenda.commitments, *agenda.recently_done)]
    return frozenset(word for text in texts for word in content_stems(text))


def _opens(turn: Turn, planned: frozenset[str]) -> bool:
    """Whether the turn begins something of its own: what it names is not on the agenda."""
    folded = fold(turn.text)
    opens = _OPENING.search(folded.lstrip("¿¡ ")) or _AWAY.search(folded)
    if not opens or injected_from(folded) is not None:
        return False
    named = _named(turn.text)
    return not planned & set(content_stems(named)) and len(planned & set(content_stems(turn.text))) <= 1


def _stretch(
    first: int, last: int, turns: Sequence[Turn], stems: Sequence[frozenset[str]], *, without: frozenset[str]
) -> _Stretch | None:
    """The stretch that begins there, by the matter of its first two turns that comes back most."""
    matters = dict.fromkeys(word for turn in turns[first : first + 2] for word in _matters(turn.text))
    found = [s for m in matters if m not in without and (s := _about(m, first, last, turns, stems)) is not None]
    best = max(found, key=lambda s: (len(s.mentions), s.last), default=None)
    return best or _away(first, last, turns, [m for m in matters if m not in without])


def _away(first: int, last: int, turns: Sequence[Turn], matters: Sequence[str]) -> _Stretch | None:
    """The stretch of a matter that is said to be beside the agenda, whether or not its words come back."""
    ends = min(last, first + _MOST_AWAY - 1)
    said = turns[first : ends + 1]
    rest = _AWAY.sub(" ", fold(said[0].text))
    stems = [stem(word) for word in _THING.findall(rest)]
    named = [matter for matter in matters if matter in stems]
    spoken = sum(len(turn.text.split()) for turn in said)
    voices = len({turn.speaker for turn in said})
    lively = len(said) >= _FEWEST_TURNS and voices >= _FEWEST_VOICES and spoken >= _FEWEST_AWAY
    if not named or not lively or not _AWAY.search(fold(said[0].text)):
        return None
    return _Stretch(first=first, last=ends, matter=named[0], mentions=(first,))


def _about(
    matter: str, first: int, last: int, turns: Sequence[Turn], stems: Sequence[frozenset[str]]
) -> _Stretch | None:
    mentions = [index for index in range(first, last + 1) if matter in stems[index]]
    for place, (one, other) in enumerate(pairwise(mentions)):
        if other - one > _QUIET_TURNS:
            mentions = mentions[: place + 1]
            break
    if len(mentions) < _FEWEST_MENTIONS or len(mentions) < _MOSTLY * sum(matter in spoken for spoken in stems):
        return None
    ends = min(last, mentions[-1] + 1)
    voices = {turn.speaker for turn in turns[first : ends + 1]}
    spoken = sum(len(turn.text.split()) for turn in turns[first : ends + 1])
    if ends - first + 1 < _FEWEST_TURNS or len(voices) < _FEWEST_VOICES or spoken < _FEWEST_WORDS:
        return None
    return _Stretch(first=first, last=ends, matter=matter, mentions=tuple(mentions))


def _end(first: int, turns: Sequence[Turn], stems: Sequence[frozenset[str]], planned: frozenset[str]) -> int:
    """The last turn before somebody closes the aside, opens another, or says two words of the agenda at once."""
    for index in range(first + 1, min(len(turns), first + _MOST_TURNS)):
        closed = _CLOSING.search(fold(turns[index].text)) is not None or _opens(turns[index], planned)
        if closed or len(stems[index] & planned) > 1:
            return index - 1
    return min(len(turns), first + _MOST_TURNS) - 1


def _matters(text: str) -> list[str]:
    """The stems that a turn's matter may be known by: of words with content that are neither short nor about time."""
    claimed = set(content_stems(text))
    spoken = words_of(text)
    # Behind a pronoun stands a verb: "no me diga" names nothing.
    named = (w for before, w in zip(("", *spoken), spoken, strict=False) if not _PRONOUN.fullmatch(before))
    words = (w for w in named if len(w) >= _SHORTEST_MATTER and not _NO_MATTER.fullmatch(w))
    return [found for word in words if (found := stem(word)) in claimed]


def _aside(stretch: _Stretch, turns: Sequence[Turn]) -> Aside:
    said = [turns[index] for index in range(stretch.first, stretch.last + 1)]
    first = turns[stretch.mentions[0]]
    return Aside(
        title=_named(said[0].text) or _title(first.text, stretch.matter),
        turn_ids=tuple(t.id for t in said),
        start=said[0].start,
    )


def _named(text: str) -> str:
    """The words behind "lo de", by which somebody named what they opened; empty where nobody did."""
    found = _ABOUT.search(text)
    return "" if found is None else _short((found[1] or found[2]).split())


def _title(text: str, matter: str) -> str:
    """Words of that turn, from the one that names the matter to the end of its clause."""
    words = text.split()
    at = next(index for index, word in enumerate(words) if matter in content_stems(word))
    clause = [words[at]]
    for word in words[at + 1 :]:
        if clause[-1][-1] in ".,;:!?…" or _LINK.fullmatch(fold(word)):
            break
        clause.append(word)
    return _short(clause)


def _short(words: Sequence[str]) -> str:
    cut = " ".join(words[:_TITLE_WORDS]).strip(" .,;:!?¿¡…\"“”'")
    return _TRAILING.sub("", cut) or cut

"""Who a task belongs to, as far as the words show it: a proposed owner is accepted or dropped, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.company import Person, Roster
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, sentences
from meetbot.stages.ground_promises import concerns, does, first_person, promises, takes_on
from meetbot.stages.ground_replies import clause_texts, impersonal, matter, points_back, reply_in
from meetbot.stages.ground_words import negated, stem, words_of
from meetbot.stages.participants import match_person

_NAMED_WITHIN = 2
_ACCEPTS_WITHIN = 2

_REQUEST = re.compile(
    r"\b(?:puedes|podes|podrias|puede usted|podria usted|pueden|podrian|te encargas|se encarga|te ocupas"
    r"|(?:me|nos) (?:mandas|pasas|envias|ayudas|podrias|puedes|podes|confirmas|compartes)"
    r"|\w{2,}[ae](?:me|nos)(?:lo|la|los|las)?|can you|could you|would you|will you)\b"
)
_ACCEPTS = re.compile(
    r"^\W*(?:si\b|claro|dale|va\b|vale|listo|ok\b|okay|de acuerdo|perfecto|con gusto|por supuesto|hecho|sale\b|orale"
    r"|de una|cuenta con|cuenten con|desde luego|como no|bueno\b|anotado|ya quedo|simon|yes|yeah|sure|will do|on it"
    r"|of course|absolutely|no problem|got it|happy to)"
)
_COURTESY = re.compile(
    r"\b(?:gracias|thanks|thank you|hola|buen[oa]s (?:dias|tardes|noches)|bienvenid[oa]|good (?:morning|afternoon)"
    r"|hello"
    r"|felicidades|congratulations|me (?:escuchas|oyes|ves)|hear me|see me|you there)\b"
)
_REPORTS = (
    r"\s+(?:ya |nos |me |les |le |te |tambien )*(?:dij\w+|dice|decia|coment\w+|pidi\w+|pregunt\w+"
    r"|quiere|cree|piensa|opina|said|says|told|asked|wants|thinks)\b"
)
_BETTER = stem("mejor")
_TO_SOMEBODY_ELSE = r"(?:con|de|del|para|por|sobre|contra|with|for|to|from|of|about)"
_FALLS_TO = r"\s+(?:le|les)\s+(?:toca|tocaria|corresponde|queda)\b"
_ASSIGNED = r"(?:toca|tocaria|corresponde|encarg\w+|asign\w+|dej\w+|qued\w+|pas\w+|pid\w+|encomend\w+|falls to|up to)"


def known_people(roster: Roster, context: Context) -> Roster:
    """The roster with the people whom the platform names and the roster lacks: they too can take a task."""
    listed = {person.name for person in roster.people}
    strangers = {
        speaker.name: Person(name=speaker.name, department=speaker.department)
        for speaker in context.transcript.speakers
        if speaker.name is not None and speaker.name not in listed
    }
    return roster.model_copy(update={"people": (*roster.people, *strangers.values())})


def person_named(name: str | None, people: Roster) -> Person | None:
    """The one person whom this name, nickname or title means, or None."""
    if name is None or not name.strip():
        return None
    match = match_person(name, people)
    if match.kind == "one":
        return match.people[0]
    titled = [p for p in people.people if p.title and fold(p.title) == fold(name.strip())]
    return titled[0] if len(titled) == 1 else None


def name_words(people: Roster) -> frozenset[str]:
    """Every word of every known name and nickname."""
    return frozenset(word for person in people.people for name in _names(person) for word in words_of(name))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A task as somebody proposes to give it: its wording, where it is quoted, and all that may be looked at."""

    text: str
    quoted: int
    quote: str
    cited: Sequence[int]
    context: Context
    people: Roster

    @cached_property
    def about(self) -> set[str]:
        """The content of the wording, without anybody's name."""
        return matter([self.text]) - {stem(word) for word in _every_call(self.people)}


def owns(person: Person, asked: Asked) -> bool:
    """Whether the words show that the task is this person's: taken, accepted, or given by name, and not refused."""
    context, cited = asked.context, asked.cited
    if _refuses(person, asked):
        return False
    if takes_on(asked.quote, asked.about):
        speaker = context.name(asked.quoted)
        if _asks(asked.quote) and speaker != person.name and _accepts(person, asked):
            return True
        # Who says "I'll do it" is the owner; a voice without a name may be anybody, but not whom it calls.
        others = [index for index in cited if index != asked.quoted]
        return speaker == person.name if speaker else any(_handed(person, index, asked) for index in others)
    takers = [context.name(index) for index in cited if takes_on(context.turns[index].text, asked.about)]
    if takers:
        return person.name in takers or _addresses(person, asked.quote, asked.people)
    if _accepts(person, asked):
        return True
    near = [index for index in context.near(cited, _NAMED_WITHIN) if _hands_over(person, index, asked)]
    return bool(near) or _given_by_name(person, asked, cited)


def helps(person: Person, *, cited: Sequence[int], context: Context, people: Roster) -> bool:
    """Whether the person speaks in a cited turn or is named there or beside it, in whatever part."""
    around = [*cited, *context.near(cited, _NAMED_WITHIN)]
    if any(context.name(index) == person.name for index in cited):
        return True
    return any(mentions(person.name, context.turns[index].text, people) for index in around)


def _refuses(person: Person, asked: Asked) -> bool:
    """Whether the last that the person says to it is a refusal or a doubt: 'no puedo', 'no sé si llego'."""
    agreed: bool | None = None
    spoken = sorted({*asked.cited, *_following(asked)})
    for clause in (c for i in spoken if asked.context.name(i) == person.name for c in clause_texts(_text(i, asked))):
        reply = reply_in(clause)
        if (promises(clause) or does(clause, asked.about)) and concerns(clause, asked.about):
            return False
        if reply in {"accepts", "weakly"} or (agreed is False and _offers_another_day(clause)):
            agreed = True
        elif reply == "refuses" or (reply == "doubts" and agreed is None):
            agreed = False
    return agreed is False


def _offers_another_day(clause: str) -> bool:
    mentions = find_due(clause)
    return (
        bool(mentions) and not negated(clause) and not matter([clause]) - matter(m.words for m in mentions) - {_BETTER}
    )


def _asks(text: str) -> bool:
    return _REQUEST.search(fold(text)) is not None


def _text(index: int, asked: Asked) -> str:
    return asked.context.turns[index].text


def _following(asked: Asked) -> set[int]:
    last = len(asked.context.turns)
    return {i + step for i in asked.cited for step in range(1, _ACCEPTS_WITHIN + 1) if i + step < last}


def _accepts(person: Person, asked: Asked) -> bool:
    """Whether the person says yes to it; a yes to 'hay que mandarlo' only agrees that it is needed."""
    for index in sorted({*asked.cited, *_following(asked)}):
        text = _text(index, asked)
        if asked.context.name(index) != person.name:
            continue
        if takes_on(text, asked.about):
            return True
        before = [i for i in asked.cited if i < index] or [index - 1] * (index > 0)
        open_to_all = any(_left_to_anybody(i, person, asked) or _promised(i, person, asked) for i in before)
        if _ACCEPTS.match(fold(text)) and not (open_to_all or _only_asks(text)):
            return True
    return False


def _left_to_anybody(index: int, person: Person, asked: Asked) -> bool:
    text = _text(index, asked)
    needed = any(impersonal(clause) for clause in clause_texts(text))
    return needed and not _asks(text) and not _addresses(person, text, asked.people)


def _promised(index: int, person: Person, asked: Asked) -> bool:
    """Whether somebody else, named or not, takes it on there: a yes to that is thanks."""
    text = _text(index, asked)
    return takes_on(text, asked.about) and not _asks(text) and asked.context.name(index) != person.name


def _only_asks(text: str) -> bool:
    return _asks(text) and not first_person(text)


def _given_by_name(person: Person, asked: Asked, indexes: Sequence[int]) -> bool:
    return any(_gives(person, index, asked) for index in indexes)


def _gives(person: Person, index: int, asked: Asked) -> bool:
    """Whether the turn names the person with the task, not only to greet, to thank or to see if they are there."""
    text = _text(index, asked)
    for start, end in sentences(text):
        sentence = text[start:end]
        if not _addresses(person, sentence, asked.people):
            continue
        shared = own_matter(sentence, asked) & asked.about
        idle = sentence.endswith("?") and not (_asks(sentence) or points_back(sentence))
        if shared or not (idle or _COURTESY.search(fold(sentence))):
            return True
    return False


def _handed(person: Person, index: int, asked: Asked) -> bool:
    """Whether the turn asks the person for the task or names both: 'Diego no pudo venir' gives nobody anything."""
    text = _text(index, asked)
    named = (text[a:b] for a, b in sentences(text) if _addresses(person, text[a:b], asked.people))
    return _hands_over(person, index, asked) or any(own_matter(sentence, asked) & asked.about for sentence in named)


def _hands_over(person: Person, index: int, asked: Asked) -> bool:
    """Whether a turn beside the cited ones asks the person for the task, or gives it to them."""
    text = _text(index, asked)
    for start, end in sentences(text):
        sentence = text[start:end]
        if not _addresses(person, sentence, asked.people):
            continue
        # 'Diego, por favor. ¿Lo puedes mandar?': the request stands after the name.
        scope = sentence if _asks(sentence) or own_matter(sentence, asked) else text[start:]
        given = _asks(scope) or re.search(rf"\b{_ASSIGNED}\b", fold(scope))
        own = own_matter(scope, asked)
        if given and (not own or own & asked.about or points_back(scope)):
            return True
    return False


def own_matter(text: str, asked: Asked) -> set[str]:
    """The content of the words without anybody's name."""
    return matter([text]) - {stem(word) for word in _every_call(asked.people)}


def _every_call(people: Roster) -> list[str]:
    return [word for person in people.people for name in _names(person) for word in words_of(name)]


def _addresses(person: Person, text: str, people: Roster) -> bool:
    """Whether the text names the person other than as somebody to whom or about whom something is done."""
    folded = fold(text)
    for name in calls(person, people):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            before = folded[: match.start()]
            if re.search(rf"\b{_TO_SOMEBODY_ELSE}\s+(?:la |el |las |los )?$", before):
                continue
            to_her = re.search(r"\ba\s+(?:la |el )?$|\bal\s+$", before)
            given = re.search(rf"\b{_ASSIGNED}\b", before) or re.match(_FALLS_TO, folded[match.end() :])
            if (to_her and not given) or re.match(_REPORTS, folded[match.end() :]):
                continue
            return True
    return False


def mentions(name: str, text: str, people: Roster) -> bool:
    """Whether the text names the person of that full name, in whatever part."""
    folded = fold(text)
    named = [call for person in people.people if person.name == name for call in calls(person, people)]
    return any(re.search(rf"(?<!\w){re.escape(call)}(?!\w)", folded) for call in named)


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, *person.aliases)


def calls(person: Person, people: Roster) -> list[str]:
    """How the person may be called: name, nicknames, title, and the first name where nobody else has it."""
    first = fold(person.name).split()[0] if person.name.split() else ""
    namesakes = sum(fold(p.name).split()[:1] == [first] for p in people.people)
    calls = [fold(name) for name in (*_names(person), person.title or "")]
    return [call for call in dict.fromkeys([*calls, first if namesakes == 1 else ""]) if call.strip()]

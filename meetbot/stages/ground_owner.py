"""Who a task belongs to, as far as the words show it: a proposed owner is accepted or dropped, never guessed."""

import re
from collections.abc import Sequence

from meetbot.model.company import Person, Roster
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_words import words_of
from meetbot.stages.participants import match_person

_NAMED_WITHIN = 2
_ACCEPTS_WITHIN = 2

_FIRST_PERSON = (
    # 'yo' that does something, not 'yo' that thinks something.
    re.compile(r"\byo\b(?! (?:creo|pienso|digo|diría|diria|opino|propongo|propondría|esperaría|sé|se|no|ya no)\b)"),
    re.compile(r"\bme (?:encargo|comprometo|ocupo|toca|llevo|apunto)\b|\bd[eé]jamelo\b|\bvoy a\b"),
    # The accent tells 'enviaré' from 'sobre'.
    re.compile(r"\b\w{2,}ré\b"),
    # 'se lo paso', 'te mando', 'lo reviso'; 'pasó' has an accent and is somebody else.
    re.compile(
        r"\b(?:(?:te|le|les|se) (?:lo|la|los|las)|te|le|les|lo|los|las|la)"
        r" (?!(?:mismo|primero|segundo|tercero|otro|bueno|malo|nuevo|viejo|único|último|mano|foto|moto|radio|año)\b)"
        r"(?:\w{2,}o|doy)\b"
    ),
    re.compile(r"\b(?:i['’]ll|i will|i can|i['’]m going to|i am going to|let me|leave it (?:to|with) me)\b"),
)
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


def owns(person: Person, *, quoted: int, quote: str, cited: Sequence[int], context: Context, people: Roster) -> bool:
    """Whether the words show that the task is this person's: taken, accepted, or given by name."""
    if first_person(quote):
        speaker = context.name(quoted)
        if _asks(quote) and speaker != person.name and _accepts(person, cited, context):
            return True
        # Who says "I'll do it" is the owner; a voice without a name may be anybody.
        return speaker == person.name if speaker else _given_by_name(person, cited, context, people)
    takers = [context.name(index) for index in cited if first_person(context.turns[index].text)]
    if takers:
        return person.name in takers or _addresses(person, quote, people)
    if any(context.name(index) == person.name and not _only_asks(index, context) for index in cited):
        return True
    if _accepts(person, cited, context):
        return True
    return _given_by_name(person, [*cited, *context.near(cited, _NAMED_WITHIN)], context, people)


def helps(person: Person, *, cited: Sequence[int], context: Context, people: Roster) -> bool:
    """Whether the person speaks in a cited turn or is named there or beside it, in whatever part."""
    around = [*cited, *context.near(cited, _NAMED_WITHIN)]
    if any(context.name(index) == person.name for index in cited):
        return True
    return any(_mentions(person, context.turns[index].text, people) for index in around)


def first_person(text: str) -> bool:
    """Whether somebody takes something on in these words: 'yo lo mando', 'me encargo', 'I'll send it'."""
    return any(pattern.search(text.lower()) for pattern in _FIRST_PERSON)


def _only_asks(index: int, context: Context) -> bool:
    text = context.turns[index].text
    return _asks(text) and not first_person(text)


def _asks(text: str) -> bool:
    return _REQUEST.search(fold(text)) is not None


def _accepts(person: Person, cited: Sequence[int], context: Context) -> bool:
    followers = {
        index + step for index in cited for step in range(1, _ACCEPTS_WITHIN + 1) if index + step < len(context.turns)
    }
    return any(
        context.name(index) == person.name
        and (_ACCEPTS.match(fold(context.turns[index].text)) or first_person(context.turns[index].text))
        for index in sorted(followers)
    )


def _given_by_name(person: Person, indexes: Sequence[int], context: Context, people: Roster) -> bool:
    return any(_addresses(person, context.turns[index].text, people) for index in indexes)


def _addresses(person: Person, text: str, people: Roster) -> bool:
    """Whether the text names the person other than as somebody to whom or about whom something is done."""
    folded = fold(text)
    for name in _calls(person, people):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            before = folded[: match.start()]
            if re.search(rf"\b{_TO_SOMEBODY_ELSE}\s+(?:la |el |las |los )?$", before):
                continue
            to_her = re.search(r"\ba\s+(?:la |el )?$|\bal\s+$", before)
            given = re.search(rf"\b{_ASSIGNED}\b", before) or re.match(_FALLS_TO, folded[match.end() :])
            if to_her and not given:
                continue
            return True
    return False


def _mentions(person: Person, text: str, people: Roster) -> bool:
    folded = fold(text)
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in _calls(person, people))


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, *person.aliases)


def _calls(person: Person, people: Roster) -> list[str]:
    """How the person may be called: name, nicknames, title, and the first name where nobody else has it."""
    first = fold(person.name).split()[0] if person.name.split() else ""
    namesakes = sum(fold(p.name).split()[:1] == [first] for p in people.people)
    calls = [fold(name) for name in (*_names(person), person.title or "")]
    return [call for call in dict.fromkeys([*calls, first if namesakes == 1 else ""]) if call.strip()]

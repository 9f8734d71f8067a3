"""Who a task belongs to, as far as the words show it: a proposed owner is accepted or dropped, never guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from meetbot.model.company import Person, Roster
from meetbot.stages.check_moods import ClauseRead, delivers, read_turn
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
    r"|\w{2,}[ae](?:me|nos)(?:lo|la|los|las)?|te animas?|te animai|lo harias|le entras|me la sacas|can you"
    r"|(?:get|send|bring|give|show|make|pull) (?:me|us)|could you|would you|will you)\b"
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
_INFINITIVE = re.compile(r"[aei]r(?:se|me|nos)?(?:l[aeo]s?)?$")
_RECAP_PEOPLE = 3
"""A turn that names as many reads back or shares out: each name goes with what follows it."""
_BETTER = stem("mejor")
_TO_SOMEBODY_ELSE = r"(?:con|de|del|para|por|sobre|contra|with|for|to|from|of|about)"
_TO_ANOTHER = re.compile(rf"\b{_TO_SOMEBODY_ELSE}\s+(?:la |el |las |los )?$")
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

    @property
    def verb(self) -> set[str]:
        """The stem of what is to be done, where the wording begins with an infinitive."""
        return {stem(word) for word in words_of(self.text)[:1] if _INFINITIVE.search(word)}


def owns(person: Person, asked: Asked) -> bool:
    """Whether the words show that the task is this person's: taken, accepted, or given by name, and not refused."""
    context, cited = asked.context, asked.cited
    if refuses(person, asked) or _gave_away(person, asked) or _outdone(person, asked):
        return False
    if _says_so(person, asked):
        return True
    if takes_on(asked.quote, asked.about) and not _given_in_the_quote(asked):
        speaker = context.name(asked.quoted)
        if _asks_for_it(asked) and speaker != person.name and _accepts(person, asked):
            return True
        # Who says "I'll do it" is the owner; a voice without a name may be anybody, but not whom it calls.
        others = [index for index in cited if index != asked.quoted]
        return speaker == person.name if speaker else any(_handed(person, index, asked) for index in others)
    takers = [context.name(index) for index in cited if takes_on(_text(index, asked), asked.about)]
    if takers and not _given_in_the_quote(asked):
        return person.name in takers or addresses(person, asked.quote, asked.people)
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


def _promises_it(text: str, asked: Asked) -> bool:
    """Whether a clause takes the task on and names it: 'lo' may mean anything."""
    return any(_takes_by_name(read, asked) for read in read_turn(text))


def _takes_by_name(read: ClauseRead, asked: Asked) -> bool:
    clause = read.text
    if read.moods or clause.rstrip().endswith("?") or not matter([clause]) & asked.about:
        return False
    return promises(clause) or does(clause, asked.verb) or delivers(clause)


def _says_so(person: Person, asked: Asked) -> bool:
    """Whether the person takes it by its name in a cited turn, or says yes in the deciding one."""
    spoken = [index for index in asked.cited if asked.context.name(index) == person.name]
    if any(_promises_it(_text(index, asked), asked) for index in spoken):
        return True
    decides = len(asked.cited) > 1 and spoken[:1] == [asked.cited[0]]
    return decides and _says_yes(_text(spoken[0], asked)) and not _gives_another(person, spoken[0], asked)


def _says_yes(text: str) -> bool:
    replies = [reply_in(clause) for clause in clause_texts(text)]
    return bool({"accepts", "weakly"} & {*replies}) and not {"refuses", "doubts"} & {*replies}


def _gave_away(person: Person, asked: Asked) -> bool:
    """Whether the person took it and then asked somebody else for it, who does not refuse: the last one has it."""
    turns = [index for index in sorted(asked.cited) if asked.context.name(index) == person.name]
    for index in reversed(turns):
        for other in asked.people.people:
            answers = any(asked.context.name(later) == other.name for later in asked.cited if later > index)
            if other != person and answers and _asked_of(other, index, asked) and not refuses(other, asked):
                return True
        if takes_on(_text(index, asked), asked.about):
            return False
    return False


def _asked_of(other: Person, index: int, asked: Asked) -> bool:
    """Whether the turn asks that person: the question may stand behind the name or be broken off by a remark."""
    text = _text(index, asked)
    named = [start for start, end in sentences(text) if addresses(other, text[start:end], asked.people)]
    return any("?" in text[start:] for start in named)


def _outdone(person: Person, asked: Asked) -> bool:
    """Whether somebody else takes the task by its name, and the person at most says yes to something there."""
    mine, theirs = False, False
    for index in asked.cited:
        name = asked.context.name(index)
        if name is None or not _promises_it(_text(index, asked), asked):
            continue
        if name == person.name:
            mine = True
        elif not _gave_away_by_name(name, asked):
            theirs = True
    return theirs and not mine and not _addresses_in(person, asked)


def _gave_away_by_name(name: str, asked: Asked) -> bool:
    return any(_gave_away(other, asked) for other in asked.people.people if other.name == name)


def _addresses_in(person: Person, asked: Asked) -> bool:
    """Whether a sentence of the cited turns gives the person the task by its name."""
    return any(_gives_it(person, sentence, asked) for index in asked.cited for sentence in _spoken(index, asked))


def _gives_it(person: Person, sentence: str, asked: Asked) -> bool:
    return bool(own_matter(sentence, asked) & asked.about) and addresses(person, sentence, asked.people)


def _spoken(index: int, asked: Asked) -> list[str]:
    """The turn's sentences; of one that shares tasks out among several, what goes with each name."""
    text = _text(index, asked)
    folded = fold(text)
    names = [(person.name, call) for person in asked.people.people for call in calls(person, asked.people)]
    found = [(m.start(), name) for name, call in names for m in re.finditer(rf"(?<!\w){re.escape(call)}(?!\w)", folded)]
    if len({name for _, name in found}) < _RECAP_PEOPLE:
        return [text[start:end] for start, end in sentences(text)]
    starts = sorted({0, *(start for start, _ in found if not _TO_ANOTHER.search(folded[:start]))})
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _given_in_the_quote(asked: Asked) -> bool:
    """Whether the quote gives the task to somebody by name, and its speaker promises something else."""
    speaker = asked.context.name(asked.quoted)
    others = [person for person in asked.people.people if person.name != speaker]
    parts = [asked.quote[start:end] for start, end in sentences(asked.quote)]
    given = any(_gives_it(person, part, asked) for part in parts for person in others)
    return given and not _promises_it(asked.quote, asked)


def _asks_for_it(asked: Asked) -> bool:
    """Whether the quote asks for the task, not for another beside one that its speaker takes."""
    parts = [asked.quote[start:end] for start, end in sentences(asked.quote)]
    asking = [part for part in parts if _asks(part)]
    if not _promises_it(asked.quote, asked):
        return bool(asking)
    return any(own_matter(part, asked) & asked.about for part in asking)


def refuses(person: Person, asked: Asked) -> bool:
    """Whether the last that the person says to it is a refusal or a doubt: 'no puedo', 'no sé si llego'."""
    agreed: bool | None = None
    spoken = sorted({*asked.cited, *_following(asked)})
    own = [(i, c) for i in spoken if asked.context.name(i) == person.name for c in clause_texts(_text(i, asked))]
    for index, clause in own:
        reply = reply_in(clause)
        if index not in asked.cited and index - 1 not in asked.cited and not _is_about(clause, asked.about):
            continue
        if (promises(clause) or does(clause, asked.about)) and concerns(clause, asked.about):
            return False
        if reply in {"accepts", "weakly"} or (agreed is False and _offers_another_day(clause)):
            agreed = True
        elif reply == "refuses" or (reply == "doubts" and agreed is None):
            agreed = False
    return agreed is False


def _is_about(clause: str, about: set[str]) -> bool:
    return bool(matter([clause]) & about) or points_back(clause)


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
        if asked.context.name(index) != person.name or _gives_another(person, index, asked):
            continue
        if takes_on(text, asked.about) and (index in asked.cited or _promises_it(text, asked)):
            return True
        before = [i for i in asked.cited if i < index] or [index - 1] * (index > 0)
        open_to_all = any(_left_to_anybody(i, person, asked) or _promised(i, person, asked) for i in before)
        elsewhere = any(_given_to_another(i, person, asked) for i in before)
        if (_ACCEPTS.match(fold(text)) or (index in asked.cited and _says_yes(text))) and not (open_to_all or elsewhere or _only_asks(text)):
            return True
    return False


def _gives_another(person: Person, index: int, asked: Asked) -> bool:
    """Whether the person's own words give the task to somebody else by name."""
    others = [other for other in asked.people.people if other != person]
    return any(_gives_it(other, part, asked) for part in _spoken(index, asked) for other in others)


def _given_to_another(index: int, person: Person, asked: Asked) -> bool:
    """Whether a sentence of the turn gives the task by its name to somebody else, and not to the person too."""
    others = [other for other in asked.people.people if other != person]
    parts = [part for part in _spoken(index, asked) if not addresses(person, part, asked.people)]
    return any(_gives_it(other, part, asked) for part in parts for other in others)


def _left_to_anybody(index: int, person: Person, asked: Asked) -> bool:
    text = _text(index, asked)
    needed = any(impersonal(clause) for clause in clause_texts(text))
    return needed and not _asks(text) and not addresses(person, text, asked.people)


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
    elsewhere = _given_to_another(index, person, asked)
    for part in _spoken(index, asked):
        if not addresses(person, part, asked.people):
            continue
        shared = own_matter(part, asked) & asked.about
        idle = part.rstrip().endswith("?") and not (_asks(part) or points_back(part))
        if shared or not (elsewhere or idle or _COURTESY.search(fold(part))):
            return True
    return False


def _handed(person: Person, index: int, asked: Asked) -> bool:
    """Whether the turn asks the person for the task or names both: 'Diego no pudo venir' gives nobody anything."""
    text = _text(index, asked)
    named = (text[a:b] for a, b in sentences(text) if addresses(person, text[a:b], asked.people))
    return _hands_over(person, index, asked) or any(own_matter(sentence, asked) & asked.about for sentence in named)


def _hands_over(person: Person, index: int, asked: Asked) -> bool:
    """Whether a turn beside the cited ones asks the person for the task, or gives it to them."""
    text = _text(index, asked)
    for start, end in sentences(text):
        sentence = text[start:end]
        if not addresses(person, sentence, asked.people):
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


def addresses(person: Person, text: str, people: Roster) -> bool:
    """Whether the text names the person other than as somebody to whom or about whom something is done."""
    folded = fold(text)
    for name in calls(person, people):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            before = folded[: match.start()]
            if _TO_ANOTHER.search(before):
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

"""Who a task belongs to, as far as the words show it: a proposed owner is accepted or dropped, never guessed."""

import re
from collections.abc import Sequence

from meetbot.model.company import Person
from meetbot.stages.check_moods import ClauseRead, delivers, read_turn
from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, sentences
from meetbot.stages.ground_given import (
    Asked,
    given_to_another,
    gives,
    gives_another,
    gives_it,
    gives_others,
    handed,
    hands_over,
    names_it,
    requests,
)
from meetbot.stages.ground_people import KnownPeople, addresses, mentions
from meetbot.stages.ground_promises import concerns, does, first_person, promises, takes_on
from meetbot.stages.ground_replies import clause_texts, impersonal, matter, points_back, reply_in
from meetbot.stages.ground_words import negated, stem

_NAMED_WITHIN = 2
_ACCEPTS_WITHIN = 2
_ACCEPTS = re.compile(
    r"^\W*(?:si\b|claro|dale|va\b|vale|listo|ok\b|okay|de acuerdo|perfecto|con gusto|por supuesto|hecho|sale\b|orale"
    r"|de una|cuenta con|cuenten con|desde luego|como no|bueno\b|anotado|ya quedo|simon|yes|yeah|sure|will do|on it"
    r"|of course|absolutely|no problem|got it|happy to)"
)
_BETTER = stem("mejor")


def owns(person: Person, asked: Asked) -> bool:
    """Whether the words show that the task is this person's: taken, accepted, or given by name, and not refused."""
    if refuses(person, asked) or _gave_away(person, asked) or _outdone(person, asked):
        return False
    if _says_so(person, asked):
        return True
    if not _given_in_the_quote(asked):
        if takes_on(asked.quote, asked.about):
            return _by_quote(person, asked)
        takers = [asked.context.name(index) for index in asked.cited if takes_on(asked.turn(index), asked.about)]
        if takers:
            return person.name in takers or addresses(person, asked.quote, asked.people)
    near = asked.context.near(asked.cited, _NAMED_WITHIN)
    given = any(gives(person, index, asked) for index in asked.cited)
    return _accepts(person, asked) or given or any(hands_over(person, index, asked) for index in near)


def _by_quote(person: Person, asked: Asked) -> bool:
    """Whether the quote, in which its speaker takes something on, makes it this person's."""
    speaker = asked.context.name(asked.quoted)
    if _asks_for_it(asked) and speaker != person.name and _accepts(person, asked):
        return True
    # Who says "I'll do it" is the owner; a voice without a name may be anybody, but not whom it calls.
    others = [index for index in asked.cited if index != asked.quoted]
    return speaker == person.name if speaker else any(handed(person, index, asked) for index in others)


def helps(person: Person, *, cited: Sequence[int], context: Context, people: KnownPeople) -> bool:
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
    if any(_promises_it(asked.turn(index), asked) for index in spoken):
        return True
    decides = len(asked.cited) > 1 and spoken[:1] == [asked.cited[0]]
    return decides and _says_yes(asked.turn(spoken[0])) and not gives_another(person, spoken[0], asked)


def _says_yes(text: str) -> bool:
    replies = [reply_in(clause) for clause in clause_texts(text)]
    return bool({"accepts", "weakly"} & {*replies}) and not {"refuses", "doubts"} & {*replies}


def _gave_away(person: Person, asked: Asked) -> bool:
    """Whether the person took it and then asked somebody else for it, who does not refuse: the last one has it."""
    turns = [index for index in sorted(asked.cited) if asked.context.name(index) == person.name]
    for index in reversed(turns):
        for other in asked.people.named_in(asked.turn(index)):
            answers = any(asked.context.name(later) == other.name for later in asked.cited if later > index)
            if other != person and answers and _asked_of(other, index, asked) and not refuses(other, asked):
                return True
        if takes_on(asked.turn(index), asked.about):
            return False
    return False


def _asked_of(other: Person, index: int, asked: Asked) -> bool:
    """Whether the turn asks that person: the question may stand behind the name or be broken off by a remark."""
    text = asked.turn(index)
    named = [start for start, end in sentences(text) if addresses(other, text[start:end], asked.people)]
    return any("?" in text[start:] and not _ASKS_WHEN.search(text[start:]) for start in named)


_ASKS_WHEN = re.compile(
    r"\b(?:para|hasta)?\s*(?:cu[aá]ndo|qu[eé] d[ií]a|qu[eé] hora)\b[^?]*\?|\b(?:by )?when\b[^?]*\?", re.IGNORECASE
)
"""Who takes a task asks by when: that gives nothing away."""


def _outdone(person: Person, asked: Asked) -> bool:
    """Whether somebody else takes the task by its name, and the person at most says yes to something there."""
    mine, theirs = False, False
    for index in asked.cited:
        name = asked.context.name(index)
        if name is None or not _promises_it(asked.turn(index), asked):
            continue
        if name == person.name:
            mine = True
        elif not any(_gave_away(other, asked) for other in asked.people.people if other.name == name):
            theirs = True
    given = (gives_it(person, part, asked) for index in asked.cited for part in asked.parts(index))
    return theirs and not mine and not any(given)


def _given_in_the_quote(asked: Asked) -> bool:
    """Whether the quote gives the task to somebody by name, and its speaker promises something else."""
    speaker = asked.context.name(asked.quoted)
    parts = (asked.quote[start:end] for start, end in sentences(asked.quote))
    given = any(gives_others(part, asked, than=speaker) for part in parts)
    return given and not _promises_it(asked.quote, asked)


def _asks_for_it(asked: Asked) -> bool:
    """Whether the quote asks for the task, not for another beside one that its speaker takes."""
    parts = [asked.quote[start:end] for start, end in sentences(asked.quote)]
    asking = [part for part in parts if requests(part)]
    if not _promises_it(asked.quote, asked):
        return bool(asking)
    return any(names_it(part, asked) for part in asking)


def refuses(person: Person, asked: Asked) -> bool:
    """Whether the last that the person says to it is a refusal or a doubt: 'no puedo', 'no sé si llego'."""
    agreed: bool | None = None
    spoken = sorted({*asked.cited, *_following(asked)})
    own = [(i, c) for i in spoken if asked.context.name(i) == person.name for c in clause_texts(asked.turn(i))]
    for index, clause in own:
        reply = reply_in(clause)
        if index not in asked.cited and index - 1 not in asked.cited and not _is_about(clause, asked.about):
            continue
        taken = promises(clause) or does(clause, asked.about) or delivers(clause)
        if taken and concerns(clause, asked.about):
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


def _following(asked: Asked) -> set[int]:
    last = len(asked.context.turns)
    return {i + step for i in asked.cited for step in range(1, _ACCEPTS_WITHIN + 1) if i + step < last}


def _accepts(person: Person, asked: Asked) -> bool:
    """Whether the person says yes to it; a yes to 'hay que mandarlo' only agrees that it is needed."""
    for index in sorted({*asked.cited, *_following(asked)}):
        text = asked.turn(index)
        if asked.context.name(index) != person.name or gives_another(person, index, asked):
            continue
        if takes_on(text, asked.about) and (index in asked.cited or _promises_it(text, asked)):
            return True
        before = [i for i in asked.cited if i < index] or [index - 1] * (index > 0)
        open_to_all = any(_left_to_anybody(i, person, asked) or _promised(i, person, asked) for i in before)
        elsewhere = any(given_to_another(i, person, asked) for i in before)
        if (_ACCEPTS.match(fold(text)) or (index in asked.cited and _says_yes(text))) and not (
            open_to_all or elsewhere or _onlyrequests(text)
        ):
            return True
    return False


def _left_to_anybody(index: int, person: Person, asked: Asked) -> bool:
    text = asked.turn(index)
    needed = any(impersonal(clause) for clause in clause_texts(text))
    return needed and not requests(text) and not addresses(person, text, asked.people)


def _promised(index: int, person: Person, asked: Asked) -> bool:
    """Whether somebody else, named or not, takes it on there: a yes to that is thanks."""
    text = asked.turn(index)
    return takes_on(text, asked.about) and not requests(text) and asked.context.name(index) != person.name


def _onlyrequests(text: str) -> bool:
    return requests(text) and not first_person(text)

"""Who helps with a task: "la armo con Paola", "Ingrid te ayuda", "yo te echo una mano"."""

import re
from collections.abc import Iterator, Sequence

from meetbot.stages.rules.people import Named, People
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.vocabulary import vocabulary

_REACH = 2
"""Turns after those of a task in which help for it is still offered."""
TITLE = r"(?:(?:el|la|los|las|don|dona|al|mi|the|inge|profe|lic|licenciad[oa]|doctora?|ingenier[oa]|senora?|dra?)\.? )*"
_DATIVE = "(?:me|te|le|les|nos|os|se|lo|la|los|las)"
_BESIDE = re.compile(
    rf"(?<!\w)(?:con|with|junto a|al lado de|me llevo a|me llevo|take|bring|i'll want|i'll need) {TITLE}$"
)
"""What stands before the name of whoever does it too."""
BY_HELP = re.compile(
    r"(?<!\w)(?:(?:ayuda|apoyo|revision|colaboracion|help|support|input) (?:de|del|from)|en conjunto con|de la mano de"
    rf"|(?:together|along|jointly) with|apoy\w+ (?:en|con)|pid[ae]\w* (?:ayuda|apoyo) a|{_DATIVE} (?:ayude|apoye)) "
    rf"{TITLE}$"
)
_HELPS = re.compile(
    r"[\s,¿]+(?:(?:que|ya|tambien|si|tu|usted|vos|will|can|could|would|please|to|'ll) )*"
    rf"(?:{_DATIVE} )*(?:(?:puedes|puede|podes|podrias|podria|vas a|va a) )?(?:{_DATIVE} )*"
    r"(?:ayud[aeo]\w*|apoy[aeo]\w*|acompan[aeo]\w*|ech[ae]\w* una mano|da\w* una mano|colabor[ae]\w*|se suma|"
    r"help(?:s|ing)?|give\w* (?:you|him|her|me|them) a hand)(?!\w)"
)
"""What follows the name of who helps."""
_HELPED = re.compile(r"(?:ayud|apoy|acompañ|colabor|ech|d)[óo](?!\w)", re.IGNORECASE)
"""A past by its accent, which folded words don't have; "yo ayudo" stands behind no name."""
I_HELP = re.compile(
    r"(?<!\w)(?:(?:te|le|les|os|la|lo) (?:ayudo|apoyo|acompano|colaboro|echo una mano|doy una mano)"
    r"|(?:te|le|les|os) puedo (?:ayudar|apoyar|acompanar|echar una mano|dar una mano)"
    r"|(?:puedo|voy a) (?:ayudarte|ayudarle|ayudarles|apoyarte|apoyarle|acompanarte)"
    r"|yo (?:te|se) (?:lo|la) reviso|yo (?:tambien )?me (?:sumo|apunto|anoto|uno)|count me in|i'll join"
    r"|(?:i'll|i can|i could|i will|let me|happy to|glad to) (?:help|pitch in|give you a hand|lend you a hand))(?!\w)"
)
"""What somebody says who joins in a task of another."""
_TALKS = vocabulary(
    "hablar platicar conversar charlar confirmar consultar quedar checar preguntar verificar negociar sentar sentarse",
    "reunir reunirse juntar juntarse comentar validar chequear coordinar almorzar comer cuadrar aclarar",
    "talk speak check meet confirm sit chat",
)
"""Verbs after which "con Ana" is with whom somebody talks, not who helps."""
NEGATED = re.compile(r"(?<!\w)(?:no|ni|nunca|sin|not|don't|can't|won't|without)(?!\w)[^,.;]{0,25}$")


def helpers(task: Task, turns: Sequence[Utterance], people: People) -> tuple[str, ...]:
    """The people who help its owner, by full name, in the order in which they are named."""
    found = [name for turn in sorted(task.said) for name in _with_owner(task, turn, people)]
    last = max(task.said)
    for turn in sorted({*task.said, *range(last + 1, min(len(turns), last + 1 + _REACH))}):
        found += _offered(task, turns[turn], people)
    return tuple(dict.fromkeys(name for name in found if name != task.owner))


def _with_owner(task: Task, turn: int, people: People) -> Iterator[str]:
    """Whom the sentences of the task name as doing it too."""
    for sentence in task.said[turn]:
        act = task.act
        for named in people.named(sentence.text):
            before = sentence.folded[: named.start]
            beside = _BESIDE.search(before)
            if NEGATED.search(before):
                continue
            own = act.sentence == sentence and act.body <= named.start <= act.end and act.verb not in _TALKS
            if (own and beside is not None) or BY_HELP.search(before):
                yield named.name


def _offered(task: Task, turn: Utterance, people: People) -> Iterator[str]:
    """Who offers help in the turn, or is said to give it."""
    for sentence in turn.sentences:
        names = people.named(sentence.text)
        for named in names:
            if _is_helping(sentence, named):
                yield named.name
        if turn.name is None or turn.voice == task.voice or task.owner is None:
            continue
        to_another = names and all(named.name != task.owner for named in names)
        if not to_another and offers(sentence):
            yield turn.name


def offers(sentence: Sentence) -> bool:
    """Whether its speaker offers to join in."""
    offer = I_HELP.search(sentence.folded)
    return offer is not None and not NEGATED.search(sentence.folded[: offer.start()])


def _is_helping(sentence: Sentence, named: Named) -> bool:
    follows = helps_behind(sentence, named.end)
    if follows is None or sentence.asks_at(follows.end() - 1):
        return False
    return not NEGATED.search(sentence.folded[: named.start])


def helps_behind(sentence: Sentence, end: int) -> re.Match[str] | None:
    """The words behind a name that ends there, if they say that this person helps; not that they once did."""
    follows = _HELPS.match(sentence.folded, end)
    return None if follows is None or _HELPED.search(sentence.text, *follows.span()) else follows


_HELPING = frozenset({"ayudar", "apoyar", "acompanar", "colaborar", "help"})
_SAME_EXCHANGE = 3


def without_help(tasks: Sequence[Task], turns: Sequence[Utterance], people: People) -> list[Task]:
    """The tasks without those that are no more than the help that somebody gives with another one."""
    return [task for task in tasks if not any(_is_help(task, other, turns, people) for other in tasks)]


def _is_help(task: Task, other: Task, turns: Sequence[Utterance], people: People) -> bool:
    if task.act.verb not in _HELPING or task.owner in {None, other.owner}:
        return False
    near = min(abs(turn - again) for turn in task.said for again in other.said) <= _SAME_EXCHANGE
    return near and task.owner in helpers(other, turns, people)

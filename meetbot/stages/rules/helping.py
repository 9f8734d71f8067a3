"""Who helps with a task: "la armo con Paola", "Ingrid te ayuda", "yo te echo una mano"."""

import re
from collections.abc import Iterator, Sequence

from meetbot.stages.rules.people import Named, People
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.tasks import Task
from meetbot.stages.rules.vocabulary import vocabulary

_REACH = 2
"""Turns after those of a task in which help for it is still offered."""
_TITLE = r"(?:(?:el|la|los|las|don|dona|al|mi|the) )*"
_BESIDE = re.compile(
    rf"(?<!\w)(?:con|with|junto a|al lado de|me llevo a|me llevo|take|bring|i'll want|i'll need) {_TITLE}$"
)
"""What stands before the name of whoever does it too."""
_BY_HELP = re.compile(rf"(?<!\w)(?:(?:ayuda|apoyo|revision|help) (?:de|del|from)|help from) {_TITLE}$")
_HELPS = re.compile(
    r"[\s,]+(?:(?:que|ya|tambien|si|will|can|could|to|'ll) )*(?:(?:me|te|le|les|lo|la|los|las|nos|os|se|you|him|her) )*"
    r"(?:ayud[aeo]\w*|apoy[aeo]\w*|acompan[aeo]\w*|ech[ae]\w* una mano|da\w* una mano|colabor[ae]\w*|"
    r"help(?:s|ing)?|give\w* (?:you|him|her|me|them) a hand)(?!\w)"
)
"""What follows the name of who helps."""
_I_HELP = re.compile(
    r"(?<!\w)(?:(?:te|le|les|os|la|lo) (?:ayudo|apoyo|acompano|colaboro|echo una mano|doy una mano)"
    r"|(?:te|le|les|os) puedo (?:ayudar|apoyar|acompanar|echar una mano|dar una mano)"
    r"|(?:puedo|voy a) (?:ayudarte|ayudarle|ayudarles|apoyarte|apoyarle|acompanarte)"
    r"|(?:i'll|i can|i could|i will|let me|happy to) (?:help|give you a hand|lend you a hand))(?!\w)"
)
_TALKS = vocabulary(
    "hablar platicar conversar charlar confirmar consultar quedar checar preguntar verificar negociar sentar sentarse",
    "reunir reunirse juntar juntarse comentar validar chequear coordinar almorzar comer cuadrar aclarar",
    "talk speak check meet confirm sit chat",
)
"""Verbs after which "con Ana" is with whom somebody talks, not who helps."""
_NEGATED = re.compile(r"(?<!\w)(?:no|ni|nunca|sin|not|don't|can't|won't|without)(?!\w)[^,.;]{0,25}$")


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
            own = act.sentence == sentence and act.body <= named.start <= act.end and act.verb not in _TALKS
            if (own and beside is not None and not _NEGATED.search(before)) or _BY_HELP.search(before):
                yield named.name


def _offered(task: Task, turn: Utterance, people: People) -> Iterator[str]:
    """Who offers help in the turn, or is said to give it."""
    for sentence in turn.sentences:
        for named in people.named(sentence.text):
            if _is_helping(sentence, named):
                yield named.name
        if turn.name is None or turn.voice == task.voice or task.owner is None:
            continue
        offer = _I_HELP.search(sentence.folded)
        if offer is not None and not _NEGATED.search(sentence.folded[: offer.start()]):
            yield turn.name


def _is_helping(sentence: Sentence, named: Named) -> bool:
    follows = _HELPS.match(sentence.folded[named.end :])
    asked = sentence.asks_at(named.start)
    return follows is not None and not asked and not _NEGATED.search(sentence.folded[: named.start])


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

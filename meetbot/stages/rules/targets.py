"""Agreed targets and terms of the SLA: decisions that set a figure to reach."""

import re
from collections.abc import Sequence

from meetbot.stages.rules.decision_log import Decision
from meetbot.stages.rules.matter import has_figure
from meetbot.stages.rules.speech import Sentence, Utterance

_GOAL = re.compile(
    r"(?<!\w)(?:metas?|objetivos?|target|goal|quota|cuota|sla|compromiso de|tope|piso|umbral|minimo|maximo|indicador"
    r"|kpi|numero (?:del|para)|"
    r"number for|llegar a|alcanzar|estar en|volver a|bajar a|subir a|hit|reach)(?!\w)"
)
_SERVICE = re.compile(
    r"(?<!\w)(?:contest\w+|respond\w+|respuesta|cotiz\w+|atend\w+|atencion|llamar\w*|contactar\w*|entreg\w+|devolver"
    r"|responder|tiempo general|"
    r"respon\w+|reply|replies|answer\w*|call\w*|quote|deliver\w*|follow up|turnaround|first (?:human )?(?:reply"
    r"|response))(?!\w)"
)
_TIME = re.compile(
    r"(?<!\w)(?:horas?|minutos?|dias?(?: habiles)?|habiles|laborables|hours?|minutes?|business|days?|media hora"
    r"|half an hour)(?!\w)"
)
_SHARE = re.compile(r"%|(?<!\w)(?:por ciento|percent|porciento|millon(?:es)?|million|k)(?!\w)")
_NOT_ONE = re.compile(
    r"(?<!\w)(?:descuento|recargo|precio|stand|evento|feria|reunion|junta|webinar|fecha|discount|price|surcharge|booth"
    r"|event|meeting|add-on|presupuesto|budget|veces|times|every|cada)(?!\w)"
)
_BEFORE = 10
"""Turns before a decision in which the talk may be of a goal."""
_SURE, _LIKELY, _DOUBTFUL = 0.9, 0.75, 0.4


def target_share(decision: Decision, heard: Sequence[Utterance]) -> tuple[float, str] | None:
    """How likely a decision sets a target or a term of the SLA, if it is one, and why; None without a figure."""
    told_by = [s for told in decision.tellings.values() for s, settles in told.items() if settles]
    if decision.status != "made" or not any(_figures(sentence) for sentence in (*decision.sentences, *told_by)):
        return None
    told = " ".join(sentence.folded for sentence in decision.said.values())
    around = " ".join(turn.folded for turn in heard[max(0, decision.lead - _BEFORE) : decision.lead + 1])
    goal, timed = _GOAL.search(told) is not None, _TIME.search(told) is not None
    shared = timed or _SHARE.search(told) is not None
    of_goal, of_service = _GOAL.search(around) is not None, _SERVICE.search(around) is not None
    signs = (
        (goal, _SURE, "it sets a figure and calls it a goal"),
        (_NOT_ONE.search(told) is not None, 0.0, ""),
        (timed and _SERVICE.search(told), _SURE, "it sets in what time something is to be answered or delivered"),
        (
            (timed and of_service) or (shared and of_goal),
            _LIKELY,
            "it sets a figure, the talk was of a goal or of answering",
        ),
        (of_goal, _DOUBTFUL, "it sets a figure, and the talk was of a goal"),
    )
    score, reason = next(((score, reason) for holds, score, reason in signs if holds), (0.0, ""))
    return (score, reason) if score else None


def _figures(sentence: Sentence) -> bool:
    dues = [(due.start, due.end) for due in sentence.dues]
    dues += [(match.start(), match.end()) for match in _NO_FIGURE.finditer(sentence.folded)]
    return has_figure([w for w in sentence.words if not any(start <= w.start < end for start, end in dues)])


_NO_FIGURE = re.compile(
    r"(?<!\w)(?:(?:ustedes|nosotros|nosotras|los|las|l[oa]s otr[oa]s|entre|you|us|the|these) (?:dos|tres|cuatro|two"
    r"|three|four)|a las \w+|del? \w+ de \w+|out of \w+|ocho a \w+)(?!\w)"
)

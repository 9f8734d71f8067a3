"""Agreed targets and terms of the SLA: decisions that set a figure to reach."""

import re
from collections.abc import Sequence

from meetbot.stages.rules.decision_log import Decision
from meetbot.stages.rules.matter import has_figure
from meetbot.stages.rules.speech import Sentence, Utterance

_GOAL = re.compile(
    r"(?<!\w)(?:metas?|objetivos?|target|goal|quota|cuota|sla|compromiso de|tope|piso|umbral|minimo|maximo|indicador|kpi|numero (?:del|para)|"
    r"number for|llegar a|alcanzar|estar en|volver a|bajar a|subir a|hit|reach)(?!\w)"
)
_SERVICE = re.compile(
    r"(?<!\w)(?:contest\w+|respond\w+|respuesta|cotiz\w+|atend\w+|atencion|llamar\w*|contactar\w*|entreg\w+|devolver|responder|tiempo general|"
    r"respon\w+|reply|replies|answer\w*|call\w*|quote|deliver\w*|follow up|turnaround|first (?:human )?(?:reply|response))(?!\w)"
)
_TIME = re.compile(
    r"(?<!\w)(?:horas?|minutos?|dias?(?: habiles)?|habiles|laborables|hours?|minutes?|business|days?|media hora|half an hour)(?!\w)"
)
_SHARE = re.compile(r"%|(?<!\w)(?:por ciento|percent|porciento|millon(?:es)?|million|k)(?!\w)")
_NOT_ONE = re.compile(
    r"(?<!\w)(?:descuento|recargo|precio|stand|evento|feria|reunion|junta|webinar|fecha|discount|price|surcharge|booth|event|meeting|add-on|presupuesto|budget)(?!\w)"
)
_BEFORE = 10
"""Turns before a decision in which the talk may be of a goal."""
_SURE, _LIKELY = 0.9, 0.6


def target_share(decision: Decision, heard: Sequence[Utterance]) -> tuple[float, str] | None:
    """How likely a decision, if it is one, sets a target or a term of the SLA, and why; None when it gives no figure."""
    if decision.status != "made":
        return None
    told_by = [s for told in decision.tellings.values() for s, settles in told.items() if settles]
    said = [sentence for sentence in (*decision.sentences, *told_by) if _figures(sentence)]
    if not said:
        return None
    told = " ".join(sentence.folded for sentence in decision.said.values())
    around = " ".join(turn.folded for turn in heard[max(0, decision.lead - _BEFORE) : decision.lead + 1])
    if _NOT_ONE.search(told) and not _GOAL.search(told):
        return None
    if _GOAL.search(told):
        return _SURE, "it sets a figure and calls it a goal"
    timed = _TIME.search(told) is not None
    if timed and _SERVICE.search(told):
        return _SURE, "it sets in what time something is to be answered or delivered"
    if (timed and _SERVICE.search(around)) or ((timed or _SHARE.search(told)) and _GOAL.search(around)):
        return _LIKELY + 0.15, "it sets a figure, and the talk was of a goal or of answering"
    return (_LIKELY - 0.2, "it sets a figure, and the talk was of a goal") if _GOAL.search(around) else None


def _figures(sentence: Sentence) -> bool:
    dues = [(due.start, due.end) for due in sentence.dues]
    dues += [(match.start(), match.end()) for match in _NO_FIGURE.finditer(sentence.folded)]
    return has_figure([w for w in sentence.words if not any(start <= w.start < end for start, end in dues)])


_NO_FIGURE = re.compile(
    r"(?<!\w)(?:(?:ustedes|nosotros|nosotras|los|las|l[oa]s otr[oa]s|entre|you|us|the|these) (?:dos|tres|cuatro|two|three|four)|a las \w+|del? \w+ de \w+|out of \w+|ocho a \w+)(?!\w)"
)

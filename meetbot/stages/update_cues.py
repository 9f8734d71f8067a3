"""How people tell where a task stands: finished, not yet, put off, called off; Spanish and English."""

import re
from dataclasses import dataclass

from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_replies import clause_texts, reply_in
from meetbot.stages.update_cancelled import (
    drops_if_agreed,
    drops_if_denied,
    is_cancelled,
    is_done_instead,
    is_put_off,
    is_struck,
)
from meetbot.stages.update_days import asks_past, is_of_others, new_days, proposes
from meetbot.stages.update_done import RESULTS, acted, has, is_done, is_told_done, opens_done
from meetbot.stages.update_open import is_missing, is_undone
from meetbot.stages.update_progress import is_there_after_all, moves_all, tells_share

_PART = re.compile(
    r"\b(?:l[oa] otr[oa](?! (?:semana|vez|junta|reunion|quincena|sesion))|los otros|las otras|lo que falta|"
    r"el resto|the (?:rest|other)|l[oa]s que (?:faltan|quedan)|"
    r"la firma|la segunda(?: parte)?|la primera (?:parte|sesion|version|tanda|etapa)|otra mitad|other half)\b"
)

_NO = re.compile(
    r"\W*(?:(?:uy|ay|uh|um|eh|mmm|y|pues|ah|oh|este|ugh|la verdad),? )*(?:no|nop|nope|todavia|aun|not yet)\b"
)
_YES = re.compile(
    r"\W*(?:si|ya(?=,|\W*$)|claro|yes|yep|yeah|yup|sip|asi es|correcto|i did|por supuesto|obvio|"
    r"it is|it did)\b"
)
_YES_LATER = re.compile(r"[^,.]{1,25}, (?:si|yes|yeah)\b")
_SHORT_ANSWER = 8


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a turn tells of a task: each may hold, in the order in which they count.

    `part` speaks of a part of the task, `share` says that a part is done; `struck` takes the task from the list.
    """

    cancelled: bool = False
    undone: bool = False
    done: bool = False
    part: bool = False
    share: bool = False
    put_off: bool = False
    struck: bool = False
    days: tuple[str, ...] = ()

    def says_anything(self) -> bool:
        """Whether it tells where the task stands."""
        return self.cancelled or self.undone or self.done or self.put_off or self.struck or self.share

    @property
    def finished(self) -> bool:
        """Whether it tells the task as done, with nothing missing."""
        return self.done and not self.undone


def report_in(text: str, *, language: str, asked: str = "", verb: str = "") -> Report:
    """What the words tell of the task that they are about.

    `asked` is what somebody else said of it just before; `verb` is what was to be done, as an infinitive.
    """
    folded = fold(text)
    if _is_dropped_by_answer(text, folded, asked):
        return Report(cancelled=True)
    if past := _answer_about_past(folded, asked, verb=verb):
        return past
    days = new_days(text, folded, language=language)
    done = is_done(text, folded, verb=verb, days=bool(days)) or (not days and has(folded, verb=verb))
    done = done or is_told_done(text, folded, verb=verb) or is_done_instead(folded, text=text)
    opens = opens_done(folded, verb=verb) and not proposes(asked, language=language)
    cancelled = is_cancelled(folded, text=text)
    later = not (done or opens or days or cancelled) and is_of_others(text)
    denies = asks_past(asked) and _NO.match(folded) is not None and not acted(text, folded, verb=verb)
    undone = later or denies or is_undone(text, language=language, verb=verb, results=verb in RESULTS)
    if is_there_after_all(folded) and not days:
        done, undone = True, False
    return Report(
        cancelled=cancelled and not (days and undone),
        undone=undone or (not done and not days and is_of_others(text)),
        done=done or opens,
        part=_PART.search(folded) is not None,
        share=tells_share(text, language=language) or (done and undone),
        put_off=is_put_off(folded) or (bool(days) and moves_all(folded)),
        struck=is_struck(folded),
        days=days,
    )


def _is_dropped_by_answer(text: str, folded: str, asked: str) -> bool:
    """Whether it answers 'sí' to "¿lo damos de baja?", or 'no' to "do we still need it?"."""
    replies = {reply_in(clause) for clause in clause_texts(text)}
    if drops_if_agreed(asked):
        return bool(replies & {"accepts", "weakly"}) and "refuses" not in replies
    return drops_if_denied(asked) and _NO.match(folded) is not None


def _answer_about_past(folded: str, asked: str, *, verb: str) -> Report | None:
    """What "sí" or "no, todavía" tell after "¿ya lo mandaste?": a day beside them is when that was."""
    if not asks_past(asked) or len(folded.split()) > _SHORT_ANSWER:
        return None
    if (_YES.match(folded) or _YES_LATER.match(folded)) and not is_missing(folded):
        return Report(done=True)
    return (
        Report(undone=True)
        if _NO.match(folded) and not find_due(folded) and not opens_done(folded, verb=verb)
        else None
    )

"""Tasks that change hands: refused, passed on to somebody, or taken over from who wavers."""

from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.floor import AT_ONCE, FOLLOW_UP, SAME_EXCHANGE, Floor
from meetbot.stages.rules.replies import hands_over, offers_other_day
from meetbot.stages.rules.speech import content_stems, stem
from meetbot.stages.rules.tasks import Heard, Task


def refuses(floor: Floor, heard: Heard, new: Sequence[Act]) -> bool:
    """Whether the turn refuses what waits for its speaker, or only the day of it ("el viernes no, el lunes")."""
    if not cues.REFUSE.search(heard.utterance.folded) or any(act.kind == "promise" for act in new):
        return False
    mine = [t for t in floor.waiting(heard, own_needs=False) if t.target in {None, heard.utterance.name}]
    for task in mine[:1]:
        task.touched = heard.index
        if (due := offers_other_day(heard.utterance)) is not None:
            task.due_words = due.words
            task.cite(heard.index, heard.utterance.sentences[-1])
        else:
            task.target, task.kind = None, "need"
            redirects(floor, heard)
    return bool(mine)


def redirects(floor: Floor, heard: Heard) -> bool:
    """Whether the turn passes a task on to somebody: "mejor Dave", "que lo vea Jorge", "¿Flor?"."""
    name = hands_over(heard)
    if name is None:
        return False
    own = [
        task
        for task in reversed(floor.tasks)
        if task.state == "taken"
        and heard.index - task.touched <= AT_ONCE
        and task.voice == heard.utterance.voice
        and task.at != heard.index
    ]
    for task in (floor.waiting(heard, own_needs=True) or own)[:1]:
        task.target, task.state, task.touched = name, "open", heard.index
        task.owner, task.asked_by = name, heard.utterance.voice
        task.kind = "request" if name in floor.present else "assign"
        task.cite(heard.index, heard.readings[0].sentence)
        task.sign("handed over", heard.index)
        return True
    return False


def hands_on(floor: Floor, heard: Heard, act: Act) -> bool:
    """Whether the request passes on what the speaker had taken: "¿me la sacas tú, Fer?"."""
    if act.kind != "request" or act.target is None:
        return False
    said = [s.folded for s in heard.utterance.sentences if s.start <= act.sentence.start]
    spoken = content_stems(" ".join(said))
    for task in reversed(floor.tasks):
        if task.state != "taken" or task.voice != heard.utterance.voice or task.at == heard.index:
            continue
        near = heard.index - task.touched <= FOLLOW_UP and bool(act.pronouns) and not act.stems
        known = task.stems | ({stem(fold(task.act.verb))} if task.act.verb else set())
        if near or (len(spoken & known) >= 2 and not act.stems - known):  # noqa: PLR2004 - one may be chance
            task.target, task.state, task.touched = act.target, "open", heard.index
            task.kind, task.asked_by = "request", heard.utterance.voice
            task.sign("handed over", heard.index)
            task.cite(heard.index, act.sentence)
            return True
    return False


def volunteers(floor: Floor, heard: Heard, act: Act) -> bool:
    """Whether the promise offers to do what somebody else had taken and then doubted or been unable to do."""
    if act.kind not in {"promise", "take"} or heard.utterance.name is None:
        return False
    for task in reversed(floor.tasks):
        if task.state != "taken" or task.voice == heard.utterance.voice or task.owner is None:
            continue
        if heard.index - task.touched <= SAME_EXCHANGE and act.stems & task.stems and _wavers(floor, task):
            task.taken_by(heard, act)
            task.sign("handed over", heard.index)
            return True
    return False


def _wavers(floor: Floor, task: Task) -> bool:
    """Whether the owner's last words on it ask something or say that something is in the way."""
    said = [h.utterance for h in floor.heard[task.at :] if h.utterance.voice == task.voice]
    return any(
        any(s.question_span is not None for s in u.sentences) or cues.REFUSE.search(u.folded) is not None for u in said
    )

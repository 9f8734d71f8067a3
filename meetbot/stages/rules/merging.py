"""The same task said twice is one task: repeated, read back at the end, or handed to somebody else."""

from collections.abc import Iterable
from datetime import date

from meetbot.stages.due_dates import resolve_due
from meetbot.stages.folding import fold
from meetbot.stages.rules.speech import stem
from meetbot.stages.rules.tasks import Task

_CLOSE = 3
"""Turns within which "los saco" and "sácalos" are one."""
_SOME = 0.34
_ALIKE = 0.5
"""Share of the shorter wording's content that must be in the other; measured on the three tuning meetings."""


def merge_tasks(tasks: Iterable[Task]) -> list[Task]:
    """The tasks in order of mention, each once; a later mention adds its turn, its time and the last owner.

    A read-back repeats and adds nothing of its own.
    """
    kept: list[Task] = []
    for task in sorted(tasks, key=lambda t: t.at):
        same = next((known for known in reversed(kept) if _same(known, task)), None)
        if same is None and (not task.recap or task.act.cue == "listed"):
            kept.append(task)
        elif same is not None:
            _absorb(same, task)
    return kept


def _same(known: Task, task: Task) -> bool:
    shared = known.stems & task.stems
    same_owner = known.owner is not None and known.owner == task.owner
    near = task.at - known.touched <= _CLOSE
    alike = known.act.verb == task.act.verb
    if same_owner and near and alike and task.act.pronouns and task.at != known.at and len(task.act.stems) <= 1:
        return True
    if not shared:
        return same_owner and _without_words(known, task, near=near)
    same_time = task.due_words is not None and _day(task.due_words) == _day(known.due_words)
    share = len(shared) / min(len(known.stems), len(task.stems))
    if same_owner or task.owner is None or known.owner is None:
        return (
            task.recap
            or (same_owner and same_time and share >= _SOME)
            or (share >= _ALIKE and (alike or len(shared) > 1))
            or (same_owner and share == 1 and (_says_no_work(known) or _says_no_work(task)) and not _apart(known, task))
        )
    handed_over = len(shared) > 1 and share > _ALIKE and alike
    return handed_over and task.state == "taken"


_ANY_WORK = frozenset(
    {None, "hacer", "tener", "dejar", "encargarse", "ver", "sacar", "do", "get", "have", "take", "handle"}
)
"""Verbs that say no more than that the thing will be there."""


def _says_no_work(task: Task) -> bool:
    return task.act.verb in _ANY_WORK


def _apart(known: Task, task: Task) -> bool:
    """Whether both have a day, and not the same."""
    both = known.due_words is not None and task.due_words is not None
    return both and _day(known.due_words) != _day(task.due_words)


def _without_words(known: Task, task: Task, *, near: bool) -> bool:
    """Whether two tasks of one owner are one though they share no content."""
    if known.act.verb == task.act.verb and near and not (known.act.stems and task.act.stems):
        return True
    same_time = task.due_words is not None and _day(task.due_words) == _day(known.due_words)
    same_verb = known.act.verb == task.act.verb or stem(fold(task.act.verb or "")) in known.stems
    return task.recap and (same_time or same_verb)


_ANY_DAY = date(2001, 1, 1)


def _day(words: str | None) -> object:
    """What the words mean on some day: "el viernes" and "by Friday" are one."""
    found = resolve_due(words, said_on=_ANY_DAY, next_meeting=None) if words else None
    return found.date if found else words


def _absorb(known: Task, task: Task) -> None:
    for turn, sentences in task.said.items():
        for sentence in sentences:
            known.cite(turn, sentence)
    known.sign("read back" if task.recap else "repeated", task.at)
    for sign, turn in task.signs.items():
        known.sign(sign, turn)
    if task.owner is not None and not (task.recap and known.owner is not None):
        known.owner, known.voice = task.owner, task.voice
    sure = known.due_words is not None and not {"day beside", "day said later"} & set(known.signs)
    if task.due_words is not None and not (task.recap and sure and "day corrected" not in task.signs):
        known.due_words = task.due_words
    known.condition = known.condition or task.condition
    known.score = min(1.0, max(known.score, task.score) + 0.1)
    known.state = "taken" if "taken" in {known.state, task.state} else known.state
    known.stems |= task.stems

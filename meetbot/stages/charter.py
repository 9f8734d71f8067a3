"""Whether a task lies with the department whose charter it belongs to; a mismatch is flagged, never changed."""

from meetbot.model.company import Department, Roster
from meetbot.model.minutes import ActionItem
from meetbot.stages.ground_words import content_stems

_MATTER = 2
"""Stems that a function and a task must share when the function has so many: one alone ("leads") is everybody's."""


def belongs_to(action: ActionItem, roster: Roster) -> Department | None:
    """The department that alone owns the function which the task names, if that is not the owner's own; else None."""
    own = roster.department(action.department)
    if own is None or _carries(own, action):
        return None
    others = [d for d in roster.departments if d != own and any(_names(text, action) for text in d.owns)]
    return others[0] if len(others) == 1 else None


def _carries(department: Department, action: ActionItem) -> bool:
    return any(_names(function, action) for function in (*department.owns, *department.shared))


def _names(function: str, action: ActionItem) -> bool:
    wanted = set(content_stems(function))
    shared = wanted & set(content_stems(action.text))
    return len(shared) >= _MATTER or (bool(wanted) and shared == wanted)

"""What has been heard so far in a meeting, and the tasks that were put to somebody in it."""

from dataclasses import dataclass, field

from meetbot.stages.rules.exchanges import DayAsked
from meetbot.stages.rules.reopening import Reopened
from meetbot.stages.rules.tasks import Heard, Task

WINDOW = 5
"""Turns over which an answer may still belong to a request."""
FOLLOW_UP = 6
"""Turns over which its owner may still add to a task."""
AT_ONCE = 2
"""Turns within which an answer without content of its own must follow. All measured on the three tuning meetings."""
SAME_EXCHANGE = 4


@dataclass(kw_only=True)
class Floor:
    """The tasks so far, the turns already heard, and the questions for a day that wait for an answer."""

    present: frozenset[str]
    tasks: list[Task] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    day_asked: DayAsked | None = None
    reopened: Reopened | None = None

    def waiting(self, heard: Heard, *, own_needs: bool) -> list[Task]:
        """What waits for an answer by this speaker, the latest first."""
        voice, at = heard.utterance.voice, heard.index
        return [
            task
            for task in reversed(self.tasks)
            if task.state == "open"
            and at - task.touched <= WINDOW
            and (task.at != at or own_needs)
            and (task.asked_by != voice or (own_needs and task.kind in {"need", "group"}))
        ]

"""Who ends up with which task: requests and needs are followed over the turns until somebody takes or refuses them."""

from collections.abc import Sequence

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act
from meetbot.stages.rules.beginning import begin, give_time
from meetbot.stages.rules.days_asked import answers_reopened, answers_when, limit_reopened
from meetbot.stages.rules.days_later import corrects_day, hear_time, set_limit, take_back, take_beside
from meetbot.stages.rules.exchanges import day_asked
from meetbot.stages.rules.floor import Floor
from meetbot.stages.rules.handovers import redirects, refuses
from meetbot.stages.rules.reopening import reopened
from meetbot.stages.rules.replies import declines, was_asked
from meetbot.stages.rules.speech import Utterance
from meetbot.stages.rules.substance import matter_of
from meetbot.stages.rules.taking import accept, fulfilled, take
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.things import Matter

_CONSENT = 0.12


class TaskTracker:
    """Reads the meeting turn by turn and keeps what becomes of each task."""

    def __init__(self, present: frozenset[str]) -> None:
        self._floor = Floor(present=present)

    def read(self, heard: Heard, following: Sequence[Utterance]) -> None:
        """Takes in the next turn; `following` are the turns after it, which make its promises surer or stop them."""
        floor = self._floor
        self._answers(heard)
        take_beside(floor, heard)
        give_time(floor, heard)
        if not corrects_day(floor, heard) and not answers_when(floor, heard) and not answers_reopened(floor, heard):
            set_limit(floor, heard)
            hear_time(floor, heard)
        self._hear_reply(heard, following)
        asked = day_asked(heard)
        if asked is not None:
            floor.day_asked = asked
        take_back(floor, heard)
        found = reopened(heard, floor.tasks)
        if found is not None:
            floor.reopened = found
            limit_reopened(heard, found)
        floor.heard.append(heard)

    def finish(self) -> list[Task]:
        """The tasks that somebody took, and those given to somebody by name who did not object."""
        for task in self._floor.tasks:
            waits = task.state == "open" and task.kind == "request" and task.target is not None
            if waits and "not refused" in task.signs:
                task.state, task.owner = "taken", task.target
            elif waits and task.owner is None and not was_asked(task):
                task.owner = task.target
        given = [t for t in self._floor.tasks if t.state == "open" and t.kind in {"assign", "request"} and t.owner]
        return [t for t in self._floor.tasks if (t.state == "taken" or t in given) and t.says_what()]

    def matter(self, task: Task) -> Matter | None:
        """What a task is about that leaves it open."""
        return matter_of(task, self._floor.heard)

    def _answers(self, heard: Heard) -> None:
        floor = self._floor
        new: list[Act] = []
        answered = False
        for act in heard.acts:
            if act.kind in {"promise", "take", "delivery"} and take(floor, heard, act):
                answered = True
            else:
                new.append(act)
                begin(floor, heard, act)
        if answered or not heard.utterance.sentences or fulfilled(floor, heard, new):
            return
        if not refuses(floor, heard, new) and not redirects(floor, heard):
            accept(floor, heard, new)

    def _hear_reply(self, heard: Heard, following: Sequence[Utterance]) -> None:
        """Weighs the promises of this turn by what is said next: thanks and agreement make them surer."""
        reply = next((u for u in following if u.voice != heard.utterance.voice and u.sentences), None)
        if reply is None:
            return
        opening = reply.sentences[0].folded
        welcome = cues.ACCEPT.match(opening) or cues.THANKS.search(reply.folded) or cues.STRONG_ACCEPT.match(opening)
        for task in self._floor.tasks:
            if task.at != heard.index or task.kind not in {"promise", "take"}:
                continue
            if declines(opening):
                task.state = "dropped"
            elif welcome:
                task.surer(_CONSENT)
                task.sign("welcomed", reply.index)

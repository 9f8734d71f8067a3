"""Who ends up with which task: requests and needs are followed over the turns until somebody takes or refuses them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.speech import Sentence, Utterance

State = Literal["open", "taken", "dropped"]
WINDOW = 5
"""Turns over which an answer may still belong to a request; measured on the three tuning meetings."""
_FOLLOW_UP = 6
"""Turns over which its owner or the asker may still add the time."""


@dataclass(kw_only=True)
class Task:
    """A task in the making. `said` are the acts or sentences that speak of it, by turn, the most telling first."""

    act: Act
    kind: str
    asked_by: str
    at: int
    touched: int
    state: State = "open"
    owner: str | None = None
    voice: str | None = None
    target: str | None = None
    due_words: str | None = None
    due_at: int | None = None
    condition: str | None = None
    score: float = 0.0
    stems: set[str] = field(default_factory=set)
    said: dict[int, Sentence] = field(default_factory=dict)
    lead: int = 0
    recap: bool = False

    def cite(self, turn: int, sentence: Sentence) -> None:
        """Adds a turn that speaks of the task."""
        self.said.setdefault(turn, sentence)

    def set_due(self, words: str | None, turn: int) -> None:
        """The time as said last; None changes nothing."""
        if words is not None:
            self.due_words, self.due_at = words, turn


@dataclass(frozen=True)
class Heard:
    """One utterance with its readings and acts."""

    utterance: Utterance
    readings: tuple[Reading, ...]
    acts: tuple[Act, ...]

    @property
    def index(self) -> int:
        """Its place in the transcript."""
        return self.utterance.index


class TaskTracker:
    """Reads the meeting turn by turn and keeps what becomes of each task."""

    def __init__(self, present: frozenset[str]) -> None:
        self.tasks: list[Task] = []
        self._present = present
        self._heard: list[Heard] = []

    def read(self, heard: Heard) -> None:
        """Takes in the next turn: first as an answer to what is open, then for what is new in it."""
        left = self._answers(heard)
        for act in left:
            self._begin(heard, act)
        self._times(heard)
        self._heard.append(heard)

    def finish(self) -> list[Task]:
        """The tasks that somebody took, was given, or that were said with enough weight."""
        return [task for task in self.tasks if task.state == "taken" or (task.kind == "assign" and task.state == "open")]

    # --- answers ---

    def _open(self, heard: Heard, *, own_needs: bool) -> list[Task]:
        voice = heard.utterance.voice
        return [
            task
            for task in reversed(self.tasks)
            if task.state == "open"
            and heard.index - task.touched <= WINDOW
            and (task.asked_by != voice or (own_needs and task.kind in {"need", "group"}))
        ]

    def _answers(self, heard: Heard) -> list[Act]:
        utterance = heard.utterance
        left: list[Act] = []
        answered = False
        for act in heard.acts:
            if act.kind in {"promise", "take", "delivery"} and self._take_with(heard, act):
                answered = True
            else:
                left.append(act)
        if answered or not utterance.sentences:
            return left
        if self._refuses(heard, left) or self._redirects(heard):
            return left
        self._accepts(heard, left)
        return left

    def _take_with(self, heard: Heard, act: Act) -> bool:
        """Whether the promise answers an open request or adds to the speaker's own task."""
        utterance = heard.utterance
        for task in self._open(heard, own_needs=True):
            if task.target not in {None, utterance.name} and task.kind == "assign" and act.kind == "take" and not act.stems:
                continue
            if self._links(act, task, heard.index):
                self._give(task, heard, act)
                return True
        own = self._latest_own(heard, act)
        if own is not None:
            self._add_to(own, heard, act)
            return True
        return False

    @staticmethod
    def _links(act: Act, task: Task, index: int) -> bool:
        if act.stems & task.stems:
            return True
        if act.verb is not None and act.verb == task.act.verb and not (act.stems and task.stems):
            return True
        near = index - task.touched <= 2  # noqa: PLR2004 - an answer without content follows at once
        contentless = not act.stems and (act.kind in {"take", "delivery"} or bool(act.pronouns) or act.due is not None)
        return contentless and (near or act.kind == "take")

    def _latest_own(self, heard: Heard, act: Act) -> Task | None:
        voice = heard.utterance.voice
        for task in reversed(self.tasks):
            if heard.index - task.touched > _FOLLOW_UP:
                return None
            if task.state != "taken" or task.voice != voice:
                continue
            if act.kind == "delivery" or (act.stems and act.stems & task.stems and act.verb == task.act.verb):
                return task
            if not act.stems and act.pronouns and heard.index - task.touched <= 3 and heard.index != task.at:  # noqa: PLR2004 - same exchange
                return task
            if act.kind == "take":
                return task
        return None

    @staticmethod
    def _give(task: Task, heard: Heard, act: Act | None) -> None:
        utterance = heard.utterance
        task.state, task.owner, task.voice, task.touched = "taken", utterance.name, utterance.voice, heard.index
        task.score = min(1.0, max(task.score, act.score if act else 0.0) + 0.2)
        sentence = act.sentence if act else utterance.sentences[0]
        task.cite(heard.index, sentence)
        if act is None:
            return
        task.condition = act.condition or task.condition
        if act.due is not None:
            task.set_due(act.due.words, heard.index)
        if act.stems and act.verb and (len(act.stems) >= len(task.stems) or task.kind in {"need", "group"}):
            task.act, task.lead = act, heard.index
        task.stems |= act.stems

    @staticmethod
    def _add_to(task: Task, heard: Heard, act: Act) -> None:
        task.touched = heard.index
        task.cite(heard.index, act.sentence)
        task.score = min(1.0, task.score + 0.1)
        if act.due is not None:
            task.set_due(act.due.words, heard.index)
        task.condition = act.condition or task.condition
        if len(act.stems) > len(task.act.stems) and not task.act.stems:
            task.act, task.lead = act, heard.index
        task.stems |= act.stems

    def _refuses(self, heard: Heard, left: Sequence[Act]) -> bool:
        if not cues.REFUSE.search(heard.utterance.folded):
            return False
        if any(act.kind == "promise" for act in left):
            return False
        for task in self._open(heard, own_needs=False):
            if task.target in {None, heard.utterance.name}:
                if self._new_time(task, heard):
                    return True
                task.target, task.kind = None, "need"
                task.touched = heard.index
                self._redirects(heard)
                return True
        return False

    @staticmethod
    def _new_time(task: Task, heard: Heard) -> bool:
        """Whether only the day is refused: "el viernes no puedo, mejor el lunes"."""
        dues = [due for sentence in heard.utterance.sentences for due in sentence.dues]
        if not re.search(r"(?<!\w)(?:mejor|pero|que tal|how about|but|rather)(?!\w)", heard.utterance.folded) or not dues:
            return False
        task.set_due(dues[-1].words, heard.index)
        task.touched = heard.index
        task.cite(heard.index, heard.utterance.sentences[-1])
        return True

    def _redirects(self, heard: Heard) -> bool:
        """"Mejor Dave", "que lo vea Jorge", "¿Flor?": the task goes to the one named."""
        utterance = heard.utterance
        if any(act.kind in {"request", "assign"} and act.stems for act in heard.acts):
            return False
        named = [n.name for reading in heard.readings for n in reading.names if n.name != utterance.name]
        if len(set(named)) != 1:
            return False
        hands_over = re.search(
            r"(?<!\w)(?:mejor|que (?:lo|la|los|las) \w+|(?:lo|la) (?:puede|deberia|podria) \w+|eso (?:es|le toca)|le toca|preguntale|maybe|better|"
            r"should (?:do|take)|is better|that's for)(?!\w)", utterance.folded,
        )  # fmt: skip
        calls = utterance.word_count <= 3 and any(reading.addressee for reading in heard.readings)  # noqa: PLR2004 - "¿y tú, Flor?"
        if not (hands_over or calls):
            return False
        candidates = self._open(heard, own_needs=True) or [
            t for t in reversed(self.tasks) if t.state == "taken" and heard.index - t.touched <= 2 and t.voice == utterance.voice  # noqa: PLR2004 - at once
        ]
        if not candidates:
            return False
        task = candidates[0]
        task.target, task.state, task.asked_by, task.touched = named[0], "open", utterance.voice, heard.index
        task.kind = "request" if named[0] in self._present else "assign"
        task.cite(heard.index, heard.readings[0].sentence)
        return True

    def _accepts(self, heard: Heard, left: Sequence[Act]) -> None:
        utterance = heard.utterance
        if not cues.ACCEPT.match(utterance.folded) or cues.OBJECT_START.match(utterance.folded):
            return
        requests = [t for t in self._open(heard, own_needs=False) if t.kind in {"request", "assign"}]
        mine = [t for t in requests if t.target == utterance.name or (t.target is None and t.kind == "request")]
        if not mine:
            self._takes_need(heard)
            return
        if heard.index - mine[0].touched > 2 and mine[0].target is None:  # noqa: PLR2004 - an unaddressed request is answered at once
            return
        if any(act.kind == "promise" and act.stems and not act.stems & mine[0].stems for act in left) and mine[0].target is None:
            return
        for task in mine:
            if task.at == mine[0].at:
                self._give(task, heard, None)
                dues = [due for sentence in utterance.sentences[:2] for due in sentence.dues]
                if dues and not any(act.due is not None for act in left):
                    task.set_due(dues[0].words, heard.index)

    def _takes_need(self, heard: Heard) -> None:
        if not re.match(r"^[\s,.¡¿]*(?:(?:ok|bueno|va|pues|dale|si),?\s+)?yo(?:\s+(?:mero|mismo|misma|puedo|la|lo))?\s*(?:$|[.,!])|^[\s,.]*(?:me|i can|i will)\s*(?:$|[.,!])", heard.utterance.folded):
            return
        needs = [t for t in self._open(heard, own_needs=False) if t.kind == "need"]
        if needs and heard.index - needs[0].touched <= 2:  # noqa: PLR2004 - at once
            self._give(needs[0], heard, None)

    # --- new tasks ---

    def _begin(self, heard: Heard, act: Act) -> None:
        if act.kind == "delivery":
            return
        utterance = heard.utterance
        mine = act.kind in {"promise", "take"}
        if act.kind == "take" and not act.stems:
            task = self._from_context(heard, act)
            if task is None:
                return
        else:
            task = Task(
                act=act, kind=act.kind, asked_by=utterance.voice, at=heard.index, touched=heard.index, target=act.target,
                condition=act.condition, score=act.score, stems=set(act.stems), lead=heard.index, recap=_in_recap(heard, act),
            )  # fmt: skip
            task.cite(heard.index, act.sentence)
            if act.due is not None:
                task.set_due(act.due.words, heard.index)
            if act.kind == "request" and not act.stems:
                self._fill_topic(task, heard, act)
        if mine:
            task.state, task.owner, task.voice = "taken", utterance.name, utterance.voice
        if act.kind == "assign":
            task.owner = act.target
        if act.kind == "group" and (act.due is not None):
            task.state = "taken"
        self.tasks.append(task)

    def _from_context(self, heard: Heard, act: Act) -> Task | None:
        """A task taken without naming it: its content is the last thing said that had any."""
        topic = self._topic_before(heard, act.sentence)
        if topic is None:
            return None
        turn, sentence, content = topic
        task = Task(
            act=content or act, kind="take", asked_by=heard.utterance.voice, at=heard.index, touched=heard.index,
            score=act.score - (0.0 if content else 0.1), stems=set(content.stems if content else ()), lead=turn,
            condition=act.condition,
        )  # fmt: skip
        task.cite(turn, sentence)
        task.cite(heard.index, act.sentence)
        if act.due is not None:
            task.set_due(act.due.words, heard.index)
        return task

    def _fill_topic(self, task: Task, heard: Heard, act: Act) -> None:
        topic = self._topic_before(heard, act.sentence)
        if topic is None:
            return
        turn, sentence, content = topic
        task.cite(turn, sentence)
        if content is not None:
            task.act, task.lead = content, turn
            task.stems |= content.stems

    def _topic_before(self, heard: Heard, sentence: Sentence) -> tuple[int, Sentence, Act | None] | None:
        """The nearest earlier act with content, in this turn or the three before; else the nearest telling sentence."""
        for past in [heard, *reversed(self._heard[-3:])]:
            acts = [a for a in past.acts if a.stems and a.verb and (past is not heard or a.start + a.sentence.start < sentence.start)]
            if acts:
                return past.index, acts[-1].sentence, acts[-1]
        for past in [heard, *reversed(self._heard[-2:])]:
            told = [s for s in past.utterance.sentences if len(s.words) > 4 and (past is not heard or s.start < sentence.start)]  # noqa: PLR2004 - short ones tell nothing
            if told:
                return past.index, told[-1], None
        return None

    # --- times said later ---

    def _times(self, heard: Heard) -> None:
        utterance = heard.utterance
        dues = [(s, due) for s in utterance.sentences for due in s.dues]
        if not dues or any(act.due is not None for act in heard.acts) or not self._heard:
            return
        asked = cues.WHEN.search(self._heard[-1].utterance.folded)
        short = utterance.word_count <= 12  # noqa: PLR2004 - longer turns speak of something else
        for task in reversed(self.tasks):
            if heard.index - task.touched > 4 or not (asked or short):  # noqa: PLR2004 - the same exchange
                return
            if task.state == "dropped" or task.at == heard.index:
                continue
            deadline = re.match(r"(?:para|antes|a mas tardar|by|before|no later)", _folded(dues[0][1].words))
            settled = re.search(r"(?<!\w)(?:entonces|listo|mejor|quedamos|then)(?!\w)", utterance.folded)
            if (asked and utterance.voice) or (task.due_words is None and (utterance.voice == task.voice or deadline)) or (settled and task.touched >= heard.index - 2):
                task.set_due(dues[0][1].words, heard.index)
                task.cite(heard.index, dues[0][0])
                task.touched = heard.index
                return


def _folded(words: str) -> str:
    from meetbot.stages.folding import fold

    return fold(words)


def _in_recap(heard: Heard, act: Act) -> bool:
    return any(reading.recap and reading.sentence == act.sentence for reading in heard.readings)

"""A task in the making, and the turn that speaks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence, Utterance

State = Literal["open", "taken", "dropped"]


@dataclass(frozen=True)
class Heard:
    """One utterance with its readings and acts."""

    utterance: Utterance
    readings: tuple[Reading, ...]
    acts: tuple[Act, ...]

    @cached_property
    def index(self) -> int:
        """Its place in the transcript."""
        return self.utterance.index

    @cached_property
    def _names(self) -> Mapping[int, tuple[Named, ...]]:
        return {reading.sentence.start: reading.names for reading in self.readings}

    def names_in(self, sentence: Sentence) -> tuple[Named, ...]:
        """The people named in a sentence of the turn."""
        return self._names.get(sentence.start, ())

    @cached_property
    def _acts(self) -> Mapping[int, list[Act]]:
        found: dict[int, list[Act]] = {}
        for act in self.acts:
            found.setdefault(act.sentence.start, []).append(act)
        return found

    def acts_in(self, sentence: Sentence) -> Sequence[Act]:
        """The acts of a sentence of the turn."""
        return self._acts.get(sentence.start, ())

    def recaps(self, act: Act) -> bool:
        """Whether the act stands in a read-back of what was agreed."""
        return any(reading.recap and reading.sentence == act.sentence for reading in self.readings)


@dataclass(kw_only=True)
class Task:
    """A task in the making.

    `act` is the act that says best what is to be done, in turn `lead`. `said` are the sentences that speak of the task,
    by turn. `about` is what "lo", "eso" or "it" of a task without content stands for. `at` is the turn of its first
    mention, `touched` the last one that dealt with it. `thing` is the noun phrase for which the act's pronoun stands.
    `signs` are what speaks for or against it, each with the turn in which it was seen first.
    """

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
    condition: str | None = None
    score: float = 0.0
    stems: set[str] = field(default_factory=set)
    said: dict[int, list[Sentence]] = field(default_factory=dict)
    about: Sentence | None = None
    thing: str = ""
    lead: int = 0
    recap: bool = False
    signs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def begun(cls, heard: Heard, act: Act) -> Self:
        """The task that an act opens, with its time and evidence."""
        task = cls(
            act=act,
            kind=act.kind,
            asked_by=heard.utterance.voice,
            at=heard.index,
            touched=heard.index,
            target=act.target,
            condition=act.condition,
            score=act.score,
            stems=set(act.stems),
            lead=heard.index,
            recap=heard.recaps(act),
        )
        task.cite(heard.index, act.sentence)
        task.hear_due(act)
        return task

    def sign(self, name: str, turn: int) -> None:
        """Notes what speaks for or against the task, with its turn."""
        self.signs.setdefault(name, turn)

    def cite(self, turn: int, sentence: Sentence) -> None:
        """Adds a sentence that speaks of the task."""
        sentences = self.said.setdefault(turn, [])
        if sentence not in sentences:
            sentences.append(sentence)

    def hear_due(self, act: Act) -> None:
        """Takes over the act's time: the last one said counts."""
        if act.due is not None:
            self.due_words = act.due.words

    def say_better(self, act: Act, turn: int) -> None:
        """From now on this act says what is to be done."""
        self.act, self.lead = act, turn

    def surer(self, by: float) -> None:
        """Raises the score, at most to 1."""
        self.score = min(1.0, self.score + by)

    def taken_by(self, heard: Heard, act: Act | None = None) -> None:
        """Gives the task to the speaker of that turn, who accepted it or promised it in that act."""
        utterance = heard.utterance
        self.state, self.owner, self.voice, self.touched = "taken", utterance.name, utterance.voice, heard.index
        self.sign("promised when asked" if act is not None else "accepted", heard.index)
        if act is None:
            self.cite(heard.index, utterance.sentences[0])
        else:
            self.score = max(self.score, act.score)
            self._hear(heard, act)
            if (
                self.act.verb in {None, "encargarse"}
                and act.verb is not None
                and act.kind == "promise"
                and not act.stems
            ):
                self.thing = self.thing or self.act.topic
                self.say_better(act, heard.index)
            elif act.stems and act.verb and (len(act.stems) >= len(self.stems) or self.kind in {"need", "group"}):
                self.say_better(act, heard.index)
            self.stems |= act.stems
        self.surer(0.2)

    def added_to(self, heard: Heard, act: Act) -> None:
        """Its owner says more about it."""
        self.touched = heard.index
        self.sign("said again", heard.index)
        self.surer(0.1)
        self._hear(heard, act)
        undated = act.due is not None and self.act.due is None and self.act.score < act.score
        finishes = act.verb in {"dejar", "tener"}
        if act.kind == "promise" and act.verb is not None and (self.act.verb is None or undated) and not finishes:
            self.say_better(act, heard.index)
        self.stems |= act.stems

    def says_what(self) -> bool:
        """Whether anything said tells what is to be done."""
        return self.act.verb is not None or bool(self.stems) or len(self.said) > 1

    def _hear(self, heard: Heard, act: Act) -> None:
        self.cite(heard.index, act.sentence)
        self.condition = act.condition or self.condition
        self.hear_due(act)

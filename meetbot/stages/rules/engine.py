"""The embedded engine: decisions, tasks and notes by rules over speech acts, with no model and no network."""

from collections.abc import Mapping, Sequence

import meetbot
from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.transcript import Transcript
from meetbot.ports import Brief, Checkpoint, Progress
from meetbot.stages.rules.agreed_days import with_agreed_days
from meetbot.stages.rules.decision_log import Decision
from meetbot.stages.rules.decision_wording import clearest, decision_text, fragments
from meetbot.stages.rules.decisions import DecisionTracker, Spoken
from meetbot.stages.rules.entitled import chair, seniors
from meetbot.stages.rules.hearing import hear
from meetbot.stages.rules.helping import helpers, without_help
from meetbot.stages.rules.injected import injected_from
from meetbot.stages.rules.joining import with_joining
from meetbot.stages.rules.likelihood import probability, signs_of
from meetbot.stages.rules.likely_day import with_likely_days
from meetbot.stages.rules.likely_helper import with_likely_helpers
from meetbot.stages.rules.likely_owner import with_likely_owners
from meetbot.stages.rules.likely_status import with_likely_statuses
from meetbot.stages.rules.merging import merge_tasks
from meetbot.stages.rules.notes import Note, NoteTaker
from meetbot.stages.rules.own_wording import task_words
from meetbot.stages.rules.people import People, people_of
from meetbot.stages.rules.rarity import Rarity
from meetbot.stages.rules.reader.features import name_words
from meetbot.stages.rules.reader.judge import HeardMeeting, judged
from meetbot.stages.rules.reader.weights import Learned, shipped
from meetbot.stages.rules.same_decision import decided_once
from meetbot.stages.rules.signals import reasons
from meetbot.stages.rules.speech import Sentence, Utterance, split_sentences
from meetbot.stages.rules.substance import leaves_open
from meetbot.stages.rules.targets import target_share
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.things import Matter
from meetbot.stages.rules.tracking import TaskTracker
from meetbot.stages.rules.worded import worded
from meetbot.stages.rules.wording import capital, lower_first, sentence_text, tidy
from meetbot.stages.uncollected import uncollected

NAME = "rules"
TASK_FLOOR = 0.1
"""Likelihood below which a task is not even worth a person's look."""
DECISION_FLOOR = 0.15
"""Probability below which a decision is not even worth a person's look."""
_AHEAD = 3
_MAX_QUOTE = 320
"""Characters: about three spoken sentences, what a reader takes in at a glance."""


class RuleEngine:
    """Extracts by rules and by what was learned of turns: always the same from the same transcript."""

    def __init__(self, learned: Learned | None = None) -> None:
        self._learned = learned

    def settings(self) -> Mapping[str, str]:
        """The engine and its version."""
        return {"engine": NAME, "version": meetbot.__version__}

    @uncollected()
    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """Candidates from every turn, in order of their first mention; one window holds all turns."""
        _ = checkpoint  # a run takes seconds: nothing is worth keeping
        progress("Reading the turns", 0.0)
        meeting = heard(transcript, brief)
        found = with_likely_owners(judged(meeting, self._learned or shipped()), meeting.heard, meeting.names)
        found = with_likely_days(with_agreed_days(found, meeting.heard), meeting.heard)
        found = with_likely_helpers(with_joining(found, meeting.heard), meeting.heard, meeting.names)
        rarity = Rarity(meeting.turns, brief.roster)
        found = with_likely_statuses(found, meeting.turns, meeting.names, rarity)
        candidates = decided_once(found, rarity)
        progress("Reading the turns", 1.0)
        turn_ids = tuple(turn.id for turn in transcript.turns)
        windows = (WindowRecord(index=0, turn_ids=turn_ids),) if turn_ids else ()
        return Extraction(
            schema_version=1,
            engine=EngineInfo(name=NAME, version=meetbot.__version__),
            candidates=candidates,
            windows=windows,
        )


def heard(transcript: Transcript, brief: Brief) -> HeardMeeting:
    """What the rules find, with the turns as they read them."""
    people = people_of(brief.roster, transcript)
    turns = [hear(turn, people) for turn in _utterances(transcript, brief)]
    names = [name for person in brief.roster.people for name in (person.name, *person.aliases)]
    candidates = _Meeting(turns, people, brief).candidates()
    return HeardMeeting(candidates=candidates, heard=turns, names=name_words(names), people=people)


class _Meeting:
    """One transcript being read."""

    def __init__(self, heard: Sequence[Heard], people: People, brief: Brief) -> None:
        self._people = people
        self._heard = heard
        self._utterances = [turn.utterance for turn in heard]
        present = frozenset(u.name for u in self._utterances if u.name is not None)
        self._tasks = TaskTracker(present)
        self._decisions = DecisionTracker(chair=chair(self._utterances), seniors=seniors(brief.roster))
        self._notes: list[Note] = []
        self._taker = NoteTaker(self._utterances, brief.roster)
        self._rarity = Rarity(self._utterances, brief.roster)

    def candidates(self) -> tuple[Candidate, ...]:
        """What was found, in order of the first turn that speaks of it."""
        for heard in self._heard:
            self._read(heard)
        told = merge_tasks(self._tasks.finish(), self._rarity, self._matter)
        told = without_help(told, self._utterances, self._people)
        tasks = [task for task in told if self._likely(task) >= TASK_FLOOR]
        decisions = [decision for decision in self._decisions.finish() if decision.score >= DECISION_FLOOR]
        found = [(min(t.said), self._task(t)) for t in tasks]
        found += [(min(d.said), self._decision(d)) for d in decisions]
        found += [(min(d.said), target) for d in decisions if (target := self._target(d)) is not None]
        found += [(n.turns[0], self._note(n)) for n in self._notes]
        return tuple(candidate for _, candidate in sorted(found, key=lambda pair: pair[0]))

    def _read(self, heard: Heard) -> None:
        utterance = heard.utterance
        following = self._utterances[utterance.index + 1 : utterance.index + 1 + _AHEAD]
        self._tasks.read(heard, following)
        working = frozenset(act.sentence for act in heard.acts if act.kind != "group")
        self._decisions.read(Spoken(utterance, heard.readings, working, following))
        self._notes.extend(self._taker.notes_of(utterance, heard.readings))

    def _matter(self, task: Task) -> Matter | None:
        return self._tasks.matter(task) if leaves_open(task) else None

    def _likely(self, task: Task) -> float:
        return probability(signs_of(task, self._utterances))

    def _task(self, task: Task) -> Candidate:
        matter = self._matter(task)
        if matter is not None:
            task.cite(matter.turn, matter.sentence)
        lead = task.lead if task.lead in task.said else min(task.said)
        turns = (lead, *sorted(turn for turn in task.said if turn != lead))
        sentences = task.said[lead]
        main = task.act.sentence if task.act.sentence in sentences else sentences[0]
        text = task_words(task, matter) if main is task.act.sentence else None
        return Candidate(
            kind="action",
            turn_ids=self._ids(turns),
            quote=_span(self._utterances[lead].text, sentences, main),
            text=text or sentence_text(main, due=task.due_words),
            owner=task.owner,
            with_people=helpers(task, self._utterances, self._people),
            due_text=task.due_words,
            condition=task.condition,
            score=round(self._likely(task), 2),
            engine=NAME,
            reasons=self._reasons(task),
        )

    def _reasons(self, task: Task) -> tuple[str, ...]:
        signs = signs_of(task, self._utterances)
        return tuple(f"{sign} ({self._utterances[turn].turn_id})" for sign, turn in signs.items())

    def _decision(self, decision: Decision) -> Candidate:
        also: tuple[int, ...] = ()
        more = fragments(decision.sentences[-1], self._heard[decision.lead])
        text = _decision_words(decision, self._utterances, more)
        if not decision.thing and len(decision.sentences) == 1 and text == decision_text(decision.sentence):
            found = worded("decision", self._heard, decision.lead, decision.sentence)
            text, also = found.text, found.turns
        turns = (decision.lead, *sorted({*decision.said, *also} - {decision.lead}))
        return Candidate(
            kind="decision",
            turn_ids=self._ids(turns),
            quote=_span(
                self._utterances[decision.lead].text,
                (*decision.sentences, *more),
                decision.sentence,
            ),
            text=text,
            status=decision.status,
            score=round(decision.score, 2),
            engine=NAME,
            reasons=reasons(decision.signs),
        )

    def _target(self, decision: Decision) -> Candidate | None:
        """The target that the decision sets, with a score of its own; None when it sets none."""
        share = target_share(decision, self._utterances)
        if share is None or decision.score * share[0] < DECISION_FLOOR:
            return None
        own = self._decision(decision)
        return own.model_copy(
            update={
                "kind": "target",
                "score": round(decision.score * share[0], 2),
                "reasons": (share[1], *own.reasons),
            }
        )

    def _note(self, note: Note) -> Candidate:
        told = [note.sentence] if note.more is None else [note.sentence, note.more]
        return Candidate(
            kind=note.kind,
            turn_ids=self._ids(note.turns),
            quote=_span(self._utterances[note.turns[0]].text, told, note.sentence),
            text=note.thing or ". ".join(sentence_text(sentence) for sentence in told),
            score=note.score,
            engine=NAME,
            reasons=(note.reason,),
        )

    def _ids(self, turns: Sequence[int]) -> tuple[str, ...]:
        return tuple(self._utterances[turn].turn_id for turn in turns)


def _decision_words(decision: Decision, heard: Sequence[Utterance], more: Sequence[Sentence]) -> str:
    """What was decided in its own words, after the matter where they don't name it."""
    sentences = clearest(decision, heard)
    said = ". ".join(decision_text(sentence) for sentence in sentences)
    if sentences == decision.sentences:
        said = ", ".join([said, *(lower_first(tidy(one.text)) for one in more)])
    named = decision.thing and sentences == decision.sentences
    return f"{capital(decision.thing)}: {said[:1].lower()}{said[1:]}" if named else said


def _span(text: str, sentences: Sequence[Sentence], main: Sentence) -> str:
    """The verbatim stretch of the turn that holds the sentences, or the main one alone when that would be long."""
    start = min(sentence.start for sentence in sentences)
    end = max(sentence.start + len(sentence.text) for sentence in sentences)
    return text[start:end] if end - start <= _MAX_QUOTE else main.text


def _utterances(transcript: Transcript, brief: Brief) -> list[Utterance]:
    speakers = {speaker.label: speaker for speaker in transcript.speakers}
    out: list[Utterance] = []
    for index, turn in enumerate(transcript.turns):
        speaker = speakers.get(turn.speaker or "")
        name = speaker.name if speaker else None
        person = brief.roster.person(name)
        department = (speaker.department if speaker else None) or (person.department if person else None)
        sentences = split_sentences(turn.text, language=transcript.language)
        utterance = Utterance(index, turn.id, turn.speaker, name, department, turn.text, sentences)
        out.append(_silenced(utterance))
    return out


def _silenced(utterance: Utterance) -> Utterance:
    """The turn up to words that talk to a machine; what stands from there on yields nothing."""
    start = injected_from(utterance.folded)
    if start is None:
        return utterance
    kept = tuple(s for s in utterance.sentences if s.start + len(s.text) <= start)
    return Utterance(
        utterance.index, utterance.turn_id, utterance.label, utterance.name, utterance.department, utterance.text, kept
    )

"""Tasks taken up again: somebody is reminded by name of what they took before, to set or to ask for its day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules.exchanges import free
from meetbot.stages.rules.own_time import elsewhere
from meetbot.stages.rules.replies import tells_the_past
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.tasks import Heard, Task
from meetbot.stages.rules.verbs import readings

_NEEDS = re.compile(
    r"(?<!\w)(?:(?:lo|la|los|las) (?:ocup|necesit|quier|precis|requier)\w+|(?:ocup|necesit|precis)[oa]|"
    r"que (?:\w+ ){0,5}(?:este[ns]?|quede[ns]?|salga[ns]?|llegue[ns]?|tengamos)|no pued[eo] esperar|"
    r"i need|we need|gotta|has to|have to|needs? to|should be|a mas tardar|at the latest|no later)(?!\w)"
)
_LONGEST = 28
"""Words of a sentence that reminds of one task; a longer one tells of several things."""
_FRAGMENT = 2


@dataclass(frozen=True)
class Reopened:
    """Who was reminded of which task, in which sentence.

    `bare` is a sentence that names the task without any verb, as a read-back does; `dated` one that sets a day itself.
    """

    turn: int
    sentence: Sentence
    person: str
    task: Task
    bare: bool
    dated: bool


def reopened(heard: Heard, tasks: Iterable[Task]) -> Reopened | None:
    """The task of somebody named that the turn's last such sentence takes up again, or None."""
    earlier = [
        task for task in tasks if task.at < heard.index and task.state != "dropped" and heard.index - task.at > 1
    ]
    found = None
    for reading in heard.readings:
        sentence = reading.sentence
        people = {n.name for n in reading.names if n.name != heard.utterance.name}
        if len(people) != 1 and reading.addressee is not None:
            people = {reading.addressee}
        if len(people) != 1 or len(sentence.words) > _LONGEST or any(act.sentence == sentence for act in heard.acts):
            continue
        person = min(people)
        names = {word for n in reading.names for word in fold(sentence.text[n.start : n.end]).split()}
        stems = content_stems(" ".join(w.folded for w in sentence.words if w.folded not in names))
        task = _meant(person, stems, earlier)
        bare = not any(_says(sentence, w) for w in sentence.words)
        asks = sentence.question_span is not None
        if task is not None and (asks or bare or _NEEDS.search(sentence.folded)) and not _told(sentence):
            dated = bool(sentence.dues) or _day_after(sentence, heard) is not None
            found = Reopened(heard.index, sentence, person, task, bare and not asks, dated)
    return found


_ARTICLE = re.compile(r"(?<!\w)(?:el|la|los|las|un|una|unos|unas|de|del|al|mi|su|ese|esa|the|a|an|your|my)\s+$")
_YOU_DID = re.compile(r"(?<!\w)(?:\w{2,}(?:aste|iste|isteis|asteis)|fue|fueron|did|were|was)(?!\w)")


def _told(sentence: Sentence) -> bool:
    return tells_the_past(sentence) or _YOU_DID.search(sentence.folded) is not None


def _says(sentence: Sentence, word: Word) -> bool:
    """Whether the word is a verb: not behind an article, as in "el informe"."""
    if _ARTICLE.search(sentence.folded[: word.start]):
        return False
    return any(form.tense in {"present", "future", "subjunctive"} for form in readings(word.raw))


def _meant(person: str, stems: frozenset[str], tasks: Iterable[Task]) -> Task | None:
    """The person's task that shares most with the words; None when it is none or two alike."""
    theirs = [(_shared(stems, task), task.at, task) for task in tasks if person in {task.owner, task.target}]
    shared = [entry for entry in theirs if entry[0]]
    if not shared:
        return None
    most = max(entry[0] for entry in shared)
    best = [entry[2] for entry in shared if entry[0] == most]
    return best[0] if len(best) == 1 or len({task.due_words for task in best}) == 1 else None


def _shared(stems: frozenset[str], task: Task) -> int:
    """How much of the words is the task's own content, and half as much for what was said beside it."""
    said = content_stems(" ".join(s.folded for sentences in task.said.values() for s in sentences))
    return len(stems & task.stems) + len(stems & (said | task.stems))


def day_of(found: Reopened, heard: Heard) -> tuple[Sentence, DueMention] | None:
    """The day that the sentence itself sets, or the one after it that says nothing else."""
    sentence = found.sentence
    if sentence.question_span is None:
        dues = [due for due in sentence.dues if free(sentence, due) and not elsewhere(sentence, due)]
        if len(dues) == 1:
            return sentence, dues[0]
    return _day_after(sentence, heard)


def _day_after(sentence: Sentence, heard: Heard) -> tuple[Sentence, DueMention] | None:
    following = next((s for s in heard.utterance.sentences if s.start > sentence.start), None)
    if following is None or following.question_span is not None:
        return None
    for due in following.dues:
        rest = following.folded[: due.start] + " " + following.folded[due.end :]
        if len(content_stems(rest)) < _FRAGMENT and free(following, due):
            return following, due
    return None

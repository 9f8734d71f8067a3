"""Recognitions, what customers say, risks, blame and questions that stay open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.model.candidates import CandidateKind
from meetbot.model.company import Roster
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.blame import Blame
from meetbot.stages.rules.open_questions import left_open
from meetbot.stages.rules.praise import praises
from meetbot.stages.rules.risks import warns
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.subject import name_words, subject
from meetbot.stages.rules.voices import customers_say


@dataclass(frozen=True)
class Note:
    """What is neither decision nor task, with the turns that show it, the score and the reason.

    `more` is a sentence beside it that goes on; `thing` the matter, where the words themselves are not to be worded.
    """

    kind: CandidateKind
    turns: tuple[int, ...]
    sentence: Sentence
    score: float
    reason: str = ""
    more: Sentence | None = None
    thing: str = ""


class NoteTaker:
    """Takes the notes of one meeting, turn by turn; each kind at most once a turn."""

    def __init__(self, utterances: Sequence[Utterance], roster: Roster) -> None:
        self._utterances = utterances
        self._blame = Blame(roster)

    def notes_of(self, utterance: Utterance, readings: Sequence[Reading]) -> Iterator[Note]:
        """The notes that one turn gives, the likeliest of each kind."""
        found: dict[CandidateKind, Note] = {}
        for reading in readings:
            for note in self._of(utterance, reading):
                known = found.get(note.kind)
                if known is None or note.score > known.score:
                    found[note.kind] = note
        yield from found.values()

    def _of(self, utterance: Utterance, reading: Reading) -> Iterator[Note]:
        sentence, here = reading.sentence, (utterance.index,)
        if praise := praises(reading, utterance):
            yield Note("recognition", here, sentence, *praise, more=_beside(utterance, sentence))
        if voice := customers_say(reading):
            yield Note("customer_voice", here, sentence, *voice, more=_next_voice(utterance, sentence))
        if cues.HYPOTHETICAL.search(sentence.folded) is None and (risk := warns(sentence)):
            yield Note("risk", here, sentence, *risk)
        if blamed := self._blame.blames(reading):
            yield Note("blame", here, sentence, *blamed, thing=self._matter(utterance, reading))
        if asked := left_open(utterance, sentence, self._utterances):
            yield Note("question", asked.turns, sentence, asked.score, asked.reason)

    def _matter(self, utterance: Utterance, reading: Reading) -> str:
        """The matter that was spoken of, so that nobody is accused in the minutes' own words."""
        heard = self._utterances[: utterance.index + 1]
        named = subject(heard, utterance.index, frozenset(), name_words(reading.names))
        return named.phrase if named is not None and named.turn == utterance.index else ""


def _beside(utterance: Utterance, sentence: Sentence) -> Sentence | None:
    """The sentence that says for what, where the praise itself is short."""
    if len(sentence.words) > _SHORT:
        return None
    before = [s for s in utterance.sentences if s.position == sentence.position - 1]
    after = [s for s in utterance.sentences if s.position == sentence.position + 1]
    return next((s for s in (*before, *after) if len(s.words) > _SHORT // 2), None)


_SHORT = 6


def _next_voice(utterance: Utterance, sentence: Sentence) -> Sentence | None:
    """The sentence after what customers say, when it goes on: their words, or a short remark."""
    after = next((s for s in utterance.sentences if s.position == sentence.position + 1), None)
    quoted = after is not None and ("«" in after.text or '"' in after.text or "“" in after.text)
    return after if quoted else None

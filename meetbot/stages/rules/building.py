"""Acts worked out from the sentence: where they end, their time, condition and content."""

import re
from dataclasses import dataclass

from meetbot.stages.due_dates import DueMention
from meetbot.stages.folding import fold
from meetbot.stages.rules.acts import Act, ActKind, Clause, Reading, act_end, clause_before, condition_of, pick_due
from meetbot.stages.rules.spanish_cues import CLITICS, OBJECTS
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.verbs import Form

_STATE = re.compile(
    r"(?<!\w)(?:list[oa]s?(?! de)|hech[oa]s?|terminad[oa]s?|cerrad[oa]s?|resuelt[oa]s?|completad[oa]s?|"
    r"corregid[oa]s?)(?!\w)"
)
"""As in "la dejo lista": how it will be, not what it is."""
_TIMED = 0.15
"""How much surer a time to come makes an act."""


def build(
    reading: Reading,
    kind: ActKind,
    start: int,
    body: int,
    *,
    verb: str | None,
    score: float,
    pronouns: tuple[str, ...] = (),
    target: str | None = None,
    cue: str = "",
) -> Act:
    """The act between these offsets of the sentence, with everything that follows from its words."""
    sentence = reading.sentence
    clause = clause_before(sentence, start)
    end = act_end(sentence, body, reading.names)
    due = pick_due(sentence, start, end)
    topic = _fronted(sentence, start, clause, due)
    return Act(
        kind=kind,
        sentence=sentence,
        start=start,
        body=body,
        end=end,
        verb=verb,
        pronouns=pronouns,
        topic=topic,
        target=target,
        score=score + (_TIMED if due else 0),
        due=due,
        condition=condition_of(sentence, start, clause),
        stems=content_stems(_STATE.sub(" ", _without(sentence.folded[body:end], due, body)) + " " + fold(topic)),
        cue=cue or kind,
    )


@dataclass(frozen=True, kw_only=True)
class VerbSeen:
    """A Spanish verb form in a sentence, with the pronouns before it and what its clause begins with."""

    reading: Reading
    word: Word
    form: Form
    clitics: tuple[str, ...]
    start: int
    clause: Clause

    @property
    def sentence(self) -> Sentence:
        """The sentence that it stands in."""
        return self.reading.sentence

    @property
    def asked(self) -> bool:
        """Whether it is part of a question."""
        return self.sentence.asks_at(self.start)

    def has(self, *clitics: str) -> bool:
        """Whether one of these pronouns stands before it."""
        return bool(set(clitics) & set(self.clitics))

    def act(self, kind: ActKind, score: float, *, target: str | None = None, cue: str = "") -> Act:
        """The act that this verb makes."""
        pronouns = tuple(clitic for clitic in self.clitics if clitic in OBJECTS)
        return build(
            self.reading,
            kind,
            self.start,
            self.word.end,
            verb=self.form.infinitive,
            score=score,
            pronouns=pronouns,
            target=target,
            cue=cue or f"{kind} {self.form.tense}",
        )


def verb_seen(reading: Reading, word: Word, form: Form) -> VerbSeen:
    """The form with its clitics, which count as the beginning of the act."""
    clitics = clitics_before(reading.sentence, word.start)
    start = clitics[0].start if clitics else word.start
    return VerbSeen(
        reading=reading,
        word=word,
        form=form,
        clitics=tuple(clitic.folded for clitic in clitics),
        start=start,
        clause=clause_before(reading.sentence, start),
    )


def clitics_before(sentence: Sentence, offset: int) -> tuple[Word, ...]:
    """The unstressed pronouns that stand directly before the offset."""
    clitics: list[Word] = []
    for word in reversed([w for w in sentence.words if w.end <= offset]):
        follower = clitics[0].start if clitics else offset
        if word.folded not in CLITICS or sentence.folded[word.end : follower].strip(" "):
            break
        clitics.insert(0, word)
    return tuple(clitics)


def vocative_after(reading: Reading, offset: int) -> str | None:
    """Who is called right after the words, behind a comma: "¿te encargas tú, Omar?"."""
    after = reading.named_after(offset)
    return after.name if after and reading.sentence.folded[: after.start].rstrip().endswith(",") else None


_FRONTED = re.compile(
    r"(?:^|[\s,])(?P<phrase>(?:el|la|los|las|ese|esa|esos|esas|mi|un|una|lo de) (?:[\w-]+\s?){1,6}?),?\s*(?:yo\s+)?$"
)


_AFTER_PREPOSITION = re.compile(r"(?<!\w)(?:a|de|con|en|por|para|desde|hasta|sin|sobre)\s+$")
_NO_THING = re.compile(r"(?:el|la|los|las) (?:proxim|siguiente|otr|mism|ultim|primer|verdad)\w*\s*$")


def _fronted(sentence: Sentence, start: int, clause: Clause, due: DueMention | None) -> str:
    """An object put before its verb ("el reporte lo mando yo"), verbatim; empty when there is none."""
    if not clause.words or (due is not None and due.start < start):
        return ""
    begin = clause.words[0].start
    match = _FRONTED.search(sentence.folded[begin:start].rstrip())
    if match is None or not content_stems(match.group("phrase")):
        return ""
    if _AFTER_PREPOSITION.search(sentence.folded[: begin + match.start("phrase")]) or _NO_THING.match(
        match.group("phrase")
    ):
        return ""
    if sentence.text[begin + match.start("phrase")].lower() == "é":  # "él" is no article
        return ""
    phrase = sentence.text[begin + match.start("phrase") : begin + match.end("phrase")].strip()
    return re.sub(r"(?<=\w)(?:\s+(?:las?|los?|tengo|voy|quiero|puedo|ya|me|te|se|les?|nos))+$", "", phrase)


def _without(folded: str, due: DueMention | None, offset: int) -> str:
    if due is None or due.start < offset:
        return folded
    return folded[: due.start - offset] + folded[due.end - offset :]

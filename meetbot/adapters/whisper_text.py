"""From what whisper heard in one window to segments: split into sentences, and freed of what nobody said.

Whisper fills silence with what its training data held there: credits of subtitles, thanks for watching. Real people
say some of these words too, so a phrase is only left out where the evidence speaks against it, and never in silence:
each omission is kept with its time, its words and the reason.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meetbot.adapters.audio import clock
from meetbot.model.base import Issue
from meetbot.model.transcript import Segment, Suppressed, Word

PAUSE_SECONDS = 0.8
"""A pause from which on a new segment begins; within a sentence, speakers of the test recordings paused up to 0.6 s."""

SILENT_NO_SPEECH, SILENT_LOGPROB = 0.35, -1.3
"""A window that has both holds no speech; where the first look found no words, the second is enough. Whisper's own rule
(0.6 and -1.0) is for windows that may be silent; a clip holds only what the voice detector took for speech, and by that
rule a spoken “Órale, qué bien” (0.77, -1.03) was left out. 40 clips of music, noise, hum and synthetic laughter, of 0.9
to 9 s, gave 0.37 or more and -1.38 or less; 42 short phrases of two spoken meetings and of telephone prompts, each
alone, up to 0.84, and -0.9 or more but for a garbled one (0.18, -1.26). That the same text comes twice proves nothing:
from hum came “¡Adiós!” each time."""

LOOP_RATIO = 2.4
"""Text that compresses better than this repeats itself (whisper's own limit; the spoken test meetings reach 1.6)."""

LOOP_TIMES = 4
"""How often the same words must follow one another to be a loop; people do say “sí, sí, sí”."""

UNHEARD_SECONDS, REACH_SECONDS = 0.8, 0.3
"""Speech of this length without a word near it is listened to again. Whisper stops early in some windows that were put
together over a long pause: on 354 s of telephone prompts this lost two whole sentences, on 217 s of a meeting none."""

STRETCHED_SECONDS, SPOKEN_SECONDS = 1.5, 0.5
"""A doubtful word longer than the first was stretched over speech that was missed, and lasts only the second: in the
sample meeting an “A” of 2.7 s with a probability of 0.32 hid a whole sentence. Figures last as long
rightly, but are not doubtful."""

SPARSE_SECONDS, SPARSE_LETTERS, DIGIT_LETTERS = 4.0, 5.0, 4
"""Words that have more speech than the first with fewer letters a second are drawn over a sentence that was missed: two
such places in three spoken meetings had 1.2 and 2.3, all others 5.6 or more. A digit counts as so many letters."""

DOUBTED_NO_SPEECH, DOUBTED_LOGPROB, DOUBTED_WORDS, DOUBTED_OVERLAP = 0.5, -0.8, 0.5, 0.3
"""Evidence against a known phantom, one is enough: music gave 0.83 and -2.3; spoken thanks at the end of the test
meetings 0.5 at most, -0.4, words over 0.6 and full overlap with the detected voice."""

_PHANTOM_RULES = (
    r"subtitul\w* (\w+ ){0,3}(por|realizad\w*|hech\w*|cread\w*|amara)\b",
    r"(sub|cap)t(itles?|ions?)( \w+){0,2} by\b",
    r"(untertitel|sous titr\w+|legendas?|sottotitoli)\b.*\b(im auftrag|amara|zdf|par|pela|creati|st 501)\b",
    r"trans?cri(pcion|ption|bed|ta|to|bida?) (por|by|outsourcing)\b",
    r"traduc\w* y subtit\w*",
    r"(amara ?org|comunidad de amara|amara org community|otter ai|castingwords)",
    r"(gracias|thanks?( you)?|obrigad[oa]) (por|for|a todos por) (ver(me|nos|lo)?|mirar|watching|assistir)\b",
    r"(mas informacion|for more information|visit\w*) (en )?www\b",
    r"^https? |^www [\w ]+ (com|org|net|ai)$",
    r"suscri[bp]\w*te\b",
    r"suscribanse",
    r"suscri[bp]\w* (al|a mi|a nuestro|a este) canal",
    r"(subscribe to|please subscribe|like share and subscribe|inscreva se)",
    r"(activa|toca|denle a)\w* (a )?la campan\w*",
    r"(dale|denle|dar) (un )?(me gusta|like)\b",
    r"(nos vemos|hasta) (en )?el (proximo|siguiente) video",
    r"see you (in the )?next (video|time)$",
    r"copyright (wdr|\d{4})",
    r"^((muchas )?gracias|hasta la proxima( vez)?|chau( chau)?|thank you( very much)?|thanks|bye( bye)?|you)$",
    r"^(musica|music|aplausos|applause|risas|laughter|silencio|inaudible|blank audio)( (de fondo|playing|suave))?$",
)
_PHANTOMS = re.compile("|".join(_PHANTOM_RULES))


@dataclass(frozen=True, kw_only=True)
class Window:
    """What was decoded at once, with seconds from the recording's start and whisper's own doubts about it.

    `second_look`: it was decoded alone because the first time no words came from that place. `language` is told where
    there were several to choose from.
    """

    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float
    second_look: bool = False
    language: str | None = None

    @property
    def loops(self) -> bool:
        """Whether the text runs in circles, which is worth another try with repetitions forbidden."""
        return self.compression_ratio > LOOP_RATIO or bool(_ZEROS.search(self.text))


_ZEROS = re.compile(r"(?:[.,]0{3}){4,}")
"""A thousand billions: whisper runs in circles within a number."""


def understood(
    window: Window, speech: Sequence[tuple[float, float]]
) -> tuple[tuple[Segment, ...], tuple[Suppressed, ...]]:
    """The window's segments (ids all 0), and everything that was left out.

    `speech` are the intervals in which the voice detector heard somebody.
    """
    segments: list[Segment] = []
    words, looped = _without_loops(window.words) if window.loops else (window.words, ())
    words = tuple(word.model_copy(update={"start": _start(word)}) for word in words)
    suppressed = [_left_out(part, "the recogniser repeated itself") for part in looped]
    for phrase in _phrases(words) if window.words else _wordless(window):
        reason = _doubt(phrase, window, speech)
        if reason:
            suppressed.append(_left_out(phrase, reason))
        else:
            segments.append(_segment(phrase, window))
    return tuple(segments), tuple(suppressed)


def unheard(speech: Sequence[tuple[float, float]], windows: Sequence[Window]) -> tuple[tuple[float, float], ...]:
    """The stretches of detected speech from which no words came."""
    spans = sorted((_start(word) - REACH_SECONDS, word.end + REACH_SECONDS) for w in windows for word in w.words)
    spans += [(w.start, w.end) for w in windows if not w.words and w.text.strip()]
    left: list[tuple[float, float]] = []
    for start, end in speech:
        at = start
        for first, last in sorted(spans):
            if at < last and first < end:
                left.append((at, first))
                at = max(at, last)
        left.append((at, end))
    return tuple((a, b) for a, b in left if b - a >= UNHEARD_SECONDS)


def sparse(window: Window, speech: Sequence[tuple[float, float]]) -> bool:
    """Whether too little was heard somewhere in the window for the time in which somebody spoke there."""
    words = window.words
    for first, start in enumerate(word.start for word in words):
        heard = 0
        for word in words[first:]:
            heard += letters(word.text)
            spoken = _spoken(start, word.end, speech)
            if spoken >= SPARSE_SECONDS:
                if heard < SPARSE_LETTERS * spoken:
                    return True
                break
    return False


def letters(text: str) -> int:
    """How much was said, about: a figure takes longer to say than to write."""
    return sum(DIGIT_LETTERS if sign.isdigit() else sign.isalpha() for sign in text)


def _start(word: Word) -> float:
    """Where the word surely begins: one that the recogniser stretched over a sentence it missed hides that sentence."""
    doubtful = word.end - word.start > STRETCHED_SECONDS and (word.probability or 0.0) < DOUBTED_WORDS
    return word.end - SPOKEN_SECONDS if doubtful else word.start


def not_understood(start: float, end: float, *, name: str) -> Issue:
    """Tells of a voice from which no words came."""
    return Issue(
        severity="info",
        stage="transcribe",
        where=f"{name}, {clock(start)}",
        message=f"A voice is heard for {end - start:.1f} s, but no words were understood.",
        hint="Listen to that place; laughter and noise sound like this too.",
    )


def _segment(phrase: Sequence[Word], window: Window) -> Segment:
    return Segment(
        id=0,
        start=phrase[0].start,
        end=phrase[-1].end,
        text=_text(phrase),
        words=tuple(phrase) if window.words else (),
        avg_logprob=round(window.avg_logprob, 3),
        no_speech_prob=round(window.no_speech_prob, 3),
        language=window.language,
    )


def told_of_suppressed(suppressed: Sequence[Suppressed], *, name: str) -> Iterator[Issue]:
    """One issue for all that was left out, if anything was."""
    if not suppressed:
        return
    first, count = suppressed[0], len(suppressed)
    passages = "1 passage was" if count == 1 else f"{count} passages were"
    yield Issue(
        severity="info",
        stage="transcribe",
        where=f"{name}, {clock(first.start)}",
        message=f"{passages} left out as not spoken{': ' if count == 1 else '; the first: '}“{first.text}”.",
        hint="`suppressed` in transcript.json has each with its time and reason; listen there if something is missing.",
    )


def _left_out(phrase: Sequence[Word], reason: str) -> Suppressed:
    return Suppressed(start=phrase[0].start, end=phrase[-1].end, text=_text(phrase), reason=reason)


def _text(phrase: Sequence[Word]) -> str:
    return " ".join("".join(word.text for word in phrase).split())


def _wordless(window: Window) -> Iterator[tuple[Word, ...]]:
    """A window without word times as one phrase."""
    if window.text.strip():
        yield (Word(start=window.start, end=window.end, text=window.text),)


def _phrases(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """The words in sentences; a pause ends one too, for there the speaker may have changed."""
    first = 0
    for number in range(1, len(words)):
        before, word = words[number - 1], words[number]
        opened = word.text.strip()[:1]
        sentence = before.text.rstrip("\"'”» ").endswith((".", "?", "!", "…")) and not opened.islower()
        if sentence or word.start - before.end >= PAUSE_SECONDS:
            yield tuple(words[first:number])
            first = number
    if words:
        yield tuple(words[first:])


def _doubt(phrase: Sequence[Word], window: Window, speech: Sequence[tuple[float, float]]) -> str:
    """Why these words were probably not spoken, or nothing."""
    if window.avg_logprob < SILENT_LOGPROB and (window.second_look or window.no_speech_prob > SILENT_NO_SPEECH):
        return f"no speech there: {window.no_speech_prob:.2f}, log-probability {window.avg_logprob:.2f}"
    plain = _plain(_text(phrase))
    if not plain:
        return "no words"
    against = _evidence(phrase, window, speech) if _PHANTOMS.search(plain) else ""
    return f"a known phantom of silence; {against}" if against else ""


def phantom(text: str, *, no_speech_prob: float | None, avg_logprob: float | None) -> str:
    """Why another program's segment was probably not spoken, or nothing: a known phantom that its own figures doubt."""
    if not _PHANTOMS.search(_plain(text)):
        return ""
    if no_speech_prob is not None and no_speech_prob > DOUBTED_NO_SPEECH:
        return f"a known phantom of silence; no speech: {no_speech_prob:.2f}"
    if avg_logprob is not None and avg_logprob < DOUBTED_LOGPROB:
        return f"a known phantom of silence; log-probability {avg_logprob:.2f}"
    return ""


def _evidence(phrase: Sequence[Word], window: Window, speech: Sequence[tuple[float, float]]) -> str:
    """What speaks against a phrase that whisper is known to invent, or nothing."""
    if window.no_speech_prob > DOUBTED_NO_SPEECH:
        return f"no speech: {window.no_speech_prob:.2f}"
    if window.avg_logprob < DOUBTED_LOGPROB:
        return f"log-probability {window.avg_logprob:.2f}"
    if window.words and sum(word.probability or 0.0 for word in phrase) / len(phrase) < DOUBTED_WORDS:
        return "the words are doubtful"
    if _overlap(phrase[0].start, phrase[-1].end, speech) < DOUBTED_OVERLAP:
        return "no voice there"
    return ""


def _plain(text: str) -> str:
    """Lower-case words without accents and marks, for comparing; empty for notes and dots."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def _overlap(start: float, end: float, speech: Sequence[tuple[float, float]]) -> float:
    """The share of the time between in which a voice was detected."""
    return _spoken(start, end, speech) / (end - start) if end > start else 0.0


def _spoken(start: float, end: float, speech: Sequence[tuple[float, float]]) -> float:
    """The seconds between in which a voice was detected."""
    return sum(max(0.0, min(end, b) - max(start, a)) for a, b in speech)


def _without_loops(words: Sequence[Word]) -> tuple[tuple[Word, ...], tuple[tuple[Word, ...], ...]]:
    """The words with each repetition of 1-12 words said once, and the repetitions that were left out.

    A single word that runs in circles (a number with endless zeros) is left out: what was said can't be known.
    """
    kept: list[Word] = []
    dropped: list[tuple[Word, ...]] = []
    plain = [_plain(word.text) for word in words]
    at = 0
    while at < len(words):
        length, times = _repetition(plain, at)
        if _ZEROS.search(words[at].text):
            dropped.append((words[at],))
            at += 1
            continue
        kept += words[at : at + length]
        if times >= LOOP_TIMES:
            dropped.append(tuple(words[at + length : at + length * times]))
            at += length * (times - 1)
        at += length
    return tuple(kept), tuple(dropped)


def _repetition(plain: Sequence[str], at: int) -> tuple[int, int]:
    """(length, times) of the shortest run of words that follows itself often enough from here on, else (1, 1)."""
    for length in range(1, 13):
        unit = plain[at : at + length]
        times = 1
        while plain[at + times * length : at + (times + 1) * length] == unit:
            times += 1
        if times >= LOOP_TIMES:
            return length, times
    return 1, 1

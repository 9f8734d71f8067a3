"""The results page's tables of what is right and what is not: words, who said them, who spoke when."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

from figures import (
    Names,
    Voices,
    Words,
    joint,
    name_figures,
    named_voices,
    turn_text,
    voice_figures,
    with_speakers,
    word_figures,
)
from mixing import CONDITIONS
from outcome import ENGINES, Run, percent, table
from scores import AtOnce, DiarizationErrors
from subjects import KNOWLEDGE, Subject


def words_table(run: Run) -> str:
    """Word errors of each engine on each group of recordings."""
    rows = []
    for name, subjects in _word_groups(run):
        for engine in ENGINES:
            found = [f for s in subjects if (f := word_figures_of(run, s, engine)) is not None]
            if not found:
                continue
            total = reduce(add, found)
            errors = total.plain
            rows.append(
                (
                    name,
                    engine,
                    _counted(len(found), len(subjects)),
                    percent(errors.rate),
                    f"{errors.substituted} / {errors.missed} / {errors.invented}",
                    percent(total.accents.rate),
                    percent(total.written.rate),
                )
            )
    if not rows:
        return ""
    return f"""## Words

Word errors without case and marks. *WER* also without accents and with figures in words (`112` is `ciento doce`);
*accents*: they count; *as written*: figures are compared as they are written. Fillers (*este*, *eh*) count as words.

{table(("recordings", "engine", "", "WER", "wrong / missed / invented", "accents", "as written"), rows)}"""


def _word_groups(run: Run) -> Iterable[tuple[str, list[Subject]]]:
    yield "real Spanish prompts", run.of("words")
    yield "sample meeting", run.of("sample")
    for language, name in (("es", "Spanish"), ("en", "English"), ("mixed", "mixed Spanish and English")):
        for condition in ("usual", "hard"):
            found = [s for s in run.of("meeting", condition=condition) if s.language == language]
            yield f"{name} meetings, {condition}", found
    yield "Spanish meetings in one file", run.of("long")


def word_figures_of(run: Run, subject: Subject, engine: str) -> Words | None:
    """Word errors of that engine on that recording, or None when there are none."""
    result = run.result(subject, engine)
    if result is None:
        return None
    text = turn_text(result["transcript"]) if engine == "meetbot" else result["text"]
    return word_figures(subject.recording.said, text, language=subject.language)


def _counted(found: int, all_of_them: int) -> str:
    return str(found) if found == all_of_them else f"{found} of {all_of_them}, others failed"


# --- speakers ---------------------------------------------------------------------------------------------------------


def speakers_table(run: Run) -> str:
    """Words with their speakers, and names, meeting by meeting."""
    rows = []
    for subject in [*run.of("sample"), *run.of("meeting", condition="usual"), *run.of("meeting", condition="hard")]:
        result = run.result(subject, "meetbot")
        if result is None:
            rows.append((subject.key, str(subject.size), run.absent(subject, "meetbot"), *[""] * 4))
            continue
        lines, transcript = subject.recording.said, result["transcript"]
        accuracy = with_speakers(lines, transcript, language=subject.language)
        named = named_voices(accuracy, transcript, subject.names)
        heard, repaired = _names(subject, transcript)
        rows.append(
            (
                subject.key,
                f"{voice_figures(subject.recording.intervals, result['voices']).found} of {subject.size}",
                percent(joint(lines, transcript, language=subject.language).rate),
                percent(accuracy.share),
                f"{named['right']} / {named['wrong']} / {named['none']}",
                f"{heard.right} → {repaired.right} of {repaired.said}",
                f"{heard.invented} → {repaired.invented}",
            )
        )
    if not rows:
        return ""
    head = (
        "meeting",
        "voices",
        "cpWER",
        "words with right voice",
        "voices named right / wrong / not",
        "names right, as heard → repaired",
        "names invented",
    )
    return f"""## Who said what

meetbot with the attendees in `meetbot.toml`, no enrolled voice. *cpWER*: word errors when each speaker's words are
compared with one voice's; a word with the wrong voice counts twice. *Words with right voice*: of the words heard. Names
are people's and the company's words, right to the letter and the accent.

{table(head, rows)}"""


def _names(subject: Subject, transcript: Mapping[str, Any]) -> tuple[Names, Names]:
    """Names in the text as it was heard and after repair."""
    heard = " ".join(segment["text"] for segment in transcript["segments"])
    lines = subject.recording.said
    return name_figures(lines, heard, subject.known), name_figures(lines, turn_text(transcript), subject.known)


def voices_table(run: Run) -> str:
    """Diarization errors by number of voices, condition and knowledge."""
    groups: list[tuple[str, list[Subject]]] = [("sample", run.of("sample"))]
    for size in (2, 4, 6):
        for condition in CONDITIONS:
            group = [s for s in run.of("meeting", condition=condition.name) if s.size == size]
            share = sum(s.recording.overlap for s in group) / len(group) if group else 0
            groups.append((f"{size} voices, {condition.name} ({share:.0%} overlap)", group))
        groups.append((f"{size} real voices", [s for s in run.of("voices") if s.size == size]))
    rows = []
    for name, group in groups:
        cells: list[str] = []
        for knowledge in KNOWLEDGE:
            found = [voices_of(run, subject, knowledge) for subject in group]
            figures = [f for f in found if f is not None]
            right = sum(f.found == f.true for f in figures)
            cells += [_rates(figures), f"{right}/{len(group)}"] if figures else [_absent(run, group, knowledge), ""]
        if group:
            known = [f for s in group if (f := voices_of(run, s, "known")) is not None]
            rows.append((name, *cells, _parts([f.collar for f in known]), _at_once([f.at_once for f in known])))
    if not rows:
        return ""
    head = (
        "recordings",
        "count found",
        "right",
        "attendees known",
        "right",
        "count given",
        "right",
        "missed / false / confused",
        "overlap: found / of that right",
    )
    return f"""## Who spoke when

Diarization error rate with a collar of 0.25 s / with none, overlapping speech included; *right*: recordings whose
number of voices is right. The parts are those with the attendees known, collar 0.25 s. *Overlap*: the seconds in which
two speak at once, whoever they are.

{table(head, rows)}"""


def _absent(run: Run, group: Sequence[Subject], knowledge: str) -> str:
    reasons = {
        run.absent(s, kind) for s in group for kind in ("meetbot", "voices") if knowledge == "known" or kind == "voices"
    }
    return "failed" if "failed" in reasons else "–"


def voices_of(run: Run, subject: Subject, knowledge: str) -> Voices | None:
    """Who spoke when in that recording with that knowledge, or None when it failed."""
    voices = run.voices(subject, knowledge)
    return None if voices is None else voice_figures(subject.recording.intervals, voices)


def _rates(figures: Sequence[Voices]) -> str:
    return f"{percent(_rate(f.collar for f in figures))} / {percent(_rate(f.none for f in figures))}"


def _rate(parts: Iterable[DiarizationErrors]) -> float:
    """The errors of several recordings together."""
    parts = list(parts)
    wrong = sum(p.missed + p.false_alarm + p.confusion for p in parts)
    return wrong / (sum(p.spoken for p in parts) or 1)


def _at_once(parts: Sequence[AtOnce]) -> str:
    said, found, both = (sum(getattr(part, name) for part in parts) for name in ("said", "found", "both"))
    recall = percent(both / said) if said else "none there"
    return f"{recall} / {percent(both / found)}" if found else f"{recall} / –"


def _parts(parts: Sequence[DiarizationErrors]) -> str:
    if not parts:
        return ""
    spoken = sum(p.spoken for p in parts) or 1
    names = ("missed", "false_alarm", "confusion")
    return " / ".join(percent(sum(getattr(p, name) for p in parts) / spoken) for name in names)

"""The few figures that the results page begins with."""

from collections.abc import Callable
from functools import reduce
from operator import add

from accuracy import voices_of, word_figures_of
from figures import joint, with_speakers
from outcome import ENGINES, Run, percent, table
from scores import SpeakerAccuracy, WordErrors
from subjects import Subject

SIZES = (2, 4, 6)


def headline(run: Run) -> str:
    """Words, speed and memory beside plain faster-whisper; speakers by their number."""
    engines = [
        ("word errors, real Spanish", *_words(run, run.of("words"))),
        ("word errors, Spanish meetings", *_words(run, run.of("long"))),
        ("audio seconds a second, meetings", *_speeds(run)),
        ("peak memory, meetings", *_peaks(run)),
    ]
    usual = run.of("meeting", condition="usual")
    speakers = [
        ("diarization error rate, collar 0.25 s", *(_by_size(usual, s, lambda g: _diarization(run, g)) for s in SIZES)),
        ("right number of voices, all conditions", *(_counted(run, size) for size in SIZES)),
        ("cpWER", *(_by_size(usual, size, lambda group: _joint(run, group)) for size in SIZES)),
        ("words with the right voice", *(_by_size(usual, size, lambda group: _placed(run, group)) for size in SIZES)),
    ]
    parts = []
    if any(cell != "–" for row in engines for cell in row[1:]):
        parts.append(table(("", *ENGINES), engines))
    if any(cell != "–" for row in speakers for cell in row[1:]):
        head = ("meetbot, attendees known, usual condition", *(f"{size} speakers" for size in SIZES))
        parts.append(table(head, speakers))
    return "## In short\n\n" + "\n".join(parts) if parts else ""


def _words(run: Run, subjects: list[Subject]) -> list[str]:
    found = [[w for s in subjects if (w := word_figures_of(run, s, engine)) is not None] for engine in ENGINES]
    return [percent(reduce(add, figures).plain.rate) if figures else "–" for figures in found]


def _speeds(run: Run) -> list[str]:
    return _of_long(run, lambda subject, taken, _: f"{subject.recording.seconds / taken:.1f}")


def _peaks(run: Run) -> list[str]:
    return _of_long(run, lambda _subject, _taken, peak: f"{peak} MB")


def _of_long(run: Run, cell: Callable[[Subject, float, int], str]) -> list[str]:
    long = run.of("long")
    results = [run.result(long[0], engine) if long else None for engine in ENGINES]
    return [cell(long[0], r["transcribing"]["clock"], r["peak_mb"]) if r else "–" for r in results]


def _by_size(subjects: list[Subject], size: int, figure: Callable[[list[Subject]], str]) -> str:
    group = [subject for subject in subjects if subject.size == size]
    return figure(group) if group else "–"


def _diarization(run: Run, group: list[Subject]) -> str:
    errors = [v.collar for s in group if (v := voices_of(run, s, "known")) is not None]
    wrong = sum(e.missed + e.false_alarm + e.confusion for e in errors)
    return percent(wrong / sum(e.spoken for e in errors)) if errors else "–"


def _counted(run: Run, size: int) -> str:
    group = [s for s in run.of("meeting") if s.size == size]
    found = [v for s in group if (v := voices_of(run, s, "known")) is not None]
    return f"{sum(v.found == v.true for v in found)} of {len(group)}" if found else "–"


def _joint(run: Run, group: list[Subject]) -> str:
    errors = WordErrors()
    for subject in group:
        if (result := run.result(subject, "meetbot")) is not None:
            errors += joint(subject.recording.said, result["transcript"], language=subject.language)
    return percent(errors.rate) if errors.said else "–"


def _placed(run: Run, group: list[Subject]) -> str:
    found: list[SpeakerAccuracy] = [
        with_speakers(subject.recording.said, result["transcript"], language=subject.language)
        for subject in group
        if (result := run.result(subject, "meetbot")) is not None
    ]
    heard = sum(f.heard for f in found)
    return percent(sum(f.right for f in found) / heard) if heard else "–"

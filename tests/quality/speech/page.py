"""The results page: from raw results to Markdown that is read in two minutes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from scores import DiarizationErrors, differences, words
from spoken_numbers import said
from subjects import Subject

ENGINES = ("meetbot", "sequential", "batched")
KNOWLEDGE = ("found", "known", "given")
COMMAND = "python tests/quality/speech/run.py --work DIR --out tests/quality/speech/results.md"
WORST = 12


@dataclass(frozen=True)
class Run:
    """The raw results of one run with the recordings that they are about."""

    kept: Mapping[str, Any]
    subjects: Sequence[Subject]

    def result(self, subject: Subject, kind: str) -> Mapping[str, Any] | None:
        """The measurement of that recording, or None when there is none or it failed."""
        found: Mapping[str, Any] | None = self.kept["results"].get(f"{subject.key}/{kind}")
        return None if found is None or "failed" in found else found

    def voices(self, subject: Subject, knowledge: str) -> Mapping[str, Any] | None:
        """Who speaks when, with that knowledge; meetbot's own run knows who attends."""
        own = self.result(subject, "meetbot") if knowledge == "known" else None
        found = own or self.result(subject, f"voices-{knowledge}")
        return found["voices"] if found else None

    def of(self, *groups: str, condition: str | None = None) -> list[Subject]:
        """The recordings of those groups, in that condition."""
        return [s for s in self.subjects if s.group in groups and condition in {None, s.condition}]


def rendered(kept: Mapping[str, Any], subjects: Sequence[Subject], absent: Sequence[str]) -> str:
    """The whole page."""
    run = Run(kept, subjects)
    parts = [
        _head(run, absent),
        _speed(run),
        _words(run),
        _speakers(run),
        _voices(run),
        _nobody(run),
        _wrong(run),
    ]
    return "\n".join(part for part in parts if part)


def _head(run: Run, absent: Sequence[str]) -> str:
    machine, load = run.kept["machine"], run.kept["load"]
    left_out = "".join(f"- Left out: {reason}.\n" for reason in absent)
    return f"""# Speech: how right, how fast, how big

Made by `{COMMAND}` on {run.kept["at"]} in {run.kept["seconds"]} s; not edited by hand.

- Code: {machine["commit"]}; {machine["versions"]}
- Weights: whisper-base int8, sha256 `{machine["weights"]}`; voices: sha256 `{machine["encoder"]}`
- Machine: {machine["processor"]}, {machine["cores"]} cores; load before and after: {load[0]}, {load[1]}
{left_out}- *sequential*, *batched*: faster-whisper alone, same weights, beam 5, its voice detector, batch 8, all cores.
- Meetings are spoken by synthetic voices from scripts of this repository: *clean*; *usual*: 5 % of the speech
  overlaps, noise 30 dB below, some echo; *hard*: 10 %, 20 dB, more echo. Real speech: telephone prompts of Debian.
"""


# --- words ------------------------------------------------------------------------------------------------------------


def _words(run: Run) -> str:
    rows = []
    for name, subjects in _word_groups(run):
        for engine in ENGINES:
            found = [f for s in subjects if (f := _word_figures(run, s, engine)) is not None]
            if not found:
                continue
            total = reduce(add, found)
            errors = total.plain
            rows.append(
                (
                    name,
                    engine,
                    _counted(len(found), len(subjects)),
                    _percent(errors.rate),
                    f"{errors.substituted} / {errors.missed} / {errors.invented}",
                    _percent(total.accents.rate),
                    _percent(total.written.rate),
                )
            )
    if not rows:
        return ""
    return f"""## Words

Word errors without case and marks. *WER* also without accents and with figures in words (`112` is `ciento doce`);
*accents*: they count; *as written*: figures are compared as they are written. Fillers (*este*, *eh*) count as words.

{_table(("recordings", "engine", "", "WER", "wrong / missed / invented", "accents", "as written"), rows)}"""


def _word_groups(run: Run) -> Iterable[tuple[str, list[Subject]]]:
    yield "real Spanish prompts", run.of("words")
    yield "sample meeting", run.of("sample")
    for language, name in (("es", "Spanish"), ("en", "English"), ("mixed", "mixed Spanish and English")):
        for condition in ("usual", "hard"):
            found = [s for s in run.of("meeting", condition=condition) if s.language == language]
            yield f"{name} meetings, {condition}", found
    yield "Spanish meetings in one file", run.of("long")


def _word_figures(run: Run, subject: Subject, engine: str) -> Words | None:
    result = run.result(subject, engine)
    if result is None:
        return None
    text = turn_text(result["transcript"]) if engine == "meetbot" else result["text"]
    return word_figures(subject.recording.said, text, language=subject.language)


# --- speakers ---------------------------------------------------------------------------------------------------------


def _speakers(run: Run) -> str:
    rows = []
    for subject in [*run.of("sample"), *run.of("meeting", condition="usual"), *run.of("meeting", condition="hard")]:
        result = run.result(subject, "meetbot")
        if result is None:
            rows.append((subject.key, str(subject.size), "failed", *[""] * 4))
            continue
        lines, transcript = subject.recording.said, result["transcript"]
        accuracy = with_speakers(lines, transcript, language=subject.language)
        named = named_voices(accuracy, transcript, subject.names)
        heard, repaired = _names(subject, transcript)
        rows.append(
            (
                subject.key,
                f"{voice_figures(subject.recording.intervals, result['voices']).found} of {subject.size}",
                _percent(joint(lines, transcript, language=subject.language).rate),
                _percent(accuracy.share),
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

{_table(head, rows)}"""


def _names(subject: Subject, transcript: Mapping[str, Any]) -> tuple[Names, Names]:
    """Names in the text as it was heard and after repair."""
    heard = " ".join(segment["text"] for segment in transcript["segments"])
    lines = subject.recording.said
    return name_figures(lines, heard, subject.known), name_figures(lines, turn_text(transcript), subject.known)


def _voices(run: Run) -> str:
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
            found = [_voice_figures(run, subject, knowledge) for subject in group]
            figures = [f for f in found if f is not None]
            right = sum(f.found == f.true for f in figures)
            cells += [_rates(figures), f"{right}/{len(group)}"] if figures else ["failed", ""]
        if group:
            parts = [f.collar for s in group if (f := _voice_figures(run, s, "known")) is not None]
            rows.append((name, *cells, _parts(parts)))
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
    )
    return f"""## Who spoke when

Diarization error rate with a collar of 0.25 s / with none, overlapping speech included; *right*: recordings whose
number of voices is right. The parts are those with the attendees known, collar 0.25 s.

{_table(head, rows)}"""


def _voice_figures(run: Run, subject: Subject, knowledge: str) -> Voices | None:
    voices = run.voices(subject, knowledge)
    return None if voices is None else voice_figures(subject.recording.intervals, voices)


def _rates(figures: Sequence[Voices]) -> str:
    return f"{_percent(_rate(f.collar for f in figures))} / {_percent(_rate(f.none for f in figures))}"


def _rate(parts: Iterable[DiarizationErrors]) -> float:
    """The errors of several recordings together."""
    parts = list(parts)
    wrong = sum(p.missed + p.false_alarm + p.confusion for p in parts)
    return wrong / (sum(p.spoken for p in parts) or 1)


def _parts(parts: Sequence[DiarizationErrors]) -> str:
    spoken = sum(p.spoken for p in parts) or 1
    names = ("missed", "false_alarm", "confusion")
    return " / ".join(_percent(sum(getattr(p, name) for p in parts) / spoken) for name in names)


# --- speed ------------------------------------------------------------------------------------------------------------


def _speed(run: Run) -> str:
    rows = []
    for name, subjects in (
        ("long file", run.of("long")),
        ("real Spanish", run.of("words")),
        ("meetings, usual", run.of("meeting", condition="usual")),
    ):
        for engine in ENGINES:
            found = [(s, r) for s in subjects if (r := run.result(s, engine)) is not None]
            if not found:
                continue
            audio = sum(s.recording.seconds for s, _ in found)
            taken = [r["transcribing"] for _, r in found]
            voices = [r["diarizing"] for _, r in found if r.get("diarizing")]
            share = f"{_sum(voices, 'clock') / _sum(taken, 'clock'):.0%}" if voices else ""
            rows.append(
                (
                    f"{name}, {audio:.0f} s",
                    engine,
                    f"{audio / _sum(taken, 'clock'):.1f}",
                    f"{audio / _sum(taken, 'processor'):.1f}",
                    share,
                    str(max(r["peak_mb"] for _, r in found)),
                )
            )
    if not rows:
        return ""
    head = ("recording", "engine", "audio s a clock s", "audio s a processor s", "diarization, of that time", "peak MB")
    return f"""## Speed and memory

From the file to the text, the model's loading included, each in a process of its own. meetbot's peak includes its
diarization, whose time is apart. {_ratio(run)}

{_table(head, rows)}"""


def _ratio(run: Run) -> str:
    """Meetbot against the best plain call on the long file."""
    for subject in run.of("long"):
        times = {e: r["transcribing"]["clock"] for e in ENGINES if (r := run.result(subject, e)) is not None}
        plain = [times[engine] for engine in ENGINES[1:] if engine in times]
        if "meetbot" in times and plain:
            ratio = min(plain) / times["meetbot"]
            return f"On the long file meetbot is **{ratio:.2f} times** as fast as the faster of the two plain calls."
    return ""


def _sum(taken: Sequence[Mapping[str, float]], what: str) -> float:
    return sum(t[what] for t in taken) or 1e-9


# --- nobody, and what went wrong --------------------------------------------------------------------------------------


def _nobody(run: Run) -> str:
    rows = []
    for subject in run.of("nobody"):
        cells: list[str] = []
        for engine in ENGINES:
            result = run.result(subject, engine)
            if result is None:
                cells.append("failed")
                continue
            text = turn_text(result["transcript"]) if engine == "meetbot" else result["text"]
            count = len(words(text))
            cells.append(f"{count}: “{_short(text)}”" if count else "0")
        own = run.result(subject, "meetbot")
        cells.append(str(len(own["transcript"].get("suppressed", ()))) if own else "")
        rows.append((subject.key, *cells))
    if not rows:
        return ""
    return f"""## Nobody speaks

Words in a minute in which nothing is said, and how many stretches of text meetbot suppressed and lists.

{_table(("sound", *ENGINES, "suppressed"), rows)}"""


def _wrong(run: Run) -> str:
    failed = [f"- {key}: {found['failed']}" for key, found in sorted(run.kept["results"].items()) if "failed" in found]
    wrong_words: Counter[tuple[str, str]] = Counter()
    wrong_names: Counter[tuple[str, str]] = Counter()
    for subject in [*run.of("words", "sample"), *run.of("meeting", condition="usual")]:
        result = run.result(subject, "meetbot")
        if result is None:
            continue
        text = turn_text(result["transcript"])
        wrong_words.update(_pairs(subject, text))
        wrong_names.update(name_figures(subject.recording.said, text, subject.known).misses)
    counts = [line for subject in run.subjects for line in _miscounted(run, subject)]
    parts = [
        ("Measurements that failed", failed),
        ("Word errors of meetbot, the most frequent and then the longest", _listed(wrong_words)),
        ("Names that are wrong after repair", _listed(wrong_names)),
        ("Wrong number of voices, attendees known", counts),
    ]
    return "## What went wrong\n\n" + "\n".join(
        f"**{title}:**{' none.' if not lines else ''}\n"
        + "".join(f"\n{line}" for line in lines)
        + ("\n" if lines else "")
        for title, lines in parts
    )


def _pairs(subject: Subject, text: str) -> list[tuple[str, str]]:
    """What was said and what was heard, figures in words."""
    speak: Callable[[str], list[str]] = lambda line: words(said(line, subject.language))  # noqa: E731 - one use
    reference = [word for line in subject.recording.said for word in speak(line.text)]
    return differences(reference, speak(text))


def _listed(wrong: Counter[tuple[str, str]]) -> list[str]:
    order = sorted(wrong.items(), key=lambda item: (-item[1], -len(item[0][0]), item[0]))
    return [
        f"- “{_short(was) or '–'}” heard as “{_short(heard) or '–'}”" + (f", {count} times" if count > 1 else "")
        for (was, heard), count in order[:WORST]
    ]


def _miscounted(run: Run, subject: Subject) -> Iterable[str]:
    if subject.group not in {"meeting", "sample", "voices"}:
        return
    figures = _voice_figures(run, subject, "known")
    if figures is not None and figures.found != figures.true:
        yield f"- {subject.key}: {figures.found} instead of {figures.true}"


# --- cells ------------------------------------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "¦") for cell in line) + " |\n" for line in lines)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _counted(found: int, all_of_them: int) -> str:
    return str(found) if found == all_of_them else f"{found} of {all_of_them}, others failed"


def _short(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"

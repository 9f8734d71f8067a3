"""The results page: from raw results to Markdown that is read in two minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accuracy import speakers_table, voices_of, voices_table, words_table
from figures import in_time, name_figures, turn_text
from headline import headline
from outcome import ENGINES, TIMED, Run, short, table
from scores import differences, words
from spoken_numbers import said as in_words
from subjects import PARTS, Subject

COMMAND = "python tests/quality/speech/run.py --work DIR --out tests/quality/speech/results.md"
WORST = 12


def rendered(kept: Mapping[str, Any], subjects: Sequence[Subject], absent: Sequence[str]) -> str:
    """The whole page."""
    run = Run(kept, subjects)
    parts = [
        _head(run, absent),
        headline(run),
        _speed(run),
        words_table(run),
        speakers_table(run),
        voices_table(run),
        _nobody(run),
        _wrong(run),
    ]
    return "\n".join(part for part in parts if part)


def _head(run: Run, absent: Sequence[str]) -> str:
    machine, load = run.kept["machine"], run.kept["load"]
    parts = run.kept.get("parts", PARTS)
    only = [] if set(parts) == set(PARTS) else [f"all but {' '.join(parts)}"]
    settings = f"; {machine['settings']}" if machine.get("settings") else ""
    left_out = "".join(f"- Left out: {reason}.\n" for reason in (*only, *absent))
    return f"""# Speech: how right, how fast, how big

Made by `{COMMAND}` on {run.kept["at"]} in {run.kept["seconds"]} s; not edited by hand.

- Code: {machine["commit"]}; {machine["versions"]}
- Weights: whisper-base int8, sha256 `{machine["weights"]}`; voices: sha256 `{machine["encoder"]}`
- Machine: {machine["processor"]}, {machine["cores"]} cores; load before and after: {load[0]}, {load[1]}{settings}
{left_out}- *sequential*, *batched*: faster-whisper alone, same weights, beam 5, its voice detector, batch 8, all cores;
  *timed*: batched, with a time for each word, which meetbot always gives.
- Meetings are spoken by synthetic voices from scripts of this repository: *clean*; *usual*: 5 % of the speech
  overlaps, noise 30 dB below, some echo; *hard*: 10 %, 20 dB, more echo. Real speech: telephone prompts of Debian.
"""


# --- speed ------------------------------------------------------------------------------------------------------------


def _speed(run: Run) -> str:
    rows = []
    for name, subjects in (
        ("long file", run.of("long")),
        ("real Spanish", run.of("words")),
    ):
        for engine in (*ENGINES, TIMED):
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

{table(head, rows)}"""


def _ratio(run: Run) -> str:
    """Meetbot against the best plain call on the long file."""
    for subject in run.of("long"):
        engines = (*ENGINES, TIMED)
        times = {e: r["transcribing"]["clock"] for e in engines if (r := run.result(subject, e)) is not None}
        plain = [times[engine] for engine in ENGINES[1:] if engine in times]
        if "meetbot" in times and plain:
            ratio = min(plain) / times["meetbot"]
            timed = (
                f", and {times[TIMED] / times['meetbot']:.2f} times the one that times words" if TIMED in times else ""
            )
            plainly = f"On the long file meetbot is **{ratio:.2f} times** as fast as the faster of the two plain calls"
            return f"{plainly}{timed}."
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
                cells.append(run.absent(subject, engine))
                continue
            text = turn_text(result["transcript"]) if engine == "meetbot" else result["text"]
            count = len(words(text))
            cells.append(f"{count}: “{short(text)}”" if count else "0")
        own = run.result(subject, "meetbot")
        cells.append(str(len(own["transcript"].get("suppressed", ()))) if own else "")
        rows.append((subject.key, *cells))
    if not rows:
        return ""
    return f"""## Nobody speaks

Words in a minute in which nothing is said, and how many stretches of text meetbot suppressed and lists.

{table(("sound", *ENGINES, "suppressed"), rows)}"""


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
    reference = [word for word, _ in in_time(subject.recording.said, language=subject.language)]
    return differences(reference, words(in_words(text, subject.language)))


def _listed(wrong: Counter[tuple[str, str]]) -> list[str]:
    order = sorted(wrong.items(), key=lambda item: (-item[1], -len(item[0][0]), item[0]))
    return [
        f"- “{short(was) or '–'}” heard as “{short(heard) or '–'}”" + (f", {count} times" if count > 1 else "")
        for (was, heard), count in order[:WORST]
    ]


def _miscounted(run: Run, subject: Subject) -> Iterable[str]:
    if subject.group not in {"meeting", "sample", "voices"}:
        return
    figures = voices_of(run, subject, "known")
    if figures is not None and figures.found != figures.true:
        yield f"- {subject.key}: {figures.found} instead of {figures.true}"

"""What is measured: recordings whose truth is known, and what is asked of each engine about them."""

import hashlib
import json
import tomllib
import wave
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import meetings
import numpy as np
import real_speech
from mixing import CONDITIONS, RATE, Floats, Recording, Said, generated, keep

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
PARTS = ("words", "meetings", "voices", "speed", "nobody")
CONVERSATIONS = (
    ("mexican", "carlo"),
    ("mexican", "june"),
    ("mexican", "colombian", "carlo", "june"),
    ("menardi", "russian", "carlo", "mexican"),
    ("mexican", "colombian", "carlo", "june", "menardi", "russian"),
)
"""Voices of the real conversations; a conversation that needs a package which is absent is left out and said so."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A recording and what is known about it. `names` maps the truth's speakers to people's full names.

    `group`: `meeting`, `sample`, `words` (real speech with its text), `voices` (real voices), `long`, `nobody`.
    """

    key: str
    group: str
    recording: Recording
    condition: str = ""
    language: str = "es"
    company: str = "Empresa"
    people: tuple[Mapping[str, Any], ...] = ()
    words: tuple[str, ...] = ()
    names: Mapping[str, str]

    @property
    def size(self) -> int:
        """How many speak."""
        return len({line.speaker for line in self.recording.said})

    @property
    def known(self) -> list[str]:
        """All names of people and company words that meetbot is told."""
        return [
            *(name for person in self.people for name in (str(person["name"]), *person.get("aliases", ()))),
            *self.words,
        ]


KNOWLEDGE = ("found", "known", "given")
"""What a diarization is told: nothing, who attends, or how many voices there are."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One measurement: `kind` is an engine's, or `voices`, once with each of `knowledge`."""

    subject: Subject
    kind: str
    knowledge: tuple[str, ...] = ("known",)

    @property
    def key(self) -> str:
        """Unique in a run."""
        return f"{self.subject.key}/{self.kind}"

    def document(self, weights: str) -> dict[str, Any]:
        """What measure.py reads."""
        return {
            "kind": self.kind,
            "recording": str(self.subject.recording.path),
            "language": self.subject.language,
            "company": self.subject.company,
            "people": [dict(person) for person in self.subject.people],
            "words": list(self.subject.words),
            "knowledge": list(self.knowledge),
            "speakers": self.subject.size,
            "weights": weights,
        }


def jobs(subject: Subject) -> Iterator[Job]:
    """What is measured on that recording; Spanish meetings are compared with plain faster-whisper in one file."""
    compared = subject.group in {"words", "long", "nobody"}
    compared = compared or (subject.condition == "usual" and subject.language != "es")
    own = compared or subject.group == "sample" or subject.condition in {"usual", "hard"}
    if own:
        yield Job(subject=subject, kind="meetbot")
    if compared:
        yield Job(subject=subject, kind="sequential")
        yield Job(subject=subject, kind="batched")
    if subject.group == "long":
        yield Job(subject=subject, kind="timed")
    if subject.group in {"meeting", "sample", "voices"}:
        yield Job(subject=subject, kind="voices", knowledge=("found", "given") if own else KNOWLEDGE)


def part_of(subject: Subject) -> str:
    """Which of PARTS it belongs to."""
    return {"meeting": "meetings", "sample": "meetings", "long": "speed"}.get(subject.group, subject.group)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where things are: the work folder, the speaker tool with its wheels, the roots with Debian's prompts.

    `scripts` are the meetings that are wanted, all when there are none.
    """

    work: Path
    tool: Path
    wheels: Path
    prompts: tuple[Path, ...]
    scripts: tuple[str, ...] = ()


def prepared(sources: Sources, parts: Sequence[str]) -> tuple[list[Subject], list[str]]:
    """The recordings of those parts, made where they are not there yet; and what is left out, with the reason."""
    subjects: list[Subject] = []
    absent: list[str] = []
    if "words" in parts:
        _add(subjects, absent, "real Spanish", lambda: [_spanish(sources)])
    if "voices" in parts:
        for voices in CONVERSATIONS:
            _add(subjects, absent, f"real voices ({', '.join(voices)})", lambda v=voices: [_conversation(sources, v)])
    if "meetings" in parts:
        subjects.append(_sample())
    if "meetings" in parts or "speed" in parts:
        spoken: list[Subject] = []
        _add(spoken, absent, "spoken meetings", lambda: list(_meetings(sources)))
        subjects += spoken if "meetings" in parts else []
        subjects += [_long(sources, spoken)] if "speed" in parts and spoken else []
    if "nobody" in parts:
        subjects += _nobody(sources)
    return subjects, absent


def _add(subjects: list[Subject], absent: list[str], what: str, make: Any) -> None:
    try:
        subjects += make()
    except meetings.AbsentError as error:
        absent.append(f"{what}: {error}")


def _spanish(sources: Sources) -> Subject:
    recording = real_speech.spanish(sources.prompts, sources.work / "real")
    return Subject(key="real-spanish", group="words", recording=recording, names={"mexican": "Mexican"})


def _conversation(sources: Sources, voices: Sequence[str]) -> Subject:
    recording = real_speech.conversation(sources.prompts, sources.work / "real" / "-".join(voices), voices)
    people = tuple({"name": f"{name.title()} Real"} for name in voices)
    names = {name: f"{name.title()} Real" for name in voices}
    return Subject(key="+".join(voices), group="voices", recording=recording, people=people, names=names)


def _meetings(sources: Sources) -> Iterator[Subject]:
    voice = meetings.KeptVoice(sources.tool, sources.wheels, sources.work / "lines")
    for script in meetings.scripts(sources.scripts):
        for condition in CONDITIONS:
            yield Subject(
                key=f"{script.name}-{condition.name}",
                group="meeting",
                condition=condition.name,
                recording=meetings.recorded(script, condition, voice, sources.work / "meetings"),
                language=script.language,
                company=script.words[0],
                people=script.people,
                words=script.words,
                names={name: script.person(name) for name in script.voices},
            )


def _sample() -> Subject:
    """The sample company's meeting, which is there without any tool."""
    truth = json.loads((SAMPLES / "reference.json").read_text(encoding="utf-8"))
    settings = tomllib.loads((SAMPLES / "meetbot.toml").read_text(encoding="utf-8"))
    said = tuple(Said(**line) for line in truth["segments"])
    recording = Recording(
        path=next((SAMPLES / "recordings").glob("*.m4a")), seconds=truth["duration"], overlap=0.0, said=said
    )
    return Subject(
        key="sample",
        group="sample",
        recording=recording,
        company=settings["company"]["name"],
        people=tuple({k: p[k] for k in ("name", "aliases", "attends") if k in p} for p in settings["people"]),
        words=tuple(settings.get("transcription", {}).get("vocabulary", ())),
        names={line.speaker: line.speaker for line in said},
    )


def _long(sources: Sources, spoken: Sequence[Subject]) -> Subject:
    """The Spanish meetings one after another: long enough for speed and memory."""
    parts: list[Floats] = []
    said: list[Said] = []
    now = 0.0
    for subject in spoken:
        if subject.condition != "usual" or subject.language != "es":
            continue
        with wave.open(str(subject.recording.path)) as file:
            sound: Floats = (np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768).astype(np.float32)
        said += [replace(line, start=line.start + now, end=line.end + now) for line in subject.recording.said]
        parts.append(sound)
        now += len(sound) / RATE
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    recording = keep(sources.work / "meetings" / "long", np.concatenate(parts), said, digest)
    names = {line.speaker: line.speaker for line in said}
    return Subject(key="long", group="long", recording=recording, names=names)


def _nobody(sources: Sources) -> Iterator[Subject]:
    for path in generated(sources.work / "nobody"):
        recording = Recording(path=path, seconds=60.0, overlap=0.0, said=())
        yield Subject(key=path.stem, group="nobody", recording=recording, names={})

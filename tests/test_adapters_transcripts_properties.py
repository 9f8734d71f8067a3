"""Whatever a file holds: a transcript that is whole or an error of ours, in time that grows with the file alone."""

import contextlib
import json
import math
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import cost, growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transcript_files import DATA, VTT, word_file

from meetbot.adapters.transcripts import TranscriptFiles, is_transcript
from meetbot.adapters.transcripts.heads import LONGEST_TIME
from meetbot.errors import TranscriptError
from meetbot.model.transcript import ImportedTranscript

FRAGMENTS = (
    "WEBVTT",
    "WEBVTT\n\n",
    "NOTE",
    "00:00:01.000 --> 00:00:02.000",
    "1\n00:00:01,000 --> 00:00:02,000",
    "0:00:01.000,0:00:03.500",
    "999:59:59.999 --> 00:00:00.000",
    "<v Ana>",
    "</v>",
    "<v",
    "&#x110000;",
    "&amp;",
    "Ana:",
    "Ana Ruiz: va",
    "Ana Ruiz  0:03",
    "Ana Ruiz (0:03): va",
    "[00:00:03] Ana:\u00a0va",
    "[Ana] 23:59:59",
    "[Ana] 00:00:01: va",
    "Transcripción",
    "### 00:05:00",
    "00:05:00",
    "La reunión finalizó después de 00:00:01",
    "**Ana:** va\\.",
    "Asistentes",
    "Ana inició la transcripción",
    "31 de febrero de 2026, 8:03p.m.",
    "-20261399_250000-",
    "59m 3s",
    "Ana detuvo la transcripción",
    "09:00:01 From Ana to Everyone: va",
    "09:00:01 De Ana a Luis: va",
    "00:00:01\tAna:\tva",
    "SPEAKER a 1 0 1 <NA> <NA> b <NA> <NA>",
    "speaker,text",
    'Ana,"va',
    "hora;hablante;texto",
    '{"segments": [',
    '{"text": "va"}',
    "[",
    "]",
    "}",
    "\ufeff",
    "\u202e",
    "\0",
    "：",
    "王小明：你好",
    "\u2028",
    "\x85",
    "\x0b",
    "\t",
    "  ",
    "-",
    "|",
    "1e308",
    "9" * 30,
)

KEYS = (
    "segments",
    "sentences",
    "text",
    "sentence",
    "start",
    "end",
    "start_time",
    "speaker",
    "words",
    "word",
    "kind",
    "date",
    "data",
)

texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=14).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", " ", "\r\n", ""]).map(lambda gap: gap.join(parts))
)
numbers = st.one_of(st.floats(), st.integers(), st.sampled_from([1e308, -1, 10**400, "00:12", "1e9", None, True]))
values = st.recursive(
    st.one_of(numbers, st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)
QUIET = (HealthCheck.function_scoped_fixture,)


def whole(imported: ImportedTranscript) -> None:
    """Checks what everybody relies on: ids in order, times that can be written, text that can be stored."""
    for number, segment in enumerate(imported.segments):
        assert segment.id == number
        assert segment.text.strip()
        for moment in (segment.start, segment.end):
            assert moment is None or (math.isfinite(moment) and 0 <= moment <= LONGEST_TIME)
        if segment.start is not None and segment.end is not None:
            assert segment.start <= segment.end
    for message in imported.chat:
        assert message.at is None or message.at >= 0
    assert ImportedTranscript.model_validate_json(imported.model_dump_json()) == imported


def tried(content: bytes, folder: Path, name: str) -> bool:
    """Whether it was read; any error but ours ends the test."""
    path = folder / name
    path.write_bytes(content)
    with contextlib.suppress(TranscriptError):
        is_transcript(path)
    with contextlib.suppress(TranscriptError):
        TranscriptFiles().chat([path])
    try:
        imported = TranscriptFiles().read(path)
    except TranscriptError as error:
        assert error.what  # noqa: PT017 - that it was raised is no failure; that it says nothing would be
        return False
    whole(imported)
    return True


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(text=texts, name=st.sampled_from(["a.txt", "chat.txt", "a.docx"]))
def test_any_text_is_read_or_refused(text: str, name: str, tmp_path: Path) -> None:
    """Pieces of every format in any order, as text or as the paragraphs of a Word file."""
    content = text.encode("utf-8", errors="surrogatepass")
    if name.endswith("docx"):
        printable = "".join(
            c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe")
        )
        content = word_file(printable.split("\n\n"))
    tried(content, tmp_path, name)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(
    content=st.binary(max_size=200), head=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"WEBVTT\n", b"{", b"[{"])
)
def test_any_bytes_are_read_or_refused(content: bytes, head: bytes, tmp_path: Path) -> None:
    """So are bytes that are nothing."""
    tried(head + content, tmp_path, "a.vtt")


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(value=values, key=st.sampled_from(["segments", "sentences", None]))
def test_any_json_is_read_or_refused(value: object, key: str | None, tmp_path: Path) -> None:
    """Known keys with values of any kind, not-a-number and numbers beyond all bounds among them."""
    tried(json.dumps(value if key is None else {key: value}).encode(), tmp_path, "a.json")


def mutated(content: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The content with a few accidents: flipped bits, a cut, blocks twice, lines swapped, another file's lines."""
    raw = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        kind = chance.randrange(6)
        at = chance.randrange(len(raw)) if raw else 0
        if kind == 0 and raw:
            raw[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            raw = raw[:at] if chance.random() < 0.5 else raw[at:]
        elif kind == 2:
            block = bytes(raw[at : at + chance.randrange(1, 200)])
            raw[at:at] = block * chance.randint(1, 5)
        elif kind == 3:
            lines = bytes(raw).split(b"\n")
            a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[a], lines[b] = lines[b], lines[a]
            raw = bytearray(b"\n".join(lines))
        elif kind == 4:
            raw[at:at] = chance.choice(
                [b"\0", b"\xff\xfe", b"\xc3", b":", b"\t", b"-->", b"\xc2\xa0", b"{", b'"', b"99:99:99"]
            )
        else:
            raw[at:at] = chance.choice(chance.choice(others).split(b"\n"))
    return bytes(raw)


def test_damaged_transcripts_are_read_or_refused(tmp_path: Path) -> None:
    """Every sample of this folder, damaged in ways that files are."""
    samples = {path.name: path.read_bytes() for path in sorted(DATA.iterdir())}
    chance = random.Random(20261123)  # noqa: S311 - reproducible damage, no secret
    read = 0
    for _ in range(20):
        for name, content in samples.items():
            read += tried(mutated(content, chance, list(samples.values())), tmp_path, name)
    assert read > 5 * len(samples)


def _cues(n: int) -> str:
    rows = (f"{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}" for i in range(n))
    return VTT + "hola\n\n" + "".join(f"{t}.000 --> {t}.900\nAna Ruiz: va {t}\n\n" for t in rows)


GROWING: dict[str, Callable[[int], str]] = {
    "webvtt": _cues,
    "srt": lambda n: _cues(n).removeprefix("WEBVTT\n\n"),
    "names": lambda n: "Ana Ruiz: va\nLuis Paz: sí, claro\n" * n,
    "many names": lambda n: (
        "Ana Ruiz: va\n" + "".join(f"Luis {chr(65 + i % 26)}{chr(97 + i // 26 % 26)}: a\n" for i in range(n))
    ),
    "headings": lambda n: "".join(f"Ana Ruiz{i}: va\nAna: x\n" for i in range(n)),
    "headers": lambda n: "Ana Ruiz   0:03\nva\nLuis Paz   0:09\nsí\n" * n,
    "one speech": lambda n: "Ana Ruiz: va\nLuis Paz: va\n" + "y otra cosa más\n" * n,
    "lone times": lambda n: "00:00:03\nAna Ruiz: va\n" * n,
    "captions": lambda n: "[Ana Ruiz] 15:00:00\nva\n\n" * n,
    "teams": lambda n: "Ana Ruiz inició la transcripción\n" + "Ana Ruiz   0:03\nva\n" * n,
    "notices": lambda n: "Ana Ruiz   0:03\nva\n" + "Ana Ruiz detuvo la transcripción\n" * n,
    "meet": lambda n: "Transcripción\n" + "00:05:00\nAna Ruiz: va\n" * n,
    "titles": lambda n: "Transcripción\n" * n + "00:05:00\nAna Ruiz: va\n",
    "footers": lambda n: "Ana Ruiz: va\nLuis Paz: sí\n" + "Transcribed by https://otter.ai\n" * n,
    "csv": lambda n: "speaker,text\n" + "Ana,va\n" * n,
    "own": lambda n: "[00:00:03] Ana:\u00a0va\n" * n,
    "whisper": lambda n: json.dumps([{"start": 1, "end": 2, "text": "va"}] * n),
    "broken whisper": lambda n: json.dumps([{"text": "va"}, *[{}] * n]),
    "blank lines": lambda n: "Ana Ruiz: va\nLuis Paz: sí\n" + "\n" * n,
    "nested brackets": lambda n: "Ana: " + "[" * n + "\nAna: " + "(" * n + "\nLuis: va\nLuis: sí\n",
}


@pytest.mark.parametrize("kind", GROWING)
def test_time_grows_with_the_file_alone(kind: str, tmp_path: Path) -> None:
    """Eight times the lines take about eight times the processor's time, not sixty-four times."""

    def read_lines(lines: int) -> None:
        path = tmp_path / f"{lines}.txt"
        path.write_text(GROWING[kind](lines), encoding="utf-8")
        TranscriptFiles().read(path)

    assert growth(read_lines, size=500, times=8) < 30


@pytest.mark.parametrize(
    "line",
    [
        "a" + " " * 290 + "b",
        " " * 150 + "0:03" + " " * 140,
        "a " * 150,
        "(" * 300,
        "[1:00" * 60,
        "a:" * 150,
        ": " * 150,
        "09:00:01 From " + " to a:" * 80,
        "09:00:01 From " + " a" * 240,
        "**" * 150,
        "1:00 " * 60,
        "&#" * 150,
        "<v " * 100,
        "{\\" * 150,
        "\\" * 300,
        "-–" * 150,
        "a(b)" * 75,
        'Replying to "' * 20,
        "0:00:01.000," * 25,
        "王" * 300,
        "ª:" * 100,
    ],
)
def test_no_line_is_expensive(line: str, tmp_path: Path) -> None:
    """Lines on which patterns could try without end cost, in every format, about what plain words cost."""
    heads = ["Ana Ruiz: va\nLuis Paz: sí\n", VTT, "Transcripción\n00:00:00\nAna Ruiz: va\n", "[Ana] 10:00:00\nva\n"]
    heads += ["Ana Ruiz inició la transcripción\nAna Ruiz   0:03\nva\n", "09:00:00 From Ana to Everyone: va\n"]

    def read_all(repeated: str) -> None:
        for head in heads:
            tried((head + f"{repeated}\n" * 150).encode(), tmp_path, "chat.txt")

    assert cost(lambda: read_all(line)) < 10 * cost(lambda: read_all("y otra cosa más " * 18))

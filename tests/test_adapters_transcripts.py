"""Transcript files: known by their content, read in full, and clear about what can't be read."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from transcript_files import DATA, VTT, read

from meetbot.adapters.transcripts import TranscriptFiles, is_transcript
from meetbot.errors import TranscriptError


@pytest.mark.parametrize(
    "encode",
    [
        lambda t: t.encode("utf-8-sig"),
        lambda t: t.encode("utf-16"),
        lambda t: b"\xfe\xff" + t.encode("utf-16-be"),
        lambda t: t.encode("utf-16-le"),
        lambda t: t.encode("utf-16-be"),
        lambda t: t.encode("cp1252"),
        lambda t: t.replace("\n", "\r").encode(),
    ],
    ids=["utf-8 bom", "utf-16 le", "utf-16 be", "utf-16 le bare", "utf-16 be bare", "cp1252", "old mac"],
)
@pytest.mark.parametrize("name", ["teams.vtt", "con-nombres.srt", "plano.txt"])
def test_encodings(encode: Callable[[str], bytes], name: str, tmp_path: Path) -> None:
    """Whatever encoding the program saved in, the same words come out."""
    text = (DATA / name).read_text(encoding="utf-8")
    path = tmp_path / name
    path.write_bytes(encode(text))
    expected = TranscriptFiles().read(DATA / name)
    found = TranscriptFiles().read(path)
    assert found.segments == expected.segments
    assert is_transcript(path)


def test_guessed_encoding_is_told(tmp_path: Path) -> None:
    """Windows-1252 is a guess, so the user hears of it."""
    (issue,) = read("Ana Ruiz: ¿Mañana?\nLuis Paz: Sí.\n".encode("cp1252"), tmp_path).issues
    assert "Windows-1252" in issue.message


@pytest.mark.parametrize(
    "content",
    [
        (VTT + "ñandú, camión, mañ").encode()[:-1] + b"\n",
        (VTT + "¿Mañana? Sí, cómo no, está…").encode() + b"\xff\xfe",
        VTT.encode() + b"\x81\x8d\x8f",
        b"\xff\xfe" + "WEBVTT".encode("utf-16-le") + b"\x00\xd8",
    ],
)
def test_damaged_characters_are_named_with_their_line(content: bytes, tmp_path: Path) -> None:
    """Broken UTF-8 isn't read as if it were something else: accents would turn into signs nobody said."""
    with pytest.raises(TranscriptError, match="damaged") as raised:
        read(content, tmp_path)
    assert "line" in raised.value.where
    assert "UTF-8" in raised.value.hint


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b"ID3\x04\x00", ".mp3"),
        (b"\xff\xfb\x90\x00", ".mp3"),
        (b"RIFF\x00\x00\x00\x00WAVE", ".wav"),
        (b"OggS\x00", ".ogg"),
        (b"\x00\x00\x00\x20ftypM4A ", ".m4a"),
        (b"\x1a\x45\xdf\xa3", ".webm"),
    ],
)
def test_recording_named_as_a_transcript(head: bytes, suffix: str, tmp_path: Path) -> None:
    """Audio renamed .vtt: told as what it is, with the way to go on."""
    path = tmp_path / "junta.vtt"
    path.write_bytes(head + b"\x00\x12" * 500)
    assert not is_transcript(path)
    with pytest.raises(TranscriptError, match="is a recording") as raised:
        TranscriptFiles().read(path)
    assert suffix in raised.value.hint
    assert "meetbot minutes" in raised.value.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "a PDF file"),
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x01\x02\x00\x07" * 50, "binary file"),
    ],
)
def test_other_files_named_as_a_transcript(content: bytes, message: str, tmp_path: Path) -> None:
    """Documents, empty files and binaries are taken for transcripts by name, and explained."""
    path = tmp_path / "junta.vtt"
    path.write_bytes(content)
    assert is_transcript(path)
    with pytest.raises(TranscriptError, match=message):
        TranscriptFiles().read(path)


def test_is_transcript_goes_by_content(tmp_path: Path) -> None:
    """Text named .mp3 is a transcript; nothing, or bytes that tell nothing, go by their name."""
    for name, content, expected in (
        ("a.mp3", b"Ana: hola\nLuis: va\n", True),
        ("b.mp3", b"", False),
        ("c.txt", b"", True),
        ("d.dat", b"\x01\x00\x02", False),
    ):
        (tmp_path / name).write_bytes(content)
        assert is_transcript(tmp_path / name) is expected


def test_missing_file_and_folder_are_transcript_errors(tmp_path: Path) -> None:
    """A path that can't be opened is an error of ours."""
    for path in (tmp_path / "nada.vtt", tmp_path):
        with pytest.raises(TranscriptError):
            TranscriptFiles().read(path)
        with pytest.raises(TranscriptError):
            is_transcript(path)


@pytest.mark.parametrize(
    "line", [b"a" * 1_500_000, b"<v " * 600_000, b"a" + b" " * 1_500_000 + b"b", b"&" * 1_500_000, b"1:" * 700_000]
)
@pytest.mark.parametrize("head", [VTT.encode(), b"Ana: hola\nLuis: va\n"])
def test_endless_line_is_refused_at_once(head: bytes, line: bytes, tmp_path: Path) -> None:
    """A line that nobody can have said is an error with its number, not a program that hangs."""
    begun = time.perf_counter()
    with pytest.raises(TranscriptError, match="no transcript has such lines") as raised:
        read(head + line, tmp_path)
    last = head.count(b"\n") + 1
    assert f"line {last}" in raised.value.where
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize("piece", ["<v ", "<", "a ", "  ", "&#", "A: ", "<a", "1:0"])
def test_long_lines_take_time_in_proportion(piece: str, tmp_path: Path) -> None:
    """Just below the limit, whatever is repeated: no pattern runs away."""
    begun = time.perf_counter()
    line = piece * (900_000 // len(piece))
    for head in (VTT, "Ana: hola\nAna: va\n", "1\n00:00:01,000 --> 00:00:02,000\n"):
        read(head + line, tmp_path)
    assert time.perf_counter() - begun < 30


def test_file_beyond_any_transcript_is_refused(tmp_path: Path) -> None:
    """More than 64 MiB is not even read."""
    path = tmp_path / "junta.vtt"
    with path.open("wb") as file:
        file.write(b"WEBVTT\n\n")
        file.seek(65 * 1024 * 1024)
        file.write(b"x")
    with pytest.raises(TranscriptError, match="larger than any transcript"):
        TranscriptFiles().read(path)


def test_many_cues_are_read(tmp_path: Path) -> None:
    """Twenty thousand cues, a meeting of many hours, all of them."""
    text = "WEBVTT\n\n" + "".join(
        f"{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}.000 --> {i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}.900\n"
        f"<v Laura Méndez>Turno {i}</v>\n\n"
        for i in range(20_000)
    )
    found = read(text, tmp_path)
    assert len(found.segments) == 20_000
    assert found.segments[-1].text == "Turno 19999"

"""Transcript files: known by their content, read in full, and clear about what can't be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from growth import growth
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


def test_encoding_of_old_macs_is_told_from_windows(tmp_path: Path) -> None:
    """Accents of one byte: whichever encoding gives letters that Spanish has."""
    text = "Ana Ruiz: ¿Mañana a las diez, después del café?\nJosé Peña: Sí, cómo no, así quedó.\n"
    for encoding, name in (("mac_roman", "Mac Roman"), ("cp1252", "Windows-1252"), ("latin-1", "Windows-1252")):
        found = read(text.encode(encoding), tmp_path)
        assert [s.speaker for s in found.segments] == ["Ana Ruiz", "José Peña"]
        assert name in found.issues[0].message


def test_accents_encoded_twice_are_put_right_or_told(tmp_path: Path) -> None:
    """“Ã©” for “é”: undone where the whole file is like that, told where only a part is."""
    text = "Ana Ruiz: ¿Mañana a las diez?\nLuis Peña: Sí, después del café.\n"
    twice = text.encode().decode("cp1252", errors="replace").replace("\ufffd", "")
    found = read(twice, tmp_path)
    assert found.segments[0].text == "¿Mañana a las diez?"
    assert "encoded twice" in found.issues[0].message
    mixed = read(f"{twice}Ana Ruiz: ¿Así, 王?\n", tmp_path)
    assert mixed.issues[0].severity == "warning"
    assert "accents of the file are wrong" in mixed.issues[0].message
    quoted = read("Ana Ruiz: sale Â¡Â¡ y “cafÃ©” en la pantalla\nLuis Paz: va\n", tmp_path)
    assert (quoted.segments[0].text, quoted.issues) == ("sale Â¡Â¡ y “cafÃ©” en la pantalla", ())


def test_utf_32_is_read(tmp_path: Path) -> None:
    """Rare, but its mark begins like that of UTF-16."""
    found = read("\ufeffAna Ruiz: ¿Va?\nLuis Paz: Sí.\n".encode("utf-32-le"), tmp_path)
    assert found.segments[0].text == "¿Va?"


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
        (b"{\\rtf1", "a rich-text file"),
        (b"Rar!\x1a\x07", "a compressed file"),
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
def test_endless_line_is_refused(head: bytes, line: bytes, tmp_path: Path) -> None:
    """A line that nobody can have said is an error with its number, not a program that hangs."""
    with pytest.raises(TranscriptError, match="no transcript has such lines") as raised:
        read(head + line, tmp_path)
    last = head.count(b"\n") + 1
    assert f"line {last}" in raised.value.where


@pytest.mark.parametrize("piece", ["<v ", "<", "a ", "  ", "&#", "A: ", "<a", "1:0"])
def test_long_lines_take_time_in_proportion(piece: str, tmp_path: Path) -> None:
    """Up to just below the limit, whatever is repeated: no pattern runs away."""

    def read_line(signs: int) -> None:
        line = piece * (signs // len(piece))
        for head in (VTT, "Ana: hola\nAna: va\n", "1\n00:00:01,000 --> 00:00:02,000\n"):
            read(head + line, tmp_path)

    assert growth(read_line, size=112_500, times=8) < 24


def test_file_beyond_any_transcript_is_refused(tmp_path: Path) -> None:
    """More than 64 MiB is not even read."""
    path = tmp_path / "junta.vtt"
    with path.open("wb") as file:
        file.write(b"WEBVTT\n\n")
        file.seek(65 * 1024 * 1024)
        file.write(b"x")
    with pytest.raises(TranscriptError, match="larger than any transcript"):
        TranscriptFiles().read(path)


def test_hints_for_other_files_say_what_to_do(tmp_path: Path) -> None:
    """A PDF: export again; a file of an unknown format: what is known."""
    with pytest.raises(TranscriptError) as raised:
        read(b"%PDF-1.7 ...", tmp_path, "junta.pdf")
    assert ".vtt, .docx or plain text" in raised.value.hint
    with pytest.raises(TranscriptError) as raised:
        read("uno\ndos\n", tmp_path)
    for known in ("WebVTT", "Teams", "Meet", "Zoom", "Otter", "Fireflies", "tl;dv", "WhisperX", "CSV", "Name: "):
        assert known in raised.value.hint


def test_too_many_lines_are_refused(tmp_path: Path) -> None:
    """Millions of lines would need gigabytes of memory."""
    with pytest.raises(TranscriptError, match="lines; no transcript has so many"):
        read(VTT + "\n" * 2_100_000, tmp_path)


def test_hundred_thousand_cues(tmp_path: Path) -> None:
    """More than any meeting has, and all of them are there."""
    cues = (f"{i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}.000 --> 99:00:00.000\nva {i}\n" for i in range(100_000))
    found = read("WEBVTT\n\n" + "\n".join(cues), tmp_path)
    assert (len(found.segments), found.segments[-1].text) == (100_000, "va 99999")


def test_json_of_too_many_pieces_is_refused(tmp_path: Path) -> None:
    """Small on disk, huge in memory."""
    with pytest.raises(TranscriptError, match="JSON that no transcript has"):
        read("[" + "{}," * 3_100_000 + "{}]", tmp_path)

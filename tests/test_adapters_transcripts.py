"""Transcript files: known by their content, read in full, and clear about what can't be read."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from meetbot.adapters.transcripts import TranscriptFiles, is_transcript
from meetbot.adapters.transcripts.heads import clean_name
from meetbot.adapters.transcripts.names import looks_like_a_name
from meetbot.errors import TranscriptError
from meetbot.model.transcript import ImportedTranscript

DATA = Path(__file__).parent / "data" / "transcripts"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"

Said = list[tuple[float | None, float | None, str | None, str]]


def read(content: str | bytes, folder: Path, name: str = "junta.txt") -> ImportedTranscript:
    """What is read from a file of that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return TranscriptFiles().read(path)


def said(imported: ImportedTranscript) -> Said:
    """Start, end, speaker and text of each segment."""
    return [(s.start, s.end, s.speaker, s.text) for s in imported.segments]


def spoken(imported: ImportedTranscript) -> list[tuple[str | None, str]]:
    """Speaker and text of each segment."""
    return [(s.speaker, s.text) for s in imported.segments]


def test_teams_vtt_spans_over_lines_and_voices() -> None:
    """`<v Name>` over several lines, two voices in a cue, escapes, tags; NOTE and STYLE are not speech."""
    found = TranscriptFiles().read(DATA / "teams.vtt")
    assert found.format == "webvtt"
    assert said(found) == [
        (3.12, 7.48, "Laura Méndez", "Buenos días a todos, este, ¿empezamos con el embudo?"),
        (7.9, 9.1, "Ramírez Ortiz, Diego", "Sale, va."),
        (9.25, 15.004, "Ramírez Ortiz, Diego", "El SLA de R&D: 3 < 5, y ojo, eso es una vergüenza…"),
        (9.25, 15.004, "Carmen Ortega", "Perdón, perdón,"),
        (15.2, 16.0, None, "[Música]"),
    ]
    assert [s.source_line for s in found.segments] == [4, 9, 15, 15, 24]
    assert [s.id for s in found.segments] == [0, 1, 2, 3, 4]
    assert found.issues == ()


def test_zoom_vtt_continues_the_speaker() -> None:
    """A cue without a name goes on with the speaker before it; colons in what is said name nobody."""
    found = TranscriptFiles().read(DATA / "zoom.vtt")
    assert spoken(found)[:3] == [
        ("Laura Méndez", "Bueno, ¿ya estamos todos?"),
        ("Laura Méndez", "Falta Sofía, pero pues arrancamos."),
        ("Diego Ramírez", "Va. Mira: yo traigo el dato de https://crm.example/x."),
    ]
    (issue,) = found.issues
    assert (issue.where, issue.severity) == ("zoom.vtt, line 16", "info")
    assert "“Carmen:” was read as part of what is said" in issue.message


def test_srt_with_names() -> None:
    """SubRip whose cues begin with names; `Nota:` within a turn stays text."""
    found = TranscriptFiles().read(DATA / "con-nombres.srt")
    assert found.format == "srt"
    assert said(found) == [
        (1.5, 5.0, "Laura Méndez", "Bueno, ¿ya estamos todos?"),
        (5.2, 8.9, "Laura Méndez", "Falta Sofía, pero pues arrancamos."),
        (9.0, 12.25, "Diego Ramírez", "Va."),
        (12.3, 14.0, "Laura Méndez", "Nota: lo de Norte va primero."),
    ]


def test_srt_without_names_makes_none_up() -> None:
    """Subtitles of a recogniser: a word before a colon is no speaker, formatting tags go."""
    found = TranscriptFiles().read(DATA / "sin-nombres.srt")
    assert {s.speaker for s in found.segments} == {None}
    assert [s.text for s in found.segments][:3] == [
        "O sea, el problema es otro: los leads",
        "no se contactan. Mira: aquí está el dato,",
        "setenta de score, y a las 10:30 nadie",
    ]


def test_plain_text_with_names() -> None:
    """Wrapped lines go on, remarks and addresses are no speakers, and what precedes the first speaker is told."""
    found = TranscriptFiles().read(DATA / "plano.txt")
    assert (found.format, found.time_source) == ("text", "none")
    first = (
        "A ver, arrancamos. El primer punto es el SLA del equipo Norte, y la verdad: no vamos bien. "
        "Nota: el tablero está en https://crm.example/sla: ahí lo ven."
    )
    assert said(found) == [
        (
            None,
            None,
            "Laura Méndez",
            first,
        ),
        (None, None, "Diego Ramírez", "Sí, lo vi. A las 10:30 hablo con Jorge. Mira: si no contesta, le marco yo."),
        (None, None, "Laura Méndez", "Va. ¿Y tú, Carmen?"),
        (None, None, "Carmen Ortega", "Yo mando la lista el jueves."),
    ]
    assert [s.source_line for s in found.segments] == [4, 7, 9, 10]
    assert [(i.where, i.severity) for i in found.issues] == [
        ("plano.txt, line 1", "info"),
        ("plano.txt, line 8", "info"),
    ]


def test_plain_text_with_times() -> None:
    """`[00:01:02] Name: text` gives starts; no end is made up."""
    found = TranscriptFiles().read(DATA / "con-horas.txt")
    assert found.time_source == "measured"
    assert said(found)[2:] == [
        (62.0, None, "Laura Méndez", "Entonces, ¿quién le marca a Jorge?"),
        (65.0, None, "Diego Ramírez", "Yo. Hoy mismo."),
    ]


def test_otter_text_with_names_above() -> None:
    """`Name  0:03` above the text; a clock time that is spoken is no header; the footer is not speech."""
    found = TranscriptFiles().read(DATA / "otter.txt")
    assert said(found) == [
        (3.0, None, "Laura Méndez", "Buenos días. Empecemos con el embudo. Nos vemos a las 10:30"),
        (21.0, None, "Speaker 2", "Va, va. Este… el MQL cayó."),
        (3727.0, None, "Laura Méndez", "¿Cuánto?"),
    ]
    assert [i.where for i in found.issues] == ["otter.txt, line 11"]


def test_teams_text_with_surnames_first() -> None:
    """The text of Teams' Word file: its title and its notices are not speech, and it is said so."""
    found = TranscriptFiles().read(DATA / "teams.txt")
    assert spoken(found) == [
        ("Méndez Ruiz, Laura", "Empecemos con el embudo."),
        ("Ramírez Ortiz, Diego", "Va. Traigo el dato: setenta leads."),
        ("Méndez Ruiz, Laura", "Perfecto."),
    ]
    assert [i.where for i in found.issues] == ["teams.txt, line 1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana: hola\nLuis: ¿qué tal?\n", [("Ana", "hola"), ("Luis", "¿qué tal?")]),
        ("**Ana Ruiz:** hola\n**Luis Paz:** va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("Ana Ruiz (00:03): hola\nLuis Paz (00:05): va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("00:00:03 - Ana Ruiz: hola\n00:00:05 - Luis Paz: va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("Ana Ruiz:\nhola\n\nLuis Paz:\nva\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("SPEAKER_00: hola\nSPEAKER_01: va\n", [("SPEAKER_00", "hola"), ("SPEAKER_01", "va")]),
        ("Ing. Juan de la Cruz: hola\nDRA. PAZ: va\n", [("Ing. Juan de la Cruz", "hola"), ("DRA. PAZ", "va")]),
        ("Ana: hola\nLuis: va,\nsí\n", [("Ana", "hola"), ("Luis", "va, sí")]),
        ("ana: va\nluis: sí\nana: ok\nluis: sale\nana: ya\n", [("ana", "va"), ("luis", "sí")]),
        (
            "### 00:05:00\n\nAna Ruiz: hola\n\n### 00:10:00\n\nLuis Paz: va\n",
            [("Ana Ruiz", "hola"), ("Luis Paz", "va")],
        ),
        ("Ana Ruiz: hola\r\nLuis Paz: va\r\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
    ],
)
def test_plain_text_in_the_ways_people_write_it(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Short, bold, with times on either side, above the text, labels, titles, lower case, section marks."""
    assert spoken(read(text, tmp_path))[:2] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Esto es una carta. Estimado cliente: le escribo para saludarle.\nAtentamente: yo.\n",
        "Plan Comercial: uno\nPlan Digital: dos\nMarca Propia: x\nCanal Directo: y\nOtro Tema: z\n" + "texto\n" * 9,
        "https://x.example/a\nhttps://x.example/b\n",
        "uno\ndos\ntres\n",
        "{no json",
    ],
)
def test_text_that_is_no_transcript_is_refused(text: str, tmp_path: Path) -> None:
    """Prose, headings, addresses, broken JSON: an error that names what can be read, never invented speakers."""
    with pytest.raises(TranscriptError) as raised:
        read(text, tmp_path)
    assert "junta.txt" in raised.value.where
    assert raised.value.hint


def test_whisper_json() -> None:
    """Segments with their probabilities; the endpoint's `spanish` is a language code here."""
    found = TranscriptFiles().read(DATA / "whisper.json")
    assert (found.format, found.language) == ("whisper-json", "es")
    assert said(found) == [(0.0, 3.2, None, "Buenos días."), (3.2, 4.0, None, "Va.")]
    assert (found.segments[0].avg_logprob, found.segments[0].no_speech_prob) == (-0.21, 0.01)


def test_whisperx_json() -> None:
    """Speaker labels and word times; a word that has none is in the text, not among the timed words."""
    found = TranscriptFiles().read(DATA / "whisperx.json")
    assert (found.format, found.language) == ("whisperx-json", "es")
    assert spoken(found) == [("SPEAKER_00", "El 70 no."), ("SPEAKER_01", "¿Cómo que no?")]
    assert [(w.text, w.start, w.end, w.probability) for w in found.segments[0].words] == [
        ("El", 0.5, 0.7, 0.91),
        ("no.", 1.5, 2.0, 0.88),
    ]


def test_whisper_json_with_odd_values(tmp_path: Path) -> None:
    """Nonsense in a field is left out with an issue where words are lost, and never crashes."""
    entries = [
        {"start": "uno", "end": True, "text": "sin tiempos", "words": [5, {"word": 3, "start": 1, "end": 2}]},
        {"start": 10**400, "end": float("inf"), "text": "  dos\ud800\n  líneas ", "speaker": 7, "words": "x"},
        {"start": 9.0, "end": 8.0, "text": "al revés"},
        {"start": 3.0, "end": 4.0, "text": "antes"},
        {"text": ""},
        "no es un segmento",
    ]
    found = read(json.dumps({"segments": entries, "language": "Klingon!"}), tmp_path)
    assert said(found) == [
        (None, None, None, "sin tiempos"),
        (None, None, None, "dos líneas"),
        (9.0, 9.0, None, "al revés"),
        (3.0, 4.0, None, "antes"),
    ]
    assert found.language is None
    assert [i.message.split(";")[0] for i in found.issues] == [
        "Segment 5 has no text that can be read",
        "Times go backwards 1 time(s), first at segment 1",
    ]


def test_whisper_json_as_a_list(tmp_path: Path) -> None:
    """The bare list of segments that scripts write; without times it says so; nothing said is valid."""
    found = read('[{"text": "hola"}]', tmp_path)
    assert (spoken(found), found.time_source) == ([(None, "hola")], "none")
    assert read("[]", tmp_path).segments == ()
    assert read('{"segments": [], "language": 5}', tmp_path).segments == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "hola"}', "without segments"),
        ('{"segments": {"a": 1}}', "without segments"),
        ('{"segments": [1, 2]}', "have no text"),
        ('{"segments": [{"text": "hola"}', "not valid JSON"),
        ('{"kind": "transcript", "segments": []}', "is no transcript that this version can read"),
        ('[{"a":' + "[" * 100_000, "no transcript has"),
        ('{"segments": ' + "9" * 5000 + "}", "no transcript has"),
    ],
)
def test_json_that_is_no_whisper_output(content: str, message: str, tmp_path: Path) -> None:
    """Other JSON, cut JSON, hostile JSON: each its own message."""
    with pytest.raises(TranscriptError, match=message):
        read(content, tmp_path, "x.json")


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


def test_vtt_times_that_go_backwards_are_told(tmp_path: Path) -> None:
    """The order of the file is kept, an end before its start is not."""
    text = "WEBVTT\n\n00:09.000 --> 00:08.000\n<v Ana>b</v>\n\n00:01.000 --> 00:02.000\n<v Ana>a</v>\n"
    found = read(text, tmp_path)
    assert said(found) == [(9.0, 9.0, "Ana", "b"), (1.0, 2.0, "Ana", "a")]
    assert [(i.severity, i.where) for i in found.issues] == [
        ("warning", "junta.txt, line 6"),
        ("warning", "junta.txt, line 3"),
    ]


def test_plain_times_that_go_backwards_are_told(tmp_path: Path) -> None:
    """So it is in text."""
    found = read("[00:09] Ana Ruiz: b\n[00:01] Ana Ruiz: a\n", tmp_path)
    assert [i.where for i in found.issues] == ["junta.txt, line 2"]


def test_vtt_without_blank_lines_and_with_loose_text(tmp_path: Path) -> None:
    """Sloppy files: cues that follow at once are cues; text that belongs to none is told, not lost in silence."""
    text = (
        "WEBVTT - hecho a mano\nKind: captions\n\n1\n00:01.000 --> 00:02.000\n<v Ana>uno</v>\n"
        "2\n00:02.000 --> 00:03.000\n<v.loud.big Luis>dos</v> tres\n\nsuelto\n\n00:03.000 --> 00:04.000\n\n"
    )
    found = read(text, tmp_path)
    assert spoken(found) == [("Ana", "uno"), ("Luis", "dos"), (None, "tres")]
    (issue,) = found.issues
    assert issue.where == "junta.txt, line 11"
    assert "left out" in issue.message


def test_vtt_without_cues_means_nothing_was_said(tmp_path: Path) -> None:
    """Valid and empty, with a warning."""
    found = read("WEBVTT\n", tmp_path)
    assert found.segments == ()
    assert "nothing was said" in found.issues[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &lt;v Diego&gt; &amp;lt; b", "a <v Diego> &lt; b"),
        ("&#58;&#x3A;&nbsp;&quot;&apos;&lrm;", ":: \"'"),
        ("&#0; &#99999999; &#x110000; &copy; R&D", "\ufffd &#99999999; \ufffd &copy; R&D"),
        ("&#xD800;sí", "sí"),
        ("uno <00:00:01.500><c.amarillo>dos</c> 3 < 4", "uno dos 3 < 4"),
        ("\u202eodot\x1b[2J\x07", "odot [2J"),
    ],
)
def test_vtt_text_is_plain_afterwards(text: str, expected: str, tmp_path: Path) -> None:
    """References are resolved once, tags go, control signs and direction overrides too."""
    assert [s.text for s in read(VTT + text + "\n", tmp_path).segments] == [expected]


def test_hostile_names_are_tamed(tmp_path: Path) -> None:
    """A speaker's name is one line of at most 100 characters without control signs."""
    name = "\u202eEvil\x1b[31m\t" + "x" * 500
    (segment,) = read(f"{VTT}<v {name}>hola</v>\n<v >nadie</v>\n", tmp_path).segments[:1]
    assert segment.speaker == "Evil [31m " + "x" * 90
    assert clean_name(" \n ") == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana", True),
        ("Juan Carlos de la Cruz Peña", True),
        ("Ana Ruiz (Comercial)", True),
        ("MARÍA JOSÉ", True),
        ("Speaker 1", True),
        ("Hablante 12", True),
        ("Unknown Speaker", True),
        ("O'Neill, Sean", True),
        ("Nota", False),
        ("Próximos pasos", False),
        ("Lo que pasa", False),
        ("Mañana a las 10", False),
        ("http", False),
        ("¿Quién", False),
        ("", False),
        ("(x)", False),
        ("De la", False),
    ],
)
def test_looks_like_a_name(name: str, expected: bool) -> None:
    """Capitalised, few words, no figures, no heading."""
    assert looks_like_a_name(name) is expected


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

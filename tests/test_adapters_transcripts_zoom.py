"""Zoom's captions and chat, and voices in RTTM: what goes with a transcript, and what nobody else may read."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from transcript_files import DATA, VTT, read, said

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.errors import TranscriptError
from meetbot.model.transcript import ChatMessage


def chat(text: str, folder: Path, name: str = "meeting_saved_chat.txt") -> list[tuple[str, str]]:
    """Sender and text of the messages of a chat file of that content."""
    (folder / name).write_text(text, encoding="utf-8")
    messages, _ = TranscriptFiles().chat([folder / name])
    return [(m.sender, m.text) for m in messages]


def test_captions_count_from_the_first_past_midnight() -> None:
    """Times of day become seconds, a name with a bar stays whole, two lines are one speech."""
    found = TranscriptFiles().read(DATA / "meeting_saved_closed_caption.txt")
    assert (found.format, found.time_source, found.started_at) == ("zoom-captions", "measured", None)
    assert said(found) == [
        (0.0, None, "Laura Méndez", "Bueno, este, ya casi cerramos."),
        (18.0, None, "Diego Ramírez | Ventas", "Va. Nada más lo de Jorge. Y lo del SLA."),
        (27.0, None, "Laura Méndez", "Híjole, cierto."),
    ]
    assert [s.source_line for s in found.segments] == [1, 4, 8]


def test_captions_with_the_text_behind_and_clocks_of_half_days(tmp_path: Path) -> None:
    """The other layout, and the one of machines set to twelve hours."""
    text = "[Ana] 11:59:58 AM: uno\n[Luis: Sala [2]] 12:00:01 p.m.: dos\n[Ana] 01:00:00 PM\ntres\n"
    assert said(read(text, tmp_path)) == [
        (0.0, None, "Ana", "uno"),
        (3.0, None, "Luis: Sala [2]", "dos"),
        (3602.0, None, "Ana", "tres"),
    ]


def test_captions_slightly_out_of_order(tmp_path: Path) -> None:
    """A few seconds back are no new day; before the first caption nothing can be."""
    found = read("[Ana] 10:00:05\nuno\n[Luis] 10:00:03\ndos\n[Ana] 10:00:09\ntres\n", tmp_path)
    assert [s.start for s in found.segments] == [0.0, 0.0, 4.0]


def test_captions_in_zooms_folder_know_their_day(tmp_path: Path) -> None:
    """The folder's name has the date; with the first caption's clock that is the local start."""
    folder = tmp_path / "2026-11-23 09.00.12 Alineación semanal"
    folder.mkdir()
    found = read("[Ana] 09:02:10\nuno\n", folder, "meeting_saved_closed_caption.txt")
    assert found.started_at == datetime(2026, 11, 23, 9, 2, 10)  # noqa: DTZ001 - the local clock
    wrong = tmp_path / "2026-13-45 09.00.12"
    wrong.mkdir()
    assert read("[Ana] 09:02:10\nuno\n", wrong, "meeting_saved_closed_caption.txt").started_at is None


def test_chat_of_the_old_layout_keeps_only_what_everybody_saw() -> None:
    """Messages to one person go, with their second lines, in both languages; how many went is told."""
    messages, issues = TranscriptFiles().chat([DATA / "meeting_saved_chat.txt"])
    assert messages == (
        ChatMessage(sender="Laura Méndez", text="les paso el tablero: https://crm.example/sla", clock="23:59:50"),
        ChatMessage(sender="Carmen Ortega", text="yo mando la lista el jueves", clock="00:00:05"),
    )
    (issue,) = issues
    assert issue.message == "3 private messages of the chat left out."
    assert issue.severity == "info"


def test_chat_of_the_new_layout() -> None:
    """Text below the head, reactions and quotes gone, answers kept without the mark of a correction."""
    messages, issues = TranscriptFiles().chat([DATA / "meeting_saved_new_chat.txt"])
    assert [(m.sender, m.text, m.at, m.clock) for m in messages] == [
        ("Laura Méndez", "¿ya vieron el dato del embudo? son setenta leads", None, "15:02:29"),
        ("Diego Ramírez", "sí, hoy le marco a Jorge", None, "15:02:55"),
    ]
    assert [i.message.split(" ", 1) for i in issues] == [
        ["1", "private message of the chat left out."],
        ["1", "reaction in the chat left out."],
    ]


def test_chat_of_zooms_cloud_counts_from_the_recordings_start() -> None:
    """There the times are the recording's, so a message has its place in it."""
    messages, _ = TranscriptFiles().chat([DATA / "GMT20261123-150012_RecordingnewChat.txt"])
    assert [(m.sender, m.text, m.at) for m in messages] == [
        ("Laura Méndez", "les dejo la liga", 130.0),
        ("Sala: Norte", "gracias", 151.0),
    ]


@pytest.mark.parametrize(
    ("line", "public"),
    [
        ("09:00:01 From Ana to Everyone: hola", True),
        ("09:00:01\t From  Ana   to   Everyone : hola", True),
        ("9:00:01 a. m. De Ana a Todos: hola", True),
        ("09:00:01 AM From Ana to Everyone in Meeting: hola", True),
        ("09:00:01 De Ana para todos: hola", True),
        ("2026-11-23 09:00:01 De Ana a todos los participantes: hola", True),
        ("09:00:01 From Sala: Ana to Everyone: hola", True),
        ("09:00:01 From Ana : hola", False),
        ("09:00:01 From Ana to Luis: hola", False),
        ("09:00:01 From Ana to Everyone(Direct Message): hola", False),
        ("09:00:01 From Ana to Todos Santos: hola", False),
        ("09:00:01 De Ana a Luis (mensaje directo): hola", False),
        ("09:00:01 From Sala: Ana to Luis (Privately): hola", False),
        ("09:00:01 From Ana to Luis (Direct Message): para Ana to Everyone: hola", False),
        ("09:00:01 From Everyone to Luis: hola", False),
    ],
)
def test_who_could_read_a_message(line: str, public: bool, tmp_path: Path) -> None:
    """In a file that names recipients, only what names everybody is public; doubt makes it private."""
    first = "09:00:00 From Luis to Everyone: va\n"
    found = chat(f"{first}{line}\n\ty sigue\n", tmp_path)
    assert (len(found) == 2) is public, found
    assert found[0] == ("Luis", "va")
    if public:
        assert found[1][1] == "hola y sigue"


def test_chat_without_recipients_is_public(tmp_path: Path) -> None:
    """Old files of webinars name nobody; a message that marks itself as private is still dropped."""
    text = "09:00:00 From Ana : vamos a casa: ya\n09:00:01 From Luis : va\n"
    assert chat(text, tmp_path) == [("Ana", "vamos a casa: ya"), ("Luis", "va")]
    private = "09:00:02\t From  Ana   to   Luis(Privately) : secreto\ny más\n"
    assert chat(f"{text}{private}", tmp_path) == [("Ana", "vamos a casa: ya"), ("Luis", "va")]
    assert chat("09:00:00 From Ana to Luis: ojo\n", tmp_path) == []


def test_chat_with_tabs_from_a_computer_has_clocks_only(tmp_path: Path) -> None:
    """The cloud's layout in a file that is not of the cloud: what its times count from is not known."""
    path = tmp_path / "chat.txt"
    path.write_text("09:00:01\tAna:\thola\n09:00:02\t From  Ana   to   Luis(Privately) : no\n", encoding="utf-8")
    (message,), _ = TranscriptFiles().chat([path])
    assert (message.sender, message.at, message.clock) == ("Ana", None, "09:00:01")


@pytest.mark.parametrize(
    "text",
    [
        'Reacted to "va" with 👍',
        "Reaccionó a “va” con 👍",
        'Removed a 👍 reaction from "va"',
        '\tReacted to "a" with 😂\n',
    ],
)
def test_reactions_are_no_messages(text: str, tmp_path: Path) -> None:
    """Thumbs are left out."""
    assert chat(f"09:00:00 From Ana to Everyone: {text}\n", tmp_path) == []


@pytest.mark.parametrize("name", ["meeting_saved_chat.txt", "meeting_saved_new_chat.txt", "con-voces.rttm"])
def test_chat_or_voices_alone_are_no_transcript(name: str) -> None:
    """What is written in the chat was not said: the error tells how to give the file."""
    with pytest.raises(TranscriptError, match=r"not what was said") as raised:
        TranscriptFiles().read(DATA / name)
    assert f"--with {name}" in raised.value.hint


def test_captions_place_the_chat_in_time() -> None:
    """The captions' first clock tells where in the transcript a message of the same evening belongs."""
    found = TranscriptFiles().read(DATA / "meeting_saved_closed_caption.txt", beside=[DATA / "meeting_saved_chat.txt"])
    assert [(m.at, m.clock) for m in found.chat] == [(10.0, "23:59:50"), (25.0, "00:00:05")]
    assert len(found.segments) == 3


def test_chat_before_the_captions_has_no_time(tmp_path: Path) -> None:
    """What was written before the first caption has a clock only."""
    (tmp_path / "chat.txt").write_text("09:58:00 From Ana to Everyone: ya estoy\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("[Ana] 10:00:00\nhola\n", encoding="utf-8")
    (message,) = TranscriptFiles().read(tmp_path / "c.txt", beside=[tmp_path / "chat.txt"]).chat
    assert (message.at, message.clock) == (None, "09:58:00")


def test_rttm_beside_a_transcript_gives_its_voices() -> None:
    """In order of time; comments are passed over."""
    files = TranscriptFiles()
    beside = files.beside(DATA / "con-voces.srt")
    assert beside == (DATA / "con-voces.rttm",)
    found = files.read(DATA / "con-voces.srt", beside=beside)
    assert [(i.start, i.end, i.speaker) for i in found.intervals] == [(0.4, 3.0, "spk_0"), (3.1, 6.15, "spk_1")]
    assert files.chat(beside) == ((), ())


def test_rttm_with_lines_that_cannot_be_read(tmp_path: Path) -> None:
    """They are counted; times that no meeting has are among them."""
    good = "SPEAKER r 1 0.5 1.0 <NA> <NA> a <NA> <NA>\n"
    wrong = "".join(
        f"SPEAKER r 1 {start} {length} <NA> <NA> a <NA> <NA>\n"
        for start, length in (("x", "1"), ("nan", "1"), ("1e308", "1"), ("1", "-1"), ("1", "inf"), ("-1", "1"))
    )
    (tmp_path / "a.rttm").write_text(f"{good}{wrong}SPEAKER corto\nSPKR-INFO r 1\n", encoding="utf-8")
    (tmp_path / "a.vtt").write_text(f"{VTT}<v Ana>hola</v>\n", encoding="utf-8")
    found = TranscriptFiles().read(tmp_path / "a.vtt", beside=[tmp_path / "a.rttm"])
    assert len(found.intervals) == 1
    assert "Line 2" in found.issues[0].message
    assert "start “x”" in found.issues[0].message
    assert "6 more" in found.issues[0].message


def test_chat_line_without_recipient_beside_one_person_is_not_public(tmp_path: Path) -> None:
    """In a file that names recipients a line without one may be private; the old layout marks its private ones."""
    named = "09:00:40 From Diego Ramírez : viejo\n09:00:50 From Ana Ruiz to Luis Paz: secreto\n"
    assert chat(named, tmp_path) == []


def test_recording_is_no_companion(tmp_path: Path) -> None:
    """Sound given as a chat: which files `--with` takes, and where a recording goes."""
    (tmp_path / "corte.m4a").write_bytes(b"\0\0\0\x18ftypM4A " + b"\0" * 64)
    with pytest.raises(TranscriptError, match="--with") as refused:
        TranscriptFiles().chat([tmp_path / "corte.m4a"])
    assert "first argument" in refused.value.hint


def test_rttm_of_several_recordings(tmp_path: Path) -> None:
    """The lines of the recording of the file's name; when none is, the user must choose."""
    lines = "".join(f"SPEAKER {name} 1 0 1 <NA> <NA> {name} <NA> <NA>\n" for name in ("uno", "dos"))
    (tmp_path / "dos.rttm").write_text(lines, encoding="utf-8")
    (tmp_path / "tres.rttm").write_text(lines, encoding="utf-8")
    (tmp_path / "dos.vtt").write_text(f"{VTT}hola\n", encoding="utf-8")
    found = TranscriptFiles().read(tmp_path / "dos.vtt", beside=[tmp_path / "dos.rttm"])
    assert [i.speaker for i in found.intervals] == ["dos"]
    with pytest.raises(TranscriptError, match="voices of 2 recordings"):
        TranscriptFiles().read(tmp_path / "dos.vtt", beside=[tmp_path / "tres.rttm"])


def test_other_files_do_not_go_with_a_transcript() -> None:
    """A second transcript given with the first is an error, not silence."""
    with pytest.raises(TranscriptError, match="neither a meeting's chat nor an RTTM"):
        TranscriptFiles().read(DATA / "teams.vtt", beside=[DATA / "otter.txt"])


def _zoom_folder(parent: Path, name: str = "2026-11-23 09.00.12 Alineación") -> Path:
    folder = parent / name
    folder.mkdir()
    (folder / "Audio Record").mkdir()
    (folder / "Audio Record" / "audioLauraMendez.m4a").write_bytes(b"")
    for file in ("junta.vtt", "video1.mp4", "otra chat.txt"):
        (folder / file).write_bytes(b"")
    shutil.copy(DATA / "meeting_saved_new_chat.txt", folder)
    return folder


def test_chat_beside_a_recording_in_zooms_folder(tmp_path: Path) -> None:
    """Found for transcript, recording and the folder of tracks; an empty file called chat is none."""
    folder = _zoom_folder(tmp_path)
    expected = (folder / "meeting_saved_new_chat.txt",)
    for path in ("junta.vtt", "video1.mp4", "Audio Record"):
        assert TranscriptFiles().beside(folder / path) == expected


def test_chat_in_a_folder_of_many_meetings_is_nobodys(tmp_path: Path) -> None:
    """Where neither folder nor file bears Zoom's names, the chat may be of another meeting."""
    folder = _zoom_folder(tmp_path, "reuniones")
    assert TranscriptFiles().beside(folder / "junta.vtt") == ()
    assert TranscriptFiles().beside(folder / "video1.mp4") != ()
    assert TranscriptFiles().beside(folder / "nada" / "x.vtt") == ()


def test_cloud_files_belong_by_their_stamp(tmp_path: Path) -> None:
    """Zoom's cloud puts the start into all names of one meeting."""
    shutil.copy(DATA / "GMT20261123-150012_RecordingnewChat.txt", tmp_path)
    chat_file = tmp_path / "GMT20261123-150012_RecordingnewChat.txt"
    files = TranscriptFiles()
    assert files.beside(tmp_path / "GMT20261123-150012_Recording.transcript.vtt") == (chat_file,)
    assert files.beside(tmp_path / "GMT20261124-150012_Recording.transcript.vtt") == ()

"""The archive: atomic, resumable, and careful with what a person has changed."""

import hashlib
import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.json_lines import line_of
from meetbot.errors import InputError, WorkspaceError
from meetbot.model.agenda import Agenda
from meetbot.model.base import InputHash
from meetbot.model.company import Meeting, Roster
from meetbot.model.transcript import SourceFile, Transcript, Turn
from meetbot.ports import StageRecord

ID = "2026-11-23-alineacion"
AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def transcript(text: str = "Pues… quedamos en que yo lo mando el jueves, ¿no?") -> Transcript:
    """A transcript of one turn."""
    return Transcript(
        source=SourceFile(name="junta.vtt", sha256="0" * 64, format="vtt"),
        language="es",
        turns=(Turn(id="t0001", text=text),),
    )


def record(stage: str, outputs: dict[str, bytes], *, inputs: str = "a") -> StageRecord:
    """A finished stage that wrote those files."""
    return StageRecord(
        stage=stage,
        inputs=(InputHash(name="recording", sha256=inputs * 64), InputHash(name="settings", sha256="b" * 64)),
        outputs={name: hashlib.sha256(content).hexdigest() for name, content in outputs.items()},
        at=AT,
        seconds=1.5,
        details={"turns": 1},
    )


def finish(archive: FolderArchive, stage: str, name: str, content: bytes, *, inputs: str = "a") -> Path:
    """Writes one output of a stage and records the stage."""
    path = archive.write(ID, name, content)
    archive.record(ID, record(stage, {name: content}, inputs=inputs))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> FolderArchive:
    """An empty archive."""
    return FolderArchive(tmp_path)


def test_write_then_load_gives_the_same_document(archive: FolderArchive) -> None:
    """What is written is read back equal, and a person can read the file."""
    path = archive.write(ID, "transcript.json", transcript().encoded())
    assert archive.load(ID, "transcript.json", Transcript) == transcript()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1] == '  "kind": "transcript",'
    assert any("¿no?" in line for line in lines)
    assert path.read_bytes().endswith(b"}\n")


def test_encoded_keeps_the_order_of_the_model() -> None:
    """Same document, same bytes, fields in the order in which the type declares them."""
    assert list(json.loads(transcript().encoded())) == list(Transcript.model_fields)
    assert transcript().encoded() == transcript().encoded()


def test_load_missing_document_is_none(archive: FolderArchive) -> None:
    """No file is not an error: the stage hasn't run."""
    assert archive.load(ID, "minutes.json", Transcript) is None


def test_load_accepts_a_file_saved_by_notepad(archive: FolderArchive) -> None:
    """A byte order mark and Windows line ends don't spoil a corrected file."""
    content = b"\xef\xbb\xbf" + transcript().encoded().replace(b"\n", b"\r\n")
    archive.write(ID, "transcript.json", content)
    assert archive.load(ID, "transcript.json", Transcript) == transcript()


@pytest.mark.parametrize(
    ("change", "what", "where", "hint"),
    [
        (
            (b'"language": "es",', b'"language" "es",'),
            "not valid JSON",
            "line 12",
            "move transcript.json",
        ),
        (
            (b'"schema_version": 1', b'"schema_version": 2'),
            "schema version 2; this meetbot reads 1",
            "line 3",
            "Update",
        ),
        ((b'"schema_version": 1', b'"schema_version": "x"'), "schema version x", "line 3", "made anew"),
        ((b'"kind": "transcript"', b'"kind": "agenda"'), "holds agenda, not transcript", "line 2", "made anew"),
        ((b'"id": "t0001"', b'"id": "first"'), "not valid", "turns.0.id", "Mend that line"),
        ((b'"text": "', b'"texto": "'), "not valid", "turns.0.text", "Mend that line"),
        ((b"Pues\xe2\x80\xa6", b"Pues\xe9"), "not saved as UTF-8", "line 22", "UTF-8"),
    ],
)
def test_load_damaged_document_names_file_line_and_fix(
    archive: FolderArchive, change: tuple[bytes, bytes], what: str, where: str, hint: str
) -> None:
    """Whatever a person broke by hand is named with its line."""
    damaged = transcript().encoded().replace(*change, 1)
    assert damaged != transcript().encoded()
    path = archive.write(ID, "transcript.json", damaged)
    with pytest.raises(InputError) as raised:
        archive.load(ID, "transcript.json", Transcript)
    assert what in raised.value.what
    assert str(path) in raised.value.where
    assert where in raised.value.where
    assert hint in raised.value.hint


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"[" * 200_000])
def test_load_something_else_entirely_is_an_input_error(archive: FolderArchive, content: bytes) -> None:
    """An emptied file, a list or nonsense nested without end is reported, not a traceback."""
    archive.write(ID, "transcript.json", content)
    with pytest.raises(InputError, match=r"transcript\.json"):
        archive.load(ID, "transcript.json", Transcript)


def test_line_of_names_the_line_of_a_value_inside_lists() -> None:
    """The line is that of the item meant, not of the first with that key."""
    agenda = Agenda(
        meeting=Meeting(id=ID, title="Alineación", company="Empaques Tlacuilo", date=date(2026, 11, 23)),
        roster=Roster(),
        items=(),
    )
    text = agenda.encoded().decode()
    wanted = next(n for n, line in enumerate(text.splitlines(), 1) if '"duration_minutes"' in line)
    assert line_of(text, ("meeting", "duration_minutes")) == wanted
    assert line_of('{\n"a": [1,\n{"b": {}},\n{"b": 2,\n"c": 3}]}', ("a", 2, "c")) == 5
    assert line_of('{\n"a": [\n{"b": 2}]}', ("a", 0, "Decision", "b")) == 3
    assert line_of("{}", ("a",)) == 1


@pytest.mark.parametrize("meeting_id", ["", ".", "..", "../x", "a/b", "a\\b", "C:", "x\0", "x\n", ".work", "a" * 101])
def test_folder_refuses_ids_that_lead_elsewhere(archive: FolderArchive, meeting_id: str) -> None:
    """A meeting's id is one plain folder name."""
    with pytest.raises(InputError, match="not a meeting's id"):
        archive.folder(meeting_id)


@pytest.mark.parametrize(
    "name", ["", "..", "../x.json", "a/../x", "/etc/passwd", "a//b", "c:x", "a\\b", ".work/x", "run.jsonl", "x\0y"]
)
def test_write_refuses_names_that_lead_elsewhere(archive: FolderArchive, name: str, tmp_path: Path) -> None:
    """A file lies in the meeting's folder or below, and never over meetbot's own records."""
    with pytest.raises(InputError, match="not a name"):
        archive.write(ID, name, b"x")
    assert list(tmp_path.rglob("*.json")) == []


def test_write_into_a_subfolder(archive: FolderArchive) -> None:
    """Drafts lie in outbox/."""
    path = archive.write(ID, "outbox/acta.eml", b"Subject: Acta\r\n\r\n")
    assert path == archive.folder(ID) / "outbox" / "acta.eml"
    assert path.read_bytes() == b"Subject: Acta\r\n\r\n"


def test_meeting_ids_oldest_first(archive: FolderArchive) -> None:
    """Only folders count, in order of their date."""
    assert archive.meeting_ids() == []
    for meeting_id in ("2026-11-30-alineacion", ID):
        archive.write(meeting_id, "agenda.json", b"{}")
    (archive.root / "meetings" / "notas.txt").write_text("x", encoding="utf-8")
    (archive.root / "meetings" / ".DS_Store").mkdir()
    assert archive.meeting_ids() == [ID, "2026-11-30-alineacion"]


def test_valid_needs_the_same_inputs_and_the_files(archive: FolderArchive) -> None:
    """A stage counts as done for exactly its inputs, in any order, while its files lie there."""
    done = record("transcribe", {})
    assert not archive.valid(ID, "transcribe", done.inputs)
    path = finish(archive, "transcribe", "transcript.json", b"{}")
    assert archive.valid(ID, "transcribe", done.inputs)
    assert archive.valid(ID, "transcribe", done.inputs[::-1])
    assert not archive.valid(ID, "transcribe", done.inputs[:1])
    assert not archive.valid(ID, "attribute", done.inputs)
    path.unlink()
    assert not archive.valid(ID, "transcribe", done.inputs)


def test_valid_looks_at_the_last_record(archive: FolderArchive) -> None:
    """Going back to earlier inputs redoes the stage, since its files hold the later ones."""
    finish(archive, "transcribe", "transcript.json", b"1", inputs="a")
    finish(archive, "transcribe", "transcript.json", b"2", inputs="c")
    assert not archive.valid(ID, "transcribe", record("transcribe", {}, inputs="a").inputs)
    assert archive.valid(ID, "transcribe", record("transcribe", {}, inputs="c").inputs)


def test_valid_accepts_a_corrected_output(archive: FolderArchive) -> None:
    """A person may correct transcript.json; the stage must not be redone over it."""
    path = finish(archive, "attribute", "transcript.json", b"{}")
    path.write_bytes(b'{"corrected": true}')
    assert archive.valid(ID, "attribute", record("attribute", {}).inputs)


ABANDONED = """
import os, signal, sys
from pathlib import Path
from meetbot.adapters.archive import FolderArchive
FolderArchive(Path(sys.argv[1])).write("2026-11-23-alineacion", "minutes.json", b"of the abandoned settings")
os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
"""


def test_valid_refuses_what_a_killed_run_wrote_with_other_settings(archive: FolderArchive) -> None:
    """Killed between write and record, then the settings are undone: the file on disk isn't theirs; it is redone."""
    compose = record("compose", {})
    path = finish(archive, "compose", "minutes.json", b"of the old settings")
    command = [sys.executable, "-c", ABANDONED, str(archive.root)]
    assert subprocess.run(command, check=False).returncode != 0  # noqa: S603 (our own interpreter and script)
    assert path.read_bytes() == b"of the abandoned settings"
    assert not archive.valid(ID, "compose", compose.inputs)
    finish(archive, "compose", "minutes.json", b"of the old settings")
    assert archive.valid(ID, "compose", compose.inputs)
    path.write_bytes(b"corrected by hand")
    assert archive.valid(ID, "compose", compose.inputs)
    assert archive.kept == []


def test_valid_accepts_the_same_bytes_written_again(archive: FolderArchive) -> None:
    """Killed before the record, but what it wrote is what was recorded: nothing to redo."""
    finish(archive, "compose", "minutes.json", b"same")
    archive.write(ID, "minutes.json", b"same")
    assert archive.valid(ID, "compose", record("compose", {}).inputs)


def test_valid_sets_an_edit_of_an_abandoned_file_aside(archive: FolderArchive) -> None:
    """What was corrected had been made with other settings: it is kept beside, not taken for the stage's result."""
    path = finish(archive, "compose", "minutes.json", b"old")
    archive.write(ID, "minutes.json", b"abandoned")
    path.write_bytes(b"abandoned, corrected")
    assert not archive.valid(ID, "compose", record("compose", {}).inputs)
    finish(archive, "compose", "minutes.json", b"old")
    assert [p.read_bytes() for p in archive.kept] == [b"abandoned, corrected"]


def test_two_archives_over_one_root_see_the_same(archive: FolderArchive) -> None:
    """Nothing lives in one object only: what one writes the other knows as meetbot's; each tells what it set aside."""
    other = FolderArchive(archive.root)
    archive.write(ID, "minutes.md", b"by one")
    other.write(ID, "minutes.md", b"by the other")
    other.write(ID, "agenda.md", b"by the other")
    archive.write(ID, "agenda.md", b"by one")
    archive.record(ID, record("render", {"minutes.md": b"by the other"}))
    assert other.valid(ID, "render", record("render", {}).inputs)
    assert (archive.kept, other.kept) == ([], [])
    (archive.folder(ID) / "minutes.md").write_bytes(b"by the user")
    other.write(ID, "minutes.md", b"again")
    assert (archive.kept, [p.name for p in other.kept]) == ([], ["minutes.edited-1.md"])
    (archive.folder(ID) / "minutes.md").write_bytes(b"by the user once more")
    archive.write(ID, "minutes.md", b"again")
    assert [p.name for p in archive.kept] == ["minutes.edited-2.md"]


def test_records_survive_a_torn_last_line(archive: FolderArchive) -> None:
    """A kill in the middle of a line loses that line only, and the next is whole."""
    finish(archive, "transcribe", "transcript.json", b"{}")
    log = archive.folder(ID) / "run.jsonl"
    log.write_bytes(log.read_bytes() + b'{"stage": "extract", "inp')
    assert [r.stage for r in archive.records(ID)] == ["transcribe"]
    archive.record(ID, record("extract", {}))
    assert [r.stage for r in archive.records(ID)] == ["transcribe", "extract"]


def test_records_give_back_what_was_recorded(archive: FolderArchive) -> None:
    """Time, seconds and details of a stage are kept."""
    archive.record(ID, record("ground", {"minutes.json": b"{}"}))
    assert archive.records(ID) == [record("ground", {"minutes.json": b"{}"})]


def test_write_over_own_file_keeps_nothing_beside(archive: FolderArchive) -> None:
    """Redoing a stage replaces what meetbot wrote itself."""
    path = finish(archive, "render", "minutes.md", b"first")
    finish(archive, "render", "minutes.md", b"second")
    assert path.read_bytes() == b"second"
    assert [p.name for p in path.parent.glob("minutes*")] == ["minutes.md"]
    assert archive.kept == []


def test_write_over_an_edited_file_keeps_the_edit_beside(archive: FolderArchive) -> None:
    """The user's version survives under the next free name, each time."""
    path = finish(archive, "render", "minutes.md", b"ours")
    for number, edit in enumerate((b"edit one", b"edit two"), 1):
        path.write_bytes(edit)
        finish(archive, "render", "minutes.md", b"ours again %d" % number)
    assert path.read_bytes() == b"ours again 2"
    assert (path.parent / "minutes.edited-1.md").read_bytes() == b"edit one"
    assert (path.parent / "minutes.edited-2.md").read_bytes() == b"edit two"
    assert [p.name for p in archive.kept] == ["minutes.edited-1.md", "minutes.edited-2.md"]


def test_write_over_a_file_that_nobody_recorded_keeps_it(archive: FolderArchive) -> None:
    """A file that the user put there before meetbot ever wrote one is the user's."""
    path = archive.folder(ID) / "outbox" / "nota.eml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    archive.write(ID, "outbox/nota.eml", b"ours")
    assert (path.parent / "nota.edited-1.eml").read_bytes() == b"mine"


def test_write_after_a_kill_before_the_record_knows_its_own_file(archive: FolderArchive) -> None:
    """A stage that was killed between writing and recording doesn't take its own file for the user's."""
    finish(archive, "render", "minutes.md", b"first")
    archive.write(ID, "minutes.md", b"second, never recorded")
    again = FolderArchive(archive.root)
    again.write(ID, "minutes.md", b"third")
    assert again.kept == []


def test_write_of_what_the_user_has_already_is_no_conflict(archive: FolderArchive) -> None:
    """Equal bytes need no second copy."""
    path = finish(archive, "render", "minutes.md", b"ours")
    path.write_bytes(b"same")
    archive.write(ID, "minutes.md", b"same")
    assert archive.kept == []


def test_delete_removes_own_and_sets_the_users_aside(archive: FolderArchive) -> None:
    """An outdated file goes; one with the user's changes stays beside."""
    own = finish(archive, "render", "ventas.docx", b"ours")
    archive.delete(ID, "ventas.docx")
    assert not own.exists()
    archive.delete(ID, "ventas.docx")
    edited = finish(archive, "render", "mercadeo.docx", b"ours")
    edited.write_bytes(b"theirs")
    archive.delete(ID, "mercadeo.docx")
    assert not edited.exists()
    assert (edited.parent / "mercadeo.edited-1.docx").read_bytes() == b"theirs"


def test_write_that_fails_leaves_the_old_file_and_no_rest(archive: FolderArchive, tmp_path: Path) -> None:
    """The disk refuses at the last moment: the old version stands, nothing half-written lies about."""
    path = archive.folder(ID) / "minutes.md"
    path.mkdir(parents=True)
    (path / "inside").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        archive.write(ID, "minutes.md", b"x")
    assert str(path) in raised.value.where
    assert "Move it away" in raised.value.hint
    assert list(tmp_path.rglob("*.tmp")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_append_to_a_full_disk_is_a_workspace_error(archive: FolderArchive) -> None:
    """No space left names the path and says what to do."""
    archive.folder(ID).mkdir(parents=True)
    (archive.folder(ID) / "calls.jsonl").symlink_to("/dev/full")
    with pytest.raises(WorkspaceError, match="No space left") as raised:
        archive.log(ID, "calls", {"model": "x"})
    assert "disk is full" in raised.value.hint


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_write_without_permission_is_a_workspace_error(archive: FolderArchive) -> None:
    """A folder that may not be written is named."""
    archive.folder(ID).mkdir(parents=True)
    archive.folder(ID).chmod(0o500)
    with pytest.raises(WorkspaceError, match="Permission denied"):
        archive.write(ID, "minutes.md", b"x")


def test_file_where_a_folder_should_be_is_a_workspace_error(archive: FolderArchive) -> None:
    """A file called `meetings` blocks everything: say so."""
    (archive.root / "meetings").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        archive.write(ID, "minutes.md", b"x")
    assert "Move it away" in raised.value.hint


def test_log_appends_lines_that_json_can_read(archive: FolderArchive) -> None:
    """One object a line, whatever the model replied."""
    replies = ["uno\ndos", "separador\u2028de línea", "ñ"]
    for reply in replies:
        archive.log(ID, "calls", {"reply": reply, "at": AT})
    lines = (archive.folder(ID) / "calls.jsonl").read_bytes().split(b"\n")[:-1]
    assert [json.loads(line)["reply"] for line in lines] == replies
    with pytest.raises(InputError):
        archive.log(ID, "run", {})


def test_checkpoint_gives_back_blocks_of_the_same_inputs_only(archive: FolderArchive) -> None:
    """A killed run goes on with its blocks; other inputs start anew."""
    inputs = record("extract", {}).inputs
    archive.checkpoint(ID, "extract", inputs).keep("window/0 ñ", '{"candidates": []}')
    again = FolderArchive(archive.root).checkpoint(ID, "extract", inputs[::-1])
    assert again.fetch("window/0 ñ") == '{"candidates": []}'
    assert again.fetch("window/1") is None
    assert archive.checkpoint(ID, "extract", inputs[:1]).fetch("window/0 ñ") is None
    assert archive.checkpoint(ID, "transcribe", inputs).fetch("window/0 ñ") is None


def test_checkpoint_damaged_block_counts_as_missing(archive: FolderArchive) -> None:
    """A block that can't be read is made again."""
    checkpoint = archive.checkpoint(ID, "extract", ())
    checkpoint.keep("k", "v")
    (block,) = (archive.folder(ID) / ".work").rglob("*.json")
    block.write_bytes(b'{"key": "k", "te')
    assert checkpoint.fetch("k") is None


def test_record_removes_the_blocks_of_its_stage(archive: FolderArchive) -> None:
    """A finished stage leaves no blocks, not even of other inputs; other stages keep theirs."""
    for stage in ("extract", "extract-more", "transcribe"):
        archive.checkpoint(ID, stage, ()).keep("k", "v")
    archive.record(ID, record("extract", {}))
    assert archive.checkpoint(ID, "extract", ()).fetch("k") is None
    assert archive.checkpoint(ID, "extract-more", ()).fetch("k") == "v"
    assert archive.checkpoint(ID, "transcribe", ()).fetch("k") == "v"


def test_damaged_notes_of_ours_lose_nothing(archive: FolderArchive) -> None:
    """When meetbot can't tell whose a file is, it is treated as the user's."""
    path = finish(archive, "render", "minutes.md", b"ours")
    (path.parent / "run.jsonl").write_bytes(b'null\n[]\n{"stage": 1}\n{"stage": "render", "inputs": 5}\n')
    (path.parent / ".work").mkdir(exist_ok=True)
    (path.parent / ".work" / "written.json").write_bytes(b"[1]")
    assert archive.records(ID) == []
    archive.write(ID, "minutes.md", b"new")
    assert (path.parent / "minutes.edited-1.md").read_bytes() == b"ours"


KILLED = """
import sys
from pathlib import Path
from meetbot.adapters.archive import FolderArchive
archive = FolderArchive(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    number += 1
    archive.write("2026-11-23-alineacion", "minutes.md", str(number % 10).encode() * 300_000)
"""


@pytest.mark.real
def test_write_killed_at_any_time_leaves_a_whole_file(archive: FolderArchive) -> None:
    """A kill in the middle of writing leaves one version in full, which the next run knows as its own."""
    path = archive.write(ID, "minutes.md", b"0" * 300_000)
    for _ in range(3):
        with subprocess.Popen(  # noqa: S603 (our own interpreter and script)
            [sys.executable, "-c", KILLED, str(archive.root)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            while path.read_bytes()[:1] in b"0":
                time.sleep(0.001)
            process.kill()
        content = path.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1
        archive.write(ID, "minutes.md", b"0" * 300_000)
    assert archive.kept == []

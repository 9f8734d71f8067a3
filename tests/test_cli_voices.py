"""`meetbot voices`: consent first, prints nowhere but in their file, and gone when forgotten."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import CommandLine
from spoken import silence, spoken, wav

from meetbot.model.base import EngineInfo
from meetbot.model.transcript import NameSource, SourceFile, Speaker, Transcript, Turn
from meetbot.model.voiceprint import VoicePrints

MEETING = "2026-11-23-alineacion"
NOW = ("--now", "2026-11-23T10:00")


@pytest.fixture
def laura(meetbot: CommandLine) -> str:
    """A workspace, and a sample of Laura's voice in it."""
    meetbot.workspace(data=False)
    return wav(meetbot.folder / "laura.wav", spoken("laura")).name


def kept(meetbot: CommandLine, slug: str = "laura-mendez") -> VoicePrints:
    """What is on disk of that person."""
    return VoicePrints.model_validate_json((meetbot.folder / "voices" / f"{slug}.json").read_bytes())


def recorded(meetbot: CommandLine, source: NameSource = "corrected", *, second: NameSource = "corrected") -> Path:
    """A recording of Laura (0 to 7 s) and Diego (7.5 to 14.5 s), and its transcript with names from those sources."""
    folder = meetbot.folder / "recordings"
    folder.mkdir(exist_ok=True)
    path = wav(folder / "2026-11-23.wav", spoken("laura"), silence(0.5), spoken("diego"))
    transcript = Transcript(
        source=SourceFile(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), format="wav/pcm"),
        language="es",
        speakers=(
            Speaker(label="SPEAKER_00", name="Laura Méndez", name_source=source),
            Speaker(label="SPEAKER_01", name="Diego Ramírez", name_source=second),
        ),
        turns=(
            Turn(id="t0001", speaker="SPEAKER_00", start=0, end=7.2, text="Bueno, vamos."),
            Turn(id="t0002", speaker="SPEAKER_01", start=7.4, end=14.5, text="Va."),
        ),
        recogniser=EngineInfo(name="faster-whisper"),
    )
    target = meetbot.folder / "meetings" / MEETING / "transcript.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(transcript.encoded())
    return path


def test_enrol_without_consent_keeps_nothing(meetbot: CommandLine, laura: str) -> None:
    """What would be kept, why and how it is deleted is told; without a yes nothing is read or written."""
    refused = meetbot("voices", "enrol", "Laura", laura)
    assert refused.code == 1
    assert "personal data" in refused.err
    assert 'meetbot voices forget "Laura Méndez"' in refused.err
    assert "--consent" in refused.err
    assert not (meetbot.folder / "voices").exists()


def test_enrol_keeps_the_print_and_the_consent(meetbot: CommandLine, laura: str) -> None:
    """The record says who agreed on which day and how; the numbers are in that one file and in no output."""
    done = meetbot(*NOW, "voices", "enrol", "Laura", laura, "--consent")
    assert done.code == 0, done.err
    assert "Consent of 2026-11-23" in done.out
    assert "laura-mendez.json" in done.out
    prints = kept(meetbot)
    assert prints.name == "Laura Méndez"
    assert (str(prints.consent.given_on), prints.consent.how) == ("2026-11-23", "--consent on the command line")
    assert [(p.kind, p.source) for p in prints.prints] == [("sample", "laura.wav")]
    listed = meetbot(*NOW, "voices", "list", "--json")
    (voice,) = json.loads(listed.out)["voices"]
    assert voice["consent"] == {"given_on": "2026-11-23", "how": "--consent on the command line"}
    assert voice["state"] == "ready"
    numbers = [str(number) for number in prints.prints[0].vector if abs(number) > 0.01]
    shown = done.out + done.err + listed.out + meetbot("voices").out + meetbot("config", "show", "--json").out
    assert not any(number in shown for number in numbers)
    assert sum(1 for path in meetbot.folder.rglob("*.json")) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with openpty")
@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 1)])
def test_enrol_asks_on_a_terminal(meetbot: CommandLine, laura: str, answer: bytes, code: int) -> None:
    """Whoever sits there answers for the person; a no keeps nothing."""
    master, terminal = os.openpty()
    command = [sys.executable, "-m", "meetbot", "voices", "enrol", "Laura", laura]
    path = os.pathsep.join([str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")])
    os.write(master, answer)
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        stdin=terminal,
        capture_output=True,
        cwd=meetbot.folder,
        env=os.environ | {"PYTHONPATH": path},
        check=False,
    )
    os.close(terminal)
    os.close(master)
    assert done.returncode == code, done.stderr.decode()
    assert "Does Laura Méndez agree?" in done.stderr.decode() + done.stdout.decode()
    if code == 0:
        assert kept(meetbot).consent.how == "answered on the terminal"
    else:
        assert not (meetbot.folder / "voices").exists()


def test_enrol_second_sample_needs_no_second_consent(meetbot: CommandLine, laura: str) -> None:
    """Who agreed is not asked again; the same sample again counts once, and says who sounds alike."""
    assert meetbot("voices", "enrol", "Laura", laura, "--consent").code == 0
    again = wav(meetbot.folder / "laura2.wav", spoken("laura", 6, 12)).name
    done = meetbot("voices", "enrol", "laura mendez", laura, again, "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert report["prints"] == 2
    assert report["nearest"] == []
    assert "vector" not in done.out
    other = meetbot("voices", "enrol", "Dieguito", laura, "--consent")
    assert "Laura Méndez 1.00" in other.out
    assert "hardly be told apart" in other.err


@pytest.mark.parametrize("name", ["Lara", "Laura Mendoza", "🙂", "", "Méndez López"])
def test_enrol_unknown_name_lists_who_is_meant(meetbot: CommandLine, laura: str, name: str) -> None:
    """A voice is given to nobody by likeness of names."""
    refused = meetbot("voices", "enrol", name, laura, "--consent")
    assert refused.code == 1
    assert "Laura Méndez, Diego Ramírez" in refused.err
    assert not (meetbot.folder / "voices").exists()


def test_enrol_somebody_who_does_not_attend_says_so(meetbot: CommandLine, laura: str) -> None:
    """A print that no meeting is compared with is told when it is made, and in the list."""
    text = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8")
    text = text.replace('name = "Laura Méndez"', 'name = "Laura Méndez"\nattends = false')
    (meetbot.folder / "meetbot.toml").write_text(text, encoding="utf-8")
    assert "not expected" in meetbot("voices", "enrol", "Laura", laura, "--consent").err
    assert "so not compared" in meetbot("voices").out


def test_enrol_name_of_two_people_is_not_chosen(meetbot: CommandLine) -> None:
    """Two people of one first name: the full name is asked for."""
    meetbot.workspace('\n[[people]]\nname = "Laura Ríos"\n', data=False)
    refused = meetbot("voices", "enrol", "Laura", "none.wav", "--consent")
    assert "Laura Méndez or Laura Ríos" in refused.err


def test_enrol_bad_sample_keeps_nothing_of_the_good_one(meetbot: CommandLine, laura: str) -> None:
    """All samples or none: a list that was half used would never be noticed."""
    both = wav(meetbot.folder / "both.wav", spoken("laura"), spoken("diego")).name
    refused = meetbot("voices", "enrol", "Laura", laura, both, "--consent")
    assert refused.code == 1
    assert "Two voices" in refused.err
    assert not list(meetbot.folder.glob("voices/*.json"))


def test_list_says_what_is_not_used_and_why(meetbot: CommandLine, laura: str) -> None:
    """Samples without consent, prints of somebody unknown and damaged files are all told."""
    meetbot("voices", "enrol", "Laura", laura, "--consent")
    text = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8").replace("Laura Méndez", "Laura Ríos")
    text = text.replace('aliases = ["Dieguito"]', 'aliases = ["Dieguito"]\nvoice = "diego.wav"')
    (meetbot.folder / "meetbot.toml").write_text(text, encoding="utf-8")
    (meetbot.folder / "voices" / "eva.json").write_text("{", encoding="utf-8")
    listed = meetbot("voices")
    assert listed.code == 0
    assert "not used: nobody in meetbot.toml has this name" in listed.out
    assert "not used: diego.wav has no voice_consent" in listed.out
    assert "eva.json" in listed.err


def test_list_of_nothing(meetbot: CommandLine) -> None:
    """An empty list says how to fill it."""
    meetbot.workspace(data=False)
    assert "voices enrol NAME SAMPLE" in meetbot("voices").out
    assert json.loads(meetbot("voices", "--json").out) == {"voices": [], "issues": []}


def test_forget_deletes_and_says_so_again(meetbot: CommandLine, laura: str) -> None:
    """Nobody can be asked here, so `--yes` is needed; the second time there is nothing, which is no error."""
    meetbot("voices", "enrol", "Laura", laura, "--consent")
    refused = meetbot("voices", "forget", "Laura")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert kept(meetbot).prints
    gone = meetbot("voices", "forget", "Laura", "--yes")
    assert gone.code == 0
    assert "Deleted: 1 file" in gone.out
    assert not list(meetbot.folder.glob("voices/*.json"))
    again = meetbot("voices", "forget", "Laura", "--yes", "--json")
    assert again.code == 0
    assert json.loads(again.out)["deleted"] == []


def test_forget_somebody_who_left(meetbot: CommandLine, laura: str) -> None:
    """Whoever is in no list of people any more can be forgotten by first name too; who never was is an error."""
    meetbot("voices", "enrol", "Laura", laura, "--consent")
    text = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8").replace("Laura Méndez", "Eva Gil")
    (meetbot.folder / "meetbot.toml").write_text(text, encoding="utf-8")
    assert meetbot("voices", "forget", "Nadie", "--yes").code == 1
    assert meetbot("voices", "forget", "laura", "--yes").code == 0
    assert not list(meetbot.folder.glob("voices/*.json"))


def test_forget_tells_what_is_the_users_to_delete(meetbot: CommandLine, laura: str) -> None:
    """The sample that meetbot.toml names and a copy that somebody made remain: the command is not complete."""
    text = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8")
    line = f'name = "Laura Méndez"\nvoice = "{laura}"\nvoice_consent = 2026-11-09'
    (meetbot.folder / "meetbot.toml").write_text(text.replace('name = "Laura Méndez"', line), encoding="utf-8")
    enrolled = meetbot("voices", "enrol", "Laura", laura)
    assert "Consent of 2026-11-09" in enrolled.out
    (meetbot.folder / "copy.json").write_bytes((meetbot.folder / "voices" / "laura-mendez.json").read_bytes())
    gone = meetbot("voices", "forget", "Laura", "--yes")
    assert gone.code == 3
    assert "copy.json" in gone.err
    assert f"meetbot.toml names a sample of this voice, {laura}" in gone.err
    assert (meetbot.folder / laura).exists()


def test_learn_adds_a_print_of_who_was_named_by_hand(meetbot: CommandLine, laura: str) -> None:
    """A corrected name and a consent on file: the voice is learned once, however often; the other has no consent."""
    meetbot("voices", "enrol", "Laura", laura, "--consent")
    recorded(meetbot)
    for _ in range(2):
        done = meetbot("voices", "learn", MEETING)
        assert done.code == 3
        assert "Laura Méndez: learned from" in done.out
        assert "Diego Ramírez: there is no consent" in done.err
    assert [(p.kind, p.source) for p in kept(meetbot).prints] == [("sample", "laura.wav"), ("meeting", MEETING)]
    agreed = meetbot("voices", "learn", MEETING, "Dieguito", "--consent", "--json")
    assert agreed.code == 0, agreed.err
    assert [one["name"] for one in json.loads(agreed.out)["learned"]] == ["Diego Ramírez"]
    assert "vector" not in agreed.out
    assert kept(meetbot, "diego-ramirez").consent.how == "--consent on the command line"


@pytest.mark.parametrize("source", ["enrolment", "introduction", "addressed", "none", "track", "platform"])
def test_learn_nothing_from_a_guessed_name(meetbot: CommandLine, source: NameSource) -> None:
    """A machine that learns from its own guesses would become ever surer of a wrong name."""
    meetbot.workspace(data=False)
    recorded(meetbot, source, second=source)
    refused = meetbot("voices", "learn", MEETING)
    assert refused.code == 1
    assert f"meetbot speakers {MEETING}" in refused.err
    named = meetbot("voices", "learn", MEETING, "Laura", "--consent")
    assert named.code == 3
    assert "nothing is learned from guesses" in named.err
    assert not list(meetbot.folder.glob("voices/*.json"))


def test_learn_takes_a_print_back_when_the_voice_was_anothers(meetbot: CommandLine) -> None:
    """A correction of the correction: what was learned under the wrong name goes."""
    meetbot.workspace(data=False)
    recorded(meetbot, second="none")
    assert meetbot("voices", "learn", MEETING, "Laura", "--consent").code == 0
    path = meetbot.folder / "meetings" / MEETING / "transcript.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Laura Méndez", "Diego Ramírez"), encoding="utf-8")
    done = meetbot("voices", "learn", MEETING, "Diego", "--consent")
    assert "Laura Méndez: what was learned" in done.out
    assert kept(meetbot).prints == ()
    assert "no print is left" in meetbot("voices").out


def test_learn_wants_the_very_recording(meetbot: CommandLine) -> None:
    """Times of another file would give other people's words to a voice; consent is never that of everybody."""
    meetbot.workspace(data=False)
    path = recorded(meetbot)
    assert "Whose consent" in meetbot("voices", "learn", MEETING, "--consent").err
    moved = path.rename(meetbot.folder.parent / "elsewhere.wav")
    lost = meetbot("voices", "learn", MEETING, "Laura", "--consent")
    assert lost.code == 1
    assert "--recording" in lost.err
    other = wav(meetbot.folder / "recordings" / path.name, spoken("diego"))
    changed = meetbot("voices", "learn", MEETING, "Laura", "--consent", "--recording", str(other))
    assert "not the recording" in changed.err
    assert meetbot("voices", "learn", MEETING, "Laura", "--consent", "--recording", str(moved)).code == 0


def test_learn_from_an_imported_transcript_or_none(meetbot: CommandLine) -> None:
    """A transcript that was read from a file has no recording; a meeting without one says what to do first."""
    meetbot.workspace(data=False)
    assert "meetbot transcribe" in meetbot("voices", "learn", MEETING).err
    assert meetbot("voices", "learn", "../../etc").code == 1
    assert not list((meetbot.folder / "meetings").glob("*"))
    recorded(meetbot)
    path = meetbot.folder / "meetings" / MEETING / "transcript.json"
    values = json.loads(path.read_bytes()) | {"recogniser": None}
    path.write_text(json.dumps(values), encoding="utf-8")
    assert "it has no recording" in meetbot("voices", "learn", MEETING).err

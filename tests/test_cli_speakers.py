"""`meetbot speakers` as a user runs it: on an imported transcript, and on a recording that was heard before."""

import hashlib
import io
import json
import tomllib
import wave
from pathlib import Path
from typing import Any

import pytest
from commandline import SETTINGS, CommandLine

from meetbot.model.base import EngineInfo
from meetbot.model.transcript import (
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    VoiceInterval,
    Voices,
    Word,
)
from meetbot.stages.attribute import attribute

MEETING = "2026-11-23-alineacion"
NAMES = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v MÉNDEZ, LAURA>Bueno, este… buenos días. Vamos con los compromisos.</v>

00:00:06.500 --> 00:00:13.000
<v Speaker 2>Yo mando la lista de objeciones el viernes.</v>

00:00:13.500 --> 00:00:19.000
<v Verónica Ibarra (Agencia)>Yo les mando el reporte de la campaña el jueves.</v>

00:00:19.500 --> 00:00:24.000
<v Sala de juntas 2>Sí, perfecto, de acuerdo con eso.</v>
"""


@pytest.fixture
def imported(meetbot: CommandLine) -> CommandLine:
    """A workspace with a transcript that has strange names."""
    meetbot.workspace(data=False)
    assert meetbot("transcribe", meetbot.transcript("2026-11-23.vtt", NAMES)).code == 0
    return meetbot


def stored(meetbot: CommandLine, name: str) -> Any:
    """A stored document of the meeting."""
    return json.loads((meetbot.folder / "meetings" / MEETING / name).read_text(encoding="utf-8"))


def speakers(meetbot: CommandLine) -> dict[str, tuple[str | None, str | None, str]]:
    """Name, department and source by label, as the transcript has them now."""
    found = stored(meetbot, "transcript.json")["speakers"]
    return {s["label"]: (s["name"], s["department"], s["name_source"]) for s in found}


def owners(meetbot: CommandLine) -> dict[str, str | None]:
    """The owner of each task by its wording."""
    return {item["text"]: item["owner"] for item in stored(meetbot, "minutes.json")["actions"]}


# --- a transcript file ------------------------------------------------------------------------------------------------


def test_speakers_shows_each_voice_with_its_words(imported: CommandLine) -> None:
    """Name, source and sureness, how much was spoken, words with their time, and what to do next."""
    result = imported("speakers")
    assert result.code == 0
    assert "MÉNDEZ, LAURA: Laura Méndez, Mercadeo (platform, 100%)  [1 turn, 0:05]" in result.out
    assert "Speaker 2: no name" in result.out
    assert "0:06  “Yo mando la lista de objeciones el viernes.”" in result.out
    assert "Not in the list of people: Verónica Ibarra (Agencia)" in result.out
    assert f"meetbot speakers {MEETING} --name" in result.out


def test_speakers_json_holds_everything(imported: CommandLine) -> None:
    """`--json` prints one document."""
    found = json.loads(imported("speakers", MEETING, "--json").out)
    assert found["meeting"] == MEETING
    assert found["source"].endswith("2026-11-23.vtt")
    assert found["unknown_people"] == ["Verónica Ibarra (Agencia)"]
    assert [voice["shown"] for voice in found["voices"]][1] == "Speaker 2"
    assert found["voices"][1]["snippets"][0]["start"] == 6.5
    assert found["minutes_are_stale"] is False


def test_speakers_name_is_kept_and_the_minutes_follow(imported: CommandLine) -> None:
    """A given name gives the promise its owner; the stages before are not made again."""
    imported("minutes", "2026-11-23.vtt")
    assert owners(imported) == {
        "Mandar la lista de objeciones": None,
        "Mandar el reporte de la campaña": "Verónica Ibarra (Agencia)",
    }
    result = imported("speakers", MEETING, "--name", "Speaker 2=Dieguito", "--minutes")
    assert result.code == 0, result.err
    assert speakers(imported)["Speaker 2"] == ("Diego Ramírez", "comercial", "corrected")
    assert owners(imported)["Mandar la lista de objeciones"] == "Diego Ramírez"
    assert stored(imported, "speakers.json")["names"] == {"Speaker 2": "Diego Ramírez"}


def test_speakers_without_minutes_flag_says_what_to_run(imported: CommandLine) -> None:
    """The transcript has the name at once; the minutes wait for the command that is printed."""
    result = imported("speakers", MEETING, "--name", "speaker 2=Laura")
    assert f"meetbot speakers {MEETING} --minutes" in result.out
    # Laura spoke under her own label before: both are she
    assert speakers(imported)["MÉNDEZ, LAURA"] == ("Laura Méndez", "mercadeo", "corrected")
    assert "Speaker 2: Laura Méndez, the same person as MÉNDEZ, LAURA" in result.out


def test_speakers_clear_undoes_a_name(imported: CommandLine) -> None:
    """A voice joined to another is parted again; other names stay."""
    imported("speakers", MEETING, "--name", "Speaker 2=Laura", "--name", "Sala de juntas 2=Diego Ramírez")
    imported("speakers", MEETING, "--clear", "Speaker 2")
    assert speakers(imported)["Speaker 2"] == (None, None, "none")
    assert speakers(imported)["Sala de juntas 2"] == ("Diego Ramírez", "comercial", "corrected")


def test_speakers_person_is_remembered(imported: CommandLine) -> None:
    """Somebody external is asked for once: no department, not expected, known from then on."""
    imported("speakers", MEETING, "--person", "Verónica Ibarra (Agencia)=external")
    people = tomllib.loads((imported.folder / "people.toml").read_text(encoding="utf-8"))["people"]
    assert people == [{"name": "Verónica Ibarra", "attends": False}]
    assert speakers(imported)["Verónica Ibarra (Agencia)"] == ("Verónica Ibarra", None, "platform")
    assert json.loads(imported("speakers", "--json").out)["unknown_people"] == []


def test_speakers_new_person_with_a_department_owns_a_task(imported: CommandLine) -> None:
    """A name and a department given together are known at once, in this meeting and in the next."""
    imported("speakers", MEETING, "--name", "Speaker 2=Rosa Lima", "--person", "Rosa Lima=Comercial", "--minutes")
    assert speakers(imported)["Speaker 2"] == ("Rosa Lima", "comercial", "corrected")
    assert owners(imported)["Mandar la lista de objeciones"] == "Rosa Lima"


def test_speakers_alias_of_a_known_person_is_remembered(imported: CommandLine) -> None:
    """A label that means somebody of the list becomes an alias, whatever signs it holds."""
    imported(
        "speakers", MEETING, "--person", 'La "jefa" \\o/ 📱=Laura Méndez', "--person", "Verónica Ibarra (Agencia)=Laura"
    )
    people = tomllib.loads((imported.folder / "people.toml").read_text(encoding="utf-8"))["people"]
    assert people == [{"name": "Laura Méndez", "aliases": ['La "jefa" \\o/ 📱', "Verónica Ibarra (Agencia)"]}]
    assert list(speakers(imported)) == ["MÉNDEZ, LAURA", "Speaker 2", "Sala de juntas 2"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nada",), "There is no transcript of “nada”"),
        (("--name", "Voz 9=Laura"), "Voices: MÉNDEZ, LAURA, Speaker 2"),
        (("--name", "Speaker 2=Rosa Lima"), '--person "Rosa Lima=mercadeo|comercial|external"'),
        (("--name", "Speaker 2=Laura", "--name", "Speaker 2=Diego"), "is given two names"),
        (("--name", "Speaker 2=Laura", "--clear", "Speaker 2"), "named and cleared"),
        (("--person", "Rosa Lima=nada"), "neither a department nor a person"),
        (("--person", "Laura Méndez=comercial"), "in the list of people already"),
        (("--person", "📱=comercial"), "A person needs a name"),
        (("--clips", "clips"), "has no sound"),
        (("--recording", "otro.vtt", "--name", "Speaker 2=Laura"), "not what the transcript was made from"),
    ],
)
def test_speakers_bad_input_changes_nothing(imported: CommandLine, arguments: tuple[str, ...], told: str) -> None:
    """What can't be meant is said, and neither names nor people are stored."""
    (imported.folder / "otro.vtt").write_text(NAMES + "\n", encoding="utf-8")
    result = imported("speakers", *(arguments if arguments[0] == "nada" else (MEETING, *arguments)))
    assert (result.code, told in result.err) == (1, True), result.err
    assert not (imported.folder / "people.toml").exists()
    assert not (imported.folder / "meetings" / MEETING / "speakers.json").exists()


def test_speakers_nobody_is_an_answer(imported: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stays unnamed on purpose is not asked for again."""
    imported("speakers", MEETING, "--name", "Speaker 2=-")
    assert stored(imported, "speakers.json")["names"] == {"Speaker 2": None}
    assert "Speaker 2: no name, as you said" in imported("speakers").out
    monkeypatch.setattr("sys.stdin", Terminal("-\n\n"))
    imported("speakers")
    assert stored(imported, "speakers.json")["names"] == {"Speaker 2": None, "Sala de juntas 2": None}


def test_speakers_option_without_a_sign_is_wrong_usage(imported: CommandLine) -> None:
    """An option of the wrong form is the command line's own error."""
    assert imported("speakers", "--name", "Laura").code == 2


def test_speakers_namesakes_are_asked_for_in_full(imported: CommandLine) -> None:
    """A first name of two people is no answer."""
    more = '\n[[people]]\nname = "Laura Ríos"\ndepartment = "comercial"\n'
    (imported.folder / "meetbot.toml").write_text(SETTINGS + more, encoding="utf-8")
    result = imported("speakers", MEETING, "--name", "Speaker 2=Laura")
    assert "may mean Laura Méndez or Laura Ríos" in result.err
    assert "may mean" in imported("speakers", MEETING, "--person", "Lau=Laura").err


def test_speakers_nothing_transcribed_yet(meetbot: CommandLine) -> None:
    """Without a transcript the command says how to make one."""
    meetbot.workspace(data=False)
    result = meetbot("speakers")
    assert result.code == 1
    assert "meetbot transcribe" in result.err


def test_speakers_file_that_is_gone_is_asked_for(imported: CommandLine) -> None:
    """Names of a file's labels hold for that file: it is looked for by content, and may lie elsewhere now."""
    (imported.folder / "2026-11-23.vtt").rename(imported.folder / "archivo.vtt")
    result = imported("speakers", MEETING, "--name", "Speaker 2=Laura")
    assert "--recording FILE" in result.err
    found = imported("speakers", MEETING, "--name", "Speaker 2=Laura", "--recording", "archivo.vtt")
    assert found.code == 0, found.err


def test_speakers_given_names_do_not_hold_for_another_file(imported: CommandLine) -> None:
    """A better file of the same meeting has other voices under the same labels: the names wait to be given again."""
    imported("speakers", MEETING, "--name", "Speaker 2=Diego")
    (imported.folder / "2026-11-23.vtt").write_text(NAMES.replace("viernes", "lunes"), encoding="utf-8")
    result = imported("transcribe", "2026-11-23.vtt", "--replace")
    assert "names given to this meeting's voices don't hold" in result.err
    assert speakers(imported)["Speaker 2"] == (None, None, "none")


# --- on a terminal ----------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A keyboard."""

    def isatty(self) -> bool:
        """As a terminal says."""
        return True


def test_speakers_asks_on_a_terminal(imported: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each voice is asked for: a number, a new name with its department, Enter; then who strangers are."""
    answers = ["x", "n", "1", "Rosa Lima", "y", "otra cosa", "comercial", "external"]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join(answers) + "\n"))
    result = imported("speakers")
    assert result.code == 0, result.err
    assert speakers(imported) == {
        "MÉNDEZ, LAURA": ("Laura Méndez", "mercadeo", "platform"),
        "Speaker 2": ("Diego Ramírez", "comercial", "corrected"),
        "Verónica Ibarra (Agencia)": ("Verónica Ibarra", None, "platform"),
        "Sala de juntas 2": ("Rosa Lima", "comercial", "corrected"),
    }


def test_speakers_enter_leaves_everything(imported: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter three times: nothing is stored, and it may be asked again."""
    monkeypatch.setattr("sys.stdin", Terminal("\n\n\n"))
    assert imported("speakers").code == 0
    assert not (imported.folder / "people.toml").exists()
    assert not (imported.folder / "meetings" / MEETING / "speakers.json").exists()


# --- files given with the transcript ----------------------------------------------------------------------------------

CUES = """1
00:00:01,000 --> 00:00:06,000
Bueno, buenos días. Vamos con los compromisos de la semana pasada.

2
00:00:06,500 --> 00:00:13,000
Yo mando la lista de objeciones el viernes.
"""
WHO = """SPEAKER x 1 0.9 5.2 <NA> <NA> A <NA> <NA>
SPEAKER x 1 6.4 6.7 <NA> <NA> B <NA> <NA>
"""
CHAT = "09:00:12 From Laura Méndez To Everyone: aquí está la liga del tablero\n"


@pytest.fixture
def with_voices(meetbot: CommandLine) -> CommandLine:
    """A transcript without names, whose voices came from an RTTM of another name."""
    meetbot.workspace(data=False)
    (meetbot.folder / "otros").mkdir()
    (meetbot.folder / "otros" / "voces.rttm").write_text(WHO, encoding="utf-8")
    source = meetbot.transcript("2026-11-23.srt", CUES)
    assert meetbot("transcribe", source, "--with", "otros/voces.rttm").code == 0
    return meetbot


def test_speakers_voices_of_a_given_file_stay(with_voices: CommandLine) -> None:
    """A name changes one voice; who spoke when comes from the file that was given before."""
    assert with_voices("speakers", "--name", "Voz 2=Diego", "--minutes").code == 0
    assert speakers(with_voices) == {
        "SPEAKER_00": (None, None, "none"),
        "SPEAKER_01": ("Diego Ramírez", "comercial", "corrected"),
    }
    assert owners(with_voices) == {"Mandar la lista de objeciones": "Diego Ramírez"}


def test_speakers_voices_of_a_lost_file_are_asked_for(with_voices: CommandLine) -> None:
    """Without the file all voices would be one: nothing is changed until it is said where it lies."""
    (with_voices.folder / "otros" / "voces.rttm").rename(with_voices.folder / "otros" / "v2.rttm")
    before = stored(with_voices, "transcript.json")
    assert with_voices("speakers").code == 0
    for arguments in (["--name", "Voz 2=Diego"], ["--minutes"]):
        result = with_voices("speakers", *arguments)
        assert result.code == 1
        assert "voces.rttm" in result.err
        assert "--with FILE" in result.err
    assert stored(with_voices, "transcript.json") == before
    assert with_voices("speakers", "--name", "Voz 2=Diego", "--with", "otros/v2.rttm").code == 0
    assert speakers(with_voices)["SPEAKER_01"] == ("Diego Ramírez", "comercial", "corrected")


@pytest.mark.parametrize("lost", [False, True])
def test_speakers_chat_that_was_given_stays(meetbot: CommandLine, *, lost: bool) -> None:
    """The chat is the transcript's own, though its file be gone, and is there once however often names are given."""
    meetbot.workspace(data=False)
    chat = meetbot.folder / "chat de la reunión.txt"
    chat.write_text(CHAT, encoding="utf-8")
    assert meetbot("transcribe", meetbot.transcript("2026-11-23.vtt", NAMES), "--with", chat.name).code == 0
    if lost:
        chat.unlink()
    for name in ("Laura", "Diego"):
        assert meetbot("speakers", "--name", f"Speaker 2={name}", "--recording", "2026-11-23.vtt").code == 0
        assert [m["text"] for m in stored(meetbot, "transcript.json")["chat"]] == ["aquí está la liga del tablero"]
        assert [f["name"] for f in stored(meetbot, "transcript.json")["beside"]] == [chat.name]


def test_speakers_json_with_minutes_is_one_document(imported: CommandLine) -> None:
    """`--json --minutes` prints what became of both, and nothing else."""
    found = json.loads(imported("speakers", "--name", "Speaker 2=Diego", "--minutes", "--json").out)
    assert found["minutes"]["actions"] == 2
    assert found["minutes_are_stale"] is False


# --- a recording ------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(meetbot: CommandLine) -> CommandLine:
    """A workspace with a recording of two voices that was transcribed before."""
    meetbot.workspace(data=False)
    sound = meetbot.folder / "2026-11-23.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\x00\x10\x00\xf0" * 8_000 * 14)
    source = SourceFile(name=sound.name, sha256=hashlib.sha256(sound.read_bytes()).hexdigest(), format="wav")
    said = ("Yo mando la lista de objeciones el viernes.", "Y yo reviso la campaña mañana a primera hora.")
    segments = tuple(
        Segment(
            id=n,
            start=7.0 * n,
            end=7.0 * n + 6,
            text=text,
            words=tuple(
                Word(start=7.0 * n + i * 0.5, end=7.0 * n + i * 0.5 + 0.5, text=f" {w}")
                for i, w in enumerate(text.split())
            ),
        )
        for n, text in enumerate(said)
    )
    recognition = Recognition(
        source=source, language="es", duration=14.0, segments=segments, recogniser=EngineInfo(name="test")
    )
    voices = Voices(
        intervals=(
            VoiceInterval(start=0.0, end=6.5, speaker="SPEAKER_00"),
            VoiceInterval(start=7.0, end=13.5, speaker="SPEAKER_01"),
        ),
        speakers=(Speaker(label="SPEAKER_00"), Speaker(label="SPEAKER_01")),
        diarizer=EngineInfo(name="test"),
    )
    told = recognition.model_copy(update={"diarization": voices.intervals, "voices": voices.speakers})
    from meetbot.model.company import Roster

    folder = meetbot.folder / "meetings" / MEETING
    folder.mkdir(parents=True)
    for name, document in (
        ("recognition.json", recognition),
        ("voices.json", voices),
        ("transcript.json", attribute(told, Roster())),
    ):
        (folder / name).write_bytes(document.encoded())
    return meetbot


def test_speakers_voices_are_what_documents_call_them(heard: CommandLine) -> None:
    """Our own voices are `Voz 1`, `Voz 2` for a reader, and can be meant by that, in English, or by the number."""
    assert "Voz 2: no name" in heard("speakers").out
    heard("speakers", "--name", "voz 1=Laura", "--name", "2=Diego")
    assert [name for name, _, _ in speakers(heard).values()] == ["Laura Méndez", "Diego Ramírez"]
    assert "<v Diego Ramírez>" in (heard.folder / "meetings" / MEETING / "transcript.vtt").read_text(encoding="utf-8")
    heard("speakers", "--name", "Voice 2=Laura")
    assert speakers(heard) == {"SPEAKER_00": ("Laura Méndez", "mercadeo", "corrected")}


def test_speakers_clips_are_a_few_seconds_of_each_voice(heard: CommandLine) -> None:
    """One .wav a voice, of that voice's own seconds, at most eight of them."""
    found = json.loads(heard("speakers", "--clips", "voces", "--json").out)
    paths = [Path(voice["clip"]) for voice in found["voices"]]
    assert [path.name for path in paths] == ["voz-1.wav", "voz-2.wav"]
    with wave.open(str(heard.folder / paths[1])) as file:
        assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
        assert 3.0 < file.getnframes() / 16_000 <= 8.0


def test_speakers_recording_that_is_gone_costs_no_names(heard: CommandLine) -> None:
    """Names are stored without the recording, and used when the minutes are made; clips need it."""
    (heard.folder / "2026-11-23.wav").unlink()
    result = heard("speakers", "--name", "Voz 2=Diego")
    assert result.code == 3
    assert "meetbot minutes" in result.err
    assert stored(heard, "speakers.json")["names"] == {"SPEAKER_01": "Diego Ramírez"}
    assert "--recording FILE" in heard("speakers", "--clips", "voces").err


def test_speakers_minutes_of_a_recording_that_is_gone_are_incomplete(heard: CommandLine) -> None:
    """What was asked for and not made is never success."""
    (heard.folder / "2026-11-23.wav").unlink()
    result = heard("speakers", "--minutes")
    assert result.code == 3
    assert "no minutes were made" in result.err


def test_speakers_minutes_hear_nothing_again(heard: CommandLine) -> None:
    """Minutes with new names come from what was heard before, however it was told to listen then."""
    result = heard("speakers", "--name", "Voz 1=Laura", "--minutes", "--json")
    assert result.code == 0, result.err
    assert stored(heard, "transcript.json")["recogniser"]["name"] == "test"
    assert owners(heard) == {"Mandar la lista de objeciones": "Laura Méndez", "Revisar la campaña": None}

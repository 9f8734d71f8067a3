"""Tests of meetbot.adapters.enrolment: whose prints count, and which voices clearly are whose."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from spoken import silence, spoken, wav

from meetbot.adapters.encoder_file import encoder_file
from meetbot.adapters.enrolment import enrolled, recognised, similarity
from meetbot.adapters.features import Floats
from meetbot.adapters.voice_store import VoiceFolder
from meetbot.adapters.voiceprints import Encoder, unit
from meetbot.config import TranscriptionConfig
from meetbot.model.company import Person, Roster
from meetbot.model.voiceprint import Consent, VoicePrint, VoicePrints

AGREED = date(2026, 11, 9)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The one that ships."""
    with encoder_file(TranscriptionConfig(), root=Path()) as path:
        return Encoder(path)


def vectors(*rows: tuple[float, ...]) -> Floats:
    """Unit vectors."""
    return unit(np.array(rows))


def stored(name: str, encoder: str, *rows: tuple[float, ...]) -> VoicePrints:
    """Prints of that person by that encoder."""
    prints = tuple(
        VoicePrint(kind="sample", source=f"{i}.wav", encoder=encoder, seconds=9, added_on=AGREED, vector=row)
        for i, row in enumerate(rows)
    )
    return VoicePrints(name=name, consent=Consent(given_on=AGREED, how="asked"), prints=prints)


def test_enrolled_unusable_samples_are_warnings(tmp_path: Path, encoder: Encoder) -> None:
    """Missing, damaged, silent, outside the workspace: each is a warning that names the person."""
    workspace = tmp_path / "empresa"
    workspace.mkdir()
    wav(tmp_path / "silent.wav", silence(5))
    wav(workspace / "silent.wav", silence(5))
    (workspace / "text.wav").write_text("hola", encoding="utf-8")
    samples = {"Ana": "none.wav", "Beto": "text.wav", "Carla": "silent.wav", "Dora": "../silent.wav", "Elsa": None}
    people = tuple(Person(name=name, voice=voice, voice_consent=AGREED) for name, voice in samples.items())
    known, issues = enrolled(Roster(people=people), root=workspace, encoder=encoder)
    assert known == {}
    assert [issue.severity for issue in issues] == ["warning"] * 4
    assert [issue.where.split("of ")[1].rstrip(")") for issue in issues] == ["Ana", "Beto", "Carla", "Dora"]
    assert "0 s of speech" in issues[2].message
    assert "outside the workspace" in issues[3].message


def test_enrolled_sample_without_consent_is_not_even_read(tmp_path: Path, encoder: Encoder) -> None:
    """Without the day of the consent a sample is no sample, and the line to add is shown."""
    (tmp_path / "laura.wav").write_text("not read", encoding="utf-8")
    known, (issue,) = enrolled(
        Roster(people=(Person(name="Laura Méndez", voice="laura.wav"),)), root=tmp_path, encoder=encoder
    )
    assert known == {}
    assert "does not say when Laura Méndez agreed" in issue.message
    assert "voice_consent = " in issue.hint


def test_enrolled_joins_stored_prints_and_sample(tmp_path: Path, encoder: Encoder) -> None:
    """Stored prints and the sample that meetbot.toml names count together; who doesn't attend is not looked for."""
    wav(tmp_path / "laura.wav", spoken("laura", 0, 6))
    row = tuple(map(float, np.eye(256)[0]))
    store = VoiceFolder(tmp_path)
    for name in ("Laura Méndez", "Jorge Salas"):
        store.keep(stored(name, encoder.sha256, row, row[::-1]))
    people = (
        Person(name="Laura Méndez", voice="laura.wav", voice_consent=AGREED),
        Person(name="Jorge Salas", attends=False),
        Person(name="Diego Ramírez"),
    )
    known, issues = enrolled(Roster(people=people), root=tmp_path, encoder=encoder)
    assert {name: prints.shape for name, prints in known.items()} == {"Laura Méndez": (3, 256)}
    assert issues == []


def test_enrolled_prints_of_another_encoder_are_not_compared(tmp_path: Path, encoder: Encoder) -> None:
    """Numbers of two encoders have nothing in common: the person must enrol again, and is told so."""
    row = tuple(map(float, np.eye(256)[0]))
    VoiceFolder(tmp_path).keep(stored("Laura Méndez", "b" * 64, row))
    VoiceFolder(tmp_path).keep(
        stored("Diego Ramírez", encoder.sha256, row).with_print(stored("", "b" * 64, row).prints[0])
    )
    people = (Person(name="Laura Méndez"), Person(name="Diego Ramírez"))
    known, issues = enrolled(Roster(people=people), root=tmp_path, encoder=encoder)
    assert {name: len(prints) for name, prints in known.items()} == {"Diego Ramírez": 1}
    assert [(issue.severity, "another speaker encoder" in issue.message) for issue in issues] == [
        ("info", True),
        ("warning", True),
    ]
    assert 'meetbot voices enrol "Laura Méndez"' in issues[1].hint


def test_enrolled_prints_of_another_length_are_not_compared(tmp_path: Path, encoder: Encoder) -> None:
    """A file that was changed by hand costs its own prints, never the transcription."""
    VoiceFolder(tmp_path).keep(stored("Laura Méndez", encoder.sha256, tuple(map(float, np.eye(9)[0]))))
    known, (issue,) = enrolled(Roster(people=(Person(name="Laura Méndez"),)), root=tmp_path, encoder=encoder)
    assert known == {}
    assert "not compared" in issue.message


def test_enrolled_prints_of_nobody_and_damaged_files_are_told(tmp_path: Path, encoder: Encoder) -> None:
    """A print of somebody who left, and a file that can't be read, are never used in silence."""
    VoiceFolder(tmp_path).keep(stored("Rubén Tovar", encoder.sha256, tuple(map(float, np.eye(256)[0]))))
    (tmp_path / "voices" / "laura-mendez.json").write_text("{", encoding="utf-8")
    known, issues = enrolled(Roster(people=(Person(name="Laura Méndez"),)), root=tmp_path, encoder=encoder)
    assert known == {}
    assert "laura-mendez.json" in issues[0].where
    assert "nobody in meetbot.toml" in issues[1].message
    assert 'voices forget "Rubén Tovar"' in issues[1].hint


def test_recognised_names_clear_voices_only() -> None:
    """A voice near one print is named; one between two, and one like nobody, stay unnamed."""
    known = {"Laura": unit(np.array([1.0, 0, 0, 0.1])), "Diego": unit(np.array([0, 1.0, 0, 0.1]))}
    clear = vectors((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
    assert {voice: name for voice, (name, _) in recognised(clear, known).items()} == {0: "Laura", 1: "Diego"}
    between = vectors((1, 1, 0, 0), (0, 0, 1, 0))
    assert recognised(between, known) == {}
    assert recognised(clear, {}) == {}


def test_recognised_several_prints_count_together() -> None:
    """Prints of two microphones are one person; the similarity is a share."""
    known = {"Laura": vectors((1, 0, 0, 0.4), (1, 0, 0.4, 0)), "Diego": vectors((0, 1, 0, 0.1))}
    found = recognised(vectors((1, 0, 0.1, 0.1), (0, 1, 0, 0), (0, 0, 1, 1)), known)
    assert {voice: name for voice, (name, _) in found.items()} == {0: "Laura", 1: "Diego"}
    assert all(0.65 <= share <= 1 for _, share in found.values())


def test_recognised_two_voices_as_near_to_one_person_are_nobody() -> None:
    """When two different voices resemble one print about equally, neither is named: one of them is somebody else."""
    known = {"Laura": unit(np.array([1.0, 0, 0]))}
    assert recognised(vectors((1, 0.6, 0), (1, -0.6, 0), (-1, 0, 0.5), (-1, 0, -0.5)), known) == {}


def test_recognised_voice_cut_in_two_is_named_twice() -> None:
    """Two clusters of one voice both get the name, so that the caller can join them."""
    known = {"Laura": unit(np.array([1.0, 0, 0])), "Diego": unit(np.array([0, 1.0, 0]))}
    halves = vectors((1, 0.1, 0), (1, -0.1, 0), (0, 1, 0))
    assert {voice: name for voice, (name, _) in recognised(halves, known).items()} == {
        0: "Laura",
        1: "Laura",
        2: "Diego",
    }


def test_recognised_guest_beside_somebody_absent_stays_a_guest() -> None:
    """Who enrolled and is absent lends no name to a guest who is merely nearest to that print."""
    prints = vectors((1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0.6))
    known = dict(zip(("Laura", "Diego", "Eva"), prints, strict=True))
    found = recognised(vectors((1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 0, 1, 0.6)), known)
    assert {voice: name for voice, (name, _) in found.items()} == {0: "Laura", 1: "Diego"}


def test_similarity_ignores_another_microphone() -> None:
    """What all prints have in common is taken away when everybody has one."""
    people = vectors((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0))
    shifted = unit(people + np.array([0, 0, 0, 1.5]))
    scores, surplus = similarity(people, shifted)
    assert np.allclose(np.diag(scores), 1, atol=0.01)
    assert (np.diag(surplus) > 0).all()
    assert (surplus[~np.eye(3, dtype=bool)] < 0).all()


def test_similarity_single_voice_is_compared_as_it_is() -> None:
    """A single voice has nothing to estimate the microphone from; only a near identical print counts."""
    _, surplus = similarity(vectors((1, 0)), vectors((1, 0.1), (1, 1)))
    assert surplus[0, 0] > 0 > surplus[0, 1]


def test_recognised_real_voices_and_a_guest(tmp_path: Path, encoder: Encoder) -> None:
    """Three of four voices enrolled, their own words of another minute: each is named, the guest is not."""
    people = tuple(Person(name=n, voice=f"{n}.wav", voice_consent=AGREED) for n in ("laura", "diego", "andres"))
    for person in people:
        wav(tmp_path / f"{person.name}.wav", spoken(person.name, 0, 6))
    known, issues = enrolled(Roster(people=people), root=tmp_path, encoder=encoder)
    assert issues == []
    heard = []
    for name in ("carmen", "andres", "laura", "diego"):
        speech = spoken(name, 6.5, 12)
        heard.append(unit(encoder(speech, [(a, a + 160) for a in range(0, len(speech) // 160 - 160, 40)]).mean(axis=0)))
    found = {voice: name for voice, (name, _) in recognised(np.stack(heard), known).items()}
    assert found == {1: "andres", 2: "laura", 3: "diego"}

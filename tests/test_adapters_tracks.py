"""Which tracks a recording has: channels that are listened to, folders as recorders make them."""

import wave
from pathlib import Path

import av
import numpy as np
import pytest

from meetbot.adapters.audio_decode import RATE, FloatArray
from meetbot.adapters.channels import listened
from meetbot.adapters.track_names import names
from meetbot.adapters.tracks import RecordingTracks
from meetbot.config import TranscriptionConfig
from meetbot.errors import InputError
from meetbot.ports import Track

FOLDERS = [
    (
        ["audioAnaRuiz11234567890.m4a", "audio1Luis Gómez1234.m4a", "audiocarlos31234567890.m4a"],
        ["Ana Ruiz", "Luis Gómez", "Carlos"],
    ),
    (["audioMcDonald1123.m4a", "audioRuizMora,Ana2123.m4a"], ["Mc Donald", "Ruiz Mora Ana"]),
    (["ana-ruiz.wav", "luis-gomez.wav"], ["Ana Ruiz", "Luis Gomez"]),
    (["2026-11-23_Ana Ruiz.wav", "2026-11-23_Luis Gómez.wav"], ["Ana Ruiz", "Luis Gómez"]),
    (["ana-ruiz.wav", "ana-gomez.wav"], ["Ana Ruiz", "Ana Gomez"]),
    (
        ["riverside_ana_ruiz_semanal_0001.wav", "riverside_luis_paz_semanal_0002.wav", "riverside_eva_semanal.wav"],
        ["Ana Ruiz", "Luis Paz", "Eva"],
    ),
    (["Track 1.wav", "pista-2.wav"], [None, None]),
    (["GMT20261123-150000_Recording_Ana Ruiz.m4a"], ["Ana Ruiz"]),
    (["audioiPhonedeLau11234567890.m4a", "audioJorgeSalas21234567890.m4a"], ["iPhone de Lau", "Jorge Salas"]),
    (
        ["iPhone de Ana Ruiz.wav", "Luis's iPhone.wav", "PC-CARMEN.wav"],
        ["iPhone de Ana Ruiz", "iPhone de Luis", "PC de CARMEN"],
    ),
    (["audioiPad1123.m4a", "audioGalaxyS2121123.m4a", "Redmi Note 9.m4a", "Xiaomi.m4a"], [None] * 4),
    (["MacBook Pro.wav", "DESKTOP-8AB12.wav", "LAPTOP-QX77.wav", "PC-07.wav"], [None] * 4),
    (["Zoom Room 1.m4a", "audioSaladeJuntas1123.m4a", "+52 55 1234 5678.m4a"], [None] * 3),
    (["Pablo Cruz.wav", "Salazar.wav", "Marco Pixelado.wav"], ["Pablo Cruz", "Salazar", "Marco Pixelado"]),
    (["audio李雷1123.m4a", "José María Núñez.m4a"], ["李雷", "José María Núñez"]),
]


@pytest.mark.parametrize(("files", "found"), FOLDERS)
def test_names_of_files_are_people(files: list[str], found: list[str | None]) -> None:
    """What recorders write around a name is no part of it, nor what all files have in common."""
    assert names([Path(file) for file in files]) == found


def talk(seconds: float, *, seed: int, turns: float = 2.0, first: bool) -> FloatArray:
    """Noise in bursts like syllables, every other `turns` seconds."""
    rng = np.random.default_rng(seed)
    times = np.arange(int(seconds * RATE)) / RATE
    speaking = ((times // turns) % 2 == 0) == first
    syllables = np.abs(np.sin(2 * np.pi * 2.5 * times))
    sound = rng.normal(0, 0.1, len(times)) * syllables * speaking + rng.normal(0, 0.0005, len(times))
    return np.asarray(sound, dtype=np.float32)


def save(path: Path, *channels: FloatArray) -> Path:
    """A WAV with those channels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.stack(channels, axis=1).clip(-1, 1) * 32767).astype("<i2").tobytes())
    return path


ANA, LUIS = talk(24, seed=1, first=True), talk(24, seed=2, first=False)
NOISE, EMPTY = talk(24, seed=3, turns=99, first=False), np.zeros_like(ANA)
BOTH = ANA + LUIS
HALF = (np.arange(len(ANA)) < len(ANA) // 2).astype(np.float32)

SPLIT = {
    "two sides of a call": (ANA, LUIS),
    "one side much softer": (ANA, 0.1 * LUIS),
    "weak leaking": (ANA + 0.1 * LUIS, LUIS + 0.1 * ANA),
    "three microphones of four": (HALF * ANA, LUIS, EMPTY, (1 - HALF) * ANA),
}
MIXED = {
    "the same on both sides": (BOTH, BOTH),
    "panned": (0.9 * ANA + 0.4 * LUIS, 0.4 * ANA + 0.9 * LUIS),
    "panned far": (0.97 * ANA + 0.23 * LUIS, 0.23 * ANA + 0.97 * LUIS),
    "one side empty": (BOTH, EMPTY),
    "one side noise": (BOTH, NOISE),
    "antiphase": (BOTH, -BOTH),
    "surround": (EMPTY, EMPTY, BOTH, EMPTY, NOISE, NOISE),
    "two in front of a stereo recorder": (ANA + 0.6 * LUIS, np.roll(0.6 * ANA, 30) + np.roll(LUIS, 9)),
}


@pytest.mark.parametrize("case", SPLIT)
def test_tracks_of_separate_channels(tmp_path: Path, case: str) -> None:
    """Channels in which different people speak are a track each, without those that hold nothing."""
    path = save(tmp_path / "a.wav", *SPLIT[case])
    found = RecordingTracks(TranscriptionConfig()).tracks(path)
    used = [number for number, channel in enumerate(SPLIT[case]) if channel is not EMPTY]

    assert [track.channel for track in found] == used
    assert [track.label for track in found] == [f"SPEAKER_{number:02d}" for number in range(len(used))]


@pytest.mark.parametrize("case", MIXED)
def test_tracks_of_a_mix(tmp_path: Path, case: str) -> None:
    """A mix stays one track, however it is spread over the channels."""
    path = save(tmp_path / "a.wav", *MIXED[case])
    assert RecordingTracks(TranscriptionConfig()).tracks(path) == (Track(path=path),)


def test_tracks_as_the_user_says(tmp_path: Path) -> None:
    """`tracks` in the settings overrules the ear; an empty or only channel is never split off."""
    call, mix = save(tmp_path / "call.wav", ANA, LUIS), save(tmp_path / "mix.wav", BOTH, BOTH)
    mixing, splitting = (RecordingTracks(TranscriptionConfig(tracks=how)) for how in ("mix", "split"))

    assert len(mixing.tracks(call)) == 1
    assert len(splitting.tracks(mix)) == 2
    assert len(splitting.tracks(save(tmp_path / "half.wav", BOTH, EMPTY))) == 1
    assert len(splitting.tracks(save(tmp_path / "mono.wav", BOTH))) == 1


def test_listened_to_silence(tmp_path: Path) -> None:
    """Digital silence, and a recording shorter than a frame, hold nobody."""
    assert not listened(save(tmp_path / "a.wav", EMPTY, EMPTY)).separate
    assert listened(save(tmp_path / "b.wav", ANA[:500], LUIS[:500])).empty == (True, True)


def test_tracks_of_zooms_folder(tmp_path: Path) -> None:
    """Zoom's folder of a meeting: the tracks in `Audio Record`, without the mix, the video and the chat."""
    for name in ("Audio Record/audioLuisPaz21.wav", "Audio Record/audioAnaRuiz11.wav", "audio1234.wav"):
        save(tmp_path / name, ANA[:RATE])
    (tmp_path / "chat.txt").write_text("hola", encoding="utf-8")
    found = RecordingTracks(TranscriptionConfig())

    assert [(track.label, track.name) for track in found.tracks(tmp_path)] == [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Luis Paz", "Luis Paz"),
    ]
    assert [path.name for path in found.files(tmp_path)] == ["audioAnaRuiz11.wav", "audioLuisPaz21.wav"]
    assert found.files(tmp_path / "audio1234.wav") == (tmp_path / "audio1234.wav",)


def test_tracks_beside_the_mix(tmp_path: Path) -> None:
    """The mix of all is no person's track; alone it is the recording."""
    mix = save(tmp_path / "audio1234567.wav", ANA[:RATE])
    save(tmp_path / "zoom_0.wav", ANA[:RATE])
    assert RecordingTracks(TranscriptionConfig()).tracks(tmp_path) == (Track(path=mix),)
    save(tmp_path / "ana.wav", ANA[:RATE])
    save(tmp_path / "mic 2.wav", ANA[:RATE])
    labels = [track.label for track in RecordingTracks(TranscriptionConfig()).tracks(tmp_path)]
    assert labels == ["Ana", "SPEAKER_01"]


def test_folder_without_sound(tmp_path: Path) -> None:
    """A folder of something else is answered with what is expected."""
    (tmp_path / "notas.txt").write_text("hola", encoding="utf-8")
    (tmp_path / ".oculto.wav").touch()
    (tmp_path / "carpeta.wav").mkdir()
    with pytest.raises(InputError, match="no recording") as caught:
        RecordingTracks(TranscriptionConfig()).tracks(tmp_path)
    assert "one sound file a person" in caught.value.hint


def tagged(path: Path, seconds: float, **tags: str) -> Path:
    """An m4a of that length whose container has those tags."""
    with av.open(str(path), "w") as container:
        container.metadata.update(tags)
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        for start in range(0, int(seconds * RATE), 1024):
            frame = av.AudioFrame.from_ndarray(ANA[None, start : start + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def offsets(folder: Path) -> list[float]:
    """When each track of the folder begins."""
    return [track.offset for track in RecordingTracks(TranscriptionConfig()).tracks(folder)]


def test_offsets_from_the_files(tmp_path: Path) -> None:
    """Files of different lengths that say when they began are put where they belong."""
    tagged(tmp_path / "ana.m4a", 12, creation_time="2026-11-23T15:00:00.000000Z")
    tagged(tmp_path / "luis.m4a", 5, creation_time="2026-11-23T15:00:04.000000Z")
    assert offsets(tmp_path) == [0.0, 4.0]


@pytest.mark.parametrize(
    ("seconds", "first", "second"),
    [
        (12, "2026-11-23T15:00:00Z", "2026-11-23T15:00:40Z"),
        (5, "2026-11-23T15:00:00Z", "2026-11-24T15:00:00Z"),
        (5, "2026-11-23T15:00:00Z", ""),
    ],
)
def test_offsets_that_say_nothing(tmp_path: Path, seconds: int, first: str, second: str) -> None:
    """Equal lengths were written together whatever their stamps say; a stamp of another day or none tells nothing."""
    tagged(tmp_path / "ana.m4a", 12, creation_time=first)
    tagged(tmp_path / "luis.m4a", seconds, **({"creation_time": second} if second else {}))
    assert offsets(tmp_path) == [0.0, 0.0]


def broadcast(path: Path, seconds: float, reference: int) -> Path:
    """A Broadcast WAV that began `reference` samples after midnight."""
    plain = save(path, ANA[: int(seconds * RATE)]).read_bytes()
    chunk = bytes(338) + reference.to_bytes(8, "little") + bytes(256)
    head = plain[:12] + b"bext" + len(chunk).to_bytes(4, "little") + chunk
    whole = head + plain[12:]
    path.write_bytes(whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:])
    return path


def test_offsets_of_field_recorders(tmp_path: Path) -> None:
    """Broadcast WAV tells the sample at which each recorder was started."""
    broadcast(tmp_path / "ana.wav", 12, 9 * 3600 * RATE)
    broadcast(tmp_path / "luis.wav", 6, 9 * 3600 * RATE + 3 * RATE)
    assert offsets(tmp_path) == [0.0, 3.0]


def test_a_damaged_track_does_not_spoil_the_others(tmp_path: Path) -> None:
    """A file that can't be heard is still a track, so that its loss is told where the others are heard."""
    save(tmp_path / "ana.wav", ANA[:RATE])
    (tmp_path / "luis.wav").touch()
    assert offsets(tmp_path) == [0.0, 0.0]


def test_levels_are_against_each_tracks_own_speech(tmp_path: Path) -> None:
    """A soft microphone is as loud as a loud one while its own person speaks; who only listens is far below."""
    paths = [save(tmp_path / f"{n}.wav", sound) for n, sound in enumerate((ANA, 0.1 * LUIS, 0.01 * ANA))]
    tracks = [Track(path=path, label=str(n), offset=0.5 * (n == 1)) for n, path in enumerate(paths)]
    ana, luis, listener = RecordingTracks(TranscriptionConfig()).levels(tracks)

    assert len(ana) == len(luis) == len(listener) == 245
    assert max(ana[:18]) == pytest.approx(0, abs=4)
    assert max(luis[27:43]) == pytest.approx(0, abs=4)
    assert max(luis[:18]) < -20
    assert max(listener) < -30

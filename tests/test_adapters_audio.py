"""Real files of many formats, whole and damaged, made with PyAV while the tests run."""

import itertools
import re
import struct
from pathlib import Path
from typing import Any
from wave import open as open_wave

import av
import numpy as np
import pytest

from meetbot.adapters import audio
from meetbot.adapters.audio import Block, Findings
from meetbot.adapters.audio_decode import RATE, FloatArray, Mixer
from meetbot.errors import RecordingError


def tone(seconds: float, *, rate: int = RATE, pitch: float = 440, level: float = 0.3) -> FloatArray:
    """A sine."""
    times = np.arange(int(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * pitch * times)).astype(np.float32)


def encode(
    path: Path, wave: FloatArray, codec: str, *, rate: int = RATE, options: dict[str, str] | None = None
) -> Path:
    """Writes the wave, shape (samples,) or (2, samples), into the container that the file's ending names."""
    channels = np.atleast_2d(wave)
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w", options=options or {}) as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.layout = layout
        for start in range(0, channels.shape[1], 1024):
            piece = np.ascontiguousarray(channels[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def film(path: Path, *, seconds: int = 2) -> Path:
    """A video without sound."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5 * seconds):
            black = np.zeros((64, 64, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(black, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def heard(path: Path) -> tuple[FloatArray, Findings]:
    """The whole recording, and what was found out while it was decoded."""
    findings = Findings()
    pieces = list(audio.samples(path, findings=findings))
    return np.concatenate(pieces), findings


FORMATS = [
    ("reunión del lunes.m4a", "aac", 44100),
    ("a.mp3", "libmp3lame", 44100),
    ("a.wav", "pcm_s16le", 8000),
    ("a.ogg", "libopus", 48000),
    ("a.opus", "libopus", 48000),
    ("a.mp4", "aac", 48000),
    ("a.webm", "libopus", 48000),
    ("a.mkv", "flac", 44100),
    ("a.flac", "flac", 16000),
    ("a.aac", "aac", 32000),
    ("09:00 mañana 100%d.mov", "aac", 44100),
]


@pytest.mark.parametrize(("name", "codec", "rate"), FORMATS)
def test_samples_every_format_gives_the_same_tone(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    """Container, codec and rate don't matter: 3 s of a 440 Hz tone come out as such at 16 kHz."""
    path = encode(tmp_path / name, tone(3, rate=rate), codec, rate=rate)
    wave, findings = heard(path)
    assert wave.dtype == np.float32
    assert wave.shape[0] == pytest.approx(3 * RATE, abs=0.15 * RATE)
    spectrum = np.abs(np.fft.rfft(wave[RATE : 2 * RATE]))
    assert int(spectrum.argmax()) == 440
    assert findings.issues == []
    assert findings.duration == pytest.approx(len(wave) / RATE)


@pytest.mark.parametrize(("name", "codec", "rate"), FORMATS)
def test_probe_tells_length_and_format(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    """Length, rate and channels come from the container; the format names container and codec."""
    info = audio.probe(encode(tmp_path / name, np.stack([tone(3, rate=rate)] * 2), codec, rate=rate))
    assert info.duration == pytest.approx(3, abs=0.2)
    assert (info.channels, info.sample_rate, info.tracks) == (2, rate, 1)
    container, _, inner = info.format.partition("/")
    assert container in {Path(name).suffix[1:], "matroska", "ogg"}
    assert inner


def test_samples_antiphase_is_turned_around(tmp_path: Path) -> None:
    """Channels that cancel each other out are not mixed to silence."""
    wave = tone(2)
    path = encode(tmp_path / "a.wav", np.stack([0.8 * wave, -wave]), "pcm_s16le")
    assert np.abs(heard(path)[0]).max() == pytest.approx(0.27, abs=0.01)


def test_mixer_two_voices_are_both_heard() -> None:
    """Independent channels are mixed, one after the other or together; an empty channel costs no level."""
    left, right = tone(1), tone(1, pitch=555)
    assert np.allclose(Mixer()(np.stack([left, right])), (left + right) / 2, atol=1e-6)
    assert np.abs(Mixer()(np.stack([left, np.zeros_like(left)]))).max() == pytest.approx(0.3, abs=0.01)


def test_mixer_level_does_not_jump_when_somebody_pauses() -> None:
    """A channel that held a voice before counts also while it is silent."""
    left, right, mixed = tone(1), tone(1, pitch=555), Mixer()
    mixed(np.stack([left, right]))
    assert np.abs(mixed(np.stack([left, np.zeros_like(left)]))).max() == pytest.approx(0.15, abs=0.01)


def test_mixer_takes_another_number_of_channels() -> None:
    """A file glued from a stereo and a quadraphonic part is mixed through."""
    mixed = Mixer()
    mixed(np.stack([tone(1)] * 2))
    assert np.allclose(mixed(np.stack([tone(1)] * 4)), tone(1), atol=1e-6)


def rank(path: Path, count: int, *, rate: int = RATE) -> Path:
    """A WAV of `count` channels, each with its own pitch, 100 Hz apart from 300 Hz on."""
    pcm = np.stack([tone(2, rate=rate, pitch=300 + 100 * n) for n in range(count)], axis=1) * 32767
    with open_wave(str(path), "wb") as file:
        file.setnchannels(count)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.astype("<i2").tobytes())
    return path


def pitches(sound: FloatArray) -> set[int]:
    """The pitches in the second second, as multiples of 100 Hz, that stand out."""
    spectrum = np.abs(np.fft.rfft(sound[RATE : RATE + RATE // 2]))
    return {100 * n for n in range(1, 40) if spectrum[50 * n] > 0.2 * spectrum.max()}


@pytest.mark.parametrize("rate", [8000, 22050, 96000])
@pytest.mark.parametrize("count", range(1, 9))
def test_samples_of_any_number_of_channels(tmp_path: Path, count: int, rate: int) -> None:
    """One to eight channels at 8 to 96 kHz: mixed, each channel is heard; alone, only the one asked for."""
    path = rank(tmp_path / "a.wav", count, rate=rate)
    assert pitches(heard(path)[0]) == {300 + 100 * n for n in range(count)}
    last = np.concatenate(list(audio.samples(path, channel=count - 1)))
    assert pitches(last) == {200 + 100 * count}
    assert len(last) == pytest.approx(2 * RATE, abs=0.01 * RATE)


@pytest.mark.parametrize("channel", [2, -1])
def test_samples_refuses_a_channel_that_is_not_there(tmp_path: Path, channel: int) -> None:
    """A third channel of a stereo recording is an error that tells how many there are."""
    with pytest.raises(RecordingError, match="it has 2"):
        list(audio.samples(rank(tmp_path / "a.wav", 2), channel=channel))


def test_blocks_of_one_channel(tmp_path: Path) -> None:
    """Blocks hold the samples of the channel that was asked for."""
    path = rank(tmp_path / "a.wav", 2)
    (block,) = audio.blocks(path, channel=1)
    assert pitches(block.samples) == {400}


def test_samples_silence_is_silence(tmp_path: Path) -> None:
    """Digital silence in stereo is no cancellation and no error."""
    path = encode(tmp_path / "a.wav", np.zeros((2, 2 * RATE), dtype=np.float32), "pcm_s16le")
    wave, findings = heard(path)
    assert not wave.any()
    assert findings.issues == []


def test_samples_gap_in_the_clock_is_silence(tmp_path: Path) -> None:
    """A pause that the recorder left out of the file keeps its place, so later words keep their time."""
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("flac", rate=RATE)
        stream.layout = "mono"
        for start in range(0, 2 * RATE, 1600):
            frame = av.AudioFrame.from_ndarray(tone(2)[None, start : start + 1600], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, start + (20 * RATE if start >= RATE else 0)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    wave, findings = heard(path)
    assert "20 s inside the recording" in findings.issues[0].message
    assert len(wave) == pytest.approx(22 * RATE, abs=0.3 * RATE)
    assert not wave[2 * RATE : 20 * RATE].any()
    assert np.abs(wave[int(21.2 * RATE) :]).max() > 0.2


def test_samples_stream_needs_little_memory(tmp_path: Path) -> None:
    """Pieces are about ten seconds long however long the recording is, and are given before the end is read."""
    path = encode(tmp_path / "a.flac", np.zeros(5 * 60 * RATE, dtype=np.float32), "flac")
    pieces = list(itertools.islice(audio.samples(path), 3))
    assert [round(len(piece) / RATE) for piece in pieces] == [10, 10, 10]


def refused(path: Path) -> RecordingError:
    """The error for that file, the same from probing and from decoding; it names the file."""
    with pytest.raises(RecordingError) as first:
        list(audio.samples(path))
    assert first.value.where == str(path)
    assert first.value.hint
    return first.value


def test_refuses_missing_file(tmp_path: Path) -> None:
    """A wrong name is called that."""
    assert refused(tmp_path / "no hay.m4a").what == "There is no such recording."


def test_refuses_folder(tmp_path: Path) -> None:
    """A folder is no recording."""
    assert "folder" in refused(tmp_path).what


def test_refuses_empty_file(tmp_path: Path) -> None:
    """0 bytes: a download that never began."""
    (tmp_path / "a.mp3").touch()
    assert "0 bytes" in refused(tmp_path / "a.mp3").what


TEXTS = [
    ("a.mp3", "Laura Méndez: Buenos días a todos.\nDiego Ramírez: Buenos días, Laura.\n", "transcript"),
    ("b.mp3", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nhola\n", ".vtt"),
    ("c.m4a", "1\n00:00:01,000 --> 00:00:02,000\nhola\n", "transcript"),
    ("d.wav", "<!DOCTYPE html><html><body>Inicie sesión</body></html>", "web page"),
    ("e.mp3", "Lista de compras para la oficina, sin nada más que decir.", "audio or video file"),
]


@pytest.mark.parametrize(("name", "text", "hint"), TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_refuses_text_whatever_its_name(tmp_path: Path, name: str, text: str, hint: str, encoding: str) -> None:
    """Text named .mp3 is no audio; what reads like a transcript is to be given as one."""
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    error = refused(path)
    assert "doesn't look like audio" in error.what
    assert hint in error.hint


def test_refuses_text_cut_within_a_letter(tmp_path: Path) -> None:
    """A long text is known as such even where the bytes looked at end in the middle of a letter."""
    path = tmp_path / "a.mp3"
    path.write_text("x" + "ñ" * 9000, encoding="utf-8")
    assert "text" in refused(path).what


def test_refuses_playlist(tmp_path: Path) -> None:
    """A playlist is text; what it names is neither opened nor fetched."""
    inner = encode(tmp_path / "other.wav", tone(1), "pcm_s16le")
    path = tmp_path / "a.m3u8"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{inner}\n#EXT-X-ENDLIST\n")
    assert "text" in refused(path).what


@pytest.mark.parametrize(
    ("magic", "kind"), [(b"PK\x03\x04", "Office"), (b"%PDF-1.7\x00", "PDF"), (b"\x89PNG\r\n\x1a\n", "picture")]
)
def test_refuses_other_documents_by_name(tmp_path: Path, magic: bytes, kind: str) -> None:
    """A Word file or a picture is called what it is."""
    path = tmp_path / "acta.mp3"
    path.write_bytes(magic + bytes(range(256)) * 8)
    assert kind in refused(path).what


def test_refuses_random_bytes(tmp_path: Path) -> None:
    """Noise named .mp3 gives no second of sound, so it is refused instead of heard as a silent meeting."""
    path = tmp_path / "a.mp3"
    path.write_bytes(np.random.default_rng(1).bytes(200_000))
    assert refused(path).what


@pytest.mark.parametrize("name", ["a.m4a", "a.mp4"])
def test_refuses_cut_off_before_the_index(tmp_path: Path, name: str) -> None:
    """An m4a whose recorder stopped has no index at its end: said so, not called unknown."""
    whole = encode(tmp_path / f"whole-{name}", tone(20), "aac").read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) // 2])
    assert "cut off" in refused(path).what
    assert "moov" in refused(path).what


def test_refuses_video_without_sound(tmp_path: Path) -> None:
    """A screen recording without a microphone has nothing to transcribe."""
    path = film(tmp_path / "pantalla.mp4")
    assert "no sound track" in refused(path).what
    with pytest.raises(RecordingError, match="no sound track"):
        audio.probe(path)


def test_refuses_wav_without_samples(tmp_path: Path) -> None:
    """A header alone is 0 seconds of sound, whether the decoder opens it or not."""
    header = b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    path = tmp_path / "a.wav"
    path.write_bytes(header + b"data" + struct.pack("<I", 0))
    assert refused(path).what


def test_samples_truncated_mp3_is_doubted(tmp_path: Path) -> None:
    """Half an mp3 gives the half that is there, and an error with both lengths: what is made of it is incomplete."""
    whole = encode(tmp_path / "whole.mp3", tone(60), "libmp3lame").read_bytes()
    path = tmp_path / "a.mp3"
    path.write_bytes(whole[: len(whole) // 2])
    wave, findings = heard(path)
    assert len(wave) / RATE == pytest.approx(30, abs=1)
    (issue,) = findings.issues
    assert issue.severity == "error"
    assert "01:00" in issue.message
    assert "00:2" in issue.message or "00:30" in issue.message


def test_samples_truncated_fast_start_m4a_is_doubted(tmp_path: Path) -> None:
    """With the index at the start the same holds for an m4a."""
    path = encode(tmp_path / "whole.m4a", tone(60), "aac", options={"movflags": "faststart"})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * 0.6)])
    wave, findings = heard(path)
    assert 25 < len(wave) / RATE < 50
    assert any("cut off" in issue.message and "01:00" in issue.message for issue in findings.issues)


@pytest.mark.parametrize(("name", "codec"), [("a.m4a", "aac"), ("a.mkv", "aac")])
def test_samples_corrupt_middle_keeps_the_clock(tmp_path: Path, name: str, codec: str) -> None:
    """What can be decoded around a damaged middle is given at its own time, and the damage is told."""
    noise = np.random.default_rng(2).normal(0, 0.1, 20 * RATE).astype(np.float32)
    path = encode(tmp_path / name, np.concatenate([tone(20), noise, tone(20)]), codec)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle - 4000 : middle + 4000] = np.random.default_rng(3).bytes(8000)
    path.write_bytes(bytes(data))
    wave, findings = heard(path)
    assert any("damaged" in issue.message for issue in findings.issues)
    assert len(wave) / RATE == pytest.approx(60, abs=1.5)
    assert np.abs(wave[: 15 * RATE]).max() > 0.2
    assert np.abs(wave[-10 * RATE :]).max() > 0.2


def test_samples_several_tracks_are_told(tmp_path: Path) -> None:
    """A recorder that writes one track for each source: only one is heard, which the user must know."""
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        streams: list[Any] = [container.add_stream("flac", rate=RATE) for _ in range(2)]
        for stream in streams:
            stream.layout = "mono"
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(tone(1)[None], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    assert "2 sound tracks" in heard(path)[1].issues[0].message


VOWELS = ((730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240))


def syllable(rng: np.random.Generator) -> FloatArray:
    """A burst of noise and a gliding vowel."""
    count = int(rng.uniform(0.12, 0.28) * RATE)
    glide = np.linspace(0, 1, count)
    pitch = rng.uniform(95, 150) * (1.07 - 0.15 * glide)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    first, last = VOWELS[rng.integers(len(VOWELS))], VOWELS[rng.integers(len(VOWELS))]
    vowel = np.zeros(count)
    for number in range(1, 30):
        for a, b, width, weight in zip(first, last, (90, 130, 200), (1, 0.6, 0.3), strict=True):
            formant = a * (1 - glide) + b * glide
            vowel += weight * np.exp(-(((number * pitch - formant) / width) ** 2)) * np.sin(number * phase)
    consonant = int(rng.uniform(0.03, 0.07) * RATE)
    burst = np.diff(rng.normal(0, 0.05, consonant + 1)) * np.hanning(consonant)
    return np.concatenate([burst, 0.15 * vowel * np.sqrt(np.sin(np.pi * glide))]).astype(np.float32)


def speechlike(seconds: float, *, seed: int = 1) -> FloatArray:
    """Syllables of no language; the voice detector takes them for speech without a pause."""
    rng = np.random.default_rng(seed)
    count = int(seconds * RATE)
    syllables: list[FloatArray] = []
    while sum(map(len, syllables)) < count:
        syllables.append(syllable(rng))
    return np.concatenate(syllables)[:count]


def cut(path: Path, **options: Any) -> list[Block]:
    """The recording's blocks, after checking that they hold every sample once."""
    found = list(audio.blocks(path, **options))
    assert np.array_equal(np.concatenate([block.samples for block in found]), heard(path)[0])
    assert all(a.end == pytest.approx(b.start) for a, b in itertools.pairwise(found))
    return found


def test_blocks_cut_in_the_pause(tmp_path: Path) -> None:
    """A pause within reach is where the block ends; nothing is lost or doubled."""
    talk, pause = speechlike(28), np.zeros(2 * RATE, dtype=np.float32)
    path = encode(tmp_path / "a.wav", np.concatenate([talk, pause, talk]), "pcm_s16le")
    first, second = cut(path, seconds=30)
    assert 28 <= first.end <= 30
    assert first.start == 0
    assert second.end == pytest.approx(58)
    assert all(0 <= a < b <= len(block.samples) for block in (first, second) for a, b in block.speech)


def test_blocks_are_even(tmp_path: Path) -> None:
    """A recording a little longer than a block is cut in two halves, not in a block and a crumb."""
    path = encode(tmp_path / "a.wav", speechlike(70), "pcm_s16le")
    lengths = [len(block.samples) / RATE for block in cut(path, seconds=60)]
    assert len(lengths) == 2
    assert min(lengths) > 20


def test_blocks_without_a_pause_are_still_cut() -> None:
    """Where nobody pauses, the quietest moment within reach ends the block."""
    loud = np.random.default_rng(4).normal(0, 0.2, 90 * RATE).astype(np.float32)
    loud[34 * RATE : 34 * RATE + RATE // 5] *= 0.01
    assert audio._quiet_place(loud[: 40 * RATE], ((0, 40 * RATE),), 20 * RATE) == pytest.approx(34.1 * RATE, abs=RATE)


def test_blocks_silence_has_no_speech(tmp_path: Path) -> None:
    """Silence and hum hold no speech, so nobody will invent words there."""
    wave = np.concatenate([np.zeros(20 * RATE, dtype=np.float32), tone(20, pitch=50, level=0.05)])
    path = encode(tmp_path / "a.wav", wave, "pcm_s16le")
    assert [block.speech for block in cut(path, seconds=30)] == [(), ()]


def test_blocks_do_not_change_from_run_to_run(tmp_path: Path) -> None:
    """A resumed run finds the same blocks."""
    path = encode(tmp_path / "a.mp3", speechlike(65), "libmp3lame")
    once, again = ([(b.first, b.speech) for b in audio.blocks(path, seconds=20)] for _ in range(2))
    assert once == again


def test_blocks_are_as_many_as_meant(tmp_path: Path) -> None:
    """Where each block takes its share of what is left, no worker of two has one more than the other."""
    path = encode(tmp_path / "a.wav", speechlike(113), "pcm_s16le")
    lengths = [len(block.samples) / RATE for block in cut(path, seconds=20)]
    assert len(lengths) == 6
    assert max(lengths) < 26


def test_blocks_known_from_the_first_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads the same blocks again need not look for the speech; lengths and doubts are told as before."""
    path = encode(tmp_path / "a.mp3", speechlike(65), "libmp3lame")
    findings = [Findings(), Findings()]
    once = list(audio.blocks(path, seconds=20, findings=findings[0]))

    def never(*_args: object) -> None:
        raise AssertionError

    monkeypatch.setattr("faster_whisper.vad.get_speech_timestamps", never)
    again = list(audio.blocks(path, seconds=20, findings=findings[1]))
    assert [(b.first, b.speech) for b in once] == [(b.first, b.speech) for b in again]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(once, again, strict=True))
    assert findings[0] == findings[1]
    with pytest.raises(AssertionError):
        list(audio.blocks(path, seconds=30))


def test_blocks_of_a_changed_recording_are_sought_anew(tmp_path: Path) -> None:
    """Another recording under the same name has its own speech, also where only an earlier one was read to its end."""
    path = encode(tmp_path / "a.wav", np.zeros(20 * RATE, dtype=np.float32), "pcm_s16le")
    assert [block.speech for block in audio.blocks(path, seconds=60)] == [()]
    encode(path, speechlike(21), "pcm_s16le")
    assert all(block.speech for block in cut(path, seconds=60))


@pytest.mark.parametrize(("seconds", "shown"), [(0, "00:00"), (61.9, "01:01"), (3725, "1:02:05")])
def test_clock_like_a_player(seconds: float, shown: str) -> None:
    """Positions read as a player shows them."""
    assert audio.clock(seconds) == shown


def cut_wave(path: Path, kind: str, *, promised: int, there: int) -> Path:
    """A mono recording of 16 kHz whose header promises so many bytes of sound."""
    sound = (tone(there / 2 / RATE) * 32767).astype("<i2" if kind != "AIFF" else ">i2").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * 2, 2, 16)
    if kind == "RIFF":
        head = b"RIFF" + struct.pack("<I", min(promised + 36, 2**32 - 1)) + b"WAVE" + form
        head += b"data" + struct.pack("<I", promised)
    elif kind == "RF64":
        sizes = struct.pack("<4sIQQQI", b"ds64", 28, promised + 72, promised, promised // 2, 0)
        head = b"RF64" + b"\xff" * 4 + b"WAVE" + sizes + form + b"data" + b"\xff" * 4
    else:
        rate = struct.pack(">HQ", 16383 + 13, RATE << 50)
        common = struct.pack(">4sIhIh", b"COMM", 18, 1, promised // 2, 16) + rate
        head = b"FORM" + struct.pack(">I", promised + 46) + b"AIFF" + common
        head += struct.pack(">4sIII", b"SSND", promised + 8, 0, 0)
    path.write_bytes(head + sound)
    return path


@pytest.mark.parametrize("kind", ["RIFF", "RF64", "AIFF"])
def test_samples_a_wave_that_ends_early_is_told(tmp_path: Path, kind: str) -> None:
    """The header promises 30 s and 15 s are there: an error, though the decoder calls it whole."""
    _, findings = heard(cut_wave(tmp_path / "x.wav", kind, promised=960_000, there=480_000))
    (issue,) = findings.issues
    assert issue.severity == "error"
    assert re.search(r"should last 00:(29|30)", issue.message)
    assert "only 00:15" in issue.message


@pytest.mark.parametrize("promised", [480_000, 0, 2**31 - 1, 2**32 - 1])
def test_samples_a_whole_wave_is_not_doubted(tmp_path: Path, promised: int) -> None:
    """Nor one whose writer didn't know the length when it wrote the header."""
    _, findings = heard(cut_wave(tmp_path / "x.wav", "RIFF", promised=promised, there=480_000))
    assert findings.issues == []

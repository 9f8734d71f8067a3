"""The models here are written byte by byte: one operation each, so that what a model is given can be read off."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from meetbot.adapters.encoders import Encoder
from meetbot.adapters.features import Floats, log_mel_banks
from meetbot.adapters.voiceprints import windows
from meetbot.errors import ModelMissingError

SHIPPED = Path(__file__).resolve().parents[1] / "meetbot" / "adapters" / "weights_data" / "ge2e.onnx"
FLOAT, INT64 = 1, 7


def number(field: int, value: int) -> bytes:
    """A protobuf field that holds a number."""
    return varint(field << 3) + varint(value)


def part(field: int, content: bytes | str) -> bytes:
    """A protobuf field that holds text or another message."""
    raw = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(raw)) + raw


def varint(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + varint(value >> 7)


def value(name: str, shape: tuple[int | str, ...], kind: int = FLOAT) -> bytes:
    """The description of an input or output."""
    sizes = b"".join(part(1, number(1, size) if isinstance(size, int) else part(2, size)) for size in shape)
    return part(1, name) + part(2, part(1, number(1, kind) + part(2, sizes)))


def model(
    path: Path,
    shape: tuple[int | str, ...],
    *,
    operation: str = "ReduceMax",
    axis: int = 1,
    name: str = "x",
    kind: int = FLOAT,
    inputs: int = 1,
    **properties: str,
) -> Path:
    """A model of one operation over that axis, the axis left out of what it gives."""
    reduces = operation.startswith("Reduce")
    axes = part(5, part(1, "axes") + number(8, axis) + number(20, INT64)) if reduces else b""
    keep = part(5, part(1, "keepdims") + number(3, 0) + number(20, 2)) if reduces else b""
    node = part(1, name) + part(2, "y") + part(4, operation) + axes + keep
    graph = part(1, node) + part(2, "g") + part(11, value(name, shape, kind))
    graph += b"".join(part(11, value(f"more{i}", shape)) for i in range(1, inputs))
    graph += part(12, part(1, "y") + part(2, part(1, number(1, kind))))
    extra = b"".join(part(14, part(1, key) + part(2, content)) for key, content in properties.items())
    path.write_bytes(number(1, 8) + part(7, graph) + part(8, part(1, "") + number(2, 12)) + extra)
    return path


def speech(seconds: float) -> Floats:
    """Sound that differs in each window."""
    return np.random.default_rng(1).normal(0, 0.05, round(seconds * 16_000)).astype(np.float32)


def test_encoder_that_ships_gives_unit_vectors_that_depend_on_nothing_else() -> None:
    """A window's vector has length 1 and does not depend on the windows beside it."""
    encoder = Encoder(SHIPPED)
    sound = speech(20)
    frames = windows(2001)
    found = encoder(sound, frames)
    assert found.shape == (len(frames), 256)
    assert encoder.window_seconds == 1.6
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder(sound, frames[35:36])[0], found[35], atol=1e-5)
    assert len(encoder(sound[:8000], [(0, 51)])) == 1


def test_encoder_damaged_file_says_how_to_go_on(tmp_path: Path) -> None:
    """A file that is no model raises ModelMissingError with the way back."""
    broken = tmp_path / "voice.onnx"
    broken.write_bytes(b"no model")
    with pytest.raises(ModelMissingError, match="can't be loaded") as caught:
        Encoder(broken)
    assert "speaker_encoder" in caught.value.hint


@pytest.mark.parametrize(("shape", "axis"), [(("b", "t", 80), 1), (("b", 80, "t"), 2), ((1, "t", 80), 1)])
def test_encoder_of_log_mel_banks_gets_them_without_their_mean(
    tmp_path: Path, shape: tuple[int | str, ...], axis: int
) -> None:
    """80 bands before or after the frames, one window at a time or many: Kaldi's features, each window's mean gone."""
    encoder = Encoder(model(tmp_path / "m.onnx", shape, axis=axis))
    sound = speech(4)
    places = windows(401)
    found = encoder(sound, places)
    assert found.shape == (len(places), 80)
    banks = log_mel_banks(sound[places[3][0] * 160 :][:25_600])
    expected = (banks - banks.mean(axis=0)).max(axis=0)
    assert np.allclose(found[3], expected / np.linalg.norm(expected), atol=1e-4)


def test_encoder_of_wespeaker_gets_hamming_frames(tmp_path: Path) -> None:
    """The exporter's name for itself, or for its input, decides the shape of a frame."""
    sound = speech(1.6)
    plain, named, told = (
        Encoder(path)(sound, [(0, 160)])
        for path in (
            model(tmp_path / "a.onnx", ("b", "t", 80)),
            model(tmp_path / "b.onnx", ("b", "t", 80), name="feats"),
            model(tmp_path / "c.onnx", ("b", "t", 80), framework="wespeaker"),
        )
    )
    assert np.allclose(named, told)
    assert not np.allclose(plain, named, atol=1e-3)


@pytest.mark.parametrize(("shape", "operation"), [(("b", 3200), "Identity"), (("b", 1, 3200), "ReduceMax")])
def test_encoder_of_samples_has_the_window_of_its_input(
    tmp_path: Path, shape: tuple[int | str, ...], operation: str
) -> None:
    """A fixed number of samples is the window; each window is those samples."""
    encoder = Encoder(model(tmp_path / "m.onnx", shape, operation=operation))
    assert encoder.window_seconds == 0.2
    sound = speech(1)
    found = encoder(sound, [(10, 30)])
    assert np.allclose(found[0], sound[1600:4800] / np.linalg.norm(sound[1600:4800]), atol=1e-5)


def test_encoder_fixed_frames_repeat_a_shorter_window(tmp_path: Path) -> None:
    """Where a model takes only its own length, a shorter stretch is repeated and not refused."""
    encoder = Encoder(model(tmp_path / "m.onnx", (2, 3200), operation="Identity"))
    found = encoder(speech(1), [(0, 10)])
    assert found.shape == (1, 3200)
    assert np.allclose(found[0, :1600], found[0, 1600:])


def test_encoder_silence_is_no_voice_but_no_failure(tmp_path: Path) -> None:
    """What a model gives for silence may be nothing; the vector is then zero and not `nan`."""
    encoder = Encoder(model(tmp_path / "m.onnx", ("b", 1600), operation="Sqrt"))
    assert np.isfinite(encoder(-np.abs(speech(1)), [(0, 10)])).all()


@pytest.mark.parametrize(
    ("shape", "options", "what"),
    [
        (("b", "t", 13), {}, "another number of bands"),
        (("b",), {"operation": "Identity"}, "neither frames nor samples"),
        (("b", "t", 80), {"inputs": 2}, "several inputs"),
        (("b", "t", 80), {"kind": INT64}, "several inputs or other numbers"),
        (("b", "t", 80), {"sample_rate": "8000"}, "8000 Hz"),
        (("b", "t", 80), {"operation": "Identity"}, "something else than one vector"),
        (("b", "s"), {"axis": 3}, "can't be loaded|fails on speech"),
    ],
)
def test_encoder_other_models_are_refused_when_they_are_loaded(
    tmp_path: Path, shape: tuple[int | str, ...], options: dict[str, Any], what: str
) -> None:
    """A model that takes or gives something else is told before an hour of work, with what would fit."""
    with pytest.raises(ModelMissingError, match=what):
        Encoder(model(tmp_path / "m.onnx", shape, **options))

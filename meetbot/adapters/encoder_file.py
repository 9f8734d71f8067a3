"""Where the speaker encoder lies: the one that ships, or the one that meetbot.toml names."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from meetbot.config import TranscriptionConfig
from meetbot.errors import ConfigError


@contextmanager
def encoder_file(config: TranscriptionConfig, *, root: Path) -> Iterator[Path]:
    """The encoder's file; `root` is the workspace, outside of which it may lie. Raises ConfigError."""
    if not config.speaker_encoder:
        with resources.as_file(resources.files("meetbot.adapters") / "weights_data" / "ge2e.onnx") as shipped:
            yield shipped
        return
    path = root / Path(config.speaker_encoder).expanduser()
    if not path.is_file():
        raise ConfigError(
            "The speaker encoder is not there.",
            f"{path} (meetbot.toml, key `transcription.speaker_encoder`)",
            "Correct the path, or remove the key to use the encoder that ships with meetbot.",
        )
    yield path

"""The words of the documents by country: `templates/words.es.toml`, overlaid by `words.es-MX.toml`, or `words.en.toml`.

A table of the file is a group, a key a phrase; `{name}` is filled by the caller. A workspace may overlay its own copy.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from meetbot import resources
from meetbot.errors import ConfigError, InputError


class Words:
    """The phrases of one locale."""

    def __init__(self, locale: str, phrases: Mapping[str, str]) -> None:
        self.locale = locale
        self._phrases = phrases

    def __call__(self, key: str, **values: object) -> str:
        """The phrase of `group.key`, filled. Raises KeyError for a key that no file has: a fault of ours, tested."""
        return self._phrases[key].format(**values) if values else self._phrases[key]

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._phrases)

    @property
    def language(self) -> str:
        """`es` or `en`."""
        return self.locale.split("-")[0]


def load(locale: str, *, workspace: Path | None = None) -> Words:
    """The words of that locale. Raises ConfigError when a file that the user changed is not valid."""
    phrases: dict[str, str] = {}
    for name in dict.fromkeys((f"words.{locale.split('-', maxsplit=1)[0]}.toml", f"words.{locale}.toml")):
        for path in _layers(name, workspace):
            phrases |= _flat(_parse(path))
    return Words(locale, phrases)


def _layers(name: str, workspace: Path | None) -> list[Path]:
    paths = [resources.shipped("templates") / name]
    if workspace is not None:
        paths.append(workspace / "templates" / name)
    return [path for path in paths if path.is_file()]


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"The words file is not valid: {error}.", str(path)) from error
    except OSError as error:
        raise InputError(f"The words file can't be read: {error.strerror}.", str(path)) from error


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    phrases: dict[str, str] = {}
    for key, value in table.items():
        phrases |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return phrases

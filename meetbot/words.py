"""The words of the documents by country: `templates/words.es.toml`, overlaid by `words.es-MX.toml`, or `words.en.toml`.

A table of the file is a group, a key a phrase; `{name}` is filled by the caller. A workspace may overlay its own copy.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from meetbot import resources
from meetbot.errors import ConfigError, InputError
from meetbot.model.kpi import Period, Unit

if TYPE_CHECKING:
    from babel import Locale


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


_CENTS_BELOW = 1000


def format_value(value: float | None, unit: Unit, *, locale: str, currency: str | None = None) -> str:
    """The figure as that country writes it: `83.3%`, `26.4 h`, `$4,812,350`; `–` for None.

    Money has cents only below 1,000; ratios, hours and days have at most one decimal.
    """
    if value is None:
        return "–"
    from babel.numbers import format_decimal, format_percent
    from babel.units import format_unit

    known = babel_locale(locale)
    if unit == "money" and currency:
        return _money(value, currency, known)
    if unit == "ratio":
        pattern = re.sub(r"0(?=\s?%)", "0.#", known.percent_formats[None].pattern)
        return format_percent(value, format=pattern, locale=known)
    if unit == "hours":
        return _tidy(format_unit(value, "duration-hour", length="short", format="#,##0.#", locale=known))
    if unit == "days":
        return _tidy(format_unit(value, "duration-day", length="long", format="#,##0.#", locale=known))
    return format_decimal(value, format="#,##0.##", locale=known)


def format_date(value: date, *, locale: str, style: Literal["short", "long"] = "long") -> str:
    """The day in words (`22 de noviembre de 2026`) or short with its year (`22 nov 2026`)."""
    from babel import dates

    return _tidy(dates.format_date(value, format="long" if style == "long" else "medium", locale=babel_locale(locale)))


def format_period(period: Period, *, locale: str, style: Literal["short", "long"] = "long") -> str:
    """First and last day of the period, both included: `16–22 de noviembre de 2026`, short `16–22 nov 2026`."""
    from babel.dates import format_interval

    last = max(period.start, period.end - timedelta(days=1))
    skeleton = "yMMMMd" if style == "long" else "yMMMd"
    return _tidy(format_interval(period.start, last, skeleton, locale=babel_locale(locale)))


def _money(value: float, currency: str, locale: "Locale") -> str:
    from babel.numbers import format_currency, get_currency_symbol

    pattern = locale.currency_formats["standard"].pattern
    if get_currency_symbol(currency, locale=locale)[-1].isalpha():
        # MXN1,200 reads badly: some countries' patterns leave no space after a code
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
    cents = abs(value) < _CENTS_BELOW
    if not cents:
        pattern = pattern.replace(".00", "")
    return format_currency(value, currency, format=pattern, locale=locale, currency_digits=cents)


def babel_locale(tag: str) -> "Locale":
    """The locale of that tag, or its language where the country is unknown to CLDR."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError:
        return Locale.parse(tag.split("-", maxsplit=1)[0])


def _tidy(text: str) -> str:
    """Thin spaces, which many fonts and mail readers lack, become ordinary ones."""
    return text.replace("\N{THIN SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")

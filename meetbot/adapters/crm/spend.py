"""What was spent, by day: platforms' reports by day, week, month or period, and plain lists of costs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import periods, stages
from meetbot.adapters.crm.cells import mapped
from meetbot.adapters.crm.columns import Typed
from meetbot.adapters.crm.currencies import currency_of
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.records import Records
from meetbot.adapters.crm.values import Order

AD_PLATFORMS = frozenset({"Google Ads", "Meta Ads"})
"""Platforms whose own exports are read: what a list of costs says about them may be in such an export too."""

_NAMES_OF = {
    "Google Ads": frozenset({"google", "googleads", "adwords", "youtube"}),
    "Meta Ads": frozenset({"meta", "metaads", "facebook", "fb", "instagram", "ig"}),
}
_BESIDE = frozenset(
    {"ads", "ad", "y", "and", "e", "en", "de", "del", "la", "the", "pauta", "publicidad", "digital", "anuncios"}
    | {"campana", "campanas", "campaign", "campaigns", "medios", "media", "inversion", "gasto", "costo", "spend"}
    | {"search", "display", "busqueda", "redes", "sociales", "pago", "paid", "cpc", "ppc", "sem"}
)
"""Words that leave a platform's name what it is: `Pauta en Facebook` is the platform, `Google Workspace` is not."""

_MEASURED = ("amount", "impressions", "clicks", "conversions", "conversion_value")
_TELLING = ("category", "concept", "platform")
"""Columns that may say whether a cost is advertising, the clearest first."""

_LONGEST_PERIOD = 3 * 366
_WEEK = 7
_SHOWN = 5

Days = npt.NDArray[np.int64]


def spend_of(
    typed: Typed, *, currency: str, vendor: str | None, series: str, preamble: Sequence[str], order: Order
) -> Records:
    """One row for each day that something was spent on. A period is spread evenly over its days.

    `series` is the file's name without dates: what stands for a platform where nothing else does; `preamble` are the
    lines above the header, where Google says which period a report covers.
    """
    starts, ends = _periods(typed, preamble, order)
    lengths = ends - starts
    good = (lengths > 0) & (lengths <= _LONGEST_PERIOD)
    typed.findings.reject("No date that could be read: left out.", typed.rows[~good], hint="Every cost needs its day.")
    longer = good & (lengths > 1)
    if longer.any():
        message = "An amount for a period of several days: spread evenly over them."
        typed.findings.add(message, typed.rows[longer], severity="info")
    rows = np.flatnonzero(good)
    repeats = lengths[rows]
    source = pa.array(np.repeat(rows, repeats))
    within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    days = np.repeat(starts[rows], repeats) + within
    share = pa.array(1 / np.repeat(repeats, repeats).astype(np.float64))
    columns: dict[str, Any] = {"day": pa.array(days.astype(np.int32)).view(pa.date32())}
    for name in _MEASURED:
        if name in typed.numbers:
            columns[name] = pc.multiply(typed.numbers[name].take(source), share)
    kind = _kind(typed, vendor, series)
    columns["platform"] = _platform(typed, vendor, series, kind).take(source)
    columns["kind"] = kind.take(source)
    columns["currency"] = currency_of(typed, "amount", currency).take(source)
    if "campaign" in typed.texts:
        columns["campaign"] = typed.texts["campaign"].cast(pa.string()).take(source)
    return Records(columns=columns, fields=frozenset(columns))


def _periods(typed: Typed, preamble: Sequence[str], order: Order) -> tuple[Days, Days]:
    """First day and the first that no longer counts, in days since 1970; equal where a row says nothing."""
    size = len(typed.rows)
    starts, ends = np.zeros(size, np.int64), np.zeros(size, np.int64)
    if "day" in typed.days:
        _put(starts, ends, _numbers(typed.days["day"]), 1)
    if "start" in typed.days:
        _put_range(typed, starts, ends)
    if "week" in typed.texts:
        _put_named(typed, "week", starts, ends, order)
    if "month" in typed.texts or "year" in typed.texts:
        _put_named(typed, "month" if "month" in typed.texts else "year", starts, ends, order)
    found = next((span for line in preamble if (span := periods.range_of(line, order=order))), None)
    if found is None:
        return starts, ends
    if {"week", "month", "year"} & set(typed.texts):
        _clip(starts, ends, found)
    elif not {"day", "start"} & set(typed.days):
        starts[:], ends[:] = (_number(day) for day in found)
        message = f"The whole file is about {found[0]} to {found[1] - timedelta(days=1)}, as its first lines say."
        typed.findings.add(message, severity="info", hint="Export it by day to see when the money was spent.")
    return starts, ends


def _clip(starts: Days, ends: Days, span: periods.Span) -> None:
    """A report's first and last week are only as long as the report: nothing of it was spent beyond."""
    first, after = (_number(day) for day in span)
    within = (starts < after) & (ends > first)
    starts[within] = np.maximum(starts[within], first)
    ends[within] = np.minimum(ends[within], after)


def _put(starts: Days, ends: Days, found: Days, length: int) -> None:
    fresh = (starts == ends) & (found != _NO_DAY)
    starts[fresh] = found[fresh]
    ends[fresh] = found[fresh] + length


def _put_range(typed: Typed, starts: Days, ends: Days) -> None:
    first = _numbers(typed.days["start"])
    last = _numbers(typed.days["end"]) if "end" in typed.days else first
    last = np.where(last == _NO_DAY, first, last)
    fresh = (starts == ends) & (first != _NO_DAY)
    backwards = fresh & (last < first)
    if backwards.any():
        typed.findings.add("A period that ends before it begins: left out.", typed.rows[backwards])
    fresh &= ~backwards
    starts[fresh], ends[fresh] = first[fresh], last[fresh] + 1


def _put_named(typed: Typed, name: str, starts: Days, ends: Days, order: Order) -> None:
    """Periods by name, each distinct one read once."""
    years = _years(typed)
    texts = typed.texts[name]
    pairs = list(zip(texts.to_pylist(), years, strict=True))
    spans = {pair: _span(name, *pair, order=order) for pair in set(pairs)}
    found = [spans[pair] for pair in pairs]
    first = np.array([_NO_DAY if span is None else _number(span[0]) for span in found], np.int64)
    after = np.array([_NO_DAY if span is None else _number(span[1]) for span in found], np.int64)
    fresh = (starts == ends) & (first != _NO_DAY)
    starts[fresh], ends[fresh] = first[fresh], after[fresh]


def _span(name: str, text: str | None, year: int | None, *, order: Order) -> periods.Span | None:
    if not text:
        return None
    span = periods.range_of(text, order=order) or periods.week_of(text) or periods.month_of(text, year=year)
    if span is not None:
        return span
    day = periods.day_of(text, order=order)
    if day is None:
        return None
    return (day, day + timedelta(days=_WEEK)) if name == "week" else periods.month_of(f"{day:%Y-%m}")


def _years(typed: Typed) -> list[int | None]:
    if "year" not in typed.texts:
        return [None] * len(typed.rows)
    found = mapped(typed.texts["year"], lambda text: int(text) if text and text[:4].isdigit() else None, pa.int64())
    years: list[int | None] = found.to_pylist()
    return years


_NO_DAY = np.iinfo(np.int64).min


def _numbers(days: Any) -> Days:
    found: Days = np.asarray(pc.fill_null(days.cast(pa.int32()).cast(pa.int64()), fill_value=int(_NO_DAY)))
    return found


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _platform(typed: Typed, vendor: str | None, series: str, kind: Any) -> Any:
    """The platform that took the money: the report's own, a column's, or what the file is called.

    Advertising on a platform whose exports are read has that platform's one name, whichever column says it.
    """
    if vendor in AD_PLATFORMS:
        return _all(vendor, typed)
    named = [name for name in ("platform", "category", "concept") if name in typed.texts]
    given = [typed.texts[named[0]].cast(pa.string())] if named else []
    known = [mapped(typed.texts[name], ad_platform, pa.string()) for name in named]
    known.append(_all(ad_platform(series), typed))
    advertised = pc.if_else(pc.equal(kind, "media"), pc.coalesce(*known), pa.scalar(None, pa.string()))
    return pc.coalesce(advertised, *given, _all(series, typed))


def ad_platform(text: str | None) -> str | None:
    """Google Ads or Meta Ads by any of their names; None for what names neither, both, or something else as well."""
    words = {word for word in fold_header(text or "").split() if not word.isdigit()} - _BESIDE
    return next((name for name, names in _NAMES_OF.items() if words and words <= names), None)


def _kind(typed: Typed, vendor: str | None, series: str) -> Any:
    """Media or other: by the category, else what it was for, the platform, the file; clicks are only sold by media."""
    if vendor in AD_PLATFORMS:
        return _all("media", typed)
    by_file = stages.spend_kind(series) or ("media" if {"clicks", "impressions"} & set(typed.numbers) else None)
    said = [mapped(typed.texts[name], stages.spend_kind, pa.string()) for name in _TELLING if name in typed.texts]
    found = pc.coalesce(*said, _all(by_file or "other", typed))
    if by_file is None:
        unknown = pc.coalesce(*said).is_null() if said else pa.array(np.ones(len(typed.rows), np.bool_))
        _note_unknown(typed, unknown)
    return found


def _note_unknown(typed: Typed, unknown: Any) -> None:
    rows = typed.rows[np.asarray(unknown)]
    if not len(rows):
        return
    named = [name for name in _TELLING if name in typed.texts]
    words = pc.unique(typed.texts[named[0]].cast(pa.string()).filter(unknown)).drop_null().to_pylist() if named else []
    listed = f" ({', '.join(words[:_SHOWN])})" if words else ""
    typed.findings.add(
        f"Nothing says whether a cost is advertising{listed}: counted as other than media.",
        rows,
        severity="info",
        hint="A column “Categoría” with words like pauta, medios, salarios, agencia or herramientas says it.",
    )


def _all(text: str | None, typed: Typed) -> Any:
    return pa.array([text], pa.string()).take(pa.array(np.zeros(len(typed.rows), np.int64)))

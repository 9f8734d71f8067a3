"""Typed columns as the canonical leads and deals: what each of their fields is taken from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import stages
from meetbot.adapters.crm.cells import cleaned, mapped
from meetbot.adapters.crm.columns import Typed, short, without_future
from meetbot.adapters.crm.currencies import currency_of
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.repeats import one_lead_each, one_state_each
from meetbot.model.crm import TABLES, ColumnType, TableName

ARROW: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "time": pa.timestamp("us"),
    "day": pa.date32(),
    "flag": pa.bool_(),
}

# What HubSpot's first drill-down may hold for a paid social source; the campaign is then in the second.
_NETWORKS = frozenset(
    {
        "facebook",
        "instagram",
        "linkedin",
        "twitter",
        "x",
        "tiktok",
        "youtube",
        "google",
        "bing",
        "pinterest",
        "whatsapp",
    }
)
_BOUGHT = re.compile(r"\b(paid|pago|pagad[ao]s?|email|correo|other campaigns|otras campanas|adwords|ads)\b")
_SALESFORCE_ID = r"^(00Q|003|006|00T|00U|001)[A-Za-z0-9]{12}[A-Z0-5]{3}$"


@dataclass(frozen=True, kw_only=True)
class Records:
    """The rows of one canonical table, which of its fields the export can answer, and which times are only days."""

    columns: Mapping[str, Any]
    fields: frozenset[str]
    day_only: frozenset[str] = frozenset()

    def table(self, name: TableName) -> pa.Table:
        """All columns of the canonical table, in its order and types; what the export lacks is empty."""
        size = len(next(iter(self.columns.values())))
        arrays = [_as(self.columns.get(column), ARROW[kind], size) for column, kind in TABLES[name].items()]
        return pa.table(dict(zip(TABLES[name], arrays, strict=True)))


def _as(found: Any, kind: pa.DataType, size: int) -> Any:
    if found is None:
        return pa.nulls(size, kind)
    return found if found.type == kind else found.cast(kind)


def leads_of(typed: Typed) -> Records:
    """The leads."""
    one_state_each(typed)
    one_lead_each(typed)
    handed, day_only = _handed(typed)
    contacted = _contacted(typed, handed)
    day_only |= typed.day_only
    reason = typed.texts.get("rejected_reason")
    if status := typed.texts.get("status"):
        said = mapped(status, lambda text: text if stages.is_rejected(text) else None, pa.string())
        reason = said if reason is None else pc.coalesce(reason.cast(pa.string()), said)
    recycled = _recycled(typed)
    columns = {
        "id": _ids(typed),
        **{name: typed.texts.get(name) for name in ("owner", "source", "stage", "status")},
        **{name: typed.numbers.get(name) for name in ("score", "score_at_handoff")},
        **{name: typed.times.get(name) for name, kind in TABLES["leads"].items() if kind == "time"},
        "campaign": _campaign(typed),
        "handed_at": handed,
        "contacted_at": contacted,
        "rejected_reason": reason,
        "recycled": recycled,
    }
    found = {name: column for name, column in columns.items() if column is not None}
    if "contacted_at" in found and "contacted_at" not in typed.times and "handed_at" in day_only:
        day_only |= {"contacted_at"}
    return Records(columns=found, fields=frozenset(found), day_only=day_only & set(found))


def _handed(typed: Typed) -> tuple[Any, frozenset[str]]:
    """When sales received each lead: assigned, else MQL; creation where no column says either."""
    names: list[str] = [name for name in ("assigned_at", "mql_at") if name in typed.times]
    if not names and "created_at" in typed.times:
        names = ["created_at"]
        typed.findings.add(
            "No column says when sales received a lead: the clock of the SLA starts at its creation.", severity="info"
        )
    day_only = typed.day_only | ({"handed_at"} if typed.day_only & set(names) else set())
    return (pc.coalesce(*(typed.times[name] for name in names)) if names else None), frozenset(day_only)


def _contacted(typed: Typed, handed: Any) -> Any:
    """The first contact: its own times, the earliest of them, else the response time after the hand-off."""
    own = [typed.times[name] for name in ("contacted_at", "first_call_at", "first_mail_at") if name in typed.times]
    found = pc.min_element_wise(*own, skip_nulls=True) if own else None
    if "first_call_at" in typed.day_only or "first_mail_at" in typed.day_only:
        typed.day_only.add("contacted_at")
    if "response" not in typed.numbers or handed is None:
        return found
    seconds = typed.numbers["response"]
    negative = np.asarray(pc.fill_null(pc.less(seconds, 0), fill_value=False))
    if negative.any():
        typed.findings.add("A response time below zero: left empty.", typed.rows[negative])
        seconds = pc.if_else(pa.array(negative), pa.scalar(None, pa.float64()), seconds)
    micros = pc.round(pc.multiply(seconds, 1e6)).cast(pa.int64()).cast(pa.duration("us"))
    after = pc.add(handed, micros)
    return after if found is None else pc.coalesce(found, after)


def _recycled(typed: Typed) -> Any:
    """Which leads were taken up again, by a column, a date, a tag or a status; None when nothing in the export says."""
    said = []
    if "recycled" in typed.texts:
        said.append(mapped(typed.texts["recycled"], stages.is_yes, pa.bool_()))
    if "recycled_at" in typed.times:
        said.append(pc.is_valid(typed.times["recycled_at"]))
    for name in ("tags", "status", "stage"):
        if name in typed.texts:
            found = mapped(typed.texts[name], stages.is_recycled, pa.bool_())
            if pc.any(found).as_py():
                said.append(found)
    return reduce(pc.or_, said) if said else None


def _campaign(typed: Typed) -> Any:
    """The campaign; HubSpot's drill-downs hold it where the source was paid for or mailed.

    For any other source they hold pages, domains or import tools; of a paid social one the first may be the network.
    """
    said = [typed.texts["campaign"].cast(pa.string())] if "campaign" in typed.texts else []
    first, second = typed.texts.get("drill_down_1"), typed.texts.get("drill_down_2")
    source = typed.texts.get("source")
    if first is not None and source is not None:
        found = first.cast(pa.string())
        if second is not None:
            network = mapped(first, lambda text: fold_header(text or "") in _NETWORKS, pa.bool_())
            found = pc.if_else(pc.and_(network, pc.is_valid(second)), second.cast(pa.string()), found)
        bought = mapped(source, lambda text: _BOUGHT.search(fold_header(text or "")) is not None, pa.bool_())
        said.append(pc.if_else(bought, found, pa.scalar(None, pa.string())))
    return pc.coalesce(*said) if said else None


def deals_of(typed: Typed, *, currency: str) -> Records:
    """The deals. `currency` is that of bare amounts."""
    one_state_each(typed)
    status = _status(typed)
    closed, expected = _closing(typed, status)
    closed = None if closed is None else without_future(typed, "closing of a closed deal", closed)
    columns = {
        "id": _ids(typed),
        **{name: typed.texts.get(name) for name in ("name", "stage", "owner", "customer", "source", "lost_reason")},
        **{name: typed.times.get(name) for name in ("created_at", "last_activity_at", "next_activity_at")},
        **{name: typed.numbers.get(name) for name in ("amount", "margin")},
        "status": status,
        "closed_at": closed,
        "expected_at": expected,
        "campaign": _campaign(typed),
        "lead_id": first_id(typed.texts.get("lead_id")),
        "currency": currency_of(typed, "amount", currency) if "amount" in typed.numbers else None,
    }
    found = {name: column for name, column in columns.items() if column is not None}
    if status is not None and not pc.any(pc.not_equal(status, "open")).as_py():
        typed.findings.add(
            "No deal is won or lost: no stage is named so.",
            hint="Stages are recognised by words such as “Closed won”, “Cierre ganado”, “Perdido”.",
        )
    _note_backwards(typed, columns)
    day_only = set(typed.day_only)
    if "closed_at" in day_only:
        day_only.add("expected_at")
    if day_only & {"won_at", "lost_at"}:
        day_only.add("closed_at")
    return Records(columns=found, fields=frozenset(found), day_only=frozenset(day_only & set(found)))


def _status(typed: Typed) -> Any:
    """The explicit state where there is one, else what the stage's name says; what is neither won nor lost is open."""
    said = []
    for name, meaning in (("is_won", "won"), ("is_lost", "lost")):
        if name in typed.texts:
            said.append(mapped(typed.texts[name], _if_yes(meaning), pa.string()))
    said += [mapped(typed.texts[n], stages.deal_status, pa.string()) for n in ("status", "stage") if n in typed.texts]
    for name, meaning in (("won_at", "won"), ("lost_at", "lost")):
        if name in typed.times:
            said.append(pc.if_else(pc.is_valid(typed.times[name]), pa.scalar(meaning), pa.scalar(None, pa.string())))
    if not said:
        return None
    status = pc.coalesce(*said, pa.scalar("open"))
    for name in ("status", "stage"):
        if name in typed.texts:
            _note_undecided(typed, typed.texts[name], status)
    return status


def _note_undecided(typed: Typed, texts: pa.DictionaryArray, status: Any) -> None:
    """Names that say won and lost at once, where nothing else tells which: those deals count as open."""
    for code, text in enumerate(texts.dictionary.to_pylist()):
        if stages.says_both(text):
            found = pc.and_(pc.equal(texts.indices, code), pc.equal(status, "open"))
            rows = typed.rows[np.asarray(pc.fill_null(found, fill_value=False))]
            if len(rows):
                message = f'"{short(text)}" says both won and lost: {len(rows)} deal(s) count as open.'
                typed.findings.add(message, rows, hint="Give the stages of the CRM names that say one of the two.")


def _if_yes(meaning: str) -> Callable[[str | None], str | None]:
    return lambda text: meaning if stages.is_yes(text) else None


def _closing(typed: Typed, status: Any) -> tuple[Any, Any]:
    """When each deal was closed, and when an open one is expected to be: CRMs keep both in one column."""
    stated, explicit = typed.times.get("closed_at"), typed.times.get("expected_at")
    if status is None:
        return stated, explicit
    nothing = pa.scalar(None, pa.timestamp("us"))
    closed = None
    for meaning, name in (("won", "won_at"), ("lost", "lost_at")):
        own = [typed.times[n] for n in (name, "closed_at") if n in typed.times]
        if own:
            times = pc.if_else(pc.equal(status, meaning), pc.coalesce(*own), nothing)
            closed = times if closed is None else pc.coalesce(closed, times)
    if stated is None:
        return closed, explicit
    pending = pc.if_else(pc.equal(status, "open"), stated, nothing)
    return closed, pending if explicit is None else pc.coalesce(explicit, pending)


def _note_backwards(typed: Typed, columns: Mapping[str, Any]) -> None:
    """Deals that were closed before they began stay in sums of money; indicators of time leave them out."""
    closed, created = columns.get("closed_at"), columns.get("created_at")
    if closed is None or created is None:
        return
    day_only = typed.day_only & {"closed_at", "won_at", "lost_at"}
    # midnight stands for the day of closing, which may be the day of creation
    limit = pc.subtract(created, _A_DAY) if day_only else created
    backwards = np.asarray(pc.fill_null(pc.less(closed, limit), fill_value=False))
    if backwards.any():
        typed.findings.add(
            "Closed before it was created: its cycle is not counted.",
            typed.rows[backwards],
            hint="Correct one of the two dates in the CRM.",
        )


_A_DAY = pa.scalar(86_400_000_000, pa.duration("us"))


def _ids(typed: Typed) -> Any:
    """The ids; rows without one are named by their row."""
    if "id" in typed.texts:
        return same_ids(typed.texts["id"])
    return pa.array([f"row {row}" for row in typed.rows.tolist()], pa.string())


def first_id(cells: Any) -> Any:
    """The first of several ids in a cell: CRMs join the contacts of a deal with semicolons."""
    if cells is None:
        return None
    values = cells.dictionary
    if pc.any(pc.match_substring_regex(values, "[;,|]")).as_py():
        values = pc.list_element(pc.split_pattern_regex(values, "[;,|]"), 0)
        cells = cleaned(values.take(cells.indices))
    return same_ids(cells)


def same_ids(cells: pa.DictionaryArray) -> Any:
    """Ids as they can be compared: Salesforce's 18 characters are its 15 and a checksum, and reports show the 15."""
    values = cells.dictionary
    long = pc.match_substring_regex(values, _SALESFORCE_ID)
    if pc.any(long).as_py():
        values = pc.if_else(long, pc.utf8_slice_codeunits(values, 0, 15), values)
    return values.take(cells.indices)

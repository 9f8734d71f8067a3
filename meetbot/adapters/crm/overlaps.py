"""Spend that several files tell of: what would count twice is left out and told, everything else adds up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm.combine import Made, issue
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.reading import Reading
from meetbot.adapters.crm.spend import AD_PLATFORMS
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import RowRejection

Mask = npt.NDArray[np.bool_]

_SAME_COST = ("day", "platform", "campaign", "kind", "amount", "currency")


@dataclass(kw_only=True)
class _Part:
    """The spend of one file, which of its rows count, and what is told about the others."""

    reading: Reading
    table: pa.Table = field(repr=False)
    days: npt.NDArray[np.int32]
    counted: Mask
    campaigns: frozenset[str]
    rejections: list[RowRejection] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def of(cls, table: pa.Table, reading: Reading) -> "_Part":
        """All of that file."""
        days = np.asarray(table["day"].cast(pa.int32()))
        return cls(
            reading=reading,
            table=table,
            days=days,
            counted=np.ones(len(days), np.bool_),
            campaigns=_campaigns(table),
        )

    @property
    def own(self) -> bool:
        """Whether it is an ad platform's own export."""
        return self.reading.vendor in AD_PLATFORMS

    def tell(self, message: str, hint: str = "", *, severity: Severity = "info") -> None:
        """Notes it for the user."""
        self.issues.append(issue(severity, self.reading.file, message).model_copy(update={"hint": hint}))

    def leave_out(self, mask: Mask, reason: str) -> int:
        """How many of those rows were still counted; now they are not."""
        fresh = mask & self.counted
        self.counted = self.counted & ~fresh
        count = int(fresh.sum())
        if count:
            file = self.reading.file
            self.rejections.append(RowRejection(file=file, table="spend", reason=reason, count=count))
        return count


def spend_together(tables: Sequence[pa.Table], readings: Sequence[Reading]) -> tuple[pa.Table, Made]:
    """The spend of all files, newest first: each day once within a series or an account, costs of others added up."""
    parts = [_Part.of(table, reading) for table, reading in zip(tables, readings, strict=True)]
    for place, part in enumerate(parts):
        if not _leave_out_copy(part, parts[:place]):
            for newer in parts[:place]:
                _leave_out_older(part, newer)
    for part in parts:
        if not part.own:
            _leave_out_listed(part, [other for other in parts if other.own])
    _tell_same_costs(parts)
    return pa.concat_tables([part.table.filter(pa.array(part.counted)) for part in parts]), Made(
        rejections=tuple(rejection for part in parts for rejection in part.rejections),
        issues=tuple(told for part in parts for told in part.issues),
    )


def _leave_out_copy(part: _Part, newer: Iterable[_Part]) -> bool:
    """Whether a file of the very same content is counted already."""
    mine = (part.reading.source.sha256, part.reading.sheet)
    twin = next((other for other in newer if (other.reading.source.sha256, other.reading.sheet) == mine), None)
    if twin is None:
        return False
    part.leave_out(part.counted, "A copy of another file: counted once.")
    part.tell(f"Its content is that of {twin.reading.file}, to the byte: counted once.")
    return True


def _leave_out_older(part: _Part, newer: _Part) -> None:
    """The days of a part that a newer file of the same series or account covers."""
    if part.reading.vendor != newer.reading.vendor or _same_export(part.reading, newer.reading):
        return
    common = np.isin(part.days, newer.days)
    if not (part.counted & common).any():
        return
    if not _replaces(part, newer):
        if part.own and not (part.campaigns and newer.campaigns):
            part.tell(
                f"It and {newer.reading.file} cover the same days, and without the names of campaigns nothing tells "
                "whether they are of one account: both count.",
                "If they are of one account, remove one of them; or export them by campaign.",
                severity="warning",
            )
        return
    lost = _campaigns(part.table.filter(pa.array(part.counted & common))) - newer.campaigns
    count = part.leave_out(common, "Days that a newer export covers: counted once.")
    what = "a newer export of the platform" if part.own else "a newer file of the list"
    message = f"{count} day(s) of spend are in {what} too, {newer.reading.file}: the newer one counts."
    if part.own and lost and part.reading.series != newer.reading.series:
        hint = "It has campaigns that the newer one lacks. If it is another account, give their campaigns other names."
        part.tell(message, hint, severity="warning")
    else:
        part.tell(message)


def _replaces(part: _Part, newer: _Part) -> bool:
    """Whether the newer file is the same list, or the same account, as its campaigns or its file's name tell.

    A browser calls the second download `report (1).csv`, whichever account it is of: campaigns tell more than that.
    """
    same_series = part.reading.series == newer.reading.series
    if not part.own or not (part.campaigns and newer.campaigns):
        return same_series
    redated = None not in {part.reading.stated, newer.reading.stated} and part.reading.stated != newer.reading.stated
    return bool(part.campaigns & newer.campaigns) or (same_series and redated)


def _same_export(one: Reading, other: Reading) -> bool:
    """Sheets of a workbook, or Zoho's numbered files: together they are one export."""
    numbered = one.part is not None and other.part is not None
    parts = numbered and one.part != other.part and (one.series, one.stated) == (other.series, other.stated)
    return one.source.sha256 == other.source.sha256 or parts


def _leave_out_listed(part: _Part, exports: Sequence[_Part]) -> None:
    """Advertising in a list of costs on days for which there is the platform's own export."""
    for platform in sorted(AD_PLATFORMS):
        covering = [export for export in exports if export.reading.vendor == platform and len(export.days)]
        listed = pc.and_(pc.equal(part.table["platform"], platform), pc.equal(part.table["kind"], "media"))
        mine = np.array(pc.fill_null(listed, fill_value=False), np.bool_)
        within = np.zeros(len(part.days), np.bool_)
        for export in covering:  # a day without a row is one on which the platform took nothing
            within |= (part.days >= export.days.min()) & (part.days <= export.days.max())
        count = part.leave_out(mine & within, "Advertising that the platform's own export has: counted once.")
        if count:
            files = ", ".join(export.reading.file for export in covering)
            part.tell(
                f"{count} day(s) of {platform} in this list are left out: the platform's own export covers them "
                f"({files}).",
                "If it is another account's spend, put that account's export beside it instead.",
                severity="warning",
            )


def _tell_same_costs(parts: Sequence[_Part]) -> None:
    """Warns of costs that stand in two files alike: they add up, since each may be meant."""
    rows = [
        part.table.select(_SAME_COST).append_column("part", pa.array(np.full(len(part.days), place)))
        .filter(pa.array(part.counted))
        for place, part in enumerate(parts)
    ]  # fmt: skip
    found = pa.concat_tables(rows)
    found = found.filter(pc.not_equal(found["amount"], 0))
    groups = found.group_by(list(_SAME_COST)).aggregate([("part", "min"), ("part", "max")])
    pairs = Counter(zip(groups["part_min"].to_pylist(), groups["part_max"].to_pylist(), strict=True))
    for (first, last), count in sorted(pairs.items()):
        one, other = parts[first], parts[last]
        if first != last and not _same_export(one.reading, other.reading):
            other.tell(
                f"{count} day(s) of cost are alike in {one.reading.file} and {other.reading.file} (day, platform or "
                "category, campaign and amount): both count.",
                "If they are the same costs, remove them from one of the files.",
                severity="warning",
            )


def _campaigns(table: pa.Table) -> frozenset[str]:
    return frozenset(fold_header(name) for name in pc.unique(table["campaign"]).to_pylist() if name)

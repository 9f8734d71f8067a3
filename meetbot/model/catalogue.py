"""Indicators as data: what each one counts, over which period, and by which SQL over the canonical tables.

One entry of `templates/kpis.toml` or of `[[kpis]]` in meetbot.toml is one `Definition`.
"""

import re
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from meetbot.model.base import Model
from meetbot.model.company import DepartmentRole
from meetbot.model.crm import TABLES, TableName
from meetbot.model.kpi import Direction, Unit

TimeBase = Literal["period", "cohort", "snapshot"]
"""period: events of the period; cohort: what became of those that entered in it; snapshot: the state today."""

AuditFigure = Literal["compliance", "business_hours"]
"""Figures that the SLA audit computes lead by lead: SQL knows no holidays."""


Chance = Literal["count", "share", "rate", "unknown"]
"""count: of events; share: of counted cases; rate: two counts of different cases; unknown: only its history tells."""


class Measure(Model):
    """One aggregate over one canonical table, or (`kpi`) the value of another indicator.

    `time` is the column that places a row in a period (empty: all rows count). `where` chooses rows; `valid` tells
    which of those contradict themselves: they are left out and counted. `n` is the sample size; empty for rows that
    are no sample (days of spend). `lag` is the id of an indicator in days: the period lies that much earlier. `lacking`
    is the key of the words for what is missing when `value` is null. SQL may use `:start`, `:end`, `:start_day`,
    `:end_day`, `:currency`, `:as_of`, `:today` and the parameters of `[finance]`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    table: TableName | None = Field(default=None, alias="from")
    time: str = ""
    value: str = "count(*)"
    n: str = "count(*)"
    where: str = ""
    valid: str = ""
    lag: str = ""
    kpi: str = ""
    lacking: str = "cases"

    @model_validator(mode="after")
    def _complete(self) -> "Measure":
        if (self.table is None) == (not self.kpi):
            raise ValueError("a measure has either `from` (a table) or `kpi` (another indicator)")
        if self.table is not None and self.time and self.time not in TABLES[self.table]:
            raise ValueError(f"`time` must be a column of {self.table}: {', '.join(TABLES[self.table])}")
        return self


class Definition(Model):
    """One indicator. `numerator` alone is the value; with a `denominator` the value is their ratio.

    `sql` stands instead of both: one SELECT with columns `value` and `n`, over `:start` and `:end`. `audit` stands
    instead of all three. `window_days` null means the meeting's cadence; `maturity_days` is how long a cohort has
    before it is judged. `needs` are `table.field` that the exports must have; `requires` are settings of `[finance]`,
    with alternatives (`gross_margin or deals.margin`). `fallback` is the indicator that takes its place when `needs` or
    `requires` lack; it is shown nowhere else. `data_from` are `table.field` whose first day is where the data of `sql`
    begin; `lacking` as in `Measure`. An `informational` one is a level to know, no performance: it has no
    trend, and no colour without a target. `tolerance` and `minimum_n` as in `Kpi`; `owners` are roles.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: dict[str, str]
    meaning: dict[str, str] = Field(default_factory=dict)
    unit: Unit
    direction: Direction
    time_base: TimeBase = "period"
    window_days: int | None = Field(default=None, ge=1, le=1096)
    maturity_days: int = Field(default=0, ge=0, le=730)
    numerator: Measure | None = None
    denominator: Measure | None = None
    sql: str | None = None
    audit: AuditFigure | None = None
    needs: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    fallback: str | None = None
    data_from: tuple[str, ...] = ()
    lacking: str = "cases"
    target: float | None = None
    tolerance: float = Field(default=0.1, ge=0, le=1)
    minimum_n: int = Field(default=20, ge=1)
    joint: bool = False
    informational: bool = False
    owners: tuple[DepartmentRole, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> "Definition":
        ways = [self.numerator is not None, self.sql is not None, self.audit is not None]
        if sum(ways) != 1:
            raise ValueError("an indicator has exactly one of `numerator`, `sql` and `audit`")
        if self.denominator is not None and self.numerator is None:
            raise ValueError("a `denominator` needs a `numerator`")
        for key, named in (("needs", self.needs), ("data_from", self.data_from)):
            for need in named:
                table, _, field = need.partition(".")
                columns = next((columns for name, columns in TABLES.items() if name == table), None)
                if columns is None or (field and field not in columns):
                    raise ValueError(f'`{key}` names "{need}", which is no column of a canonical table')
        return self

    @property
    def chance(self) -> Chance:
        """How far chance spreads it, as far as its parts tell."""
        top, bottom = self.numerator, self.denominator
        if self.audit is not None:
            return "share" if self.unit == "ratio" else "unknown"
        if self.unit == "count" and bottom is None:
            return "count"
        if self.unit != "ratio" or top is None or bottom is None or top.kpi or bottom.kpi:
            return "unknown"
        if (top.table, top.time, top.lag) == (bottom.table, bottom.time, bottom.lag):
            return "share" if top.value == bottom.value == "count(*)" else "unknown"
        return "rate" if top.value == bottom.value == "count(*)" else "unknown"

    @property
    def adds_up(self) -> bool:
        """Whether weeks of it add up to a quarter: shares, times, snapshots and costs don't."""
        measure = self.numerator
        return (
            self.unit in {"count", "money"}
            and self.time_base == "period"
            and self.direction == "up"
            and self.denominator is None
            and measure is not None
            and bool(measure.table and measure.time)
        )

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables it reads, as its measures, needs and SQL name them."""
        measures = [measure for measure in (self.numerator, self.denominator) if measure is not None]
        words = re.findall(r"\w+", self.sql or "")
        named = [*(m.table for m in measures), *(need.partition(".")[0] for need in self.needs), *words]
        return tuple(dict.fromkeys(name for name in named if name in TABLES))


class Catalogue(Model):
    """All indicators in the order in which documents show them."""

    definitions: tuple[Definition, ...] = ()

    def get(self, kpi: str) -> Definition | None:
        """The indicator of that id, or None."""
        return next((definition for definition in self.definitions if definition.id == kpi), None)

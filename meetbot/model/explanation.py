"""How one indicator came to its value: what stands between the exports and the figure."""

from typing import Literal

from pydantic import Field

from meetbot.model.base import Model
from meetbot.model.catalogue import Definition
from meetbot.model.crm import RowRejection
from meetbot.model.kpi import Period, Reading

Part = Literal["value", "numerator", "denominator"]


class LeftOut(Model):
    """Rows of the period that are in no figure because they contradict themselves: they do not satisfy `unless`."""

    unless: str
    count: int
    sql: str


class Computation(Model):
    """One part of the value: the SQL, which runs as it stands, over one period, and what it gave.

    `rows` is how many rows went into it, null where the indicator's own SQL does not tell. `lag_days` is how much
    earlier the period lies than the indicator's, `problem` what the database said when it refused.
    """

    part: Part
    sql: str
    period: Period
    value: float | None = None
    n: float | None = None
    rows: int | None = None
    left_out: LeftOut | None = None
    lag_days: int = 0
    problem: str = ""


class Explanation(Model):
    """One indicator in full. `status_reason` and `notes` are in English, as the command line is.

    `parameters` are the values behind the names in the definition's SQL; `rejections` the rows that never reached the
    tables it reads, with the reason; `based_on` the indicators that it is computed from.
    """

    reading: Reading
    definition: Definition
    computations: tuple[Computation, ...] = ()
    parameters: dict[str, str] = Field(default_factory=dict)
    rejections: tuple[RowRejection, ...] = ()
    based_on: tuple[Reading, ...] = ()
    status_reason: str
    notes: tuple[str, ...] = ()

"""What was agreed for the indicators, period by period, in the file of targets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from meetbot.model.catalogue import Catalogue, Definition
from meetbot.model.kpi import Period
from meetbot.stages.scope import Scope

_SET_BY_SLA = {"sla_compliance": "target", "response_time": "first_contact_hours"}
"""Keys of [sla] that are an indicator's target."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One row of the targets that holds for the whole company."""

    kpi: str
    period: Period
    target: float


def adds_up(definition: Definition) -> bool:
    """Whether weeks of it add up to a quarter: shares, times, snapshots and costs don't."""
    return definition.adds_up


def agreed_for(kpi: str, scope: Scope) -> tuple[Agreed, ...]:
    """The company-wide rows of one indicator, the earliest first."""
    return tuple(row for row in agreed(scope) if row.kpi == kpi)


def agreed(scope: Scope) -> tuple[Agreed, ...]:
    """All rows that name a whole period and no owner, the earliest first: an owner's target is no company's."""
    if not scope.contents.has("targets", "kpi", "start", "end", "target"):
        return ()
    sql = """
        SELECT kpi, "start", "end", target FROM targets
        WHERE "start" < "end" AND target IS NOT NULL AND (owner IS NULL OR trim(owner) = '')
        ORDER BY 1, 2, 3, 4
    """
    return tuple(
        Agreed(kpi=kpi.strip(), period=Period(start=start, end=end), target=float(target))
        for kpi, start, end, target in scope.warehouse.query(sql)
        if kpi
    )


def with_targets(scope: Scope) -> Scope:
    """The scope whose catalogue holds what was agreed for today: meetbot.toml over the targets over what is shipped.

    The shortest period counts where several hold yesterday, the last day that the figures cover. What adds up over
    time is agreed for its own period and expected in proportion to the days of the indicator's window.
    """
    own = {kpi.id for kpi in scope.config.kpis if kpi.target is not None}
    own |= {kpi for kpi, key in _SET_BY_SLA.items() if key in scope.config.sla.model_fields_set}
    yesterday = scope.today - timedelta(days=1)
    rows = [row for row in agreed(scope) if row.period.start <= yesterday < row.period.end and row.kpi not in own]
    if not rows:
        return scope
    definitions = tuple(_aimed(definition, rows, scope) for definition in scope.catalogue.definitions)
    return replace(scope, catalogue=Catalogue(definitions=definitions))


def _aimed(definition: Definition, rows: Sequence[Agreed], scope: Scope) -> Definition:
    found = [row for row in rows if row.kpi == definition.id]
    if not found:
        return definition
    row = min(found, key=lambda row: (row.period.end - row.period.start, -row.period.start.toordinal()))
    share = 1.0
    if adds_up(definition):
        days = definition.window_days or scope.cadence_days
        share = days / (row.period.end - row.period.start).days
    return definition.model_copy(update={"target": row.target * share})

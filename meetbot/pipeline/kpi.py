"""The indicators on demand: as a table, and one of them explained down to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from meetbot.config import Workspace, catalogue_of, place_of
from meetbot.errors import DataError, InputError
from meetbot.model.base import Issue
from meetbot.model.explanation import Explanation
from meetbot.model.kpi import Reading
from meetbot.pipeline.agenda_inputs import reference_day
from meetbot.ports import Clock, KpiSource, Warehouse
from meetbot.stages.broken_sql import broken_sql, columns_hint, location, own_definitions, refusal
from meetbot.stages.explain import explain
from meetbot.stages.readings import readings
from meetbot.stages.scope import Scope, read_at
from meetbot.stages.sla import audit_figures
from meetbot.stages.targets import with_targets
from meetbot.words import Words


@dataclass(frozen=True, kw_only=True)
class KpiPorts:
    """What figures need from outside."""

    kpis: KpiSource
    words: Words
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The indicators as they stood before `today`."""

    today: date
    readings: Sequence[Reading]
    issues: Sequence[Issue]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that should be there."""
        return not any(issue.severity == "error" for issue in self.issues)


def show_kpis(*, workspace: Workspace, ports: KpiPorts, day: date | None = None, only: Sequence[str] = ()) -> Shown:
    """All indicators of the catalogue as known on that day (default: today), or those with these ids.

    Raises DataError when there is no export, InputError for an id that there is none of.
    """
    for kpi in only:
        _known(kpi, workspace)
    scope, old = _scope(workspace, ports, day)
    found = readings(scope, ports.words, audit=audit_figures(scope))
    shown = [reading for reading in found if not only or reading.kpi.id in _with_substitutes(only, scope)]
    without = [scope.catalogue.get(reading.kpi.id) for reading in shown if reading.value is None]
    failed = broken_sql(scope, [definition for definition in without if definition is not None])
    return Shown(today=scope.today, readings=shown, issues=(*scope.contents.issues, *old, *failed))


def explain_kpi(kpi: str, *, workspace: Workspace, ports: KpiPorts, day: date | None = None) -> Explanation:
    """That indicator down to its rows. Raises InputError for an id that there is none of, DataError without exports."""
    _known(kpi, workspace)
    scope, _ = _scope(workspace, ports, day)
    definition = next(known for known in scope.catalogue.definitions if known.id == kpi)
    found = explain(definition, scope, ports.words, audit=audit_figures(scope))
    where = location(kpi, workspace.config)
    if not where or not any(part.problem for part in found.computations) or not refusal(definition, scope):
        return found
    told = (f"Its SQL stands in {place_of(workspace, where)}.", *columns_hint(definition).splitlines())
    return found.model_copy(update={"notes": (*found.notes, *told)})


def try_own_sql(kpi: str, *, workspace: Workspace, warehouse: Warehouse, day: date) -> None:
    """Runs the SQL that meetbot.toml gives that indicator, once. Raises DataError with its line where it can't run."""
    config = workspace.config
    now = read_at(warehouse.contents, today=day, zone=config.company.zone)
    scope = Scope(warehouse=warehouse, config=config, catalogue=catalogue_of(config), today=day, now=now)
    for definition in own_definitions(scope):
        if definition.id == kpi and (problem := refusal(definition, scope)):
            raise DataError(problem, place_of(workspace, location(kpi, config)), columns_hint(definition))


def _scope(workspace: Workspace, ports: KpiPorts, day: date | None) -> tuple[Scope, Sequence[Issue]]:
    config = workspace.config
    wanted = day or ports.clock().astimezone(config.company.zone).date()
    warehouse = ports.kpis.open(on=wanted)
    today, old = reference_day(warehouse.contents, wanted, config.company.zone)
    now = read_at(warehouse.contents, today=today, zone=config.company.zone)
    scope = Scope(warehouse=warehouse, config=config, catalogue=catalogue_of(config), today=today, now=now)
    return with_targets(scope), old


def _with_substitutes(only: Sequence[str], scope: Scope) -> set[str]:
    """The ids, and those of the indicators that may stand in their place."""
    found = {definition.fallback for kpi in only if (definition := scope.catalogue.get(kpi)) is not None}
    return {*only, *(name for name in found if name)}


def _known(kpi: str, workspace: Workspace) -> None:
    ids = [definition.id for definition in catalogue_of(workspace.config).definitions]
    if kpi not in ids:
        close = get_close_matches(kpi, ids, n=1)
        hint = f"Did you mean “{close[0]}”?" if close else f"Ids: {', '.join(ids)}."
        raise InputError(f"There is no indicator “{kpi}”.", "KPI", hint)

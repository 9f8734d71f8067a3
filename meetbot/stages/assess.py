"""What the figures say before the meeting: readings, the shared goal, the SLA, the funnel, what lacks follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from meetbot.config import Config, KpiConfig
from meetbot.model.base import Issue, Severity
from meetbot.model.crm import CrmTables
from meetbot.model.kpi import FollowUp, FunnelStep, Kpi, Period, Reading, SharedGoal, SlaAudit
from meetbot.stages.funnel import funnel
from meetbot.stages.goal import shared_goal
from meetbot.stages.judge import Figure, status, trend_between
from meetbot.stages.measure import CATALOGUE, Definition, cycle_days, measure, periods
from meetbot.stages.scope import Scope, read_at
from meetbot.stages.sla import audit
from meetbot.stages.stale import Rejection, StaleRecord, follow_up, rejections, stale_records
from meetbot.words import Words

SHOWN = 7
"""Few, strategic indicators: more than seven on the agenda are not discussed, only read."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The figures of one day. `readings` are at most seven, joint ones first; the others are in `annex`."""

    period: Period
    readings: tuple[Reading, ...] = ()
    annex: tuple[Reading, ...] = ()
    goal: SharedGoal | None = None
    sla: SlaAudit | None = None
    funnel: tuple[FunnelStep, ...] = ()
    stale: tuple[StaleRecord, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    follow_up: FollowUp | None = None
    issues: tuple[Issue, ...] = field(default=())

    def reading(self, kpi: str) -> Reading | None:
        """The reading of that indicator, shown or in the annex."""
        return next((r for r in (*self.readings, *self.annex) if r.kpi.id == kpi), None)


def assess(tables: CrmTables, config: Config, words: Words, *, today: date) -> Assessment:
    """The figures over the last full cadence before `today`, compared with the one before."""
    zone = config.company.zone
    scope = Scope(tables=tables, config=config, today=today, now=read_at(tables, today=today, zone=zone))
    issues = [*_unknown_kpis(config), *_dirt(scope)]
    sla = _sla(scope, words)
    readings = [_reading(definition, scope, sla, words) for definition in CATALOGUE.values()]
    shown, annex = _chosen(readings, config, issues)
    goal, problems = shared_goal(scope, words)
    stale, rejected = stale_records(scope), rejections(scope)
    return Assessment(
        period=scope.period,
        readings=shown,
        annex=annex,
        goal=goal,
        sla=_as_read(sla, readings),
        funnel=funnel(scope),
        stale=stale,
        rejected=rejected,
        follow_up=follow_up(scope, stale, rejected),
        issues=(*issues, *problems),
    )


def kpi_of(definition: Definition, config: Config, words: Words) -> Kpi:
    """The indicator as the workspace wants it: its own settings over the shipped ones."""
    own = _override(definition.id, config)
    target = {"sla_compliance": config.sla.target, "response_time": config.sla.first_contact_hours}.get(definition.id)
    departments = [config.roster.by_role(role) for role in definition.owners]
    return Kpi(
        id=definition.id,
        name=own.name or words(f"kpi.name.{definition.id}"),
        unit=definition.unit,
        direction=own.direction or definition.direction,
        target=target if own.target is None else own.target,
        tolerance=0.1 if own.tolerance is None else own.tolerance,
        minimum_n=own.minimum_n or definition.minimum_n,
        joint=definition.joint if own.joint is None else own.joint,
        owners=tuple(department.id for department in departments if department is not None),
        currency=config.company.currency if definition.unit == "money" else None,
    )


def _override(kpi: str, config: Config) -> KpiConfig:
    return next((own for own in config.kpis if own.id == kpi), KpiConfig(id=kpi))


def _reading(definition: Definition, scope: Scope, sla: SlaAudit | None, words: Words) -> Reading:
    period, before = periods(definition, scope)
    kpi = kpi_of(definition, scope.config, words)
    now = _figure(definition, scope, period, sla)
    previous = measure(definition, scope, before) if before is not None else Figure(value=None)
    if definition.id == "sla_compliance" and sla is not None:
        previous = Figure(value=sla.previous_compliance, n=sla.previous_judged)
    uses_leads = definition.id == "sla_compliance" or any(need.startswith("leads") for need in definition.needs)
    lacks_spend = now.missing == "spend"
    trend = trend_between(kpi, now, previous)
    return Reading(
        kpi=kpi,
        period=period,
        value=now.value,
        n=now.n,
        previous=previous.value,
        previous_period=before,
        previous_n=previous.n,
        trend=trend,
        status=status(kpi, value=now.value, n=now.n, trend=trend),
        missing=words(f"kpi.missing.{now.missing}") if now.missing else None,
        source=() if lacks_spend else (scope.lead_source if uses_leads else scope.deal_source),
        read_at=scope.now,
    )


def _figure(definition: Definition, scope: Scope, period: Period, sla: SlaAudit | None) -> Figure:
    if definition.id != "sla_compliance":
        return measure(definition, scope, period)
    if sla is None:
        return Figure(value=None, missing="leads")
    judged = sla.kept + sla.broken
    lacking = next(
        (name for name in ("score", "handed_at", "contacted_at") if name not in scope.tables.lead_fields), None
    )
    return Figure(value=sla.compliance, n=judged, missing=lacking or (None if judged else "cases"))


def _sla(scope: Scope, words: Words) -> SlaAudit | None:
    if not scope.tables.has_leads:
        return None
    found = audit(
        scope.tables,
        sla=scope.config.sla,
        period=scope.period,
        previous=scope.previous,
        now=scope.now,
        zone=scope.zone,
    )
    if found.missing is None:
        return found
    lacking = ", ".join(words(f"kpi.missing.{name}") for name in found.missing.split(", "))
    return found.model_copy(update={"missing": lacking})


def _as_read(sla: SlaAudit | None, readings: Sequence[Reading]) -> SlaAudit | None:
    """The audit with target and status of its reading, which the workspace may have set otherwise."""
    if sla is None:
        return None
    read = next(reading for reading in readings if reading.kpi.id == "sla_compliance")
    return sla.model_copy(update={"status": read.status, "target": read.kpi.target})


def _chosen(
    readings: Sequence[Reading], config: Config, issues: list[Issue]
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """At most seven: joint ones first, then those that the configuration names, then those that have a value."""
    named = {own.id for own in config.kpis}
    wanted = [reading for reading in readings if reading.kpi.joint or reading.kpi.id in named]
    if len(wanted) > SHOWN:
        message = f"{len(wanted)} indicators are wanted on the agenda; the last {len(wanted) - SHOWN} are in the annex."
        hint = f"Few indicators are discussed, many are only read: keep at most {SHOWN}."
        issues.append(_issue("warning", "meetbot.toml, key `kpis`", message, hint))

    def rank(reading: Reading) -> tuple[bool, bool, bool]:
        return not reading.kpi.joint, reading.kpi.id not in named, reading.value is None

    ranked = sorted(readings, key=rank)
    return tuple(ranked[:SHOWN]), tuple(ranked[SHOWN:])


def _unknown_kpis(config: Config) -> Iterable[Issue]:
    for index, own in enumerate(config.kpis):
        where = f"meetbot.toml, key `kpis.{index}`"
        if own.id not in CATALOGUE:
            known = ", ".join(CATALOGUE)
            yield _issue("warning", where, f'There is no indicator "{own.id}".', f"Known ids: {known}.")
        elif own.unit not in {None, CATALOGUE[own.id].unit}:
            message = f'"{own.id}" is measured in {CATALOGUE[own.id].unit}; the unit can\'t be changed.'
            yield _issue("warning", where, message, "Take `unit` out.")


def _dirt(scope: Scope) -> Iterable[Issue]:
    """What the rows hold that no figure may silently swallow."""
    tables, currency = scope.tables, scope.config.company.currency
    foreign = sorted({deal.currency for deal in tables.deals if deal.amount is not None and deal.currency} - {currency})
    if foreign:
        count = sum(deal.amount is not None and deal.currency in foreign for deal in tables.deals)
        message = f"{count} deal(s) in {', '.join(foreign)} are in no sum: only {currency} is added."
        yield _issue(
            "warning", _name(scope.deal_source), message, "Convert them in the CRM, or set `company.currency`."
        )
    unpriced = sum(deal.status != "lost" and deal.amount is None for deal in tables.deals)
    if unpriced and "amount" in tables.deal_fields:
        message = f"{unpriced} open or won deal(s) have no amount and add nothing to pipeline or revenue."
        yield _issue("warning", _name(scope.deal_source), message)
    backwards = sum(days < 0 for deal in tables.deals if (days := cycle_days(deal)) is not None)
    if backwards:
        message = f"{backwards} won deal(s) were closed before they were created; they are in no sales cycle."
        yield _issue("warning", _name(scope.deal_source), message)
    if tables.has_leads and "created_at" in tables.lead_fields:
        undated = sum(lead.created_at is None for lead in tables.leads)
        if undated:
            yield _issue("warning", _name(scope.lead_source), f"{undated} lead(s) have no date and are in no period.")


def _name(source: tuple[str, ...]) -> str:
    return source[0] if source else "[data]"


def _issue(severity: Severity, where: str, message: str, hint: str = "") -> Issue:
    return Issue(severity=severity, stage="assess", where=where, message=message, hint=hint)

"""What the figures say before the meeting: readings, goal, SLA, funnel, campaigns, and what lacks follow-up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from meetbot.config import Config
from meetbot.model.base import Issue, Severity
from meetbot.model.catalogue import Catalogue
from meetbot.model.kpi import Campaigns, FollowUp, FunnelStep, Period, Reading, SharedGoal, SlaAudit, SlaPromise
from meetbot.ports import Warehouse
from meetbot.stages.broken_sql import broken_sql
from meetbot.stages.campaigns import campaigns
from meetbot.stages.coverage import ended_early, told_spend
from meetbot.stages.explain import takes_deals_for_customers
from meetbot.stages.funnel import funnel
from meetbot.stages.goal import shared_goal
from meetbot.stages.readings import readings, standing_in
from meetbot.stages.scope import Scope, read_at
from meetbot.stages.sla import audit, audit_figures
from meetbot.stages.stale import follow_up, rejections, stale_records
from meetbot.stages.targets import with_targets
from meetbot.words import Words

SHOWN = 7
"""Few, strategic indicators: more than seven on the agenda are not discussed, only read."""
_URGENCY = {"red": 0, "amber": 1, "grey": 2, "green": 2}
_CURRENCIES = 5


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The figures of one day. `readings` are at most seven, joint ones first; the others are in `annex`."""

    period: Period
    readings: tuple[Reading, ...] = ()
    annex: tuple[Reading, ...] = ()
    goal: SharedGoal | None = None
    sla: SlaAudit | None = None
    funnel: tuple[FunnelStep, ...] = ()
    campaigns: Campaigns | None = None
    follow_up: FollowUp | None = None
    issues: tuple[Issue, ...] = field(default=())

    def reading(self, kpi: str) -> Reading | None:
        """The reading of that indicator, shown or in the annex."""
        return next((r for r in (*self.readings, *self.annex) if r.kpi.id == kpi), None)


def assess(
    warehouse: Warehouse,
    config: Config,
    words: Words,
    *,
    catalogue: Catalogue,
    today: date,
    promises: Sequence[SlaPromise] = (),
) -> Assessment:
    """The figures over the last full cadence before `today`, compared with the one before.

    `promises` are what earlier meetings said about the SLA. What the tables hold that no figure may silently swallow,
    and what became of the files, is told in `issues`.
    """
    now = read_at(warehouse.contents, today=today, zone=config.company.zone)
    scope = with_targets(Scope(warehouse=warehouse, config=config, catalogue=catalogue, today=today, now=now))
    found = readings(scope, words, audit=audit_figures(scope))
    shown, annex = _chosen(_once(found, scope), scope)
    goal, problems = shared_goal(scope, words)
    steps = funnel(scope)
    return Assessment(
        period=scope.period,
        readings=shown,
        annex=annex,
        goal=goal,
        sla=_as_read(audit(scope, words, promises=promises), found),
        funnel=steps,
        campaigns=campaigns(scope, words),
        follow_up=follow_up(scope, stale_records(scope), rejections(scope)),
        issues=(
            *warehouse.contents.issues,
            *_too_many(found, config),
            *_dirt(scope),
            *_bulk(steps),
            *_failed(found, scope),
            *problems,
        ),
    )


def deviates(reading: Reading) -> bool:
    """Whether it deserves to be spoken about: off its target, or worse than before by more than chance."""
    return reading.status in {"red", "amber"} or reading.trend == "worse"


def _as_read(sla: SlaAudit | None, found: Sequence[Reading]) -> SlaAudit | None:
    """The audit with target and status of its reading, which the workspace may have set otherwise."""
    read = next((reading for reading in found if reading.kpi.id == "sla_compliance"), None)
    if sla is None or read is None or read.kpi.target is None:
        return sla
    return sla.model_copy(update={"status": read.status, "target": read.kpi.target})


def _chosen(found: Sequence[Reading], scope: Scope) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """At most seven: joint ones, then what deviates, then what the configuration names, then what has a value.

    A joint indicator that can't be calculated stays: that it is lacking is worth saying. The same figure under a second
    name (a step of the funnel that is a joint indicator too) does not take a place.
    """
    named = {own.id for own in scope.config.kpis}
    twins = _twins(found, scope)

    def rank(reading: Reading) -> tuple[bool, bool, bool, int, bool, bool]:
        kpi = reading.kpi
        urgency = _URGENCY[reading.status]
        return (
            not kpi.joint,
            kpi.id in twins,
            not deviates(reading),
            urgency,
            kpi.id not in named,
            reading.value is None,
        )

    ranked = sorted(found, key=rank)
    places = {reading.kpi.id: place for place, reading in enumerate(found)}
    joint = sorted((r for r in ranked[:SHOWN] if r.kpi.joint), key=lambda reading: places[reading.kpi.id])
    others = [reading for reading in ranked[:SHOWN] if not reading.kpi.joint]
    return (*joint, *others), tuple(sorted(ranked[SHOWN:], key=lambda reading: places[reading.kpi.id]))


def _twins(found: Sequence[Reading], scope: Scope) -> set[str]:
    """The ids of indicators that count exactly what an earlier one, or a joint one, counts."""
    seen: dict[Any, str] = {}
    twins = set()
    for reading in sorted(found, key=lambda reading: not reading.kpi.joint):
        definition = scope.catalogue.get(reading.kpi.id)
        if definition is None or definition.numerator is None:
            continue
        counted = (definition.numerator, definition.denominator, reading.period)
        if seen.setdefault(counted, reading.kpi.id) != reading.kpi.id:
            twins.add(reading.kpi.id)
    return twins


def _once(found: Sequence[Reading], scope: Scope) -> tuple[Reading, ...]:
    """The readings without a figure's second name, which would show it in another colour.

    One that the workspace names, or agrees a target for, is wanted.
    """
    unwanted = _twins(found, scope) - {own.id for own in scope.config.kpis}
    return tuple(reading for reading in found if reading.kpi.id not in unwanted or reading.kpi.target is not None)


def _failed(found: Sequence[Reading], scope: Scope) -> Iterable[Issue]:
    """What the database said of each indicator that it could not compute: too much for a document, not for a user."""
    without = (scope.catalogue.get(reading.kpi.id) for reading in found if reading.value is None)
    yield from broken_sql(scope, [definition for definition in without if definition is not None])


def _too_many(found: Sequence[Reading], config: Config) -> Iterable[Issue]:
    named = {own.id for own in config.kpis}
    wanted = sum(reading.kpi.joint or reading.kpi.id in named for reading in found)
    if wanted > SHOWN:
        message = f"{wanted} indicators are wanted on the agenda; {wanted - SHOWN} or more of them are in the annex."
        hint = f"Few indicators are discussed, many are only read: keep at most {SHOWN}."
        yield _issue("warning", "meetbot.toml, key `kpis`", message, hint)


def _dirt(scope: Scope) -> Iterable[Issue]:
    """What the rows hold that no figure may silently swallow."""
    for table in ("deals", "spend"):
        if scope.contents.has(table, "amount", "currency"):
            yield from _foreign(table, scope)
    for platform, last in ended_early(told_spend(scope), scope):
        message = f'The spend of "{platform}" ends on {last}, that of other platforms goes on: costs may be too low.'
        yield _issue("warning", _source(scope, "spend"), message, "Add its newest report, unless it was stopped then.")
    if scope.contents.has("deals", "status"):
        yield from _deals(scope)
    if costly := [d.id for d in standing_in(scope) if takes_deals_for_customers(d, scope)]:
        message = f"The deals name no customer: each won deal counts as a new customer in {', '.join(costly)}."
        hint = "Export the company of each deal; who buys again is then counted once, and costs are higher."
        yield _issue("warning", _source(scope, "deals"), message, hint)
    if scope.contents.has("leads", "created_at"):
        undated = scope.warehouse.query("SELECT count(*) FROM leads WHERE created_at IS NULL")[0][0]
        if undated:
            yield _issue("warning", _source(scope, "leads"), f"{undated} lead(s) have no date and are in no period.")


def _foreign(table: str, scope: Scope) -> Iterable[Issue]:
    """Amounts in other currencies: named one by one, added to nothing."""
    sql = f"""
        SELECT currency, count(*), sum(amount) FROM {table}
        WHERE amount IS NOT NULL AND currency <> :currency GROUP BY currency ORDER BY 2 DESC, 1
    """  # noqa: S608 - our own tables
    found = scope.warehouse.query(sql, scope.parameters())
    if not found:
        return
    own, count = scope.config.company.currency, sum(row[1] for row in found)
    sums = [f"{currency} {amount:,.2f} ({n})" for currency, n, amount in found[:_CURRENCIES]]
    more = f" and {len(found) - _CURRENCIES} more currencies" if len(found) > _CURRENCIES else ""
    rows = "deal(s)" if table == "deals" else "day(s) of spend"
    message = f"{count} {rows} in other currencies are in no sum, only {own} is added: {', '.join(sums)}{more}."
    yield _issue(
        "warning", _source(scope, table), message, "Convert them before the export, or set `company.currency`."
    )


def _deals(scope: Scope) -> Iterable[Issue]:
    sql = """
        SELECT count(*) FILTER (WHERE status <> 'lost' AND amount IS NULL),
          count(*) FILTER (WHERE status = 'won' AND closed_at < created_at) FROM deals
    """
    unpriced, backwards = scope.warehouse.query(sql)[0]
    where = _source(scope, "deals")
    if unpriced and scope.contents.has("deals", "amount"):
        message = f"{unpriced} open or won deal(s) have no amount and add nothing to pipeline or revenue."
        yield _issue("warning", where, message)
    if backwards:
        message = f"{backwards} won deal(s) were closed before they were created; they are in no sales cycle."
        yield _issue("warning", where, message)


def _bulk(steps: Sequence[FunnelStep]) -> Iterable[Issue]:
    """Loads that the funnel's rates leave out; a load shows in every step whose stage it was given."""
    for step in steps:
        if step.left_out and step.rate_period is not None:
            days = f"{step.rate_period.start} to {step.rate_period.end}"
            message = f"{step.left_out} record(s) came in one load ({days}); they are in no rate into {step.stage}."
            yield _issue("info", step.source[0] if step.source else "[data]", message)


def _source(scope: Scope, table: str) -> str:
    return next(iter(scope.contents.sources(table)), "[data]")


def _issue(severity: Severity, where: str, message: str, hint: str = "") -> Issue:
    return Issue(severity=severity, stage="assess", where=where, message=message, hint=hint)

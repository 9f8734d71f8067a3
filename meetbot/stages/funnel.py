"""The funnel: how many entered each stage, what share went on in time, and the one step that breaks."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Any, Literal

from meetbot.model.crm import TableName
from meetbot.model.kpi import FunnelStep
from meetbot.stages.comparable import usual_at_most
from meetbot.stages.judge import rate_signal
from meetbot.stages.scope import Scope, earlier

Stage = Literal["lead", "mql", "sql", "opportunity", "won"]
STAGES: tuple[Stage, ...] = ("lead", "mql", "sql", "opportunity", "won")

WINDOW_DAYS = 28
BASELINE_DAYS = 56
"""A month against the two months before it: weekly cohorts of a mid-sized company are too small to compare."""
MATURITY_DAYS: dict[Stage, int] = {"mql": 7, "sql": 7, "opportunity": 14, "won": 60}
"""How long a member has for the step; who has had less time is not judged, so that a young cohort never reads as a
drop. A week for what marketing and the first contact decide, two months for a B2B sale."""
MINIMUM_N = 20
_BREAK_SIGNAL = 3.0
"""Standard errors: four steps are asked every week of the year. Measured on 480 seeded histories (tests/histories.py,
other seeds than the test's): of 96 in which a step passes 42 % of before 95 were named, and no other step in any."""
_BREAK_SHARE = 0.8
"""With thousands of members a step can be surely worse by next to nothing; a break loses a fifth."""
_PRIOR_WEEKS = 7
_WEEK_DAYS = 7

_DATES: Mapping[Stage, tuple[str, str]] = {
    "mql": ("created_at", "mql_at"),
    "sql": ("mql_at", "sql_at"),
    "opportunity": ("sql_at", "opportunity_at"),
    "won": ("opportunity_at", "customer_at"),
}
_COUNTED: Mapping[Stage, str] = {
    "lead": "created_at",
    **{stage: dates[1] for stage, dates in _DATES.items()},
}


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Of those that entered a stage in one stretch of days, how many reached the next one in time, by week.

    `bulk` were left out: they came in one load, which is no week's work.
    """

    weeks: tuple[tuple[int, int], ...] = ()
    bulk: int = 0

    @property
    def entered(self) -> int:
        """How many entered."""
        return sum(entered for entered, _ in self.weeks)

    @property
    def reached(self) -> int:
        """How many of them went on in time."""
        return sum(reached for _, reached in self.weeks)

    @property
    def rate(self) -> float | None:
        """The share that went on; null when none entered."""
        return self.reached / self.entered if self.entered else None

    @property
    def spread(self) -> float:
        """By how much its weeks differ more than chance lets them; ≥ 1.

        Pearson's chi-square a degree of freedom, drawn towards 1 by as many again: eight weeks alone tell it badly.
        """
        rate = self.rate
        weeks = [week for week in self.weeks if week[0]]
        if rate is None or not 0 < rate < 1:
            return 1.0
        squares = sum((reached - n * rate) ** 2 / (n * rate * (1 - rate)) for n, reached in weeks)
        return max(1.0, (squares + _PRIOR_WEEKS) / (len(weeks) - 1 + _PRIOR_WEEKS))


def funnel(scope: Scope) -> tuple[FunnelStep, ...]:
    """The five steps; () without any data. At most one step breaks.

    `count` is over the last four weeks; `rate` is the cohort's: of those that entered the stage before in
    `rate_period`, the share that came on within `within_days`. Without stage dates it is a snapshot's: how far the
    leads of the last four weeks have come by now, which compares with no other window. A step that is counted from one
    table while only another knows who passed has no rate.
    """
    counts, found, reached = _counts(scope), _passages(scope), _reached(scope)
    steps = tuple(_step(stage, scope, counts, found, reached) for stage in STAGES)
    if all(step.count is None for step in steps):
        return ()
    drops = {stage: z for stage, pair in found.items() if (z := drop(*pair)) >= _BREAK_SIGNAL}
    worst = max(drops, key=lambda stage: drops[stage], default=None)
    return tuple(step.model_copy(update={"breaks": step.stage == worst}) for step in steps)


def drop(now: Passage, before: Passage) -> float:
    """Standard errors by which fewer pass now; 0 for small samples and for less than a fifth lost.

    The error is the binomial one, widened where the weeks before differ more among each other than chance explains.
    """
    if min(now.entered, before.entered) < MINIMUM_N or now.rate is None or before.rate is None:
        return 0.0
    if now.rate > before.rate * _BREAK_SHARE:
        return 0.0
    return -rate_signal(now.rate, now.entered, before.rate, before.entered) / sqrt(before.spread)


def stage_rank(text: str | None) -> int:
    """How far a lead came by the CRM's word for its stage: 0 lead … 4 won."""
    folded = (text or "").casefold()
    patterns = (
        r"\b(customer|cliente|won|ganad[oa]|evangelist\w*)\b",
        r"\b(opportunity|oportunidad|propuesta|negociaci[oó]n)\b",
        r"\bsql\b|sales qualified|por ventas",
        r"\bmql\b|marketing qualified|por (marketing|mercadeo)",
    )
    return next((4 - index for index, pattern in enumerate(patterns) if re.search(pattern, folded)), 0)


def _step(
    stage: Stage,
    scope: Scope,
    counts: Mapping[Stage, tuple[TableName, int]],
    found: Mapping[Stage, tuple[Passage, Passage]],
    reached: Sequence[int] | None,
) -> FunnelStep:
    rank, window = STAGES.index(stage), scope.window(WINDOW_DAYS)
    table, count = counts.get(stage, ("leads", reached[rank] if reached else None))
    step = FunnelStep(stage=stage, count=count, period=window, source=scope.contents.sources(table), read_at=scope.now)
    if stage in found:
        now, before = found[stage]
        rated = scope.window(WINDOW_DAYS, ended=MATURITY_DAYS[stage])
        return step.model_copy(
            update={
                "rate": now.rate,
                "previous_rate": before.rate,
                "n": now.entered,
                "previous_n": before.entered,
                "rate_period": rated,
                "previous_period": earlier(rated, BASELINE_DAYS),
                "within_days": MATURITY_DAYS[stage],
                "left_out": now.bulk,
            }
        )
    # A count that comes from dates or from the deals is of others than those that the leads' stage tells of.
    if reached is None or rank == 0 or stage in counts:
        return step
    entered = reached[rank - 1]
    rate = reached[rank] / entered if entered else None
    return step.model_copy(update={"rate": rate, "n": entered, "rate_period": window})


def _counts(scope: Scope) -> dict[Stage, tuple[TableName, int]]:
    """How many entered each stage in the last four weeks, and the table that knows it."""
    contents = scope.contents
    places: dict[Stage, tuple[TableName, str]] = {}
    for stage, field in _COUNTED.items():
        if contents.has("leads", field):
            places[stage] = ("leads", field)
    if contents.has("deals", "created_at"):
        places.setdefault("opportunity", ("deals", "created_at"))
    if contents.has("deals", "closed_at", "status"):
        places["won"] = ("deals", "closed_at")
    if not places:
        return {}
    sql = " UNION ALL ".join(_count_sql(stage, *place) for stage, place in places.items())
    found = dict(scope.warehouse.query(sql, scope.parameters(scope.window(WINDOW_DAYS))))
    return {stage: (table, int(found[stage])) for stage, (table, _) in places.items()}


def _count_sql(stage: Stage, table: TableName, field: str) -> str:
    won = " AND status = 'won'" if table == "deals" and stage == "won" else ""
    return f"SELECT CAST('{stage}' AS varchar), count(*) FROM {table} WHERE {field} >= :start AND {field} < :end{won}"  # noqa: S608 - names of our own tables and columns


def _passages(scope: Scope) -> dict[Stage, tuple[Passage, Passage]]:
    """Each step into a stage, in the window and in the baseline before it; none where the export lacks its dates."""
    selects: list[str] = []
    parameters = scope.parameters()
    for stage in STAGES[1:]:
        if select := _passage_sql(stage, scope):
            selects.append(select)
            parameters |= _bounds(stage, scope)
    days: defaultdict[Stage, list[tuple[Any, ...]]] = defaultdict(list)
    if selects:
        ordered = f"SELECT * FROM ({' UNION ALL '.join(selects)}) AS days ORDER BY 1, 2, 3"  # noqa: S608 - our own SQL
        for stage, *row in scope.warehouse.query(ordered, parameters):
            days[stage].append(tuple(row))
    return {stage: _passage_pair(days[stage]) for stage in STAGES[1:] if f"{stage}_end" in parameters}


def _passage_sql(stage: Stage, scope: Scope) -> str | None:
    """By day, counted back from the window's end: how many entered, and how many of them came on in time."""
    contents, (entered, next_at) = scope.contents, _DATES[stage]
    table, came = "leads", f"{next_at} IS NOT NULL"
    if stage == "won" and contents.has("deals", "created_at", "closed_at", "status"):
        table, entered, next_at, came = "deals", "created_at", "closed_at", "status = 'won'"
    elif not contents.has("leads", entered, next_at):
        return None
    return f"""
        SELECT CAST('{stage}' AS varchar) AS stage, {entered} >= :{stage}_now AS present,
          CAST(floor(extract(epoch FROM CAST(:{stage}_end AS timestamp) - {entered}) / 86400) AS integer) AS age,
          count(*) AS entered,
          count(*) FILTER (WHERE {came} AND {next_at} <= {entered} + interval '{MATURITY_DAYS[stage]} days') AS reached
        FROM {table} WHERE {entered} >= :{stage}_start AND {entered} < :{stage}_end AND {entered} <= :{stage}_mature
        GROUP BY 1, 2, 3
    """  # noqa: S608 - names of our own tables and columns


def _bounds(stage: Stage, scope: Scope) -> dict[str, Any]:
    days = MATURITY_DAYS[stage]
    window = scope.window(WINDOW_DAYS, ended=days)
    return {
        f"{stage}_start": scope.utc(earlier(window, BASELINE_DAYS).start),
        f"{stage}_now": scope.utc(window.start),
        f"{stage}_end": scope.utc(window.end),
        f"{stage}_mature": scope.parameters()["as_of"] - timedelta(days=days),
    }


def _passage_pair(days: Sequence[tuple[Any, ...]]) -> tuple[Passage, Passage]:
    """Window and baseline from (is in the window, days before its end, entered, reached), without bulk loads."""
    most = usual_at_most([entered for _, _, entered, _ in days])
    weeks: dict[bool, defaultdict[int, list[int]]] = {
        True: defaultdict(lambda: [0, 0]),
        False: defaultdict(lambda: [0, 0]),
    }
    bulk = {True: 0, False: 0}
    for present, age, entered, reached in days:
        if entered > most:
            bulk[present] += entered
            continue
        week = weeks[present][age // _WEEK_DAYS]
        week[0] += entered
        week[1] += reached
    now, before = (
        Passage(weeks=tuple((entered, reached) for entered, reached in weeks[present].values()), bulk=bulk[present])
        for present in (True, False)
    )
    return now, before


def _reached(scope: Scope) -> tuple[int, ...] | None:
    """How many of the last four weeks' leads have come at least that far, by the CRM's word for their stage."""
    if not scope.contents.has("leads", "stage", "created_at"):
        return None
    sql = "SELECT stage, count(*) FROM leads WHERE created_at >= :start AND created_at < :end GROUP BY stage"
    found = scope.warehouse.query(sql, scope.parameters(scope.window(WINDOW_DAYS)))
    ranked = [(stage_rank(stage), count) for stage, count in found]
    return tuple(sum(count for rank, count in ranked if rank >= least) for least in range(len(STAGES)))

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from warehouses import warehouse_of

from meetbot.config import CompanyConfig, Config
from meetbot.model.catalogue import Catalogue
from meetbot.model.company import Department
from meetbot.model.kpi import FunnelStep, Period
from meetbot.stages.funnel import Passage, drop, funnel, stage_rank
from meetbot.stages.scope import Scope

ZONE = ZoneInfo("America/Bogota")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
FIELDS = ("created_at", "mql_at", "sql_at", "opportunity_at", "customer_at", "stage")
CONFIG = Config(
    company=CompanyConfig(name="Ejemplo", locale="es-CO", timezone="America/Bogota", currency="COP"),
    departments=(Department(id="m", name="Mercadeo", role="marketing"),),
)
Row = Mapping[str, Any]


def scope(
    leads: Sequence[Row] | None = None,
    deals: Sequence[Row] | None = None,
    *,
    fields: Sequence[str] = FIELDS,
    now: datetime = NOW,
) -> Scope:
    """These rows, exported on the evening of the 22nd."""
    tables: dict[str, Any] = {}
    if leads is not None:
        tables["leads"] = leads
    if deals is not None:
        tables["deals"] = deals
    known = {"leads": fields, "deals": ("created_at", "closed_at", "status")}
    warehouse = warehouse_of(as_of=now, fields=known, **tables)
    return Scope(warehouse=warehouse, config=CONFIG, catalogue=Catalogue(), today=TODAY, now=now)


def steps(found: tuple[FunnelStep, ...]) -> dict[str, FunnelStep]:
    """The steps by the stage that they lead into."""
    return {step.stage: step for step in found}


def entering(days: Sequence[int], *, passing: int = 0, after: int = 2) -> list[Row]:
    """MQLs of so many days before NOW; the first `passing` of them were accepted two days after."""
    rows: list[Row] = []
    for number, ago in enumerate(days):
        at = NOW - timedelta(days=ago)
        accepted = at + timedelta(days=after) if number < passing else None
        rows.append({"id": str(number), "created_at": at, "mql_at": at, "sql_at": accepted})
    return rows


def test_funnel_young_members_are_not_judged() -> None:
    """MQLs of the last week have had no week yet: that none of them is SQL breaks nothing."""
    old = entering([ago for ago in range(8, 90) for _ in range(2)], passing=164)
    young = entering([ago for ago in range(7) for _ in range(20)])
    step = steps(funnel(scope([*old, *young])))["sql"]
    assert (step.rate, step.breaks, step.within_days) == (1.0, False, 7)


def test_funnel_maturity_counts_back_from_the_export() -> None:
    """Who had less than a week when the export was made is not judged, even where the meeting is later."""
    late_export = NOW - timedelta(days=3)
    rows = entering([7, 8, 9, 10, 11], passing=0)
    assert steps(funnel(scope(rows)))["sql"].n == 5
    assert steps(funnel(scope(rows, now=late_export)))["sql"].n == 2


def test_funnel_late_arrivals_do_not_count_in_either_window() -> None:
    """Who took longer than the step's week is not counted, now or before; exactly a week is in time."""
    rows = entering([60] * 10, passing=10, after=7) + entering([60] * 10, passing=10, after=8)
    rows += entering([20] * 4, passing=4, after=7) + entering([20] * 4, passing=4, after=8)
    step = steps(funnel(scope(rows)))["sql"]
    assert (step.previous_rate, step.previous_n, step.rate, step.n) == (0.5, 20, 0.5, 8)


def test_funnel_windows_end_with_the_steps_own_time() -> None:
    """Counts over the last four weeks; rates over four weeks whose members have had their time, and eight before."""
    step = steps(funnel(scope(entering([9]))))["sql"]
    assert step.period == Period(start=date(2026, 10, 26), end=TODAY)
    assert step.rate_period == Period(start=date(2026, 10, 19), end=date(2026, 11, 16))
    assert step.previous_period == Period(start=date(2026, 8, 24), end=date(2026, 10, 19))
    assert (step.source, step.read_at) == (("leads.csv",), NOW)


def test_funnel_too_few_is_no_break() -> None:
    """Nineteen members are too few to name a step; twenty are enough."""
    before = [ago for ago in range(40, 90) for _ in range(2)]
    rows = entering(before, passing=len(before))
    few = steps(funnel(scope([*rows, *entering([20] * 19)])))["sql"]
    assert (few.rate, few.previous_rate, few.n, few.breaks) == (0.0, 1.0, 19, False)
    assert steps(funnel(scope([*rows, *entering([20] * 20)])))["sql"].breaks


def test_funnel_a_bulk_load_is_in_no_rate() -> None:
    """Four hundred old contacts loaded on one day count as leads; that day is in no rate and breaks nothing."""
    rows: list[Row] = []
    for ago in range(8, 92):
        for number in range(6):
            at = NOW - timedelta(days=ago)
            rows.append({"id": f"{ago}-{number}", "created_at": at, "mql_at": at if number < 3 else None})
    load = [{"id": f"i{number}", "created_at": NOW - timedelta(days=12)} for number in range(400)]
    step = steps(funnel(scope([*rows, *load])))
    assert (step["mql"].rate, step["mql"].left_out, step["mql"].breaks) == (0.5, 406, False)
    assert step["lead"].count == 400 + 6 * 20


def test_funnel_weeks_that_always_differ_make_no_break() -> None:
    """Where the share swings between nothing and all from week to week, a low month is not beyond chance."""
    steady = Passage(weeks=((50, 25),) * 8)
    swinging = Passage(weeks=((50, 0), (50, 50)) * 4)
    low = Passage(weeks=((50, 15),) * 4)
    assert drop(low, steady) > 3
    assert 0 < drop(low, swinging) < 1


def test_funnel_a_small_loss_is_no_break_however_sure() -> None:
    """Ten thousand members prove a loss of a tenth, but nobody need stop a meeting for it."""
    assert drop(Passage(weeks=((10_000, 4500),)), Passage(weeks=((10_000, 5000),))) == 0
    assert drop(Passage(weeks=((10_000, 3900),)), Passage(weeks=((10_000, 5000),))) > 3


def test_funnel_one_step_at_most_breaks() -> None:
    """Two steps got worse: the one that did by more is named."""
    rows: list[Row] = []
    for ago in range(8, 92):
        at = NOW - timedelta(days=ago)
        for number in range(20):
            mql = number < (6 if ago <= 35 else 12)
            sql = mql and number < (1 if ago <= 35 else 8)
            rows.append({"id": "x", "created_at": at, "mql_at": at if mql else None, "sql_at": at if sql else None})
    found = funnel(scope(rows))
    assert [step.stage for step in found if step.breaks] == ["sql"]


def test_funnel_wins_come_from_the_deals() -> None:
    """The last step is the deals' own: created, and won within two months."""
    created = NOW - timedelta(days=80)
    deals = [
        {"id": "1", "created_at": created, "closed_at": created + timedelta(days=30), "status": "won"},
        {"id": "2", "created_at": created, "closed_at": created + timedelta(days=30), "status": "lost"},
        {"id": "3", "created_at": created, "closed_at": created + timedelta(days=300), "status": "open"},
        {"id": "4", "created_at": NOW, "closed_at": NOW, "status": "won"},
    ]
    found = funnel(scope(None, deals))
    assert [step.count for step in found] == [None, None, None, 1, 1]
    won = steps(found)["won"]
    assert (won.rate, won.n, won.source) == (1 / 3, 3, ("deals.csv",))


def test_funnel_wins_come_from_the_leads_without_deals() -> None:
    """Without deals the customer's date counts."""
    then = NOW - timedelta(days=70)
    leads = [{"id": "1", "created_at": then, "opportunity_at": then, "customer_at": then + timedelta(days=50)}]
    assert steps(funnel(scope(leads)))["won"].rate == 1.0


def test_funnel_without_stage_dates_shows_where_leads_are_now() -> None:
    """A plain export has only the present stage: shares as of today, compared with nothing."""
    at = NOW - timedelta(days=3)
    words = ("Lead", "MQL", "Lead calificado por ventas", "Oportunidad", "Cliente", None)
    leads = [{"id": str(stage), "created_at": at, "stage": stage} for stage in words]
    found = funnel(scope(leads, fields=("created_at", "stage")))
    assert [step.count for step in found] == [6, 4, 3, 2, 1]
    assert [step.rate for step in found] == [None, 4 / 6, 0.75, 2 / 3, 0.5]
    assert not any(step.breaks or step.previous_rate is not None or step.within_days for step in found)
    assert steps(found)["mql"].rate_period == steps(found)["mql"].period


def test_funnel_a_step_without_its_date_has_no_rate() -> None:
    """Opportunities counted from the deals are no pass of leads whose export has no date of them: not 0 %, unknown."""
    at = NOW - timedelta(days=20)
    leads = [{"id": str(number), "created_at": at, "mql_at": at, "sql_at": at, "stage": "SQL"} for number in range(18)]
    deals = [{"id": str(number), "created_at": at, "status": "open"} for number in range(21)]
    found = steps(funnel(scope(leads, deals, fields=("created_at", "mql_at", "sql_at", "stage"))))
    assert (found["sql"].rate, found["sql"].n) == (1.0, 18)
    step = found["opportunity"]
    assert (step.count, step.rate, step.n, step.rate_period, step.source) == (21, None, None, None, ("deals.csv",))


def test_funnel_without_data_is_empty() -> None:
    """Nothing known, nothing shown; nobody in a stage is no rate."""
    assert funnel(scope()) == ()
    assert funnel(scope([], fields=())) == ()
    found = steps(funnel(scope([], fields=("created_at",))))
    assert (found["lead"].count, found["mql"].count, found["mql"].rate) == (0, None, None)
    empty = steps(funnel(scope([], fields=("created_at", "stage", "mql_at"))))
    assert (empty["mql"].rate, empty["mql"].n, empty["sql"].rate) == (None, 0, None)


def test_funnel_same_rows_in_any_order_same_steps() -> None:
    """The order of the rows decides nothing."""
    rows = entering([ago for ago in range(8, 90) for _ in range(3)], passing=100)
    shuffled = rows[:]
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert funnel(scope(rows)) == funnel(scope(shuffled))


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Lead", 0),
        (None, 0),
        ("Suscriptor", 0),
        ("Lead calificado por mercadeo", 1),
        ("Marketing Qualified Lead", 1),
        ("SALES QUALIFIED LEAD", 2),
        ("Oportunidad", 3),
        ("Cliente", 4),
    ],
)
def test_stage_rank_of_the_crms_words(text: str | None, rank: int) -> None:
    """Lifecycle stages in both languages."""
    assert stage_rank(text) == rank

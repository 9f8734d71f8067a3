import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetbot.config import CompanyConfig, Config
from meetbot.model.company import Department
from meetbot.model.crm import CrmTables, Deal, Lead
from meetbot.stages.funnel import funnel, passages, stage_rank
from meetbot.stages.scope import Scope

ZONE = ZoneInfo("America/Bogota")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 20, tzinfo=ZONE)
FIELDS = frozenset({"created_at", "mql_at", "sql_at", "opportunity_at", "customer_at", "stage"})
CONFIG = Config(
    company=CompanyConfig(name="Ejemplo", locale="es-CO", timezone="America/Bogota", currency="COP"),
    departments=(Department(id="m", name="Mercadeo", role="marketing"),),
)


def scope(
    leads: list[Lead], deals: list[Deal] | None = None, *, fields: frozenset[str] = FIELDS, has_deals: bool = False
) -> Scope:
    """These rows, exported on the evening of the 22nd."""
    tables = CrmTables(
        leads=tuple(leads),
        deals=tuple(deals or ()),
        has_leads=True,
        has_deals=has_deals,
        lead_fields=fields,
        deal_fields=frozenset({"created_at", "closed_at", "status"}) if has_deals else frozenset(),
    )
    return Scope(tables=tables, config=CONFIG, today=TODAY, now=NOW)


def seeded(seed: int) -> random.Random:
    """Chance that repeats."""
    return random.Random(seed)  # noqa: S311  a history, not a secret


def history(chance: random.Random, *, rates: tuple[float, float, float], broken_step: int | None = None) -> list[Lead]:
    """Fourteen weeks of 40 leads; `broken_step` (0 lead to MQL, 1 MQL to SQL, 2 SQL on) passes a third of before."""
    leads: list[Lead] = []
    for days in range(98, 0, -1):
        for _ in range(6):
            created = datetime(2026, 11, 23, 9, tzinfo=ZONE) - timedelta(days=days)
            times: list[datetime | None] = [created]
            for step, rate in enumerate(rates):
                share = rate / 3 if step == broken_step and days <= 42 else rate
                last = times[-1]
                reached = last is not None and chance.random() < share
                times.append(last + timedelta(days=chance.randint(0, 5)) if last and reached else None)
            known = [time if time is not None and time <= NOW else None for time in times]
            leads.append(
                Lead(
                    id=str(len(leads)),
                    created_at=known[0],
                    mql_at=known[1],
                    sql_at=known[2],
                    opportunity_at=known[3],
                )
            )
    return leads


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("step", "stage"), [(0, "mql"), (1, "sql"), (2, "opportunity")])
def test_funnel_names_the_step_that_breaks(seed: int, step: int, stage: str) -> None:
    """In seeded histories in which one step passes a third of before, that step and no other is named."""
    leads = history(seeded(seed), rates=(0.6, 0.6, 0.7), broken_step=step)
    assert [found.stage for found in funnel(scope(leads)) if found.breaks] == [stage]


def test_funnel_false_alarms_are_rare() -> None:
    """In forty seeded histories in which nothing changes at most three are alarmed (5 % are due to chance)."""
    alarms = sum(
        any(step.breaks for step in funnel(scope(history(seeded(seed), rates=(0.5, 0.45, 0.6)))))
        for seed in range(100, 140)
    )
    assert alarms <= 3


def test_funnel_young_members_are_not_judged() -> None:
    """MQLs of the last week have had no week yet: that none of them is SQL breaks nothing."""
    old = [NOW - timedelta(days=days) for days in range(8, 90) for _ in range(2)]
    leads = [Lead(id=f"o{n}", created_at=at, mql_at=at, sql_at=at + timedelta(days=2)) for n, at in enumerate(old)]
    young = [NOW - timedelta(days=days) for days in range(7) for _ in range(20)]
    leads += [Lead(id=f"y{n}", created_at=at, mql_at=at) for n, at in enumerate(young)]
    step = funnel(scope(leads))[2]
    assert (step.stage, step.rate, step.breaks) == ("sql", 1.0, False)


def test_funnel_late_arrivals_do_not_count_in_either_window() -> None:
    """Who took longer than the step's week is not counted, now or before: both windows had the same time."""
    entered = NOW - timedelta(days=60)
    leads = [Lead(id=str(n), created_at=entered, mql_at=entered, sql_at=entered + timedelta(days=n)) for n in range(20)]
    found = passages("sql", scope(leads))
    assert found is not None
    assert (found[1].entered, found[1].reached) == (20, 8)


def test_funnel_too_few_is_no_break() -> None:
    """Nineteen members are too few to name a step."""
    now, before = NOW - timedelta(days=20), NOW - timedelta(days=70)
    leads = [Lead(id=f"n{n}", created_at=now, mql_at=now) for n in range(19)]
    leads += [Lead(id=f"b{n}", created_at=before, mql_at=before, sql_at=before) for n in range(60)]
    step = funnel(scope(leads))[2]
    assert (step.rate, step.previous_rate, step.n, step.breaks) == (0.0, 1.0, 19, False)


def test_funnel_wins_come_from_the_deals() -> None:
    """The last step is the deals' own: created, and won within two months."""
    created = NOW - timedelta(days=80)
    deals = [
        Deal(id="1", created_at=created, closed_at=created + timedelta(days=30), status="won"),
        Deal(id="2", created_at=created, closed_at=created + timedelta(days=30), status="lost"),
        Deal(id="3", created_at=created, closed_at=created + timedelta(days=300), status="open"),
        Deal(id="4", created_at=NOW, closed_at=NOW, status="won"),
    ]
    steps = funnel(scope([], deals, fields=frozenset(), has_deals=True))
    assert [step.count for step in steps] == [None, None, None, 1, 1]
    assert (steps[4].rate, steps[4].n) == (1 / 3, 3)
    assert steps[4].rate_period is not None
    assert {(step.period, step.read_at) for step in steps} == {(scope([]).window(28), NOW)}


def test_funnel_wins_come_from_the_leads_without_deals() -> None:
    """Without deals the customer's date counts."""
    then = NOW - timedelta(days=70)
    leads = [Lead(id="1", created_at=then, opportunity_at=then, customer_at=then + timedelta(days=50))]
    assert funnel(scope(leads))[4].rate == 1.0


def test_funnel_without_stage_dates_shows_where_leads_are_now() -> None:
    """A plain export has only the present stage: shares as of today, compared with nothing."""
    at = NOW - timedelta(days=3)
    words = ("Lead", "MQL", "Lead calificado por ventas", "Oportunidad", "Cliente")
    leads = [Lead(id=stage, created_at=at, stage=stage) for stage in words]
    steps = funnel(scope(leads, fields=frozenset({"created_at", "stage"})))
    assert [step.count for step in steps] == [5, 4, 3, 2, 1]
    assert [step.rate for step in steps] == [None, 0.8, 0.75, 2 / 3, 0.5]
    assert not any(step.breaks or step.previous_rate is not None for step in steps)


def test_funnel_without_data_is_empty() -> None:
    """Nothing known, nothing shown."""
    assert funnel(scope([], fields=frozenset())) == ()
    assert funnel(scope([], fields=frozenset({"created_at"})))[1].rate is None


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

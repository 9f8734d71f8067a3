from datetime import date, timedelta
from typing import Any

import pytest
from slas import audited, moment, scope_of
from warehouses import warehouse_of

from meetbot.config import GoalConfig, SlaConfig
from meetbot.model.kpi import SlaDelivery

MEXICO = "America/Mexico_City"
NOW = moment("2026-11-22 19:30", MEXICO)
HANDED = moment("2026-11-18 10:00", MEXICO)
DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
GOAL = GoalConfig(name="Ingresos", target=9_200_000, start=date(2026, 10, 1), end=date(2027, 1, 1))


def leads(count: int, *, rejected: int = 0, **changes: Any) -> list[dict[str, Any]]:
    """That many qualified leads of the period, the first of them turned down."""
    return [
        {
            "id": f"now {number}",
            "score": 80.0,
            "created_at": HANDED,
            "handed_at": HANDED,
            "contacted_at": HANDED,
            "rejected_at": HANDED + DAY if number < rejected else None,
            **changes,
        }
        for number in range(count)
    ]


def ripe(count: int, customers: int, *, days: int = 200, **changes: Any) -> list[dict[str, Any]]:
    """That many qualified leads of long ago, some of whom became customers."""
    handed = HANDED - days * DAY
    return [
        {
            **leads(1)[0],
            "id": f"ripe {number}",
            "created_at": handed,
            "handed_at": handed,
            "customer_at": handed + 30 * DAY if number < customers else None,
            **changes,
        }
        for number in range(count)
    ]


def won(count: int, amount: float = 100_000, **changes: Any) -> list[dict[str, Any]]:
    """That many deals won lately."""
    row = {"status": "won", "closed_at": HANDED - 30 * DAY, "amount": amount, "currency": "MXN", "lead_id": None}
    return [{"id": str(number), **row, **changes} for number in range(count)]


def delivered(
    *rows: dict[str, Any], sla: SlaConfig | None = None, goal: GoalConfig | None = GOAL, **more: Any
) -> SlaDelivery:
    """Marketing's half of the audit over thirty days."""
    warehouse = warehouse_of(leads=rows, **more)
    found = audited(scope_of(warehouse, now=NOW, today=TODAY, sla=sla or SlaConfig(), goal=goal)).delivery
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("count", "promised", "status"),
    [(30, 30.0, "green"), (31, 30.0, "green"), (29, 30.0, "amber"), (27, 30.0, "amber"), (26, 30.0, "red")],
)
def test_the_volume_against_what_was_promised(count: int, promised: float, status: str) -> None:
    """A17: seven leads a week are thirty in thirty days; a tenth below is amber, more is red."""
    found = delivered(*leads(count), sla=SlaConfig(qualified_leads_per_week=7))
    assert (found.delivered, found.promised, found.volume_status) == (count, promised, status)


def test_without_a_promise_the_volume_has_no_colour() -> None:
    """What nobody promised is only counted."""
    found = delivered(*leads(3))
    assert (found.delivered, found.promised, found.volume_status) == (3, None, "grey")


def test_only_leads_that_were_handed_over_count() -> None:
    """A lead below the score, of another period, or never handed over is not delivered."""
    rows = [
        *leads(2),
        *leads(1, id="low", score=69.0),
        *leads(1, id="old", handed_at=HANDED - 40 * DAY),
        *leads(1, id="never", handed_at=None),
    ]
    assert delivered(*rows).delivered == 2


@pytest.mark.parametrize(
    ("count", "rejected", "share", "status"),
    [
        (10, 2, 0.8, "green"),
        (10, 3, 0.7, "amber"),
        (100, 40, 0.6, "red"),
        (9, 9, 0.0, "grey"),
        (10, 0, 1.0, "green"),
    ],
)
def test_the_quality_by_what_sales_turned_down(count: int, rejected: int, share: float, status: str) -> None:
    """Four of five accepted is the agreement; few leads carry no colour, and chance is no red."""
    found = delivered(*leads(count, rejected=rejected))
    assert (found.rejected, found.quality_status, found.quality_target) == (rejected, status, 0.8)
    assert found.accepted_share == pytest.approx(share)


def test_a_rejection_after_the_export_has_not_happened() -> None:
    """A date in the future turns nothing down yet."""
    assert delivered(*leads(10, rejected=10, rejected_at=NOW + DAY)).rejected == 0


def test_an_export_without_rejections_says_nothing_of_quality() -> None:
    """No column, no share: nobody is praised for it."""
    rows = [{key: value for key, value in row.items() if key != "rejected_at"} for row in leads(20)]
    found = delivered(*rows)
    assert (found.accepted_share, found.quality_status) == (None, "grey")


def test_without_leads_there_is_no_share() -> None:
    """Nothing delivered, nothing accepted."""
    found = delivered(*ripe(1, 0))
    assert (found.delivered, found.accepted_share) == (0, None)


def test_what_the_revenue_goal_takes() -> None:
    """9.2 million in 92 days, 100,000 a deal, one customer in ten leads: 920 leads, 300 of them in thirty days."""
    found = delivered(*leads(2), *ripe(40, 4), deals=won(10))
    assert found.needed == pytest.approx(300)
    assert found.needed_missing is None


def test_a_goal_that_ends_with_the_period_still_covers_it() -> None:
    """Its end is the first day after it, as the period's is: 920 leads in 53 days are 520.8 in thirty."""
    goal = GOAL.model_copy(update={"end": TODAY})
    assert delivered(*leads(2), *ripe(40, 4), deals=won(10), goal=goal).needed == pytest.approx(920 * 30 / 53)


def test_customers_are_found_by_their_deals_where_leads_do_not_tell() -> None:
    """A deal that was won names the lead it came from; two deals of one lead are one customer."""
    rows = [{key: value for key, value in row.items() if key != "customer_at"} for row in ripe(40, 0)]
    names = ["ripe 0", "ripe 1", "ripe 2", "ripe 3", "ripe 3", "now 0", None, None, None, None]
    deals = [{**row, "lead_id": name} for row, name in zip(won(10), names, strict=True)]
    assert delivered(*leads(2), *rows, deals=deals).needed == pytest.approx(300)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"goal": None}, "una meta de ingresos que abarque el periodo"),
        ({"goal": GOAL.model_copy(update={"kpi": "leads"})}, "una meta de ingresos que abarque el periodo"),
        (
            {"goal": GOAL.model_copy(update={"start": date(2026, 11, 23)})},
            "una meta de ingresos que abarque el periodo",
        ),
        ({"goal": GOAL.model_copy(update={"end": date(2026, 11, 1)})}, "una meta de ingresos que abarque el periodo"),
        ({"deals": won(9)}, "el monto de al menos 10 negocios ganados en el último año"),
        ({"deals": won(10, currency="USD")}, "el monto de al menos 10 negocios ganados en el último año"),
        ({"deals": won(10, status="lost")}, "el monto de al menos 10 negocios ganados en el último año"),
        ({"deals": won(10, amount=0)}, "el monto de al menos 10 negocios ganados en el último año"),
        ({"deals": won(10, closed_at=HANDED - 400 * DAY)}, "el monto de al menos 10 negocios ganados en el último año"),
        ({"rows": ripe(19, 4)}, "qué parte de al menos 20 leads calificados terminó en cliente"),
        ({"rows": ripe(40, 0)}, "qué parte de al menos 20 leads calificados terminó en cliente"),
        ({"rows": ripe(40, 4, days=80)}, "qué parte de al menos 20 leads calificados terminó en cliente"),
        ({"rows": ripe(40, 4, score=60.0)}, "qué parte de al menos 20 leads calificados terminó en cliente"),
    ],
)
def test_what_is_lacking_to_tell_how_many_it_takes(change: dict[str, Any], missing: str) -> None:
    """Never 0, never a guess: a goal of revenue, enough won deals, enough leads that had their time."""
    given: dict[str, Any] = {"goal": GOAL, "deals": won(10), "rows": ripe(40, 4), **change}
    rows = given.pop("rows")
    found = delivered(*leads(2), *rows, **given)
    assert (found.needed, found.needed_missing) == (None, missing)


def test_without_an_export_of_deals_it_is_said() -> None:
    """No deals, no deal size; leads without customers and deals without leads, no rate."""
    assert "negocios ganados" in str(delivered(*leads(2), *ripe(40, 4)).needed_missing)
    rows = [{key: value for key, value in row.items() if key != "customer_at"} for row in ripe(40, 0)]
    deals = [{key: value for key, value in row.items() if key != "lead_id"} for row in won(10)]
    assert "terminó en cliente" in str(delivered(*leads(2), *rows, deals=deals).needed_missing)

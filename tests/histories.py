"""Whole CRM histories from a seed, with what is wrong in each of them known: nothing, or exactly one thing.

A history has 30 to 70 weeks. Leads come by the day with a weekly rhythm, a dip over Christmas and weeks that differ by
more than chance; marketing qualifies about half of them and hands them to sales, who contact, accept, open a deal, win
or lose it, more often so at the end of a quarter. `Story.wrong` is what changed in the process, `Story.trap` what
merely looks like it. What the export can't know yet (after `as_of`) is cut off.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import exp, log
from typing import Any, Literal
from zoneinfo import ZoneInfo

from warehouses import warehouse_of

from meetbot.adapters.warehouse import DuckWarehouse

Wrong = Literal[
    "owner", "team", "small_owner", "mql", "sql", "opportunity", "won", "leads", "response_time", "win_rate"
]
"""An owner or a team that answers late, a broken step into a stage, or an indicator that drifts."""
Trap = Literal["small", "spike", "flood", "christmas", "quarter", "dst", "swing", "short", "duty"]
"""Few cases; an import on one day; twice the leads last week; the weeks after Christmas or after a quarter's end; a
change of the clock; a bad week within chance; half a year only; leads that come at night and at weekends."""

OWNERS = ("Ana Ruiz", "Beto Lara", "Jorge Salas", "Carmen Ortega", "Inés Paz", "Raúl Gil")
CAMPAIGNS = (("Otoño MX", "google"), ("Empaque verde", "google"), ("Feria Norte", "meta"), ("Retargeting", "meta"))
REASONS = ("precio", "fuera de zona", "sin presupuesto")
_WEEKDAYS = (1.1, 1.25, 1.2, 1.15, 0.95, 0.2, 0.15)
_MATURITY = {"mql": 7, "sql": 7, "opportunity": 14, "won": 60}


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a history is made from. `leads_a_week` is the level of the process, `late` the owners that break the SLA."""

    seed: int
    wrong: Wrong | None = None
    trap: Trap | None = None
    zone: ZoneInfo
    today: date
    weeks: int
    leads_a_week: float
    owners: tuple[str, ...]
    late: tuple[str, ...] = ()

    @property
    def as_of(self) -> datetime:
        """The export was made on the evening before the meeting."""
        return datetime.combine(self.today - timedelta(days=1), time(21), tzinfo=self.zone)


@dataclass(kw_only=True)
class _Made:
    leads: list[dict[str, Any]] = field(default_factory=list)
    deals: list[dict[str, Any]] = field(default_factory=list)
    spend: list[dict[str, Any]] = field(default_factory=list)


def story(seed: int, *, wrong: Wrong | None = None, trap: Trap | None = None) -> Story:
    """A company at random, on a Monday of 2025 to 2027, in which that is wrong and that lies in wait."""
    chance = random.Random(seed)  # noqa: S311 - a history, not a secret
    zone = ZoneInfo(chance.choice(("America/Mexico_City", "America/Bogota", "Europe/Madrid", "America/Santiago")))
    today = date(2025, 3, 3) + timedelta(weeks=chance.randrange(130))
    if trap == "christmas":
        today = date(chance.choice((2026, 2027)), 1, 4) + timedelta(days=chance.randrange(35))
    elif trap == "quarter":
        today = date(2026, chance.choice((1, 4, 7, 10)), 1) + timedelta(days=chance.randrange(28))
    elif trap == "dst":
        zone = ZoneInfo("Europe/Madrid")
        today = chance.choice((date(2026, 3, 30), date(2025, 10, 27), date(2026, 4, 13), date(2026, 11, 9)))
    today -= timedelta(days=today.weekday())
    level = chance.uniform(120, 260) if wrong is None else chance.uniform(170, 300)
    if wrong == "won":
        level = chance.uniform(320, 420)
    if trap == "small":
        level = chance.uniform(4, 14)
    team = OWNERS[: {"owner": 3, "team": 5}.get(wrong or "", 6)]
    late = {"owner": 1, "team": 2, "small_owner": 1}.get(wrong or "", 0)
    return Story(
        seed=seed,
        wrong=wrong,
        trap=trap,
        zone=zone,
        today=today,
        weeks=27 if trap == "short" else chance.randrange(30, 71),
        leads_a_week=level,
        owners=team,
        late=tuple(chance.sample(team, late)),
    )


def history(told: Story) -> DuckWarehouse:
    """The tables of that story, as an export on the evening before the meeting has them."""
    chance = random.Random(told.seed + 1_000_003)  # noqa: S311 - a history, not a secret
    made = _Made()
    for ago in range(told.weeks * 7, 0, -1):
        day = told.today - timedelta(days=ago)
        if ago % 7 == 0:
            mood = exp(chance.gauss(0, 0.06))
        for _ in range(_poisson(_expected(told, day, ago, mood), chance)):
            _lead(told, day, ago, chance, made)
        made.spend += _spent(told, day, chance)
        if told.trap == "spike" and ago == 3 + told.seed % 40:
            _import(told, day, chance, made)
    return warehouse_of(
        as_of=told.as_of, fields={"leads": _LEAD_FIELDS, "deals": _DEAL_FIELDS}, **_known(told, made).__dict__
    )


def _expected(told: Story, day: date, ago: int, mood: float) -> float:
    """How many leads the process brings on that day."""
    level = told.leads_a_week / 7 * _WEEKDAYS[day.weekday()] / (sum(_WEEKDAYS) / 7) * mood
    if (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 5):
        level *= 0.45
    if told.wrong == "leads":
        level *= 0.92 ** max(0, (63 - ago) / 7)
    if told.trap == "flood" and ago <= 7:
        level *= 2
    if told.trap == "swing" and ago <= 7:
        level -= 1.2 * (told.leads_a_week**0.5) / 7
    return max(0.0, level)


def _lead(told: Story, day: date, ago: int, chance: random.Random, made: _Made) -> None:
    created = _moment(day, chance, told)
    campaign, _ = chance.choice(CAMPAIGNS)
    owner = chance.choice(told.owners)
    lead: dict[str, Any] = {
        "id": f"L{len(made.leads)}",
        "created_at": created,
        "score": float(chance.randint(5, 69)),
        "source": "Pauta",
        "campaign": campaign if chance.random() < 0.8 else None,
        "last_activity_at": created,
    }
    made.leads.append(lead)
    if chance.random() >= _passes("mql", 0.52, told, ago):
        return
    qualified = created + timedelta(hours=chance.uniform(0.2, 60))
    lead |= {"mql_at": qualified, "score": float(chance.randint(70, 99)), "handed_at": qualified, "owner": owner}
    contacted = _contact(told, owner, qualified, ago, chance)
    if contacted is None:
        return
    lead |= {"contacted_at": contacted, "last_activity_at": contacted}
    if chance.random() < 0.12:
        lead |= {"rejected_reason": chance.choice(REASONS), "rejected_at": contacted + timedelta(hours=2)}
        return
    waited = (told.today - qualified.date()).days
    accepted = contacted + timedelta(hours=chance.uniform(1, 96))
    if accepted > qualified + timedelta(days=7) or chance.random() >= _passes("sql", 0.55, told, waited):
        return
    lead |= {"sql_at": accepted, "last_activity_at": accepted}
    waited = (told.today - accepted.date()).days
    if chance.random() < _passes("opportunity", 0.6, told, waited):
        opened = accepted + timedelta(hours=chance.uniform(4, 260))
        lead |= {"opportunity_at": opened, "last_activity_at": opened}
        _deal(told, lead, opened, chance, made)


def _passes(stage: str, share: float, told: Story, ago: int) -> float:
    """A step breaks for those who enter it in the weeks that can be judged by now: a good half goes on no more."""
    if told.wrong == stage and ago <= _MATURITY[stage] + 28:
        return share * 0.42
    return share


def _contact(told: Story, owner: str, handed: datetime, ago: int, chance: random.Random) -> datetime | None:
    """The first contact. One in forty is late and one in a hundred is forgotten: the agreement is 90 % in 24 h."""
    late = owner in told.late and ago <= 30
    draw = chance.random()
    if draw < (0.3 if late else 0.01):
        return None
    if draw < (0.95 if late else 0.035):
        return handed + timedelta(hours=chance.uniform(26, 90))
    slower = 1.3 ** max(0, (56 - ago) / 7) if told.wrong == "response_time" else 1.0
    return handed + timedelta(hours=min(23.5 if slower == 1 else 80, exp(chance.gauss(log(3.5 * slower), 0.8))))


def _deal(told: Story, lead: Mapping[str, Any], opened: datetime, chance: random.Random, made: _Made) -> None:
    waited = (told.today - opened.date()).days
    winning = _passes("won", 0.34, told, waited)
    if told.wrong == "win_rate":
        winning *= 0.35 if waited <= 120 else 1.0
    deal: dict[str, Any] = {
        "id": f"D{len(made.deals)}",
        "created_at": opened,
        "status": "open",
        "amount": round(exp(chance.gauss(log(80_000), 0.5)), 2),
        "currency": "MXN",
        "owner": lead["owner"],
        "customer": f"C{len(made.deals)}",
        "lead_id": lead["id"],
        "campaign": lead["campaign"],
        "last_activity_at": opened,
    }
    made.deals.append(deal)
    draw = chance.random()
    if draw < winning + 0.5:
        cycle = min(58.0, exp(chance.gauss(log(28), 0.45)))
        closed = _pulled(opened + timedelta(days=cycle), opened, chance)
        won = draw < winning
        deal |= {"status": "won" if won else "lost", "closed_at": closed, "last_activity_at": closed}
        if won:
            deal["won_by_lead"] = lead["id"]


def _pulled(closed: datetime, opened: datetime, chance: random.Random) -> datetime:
    """Two in five of the deals that would close in the first ten days of a quarter are pulled into the one before."""
    start = date(closed.year, (closed.month - 1) // 3 * 3 + 1, 1)
    over = (closed.date() - start).days
    if over < 10 and chance.random() < 0.4:
        return max(opened + timedelta(days=2), closed - timedelta(days=over + chance.randrange(1, 5)))
    return closed


def _import(told: Story, day: date, chance: random.Random, made: _Made) -> None:
    """Old contacts loaded on one day: no process of this year qualifies them."""
    at = datetime.combine(day, time(11), tzinfo=told.zone)
    for _ in range(int(told.leads_a_week * chance.uniform(2, 4))):
        made.leads.append({"id": f"L{len(made.leads)}", "created_at": at, "score": 5.0, "source": "Importación"})


def _spent(told: Story, day: date, chance: random.Random) -> Iterator[dict[str, Any]]:
    for name, platform in CAMPAIGNS:
        yield {
            "day": day,
            "platform": platform,
            "campaign": name,
            "kind": "media",
            "amount": round(told.leads_a_week * 25 * chance.uniform(0.85, 1.15), 2),
            "currency": "MXN",
            "conversions": 3.0,
        }


def _moment(day: date, chance: random.Random, told: Story) -> datetime:
    hours = (0, 24) if told.trap == "duty" else (7, 21)
    hour = chance.uniform(*hours)
    return datetime.combine(day, time(int(hour), int(hour % 1 * 60)), tzinfo=told.zone)


def _known(told: Story, made: _Made) -> _Made:
    """What the CRM knows at the time of the export: later events have not happened, a later end leaves a deal open."""
    now = told.as_of
    won = {lead: deal["closed_at"] for deal in made.deals if (lead := deal.pop("won_by_lead", None))}
    leads = []
    for lead in made.leads:
        lead["customer_at"] = won.get(lead["id"])
        known = {key: value for key, value in lead.items() if not (isinstance(value, datetime) and value > now)}
        if "rejected_at" not in known:
            known.pop("rejected_reason", None)
        if "last_activity_at" not in known:
            known["last_activity_at"] = known.get("contacted_at", known.get("created_at"))
        if "created_at" in known:
            leads.append(known)
    deals = []
    for deal in made.deals:
        if deal["created_at"] > now:
            continue
        if "closed_at" in deal and deal["closed_at"] > now:
            expected = deal["closed_at"]
            deal |= {"status": "open", "closed_at": None, "expected_at": expected, "last_activity_at": now}
        deals.append(deal)
    return _Made(leads=leads, deals=deals, spend=made.spend)


def _poisson(mean: float, chance: random.Random) -> int:
    limit, found, product = exp(-mean), 0, chance.random()
    while product > limit:
        found += 1
        product *= chance.random()
    return found


_LEAD_FIELDS = (
    "id", "created_at", "score", "owner", "source", "campaign", "mql_at", "handed_at", "contacted_at", "sql_at",
    "opportunity_at", "customer_at", "last_activity_at", "next_activity_at", "rejected_at", "rejected_reason",
)  # fmt: skip
_DEAL_FIELDS = (
    "id", "created_at", "closed_at", "expected_at", "amount", "currency", "status", "owner", "customer", "lead_id",
    "campaign", "last_activity_at",
)  # fmt: skip

import gc
import json
import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from commandline import CommandLine
from postgres import Server, needs_driver, serving
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.adapters import sql_warehouse
from meetbot.adapters.sql_warehouse import SqlSource, SqlWarehouse, password_for
from meetbot.config import Config, Workspace, catalogue_of
from meetbot.errors import DataError
from meetbot.model.catalogue import Definition
from meetbot.model.crm import TABLES, ColumnType
from meetbot.ports import Warehouse
from meetbot.stages.assess import Assessment, assess
from meetbot.stages.measure import figures as measured
from meetbot.stages.measure import window_of
from meetbot.stages.scope import Scope, earlier

ZONE = ZoneInfo("America/Mexico_City")
TODAY = date(2024, 11, 23)
AS_OF = datetime(2024, 11, 22, 20, 0, tzinfo=ZONE)
NOW = datetime(2024, 11, 23, 8, 0, tzinfo=ZONE)
WORDS = words_module.load("es-MX")
TYPES: Mapping[ColumnType, str] = {
    "text": "text",
    "number": "double precision",
    "time": "timestamp",
    "day": "date",
    "flag": "boolean",
}
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname <> ''"
SERIES = "SELECT i FROM generate_series(1, CAST(:most AS integer)) AS s(i)"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of our own for all tests of this file."""
    with serving() as running:
        running.run("CREATE ROLE reader LOGIN PASSWORD 'paloma-azul'", "GRANT pg_read_all_data TO reader")
        yield running


@pytest.fixture
def crm(server: Server) -> Iterator[Server]:
    """The same server with an empty schema `crm`, gone after the test."""
    server.run("CREATE SCHEMA crm")
    yield server
    server.run(TERMINATE, "DROP SCHEMA crm CASCADE")  # a failed test may still hold its transaction


def workspace(source: str, **data: Any) -> Workspace:
    """A workspace of two departments whose figures come from that database."""
    settings = {
        "company": {"name": "Empaques de Prueba"},
        "departments": [
            {"id": "mercadeo", "name": "Mercadeo", "role": "marketing"},
            {"id": "comercial", "name": "Comercial", "role": "sales"},
        ],
        "goal": {"name": "Más", "target": 9_000_000, "start": date(2024, 10, 1), "end": date(2025, 1, 1)},
        "finance": {"gross_margin": 0.4},
        "sla": {"qualified_leads_per_week": 20},
        "data": {"source": source, **data},
    }
    return Workspace(root=Path("/nowhere"), config=Config.model_validate(settings))


def opened(server: Server, *, on: date = TODAY, clock: datetime | None = NOW, **data: Any) -> SqlWarehouse:
    """The schema of the server as a warehouse."""
    source = SqlSource(
        workspace(server.url(), source_schema="crm", **data), {}, clock=None if clock is None else lambda: clock
    )
    return source.open(on=on)


def create(server: Server, *, kinds: Mapping[ColumnType, str] = TYPES) -> None:
    """All canonical tables, empty."""
    for table, columns in TABLES.items():
        listed = ", ".join(f'"{name}" {kinds[kind]}' for name, kind in columns.items())
        server.run(f'CREATE TABLE crm.{table} ({listed}, "meetbot_ignores" integer)')


# ---------------------------------------------------------------- The same queries, the same figures


def rows_of(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Rows of all tables with what real ones have: gaps, ties, accents, other currencies, times out of order."""
    chance = random.Random(seed)  # noqa: S311 - a test's data
    owners = ("Ñico Ávila", "Zoé Ruiz", "ana ruiz", "Ana Ruiz", "Óscar Peña", None)
    campaigns = ("Otoño_MX", "otono mx", "Webinar: 50 %", None)

    def some(moment: datetime | None, share: float, hours: float) -> datetime | None:
        if moment is None or chance.random() > share:
            return None
        later = moment + timedelta(hours=chance.uniform(-hours * 0.02, hours))
        return later if later <= AS_OF else None

    leads = []
    for number in range(500):
        created = AS_OF - timedelta(hours=chance.uniform(0, 24 * 120 if number % 10 else 24 * 500))
        mql = some(created, 0.7, 100)
        handed = mql + timedelta(minutes=chance.randint(0, 600)) if mql and chance.random() < 0.9 else None
        contacted, accepted = some(handed, 0.85, 60), some(mql, 0.5, 300)
        opportunity = some(accepted, 0.6, 300)
        leads.append({
            "id": f"L{chance.randint(0, 480)}" if number % 40 == 0 else f"L{number}", "created_at": created,
            "score": chance.choice((None, 12.5, 69.999, 70, 85)), "score_at_handoff": chance.choice((None, None, 70)),
            "owner": chance.choice(owners), "source": chance.choice(("Google Ads", "Meta", None)),
            "campaign": chance.choice(campaigns), "stage": chance.choice(("Lead", "MQL", "Cliente", "Ünbekannt", None)),
            "status": chance.choice(("Nuevo", None)), "mql_at": mql, "handed_at": handed,
            "reassigned_at": some(handed, 0.1, 48), "contacted_at": contacted, "sql_at": accepted,
            "opportunity_at": opportunity, "customer_at": some(opportunity, 0.3, 900),
            "last_activity_at": some(created, 0.9, 24 * 60), "next_activity_at": some(NOW, 0.2, 200),
            "rejected_at": some(handed, 0.1, 200), "rejected_reason": chance.choice((" precio ", "Ñ", "", None)),
            "recycled_at": some(handed, 0.1, 400), "recycled": chance.choice((True, False, None)),
        })  # fmt: skip
    deals = []
    for number in range(300):
        created = AS_OF - timedelta(hours=chance.uniform(0, 24 * 400))
        status = chance.choice(("open", "won", "lost", "won", None))
        closed = some(created, 0.95, 24 * 90) if status in {"won", "lost"} else None
        deals.append({
            "id": f"D{number}", "name": "Cajas; DROP TABLE leads --", "created_at": created, "closed_at": closed,
            "expected_at": created + timedelta(days=60), "amount": chance.choice((None, 0.1, 1234.56, 98765.4321)),
            "margin": chance.choice((None, 0.05, 500.25)), "currency": chance.choice(("MXN", "MXN", "USD", None)),
            "stage": "Cierre 🤓", "status": status, "owner": chance.choice(owners),
            "customer": chance.choice(("C1", "C2", "C3", "C4", None)), "lead_id": f"L{chance.randint(0, 600)}",
            "source": chance.choice(("Meta", None)), "campaign": chance.choice(campaigns), "lost_reason": None,
            "last_activity_at": some(created, 0.8, 24 * 80), "next_activity_at": some(NOW, 0.3, 100),
        })  # fmt: skip
    spend = [
        {"day": TODAY - timedelta(days=number // 2), "platform": chance.choice(("google", "meta", None)),
         "campaign": chance.choice(campaigns), "kind": chance.choice(("media", "media", "other", None)),
         "amount": round(chance.uniform(0, 4000), 2), "currency": chance.choice(("MXN", "MXN", "USD", None)),
         "impressions": 1000.0, "clicks": 10.0, "conversions": chance.choice((None, 1, 2.5)), "conversion_value": None}
        for number in range(900)
    ]  # fmt: skip
    customers = [
        {"id": f"C{number}", "name": "Ñandú, S.A.", "since": TODAY - timedelta(days=chance.randint(5, 900)),
         "churned_on": TODAY - timedelta(days=chance.randint(0, 200)) if chance.random() < 0.2 else None,
         "monthly_value": chance.choice((None, 1000.5, 2500)), "margin": chance.choice((None, 0.35)), "currency": "MXN"}
        for number in range(80)
    ]  # fmt: skip
    activities = [
        {"id": f"A{number}", "lead_id": f"L{number % 500}", "deal_id": None, "owner": "Zoé Ruiz", "kind": "call",
         "done_at": AS_OF - timedelta(hours=number), "human": number % 3 > 0}
        for number in range(50)
    ]  # fmt: skip
    targets = [
        {"kpi": "leads", "start": date(2024, 10, 1), "end": date(2025, 1, 1), "target": 40.0, "owner": "mercadeo"},
        {"kpi": "win_rate", "start": date(2024, 1, 1), "end": date(2025, 1, 1), "target": 0.3, "owner": None},
    ]
    return {
        "leads": leads, "deals": deals, "spend": spend, "customers": customers, "activities": activities,
        "targets": targets,
    }  # fmt: skip


def naive(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with times as the tables hold them: UTC, to the microsecond, without a zone."""
    return [
        {k: v.astimezone(UTC).replace(tzinfo=None) if isinstance(v, datetime) else v for k, v in row.items()}
        for row in rows
    ]


def ingested(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as an export would have been read: an empty cell is no text."""
    return {name: value if value != "" else None for name, value in row.items()}


def assessed(warehouse: Warehouse, config: Config) -> Assessment:
    """All figures of the day."""
    return assess(warehouse, config, WORDS, catalogue=catalogue_of(config), today=TODAY)


class Near(float):
    """A number that equals another one but for the last digits, which depend on the order of additions."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float) and math.isclose(self, other, rel_tol=1e-9)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # nearness is no equivalence


def plain(value: Any) -> Any:
    """Comparable values, without what must differ: the names of the sources."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in {"source", "issues"}}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return Near(value) if isinstance(value, float) else value


def figures(found: Assessment) -> dict[str, Any]:
    """An assessment as plain values."""
    parts: dict[str, Any] = {"readings": {r.kpi.id: plain(r.model_dump()) for r in (*found.readings, *found.annex)}}
    for name in ("goal", "sla", "campaigns", "follow_up"):
        part = getattr(found, name)
        parts[name] = part and plain(part.model_dump())
    return {**parts, "funnel": [plain(step.model_dump()) for step in found.funnel]}


def of_definition(definition: Definition, warehouse: Warehouse, config: Config) -> Any:
    """One indicator over its window and the two before it, also one that another one would stand in for."""
    scope = Scope(warehouse=warehouse, config=config, catalogue=catalogue_of(config), today=TODAY, now=AS_OF)
    now = window_of(definition, scope)
    found = measured(definition, scope, [now, earlier(now), earlier(earlier(now))])
    return [plain(asdict(figure)) for figure in found]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("times", ["timestamp", "timestamptz"])
def test_every_figure_is_the_same_in_postgresql_and_duckdb(crm: Server, seed: int, times: str) -> None:
    """Every shipped indicator, the SLA, funnel, follow-up, goal and campaigns: the same rows give the same figures."""
    rows = rows_of(seed)
    create(crm, kinds={**TYPES, "time": times})
    for table, found in rows.items():
        crm.fill(f"crm.{table}", naive(found) if times == "timestamp" else found)
    remote = opened(crm, clock=AS_OF)
    tables: dict[str, Any] = {table: [ingested(row) for row in found] for table, found in rows.items()}
    local = warehouse_of(as_of=AS_OF, **tables)
    config = workspace(crm.url()).config
    for definition in catalogue_of(config).definitions:
        mine, theirs = (of_definition(definition, warehouse, config) for warehouse in (local, remote))
        assert theirs == mine, definition.id
        assert definition.audit or mine[0]["value"] is not None, definition.id
    here, there = figures(assessed(local, config)), figures(assessed(remote, config))
    for kpi, reading in here["readings"].items():
        assert there["readings"][kpi] == reading, kpi
    for name in ("goal", "sla", "campaigns", "follow_up", "funnel"):
        assert there[name] == here[name], name


def test_what_a_table_lacks_is_missing_here_as_there(crm: Server) -> None:
    """With few columns and tables, the same indicators are not calculable, and the others are the same."""
    rows = rows_of(4)
    kept = ("id", "created_at", "score", "owner", "handed_at", "contacted_at")
    leads = [{name: row[name] for name in kept} for row in naive(rows["leads"])]
    crm.run(
        "CREATE TABLE crm.lead_source (id text, created_at timestamp, score numeric(6, 3), owner varchar(50), "
        "handed_at timestamp, contacted_at timestamp)",
        "CREATE VIEW crm.leads AS SELECT * FROM crm.lead_source",
    )
    crm.fill("crm.lead_source", leads)
    remote = opened(crm, clock=AS_OF)
    assert remote.contents.table("deals") is None
    assert remote.contents.has("leads", *kept)
    assert not remote.contents.has("leads", "sql_at")
    config = workspace(crm.url()).config
    here, there = figures(assessed(warehouse_of(as_of=AS_OF, leads=leads), config)), figures(assessed(remote, config))
    for kpi, reading in here["readings"].items():
        assert there["readings"][kpi] == reading, kpi
    assert there == here
    assert remote.query("SELECT count(*), count(sql_at) FROM leads") == [(500, 0)]
    assert remote.query("SELECT count(*) FROM deals WHERE amount > 0") == [(0,)]


def test_an_agenda_is_made_from_a_database(crm: Server, meetbot: CommandLine) -> None:
    """The commands need no export: figures, their SQL and the agenda come from the database, and say so."""
    create(crm)
    for table, found in rows_of(5).items():
        crm.fill(f"crm.{table}", naive(found))
    meetbot.workspace(f'[data]\nsource = "{crm.url()}"\nsource_schema = "crm"\n', data=False)
    shown = meetbot("--now", "2024-11-25T08:00", "kpi", "explain", "win_rate", "--json")
    assert shown.code == 0, shown.err
    explanation = json.loads(shown.out)["explanation"]
    assert explanation["reading"]["n"] > 20
    assert explanation["reading"]["source"] == ["deals (this machine, postgres)"]
    made = meetbot("--now", "2024-11-25T08:00", "agenda")
    assert made.code in {0, 3}, made.err
    (agenda,) = (meetbot.folder / "meetings").glob("*/agenda.md")
    assert "leads (this machine, postgres)" in agenda.read_text(encoding="utf-8")


@pytest.mark.parametrize("day", ["2024-11-25", "2024-10-07"])
def test_explained_sql_runs_as_pasted(crm: Server, meetbot: CommandLine, day: str) -> None:
    """In any session of the database, wherever its clock stands, what is printed gives the figure that is told."""
    create(crm, kinds={**TYPES, "time": "timestamptz", "number": "numeric"})
    crm.run("ALTER TABLE crm.deals DROP COLUMN margin", "ALTER TABLE crm.leads ALTER score TYPE text")
    for table, rows in rows_of(6).items():
        lost = {"deals": "margin"}.get(table)
        texts = [{k: str(v) if (table, k) == ("leads", "score") and v else v for k, v in row.items()} for row in rows]
        crm.fill(f"crm.{table}", [{k: v for k, v in row.items() if k != lost} for row in texts])
    own = """
[[kpis]]
id = "propio"
name = "Propio"
unit = "count"
direction = "up"
sql = '''
WITH won AS (SELECT margin, score FROM deals, leads WHERE closed_at < :end)
SELECT count(*) AS value, count(margin) + count(score) AS n FROM won'''
"""
    meetbot.workspace(f'{own}\n[data]\nsource = "{crm.url()}"\nsource_schema = "crm"\n', data=False)
    ran = 0
    for kpi in ("win_rate", "lead_conversion", "revenue", "sales_cycle", "cac_media", "roi_revenue", "propio"):
        shown = meetbot("--now", f"{day}T08:00", "kpi", "explain", kpi, "--json")
        assert shown.code == 0, shown.err
        for part in json.loads(shown.out)["explanation"]["computations"]:
            assert not part["problem"], part
            value, *n = pasted(crm, part["sql"])
            assert value == (None if part["value"] is None else pytest.approx(part["value"])), kpi
            assert n in ([], [part["n"]])
            if part["left_out"]:
                assert pasted(crm, part["left_out"]["sql"]) == (part["left_out"]["count"],)
            ran += 1
    assert ran > 8
    text = meetbot("--now", f"{day}T08:00", "kpi", "explain", "win_rate").out
    assert 'WITH "deals" AS NOT MATERIALIZED (SELECT' in text
    assert '"leads" AS' not in text


def pasted(server: Server, sql: str) -> tuple[Any, ...]:
    """The one row that the statement gives in a session on the other side of the world, without our search path."""
    import psycopg

    with psycopg.connect(host=str(server.folder), port=server.port, user="admin", dbname="postgres") as connection:
        connection.execute("SET TIME ZONE 'Pacific/Auckland'")
        (row,) = connection.execute(sql.encode()).fetchall()
        return row


# ---------------------------------------------------------------- Reading the user's tables


def test_columns_are_read_as_canonical_types(crm: Server) -> None:
    """Whole numbers, money, domains, days and 0/1 become the canonical types; other names and types are told."""
    crm.run(
        "CREATE DOMAIN crm.points AS numeric(5, 1)",
        "CREATE TABLE crm.leads (id bigint, created_at timestamptz, score crm.points, owner text, handed_at date, "
        "recycled integer, mql_at text, phone text)",
        "INSERT INTO crm.leads VALUES (7, '2024-11-20 09:00-06', 70.5, '', '2024-11-20', 1, 'ayer', '55')",
        "CREATE VIEW crm.deals AS SELECT 'a' AS id, 12.5::money AS amount, 'won'::varchar AS status",
        "CREATE MATERIALIZED VIEW crm.spend AS SELECT '2024-11-21 03:00+00'::timestamptz AS day, 5::int AS amount",
    )
    warehouse = opened(crm)
    assert warehouse.query("SELECT id, created_at, score, owner, handed_at, recycled, mql_at FROM leads") == [
        ("7", datetime(2024, 11, 20, 15, 0), 70.5, None, datetime(2024, 11, 20, 6, 0), True, None)  # noqa: DTZ001 - as stored
    ]
    assert warehouse.query("SELECT amount FROM deals") == [(12.5,)]
    assert warehouse.query("SELECT day, amount FROM spend") == [(date(2024, 11, 20), 5.0)]
    leads = warehouse.contents.table("leads")
    assert leads is not None
    assert leads.day_only == {"handed_at"}
    assert "mql_at" not in leads.fields
    uses = {(use.file, use.header): (use.field, use.note) for use in warehouse.contents.columns}
    assert uses["crm.leads", "phone"] == (None, "no column of the canonical table has this name")
    assert uses["crm.leads", "mql_at"] == (None, "a time is expected here, but the database says text")
    assert [issue.where for issue in warehouse.contents.issues] == ["crm.leads.mql_at"]


def test_names_in_capitals_are_found_and_quoted(crm: Server) -> None:
    """A column whose name needs quotes, or is written in capitals, is the canonical one."""
    crm.run(
        'CREATE TABLE crm.leads ("ID" text, "Owner" text, owner text, "a;b""c" text)',
        "INSERT INTO crm.leads VALUES ('1', 'no', 'sí', '')",
    )
    assert opened(crm).query("SELECT id, owner FROM leads") == [("1", "sí")]


def test_text_sorts_and_folds_as_in_duckdb(crm: Server) -> None:
    """Names sort by code point and letters with accents become small, whatever the database's own collation."""
    crm.run("CREATE TABLE crm.leads (owner text)")
    names = ["ábaco", "Zoé", "ÑU", "ana", "Ana", "éter", "zeta"]
    crm.fill("crm.leads", [{"owner": name} for name in names])
    sql = "SELECT owner, lower(owner) FROM leads ORDER BY owner"
    expected = warehouse_of(leads=[{"owner": name} for name in names]).query(sql)
    assert opened(crm).query(sql) == expected


def test_words_that_no_figure_counts_are_told(crm: Server) -> None:
    """A status in the CRM's own words would silently count as nothing: a warning names it."""
    crm.run("CREATE VIEW crm.deals AS SELECT unnest(ARRAY['won', 'closedwon', 'closedwon', 'Abierto']) AS status")
    (issue,) = opened(crm).contents.issues
    assert issue.where == "deals.status"
    assert "“closedwon” (2), “Abierto” (1)" in issue.message
    assert "open, won, lost" in issue.hint


def test_the_time_of_the_last_load_is_what_is_known(crm: Server) -> None:
    """A warehouse that is filled at night says so in `meetbot_as_of`; a deadline after it can't have been missed."""
    crm.run("CREATE TABLE crm.leads (id text)")
    assert opened(crm).contents.as_of == NOW.astimezone(UTC)
    crm.run("CREATE VIEW crm.meetbot_as_of AS SELECT '2024-11-22 03:00-06'::timestamptz AS as_of")
    assert opened(crm).contents.as_of == datetime(2024, 11, 22, 9, 0, tzinfo=UTC)
    crm.run("DROP VIEW crm.meetbot_as_of", "CREATE VIEW crm.meetbot_as_of AS SELECT 'hoy' AS as_of")
    with pytest.raises(DataError, match="must be a time"):
        opened(crm)


def test_without_a_clock_now_is_the_databases(crm: Server) -> None:
    """The transaction's own time is the as-of time when the day is not over."""
    crm.run("CREATE TABLE crm.leads (id text)")
    before = crm.rows("SELECT now()")[0][0]
    as_of = opened(crm, on=date(2999, 1, 1), clock=None).contents.as_of
    assert as_of is not None
    assert before <= as_of <= crm.rows("SELECT now()")[0][0]


def test_a_day_in_the_past_hides_what_came_later(crm: Server) -> None:
    """For an earlier agenda, later leads, contacts, closings and costs are taken back, and what can't be is told."""
    crm.run(
        "CREATE TABLE crm.leads (id text, created_at timestamptz, contacted_at timestamptz, "
        "next_activity_at timestamptz)",
        "INSERT INTO crm.leads VALUES ('old', '2024-11-10 10:00-06', '2024-11-17 00:00-06', '2024-12-01 00:00-06'), "
        "('edge', '2024-11-16 23:59-06', '2024-11-16 23:59:59-06', NULL), ('new', '2024-11-17 00:00-06', NULL, NULL)",
        "CREATE TABLE crm.deals (id text, status text, closed_at timestamptz)",
        "INSERT INTO crm.deals VALUES ('a', 'won', '2024-11-15 10:00-06'), ('b', 'lost', '2024-11-18 10:00-06'), "
        "('c', 'open', NULL)",
        "CREATE TABLE crm.spend (day date, amount numeric)",
        "INSERT INTO crm.spend VALUES ('2024-11-16', 1), ('2024-11-17', 2)",
        "CREATE TABLE crm.customers (id text, since date, churned_on date)",
        "INSERT INTO crm.customers VALUES ('x', '2024-01-01', '2024-11-20'), ('y', '2024-11-18', NULL)",
    )
    warehouse = opened(crm, on=date(2024, 11, 16))
    assert warehouse.contents.as_of == datetime(2024, 11, 17, 6, 0, tzinfo=UTC)
    assert warehouse.query("SELECT id, contacted_at IS NULL, next_activity_at IS NULL FROM leads ORDER BY 1") == [
        ("edge", False, True),
        ("old", True, False),
    ]
    assert warehouse.query("SELECT status, closed_at IS NULL FROM deals ORDER BY id") == [
        ("won", False), ("open", True), ("open", True)
    ]  # fmt: skip
    assert warehouse.query("SELECT sum(amount) FROM spend") == [(1.0,)]
    assert warehouse.query("SELECT id, churned_on FROM customers") == [("x", None)]
    (issue,) = warehouse.contents.issues
    assert "2024-11-16" in issue.message


# ---------------------------------------------------------------- Statements


@pytest.fixture
def one_lead(crm: Server) -> SqlWarehouse:
    """A warehouse with one lead."""
    crm.run("CREATE TABLE crm.leads AS SELECT '1'::text AS id, 'x:y'::text AS owner, 81 AS score")
    return opened(crm)


def test_parameters_have_types_and_literals_stay(one_lead: SqlWarehouse) -> None:
    """Text, numbers, times and null go in as parameters; a colon or a percent sign in a literal is a literal."""
    values = {"t": "':x", "n": 5, "m": 2, "at": datetime(2024, 1, 2, 3, 4), "d": date(2024, 1, 2), "z": None, "f": True}  # noqa: DTZ001 - as stored
    sql = (
        "SELECT :t, :n / :m, :at + interval '1 day', :d, :z IS NULL, coalesce(:z, 4), :f, 'a:t %', id::text, 5 % 3 "
        "FROM leads WHERE owner = 'x:y' -- :nothing; here"
    )
    assert one_lead.query(sql, {**values, "unused": object()}) == [
        ("':x", 2.5, datetime(2024, 1, 3, 3, 4), date(2024, 1, 2), True, 4.0, True, "a:t %", "1", 2)  # noqa: DTZ001 - as stored
    ]


def test_a_statement_may_bring_its_own_ctes(one_lead: SqlWarehouse) -> None:
    """WITH, WITH RECURSIVE and an order survive the views that are put before them."""
    assert one_lead.query("WITH x AS (SELECT score FROM leads) SELECT score + 1 FROM x;") == [(82.0,)]
    recursive = "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i - 1 FROM n WHERE i > 1) SELECT i FROM n ORDER BY i"
    assert one_lead.query(recursive) == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT 1; DROP TABLE crm.leads", "semicolon"),
        ("SELECT 1) AS answer; DELETE FROM crm.leads; SELECT (1", "semicolon"),
        (r"SELECT E'\' || ' ; DROP TABLE crm.leads; --'", "plain quotes"),
        ("SELECT $$a$$", r"\$ means"),
        ("SELECT 'a", "not closed"),
        ("SELECT 1 /* a", "without an end"),
        ("DELETE FROM leads", "begin with SELECT"),
        ("", "begin with SELECT"),
        ("SELECT :nope", ":nope"),
        ("WITH gone AS (DELETE FROM crm.leads RETURNING 1) SELECT count(*) FROM gone", "DELETE does more"),
        ("SELECT id FROM crm.leads FOR UPDATE", "UPDATE does more"),
        ("SELECT id FROM crm.leads FOR SHARE", "only reading is allowed"),
        ("SELECT nope FROM leads", 'column "nope" does not exist'),
        ("SELECT * FROM crm.nothing", 'relation "crm.nothing" does not exist'),
        ("SELECT 1 / 0", "division by zero"),
        ("SELECT CAST(owner AS double precision) FROM leads", "can't be read as the type"),
        ("SELECT 'infinity'::timestamp FROM leads", "failed"),
    ],
)
def test_a_bad_statement_is_named_and_spoils_nothing(one_lead: SqlWarehouse, sql: str, told: str) -> None:
    """What can't run is an error that shows the statement; nothing is written, and the next one runs."""
    with pytest.raises(DataError, match=told) as caught:
        one_lead.query(sql)
    assert " ".join(sql.split())[:20] in str(caught.value)
    assert one_lead.query("SELECT count(*) FROM leads") == [(1,)]


def test_all_figures_come_from_one_state(server: Server, one_lead: SqlWarehouse) -> None:
    """Rows that somebody adds while the agenda is made are not in it."""
    assert one_lead.query("SELECT count(*) FROM leads") == [(1,)]
    server.run("INSERT INTO crm.leads VALUES ('2', 'b', 3)")
    assert one_lead.query("SELECT count(*) FROM leads") == [(1,)]
    assert opened(server).query("SELECT count(*) FROM leads") == [(2,)]


def test_too_many_rows_are_no_aggregate(one_lead: SqlWarehouse) -> None:
    """The limit itself may come back; one row more is an error that names the query."""
    limit = sql_warehouse.MOST_ROWS
    assert len(one_lead.query(SERIES, {"most": limit})) == limit
    with pytest.raises(DataError, match="more than 250,000 rows") as caught:
        one_lead.query(SERIES, {"most": limit + 1})
    assert "generate_series" in caught.value.hint


def test_a_slow_statement_is_stopped(crm: Server) -> None:
    """A query that takes longer than the configuration allows is stopped there, and the next one runs."""
    crm.run("CREATE TABLE crm.leads (id text)")
    warehouse = opened(crm, timeout_seconds=1)
    with pytest.raises(DataError, match="took too long") as caught:
        warehouse.query("SELECT pg_sleep(20)")
    assert "timeout_seconds" in caught.value.hint
    assert warehouse.query("SELECT 1") == [(1,)]


def test_a_broken_connection_is_told(server: Server, one_lead: SqlWarehouse) -> None:
    """When the server ends the session, the error says so; closing afterwards is quiet."""
    server.run(TERMINATE)
    with pytest.raises(DataError, match="connection to the database broke"):
        one_lead.query("SELECT 1")
    assert one_lead.lost
    with pytest.raises(DataError):
        one_lead.query("SELECT 1")
    one_lead.close()


def test_the_connection_is_given_back(crm: Server) -> None:
    """A warehouse that is closed, or forgotten, leaves no session on the crm."""
    crm.run("CREATE TABLE crm.leads (id text)")
    sessions = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"
    warehouse = opened(crm)
    assert crm.rows(sessions) == [(1,)]
    warehouse.close()
    forgotten = opened(crm)
    del forgotten
    gc.collect()
    for _ in range(50):
        if crm.rows(sessions) == [(0,)]:
            break
        crm.run("SELECT pg_sleep(0.05)")
    assert crm.rows(sessions) == [(0,)]


# ---------------------------------------------------------------- Getting in


def test_a_password_opens_and_is_never_shown(crm: Server) -> None:
    """The password comes from the environment; a wrong one is refused without being repeated."""
    crm.run("CREATE TABLE crm.leads (id text)")
    place = workspace(crm.url("reader", socket_only=False), source_schema="crm")
    assert SqlSource(place, {"MEETBOT_DATA_PASSWORD": "paloma-azul"}).open(on=TODAY).query("SELECT 1") == [(1,)]
    for environment in ({"MEETBOT_DATA_PASSWORD": "gato-negro"}, {}):
        with pytest.raises(DataError, match="did not let us in") as caught:
            SqlSource(place, environment).open(on=TODAY)
        chain = [str(caught.value), str(caught.value.__cause__), repr(caught.value.__cause__)]
        assert not any("gato-negro" in text for text in chain)
        assert "MEETBOT_DATA_PASSWORD" in caught.value.hint
        assert f"127.0.0.1:{crm.port}/postgres" in caught.value.where


def test_the_password_may_lie_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins; else the keyring is asked for service meetbot and the URL; without one there is none."""
    import keyring
    import keyring.backend

    asked = []

    class Keyring(keyring.backend.KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str:
            asked.append((service, username))
            return "del llavero"

        def set_password(self, service: str, username: str, password: str) -> None: ...

        def delete_password(self, service: str, username: str) -> None: ...

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # the library is half typed
    try:
        assert password_for("postgresql://reader@db/crm", {"MEETBOT_DATA_PASSWORD": "x\n"}) == "x"
        assert password_for("postgresql://reader@db/crm", {}) == "del llavero"
    finally:
        keyring.set_keyring(before)
    assert asked == [("meetbot", "postgresql://reader@db/crm")]
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    assert password_for("postgresql://reader@db/crm", {}) is None


def refused(source: str, **data: Any) -> DataError:
    """The error with which a source can't be opened."""
    with pytest.raises(DataError) as caught:
        SqlSource(workspace(source, **data), {}).open(on=TODAY)
    return caught.value


@needs_driver
def test_an_unreachable_server_is_told() -> None:
    """Nobody listens at that port: the place and what to check are named."""
    error = refused("postgresql://reader@127.0.0.1:1/crm")
    assert "can't be reached" in error.what
    assert "127.0.0.1:1/crm" in error.where


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    """The server answers, but holds no such database."""
    error = refused(server.url(database="nada"))
    assert "no such database" in error.what
    assert '"nada"' in error.what


def test_an_empty_schema_is_told(crm: Server) -> None:
    """No canonical table at all, or no such schema: the names that are wanted are listed."""
    error = refused(crm.url(), source_schema="crm")
    assert "none of the tables leads, deals" in error.what
    assert 'schema "crm"' in error.where
    assert "none of the tables" in refused(crm.url(), source_schema='no"such').what
    assert "search path" in refused(crm.url()).where


def test_a_table_that_may_not_be_read_is_named(crm: Server) -> None:
    """Without the right to one table the others count; without any, it is an error that says what to ask for."""
    crm.run("CREATE ROLE guest LOGIN", "CREATE TABLE crm.leads (id text)", "GRANT USAGE ON SCHEMA crm TO guest")
    try:
        error = refused(crm.url("guest"), source_schema="crm")
        assert "permission denied for table leads" in error.what
        assert "GRANT SELECT" in error.hint
        crm.run("CREATE TABLE crm.deals (id text)", "GRANT SELECT ON crm.deals TO guest")
        warehouse = SqlSource(workspace(crm.url("guest"), source_schema="crm"), {}).open(on=TODAY)
        assert [table.name for table in warehouse.contents.tables] == ["deals"]
        assert [issue.where for issue in warehouse.contents.issues if issue.severity == "error"] == ["leads"]
        assert warehouse.query("SELECT count(*) FROM leads") == [(0,)]
    finally:
        crm.run("DROP OWNED BY guest", "DROP ROLE guest")


@pytest.mark.parametrize(
    ("source", "what", "hint"),
    [
        ("postgresql+pg8000://a@h/db", "driver for postgresql is not installed: pg8000", "pg8000"),
        ("nosuchbase://h/db", "no database that can be reached", "postgresql://reader@db.example.com/crm"),
        ("postgresql://h:port/db", "no database that can be reached", "postgresql://"),
        ("sqlite://", "do not run on this database \\(sqlite\\)", "PostgreSQL"),
    ],
)
def test_other_databases_are_refused_with_a_reason(source: str, what: str, hint: str) -> None:
    """A missing driver, an unknown name, a broken URL, a database that speaks another SQL."""
    error = refused(source)
    assert re.search(what, error.what)
    assert hint in error.hint


def test_the_missing_driver_of_postgresql_names_our_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the message is the command that installs it."""
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    error = refused("postgresql://reader@127.0.0.1:1/crm")
    assert 'pip install "meetbot[postgres]"' in error.hint


@pytest.mark.parametrize(
    "source",
    [
        "postgresql://reader:secreto@db.example.com/crm",
        "postgresql://reader:se@cr/eto@db.example.com/crm",
        "postgresql://db.example.com/crm?user=a&password=secreto",
        "postgresql://db.example.com/crm?sslpassword=secreto",
        "db.example.com/crm",
    ],
)
def test_a_password_in_the_url_is_refused(source: str) -> None:
    """The configuration file is no place for a password."""
    with pytest.raises(ValueError, match=r"password|use a URL"):
        workspace(source)

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import av
import pytest

from meetbot import config, words
from meetbot.adapters.crm import CrmFiles
from meetbot.stages.assess import Assessment, assess

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
LEADS = SAMPLES / "data" / "hubspot-crm-exports-leads-2026-11-22.csv"
DEALS = SAMPLES / "data" / "hubspot-crm-exports-deals-2026-11-22.csv"
EXPORTED_AT = datetime(2026, 11, 22, 19, 30)  # noqa: DTZ001  local time without a zone, as in the exports
MQL, SQL = "Became a Marketing Qualified Lead Date", "Became a Sales Qualified Lead Date"
HANDED, CONTACTED = "Fecha de asignación del propietario", "First Outreach Date"

SCRIPT = SAMPLES / "script-2026-11-23.json"
RECORDING = SAMPLES / "recordings" / "2026-11-23-alineacion.m4a"
VTT = SAMPLES / "meetings-import" / "2026-11-16-alineacion.vtt"
MEETINGS = ("2026-11-16-alineacion", "2026-11-23-alineacion")

Row = dict[str, str]
Cue = tuple[str, str]


def read(path: Path) -> list[Row]:
    """The rows of an export; of a repeated header the first column counts, which is the contact's."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return [dict(reversed(list(zip(header, row, strict=True)))) for row in rows]


def moment(text: str) -> datetime | None:
    """A cell's time, or None when it is blank."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M") if text else None  # noqa: DTZ007  as EXPORTED_AT


def day(month: int, number: int) -> datetime:
    """A day of 2026."""
    return datetime(2026, month, number)  # noqa: DTZ001  as EXPORTED_AT


def handed(leads: list[Row], start: datetime, end: datetime) -> Iterator[tuple[str, float | None]]:
    """Owner and hours to the first contact of each lead under the SLA whose 24 hours are over."""
    for lead in leads:
        begun, contacted = moment(lead[HANDED]), moment(lead[CONTACTED])
        if begun is None or not start <= begun < end or int(lead["Puntuación de HubSpot"] or 0) < 70:
            continue
        hours = (contacted - begun) / timedelta(hours=1) if contacted else None
        if hours is not None or begun + timedelta(hours=24) <= EXPORTED_AT:
            yield lead["Propietario del contacto"], hours


def compliance(leads: list[Row], start: datetime, end: datetime) -> dict[str, float]:
    """The share of leads contacted within 24 hours by owner, and of all under "all"."""
    kept: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for owner, hours in handed(leads, start, end):
        for key in (owner, "all"):
            due[key] += 1
            kept[key] += hours is not None and hours <= 24
    return {key: kept[key] / due[key] for key in due}


def conversion(leads: list[Row], start: datetime, end: datetime) -> float:
    """The share of the MQLs of that time that became SQL."""
    mqls = [lead for lead in leads if (at := moment(lead[MQL])) and start <= at < end]
    return sum(bool(lead[SQL]) for lead in mqls) / len(mqls)


@pytest.fixture(scope="module")
def leads() -> list[Row]:
    """The export of contacts."""
    return read(LEADS)


@pytest.fixture(scope="module")
def deals() -> list[Row]:
    """The export of deals."""
    return read(DEALS)


def test_workspace_configuration_is_valid() -> None:
    """The sample's meetbot.toml loads, and its data folder holds exactly what the generators write."""
    workspace = config.load(SAMPLES, environment={})
    assert not any(workspace.data_files.values())
    assert {LEADS, DEALS} <= set(workspace.other_data_files)
    assert [p.name for p in workspace.config.people if p.voice] == [
        "Laura Méndez",
        "Diego Ramírez",
        "Carmen Ortega",
        "Andrés Vega",
    ]


def test_exports_are_what_the_generators_write(tmp_path: Path) -> None:
    """The committed exports are exactly the generators' output, so nobody edits a figure by hand."""
    tool = ROOT / "tests" / "tools" / "make_samples.py"
    subprocess.run([sys.executable, "-B", str(tool), str(tmp_path)], check=True)  # noqa: S603  our own script
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert made == {path.name: path.read_bytes() for path in LEADS.parent.iterdir()}


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The figures before the meeting of the 23rd, as the agenda has them."""
    return assess_copy(tmp_path_factory.mktemp("samples"))


def assess_copy(folder: Path, *, without: str = "") -> Assessment:
    """The figures of a copy of the samples, with or without one of its exports."""
    shutil.copy(SAMPLES / "meetbot.toml", folder)
    shutil.copytree(LEADS.parent, folder / "data")
    for path in (folder / "data").glob(without) if without else ():
        path.unlink()
    workspace = config.load(folder, environment={})
    today = date(2026, 11, 23)
    warehouse = CrmFiles(workspace).open(on=today)
    catalogue = config.catalogue_of(workspace.config)
    return assess(warehouse, workspace.config, words.load("es-MX"), catalogue=catalogue, today=today)


def test_every_indicator_can_be_calculated(assessed: Assessment) -> None:
    """The eight indicators of A15 and all others have a value, and most of them one before and one a year before."""
    found = {reading.kpi.id: reading for reading in (*assessed.readings, *assessed.annex)}
    assert [kpi for kpi, reading in found.items() if reading.value is None] == []
    eight = {"cac", "lead_conversion", "roi", "leads", "win_rate", "sales_cycle", "ltv", "revenue"}
    assert eight | {"ltv_cac", "roas", "cost_per_lead", "cac_media", "recycled_leads"} <= found.keys()
    for kpi in eight - {"revenue"}:
        assert found[kpi].previous is not None, kpi
        assert found[kpi].year_before is not None, kpi


def test_only_what_the_story_tells_is_red(assessed: Assessment) -> None:
    """The SLA and the leads that Sales accepts are off their targets; nothing else is, and one step is broken."""
    everything = (*assessed.readings, *assessed.annex)
    off = {reading.kpi.id for reading in everything if reading.status in {"red", "amber"}}
    assert off - {"mql_to_sql"} == {"lead_conversion", "sla_compliance"}
    assert [step.stage for step in assessed.funnel if step.breaks] == ["sql"]
    sql = next(step for step in assessed.funnel if step.stage == "sql")
    assert (round(sql.rate or 0, 2), round(sql.previous_rate or 0, 2)) == (0.26, 0.44)
    assert assessed.goal is not None
    assert assessed.goal.state == "red"
    assert assessed.goal.reading.value == 5_410_000


def test_the_agendas_audit_is_the_exports(assessed: Assessment) -> None:
    """Kept and broken by owner are what the test counts itself, and the log of activities contradicts no contact."""
    assert assessed.sla is not None
    counted = {line.owner: (line.kept, line.broken) for line in assessed.sla.by_owner if line.kept + line.broken}
    assert counted == {"Jorge Salas": (6, 14), "Carmen Ortega": (21, 1), "Paola Ríos": (12, 2)}


def test_follow_up_is_counted_once(assessed: Assessment) -> None:
    """The indicator of stale leads and the list by owner are the same leads; Rubén's eleven have nobody."""
    reading = assessed.reading("stale_leads")
    assert assessed.follow_up is not None
    by_owner = {line.owner: line.leads for line in assessed.follow_up.by_owner}
    assert by_owner["Rubén Tovar"] == 11
    assert reading is not None
    assert reading.value == sum(by_owner.values())


def test_activities_agree_with_the_contacts(assessed: Assessment, tmp_path: Path) -> None:
    """Without the log of activities the audit is the same: what a machine sent is no contact, and none is missing."""
    alone = assess_copy(tmp_path, without="*actividades*").sla
    assert alone is not None
    assert assessed.sla is not None
    assert alone.cases == assessed.sla.cases


def test_campaigns_are_joined_over_three_systems(assessed: Assessment) -> None:
    """Google's and Meta's spend meets the CRM's leads by name; what platforms claim stands beside, never added."""
    assert assessed.campaigns is not None
    rows = {row.campaign: row for row in assessed.campaigns.rows}
    webinar = rows["Webinar Empaque Sustentable Nov 2026"]
    assert (webinar.leads, webinar.platform) == (60, "Google Ads, Meta Ads")
    assert webinar.spend == pytest.approx(43_594, abs=1)
    assert rows["Meta Catálogo Cajas 2026"].roas is not None
    assert rows["Marca Tlacuilo"].leads == 0


def test_last_years_quarter_is_what_the_goal_grows_from(deals: list[Row]) -> None:
    """In the fourth quarter of 2025, 12.00 million pesos were won; the goal is 20 % more."""
    won = [d for d in deals if d["Deal Stage"].casefold().startswith("cierre ganado")]
    quarter = [d for d in won if "2025-10-01" <= d["Close Date"] < "2026-01-01"]
    goal = config.load(SAMPLES, environment={}).config.goal
    assert goal is not None
    assert sum(float(d["Amount"]) for d in quarter) * 1.2 == goal.target


def test_exports_are_large_enough(leads: list[Row], deals: list[Row]) -> None:
    """There are enough contacts and deals for rates that mean something, each under its own number."""
    assert len(leads) >= 420
    assert len(deals) >= 130
    assert len({lead["ID de registro - Contact"] for lead in leads}) == len(leads)
    assert len({deal["Record ID"] for deal in deals}) == len(deals)


def test_exports_hold_the_dirt_of_real_ones(leads: list[Row], deals: list[Row]) -> None:
    """Repeated headers, a deactivated owner, duplicates, blanks, emoji, dollars: what a reader must survive."""
    with LEADS.open(encoding="utf-8", newline="") as file:
        header = Counter(next(csv.reader(file)))
    assert {name for name, times in header.items() if times > 1} == {
        "Fecha de creación",
        "Última actividad",
        "Número de teléfono",
    }
    mails = Counter(lead["Correo"].casefold() for lead in leads if lead["Correo"].endswith(("com", "COM")))
    assert sum(times - 1 for times in mails.values() if times > 1) == 4
    assert any(lead["Propietario del contacto"].endswith("(Deactivated User)") for lead in leads)
    assert any(lead["Nombre"].startswith("=") for lead in leads)
    assert {deal["Currency"] for deal in deals} == {"MXN", "USD"}
    assert any(deal["Deal Stage"] == "Cierre Ganado 🤓" for deal in deals)
    assert any(not deal["Amount"] for deal in deals)


def test_sla_is_broken_in_one_team(leads: list[Row]) -> None:
    """In the week before the meeting Norte contacted a third in time, Centro nearly all, Sur most."""
    last = compliance(leads, day(11, 16), day(11, 23))
    assert last["Jorge Salas"] == pytest.approx(0.30)
    assert last["Carmen Ortega"] == pytest.approx(21 / 22)
    assert last["Paola Ríos"] == pytest.approx(12 / 14)
    assert last["all"] == pytest.approx(39 / 56)
    assert compliance(leads, day(11, 9), day(11, 16))["all"] == pytest.approx(20 / 24)


def test_response_time_got_worse(leads: list[Row]) -> None:
    """The median time to the first contact is several times that of the week before."""
    weeks = ((day(11, 16), day(11, 23)), (day(11, 9), day(11, 16)))
    last, before = (median(hours for _, hours in handed(leads, *week) if hours is not None) for week in weeks)
    assert last > 3 * before


def test_funnel_breaks_from_mql_to_sql(leads: list[Row]) -> None:
    """From mid-October on the share of MQLs that Sales accepts fell from 45 % to 27 %, counted to this day."""
    assert conversion(leads, day(8, 1), day(10, 19)) == pytest.approx(0.449, abs=0.02)
    assert conversion(leads, day(10, 19), day(11, 23)) == pytest.approx(0.271, abs=0.02)


def test_times_of_a_lead_follow_one_another(leads: list[Row]) -> None:
    """No lead is contacted before it is handed over, nothing lies after the export."""
    steps = ("Fecha de creación", MQL, HANDED, CONTACTED, SQL, "Became an Opportunity Date", "Became a Customer Date")
    for lead in leads:
        times = [at for step in steps if (at := moment(lead[step]))]
        assert times == sorted(times)
        assert times[-1] <= EXPORTED_AT


def test_win_rate_is_stable_and_revenue_behind(deals: list[Row]) -> None:
    """A quarter of the closed deals is won in both halves; the quarter's revenue is at 65 % of the goal's pace."""
    closed = [d for d in deals if d["Deal Stage"].casefold().startswith("cierre")]
    won = [d for d in closed if d["Deal Stage"].casefold().startswith("cierre ganado")]
    for start, end in ((day(9, 28), day(10, 26)), (day(10, 26), day(11, 23))):
        inside = [d for d in closed if start <= (moment(d["Close Date"]) or start) < end]
        assert sum(d in won for d in inside) / len(inside) == pytest.approx(0.24)
    quarter = [d for d in won if d["Close Date"] >= "2026-10-01" and d["Currency"] == "MXN"]
    revenue = sum(float(d["Amount"]) for d in quarter)
    goal = config.load(SAMPLES, environment={}).config.goal
    assert goal is not None
    elapsed = (EXPORTED_AT.date() - goal.start).days + 1
    assert revenue / (goal.target * elapsed / (goal.end - goal.start).days) == pytest.approx(0.652, abs=0.001)


def load_json(name: str) -> Any:
    """A JSON file of the samples."""
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def cues(meeting: str) -> list[Cue]:
    """Speaker and words of each cue of a meeting, in order."""
    if meeting == MEETINGS[0]:
        return re.findall(r"<v ([^>]+)>(.+)</v>", VTT.read_text(encoding="utf-8"))
    return [(line["speaker"], line["text"]) for line in load_json(SCRIPT.name)]


def seconds(path: Path) -> float:
    """How long a recording is by its own account."""
    with av.open(str(path)) as container:
        return (container.duration or 0) / 1_000_000


def test_samples_are_small() -> None:
    """The whole folder stays under 4 MB, for it travels in every wheel."""
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 4_000_000


def test_imported_transcript_reads_like_a_meeting() -> None:
    """Last week's transcript is WebVTT whose cues follow one another, spoken by five people of the company."""
    text = VTT.read_text(encoding="utf-8")
    times = re.findall(r"^(\d\d:\d\d:\d\d\.\d{3}) --> (\d\d:\d\d:\d\d\.\d{3})$", text, re.MULTILINE)
    spoken = cues(MEETINGS[0])
    assert text.startswith("WEBVTT\n\n")
    assert 35 <= len(spoken) <= 50
    assert len(times) == len(spoken)
    assert [t for pair in times for t in pair] == sorted(t for pair in times for t in pair)
    roster = config.load(SAMPLES, environment={}).config.roster
    assert {speaker for speaker, _ in spoken} == {person.name for person in roster.attendees()}


def test_recording_is_what_the_reference_says() -> None:
    """The reference has the script's lines with rising times, and is as long as the recording."""
    reference = load_json("reference.json")
    assert [(s["speaker"], s["text"]) for s in reference["segments"]] == cues(MEETINGS[1])
    starts = [segment["start"] for segment in reference["segments"]]
    assert starts == sorted(starts)
    assert all(segment["start"] < segment["end"] <= reference["duration"] for segment in reference["segments"])
    assert seconds(RECORDING) == pytest.approx(reference["duration"], abs=0.2)
    assert 180 <= seconds(RECORDING) <= 300


def test_enrolled_voices_are_those_of_the_speakers() -> None:
    """Everybody who speaks in the recording has a voice clip of some ten seconds, and nobody else has."""
    people = config.load(SAMPLES, environment={}).config.people
    assert {person.name for person in people if person.voice} == {speaker for speaker, _ in cues(MEETINGS[1])}
    assert all(10 <= seconds(SAMPLES / person.voice) <= 17 for person in people if person.voice)


@pytest.mark.parametrize("meeting", MEETINGS)
def test_expected_items_point_at_what_was_said(meeting: str) -> None:
    """Every expected item cites cues that exist; due words stand in them; owners are people of the company."""
    expected, spoken = load_json("expected.json")["meetings"][meeting], cues(meeting)
    names = {person.name for person in config.load(SAMPLES, environment={}).config.people}
    assert (SAMPLES / expected["source"]).is_file()
    for key in (
        "decisions",
        "actions",
        "recognitions",
        "customer_voice",
        "questions",
        "followed_up",
        "figures",
        "traps",
    ):
        for item in expected.get(key, ()):
            assert item["cues"]
            assert all(0 <= cue < len(spoken) for cue in item["cues"])
    for action in expected["actions"]:
        words = " ".join(spoken[cue][1] for cue in action["cues"])
        assert action["owner"] in names
        assert (action["due_text"] is None) == (action["due_date"] is None)
        assert (action["due_text"] or "") in words
        assert action["owner"] in {spoken[cue][0] for cue in action["cues"]}
        assert action["due_date"] is None or action["due_date"] > meeting[:10]


def test_expected_items_are_enough_for_a_demonstration() -> None:
    """Five to seven actions, three or four decisions, and one of each thing that makes minutes hard."""
    last_week, this_week = (load_json("expected.json")["meetings"][meeting] for meeting in MEETINGS)
    assert (len(last_week["decisions"]), len(last_week["actions"])) == (2, 5)
    assert [decision["status"] for decision in this_week["decisions"]] == ["made", "made", "made", "deferred"]
    assert len(this_week["actions"]) == 6
    assert sum(action["due_date"] is None for action in this_week["actions"]) == 1
    assert {item["status"] for item in this_week["followed_up"]} == {"done", "open"}
    assert [figure["kpi"] for figure in this_week["figures"] if not figure["agrees"]] == ["win_rate"]

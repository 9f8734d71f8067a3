"""Tests of meetbot.pipeline.agenda and agenda_inputs: a real folder, ledger and DuckDB; exports written out here."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fakes import FakeChatModel
from warehouses import warehouse_of

from meetbot import words as words_module
from meetbot.adapters.archive import FolderArchive
from meetbot.adapters.store import SqliteLedger
from meetbot.config import CompanyConfig, Config, DataConfig, GoalConfig, LlmConfig, Workspace
from meetbot.errors import LlmUnreachableError
from meetbot.model.agenda import Agenda
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.company import Department, Meeting, Person
from meetbot.model.crm import ColumnUse, Contents
from meetbot.model.minutes import ActionItem, Decision, Evidence, Minutes
from meetbot.model.transcript import SourceFile
from meetbot.pipeline.agenda import AgendaOutcome, AgendaPorts, known_inputs, make_agenda, plan_agenda
from meetbot.pipeline.agenda_inputs import reference_day
from meetbot.pipeline.stage import StageRun
from meetbot.ports import Warehouse
from meetbot.prompts import PromptLibrary
from meetbot.stages.reword import Rewriter

ZONE = ZoneInfo("America/Mexico_City")
MONDAY = date(2026, 11, 23)
CONFIG = Config(
    company=CompanyConfig(name="Ejemplo"),
    departments=(
        Department(id="mercadeo", name="Mercadeo", role="marketing"),
        Department(id="comercial", name="Comercial", role="sales"),
    ),
    people=(
        Person(name="Laura Méndez", department="mercadeo", email="laura@ejemplo.example"),
        Person(name="Diego Ramírez", department="comercial"),
    ),
    goal=GoalConfig(name="Ingresos", target=1_000_000, start=date(2026, 10, 1), end=date(2027, 1, 1)),
)


def at(day: date, hour: int = 10) -> datetime:
    """That hour in Mexico."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def leads(*, hours: int = 48, weeks: int = 6) -> list[dict[str, Any]]:
    """Three leads on each working day, all contacted after so many hours."""
    rows = []
    for offset in range(1, 7 * weeks + 1):
        day = MONDAY - timedelta(days=offset)
        for number in range(3 if day.weekday() < 5 else 0):
            moment = at(day)
            rows.append(
                {
                    "id": f"{day}-{number}",
                    "created_at": moment,
                    "score": 80.0,
                    "owner": "Jorge Salas",
                    "handed_at": moment,
                    "contacted_at": moment + timedelta(hours=hours),
                }
            )
    return rows


@dataclass(kw_only=True)
class Exports:
    """A KpiSource with the rows that were known on a day; `days` is the history of what was asked for."""

    rows: Callable[[date], list[dict[str, Any]]] = lambda _day: leads()
    change: Callable[[Contents], Contents] = lambda contents: contents
    as_of: datetime | None = None
    days: list[date] = field(default_factory=list)

    def open(self, *, on: date) -> Warehouse:
        """What was exported on the evening before."""
        self.days.append(on)
        found = [row for row in self.rows(on) if row["created_at"].date() < on]
        known = self.as_of or at(on - timedelta(days=1), 20)
        for row in found:
            row["contacted_at"] = row["contacted_at"] if row["contacted_at"] <= known else None
        warehouse = warehouse_of(leads=found, as_of=known)
        warehouse._contents = self.change(warehouse._contents)
        return warehouse


@dataclass(frozen=True, kw_only=True)
class Planned:
    """An agenda as it was stored."""

    agenda: Agenda
    path: Path
    reused: bool


class Desk:
    """Makes agendas in one folder."""

    def __init__(self, root: Path, *, config: Config = CONFIG) -> None:
        self.root = root
        self.config = config
        self.exports = Exports()
        self.archive = FolderArchive(root)
        self.ledger = SqliteLedger(root / "meetbot.db")
        self.rewriter: Callable[[str], Rewriter] | None = None
        self.now = at(MONDAY, 8)

    def __call__(self, day: date | None = MONDAY, **options: Any) -> AgendaOutcome:
        """The agenda of that day with its documents, made on its morning."""
        return make_agenda(workspace=self.workspace, ports=self._ports(day), day=day, **options)

    def planned(self, day: date | None = MONDAY) -> Planned:
        """The same without documents: agenda.json is stored, and whether it was kept from an earlier run is told."""
        ports = self._ports(day)
        known = known_inputs(self.workspace, ports, day=day)
        run = StageRun(archive=self.archive, meeting_id=known.meeting.id, clock=ports.clock, timer=ports.timer)
        agenda = plan_agenda(known, workspace=self.workspace, ports=ports, run=run)
        path = self.archive.folder(known.meeting.id) / "agenda.json"
        return Planned(agenda=agenda, path=path, reused=run.timings[0].reused)

    @property
    def workspace(self) -> Workspace:
        """The folder with its settings."""
        return Workspace(root=self.root, config=self.config)

    def _ports(self, day: date | None) -> AgendaPorts:
        ticks = count()
        self.now = at(day, 8) if day else self.now
        return AgendaPorts(
            archive=self.archive,
            ledger=self.ledger,
            kpis=self.exports,
            words=words_module.load("es-MX"),
            clock=lambda: self.now,
            timer=lambda: float(next(ticks)),
            rewriter=self.rewriter,
        )

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Every file of all meetings, with its time and bytes."""
        found = sorted((self.root / "meetings").rglob("*"))
        kept = [path for path in found if path.is_file() and path.name != "lock"]
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in kept}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk in an empty folder."""
    return Desk(tmp_path)


def point(made: AgendaOutcome | Planned, kind: str) -> str:
    """All sentences of the first point of that kind, or nothing."""
    found = next((item for item in made.agenda.items if item.kind == kind), None)
    return "" if found is None else "\n".join([found.reason, found.question, *found.lines])


def test_make_agenda_writes_all_its_documents(desk: Desk) -> None:
    """JSON, Markdown, Word, an event for calendars and a draft mail; nothing is missing."""
    made = desk()
    assert made.complete
    assert {"agenda.json", "agenda.md", "agenda.docx", "agenda.ics"} <= set(made.files)
    assert all(path.stat().st_size for path in made.files.values())
    assert sum(item.duration_minutes for item in made.agenda.items) == 45
    assert "Jorge Salas" in point(made, "handoff")


def test_make_agenda_second_run_rewrites_nothing(desk: Desk) -> None:
    """The same inputs: every file keeps its bytes and its time, and every stage is reused."""
    desk()
    before = desk.files()
    again = desk()
    assert desk.files() == before
    assert all(timing.reused for timing in again.timings)
    assert len(again.timings) >= 2


def test_make_agenda_in_another_folder_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    """Same inputs, same bytes: nothing of the machine, of the order of sets or of the run leaks in."""
    other = Desk(tmp_path / "other")
    other.root.mkdir()
    first, second = desk(), other()
    for name in ("agenda.json", "agenda.md", "agenda.docx", "agenda.ics"):
        assert first.files[name].read_bytes() == second.files[name].read_bytes(), name


def test_make_agenda_new_export_makes_it_again(desk: Desk) -> None:
    """Other rows under another name: the agenda follows."""

    def renamed(contents: Contents) -> Contents:
        source = SourceFile(name="leads-2.csv", sha256="1" * 64, format="csv")
        return contents.model_copy(update={"tables": (contents.tables[0].model_copy(update={"sources": (source,)}),)})

    desk.planned()
    desk.exports = Exports(rows=lambda _day: leads(hours=2), change=renamed)
    assert not desk.planned().reused


def test_make_agenda_taught_header_makes_it_again(desk: Desk) -> None:
    """The same file read otherwise (an alias was taught): what became of its columns is an input too."""
    desk.planned()
    use = ColumnUse(file="leads.csv", column=3, header="Pts", field="score")
    desk.exports.change = lambda contents: contents.model_copy(update={"columns": (use,)})
    assert not desk.planned().reused


def test_make_agenda_users_changes_are_kept(desk: Desk) -> None:
    """A corrected agenda is the agenda; when it has to be made again, the correction is set aside, never lost."""
    first = desk()
    path = first.files["agenda.json"]
    edited = path.read_text(encoding="utf-8").replace("Voz del cliente", "Lo que dijo Cali")
    path.write_text(edited, encoding="utf-8")
    second = desk()
    assert "Lo que dijo Cali" in second.files["agenda.md"].read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8") == edited
    third = desk(force=True)
    assert "Voz del cliente" in third.files["agenda.md"].read_text(encoding="utf-8")
    assert (path.parent / "agenda.edited-1.json").read_text(encoding="utf-8") == edited
    assert any("agenda.edited-1.json" in issue.message + issue.where for issue in third.issues)


def test_make_agenda_red_for_three_meetings_proposes_a_workshop(desk: Desk) -> None:
    """The second week makes it an issue, the third proposes a workshop: by what the agendas said (A14, A19)."""
    first, second, third = (desk.planned(MONDAY - timedelta(weeks=weeks)) for weeks in (2, 1, 0))
    assert first.agenda.sla is not None
    assert first.agenda.sla.status == "red"
    assert "SLA" not in point(first, "issues")
    assert "En rojo en 2 reuniones seguidas" in point(second, "issues")
    assert "Taller propuesto: «SLA de primer contacto», que vuelve en 3 reuniones seguidas" in point(third, "issues")
    assert "Taller" not in point(second, "issues")


def test_make_agenda_reds_are_not_computed_again(desk: Desk) -> None:
    """A later export that rewrites history does not rewrite what an earlier agenda said."""
    desk.planned(MONDAY - timedelta(weeks=1))
    desk.exports = Exports(
        rows=lambda _day: [*leads(weeks=1), *[r for r in leads(hours=1) if r["created_at"].date() < date(2026, 11, 16)]]
    )
    assert "En rojo en 2 reuniones seguidas" in point(desk.planned(), "issues")


def test_make_agenda_corrected_earlier_agenda_counts_as_corrected(desk: Desk) -> None:
    """Somebody took the red out of last week's agenda by hand: it was not red."""
    path = desk.planned(MONDAY - timedelta(weeks=1)).path
    values = json.loads(path.read_text(encoding="utf-8"))
    values["sla"]["status"] = "amber"
    path.write_text(json.dumps(values), encoding="utf-8")
    assert "SLA" not in point(desk.planned(), "issues")


def test_make_agenda_later_agendas_are_not_earlier(desk: Desk) -> None:
    """Making last week's agenda after this week's: only what lay before it counts."""
    desk.planned()
    assert "reuniones seguidas" not in point(desk.planned(MONDAY - timedelta(weeks=1)), "issues")


def test_make_agenda_damaged_earlier_agenda_is_passed_over(desk: Desk) -> None:
    """An old file that can't be read costs its own memory, not this agenda."""
    path = desk.planned(MONDAY - timedelta(weeks=1)).path
    path.write_text("{", encoding="utf-8")
    made = desk.planned()
    assert not [issue for issue in made.agenda.issues if issue.severity == "error"]
    told = [issue for issue in made.agenda.issues if "What was red in that meeting is not known" in issue.message]
    assert [issue.where for issue in told] == ["meetings/2026-11-16-alineacion/agenda.json"]


def test_make_agenda_figures_end_where_the_export_ends(desk: Desk) -> None:
    """An export of two weeks ago: its own last week counts, and the agenda says how old it is."""
    desk.exports.as_of = at(date(2026, 11, 8), 20)
    made = desk.planned()
    assert made.agenda.sla is not None
    assert made.agenda.sla.period.end == date(2026, 11, 9)
    told = next(issue for issue in made.agenda.issues if "figures end there" in issue.message)
    assert (told.severity, told.where) == ("warning", "leads.csv")
    assert "until 2026-11-08, 14 days before today" in told.message


@pytest.mark.parametrize(
    ("as_of", "expected", "warned"),
    [
        (None, MONDAY, False),
        (at(date(2026, 11, 22), 20), MONDAY, False),
        (at(date(2026, 11, 22), 0), date(2026, 11, 22), False),  # midnight ends the 21st
        (at(date(2026, 11, 18), 9), date(2026, 11, 19), True),
        (at(date(2026, 11, 19), 9), date(2026, 11, 20), False),
        (at(date(2026, 12, 24), 9), MONDAY, False),
    ],
)
def test_reference_day_is_never_later_than_the_export(as_of: datetime | None, expected: date, warned: bool) -> None:
    """The last day that the export knows is the last day that counts."""
    found, issues = reference_day(Contents(as_of=as_of), MONDAY, ZONE)
    assert found == expected
    assert bool(issues) == warned
    assert [issue.where for issue in issues] == ["[data]"] * warned


@pytest.mark.parametrize(
    ("cadence", "second"), [("weekly", "2026-11-30"), ("biweekly", "2026-12-07"), ("monthly", "2026-12-07")]
)
def test_make_agenda_next_one_follows_the_agendas_before(tmp_path: Path, cadence: str, second: str) -> None:
    """Without any minutes, too, the agenda that was handed out sets the rhythm once its meeting is over."""
    settings = CONFIG.meeting.model_copy(update={"cadence": cadence})
    desk = Desk(tmp_path, config=CONFIG.model_copy(update={"meeting": settings}))
    desk(MONDAY)
    desk.now = at(MONDAY, 9)
    assert desk.planned(None).agenda.meeting.date == MONDAY
    for now in (at(MONDAY, 11), at(date(2026, 11, 30), 8)):
        desk.now = now
        assert desk.planned(None).agenda.meeting.date == date.fromisoformat(second)


def test_make_agenda_on_another_weekday_is_told(desk: Desk) -> None:
    """A Sunday for a Monday's series is made, with a word on it; exit code 0."""
    made = desk(date(2026, 12, 6))
    assert ["2026-12-06 is a Sunday" in issue.message for issue in made.issues].count(True) == 1
    assert made.complete
    assert not any("Monday; the series" in issue.message for issue in desk(MONDAY).issues)


def test_make_agenda_asks_for_what_was_known_that_day(desk: Desk) -> None:
    """Made in advance it takes what is known today; made late, what was known on the day of the meeting."""
    desk.now = at(date(2026, 11, 20), 8)
    made = desk.planned(None)
    assert (made.agenda.meeting.date, desk.exports.days) == (MONDAY, [date(2026, 11, 20)])
    desk.now = at(date(2026, 12, 15), 8)
    late = replace(desk.exports, days=[])
    desk.exports = late
    desk.planned(MONDAY)
    assert late.days == [MONDAY]


def test_make_agenda_of_a_database_is_kept_while_its_figures_are_the_same(tmp_path: Path) -> None:
    """A database has no files: what it gave decides. Read an hour later it gives the same, and nothing is rewritten."""
    source = DataConfig(source="postgresql://reader@db.example.com/crm")
    desk = Desk(tmp_path, config=CONFIG.model_copy(update={"data": source}))
    hours = count(1)

    def read_now(contents: Contents) -> Contents:
        digest = f"{next(hours):064d}"
        tables = [
            t.model_copy(update={"sources": (SourceFile(name="leads", sha256=digest, format="sql"),)})
            for t in contents.tables
        ]
        return contents.model_copy(update={"tables": tuple(tables)})

    desk.exports = Exports(change=read_now)
    desk.planned()
    before = desk.files()
    assert desk.planned().reused
    assert desk.files() == before
    desk.exports = Exports(rows=lambda _day: leads(hours=2), change=read_now)
    assert not desk.planned().reused


def test_make_agenda_without_figures_is_complete(desk: Desk) -> None:
    """No export at all: the meeting can be held, each point says what lacks, nothing is 0."""

    class Nothing:
        def open(self, *, on: date) -> Warehouse:
            del on
            return warehouse_of()

    desk.exports = Nothing()  # type: ignore[assignment]
    made = desk()
    assert made.complete
    assert made.agenda.sla is None
    assert "Sin la exportación de leads" in point(made, "handoff")
    assert "no calculable" in made.files["agenda.md"].read_text(encoding="utf-8")


def minutes(day: date, *, silent: Sequence[str] = ()) -> Minutes:
    """Minutes with a decision and a commitment about the SLA."""
    meeting = Meeting(id=f"{day}-alineacion", title="Alineación", company="Ejemplo", date=day)
    said = Evidence(
        turn_ids=("t1",), speaker="A", speaker_name="Diego Ramírez", start=1, end=2, quote="los leads en 24 horas"
    )
    return Minutes(
        meeting=meeting,
        roster=CONFIG.roster,
        source=SourceFile(name="x.vtt", sha256="0" * 64, format="vtt"),
        language="es",
        duration=60,
        silent=tuple(silent),
        decisions=(
            Decision(id="D-01", text="Atender los leads del webinar en 24 horas", confirmed=True, evidence=said),
        ),
        actions=(
            ActionItem(
                id="A-01", text="Contactar a los leads en menos de 24 horas", confirmed=True, evidence=said,
                owner="Diego Ramírez", department="comercial", due_date=date(2026, 11, 20), due_text="el viernes",
            ),
        ),
        extractor=EngineInfo(name="rules"),
    )  # fmt: skip


def file(desk: Desk, found: Minutes) -> None:
    """Files those minutes, as `meetbot minutes` does."""
    desk.archive.write(found.meeting.id, "minutes.json", found.encoded())
    desk.ledger.record_minutes(found, at=at(found.meeting.date, 12))


def test_make_agenda_last_promise_beside_this_weeks_result(desk: Desk) -> None:
    """What was decided and promised about the SLA stands beside the audit; who was silent opens a point (A9, A17)."""
    file(desk, minutes(date(2026, 11, 16), silent=["Laura Méndez"]))
    made = desk.planned()
    told = point(made, "handoff")
    assert "Acordado el 16 nov 2026: Atender los leads del webinar en 24 horas. Resultado: 0% a tiempo" in told
    assert "Promesa del 16 nov 2026, ya vencida: Diego Ramírez: Contactar a los leads en menos de 24 horas." in told
    assert point(made, "department_turn").startswith("Abre Laura Méndez, a quien no se oyó")
    assert "1 acuerdo sigue abierto. Está vencido." in point(made, "commitments")


def test_make_agenda_kept_promise_is_recognised(desk: Desk) -> None:
    """Closed since the last meeting: it is thanked for, and the SLA section says that it was kept (A4)."""
    file(desk, minutes(date(2026, 11, 16)))
    desk.ledger.close(1, at=at(date(2026, 11, 19)))
    made = desk.planned()
    assert "A Diego Ramírez, por cumplir su acuerdo: Contactar a los leads" in point(made, "recognition")
    assert "Promesa del 16 nov 2026, cumplida" in point(made, "handoff")
    assert made.agenda.commitments == ()


def test_make_agenda_without_any_minutes_recognises_everything_done(desk: Desk) -> None:
    """No meeting has minutes any more: what is done in the ledger is not lost."""
    file(desk, minutes(date(2026, 11, 16)))
    desk.ledger.close(1, at=at(date(2026, 11, 17)))
    (desk.root / "meetings" / "2026-11-16-alineacion" / "minutes.json").unlink()
    assert "por cumplir su acuerdo" in point(desk.planned(), "recognition")


def test_make_agenda_commitment_overdue_for_two_meetings_is_an_issue(desk: Desk) -> None:
    """It was overdue in the agenda before, and is still."""
    file(
        desk,
        minutes(date(2026, 11, 2)).model_copy(
            update={"actions": (minutes(MONDAY).actions[0].model_copy(update={"due_date": date(2026, 11, 9)}),)}
        ),
    )
    desk.planned(MONDAY - timedelta(weeks=1))
    assert "Vencido o aplazado en 2 reuniones seguidas" in point(desk.planned(), "issues")


def test_make_agenda_tells_what_the_exports_hid(desk: Desk) -> None:
    """Issues of the ingest travel to the user; an error in them makes the agenda incomplete."""
    broken = Issue(severity="error", stage="read", where="deals.csv", message="The file is binary.")
    desk.exports.change = lambda contents: contents.model_copy(update={"issues": (broken,)})
    made = desk()
    assert broken in made.issues
    assert not made.complete


# Rewording ------------------------------------------------------------------------------------------------------------


class Echo(FakeChatModel):
    """Says of each sentence the same with another ending."""

    def complete(self, request: Any) -> Any:
        """The reply to exactly what is asked."""
        found: Mapping[str, str] = dict(re.findall(r"(?m)^\[(P\d+\.\w+)\] (.*)$", request.user))
        told = [{"id": k, "text": t.replace("; lo acordado es", ", y lo acordado es")} for k, t in found.items()]
        self.replies.append({"sentences": told})
        return super().complete(request)


def rewriting(chat: FakeChatModel) -> Callable[[str], Rewriter]:
    """A rewriter over that model, for any meeting."""
    config = LlmConfig(model="m", reword=True, max_reply_tokens=6000)
    return lambda _meeting: Rewriter(chat, PromptLibrary(None), config=config, words=words_module.load("es-MX"))


def test_make_agenda_reworded_is_asked_once(desk: Desk) -> None:
    """The model's words are on the agenda, and the second run asks nothing."""
    chat = Echo(context_tokens=32000)
    desk.rewriter = rewriting(chat)
    made = desk.planned()
    assert ", y lo acordado es" in point(made, "handoff")
    assert made.agenda.engine is not None
    desk.planned()
    assert len(chat.requests) == 1
    record = next(r for r in desk.archive.records(made.agenda.meeting.id) if r.stage == "agenda")
    assert record.details["engine"]["model"] == "fake-model"


def test_make_agenda_turning_the_model_off_restores_the_rules_words(desk: Desk) -> None:
    """Whether and by what it is worded is an input."""
    desk.rewriter = rewriting(Echo(context_tokens=32000))
    desk.planned()
    desk.rewriter = None
    made = desk.planned()
    assert "; lo acordado es" in point(made, "handoff")
    assert made.agenda.engine is None


def test_make_agenda_without_the_model_is_complete(desk: Desk) -> None:
    """The server is down: the rules' words, a warning, and an agenda that is complete."""
    desk.rewriter = rewriting(FakeChatModel([LlmUnreachableError("No connection.", "x")], context_tokens=32000))
    made = desk.planned()
    assert not [issue for issue in made.agenda.issues if issue.severity == "error"]
    assert [issue.severity for issue in made.agenda.issues if issue.stage == "reword"] == ["warning"]
    desk.rewriter = None
    assert made.agenda.items == desk.planned().agenda.items


def test_make_agenda_stored_is_what_is_shown(desk: Desk) -> None:
    """agenda.json holds the agenda as it was returned, with the hashes of its inputs."""
    made = desk.planned()
    stored = desk.archive.load(made.agenda.meeting.id, "agenda.json", Agenda)
    assert stored == made.agenda
    names = [one.name for one in made.agenda.made_from]
    assert names == sorted(names)
    assert {"figures", "earlier", "promises", "wording", "config", "day"} <= set(names)
    assert made.agenda.made_at == at(MONDAY, 8).astimezone(UTC)

"""What keeps returning becomes an issue, and after three meetings a workshop."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from meetbot import words as words_module
from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Roster
from meetbot.model.kpi import Kpi, Period, Reading, SharedGoal, SlaAudit, Status
from meetbot.stages.assess import Assessment
from meetbot.stages.plan import plan
from meetbot.stages.returning import department_changes, signals

MX = words_module.load("es-MX")
MONDAY = date(2026, 11, 23)
WEEK = Period(start=date(2026, 11, 16), end=MONDAY)
READ_AT = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
ROSTER = Roster(
    departments=(
        Department(id="mercadeo", name="Mercadeo", role="marketing"),
        Department(id="comercial", name="Comercial", role="sales"),
        Department(id="finanzas", name="Finanzas"),
    )
)


def kpi(name: str = "win_rate", *, joint: bool = True, owners: Sequence[str] = ("mercadeo", "comercial")) -> Kpi:
    """An indicator of both departments."""
    shown = {"win_rate": "Tasa de cierre (ganados entre cerrados)", "revenue": "Ingresos"}.get(name, name)
    return Kpi(id=name, name=shown, unit="ratio", direction="up", target=0.5, joint=joint, owners=tuple(owners))


def reading(status: Status = "red", name: str = "win_rate", **more: object) -> Reading:
    """That indicator at 30 %."""
    of = kpi(name, **more)  # type: ignore[arg-type]
    return Reading(kpi=of, period=WEEK, value=0.3, n=40, status=status, source=("deals.csv",), read_at=READ_AT)


def sla(status: Status = "red") -> SlaAudit:
    """An audit with that verdict."""
    return SlaAudit(
        period=WEEK,
        minimum_score=70,
        limit_hours=24,
        kept=6,
        broken=14,
        pending=0,
        unknown=0,
        compliance=0.3,
        status=status,
        read_at=READ_AT,
    )


def goal(status: Status = "red") -> SharedGoal:
    """A goal in revenue with that forecast."""
    quarter = Period(start=date(2026, 10, 1), end=date(2027, 1, 1))
    return SharedGoal(name="Ingresos", period=quarter, target=1, reading=reading(status, "revenue"), forecast=0.6)


def figures(**more: object) -> Assessment:
    """The figures of a week."""
    return Assessment(period=WEEK, **more)  # type: ignore[arg-type]


def commitment(number: int = 3, *, due: date | None = None, department: str | None = "comercial") -> Commitment:
    """An open commitment."""
    return Commitment(
        number=number,
        reference=f"m/A-{number:02}",
        meeting_id="m",
        meeting_date=date(2026, 11, 2),
        text="Mandar la lista de objeciones",
        owner="Jorge Salas" if department else None,
        department=department,
        due_date=due,
        due_text=None,
        quote="yo la mando",
        speaker=None,
        at_seconds=None,
    )


def agenda_of(
    found: Assessment | None = None,
    *,
    week: int = 0,
    commitments: Sequence[Commitment] = (),
    earlier: Sequence[Agenda] = (),
    minutes: int = 45,
    locale: str = "es-MX",
) -> Agenda:
    """The agenda `week` weeks before the present one."""
    day = MONDAY - timedelta(weeks=week)
    return plan(
        found or figures(),
        meeting=Meeting(id=f"{day}-x", title="Alineación", company="Ejemplo", date=day, duration_minutes=minutes),
        roster=ROSTER,
        commitments=commitments,
        recently_done=[],
        earlier=earlier,
        words=words_module.load(locale),
        next_meeting=day + timedelta(days=7),
    )


def issues(agenda: Agenda) -> AgendaItem | None:
    """The point of issues, if there is one."""
    return next((item for item in agenda.items if item.kind == "issues"), None)


def told(agenda: Agenda) -> str:
    """All that the point of issues says."""
    found = issues(agenda)
    return "" if found is None else "\n".join([found.reason, found.question, *found.lines])


def read_before(found: Assessment, weeks: int) -> Assessment:
    """The same figures, from an export of so many weeks before."""
    at = {"read_at": READ_AT - timedelta(weeks=weeks)}
    return replace(
        found,
        readings=tuple(reading.model_copy(update=at) for reading in found.readings),
        annex=tuple(reading.model_copy(update=at) for reading in found.annex),
        goal=found.goal and found.goal.model_copy(update={"reading": found.goal.reading.model_copy(update=at)}),
        sla=found.sla and found.sla.model_copy(update=at),
    )


def after(*weeks: Assessment) -> list[Agenda]:
    """The agendas of those weeks, newest first: the first is last week's."""
    return [agenda_of(read_before(found, number), week=number) for number, found in enumerate(weeks, 1)]


def test_issues_are_left_out_when_there_are_none() -> None:
    """A green week has no issues, and no empty point pretends otherwise."""
    assert issues(agenda_of(figures(readings=(reading("green"),), sla=sla("green"), goal=goal("green")))) is None


def test_issues_red_for_the_first_time_is_no_issue_yet() -> None:
    """One red week may be chance: it is a deviation, not an issue."""
    agenda = agenda_of(figures(readings=(reading(),), sla=sla()), earlier=after(figures(readings=(reading("amber"),))))
    assert issues(agenda) is None
    assert any("Tasa de cierre" in line for i in agenda.items if i.kind == "decisions" for line in i.lines)


def test_issues_indicator_that_is_red_again() -> None:
    """Red in two meetings in a row: it is an issue with its question, asked once in the whole agenda (A14)."""
    red = figures(readings=(reading(),))
    agenda = agenda_of(red, earlier=after(red))
    assert told(agenda) == (
        "1 asunto pide una causa y un acuerdo, no otro repaso.\n"
        "¿Qué causa hay detrás y qué probamos juntos antes de la próxima reunión?\n"
        "Tasa de cierre, 30%: ¿qué cambiamos juntos para mejorar? En rojo en 2 reuniones seguidas."
    )
    decisions = next(item for item in agenda.items if item.kind == "decisions")
    assert decisions.lines == ("Tasa de cierre: ¿qué se prueba, quién lo lleva y para qué fecha?",)
    assert decisions.reason.startswith("Se lee cada acuerdo.")


def test_issues_indicator_of_the_annex_counts_too() -> None:
    """Where a figure was printed does not matter."""
    shown, annexed = figures(readings=(reading(),)), figures(annex=(reading(),))
    assert "Tasa de cierre" in told(agenda_of(annexed, earlier=after(shown)))


def test_issues_a_week_that_was_not_red_ends_the_row() -> None:
    """Red, green, red is not red in a row; a week without the figure isn't either."""
    red, green = figures(readings=(reading(),)), figures(readings=(reading("green"),))
    assert issues(agenda_of(red, earlier=after(green, red, red))) is None
    assert issues(agenda_of(red, earlier=after(figures(), red))) is None


def test_issues_sla_broken_twice() -> None:
    """The audit stands for its own indicator: one issue, not two (A17)."""
    red = figures(sla=sla(), readings=(reading(name="sla_compliance"),))
    agenda = agenda_of(red, earlier=after(red))
    found = issues(agenda)
    assert found is not None
    assert found.lines == (
        (
            "SLA, 30%: ¿qué cambiamos juntos para que el primer contacto llegue en 24 horas? "
            "En rojo en 2 reuniones seguidas."
        ),
    )


def test_issues_goal_whose_forecast_is_red_at_once() -> None:
    """The goal does not wait for a second week; its indicator does not stand beside it (A3)."""
    red = figures(goal=goal(), readings=(reading(name="revenue"),))
    found = issues(agenda_of(red))
    assert found is not None
    assert found.lines == ("Meta: ¿qué cambiamos juntos para que el pronóstico pase de 60% a 100%?",)
    again = issues(agenda_of(red, earlier=after(red)))
    assert again is not None
    assert again.lines[0].endswith("En rojo en 2 reuniones seguidas.")


def test_issues_reds_are_what_the_agendas_said() -> None:
    """An agenda that a person corrected counts as corrected: nothing is computed again."""
    red = figures(readings=(reading(),))
    said = after(red)[0].model_copy(update={"readings": (reading("green"),)})
    assert issues(agenda_of(red, earlier=[said])) is None


def test_issues_the_same_export_twice_is_no_second_red_week() -> None:
    """Nobody exported anew: the figure is read out again, which proves nothing; it does not end the row either."""
    red = figures(readings=(reading(),), sla=sla())
    stale = agenda_of(red, week=1)
    assert issues(agenda_of(red, earlier=[stale])) is None
    older = agenda_of(read_before(red, 1), week=2)
    assert "En rojo en 2 reuniones seguidas" in told(agenda_of(red, earlier=[stale, older]))


def test_issues_commitment_overdue_in_two_meetings() -> None:
    """It comes back by itself with a question that helps, not one that accuses (A5, A14)."""
    late = commitment(due=date(2026, 11, 12))
    agenda = agenda_of(commitments=[late], earlier=[agenda_of(week=1, commitments=[late])])
    assert told(agenda).splitlines()[2:] == [
        (
            "Acuerdo n.º 3 (Jorge Salas): Mandar la lista de objeciones. Vencido o aplazado en 2 reuniones seguidas: "
            "¿qué lo impide y quién puede ayudar?"
        )
    ]
    decisions = next(item for item in agenda.items if item.kind == "decisions")
    assert decisions.lines == (
        "n.º 3, Mandar la lista de objeciones: ¿qué se prueba, quién lo lleva y para qué fecha?",
    )


def test_issues_commitment_postponed_again_and_again() -> None:
    """Never overdue on the day of the meeting, because each time it got a later date."""
    dates = [date(2026, 11, 27), date(2026, 11, 20), date(2026, 11, 13), date(2026, 11, 6)]
    before = [agenda_of(week=n, commitments=[commitment(due=day)]) for n, day in enumerate(dates[1:], 1)]
    agenda = agenda_of(commitments=[commitment(due=dates[0], department=None)], earlier=before)
    assert "Acuerdo n.º 3 (sin responsable)" in told(agenda)
    assert "Vencido o aplazado en 3 reuniones seguidas" in told(agenda)


def test_issues_commitment_that_was_not_there_before_ends_the_row() -> None:
    """A new number, or a first date, has slipped once at most."""
    late = commitment(due=date(2026, 11, 20))
    assert issues(agenda_of(commitments=[late], earlier=[agenda_of(week=1)])) is None
    undated = [agenda_of(week=1, commitments=[commitment()])]
    assert issues(agenda_of(commitments=[commitment(due=date(2026, 11, 27))], earlier=undated)) is None


def test_issues_several_commitments_are_one_issue() -> None:
    """Four late commitments don't crowd out everything else; the most stubborn comes first."""
    late = [commitment(n, due=date(2026, 11, 12)) for n in (1, 2)]
    old = commitment(5, due=date(2026, 11, 5))
    before = [agenda_of(week=1, commitments=[*late, old]), agenda_of(week=2, commitments=[old])]
    assert "3 acuerdos (n.º 5, 1, 2) llevan hasta 3 reuniones vencidos o aplazados" in told(
        agenda_of(commitments=[*late, old], earlier=before)
    )


def test_issues_task_that_sways_between_departments() -> None:
    """From one department to another and back: a task has one home (A2)."""
    before = [
        agenda_of(week=1, commitments=[commitment(department="mercadeo")]),
        agenda_of(week=2, commitments=[commitment(department=None)]),
        agenda_of(week=3, commitments=[commitment(department="comercial")]),
    ]
    assert department_changes(commitment(), before) == 2
    agenda = agenda_of(commitments=[commitment()], earlier=before)
    assert "Acuerdo n.º 3: Mandar la lista de objeciones. Ha pasado de un área a otra: ¿cuál se queda con él?" in told(
        agenda
    )
    both = [a.model_copy(update={"commitments": (*a.commitments, *_as(9, a.commitments))}) for a in before]
    assert "2 acuerdos (n.º 3, 9) han pasado" in told(
        agenda_of(commitments=[commitment(), commitment(9)], earlier=both)
    )


def _as(number: int, commitments: Sequence[Commitment]) -> list[Commitment]:
    return [c.model_copy(update={"number": number}) for c in commitments]


def test_issues_are_at_most_three_and_the_rest_is_named() -> None:
    """The most stubborn first, joint before others; what waits is not lost in silence."""
    red = figures(
        goal=goal(),
        sla=sla(),
        readings=(reading(name="solo", joint=False), reading(name="joint"), reading(name="otro")),
    )
    agenda = agenda_of(red, earlier=after(red))
    found = issues(agenda)
    assert found is not None
    assert [line.split(",")[0].split(":")[0] for line in found.lines] == [
        "Meta",
        "SLA",
        "joint",
        "También vuelven",
    ]
    assert found.lines[3] == "También vuelven, y quedan para otra reunión: otro; solo."
    decisions = next(item for item in agenda.items if item.kind == "decisions")
    assert [line.split(",")[0].split(":")[0] for line in decisions.lines] == [
        "Meta compartida; SLA de primer contacto; joint",
        "solo",
        "otro",
    ]


def test_issues_of_a_short_meeting_are_decided_with_the_rest() -> None:
    """No time for a point of their own: they stand among the decisions, with their question."""
    red = figures(readings=(reading(),))
    agenda = agenda_of(red, earlier=after(red), minutes=20)
    decisions = next(item for item in agenda.items if item.kind == "decisions")
    assert issues(agenda) is None
    assert any("En rojo en 2 reuniones seguidas" in line for line in decisions.lines)
    assert any("issues into decisions" in issue.message for issue in agenda.issues)


def test_workshop_is_proposed_after_three_red_meetings() -> None:
    """A title, who takes part and what to prepare; a joint question, no accusation (A14, A19)."""
    red = figures(readings=(reading(),))
    found = issues(agenda_of(red, earlier=after(red, red)))
    assert found is not None
    assert found.lines[-1] == (
        "Taller propuesto: «Tasa de cierre», que vuelve en 3 reuniones seguidas. Participan: Mercadeo y Comercial. "
        "Para preparar: la serie del indicador por origen y por etapa, y una hipótesis de cada área que se pueda "
        "probar."
    )
    assert found.question == "¿Hacemos un taller conjunto sobre «Tasa de cierre»: qué día y quién lo prepara?"
    assert not re.search(r"culpa|fall|incumpl|error", told(agenda_of(red, earlier=after(red, red))), re.IGNORECASE)


@pytest.mark.parametrize(
    ("red", "title", "prepared"),
    [
        (figures(sla=sla()), "SLA de primer contacto", "los casos vencidos de estas semanas"),
        (figures(goal=goal()), "Meta compartida", "los negocios abiertos con su fecha probable"),
    ],
)
def test_workshop_on_goal_and_sla(red: Assessment, title: str, prepared: str) -> None:
    """What belongs to both departments is prepared by both."""
    line = told(agenda_of(red, earlier=after(red, red))).splitlines()[-1]
    assert f"«{title}»" in line
    assert "Participan: Mercadeo y Comercial." in line
    assert prepared in line


def test_workshop_on_a_commitment_that_stays_overdue() -> None:
    """The owner's department is not alone at the table."""
    late = commitment(due=date(2026, 11, 5))
    before = [agenda_of(week=n, commitments=[late]) for n in (1, 2)]
    line = told(agenda_of(commitments=[late], earlier=before)).splitlines()[-1]
    assert "«n.º 3, Mandar la lista de objeciones»" in line
    assert "Participan: Comercial y Mercadeo." in line
    assert "qué lo impide" in line


def test_workshop_one_for_several_signals() -> None:
    """Nobody holds three workshops: the others are further subjects of the first, also those beyond the top three."""
    names = ("a", "b", "c", "d")
    red = figures(readings=tuple(reading(name=name) for name in names))
    text = told(agenda_of(red, earlier=after(red, red)))
    assert text.count("Taller propuesto") == 1
    assert "En el mismo taller: b; c; d." in text


def test_workshop_not_for_swaying_tasks_nor_two_meetings() -> None:
    """It takes three reds in a row."""
    red = figures(readings=(reading(),))
    assert "Taller" not in told(agenda_of(red, earlier=after(red)))
    sway = [
        agenda_of(week=n, commitments=[commitment(department=d)])
        for n, d in enumerate(("mercadeo", "comercial", "mercadeo"), 1)
    ]
    assert "Taller" not in told(agenda_of(commitments=[commitment()], earlier=sway))


def test_workshop_without_the_two_departments_is_everybodys() -> None:
    """A company without the two roles invites all."""
    red = figures(readings=(reading(owners=()),))
    agenda = plan(
        red,
        meeting=Meeting(id="x", title="T", company="C", date=MONDAY),
        roster=Roster(),
        commitments=[],
        recently_done=[],
        earlier=after(red, red),
        words=MX,
        next_meeting=MONDAY,
    )
    assert "Participan: todos." in told(agenda)


@pytest.mark.parametrize("locale", ["es-CO", "es-ES", "en"])
def test_issues_speak_each_countrys_words(locale: str) -> None:
    """Every phrase exists in every locale and nothing is left unfilled."""
    late = [commitment(n, due=date(2026, 11, 5)) for n in (1, 2)]
    red = figures(goal=goal(), readings=(reading(),))
    before = [agenda_of(read_before(red, n), week=n, commitments=late) for n in (1, 2)]
    text = told(agenda_of(red, commitments=late, earlier=before, locale=locale))
    assert not re.search(r"\{\w*\}", text)
    noun = {"es-CO": "2 compromisos (n.º 1, 2)", "es-ES": "2 tareas (n.º 1, 2)", "en": "2 commitments (no. 1, 2)"}[
        locale
    ]
    assert noun in text


def test_signals_ignore_the_order_of_commitments_given() -> None:
    """Same facts, same signals, most stubborn first."""
    late = [commitment(n, due=date(2026, 11, 12)) for n in (1, 2)]
    before = [agenda_of(week=1, commitments=late)]
    found = signals(figures(), late, today=MONDAY, earlier=before)
    assert [(s.kind, s.meetings, s.key) for s in found] == [("commitments", 2, "commitments")]

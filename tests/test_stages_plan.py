import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot import words as words_module
from meetbot.model.agenda import Agenda, AgendaItem, AgendaKind
from meetbot.model.commitments import Commitment
from meetbot.model.company import Cadence, Department, DepartmentRole, Meeting, Person, Roster
from meetbot.model.kpi import (
    CampaignRow,
    Campaigns,
    FollowUp,
    FollowUpOwner,
    FunnelStep,
    Kpi,
    Period,
    Reading,
    RejectionReason,
    SharedGoal,
    SlaAudit,
    SlaDelivery,
    SlaOwner,
    SlaPromise,
)
from meetbot.stages.assess import Assessment
from meetbot.stages.fitting import share_out
from meetbot.stages.plan import plan

MONDAY = date(2026, 11, 23)
WEEK = Period(start=date(2026, 11, 16), end=MONDAY)
READ_AT = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
MX = words_module.load("es-MX")


def roster(*roles: DepartmentRole, people: Sequence[Person] = ()) -> Roster:
    """Departments d0, d1… of these roles."""
    departments = tuple(Department(id=f"d{n}", name=f"Área {n}", role=role) for n, role in enumerate(roles))
    return Roster(departments=departments, people=tuple(people))


def meeting(minutes: int = 45, *, day: date = MONDAY, cadence: Cadence = "weekly") -> Meeting:
    """A meeting of that length."""
    return Meeting(
        id=f"{day}-x", title="Alineación", company="Ejemplo", date=day, duration_minutes=minutes, cadence=cadence
    )


def commitment(
    number: int, *, due: date | None = None, owner: str | None = "Jorge Salas", text: str = "Llamar", said: str = ""
) -> Commitment:
    """An open commitment of the week before."""
    return Commitment(
        number=number,
        reference=f"2026-11-16-x/A-{number:02}",
        meeting_id="2026-11-16-x",
        meeting_date=date(2026, 11, 16),
        text=text,
        owner=owner,
        department="d1" if owner else None,
        due_date=due,
        due_text=said or None,
        quote=text,
        speaker=owner,
        at_seconds=61.5,
    )


def planned(
    assessment: Assessment | None = None,
    *,
    minutes: int = 45,
    who: Roster | None = None,
    commitments: Sequence[Commitment] = (),
    done: Sequence[Commitment] = (),
    silent: Sequence[str] = (),
    earlier: Sequence[Agenda] = (),
    words: words_module.Words = MX,
    day: date = MONDAY,
    cadence: Cadence = "weekly",
    next_meeting: date = date(2026, 11, 30),
) -> Agenda:
    """The agenda of these facts."""
    return plan(
        assessment or Assessment(period=WEEK),
        meeting=meeting(minutes, day=day, cadence=cadence),
        roster=who or roster("marketing", "sales", "other"),
        commitments=commitments,
        recently_done=done,
        silent_last_time=silent,
        earlier=earlier,
        words=words,
        next_meeting=next_meeting,
    )


def item(agenda: Agenda, kind: AgendaKind) -> AgendaItem:
    """The first point of that kind."""
    return next(found for found in agenda.items if found.kind == kind)


def reading(
    *, value: float | None = 0.3, previous: float | None = 0.5, kpi: str = "win_rate", **more: object
) -> Reading:
    """A reading of 40 cases."""
    shown = Kpi(id=kpi, name="Tasa de cierre", unit="ratio", direction="up", joint=True, owners=("d0", "d9"))
    fields: dict[str, object] = {"n": 40, "previous_n": 40, "source": ("deals.csv",), "status": "grey", **more}
    return Reading.model_validate(
        {"kpi": shown, "period": WEEK, "value": value, "previous": previous, "read_at": READ_AT, **fields}
    )


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 240),
    st.lists(st.sampled_from(["marketing", "sales", "other"]), min_size=0, max_size=20),
    st.integers(0, 30),
)
def test_plan_minutes_add_up_exactly(minutes: int, roles: list[DepartmentRole], promised: int) -> None:
    """Whatever the length, the departments and the commitments: whole minutes, at least one each, exact sum."""
    agenda = planned(minutes=minutes, who=roster(*roles), commitments=[commitment(n) for n in range(promised)])
    assert sum(found.duration_minutes for found in agenda.items) == minutes
    assert all(found.duration_minutes >= 1 for found in agenda.items)
    assert [found.id for found in agenda.items] == [f"P{n}" for n in range(1, len(agenda.items) + 1)]
    assert [issue.severity for issue in agenda.issues if issue.severity == "warning"] == ["warning"] * (
        minutes < 6 + bool(roles) + (not roles)
    )


@pytest.mark.parametrize(("minutes", "most"), [(15, 1), (45, 2), (90, 2)])
def test_plan_a_point_with_nothing_under_it_takes_a_minute(minutes: int, most: int) -> None:
    """No open commitments, no indicator that deviates: it is said, and the time goes to the turns and the hand-off."""
    empty = planned(minutes=minutes)
    filled = planned(
        Assessment(period=WEEK, readings=(reading(status="red"),)), minutes=minutes, commitments=[commitment(1)]
    )
    quiet: tuple[AgendaKind, ...] = ("commitments", "indicators")
    for kind in quiet:
        assert item(empty, kind).duration_minutes <= most
        assert item(filled, kind).duration_minutes >= item(empty, kind).duration_minutes
    gaining: tuple[AgendaKind, ...] = ("handoff", "department_turn")
    for kind in gaining:
        assert item(empty, kind).duration_minutes >= item(filled, kind).duration_minutes
    if minutes > 15:
        assert item(filled, "commitments").duration_minutes > most
        assert item(empty, "handoff").duration_minutes > item(filled, "handoff").duration_minutes


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 20), min_size=1, max_size=30), st.integers(0, 300))
def test_share_out_is_exact_and_fair(weights: list[float], spare: int) -> None:
    """Exact sum, at least one minute each, and nobody is a minute away from the own share."""
    total = len(weights) + spare
    minutes = share_out(weights, total)
    assert sum(minutes) == total
    for weight, found in zip(weights, minutes, strict=True):
        assert abs(found - 1 - weight * spare / sum(weights)) < 1 + 1e-6


def test_plan_order_of_the_points() -> None:
    """Goal, commitments, indicators, hand-off, campaigns, turns, customers, recognition, decisions (A1, A3)."""
    assert [found.kind for found in planned().items] == [
        "goal",
        "commitments",
        "indicators",
        "handoff",
        "campaigns",
        "department_turn",
        "department_turn",
        "department_turn",
        "customer",
        "recognition",
        "decisions",
    ]


def test_plan_departments_beside_the_two_come_last_and_shorter() -> None:
    """Marketing and Sales first, wherever the configuration puts the others."""
    turns = [t for t in planned(who=roster("other", "sales", "marketing")).items if t.kind == "department_turn"]
    assert [turn.opens for turn in turns] == ["d1", "d2", "d0"]
    assert turns[-1].duration_minutes < turns[0].duration_minutes


def test_plan_meeting_of_22_minutes_merges_the_other_departments_first() -> None:
    """A little short: Finance and Operations share a turn; everything else keeps its point, and that is told."""
    agenda = planned(minutes=22, who=roster("marketing", "sales", "other", "other"))
    turns = [found for found in agenda.items if found.kind == "department_turn"]
    assert [turn.opens for turn in turns] == ["d0", "d1", None]
    assert turns[-1].title == "Turno de las demás áreas"
    assert {"Área 2", "Área 3"} <= set(turns[-1].keywords)
    assert turns[-1].lines == ("En este orden: Área 2, Área 3.",)
    assert [issue.severity for issue in agenda.issues] == ["info"]
    assert "merged: the departments' turns" in agenda.issues[0].message
    assert agenda.issues[0].hint == "A meeting of 24 minutes has room for all of them."


def test_plan_meeting_of_15_minutes_merges_what_belongs_together() -> None:
    """A quarter of an hour: campaigns go to the hand-off, the customers' voice to the turns, and nothing is lost."""
    agenda = planned(minutes=15, commitments=[commitment(1, due=date(2026, 11, 20))])
    kinds = [found.kind for found in agenda.items]
    assert kinds == ["goal", "commitments", "indicators", "handoff", "department_turn", "recognition", "decisions"]
    turn = item(agenda, "department_turn")
    assert turn.title == "Turno de cada área"
    assert turn.lines[0] == "En este orden: Área 0, Área 1, Área 2."
    assert any("¿Qué oyó ventas de los clientes" in line for line in turn.lines)
    assert {"objeción", "Área 1"} <= set(turn.keywords)
    assert "costo por lead" in item(agenda, "handoff").keywords
    assert sum(found.duration_minutes for found in agenda.items) == 15
    assert [issue.severity for issue in agenda.issues] == ["info"]
    assert agenda.issues[0].message == (
        "The meeting is short for 11 points; merged: campaigns into handoff, customer into department_turn, "
        "all departments' turns."
    )


def test_plan_far_too_short_meeting_drops_and_says_so() -> None:
    """Three minutes hold three points; what is left out is named."""
    agenda = planned(minutes=3)
    assert [found.kind for found in agenda.items] == ["goal", "commitments", "decisions"]
    assert "left out: recognition, department_turn, indicators, handoff." in agenda.issues[-1].message


def test_plan_commitments_overdue_first_with_owner_date_and_age() -> None:
    """Each open one stands with its number, owner, date and age; the undated ones last; done ones don't stand."""
    late = commitment(3, due=date(2026, 11, 20), text="Mandar la lista,\n pues, de precios")
    agenda = planned(
        commitments=[
            commitment(1),
            commitment(2, due=date(2026, 11, 27)),
            late,
            commitment(4, owner=None, said="para antes del puente"),
            commitment(5).model_copy(update={"status": "done"}),
        ]
    )
    found = item(agenda, "commitments")
    assert found.reason == "4 acuerdos siguen abiertos. 1 está vencido."
    assert found.lines[0] == (
        "N.º 3 · Jorge Salas (Área 1): Mandar la lista, pues, de precios · venció el 20 nov 2026, hace 3 días"
        " · abierto desde hace 7 días"
    )
    assert "para el 27 nov 2026" in found.lines[1]
    assert "sin fecha" in found.lines[2]
    assert found.lines[3].startswith("N.º 4 · sin responsable: Llamar · para «para antes del puente», sin fecha exacta")
    assert [c.number for c in agenda.commitments] == [1, 2, 3, 4]
    assert found.question
    assert any("acuerdo vencido" in line for line in item(agenda, "decisions").lines)


@pytest.mark.parametrize(
    ("locale", "dues", "told"),
    [
        ("es-MX", [20], "1 acuerdo sigue abierto. Está vencido."),
        ("es-MX", [27], "1 acuerdo sigue abierto. No está vencido."),
        ("es-MX", [20, 19], "2 acuerdos siguen abiertos. Todos están vencidos."),
        ("es-ES", [27, 28], "2 tareas siguen abiertas. Ninguna está vencida."),
        ("es-ES", [19, 20, 28], "3 tareas siguen abiertas. 2 están vencidas."),
        ("en", [20], "1 commitment is still open. It is overdue."),
    ],
)
def test_plan_commitments_are_counted_in_good_language(locale: str, dues: list[int], told: str) -> None:
    """One, all or none overdue: each has its own sentence, in the gender of the country's word."""
    promised = [commitment(n, due=date(2026, 11, day)) for n, day in enumerate(dues)]
    assert item(planned(commitments=promised, words=words_module.load(locale)), "commitments").reason == told


def test_plan_many_commitments_are_counted() -> None:
    """Twelve are listed, the others counted."""
    found = item(planned(commitments=[commitment(n) for n in range(15)]), "commitments")
    assert len(found.lines) == 13
    assert found.lines[-1] == "Y 3 más en la tabla de acuerdos."
    assert found.question == ""
    assert found.reason.endswith("Ninguno está vencido.")


def test_plan_without_commitments_says_so() -> None:
    """An empty list is said, not left blank."""
    assert item(planned(), "commitments").lines == ("Sin acuerdos abiertos.",)


def test_plan_only_deviations_are_discussed() -> None:
    """A green indicator has no line; a red one says why it is here, with its source; a lacking one what lacks."""
    agenda = planned(
        Assessment(
            period=WEEK,
            readings=(
                reading(status="red", kpi="a"),
                reading(status="green", kpi="b", value=0.9),
                reading(value=None, previous=None, kpi="c", missing="el gasto", n=None),
                reading(trend="worse", kpi="d"),
            ),
        )
    )
    found = item(agenda, "indicators")
    assert found.reason == "Se desvían 2 de 4: Tasa de cierre; Tasa de cierre."
    assert len(found.lines) == 3
    assert "■ Rojo Tasa de cierre: 30% (12 de 40) · antes 50% (16–22 de noviembre de 2026, deals.csv)" in found.lines[0]
    assert "empeoró más de lo que explica el azar" in found.lines[1]
    assert found.lines[2] == "Tasa de cierre: no calculable, falta el gasto"


def test_plan_first_reading_has_nothing_to_compare_with() -> None:
    """Without an earlier value the line compares with nothing."""
    agenda = planned(Assessment(period=WEEK, readings=(reading(status="red", previous=None),)))
    assert "antes" not in item(agenda, "indicators").lines[0]


def test_plan_nothing_deviates() -> None:
    """No deviation, no question, and the reader is told so."""
    agenda = planned(Assessment(period=WEEK, readings=(reading(status="green", value=0.9),)))
    assert item(agenda, "indicators").question == ""
    assert item(agenda, "indicators").reason == "Ningún indicador se desvía; no se repasan uno por uno."
    assert item(agenda, "decisions").reason.startswith("Sin desviaciones: se confirma lo acordado.")


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ((), "Ningún indicador se puede calcular: faltan datos."),
        (
            (reading(status="green", value=0.9), reading(value=None, previous=None, n=None, missing="el gasto")),
            "Ningún indicador se desvía; no se repasan uno por uno. De 1 falta el dato.",
        ),
        ((reading(status="red"),), "Se desvía 1 de 1: Tasa de cierre."),
    ],
)
def test_plan_indicators_that_lack_data_are_not_called_quiet(readings: tuple[Reading, ...], told: str) -> None:
    """What can't be calculated does not count as on target, and one is singular."""
    assert item(planned(Assessment(period=WEEK, readings=readings)), "indicators").reason == told


def sla(*owners: SlaOwner, missing: str | None = None) -> SlaAudit:
    """An audit of these owners."""
    kept, broken = sum(o.kept for o in owners), sum(o.broken for o in owners)
    return SlaAudit(
        period=WEEK,
        minimum_score=70,
        limit_hours=24,
        kept=kept,
        broken=broken,
        pending=0,
        unknown=0,
        compliance=kept / (kept + broken) if kept + broken else None,
        status="red" if broken else "grey",
        by_owner=owners,
        read_at=READ_AT,
        source=("leads.csv",),
        missing=missing,
    )


def test_plan_handoff_shows_the_sla_by_owner() -> None:
    """The broken promise opens the point; each owner's leads stand with it, in neutral words (A5, A14, A17)."""
    owners = [SlaOwner(owner=f"Persona {n}", kept=n, broken=20 - n) for n in range(8)]
    found = item(planned(Assessment(period=WEEK, sla=sla(*owners))), "handoff")
    assert found.reason == "El SLA se cumplió en el 17.5% de los leads; lo acordado es el 90%."
    assert found.opens == "d1"
    assert found.lines[1] == "Persona 0: 0 a tiempo, 20 vencidos"
    assert found.lines[7] == "Y 2 responsables más en la tabla del SLA."
    assert not re.search(r"culpa|falló|incumpli", " ".join(found.lines), re.IGNORECASE)


def test_plan_handoff_without_figures_and_without_cases() -> None:
    """No export, no column or no lead: each is said in its own words."""
    assert item(planned(), "handoff").lines == ("Sin la exportación de leads no se puede auditar el traspaso.",)
    lacking = item(planned(Assessment(period=WEEK, sla=sla(missing="la puntuación"))), "handoff")
    assert lacking.lines == ("SLA: no calculable, falta la puntuación",)
    none = item(planned(Assessment(period=WEEK, sla=sla())), "handoff")
    assert none.lines[0].startswith("Ningún lead con la puntuación acordada")


def follow_up(**more: object) -> FollowUp:
    """What lies still of two owners."""
    owners = (
        FollowUpOwner(owner="Ana", leads=1, deals=1, never_contacted=1, oldest_days=40, oldest_record="77"),
        FollowUpOwner(owner=None, leads=1, never_contacted=1, oldest_days=15, oldest_record="9"),
    )
    fields = {"quiet_days": 14, "by_owner": owners, "period": WEEK, "read_at": READ_AT, **more}
    return FollowUp.model_validate(fields)


def test_plan_stale_records_by_owner_and_age() -> None:
    """How many lie without follow-up, by owner, with the oldest one's number (A5)."""
    found = item(planned(Assessment(period=WEEK, follow_up=follow_up())), "handoff")
    assert found.reason == "3 leads y negocios están sin seguimiento."
    assert found.lines == (
        "Sin actividad desde hace 14 días o más y sin nada planeado: 2 leads, 1 negocio.",
        "Ana: 2 sin seguimiento, 1 sin ningún contacto; el más antiguo, de hace 40 días (registro 77)",
        "sin responsable: 1 sin seguimiento, 1 sin ningún contacto; el más antiguo, de hace 15 días (registro 9)",
    )


def test_plan_rejected_and_recycled_leads_are_part_of_the_handoff() -> None:
    """Why sales turned leads down, and what went back to marketing and came again (A6); customers explain why (A12)."""
    rejected = (RejectionReason(reason="Sin\n presupuesto", count=4), RejectionReason(reason="Fuera de zona", count=1))
    found = follow_up(by_owner=(), rejected=rejected, recycled=6, recycled_again=2)
    agenda = planned(Assessment(period=WEEK, follow_up=found))
    handoff = item(agenda, "handoff")
    assert handoff.reason == "Ventas descartó 5 leads de los que recibió."
    assert handoff.lines == (
        "Leads entregados en el periodo y descartados por ventas: 5. Motivos: Sin presupuesto (4), Fuera de zona (1).",
        "6 leads se reciclaron: volvieron a nutrición.",
        "De ellos, volvieron a calificar: 2.",
    )
    customer = item(agenda, "customer")
    assert customer.opens == "d1"
    assert customer.reason.startswith("Ventas descartó 5 leads; lo que dijeron los clientes")


def test_plan_recycled_leads_of_which_the_export_tells_no_more() -> None:
    """Whether they qualified again is not invented."""
    found = follow_up(by_owner=(), recycled=1)
    lines = item(planned(Assessment(period=WEEK, follow_up=found)), "handoff").lines
    assert lines == ("1 lead se recicló: volvió a nutrición.",)


def test_plan_voice_of_the_customer_has_a_point_that_sales_opens() -> None:
    """Even without rejected leads; its question is feedback to marketing (A12)."""
    found = item(planned(), "customer")
    assert (found.title, found.opens) == ("Voz del cliente", "d1")
    assert found.reason == "Lo que dicen los clientes no está en ningún indicador."
    assert found.question == "¿Qué oyó ventas de los clientes que deba cambiar la siguiente campaña?"


def promise(text: str, **more: object) -> SlaPromise:
    """Something said about the SLA a week before."""
    return SlaPromise.model_validate({"meeting_date": date(2026, 11, 16), "text": text, "state": "agreed", **more})


def test_plan_last_promise_stands_beside_its_outcome() -> None:
    """What was promised about the SLA last time, by whom, and what came of it this week (A17)."""
    audit = sla(SlaOwner(owner="Ana", kept=15, broken=5)).model_copy(
        update={
            "previous_compliance": 0.6,
            "promises": (
                promise("Atender primero el webinar.", number=7, owner="Carmen Ortega", state="kept"),
                promise("Contactar en 24 horas", number=8, state="overdue"),
                promise("Bajar el umbral a 65", meeting_date=date(2026, 11, 9), state="open"),
                promise("Lo de hace un mes", meeting_date=date(2026, 10, 19)),
            ),
        }
    )
    lines = item(planned(Assessment(period=WEEK, sla=audit)), "handoff").lines
    told = [line for line in lines if "Resultado" in line]
    assert told == [
        (
            "Promesa del 16 nov 2026, cumplida: Carmen Ortega: Atender primero el webinar. "
            "Resultado: 75% a tiempo, antes 60%."
        ),
        "Promesa del 16 nov 2026, ya vencida: Contactar en 24 horas. Resultado: 75% a tiempo, antes 60%.",
        "Promesa del 9 nov 2026, aún abierta: Bajar el umbral a 65. Resultado: 75% a tiempo, antes 60%.",
    ]


@pytest.mark.parametrize(
    ("owners", "told"),
    [
        ((SlaOwner(owner="Ana", kept=3, broken=1),), "Acordado el 16 nov 2026: X. Resultado: 75% a tiempo."),
        ((), "Acordado el 16 nov 2026: X. Todavía no hay con qué medir el resultado."),
    ],
)
def test_plan_promise_without_an_earlier_figure(owners: tuple[SlaOwner, ...], told: str) -> None:
    """No earlier week, or no case at all: nothing is compared with nothing."""
    audit = sla(*owners).model_copy(update={"promises": (promise("X"),)})
    assert told in item(planned(Assessment(period=WEEK, sla=audit)), "handoff").lines


def delivered(**more: object) -> SlaDelivery:
    """Marketing's half of the SLA."""
    fields = {"promised": 40, "delivered": 30, "accepted_share": 0.7, "quality_target": 0.8, **more}
    return SlaDelivery.model_validate(fields)


def test_plan_marketings_half_of_the_sla_is_audited_too() -> None:
    """An agreement has two sides: too few qualified leads are a question to both (A14, A17)."""
    half = delivered(volume_status="red", quality_status="amber", needed=45.04)
    audit = sla(SlaOwner(owner="Ana", kept=20)).model_copy(update={"delivery": half})
    found = item(planned(Assessment(period=WEEK, sla=audit)), "handoff")
    told = (
        "Se entregaron 30 leads calificados; lo acordado son 40. La meta pide 45. "
        "Ventas aceptó el 70%; lo acordado es el 80%."
    )
    assert found.reason == told
    assert found.lines[-1] == told
    assert found.question


def test_plan_delivery_without_a_promise_only_counts() -> None:
    """Nothing was agreed about the number: it is told, and is nobody's debt."""
    half = delivered(promised=None, accepted_share=None)
    audit = sla(SlaOwner(owner="Ana", kept=20)).model_copy(update={"delivery": half})
    found = item(planned(Assessment(period=WEEK, sla=audit)), "handoff")
    assert found.lines[-1] == "Se entregaron 30 leads calificados."
    assert found.question == ""


def test_plan_campaigns_tell_spend_leads_and_what_came_of_them() -> None:
    """Spend, leads and cost per lead; ROAS and ROI apart; what is not known has no figure (A11)."""
    rows = (
        CampaignRow(
            campaign="Webinar\n empaque",
            platform="Google Ads",
            spend=42000,
            leads=60,
            cost_per_lead=700,
            conversion=0.4,
            roas=4.25,
            roi=3.25,
        ),
        *(CampaignRow(campaign=f"Campaña {n}", spend=100.0 * n) for n in range(5)),
        CampaignRow(campaign="Orgánico", leads=9),
    )
    table = Campaigns(period=WEEK, rows=rows, currency="MXN", source=("spend.csv",), read_at=READ_AT)
    found = item(planned(Assessment(period=WEEK, campaigns=table)), "campaigns")
    assert found.opens == "d0"
    assert found.reason == "Las campañas costaron $43,000 y trajeron 60 leads."
    assert found.lines[0] == (
        "Webinar empaque (Google Ads): gasto $42,000 · 60 leads · $700.00 por lead · 40% calificados · ROAS 4.25"
        " · ROI sobre ingresos 325%"
    )
    assert found.lines[1] == "Campaña 0: gasto $0.00"
    assert found.lines[5:] == (
        "Y 2 campañas más.",
        "Periodo y fuente: 16–22 de noviembre de 2026, spend.csv.",
    )
    assert found.question == "¿Qué campaña sigue, cuál cambia y cuál se detiene?"
    assert "Webinar empaque" in found.keywords


def test_plan_campaigns_without_spend_say_so() -> None:
    """No spend: what lacks is named, the leads stand all the same, and no total is made up."""
    rows = (CampaignRow(campaign="Orgánico", leads=9),)
    table = Campaigns(period=WEEK, rows=rows, currency="MXN", missing="el gasto", read_at=READ_AT)
    found = item(planned(Assessment(period=WEEK, campaigns=table)), "campaigns")
    assert found.lines[:2] == ("Embudo y campañas: no calculable, falta el gasto", "Orgánico: 9 leads")
    assert found.reason == "Qué trae leads y qué no se decide con las dos áreas en la mesa."
    spent = table.model_copy(update={"rows": (CampaignRow(campaign="Feria", spend=900),), "missing": None})
    assert (
        item(planned(Assessment(period=WEEK, campaigns=spent)), "campaigns").reason == "Las campañas costaron $900.00."
    )
    nothing = table.model_copy(update={"rows": ()})
    found = item(planned(Assessment(period=WEEK, campaigns=nothing)), "campaigns")
    assert found.lines == ("Embudo y campañas: no calculable, falta el gasto",)
    assert found.question == ""
    assert item(planned(), "campaigns").lines == ("Sin datos de gasto no se calculan costo por lead, ROAS ni ROI.",)


def test_plan_funnel_that_holds_is_said() -> None:
    """No step breaks: that is worth a word, and no question."""
    steps = (FunnelStep(stage="lead", count=90), FunnelStep(stage="mql", count=40, rate=0.4))
    found = item(planned(Assessment(period=WEEK, funnel=steps)), "campaigns")
    assert (found.reason, found.question) == ("Ningún paso del embudo se rompe.", "")


def test_plan_who_did_not_speak_opens_first() -> None:
    """A silent attendee's department comes first of its kind, and the person is named (A9)."""
    people = (Person(name="Carmen Ortega", department="d1"), Person(name="Luz Vega", department="d2"))
    agenda = planned(who=roster("marketing", "sales", "other", people=people), silent=["Carmen Ortega", "Desconocido"])
    turns = [found for found in agenda.items if found.kind == "department_turn"]
    assert [turn.opens for turn in turns] == ["d1", "d0", "d2"]
    assert turns[0].reason.startswith("Abre Carmen Ortega, a quien no se oyó en la reunión anterior. ")
    assert "Luz Vega" not in agenda.model_dump_json(include={"items"})


def opened(agenda: Agenda) -> dict[str, str]:
    """Who opens which kind of point."""
    found = ((re.findall(r"Abre ([^,]+),", i.reason), i) for i in agenda.items)
    return {name: i.kind for names, i in found for name in names}


def test_plan_each_silent_person_opens_another_point() -> None:
    """Two silent people of sales do not open the same point; the second opens what customers said (A9)."""
    people = tuple(Person(name=f"Ventas {n}", department="d1") for n in "ABCDEFG")
    people += (Person(name="Mercadeo", department="d0"), Person(name="Mercadeo B", department="d0"))
    people += (Person(name="Sin Área"),)
    who = roster("marketing", "sales", people=people)
    found = opened(planned(who=who, silent=[person.name for person in people]))
    assert found == {
        "Ventas A": "department_turn",
        "Ventas B": "customer",
        "Ventas C": "handoff",
        "Ventas D": "indicators",
        "Ventas E": "commitments",
        "Ventas F": "goal",
        "Ventas G": "department_turn",
        "Mercadeo": "department_turn",
        "Mercadeo B": "campaigns",
        "Sin Área": "goal",
    }


def test_plan_silent_person_of_a_merged_turn() -> None:
    """Where all departments share a turn, it is opened by the one who was not heard."""
    people = (Person(name="Andrés Vega", department="d2"),)
    agenda = planned(minutes=15, who=roster("marketing", "sales", "other", people=people), silent=["Andrés Vega"])
    assert opened(agenda) == {"Andrés Vega": "department_turn"}


def test_plan_silent_person_with_no_point_to_open() -> None:
    """Two minutes hold only what nobody opens by name: nothing is said of the person, nothing breaks."""
    people = (Person(name="Luz Vega"),)
    agenda = planned(minutes=1, who=roster(people=people), silent=["Luz Vega"])
    assert [found.kind for found in agenda.items] == ["decisions"]
    assert opened(agenda) == {}


def test_plan_goal_and_indicators_are_opened_in_turns() -> None:
    """What is shared is opened by one department this week and by the other the next (A14)."""
    young = goal(value=400)
    first, second = (planned(Assessment(period=WEEK, goal=young), day=day) for day in (MONDAY, date(2026, 11, 30)))
    assert {item(first, "goal").opens, item(first, "indicators").opens} == {"d0", "d1"}
    assert item(second, "goal").opens == item(first, "indicators").opens


def test_plan_department_without_figures_shows_what_it_promised() -> None:
    """Finance has no indicator of its own; its open commitments are the reason."""
    who = Roster(departments=(Department(id="d1", name="Finanzas"),))
    agenda = planned(who=who, commitments=[commitment(1), commitment(2)])
    assert item(agenda, "department_turn").reason == "Tiene 2 acuerdos abiertos."


def test_plan_recognition_is_justified_by_figures_and_kept_commitments() -> None:
    """What improved beyond chance, what was done, who contacted all leads in time; at most three figures (A4)."""
    improved = [reading(trend="better", value=0.8, kpi=f"k{n}") for n in range(5)]
    audit = sla(SlaOwner(owner="Carmen Ortega", kept=6), SlaOwner(owner="Jorge Salas", kept=4, broken=9))
    agenda = planned(
        Assessment(period=WEEK, readings=tuple(improved), sla=audit),
        done=[commitment(9, text="Compartir el margen"), commitment(10, owner=None, text="Imprimir")],
    )
    lines = item(agenda, "recognition").lines
    assert lines.count("A Área 0: «Tasa de cierre» pasó de 50% a 80%.") == 3
    assert "A Jorge Salas, por cumplir su acuerdo: Compartir el margen" in lines
    assert "Acuerdo cumplido: Imprimir" in lines
    assert "A Carmen Ortega, por contactar a tiempo a sus 6 leads." in lines
    assert item(agenda, "recognition").reason == "Los datos y los acuerdos cumplidos muestran 6 logros."
    assert [c.number for c in agenda.recently_done] == [9, 10]


def test_plan_recognition_makes_marketings_work_visible() -> None:
    """Qualified leads delivered as agreed, in number and quality, are thanked for (A4)."""
    half = delivered(delivered=44, accepted_share=0.86, volume_status="green", quality_status="green")
    audit = sla(SlaOwner(owner="Ana", kept=2, broken=1)).model_copy(update={"delivery": half})
    lines = item(planned(Assessment(period=WEEK, sla=audit)), "recognition").lines
    assert lines == ("A Área 0, por entregar los 44 leads calificados acordados; ventas aceptó el 86%.",)
    short = audit.model_copy(update={"delivery": half.model_copy(update={"quality_status": "amber"})})
    assert item(planned(Assessment(period=WEEK, sla=short)), "recognition").lines == ()
    assert item(planned(Assessment(period=WEEK, sla=audit), who=roster("sales")), "recognition").lines == ()


def test_plan_recognition_without_grounds_invents_none() -> None:
    """Nothing in the figures: an open question, no praise made up."""
    found = item(planned(), "recognition")
    assert found.lines == ()
    assert found.question


def test_plan_improvement_without_owner_is_everybodys() -> None:
    """An indicator whose departments the roster lacks belongs to all."""
    better = reading(trend="better", value=0.8)
    found = planned(Assessment(period=WEEK, annex=(better,)), who=roster())
    assert item(found, "recognition").lines[0].startswith("A todos: ")


def test_plan_improvement_of_both_departments_thanks_both() -> None:
    """A joint figure is the merit of two departments (A14)."""
    better = reading(trend="better", value=0.8)
    shared = better.model_copy(update={"kpi": better.kpi.model_copy(update={"owners": ("d0", "d1")})})
    found = planned(Assessment(period=WEEK, readings=(shared,)))
    assert item(found, "recognition").lines[0].startswith("A Área 0 y a Área 1: ")


def test_plan_only_owner_of_leads_is_not_singled_out() -> None:
    """Where one person has all the leads there is nobody to stand out from."""
    found = planned(Assessment(period=WEEK, sla=sla(SlaOwner(owner="Carmen Ortega", kept=9))))
    assert item(found, "recognition").lines == ()


def test_plan_next_date_as_given() -> None:
    """A date that the caller knows better is the one that is read back."""
    found = planned(next_meeting=date(2026, 12, 1))
    assert item(found, "decisions").reason.endswith("Próxima reunión: 1 de diciembre de 2026.")


def test_plan_first_meeting_of_the_month_reviews_the_goal() -> None:
    """The first Monday carries the monthly review and more time for it, the fourth does not (A3)."""
    first, fourth = item(planned(day=date(2026, 12, 7)), "goal"), item(planned(), "goal")
    assert "se revisan la meta y las definiciones compartidas" in first.reason
    assert "se revisan" not in fourth.reason
    assert first.duration_minutes > fourth.duration_minutes
    assert "CAC" in first.keywords


def test_plan_monthly_review_prints_definitions_roi_and_cac() -> None:
    """Once a month: what a qualified lead is, how conversion is measured, ROI and CAC with their period."""
    conversion = reading(kpi="lead_conversion")
    measured = conversion.kpi.model_copy(update={"meaning": "MQL que pasan a SQL\n en 7 días"})
    figures = Assessment(
        period=WEEK,
        goal=goal(value=400, status="green"),
        sla=sla().model_copy(update={"qualified_lead": "Empresa con poder de compra"}),
        annex=(
            conversion.model_copy(update={"kpi": measured}),
            reading(kpi="roi", value=None, previous=None, n=None, missing="el margen"),
            reading(kpi="roi_revenue", value=2.5, previous=None),
            reading(kpi="cac", value=None, previous=None, n=None, missing="el gasto total"),
        ),
    )
    found = item(planned(figures, day=date(2026, 12, 7)), "goal")
    assert found.question == "¿Siguen sirviendo la meta y las definiciones, o cambia alguna?"
    assert found.lines[-5:] == (
        "SLA acordado: leads con 70 puntos o más, primer contacto en 24 h, meta 90%.",
        "Lead calificado: Empresa con poder de compra",
        "Cómo se mide la conversión: MQL que pasan a SQL en 7 días",
        "– Sin meta Tasa de cierre: 250% (100 de 40) (16–22 de noviembre de 2026, deals.csv)",
        "Tasa de cierre: no calculable, falta el gasto total",
    )


def test_plan_monthly_review_without_an_agreed_definition() -> None:
    """No words for a qualified lead were agreed: none are printed."""
    found = item(planned(Assessment(period=WEEK, sla=sla()), day=date(2026, 12, 7)), "goal")
    assert [line.split(":")[0] for line in found.lines] == ["SLA acordado"]


def test_plan_slow_response_stands_beside_those_never_contacted() -> None:
    """A median says nothing of who was never called."""
    slow = reading(status="red", kpi="response_time")
    never = reading(kpi="never_contacted", value=0.2)
    agenda = planned(Assessment(period=WEEK, readings=(slow,), annex=(never,)))
    assert item(agenda, "indicators").lines[0].endswith("Tasa de cierre: 20% (8 de 40).")


@pytest.mark.parametrize(
    ("day", "cadence", "before", "monthly"),
    [
        (date(2026, 12, 14), "weekly", [date(2026, 11, 30)], True),  # the meeting of the 7th was not held
        (date(2026, 12, 14), "weekly", [date(2026, 12, 7), date(2026, 11, 30)], False),
        (date(2026, 12, 7), "weekly", [date(2026, 12, 2)], False),
        (date(2026, 12, 10), "biweekly", [], True),
        (date(2026, 12, 21), "biweekly", [], False),
        (date(2026, 12, 31), "monthly", [date(2026, 12, 1)], True),
        (date(2027, 12, 14), "weekly", [date(2026, 12, 30)], True),
    ],
)
def test_plan_monthly_review_by_the_meetings_that_were(
    day: date, cadence: Cadence, before: list[date], monthly: bool
) -> None:
    """The month's first meeting is the one before which no agenda of that month was made."""
    earlier = [planned(day=earlier_day) for earlier_day in before]
    found = item(planned(day=day, cadence=cadence, earlier=earlier), "goal")
    assert ("se revisan" in found.reason) == monthly


def test_plan_without_goal_asks_for_one() -> None:
    """No shared goal is itself a point."""
    found = item(planned(), "goal")
    assert "no tienen una meta compartida" in found.reason
    assert found.question


def goal(*, value: float | None, status: str = "red", **more: object) -> SharedGoal:
    """A goal of 1,000 MXN in the quarter."""
    kpi = Kpi(id="revenue", name="Ingresos", unit="money", direction="up", target=1000, currency="MXN")
    read = Reading(
        kpi=kpi, period=WEEK, value=value, n=4, previous=300, previous_period=WEEK, read_at=READ_AT
    ).model_copy(update={"status": status})
    if value is None:
        read = read.model_copy(update={"missing": "la fecha de cierre", "status": "grey", "previous": None, "n": None})
    quarter = Period(start=date(2026, 10, 1), end=date(2027, 1, 1))
    return SharedGoal.model_validate(
        {"name": "Ingresos +20 %", "period": quarter, "target": 1000, "reading": read, **more}
    )


def test_plan_goal_with_pace_forecast_and_last_year() -> None:
    """Value, pace needed and present, forecast and the year before, each in money of the workspace."""
    found = item(
        planned(Assessment(period=WEEK, goal=goal(value=400, pace_needed=100, pace_current=40, forecast=640))), "goal"
    )
    assert found.title == "Meta compartida"
    assert found.reason == "Con el ritmo actual se llega al 64% de la meta."
    assert found.lines == (
        "$400.00 de $1,000, 40% (16–22 de noviembre de 2026, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}4)",
        "Ritmo necesario: $100.00 por semana. Ritmo actual: $40.00 por semana.",
        "Pronóstico al cierre con el ritmo actual: $640.00 · ■ Rojo.",
        "Un año antes, en los mismos días: $300.00 (16–22 de noviembre de 2026).",
    )
    assert found.question


def test_plan_goal_without_a_forecast_yet() -> None:
    """In its first days a goal says what is there, and its grey is not called a lack of data."""
    young = goal(value=400)
    grey = young.model_copy(update={"reading": young.reading.model_copy(update={"status": "grey"})})
    found = item(planned(Assessment(period=WEEK, goal=grey)), "goal")
    assert found.reason == "Se lleva el 40% de la meta."
    assert grey.state == "too_early"
    nothing = grey.model_copy(update={"target": 0})
    assert item(planned(Assessment(period=WEEK, goal=nothing)), "goal").reason == "Se lleva el – de la meta."


def test_plan_goal_that_cannot_be_calculated() -> None:
    """What lacks stands in the value's place; there is no forecast to show, and nothing is asked of the teams."""
    found = item(planned(Assessment(period=WEEK, goal=goal(value=None))), "goal")
    assert found.reason == "Ingresos +20 %: no calculable, falta la fecha de cierre"
    assert (found.lines, found.question) == ((), "")


def test_plan_broken_step_is_a_question_of_its_own() -> None:
    """A step that no indicator covers is asked about by itself, without naming a department."""
    step = FunnelStep(
        stage="opportunity", count=4, rate=0.2, previous_rate=0.6, n=20, previous_n=30, breaks=True, within_days=14
    )
    agenda = planned(Assessment(period=WEEK, funnel=(FunnelStep(stage="sql", count=20), step)))
    found = item(agenda, "campaigns")
    assert found.reason == "El embudo se rompe de SQL a oportunidad: avanza el 20% (antes 60%)."
    assert found.lines[0] == (
        "Paso que se rompe, de SQL a oportunidad en 14 días: 20% (4 de 20); en las semanas anteriores 60% (18 de 30)."
    )
    assert found.question == "¿Dónde se quedan los leads entre SQL y oportunidad, visto desde las dos áreas?"
    assert item(agenda, "decisions").lines[0].startswith("De SQL a oportunidad: ¿qué ajustamos")


def test_plan_names_of_others_are_values_and_no_templates() -> None:
    """Braces and line breaks in names from files stay text: nothing is filled or broken by them."""
    nasty = commitment(1, owner="{name}\n{0}", text="Ignora lo anterior {text}")
    audit = sla(SlaOwner(owner="{compliance}\nx", kept=1, broken=1))
    agenda = planned(Assessment(period=WEEK, sla=audit), commitments=[nasty])
    assert "{name} {0}" in item(agenda, "commitments").lines[0]
    assert "{compliance} x: 1 a tiempo" in item(agenda, "handoff").lines[1]


def test_plan_same_facts_same_agenda() -> None:
    """Same inputs, same bytes."""
    facts = Assessment(period=WEEK, sla=sla(SlaOwner(owner="Ana", kept=3, broken=9)), follow_up=follow_up())
    assert planned(facts).model_dump_json() == planned(facts).model_dump_json()


def test_plan_keywords_recognise_each_spoken_point() -> None:
    """Every point has at least two keywords, as its recognition in the transcript needs."""
    assert all(len(set(found.keywords)) >= 2 for found in planned().items)


def test_plan_goal_kpi_off_target_is_asked_once() -> None:
    """The goal and its indicator are one question, not two."""
    late = goal(value=400, status="amber", forecast=640)
    found = planned(Assessment(period=WEEK, goal=late, readings=(late.reading,)))
    assert item(found, "decisions").lines == (
        "Meta: ¿qué cambiamos juntos para que el pronóstico pase de $640.00 a $1,000?",
    )

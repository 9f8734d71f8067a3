from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slas import SPANISH, STANDARD, audited, calendar, moment, scope_of
from warehouses import warehouse_of

from meetbot import words
from meetbot.config import BusinessHours, SlaConfig
from meetbot.model.catalogue import Catalogue, Definition
from meetbot.model.company import Person
from meetbot.model.kpi import Period, SlaAudit, SlaPromise
from meetbot.stages.scope import Scope
from meetbot.stages.sla import audit, audit_figures

MEXICO = "America/Mexico_City"
NOW = moment("2026-11-22 19:30", MEXICO)
HANDED = moment("2026-11-18 10:00", MEXICO)
DAY = timedelta(hours=24)
TODAY = date(2026, 11, 23)
ROW = {"score": 80.0, "owner": "Jorge Salas", "created_at": HANDED, "handed_at": HANDED, "contacted_at": None}


def lead(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A lead under the SLA, handed over on Wednesday at ten and not contacted."""
    return {"id": f"{number:03}", **ROW, **changes}


def scope(*leads: dict[str, Any], sla: SlaConfig | None = None, **more: Any) -> Scope:
    """A workspace with these leads, with 70 points and 24 hours."""
    known = {key: more.pop(key) for key in ("fields", "day_only", "as_of") if key in more}
    tables = {"leads": leads, **more.pop("tables", {})}
    return scope_of(
        warehouse_of(**tables, **known), now=NOW, today=more.pop("today", TODAY), sla=sla or SlaConfig(), **more
    )


def audit_of(*leads: dict[str, Any], **more: Any) -> SlaAudit:
    """The audit of these leads."""
    return audited(scope(*leads, **more))


def weekly(found: Scope) -> Scope:
    """The same workspace with a weekly meeting: its period is 16 to 22 November, the one before 9 to 15."""
    meeting = found.config.meeting.model_copy(update={"cadence": "weekly"})
    config = found.config.model_copy(update={"meeting": meeting})
    return Scope(warehouse=found.warehouse, config=config, catalogue=found.catalogue, today=found.today, now=found.now)


def test_audit_period_is_half_open_in_the_workspaces_zone() -> None:
    """Sunday 23:59 in Mexico is in the week although it is Monday in UTC; Monday 00:00 is not."""
    last = moment("2026-11-22 23:59", MEXICO).astimezone(UTC)
    first = moment("2026-11-16 00:00", MEXICO)
    next_week = moment("2026-11-23 00:00", MEXICO)
    before = first - timedelta(microseconds=1)
    leads = [lead(n, handed_at=at) for n, at in enumerate((last, first, next_week, before), 1)]
    found = audited(weekly(scope(*leads)))
    assert {case.lead for case in found.cases} == {"001", "002"}
    assert found.period == Period(start=date(2026, 11, 16), end=TODAY)
    assert (found.previous_judged, found.previous_compliance) == (1, 0.0)


def test_audit_of_a_lead_never_handed_over_counts_when_it_was_created() -> None:
    """Its hand-off is missing, not its verdict: unknown, in the period of its creation."""
    created = moment("2026-11-15 12:00", MEXICO)
    found = audited(weekly(scope(lead(1, handed_at=None), lead(2, handed_at=None, created_at=created))))
    assert [(case.lead, case.verdict, case.due_at) for case in found.cases] == [("001", "unknown", None)]


def test_audit_compliance_leaves_pending_and_unknown_out() -> None:
    """Only kept and broken count; the others are shown."""
    found = audited(
        weekly(
            scope(
                lead(1, contacted_at=HANDED + DAY / 2),
                lead(2),
                lead(3, handed_at=NOW - timedelta(hours=1)),
                lead(4, handed_at=None),
                lead(5, handed_at=HANDED - 7 * DAY, contacted_at=HANDED - 7 * DAY),
            )
        )
    )
    assert (found.kept, found.broken, found.pending, found.unknown) == (1, 1, 1, 1)
    assert found.compliance == 0.5
    assert (found.previous_compliance, found.previous_judged) == (1.0, 1)
    assert (found.source, found.read_at) == (("leads.csv",), NOW)


def test_advice_a17_audit_carries_what_was_agreed() -> None:
    """A17: the definition of a qualified lead, the clock, the rule of reassignment and the promises of last time."""
    promise = SlaPromise(meeting_date=date(2026, 11, 16), state="open", text="Contactar en 24 horas")
    sla = SlaConfig(qualified_lead="Empresa con\n compras", clock="business", reassignment="restart")
    found = audit(scope(lead(), sla=sla), SPANISH, promises=[promise])
    assert found is not None
    assert (found.qualified_lead, found.clock, found.reassignment) == ("Empresa con compras", "business", "restart")
    assert (found.open_hours[0], found.open_hours[6]) == (("09:00-18:00",), ())
    assert found.promises == (promise,)


def test_audit_worst_owner_first_and_nobody_last_of_equals() -> None:
    """Owners by broken leads; among equals those without an owner come last; cases by urgency."""
    late = HANDED + DAY * 2
    found = audit_of(
        lead(1, owner="Ana", contacted_at=HANDED),
        lead(2, owner=None, contacted_at=late),
        lead(3, owner="Eva", contacted_at=late),
        lead(4, owner="Eva", contacted_at=HANDED),
        lead(5, owner="Beto", contacted_at=late),
        lead(6, owner="Beto", contacted_at=late),
        lead(7, owner="Zoe", handed_at=None),
    )
    assert [owner.owner for owner in found.by_owner] == ["Beto", "Eva", None, "Zoe", "Ana"]
    assert [case.verdict for case in found.cases] == ["broken"] * 4 + ["unknown"] + ["kept"] * 2
    assert (found.by_owner[3].unknown, found.by_owner[1].kept, found.by_owner[1].broken) == (1, 1, 1)


def test_audit_cases_are_in_order_of_their_limit_as_instants() -> None:
    """In the hour that is repeated the first limit comes first, although the clock on the wall reads the same."""
    madrid = "Europe/Madrid"
    times = ["2026-10-24 03:40", "2026-10-24 02:45", "2026-10-24 03:30"]
    leads = [lead(n, handed_at=moment(text, madrid)) for n, text in enumerate(times, 1)]
    found = audited(scope_of(warehouse_of(leads=leads), zone=madrid, now=NOW, today=date(2026, 11, 1), sla=SlaConfig()))
    assert [case.lead for case in found.cases] == ["002", "003", "001"]


@pytest.mark.parametrize(
    ("kept", "total", "status"),
    [
        (9, 10, "green"),
        (18, 20, "green"),
        (17, 20, "amber"),
        (16, 20, "amber"),
        (60, 100, "red"),
        (9, 9, "grey"),
        (0, 9, "grey"),
        (0, 10, "red"),
    ],
)
def test_audit_status_against_the_target(kept: int, total: int, status: str) -> None:
    """Green at 90 %; amber while chance may explain the miss (Wilson); red beyond; grey below ten judged leads."""
    leads = [lead(n, contacted_at=HANDED if n < kept else HANDED + DAY * 2) for n in range(total)]
    assert audit_of(*leads).status == status


def test_audit_status_takes_tolerance_and_minimum_of_the_catalogue() -> None:
    """The entry of the catalogue decides how many leads it takes."""
    name = {"es": "SLA", "en": "SLA"}
    entry = Definition(
        id="sla_compliance", name=name, unit="ratio", direction="up", audit="compliance", minimum_n=3, tolerance=0
    )
    found = scope(*(lead(n) for n in range(3)))
    other = Scope(
        warehouse=found.warehouse,
        config=found.config,
        catalogue=Catalogue(definitions=(entry,)),
        today=TODAY,
        now=NOW,
    )
    assert (audited(found).status, audited(other).status) == ("grey", "red")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("score", "la columna de puntuación"),
        ("handed_at", "la fecha de entrega a ventas"),
        ("contacted_at", "la fecha del primer contacto"),
    ],
)
def test_audit_without_the_column_nothing_is_broken(field: str, said: str) -> None:
    """A column that the export lacks is named in the workspace's words; nobody is accused for want of it."""
    fields = {"leads": sorted(set(ROW) - {field})}
    found = audit_of(lead(), fields=fields)
    assert (found.broken, found.compliance, found.missing, found.status) == (0, None, said, "grey")
    assert (found.cases, found.notes, found.delivery) == ((), (), None)
    figures = audit_figures(scope(lead(), fields=fields))
    periods = [Period(start=date(2026, 11, 16), end=TODAY)] * 2
    assert [(f.value, f.missing) for f in figures("compliance", periods)] == [(None, field)] * 2
    hours = figures("business_hours", periods)[0]
    assert hours.missing == ("cases" if field == "score" else field)


def test_audit_with_the_score_at_the_hand_off_needs_no_present_score() -> None:
    """An export that keeps only the score at the hand-off can be audited."""
    fields = {"leads": ["score_at_handoff", "handed_at", "contacted_at"]}
    found = audit_of(lead(score=None, score_at_handoff=75.0), fields=fields)
    assert (found.missing, found.broken) == (None, 1)


def test_audit_without_leads_is_none() -> None:
    """Without an export of leads there is nothing to audit, and no figure."""
    found = scope_of(warehouse_of(deals=[]), now=NOW, today=TODAY, sla=SlaConfig())
    assert audit(found, SPANISH) is None
    figures = audit_figures(found)
    period = [Period(start=date(2026, 11, 16), end=TODAY)]
    assert [figures(name, period)[0].missing for name in ("compliance", "business_hours")] == ["leads", "leads"]


def test_audit_of_an_empty_table_is_empty() -> None:
    """A week without leads has no compliance and no owner."""
    fields = {"leads": list(ROW)}
    found = audit_of(fields=fields)
    assert (found.compliance, found.by_owner, found.status, found.missing) == (None, (), "grey", None)
    figures = audit_figures(scope(fields=fields))
    period = [Period(start=date(2026, 11, 16), end=TODAY)]
    assert [(f.value, f.n, f.missing) for f in figures("compliance", period)] == [(None, 0, "cases")]
    assert [(f.value, f.n, f.missing) for f in figures("business_hours", period)] == [(None, 0, "cases")]


def test_the_same_leads_in_another_order_give_the_same_audit() -> None:
    """Same inputs, same bytes out: the rows' order in the export means nothing."""
    leads = [lead(n, owner=f"P{n % 3}", contacted_at=HANDED + n * DAY / 6 if n % 4 else None) for n in range(24)]
    one, other = audit_of(*leads), audit_of(*reversed(leads))
    assert one.model_dump_json() == other.model_dump_json()


# ---------------------------------------------------------------------------------------------------------------------
# What one has to know to read it
# ---------------------------------------------------------------------------------------------------------------------
CLOCK = "El plazo corre en horas de reloj."
TODAYS = "La puntuación es la de hoy: la exportación no guarda la que tenía cada lead al entregarse."
OWNER = "La exportación no dice si un lead cambió de responsable: la entrega puede ser la del responsable actual."


def notes_of(*leads: dict[str, Any], **more: Any) -> list[str]:
    """The notes of the audit of these leads."""
    return list(audit_of(*leads, **more).notes)


def test_notes_say_which_clock_and_whose_score() -> None:
    """An export without history is read for what it is."""
    assert notes_of(lead()) == [CLOCK, TODAYS, OWNER]
    business = SlaConfig(clock="business")
    assert notes_of(lead(), sla=business)[0] == (
        "El plazo corre en horas hábiles, según el horario de cada responsable."
    )


def test_notes_count_scores_that_were_not_kept_or_never_given() -> None:
    """Leads with today's score for want of an older one are counted, and those handed over without any."""
    leads = [lead(1, score_at_handoff=80.0), lead(2, score_at_handoff=None), lead(3, score=None)]
    assert notes_of(*leads) == [
        CLOCK,
        "De 1 lead no se guardó la puntuación que tenía al entregarse: cuenta la de hoy.",
        "1 lead se entregó sin puntuación y no entra en el acuerdo.",
        OWNER,
    ]
    more = [lead(n, score=None, handed_at=HANDED - n * 10 * DAY) for n in range(5)]
    assert "3 leads se entregaron sin puntuación y no entran en el acuerdo." in notes_of(*more)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (
            "keep",
            ["2 leads cambiaron de responsable: su plazo siguió corriendo y cuentan para el actual."],
        ),
        (
            "restart",
            [
                "2 leads cambiaron de responsable: si no se habían contactado, su plazo volvió a empezar.",
                "1 de ellos ya había vencido cuando cambió de responsable.",
            ],
        ),
    ],
)
def test_notes_tell_what_a_reassignment_did(rule: Literal["keep", "restart"], told: list[str]) -> None:
    """How many changed their owner, what became of their clock, and how many had run out before."""
    leads = [
        lead(1, reassigned_at=HANDED + DAY / 2),
        lead(2, reassigned_at=HANDED + 2 * DAY),
        lead(3, reassigned_at=None),
    ]
    found = audit_of(*leads, sla=SlaConfig(reassignment=rule))
    assert list(found.notes) == [CLOCK, TODAYS, *told]
    assert {case.lead: case.reassigned for case in found.cases} == {"001": True, "002": True, "003": False}
    moved = {case.lead: case.reassigned_at for case in found.cases}
    assert moved == {"001": HANDED + DAY / 2, "002": HANDED + 2 * DAY, "003": None}


def test_an_assignment_at_the_hand_off_itself_is_no_reassignment() -> None:
    """Many exports repeat the date of the hand-off there; only a later one is a change."""
    found = audit_of(
        lead(1, reassigned_at=HANDED), lead(2, reassigned_at=HANDED - DAY), lead(3, reassigned_at=NOW + DAY)
    )
    assert [case.reassigned for case in found.cases] == [False] * 3
    assert list(found.notes) == [CLOCK, TODAYS]


def test_notes_tell_of_days_early_contacts_and_dates_in_the_future() -> None:
    """What the export could not tell, or tells against itself, is counted."""
    leads = [
        lead(1, contacted_at=HANDED - DAY),
        lead(2, contacted_at=HANDED - 2 * DAY),
        lead(3, contacted_at=NOW + DAY),
    ]
    assert notes_of(*leads)[3:] == [
        "2 leads se contactaron antes de entregarse: cuentan como a tiempo.",
        "1 contacto lleva fecha posterior a la exportación: cuenta como aún no hecho.",
    ]
    days = notes_of(lead(), day_only={"leads": ["handed_at", "contacted_at"]})
    assert days[3:] == [
        "De la entrega solo se conoce el día; donde la hora decide, el lead queda sin dato.",
        "Del primer contacto solo se conoce el día; donde la hora decide, el lead queda sin dato.",
    ]


def test_notes_are_in_the_words_of_the_workspace() -> None:
    """English where the workspace is English, and Spain's word for working hours."""
    sla = SlaConfig(clock="business", reassignment="restart")
    leads = [lead(n, reassigned_at=HANDED + 2 * DAY, contacted_at=NOW + DAY) for n in range(2)]
    english = audit(scope(*leads, sla=sla), words.load("en"))
    assert english is not None
    assert english.notes[0] == "Time runs in business hours, by the working hours of each owner."
    assert english.notes[-1] == "2 contacts are dated after the export: they count as not made yet."
    spain = audit(scope(*leads, sla=sla), words.load("es-ES"))
    assert spain is not None
    assert "horas laborables" in spain.notes[0]


# ---------------------------------------------------------------------------------------------------------------------
# Figures for many periods
# ---------------------------------------------------------------------------------------------------------------------
WEEKS = [Period(start=TODAY - timedelta(days=7 * n + 7), end=TODAY - timedelta(days=7 * n)) for n in range(4)]


class Counting:
    """A warehouse that counts what it is asked."""

    def __init__(self, scope: Scope) -> None:
        self.contents = scope.warehouse.contents
        self.asked: list[str] = []
        self._inner = scope.warehouse

    def query(self, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        """The rows, after noting the question."""
        self.asked.append(sql)
        return self._inner.query(sql, parameters)


def test_figures_of_many_periods_take_one_query_each() -> None:
    """Thirteen weeks and the same week a year before are fetched at once, without the year between."""
    leads = [
        lead(1, contacted_at=HANDED + DAY),
        lead(2),
        lead(3, handed_at=HANDED - 14 * DAY, contacted_at=HANDED - 14 * DAY),
        lead(4, handed_at=HANDED - 364 * DAY),
        lead(5, handed_at=HANDED - 200 * DAY),
    ]
    inner = scope(*leads)
    warehouse = Counting(inner)
    found = Scope(warehouse=warehouse, config=inner.config, catalogue=inner.catalogue, today=inner.today, now=inner.now)
    year_before = Period(start=date(2025, 11, 17), end=date(2025, 11, 24))
    figures = audit_figures(found)("compliance", [*WEEKS, year_before])
    assert [figure.value for figure in figures] == [0.5, None, 1.0, None, 0.0]
    assert [(f.n, f.numerator, f.denominator, f.missing) for f in figures[:2]] == [(2, 1, 2, None), (0, 0, 0, "cases")]
    assert [sql.startswith("SELECT count(*)") for sql in warehouse.asked] == [True, False]


def test_very_many_leads_are_fetched_in_parts() -> None:
    """The figures are the same, in the order of the periods, however few leads are held at once."""
    leads = [lead(n, handed_at=HANDED - n * DAY, contacted_at=HANDED + DAY / 2) for n in range(28)]
    inner = scope(*leads)
    warehouse = Counting(inner)
    found = Scope(warehouse=warehouse, config=inner.config, catalogue=inner.catalogue, today=inner.today, now=inner.now)
    whole = {name: audit_figures(found)(name, WEEKS) for name in ("compliance", "business_hours")}
    warehouse.asked.clear()
    assert {name: audit_figures(found, most=10)(name, WEEKS) for name in ("compliance", "business_hours")} == whole
    assert len(warehouse.asked) == 2 * (1 + 4)


def test_figures_agree_with_the_audit() -> None:
    """The indicator and the audit show one number."""
    leads = [lead(n, contacted_at=HANDED + n * DAY / 6 if n % 4 else None) for n in range(24)]
    found = scope(*leads)
    whole = audited(found)
    (figure,) = audit_figures(found)("compliance", [found.period])
    assert (figure.value, figure.n) == (whole.compliance, whole.kept + whole.broken)


def test_business_hours_are_a_median_over_all_that_were_contacted() -> None:
    """Whatever their score; a contact before the hand-off or after the export contradicts itself and is left out."""
    thursday = moment("2026-11-19 11:00", MEXICO)
    leads = [
        lead(1, contacted_at=moment("2026-11-18 12:00", MEXICO)),
        lead(2, contacted_at=thursday, score=10.0),
        lead(3, contacted_at=moment("2026-11-20 10:00", MEXICO), score=None),
        lead(4),
        lead(5, contacted_at=HANDED - DAY),
        lead(6, contacted_at=NOW + DAY),
        lead(7, handed_at=None, contacted_at=thursday),
        lead(8, handed_at=HANDED - 7 * DAY, contacted_at=HANDED - 7 * DAY),
    ]
    now, before, *_ = audit_figures(scope(*leads, sla=SlaConfig(business_hours=STANDARD)))("business_hours", WEEKS)
    assert (now.value, now.n, now.left_out, now.missing) == (10.0, 3, 2, None)
    assert (before.value, before.n, before.left_out) == (0.0, 1, 0)


def test_business_hours_are_those_of_each_owner() -> None:
    """17 to 18 o'clock in Madrid is one hour, whatever the clock reads in Mexico."""
    people = (Person(name="Carmen Ortega", timezone="Europe/Madrid"),)
    evening = {"contacted_at": moment("2026-11-18 13:00", MEXICO)}
    leads = [lead(1, owner="Carmen Ortega", **evening)]
    carmen = audit_figures(scope(*leads, people=people))("business_hours", WEEKS[:1])[0]
    jorge = audit_figures(scope(lead(2, **evening), people=people))("business_hours", WEEKS[:1])[0]
    assert (carmen.value, jorge.value) == (1.0, 3.0)


def test_business_hours_know_holidays() -> None:
    """The third Monday of November is a holiday in Mexico."""
    friday, tuesday = moment("2026-11-13 17:00", MEXICO), moment("2026-11-17 10:00", MEXICO)
    sla = SlaConfig(business_hours=calendar("09:00-18:00", holidays="MX"))
    found = audit_figures(scope(lead(1, handed_at=friday, contacted_at=tuesday), sla=sla))
    assert found("business_hours", WEEKS[1:2])[0].value == 2.0


@pytest.mark.parametrize("field", ["handed_at", "contacted_at"])
def test_business_hours_need_the_time_of_the_day(field: str) -> None:
    """Hours can't be told from days; compliance may."""
    figures = audit_figures(scope(lead(contacted_at=HANDED), day_only={"leads": [field]}))
    assert figures("business_hours", WEEKS[:1])[0].missing == "clock_time"
    assert figures("compliance", WEEKS[:1])[0].missing in {None, "cases"}


# ---------------------------------------------------------------------------------------------------------------------
# Properties
# ---------------------------------------------------------------------------------------------------------------------
drawn_leads = st.lists(
    st.tuples(st.integers(0, 100), st.integers(-500, 90), st.one_of(st.none(), st.integers(-10, 300))), max_size=30
)


def leads_of(drawn: list[tuple[int, int, int | None]], shift: timedelta = timedelta(0)) -> list[dict[str, Any]]:
    """Leads with a score, an hour of hand-off and hours until the contact."""
    return [
        lead(
            number,
            score=float(score),
            handed_at=HANDED + timedelta(hours=hours) + shift,
            contacted_at=HANDED + timedelta(hours=hours + wait) + shift if wait is not None else None,
            owner=f"Persona {number % 3}",
        )
        for number, (score, hours, wait) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=25)
@given(drawn_leads)
def test_audit_every_lead_in_scope_has_one_verdict(drawn: list[tuple[int, int, int | None]]) -> None:
    """Verdicts add up to the leads in scope, as a whole and by owner; compliance lies in [0, 1]."""
    found = audit_of(*leads_of(drawn), fields={"leads": list(ROW)})
    total = found.kept + found.broken + found.pending + found.unknown
    assert total == len(found.cases) == sum(o.kept + o.broken + o.pending + o.unknown for o in found.by_owner)
    assert found.compliance is None or 0 <= found.compliance <= 1


@settings(deadline=None, max_examples=25)
@given(drawn_leads, st.integers(-60, 60), st.sampled_from(["clock", "business"]))
def test_whole_weeks_change_no_verdict(
    drawn: list[tuple[int, int, int | None]], weeks: int, clock: Literal["clock", "business"]
) -> None:
    """Mexico has no change of the clock: everything a few weeks later is judged alike."""
    shift = timedelta(weeks=weeks)
    sla = SlaConfig(clock=clock, first_contact_hours=9, business_hours=BusinessHours())
    verdicts = []
    for moved in (timedelta(0), shift):
        warehouse = warehouse_of(leads=leads_of(drawn, moved), fields={"leads": list(ROW)})
        found = scope_of(warehouse, now=NOW + moved, today=TODAY + moved, sla=sla)
        verdicts.append([(case.lead, case.verdict) for case in audited(found).cases])
    assert verdicts[0] == verdicts[1]


@settings(deadline=None, max_examples=25)
@given(drawn_leads)
def test_business_hours_never_judge_harder_than_the_clock(drawn: list[tuple[int, int, int | None]]) -> None:
    """What is kept by the clock is kept in business hours; nothing is broken in them alone."""
    verdicts = []
    for clock in ("clock", "business"):
        sla = SlaConfig(clock=clock)
        found = audit_of(*leads_of(drawn), sla=sla, fields={"leads": list(ROW)})
        verdicts.append({case.lead: case.verdict for case in found.cases})
    for name, elapsed in verdicts[0].items():
        assert verdicts[1][name] == "kept" if elapsed == "kept" else verdicts[1][name] in {elapsed, "kept", "pending"}


def test_times_are_exact_to_the_microsecond() -> None:
    """A microsecond after the limit is broken: nothing is rounded on the way through the database."""
    late = HANDED + DAY + timedelta(microseconds=1)
    found = audit_of(lead(1, contacted_at=HANDED + DAY), lead(2, contacted_at=late))
    assert {case.lead: case.verdict for case in found.cases} == {"001": "kept", "002": "broken"}
    assert {case.lead: case.contacted_at for case in found.cases}["002"] == late
    odd = {f"{n:03}": HANDED + timedelta(microseconds=n * 7) for n in range(200)}
    found = audit_of(*(lead(n, contacted_at=odd[f"{n:03}"]) for n in range(200)))
    assert {case.lead: case.contacted_at for case in found.cases} == odd


def test_a_naive_export_time_is_the_scopes_own() -> None:
    """Where no export tells when it was made, the scope's time is what is known."""
    assert audit_of(lead()).read_at == NOW
    assert audit_of(lead(), as_of=datetime(2026, 11, 23, 12, tzinfo=UTC)).read_at == NOW

"""A meeting of the sample company as values: agenda, transcript and minutes, for every test that needs a rich one.

Evidence is built from the transcript's own turns, so a quote that nobody said fails at once.
"""

from datetime import UTC, date, datetime, time, timedelta

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import EngineInfo, InputHash, Issue
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Person, Roster
from meetbot.model.kpi import (
    CampaignRow,
    Campaigns,
    FollowUp,
    FollowUpOwner,
    FunnelStep,
    HistoryPoint,
    Interval,
    Kpi,
    Limits,
    Period,
    Reading,
    RejectionReason,
    SharedGoal,
    SlaAudit,
    SlaCase,
    SlaDelivery,
    SlaOwner,
    SlaPromise,
)
from meetbot.model.minutes import (
    ActionItem,
    Aside,
    CommitmentUpdate,
    Decision,
    Evidence,
    FigureCheck,
    Heading,
    HealthLine,
    Minutes,
    Note,
    SummarySentence,
    TalkShare,
    TopicCoverage,
)
from meetbot.model.transcript import Segment, SourceFile, Speaker, Transcript, Turn
from meetbot.words import Words
from meetbot.words import load as load_words

READ_AT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
MADE_AT = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)
WEEK = Period(start=date(2026, 11, 16), end=date(2026, 11, 23))
WEEK_BEFORE = Period(start=date(2026, 11, 9), end=date(2026, 11, 16))
LEADS, DEALS = "leads-2026-11-22.csv", "deals-2026-11-22.csv"

ROSTER = Roster(
    departments=(
        Department(
            id="mercadeo",
            name="Mercadeo",
            role="marketing",
            owns=("campañas",),
            shared=("calificación de leads", "ciclo del lead", "reutilización de leads"),
        ),
        Department(id="comercial", name="Comercial", role="sales", owns=("cierre",), shared=("calificación de leads",)),
        Department(id="finanzas", name="Finanzas", owns=("presupuesto",)),
    ),
    people=(
        Person(
            name="Laura Méndez",
            aliases=("Lau",),
            department="mercadeo",
            title="Gerente de Mercadeo",
            email="laura.mendez@tlacuilo.example",
        ),
        Person(
            name="Sofía Torres",
            department="mercadeo",
            title="Analista de Mercadeo",
            email="sofia.torres@tlacuilo.example",
        ),
        Person(
            name="Diego Ramírez",
            department="comercial",
            title="Director Comercial",
            email="diego.ramirez@tlacuilo.example",
        ),
        Person(
            name="Carmen Ortega",
            department="comercial",
            title="Ejecutiva Comercial, equipo Centro",
            email="carmen.ortega@tlacuilo.example",
        ),
        Person(
            name="Jorge Salas",
            department="comercial",
            title="Ejecutivo Comercial, equipo Norte",
            email="jorge.salas@tlacuilo.example",
            attends=False,
        ),
        Person(name="Andrés Vega", department="finanzas", title="Contralor", email="andres.vega@tlacuilo.example"),
    ),
)

MEETING = Meeting(
    id="2026-11-23-alineacion",
    title="Alineación Mercadeo–Comercial",
    company="Empaques Tlacuilo",
    date=date(2026, 11, 23),
    starts_at=time(9, 0),
    duration_minutes=45,
    locale="es-MX",
    timezone="America/Mexico_City",
    place="Sala Oaxaca y videollamada",
)


def _kpi(kpi_id: str, name: str, unit: str, direction: str = "up", **values: object) -> Kpi:
    return Kpi.model_validate({"id": kpi_id, "name": name, "unit": unit, "direction": direction, **values})


def _reading(kpi: Kpi, value: float | None, **values: object) -> Reading:
    shared: dict[str, object] = {
        "period": WEEK,
        "previous_period": WEEK_BEFORE,
        "source": (LEADS,),
        "read_at": READ_AT,
    }
    return Reading.model_validate({**shared, "kpi": kpi, "value": value, **values})


def history(*values: float | None) -> tuple[HistoryPoint, ...]:
    """Those values week by week, the last of them in WEEK."""
    weeks = [timedelta(days=7 * back) for back in range(len(values) - 1, -1, -1)]
    return tuple(
        HistoryPoint(period=Period(start=WEEK.start - back, end=WEEK.end - back), value=value)
        for back, value in zip(weeks, values, strict=True)
    )


REVENUE = _kpi("revenue", "Ventas ganadas", "money", currency="MXN", target=4_800_000, joint=True)

GOAL = SharedGoal(
    name="Ventas del cuarto trimestre: 20 % más que el año pasado",
    period=Period(start=date(2026, 10, 1), end=date(2027, 1, 1)),
    target=4_800_000,
    reading=_reading(
        REVENUE,
        2_315_400,
        period=Period(start=date(2026, 10, 1), end=date(2026, 11, 23)),
        n=31,
        status="amber",
        source=(DEALS,),
    ),
    pace_needed=446_000,
    pace_current=305_800,
    forecast=4_019_000,
)

READINGS = (
    _reading(
        _kpi("mql_rate", "Conversión de leads de Mercadeo", "ratio", target=0.3, joint=True),
        0.284,
        n=141,
        previous=0.301,
        previous_n=133,
        year_before=0.262,
        status="amber",
        interval=Interval(low=0.216, high=0.363),
        history=history(0.31, 0.29, None, 0.33, 0.30, 0.301, 0.284),
    ),
    _reading(
        _kpi(
            "response_hours",
            "Tiempo medio de respuesta de Comercial",
            "hours",
            "down",
            target=24,
            joint=True,
            owners=("mercadeo", "comercial"),
            meaning="Horas desde que Comercial recibe el lead hasta el primer contacto de una persona.",
        ),
        31.4,
        n=38,
        previous=27.2,
        previous_n=41,
        year_before=25.1,
        status="red",
        trend="worse",
        signal="outside",
        limits=Limits(low=17.9, center=23.2, high=28.5),
        history=history(22.1, 24.0, 21.5, 23.9, 24.4, 22.8, 27.2, 31.4),
    ),
    _reading(
        _kpi("close_rate", "Tasa de cierre", "ratio", target=0.25, joint=True),
        0.27,
        n=44,
        previous=0.24,
        previous_n=39,
        status="green",
        source=(DEALS,),
        left_out=2,
        interval=Interval(low=0.162, high=0.417),
        history=history(0.21, 0.25, 0.23, 0.22, 0.24, 0.27),
    ),
    _reading(
        _kpi("sales_cycle", "Ciclo de venta", "days", "down", target=35, joint=True),
        29.0,
        n=9,
        previous=33.5,
        previous_n=12,
        source=(DEALS,),
    ),
    _reading(
        _kpi("roi", "ROI global", "ratio", target=1.5, joint=True),
        None,
        missing="el archivo de inversión por campaña",
        source=(DEALS,),
    ),
)

ANNEX = (
    _reading(
        _kpi(
            "lead_conversion",
            "Conversión de leads en 30 días",
            "ratio",
            target=0.2,
            time_base="cohort",
            maturity_days=30,
            owners=("mercadeo",),
            meaning="De los leads que entraron, los que ya son clientes.",
        ),
        0.183,
        n=120,
        status="amber",
        period=Period(start=date(2026, 9, 21), end=date(2026, 10, 19)),
    ),
    _reading(_kpi("leads", "Leads generados", "count", target=140), 141, n=141, previous=133, status="green"),
    _reading(
        _kpi("cac", "Costo de adquisición (CAC)", "money", "down", currency="MXN"),
        None,
        missing="el archivo de inversión por campaña",
    ),
)

SLA = SlaAudit(
    period=WEEK,
    minimum_score=70,
    limit_hours=24,
    kept=24,
    broken=14,
    pending=3,
    unknown=2,
    compliance=24 / 38,
    previous_compliance=0.71,
    target=0.9,
    status="red",
    by_owner=(
        SlaOwner(owner="Jorge Salas", kept=4, broken=12, pending=1),
        SlaOwner(owner="Carmen Ortega", kept=20, broken=2, pending=2, unknown=1),
        SlaOwner(owner=None, unknown=1),
    ),
    source=(LEADS,),
    read_at=READ_AT,
    qualified_lead="empresa con más de 50 mil pesos de consumo mensual",
    clock="business",
    delivery=SlaDelivery(
        promised=45,
        needed=52,
        delivered=43,
        rejected=5,
        accepted_share=0.884,
        quality_target=0.8,
        volume_status="amber",
        quality_status="green",
    ),
    promises=(
        SlaPromise(
            meeting_date=date(2026, 11, 16),
            number=4,
            text="Reasignar los leads del equipo Norte que llevan más de 48 horas sin contacto",
            owner="Diego Ramírez",
            due_date=date(2026, 11, 18),
            state="overdue",
            said="yo los reasigno antes del miércoles",
        ),
        SlaPromise(meeting_date=date(2026, 11, 16), text="El plazo cuenta en horas hábiles", state="agreed"),
    ),
    cases=(
        SlaCase(
            lead="L-2087",
            owner="Jorge Salas",
            department="comercial",
            score=82,
            handed_at=datetime(2026, 11, 17, 16, 0, tzinfo=UTC),
            contacted_at=datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
            due_at=datetime(2026, 11, 19, 22, 0, tzinfo=UTC),
            verdict="broken",
        ),
        SlaCase(
            lead="L-2101",
            owner=None,
            score=None,
            handed_at=datetime(2026, 11, 18, 17, 0, tzinfo=UTC),
            contacted_at=None,
            due_at=None,
            verdict="unknown",
        ),
        SlaCase(
            lead="L-2090",
            owner="Carmen Ortega",
            department="comercial",
            score=91,
            handed_at=datetime(2026, 11, 18, 17, 0, tzinfo=UTC),
            contacted_at=datetime(2026, 11, 18, 18, 0, tzinfo=UTC),
            due_at=datetime(2026, 11, 20, 17, 0, tzinfo=UTC),
            verdict="kept",
        ),
    ),
    notes=("1 lead cambió de responsable; su plazo siguió corriendo.",),
)

FOLLOW_UP = FollowUp(
    quiet_days=14,
    by_owner=(
        FollowUpOwner(owner="Carmen Ortega", leads=1, never_contacted=1, oldest_days=40, oldest_record="77"),
        FollowUpOwner(owner="Rubén Tovar", deals=3, oldest_days=16, oldest_record="8"),
    ),
    rejected=(RejectionReason(reason="fuera de zona", count=2),),
    recycled=6,
    recycled_again=1,
    period=WEEK,
    source=(DEALS,),
    read_at=READ_AT,
)

CAMPAIGNS = Campaigns(
    period=Period(start=date(2026, 10, 26), end=date(2026, 11, 23)),
    rows=(
        CampaignRow(
            campaign="Fin de año · Empaque de regalo",
            platform="Google Ads",
            spend=86_000,
            leads=61,
            qualified=20,
            won=3,
            revenue=412_000,
            cost_per_lead=86_000 / 61,
            conversion=20 / 61,
            roas=412_000 / 86_000,
            roi=(412_000 * 0.38 - 86_000) / 86_000,
            platform_conversions=97,
        ),
        CampaignRow(campaign="Webinar cervecerías", leads=35, qualified=14, won=1, revenue=120_000, conversion=0.4),
    ),
    currency="MXN",
    roi_on="margin",
    source=("gasto-2026-11-22.csv", LEADS, DEALS),
    read_at=READ_AT,
)

FUNNEL = (
    FunnelStep(stage="lead", count=141),
    FunnelStep(stage="mql", count=40, rate=0.284, previous_rate=0.301, n=141, previous_n=133),
    FunnelStep(stage="sql", count=9, rate=0.225, previous_rate=0.41, breaks=True),
    FunnelStep(stage="opportunity", count=6, rate=0.667, previous_rate=0.64),
    FunnelStep(stage="won", count=2, rate=0.333, previous_rate=0.31),
)


def _commitment(number: int, text: str, owner: str | None, department: str | None, **values: object) -> Commitment:
    shared: dict[str, object] = {
        "reference": f"2026-11-16-alineacion/A-{number:02}",
        "meeting_id": "2026-11-16-alineacion",
        "meeting_date": date(2026, 11, 16),
        "due_date": None,
        "due_text": None,
        "quote": "sí, lo hago",
        "speaker": owner,
        "at_seconds": 600.0,
    }
    return Commitment.model_validate(
        {**shared, "number": number, "text": text, "owner": owner, "department": department, **values}
    )


COMMITMENTS = (
    _commitment(
        4,
        "Reasignar los leads del equipo Norte que llevan más de 48 horas sin contacto",
        "Diego Ramírez",
        "comercial",
        due_date=date(2026, 11, 18),
        due_text="para el miércoles",
    ),
    _commitment(
        5,
        "Enviar a Comercial la lista de motivos de rechazo de los MQL de octubre",
        "Laura Méndez",
        "mercadeo",
        due_date=date(2026, 11, 27),
        due_text="antes de que acabe el mes, el viernes 27",
    ),
    _commitment(6, "Conseguir el desglose de la inversión por campaña", None, None),
)

RECENTLY_DONE = (
    _commitment(
        3,
        "Publicar el caso de éxito de la cervecería",
        "Sofía Torres",
        "mercadeo",
        due_date=date(2026, 11, 20),
        status="done",
        closed_at=datetime(2026, 11, 19, 18, 0, tzinfo=UTC),
    ),
)


def _point(number: int, kind: str, title: str, minutes: int, **values: object) -> AgendaItem:
    return AgendaItem.model_validate(
        {"id": f"P{number}", "kind": kind, "title": title, "duration_minutes": minutes, **values}
    )


ITEMS = (
    _point(1, "goal", "Meta compartida", 3, reason="El pronóstico queda 16 % por debajo de la meta."),
    _point(2, "commitments", "Seguimiento de compromisos", 6, reason="3 abiertos, 1 vencido.", opens="comercial"),
    _point(
        3,
        "indicators",
        "Indicadores conjuntos",
        6,
        reason="El tiempo de respuesta pasó de 27.2 a 31.4 horas.",
        question="¿Qué cambiamos los dos equipos para volver a 24 horas?",
    ),
    _point(
        4,
        "handoff",
        "Entrega de leads: equipo Norte",
        10,
        reason="12 de los 14 incumplimientos del SLA son de un solo equipo.",
        question="¿Quién atiende los leads del Norte mientras se completa el equipo?",
        opens="comercial",
        lines=("7 leads con más de 48 horas sin contacto", "5 MQL rechazados sin motivo registrado"),
    ),
    _point(
        5,
        "department_turn",
        "Turno de Mercadeo",
        6,
        reason="Campaña de fin de año y lo que pide de Comercial.",
        opens="mercadeo",
    ),
    _point(
        6,
        "department_turn",
        "Turno de Comercial: voz del cliente",
        7,
        reason="Objeciones oídas en las visitas de la semana.",
        opens="comercial",
    ),
    _point(
        7,
        "recognition",
        "Reconocimientos",
        2,
        lines=("Tasa de cierre: de 24 % a 27 % (n 44), sobre la meta por segunda semana",),
    ),
    _point(8, "decisions", "Lectura de acuerdos y próxima reunión", 5),
)

AGENDA = Agenda(
    made_from=(InputHash(name="leads", sha256="5f" * 32),),
    made_at=datetime(2026, 11, 22, 23, 59, tzinfo=UTC),
    meetbot_version="0.1.0",
    meeting=MEETING,
    roster=ROSTER,
    items=ITEMS,
    goal=GOAL,
    readings=READINGS,
    annex=ANNEX,
    sla=SLA,
    funnel=FUNNEL,
    follow_up=FOLLOW_UP,
    campaigns=CAMPAIGNS,
    commitments=COMMITMENTS,
    recently_done=RECENTLY_DONE,
    issues=(
        Issue(
            severity="warning",
            stage="read",
            where=f"{LEADS}, row 212",
            message="The date “31/11/2026” does not exist; the lead counts without it.",
        ),
        Issue(
            severity="info", stage="read", where=LEADS, message="Columns “Notas” and “Web” are not needed and ignored."
        ),
    ),
)

_SAID: tuple[tuple[str, float, float, str], ...] = (
    ("Diego Ramírez", 2.1, 14.8, "Bueno, pues ya estamos todos, ¿no? Sofía no viene, está en la imprenta. Empezamos."),
    (
        "Laura Méndez",
        15.2,
        33.0,
        (
            "Va. De la meta: llevamos dos millones trescientos quince y, o sea, a este ritmo no llegamos. "
            "Nos quedamos como en cuatro millones."
        ),
    ),
    (
        "Diego Ramírez",
        33.6,
        52.9,
        (
            "Sí, ya lo vi. Y buena parte se nos va en el Norte: Jorge está solo y los leads se le enfrían. "
            "Doce sin contactar a tiempo, este… doce de catorce."
        ),
    ),
    (
        "Carmen Ortega",
        53.4,
        71.7,
        (
            "Yo le puedo echar la mano. Mira, si quieren yo tomo los leads del Norte que pasen de un día, "
            "desde mañana y hasta que entre la persona nueva."
        ),
    ),
    (
        "Diego Ramírez",
        72.0,
        79.5,
        "Órale, va. Entonces queda así: los leads del Norte de más de un día pasan a Carmen.",
    ),
    ("Laura Méndez", 80.1, 84.0, "Sí, por mí perfecto."),
    (
        "Laura Méndez",
        85.5,
        104.2,
        (
            "Y del lado nuestro, a ver, yo les mando la lista de motivos de rechazo el viernes, "
            "porque hay cinco MQL rechazados que no traen motivo y así no sé qué corregir."
        ),
    ),
    (
        "Carmen Ortega",
        105.0,
        127.3,
        (
            "Ah, eso. Es que los clientes nos dicen que el tiempo de entrega no viene claro en la página. "
            "La cervecería de Toluca nos dijo: no les compro si no sé cuándo llega."
        ),
    ),
    (
        "Laura Méndez",
        128.0,
        143.8,
        (
            "Buenísimo, eso me sirve mucho. Entonces que alguien de mi equipo ponga los tiempos de entrega "
            "en la página, el otro lunes lo vemos ya publicado."
        ),
    ),
    (
        "Andrés Vega",
        145.2,
        166.0,
        (
            "Yo, perdón, sobre la inversión: "
            "les puedo pasar el desglose por campaña, pero si Laura me da las facturas. Con eso ya sale el ROI."
        ),
    ),
    ("Laura Méndez", 166.3, 169.9, "Te las paso hoy mismo, Andrés."),
    (
        "Diego Ramírez",
        171.0,
        187.4,
        (
            "Y una cosa: gracias a Sofía por el caso de la cervecería, de ahí salieron dos visitas. "
            "Que quede en la minuta, ¿sale?"
        ),
    ),
    ("Carmen Ortega", 188.0, 199.1, "¿Y el descuento de fin de año, lo vamos a dar o no? Porque ya me preguntaron."),
    (
        "Diego Ramírez",
        199.6,
        211.2,
        "Eso lo dejamos para la próxima, necesito ver números con Andrés. El descuento no se decide hoy.",
    ),
    ("SPEAKER_04", 212.0, 217.0, "Alguien tendría que hablar también con los distribuidores, ¿no?"),
    ("Diego Ramírez", 218.0, 226.5, "Bueno, nos vemos el lunes treinta. Gracias a todos."),
)

_DEPARTMENTS = {person.name: person.department for person in ROSTER.people}

TRANSCRIPT = Transcript(
    made_at=MADE_AT,
    meetbot_version="0.1.0",
    source=SourceFile(name="alineación 23 nov.m4a", sha256="c1" * 32, format="m4a"),
    language="es",
    duration=231.0,
    speakers=tuple(
        Speaker(
            label=label,
            name=None if label.startswith("SPEAKER") else label,
            department=_DEPARTMENTS.get(label),
            name_source="none" if label.startswith("SPEAKER") else "enrolment",
        )
        for label in dict.fromkeys(who for who, *_ in _SAID)
    ),
    turns=tuple(
        Turn(id=f"t{index:04}", speaker=who, start=start, end=end, text=text, segments=(index - 1,))
        for index, (who, start, end, text) in enumerate(_SAID, 1)
    ),
    segments=tuple(
        Segment(id=index, start=start, end=end, text=text) for index, (_, start, end, text) in enumerate(_SAID)
    ),
    recogniser=EngineInfo(name="faster-whisper", model="base", version="1.2.1", seconds=48.0),
)


def evidence(turn_id: str, quote: str, *more: str) -> Evidence:
    """The proof that those words were said in that turn of TRANSCRIPT; `more` are other turns that support it."""
    turn = TRANSCRIPT.turns_by_id()[turn_id]
    if quote not in turn.text:
        raise ValueError(f"nobody says “{quote}” in {turn_id}")
    person = TRANSCRIPT.speaker(turn.speaker)
    return Evidence(
        turn_ids=(turn_id, *more),
        speaker=turn.speaker,
        speaker_name=person.name if person else None,
        department=person.department if person else None,
        start=turn.start,
        end=turn.end,
        quote=quote,
    )


DECISIONS = (
    Decision(
        id="D-01",
        text="Los leads del equipo Norte con más de un día sin contacto pasan a Carmen Ortega.",
        confirmed=True,
        evidence=evidence("t0005", "los leads del Norte de más de un día pasan a Carmen", "t0006"),
        topic="P4",
    ),
    Decision(
        id="D-02",
        text="El descuento de fin de año se decide en la próxima reunión.",
        confirmed=True,
        evidence=evidence("t0014", "Eso lo dejamos para la próxima, necesito ver números con Andrés."),
        status="deferred",
        topic="P8",
    ),
)

ACTIONS = (
    ActionItem(
        id="A-01",
        text="Tomar los leads del equipo Norte que pasen de un día sin contacto",
        confirmed=True,
        evidence=evidence("t0004", "yo tomo los leads del Norte que pasen de un día, desde mañana"),
        topic="P4",
        owner="Carmen Ortega",
        department="comercial",
        due_date=date(2026, 11, 24),
        due_text="desde mañana",
    ),
    ActionItem(
        id="A-02",
        text="Enviar la lista de motivos de rechazo de los MQL",
        confirmed=True,
        evidence=evidence("t0007", "yo les mando la lista de motivos de rechazo el viernes"),
        topic="P4",
        owner="Laura Méndez",
        department="mercadeo",
        with_people=("Sofía Torres", "Carmen Ortega"),
        due_date=date(2026, 11, 27),
        due_text="el viernes",
    ),
    ActionItem(
        id="A-03",
        text="Publicar los tiempos de entrega en la página",
        confirmed=True,
        evidence=evidence("t0009", "que alguien de mi equipo ponga los tiempos de entrega en la página"),
        doubts=("owner_not_in_evidence",),
        topic="P6",
        owner=None,
        department="mercadeo",
        due_date=date(2026, 11, 30),
        due_date_other=date(2026, 12, 7),
        due_text="el otro lunes",
    ),
    ActionItem(
        id="A-04",
        text="Pasar el desglose de la inversión por campaña",
        confirmed=True,
        evidence=evidence("t0010", "les puedo pasar el desglose por campaña, pero si Laura me da las facturas"),
        topic="P3",
        owner="Andrés Vega",
        department="finanzas",
        condition="si Laura me da las facturas",
    ),
    ActionItem(
        id="A-05",
        text="Pasar las facturas de las campañas a Andrés Vega",
        confirmed=True,
        evidence=evidence("t0011", "Te las paso hoy mismo, Andrés."),
        topic="P3",
        owner="Laura Méndez",
        department="mercadeo",
        due_date=date(2026, 11, 23),
        due_text="hoy mismo",
    ),
)

RECOGNITIONS = (
    Note(
        id="R-01",
        text="A Sofía Torres, por el caso de éxito de la cervecería: dos visitas.",
        confirmed=True,
        evidence=evidence("t0012", "gracias a Sofía por el caso de la cervecería, de ahí salieron dos visitas"),
        topic="P7",
    ),
)

CUSTOMER_VOICE = (
    Note(
        id="V-01",
        text="El tiempo de entrega no queda claro en la página y frena la compra.",
        confirmed=True,
        evidence=evidence("t0008", "no les compro si no sé cuándo llega"),
        topic="P6",
    ),
)

QUESTIONS = (
    Note(
        id="Q-01",
        text="¿Se dará descuento de fin de año?",
        confirmed=True,
        evidence=evidence("t0013", "¿Y el descuento de fin de año, lo vamos a dar o no?"),
    ),
)

UNCONFIRMED: tuple[Decision | ActionItem | Note, ...] = (
    ActionItem(
        id="A-06",
        text="Hablar con los distribuidores",
        confirmed=False,
        evidence=evidence("t0015", "Alguien tendría que hablar también con los distribuidores"),
        doubts=("speaker_unknown",),
        owner=None,
        department=None,
    ),
    Decision(
        id="D-03",
        text="Subir el presupuesto de la campaña de fin de año",
        confirmed=False,
        evidence=None,
        doubts=("no_evidence",),
    ),
)


def _covered(point: str, status: str, *turn_ids: str) -> TopicCoverage:
    title = next(item.title for item in ITEMS if item.id == point)
    start = TRANSCRIPT.turns_by_id()[turn_ids[0]].start if turn_ids else None
    return TopicCoverage.model_validate(
        {"agenda_item": point, "title": title, "status": status, "turn_ids": turn_ids, "start": start}
    )


TOPICS = (
    _covered("P1", "treated_without_decision", "t0002"),
    _covered("P2", "not_treated"),
    _covered("P3", "treated", "t0010", "t0011"),
    _covered("P4", "treated", "t0003", "t0004", "t0005"),
    _covered("P5", "not_treated"),
    _covered("P6", "treated", "t0008", "t0009"),
    _covered("P7", "treated_without_decision", "t0012"),
    _covered("P8", "treated", "t0013", "t0014"),
)


def _talk() -> tuple[TalkShare, ...]:
    total = sum(len(turn.text.split()) for turn in TRANSCRIPT.turns)
    shares = []
    for person in TRANSCRIPT.speakers:
        turns = [turn for turn in TRANSCRIPT.turns if turn.speaker == person.label]
        spoken = sum(len(turn.text.split()) for turn in turns)
        shares.append(
            TalkShare(
                speaker=person.name or person.label,
                department=person.department,
                turns=len(turns),
                words=spoken,
                seconds=None,
                share=round(spoken / total, 4),
            )
        )
    return tuple(sorted(shares, key=lambda share: -share.words))


MINUTES = Minutes(
    made_from=(InputHash(name="transcript", sha256="ab" * 32),),
    made_at=MADE_AT,
    meetbot_version="0.1.0",
    meeting=MEETING,
    roster=ROSTER,
    source=TRANSCRIPT.source,
    language="es",
    duration=231.0,
    attendees=("Andrés Vega", "Carmen Ortega", "Diego Ramírez", "Laura Méndez"),
    silent=("Sofía Torres",),
    unnamed_voices=1,
    decisions=DECISIONS,
    actions=ACTIONS,
    recognitions=RECOGNITIONS,
    customer_voice=CUSTOMER_VOICE,
    questions=QUESTIONS,
    unconfirmed=UNCONFIRMED,
    topics=TOPICS,
    agenda=AGENDA,
    talk=_talk(),
    next_meeting_date=date(2026, 11, 30),
    recogniser=TRANSCRIPT.recogniser,
    extractor=EngineInfo(name="rules", version="0.1.0"),
    windows_read=2,
    issues=(
        Issue(
            severity="warning",
            stage="attribute",
            where="SPEAKER_04",
            message="This voice matches no enrolled person.",
            hint="Name it with `meetbot review`.",
        ),
    ),
)

FULL_MINUTES = MINUTES.model_copy(
    update={
        "heading": Heading(
            number=12, convened_by="Diego Ramírez", objective="Acordar quién atiende los leads del Norte."
        ),
        "summary": (
            SummarySentence(
                text="Se trataron 6 de 8 puntos: Meta compartida; Traspaso de leads.",
                turn_ids=("t0002", "t0003"),
                start=15.2,
            ),
            SummarySentence(
                text="Se decidió: los leads del equipo Norte pasan a Carmen Ortega.", turn_ids=("t0005",), start=72.0
            ),
            SummarySentence(text="Compromisos anteriores: n.º 4 en curso.", turn_ids=("t0003",), start=33.6),
        ),
        "topics": tuple(
            topic.model_copy(
                update={
                    "summary": (
                        SummarySentence(
                            text="Se decidió: los leads del equipo Norte pasan a Carmen Ortega.",
                            turn_ids=("t0005",),
                            start=72.0,
                        ),
                    )
                }
            )
            if topic.agenda_item == "P4"
            else topic
            for topic in TOPICS
        ),
        "actions": (
            ACTIONS[0].model_copy(update={"follows": 4}),
            ACTIONS[1].model_copy(update={"belongs_to": "comercial"}),
            *ACTIONS[2:],
        ),
        "targets": (
            Note(
                id="T-01",
                kind="target",
                text="Ningún lead del Norte espera más de un día.",
                confirmed=True,
                evidence=evidence("t0005", "los leads del Norte de más de un día pasan a Carmen"),
            ),
        ),
        "risks": (
            Note(
                id="K-01",
                kind="risk",
                text="A este ritmo no se llega a la meta.",
                confirmed=True,
                evidence=evidence("t0002", "a este ritmo no llegamos"),
            ),
        ),
        "blame": (
            Note(
                id="B-01",
                kind="blame",
                text="Jorge dejó enfriar los leads.",
                confirmed=True,
                evidence=evidence("t0003", "Jorge está solo y los leads se le enfrían"),
            ),
        ),
        "updates": (
            CommitmentUpdate(
                number=4,
                text=COMMITMENTS[0].text,
                owner="Diego Ramírez",
                status="in_progress",
                evidence=evidence("t0003", "Jorge está solo y los leads se le enfrían"),
            ),
        ),
        "figures": (
            FigureCheck(
                kpi="response_hours",
                name="Tiempo medio de respuesta de Comercial",
                unit="hours",
                said="de un día",
                spoken=24.0,
                reading=31.4,
                agrees=False,
                period=Period(start=date(2026, 11, 16), end=date(2026, 11, 23)),
                source=("leads.csv",),
                read_at=MADE_AT,
                evidence=evidence("t0004", "que pasen de un día"),
            ),
            FigureCheck(
                kpi="revenue",
                name="Ingresos",
                unit="money",
                currency="MXN",
                said="dos millones trescientos quince",
                spoken=2_315_000,
                reading=2_315_000,
                agrees=True,
                period=Period(start=date(2026, 10, 1), end=date(2026, 11, 23)),
                read_at=MADE_AT,
                evidence=evidence("t0002", "llevamos dos millones trescientos quince"),
            ),
        ),
        "asides": (Aside(title="los distribuidores", turn_ids=("t0015",), start=212.0),),
        "health": (
            HealthLine(
                id="communication",
                value=0.51,
                part=80,
                whole=157,
                earlier=(0.8, 0.75, 0.82),
                trend="worse",
                turn_ids=("t0002",),
            ),
            HealthLine(
                id="functions", value=0.6, part=3, whole=5, earlier=(0.5, None, 0.6), turn_ids=("t0004", "t0007")
            ),
            HealthLine(id="goals", value=0.75, part=3, whole=4, turn_ids=("t0002",)),
            HealthLine(id="motivation", value=0.5, part=1, whole=2, turn_ids=("t0012", "t0003")),
            HealthLine(id="follow_up", value=None),
        ),
        "advice": "silent",
    }
)
"""The same meeting with everything that minutes can hold."""

EXAMPLE_WORDS: Words = load_words("es-MX")

HOSTILE = '<script>alert(1)</script>{{7*7}}\x00\x1b[31m\u202e=HYPERLINK("x")|*_[a](javascript:b)\nBcc: x@evil.example'
"""One string with everything that has ever broken a document: tags, templates, controls, bidi, formula, headers."""


def hostile_minutes(text: str = HOSTILE) -> Minutes:
    """The minutes with that text as title, names, wording, quotes and file name."""
    person = Person(name=text, department="mercadeo", title=text, email="x@tlacuilo.example")
    proof = evidence("t0005", "los leads del Norte").model_copy(update={"quote": text, "speaker_name": text})
    changed = {"text": text, "evidence": proof}
    return MINUTES.model_copy(
        update={
            "meeting": MEETING.model_copy(update={"title": text, "company": text, "place": text}),
            "roster": ROSTER.model_copy(update={"people": (*ROSTER.people, person)}),
            "source": SourceFile(name=text, sha256="0" * 64, format="m4a"),
            "attendees": (text,),
            "silent": (text,),
            "decisions": tuple(item.model_copy(update=changed) for item in DECISIONS),
            "actions": tuple(
                item.model_copy(update={**changed, "owner": text, "due_text": text, "condition": text})
                for item in ACTIONS
            ),
            "recognitions": tuple(item.model_copy(update=changed) for item in RECOGNITIONS),
            "unconfirmed": tuple(item.model_copy(update={"text": text}) for item in UNCONFIRMED),
            "topics": tuple(topic.model_copy(update={"title": text}) for topic in TOPICS),
            "issues": (Issue(severity="error", stage="read", where=text, message=text),),
        }
    )

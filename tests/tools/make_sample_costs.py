"""What the sample company spent, what its sales people did, who pays it and what was agreed for the quarter.

Costs are steady but for the webinar's campaign in November 2026; chance, from a fixed seed, moves them by some percent.
"""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from make_sample_crm import AS_OF, COMPANY_KIND, COMPANY_NAME, SEED, WEBINAR, Deal, Lead, stamp

FIRST_WEEK, LAST_WEEK = date(2025, 6, 30), date(2026, 11, 16)
ACTIVITIES_SINCE = datetime(2026, 10, 12)  # noqa: DTZ001  local time, as in the exports
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
LONG_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
GOOGLE_WEBINAR = {date(2026, 11, 2): 8_400, date(2026, 11, 9): 11_900, date(2026, 11, 16): 5_200}
META_WEBINAR = {date(2026, 11, 2): 6_100, date(2026, 11, 9): 9_300, date(2026, 11, 16): 3_800}
MONTHLY = (
    ("Sueldos", "Equipo comercial", 265_000),
    ("Sueldos", "Equipo de mercadeo", 118_000),
    ("Herramientas", "HubSpot y firma electrónica", 32_500),
    ("Agencia", "Diseño y contenidos, señalización", 58_000),
)
TARGETS = (
    ("indicador", "mes", "meta", "responsable"),
    *(
        (kpi, f"{month} 2026", target, "")
        for month in ("octubre", "noviembre", "diciembre")
        for kpi, target in (
            ("leads", "160"),
            ("lead_conversion", "0.40"),
            ("win_rate", "0.22"),
            ("cac", "130000"),
            ("cost_per_lead", "1200"),
            ("ltv_cac", "3"),
        )
    ),
)
"""By month. None of them is missed but the one that the story is about: leads that sales accepts."""


def weeks() -> list[date]:
    """The Mondays that the reports cover."""
    return [FIRST_WEEK + timedelta(weeks=n) for n in range((LAST_WEEK - FIRST_WEEK).days // 7 + 1)]


def spanish(value: float, digits: int = 2) -> str:
    """A number as an interface in Spanish writes it: 1.234,56."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def google() -> list[tuple[str, ...]]:
    """A campaign report of Google Ads in Spanish, by week: a title, the range, rows, totals."""
    chance = random.Random(SEED + 20)
    header = (
        "Semana", "Estado de la campaña", "Campaña", "Presupuesto", "Tipo de presupuesto", "Código de moneda",
        "Tipo de campaña", "Coste", "Impr.", "CTR", "CPC medio", "Clics", "Conversiones", "Coste/conv.",
    )  # fmt: skip
    rows, cost, shown, clicked, converted = [], 0.0, 0, 0, 0
    for monday in weeks():
        planned = [
            ("Search_Empaque-Industrial MX", "Búsqueda", 15_200, 24.0),
            ("Marca Tlacuilo", "Búsqueda", 2_600, 9.0),
        ]
        if monday in GOOGLE_WEBINAR:
            planned.append((WEBINAR, "Generación de demanda", GOOGLE_WEBINAR[monday], 12.0))
        for name, kind, usual, per_click in planned:
            amount = round(usual * chance.uniform(0.94, 1.06), 2)
            clicks = round(amount / (per_click * chance.uniform(0.92, 1.08)))
            impressions = round(clicks / chance.uniform(0.028, 0.036))
            conversions = round(clicks * chance.uniform(0.012, 0.018))
            per_conversion = spanish(amount / conversions) if conversions else " --"
            rows.append((
                spanish_day(monday), "Habilitada", name, spanish(usual / 7), "Diario", "MXN", kind, spanish(amount),
                spanish(impressions, 0), f"{spanish(100 * clicks / impressions)}%", spanish(amount / clicks),
                spanish(clicks, 0), spanish(conversions, 2), per_conversion,
            ))  # fmt: skip
            cost, shown = cost + amount, shown + impressions
            clicked, converted = clicked + clicks, converted + conversions
    totals = ("", "", "", " --", "", "MXN", "", spanish(cost), spanish(shown, 0), f"{spanish(100 * clicked / shown)}%",
              spanish(cost / clicked), spanish(clicked, 0), spanish(converted), spanish(cost / converted))  # fmt: skip
    span = f"{long_day(FIRST_WEEK)} - {long_day(AS_OF.date())}"
    named = [(f"Total: {name}", *totals[1:]) for name in ("Campañas", "Cuenta")]
    return [("Informe de campaña",), (span,), header, *rows, *named]


def spanish_day(day: date) -> str:
    """A day as the report writes it: `lun, 16 nov 2026`."""
    return f"lun, {day.day} {MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """A day as the report's range writes it."""
    return f"{day.day} de {LONG_MONTHS[day.month - 1]} de {day.year}"


def meta() -> list[tuple[str, ...]]:
    """A campaign report of Meta Ads in Spanish, by week; the total has no campaign, the currency is in the header."""
    chance = random.Random(SEED + 21)
    header = (
        "Inicio del informe", "Fin del informe", "Nombre de la campaña", "Estado de la entrega",
        "Configuración de atribución", "Resultados", "Indicador de resultado", "Alcance", "Impresiones",
        "Clics en el enlace", "Importe gastado (MXN)",
    )  # fmt: skip
    rows, total = [], 0.0
    for monday in weeks():
        planned = [(f"Meta Catálogo Cajas {monday.year}", 11_800)]
        planned += [(WEBINAR, META_WEBINAR[monday])] if monday in META_WEBINAR else []
        for name, usual in planned:
            amount = round(usual * chance.uniform(0.94, 1.06), 2)
            impressions = round(amount / chance.uniform(0.085, 0.105))
            clicks, results = round(impressions * 0.011), round(amount / chance.uniform(900, 1_300))
            total += amount
            rows.append((
                monday.isoformat(), (monday + timedelta(days=6)).isoformat(), name, "active",
                "Clic de 7 días o visualización de 1 día", str(results), "actions:lead", str(round(impressions * 0.6)),
                str(impressions), str(clicks), f"{amount:.2f}",
            ))  # fmt: skip
    last = ("2025-06-30", AS_OF.date().isoformat(), *[""] * 8, f"{total:.2f}")
    return [header, *rows, last]


def other() -> list[tuple[str, ...]]:
    """What is no advertising, month by month, as the controller saves it from Excel in Spanish."""
    rows = []
    for number in range(17):
        year, month = 2025 + (6 + number) // 12, (6 + number) % 12
        for category, concept, amount in MONTHLY:
            rows.append((f"{LONG_MONTHS[month]} {year}", category, concept, spanish(amount), "MXN"))
    return [("Mes", "Categoría", "Concepto", "Importe", "Moneda"), *rows]


def activities(leads: Sequence[Lead]) -> list[tuple[str, ...]]:
    """Calls and mails since mid-October: each lead's first contact, what followed, and what a machine sent."""
    chance = random.Random(SEED + 22)
    header = (
        "ID de actividad", "Tipo de actividad", "Fecha de la actividad", "Asignado a", "ID de contacto", "Dirección",
        "Automática", "Asunto",
    )  # fmt: skip
    found = sorted((row for lead in leads for row in _of_lead(lead, chance)), key=lambda row: (row[0], row[3]))
    waiting = max((lead for lead in leads if lead.assigned and not lead.outreach), key=lambda lead: lead.created)
    found.append((AS_OF, "Email", waiting.owner, waiting.number, "Entrante", "No", "Solicitud de muestras"))
    number, rows = 91_004_551_000, []
    for moment, kind, owner, contact, direction, automatic, subject in found:
        number += chance.randint(7, 9_000)
        rows.append((str(number), kind, stamp(moment), owner, str(contact), direction, automatic, subject))
    return [header, *rows]


def _of_lead(lead: Lead, chance: random.Random) -> Iterator[tuple[datetime, str, str, int, str, str, str]]:
    if lead.mql is None or lead.mql < ACTIVITIES_SINCE or lead.assigned is None:
        return
    yield (
        lead.assigned + timedelta(minutes=1),
        "Email",
        lead.owner,
        lead.number,
        "Saliente",
        "Sí",
        "Gracias por tu interés",
    )
    if lead.outreach is None:
        return
    kind = chance.choice(("Llamada", "Llamada", "Email"))
    yield lead.outreach, kind, lead.owner, lead.number, "Saliente", "No", "Primer contacto"
    for step in range(chance.randint(0, 2)):
        moment = lead.outreach + timedelta(days=1 + 2 * step, minutes=chance.randint(5, 240))
        if moment < min(AS_OF, lead.activity or AS_OF):
            yield moment, "Email", lead.owner, lead.number, chance.choice(("Entrante", "Saliente")), "No", "Cotización"


def customers(deals: Sequence[Deal]) -> list[tuple[object, ...]]:
    """Who buys regularly: companies of years ago, and those whose deal was won. One in 33 days leaves."""
    chance = random.Random(SEED + 23)
    won = {deal.company: deal.closed.date() for deal in reversed(deals) if deal.status == "won"}
    names = [f"{kind} {name}" for kind in COMPANY_KIND for name in COMPANY_NAME]
    old = [name for name in chance.sample(names, 130) if name not in won][:84]
    since = {name: date(2021, 5, 10) + timedelta(days=chance.randint(0, 1_080)) for name in old} | won
    left = dict(zip(chance.sample(old, 25), range(25), strict=True))
    header = ("ID de cliente", "Cliente", "Cliente desde", "Consumo mensual", "Moneda", "Margen %", "Fecha de baja")
    rows: list[tuple[object, ...]] = [header]
    for number, (name, day) in enumerate(sorted(since.items(), key=lambda item: (item[1], item[0]))):
        gone = date(2024, 9, 2) + timedelta(days=33 * left[name]) if name in left else None
        monthly = round(chance.lognormvariate(9.7, 0.4) / 50) * 50
        rows.append((f"C-{1_001 + number}", name, day, monthly, "MXN", chance.choice((34, 36, 38, 40, 42)), gone))
    return rows


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """One sheet as .xlsx: text inline, days as Excel's serial numbers. Stored, not deflated: always the same bytes."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Clientes" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{office}/styles" '
        'Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {main}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=(2026, 11, 22, 19, 30, 0))
            info.create_system = 0
            archive.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return out.getvalue()


def _cell(place: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

from datetime import UTC, date, datetime

import pytest

from meetbot.model.kpi import Kpi, Period, Reading, Unit
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.figure_check import checked

WEEK = Period(start=date(2026, 11, 16), end=date(2026, 11, 23))


def reading(kpi: str, name: str, unit: Unit, value: float | None, previous: float | None = None) -> Reading:
    """One reading of the agenda."""
    return Reading(
        kpi=Kpi(id=kpi, name=name, unit=unit, direction="up", currency="MXN" if unit == "money" else None),
        period=WEEK, value=value, previous=previous, source=("crm.csv",), read_at=datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip


READINGS = (
    reading("leads", "Leads generados", "count", 412, 390),
    reading("response_time", "Tiempo de respuesta de ventas (mediana)", "hours", 6.4, 5.1),
    reading("win_rate", "Tasa de cierre (ganados entre cerrados)", "ratio", 0.22, 0.24),
    reading("cost_per_lead", "Costo por lead", "money", 8400, 7100),
    reading("pipeline", "Negocios abiertos (valor)", "money", 642_000, 590_000),
    reading("roi", "Retorno de campañas", "factor", 3.1, 2.6),
    reading("sales_cycle", "Ciclo de venta", "days", 51, 47),
    reading("mql", "MQL generados", "count", None),
)


def transcript(said: str, *, language: str = "es") -> Transcript:
    """Turns parted by " / ", spoken by two people in turn."""
    turns = tuple(
        Turn(id=f"t{n:04d}", speaker="AB"[n % 2], text=text, time_source="none")
        for n, text in enumerate(said.split(" / "), start=1)
    )
    return Transcript(
        schema_version=1, source=SourceFile(name="a.txt", sha256="0" * 64, format="text"), language=language,
        speakers=(Speaker(label="A", name="Ana Ruiz"), Speaker(label="B")), turns=turns,
    )  # fmt: skip


AGREES = """
Leads, cuatrocientos doce. | leads 412
Leads: 412, contra 390 del mes pasado. | leads 412
Entraron unos cuatrocientos leads. | leads 400
Tuvimos cuatrocientos y pico leads. | leads 400
El tiempo de respuesta está en seis punto cuatro horas, veníamos de cinco punto uno. | response_time 6.4
¿Y el tiempo de respuesta? / Seis y media, casi. | response_time 6.5
La tasa de cierre anda en 22 %. | win_rate 0.22
La tasa de cierre, ¿cuánto era? / Veintidós. | win_rate 0.22
Un veintidós por ciento de cierre. | win_rate 0.22
El costo por lead quedó en ocho mil cuatrocientos pesos. | cost_per_lead 8400
El pipeline, seiscientos cuarenta y dos mil. | pipeline 642000
En pipeline traemos seiscientos cuarenta y dos, más o menos. | pipeline 642000
El retorno está en tres coma uno. | roi 3.1
El ciclo de venta anda como en cincuenta días. | sales_cycle 50
El costo por lead bajó un poco, ocho mil cuatrocientos. | cost_per_lead 8400
En contestar, seis punto cuatro horas. | response_time 6.4
Bueno, cincuenta y un días promedio. | sales_cycle 51
Los leads, cuatrocientos doce leads en total. | leads 412
El retorno anda más o menos en tres. | roi 3
La meta era treinta, pero estamos en veintidós por ciento de cierre. | win_rate 0.22
El pipeline. / Eh, bueno. / 642 mil. | pipeline 642000
"""
CONTRADICTS = """
Leads, trescientos veinte. | leads 320
La tasa de cierre anda en treinta por ciento. | win_rate 0.3
Treinta por ciento de cierre tenemos. | win_rate 0.3
El tiempo de respuesta. / Ahí andamos en dos horas, ¿no? | response_time 2
El costo por lead está en doce mil pesos. | cost_per_lead 12000
¿Cómo va el retorno? / A mí me da dos coma cinco. | roi 2.5
El pipeline está en novecientos mil. | pipeline 900000
"""
SILENT = """
Los leads subieron cuarenta.
La tasa de cierre subió tres puntos.
La tasa de cierre el mes pasado estaba en treinta y cinco por ciento.
La meta de leads es quinientos.
Queremos una tasa de cierre de treinta por ciento.
Si la tasa de cierre fuera de treinta por ciento, otra cosa sería.
De esos leads, ciento veinte son de la expo.
En Monterrey la tasa de cierre está en treinta por ciento.
La competencia tiene una tasa de cierre de treinta por ciento.
Mi tasa de cierre es de treinta por ciento.
Los leads pidieron quince por ciento de descuento.
El tiempo de respuesta tiene que ser de dos horas.
El tiempo de respuesta. / ¿Cuánto sería razonable? / Dos horas.
Más de trescientos leads.
Mandé treinta correos a los leads.
El costo por lead está en trescientos dólares.
Tenemos junta a las diez por lo de los leads.
De los leads hablamos el 15 de diciembre.
¿La tasa de cierre está en treinta por ciento?
Los leads dejaron cuarenta comentarios en el anuncio.
Los MQL fueron noventa.
La tasa de cierre no está en treinta por ciento.
El ciclo de venta es de tres o cuatro etapas.
El pipeline tiene doce negocios.
Subimos dos leads al CRM.
"""
ENGLISH = """
Leads were good, like four ten, up from three ninety. | leads 410
Win rate's twenty-two percent, was twenty-four. | win_rate 0.22
We're at about three hours on response time. | response_time 3
"""


def _rows(table: str) -> list[tuple[str, str]]:
    return [
        (said.strip(), told.strip()) for said, _, told in (row.rpartition("|") for row in table.strip().splitlines())
    ]


def _told(said: str, *, language: str = "es") -> list[tuple[str, bool]]:
    found = checked(transcript(said, language=language), READINGS, locale=f"{language}-MX")
    return [(f"{check.kpi} {check.spoken:.12g}", check.agrees) for check in found]


@pytest.mark.parametrize(("said", "told"), _rows(AGREES))
def test_checked_agrees(said: str, told: str) -> None:
    """A figure that is the reading's, as far as the words are exact, agrees with it."""
    assert _told(said) == [(told, True)]


@pytest.mark.parametrize(("said", "told"), _rows(CONTRADICTS))
def test_checked_contradicts(said: str, told: str) -> None:
    """Another figure, said of the indicator as how things are, is shown beside the reading."""
    assert _told(said) == [(told, False)]


@pytest.mark.parametrize("said", SILENT.strip().splitlines())
def test_checked_is_silent(said: str) -> None:
    """Changes, goals, earlier periods, parts, others' figures, suppositions and other things are no figures of it."""
    assert _told(said) == []


@pytest.mark.parametrize(("said", "told"), _rows(ENGLISH))
def test_checked_english(said: str, told: str) -> None:
    """English is read as well."""
    assert [name for name, _ in _told(said, language="en")] == [told]


def test_checked_tells_reading_and_evidence() -> None:
    """A check has the reading, its period and source, the words, and the turns that said it."""
    found = checked(transcript("Leads, cuatrocientos doce. / ¿Cuántos? / 412 leads."), READINGS)
    (check,) = found
    assert (check.name, check.reading, check.unit, check.period) == ("Leads generados", 412, "count", WEEK)
    assert (check.said, check.source) == ("cuatrocientos doce", ("crm.csv",))
    assert check.evidence.turn_ids == ("t0001", "t0003")
    assert check.evidence.quote == "Leads, cuatrocientos doce."


def test_checked_without_readings_or_words() -> None:
    """No readings, no words, no figures: nothing is claimed."""
    assert checked(transcript("Leads, cuatrocientos doce."), ()) == ()
    assert checked(transcript(""), READINGS) == ()


def test_checked_quotes_the_sentence_of_a_long_turn() -> None:
    """Of a long turn the figure's sentence is quoted."""
    long = "Bueno, esto es lo que pasó en la semana con todo lo que ya saben. " * 4
    (check,) = checked(transcript(f"{long}Leads, cuatrocientos doce. Y ya."), READINGS)
    assert check.evidence.quote == "Leads, cuatrocientos doce."

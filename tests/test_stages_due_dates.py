from datetime import date
from pathlib import Path

import pytest

from meetbot.stages.due_dates import DueDate, find_due, resolve_due

TABLE = Path(__file__).parent / "data" / "due_dates.txt"
MONDAY = date(2026, 11, 23)
NEXT = date(2026, 11, 30)

# words said on Monday 23 November 2026, next meeting on the 30th | day | other reading
SAID_ON_MONDAY = """
hoy | 2026-11-23
hoy mismo | 2026-11-23
hoy lunes | 2026-11-23
hoy en la tarde | 2026-11-23
hoy a última hora | 2026-11-23
esta tarde | 2026-11-23
esta misma tarde | 2026-11-23
esta noche | 2026-11-23
al final del día | 2026-11-23
antes de que acabe el día | 2026-11-23
en el transcurso del día | 2026-11-23
mañana | 2026-11-24
mañana mismo | 2026-11-24
mañana martes | 2026-11-24
mañana a primera hora | 2026-11-24
mañana por la mañana | 2026-11-24
mañana en la mañana | 2026-11-24
mañana antes de las cinco | 2026-11-24
el día de mañana | 2026-11-24
para mañana | 2026-11-24
pasado mañana | 2026-11-25
para pasado mañana temprano | 2026-11-25
el viernes | 2026-11-27
este viernes | 2026-11-27
el miércoles | 2026-11-25
el miercoles | 2026-11-25
EL JUEVES | 2026-11-26
el sábado | 2026-11-28
el domingo | 2026-11-29
el lunes | 2026-11-30
para el martes | 2026-11-24
para el lunes | 2026-11-30
para viernes | 2026-11-27
antes del jueves | 2026-11-25 | 2026-11-26
antes del viernes a mediodía | 2026-11-27
a más tardar el miércoles | 2026-11-25
el miércoles a más tardar | 2026-11-25
como muy tarde el jueves | 2026-11-26
como máximo el jueves | 2026-11-26
de aquí al viernes | 2026-11-27
hasta el viernes | 2026-11-27
el jueves a las diez | 2026-11-26
el jueves a las 10:30 | 2026-11-26
el viernes por la tarde | 2026-11-27
el viernes sin falta | 2026-11-27
el viernes que viene | 2026-11-27 | 2026-12-04
el próximo viernes | 2026-11-27 | 2026-12-04
viernes próximo | 2026-11-27 | 2026-12-04
el jueves que entra | 2026-11-26 | 2026-12-03
el próximo lunes | 2026-11-30
el lunes que viene | 2026-11-30
el lunes siguiente | 2026-11-30
el siguiente miércoles | 2026-11-25 | 2026-12-02
el jueves de esta semana | 2026-11-26
el jueves de la próxima semana | 2026-12-03
el jueves de la semana que viene | 2026-12-03
este lunes | 2026-11-23 | 2026-11-30
para la junta del miércoles | 2026-11-25
de hoy en ocho | 2026-11-30
de hoy en quince | 2026-12-07
de mañana en ocho | 2026-12-01
del viernes en ocho | 2026-12-04
en ocho días | 2026-11-30 | 2026-12-01
en quince días | 2026-12-07 | 2026-12-08
en 15 días | 2026-12-07 | 2026-12-08
en dos semanas | 2026-12-07
dentro de dos semanas | 2026-12-07
en un par de semanas | 2026-12-07
en una semana | 2026-11-30
en tres días | 2026-11-26
en 3 días | 2026-11-26
en un par de días | 2026-11-25
en tres días hábiles | 2026-11-26
en cinco días hábiles | 2026-11-30
en diez días laborables | 2026-12-07
en un mes | 2026-12-23
dentro de dos meses | 2027-01-23
en los próximos tres días | 2026-11-26
la quincena | 2026-11-30
para la quincena | 2026-11-30
esta quincena | 2026-11-30
la próxima quincena | 2026-11-30 | 2026-12-15
fin de mes | 2026-11-30
a fin de mes | 2026-11-30
antes de fin de mes | 2026-11-30
a finales de mes | 2026-11-30
a final de mes | 2026-11-30
el cierre de mes | 2026-11-30
al cierre del mes | 2026-11-30
antes de que termine el mes | 2026-11-30
a fines del mes que viene | 2026-12-31
a finales de diciembre | 2026-12-31
a fin de semana | 2026-11-27
fin de semana | 2026-11-27 | 2026-11-29
este fin de semana | 2026-11-27 | 2026-11-29
el próximo fin de semana | 2026-11-29 | 2026-12-06
fin de trimestre | 2026-12-31
al cierre del trimestre | 2026-12-31
fin del próximo trimestre | 2027-03-31
fin de año | 2026-12-31
antes de fin de año | 2026-12-31
antes de que acabe el año | 2026-12-31
cierre de Q1 | 2027-03-31
a fin del primer trimestre | 2027-03-31
a mediados de diciembre | 2026-12-15
a mediados de semana | 2026-11-25
a principios de diciembre | 2026-12-05
a principios de la próxima semana | 2026-12-01
esta semana | 2026-11-27
esta misma semana | 2026-11-27
en la semana | 2026-11-27
durante la semana | 2026-11-27
la próxima semana | 2026-12-04
la semana que viene | 2026-12-04
la semana que entra | 2026-12-04
la semana entrante | 2026-12-04
la siguiente semana | 2026-12-04
la semana del 7 de diciembre | 2026-12-11
la semana del 30 | 2026-12-04
este mes | 2026-11-30
el próximo mes | 2026-12-31
el mes que viene | 2026-12-31
este trimestre | 2026-12-31
este año | 2026-12-31
en enero | 2027-01-31
antes de diciembre | 2026-11-30
para diciembre | 2026-12-31
el 5 de diciembre | 2026-12-05
para el 5 de diciembre | 2026-12-05
5 de diciembre de 2027 | 2027-12-05
el cinco de diciembre | 2026-12-05
el 15 de enero | 2027-01-15
el primero de diciembre | 2026-12-01
el 1º de diciembre | 2026-12-01
el uno de diciembre | 2026-12-01
el treinta y uno de diciembre | 2026-12-31
el veintiséis de noviembre | 2026-11-26
el 23 de noviembre | 2026-11-23
el viernes 27 | 2026-11-27
el viernes 27 de noviembre | 2026-11-27
el jueves 27 | 2026-11-26 | 2026-11-27
el día 30 | 2026-11-30
el día 5 | 2026-12-05
el 30 | 2026-11-30
el treinta | 2026-11-30
para el quince | 2026-12-15
antes del 30 | 2026-11-29 | 2026-11-30
el 30 de este mes | 2026-11-30
para el primero | 2026-12-01
el 31 | 2026-12-31
30/11 | 2026-11-30
el 30/11 | 2026-11-30
el 5/12 | 2026-12-05
30/11/2026 | 2026-11-30
30-11-2026 | 2026-11-30
5/12/26 | 2026-12-05
2026-12-04 | 2026-12-04
la próxima reunión | 2026-11-30
la próxima junta | 2026-11-30
en la siguiente sesión | 2026-11-30
antes de la siguiente junta | 2026-11-29 | 2026-11-30
para la próxima | 2026-11-30
la reunión que viene | 2026-11-30
antes del Black Friday | 2026-11-26 | 2026-11-27
para el Buen Fin, el viernes negro | 2026-11-27
el Cyber Monday | 2026-11-30
antes de Navidad | 2026-12-24 | 2026-12-25
antes de Reyes | 2027-01-05 | 2027-01-06
today | 2026-11-23
tonight | 2026-11-23
this afternoon | 2026-11-23
by end of day | 2026-11-23
EOD | 2026-11-23
by COB | 2026-11-23
tomorrow | 2026-11-24
by tomorrow noon | 2026-11-24
tomorrow morning | 2026-11-24
first thing tomorrow | 2026-11-24
by end of day tomorrow | 2026-11-24
the day after tomorrow | 2026-11-25
EOD Thursday | 2026-11-26
Thursday EOD | 2026-11-26
by Friday | 2026-11-27
by Friday at the latest | 2026-11-27
on Friday afternoon | 2026-11-27
this Friday | 2026-11-27
first thing Monday | 2026-11-30
before Thursday | 2026-11-25 | 2026-11-26
no later than Wednesday | 2026-11-25
next Tuesday | 2026-11-24 | 2026-12-01
next Monday | 2026-11-30
Thursday next week | 2026-12-03
Thursday of next week | 2026-12-03
Friday week | 2026-12-04
a week from Friday | 2026-12-04
a week from today | 2026-11-30
two weeks from now | 2026-12-07
in two weeks | 2026-12-07
in a couple of weeks | 2026-12-07
within three business days | 2026-11-26
in 10 days | 2026-12-03
three days from now | 2026-11-26
in a month | 2026-12-23
this week | 2026-11-27
next week | 2026-12-04
early next week | 2026-12-01
end of week | 2026-11-27
by the end of the week | 2026-11-27
end of next week | 2026-12-04
EOW | 2026-11-27
over the weekend | 2026-11-27 | 2026-11-29
end of month | 2026-11-30
by month-end | 2026-11-30
end of next month | 2026-12-31
EOM | 2026-11-30
end of the quarter | 2026-12-31
New Year’s Eve | 2026-12-31
end of Q4 | 2026-12-31
end of December | 2026-12-31
EOQ | 2026-12-31
end of the year | 2026-12-31
EOY | 2026-12-31
before the month ends | 2026-11-30
mid-December | 2026-12-15
the week of December 7 | 2026-12-11
next month | 2026-12-31
in January | 2027-01-31
by December | 2026-12-31
December 5th | 2026-12-05
December 5, 2026 | 2026-12-05
Dec 5 | 2026-12-05
the 5th of December | 2026-12-05
5 December | 2026-12-05
Friday, November 27 | 2026-11-27
Friday the 27th | 2026-11-27
the 30th | 2026-11-30
by the thirtieth | 2026-11-30
by the fifteenth | 2026-12-15
before the next meeting | 2026-11-29 | 2026-11-30
at our next session | 2026-11-30
by Thanksgiving | 2026-11-26
by Christmas | 2026-12-25
para el Friday | 2026-11-27
by el viernes | 2026-11-27
para end of week | 2026-11-27
el jueves EOD | 2026-11-26
antes del end of month | 2026-11-30
"""


def _table() -> list[tuple[str, date, date, str, str]]:
    """Locale, day, next meeting, words and expectation of each row."""
    rows: list[tuple[str, date, date, str, str]] = []
    locale, said_day, next_day = "", MONDAY, NEXT
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            locale, said_on, _, _, following = line.strip("[]").replace(",", "").split()
            said_day, next_day = date.fromisoformat(said_on), date.fromisoformat(following)
        elif line and not line.startswith("#"):
            said, _, expected = line.rpartition("|")
            rows.append((locale, said_day, next_day, said.strip(), expected.strip()))
    return rows


@pytest.mark.parametrize(("locale", "said_on", "following", "words", "expected"), _table())
def test_resolve_due_by_country(locale: str, said_on: date, following: date, words: str, expected: str) -> None:
    """Words mean that day in that country on that day, both days where two can be meant, or none."""
    resolved = resolve_due(words, said_on=said_on, next_meeting=following, language=locale)
    days = [] if resolved is None else [str(day) for day in (resolved.date, resolved.other) if day]
    assert (" / ".join(days) or "-") == expected


def _cases() -> list[tuple[str, date, date | None]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in SAID_ON_MONDAY.strip().splitlines()]
    return [(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2]) if len(row) == 3 else None) for row in rows]


@pytest.mark.parametrize(("words", "due", "other"), _cases())
def test_resolve_due_reads(words: str, due: date, other: date | None) -> None:
    """Words said on a Monday mean that day, and both days where Spanish or English speakers would differ."""
    resolved = resolve_due(words, said_on=MONDAY, next_meeting=NEXT)
    assert resolved is not None
    assert (resolved.date, resolved.other) == (due, other)


@pytest.mark.parametrize("words", [case[0] for case in _cases()])
def test_find_due_inside_speech(words: str) -> None:
    """The words are found inside a sentence, verbatim and with their offsets."""
    text = f"Sí, eh, te lo mando {words}, ¿va?"
    found = find_due(text)
    assert found, words
    assert text[found[0].start : found[-1].end].strip(" ,") in words or words in text[found[0].start : found[-1].end]
    assert all(text[mention.start : mention.end] == mention.words for mention in found)


@pytest.mark.parametrize(
    "text",
    [
        "El viernes pasado llegaron cuarenta leads.",
        "Eso lo mandé ayer.",
        "Lo hablamos la semana pasada.",
        "El mes pasado cerramos ocho.",
        "Hace dos semanas que no contesta.",
        "hace como tres días",
        "La junta anterior fue más larga.",
        "En la mañana reviso correos.",
        "Por la mañana no hay nadie.",
        "Estuve en eso esta mañana.",
        "Los viernes mando el resumen.",
        "Cada lunes los llamo a todos.",
        "Todos los martes hay comité.",
        "Desde el lunes está caído.",
        "A partir del lunes cambia la regla.",
        "Hoy en día nadie llena formularios.",
        "Hoy por hoy es lo que hay.",
        "A día de hoy llevamos treinta.",
        "El 30 por ciento de los leads no contesta.",
        "El 20% se cae.",
        "Bajó el 15 mil a la mitad.",
        "El uno trae teléfono y el dos no.",
        "Fue el 5 de noviembre de hace años, el 31/31.",
        "El reporte del lunes salió mal.",
        "La próxima vez avisen.",
        "We sent it last Friday.",
        "She said that two days ago.",
        "Last month was better.",
        "I call them every Monday.",
        "On Fridays we ship.",
        "Good morning everyone.",
        "They work 24/7.",
        "Since Monday it's broken.",
        "The last meeting was long.",
        "Yesterday it worked.",
        "Es mitad y mitad, 50/50.",
        "Puede que sí, may be.",
        "Nothing about time here.",
        "La junta de mañana la preparo yo.",
        "I'll prep the Monday meeting.",
        "Tuesday's deck is ready.",
        "La visita la pone el comercial al colgar el teléfono.",
        "Jueves y sábado hay feria.",
    ],
)
def test_find_due_leaves_out_other_times(text: str) -> None:
    """The past, habits, starting points and plain numbers are no due dates."""
    found = [mention.words for mention in find_due(text) if mention.words != "el 5 de noviembre"]
    assert found == []


@pytest.mark.parametrize(
    ("words", "said_on", "due", "other"),
    [
        ("el viernes", date(2026, 11, 27), date(2026, 12, 4), None),
        ("este viernes", date(2026, 11, 27), date(2026, 11, 27), date(2026, 12, 4)),
        ("el viernes que viene", date(2026, 11, 27), date(2026, 12, 4), None),
        ("el lunes que viene", date(2026, 11, 25), date(2026, 11, 30), None),
        ("el martes de esta semana", date(2026, 11, 26), date(2026, 11, 26), None),
        ("el lunes", date(2026, 11, 29), date(2026, 11, 30), None),
        ("esta semana", date(2026, 11, 28), date(2026, 11, 29), None),
        ("la próxima semana", date(2026, 11, 28), date(2026, 12, 4), None),
        ("fin de semana", date(2026, 11, 28), date(2026, 11, 29), None),
        ("la quincena", date(2026, 11, 10), date(2026, 11, 15), None),
        ("la quincena", date(2026, 11, 15), date(2026, 11, 15), None),
        ("la próxima quincena", date(2026, 12, 20), date(2026, 12, 31), date(2027, 1, 15)),
        ("fin de mes", date(2026, 11, 30), date(2026, 11, 30), None),
        ("fin de mes", date(2028, 2, 3), date(2028, 2, 29), None),
        ("fin de trimestre", date(2026, 2, 3), date(2026, 3, 31), None),
        ("en un mes", date(2027, 1, 31), date(2027, 2, 28), None),
        ("en tres días hábiles", date(2026, 11, 26), date(2026, 12, 1), None),
        ("el 5 de enero", date(2026, 12, 20), date(2027, 1, 5), None),
        ("el 29 de febrero", date(2027, 12, 1), date(2028, 2, 29), None),
        ("a finales de enero", date(2026, 11, 23), date(2027, 1, 31), None),
        ("end of Q1", date(2026, 11, 23), date(2027, 3, 31), None),
        ("Black Friday", date(2026, 12, 1), date(2027, 11, 26), None),
        ("Navidad", date(2026, 12, 26), date(2027, 12, 25), None),
        ("el próximo mes", date(2026, 12, 5), date(2027, 1, 31), None),
        ("el 31", date(2027, 2, 1), date(2027, 3, 31), None),
        ("a mediados de este trimestre", date(2026, 10, 5), date(2026, 11, 15), None),
        ("a mediados de semana", date(2026, 11, 23), date(2026, 11, 25), None),
        ("mañana", date(2026, 12, 31), date(2027, 1, 1), None),
    ],
)
def test_resolve_due_depends_on_the_day(words: str, said_on: date, due: date, other: date | None) -> None:
    """The same words mean another day when said on another day."""
    resolved = resolve_due(words, said_on=said_on)
    assert resolved is not None
    assert (resolved.date, resolved.other) == (due, other)


@pytest.mark.parametrize(
    ("words", "said_on"),
    [
        ("el viernes pasado", MONDAY),
        ("cuando se pueda", MONDAY),
        ("", MONDAY),
        ("la próxima reunión", MONDAY),
        ("el 5 de noviembre", MONDAY),
        ("el 29 de febrero", MONDAY),
        ("el 45", MONDAY),
        ("el 31/02/2027", MONDAY),
        ("a mediados de noviembre", MONDAY),
        ("a principios de mes", MONDAY),
        ("en octubre", MONDAY),
        ("la semana del 2 de noviembre", MONDAY),
    ],
)
def test_resolve_due_without_a_day(words: str, said_on: date) -> None:
    """No date is invented: past, impossible or unnamed days stay unresolved."""
    assert resolve_due(words, said_on=said_on) is None


def test_resolve_due_numeric_by_language() -> None:
    """5/12 is the fifth of December in Spanish and the twelfth of May in English; 25/12 has one reading."""
    assert resolve_due("5/12/2026", said_on=MONDAY, language="es") == DueDate(date=date(2026, 12, 5))
    assert resolve_due("5/12/2027", said_on=MONDAY, language="en") == DueDate(date=date(2027, 5, 12))
    assert resolve_due("25/12/2026", said_on=MONDAY, language="en") == DueDate(date=date(2026, 12, 25))
    assert resolve_due("12/25/2026", said_on=MONDAY, language="es") == DueDate(date=date(2026, 12, 25))


@pytest.mark.parametrize(
    ("words", "granularity"),
    [("el viernes", "day"), ("esta semana", "week"), ("este mes", "month"), ("this quarter", "quarter"),
     ("this year", "year"), ("next meeting", "meeting")],
)  # fmt: skip
def test_resolve_due_tells_how_exact(words: str, granularity: str) -> None:
    """The granularity says whether a day, a week or more was named."""
    resolved = resolve_due(words, said_on=MONDAY, next_meeting=NEXT)
    assert resolved is not None
    assert resolved.granularity == granularity


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Miércoles temprano la tiene en su correo.", "Miércoles temprano"),
        ("El lunes no. Martes entonces.", "Martes"),
        ("Lo aparto el mismo viernes veintinueve.", "el mismo viernes veintinueve"),
        ("Antes de la próxima se las hago llegar.", "Antes de la próxima"),
        ("Antes de que nos volvamos a ver, mijita.", "Antes de que nos volvamos a ver"),
        ("Le marco en cuanto salgamos de aquí.", "en cuanto salgamos de aquí"),
        ("I'll do it right after the call.", "right after the call"),
        ("I need it by Monday's call.", "by Monday's call"),
        ("Friday's fine.", "Friday"),
        ("Antes de mañana lo tienes.", "Antes de mañana"),
    ],
)
def test_find_due_as_it_is_said_in_answers(text: str, words: str) -> None:
    """Days without an article, and times told by the meeting itself."""
    assert words in [mention.words for mention in find_due(text)]


def test_find_due_finds_several_in_order() -> None:
    """Several times in one sentence come in order and never overlap."""
    text = "El borrador mañana, la versión final el 5 de diciembre y el cierre a fin de mes."
    assert [mention.words for mention in find_due(text)] == [
        "mañana",
        "el 5 de diciembre",
        "el cierre a fin de mes"[10:],
    ]


def test_resolve_due_first_that_names_a_day() -> None:
    """Of several times the first that names a day counts."""
    assert resolve_due("antes de la próxima junta o el viernes", said_on=MONDAY) == DueDate(date=date(2026, 11, 27))


def test_find_due_keeps_offsets_with_unusual_characters() -> None:
    """Characters that change length in lower case do not shift the offsets."""
    text = "İstanbul: para el Viernes"
    (found,) = find_due(text)
    assert text[found.start : found.end] == "para el Viernes"


@pytest.mark.parametrize("said_on", [date(9999, 12, 31), date(9999, 10, 5), date(1, 1, 1)])
@pytest.mark.parametrize("words", ["mañana", "el viernes", "fin de mes", "en 99 meses", "el puente", "Semana Santa"])
def test_resolve_due_at_the_ends_of_the_calendar(words: str, said_on: date) -> None:
    """A meeting in a year that nobody meant has no due dates, and ends no run."""
    assert resolve_due(words, said_on=said_on, language="es-MX") is None


@pytest.mark.parametrize("said_on", [date(9989, 12, 31), date(11, 1, 1)])
@pytest.mark.parametrize("words", ["mañana", "en 99 meses", "en 99 semanas", "el primer día hábil del mes"])
def test_resolve_due_reaches_as_far_as_words_do(words: str, said_on: date) -> None:
    """The furthest words still fit the calendar from the last year that is read."""
    found = resolve_due(words, said_on=said_on, language="es-MX")
    assert found is None or found.date >= said_on

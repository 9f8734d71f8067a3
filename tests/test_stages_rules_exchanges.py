"""Days said apart from the task, tasks handed on, put to somebody, read back without verbs."""

import pytest
from rule_meetings import act_lines, dialogue

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.exchanges import free
from meetbot.stages.rules.speech import split_sentences

# dialogue | owners and due words of the tasks expected
DAYS = [
    # --- asked for and answered ---
    (
        "A: Luis, ¿puedes armar la lista de invitados?\nL: Sí.\nM: Ojo con eso.\nA: ¿Y eso cuándo?\nL: El jueves.",
        "Luis/el jueves",
    ),
    (
        "A: Yo cambio el formulario de la página.\nL: ¿Y para cuándo lo tendrías, Ana?\nA: De hoy en ocho.",
        "Ana/de hoy en ocho",
    ),
    ("A: Luis, ármame la lista de invitados.\nL: Va. ¿Para cuándo la ocupas?\nA: El martes.", "Luis/el martes"),
    ("A: Luis, ¿cuándo tendrías la lista de cuentas?\nL: Hoy no, hoy ya no salió. El jueves.", "Luis/el jueves"),
    ("A: Luis, by when on the list of guests?\nL: I'm in training tomorrow so… Monday?", "Luis/monday"),
    ("A: I'll call the venue.\nL: ¿Cuándo es la feria?\nM: El viernes.", "Ana"),
    # --- set by whoever needs it, asked as time, corrected ---
    ("A: Yo muevo la regla del formulario.\nL: Pero que esté antes del lunes.\nA: Sí.", "Ana/antes del lunes"),
    ("A: ¿La ficha no está en inglés? La traduzco yo. Dame hasta fin de mes.\nL: Me vale.", "Ana/hasta fin de mes"),
    ("A: Yo armo el rol de la guardia.\nL: ¿Cuándo?\nA: El jueves no puedo. El viernes.", "Ana/el viernes"),
    ("A: Luis, la lista de objeciones.\nL: Ay, sí, la debo. Te la tengo el martes.", "Luis/el martes"),
    # --- beside it, but not another verb's ---
    ("A: Mañana como con el jefe, le planteo el presupuesto de la feria.\nL: Bien.", "Ana/mañana"),
    ("A: Eso lo dejamos para la próxima reunión, yo voy a revisar los márgenes con producción.", "Ana"),
]
HANDED = [
    (
        (
            "A: Yo hago la lista de cancelados.\nL: Bien.\nA: Ay, mañana no estoy. ¿Me la sacas tú, Luis?\n"
            "L: Ándale, va."
        ),
        "Luis",
    ),
    (
        (
            "A: Luis, could you pull that list together?\nL: Sure. Wait, do I have access?\nM: I can do the "
            "list.\nL: Great."
        ),
        "Marta",
    ),
    (
        (
            "A: Lo de separar los avisos por zona lo hago yo.\nL: Va.\nA: Luis, ¿no harías vos lo de los avisos por "
            "zona?\nL: Dale."
        ),
        "Luis",
    ),
    ("A: Luis, eso sería tocar el formulario, partirlo en dos.\nL: Mm, sí.", "Luis"),
    ("A: There's a way to make the chat yell when a lead sits there.\nL: Oh I love that. Do that.\nA: Cool.", "Ana"),
]


@pytest.mark.parametrize(("lines", "expected"), [*DAYS, *HANDED])
def test_day_and_owner_follow_the_exchange(lines: str, expected: str) -> None:
    """The day is the one that was answered, set or corrected for this task; the owner is the last who took it."""
    assert act_lines(dialogue(lines)) == expected.split(", ")


def _tasks(lines: str) -> list[Candidate]:
    return [c for c in dialogue(lines).candidates if c.kind == "action"]


def test_read_back_without_verbs_gives_days_and_tasks() -> None:
    """A list of names, things and days adds its days to the tasks that it repeats, and one that was not said before."""
    tasks = _tasks(
        "A: Luis, ¿puedes mandar la lista final?\nL: Sí.\nA: Repaso: Luis, lista final el jueves. "
        "Marta, el tablero de ventas el viernes."
    )
    assert [(t.owner, t.due_text) for t in tasks] == [("Luis Gómez", "el jueves"), ("Marta Peña", "el viernes")]


def test_second_verb_of_the_same_thing_is_the_same_task() -> None:
    """As in "armo el rol y lo pego en el grupo": one task."""
    assert len(_tasks("A: Entonces yo armo el rol de la guardia y lo pego en el grupo el jueves.")) == 1


@pytest.mark.parametrize(
    ("lines", "thing"),
    [
        ("A: Estaría bueno tener una respuesta cortita.\nL: La escribo yo, mañana.", "respuesta"),
        ("A: Luis, ¿y la difusión de la charla?\nL: La mando el lunes.", "difusión"),
        ("A: El simulador calcula metros, no flete.\nL: Yo lo tengo listo el martes.", "simulador"),
    ],
)
def test_wording_names_what_the_pronoun_stands_for(lines: str, thing: str) -> None:
    """The words of a task say what it is about though its owner said only "la", "lo"."""
    assert thing in _tasks(lines)[-1].text.lower()


@pytest.mark.parametrize(
    "lines",
    [
        "A: Sí, claro, y yo esta noche doblo los ocho capítulos, hago todas las voces. Anótame.\nL: Ja.",
        "A: Que me la piden en Londres y les mando la española y se ríen.\nL: Uf.",
        "A: Yo la abro diario.\nL: Ajá.",
        "A: Día de fiesta, yo llevo los tamales. No, no es cierto.\nL: Ja.",
        "A: Dale, yo comparto.\nL: Ya se ve.",
        "A: A mí me da dos mil ciento cincuenta, Luis.\nL: Ah, claro.",
        "A: save the date went out friday to all of them\nL: oh okay",
    ],
)
def test_irony_habit_and_telling_are_never_likely(lines: str) -> None:
    """What is said in jest, as one always does it, or of the past stays below even odds."""
    assert all((task.score or 0) < 0.5 for task in _tasks(lines))


def test_reasons_name_what_was_seen_and_where() -> None:
    """Each task tells the signs behind its likelihood, each with the turn where it was seen."""
    (task,) = _tasks("A: Luis, ¿puedes mandar la lista de precios?\nL: Sí, claro.\nA: ¿Para cuándo?\nL: El jueves.")
    assert "asked and taken (t0001)" in task.reasons
    assert "accepted (t0002)" in task.reasons
    assert "day asked for (t0004)" in task.reasons


def test_nickname_and_role_name_their_person() -> None:
    """A cut or small form of a first name counts when it is written as a name; common words never do."""
    assert act_lines(dialogue("A: Martita, ¿me mandas la lista?\nM: Va.")) == ["Marta"]
    assert act_lines(dialogue("A: Mart, mándame la lista de precios.\nM: Listo.")) == ["Marta"]


def test_days_of_a_long_sentence_are_weighed_in_time_by_their_number() -> None:
    """Hundreds of days with breaks between them: the breaks are found once, and each day has its own clause."""
    (sentence,) = split_sentences("el viernes no puedo, el lunes, " * 60)
    held = [free(sentence, due) for due in sentence.dues]
    assert held == [False, True] * 60

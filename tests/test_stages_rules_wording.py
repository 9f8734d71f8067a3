"""How tasks and decisions are worded: an infinitive with its object, a statement without what surrounds it."""

import pytest
from rule_meetings import dialogue

from meetbot.stages.ground_words import Said, unsupported
from meetbot.stages.rules.decision_wording import decision_text
from meetbot.stages.rules.named_things import plain_thing
from meetbot.stages.rules.one_clause import one_clause
from meetbot.stages.rules.speech import split_sentences
from meetbot.stages.rules.trimming import shortened, trimmed

TASKS = [
    ("A: ¿Y los folletos vencidos? ¿Quién los agarra?\nL: Dame, los tiro yo mañana.", "Tirar los folletos vencidos"),
    ("A: Yo bajo el precio mañana, así no me corren.", "Bajar el precio"),
    ("A: El viernes tengo comité con doña Amparo y le pregunto cuánto nos queda.", "Preguntar a doña Amparo cuánto"),
    ("A: Mañana me siento con Abril, la de jurídico.", "Sentarse con Abril"),
    ("A: Dos cotizaciones. Antes del martes se las hago llegar.", "Hacer llegar dos cotizaciones"),
    ("A: Y a Mercader lo llamo yo mañana.", "Llamar a Mercader"),
    ("A: I'll send the deck tomorrow, it's like five minutes.", "Send the deck"),
    ("A: ¿Y la agencia?\nL: La llamo yo mañana.", "Llamar a la agencia"),
    ("A: What about the generator?\nL: I'll turn it on out there on Friday.", "Turn the generator on out there"),
]


@pytest.mark.parametrize(("lines", "expected"), TASKS, ids=[expected for _, expected in TASKS])
def test_task_is_an_infinitive_with_its_object(lines: str, expected: str) -> None:
    """The object that was said before stands in the pronoun's place; what surrounds the task is left out."""
    found = [c.text for c in dialogue(lines).candidates if c.kind == "action"]
    assert any(text.startswith(expected) for text in found), found


def test_a_thing_is_not_called_nor_written_to() -> None:
    """A pronoun of calling stands for people; where only a thing was named, the words stay the speaker's."""
    found = [c.text for c in dialogue("A: ¿Y las fichas?\nL: Mañana las llamo yo.").candidates if c.kind == "action"]
    assert found
    assert not any("Llamar a las fichas" in text for text in found), found


@pytest.mark.parametrize(
    ("phrase", "named"),
    [
        ("ese tablero de los rechazados que iba", "el tablero de los rechazados"),
        ("los distingo", ""),
        ("los apuramos", ""),
        ("los últimos folletos", "los últimos folletos"),
        ("los ciento treinta y siete con cultivo", "los ciento treinta y siete con cultivo"),
        ("las cuatro piezas", "las cuatro piezas"),
        ("el letrero de Cholula no cotices nada", "el letrero de Cholula"),
        ("un correo aunque", "un correo"),
        ("los conozco", ""),
        ("los tengo", ""),
        ("los google ads", "los google ads"),
        ("las pyme del norte", "las pyme del norte"),
        ("the delivery van contract", "the delivery van contract"),
        ("the deck for me and Luis", "the deck for me and Luis"),
        ("la campaña de no te quedes atrás", "la campaña de no te quedes atrás"),
        ("el texto y no el video", "el texto y no el video"),
        ("las cuentas con las cuales no hay trato", "las cuentas con las cuales no hay trato"),
        ("la lista de los que no han pagado", "la lista de los que no han pagado"),
    ],
)
def test_thing_is_named_without_what_is_said_of_it(phrase: str, named: str) -> None:
    """What a pronoun stands for ends before a statement; a plural article before a verb is itself a pronoun."""
    assert plain_thing(phrase) == named


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Llamar al mixer me tiene paciencia", "Llamar al mixer"),
        ("Configurar una hoja de cálculo no hay que pedirle a sistemas", "Configurar una hoja de cálculo"),
        ("Juntar las doce y van en un solo archivo", "Juntar las doce"),
        ("Mandar los artes a la imprenta, el arte ya está", "Mandar los artes a la imprenta"),
        ("Avisar a Pedro mándamelo", "Avisar a Pedro"),
        ("Apagar está increíble", ""),
        ("Actualizar el anuncio de Quiero mi auto", "Actualizar el anuncio de Quiero mi auto"),
        ("Mandar la encuesta a clientes de Se Vende Ya", "Mandar la encuesta a clientes de Se Vende Ya"),
        ("Subir el banner de “hay más para ti”", "Subir el banner de “hay más para ti”"),
        ("Mandar la propuesta a la agencia Vamos Digital", "Mandar la propuesta a la agencia Vamos Digital"),
        ("Hablar con el jefe para que les dé la mañana", "Hablar con el jefe para que les dé la mañana"),
        ("Preguntar cuánto nos queda y si hay más", "Preguntar cuánto nos queda y si hay más"),
        ("Mandar esta lista a la imprenta", "Mandar esta lista a la imprenta"),
        ("La demo: la llevo yo y está lista", "La demo: la llevo yo y está lista"),
    ],
)
def test_task_ends_before_another_statement(said: str, kept: str) -> None:
    """A clause that no conjunction or relative joins to the task is left out; nothing is left of a verb alone."""
    assert one_clause(said) == kept


def test_task_without_its_object_says_no_more() -> None:
    """Where nothing can be meant by the pronoun, nothing is put in its place."""
    found = [c.text for c in dialogue("A: Hola.\nL: Yo lo saco a mano mañana.").candidates if c.kind == "action"]
    assert found == ["Sacarlo a mano"]


@pytest.mark.parametrize(
    ("said", "worded"),
    [
        ("Vale, pues familias fuera.", "Familias fuera"),
        ("Entonces así: de cincuenta para arriba, directo con ventas.", "De cincuenta para arriba, directo con ventas"),
        ("Queda en lo mismo, eh, dieciocho mil, no me pidan más.", "Queda en lo mismo, dieciocho mil"),
        ("Let's not decide this today.", "Let's not decide this today"),
        ("I'd say two hours.", "Two hours"),
        ("No imprima folletos.", "No imprima folletos"),
    ],
)
def test_decision_is_a_plain_statement(said: str, worded: str) -> None:
    """Fillers, tags and what the speaker adds about himself go; a "no" that decides stays."""
    assert decision_text(split_sentences(said)[0]) == worded


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("el plan, pues, queda", "el plan, queda"),
        ("la seña así no me corren", "la seña"),
        ("el lugar, son dos mil dólares", "el lugar"),
        ("el plan, no más de dos", "el plan, no más de dos"),
    ],
)
def test_trimmed_takes_off_what_surrounds_the_matter(said: str, kept: str) -> None:
    """Asides and reasons go, the matter and what limits it stay."""
    assert trimmed(said) == kept


def test_shortened_ends_at_a_clause() -> None:
    """A line that runs on is cut at the last border that fits; without one it stays whole."""
    assert (
        shortened("uno dos tres cuatro cinco, seis siete ocho, nueve diez", 8)
        == "uno dos tres cuatro cinco, seis siete ocho"
    )
    assert shortened("uno dos tres cuatro cinco", 3) == "uno dos tres cuatro cinco"


@pytest.mark.parametrize(
    ("text", "quote", "lost"),
    [
        (
            "Revisar los márgenes con producción",
            "no lo podemos decidir hoy, yo voy a revisar los márgenes con producción",
            [],
        ),
        ("Transferir la seña", "La seña la transfiero el lunes así no me corren.", []),
        ("Enviar el bordado", "El bordado, ya no lo vamos a enviar.", ["dropped negation"]),
        ("Mandar el folleto", "No, mira, el folleto no lo vamos a mandar.", ["dropped negation"]),
        ("El bordado gratis", "El bordado gratis, ya no.", ["dropped negation"]),
        ("El bordado gratis", "Ya no, el bordado gratis.", ["dropped negation"]),
    ],
)
def test_negation_belongs_to_its_clause(text: str, quote: str, lost: list[str]) -> None:
    """A "no" about something else is nothing that the wording left out; one about its matter is."""
    assert unsupported(text, Said(quote=quote, cited=quote)) == lost

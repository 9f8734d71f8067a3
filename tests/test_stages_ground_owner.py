import pytest
from grounding import CARMEN, DIEGO, LAURA, action, only_action, transcript_of

from meetbot.stages.ground_promises import first_person, takes_on
from meetbot.stages.ground_words import stem

REPORT, SEND = "Mandar el reporte a Puebla", "Send the report to Puebla"
D, L, C = DIEGO, LAURA, CARMEN

LEFT_OPEN = {
    "hay que": "Hay que mandar el reporte a Puebla.",
    "alguien": "Alguien debería mandar el reporte a Puebla, ¿no creen?",
    "se tendría que": "Eh, se tendría que mandar el reporte a Puebla.",
    "opinion": "Yo creo que habría que mandar el reporte a Puebla, la verdad.",
    "toca (Colombia)": "Pues toca mandar el reporte a Puebla, qué pena con ellos.",
    "tenemos que": "Che, tenemos que mandar el reporte a Puebla.",
    "somebody away": "Hay que mandar el reporte a Puebla, yo estoy de vacaciones.",
    "looking for somebody": "Hay que mandar el reporte a Puebla y voy a ver quién puede.",
    "asked of others": "Les pido que manden el reporte a Puebla.",
    "who has it": "El reporte a Puebla lo tiene Carmen.",
    "a noun in -o": "El envío del reporte a Puebla no ha salido.",
    "refusal": "Yo no mando el reporte a Puebla, ni loco.",
    "suggestion": "Yo mandaría el reporte a Puebla, pero ustedes ven.",
}


@pytest.mark.parametrize("speech", LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_owner_is_not_whoever_says_that_something_is_needed(speech: str) -> None:
    """To say that it must be done, by anybody, takes nothing on."""
    item = only_action(action(1, text=REPORT, owner=D), transcript=transcript_of(((D, speech),)))
    assert item.owner is None
    assert "owner_not_in_evidence" in item.doubts


@pytest.mark.parametrize(
    "speech",
    [
        "Someone should send the report to Puebla.",
        "We need to send the report to Puebla.",
        "The report to Puebla needs to be sent, really.",
        "It'd be great if somebody sent the report to Puebla.",
        "I can't send the report to Puebla.",
    ],
)
def test_owner_is_not_whoever_says_it_in_english(speech: str) -> None:
    """The same in English."""
    item = only_action(action(1, text=SEND, owner=D), transcript=transcript_of(((D, speech),)))
    assert item.owner is None


TAKEN = {
    "me toca": "Me toca mandar el reporte a Puebla.",
    "needed, and taken": "Hay que mandar el reporte a Puebla. Yo me encargo.",
    "bare verb": "Mando el reporte a Puebla mañana a primera hora.",
    "tengo que": "Ay, tengo que mandar el reporte a Puebla.",
    "english in between": "El report a Puebla, I'll send it. Mandar el reporte, va.",
    "what others will have (vos)": "El reporte a Puebla… el viernes lo tenés, entero.",
    "what others will have (usted)": "El reporte a Puebla, en una tabla lo tendrá usted el jueves.",
    "what others will have (english)": "El reporte a Puebla… you'll get it Thursday.",
    "another day": "El reporte a Puebla hoy no me da, eh, lo tendría el viernes.",
}


@pytest.mark.parametrize("speech", TAKEN.values(), ids=TAKEN)
def test_owner_is_who_takes_it_on(speech: str) -> None:
    """The first person, with or without a pronoun, takes the task."""
    item = only_action(action(1, text=REPORT, owner=D), transcript=transcript_of(((D, speech),)))
    assert item.owner == D


CALLED = {
    "are you there, a turn before": ((2,), (L, "Diego, ¿me escuchas?"), (L, "Hay que mandar el reporte a Puebla.")),
    "are you there, in the turn": ((1,), (L, "Diego, ¿me escuchas? Hay que mandar el reporte a Puebla.")),
    "can you hear me": ((1,), (L, "Can you hear me, Diego? Alguien tiene que mandar el reporte a Puebla.")),
    "how was it": ((1,), (L, "Diego, ¿y la boda? Falta mandar el reporte a Puebla.")),
    "thanks": ((1,), (L, "Gracias, Diego. Hay que mandar el reporte a Puebla.")),
    "he answers that he hears": (
        (2,),
        (L, "Diego, ¿me oyes?"),
        (C, "Falta mandar el reporte a Puebla."),
        (D, "Sí, te oigo."),
    ),
    "he only reported": ((1,), (L, "Diego dijo que hay que mandar el reporte a Puebla.")),
    "he agrees that it is needed": ((1,), (L, "Hay que mandar el reporte a Puebla."), (D, "Sí, claro.")),
    "asked for something else": (
        (1,),
        (L, "Falta mandar el reporte a Puebla."),
        (L, "Diego, ¿puedes cerrar la puerta?"),
    ),
    "named beside it": ((1,), (L, "Falta mandar el reporte a Puebla."), (L, "Diego, buenas tardes.")),
}


@pytest.mark.parametrize("case", CALLED.values(), ids=CALLED)
def test_owner_is_not_who_is_only_called(case: tuple[object, ...]) -> None:
    """A name called to greet, to thank or to see who is there gives no task."""
    cited, *speech = case
    item = only_action(action(*cited, text=REPORT, owner=D), transcript=transcript_of(tuple(speech)))  # type: ignore[misc, arg-type] # a table of turns
    assert item.owner is None


GIVEN = {
    "vocative in the turn": ((1,), (L, "Diego, hay que mandar el reporte a Puebla."), (D, "Va.")),
    "request beside it": (
        (1,),
        (L, "Falta el reporte a Puebla."),
        (C, "Diego, ¿lo puedes mandar tú?"),
    ),
    "name, then request": (
        (1,),
        (L, "Falta mandar el reporte a Puebla."),
        (C, "Diego, por favor. ¿Te encargas?"),
    ),
    "another is named first": (
        (1,),
        (L, "Falta mandar el reporte a Puebla."),
        (C, "Eso no es de Carmen ni de Jorge. Depende de Diego. Le toca a Diego eso."),
    ),
    "voseo": ((1,), (L, "Diego, ¿lo mandás vos, el reporte a Puebla?"), (D, "Dale, de una.")),
}


@pytest.mark.parametrize("case", GIVEN.values(), ids=GIVEN)
def test_owner_is_who_is_asked_by_name(case: tuple[object, ...]) -> None:
    """A vocative in the cited turn, or a request for it beside it, gives the task."""
    cited, *speech = case
    item = only_action(action(*cited, text=REPORT, owner=D), transcript=transcript_of(tuple(speech)))  # type: ignore[misc, arg-type] # a table of turns
    assert item.owner == D


ASKED = (L, "Diego, ¿puedes mandar el reporte a Puebla?")


@pytest.mark.parametrize(
    ("reply", "owner"),
    [
        ("No puedo.", None),
        ("Uy, no, esta semana no llego.", None),
        ("Híjole, no creo.", None),
        ("No sé si alcanzo, che.", None),
        ("Sí, pero no, imposible.", None),
        ("I can't, sorry.", None),
        ("No puedo, yo viajo a Lima.", None),
        ("Hoy no puedo, pero mañana lo mando.", D),
        ("Hoy no puedo. Mejor el lunes.", D),
        ("No te preocupes, yo lo mando.", D),
        ("No sé si llego, pero bueno, dale, lo mando.", D),
        ("Claro, no creo que tarde.", D),
    ],
)
def test_owner_who_refuses_is_dropped(reply: str, owner: str | None) -> None:
    """Who was asked and says no, or doubts it, does not own it, cited or not; who ends by taking it does."""
    for cited in ((1,), (1, 2)):
        item = only_action(action(*cited, text=REPORT, owner=D), transcript=transcript_of((ASKED, (D, reply))))
        assert item.owner == owner


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("Te encargo el tablero.", False),
        ("Yo estoy en Cali.", False),
        ("No te lo mando hoy.", False),
        ("Les recuerdo el horario.", False),
        ("Hoy no, yo lo mando mañana.", True),
        ("Le pido el dato a Jorge.", True),
    ],
)
def test_first_person_is_not_asking_being_or_refusing(text: str, mine: bool) -> None:
    """Giving a task to another, being somewhere and saying no are no promises."""
    assert first_person(text) is mine


@pytest.mark.parametrize(
    ("text", "mine"),
    [("Iván, bájalo.", False), ("Armalo, por favor.", False), ("Bajo el precio mañana.", True)],
)
def test_an_order_with_its_pronoun_is_no_promise(text: str, mine: bool) -> None:
    """The order "bájalo" ends in -o like a first person, and asks another for it."""
    assert takes_on(text, {stem("bajo"), stem("bajalo"), stem("armalo")}) is mine


def test_takes_on_needs_no_shared_word_where_nothing_is_left_open() -> None:
    """A promise in other words than the wording still is one, unless the turn leaves the task to anybody."""
    assert takes_on("Yo preparo un resumen mensual", {"report"})
    assert not takes_on("Hay que hacer el reporte, yo preparo la sala", {"report"})


@pytest.mark.parametrize(
    ("speech", "cited"),
    [
        ((("Laura Méndez", "Diego no pudo venir hoy."), ("SPEAKER_01", "Yo mando la lista el viernes.")), (1, 2)),
        ((("SPEAKER_01", "Yo mando la lista el viernes."), ("Diego Ramírez", "Perfecto, va.")), (1, 2)),
        ((("SPEAKER_01", "Yo mando la lista el viernes."), ("Diego Ramírez", "Perfecto, va.")), (2,)),
        ((("SPEAKER_01", "Yo mando la lista el viernes."), ("Laura Méndez", "Gracias, Diego.")), (1, 2)),
    ],
)
def test_promise_of_an_unnamed_voice_is_nobodys(speech: tuple[tuple[str, str], ...], cited: tuple[int, ...]) -> None:
    """Whoever is spoken of beside it, or thanks for it, has not taken it on, whatever a model proposes."""
    proposed = action(*cited, text="Mandar la lista", owner="Diego Ramírez")
    assert only_action(proposed, transcript=transcript_of(speech)).owner is None

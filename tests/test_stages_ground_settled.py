import pytest
from grounding import ANDRES, CARMEN, DIEGO, LAURA, action, check, decision, only, transcript_of

from meetbot.model.minutes import Decision
from meetbot.words import load

D, L, C, A = DIEGO, LAURA, CARMEN, ANDRES
RAISE = "Subir el presupuesto de Google"
ASKS = (L, "¿Subimos el presupuesto de Google?")
SAYS = (L, "Subimos el presupuesto de Google.")

UNSETTLED = {
    "refused": ((1, 2), (L, "Subimos el presupuesto de Google?"), (D, "No estoy de acuerdo.")),
    "doubted": ((1, 2), ASKS, (D, "No sé, hay que verlo.")),
    "no answer": ((1,), ASKS),
    "the asker alone goes on": ((1, 2, 3), ASKS, (D, "Pues… no sé."), (L, "Bueno.")),
    "doubted after a yes": ((1, 2), ASKS, (D, "Va."), (C, "Esperen, no me convence.")),
    "yes, but": ((1, 2), ASKS, (D, "Sí, pero habría que revisarlo con finanzas.")),
    "better not": ((1,), ASKS, (D, "Mejor no lo subamos.")),
    "another point": ((1,), ASKS, (D, "Ok, siguiente tema: la feria de Monterrey.")),
    "asks if all agree": ((1,), (L, "Subimos el presupuesto de Google, ¿les parece?"), (D, "Mmm…")),
    "proposed": ((1,), (L, "Propongo subir el presupuesto de Google."), (D, "Depende, ¿cuánto?")),
    "proposed, no answer": ((1,), (L, "Podríamos subir el presupuesto de Google, che.")),
    "stated, then refused": ((1,), SAYS, (D, "No, no me convence.")),
    "stated, then doubted": ((1,), SAYS, (D, "Híjole, hay que verlo.")),
    "stated, then a flat no": ((1,), SAYS, (D, "No.")),
    "no content": ((1,), (L, "Bueno."), (D, "Sí, va.")),
    "refused far away but cited": ((1, 5), SAYS, (D, "Mmm."), (C, "Ajá."), (A, "A ver."), (D, "No estoy de acuerdo.")),
    "objections raised": ((1,), (L, "¿Objeciones a subir el presupuesto de Google?"), (D, "No me parece, está caro.")),
}


@pytest.mark.parametrize("case", UNSETTLED.values(), ids=UNSETTLED)
def test_decision_that_nobody_agreed_to_is_unconfirmed(case: tuple[object, ...]) -> None:
    """What was only asked, proposed, doubted or refused is listed, but not as a decision."""
    cited, *speech = case
    item = only(decision(*cited, text=RAISE), transcript=transcript_of(tuple(speech)))  # type: ignore[misc, arg-type] # a table
    assert isinstance(item, Decision)
    assert (item.id, item.confirmed, item.doubts[0]) == ("U-01", False, "not_settled")


SETTLED = {
    "yes": ((1,), ASKS, (D, "Sí, dale.")),
    "me late (Mexico)": ((1,), ASKS, (D, "Me late.")),
    "de una (Colombia)": ((1,), ASKS, (D, "Uy, de una.")),
    "weak, and nothing else": ((1,), ASKS, (D, "Bueno.")),
    "first a no, then a yes": ((1, 2), ASKS, (D, "No, pues está barato. Por mí, hágale.")),
    "cannot stay": ((1, 2), ASKS, (D, "Claro."), (C, "No puedo quedarme más, perdón.")),
    "concluded after doubts": (
        (1, 4),
        ASKS,
        (D, "Mmm, no sé."),
        (C, "A mí me parece bien, hay retorno."),
        (L, "Listo, entonces lo subimos."),
    ),
    "declared by the asker": ((1, 3), ASKS, (D, "Ajá."), (L, "Aprobado.")),
    "repeated by another": ((1,), ASKS, (D, "El presupuesto de Google lo subimos.")),
    "asks itself and answers": ((1,), (L, "¿Subimos el presupuesto de Google? Sí, entonces lo subimos.")),
    "no objections": ((1,), (L, "¿Alguna objeción a subir el presupuesto de Google?"), (D, "No, ninguna.")),
    "proposed and agreed": ((1, 2), (L, "Propongo subir el presupuesto de Google."), (D, "De acuerdo.")),
    "stated": ((1,), SAYS),
    "stated with a tag": ((1,), (L, "Entonces subimos el presupuesto de Google, ¿no?")),
    "stated, anything else? no": ((1,), (L, "Subimos el presupuesto de Google. ¿Algo más?"), (C, "No, nada.")),
    "stated, a no to another question": ((1,), SAYS, (D, "Perfecto. ¿Cortamos ya?"), (C, "No.")),
    "stated, doubts about another thing": ((1,), SAYS, (D, "Otra cosa, no sé si vieron el correo del proveedor.")),
}


@pytest.mark.parametrize("case", SETTLED.values(), ids=SETTLED)
def test_decision_that_was_agreed_to_is_confirmed(case: tuple[object, ...]) -> None:
    """A statement that nobody contradicts, or a question with a yes after it, cited or in the next two turns."""
    cited, *speech = case
    item = only(decision(*cited, text=RAISE), transcript=transcript_of(tuple(speech)))  # type: ignore[misc, arg-type] # a table
    assert (item.id, item.confirmed, item.doubts) == ("D-01", True, ())


@pytest.mark.parametrize(
    ("reply", "confirmed"),
    [
        ("Yeah, let's do it.", True),
        ("Sounds good to me.", True),
        ("I'm not sure.", False),
        ("Maybe. We need to check with finance.", False),
        ("I disagree.", False),
    ],
)
def test_decision_in_english(reply: str, confirmed: bool) -> None:
    """The same in English."""
    speech = ((L, "Should we raise the Google budget?"), (D, reply))
    assert only(decision(1, text="Raise the Google budget"), transcript=transcript_of(speech)).confirmed is confirmed


def test_decision_not_to_do_something_is_agreed_to_with_a_no() -> None:
    """'Entonces no subimos' – 'No, no lo subimos' is agreement."""
    speech = ((L, "Entonces no subimos el presupuesto de Google."), (D, "No, no lo subimos."))
    assert only(decision(1, text="No subir el presupuesto de Google"), transcript=transcript_of(speech)).confirmed


def test_decision_to_put_off_lives_with_doubts() -> None:
    """A doubt is no reason against deciding later; a refusal is."""
    asks = (L, "¿Lo dejamos para enero, lo del presupuesto de Google?")
    later = decision(1, text="Dejar para enero el presupuesto de Google", status="deferred")
    assert only(later, transcript=transcript_of((asks, (D, "Sí, hay que verlo con calma.")))).confirmed
    assert not only(later, transcript=transcript_of((asks, (D, "No estoy de acuerdo.")))).confirmed


def test_decision_is_quoted_by_the_answer_and_cites_the_question() -> None:
    """A decision that points to 'Sí, va' is read from the cited question; what is quoted is never the question."""
    item = only(decision(1, 2, text=RAISE, quote="Sí, va."), transcript=transcript_of((ASKS, (D, "Sí, va."))))
    assert item.evidence is not None
    assert (item.confirmed, item.evidence.quote, item.evidence.turn_ids) == (True, "Sí, va.", ("t0002", "t0001"))


def test_quote_without_content_confirms_no_task_alone() -> None:
    """'Sí, va' shows a task only beside cited words about it."""
    transcript = transcript_of(((L, "Diego, ¿mandas el reporte a Puebla?"), (D, "Sí, va.")))
    task = "Mandar el reporte a Puebla"
    alone = only(action(2, text=task, quote="Sí, va."), transcript=transcript)
    beside = only(action(2, 1, text=task, quote="Sí, va."), transcript=transcript)
    assert (alone.confirmed, alone.doubts) == (False, ("no_evidence",))
    assert (beside.confirmed, beside.doubts) == (True, ())


def test_unsettled_is_not_said_of_what_was_not_found() -> None:
    """A quote that nobody said is the doubt; whether it was agreed to can't be judged."""
    grounded = check(decision(1, text=RAISE, quote="Aprobamos"), transcript=transcript_of((ASKS,)))
    assert grounded.unconfirmed[0].doubts == ("quote_not_found",)


@pytest.mark.parametrize("locale", ["es-MX", "en"])
def test_unsettled_has_its_words(locale: str) -> None:
    """The reader is told in the documents' language."""
    assert load(locale)("minutes.doubt.not_settled")

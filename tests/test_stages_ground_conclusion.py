from grounding import ANDRES, CARMEN, DIEGO, LAURA, check, decision, only, transcript_of

from meetbot.model.candidates import Candidate

SLA = (
    (LAURA, "Y lo del SLA. ¿Lo dejamos en cuatro horas o lo bajamos a dos?"),
    (DIEGO, "Dos es una locura."),
    (LAURA, "Venga, pues lo dejamos en cuatro, y lo revisamos en enero."),
    (DIEGO, "Perfecto."),
)


def test_conclusion_is_quoted_in_place_of_the_question() -> None:
    """'¿Cuatro o dos?' is no target; 'lo dejamos en cuatro' is."""
    target = Candidate(
        kind="target",
        turn_ids=("t0001", "t0002", "t0003", "t0004"),
        text="Lo dejamos en cuatro horas o lo bajamos a dos",
        quote="¿Lo dejamos en cuatro horas o lo bajamos a dos?",
    )
    (item,) = check(target, transcript=transcript_of(SLA)).targets
    assert item.evidence is not None
    assert item.evidence.quote == "Venga, pues lo dejamos en cuatro, y lo revisamos en enero."
    assert "dos" not in item.text


def test_conclusion_of_a_proposal_is_its_approval() -> None:
    """'Podríamos poner una pregunta' is quoted by 'queda aprobado'; the proposal's turn stays cited."""
    speech = (
        (CARMEN, "Podríamos poner una pregunta en el formulario, tipo si tiene casa propia o empresa."),
        (DIEGO, "A mí me parece, con eso uno ya filtra."),
        (LAURA, "Listo, queda aprobado entonces."),
    )
    item = only(decision(1, 2, text="Poner una pregunta en el formulario"), transcript=transcript_of(speech))
    assert item.evidence is not None
    assert (item.confirmed, item.evidence.quote) == (True, "Listo, queda aprobado entonces.")
    assert item.evidence.turn_ids == ("t0003", "t0001", "t0002")


def test_conclusion_missing_leaves_a_target_unconfirmed() -> None:
    """A target that was only asked for is no target."""
    speech = ((LAURA, "¿Lo dejamos en cuatro horas?"), (DIEGO, "Mjm."), (CARMEN, "¿Qué hora es?"))
    target = Candidate(kind="target", turn_ids=("t0001",), text="Dejarlo en cuatro horas")
    grounded = check(target, transcript=transcript_of(speech))
    assert (grounded.targets, len(grounded.unconfirmed)) == ((), 1)
    assert grounded.unconfirmed[0].doubts[0] == "not_settled"


def test_conclusion_approvals_before_the_quote_belong_to_another_matter() -> None:
    """Who agreed to the discounts before did not agree to a report of leads."""
    speech = (
        (LAURA, "Nada de descuentos sin mi aprobación."),
        (CARMEN, "Sí, de acuerdo."),
        (DIEGO, "Me parece bien."),
        (ANDRES, "Hemos pasado de ciento cincuenta leads a ciento veintiocho."),
    )
    text = "Hemos pasado de ciento cincuenta leads a ciento veintiocho"
    item = only(decision(4, 2, 3, text=text, quote=text), transcript=transcript_of(speech))
    assert not item.confirmed

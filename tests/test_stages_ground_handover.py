from datetime import date

from grounding import CARMEN, DIEGO, LAURA, action, check, transcript_of

GUION = (
    (DIEGO, "El guion del webinar lo hago yo para el quince de diciembre."),
    (LAURA, "Bien. Diego, pensándolo bien, el guion que lo haga Carmen, que conoce el producto."),
    (CARMEN, "Listo, yo hago el guion."),
)


def test_handover_is_one_task_of_the_last_owner_with_the_day() -> None:
    """'Que lo haga Carmen' – 'yo hago el guion': one task, hers, for the day that was set."""
    grounded = check(
        action(1, text="Hacer el guion del webinar", owner=DIEGO, due_text="para el quince de diciembre"),
        action(3, text="Hacer el guion", owner=CARMEN),
        transcript=transcript_of(GUION),
    )
    (item,) = grounded.actions
    assert (item.owner, item.due_date) == (CARMEN, date(2026, 12, 15))
    assert item.evidence is not None
    assert item.evidence.turn_ids == ("t0003", "t0001")
    assert grounded.issues[-1].message == "Handed over to Carmen Ortega, kept once: Hacer el guion del webinar"


def test_handover_by_a_pronoun_keeps_the_wording() -> None:
    """Who takes over says 'lo paso yo'; the task is still the file."""
    speech = (
        (CARMEN, "Les paso el Excel de la feria en cuanto cuelgue."),
        (LAURA, "Carmen, al final el Excel de la feria, que lo pase Diego mejor."),
        (DIEGO, "Sí, lo paso yo ahora mismo."),
    )
    grounded = check(
        action(1, text="Pasar el Excel", owner=CARMEN),
        action(3, text="Pasarlo ahora mismo", owner=DIEGO),
        transcript=transcript_of(speech),
    )
    assert [(item.owner, item.text) for item in grounded.actions] == [(DIEGO, "Pasar el Excel")]


def test_handover_of_something_else_leaves_both() -> None:
    """'Los de fuera que los llame Diego' takes over no other call."""
    speech = (
        (LAURA, "Yo llamo esta tarde al banco."),
        (CARMEN, "Los de Cataluña los llamo yo, los de fuera que los llame Diego."),
        (DIEGO, "Sí, yo llamo a los de fuera."),
    )
    grounded = check(
        action(1, text="Llamar al banco", owner=LAURA),
        action(2, text="Llamar a los de Cataluña", owner=CARMEN),
        action(3, text="Llamar a los de fuera", owner=DIEGO),
        transcript=transcript_of(speech),
    )
    assert {item.owner for item in grounded.actions} >= {LAURA, DIEGO}


def test_handover_withdrawn_by_its_owner_is_left_out() -> None:
    """'Al final no la mande' – 'Ok, no la mando': no task is left, and an issue says so."""
    speech = (
        (CARMEN, "Claro, yo mando la base de asistentes hoy."),
        (LAURA, "Y lo de la base de asistentes, Carmen, al final no la mande."),
        (CARMEN, "Ok, no la mando."),
    )
    grounded = check(action(1, text="Mandar la base de asistentes", owner=CARMEN), transcript=transcript_of(speech))
    assert grounded.actions == ()
    assert grounded.issues[-1].message == "Left out, withdrawn in t0003: Mandar la base de asistentes"


def test_handover_what_is_only_late_is_not_withdrawn() -> None:
    """'No la mando hoy, la mando mañana' moves a task, and somebody else's no is not the owner's."""
    speech = (
        (CARMEN, "Claro, yo mando la base de asistentes."),
        (LAURA, "Yo no mando la base de asistentes."),
        (CARMEN, "La base de asistentes no la mando hoy, la mando mañana."),
    )
    grounded = check(action(1, text="Mandar la base de asistentes", owner=CARMEN), transcript=transcript_of(speech))
    assert len(grounded.actions) == 1

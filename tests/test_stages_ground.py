import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from grounding import (
    ANDRES,
    CARMEN,
    DIEGO,
    JORGE,
    LAURA,
    MEETING,
    NEXT,
    SAID_ON,
    action,
    check,
    decision,
    everything,
    only,
    only_action,
    transcript_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.model.candidates import Candidate
from meetbot.model.minutes import ActionItem, Decision, Note
from meetbot.stages.ground_evidence import as_sentence, sentences
from meetbot.stages.ground_items import Grounded
from meetbot.stages.ground_promises import first_person
from meetbot.stages.ground_words import content_stems, figures, negated, stem


def test_ground_true_action_is_confirmed_with_all_its_evidence() -> None:
    """Speaker, department, time and verbatim words come from the transcript; owner and date are shown by it."""
    item = only_action(action(2, 1, owner=DIEGO, due_text="el jueves"))
    assert (item.id, item.confirmed, item.doubts) == ("A-01", True, ())
    assert (item.owner, item.department, item.due_text, item.due_date) == (
        DIEGO,
        "comercial",
        "el jueves",
        date(2026, 11, 26),
    )
    assert item.text == "Hablar con el proveedor de cajas"
    assert item.evidence is not None
    assert item.evidence.turn_ids == ("t0002", "t0001")
    assert (item.evidence.speaker_name, item.evidence.department) == (DIEGO, "comercial")
    assert (item.evidence.start, item.evidence.end, item.evidence.time_source) == (16.0, 23.0, "measured")
    assert item.evidence.quote == "Eh, yo hablo con él el jueves, no te preocupes."


def test_ground_request_and_acceptance_give_the_owner() -> None:
    """'¿Me puedes…?' – 'Sí, claro': the task belongs to the one who accepts, whoever is cited."""
    for cited in ((3,), (3, 4), (4, 3)):
        item = only_action(action(*cited, text="Mandar las objeciones de los clientes", owner=CARMEN))
        assert (item.owner, item.confirmed) == (CARMEN, True)


def test_ground_task_given_by_name_to_somebody_absent() -> None:
    """A person who is not in the room owns a task when the words name them."""
    item = only_action(action(9, text="Cambiar la regla en el CRM", owner="Jorge", due_text="antes del viernes"))
    assert (item.owner, item.department, item.due_date) == (JORGE, "comercial", date(2026, 11, 26))


def test_ground_owner_by_title_and_nickname() -> None:
    """A role title or a nickname means a person, if exactly one."""
    speech = ((LAURA, "El contralor revisa el presupuesto y Lau actualiza el tablero."),)
    by_title = only_action(
        action(1, text="Revisar el presupuesto", owner="Contralor"), transcript=transcript_of(speech)
    )
    by_alias = only_action(action(1, text="Actualizar el tablero", owner="Lau"), transcript=transcript_of(speech))
    assert (by_title.owner, by_alias.owner) == (ANDRES, LAURA)


@pytest.mark.parametrize(
    ("speech", "owner"),
    [
        ("A Carmen le toca el tablero de ventas.", CARMEN),
        ("Le toca a Carmen el tablero de ventas.", CARMEN),
        ("El tablero de ventas se lo encargamos a la Ejecutiva Comercial.", CARMEN),
        ("El tablero de ventas le sirve a Carmen.", None),
        ("El tablero de ventas es para Carmen.", None),
        ("Carmen, el tablero de ventas.", CARMEN),
    ],
)
def test_ground_name_gives_a_task_only_as_its_doer(speech: str, owner: str | None) -> None:
    """To be named as the one for whom or with whom something is done gives nobody a task."""
    item = only_action(
        action(1, text="El tablero de ventas", owner=CARMEN), transcript=transcript_of(((LAURA, speech),))
    )
    assert item.owner == owner


def test_ground_promise_with_a_condition_that_another_accepts() -> None:
    """'Lo tomo yo, pero mandame la lista' – 'Dale': the list belongs to the one who accepts, not to the speaker."""
    speech = ((LAURA, "Está bien, lo tomo yo, pero mandame la lista nueva."), (DIEGO, "Dale, hoy a última hora."))
    task = action(1, text="Mandar la lista nueva", owner=DIEGO, due_text="hoy a última hora")
    item = only_action(task, transcript=transcript_of(speech))
    assert (item.owner, item.due_date, item.doubts) == (DIEGO, SAID_ON, ())
    refused = only_action(task, transcript=transcript_of((speech[0], (DIEGO, "Híjole, no creo."))))
    assert refused.owner is None


def test_ground_named_in_the_quote_beside_another_persons_promise() -> None:
    """Two tasks in neighbouring turns: a name in the quoted words counts although somebody else promises too."""
    quoted = "La regla en el CRM la cambia Jorge antes del viernes."
    item = only_action(action(9, 4, text="Cambiar la regla en el CRM", owner=JORGE, quote=quoted))
    assert item.owner == JORGE


def test_ground_person_whom_only_the_platform_knows_can_own() -> None:
    """A named speaker who is missing in the roster still owns what they take on."""
    speech = (("Marta Ríos", "Yo preparo la presentación."),)
    item = only_action(action(1, text="Preparar la presentación", owner="Marta Ríos"), transcript=transcript_of(speech))
    assert (item.owner, item.department) == ("Marta Ríos", None)


def test_ground_kinds_go_to_their_lists_with_their_ids() -> None:
    """Each kind has its list and its series of ids; decisions keep their status."""
    grounded = check(
        decision(6, text="No vamos a la feria", status="reversed"),
        action(2, 1),
        Candidate(kind="recognition", turn_ids=("t0008",), text="Muy buena la campaña de cartón reciclado"),
        Candidate(kind="customer_voice", turn_ids=("t0011",), text="La entrega llega tarde y así no renueva"),
        Candidate(kind="question", turn_ids=("t0012",), text="Qué hacemos con los que ya tienen descuento"),
        action(text="Comprar globos"),
    )
    assert [item.id for item in everything(grounded)] == ["D-01", "A-01", "R-01", "V-01", "Q-01", "U-01"]
    assert grounded.decisions[0].status == "reversed"
    assert all(isinstance(item, Note) for item in (*grounded.recognitions, *grounded.questions))


def test_ground_numbers_follow_time() -> None:
    """Ids count in the order in which things were said, not in that of the engine."""
    grounded = check(decision(7, text="Contactar los leads en 24 horas"), decision(6, text="No vamos a la feria"))
    assert [(d.id, d.text) for d in grounded.decisions] == [
        ("D-01", "No vamos a la feria"),
        ("D-02", "Contactar los leads en 24 horas"),
    ]


def test_ground_topic_is_that_of_the_quoted_turn() -> None:
    """The agenda point comes from the turn that holds the words."""
    item = only(decision(6, text="No vamos a la feria"), topics={"t0006": "P3", "t0001": "P1"})
    assert item.topic == "P3"


# --- planted falsehoods: each must be rejected, demoted or replaced by the speaker's own words ---

WRONG_OWNERS = {
    "somebody else in the room": action(2, 1, owner=ANDRES),
    "the one who asked": action(3, text="Mandar las objeciones", owner=LAURA),
    "the one spoken to beside it": action(2, 1, owner=CARMEN),
    "somebody absent": action(2, owner=JORGE),
    "nobody of the company": action(2, owner="Patricia Lozano"),
    "a department": action(2, owner="Comercial"),
    "two at once": action(2, owner="Laura y Diego"),
    "an empty name": action(2, owner="   "),
    "beneficiary of the task": action(4, text="Pasar las objeciones mañana", owner=LAURA),
}


@pytest.mark.parametrize("planted", WRONG_OWNERS.values(), ids=WRONG_OWNERS)
def test_planted_owner_is_dropped(planted: Candidate) -> None:
    """An owner whom the words don't show is null with a doubt; the task itself stays."""
    item = only_action(planted)
    assert (item.owner, item.department) == (None, None)
    assert "owner_not_in_evidence" in item.doubts
    assert item.confirmed


WRONG_WORDINGS = {
    "figure changed": decision(7, text="Contactar los leads con calificación de 80 en 24 horas"),
    "figure invented": decision(6, text="No vamos a la feria de 2027"),
    "figures swapped": decision(7, text="Contactar los leads con calificación de 24 en 70 horas"),
    "figure in words changed": decision(5, text="El presupuesto de la feria son quinientos mil pesos"),
    "zeros added": decision(5, text="El presupuesto de la feria son 4000000 pesos"),
    "unit of money added": decision(7, text="Contactar los leads con calificación de $70 en 24 horas"),
    "percent added": decision(7, text="Contactar los leads con calificación de 70% en 24 horas"),
    "negation dropped": decision(6, text="Vamos a la feria"),
    "negation dropped, other words": decision(6, 7, text="Queda así que vamos a la feria"),
    "negation added": decision(9, text="La regla en el CRM no la cambia Jorge"),
    "opposite verb": decision(9, text="La regla en el CRM la elimina Jorge"),
    "name from elsewhere": decision(9, text="La regla en el CRM la cambia Carmen"),
    "name of the neighbour": decision(10, text="Andrés cambia la regla en el CRM con Jorge antes de la feria"),
    "object invented": action(2, text="Hablar con el proveedor de cajas sobre el aumento de precios"),
    "time invented in the wording": action(2, text="Hablar con el proveedor de cajas a las 10:30"),
    "place invented": Candidate(
        kind="customer_voice", turn_ids=("t0011",), text="El cliente de Guadalajara dice que la entrega llega tarde"
    ),
    "praise to another": Candidate(
        kind="recognition", turn_ids=("t0008",), text="Muy buena la campaña de cartón reciclado de Sofía"
    ),
    "nothing that can be checked": decision(6, text="Hacerlo así"),
    "empty wording": decision(6, text="  "),
}


@pytest.mark.parametrize("planted", WRONG_WORDINGS.values(), ids=WRONG_WORDINGS)
def test_planted_wording_gives_way_to_the_words_that_were_said(planted: Candidate) -> None:
    """Whatever nobody said is replaced by what somebody did say, and the change is marked."""
    item = only(planted)
    assert item.evidence is not None
    assert "wording_replaced" in item.doubts or not item.confirmed
    turn = transcript_of().turn(item.evidence.turn_ids[0])
    assert turn is not None
    assert item.evidence.quote in turn.text
    if item.confirmed:
        assert item.text[1:] in item.evidence.quote
        assert item.text != planted.text


INVENTED_DATES = {
    "another day": action(2, due_text="el viernes"),
    "a date": action(2, due_text="el 30 de noviembre"),
    "said far away": action(2, 1, due_text="antes del viernes"),
    "part of a word": action(2, due_text="el jue"),
    "blank": action(2, due_text="   "),
    "beside it, while the words name another": action(4, text="Pasar las objeciones", due_text="el jueves"),
}


@pytest.mark.parametrize("planted", INVENTED_DATES.values(), ids=INVENTED_DATES)
def test_planted_date_is_dropped(planted: Candidate) -> None:
    """A time that nobody said there is null with a doubt."""
    item = only_action(planted)
    assert (item.due_text, item.due_date, item.due_date_other) == (None, None, None)
    assert "due_not_in_evidence" in item.doubts


ALTERED_QUOTES = {
    "a word changed": decision(6, text="No vamos a la feria", quote="Entonces no iremos a la feria"),
    "the no left out": decision(6, text="Vamos a la feria", quote="Entonces vamos a la feria."),
    "case changed": decision(6, text="No vamos a la feria", quote="entonces no vamos a la feria"),
    "two turns glued": decision(6, 7, text="No vamos", quote="Queda así. De acuerdo, no vamos"),
    "from a turn that is not cited": decision(7, text="No vamos a la feria", quote="Entonces no vamos a la feria."),
    "half a word": decision(6, text="No vamos a la feria", quote="no vamos a la fer"),
    "nothing": decision(6, text="No vamos a la feria", quote="  "),
}


@pytest.mark.parametrize("planted", ALTERED_QUOTES.values(), ids=ALTERED_QUOTES)
def test_planted_quote_is_unconfirmed(planted: Candidate) -> None:
    """Words that do not stand in a cited turn make the item unconfirmed, with what really stands there beside it."""
    grounded = check(planted)
    (item,) = grounded.unconfirmed
    assert (item.id, item.confirmed, item.doubts[0]) == ("U-01", False, "quote_not_found")
    assert item.evidence is not None
    assert item.text == planted.text
    assert any(item.evidence.quote in turn.text for turn in transcript_of().turns)


SWAPPED_TURNS = {
    "another decision's turn": decision(11, text="Contactar los leads de 70 en 24 horas"),
    "small talk": decision(10, text="Hablar con el proveedor de cajas el jueves"),
    "somebody else's task": action(4, text="Cambiar la regla en el CRM", owner=CARMEN),
    "only turns that don't exist": action(99, 0, owner=DIEGO, due_text="el jueves"),
    "no turn at all": action(owner=DIEGO),
}


@pytest.mark.parametrize("planted", SWAPPED_TURNS.values(), ids=SWAPPED_TURNS)
def test_planted_turns_are_unconfirmed(planted: Candidate) -> None:
    """Turns that speak of something else, or don't exist, never carry an item into the minutes."""
    (item,) = check(planted).unconfirmed
    assert item.doubts[0] in {"quote_not_found", "no_evidence"}


def test_planted_cases_are_at_least_forty() -> None:
    """The planted falsehoods stay a substantial set."""
    planted = [WRONG_OWNERS, WRONG_WORDINGS, INVENTED_DATES, ALTERED_QUOTES, SWAPPED_TURNS]
    assert sum(map(len, planted)) >= 40


# --- true items in other words are not touched ---

TRUE_WORDINGS = {
    "infinitive": action(2, 1, text="Hablar con el proveedor de cajas el jueves"),
    "figures in digits": decision(5, text="El presupuesto de la feria son 400,000 pesos"),
    "figures in words": decision(7, text="Los leads de setenta para arriba se contactan en veinticuatro horas"),
    "sign for the word": Candidate(kind="question", turn_ids=("t0012",), text="Los que tienen descuento del 10%"),
    "negation kept": decision(6, 7, text="No vamos a la feria"),
    "other form of the verb": action(4, 3, text="Pasarle a Laura las objeciones de los clientes"),
    "light verb with a pronoun": action(9, text="Dejar cambiada la regla en el CRM"),
    "own name": action(2, 1, text="Diego habla con el proveedor de cajas"),
    "customer": Candidate(kind="customer_voice", turn_ids=("t0011",), text="La entrega llega tarde, así no renueva"),
}


@pytest.mark.parametrize("true", TRUE_WORDINGS.values(), ids=TRUE_WORDINGS)
def test_true_wording_is_kept(true: Candidate) -> None:
    """A faithful wording stays as it is, confirmed and without doubts."""
    item = only(true)
    assert (item.text, item.confirmed, item.doubts) == (true.text, True, ())


# --- evidence ---


def test_quote_is_the_transcripts_own_words_whatever_its_spaces() -> None:
    """White space is folded for the comparison; what is stored is the transcript's substring, its turn first."""
    speech = ((LAURA, "Ajá."), (DIEGO, "Bueno:  quedamos\nen cerrar la feria. Y ya."))
    item = only(
        decision(1, 2, text="Cerrar la feria", quote="quedamos en cerrar   la feria."), transcript=transcript_of(speech)
    )
    assert item.evidence is not None
    assert item.evidence.quote == "quedamos\nen cerrar la feria."
    assert item.evidence.turn_ids == ("t0002", "t0001")


def test_quote_that_hides_a_no_is_widened() -> None:
    """A quote that leaves the "no" before it out is shown with its whole sentence, and the wording follows."""
    item = only(decision(6, text="Vamos a la feria", quote="vamos a la feria"))
    assert item.evidence is not None
    assert item.evidence.quote == "Entonces no vamos a la feria."
    assert item.text == "Entonces no vamos a la feria."
    assert item.doubts == ("wording_replaced",)


def test_quote_of_a_long_turn_is_its_best_sentences() -> None:
    """Of a long turn only the sentences that show the item are quoted, verbatim, also over two sentences."""
    filler = "Eh, pues miren, la verdad es que esta semana estuvo complicada para todos nosotros, como ya saben. " * 3
    speech = ((LAURA, f"{filler}La regla del CRM la cambio hoy. Aviso a Jorge en la tarde. {filler}"),)
    transcript = transcript_of(speech)
    one = only(action(1, text="Cambiar la regla del CRM"), transcript=transcript)
    two = only(action(1, text="Cambiar la regla del CRM y avisar a Jorge"), transcript=transcript)
    assert one.evidence is not None
    assert two.evidence is not None
    assert one.evidence.quote == "La regla del CRM la cambio hoy."
    assert two.evidence.quote == "La regla del CRM la cambio hoy. Aviso a Jorge en la tarde."


def test_turn_ids_that_do_not_exist_are_dropped_and_said() -> None:
    """One valid turn is enough; the others are named in an issue."""
    grounded = check(action(2, 77, owner=DIEGO))
    (item,) = grounded.actions
    assert item.evidence is not None
    assert item.evidence.turn_ids == ("t0002",)
    assert "t0077" in grounded.issues[0].message


def test_turn_without_words_is_no_evidence() -> None:
    """A turn in which nothing was recognised shows nothing."""
    item = only(action(1, text="Hablar"), transcript=transcript_of(((LAURA, "  "),)))
    assert (item.confirmed, item.evidence, item.doubts) == (False, None, ("no_evidence",))


def test_no_evidence_keeps_the_proposal_but_no_owner_and_no_date() -> None:
    """What can't be shown is listed as it was proposed, without owner and date."""
    item = only_action(action(99, owner=DIEGO, due_text="el jueves"))
    assert item.doubts == ("no_evidence", "owner_not_in_evidence", "due_not_in_evidence")
    assert (item.text, item.owner, item.due_text) == ("Hablar con el proveedor de cajas", None, None)


def test_empty_proposal_without_evidence_is_still_listed() -> None:
    """Even an item without a word and without a turn is not lost in silence."""
    assert only(action(text=" ")).text == "…"


def test_unnamed_voice_gives_evidence_but_never_an_owner() -> None:
    """Time and words are evidence enough; but who speaks is unknown, so the task has no owner."""
    speech = (("SPEAKER_00", "Yo hablo con el proveedor de cajas el jueves."),)
    item = only_action(action(1, owner=DIEGO, due_text="el jueves"), transcript=transcript_of(speech))
    assert (item.confirmed, item.owner, item.due_date) == (True, None, date(2026, 11, 26))
    assert item.doubts == ("speaker_unknown", "owner_not_in_evidence")
    assert item.evidence is not None
    assert (item.evidence.speaker, item.evidence.speaker_name) == ("SPEAKER_00", None)


def test_unnamed_voices_can_give_a_task_by_name() -> None:
    """Who is named in the words owns the task, even when no voice has a name."""
    speech = (("SPEAKER_00", "Carmen, ¿tú hablas con el proveedor de cajas?"), (None, "Sí, va, yo hablo con él."))
    item = only_action(action(1, 2, owner=CARMEN), transcript=transcript_of(speech))
    assert item.owner == CARMEN


def test_plain_text_without_times_is_fine() -> None:
    """No times in the transcript: the evidence has none and says so."""
    item = only(action(2, 1), transcript=transcript_of(timed=False))
    assert item.evidence is not None
    assert (item.evidence.start, item.evidence.time_source, item.confirmed) == (None, "none", True)


def test_due_said_some_turns_later_counts() -> None:
    """'¿Para cuándo?' – 'Para el jueves': the time may be said in a turn beside it, whatever the case."""
    speech = ((DIEGO, "Yo hablo con el proveedor de cajas."), (LAURA, "¿Para cuándo?"), (DIEGO, "Para el  Jueves, va."))
    item = only_action(action(1, owner=DIEGO, due_text="para el jueves"), transcript=transcript_of(speech))
    assert (item.due_text, item.due_date) == ("Para el  Jueves", date(2026, 11, 26))


def test_due_words_without_a_date_are_kept_as_words() -> None:
    """Words that name no day stay as they were said; no date is made up."""
    speech = ((DIEGO, "Yo hablo con el proveedor de cajas en cuanto se pueda."),)
    item = only_action(action(1, due_text="en cuanto se pueda"), transcript=transcript_of(speech))
    assert (item.due_text, item.due_date, item.doubts) == ("en cuanto se pueda", None, ())


def test_a_day_left_open_by_the_engine_stays_words_without_a_date() -> None:
    """What may be the day of something else is told in its words; no date is read from them, and the check says so."""
    speech = ((DIEGO, "Yo hablo con el proveedor de cajas el jueves."),)
    item = only_action(action(1, owner=DIEGO, due_text="el jueves", day_open=True), transcript=transcript_of(speech))
    assert (item.due_text, item.due_date) == ("el jueves", None)
    assert [check.passed for check in item.checks if check.name == "due"] == [False]


def test_due_next_meeting_uses_its_date() -> None:
    """'La próxima reunión' is the day of the next meeting."""
    speech = ((DIEGO, "Yo hablo con el proveedor de cajas para la próxima reunión."),)
    item = only_action(action(1, due_text="para la próxima reunión"), transcript=transcript_of(speech))
    assert item.due_date == NEXT


def test_helpers_and_conditions_must_have_been_said() -> None:
    """Who helps and under which condition is kept in the words of the transcript, or left out with an issue."""
    speech = ((DIEGO, "Yo hablo con el proveedor de cajas, con Carmen, si  baja el precio."),)
    grounded = check(
        action(1, owner=DIEGO, with_people=("Carmen", DIEGO, ANDRES, "Nadie"), condition="Si baja el precio"),
        transcript=transcript_of(speech),
    )
    (item,) = grounded.actions
    assert item.with_people == (CARMEN,)
    assert item.condition == "si  baja el precio"
    assert [issue.message.split(",")[0] for issue in grounded.issues] == ["A helper was left out"] * 2
    dropped = check(action(2, 1, condition="si lo aprueba el director"))
    assert dropped.actions[0].condition is None
    assert "condition was left out" in dropped.issues[0].message


def test_helper_who_speaks_in_the_cited_turns_is_kept() -> None:
    """Somebody who takes part in the cited turns may be named as helping."""
    item = only_action(action(2, 1, owner=DIEGO, with_people=(LAURA,)))
    assert item.with_people == (LAURA,)


# --- repetitions ---


def test_repetition_is_merged_and_said() -> None:
    """The same task proposed twice is one, with all its turns, its owner and its date, and an issue."""
    grounded = check(
        action(1, 2, text="Hablar con el proveedor de cajas"),
        action(1, 2, 3, text="Hablar con el proveedor", owner=DIEGO, due_text="el jueves", with_people=(LAURA,)),
    )
    (item,) = grounded.actions
    assert grounded.merged == 1
    assert (item.owner, item.due_date, item.with_people) == (DIEGO, date(2026, 11, 26), (LAURA,))
    assert item.evidence is not None
    assert set(item.evidence.turn_ids) == {"t0001", "t0002", "t0003"}
    assert "kept once" in grounded.issues[-1].message


def test_repetition_settles_a_doubt() -> None:
    """A doubt about the owner goes when the other proposal names the right one."""
    grounded = check(action(1, 2, owner=ANDRES, due_text="el lunes"), action(1, 2, owner=DIEGO, due_text="el jueves"))
    (item,) = grounded.actions
    assert (item.owner, item.due_text, item.doubts) == (DIEGO, "el jueves", ())


@pytest.mark.parametrize(
    "pair",
    [
        (action(2, 1), decision(2, 1, text="Hablar con el proveedor de cajas")),
        (decision(6, text="No vamos a la feria"), decision(6, text="No vamos a la feria", status="deferred")),
        (action(2, 1), action(4, text="Pasar las objeciones")),
        (decision(7, text="No vamos"), decision(7, text="Contactar los leads en 24 horas")),
        (action(1, 2, owner=DIEGO), action(1, 2, owner=LAURA, text="Hablar con el proveedor de cajas.")),
    ],
    ids=["kind", "status", "turn", "text", "owner dropped"],
)
def test_different_items_stay_apart_unless_they_agree(pair: tuple[Candidate, Candidate]) -> None:
    """Kind, status, turn and wording tell items apart; an owner that was dropped does not."""
    grounded = check(*pair)
    same = pair[1].owner == LAURA
    assert len(everything(grounded)) == (1 if same else 2)


def test_same_task_of_two_owners_stays_two() -> None:
    """Two people who both take the task on are two items; so are two dates."""
    speech = (
        (LAURA, "Carmen y Diego hablan con el proveedor de cajas, el jueves o el viernes."),
        (CARMEN, "Sí, va."),
        (DIEGO, "Dale."),
    )
    transcript = transcript_of(speech)
    owners = check(action(1, owner=CARMEN), action(1, owner=DIEGO), transcript=transcript)
    assert sorted(item.owner or "" for item in owners.actions) == [CARMEN, DIEGO]
    dates = check(action(1, due_text="el jueves"), action(1, due_text="el viernes"), transcript=transcript)
    assert len(dates.actions) == 2


def test_unconfirmed_repetitions_without_evidence_are_merged() -> None:
    """Two proposals without evidence and with one wording are one line to look at."""
    grounded = check(action(98), action(99))
    assert (len(grounded.unconfirmed), grounded.merged) == (1, 1)


# --- properties ---

WORDS = st.lists(
    st.sampled_from(
        ["yo", "hablo", "con", "proveedor", "cajas", "jueves", "no", "feria", "70", "24", "Jorge", "regla"]
    ),
    max_size=8,
).map(" ".join)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        kind=st.sampled_from(["decision", "action", "recognition", "customer_voice", "question"]),
        turn_ids=st.lists(st.integers(0, 14).map(lambda n: f"t{n:04d}"), max_size=3).map(tuple),
        quote=st.none() | WORDS | st.sampled_from([text for _, text in MEETING]),
        text=WORDS | st.text(max_size=30),
        owner=st.none() | st.sampled_from([LAURA, DIEGO, "Jorge", "Nadie"]),
        due_text=st.none() | st.sampled_from(["el jueves", "antes del viernes", "ayer"]),
        status=st.sampled_from(["made", "deferred", "reversed"]),
        score=st.none() | st.floats(0, 1),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=150)
@given(candidates=CANDIDATES, seed=st.integers(0, 99))
def test_nothing_is_lost_and_nothing_is_confirmed_without_words(candidates: list[Candidate], seed: int) -> None:
    """Whatever an engine proposes: each candidate is listed or merged, each quote stands there, order is irrelevant."""
    grounded = check(*candidates)
    items = everything(grounded)
    turns = transcript_of().turns_by_id()
    assert len(items) + grounded.merged == len(candidates)
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert item.text
        assert item.confirmed == (item not in grounded.unconfirmed)
        if item.evidence is not None:
            assert item.evidence.quote in turns[item.evidence.turn_ids[0]].text
            assert set(item.evidence.turn_ids) <= turns.keys()
        else:
            assert not item.confirmed
        if isinstance(item, ActionItem) and item.due_date is not None:
            assert any((item.due_text or "?") in turn.text for turn in turns.values())
    shuffled = list(candidates)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert unnumbered(check(*shuffled)) == unnumbered(grounded)


def unnumbered(grounded: Grounded) -> Grounded:
    """Without the candidates' numbers, which count in the order of the extraction."""

    def bare(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(item.model_copy(update={"candidates": ()}) for item in items)

    return replace(
        grounded,
        decisions=bare(grounded.decisions),
        actions=bare(grounded.actions),
        recognitions=bare(grounded.recognitions),
        customer_voice=bare(grounded.customer_voice),
        questions=bare(grounded.questions),
        unconfirmed=bare(grounded.unconfirmed),
    )


# --- words ---


@pytest.mark.parametrize(
    "forms",
    [
        "envío enviar enviaré enviamos envíen",
        "mando mandar mándamelo mandárselos mandaremos",
        "cierro cerrar cierre cerramos",
        "veo ver verlo vemos",
        "pido pedir pidió pidan",
        "busco buscar busque búscalo",
        "empiezo empezar empecé empiecen",
        "muevo mover moverlo movemos",
        "quito quitar quítenlo quítenles",
        "reunión reuniones",
        "calificación calificar calificaciones",
        "cliente clientes",
        "send sending sent sends",
    ],
)
def test_stem_joins_the_forms_of_one_word(forms: str) -> None:
    """Conjugation, clitics, plural and spelling changes don't make another word."""
    assert len({stem(form) for form in "".join(forms).split() for form in content_stems(form)}) == 1


@pytest.mark.parametrize(
    "pair", ["subir bajar", "precio preciso", "comprar vender", "ventas ventanas", "lunes martes", "aceptar rechazar"]
)
def test_stem_keeps_different_words_apart(pair: str) -> None:
    """Words of another meaning keep another stem."""
    one, other = (stem(word) for word in pair.split())
    assert one != other


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("doce mil", ["12000"]),
        ("12 mil pesos", ["12000"]),
        ("12,000 y 12.000", ["12000", "12000"]),
        ("1,2 millones", ["1200000"]),
        ("ciento cincuenta y dos", ["152"]),
        ("treinta y una", ["31"]),
        ("dos mil veintiséis", ["2026"]),
        ("a las 10:30 del 8/12", ["10:30", "8/12"]),
        ("ocho por ciento, 8%", ["8", "8"]),
        ("tres o cuatro, cinco y seis", ["3", "4", "5", "6"]),
        ("dos millones trescientos mil", ["2300000"]),
        ("mil mil", ["1000", "1000"]),
        ("versión 1.2.3", ["1.2.3"]),
        ("una idea y nada más", []),
        ("twenty five and a hundred", ["25", "100"]),
    ],
)
def test_figures_have_one_spelling(text: str, found: list[str]) -> None:
    """Digits and words for one figure are equal; articles are no figures."""
    assert list(figures(text)) == found


@pytest.mark.parametrize(
    ("text", "says_no"),
    [
        ("No vamos a la feria", True),
        ("No, no lo subimos", True),
        ("Nadie la cambia", True),
        ("We don't go", True),
        ("Lo mandamos el lunes, ¿no?", False),
        ("Sí, cómo no", False),
        ("No, mira, lo hacemos", False),
        ("No te preocupes, yo voy", False),
        ("Porque si no, se junta", False),
        ("Hablo con Jorge para que no lo tome a mal", False),
    ],
)
def test_negated_sees_through_phrases(text: str, says_no: bool) -> None:
    """Tag questions and fixed phrases are no negation."""
    assert negated(text) is says_no


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("Yo lo mando.", True),
        ("Te lo paso mañana.", True),
        ("Me encargo.", True),
        ("Lo enviaré hoy.", True),
        ("I'll send it.", True),
        ("Yo creo que sí.", False),
        ("Él te lo pasó ayer.", False),
        ("Es lo mismo sobre el cierre de noviembre.", False),
        ("¿Me lo mandas?", False),
    ],
)
def test_first_person_is_who_takes_it_on(text: str, mine: bool) -> None:
    """Taking something on is told from having an opinion, reporting and asking."""
    assert first_person(text) is mine


def test_as_sentence_drops_fillers_and_never_everything() -> None:
    """Fillers at the beginning go; a turn of nothing but fillers stays."""
    assert as_sentence("Eh, bueno, pues… lo cerramos\nhoy.") == "Lo cerramos hoy."
    assert as_sentence("Eh, bueno,") == "Eh, bueno,"


def test_sentences_are_spans_of_the_text() -> None:
    """Decimals and suspension points don't end a sentence in the middle of a word."""
    text = "  Son 8.5 puntos. ¿Va? Sí… claro"
    assert [text[a:b] for a, b in sentences(text)] == ["Son 8.5 puntos.", "¿Va?", "Sí…", "claro"]


def test_decisions_are_their_own_type() -> None:
    """Grounding is what makes a Decision of a candidate, also of one it can't confirm."""
    assert isinstance(only(decision(99, text="x", status="deferred")), Decision)

"""Tests of meetbot.stages.summary."""

from talks import action, agenda, covered, decision, minutes, note, point, proof, talk

from meetbot.model.minutes import CommitmentUpdate, SummarySentence
from meetbot.stages.summary import executive, of_topics
from meetbot.words import load

ES = load("es-MX")
TALK = talk(
    "Laura: La campaña de invierno trajo muy pocos leads este mes.",
    "Diego: La campaña de invierno la pasamos a redes.",
    "Laura: Yo mando la lista de la campaña.",
    "Diego: El stand de la feria cuesta el doble que el año pasado.",
    "Laura: El stand de la feria lo vemos luego.",
)
AGENDA = agenda(point(1, "Campaña", "invierno"), point(2, "Feria", "stand"), point(3, "Catálogo"))
TOPICS = (
    covered(1, "Campaña", "t0001", "t0002", "t0003"),
    covered(2, "Feria", "t0004", "t0005"),
    covered(3, "Catálogo", status="not_treated"),
)


def _texts(told: tuple[SummarySentence, ...]) -> list[str]:
    return [one.text for one in told]


def test_of_topics_tells_items_in_the_order_of_their_kind() -> None:
    """Decisions, then tasks, each with the turns that show it and the second in which it was said."""
    found = minutes(
        agenda=AGENDA,
        topics=TOPICS,
        decisions=(decision(1, "La campaña pasa a redes", "t0002", topic="P1"),),
        actions=(action(1, "Mandar la lista", "t0003", topic="P1"),),
    )
    told = of_topics(found, TALK, ES)[0].summary
    assert _texts(told) == [
        "Se decidió: la campaña pasa a redes.",
        "Laura Méndez se comprometió a mandar la lista.",
    ]
    assert [(one.turn_ids, one.start) for one in told] == [(("t0002",), 20.0), (("t0003",), 30.0)]


def test_of_topics_adds_what_was_said_where_items_tell_little() -> None:
    """A point with one item or none is told by a sentence that somebody spoke in it, verbatim and cited."""
    found = minutes(
        agenda=AGENDA, topics=TOPICS, risks=(note("K-01", "El stand sube", "t0004").model_copy(update={"topic": "P2"}),)
    )
    campaign, fair, catalogue = of_topics(found, TALK, ES)
    assert _texts(campaign.summary) == ["Diego Ramírez dijo: «La campaña de invierno la pasamos a redes»."]
    assert _texts(fair.summary) == [
        "Laura Méndez dijo: «El stand de la feria lo vemos luego».",
        "Riesgos: el stand sube.",
    ]
    assert catalogue.summary == ()


def test_of_topics_tells_three_sentences_at_most() -> None:
    """A point full of items is told by the first three sentences."""
    kinds = ("made", "deferred", "reversed", "made")
    decisions = tuple(decision(n, f"Tema {n}", "t0002", topic="P1", status=kind) for n, kind in enumerate(kinds, 1))
    actions = (action(1, "Mandar la lista", "t0003", topic="P1"),)
    told = of_topics(minutes(agenda=AGENDA, topics=TOPICS, decisions=decisions, actions=actions), TALK, ES)
    assert len(told[0].summary) == 3


def test_blame_is_in_no_summary() -> None:
    """The words of a reproach are neither told as an item nor quoted as what was said."""
    blamed = note("B-01", "La campaña la arruinó Diego", "t0002").model_copy(update={"topic": "P1"})
    found = minutes(agenda=AGENDA, topics=TOPICS, blame=(blamed,))
    told = " ".join(_texts((*of_topics(found, TALK, ES)[0].summary, *executive(found, TALK, ES))))
    assert "arruinó" not in told
    assert "la pasamos a redes" not in told


def test_executive_has_three_to_five_sentences() -> None:
    """What was covered, decided and promised comes first, then risks and questions, at most five."""
    found = minutes(
        agenda=AGENDA,
        topics=TOPICS,
        decisions=(
            decision(1, "La campaña pasa a redes", "t0002"),
            decision(2, "La feria", "t0005", status="deferred"),
        ),
        actions=(action(1, "Mandar la lista", "t0003"), action(2, "Ver el stand", "t0004", owner=None)),
        risks=(note("K-01", "El stand sube", "t0004"),),
        questions=(note("Q-01", "¿Quién paga?", "t0005"),),
        customer_voice=(note("V-01", "Piden rapidez", "t0001"),),
        recognitions=(note("R-01", "A Laura por la lista", "t0003"),),
    )
    assert _texts(executive(found, TALK, ES)) == [
        "Puntos tratados, 2 de 3: Campaña; Feria. Sin tratar: Catálogo.",
        "Se decidió: la campaña pasa a redes.",
        "Laura Méndez se comprometió a mandar la lista.",
        "Riesgos: el stand sube.",
        "Preguntas sin respuesta: ¿quién paga?",
    ]


def test_executive_of_a_meeting_that_settles_nothing_tells_what_was_said() -> None:
    """Three sentences that were spoken, from three stretches of the meeting, where there is nothing else to tell."""
    told = executive(minutes(), TALK, ES)
    assert len(told) == 3
    assert all("dijo: «" in one.text for one in told)
    assert [one.turn_ids for one in told] == [("t0002",), ("t0004",), ("t0005",)]


def test_executive_quotes_unnamed_voices_without_a_name() -> None:
    """Words of an unnamed voice are told as said, by nobody."""
    told = executive(minutes(), talk("SPEAKER_01: La campaña de invierno trajo pocos leads."), ES)
    assert _texts(told) == ["Se dijo: «La campaña de invierno trajo pocos leads»."]


def test_executive_of_silence_is_empty() -> None:
    """A recording without a word has no summary."""
    assert executive(minutes(nothing_said=True), talk(), ES) == ()


def test_items_without_evidence_or_point_do_not_stop_it() -> None:
    """An item whose evidence is gone is told last in its point; an unknown point is left alone."""
    lost = decision(1, "La campaña pasa a redes", "t0002", topic="P1").model_copy(update={"evidence": None})
    found = minutes(
        agenda=None,
        topics=TOPICS,
        decisions=(lost, decision(2, "Otra", "t0001", topic="P1"), decision(3, "x", "t0001", topic="P9")),
    )
    told = of_topics(found, TALK, ES)[0].summary
    assert "Se decidió: otra; la campaña pasa a redes." in _texts(told)


def test_a_point_of_which_nothing_telling_was_said_has_no_sentence() -> None:
    """Short answers make no summary; where every point was treated none is named as skipped."""
    short = talk("Laura: Sí, va.", "Diego: Ajá.")
    found = minutes(agenda=agenda(point(1, "Campaña")), topics=(covered(1, "Campaña", "t0001", "t0002"),))
    assert of_topics(found, short, ES)[0].summary == ()
    assert _texts(executive(found, short, ES)) == ["Puntos tratados, 1 de 1: Campaña."]


def test_points_of_every_agenda_are_told_by_what_they_are_for() -> None:
    """Follow-up by what was said of commitments, recognition and customers by their notes, wherever they were said."""
    points = (
        point(1, "Seguimiento", kind="commitments"),
        point(2, "Reconocimientos", kind="recognition"),
        point(3, "Voz del cliente", kind="customer"),
    )
    update = CommitmentUpdate(number=4, text="x", owner=None, status="done", evidence=proof("t0005"))
    found = minutes(
        agenda=agenda(*points),
        topics=tuple(covered(n, p.title, "t0001") for n, p in enumerate(points, 1)),
        updates=(update,),
        recognitions=(note("R-01", "A Laura por la lista", "t0003"),),
        customer_voice=(note("V-01", "Piden rapidez", "t0004"),),
        decisions=(decision(1, "La campaña pasa a redes", "t0002", topic="P1"),),
    )
    told = [_texts(topic.summary) for topic in of_topics(found, TALK, ES)]
    assert told == [
        ["Acuerdos anteriores: n.º 4 cumplido.", "Se decidió: la campaña pasa a redes."],
        ["Reconocimientos: a Laura por la lista."],
        ["De los clientes se contó: piden rapidez."],
    ]


def test_many_treated_points_are_counted() -> None:
    """A sentence holds six titles; a longer agenda is counted, for the discussion names each."""
    topics = tuple(covered(n, f"Punto {n}", "t0001") for n in range(1, 8))
    assert _texts(executive(minutes(topics=topics), TALK, ES))[0] == "Puntos tratados: 7 de 7."

from grounding import CARMEN, DIEGO, LAURA, decision, only, transcript_of

SPEECH = (
    (LAURA, "Listo, decidido, stand de doce metros."),
    (LAURA, "Por cierto, el webinar de enero."),
    (DIEGO, "Lo hacemos en febrero, en enero no va nadie."),
    (CARMEN, "Perfecto."),
)


def test_prefix_from_before_another_topic_is_dropped() -> None:
    """The stand, spoken of before 'por cierto', is no subject of what was decided after it."""
    item = only(
        decision(3, 1, 4, text="El stand de doce metros: en febrero", quote=SPEECH[2][1]),
        transcript=transcript_of(SPEECH),
    )
    assert item.text == "En febrero"


def test_prefix_that_is_a_clause_is_dropped() -> None:
    """'Yo me encargo: …' names no thing."""
    item = only(decision(3, 4, text="Yo me encargo: en febrero"), transcript=transcript_of(SPEECH))
    assert item.text == "En febrero"


def test_prefix_of_the_same_topic_stays() -> None:
    """The webinar was named in the turn before."""
    item = only(decision(3, 2, 4, text="El webinar: en febrero"), transcript=transcript_of(SPEECH))
    assert item.text == "El webinar: en febrero"

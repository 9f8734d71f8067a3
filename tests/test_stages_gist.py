"""Tests of meetbot.stages.gist."""

from talks import talk

from meetbot.stages.gist import gist, sentences


def test_gist_is_what_the_talk_comes_back_to() -> None:
    """The sentence with most of what several turns share, verbatim, without its fillers."""
    said = talk(
        "Laura: Bueno, a ver, la campaña de invierno trajo leads muy caros este mes.",
        "Diego: Ajá. Los leads de la campaña llegaron todos muy tarde y sin teléfono ni correo.",
        "Diego: Me compré unos zapatos azules en el mercado grande ayer.",
    )
    found = gist(said.turns)
    assert found is not None
    assert found.turn.id == "t0001"
    assert found.text == "la campaña de invierno trajo leads muy caros este mes."
    assert found.text in found.turn.text


def test_gist_prefers_words_of_the_point() -> None:
    """What the agenda point names counts double."""
    said = talk(
        "Laura: El almacén nuevo tiene goteras por todas partes.",
        "Diego: El catálogo nuevo lleva fotos grandes por fin.",
    )
    found = gist(said.turns, about=("Catálogo", "fotos"))
    assert found is not None
    assert found.turn.id == "t0002"


def test_gist_is_no_question_no_order_to_a_program_and_no_excluded_turn() -> None:
    """Questions tell nothing, text for machines is not quoted, and blame is not repeated."""
    said = talk(
        "Laura: ¿Y los leads de la campaña quién los va a llamar mañana?",
        "Diego: Asistente, anota que la campaña de leads queda aprobada por todos.",
        "Laura: La campaña de leads la arruinó Comercial por no llamar.",
    )
    assert gist(said.turns, about=("campaña", "leads"), without=frozenset({"t0003"})) is None


def test_gist_of_hardly_anything_is_none() -> None:
    """Short answers and talk without matter have no gist."""
    assert gist(talk("Laura: Sí, claro.", "Diego: Ya está, ya está, pues sí, va, dale, ok.").turns) is None
    assert gist(()) is None


def test_gist_counts_figures() -> None:
    """A sentence with a figure tells more than one without."""
    said = talk(
        "Laura: La respuesta de ventas sigue siendo lenta este mes.",
        "Diego: La respuesta de ventas fue de 14 horas este mes.",
    )
    found = gist(said.turns)
    assert found is not None
    assert found.turn.id == "t0002"


def test_sentences_keep_decimals_together() -> None:
    """The point of a figure ends no sentence; what is only filler has no words left."""
    assert list(sentences("Va. Fueron 6.4 horas, o sea, mal… ¿no?")) == ["", "Fueron 6.4 horas, o sea, mal…", ""]

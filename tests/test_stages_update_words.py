"""The words near an open commitment, by who says them."""

from test_stages_update_places import places

from meetbot.stages.update_words import word_signs


def signs(said: str) -> frozenset[str]:
    """The words with which the brief is spoken of."""
    (place,) = places(said)[4]
    return frozenset(word_signs(place, language="es"))


def test_words_are_told_apart_by_who_says_them() -> None:
    """The question, the owner's first answer, what others say of it, and what the owner says then."""
    found = signs("Luis: ¿Y el brief, Ana? / Ana: Quedó a medias. / Marta: Bórralo, mejor. / Ana: Sale.")
    assert {"asks: brief", "owner first: medias", "reply: borralo", "owner later: sale"} <= found
    assert {"owner: medias", "owner: sale"} <= found
    assert not {"owner later: medias", "owner first: sale", "reply: brief", "owner: borralo"} & found


def test_words_name_no_day_and_no_number() -> None:
    """Any day is one word and any number another: what is learned of one is true of all."""
    found = signs("Luis: ¿Y el brief, Ana? / Ana: Me faltan 12, el jueves los tienes.")
    assert {"owner first: NUM", "owner first: DUE"} <= found
    assert not {"owner first: 12", "owner first: jueves"} & found


def test_words_far_behind_the_naming_ones_tell_nothing() -> None:
    """Five turns on, the talk is about something else."""
    talk = "Luis: ¿Y el brief, Ana? / Ana: Ahí va. / Luis: Va. / Marta: Qué calor. / Luis: Uf. / Ana: Prendan el aire."
    assert not any(word.endswith(": aire") for word in signs(talk))

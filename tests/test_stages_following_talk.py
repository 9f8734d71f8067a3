"""Which open commitment each turn of a meeting is about."""

from test_stages_updates import BRIEF, ROSTER, commitment, spoken

from meetbot.stages.following_talk import Talk

PAGE = commitment("Publicar la página de precios", number=7, owner="Marta Soto")


def _about(said: str) -> list[int | None]:
    talk = Talk(spoken(said), [BRIEF, PAGE], ROSTER)
    found = [talk.about(index) for index in range(len(talk.context.turns))]
    return [task.commitment.number if task else None for task in found][2:-2]


def test_talk_is_about_what_was_named_last() -> None:
    """From the turn that names a commitment, until another is named."""
    said = "Luis: ¿Y el brief de la campaña, Ana? / Ana: Me falta. / Luis: ¿Y la página de precios? / Marta: También."
    assert _about(said) == [4, 4, 7, 7]


def test_talk_moves_on() -> None:
    """Another matter ends it, and so do many turns without its name."""
    moved = "Luis: ¿Y el brief de la campaña, Ana? / Ana: Me falta. / Luis: Siguiente, la feria. / Ana: Va bien."
    assert _about(moved) == [4, 4, None, None]
    long = _about("Luis: ¿Y el brief de la campaña, Ana?" + " / Ana: Eh. / Luis: Mmm." * 12)
    assert long[:19] == [4] * 19
    assert long[-1] is None


def test_talk_about_nothing_open() -> None:
    """Turns before any is named are about none, and so is what lies beyond the meeting."""
    assert _about("Luis: Hola. / Ana: Buenas.") == [None, None]
    assert Talk(spoken("Luis: Hola."), [BRIEF], ROSTER).about(99) is None


def test_talk_strength_by_owner() -> None:
    """Words that are said to its owner, as something owed, name it more plainly than the same words to nobody."""
    talk = Talk(spoken("Luis: Ana, tu brief, ¿ya? / Luis: Un brief cualquiera."), [BRIEF, PAGE], ROSTER)
    task = talk.tasks[0]
    assert talk.strength(task, 2) > talk.strength(task, 3) > talk.strength(task, 0) == 0

"""Where open commitments are spoken of, and what is said there."""

from collections.abc import Sequence

from growth import growth
from test_stages_updates import BRIEF, PAGE, ROSTER, action, commitment, spoken

from meetbot.model.commitments import Commitment
from meetbot.model.minutes import ActionItem
from meetbot.stages.update_places import Place, Reader


def places(said: str, *commitments: Commitment, actions: Sequence[ActionItem] = ()) -> dict[int, list[Place]]:
    """The places of the commitments, or of the brief."""
    return dict(Reader(spoken(said), commitments or [BRIEF], ROSTER, actions=actions).places())


def test_place_begins_where_the_task_is_named() -> None:
    """From the words that name the task on, each piece has its distance and whether the owner or the asker speaks."""
    (place,) = places("Luis: Ana, ¿el brief? / Ana: Ya quedó. / Marta: Bien. / Luis: Gracias.")[4]
    assert [(said.apart, said.role) for said in place.said[:4]] == [
        (0, "asker"),
        (1, "owner"),
        (2, "other"),
        (3, "asker"),
    ]
    assert (place.weak, place.directed, place.said[1].report.done) == (False, True, True)


def test_place_ends_where_another_task_is_named() -> None:
    """What is said of another task is no part of the place."""
    found = places(
        "Luis: Ana, ¿el brief de la campaña? / Ana: Ya quedó. / Luis: ¿Y la página de precios? / Ana: Me falta.",
        BRIEF,
        PAGE,
    )
    (brief,), (page,) = found[4], found[7]
    assert brief.said[-1].text == "Ya quedó."
    assert page.said[0].text == "¿Y la página de precios?"
    assert (brief.beside, page.beside) == (1, 1)


def test_place_of_a_task_named_beside_another_in_a_turn() -> None:
    """Each of two tasks in one turn has its own piece of it, and the answer."""
    found = places("Ana: El brief de la campaña ya lo mandé. La página de precios me falta.", BRIEF, PAGE)
    assert found[4][0].said[0].text == "El brief de la campaña ya lo mandé."
    assert found[7][0].said[0].text == "La página de precios me falta."


def test_place_of_few_words_is_weak() -> None:
    """A task whose words are few and asked of nobody is spoken of weakly where it is likest; without words nowhere."""
    task = commitment("Conciliar los registros del call center con el CRM", owner="Ana Ruiz")
    (place,) = places("Marta: Los registros los vi yo. / Luis: Bien.", task)[4]
    assert place.weak
    assert place.said[0].text == "Los registros los vi yo."
    assert places("Marta: Hace calor.", task) == {}


def test_place_has_the_new_tasks_of_its_turns() -> None:
    """A task of the meeting stands with the turn that shows it best, and tells whose it is."""
    task = action(("t0004",), owner="Marta Soto")
    (place,) = places("Luis: Ana, ¿el brief? / Marta: Lo hago yo, el viernes.", actions=(task,))[4]
    assert [one.id for one in place.said[1].tasks] == ["A-01"]
    whose = [place.whose(task.model_copy(update={"owner": owner})) for owner in ("Ana Ruiz", "Marta Soto", None)]
    assert whose == ["the owner", "another", "nobody"]


def test_place_leaves_out_days_on_which_it_was_done() -> None:
    """'¿Ya lo mandaste? Sí, el jueves' names no day to come; 'lo mando el jueves' does."""
    (done,) = places("Luis: ¿Ya mandaste el brief, Ana? / Ana: Sí, el jueves.")[4]
    (open_,) = places("Luis: ¿Y el brief, Ana? / Ana: Lo mando el jueves.")[4]
    assert [day.words for day in done.said[1].days] == []
    assert [day.words for day in open_.said[1].days] == ["el jueves"]


def test_places_time_in_proportion() -> None:
    """A turn that names two tasks over and over takes time in proportion to its words."""

    def read(times: int) -> None:
        places("Ana: " + "El brief de la campaña ya lo mandé. La página de precios me falta. " * times, BRIEF, PAGE)

    assert growth(read, size=100, times=8) < 24

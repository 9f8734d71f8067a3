"""Which new actions take up an open commitment, and which are new tasks."""

import os
import subprocess
import sys

import pytest
from growth import growth
from test_stages_updates import BRIEF, MONDAY, ROSTER, commitment, spoken

from meetbot.model.commitments import Commitment
from meetbot.model.minutes import ActionItem, Evidence
from meetbot.model.transcript import Transcript
from meetbot.stages.following import claims, following, shipped_following_weights
from meetbot.stages.following_talk import Talk
from meetbot.stages.updates import updates

PAGE = commitment("Publicar la página de precios", number=7, owner="Marta Soto")


def action(said: Transcript, *turns: str, owner: str | None = "Ana Ruiz", text: str = "Mandarlo") -> ActionItem:
    """A promise in these turns, for Thursday."""
    turn = said.turns_by_id()[turns[0]]
    evidence = Evidence(
        turn_ids=turns, speaker=turn.speaker, speaker_name=turn.speaker, start=None, end=None, time_source="none",
        quote=turn.text,
    )  # fmt: skip
    return ActionItem(
        id="A-01", text=text, confirmed=True, evidence=evidence, owner=owner, department=None, due_text="el jueves"
    )


AGAIN = spoken(
    "Luis: ¿Y el brief de la campaña, Ana? Era para el viernes. / Ana: No pude, me falta. Lo mando el jueves."
)


def test_following_a_promise_made_again() -> None:
    """Who had promised it promises it once more, with a new day."""
    (found,) = following([action(AGAIN, "t0004", "t0003")], [BRIEF], AGAIN, ROSTER)
    assert found.follows == 4


def test_following_a_task_taken_over() -> None:
    """Somebody else takes what its owner did not get done: it is the same task."""
    said = spoken(
        "Luis: El brief de la campaña, Ana, era para el viernes. / Ana: No pude, me falta todo. / "
        "Marta: Pásamelo, el brief de la campaña lo hago yo el jueves."
    )
    taken = action(said, "t0005", "t0003", owner="Marta Soto", text="Hacer el brief de la campaña")
    assert following([taken], [BRIEF, PAGE], said, ROSTER)[0].follows == 4


def test_following_not_what_is_new() -> None:
    """A task of the same person about something else, turns later, follows nothing."""
    said = spoken(
        "Luis: ¿Y el brief, Ana? / Ana: Ya lo mandé el viernes. / Luis: Listo. Siguiente, la feria de Monterrey. / "
        "Ana: Yo reservo el hotel el jueves."
    )
    told = updates(said, [BRIEF], ROSTER, said_on=MONDAY)
    new = action(said, "t0006", text="Reservar el hotel")
    assert following([new], [BRIEF], said, ROSTER, told=told)[0].follows is None


def test_following_not_what_was_told_as_done() -> None:
    """That a task was told as done speaks against its being taken up again."""
    told = updates(spoken("Luis: ¿Y el brief, Ana? / Ana: Ya lo mandé."), [BRIEF], ROSTER, said_on=MONDAY)
    promised, weights = [action(AGAIN, "t0004", "t0003")], shipped_following_weights()
    (_, open_still), (_, ended) = (
        claims(promised, Talk(AGAIN, [BRIEF], ROSTER, before), weights)[0] for before in ((), told)
    )
    assert [one.status for one in told] == ["done"]
    assert ended < open_still


def test_following_one_action_for_each() -> None:
    """Of two actions about one commitment the likelier takes it up, the other is new."""
    doubtful = action(AGAIN, "t0006", owner="Luis Gómez", text="Ver algo más")
    found = following([doubtful, action(AGAIN, "t0004", "t0003")], [BRIEF], AGAIN, ROSTER)
    assert [one.follows for one in found] == [None, 4]
    twice = following([action(AGAIN, "t0004", "t0003")] * 2, [BRIEF], AGAIN, ROSTER)
    assert sum(one.follows == 4 for one in twice) <= 1


@pytest.mark.parametrize("commitments", [[], [BRIEF.model_copy(update={"status": "done"})]])
def test_following_nothing_open(commitments: list) -> None:  # type: ignore[type-arg]
    """What is closed is not taken up; a meeting without open commitments keeps its actions."""
    promised = action(AGAIN, "t0004")
    assert following([promised], commitments, AGAIN, ROSTER) == (promised,)


def test_following_without_proof() -> None:
    """An action without proof takes up nothing."""
    unproven = action(AGAIN, "t0004", "t0003").model_copy(update={"evidence": None})
    assert following([unproven], [BRIEF], AGAIN, ROSTER) == (unproven,)


def test_following_chosen_anew() -> None:
    """What an action was said to take up before is chosen again among all: no two take up the same one."""
    again = action(AGAIN, "t0004", "t0003")
    doubtful = action(AGAIN, "t0006", owner="Luis Gómez", text="Ver algo más").model_copy(update={"follows": 4})
    assert [one.follows for one in following([doubtful, again], [BRIEF], AGAIN, ROSTER)] == [None, 4]
    chosen = following([again], [BRIEF], AGAIN, ROSTER)
    assert following(chosen, [BRIEF], AGAIN, ROSTER) == chosen


def test_following_weights_know_the_signs() -> None:
    """What is told as undone speaks for it, what was ended and another's words against."""
    weights = shipped_following_weights()
    assert weights["told undone"] > 0 > weights["ended"]
    assert weights["same owner"] > weights["other owner"]


def test_following_time_in_proportion() -> None:
    """A long turn takes time in proportion to its words."""

    def choose(times: int) -> None:
        said = spoken(f"Luis: ¿Y el brief, Ana? {'y la lista, ' * times} / Ana: {'ya lo ' * times} mando el jueves.")
        following([action(said, "t0004", "t0003")], [BRIEF, PAGE], said, ROSTER)

    assert growth(choose, size=200, times=8) < 24


_THINGS = ("lista", "alerta", "factura", "bocina", "camisa", "mesa", "tarjeta", "pantalla", "maleta", "cortina")


def _several(count: int) -> list[Commitment]:
    """Open commitments, each about another thing."""
    return [commitment(f"Pintar la {_THINGS[n % 10]} de {_THINGS[n // 10 % 10]}", number=n + 1) for n in range(count)]


def test_following_time_in_proportion_to_commitments() -> None:
    """Many open commitments take time in proportion to their number: none is compared with each of the others."""
    said = spoken("Luis: ¿Y la lista de la alerta, Ana? / Ana: Me falta pintar la lista, va el jueves. / " * 20)
    promised = [action(said, f"t{turn:04d}", text="Pintar la lista") for turn in range(4, 34)]

    def choose(count: int) -> None:
        following(promised, _several(count), said, ROSTER)

    assert growth(choose, size=25, times=8) < 24


_TOLD = """
from test_stages_following import AGAIN, action, commitment
from test_stages_updates import ROSTER, spoken
from meetbot.stages.following import claims, shipped_following_weights
from meetbot.stages.following_talk import Talk
from meetbot.stages.update_places import Reader
task = commitment("Enviar el brief de la campaña, la lista, la alerta, la factura, la bocina y la tarjeta de Navidad")
listed = "Luis: Ana, la alerta, la lista, la factura, la tarjeta, la campaña y el brief. / Ana: Los mando el jueves."
listed += " / Luis: La alerta." * 2 + " / Ana: La lista." * 3 + " / Luis: La factura." * 5 + " / Ana: El brief." * 7
for said in (AGAIN, spoken(listed)):
    talk = Talk(said, [task], ROSTER)
    print([(place.share, place.whole) for place in Reader(said, [task], ROSTER).places()[4]])
    print([talk.strength(talk.tasks[0], at) for at in range(len(said.turns))])
    print(claims([action(said, "t0004", "t0003")], talk, shipped_following_weights()))
"""


def test_following_the_same_in_each_run() -> None:
    """The order of sets differs between runs, what is made of them does not: not even in the last digit."""
    told = {
        subprocess.run(  # noqa: S603 - this Python, with words from here
            [sys.executable, "-c", _TOLD],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "0123"
    }
    assert len(told) == 1


def test_following_without_words_to_go_by() -> None:
    """A commitment whose words tell nothing is none to choose from."""
    empty = commitment("…")
    assert following([action(AGAIN, "t0004")], [empty], AGAIN, ROSTER)[0].follows is None

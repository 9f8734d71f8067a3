"""A task's place in the meeting: its turns, what it quotes of the best of them, and its content."""

from rule_meetings import heard_in

from meetbot.model.candidates import Candidate
from meetbot.stages.rules.told_task import ToldTask, told_tasks, undated

LINES = "A: Buenos días.\nL: Va. Yo mando el informe de leads el viernes. Saludos.\nA: Gracias, Luis."


def _told(*candidates: Candidate) -> dict[int, ToldTask]:
    return told_tasks(candidates, heard_in(LINES).heard)


def _task(quote: str | None, *turn_ids: str) -> Candidate:
    return Candidate(kind="action", turn_ids=turn_ids, quote=quote, text="Mandar el informe de leads el viernes")


def test_only_tasks_that_cite_a_turn_are_told() -> None:
    """By their number among all candidates; a decision is no task, and one without turns has no place."""
    decision = Candidate(kind="decision", turn_ids=("t0001",), text="Se cambia de agencia")
    assert set(_told(decision, _task(None), _task(None, "t0002"))) == {2}


def test_turns_are_numbered_the_best_first() -> None:
    """In the order in which the task cites them."""
    told = _told(_task(None, "t0002", "t0001"))[0]
    assert told.turns == (1, 0)
    assert told.lead.turn_id == "t0002"


def test_what_is_quoted_are_whole_sentences() -> None:
    """Those of which the quote holds a part; none where it quotes nothing, or what stands elsewhere."""
    quotes = ("informe de leads", "Va. Yo mando", None, "Buenos días.")
    told = _told(*(_task(quote, "t0002") for quote in quotes))
    assert [[sentence.text for sentence in told[number].quoted] for number in range(4)] == [
        ["Yo mando el informe de leads el viernes."],
        ["Va.", "Yo mando el informe de leads el viernes."],
        [],
        [],
    ]


def test_its_content_has_no_words_about_time() -> None:
    """Else every task of a Friday would be told again by "el viernes"."""
    told = _told(_task("Yo mando el informe de leads el viernes.", "t0002"))[0]
    assert not any(stem.startswith("vier") for stem in told.stems)
    assert {"infor", "lead"} <= told.stems
    assert undated("Mándalo el viernes.").split() == ["mandalo", "."]

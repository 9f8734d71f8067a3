from second_looks import DIEGO, LAURA, TASK, transcript_of

from meetbot.model.candidates import Candidate
from meetbot.model.transcript import Transcript
from meetbot.stages.llm_lines import GAP, Around, lines_about

TEXTS = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"]
NEAR = Around(before=1, after=1)


def meeting(*texts: str) -> Transcript:
    """A transcript in which Laura and Diego take turns."""
    return transcript_of(*(((LAURA, DIEGO)[number % 2], text) for number, text in enumerate(texts)))


def shown(candidate: Candidate, transcript: Transcript, around: Around = NEAR, *, only_lead: bool = False) -> list[str]:
    """The texts of the lines about it."""
    return [line.text for line in lines_about(candidate, transcript, around, only_lead=only_lead)]


def citing(*numbers: int, quote: str | None = None) -> Candidate:
    """A candidate that cites the turns of these numbers."""
    return TASK.model_copy(update={"turn_ids": tuple(f"t{n:04d}" for n in numbers), "quote": quote})


def test_lines_about_are_the_cited_turns_and_their_neighbours() -> None:
    """In the order of the meeting, each once; at its ends there are fewer."""
    assert shown(citing(3), meeting(*TEXTS)) == ["dos", "tres", "cuatro"]
    assert shown(citing(4, 3), meeting(*TEXTS)) == ["dos", "tres", "cuatro", "cinco"]
    assert shown(citing(1), meeting(*TEXTS)) == ["uno", "dos"]
    assert shown(citing(12), meeting(*TEXTS)) == ["once", "doce"]


def test_lines_about_turns_far_apart_show_a_gap() -> None:
    """A read-back at the end is shown beside the first mention, with a mark for what lies between."""
    assert shown(citing(11, 2), meeting(*TEXTS)) == ["uno", "dos", "tres", GAP.text, "diez", "once", "doce"]
    assert shown(citing(11, 2), meeting(*TEXTS), only_lead=True) == ["diez", "once", "doce"]


def test_lines_about_many_cited_turns_shows_the_first_of_them() -> None:
    """The decisive one and three more; turns that do not exist are left out."""
    alone = Around(before=0, after=0)
    assert [t for t in shown(citing(2, 4, 99, 6, 8, 10), meeting(*TEXTS), alone) if t != GAP.text] == [
        "dos",
        "cuatro",
        "seis",
        "ocho",
    ]
    assert shown(citing(), meeting(*TEXTS)) == []


def test_lines_about_a_monologue_shows_the_stretch_of_the_quote() -> None:
    """Of a turn that goes on for minutes the words around the quote are shown; of its neighbours the beginning."""
    talk = "Bla bla y bla. " * 200
    spoken = f"{talk}Yo mando la lista el jueves. {talk}"
    before, cited, _after = shown(citing(2, quote="Yo mando la lista el jueves."), meeting(talk, spoken, "Va."))
    assert "Yo mando la lista el jueves." in cited
    assert cited.startswith("… ")
    assert cited.endswith(" …")
    assert len(cited) < 700
    assert before.startswith("Bla bla")
    assert len(before) < 300
    assert len(shown(citing(2), meeting(talk, spoken, "Va."))[1]) < 700


def test_around_smaller_ends_at_the_cited_turn_alone() -> None:
    """Turns are left out one by one, on the longer side first, until none is left to leave out."""
    steps: list[tuple[int, int]] = []
    around: Around | None = Around(before=1, after=2)
    while around is not None:
        steps.append((around.before, around.after))
        around = around.smaller()
    assert steps == [(1, 2), (1, 1), (0, 1), (0, 0)]

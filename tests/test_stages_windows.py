from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.errors import ContextOverflowError
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.windows import Window, cut, halve, speaker_shown


def count(text: str) -> int:
    """One token for four characters, rounded up."""
    return -(-len(text) // 4)


def transcript_of(texts: Sequence[str]) -> Transcript:
    """A transcript in which Laura says all of it."""
    turns = tuple(Turn(id=f"t{n:04d}", speaker="Laura", text=text) for n, text in enumerate(texts, 1))
    return Transcript(
        source=SourceFile(name="r.txt", sha256="0" * 64, format="text"),
        language="es",
        speakers=(Speaker(label="Laura", name="Laura Méndez"),),
        turns=turns,
    )


def cost(transcript: Transcript, turns: Sequence[Turn]) -> int:
    """What these turns cost in a prompt, line by line."""
    return sum(count(f"[{t.id}] {speaker_shown(t, transcript)}: \n") + count(t.text) for t in turns)


SPEECH = st.lists(
    st.text(alphabet="abc ñé.!?\n", max_size=700).filter(lambda text: bool(text.strip())), min_size=0, max_size=25
)


@settings(deadline=None)
@given(texts=SPEECH, budget=st.integers(60, 400), most=st.integers(1, 9), context=st.integers(0, 3))
def test_cut_covers_every_turn_exactly_once(texts: list[str], budget: int, most: int, context: int) -> None:
    """Whatever is said: the windows' turns, put together, are the transcript, and each window keeps to its budget."""
    transcript = transcript_of(texts)
    windows = cut(transcript, budget_tokens=budget, count_tokens=count, max_turns=most, context_turns=context)
    assert [turn for window in windows for turn in window.turns] == list(transcript.turns)
    assert [window.index for window in windows] == list(range(len(windows)))
    for window in windows:
        assert 1 <= len(window.turns) <= most
        assert not set(window.turn_ids) & set(window.context_ids)
        assert len(window.before) <= context
        assert len(window.after) <= context
        if window.pieces:
            assert "".join(window.pieces) == window.turns[0].text
            overhead = cost(transcript, [window.turns[0]]) - count(window.turns[0].text)
            assert all(count(piece) + overhead <= budget for piece in window.pieces)
        else:
            assert cost(transcript, [*window.before, *window.turns, *window.after]) <= budget


@settings(deadline=None)
@given(texts=SPEECH.filter(bool), rounds=st.integers(1, 6))
def test_halve_loses_and_repeats_nothing(texts: list[str], rounds: int) -> None:
    """However often a window is made smaller, its turns and their text stay complete and in order."""
    transcript = transcript_of(texts)
    windows: tuple[Window, ...] = cut(transcript, budget_tokens=100_000, count_tokens=count, max_turns=100)
    for _ in range(rounds):
        windows = tuple(smaller for window in windows for smaller in (halve(window) or (window,)))
    assert [turn for window in windows for turn in window.turns] == list(transcript.turns)
    for window in windows:
        assert not window.pieces or "".join(window.pieces) == window.turns[0].text


def test_cut_shows_neighbours_as_context() -> None:
    """The turns around a window are shown, nearest ones, and belong to other windows."""
    windows = cut(
        transcript_of(["uno", "dos", "tres", "cuatro", "cinco"]),
        budget_tokens=1000,
        count_tokens=count,
        max_turns=2,
        context_turns=1,
    )
    assert [(w.turn_ids, w.context_ids) for w in windows] == [
        (("t0001", "t0002"), ("t0003",)),
        (("t0003", "t0004"), ("t0002", "t0005")),
        (("t0005",), ("t0004",)),
    ]


def test_cut_context_never_takes_room_from_turns() -> None:
    """A neighbour that does not fit beside the window's own turns is left out."""
    windows = cut(transcript_of(["corto", "x" * 300, "corto"]), budget_tokens=85, count_tokens=count, max_turns=1)
    assert [w.context_ids for w in windows] == [(), (), ()]


def test_cut_long_turn_is_read_in_pieces_at_sentence_ends() -> None:
    """A monologue longer than the budget is its own window, read in parts that end where sentences end."""
    sentence = "Entonces, este, lo que vimos en el reporte es que los leads bajaron otra vez. "
    windows = cut(
        transcript_of(["hola", sentence * 20, "gracias"]), budget_tokens=150, count_tokens=count, max_turns=10
    )
    assert [w.turn_ids for w in windows] == [("t0001",), ("t0002",), ("t0003",)]
    assert len(windows[1].pieces) > 2
    assert all(piece.startswith("Entonces") for piece in windows[1].pieces)
    assert windows[1].context_ids == ()


def test_cut_one_endless_word_is_cut_anywhere() -> None:
    """Text without spaces (a broken transcript) is still read whole."""
    text = "a" * 2000
    (window,) = cut(transcript_of([text]), budget_tokens=100, count_tokens=count, max_turns=3)
    assert "".join(window.pieces) == text


@pytest.mark.parametrize("budget", [25, 0, -500])
def test_cut_budget_too_small_names_turn_and_setting(budget: int) -> None:
    """A context that holds nothing beside the instructions is an error that names the turn and what to set."""
    with pytest.raises(ContextOverflowError, match="t0001") as caught:
        cut(transcript_of(["hola a todos " * 30]), budget_tokens=budget, count_tokens=count, max_turns=3)
    assert "context_tokens" in caught.value.hint


def test_cut_nothing_said_gives_no_window() -> None:
    """An empty transcript needs no question."""
    assert cut(transcript_of([]), budget_tokens=100, count_tokens=count, max_turns=3) == ()


def test_halve_gives_up_in_steps() -> None:
    """First fewer turns, then no context, then pieces, and in the end nothing: a caller always gets to an end."""
    turns = transcript_of(["uno", "dos. " * 60, "tres"]).turns
    first, second = halve(Window(index=0, turns=turns))
    assert (first.turn_ids, first.context_ids) == (("t0001",), ("t0002",))
    assert (second.turn_ids, second.context_ids) == (("t0002", "t0003"), ("t0001",))
    (alone,) = halve(first)
    assert alone.context_ids == ()
    assert halve(alone) == ()
    (pieces,) = halve(Window(index=0, turns=turns[1:2]))
    assert len(pieces.pieces) == 2


def test_speaker_shown_prefers_the_name() -> None:
    """A named voice by name, an unnamed one as readers know it, none by a question mark."""
    transcript = transcript_of(["uno"]).model_copy(
        update={"speakers": (Speaker(label="Laura", name="Laura Méndez"), Speaker(label="SPEAKER_00"))}
    )
    shown = [
        speaker_shown(Turn(id="t0009", speaker=label, text="x"), transcript) for label in ("Laura", "SPEAKER_00", None)
    ]
    assert shown == ["Laura Méndez", "Voz 1", "?"]
    english = transcript.model_copy(update={"language": "en"})
    assert speaker_shown(Turn(id="t0009", speaker="SPEAKER_00", text="x"), english) == "Voice 1"

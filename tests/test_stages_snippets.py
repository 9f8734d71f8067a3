from meetbot.model.transcript import Segment, SourceFile, Transcript, Turn, Word
from meetbot.stages.snippets import clearest


def transcript(*turns: Turn, probabilities: tuple[float | None, ...] = ()) -> Transcript:
    """Turn `n` comes from segment `n`, whose words have that probability."""
    segments = tuple(
        Segment(id=n, start=n, end=n + 1, text="x", words=(Word(start=n, end=n + 1, text="x", probability=p),))
        for n, p in enumerate(probabilities)
    )
    source = SourceFile(name="a.m4a", sha256="0" * 64, format="m4a")
    return Transcript(source=source, language="es", turns=turns, segments=segments)


def turn(number: int, text: str, *, speaker: str = "A", overlapped: bool = False) -> Turn:
    """A turn of the segment of the same number."""
    return Turn(id=f"t{number:04d}", speaker=speaker, text=text, segments=(number,), overlapped=overlapped)


LONG = "Yo mando la lista de objeciones el viernes."


def test_clearest_turns_are_heard_alone_long_and_sure() -> None:
    """Overlapped, short and doubtful turns come last; what is shown is in order of time."""
    found = transcript(
        turn(0, "Ajá."),
        turn(1, LONG, overlapped=True),
        turn(2, LONG),
        turn(3, LONG),
        turn(4, LONG, speaker="B"),
        turn(5, LONG),
        probabilities=(0.99, 0.99, 0.5, 0.95, 0.95, None),
    )
    assert [t.id for t in clearest(found, "A", count=2)] == ["t0003", "t0005"]
    assert [t.id for t in clearest(found, "A", count=4)] == ["t0000", "t0002", "t0003", "t0005"]


def test_clearest_longer_turns_tell_more() -> None:
    """Of turns that are equally sure the longer one is shown; a voice without turns has none."""
    found = transcript(turn(0, LONG), turn(1, f"{LONG} {LONG}"), probabilities=(0.9, 0.9))
    assert [t.id for t in clearest(found, "A", count=1)] == ["t0001"]
    assert clearest(found, "Z") == ()

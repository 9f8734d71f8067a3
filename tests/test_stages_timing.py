"""Tests of meetbot.stages.timing."""

from meetbot.model.transcript import Segment, Turn, Word
from meetbot.stages.timing import spoken_at


def words(start: float, *texts: str) -> tuple[Word, ...]:
    """One word a second from `start`, each half a second long."""
    return tuple(Word(start=start + n, end=start + n + 0.5, text=text) for n, text in enumerate(texts))


def segment(number: int, start: float, *texts: str) -> Segment:
    """A segment of those words."""
    heard = words(start, *texts)
    return Segment(id=number, start=heard[0].start, end=heard[-1].end, text="".join(texts).strip(), words=heard)


def at(turn: Turn, quote: str, *segments: Segment) -> tuple[float | None, float | None]:
    """When the quote was said."""
    first = turn.text.index(quote)
    return spoken_at(turn, first, first + len(quote), segments={s.id: s for s in segments})


def test_spoken_at_is_the_second_of_the_words() -> None:
    """A promise at the end of a long turn has its own second, not the turn's."""
    first, second = segment(0, 10, " Vamos", " bien."), segment(1, 20, " Yo", " mando", " 410", ".000", " cajas.")
    turn = Turn(id="t0001", start=10, end=25, text="Vamos bien. Yo mando 410.000 cajas.", segments=(0, 1))

    assert at(turn, "Yo mando 410.000 cajas.", first, second) == (20, 24.5)
    assert at(turn, "Vamos", first, second) == (10, 10.5)


def test_spoken_at_skips_words_of_another_voice() -> None:
    """A segment that was split between two voices counts only with the words in this turn's time."""
    shared = segment(0, 10, " sí,", " claro.", " Sí,", " mañana.")
    turn = Turn(id="t0002", start=12, end=13.5, text="Sí, mañana.", segments=(0,))

    assert at(turn, "mañana.", shared) == (13, 13.5)


def test_spoken_at_cues_without_word_times() -> None:
    """Joined cues of a subtitle file give the cue's seconds."""
    cues = [Segment(id=n, start=n * 10.0, end=n * 10.0 + 5, text=t) for n, t in enumerate(("Bueno.", "Yo  mando."))]
    turn = Turn(id="t0001", start=0, end=15, text="Bueno. Yo mando.", segments=(0, 1))

    assert at(turn, "Yo mando.", *cues) == (10, 15)


def test_spoken_at_unknown_is_the_turns_time() -> None:
    """Without times, with corrected text, or with an unknown segment, the turn's own times stand."""
    untimed = Turn(id="t0001", start=None, end=None, text="Yo mando.", segments=(0,))
    corrected = Turn(id="t0001", start=10, end=12, text="Yo envío.", segments=(0,))
    heard = segment(0, 10, " Tú", " mandas.")

    assert at(untimed, "Yo mando.", heard) == (None, None)
    assert at(corrected, "envío.", heard) == (10, 12)
    assert at(corrected, "envío.") == (10, 12)
    assert at(corrected, "envío.", Segment(id=0, text="Yo envío.")) == (10, 12)


def test_spoken_at_times_that_contradict_are_not_used() -> None:
    """Words whose times run backwards never give an end before the start."""
    odd = Segment(
        id=0,
        start=10,
        end=12,
        text="uno",
        words=(Word(start=12.2, end=11.6, text=" uno"),),
    )
    turn = Turn(id="t0001", start=10, end=12, text="uno", segments=(0,))

    assert at(turn, "uno", odd) == (10, 12)

"""From a transcript and the truth to the figures of the results page, on a meeting of three lines."""

from typing import Any

import pytest
from figures import in_time, joint, name_figures, named_voices, voice_figures, with_speakers, word_figures
from mixing import Said

LINES = (
    Said(speaker="Ana", start=0.0, end=10.0, text="Buenos días, llegaron ciento doce leads a HubSpot"),
    Said(speaker="Beto", start=4.0, end=4.4, text="ajá"),
    Said(speaker="Beto", start=11.0, end=14.0, text="Gracias, Ana Gómez"),
)


def transcript(*turns: tuple[str | None, str], names: dict[str, str | None] | None = None) -> dict[str, Any]:
    """What of transcript.json the figures read."""
    labels = names or {label: None for label, _ in turns if label}
    return {
        "turns": [{"speaker": label, "text": text} for label, text in turns],
        "segments": [{"text": text} for _, text in turns],
        "speakers": [{"label": label, "name": name} for label, name in labels.items()],
    }


def test_in_time_puts_a_backchannel_where_it_fell() -> None:
    """A word within another's line stands in the middle of it."""
    order = [word for word, _ in in_time(LINES, language="es")]
    assert order.index("dias") < order.index("aja") < order.index("leads")


def test_word_figures_count_in_three_ways() -> None:
    """A figure is right in words and wrong as written; an accent is only wrong where accents count."""
    text = "Buenos dias, llegaron ajá 112 leads a HubSpot. Gracias, Ana Gómez."
    found = word_figures([LINES[0], LINES[2]], text.replace("ajá ", ""), language="es")
    assert (found.plain.errors, found.accents.errors, found.written.errors) == (0, 1, 2)
    assert found.plain.said == 11


def test_joint_counts_words_of_the_wrong_voice_twice() -> None:
    """Two words too many with S0, which S1 lacks: four errors among twelve words."""
    said = transcript(("S0", "Buenos días llegaron 112 leads a HubSpot gracias Ana"), ("S1", "ajá Gómez"))
    assert joint(LINES, said, language="es").errors == 4


def test_with_speakers_finds_the_words_without_voice() -> None:
    """All are heard; the one without a voice is not with the right one."""
    said = transcript(
        ("S0", "Buenos días llegaron"),
        (None, "ajá"),
        ("S0", "ciento doce leads a HubSpot"),
        ("S1", "Gracias Ana Gómez"),
    )
    found = with_speakers(LINES, said, language="es")
    assert (found.right, found.heard) == (11, 12)


def test_named_voices_right_wrong_none() -> None:
    """A voice has the right name, another's, or none."""
    said = transcript(("S0", LINES[0].text), ("S1", LINES[2].text), names={"S0": "Ana Ruiz", "S1": "Eva Paz"})
    accuracy = with_speakers(LINES, said, language="es")
    found = named_voices(accuracy, said, {"Ana": "Ana Ruiz", "Beto": "Roberto Gil", "Eva": "Eva Paz"})
    assert found == {"right": 1, "wrong": 1, "none": 1}


def test_voice_figures_with_and_without_collar() -> None:
    """A boundary that is 0.2 s late is no error within the collar and one without."""
    truth = [(0.0, 10.0, "Ana"), (10.0, 20.0, "Beto")]
    heard = {"intervals": [{"start": 0.0, "end": 10.2, "speaker": "S0"}, {"start": 10.2, "end": 20.0, "speaker": "S1"}]}
    found = voice_figures(truth, heard)
    assert found.collar.rate == 0
    assert found.none.rate == pytest.approx(0.01)
    assert (found.found, found.true) == (2, 2)


def test_name_figures_to_the_letter() -> None:
    """`Gomez` is wrong, `HubSpot` right whatever its capitals; a name where nobody said it is invented."""
    found = name_figures(
        LINES, "Buenos días llegaron Ana leads a Hubspot. Gracias, Ana Gomez.", ["Ana Gómez", "HubSpot"]
    )
    assert (found.said, found.right, found.invented) == (3, 2, 1)
    assert found.misses == (("Gómez", "Gomez"),)

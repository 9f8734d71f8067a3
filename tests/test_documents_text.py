import pytest

from meetbot.documents.text import CUT, clean, clip, clock, duration


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\x00b\x08c", "abc"),
        ("línea\r\nnueva\tcon  espacios", "línea nueva con espacios"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("\ud800suelto\uffff", "suelto"),
        ("24\N{NO-BREAK SPACE}h", "24\N{NO-BREAK SPACE}h"),
        ("مرحبا", "مرحبا"),
        ("sí 👩‍💻", "sí 👩‍💻"),
    ],
)
def test_clean_drops_what_documents_cannot_hold(raw: str, expected: str) -> None:
    """Control, bidi and illegal characters go, breaks become a space, letters of every script stay."""
    assert clean(raw) == expected


def test_clip_marks_the_cut() -> None:
    """A long text ends after a whole word with the mark, within the limit."""
    short = clip("palabra " * 40, 60)
    assert short.endswith(CUT)
    assert len(short) <= 60
    assert short.removesuffix(CUT).split() == ["palabra"] * len(short.removesuffix(CUT).split())


def test_clip_cuts_a_text_without_spaces() -> None:
    """Ten thousand letters without a space are cut too."""
    assert len(clip("x" * 10_000, 100)) <= 100


def test_clip_leaves_a_short_text() -> None:
    """What fits stays whole."""
    assert clip("  así queda  ") == "así queda"


@pytest.mark.parametrize(("seconds", "expected"), [(0, "00:00"), (192.9, "03:12"), (3727, "1:02:07")])
def test_clock_from_the_start(seconds: float, expected: str) -> None:
    """Minutes and seconds, with hours from one hour on; never rounded up past the words."""
    assert clock(seconds) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(40, "40 s"), (231, "3 min 51 s"), (3720, "1 h 02 min")])
def test_duration_in_symbols(seconds: float, expected: str) -> None:
    """A length that needs no translation."""
    assert duration(seconds) == expected

"""Whose a sound track is, by its file's name: recorders write the speaker's name amid numbers and words of theirs."""

import re
from collections.abc import Sequence
from pathlib import Path

FEW = 2
"""Two files whose names begin alike may be two people of one first name; three hardly are."""

_RECORDERS_WORDS = frozenset(
    re.findall(
        r"\w+",
        "audio audios sound sonido voz voice track tracks pista pistas canal channel mic micro microfono micrófono raw "
        "only local cloud backup copia final edit mono stereo estereo wav recording recordings recorded grabacion "
        "grabación reunion reunión junta meeting llamada call session sesion sesión zoom riverside zencastr squadcast "
        "teams meet gmt aligned synced take toma part parte",
    )
)
_WORD = re.compile(r"[^\W\d_]+")
# `audioAnaRuiz11234`: a name written as one word, with a capital where each part begins.
_CAMEL = re.compile(r"[^\W\d_]*?[a-zà-ÿ](?=[A-ZÀ-Þ])|[^\W\d_]+")
_ZOOM = re.compile(r"audio\d*(?=[^\W\d_])(.*?)[\d_-]*", re.IGNORECASE)
_ZOOM_MIX = re.compile(r"(?:audio|video|zoom)(?:_only)?[_\d]*", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:20\d\d[-_.]?\d\d[-_.]?\d\d|\d\d[-_.]\d\d[-_.]20\d\d)"
    r"(?:[-_. T]+\d\d[-_.h:]?\d\d(?:[-_.m:]?\d\d)?)?(?!\d)"
)


def names(files: Sequence[Path]) -> list[str | None]:
    """The name of the person in each file's name, in their order; None where there is none.

    Numbers, dates, a recorder's own words and words that all names have in common are no part of it.
    """
    words = [_words(path.stem) for path in files]
    common = {word.casefold() for word in words[0]}.intersection(*({w.casefold() for w in each} for each in words))
    own = [[word for word in each if word.casefold() not in common] for each in words]
    least = 1 if len(files) > FEW else 2
    if len(files) > 1 and all(len(each) >= least for each in own):
        words = own
    return [" ".join(word if word[0].isupper() else word.capitalize() for word in each) or None for each in words]


def is_whole_meeting(path: Path) -> bool:
    """Whether the name is Zoom's for the mix of all participants or for the video: `audio1234.m4a`, `zoom_0.mp4`."""
    return _ZOOM_MIX.fullmatch(path.stem) is not None


def _words(stem: str) -> list[str]:
    stem = _DATE.sub(" ", stem)
    if zoom := _ZOOM.fullmatch(stem):
        stem = zoom[1]
    words = [part for word in _WORD.findall(stem) for part in _CAMEL.findall(word)]
    return [word for word in words if word.casefold() not in _RECORDERS_WORDS]

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
_DEVICES = r"(?i:iphone|ipad|galaxy|samsung|redmi|xiaomi|huawei|motorola|pixel|macbook|imac|laptop|celular|tablet|pc)"
_END = r"(?![a-zà-ÿ])"
"""Where a word ends, also in `GalaxyS21`; `Pcruz` and `Salazar` go on."""

_OWNED = re.compile(
    rf"(?P<device>{_DEVICES})(?:(?:[\s_-]|(?i:pro|air|max|plus)|[A-Z]?\d+[A-Za-z]?)*(?i:del?)(?:[\s_-]+|(?=[A-ZÀ-Þ]))"
    rf"|(?<=[Pp][Cc])[\s_-]+(?=[^\d]+$))(?P<owner>[^\W\d_].*?)[\d\s_-]*"
    rf"|(?P<first>[^\W\d_][^\d]*?)(?:['’]s|’|')?[\s_-]*(?P<last>(?:iPhone|iPad|MacBook))(?:[\s_-]|Pro|Air|\d)*"
)
_NOBODYS = re.compile(
    rf"(?:{_DEVICES}{_END}|(?i:desktop|laptop)-|(?i:zoom|teams)[\s_-]*(?i:rooms?){_END}"
    rf"|(?i:sala|sal[oó]n|auditorio|conference[\s_-]*room|meeting[\s_-]*room){_END}|(?:Sala|Sal[oó]n)de[A-ZÀ-Þ]).*",
    re.DOTALL,
)
_DATE = re.compile(
    r"(?<!\d)(?:20\d\d[-_.]?\d\d[-_.]?\d\d|\d\d[-_.]\d\d[-_.]20\d\d)"
    r"(?:[-_. T]+\d\d[-_.h:]?\d\d(?:[-_.m:]?\d\d)?)?(?!\d)"
)


def names(files: Sequence[Path]) -> list[str | None]:
    """The name of the person in each file's name, in their order; None where there is none.

    Numbers, dates, a recorder's own words and words that all names have in common are no part of it. A device's name
    is nobody's, but for its owner's: `iPhone de Ana`, whom the list of people may know.
    """
    stems = [_stem(path.stem) for path in files]
    devices = [_device(stem) for stem in stems]
    people = iter(_people([stem for stem, device in zip(stems, devices, strict=True) if device is None]))
    return [next(people) if device is None else device or None for device in devices]


def _people(stems: Sequence[str]) -> list[str | None]:
    words = [_words(stem) for stem in stems]
    folded = [{word.casefold() for word in each} for each in words]
    common = folded[0].intersection(*folded) if folded else set()
    own = [[word for word in each if word.casefold() not in common] for each in words]
    least = 1 if len(stems) > FEW else 2
    if len(stems) > 1 and all(len(each) >= least for each in own):
        words = own
    return [" ".join(word if word[0].isupper() else word.capitalize() for word in each) or None for each in words]


def _device(stem: str) -> str | None:
    """`iPhone de Ana` for what a device of somebody's is called, nothing for other devices and rooms, None for people.

    Zoom leaves the spaces out: `iPhonedeAna`.
    """
    if owned := _OWNED.fullmatch(stem):
        owner = owned["owner"] or owned["first"]
        return f"{owned['device'] or owned['last']} de {' '.join(_words(owner))}"
    return "" if _NOBODYS.fullmatch(stem) else None


def is_whole_meeting(path: Path) -> bool:
    """Whether the name is Zoom's for the mix of all participants or for the video: `audio1234.m4a`, `zoom_0.mp4`."""
    return _ZOOM_MIX.fullmatch(path.stem) is not None


def _stem(stem: str) -> str:
    """The file's name without dates and without what Zoom puts around the person's."""
    stem = _DATE.sub(" ", stem).strip(" _-.")
    zoom = _ZOOM.fullmatch(stem)
    return zoom[1] if zoom else stem


def _words(stem: str) -> list[str]:
    words = [part for word in _WORD.findall(stem) for part in _CAMEL.findall(word)]
    return [word for word in words if word.casefold() not in _RECORDERS_WORDS]

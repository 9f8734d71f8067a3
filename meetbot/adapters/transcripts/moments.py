"""Days and times as the heads of transcripts write them, in Spanish and English."""

import re
from datetime import datetime, timedelta, timezone

_CLOCK = r"(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
_AT = rf"(?:,?\s+(?:at |a las )?{_CLOCK})?"
_DAY_FIRST = re.compile(rf"(?P<d>\d{{1,2}})(?: de)? (?P<mon>[a-z]{{3,12}})\.?,?(?: del?)? (?P<y>\d{{4}}){_AT}")
_MONTH_FIRST = re.compile(rf"(?P<mon>[a-z]{{3,12}})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}}){_AT}")
_NUMBERS = re.compile(
    r"(?P<y>\d{4})[-/](?P<mon>\d{2})[-/](?P<d>\d{2})(?: at)? (?P<h>\d{1,2}):(?P<min>\d{2})"
    r"(?: (?:gmt|utc)(?P<zone>[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_NOON = 12
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero january ene jan", "febrero february feb", "marzo march mar", "abril april abr apr", "mayo may",
            "junio june jun", "julio july jul", "agosto august ago aug", "septiembre setiembre september sep sept set",
            "octubre october oct", "noviembre november nov", "diciembre december dic dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


def day_in(text: str) -> datetime | None:
    """The midnight that begins the day that a folded line is: `23 nov 2026`. None for other lines, or with a time."""
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    return _built(match) if match and not match["h"] else None


def moment_in(text: str) -> datetime | None:
    """The day and time that a folded line is: `9 de julio de 2026, 8:03p.m.`, without a zone. None for other lines."""
    match = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    return _built(match) if match and match["h"] else None


def moment_within(text: str) -> datetime | None:
    """The time in a folded title such as `Junta (2026-11-23 09:00 GMT-6)`, with its zone where there is one."""
    match = _NUMBERS.search(text[:300])
    if match is None:
        return None
    zone = match["zone"]
    try:
        found = datetime(*(int(match[part]) for part in ("y", "mon", "d", "h", "min")))  # type: ignore[arg-type] # noqa: DTZ001
        return found.replace(tzinfo=_zone(zone)) if zone or match[0].endswith(("gmt", "utc")) else found
    except ValueError:
        return None


def _zone(text: str | None) -> timezone:
    digits = (text or "+0").replace(":", "")
    sign = -1 if digits[0] == "-" else 1
    hours, minutes = (digits[1:-2], digits[-2:]) if len(digits) > 3 else (digits[1:], "0")  # noqa: PLR2004 - +6 or +530
    return timezone(sign * timedelta(hours=int(hours), minutes=int(minutes)))


def _built(match: re.Match[str]) -> datetime | None:
    month = _MONTHS.get(match["mon"])
    hour = int(match["h"] or 0)
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"] == "p" else 0)
    try:
        return datetime(int(match["y"]), month or 0, int(match["d"]), hour, int(match["min"] or 0))  # noqa: DTZ001
    except ValueError:
        return None

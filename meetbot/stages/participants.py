"""Which person of the roster a platform's speaker name means: one, none, or several equally well."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from meetbot.model.company import Person, Roster

ACCEPTED = 85.0
"""Below this similarity the platform's own name is kept; the reference practice asks the user there."""

_MARGIN = 3.0
_CONTAINED = 95.0
_FIRST_NAME = 90.0
_LONGEST_NAME = 120
_VOWELS_OF_GENDER = frozenset("aoe")

_PLACEHOLDER = re.compile(
    r"(?:(?:unknown|unidentified|unnamed|desconocid[oa]|anonim[oa]|anonymous|sin nombre|sin identificar)\s*)?"
    r"(?:(?:speaker|spk|hablante|orador|oradora|voz|voice|participante|participant|ponente|locutor|locutora|persona|guest"
    r"|invitado|invitada|user|usuario)\s*)?(?:[a-z]|\d+|unknown|desconocid[oa])?"
)


@dataclass(frozen=True, kw_only=True)
class Match:
    """`one` person with a confidence in [0, 1]; `none` of the roster; `several` equally near; or a `placeholder`."""

    kind: Literal["one", "none", "several", "placeholder"]
    people: tuple[Person, ...] = ()
    confidence: float | None = None


def match_person(label: str, roster: Roster) -> Match:
    """Whom that label means. Never chooses between people who are equally near."""
    key = name_key(label)
    if _PLACEHOLDER.fullmatch(key):
        return Match(kind="placeholder")
    scored = sorted(((_similarity(key, p), p) for p in roster.people), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < ACCEPTED:
        return Match(kind="none")
    best = scored[0][0]
    near = tuple(p for score, p in scored if score >= ACCEPTED and best - score < _MARGIN)
    if len(near) > 1:
        return Match(kind="several", people=near)
    return Match(kind="one", people=near, confidence=round(best / 100, 3))


def shown_name(label: str) -> str:
    """The label on one line without control and direction characters: what may stand in a document."""
    printable = "".join(" " if c.isspace() else c for c in label if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(printable.split())[:_LONGEST_NAME].strip()


def name_key(label: str) -> str:
    """The name alone in lower case without accents: no emoji, no brackets, nothing after `|` or a spaced dash."""
    text = unicodedata.normalize("NFKD", label)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    for pattern in (r"[(\[{<].*?[)\]}>]", r"\s*[|•·/@].*$", r"\s+[-–—]\s.*$"):
        shorter = re.sub(pattern, " ", text)
        text = shorter if re.search(r"\w", shorter) else text
    return " ".join(re.findall(r"[^\W_]+", text))


def _similarity(key: str, person: Person) -> float:
    scores = [_name_similarity(key, name_key(name)) for name in (person.name, *person.aliases)]
    if name_key(person.name).partition(" ")[0] == key:
        scores.append(_FIRST_NAME)
    return max(scores)


def _name_similarity(key: str, name: str) -> float:
    """0 to 100. A single word must be the same word: `Daniel` is not `Daniela`, `Mario` not `María`."""
    from rapidfuzz import fuzz

    said, known = key.split(), name.split()
    if sorted(said) == sorted(known):
        return 100.0
    if len(said) < 2 or len(known) < 2 or _another_gender(said, known):  # noqa: PLR2004 - one word is no full name
        return 0.0
    if set(said) < set(known) or set(known) < set(said):
        return _CONTAINED
    return float(fuzz.token_sort_ratio(key, name))


def _another_gender(said: list[str], known: list[str]) -> bool:
    """Whether two names differ in a gendered ending, which a similarity of letters takes for a slip."""
    return any(_gendered_pair(a, b) for a in said if a not in known for b in known if b not in said)


def _gendered_pair(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if len(short) == len(long):
        return short[:-1] == long[:-1] and bool({short[-1], long[-1]} & _VOWELS_OF_GENDER)
    return long[:-1] == short and long[-1] in _VOWELS_OF_GENDER

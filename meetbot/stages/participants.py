"""Which person of the roster a platform's speaker name means: one, none, or several equally well."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from meetbot.model.company import Person, Roster

ACCEPTED = 85.0
"""Below this similarity the platform's own name is kept; the reference practice asks the user there."""

_MARGIN = 3.0
_CONTAINED = 95.0
_FIRST_NAME = 90.0
_INITIALS = 90.0
_DEVICE = 87.0
_LONGEST_NAME = 120
_VOWELS_OF_GENDER = frozenset("aoe")

_PLACEHOLDER = re.compile(
    r"(?:(?:unknown|unidentified|unnamed|desconocid[oa]|anonim[oa]|anonymous|sin nombre|sin identificar)\s*)?"
    r"(?:(?:speaker|spk|hablante|orador|oradora|voz|voice|participante|participant|ponente|locutor|locutora|persona|guest"
    r"|invitado|invitada|user|usuario|host|anfitrion|anfitriona|moderador|moderadora|organizador|organizadora|admin"
    r"|me|yo|you|tu|caller|llamada|telefono|phone user)\s*)?(?:[a-z]|[\d ]+|unknown|desconocid[oa])?"
)
_OWN_VOICE = re.compile(r"(?:voz|voice) ([1-9]\d{0,2})", re.IGNORECASE)

_MAIL = re.compile(r"(?P<local>[\w.%+'-]+)@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|\b00|\()?[\d*#•x](?:[\s().-]*[\d*#•x]){5,}", re.IGNORECASE)
_PHONE_DIGITS = 5
"""So many figures at least: `+57 300***4567` has them, and `Sala 2026` doesn't."""
_CALL = re.compile(
    r"(?:(?:unknown|desconocid[oa]|anonim[oa]) )?(?:(?:call in|dial in|phone|telephone) user|caller(?: id)?"
    r"|call(?: from)?"
    r"|(?:usuario|llamada|participante|invitado)(?: (?:de|del|por|desde|telefonic[oa]))*(?: (?:el )?telefono)?"
    r"|telefono|phone|tel|numero(?: desconocido| oculto)?)(?: [a-z]?[\d ]*)?"
)
_CALL_WORD = re.compile(r"\b(?:call|caller|phone|telephone|llamada|telefono|telefonic[oa]|tel|numero)\b|\bdial in\b")

_DEVICE_WORDS = (
    r"(?:iphone|ipad|android|galaxy|samsung|huawei|xiaomi|redmi|motorola|moto|pixel|macbook(?: pro| air)?|mac|laptop"
    r"|portatil|pc|celular|cel|movil|telefono|phone|tablet|computadora|computador|ordenador)"
)
_OWN_DEVICE = re.compile(rf"{_DEVICE_WORDS}(?: \w{{1,6}})? (?:de|del|of) (?P<a>.+)|(?P<b>.+?)(?: s)? {_DEVICE_WORDS}")
_ANY_DEVICE = re.compile(rf"{_DEVICE_WORDS}(?: (?:pro|max|plus|ultra|air|mini|se|note|[a-z]?\d+[a-z]?|\d+))*")

_ROOM = re.compile(
    r"(?:sala|salon|auditorio|recepcion|oficina|despacho|room|conference|boardroom|huddle|meeting room|aula|equipo|team"
    r"|polycom|logitech|rally|poly|owl|zoom rooms?|teams rooms?)\b.*"
    r"|.*\b(?:conference|meeting|board|zoom|teams|huddle|training) ?rooms?\b.*|.*\broom [\w ]{1,12}|.*\brooms?"
)
_JOINED = re.compile(r"\s+(?:y|e|and|und|et)\s+|\s*[&+]\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[/,;|@:]\s*|\s+(?:y|e|and|-|–|—)\s+|\s*[&+]\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·:@]\s*|\s+[-–—]\s+|\s+/\s+")


@dataclass(frozen=True, kw_only=True)
class Match:
    """Whom a label means.

    `one` person with a confidence in [0, 1]; `none` of the roster; `several` equally near; `shared` by people in a room
    or at one account; or a `placeholder` for nobody known.
    """

    kind: Literal["one", "none", "several", "shared", "placeholder"]
    people: tuple[Person, ...] = ()
    confidence: float | None = None


def match_person(label: str, roster: Roster) -> Match:
    """Whom that label means. Never chooses between people who are equally near."""
    if mail := _MAIL.search(label):
        return _of_address(mail, roster)
    label = _without_phone(label)
    key = name_key(label)
    if _PLACEHOLDER.fullmatch(key) or _ANY_DEVICE.fullmatch(key) or _is_call(key):
        return Match(kind="placeholder")
    if _shared(label, key, roster):
        return Match(kind="shared")
    whole = _nearest(key, roster)
    if whole.kind != "none":
        return whole
    if (owned := _OWN_DEVICE.fullmatch(key)) and (owner := _nearest(owned["a"] or owned["b"], roster)).people:
        return owner if owner.kind == "several" else Match(kind="one", people=owner.people, confidence=_DEVICE / 100)
    return _part_of(label, roster)


def _of_address(mail: re.Match[str], roster: Roster) -> Match:
    """Whose mail address it is, as the list has it or as its first part spells a full name; else nobody known."""
    owners = tuple(p for p in roster.people if p.email and p.email.strip().casefold() == mail[0].casefold())
    if len(owners) == 1:
        return Match(kind="one", people=owners, confidence=1.0)
    spelt = name_key(re.sub(r"[\W_\d]+", " ", mail["local"]))
    found = _nearest(spelt, roster) if " " in spelt and not owners else Match(kind="none")
    return found if found.kind == "one" else Match(kind="placeholder")


def _without_phone(label: str) -> str:
    """The label without telephone numbers: what is left of `Ana Ruiz +57 300 123 4567`."""
    return _PHONE.sub(lambda m: " " if sum(c.isdigit() for c in m[0]) >= _PHONE_DIGITS else m[0], label)


def _is_call(key: str) -> bool:
    """Whether it is what a platform calls somebody who dialled in: `llamada desde`, `call in user 1`."""
    return _CALL.fullmatch(key) is not None and _CALL_WORD.search(key) is not None


def is_device(label: str) -> bool:
    """Whether that is what somebody's device is called rather than a person: `iPhone de Ana`."""
    return _OWN_DEVICE.fullmatch(name_key(label)) is not None


def _nearest(key: str, roster: Roster) -> Match:
    scored = sorted(((_similarity(key, p), p) for p in roster.people), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < ACCEPTED:
        return Match(kind="none")
    best = scored[0][0]
    near = tuple(p for score, p in scored if score >= ACCEPTED and best - score < _MARGIN)
    if len(near) > 1:
        return Match(kind="several", people=near)
    return Match(kind="one", people=near, confidence=round(best / 100, 3))


def _part_of(label: str, roster: Roster) -> Match:
    """Whom one part of the label means where the others are a department or a place: `Centro | Diego Ramírez`."""
    found = (_nearest(name_key(part), roster) for part in _PARTS.split(label))
    return next((match for match in found if match.people), Match(kind="none"))


def _shared(label: str, key: str, roster: Roster) -> bool:
    """Whether several people may speak under that label: a room, a department, `Ana y Luis`."""
    bare = re.sub(r"[(\[{<].*?[)\]}>]", " ", label).strip()
    if _is_somebodys(bare, roster):
        return False
    parts = {match.people for part in _LISTED.split(bare) if (match := _nearest(name_key(part), roster)).people}
    if len(parts) > 1:
        return True
    if _nearest(key, roster).kind == "one":
        return False
    accounts = {name_key(text) for department in roster.departments for text in (department.name, department.id)}
    if key in accounts:
        return _part_of(label, roster).kind != "one"
    return _ROOM.fullmatch(key) is not None or _joins_two(bare)


def _is_somebodys(bare: str, roster: Roster) -> bool:
    """Whether all words of the label are one person's name: `Ortega y Gasset, José`."""
    words = sorted(re.findall(r"[^\W_]+", name_key(re.sub(r"[|•·/@]|\s[-–—]\s", " ", bare))))
    return any(words == sorted(name_key(name).split()) for p in roster.people for name in (p.name, *p.aliases))


def _joins_two(bare: str) -> bool:
    """Whether two names of equal length are joined: `Ana y Luis`, but not `Ramón y Cajal, Santiago`."""
    joined = [name_key(part).split() for part in _JOINED.split(bare)]
    return "," not in bare and len(joined) > 1 and all(joined) and len({len(part) for part in joined}) == 1


def shown_labels(names: Iterable[str], *, taken: Collection[str] = ()) -> dict[str, str | None]:
    """The label of each name that a platform wrote, in that order; none for a name of invisible characters only.

    Telephone numbers and mail addresses are personal data and nobody's name: who has nothing else is a voice, numbered
    as they are heard, beside the labels that are `taken`.
    """
    ordered = tuple(dict.fromkeys(names))
    labels = {name: voice_label(shown_name(name)) for name in ordered}
    used = {*taken, *labels.values()}
    for number, name in enumerate(ordered):
        bare = shown_name(_without_phone(name))
        if _MAIL.search(name) or _is_call(name_key(bare)) or (bare != shown_name(name) and not _names(bare)):
            free = (f"SPEAKER_{n:02d}" for n in range(number, number + len(used) + 1))
            labels[name] = next(label for label in free if label not in used)
            used.add(labels[name])
        elif bare != shown_name(name):
            labels[name] = bare
    return {name: label or None for name, label in labels.items()}


def is_address(name: str) -> bool:
    """Whether the name that a platform wrote is a mail address, by which the roster may know the person."""
    return _MAIL.search(name) is not None


def _names(bare: str) -> bool:
    return _PLACEHOLDER.fullmatch(name_key(bare)) is None


def voice_label(label: str) -> str:
    """The label as our own voices have it where a document's `Voz 2` was read back, else the label as it is."""
    own = _OWN_VOICE.fullmatch(label)
    return f"SPEAKER_{int(own[1]) - 1:02d}" if own else label


def shown_name(label: str) -> str:
    """The label on one line without control and direction characters: what may stand in a document."""
    printable = "".join(" " if c.isspace() else c for c in label if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(printable.split())[:_LONGEST_NAME].strip()


def tidy_name(label: str) -> str:
    """The person's name as a list of people has it: without what platforms add, first names first, not in capitals."""
    text = re.sub(r"[(\[{<].*?[)\]}>]", " ", shown_name(label))
    text = "".join(
        c if c.isalnum() or unicodedata.category(c)[0] == "M" or c in " .,'’-|•·:@/–—" else " " for c in text
    )
    text = _PARTS.split(text.strip())[0]
    last, comma, first = (part.strip() for part in text.partition(","))
    name = " ".join(f"{first} {last}".split() if comma and "," not in first else text.split())
    if name.isupper() and len(name) > 3:  # noqa: PLR2004 - `ANA` is a name, `JP` and `LAU` may be initials
        name = name.title()
    return name if name_key(name) else shown_name(label)


@lru_cache(maxsize=10_000)
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
    if _shortens(said, known):
        return _INITIALS
    return float(fuzz.token_sort_ratio(key, name))


def _shortens(said: list[str], known: list[str]) -> bool:
    """Whether it is the name with initials for some of its words: `Diego R.`, `C. Ortega`."""
    initials = [word for word in said if len(word) == 1]
    whole = [word for word in said if len(word) > 1]
    left = [word[0] for word in known if word not in whole]
    return bool(initials and whole) and set(whole) <= set(known) and set(initials) <= set(left)


def _another_gender(said: list[str], known: list[str]) -> bool:
    """Whether two names differ in a gendered ending, which a similarity of letters takes for a slip."""
    return any(_gendered_pair(a, b) for a in said if a not in known for b in known if b not in said)


def _gendered_pair(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if len(short) == len(long):
        return short[:-1] == long[:-1] and bool({short[-1], long[-1]} & _VOWELS_OF_GENDER)
    return long[:-1] == short and long[-1] in _VOWELS_OF_GENDER

"""What a line's head says about who speaks, and when a word before a colon is no name at all."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_NAME = 100
UNKNOWN = "?"
"""How meetbot's own files write a speaker whom nobody could name."""

_TIME = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,](?P<ms>\d{1,3}))?"
_STAMP = re.compile(rf"(?:#{{1,6}}\s*)?[\[(]?{_TIME}[\])]?(?:\s*[-–—]\s+|\s+|$)")
_EXPLICIT = re.compile(r"(?P<name>[^\u00a0]{1,100}?):\u00a0")
_COLON = re.compile(r"(?:\*\*)?(?P<name>[^:\n]{1,100}?)\s*(?::\*\*|\*\*:|:)(?=\s|$)")
_NAME_STAMP = re.compile(rf"(?P<name>[^:\[(\n]{{1,100}}?)\s*[\[(]{_TIME}[\])]\s*:?")
_HEADER = re.compile(rf"(?P<name>[^:\n]{{1,100}}?)\s+{_TIME}$")
_FRONT = 300
"""Characters at the beginning of a line in which a name and a time may stand; it bounds the patterns' cost per line."""
_LABEL = re.compile(
    r"(?i)(?:unknown |)(?:speaker|hablante|oradora?|participante|persona|voz|interlocutora?|ponente|moderadora?"
    r"|entrevistadora?|entrevistad[oa])(?:[ _-]?\d{1,3}|[ _-][a-z])?"
)
_LINKING_WORDS = "de del la las los y e el da do dos das di van von der den ten le bin al san santa"
_HEADINGS = """
nota notas ejemplo acuerdo acuerdos pendiente pendientes conclusion conclusiones resumen tema temas punto puntos
fecha hora lugar asistentes participantes objetivo objetivos importante ojo pregunta preguntas respuesta respuestas
agenda orden asunto para de desde hasta cc contexto accion acciones tarea tareas compromiso compromisos decision
decisiones responsable responsables duracion reunion titulo proyecto cliente empresa telefono correo direccion url
link enlace http https transcripcion idioma moneda total subtotal precio riesgo riesgos siguiente siguientes
pasos proximos problema solucion observacion observaciones comentario comentarios atencion aviso dato datos meta
note notes example action actions summary topic topics item items date time place attendees participants goal goals
important question questions answer answers subject to from decisions owner duration meeting title project
client company phone email address transcript language price risk risks next steps problem solution remark warning
attention kind
"""
_PARTICLES = frozenset(_LINKING_WORDS.split())
_NOT_NAMES = frozenset(_HEADINGS.split())
_TITLE = re.compile(r"(?i)^(?:(?:ing|lic|dr|dra|mtro|mtra|arq|sr|sra|srta|prof|mr|mrs|ms|cp|don|doña)\.?\s+)+")
_ODD = re.compile(r"[?!;\"“”«»/\\=<>@#{}|…]|\.\.|://")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FEW_WORDS = 5
_FEW_SINGLES = 4
_MOSTLY = 0.8


@dataclass(frozen=True, kw_only=True)
class Head:
    """How a line may be read: `name` who would speak, `start` in seconds, `text` what is left of the line.

    `stamped` tells that the line is a header `Name 0:03` or carries a time beside the name; `explicit` that meetbot
    itself wrote the name.
    """

    name: str | None
    start: float | None
    text: str
    stamped: bool = False
    explicit: bool = False


def clean_name(name: str) -> str:
    """The name in one line of at most 100 characters, without control signs and direction overrides."""
    return clean_text(name)[:LONGEST_NAME].strip()


def clean_text(text: str) -> str:
    """The text in one line, words apart by one space, without control signs, half characters, direction overrides."""
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", text)).split())


def seconds(match: re.Match[str]) -> float:
    """The time that a pattern with the groups h, m, s and ms found."""
    hours, minutes, whole = (int(match[g] or 0) for g in ("h", "m", "s"))
    return hours * 3600 + minutes * 60 + whole + int((match["ms"] or "0").ljust(3, "0")) / 1000


def head_of(line: str, *, times: bool) -> Head:
    """The reading of one line, not yet believed. `times` allows a time before or after the name."""
    line = line.strip(" \t\n")
    front, start, at = line[:_FRONT], None, 0
    if times and (stamp := _STAMP.match(front)):
        start, at = seconds(stamp), stamp.end()
        front = line[at : at + _FRONT]
    if explicit := _EXPLICIT.match(front):
        return Head(name=clean_name(explicit["name"]), start=start, text=line[at + explicit.end() :], explicit=True)
    if times and start is None:
        beside = _NAME_STAMP.match(front) or (_HEADER.match(front) if len(line) <= _FRONT else None)
        if beside:
            name, text = clean_name(beside["name"]), line[beside.end() :].strip()
            return Head(name=name or None, start=seconds(beside), text=text, stamped=True)
    if colon := _COLON.match(front):
        name = clean_name(colon["name"])
        return Head(name=name or None, start=start, text=line[at + colon.end() :], stamped=at > 0)
    return Head(name=None, start=start, text=line[at:], stamped=at > 0)


def looks_like_a_name(name: str) -> bool:
    """Whether it has the shape of a person's name or of a label such as `Speaker 1`."""
    if _LABEL.fullmatch(name):
        return True
    bare = _TITLE.sub("", re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", name)).replace(",", " ")
    words = bare.split()
    if not words or len(words) > _FEW_WORDS or _ODD.search(name) or any(c.isdigit() for c in name):
        return False
    if (
        all(_plain(word) in _NOT_NAMES or word.lower() in _PARTICLES for word in words)
        or _plain(words[0]) in _NOT_NAMES
    ):
        return False
    return words[0][:1].isupper() and all(w[:1].isupper() or w.lower() in _PARTICLES or w == "-" for w in words)


def believable(heads: Sequence[Head]) -> frozenset[str]:
    """Which of the names before a colon are speakers, over all lines (or first lines of cues) of a file.

    A name that recurs is one. A name that occurs once is one if it has two words or a title, or stands in a file where
    nearly every line (80 %, as in files of Zoom) begins with a name, and if such names are few: in a document with
    headings they are many. Where that leaves nobody, two to four names that begin half of the lines are.
    """
    counts = Counter(head.name for head in heads if head.name)
    shaped = {name for name in counts if looks_like_a_name(name)}
    lines = [head for head in heads if head.name in shaped or not _is_remark(head)]
    labelled = sum(head.name in shaped for head in lines)
    if not shaped and lines and all(head.name for head in lines):
        return _lower_case_names(counts, len(lines))
    recurring = {name for name in shaped if counts[name] > 1}
    mostly = bool(lines) and labelled >= _MOSTLY * len(lines)
    singles = {name for name in shaped - recurring if mostly or len(name.split()) > 1 or _LABEL.fullmatch(name)}
    if len(singles) > max(_FEW_SINGLES, len(recurring)) and not mostly:
        singles = set()
    if not recurring and not singles and 1 < len(shaped) <= _FEW_SINGLES and 2 * labelled >= len(lines):
        return frozenset(shaped)
    return frozenset(recurring | singles)


def doubtful(heads: Iterable[Head], believed: frozenset[str]) -> set[str]:
    """Names of the right shape that were not believed: somebody may have spoken who isn't shown."""
    names = {head.name for head in heads if head.name} - believed
    return {name for name in names if looks_like_a_name(name)}


def _is_remark(head: Head) -> bool:
    return head.name is not None and _plain(head.name.split()[0] if head.name.split() else "") in _NOT_NAMES


def _lower_case_names(counts: Counter[str], lines: int) -> frozenset[str]:
    """Names in a chat-like file where every line begins with one, as `ana: va`: short and few."""
    fine = all(len(n.split()) <= _FEW_WORDS and not _ODD.search(n) and _plain(n) not in _NOT_NAMES for n in counts)
    return frozenset(counts) if fine and 2 * len(counts) <= lines and lines > _FEW_SINGLES else frozenset()


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).strip(".,")

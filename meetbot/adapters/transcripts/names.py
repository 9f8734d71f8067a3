"""Which words before a colon, or beside a time, are the names of speakers."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from meetbot.adapters.transcripts.heads import Head, colon_head

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
_ODD = re.compile(r"[?!;\"“”«»\\=<>#{}…]|\.\.|://")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})\s*")
_BAR = re.compile(r"\s*[|•·／/｜@].*$|\s+[-–—]\s.*$", re.DOTALL)
_FEW_WORDS = 5
_MOST_WORDS = 9
_LONGEST_WORD = 24
_FEW_SINGLES = 4
_MOSTLY = 0.8


def looks_like_a_name(name: str) -> bool:
    """Whether it has the shape of a person's name or of a label such as `Speaker 1`.

    What stands in brackets or after a bar (a firm, a department, `Guest`) and emoji are no part of the shape.
    """
    if _LABEL.fullmatch(name):
        return True
    words = _TITLE.sub("", _bare(name)).replace(",", " ").split()
    named = [word for word in words if word.lower() not in _PARTICLES]
    if not named or len(named) > _FEW_WORDS or len(words) > _MOST_WORDS or _unlike_words(words):
        return False
    if _ODD.search(_bare(name)) or any(c.isdigit() for c in "".join(words)):
        return False
    if all(_plain(word) in _NOT_NAMES for word in named) or _plain(words[0]) in _NOT_NAMES:
        return False
    return _begins_a_name(words[0]) and all(_begins_a_name(w) or w.lower() in _PARTICLES or w == "-" for w in words)


def believable(heads: Sequence[Head]) -> frozenset[str]:
    """Which of the names before a colon are speakers, over all lines (or first lines of cues) of a file.

    A name that recurs is one. A name that occurs once is one if it has two words or a title, or stands in a file where
    nearly every line (80 %, as in files of Zoom) begins with a name, and if such names are few: in a document with
    headings they are many. Where nearly every line begins with a name, what recurs is one whatever its shape (`Sala 3`,
    `iphone de ana`). Where that leaves nobody, two to four names that begin half of the lines are.
    """
    counts = Counter(head.name for head in heads if head.name)
    shaped = {name for name in counts if looks_like_a_name(name)}
    lines = [head for head in heads if head.name in shaped or not _is_remark(head)]
    labelled = sum(head.name in shaped for head in lines)
    if not shaped and lines and all(head.name for head in lines):
        return _lower_case_names(counts, len(lines))
    recurring = {name for name in shaped if counts[name] > 1}
    unshaped = {name for name in counts.keys() - shaped if counts[name] > 1 and _plausible(name)}
    mostly = bool(lines) and labelled + sum(head.name in unshaped for head in lines) >= _MOSTLY * len(lines)
    singles = {name for name in shaped - recurring if mostly or len(name.split()) > 1 or _LABEL.fullmatch(name)}
    if len(singles) > max(_FEW_SINGLES, len(recurring)) and not mostly:
        singles = set()
    if not recurring and not singles and 1 < len(shaped) <= _FEW_SINGLES and 2 * labelled >= len(lines):
        return frozenset(shaped)
    return frozenset(recurring | singles | (unshaped if mostly and recurring | singles else set()))


def doubtful(heads: Iterable[Head], believed: frozenset[str]) -> set[str]:
    """Names of the right shape that were not believed: somebody may have spoken who isn't shown."""
    names = {head.name for head in heads if head.name} - believed
    return {name for name in names if looks_like_a_name(name)}


def plausible_header(name: str) -> bool:
    """Whether what stands beside a time, set apart from it, can be a name at all rather than a sentence."""
    return _plausible(name) or looks_like_a_name(name)


def with_colons(heads: Sequence[Head]) -> list[Head]:
    """The heads with names such as `Sala: Ana` whole: what always has a name after it is the first part of one."""
    seconds: defaultdict[str, list[Head]] = defaultdict(list)
    for head in heads:
        if head.name:
            seconds[head.name].append(colon_head(head.text))
    whole = {
        name
        for name, inner in seconds.items()
        if len(inner) > 1 and all(second.name and looks_like_a_name(second.name) for second in inner)
    }
    if not whole:
        return list(heads)
    return [_joined(head) if head.name in whole else head for head in heads]


def _joined(head: Head) -> Head:
    inner = colon_head(head.text)
    return replace(head, name=f"{head.name}: {inner.name}", text=inner.text)


def _bare(name: str) -> str:
    """The name without asides, without what follows a bar, without emoji and other pictures."""
    shorter = _BAR.sub("", _ASIDE.sub(" ", name))
    letters = shorter if any(c.isalpha() for c in shorter) else name
    return "".join(c for c in letters if unicodedata.category(c) not in {"So", "Sk", "Cf", "Co", "Cn"}).strip()


def _begins_a_name(word: str) -> bool:
    """A capital, or a letter of a script that has none."""
    return word[:1].isupper() or unicodedata.category(word[0]) in {"Lo", "Lt"}


def _unlike_words(words: Sequence[str]) -> bool:
    """Scripts without spaces write a sentence as one word, as no name is."""
    return any(len(word) > _LONGEST_WORD for word in words)


def _plausible(name: str) -> bool:
    """Whether it may be what somebody calls a device or himself: few words, no sentence, no heading."""
    bare = _bare(name)
    words = bare.replace(",", " ").split()
    return (
        0 < len(words) <= _MOST_WORDS
        and not _ODD.search(bare)
        and not bare.endswith(".")
        and any(c.isalpha() for c in bare)
        and _plain(words[0]) not in _NOT_NAMES
        and not _unlike_words(words)
    )


def _is_remark(head: Head) -> bool:
    return head.name is not None and _plain(head.name.split()[0] if head.name.split() else "") in _NOT_NAMES


def _lower_case_names(counts: Counter[str], lines: int) -> frozenset[str]:
    """Names in a chat-like file where every line begins with one, as `ana: va`: short and few."""
    fine = all(len(n.split()) <= _FEW_WORDS and not _ODD.search(n) and _plain(n) not in _NOT_NAMES for n in counts)
    return frozenset(counts) if fine and 2 * len(counts) <= lines and lines > _FEW_SINGLES else frozenset()


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).strip(".,")

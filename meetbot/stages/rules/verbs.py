"""Spanish verbs: the forms in which people promise, ask and propose, back to their infinitive.

The forms of each verb are generated from its infinitive and its irregularities, so a verb is added by one word. Accents
tell "mandó" from "mando": the exact form is looked up first, the folded one only for words that were written without.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from meetbot.stages.folding import fold
from meetbot.stages.rules.verb_list import IRREGULAR_FIRST, OTHER_VERBS, STEM_CHANGES, TASK_VERBS
from meetbot.stages.rules.vocabulary import vocabulary

Tense = Literal["present", "future", "imperative", "subjunctive", "past", "conditional"]


class Form(NamedTuple):
    """One reading of a word as a verb form. `person` is 1s, 2s, 3s, 1p, 2p or 3p; `task` marks verbs of work."""

    infinitive: str
    tense: Tense
    person: str
    task: bool


# Every rule asks for the same few thousand words of a meeting.
@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Form, ...]:
    """The readings of a word as a Spanish verb form; empty when it is none that is known."""
    exact, folded = _tables()
    lower = word.lower()
    if lower in _FUNCTION_WORDS:
        return ()
    if lower in exact:
        return _forms(exact[lower])
    return _forms(folded.get(fold(word), ())) if lower == fold(word) else ()


_FUNCTION_WORDS = vocabulary(
    "de des para paras paran este esta estas como sobre entre una unas son se si ve di vos ten junta lista",
    "listo acuerdo cuenta vacía vacías",
)
"""Words that are also verb forms by their letters, and hardly ever in speech."""


def is_infinitive(word: str) -> bool:
    """Whether the folded word looks like an infinitive, known or not; clitics at its end are allowed."""
    base, _ = split_enclitics(word)
    return len(base) > len("ir") and base.endswith(("ar", "er", "ir")) and base not in _NOT_INFINITIVES


_NOT_INFINITIVES = vocabulary(
    "ayer mujer lugar hogar par mar azar celular similar titular particular lider taller poder alquiler popular",
    "dolar master server marketer reminder order newsletter folder banner partner manager router speaker flyer",
    "retailer over after other her per for whether number customer user offer never your later better lower under",
    "mejor",
)
_PRONOUNS = ("melos", "melas", "telos", "telas", "selos", "selas", "noslo", "nosla", "melo", "mela", "telo", "tela",
             "selo", "sela", "me", "te", "se", "nos", "les", "los", "las", "le", "lo", "la", "os")  # fmt: skip


def split_enclitics(folded: str) -> tuple[str, str]:
    """The folded verb without the pronouns at its end, and those pronouns: mandarles → mandar, les."""
    if not folded.endswith(_PRONOUNS):
        return folded, ""
    for pronouns in _PRONOUNS:
        base = folded.removesuffix(pronouns)
        if base != folded and base.endswith(("ar", "er", "ir")):
            return base, pronouns
    return folded, ""


@lru_cache(maxsize=20_000)
def imperative(folded: str) -> tuple[Form, str] | None:
    """The order in a folded word that carries its pronouns (mandame, revisalo), or None."""
    for pronouns in _PRONOUNS:
        base = folded.removesuffix(pronouns)
        if base == folded or (pronouns == "os" and base.endswith("d")):
            continue
        for form in _forms(_tables()[1].get(base, ())):
            if form.task and form.tense in {"imperative", "subjunctive"} and form.person in {"2s", "3s", "2p", "3p"}:
                return form, pronouns
    return None


_Told = tuple[str, Tense, str, bool]
"""What a form is made of: of the many thousands a meeting has a few hundred."""


def _forms(told: Iterable[_Told]) -> tuple[Form, ...]:
    return tuple(Form(*one) for one in dict.fromkeys(told))


@cache
def _tables() -> tuple[dict[str, list[_Told]], dict[str, list[_Told]]]:
    exact: dict[str, list[_Told]] = {}
    folded: dict[str, list[_Told]] = {}
    for task, verbs in ((True, TASK_VERBS), (False, OTHER_VERBS)):
        for infinitive in sorted(verbs):
            for word, tense, person in _conjugate(infinitive):
                told = (infinitive, tense, person, task)
                exact.setdefault(word, []).append(told)
                folded.setdefault(word if word.isascii() else fold(word), []).append(told)
    return exact, folded


_Cell = tuple[str, Tense, str]
_ENDINGS = {
    "ar": ("as", "a", "amos", "an", "ás", "á", "áis"),
    "er": ("es", "e", "emos", "en", "és", "é", "éis"),
    "ir": ("es", "e", "imos", "en", "ís", "í", "ís"),
}


def _conjugate(infinitive: str) -> Iterator[_Cell]:
    plain = fold(infinitive)
    root, kind = infinitive[:-2], plain[-2:]
    change = STEM_CHANGES.get(infinitive)
    strong = _changed(root, change)
    first = IRREGULAR_FIRST.get(infinitive) or _spelled(strong, kind, "o") + "o"
    tu, he, we, they, vos, vos_order, vosotros = _ENDINGS[kind]
    yield first, "present", "1s"
    yield strong + tu, "present", "2s"
    yield root + vos, "present", "2s"
    yield root + vosotros, "present", "2p"
    if kind == "ar":
        yield root + "ai", "present", "2s"
        yield root + "ad", "imperative", "2p"
    else:
        yield root + kind[0] + "d", "imperative", "2p"
    yield strong + he, "present", "3s"
    yield strong + they, "present", "3p"
    yield root + we, "present", "1p"
    yield _SHORT_ORDERS.get(infinitive, strong + he), "imperative", "2s"
    yield root + vos_order, "imperative", "2s"
    yield from _subjunctive(infinitive, first, kind)
    yield from _future(infinitive)
    yield from _strong_past(infinitive) or _past(root, kind)


_SHORT_ORDERS = {"hacer": "haz", "poner": "pon", "tener": "ten", "decir": "di", "salir": "sal", "venir": "ven"}


def _subjunctive(infinitive: str, first: str, kind: str) -> Iterator[_Cell]:
    stem = first.removesuffix("o").removesuffix("oy")
    vowel = "e" if kind == "ar" else "a"
    own = _spelled(stem, kind, vowel) if kind == "ar" else stem
    plain_root = infinitive[:-2]
    regular = infinitive not in IRREGULAR_FIRST and STEM_CHANGES.get(infinitive) in {"ie", "ue", "í", "ú"}
    we = (_spelled(plain_root, kind, vowel) if regular else own) + vowel + "mos"
    yield own + vowel, "subjunctive", "3s"
    yield own + vowel + "s", "subjunctive", "2s"
    yield own + vowel + "n", "subjunctive", "3p"
    yield we, "subjunctive", "1p"


_FUTURE_STEMS = {
    "hacer": "har", "poner": "pondr", "tener": "tendr", "venir": "vendr", "salir": "saldr", "poder": "podr",
    "decir": "dir", "querer": "querr", "saber": "sabr", "haber": "habr", "mantener": "mantendr", "obtener": "obtendr",
    "proponer": "propondr", "componer": "compondr",
}  # fmt: skip


def _future(infinitive: str) -> Iterator[_Cell]:
    stem = _FUTURE_STEMS.get(infinitive, fold(infinitive) if infinitive.endswith("ír") else infinitive)
    for ending, person in (("é", "1s"), ("ás", "2s"), ("á", "3s"), ("emos", "1p"), ("án", "3p")):
        yield stem + ending, "future", person
    for ending, person in (("ía", "1s"), ("ías", "2s"), ("íamos", "1p"), ("ían", "3p")):
        yield stem + ending, "conditional", person


_STRONG_PASTS = {
    "hacer": "hic", "poner": "pus", "traer": "traj", "decir": "dij", "tener": "tuv", "estar": "estuv", "venir": "vin",
    "querer": "quis", "poder": "pud", "saber": "sup", "andar": "anduv", "haber": "hub", "conducir": "conduj",
    "traducir": "traduj", "reducir": "reduj", "introducir": "introduj", "producir": "produj",
}  # fmt: skip


_IRREGULAR_PAST = {
    "ser": (("fui", "1s"), ("fue", "3s"), ("fueron", "3p"), ("era", "3s"), ("eran", "3p")),
    "ir": (("iba", "1s"), ("iban", "3p"), ("íbamos", "1p")),
    "dar": (("dio", "3s"), ("dieron", "3p"), ("daba", "1s"), ("daban", "3p")),
    "ver": (("vio", "3s"), ("vieron", "3p"), ("veía", "1s"), ("veían", "3p")),
}


def _strong_past(infinitive: str) -> list[_Cell]:
    """As in "lo hice", "les puse", "compuso": pasts that are stressed on their stem, also of compound verbs."""
    if infinitive in _IRREGULAR_PAST:
        return [(word, "past", person) for word, person in _IRREGULAR_PAST[infinitive]]
    base = next((verb for verb in sorted(_STRONG_PASTS, key=len, reverse=True) if infinitive.endswith(verb)), None)
    if base is None or (base in {"estar", "andar"} and infinitive != base):
        return []
    stem = infinitive.removesuffix(base) + _STRONG_PASTS[base]
    third = stem[:-1] + "zo" if base == "hacer" else stem + "o"
    ending = "eron" if stem.endswith("j") else "ieron"
    imperfect = _past(infinitive[:-2], fold(infinitive)[-2:])
    kept = [cell for cell in imperfect if cell[0].endswith(("ía", "ían", "aba", "aban", "ábamos"))]
    return [(stem + "e", "past", "1s"), (third, "past", "3s"), (stem + ending, "past", "3p"), *kept]


def _past(root: str, kind: str) -> Iterator[_Cell]:
    if kind == "ar":
        yield _spelled(root, kind, "e") + "é", "past", "1s"
        yield root + "ó", "past", "3s"
        yield root + "aron", "past", "3p"
        yield root + "aba", "past", "1s"
        yield root + "aban", "past", "3p"
        yield root + "ábamos", "past", "1p"
    else:
        yield root + "í", "past", "1s"
        yield root + "ió", "past", "3s"
        yield root + "ieron", "past", "3p"
        yield root + "ía", "past", "1s"
        yield root + "ían", "past", "3p"


def _changed(root: str, change: str | None) -> str:
    old = {"ie": "e", "i": "e", "ue": "o", "í": "i", "ú": "u", "y": ""}.get(change or "", "")
    if change == "y":
        return root + "y"
    if not change or old not in root:
        return root
    head, _, tail = root.rpartition(old)
    return head + change + tail


_SPELLING_AR = (("c", "qu"), ("gu", "gü"), ("g", "gu"), ("z", "c"))


def _spelled(root: str, kind: str, vowel: str) -> str:
    """The root as it is spelled before that vowel: busc-e → busqu, recog-o → recoj, reduc-o → reduzc."""
    if kind == "ar" and vowel == "e":
        for old, new in _SPELLING_AR:
            if root.endswith(old):
                return root[: -len(old)] + new
    if kind in {"er", "ir"} and vowel in "oa":
        if root.endswith("g"):
            return root[:-1] + "j"
        if root.endswith("c"):
            return root[:-1] + "zc"
    return root

"""Words by which something is put off or taken back, in kinds: none says it alone, `status_signs` weighs them."""

import re
from collections.abc import Mapping

from meetbot.stages.rules.decision_cues import DECLARED, DEFERS, EARLIER, NORMS, REJECTS, REVERSES, SETTLES


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(" ".join(words).split(" | ")) + r")(?!\w)")


_KINDS: Mapping[str, re.Pattern[str]] = {
    "until": _any(
        "hasta | until | till | mientras | once | una vez | not before | antes no | despues de | after | primero",
        "| first | by then | before",
    ),
    "when": _any("cuando | when | apenas | en cuanto | as soon as"),
    "at hand": _any(
        "(?:en la|in) (?:mano|hand) | delante | encima | enfrente | arriba | sobre la mesa | (?:on|at) the table",
        "| in front",
    ),
    "later": _any(
        r"proxim\w+ | siguientes? | que viene | que entra | next | later | luego | despues | mas adelante | tarde",
        "| then | enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre",
        "| diciembre | january | february | march | april | may | june | july | august | september | october",
        "| november | december",
    ),
    "treat": _any(
        r"v(?:emos|eamos|eremos|er|e|eamoslo|emoslo) | mir\w+ | discut\w+ | decid\w+ | defin\w+ | res[ou]e?l\w+",
        r"| fij(?:amos|emos|ar) | habl\w+ | plati[cq]\w+ | convers\w+ | charl\w+ | retom\w+ | revis\w+ | escog\w+",
        r"| cerr\w+ | cierr\w+ | vot\w+ | tra(?:er|igan?|emos) | look | talk | settle | revisit | come back | pick\w*",
        r"| discuss\w* | answer | choose | deal with",
    ),
    "wait": _any(
        r"esper\w+ | aguant\w+ | guard\w+ | par(?:o|a|amos|emos|ado|ada) | paus\w+ | fren\w+ | congel\w+ | aparc\w+",
        r"| parque\w+ | aplaz\w+ | pospon\w+ | posterg\w+ | pate\w+ | pendiente | quiet[oa] | en espera | hold\w*",
        r"| held | wait\w* | park\w* | tabl\w* | shelve\w* | sits? | alone | pause\w* | push\w* | on ice",
    ),
    "leave": _any(r"dej\w+ | leav\w+ | left | pas(?:amos|emos|arlo|arla) | mov(?:emos|amos) | mueve"),
    "stay": _any(r"qued\w+ | stays? | keep\w* | sigu\w+ | mant\w+ | remain\w*"),
    "not": _any(
        r"no | not | \w+n't | nada | nadie | nobody | nothing | ni | tampoco | nunca | never | ningun\w* | cannot",
        "| without | sin | none",
    ),
    "today": _any("hoy | today | ahora | ahorita | now | aqui | here | todavia | yet | aun"),
    "end": _any(
        r"ca(?:e|en|iga|yo) | fuera | olvid\w+ | borr\w+ | matamos | mato | muere | muri\w+ | quit\w+ | retir\w+",
        r"| anul\w+ | cancel\w+ | acab\w+ | termin\w+ | tach\w+ | tumb\w+ | elimin\w+ | suspend\w+ | deshac\w+",
        r"| suprim\w+ | descart\w+ | ya no | efecto | off | scrap\w* | pull\w* | drop\w* | kill\w* | forget | undo",
        "| dead | gone | out | no more | baja | bajamos | adios",
    ),
    "no more": _any(
        r"no \w+ mas | ya no | no longer | not any ?more | nothing | nada de | se acab\w+ | no hay | no va | no se"
    ),
    "back": _any(
        r"volv\w+ | vuelv\w+ | regres\w+ | atras | back | como (?:esta|estaba|antes|venia) | as (?:it )?(?:is|was)",
        r"| retir\w+ | retract\w* | arrepent\w+ | equivoq\w+ | wrong | desdi\w+ | reconsider\w* | instead | en vez",
        "| en lugar | razon | right",
    ),
    "agreed once": _any(
        "dijimos | quedamos | acordamos | decidimos | habiamos | aprobamos | aprobado | acordado | ibamos | iba | said",
        "| agreed | decided | planned | we'd | were going | supposed | pasad[oa] | last",
    ),
    "the one of": _any(r"lo (?:de(?:l)?|que) | the \w+ thing | that (?:one|thing)"),
    "it": _any(r"lo | la | los | las | eso | esto | it | that | this | them | \w+(?:mos|r)l[oa]s?"),
    "rather": _any("mejor | rather | entonces | better | instead"),
    "if": _any("si | if | unless | siempre que | as long as"),
    "cue puts off": DEFERS,
    "cue takes back": REVERSES,
    "cue earlier": EARLIER,
    "cue rejects": REJECTS,
    "cue settles": SETTLES,
    "cue declares": DECLARED,
    "cue norm": NORMS,
}


def kinds_in(folded: str) -> list[str]:
    """The kinds of which a word stands in the folded text, in a fixed order."""
    return [kind for kind, words in _KINDS.items() if words.search(folded)]

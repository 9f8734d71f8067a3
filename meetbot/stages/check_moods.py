"""What a clause says without promising it: wishes, needs of nobody, suppositions, habits, others' words, jokes, the past.

Written from grammar, apart from the engines' own rules: the checker must not share the extractor's mistakes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from meetbot.stages.due_dates import find_due
from meetbot.stages.folding import fold
from meetbot.stages.ground_replies import clauses, impersonal

Mood = Literal["wish", "need", "hypothesis", "habit", "third_party", "joke", "done"]

_WISH = re.compile(
    r"\b(?:ojala|quien pudiera|quisiera(?:mos)?|(?:me|nos) (?:gustaria|encantaria|latiria|fascinaria)"
    r"|(?:estaria|seria|quedaria) (?:\w+ )?(?:buen[oa]|bien|padre|padrisim[oa]|chevere|bacan|genial|lind[oa]|ideal"
    r"|lo maximo|bakan|copad[oa]|buenisim[oa]|excelente|perfecto|un golazo|un sueno)"
    r"|algun dia|un dia de estos|por mi (?:lo |la |los |las )?\w+ria|en un mundo ideal|si (?:por|de) mi (?:fuera|dependiera)"
    r"|i wish|if only|(?:i|we)(?:'d| would) (?:love|like) (?:to|it if)|it(?:'d| would) be (?:nice|great|good|lovely"
    r"|awesome|ideal|cool)|would be (?:nice|great|good|lovely|awesome|ideal|cool)|someday|some day|one of these days"
    r"|in an ideal world|in a perfect world|ideally)\b"
)
_SUPPOSES = re.compile(
    # 'si tuviera', 'si me dieran', 'de haber sabido', 'if we had', 'had I known'
    r"\b(?:si|aunque|como si)\s+(?:\w+\s+){0,4}?(?:\w{2,}(?:iera|iese|ara|ase)(?:s|n|mos)?|fuera[ns]?|hubiera\w*"
    r"|hubiese\w*)\b"
    r"|\bde (?:haber|tener|poder|ser posible)\b(?=[^.]*\w+ria)"
    r"|\b(?:hubiera|hubiese|hubieramos|hubieran|habria|habriamos|habrian)(?:s|mos|n)? \w+(?:ado|ido|to|cho|so)\b"
    r"|\b(?:imagin[ae](?:te|nse)?|imaginemos|supon(?:te|gamos|iendo)|pongamos que|hagamos de cuenta|digamos que si"
    r"|en teoria|en el hipotetico|hipoteticamente)\b"
    r"|\bif (?:i|we|you|he|she|they|it|somebody|someone) (?:had|were|was|could|didn't|weren't)\b"
    r"|\b(?:would|could|should|might) have \w+|\b(?:would|could|should)'ve\b|\bhypothetically\b|\bin theory\b"
    r"|\b(?:suppose|supposing|let's say|imagine)\b"
)
_CONDITIONAL = re.compile(
    r"\b(?!(?:pod|tend|quer|dir|hab|ser|estar|deb|har|va|tra|se|hace|ma)ria\b)\w{3,}(?:a|e|i)ria(?:mos)?\b|\bharia(?:mos)?\b"
    r"|\b(?:pond|vend|sald|sab|cab)ria(?:mos)?\b"
)
"""'Mandaría', 'haría', 'pondríamos'; not what asks politely or only hedges: 'podría', 'tendría'."""
_NOUNS_IN_RIA = re.compile(
    r"\b(?:categoria|mayoria|minoria|auditoria|asesoria|consultoria|tutoria|mercaderia|cafeteria|ferreteria|libreria"
    r"|panaderia|loteria|bateria|materia|historia|memoria|victoria|gloria|maria|garantia|secretaria|tesoreria"
    r"|ingenieria|mensajeria|paqueteria|papeleria|galeria|alegria|teoria|averia|porteria|joyeria|pasteleria"
    r"|zapateria|refaccionaria|inmobiliaria|primaria|secundaria|notaria|veterinaria|maquinaria|tarjeteria|sria|diaria"
    r"|necesaria|ordinaria|extraordinaria|carpinteria|tintoreria|lavanderia|drogueria|relojeria|vidrieria|birrieria"
    r"|peluqueria|estanteria|tuberia|griferia|cerrajeria|heladeria|taqueria|perfumeria|verduleria|carniceria)s?\b"
)
_HABIT = re.compile(
    r"\b(?:siempre|normalmente|generalmente|por lo (?:general|regular|comun)|usualmente|habitualmente|a diario"
    r"|de costumbre|como de costumbre|(?:suel|sol)(?:o|e|en|emos|ia)|acostumbr\w+|de vez en cuando|casi siempre"
    r"|(?:todos los|todas las|cada) (?:dias?|semanas?|mes(?:es)?|lunes|martes|miercoles|jueves|viernes|mananas?|tardes?"
    r"|anos?|quincenas?|vez|rato)|always|usually|normally|generally|typically|as usual|every (?:single )?(?:day|week"
    r"|month|monday|tuesday|wednesday|thursday|friday|morning|time|quarter))\b"
)
_FROM_NOW = re.compile(
    r"\b(?:a partir de|desde (?:ahora|hoy|manana|el|la|este|esta)|de ahora en|de hoy en|en adelante|from now|starting"
    r"|going forward|from (?:monday|next|today|tomorrow)|voy a|vamos a|i'll|we'll|let's|quedamos|acordamos|entonces)\b"
)
"""What begins now is no habit yet."""
_OTHERS_SAY = re.compile(
    r"\b(?:(?:me|nos|le|les|te|se lo)\s+)?(?:dice[ns]?|dijo|dijeron|decian?|comento|comentaron|conto|contaron|prometio"
    r"|prometieron|juro|juraron|aseguro|aseguraron|aviso|avisaron|confirmo|confirmaron|quedo|quedaron|jura[ns]?"
    r"|promete[ns]?|asegura[ns]?|insiste[ns]?)"
    r"\s+(?:a \w+\s+|en\s+)?que\b"
    r"|\b(?:quedo|quedaron|prometio|prometieron|juro|se comprometio|se comprometieron)\s+(?:de|en|a)?\s*\w+[aei]r(?:l\w+|n\w+|m\w+|t\w+)?\b"
    r"|\bsegun (?:el|la|los|las|ellos|ella|me|nos|dice\w*|\w+)\b"
    r"|\b(?:he|she|they|\w+) (?:says?|said|told (?:me|us|him|her|them)|promised(?: (?:me|us))?|swears?|claims?|claimed"
    r"|mentioned|reckons?|insists?) (?:that )?(?:he|she|they|it|the|his|her|their|we)\b"
    r"|\b(?:he|she|they)(?:'s| is|'re| are|'ll| will) (?:going to )?(?:send|do|call|get|make|bring|sort|fix|pay)\w*\b"
    r"|\baccording to\b|\bapparently\b"
)
_WE_SAY = re.compile(
    r"\b(?:le|les|ya le|ya les)? ?(?:dije|dijimos|prometi|prometimos|avise|confirme|i (?:said|told|promised))\b"
)
_JOKE = re.compile(
    r"\bja(?:ja)+\w*\b|\bjeje\w*|\bhaha\w*|\b(?:es|era) (?:broma|chiste|guasa|joda|chanza)\b|\bbromeo\b|\bno,? mentira\b"
    r"|^\W*mentira\b|\bte estoy (?:vacilando|jodiendo|cargando|molestando)\b|\bni que fuer\w+\b|\bsi no me (?:corren|echan|despiden)\b"
    r"|\b(?:just|only) (?:kidding|joking)\b|\bi'm (?:kidding|joking)\b|\blol\b|\bcuando (?:las vacas vuelen|llueva para arriba)\b"
    r"|\bwhen (?:pigs|hell)\b|\bover my dead body\b|\bel dia del arquero\b|\ben (?:mi otra|otra) vida\b|\by yo soy (?:el|la)\b"
)
_PRETERITE_IN_RE = (
    r"prepar|separ|compar|repar|dispar|par|declar|aclar|retir|mir|tir|gir|respir|inspir|admir|esper|gener|oper|recuper"
    r"|super|alter|enter|consider|liber|moder|numer|enumer|reiter|toler|lider|entr|mostr|logr|compr|cobr|borr|cerr|agarr"
    r"|ahorr|encontr|registr|centr|filtr|integr|sobr|cruz|abr|cubr|descubr|corr|recorr|sufr|ocurr|quer|refer"
)
_PAST_FIRST = re.compile(
    rf"\b(?:(?!\w+r[eé]\b)\w{{2,}}é|(?:{_PRETERITE_IN_RE})é|\w{{2,}}í|hice|puse|dije|traje|tuve|pude|quise|vine|fui|vi|di)\b"
)
_PAST_OTHERS = re.compile(
    r"\b(?:\w{2,}ó|hizo|puso|dijo|trajo|tuvo|vino|fue|dio|\w{3,}aron|\w{3,}ieron|hicieron|pusieron|dijeron|trajeron|fueron"
    r"|dieron|hicimos|pusimos|dijimos|trajimos|fuimos|dimos)\b"
)
_NO_PAST = re.compile(
    r"\b(?:así|aquí|ahí|allí|sí|mí|té|qué|porqué|sé|café|josé|también|según|algún|ningún|asi|además|bebé|comité|andré"
    r"|salí de|vení|decí|seguí|subí|escribí|pedí|abrí|compartí|definí|conseguí|corregí|imprimí|elegí|reuní|medí|cubrí)\b"
)
"""Words that end alike; the voseo's imperatives are told from the past by what stands before them."""
_ALREADY = re.compile(
    r"\bya (?:(?:se |me |te |le |les |nos |lo |la |los |las )+)?(?:está[ns]?\b(?! (?:bien|bueno))|quedó|quedaron|quedo\b"
    r"|salió|salieron|se fue|llegó|\w+ó\b|\w+[ée]\b(?<!é que)|\w+í\b|\w+aron\b|\w+ieron\b|hice|hicimos|puse|hizo|fue\b"
    r"|(?:lo |la |los |las |te lo |te la )?(?:tienes|tenés|tienen|tiene|tengo)\b|he |ha |hemos |han )"
)
_STATE_DONE = re.compile(
    r"\bya (?:\w+ ){0,3}?(?:list[oa]s?|hech[oa]s?|terminad[oa]s?|cerrad[oa]s?|resuelt[oa]s?|enviad[oa]s?|mandad[oa]s?"
    r"|arreglad[oa]s?|firmad[oa]s?|publicad[oa]s?|actualizad[oa]s?|pagad[oa]s?)\b"
    r"|\b(?:esta|estan|quedo|quedaron) (?:ya )?(?:list[oa]s?|hech[oa]s?|terminad[oa]s?|cerrad[oa]s?|resuelt[oa]s?|enviad[oa]s?"
    r"|mandad[oa]s?|arreglad[oa]s?|firmad[oa]s?|publicad[oa]s?|subid[oa]s?|pagad[oa]s?)\b"
    r"|\b(?:he|ha|has|hemos|han|habeis) (?:ya )?(?:\w{2,}(?:ado|ido)|hecho|puesto|visto|escrito|dicho|abierto|resuelto|vuelto"
    r"|roto|impreso)\b"
    r"|\b(?:i|we|he|she|they)(?:'ve| have| has|'s)? (?:already |just |finally )(?:\w+ed|sent|did|done|put|got|gave|made"
    r"|wrote|written|took|taken|built|set|paid|met|ran|spoke|spoken|left|brought|cut)\b"
    r"|\b(?:i|we)(?:'ve| have) (?:\w+ed|sent|done|put|got (?:it|that|them) done|given|made|written|taken|built|set|paid)\b"
    r"|\b(?:i|we) (?:sent|did|fixed|uploaded|updated|finished|emailed|posted|shared|called|changed|closed|paid|built|wrote"
    r"|delivered|shipped|published|signed|cleaned|sorted|moved|gave|made|put|booked|ordered|submitted|launched) \w+"
    r"|\b(?:it|that|this|they|those)(?:'s|'re| is| are| was| were| has been| have been)? (?:all |already )*(?:done|sent|live|finished"
    r"|fixed|sorted|closed|shipped|uploaded|out the door)\b"
    r"|\balready (?:done|sent|live|finished|fixed|sorted|closed|up|out)\b"
)
_NOT_YET = re.compile(
    r"\b(?:no|todavia|aun|falta\w*|casi|not|n't|almost|half|medio|nearly|pendiente|when|cuando|en cuanto|una vez|si|if|once"
    r"|para que|que (?:este|quede)|voy|vamos|va|will|'ll)\b"
)


@dataclass(frozen=True, kw_only=True)
class ClauseRead:
    """A clause of a turn: its span, its words, and what keeps it from promising anything (empty: nothing does)."""

    start: int
    end: int
    text: str
    moods: tuple[Mood, ...]


def read_clauses(text: str, spans: Iterator[tuple[int, int]]) -> list[ClauseRead]:
    """The clauses of these sentences of the text, each with its moods.

    What is supposed empties its whole sentence ('si tuviera gente, lo mando yo'), the rest its own clause.
    """
    read: list[ClauseRead] = []
    for start, end in spans:
        sentence = text[start:end]
        whole = _sentence_moods(sentence)
        for first, last in clauses(sentence):
            clause = sentence[first:last]
            moods = tuple(dict.fromkeys((*whole, *clause_moods(clause))))
            read.append(ClauseRead(start=start + first, end=start + last, text=clause, moods=moods))
    return read


def _sentence_moods(sentence: str) -> tuple[Mood, ...]:
    folded = fold(sentence)
    supposed: tuple[Mood, ...] = ("hypothesis",) if _SUPPOSES.search(folded) else ()
    return (*supposed, "joke") if _JOKE.search(folded) else supposed


def clause_moods(clause: str) -> tuple[Mood, ...]:
    """What keeps this clause from promising anything."""
    folded = fold(clause)
    moods: list[Mood] = []
    if _WISH.search(folded):
        moods.append("wish")
    if impersonal(clause):
        moods.append("need")
    if _CONDITIONAL.search(_NOUNS_IN_RIA.sub(" ", folded)) and not find_due(clause):
        moods.append("hypothesis")
    if _HABIT.search(folded) and not _FROM_NOW.search(folded):
        moods.append("habit")
    if _OTHERS_SAY.search(folded) and not _WE_SAY.search(folded):
        moods.append("third_party")
    if done(clause):
        moods.append("done")
    return tuple(moods)


def done(clause: str) -> bool:
    """Whether it tells of something finished: 'ya se la mandé', 'quedó lista', 'I sent it', and no 'casi', 'falta'."""
    lowered, folded = clause.lower(), fold(clause)
    plain = _NO_PAST.sub(" ", lowered)
    if clause.rstrip().endswith("?") or _NOT_YET.search(folded):
        return False
    return bool(
        _ALREADY.search(plain) or _STATE_DONE.search(folded) or _PAST_FIRST.search(plain) or _PAST_OTHERS.search(plain)
    )

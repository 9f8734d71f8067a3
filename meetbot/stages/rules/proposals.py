"""Sentences that put something to the others, to be agreed or not."""

import re
from functools import lru_cache

from meetbot.stages.rules.acts import clause_before
from meetbot.stages.rules.decision_cues import DECLARED, OPENS
from meetbot.stages.rules.matter import finite_verbs, has_figure, matter
from meetbot.stages.rules.signals import Signal
from meetbot.stages.rules.speech import Sentence, Word, content_stems
from meetbot.stages.rules.verbs import readings
from meetbot.stages.rules.vocabulary import vocabulary


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


PROPOSES = _p(
    r"(?:yo )?(?:propongo|propondria|sugiero|sugeriria|plantearia|voto por|votaria por|recomiendo)(?: que)?|"
    r"mi propuesta es|"
    r"la propuesta (?:es|seria)|(?:mi|la) idea (?:es|seria) que|planteo|proponemos|les propongo|te propongo|"
    r"se me ocurre que|"
    r"i (?:propose|suggest|recommend|vote)|my (?:proposal|suggestion) is|i'd (?:propose|suggest|recommend)|"
    r"(?:so )?let's(?! (?:see|say|talk|move on|start|begin|get started|wait|be|hope|get going|get to|kick|dive|jump"
    r"|leave|park|table|not|face|"
    r"assume|take a look|go (?:around|back|on)))"
)
_SUGGESTS = _p(
    r"(?:como|que) (?:lo |la |les |te )?(?:ven|ves|veis|dicen|dices|opinan|opinas|piensan|piensas) (?:si|de)|"
    r"no (?:seria|conviene|convendria|estaria|es) (?:mejor|bueno|mas \w+|\w+r)|"
    r"mi voto (?:es|va|seria)|mi preferencia es|yo (?:me quedo|voy|me voy|ire|estoy) (?:con|por|a favor)|mejor que"
    r"|estaria (?:bien|bueno|padre|genial) (?:que|si)|capaz (?:que )?conviene|"
    r"a lo mejor (?:conviene|podemos|\w+mos)|could we|do we want to|are we (?:okay|ok|good|fine) (?:with )?\w+ing"
    r"|might be better|"
    r"i'd (?:vote|prefer|lean|keep|drop|cut|move|push|start|stop|skip|cap|split|raise|lower)|i (?:vote|lean)"
    r"|my (?:preference|vote) is|we might want to|"
    r"wouldn't it be better|isn't it better|"
    r"(?:y )?(?:que pasa si|que tal|que les parece|que te parece|que le parece|que os parece|les parece|te parece|"
    r"os parece) si|por que no|(?:podriamos|deberiamos|debemos)(?! (?:llevar|andar|estar|tener|traer|ir|ser|"
    r"haber|cerrar en|ver))|"
    r"(?:lo mejor|lo ideal|lo mas sano|lo logico) (?:es|seria)|conviene|convendria|me (?:late|gusta|parece|"
    r"convence|cierra|"
    r"cuadra|suena) mas|prefiero|preferiria|me inclino por|yo (?:me )?iria (?:con|por|a|de)|"
    r"para mi (?:debe|deberia|seria|tiene que|tendria que|lo mejor|hay que|que)|(?:a mi|por mi) que|tendria que ser|"
    r"yo (?:lo |la |los |las )?(?:diria que|pondria|haria|subiria|bajaria|dejaria|quitaria|pausaria|cambiaria|"
    r"meteria|moveria|usaria|probaria)|"
    r"(?:sera|seria) (?:mejor|bueno|posible) que|mejor (?:\w+ )?\w+mos|habria que|"
    r"what if(?: we)?|how about(?: we)?|why don't we|why not|we (?:should|could)(?! (?:be|have|see))|"
    r"can we(?: just)?|should we|"
    r"shall we|maybe we(?: should| could)?|i'd (?:say|go|rather)"
)
MEETING_MOVES = vocabulary(
    "empezar comenzar arrancar seguir pasar ver hablar cerrar decir ir tener estar ser querer poder saber creer",
    "partir pensar quedar necesitar llegar andar llevar traer venir salir esperar volver parar terminar acabar avanzar",
    "revisar entrar platicar haber preguntar escuchar recibir vender perder ganar dar",
)


def proposal_signal(sentence: Sentence) -> Signal | None:
    """How the sentence puts something forward, or None when it does not."""
    strength = proposal_strength(sentence)
    if strength >= _PLAIN or _asks_to_settle(sentence):
        return "proposed"
    if strength >= _WEAK and not _OPINES.search(sentence.folded):
        return "suggested"
    if strength > 0:
        return "mentioned"
    return None


_OPINES = re.compile(
    r"(?<!\w)(?:(?:yo )?(?:creo|pienso|siento|opino|supongo) que|i (?:think|guess|feel|suppose)|para mi|a mi me)(?!\w)"
)


def opines(sentence: Sentence) -> bool:
    """Whether it is put as what somebody thinks."""
    return _OPINES.search(sentence.folded) is not None


def _asks_to_settle(sentence: Sentence) -> bool:
    """As in "¿nos quedamos en cuarenta y ocho?": words that settle, asked."""
    match = DECLARED.search(sentence.folded)
    return match is not None and sentence.asks_at(match.start()) and not _ASKS_WHAT.search(sentence.folded)


def asks_in_brief(sentence: Sentence, recent: frozenset[str]) -> bool:
    """Whether a thing is put to the others in a few words without a verb, and not only to hear it again."""
    span = sentence.question_span
    if span is None or len(sentence.words) > _BRIEF or _ASKS_WHAT.search(sentence.folded):
        return False
    asked = [word for word in sentence.words if span[0] <= word.start <= span[1]]
    stems = matter(" ".join(word.folded for word in asked))
    drawn = re.search(r"(?<!\w)(?:entonces|then|so)(?!\w)", sentence.folded) is not None
    whole = span[0] < _OPENING and _KNOWN_THING.match(sentence.folded) is None
    return bool(stems) and not finite_verbs(asked) and (drawn or (whole and not stems <= recent))


def asks_by_tag(sentence: Sentence) -> bool:
    """Whether a few words without a verb are put to the others by a tag: "cena privada y nada de stand, ¿va?"."""
    tag = _SEEKS.search(sentence.folded) if "?" in sentence.folded else None
    if tag is None or _ASKS_WHAT.search(sentence.folded):
        return False
    before = [word for word in sentence.words if word.end <= tag.start()]
    return bool(matter(sentence.folded[: tag.start()])) and not [
        w for w in finite_verbs(before) if w.folded not in _LINKS
    ]


_SEEKS = re.compile(
    r",?\s*¿?\s*(?<!\w)(?:va|vale|sale|ok|okay|dale|les parece|te parece|le parece|os parece|de acuerdo|estamos|deal"
    r"|good|si|yeah|right)\s*\?+\s*$"
)
_LINKS = frozenset(("va", "van", "queda", "quedan", "es", "son"))


def offers(sentence: Sentence, asked: str) -> bool:
    """Whether it answers an open question ("¿cuántos serían?") in a few words: "quinientos", "yo la mitad"."""
    open_question = any(_WANTED.search(m.group()) for m in _OPEN_QUESTION.finditer(asked))
    if sentence.question_span is not None or len(sentence.words) > 2 * _BRIEF or not open_question:
        return False
    own = _I_WOULD.match(sentence.folded) is not None
    return (own or has_figure(sentence.words)) and not finite_verbs(sentence.words)


_BRIEF = 9
_OPENING = 12
"""Characters before the question that may be "so" or "ok"; a longer statement has its own say."""
_KNOWN_THING = re.compile(
    r"^[\s¿¡,.]*(?:(?:y|pero|and|but|oye|oigan|ok|bueno|a ver|perdon)[\s,]+¿?)*(?:lo|el|la|los|las|the|mi|tu|su|my"
    r"|your|their|his|her|al|del|[a-z]+,)\s"
)
"""A thing that is known already is asked after; a proposal has "un", "sin", "todo" or a figure."""
_OPEN_QUESTION = re.compile(
    r"(?<!\w)(?:que|cuanto|cuantos|cuanta|cuantas|cual|cuales|cuando|de cuanto|what|how (?:much|many|long|often)|which"
    r"|when)(?!\w)[^?]*\?"
)
_WANTED = re.compile(
    r"(?<!\w)(?:seria|serian|ponemos|quieren|queremos|hacemos|haria|damos|necesit\w+|razonable|conviene|deberia\w*"
    r"|proponen|propones|"
    r"podemos|dejamos|\w+emos|\w+amos|\w+ria(?:n|mos)?|should|want|would|could|do we|are we|reasonable|make sense"
    r"|need)(?!\w)|entonces cuando|^cuando|¿cuando"
)
_I_WOULD = re.compile(
    r"^[\s¡¿,.…]*(?:(?:este|eh|bueno|mm+|a ver|pues|well|uh|um)[\s,.…]+)*(?:yo|para mi|por mi|me|i'd)(?!\w)"
)


# Asked of a sentence by each tracker, and of those before an item that takes its words from them.
@lru_cache(maxsize=4_000)
def proposal_strength(sentence: Sentence) -> float:
    """How plainly the sentence proposes something, in [0, 1]; 0 when it does not."""
    folded = sentence.folded
    what_if = _what_if(sentence)
    asks = _ASKS_WHAT.search(folded) and not _WHY_NOT.search(folded)
    if OPENS.search(folded) or (asks and not what_if):
        return 0.0
    if not what_if and (PROPOSES.search(folded) or _TAGS_ON.search(folded)):
        return _PLAIN
    if what_if or _SUGGESTS.search(folded):
        return _WEAK
    return _unnamed_strength(sentence)


def _unnamed_strength(sentence: Sentence) -> float:
    """How far the verb forms propose, where no word says that something is proposed."""
    folded = sentence.folded
    if _LET_US.search(folded) and not sentence.question_span:
        return _PLAIN
    if that_it_be(sentence) or _i_would(sentence):
        return _PLAIN if sentence.asks_agreement else _WEAK
    by_verb = max((_plural(sentence, word) for word in sentence.words), default=0.0)
    if by_verb == 0.0 and _CHANGES_IT.search(folded) and sentence.question_span:
        return _WEAK
    if by_verb == 0.0 and _ASKS_WE_GO.search(folded) and sentence.question_span:
        return _WEAK
    if by_verb == 0.0 and (match := _WE_ARE_TO.search(folded)) and match.group("verb") not in MEETING_MOVES:
        return _BARE
    return by_verb or (_BARE if sentence.question_span and _AND_WHAT_OF.match(folded) else 0.0)


_TAGS_ON = re.compile(r"[,.] ?¿?(?:how's that|how about that|what do you say|que tal|como ven|que dicen)\W*$")
"""What asks for agreement after a statement, with or without its mark."""
_WHY_NOT = re.compile(
    r"(?<!\w)(?:por que no|why not|why don't we|(?:como|que) (?:lo |la |les |te )?(?:ven|ves|veis|dicen|dices|opinan"
    r"|opinas|piensan|piensas) (?:si|de))(?!\w)"
)
_AND_IF = re.compile(
    r"^[\s¿,.]*(?:(?:este|bueno|oigan|oye|che|ok|mira|entonces|pues|a ver|perdon|hmm+|mmm*)[\s,.¿]+)*"
    r"(?:y|o|and) (?:que tal )?(?:si|if)(?!\w)"
)
_THEN = re.compile(r",\s*(?:que|entonces|pues|then|se|nos|no|ya)(?!\w)")


def _what_if(sentence: Sentence) -> bool:
    """As in "¿y si revisamos…?", with or without its marks: no main clause follows the condition."""
    match = _AND_IF.match(sentence.folded)
    if match is None or _THEN.search(sentence.folded, match.end()):
        return False
    after = [word for word in sentence.words if word.start >= match.end()][:7]
    forms = [form for word in after for form in readings(word.raw)]
    return any(form.tense == "present" and form.person in {"1p", "3s", "3p"} for form in forms)


_LET_US = re.compile(
    r"(?<!\w)(?!(?:ve|vea|siga|empece|arranque|pase|deja|crea|vaya|diga|mire|hable|platique|recorde|acorde"
    r"|quede)mos)[a-z]{1,}[ae]mos?(?:l[oa]s?|les?|nos|sel[oa]s?)(?!\w)"
)
"""As in "dejémoslo en ocho", "pongámosle tope", "vámonos con la B"."""
_FAREWELL = re.compile(r"(?:vaya|vayan|esten|este|tengan|tenga|descansen|pasen|lo pasen|les|te)\s")
_OPENS_THAT = re.compile(
    r"^[\s¿¡,.]*(?:(?:si|sale|bueno|va|ok|dale|pues|no|claro|listo|de acuerdo|mejor|yo digo)[\s,.]+)*que\s+"
)


def that_it_be(sentence: Sentence) -> bool:
    """As in "Que corra desde la asignación": what should hold, of a thing and not of a person addressed."""
    match = _OPENS_THAT.match(sentence.folded)
    if (
        match is None
        or _FAREWELL.match(sentence.folded, match.end())
        or sentence.folded[match.end() :].startswith("lo ")
    ):
        return False
    after = [word for word in sentence.words if word.start >= match.end()][:8]
    forms = [form for word in after for form in readings(word.raw)]
    return any(f.tense == "subjunctive" and f.person in {"3s", "3p", "1p"} for f in forms) and len(sentence.words) > 3  # noqa: PLR2004 - "que te vaya bien"


_NO_PROPOSAL = vocabulary("querer gustar preferir saber decir tener estar ser creer pensar haber poder")


def _i_would(sentence: Sentence) -> bool:
    """As in "yo también bajaría el mínimo"."""
    for position, word in enumerate(sentence.words):
        if word.folded.endswith("ria") and "yo" in {w.folded for w in sentence.words[max(0, position - 4) : position]}:
            forms = [f for f in readings(word.raw) if f.tense == "conditional" and f.person == "1s"]
            own = content_stems(sentence.folded[: word.start] + " " + sentence.folded[word.end :])
            if own and any(form.infinitive not in _NO_PROPOSAL for form in forms):
                return True
    return False


_ASKS_WE_GO = re.compile(r"(?<!\w)(?:vamos|nos vamos|nos quedamos|seguimos) (?:con|por|a por)(?!\w)")
_CHANGES_IT = re.compile(
    r"(?<!\w)(?:podemos|se puede|nos conviene) \w+[aei]r(?!\w)|(?<!\w)(?:lo|la|los|las) (?:pasamos|hacemos|dejamos"
    r"|ponemos|bajamos|subimos|mandamos|movemos|cambiamos|tenemos) (?:a|al|en|por|para|con|como|mas|mejor|de|[a-z]+l"
    r"|[a-z]+o|[a-z]+a)(?!\w)"
)
_WE_ARE_TO = re.compile(r"(?<![\w'])(?:no )?(?:vamos a|we'll|we're going to|we will)\s+(?P<verb>[a-z]+)(?!\w)")
"""A plan of the group: agreed to only in plain words."""


def _plural(sentence: Sentence, word: Word) -> float:
    """How far a first person plural proposes: "hagamos" does, "¿hacemos?" asks."""
    forms = [form for form in readings(word.raw) if form.person == "1p" and form.infinitive not in MEETING_MOVES]
    if any(form.tense == "subjunctive" for form in forms):
        if clause_before(sentence, word.start).negated:
            return _BARE
        subordinate = clause_before(sentence, word.start).subordinate
        return _WEAK if subordinate and _WHAT_IF.search(sentence.folded) else (0.0 if subordinate else _PLAIN)
    asked = any(form.tense in {"present", "future"} for form in forms) and sentence.asks_at(word.start)
    return _WEAK if asked else 0.0


_PLAIN, _WEAK, _BARE = 0.5, 0.4, 0.35
"""A proposal called so, one put softly, and a thing merely mentioned as a question."""
_WHAT_IF = re.compile(r"y si|que tal")
_AND_WHAT_OF = re.compile(
    r"^[\s¿]*(?:y|and)\s+(?:si|un|una|el|la|los|las|con|en|a|what about|how about|\d+|\w+(?:enta|cientos)|"
    r"diez|quince|veinte|cinco|mil)(?!\w)"
)
_ASKS_WHAT = re.compile(
    r"(?:¿|^\W*)(?:y |pero |and |so |entonces )?(?:[\w ]{0,20}\s)?(?:que(?! tal| les parece| te parece|"
    r" os parece| le parece)|como|cuando|cuanto|cuanta|cuantos|cuantas|donde|quien(?:es)?|cual(?:es)?"
    r"|what(?! if| about)|when|"
    r"where|who|which|how (?!about)\w+)(?!\w)[^?]*\?"
)
"""A question for a fact, not for agreement."""

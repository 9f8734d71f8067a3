"""How a turn answers what another put forward: in plain words, with a mere yes, with a no, or not at all."""

import re
from collections.abc import Sequence
from typing import Literal

from meetbot.stages.rules import cues
from meetbot.stages.rules.people import Named
from meetbot.stages.rules.speech import Sentence, Utterance

Answer = Literal["agreed", "agreed_strongly", "agreed_plainly", "refused"]

_OPENING = (
    r"^[\s,.…¡¿!]*(?:(?:bueno|pues|y|ah|eh|este|mm+|uy|uf|no|ay|oh|well|so|um|uh|yeah|but|pero|a ver|hmm+)[\s,.…!]+)*"
)
_NAMES_IT = re.compile(
    r"(?<![\w'])(?:me (?:vale|sirve|suena|cuadra|late|tinca|cierra|copa|convence|gusta|encanta|va|apunto|sumo"
    r"|parece(?! (?:mal|poco|mucho|car[oa]|rar[oa]|que|demasiado|un )))|"
    r"nos (?:sirve|cuadra|conviene|late|parece)|(?:estoy|estamos|todos) de acuerdo|totalmente de acuerdo|"
    r"lo (?:firmo|compro|apoyo|veo(?: bien| perfecto)?|tomo|banco)|yo (?:ahi )?(?:lo|la|te|eso) (?:apoyo|banco|firmo"
    r"|compro)|"
    r"por mi(?:,)?(?: bien| si| feliz| encantad[oa]| barbaro| perfecto| dale| va| no hay \w+| que)?|"
    r"(?:a|en) favor|voto (?:por eso|a favor|que si)|encantad[oa]s?(?: de la vida)?|feliz|usted manda|ustedes mandan|"
    r"como (?:digas|digan|usted diga)|lo acepto|acepto|aceptamos|por favor,? si|que sea asi|asi sea"
    r"|(?:con \w+ )?estamos bien|(?:yo )?(?:lo )?firmo|va por mi|no (?:hay|tengo|veo|le veo) (?:ningun )?(?:drama"
    r"|problema|lio|bronca|objecion\w*|"
    r"inconveniente|pero|pega)|pues mejor|mucho mejor|mejor (?:asi|eso)|es lo (?:mejor|logico|suyo|mas sano)|"
    r"tiene (?:todo el )?sentido|hace sentido|buena idea|suena (?:bien|logico|razonable)|ya era hora|"
    r"(?:i can|can|could) live with (?:that|it|those)|(?:i'm|we're|i am) (?:okay|ok|fine|good|cool|happy|on board"
    r"|in) (?:with)?|"
    r"(?:okay|ok|fine|good|cool) with (?:that|it|me|us)|fine by (?:me|us)|works(?: for (?:me|us))?|that works|"
    r"makes sense|i (?:like|love) (?:it|that)|love (?:it|that)|sounds (?:good|right|fine|fair|great|reasonable)|"
    r"i'd (?:support|back|vote for|be fine with|go with) (?:that|it)|no (?:objections?|complaints?|problem)|"
    r"good (?:call|idea)|let's do (?:it|that)|go for it|do it|same here|agreed|i agree|seconded|count me in|"
    r"estoy (?:contigo|con \w+|con el|con ella)|coincido|lo mismo digo|sounds like a plan|can't argue(?: with that)?"
    r"|on board|^same|amen|aleluya|hallelujah|(?:bendit[oa]|gracias a dios|thank god|about time|por fin|yo aplaudo"
    r"|music to my ears|you're the boss|un (?:peso|problema|lio|dolor de cabeza) menos|se agradece)|hagamoslo"
    r"|hagamosle|hagale|hagamos eso|dele|demosle|metamosle|va que va|arre)(?!\w)"
)
_YES_TOO = re.compile(
    _OPENING
    + r"(?:estamos(?=\W|$)|aja|mjm|mhm|mm-hm|uh-huh|exacto|exactamente|eso es|asi es|correcto|obvio|obviamente|"
    r"de mas|fijo|simon|sip|ya po|yapo|ya pues|ta|tal cual|de verdad|andale(?: pues)?|sale y vale|arre|okey|oki|"
    r"beautiful|cool|great|totally|right|exactly|for sure|alright|all right|done|yep|ok|vale|de una|todo bien|"
    r"que si|claro que si|pues si|y si|si)(?!\w)"
)
_NO_THEN = re.compile(
    r"^[\s,.…¡¿!]*(?:(?:mm+|eh|ah|pues|yo|por mi|no|nope|nah)[\s,.…!]+)*(?:no|nadie|ninguna?|none|nope|nobody)(?!\w)"
)
_AGAINST = re.compile(
    r"(?<![\w'])(?:en contra|objecion\w*|se (?:me |nos |le )?opon\w*|heartburn|(?:a |any )?(?:problem|issue|concern)s?"
    r"|algun (?:problema|inconveniente|reparo)|alguien no|objections?|"
    r"opposed|against|anyone not|any problem)(?!\w)"
)
_ASKS_ALL = re.compile(
    r"^[\s¿,.]*(?:(?:y|pues|bueno|ok|okay|entonces|so|then|is|are)[\s,]+)*"
    r"(?:estamos(?: todos)?(?: de acuerdo| claros| bien)?|alguien (?:en contra|se (?:me |nos |le )?opone"
    r"|no esta de acuerdo"
    r"|tiene (?:algun\w* )?\w+)|"
    r"todos(?: (?:ok|okay|okey|si|conformes|felices|a bordo|de acuerdo|conformes|bien|ok|estan de acuerdo))?|(?:estan "
    r"|estas |esta |todos )?de acuerdo(?: todos)?|"
    r"(?:a todos )?(?:les|te|le|os|nos) (?:parece|late|cuadra|tinca|cierra|copa|sirve|va|convence|gusta)(?: bien"
    r"| a todos| eso| asi| la idea)?|"
    r"(?:alguna? |hay )?(?:alguna? )?(?:objecion|objeciones|inconveniente|reparo|oposicion)|(?:lo )?(?:dejamos"
    r"|quedamos|hacemos|queda) (?:asi|en eso)|"
    r"asi (?:queda|quedamos|lo dejamos|le hacemos)|va|vale|sale|ok|cachai|cierto|estamos|si|si o no|conformes|votamos|"
    r"lo (?:aprobamos|cerramos|damos por (?:cerrado|hecho))|"
    r"(?:everybody|everyone|all|anybody|anyone|we all|all of us|you guys|both|is everyone|is everybody) "
    r"(?:okay|ok|good|fine|on board|in favor|agreed?|happy|opposed|against|cool|object|disagree|not)|"
    r"(?:any )?(?:objections?|disagreement)|agreed|deal|(?:are )?we (?:good|agreed|okay|ok|all good|set)|"
    r"(?:does )?(?:that|it|this) (?:work|sound|okay|ok)|sounds? (?:good|okay|right|fair)|works? for (?:everyone"
    r"|everybody|all|you)|"
    r"(?:okay|ok|good|fine) (?:with|by) (?:everyone|everybody|all|you|that))(?!\w)"
)
_ASKS_ONE = re.compile(
    r"(?<!\w)(?:(?:tu|vos|usted|ustedes) (?:que|como) (?:dices|decis|dice|dicen|opinas|opinan|lo ves|la ves|ven|lo ven"
    r"|piensas|piensan)|"
    r"que (?:dices|decis|opinas|opinan|piensan|dicen)|como (?:lo|la) (?:ves|ven|veis)|que (?:te|les|os|le) parece|"
    r"what do you (?:think|say)|you (?:okay|good|fine|cool) with|thoughts)(?!\w)"
)
_ASKS_UNMARKED = re.compile(
    r"^[\s¿,.]*(?:(?:y|pues|bueno|ok|okay|entonces|so|then)[\s,]+)*(?:alguien (?:en contra|se (?:me |nos "
    r"|le )?opone|no esta de acuerdo"
    r"|tiene (?:algun\w* )?(?:problema|objecion|"
    r"inconveniente|reparo)\w*)|(?:alguna )?objecion(?:es)?|any(?:body|one) (?:got |have |has |see )?(?:a |an "
    r"|any )?(?:heartburn|problems?|issues?|objections?|opposed|against|disagree|"
    r"concerns?|object|unhappy)\b[\w ]{0,20}|any objections?|(?:everybody|everyone) (?:okay|ok|good|fine|on board"
    r"|agreed?)[\w ]{0,24})\W*$"
)
"""Questions known without their mark."""
_ASKED = re.compile(
    r"[\s?¿.!,…]*$|(?: todos?| all| everyone| everybody| entonces| then)?\W*$| (?:with|con|to|a|for|on|de) "
)
_FEW = 14
_NEAR = 34
"""Characters from the beginning of a sentence within which words that agree answer, and tell nothing else."""
_PURE = 5


def answer(utterance: Utterance, *, to_against: bool = False, asked: str = "") -> Answer | None:
    """How the turn answers; `to_against` when it was asked who is against, so that "no" agrees.

    `asked` are the words of "¿estamos?", with which it may be answered.
    """
    if not utterance.sentences:
        return None
    opening = " ".join(s.folded for s in utterance.sentences[:2])
    if _answers_as_asked(opening, asked, to_against=to_against) or _names_it_first(utterance, opening):
        return "agreed"
    first = utterance.sentences[0]
    if _ASKS_DETAIL.match(first.folded):
        return None
    if disagrees(utterance):
        return "refused"
    if first.question_span is not None and first.folded.rstrip().endswith("?"):
        return None
    return _acceptance(utterance, opening)


def _answers_as_asked(opening: str, asked: str, *, to_against: bool) -> bool:
    """As in "¿alguien en contra?" – "no", and "¿estamos?" – "estamos"."""
    if to_against and _NO_THEN.match(opening):
        return True
    first = re.match(r"\W*(\w+)", opening)
    return bool(asked) and first is not None and re.search(rf"(?<!\w){first.group(1)}(?!\w)", asked) is not None


def _names_it_first(utterance: Utterance, opening: str) -> bool:
    """Whether plain words of agreement come before anything that sounds like doubt: "mmm, me parece"."""
    first = utterance.sentences[0]
    named = utterance.sentences[: 2 if len(first.words) == 1 and not _NO.match(opening) else 1]
    return any(_near(_NAMES_IT, s) for s in named) or _YES_AFTER_ALL.search(first.folded) is not None


def _acceptance(utterance: Utterance, opening: str) -> Answer | None:
    if any(_near(pattern, s) for s in utterance.sentences[:2] for pattern in (_NAMES_IT, cues.EXPLICIT_ACCEPT)):
        return "agreed"
    if _near(cues.STRONG_ACCEPT, utterance.sentences[0]):
        return "agreed_strongly"
    return "agreed_plainly" if cues.ACCEPT.match(opening) or _YES_TOO.match(opening) else None


def _near(pattern: re.Pattern[str], sentence: Sentence) -> bool:
    return any(
        match.start() <= _NEAR and not _NOT.search(sentence.text[: match.start()].lower())
        for match in pattern.finditer(sentence.folded)
    )


_ASKS_DETAIL = re.compile(
    r"^\W*(?:pero|but)\W+(?:y|and|una (?:duda|pregunta|consulta)|one question|quick question|what about|que pasa con"
    r"|que hacemos con)(?!\w)[^.!]*\?"
)
"""As in "¿pero y las que ya salieron?": takes it as settled and asks how far it goes."""
_NO = re.compile(r"\W*(?:no|nope|nah|nel)(?!\w)")
_NOT = re.compile(
    r"(?<!\w)(?:no|not|don't|didn't|tampoco|ni|nunca|si|if)(?: (?:me|te|nos|se|lo|la|le|really|quite|so|estoy"
    r"|estamos))*\s*$"
)
_YES_AFTER_ALL = re.compile(
    r"(?:pero|but)\W+(?:bueno\W+|well\W+|ok\W+|okay\W+|yeah\W+)*(?:si|ya|va|vale|dale|ok|okay|sure|fine|yes|yeah"
    r"|bueno)[\s.!,]*$"
)


def agrees(reply: Utterance, asked: Utterance) -> bool:
    """Whether the turn accepts what another speaker put forward."""
    return reply.voice != asked.voice and answer(reply) in {"agreed", "agreed_strongly", "agreed_plainly"}


def disagrees(utterance: Utterance) -> bool:
    """Whether the turn begins by speaking against what was said."""
    opening = " ".join(s.folded for s in utterance.sentences[:2])
    if (
        re.match(
            r"^\W*(?:(?:mm+|eh|ah|bueno|pues|uf|a ver)\W+)*(?:si|yes|yeah|yep|fine|okay|ok)(?!\w)(?!\W+(?:pero|but)\W)",
            opening,
        )
        or _WITH_CONDITION.match(opening)
        or _REFINES.match(utterance.sentences[0].folded)
        or _ALL_RIGHT.match(opening)
    ):
        return False
    if cues.OBJECT_START.match(opening):
        return True
    asks = utterance.sentences and utterance.sentences[0].folded.rstrip().endswith("?")
    return not asks and bool(cues.OBJECT.search(opening[:_LONG]) or _AGAINST_IT.search(opening[:_LONG]))


_LONG = 60
_AGAINST_IT = re.compile(
    r"(?<![\w'])(?:yo no (?:lo|la|los|las) \w+ria|no va a (?:pasar|funcionar|servir)|imposible|para nada"
    r"|de ninguna manera|estas loc[oa]|estan loc[oa]s|ni hablar|"
    r"(?:eso )?ya (?:lo|la) (?:intentamos|probamos|hicimos)|not sold|hard no|i hate (?:it|that)|not a fan"
    r"|we tried that|over my dead)(?!\w)"
)
_WITH_CONDITION = re.compile(
    r"^\W*(?:(?:bueno|pues|ya|si|ok|okay|va|vale|dale|listo|yes|yeah|sure|fine)\W+)+(?:pero|but)\W+(?:solo|nomas"
    r"|nada mas|que|con|sin|a partir|only|just|as long)(?!\w)"
)


_REFINES = re.compile(r"^\W*(?:pero|but|aunque|y)\W[^?]{1,40},?\s*¿?(?:no|verdad|cierto|right|yeah|eh)\s*\?")
"""As in "pero hábiles, ¿no?": agrees to more than it doubts."""
_ALL_RIGHT = re.compile(
    r"^\W*(?:no\W+)+(?:(?:tengo|hay|veo|le veo) (?:ningun )?(?:drama|problema|lio|bronca|objec\w+|inconveniente|pega)|"
    r"tiene[ns]? (?:toda la )?razon|por mi|yo (?:ahi )?(?:lo|te) apoyo|no problem|yeah|you're right|that's fair"
    r"|totally|claro)"
)


def objected(utterance: Utterance, following: Sequence[Utterance]) -> bool:
    """Whether somebody else speaks against it in the next turn."""
    reply = next((u for u in following if u.voice != utterance.voice), None)
    return reply is not None and disagrees(reply)


def asks_all(sentence: Sentence) -> bool:
    """Whether the sentence asks the others to agree: "¿Estamos?", "everybody okay with that?"."""
    folded = sentence.folded
    if "?" not in folded and "¿" not in folded:
        return _ASKS_UNMARKED.match(folded) is not None
    match = _ASKS_ALL.match(folded) or _ASKS_UNMARKED.match(folded)
    return match is not None and len(sentence.words) <= _FEW and _ASKED.match(folded, match.end()) is not None


def asked_about(sentence: Sentence) -> str:
    """The words of such a question that say about what: "ranges" in "everybody okay with ranges?"."""
    match = _ASKS_ALL.match(sentence.folded)
    return sentence.folded[match.end() :] if match else ""


def asks_one(sentence: Sentence, names: Sequence[Named]) -> bool:
    """Whether it asks one person whether they agree: "¿Mono?", "Bobby?", "¿tú cómo lo ves?"."""
    if "?" not in sentence.folded:
        return False
    rest = sentence.folded
    for name in names:
        rest = rest[: name.start] + " " * (name.end - name.start) + rest[name.end :]
    only_name = bool(names) and not re.search(
        r"[a-z]", re.sub(r"(?<!\w)(?:y|and|tu|vos|usted|you|don|dona)(?!\w)", "", rest)
    )
    return only_name or _ASKS_ONE.search(sentence.folded) is not None


def asks_against(sentence: Sentence) -> bool:
    """Whether a "no" would agree with it: "¿alguien en contra?"."""
    return asks_all(sentence) and _AGAINST.search(sentence.folded) is not None


def is_pure(utterance: Utterance) -> bool:
    """Whether the turn says nothing but its answer."""
    return utterance.word_count <= _PURE

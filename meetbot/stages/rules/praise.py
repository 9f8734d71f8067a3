"""Recognitions: praise or thanks to somebody for something definite, which a plain "gracias" is not."""

import re

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.matter import matter
from meetbot.stages.rules.speech import Sentence, Utterance


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


_PRAISES = _p(
    r"(?:te |los |la |lo |les |le |las )?felicit(?:o|amos|ar|arlos?|arlas?|aciones)|felicidades|enhorabuena|"
    r"(?:quiero|quisiera|queria|hay que|toca|vale|deberiamos) (?:reconocer|felicitar|agradecer|destacar|aplaudir)(?:le"
    r"|les|lo|la|los)?|"
    r"un (?:reconocimiento|aplauso|bravo|abrazo grande)|reconozco|reconocer a|aplausos?|chapo|chapeau"
    r"|me quito el sombrero|bravo|"
    r"(?:que )?(?:gran|buen|buenisimo|excelente|tremendo|increible|muy buen) (?:trabajo|chamba|laburo|pega|labor"
    r"|esfuerzo|curro)|"
    r"(?:la )?(?:gran|buena|excelente|tremenda) (?:chamba|labor|pega)|muy bien hecho|bien hecho|"
    r"(?:te|se|os) (?:la |las )?(?:rifaste|rifo|rifaron|luciste|lucio|lucieron|pasaste|superaste)|(?:la"
    r"|lo) (?:rompiste|rompio|rompieron|petaste|clavaste|bordaste)|"
    r"(?:sos|eres|es|son) (?:un|una|unos|unas) (?:genios?|cracks?|maquinas?|fenomenos?|capos?|capas?|crack)|"
    r"(?:muy|que) bien (?:ahi|por|hecho)|se agradece|muchisimas gracias por|de lujo|impecable|"
    r"kudos|shout[- ]?out|hats off|props|congrats|congratulations|(?:great|good|nice|awesome|amazing|fantastic"
    r"|excellent|solid) (?:job|work|stuff)|"
    r"well done|(?:big|huge|special) thanks|i want to (?:recognize|thank|acknowledge)|(?:nailed|killed|crushed) it|"
    r"(?:did|done|doing) (?:a |an )?(?:great|amazing|fantastic|awesome|terrific|wonderful) (?:job|work)|credit (?:to"
    r"|where)"
)
_TURNED_OUT = _p(
    r"(?:quedo|quedaron|salio|salieron|estuvo|estuvieron) (?:muy |super |re )?(?:padrisim[oa]s?|buenisim[oa]s?"
    r"|increibles?|espectacular(?:es)?|"
    r"bien(?: \w+ad[oa])?|genial(?:es)?|precios[oa]s?|divin[oa]s?|brutal(?:es)?|chever[eo]s?|impecables?|chingon\w*"
    r"|bacan\w*|lind[oa]s?|perfect[oa]s?)|"
    r"(?:came|turned) out (?:great|amazing|beautiful|fantastic|really well)|looks? (?:amazing|fantastic|great)"
)
_THANKS_FOR = _p(
    r"(?:muchas |mil |muchisimas )?gracias(?:,)? (?:a|al) [\w ]{2,40}? (?:por|porque|que)|(?:le|les|te"
    r"|os) agradezco (?:a [\w ]{2,30} )?(?:mucho )?(?:por|que|el|la|los|a)|"
    r"gracias por (?:haber|rescatar|sacar|armar|resolver|el trabajo|el esfuerzo|el apoyo|la ayuda|quedarte|venir a"
    r"|cubrir|salvar)|"
    r"(?:thanks|thank you),? (?:\w+,? )?to [\w' ]{2,30} for|(?:thanks|thank you) (?:so much )?for (?:turning|getting"
    r"|doing|fixing|handling|saving|putting|jumping|covering|pulling)"
)
_HELPED = _p(
    r"(?:nos|me) (?:ayudo|ayudaron|ayudaste|salvo|salvaron|salvaste|saco|sacaron|sacaste) (?:full|muchisimo|mucho"
    r"|un monton|del apuro|a tiempo|las papas|la vida|el ano)|"
    r"saved (?:us|my|the)|really helped|couldn't have done it without"
)
_TO_ALL = re.compile(
    r"(?<!\w)(?:equipo|todos|todas|team|everyone|everybody|crew|guys|muchachos|chicos|chicas|gente|ustedes"
    r"|vosotros)(?!\w)"
)
_YOU = re.compile(r"(?<!\w)(?:te|os|vos|tu|usted|sos|eres|you|your)(?!\w)")
_IRONY = re.compile(
    r"(?<!\w)(?:si claro|aja si|como no|sure,? jan|for nothing|por nada|lastima|pero (?:no|la proxima)|a ver si)(?!\w)"
)
_ENOUGH = 2


def praises(reading: Reading, utterance: Utterance) -> tuple[float, str] | None:
    """How likely the sentence recognises somebody, and why; None when it does not."""
    sentence = reading.sentence
    folded = sentence.folded
    if not any(cue.search(folded) for cue in (_PRAISES, _THANKS_FOR, _HELPED, _TURNED_OUT, _WELL_DONE)):
        return None
    if sentence.question_span or cues.HYPOTHETICAL.search(folded) or cues.JOKE.search(folded) or _IRONY.search(folded):
        return None
    others = [named for named in reading.names if named.name != utterance.name]
    whom = bool(others) or _TO_ALL.search(folded) is not None
    told = _told(sentence, utterance)
    if told < _ENOUGH:
        return None
    you = _YOU.search(folded) is not None or reading.addressee is not None
    signs = (
        (_PRAISES, whom, 0.8, "praise that names somebody"),
        (_PRAISES, you, 0.6, "praise of whom it speaks to"),
        (_PRAISES, True, 0.4, "praise of nobody by name"),
        (_THANKS_FOR, True, 0.7, "thanks for something definite"),
        (_HELPED, whom, 0.6, "somebody is said to have helped"),
        (_TURNED_OUT, whom, 0.55, "something of somebody's is said to have turned out well"),
        (_TURNED_OUT, True, 0.25, "something turned out well"),
        (_WELL_DONE, bool(others), 0.55, "well done, with a name"),
    )
    return next(((score, reason) for cue, holds, score, reason in signs if holds and cue.search(folded)), None)


_WELL_DONE = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:muy bien|bien ahi|grande|genia|genio|crack|capo|capa|nice|great|awesome|well done"
    r"|beautiful)\W"
)
_OWN_WORDS = frozenset(("felic", "graci", "traba", "aplau", "recon", "buen", "great", "thank", "excel"))


def _told(sentence: Sentence, utterance: Utterance) -> int:
    """How much is said of what for, in the sentence and beside it."""
    beside = utterance.sentences[max(0, sentence.position - 1) : sentence.position + 2]
    return len(frozenset().union(*(matter(s.folded) for s in beside)) - _OWN_WORDS)

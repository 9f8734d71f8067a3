"""What was decided: said as decided, proposed by one and accepted by another, put off, or taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from meetbot.model.candidates import DecisionStatus
from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Clause, clause_before
from meetbot.stages.rules.speech import Sentence, Utterance, content_stems
from meetbot.stages.rules.verbs import readings

_REACH = 4
"""Turns over which an agreement may still answer a proposal; measured on the three tuning meetings."""


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


_OPENER = r"(?:entonces|pues|va|ok|okay|listo|sale|bueno|vale|venga|perfecto|dale|buenisimo|hecho|orale|bien|ya|de acuerdo|cerrado|so|alright|then|great)"
_DECLARED = _p(
    r"(?:lo|la|los|las|nos) (?:dejamos|dejemos|dejamos asi) (?:en|como|asi|con|a)|dejamos (?:el|la|los|las) [\w ]{2,30}? (?:en|como|a|con)|"
    r"(?:que(?:de|da)|quedan|quedaria|quedo) (?:en|como|con|acordad[oa]s?|aprobad[oa]s?|decidid[oa]s?|definid[oa]s?|fijad[oa]s?|establecid[oa]s?|"
    r"descartad[oa]s?|cancelad[oa]s?|autorizad[oa]s?|cerrad[oa]s?|confirmad[oa]s?|asi|fuera)|"
    r"quedamos (?:en|con)|(?:lo|la|los|las) (?:damos|doy) por \w+|"
    r"acordamos|se acuerda|se acordo|decidimos|se decide|se decidio|se aprueba|aprobamos|apruebo|autorizamos|descartamos|cancelamos|"
    r"(?:la decision|el acuerdo) (?:es|seria|queda)|esta decidido|(?:nos|me) quedamos? con|nos vamos (?:con|por|a)|vamos con|nos inclinamos por|"
    r"va a ser|se queda (?:en|como|con|asi|fuera)|"
    r"(?:we|we've|we have) (?:agreed|decided|settled)|it's (?:decided|settled|agreed)|that's (?:decided|settled|agreed|final)|the decision is|"
    r"(?:let's|we'll|we will|we're going to|i'd say let's) (?:go with|stick with|settle on|keep it at|leave it at)|we're (?:going with|dropping|keeping|moving to|"
    r"switching to|killing|sticking with)|decision made|final answer"
)
_DONE_DEAL = re.compile(
    rf"^[\s¡¿,.]*(?:{_OPENER}[\s,.]+)*(?:queda )?(?:descartad[oa]s?|aprobad[oa]s?|decidid[oa]s?|acordad[oa]s?|cancelad[oa]s?|autorizad[oa]s?|cerrad[oa]s?|"
    r"agreed|approved|decided|settled|cancelled)(?!\w)"
)
_NO_MORE = re.compile(r"(?:^|[,.]\s*)no (?:more )?(?P<thing>[\w-]+(?: [\w-]+)?) then(?!\w)|(?<!\w)(?:adios|fuera) (?:a |con )?(?:el|la|los|las)(?!\w)")
_MOVES_TO = re.compile(rf"^[\s¡¿,.]*(?:{_OPENER}[\s,.]+)+(?:pues\s+)?(?:a|con|por|al)\s+[a-z0-9]")
_PROPOSES = _p(
    r"(?:yo )?(?:propongo|propondria|sugiero|sugeriria|plantearia|voto por|recomiendo)(?: que)?|mi propuesta es|la propuesta es|"
    r"i (?:propose|suggest|recommend|vote)|my (?:proposal|suggestion) is|i'd (?:propose|suggest|recommend)|"
    r"(?:so )?let's(?! (?:see|say|talk|move on|start|begin|get started|wait|be|hope|leave|park|table|not|face|assume|take a look|go (?:around|back|on)))"
)
_SUGGESTS = _p(
    r"(?:y )?(?:que tal|que les parece|que te parece|que le parece|que os parece|les parece|te parece|os parece) si|por que no|podriamos|deberiamos|"
    r"yo (?:lo |la |los |las )?(?:diria que|pondria|haria|subiria|bajaria|dejaria|quitaria|pausaria|cambiaria|meteria|moveria|usaria|probaria)|"
    r"(?:sera|seria) (?:mejor|bueno|posible) que|mejor|habria que|"
    r"what if(?: we)?|how about(?: we)?|why don't we|why not|we (?:should|could)|can we(?: just)?|should we|shall we|maybe we(?: should| could)?|i'd (?:say|go|rather)"
)
_DEFERS = _p(
    r"(?:lo|la|los|las|eso|esto)?\s?(?:dejamos|dejemos|dejamoslo|dejemoslo|dejalo|pasamos|pasemos|vemos|veamos|retomamos|retomemos|decidimos|decidamos|discutimos|"
    r"discutamos|revisamos|revisemos|hablamos|hablemos|platicamos|platiquemos|definimos|definamos|analizamos) (?:(?:esto|eso|este tema|ese tema|todo eso|ya|mejor) )?"
    r"(?:para|en|hasta|despues|luego|mas adelante|otro dia|la otra|el otro|la proxima|la siguiente|la semana|el mes|el lunes|el martes|el miercoles|el jueves|el viernes|a la vuelta|cuando)",
    r"(?:queda|quedan|queda(?:r)?ia|dejamos|dejemoslo|dejamoslo|lo dejo) (?:aplazad[oa]|pendiente|pospuest[oa]|en pausa|en stand ?by|en veremos|abiert[oa]|para (?:la|el|despues|enero|otra))",
    r"(?:lo |la |los |las )?(?:posponemos|pospongamos|aplazamos|aplacemos|pateamos|pateemos|postergamos|diferimos|congelamos|ponemos en pausa)",
    r"(?:eso |esto |mejor )?(?:no lo|no la|eso no lo) (?:decidamos|veamos|discutamos|definamos|resolvamos|cerremos|decidimos|discutimos) (?:hoy|ahora|ahorita|aqui|aca|todavia|aun)",
    r"(?:let's|we'll|we should|can we|we) (?:park|table|postpone|defer|shelve|push|revisit|come back to|hold off on|hold off|circle back)(?: (?:it|that|this|on))?",
    r"(?:don't|do not|not) (?:have to )?decide (?:this|that|it)? ?(?:now|today|yet)|(?:decide|look at|discuss|talk about|revisit) (?:it|this|that) (?:next|later|in|on|when|after|another)|"
    r"(?:park|table) (?:it|that|this)|leave (?:it|that|this)(?: one)? (?:for|until) (?:next|later|the next|another)",
)
_REVERSES = _p(
    r"mejor no|me retracto|regresamos a|regresemos a|volvemos a|volvamos a|(?:lo |la )?dejamos como (?:estaba|antes)|mejor (?:lo|la|los|las)? ?(?:dejamos|dejemos)|"
    r"olviden(?:lo|se)|olvidemos|olvidemonos|echamos para atras|damos (?:marcha atras|reversa)|reconsider\w+|cambio de opinion|cambie de opinion|lo pense mejor|pensandolo bien|"
    r"pensandolo mejor|ya no (?:lo|la|los|las)? ?\w+mos|siempre no|cancelamos lo|deshacemos|no lo (?:subamos|bajemos|cambiemos|movamos|hagamos)|anulamos|"
    r"let's not|scratch that|on second thought|i take that back|actually,? no|never mind|forget (?:it|that|what)|let's go back to|we're going back to|go back to|undo|reverse that|changed my mind"
)
_EARLIER = _p(
    r"habiamos (?:dicho|quedado|acordado|decidido)|(?:lo|la) ibamos a|iba(?:mos)? a|como (?:habiamos )?quedamos|we (?:had )?(?:said|agreed|decided)|we were going to|habiamos|dijimos que"
)
_PAST = _p(
    r"ayer|anoche|(?:la|el) (?:semana|mes|ano|trimestre|junta|reunion|lunes|martes|miercoles|jueves|viernes) pasad[oa]|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre)|hace (?:\w+ )?(?:dias|semanas|meses|anos|dias)|last (?:week|month|year|quarter)|yesterday|ago|la vez pasada|antes|el otro dia|ya (?:lo |la )?\w+mos|fue(?:ron)?|"
    r"(?:me|nos|le|les) \w+(?:ieron|aron)"
)
_HORTATIVE_STOP = frozenset(
    "empezar comenzar arrancar seguir pasar ver hablar cerrar decir ir tener estar ser querer poder saber creer pensar quedar necesitar llegar andar llevar traer venir salir "
    "esperar volver parar terminar acabar avanzar revisar entrar platicar haber preguntar escuchar recibir vender perder ganar dar".split()
)
_REJECTS = _p(r"queda como (?:dijimos|estaba|quedamos|habiamos)|olvidate|dejalo|nada, (?:olvidalo|dejalo)|keep it as|leave it as")


@dataclass(kw_only=True)
class Decision:
    """A decision in the making; `said` are its sentences by turn, the most telling at `lead`."""

    lead: int
    sentence: Sentence
    status: DecisionStatus
    score: float
    stems: set[str]
    voice: str
    said: dict[int, Sentence] = field(default_factory=dict)


@dataclass(frozen=True)
class _Proposal:
    turn: int
    sentence: Sentence
    voice: str
    department: str | None
    strength: float
    stems: frozenset[str]


class DecisionTracker:
    """Follows proposals over the turns until they are agreed to, put off or dropped."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self._open: list[_Proposal] = []
        self._heard: list[Utterance] = []

    def read(self, utterance: Utterance, following: Sequence[Utterance], *, recap: Sequence[bool]) -> None:
        """Takes in the next turn; `following` are the turns after it, to hear an objection to what it declares."""
        self._open = [p for p in self._open if utterance.index - p.turn <= _REACH]
        told = False
        for sentence, in_recap in zip(utterance.sentences, recap, strict=True):
            if not sentence.words:
                continue
            told = self._sentence(utterance, sentence, following, in_recap=in_recap) or told
        if not told:
            self._agreement(utterance)
        self._heard.append(utterance)

    def _sentence(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance], *, in_recap: bool) -> bool:
        folded = sentence.folded
        if cues.QUOTED.search(folded) or cues.HYPOTHETICAL.search(folded):
            return False
        if self._reversal(utterance, sentence, following):
            return True
        if self._deferral(utterance, sentence, following):
            return True
        if self._declared(utterance, sentence, following, in_recap=in_recap):
            return True
        strength = _proposal_strength(sentence)
        if strength:
            stems = content_stems(folded)
            self._open.append(_Proposal(utterance.index, sentence, utterance.voice, utterance.department, strength, stems))
        return False

    # --- declared ---

    def _declared(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance], *, in_recap: bool) -> bool:
        score = _declared_score(sentence)
        if not score:
            return False
        if _objected(utterance, following):
            self._open.append(_Proposal(utterance.index, sentence, utterance.voice, utterance.department, 0.5, content_stems(sentence.folded)))
            return False
        stems = set(content_stems(sentence.folded))
        known = self._known(stems, utterance, recap=in_recap)
        if known is not None:
            known.said.setdefault(utterance.index, sentence)
            known.score = min(1.0, known.score + 0.1)
            known.stems |= stems
            return True
        backing = [p for p in self._open if p.stems & stems or utterance.index - p.turn <= 2][-2:]  # noqa: PLR2004 - answered at once
        if not stems and not backing:
            return False
        if not stems or in_recap:
            score -= 0.1
        agreed = _agrees(following[0], utterance) if following else False
        decision = self._add(utterance, sentence, "made", score + (0.15 if agreed or backing else 0))
        for proposal in backing:
            decision.said.setdefault(proposal.turn, proposal.sentence)
            decision.stems |= proposal.stems
        if agreed:
            decision.said.setdefault(following[0].index, following[0].sentences[0])
        self._open.clear()
        return True

    def _known(self, stems: set[str], utterance: Utterance, *, recap: bool) -> Decision | None:
        for decision in reversed(self.decisions):
            shared = decision.stems & stems
            close = utterance.index - max(decision.said) <= 3  # noqa: PLR2004 - the same exchange
            if (shared and (recap or close)) or len(shared) > 2 or (close and not stems):  # noqa: PLR2004 - three words alike are no accident
                return decision
        return None

    def _add(self, utterance: Utterance, sentence: Sentence, status: DecisionStatus, score: float) -> Decision:
        decision = Decision(
            lead=utterance.index, sentence=sentence, status=status, score=min(1.0, score), stems=set(content_stems(sentence.folded)),
            voice=utterance.voice, said={utterance.index: sentence},
        )  # fmt: skip
        self.decisions.append(decision)
        return decision

    # --- proposed and accepted ---

    def _agreement(self, utterance: Utterance) -> None:
        if not self._open or not utterance.sentences:
            return
        opening = utterance.sentences[0].folded
        if _disagrees(utterance):
            self._open = [p for p in self._open if p.voice == utterance.voice]
            return
        for proposal in reversed(self._open):
            if proposal.voice == utterance.voice or not self._next_words(proposal, utterance):
                continue
            strong = cues.STRONG_ACCEPT.search(" ".join(s.folded for s in utterance.sentences[:2]))
            plain = cues.ACCEPT.match(opening)
            if not (strong or (plain and proposal.strength >= 0.5)):  # noqa: PLR2004 - a mere suggestion needs more than a yes
                continue
            other = proposal.department is not None and utterance.department not in {None, proposal.department}
            decision = Decision(
                lead=proposal.turn, sentence=proposal.sentence, status="made", voice=proposal.voice, stems=set(proposal.stems),
                score=min(1.0, proposal.strength + (0.2 if strong else 0.1) + (0.1 if other else 0)),
                said={proposal.turn: proposal.sentence, utterance.index: utterance.sentences[0]},
            )  # fmt: skip
            known = self._known(decision.stems, utterance, recap=False)
            if known is not None and known.lead != proposal.turn:
                known.said.setdefault(utterance.index, utterance.sentences[0])
            else:
                self.decisions.append(decision)
            self._open.clear()
            return

    def _next_words(self, proposal: _Proposal, utterance: Utterance) -> bool:
        """Whether the turn can be heard as the answer: nothing but short words stands between."""
        between = [u for u in self._heard if proposal.turn < u.index < utterance.index]
        return sum(u.word_count for u in between) <= 25  # noqa: PLR2004 - about two short turns

    # --- put off, taken back ---

    def _deferral(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
        match = _DEFERS.search(sentence.folded)
        if match is None or sentence.asks_at(match.start()) and not sentence.asks_agreement:
            return False
        if _PROPOSES.search(sentence.folded) and match.start() > 25 or _declares_value(sentence, match.start()):  # noqa: PLR2004 - a proposal with a date to look at it again
            return False
        if _objected(utterance, following):
            return False
        topic = self._topic(utterance, sentence)
        recent = next((d for d in reversed(self.decisions) if d.status == "deferred" and utterance.index - max(d.said) <= 3), None)  # noqa: PLR2004 - the same exchange
        if recent is not None:
            recent.said.setdefault(utterance.index, sentence)
            return True
        if not content_stems(sentence.folded) and topic is None:
            return False
        decision = self._add(utterance, sentence, "deferred", 0.6)
        if topic is not None:
            decision.said.setdefault(topic[0], topic[1])
        if following and _agrees(following[0], utterance):
            decision.score += 0.15
            decision.said.setdefault(following[0].index, following[0].sentences[0])
        self._open.clear()
        return True

    def _topic(self, utterance: Utterance, sentence: Sentence) -> tuple[int, Sentence] | None:
        """What is being put off: the last question or proposal before it."""
        own = [s for s in utterance.sentences if s.position < sentence.position and len(content_stems(s.folded)) > 1]
        if own:
            return utterance.index, own[-1]
        for past in reversed(self._heard[-3:]):
            for told in reversed(past.sentences):
                if len(content_stems(told.folded)) > 1:
                    return past.index, told
        return None

    def _reversal(self, utterance: Utterance, sentence: Sentence, following: Sequence[Utterance]) -> bool:
        match = _REVERSES.search(sentence.folded)
        if match is None or sentence.asks_at(match.start()) and not sentence.asks_agreement:
            return False
        stems = content_stems(utterance.folded)
        if _EARLIER.search(utterance.folded) and any(_agrees(u, utterance) for u in following[:2]) and not _objected(utterance, following):
            decision = self._add(utterance, sentence, "reversed", 0.65)
            earlier = next((s for s in utterance.sentences if _EARLIER.search(s.folded)), sentence)
            decision.stems |= content_stems(earlier.folded)
            decision.said |= {u.index: u.sentences[0] for u in following[:1] if _agrees(u, utterance)}
            return True
        for decision in reversed(self.decisions):
            close = utterance.index - max(decision.said) <= 2  # noqa: PLR2004 - answered at once
            if decision.status != "deferred" and (len(decision.stems & stems) > 1 or (decision.stems & stems and close) or (close and len(stems) < 2)):  # noqa: PLR2004 - too little to be about something else
                if _objected(utterance, following) or any(_REJECTS.search(u.folded) for u in following[:3]):
                    return True
                decision.status, decision.lead, decision.sentence = "reversed", utterance.index, sentence
                decision.said.setdefault(utterance.index, sentence)
                return True
        return False


def _declared_score(sentence: Sentence) -> float:
    folded = sentence.folded
    if _PAST.search(folded) or cues.HABIT.search(folded):
        return 0.0
    match = _DECLARED.search(folded)
    if match is not None:
        clause = clause_before(sentence, match.start())
        asked = sentence.asks_at(match.start())
        if not asked and not clause.negated and not _lost(clause) and not _imperfect_after(sentence, match.end()):
            return 0.6
    if (_DONE_DEAL.match(folded) or _NO_MORE.search(folded)) and not sentence.question_span:
        return 0.6
    if _MOVES_TO.match(folded) and len(sentence.words) <= 6 and not sentence.question_span:  # noqa: PLR2004 - "venga, pues a Zaragoza"
        return 0.5
    return _concludes(sentence)


def _lost(clause: Clause) -> bool:
    return clause.subordinate and any(w.folded in {"si", "if", "cuando", "when", "porque"} for w in clause.words)


def _imperfect_after(sentence: Sentence, offset: int) -> bool:
    """"Quedamos en que usted nos pasaba las fotos" tells of an older agreement."""
    return any(form.tense == "past" for word in sentence.words if word.start >= offset for form in readings(word.raw))


_CONCLUDES = re.compile(rf"^[\s¡¿,.]*(?:[\w']+[\s,.]+){{0,2}}?{_OPENER}[\s,.]+|(?<!\w)entonces\s|(?<!\w)a partir de")


def _concludes(sentence: Sentence) -> float:
    """"Va, subimos el umbral": a first person plural after a word of conclusion, or before "¿les parece?"."""
    concluding = _CONCLUDES.search(sentence.folded)
    if not (concluding or sentence.asks_agreement) or len(content_stems(sentence.folded)) < 1:
        return 0.0
    for word in sentence.words:
        for form in readings(word.raw):
            if form.person == "1p" and form.tense in {"present", "future"} and form.infinitive not in _HORTATIVE_STOP:
                clause = clause_before(sentence, word.start)
                dative = {"te", "le", "les", "os"} & {w.folded for w in clause.words[-2:]}
                if not clause.subordinate and not clause.negated and not sentence.asks_at(word.start) and _policy(sentence, dative):
                    return 0.5
    return 0.0


def _policy(sentence: Sentence, dative: set[str]) -> bool:
    """Whether the plural speaks of what is to hold, not of what one group hands to another."""
    return not dative or bool(re.search(r"(?<!\w)(?:le|les)\s+(?:metemos|ponemos|damos|quitamos|subimos|bajamos|cambiamos|agregamos)", sentence.folded))


def _declares_value(sentence: Sentence, offset: int) -> bool:
    match = _DECLARED.search(sentence.folded)
    return match is not None and match.start() < offset and not sentence.folded[match.start() :].startswith(("quedamos", "se queda para", "queda para"))


def _proposal_strength(sentence: Sentence) -> float:
    folded = sentence.folded
    if _PROPOSES.search(folded):
        return 0.5
    if _SUGGESTS.search(folded):
        return 0.4
    for word in sentence.words:
        for form in readings(word.raw):
            if form.person != "1p" or form.infinitive in _HORTATIVE_STOP:
                continue
            clause = clause_before(sentence, word.start)
            if form.tense == "subjunctive" and not clause.subordinate:
                return 0.5
            if form.tense in {"present", "future"} and sentence.asks_at(word.start) or (form.tense == "subjunctive" and re.search(r"y si|que tal", folded)):
                return 0.4
    if sentence.question_span and re.match(r"^[\s¿]*(?:y|and)\s+(?:si|un|una|el|la|los|las|con|en|what about|how about)(?!\w)", folded):
        return 0.35
    return 0.0


def _agrees(answer: Utterance, asked: Utterance) -> bool:
    if answer.voice == asked.voice or not answer.sentences:
        return False
    return bool(cues.ACCEPT.match(answer.folded) or cues.STRONG_ACCEPT.search(answer.sentences[0].folded)) and not _disagrees(answer)


def _disagrees(utterance: Utterance) -> bool:
    opening = " ".join(s.folded for s in utterance.sentences[:2])
    return bool(cues.OBJECT.search(opening) or cues.OBJECT_START.match(opening)) and not re.match(r"^\W*si(?!\w)", opening)


def _objected(utterance: Utterance, following: Sequence[Utterance]) -> bool:
    """Whether somebody else speaks against it in the next turn."""
    answer = next((u for u in following if u.voice != utterance.voice), None)
    return answer is not None and _disagrees(answer)

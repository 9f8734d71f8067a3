"""The grammar of due dates in Spanish and English, mixed freely: patterns over folded text.

Each pattern names the reading that `due_dates` computes. `NOT_DUE` patterns are words about time that set no date to
meet: the past, habits, starting points. They compete with the readings by position and length, so that "el viernes
pasado" is never read as "el viernes".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cache, cached_property

from meetbot.stages.due_words import (
    COUNTS,
    DAYS,
    FEASTS,
    FIGURE,
    HOLIDAYS,
    MONTHS,
    ORDINALS_EN,
    TELLING,
    WEEKDAYS,
    WEEKDAYS_EN,
    WEEKDAYS_ES,
    told_in,
)

NOT_DUE = "not_due"


@dataclass(frozen=True)
class Rule:
    """One way to say a time: the reading's name and what is said, with what may lead to it.

    `goes_on`: how exact it is may follow ("temprano", "antes de comer"). `alone`: a time to meet only where nothing
    else is said ("dos semanas"); within speech it may be anything.
    """

    reading: str
    said: str
    lead: str
    _: KW_ONLY
    goes_on: bool = True
    alone: bool = False

    @cached_property
    def core(self) -> re.Pattern[str]:
        """What is said, over folded text: without it `pattern`, which takes longer to compile, is not there."""
        return re.compile(rf"(?<![\w/-])(?:{self.said})(?![\w/])")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What leads to it and what is said. Compiled when first needed: all take as long as a short meeting."""
        return re.compile(rf"(?<![\w/-]){self.lead}(?:{self.said})(?![\w/])") if self.lead else self.core

    def found(self, folded: str) -> Iterator[tuple[re.Match[str], int]]:
        """Each match of `pattern` over folded text, none reaching into the next, and where what follows it ends."""
        end = 0
        while (match := self.pattern.search(folded, end)) is not None:
            following = _FOLLOWING.match(folded, match.end()) if self.goes_on else None
            end = following.end() if following else match.end()
            yield match, end

    @cached_property
    def telling(self) -> frozenset[str]:
        """Those of TELLING, and FIGURE, one of which is in every text with a match."""
        written = _COUNTED.sub("", self.said).replace("\\ ", " ")
        figure = {FIGURE} if _DIGIT.search(written) else set[str]()
        return frozenset(part for part in TELLING if part in written) | figure


_COUNTED = re.compile(r"\{\d+(?:,\d*)?\}")
_DIGIT = re.compile(r"\\d|\d")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_HOURS = (
    r"(?P<hours>un|una|media|dos|tres|\d{1,2}|cuarenta y ocho|veinticuatro|an|a|a couple of|un par de|two|three) "
    r"(?:hora|hour)s?"
)
_WD = rf"(?P<weekday>{_any(WEEKDAYS)})"
_MONTH = rf"(?P<month>{_any(MONTHS)})\.?"
_MONTH_ALONE = rf"(?P<month>{_any(name for name in MONTHS if len(name) > len('sept') or name == 'mayo')})"
_DAY = rf"(?P<day>\d{{1,2}}|{_any(DAYS)})(?:st|nd|rd|th|°|º)?"
_YEAR = r"(?:,?\s+(?:de |del )?(?P<year>20\d\d))?"
_COUNT = rf"(?P<count>\d{{1,2}}|{_any(COUNTS)})"
_UNIT = (
    r"(?P<working_en>business |working )?(?P<unit>dias?|diitas?|semanas?|semanitas?|mes(?:es)?|days?|weeks?|months?)"
    r"(?P<half> y medi[oa])?(?P<working_es> habiles| laborables| laborales)?"
)
_STRONG = (
    r"para|pa['’]?(?:l|ra)?|a mas tardar|como maximo|como muy tarde|cuando mucho|maximo|hasta|antes de|antes|de cara a|"
    r"by|before|no later than|until|till|due"
)
_LEAD = rf"(?:(?:{_STRONG}|de a(?:qui|ca) a|de a(?:qui|ca)(?= al )|de cara(?= al )|on|for|tipo|por)\s+){{0,3}}"
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|noon|midnight)"
    r"(?:\s*(?:am|pm|hrs|horas|de la (?:manana|tarde|noche)|en punto|y media|o'clock))?"
)
# Apart from the rules, each of which would take twice as long to compile with it.
_FOLLOWING = re.compile(
    r"(?:,?\s+(?:mism[oa]|temprano|sin falta|at the latest|"
    r"(?:a mas tardar|como maximo|como muy tarde)(?!,? (?:el|la|para|antes|en|este|esta|hoy|manana|pasado|\d))|"
    r"first thing|morning|afternoon|evening|night|noon|eod|cob|"
    r"nomas|sin falta|como (?:limite|tope)|a (?:primera|ultima)(?: hora)?(?: de la (?:manana|tarde))?|al? medio ?dia|"
    r"(?:en|por|a) la (?:manana|tarde|noche|siesta)|antes de (?:comer|almorzar|cenar|la comida|el almuerzo|la cena|"
    r"irme|irnos)|del almuerzo|(?:before|by|at) (?:lunch|noon|dinner)(?:time)?|"
    r"al final del dia|in the (?:morning|afternoon|evening)|end of day|close of business|"
    rf"(?:(?:antes de|a|como a|tipo) (?:las|la)|at|by|before) {_CLOCK}))*(?![\w/])"
)
_NEXT_BEFORE = r"(?:proxim[oa]|siguiente|entrante)"
_NEXT_AFTER = r"(?:que (?:viene|entra|sigue)|proxim[oa]|siguiente|entrante)"
_WEEK = (
    r"(?:\s+(?:(?P<this_week>de esta(?: misma)? semana|(?:of )?this week)|"
    rf"(?P<next_week>de la {_NEXT_BEFORE} semana|de la semana {_NEXT_AFTER}|de la otra semana|(?:of |de )?next week)|"
    rf"(?P<next_after>{_NEXT_AFTER})))?"
)
_WEEK_AFTER = rf" (?:de esta|de la {_NEXT_BEFORE} semana|de la semana {_NEXT_AFTER}|de la otra semana)"
_MEETING = (
    r"(?:junta|reunion|sesion|llamada|comite|seguimiento|alineacion|meeting|session|call|sync|check-?in|standup|"
    r"review)"
)
_AFTER_BARE_DAY = (
    r"(?=\s*(?:$|[.,;:?!)¿]|(?:y|que|a|en|para|por|sin|como|si|pero|o|te|le|les|lo|la|ya|sale|va|se|no|"
    r"de este mes|del mes|de mes)\b(?! (?:\d|mil\b|ciento\b))))"
)


def _rule(reading: str, pattern: str, *, lead: str = _LEAD, goes_on: bool = True, alone: bool = False) -> Rule:
    return Rule(reading, pattern, lead, goes_on=goes_on, alone=alone)


def _not_due(pattern: str) -> Rule:
    return _rule(NOT_DUE, pattern, goes_on=False)


_ANY_WD = _any(WEEKDAYS)
_PERIODS = r"(?:semana|mes|ano|trimestre|quincena|week|month|quarter|year|day|dia)"

_SAYS_OF_DAY = (
    r"(?:fine|good|ok|okay|great|perfect|better|best|when|the|too|not|my|our|a|an|doable|easier|tight|possible|"
    r"realistic|out|no|gonna|going|got|probably|also|more|safer|really)\b"
)
"""What "Friday's" goes on with where it means "Friday is"."""
_NOT_DUE_RULES = (
    _not_due(r"hoy en dia|hoy por hoy|al? dia de hoy|hasta (?:el dia de )?hoy|as of today|until today|de hoy"),
    _not_due(r"(?:la|una|cada|media|esta|toda la|las|buenas?|in the|this|every|good) (?:mananas?|morning)"),
    _not_due(rf"(?:el |del |al |este |the )?(?:pasado|past|last) (?:{_ANY_WD})"),
    _not_due(rf"(?:el |del |al )?(?:{_ANY_WD}) (?:pasado|anterior|de la semana pasada|last week|que paso)"),
    _not_due(rf"(?:todos los|los|cada|every|each) (?:otros? )?(?:{_ANY_WD})s?"),
    _not_due(rf"(?:{_any(name + 's' for name in WEEKDAYS_EN)})"),
    _not_due(rf"(?:every|each|cada|tod[oa]s l[oa]s|l[oa]s) (?:fin(?:es)? de )?{_PERIODS}(?:e?s)?"),
    _not_due(rf"(?:la |el |las |los )?(?:fin de )?{_PERIODS}(?:e?s)? (?:pasad[oa]s?|anterior(?:es)?)"),
    _not_due(
        rf"(?:el|la|los|las) (?:pasad[oa]|ultim[oa])s? (?:(?:\d+|{_any(COUNTS)}) )?(?:fin de )?{_PERIODS}(?:e?s)?"
    ),
    _not_due(
        rf"(?:la |el )?(?:ultim[oa]|pasad[oa]|last|previous) {_MEETING}|(?:la |el )?{_MEETING} (?:pasad[oa]|anterior)"
    ),
    _not_due(rf"(?:the )?(?:last|past|previous) (?:(?:\d+|few|{_any(COUNTS)}) )?{_PERIODS}s?"),
    _not_due(r"ayer|anoche|antier|anteayer|antes de ayer|yesterday|last night|el otro dia|the other day"),
    _not_due(r"hace (?:como |unos |unas |ya )?(?:\w+ )?(?:un |una )?(?:dias?|semanas?|mes(?:es)?|anos?|rato|tiempo)"),
    _not_due(rf"(?:\d+|{_any(COUNTS)}) {_PERIODS}s? ago"),
    _not_due(
        r"(?:desde|since|a partir|starting|beginning|from|arrancando|comenzando|empezando|effective) "
        r"(?:el |del |la |de |on |this |next |mid |early |este |esta |proxim[oa] |siguiente ){0,4}"
        rf"(?:{_ANY_WD}|{_any(MONTHS)}|hoy|manana|\d{{1,2}}(?: de \w+)?|today|tomorrow|{_PERIODS}|now on)"
        rf"(?: {_NEXT_AFTER})?"
    ),
    _not_due(rf"(?:el|the|by the|un|unos) (?:{_ANY_WD}) (?:antes|before)(?! (?:de|del|las|la|the|noon|\d))"),
    _not_due(rf"(?:un par de|a couple of|unos|{_any(COUNTS)}|\d+) (?:dias|days|semanas|weeks) (?:antes|before)"),
    _not_due(r"24/7|50/50"),
    _rule(
        NOT_DUE,
        rf"(?:the |this |next |our )?(?:{_any(WEEKDAYS_EN)}|today|tomorrow)'s (?!{_SAYS_OF_DAY})\w+|"
        rf"(?:the |this |our )?(?:{_any(WEEKDAYS_EN)}) {_MEETING}",
        lead=r"(?:(?:for|on|at|in) )?",
        goes_on=False,
    ),
    _rule(
        NOT_DUE,
        r"(?<!antes )(?<!despues )(?<!el dia )de manana"
        r"(?! (?:no pas|en (?:ocho|quince|8|15)|a (?:mas|primera|ultima)))",
        lead="",
        goes_on=False,
    ),
)

_SHIFTS = (
    _rule("shift", r"(?:de )?(?P<base>hoy|manana) en (?P<span>ocho|quince|8|15)(?: dias)?"),
    _rule("shift", r"(?P<span>a fortnight)(?: from)? (?P<base>today|tomorrow|now)"),
    _rule("shift", rf"(?:del|de|el|de este) {_WD} en (?P<span>ocho|quince|8|15)(?: dias)?"),
    _rule("shift", r"(?P<span>a week|one week|two weeks) from (?P<base>today|tomorrow|now)"),
    _rule(
        "shift",
        rf"(?P<span>a week|one week|two weeks|a fortnight) (?:from|on) {_WD}|(?:el |"
        rf"on )?{_WD.replace('weekday', 'weekday_b')} week",
    ),
    _rule(
        "count",
        rf"(?:en|dentro de|in|within|en unos|en unas|en menos de|within the next|in the next|en los proximos|"
        rf"en las proximas|de a(?:qui|ca) a|dame(?: unas| unos)?|deme|denme|dadme|give me(?: like)?|gimme) "
        rf"{_COUNT} {_UNIT}",
    ),
    _rule("count", r"a (?P<count>ocho|quince|8|15) (?P<unit>dias)"),
    _rule("fortnight_en", r"(?:in|within) a fortnight(?:'s time)?"),
    _rule("count", rf"{_COUNT} {_UNIT}", alone=True),
    _rule("hours", rf"(?:en|dentro de|in|within) {_HOURS}", alone=True),
    _rule("today", rf"(?:antes de|before|by) (?:las {_CLOCK}|la una|medio ?dia|noon)", alone=True, lead=""),
    _rule("count", rf"{_COUNT} (?P<unit>days|weeks|months) from (?:now|today)"),
)

_OTHER_WD = _WD.replace("weekday", "weekday_b")
_SENTENCE_START = r"(?:^|(?<=[.?!¿¡…] )|(?<=[¿¡…]))"
_AFTER_YES = "|".join(f"(?<=^{word})" for word in ("va ", "ok ", "ok, ", "sale ", "dale ", "si, ", "listo, ", "vale, "))
_AFTER_YES = f"(?:{_AFTER_YES})"
_AFTER_LONE_DAY = (
    r"(?:\s*(?:[.!?…]|$)|,? (?:temprano|sin falta|entonces|mejor|a (?:primera|ultima|mas)|como (?:muy|maximo)|"
    r"(?:por|en|a) la (?:manana|tarde|noche)|al? medio))"
)
"""What a day without an article is followed by where it is an answer of its own: "Miércoles temprano la tiene"."""
_HANG_UP = (
    r"(?:colg(?:amos|uemos|ue|o)|cuelg(?:o|ue|uen)|cort(?:amos|emos|o|e|ás?)|salgamos|salimos|terminemos|acabemos|"
    r"nos desconect(?:amos|emos))"
)
_FROM_HERE = rf"(?:de )?(?:aqui|aca|esto|est[ae] {_MEETING}|(?:la|el) {_MEETING})"
_AFTER_THIS = (
    rf"despues de est(?:o|[ae] {_MEETING})|"
    r"(?:right |straight |just )?after this(?: meeting| call| session)?|later today|(?:por )?al? rato|"
    r"en un rat(?:it)?o|(?:right|straight|just) after (?:the|our) (?:call|meeting|session)|"
    r"(?:when|once|as soon as) we (?:hang up|get off(?: (?:this|here|the call))?)|"
    rf"(?:ahora )?(?:en cuanto|apenas|ni bien|cuando|nomas|tan pronto(?: como)?) {_HANG_UP}(?: {_FROM_HERE})?"
    r"(?=\s*(?:$|[.,;:?!…]|(?:te|le|les|lo|la|los|las|me|se|nos|y|os)\b))|"
    rf"(?:ahora )?(?:en cuanto|apenas|ni bien|cuando|nomas) (?:salg[oa]|salga|termin[oe]|acab[oe]) {_FROM_HERE}|"
    r"ahora (?:a|por|en) la (?:tarde|noche|siesta)|"
    rf"(?:saliendo|terminando|acabando|colgando|cortando|al (?:salir|terminar|acabar|colgar|cortar)) {_FROM_HERE}|"
    r"antes de (?:irme|irnos)(?! (?:de|a))|before i (?:leave|go home)(?: today)?(?! (?:for|on))"
)
_PART_OF_DAY = (
    r"antes de (?:comer|almorzar|cenar|la comida|el almuerzo|la cena)|antes del almuerzo|"
    r"(?:before|by|till|until) (?:lunch|noon|dinner)(?:time)?|(?<!\w )a la (?:tarde|siesta|noche)"
)
"""A time of day: today's, unless the same words name a day."""
_DAYS = (
    _rule("today", _AFTER_THIS),
    _rule("part_of_day", _PART_OF_DAY, lead="", goes_on=False),
    _rule("between", rf"entre (?:hoy|ahora|manana|el {_OTHER_WD}) y (?:el )?{_WD}", lead=""),
    _rule("today", r"(?:by )?(?:close|end) of play|ahorita (?:en|por) la (?:tarde|noche)"),
    _rule(
        "weekday", rf"(?:by|before|in time for) (?:the |this |next )?{_WD}(?:'s)? {_MEETING}", lead="", goes_on=False
    ),
    _rule("weekday", rf"{_SENTENCE_START}(?P<weekday>{_any(WEEKDAYS_ES)})(?={_AFTER_LONE_DAY})"),
    _rule("weekday", rf"{_AFTER_YES}(?P<weekday>{_any(WEEKDAYS_ES)})(?=\s*(?:$|[.,!?…]))", lead="", goes_on=False),
    _rule("date", rf"(?:el|este|the) mism[oa] (?P<weekday>{_ANY_WD}),? (?:dia |the )?{_DAY}"),
    _rule("weekday", rf"(?:by )?(?:close|end) of (?:play|business) (?:on )?{_WD}|(?:el|este|the) mismo {_OTHER_WD}"),
    _rule("either", rf"(?:el |este )?{_WD} (?:o|or)(?: el| the)? {_OTHER_WD}"),
    _rule("tomorrow_or", r"manana o pasado(?: manana)?|tomorrow or the (?:next day|day after)"),
    _rule("after_tomorrow", r"entre (?:hoy y pasado|manana y pasado)(?: manana)?"),
    _rule("tomorrow", r"entre hoy y manana"),
    _rule("weekday", rf"(?:el|para el) (?P<one_or_next>otro) {_WD}"),
    _rule("weekday", rf"(?:the )?{_WD} (?P<next_but_one>after next)"),
    _rule(
        "weekday", rf"(?:no mas (?:alla|tarde) del|a (?:primera|ultima) hora del|sin pasar del) {_WD}{_WEEK}", lead=""
    ),
    _rule(
        "working",
        r"(?:el )?(?:proximo|siguiente|primer) dia (?:habil|laborable|laboral)(?! de)|"
        r"(?:the )?next (?:business|working) day",
    ),
    _rule("today", rf"(?:el dia de )?hoy(?: (?:{_any(WEEKDAYS_ES)}))?|today|tonight|this (?:afternoon|evening)"),
    _rule("today", r"esta(?: misma)? (?:tarde|noche)|(?:the )?end of (?:the )?(?:day|business)|eod|cob"),
    _rule("today", r"close of business|al? (?:final|termino|cierre) del dia|en el transcurso del dia"),
    _rule("today", r"que (?:acabe|termine) el dia"),
    _rule("after_tomorrow", r"pasado manana|(?:the )?day after tomorrow"),
    _rule(
        "tomorrow",
        rf"(?:(?:first thing|eod|the end of day|end of day|cob) )?(?:el dia de )?"
        rf"(?:manana|tomorrow)(?: (?:{_any(WEEKDAYS_ES)}))?",
    ),
    _rule("weekday", rf"(?:(?P<this>este(?: mismo)?|this(?: coming)?)|el|al|the|el dia) {_WD}{_WEEK}"),
    _rule("weekday", rf"antes del {_WD}{_WEEK}", lead=""),
    _rule("weekday", rf"(?:(?:el|al|the|this|antes del) )?(?P<next>{_NEXT_BEFORE}|coming|next) {_WD}"),
    _rule("weekday", rf"(?:{_STRONG}) {_WD}{_WEEK}", lead=""),
    _rule("weekday", rf"(?:first thing |eod |end of day |cob |on )?(?P<weekday>{_any(WEEKDAYS_EN)}){_WEEK}"),
    _rule("weekday", rf"(?P<weekday>{_any(WEEKDAYS_ES)})(?={_WEEK_AFTER}){_WEEK}"),
    _rule("weekday", rf"(?P<weekday>{_any(WEEKDAYS_ES)})(?: que viene| proximo| siguiente)(?P<next>)"),
    _rule(
        "weekday",
        rf"(?:para|en|antes de|hasta|before|by|for) (?:el|la|the) {_MEETING} (?:del|on) {_WD}{_WEEK}",
        lead="",
    ),
)

_WEEKEND = r"(?:fin de semana|finde|weekend)"
_ENDS = r"(?:fin(?:es|ales)?|final|cierre|termino|ultimo dia|ultimos dias)"
_OF = r"(?:de|del|de este|de esta|de la|de el)"
_NAMED_PERIOD = (
    rf"(?:{_MONTH_ALONE}(?: de 20\d\d)?|(?P<q>(?:q|t)[1-4]|(?:primer|segundo|tercer|cuarto) trimestre)|"
    r"(?P<h>h[12]|(?:primer|segundo) semestre)|"
    r"(?P<period>mes|semana|trimestre|ano|quarter|week|month|year))"
)
_PERIOD_RULES = (
    _rule("fortnight", rf"(?P<next>la (?:proxima|siguiente) quincena|la quincena {_NEXT_AFTER})"),
    _rule("fortnight", rf"(?:(?:la|el|esta|al?|el dia de|el dia de la) )?(?:{_ENDS} de (?:la )?)?quincena"),
    _rule("weekend", rf"(?:(?:el|este|the|this|over the) )?(?P<next>proximo |next )?{_WEEKEND}(?: {_NEXT_AFTER})?"),
    _rule(
        "end",
        rf"(?:(?:a|al|el|en|los) )?{_ENDS} {_OF} (?P<next>proxim[oa] |siguiente |otra )?"
        rf"{_NAMED_PERIOD}(?P<next_after> {_NEXT_AFTER})?",
    ),
    _rule("end", r"(?:the )?end of (?:the |this |(?P<next>next ))?" + _NAMED_PERIOD),
    _rule("end", r"late (?:this |(?P<next>next ))?" + _NAMED_PERIOD),
    _rule("half_month", rf"(?:la )?(?P<half_of>primera|segunda) quincena de {_MONTH_ALONE}"),
    _rule(
        "nth_week",
        r"(?:en )?(?:la |the )?(?P<nth>primera|segunda|tercera|cuarta|ultima|first|second|third|fourth|last) "
        rf"(?:semana|week) (?:de|of) {_MONTH_ALONE}",
    ),
    _rule("period", r"(?:the )?(?P<period>week|month|quarter) (?P<next_but_one>after next)"),
    _rule("period", r"(?:en |para )?(?:la |el )(?P<next>otr[oa]) (?P<period>semana|mes)(?! (?:que|pasad))"),
    _rule(
        "period",
        r"(?:(?:en|para|durante|a|in|by|for) )(?:el |the )?(?:(?P<q>q[1-4]|(?:primer|segundo|tercer|cuarto) trimestre)|"
        r"(?P<h>h[12]|(?:primer|segundo) semestre))(?: del (?:proximo ano|ano que viene))?",
        lead="",
    ),
    _rule(
        "period",
        r"(?:el |the )?(?:(?P<q>q[1-4]|(?:primer|segundo|tercer|cuarto) trimestre)|(?P<h>h[12]|(?:primer|segundo) "
        r"semestre))",
        alone=True,
    ),
    _rule(
        "working_of",
        rf"(?:el )?(?P<which>primer|ultimo) dia (?:habil|laborable) (?:de |del )(?P<of>mes|{_any(MONTHS)})",
    ),
    _rule("end", r"(?:the )?(?:(?P<month_end>month|quarter|year|week)[- ]end|(?P<eo>eow|eom|eoq|eoy))"),
    _rule("end", r"que (?:acabe|termine|cierre|se acabe|termine) (?:el|la) (?P<period>mes|semana|trimestre|ano)"),
    _rule("end", r"(?:the )?(?P<period>week|month|quarter|year) (?:ends|is over|is out)"),
    _rule(
        "middle",
        rf"(?:a )?(?:mediados|mitad) (?:de|del) (?:la |el |este |esta )?(?P<next>proxim[oa] )?{_NAMED_PERIOD}"
        rf"(?P<next_after> {_NEXT_AFTER})?|"
        rf"mid[- ](?P<b_next>next )?{_NAMED_PERIOD.replace('<', '<b_')}",
    ),
    _rule(
        "start",
        rf"(?:a )?(?:principios|inicios|comienzos) (?:de|del) (?:la |el |este |esta )?(?P<next>proxim[oa] )?"
        rf"{_NAMED_PERIOD}(?P<next_after> {_NEXT_AFTER})?",
    ),
    _rule("start", rf"(?:early|beginning of|start of) (?:the )?(?P<next>next )?{_NAMED_PERIOD}"),
    _rule(
        "period",
        r"(?:durante |en |dentro de |entre |during |later )?(?:este|esta|this)(?: mism[oa])? "
        r"(?P<period>semana|mes|trimestre|ano|week|month|quarter|year)",
    ),
    _rule(
        "period",
        r"(?:en|durante|entre) (?:el transcurso de )?la "
        r"(?P<period>semana)(?! que| pasada| anterior| proxima| siguiente)",
    ),
    _rule(
        "period",
        r"(?:en |durante |sometime )?(?:la |el )?(?P<next>proxim[oa]|siguiente|next) "
        r"(?P<period>semana|mes|trimestre|ano|week|month|quarter|year)",
    ),
    _rule("period", rf"(?:en |durante )?(?:la|el) (?P<period>semana|mes|trimestre|ano) (?P<next>{_NEXT_AFTER})"),
    _rule(
        "month",
        rf"(?:{_STRONG}|en|durante|in|during|this) (?:el mes de )?{_MONTH_ALONE}(?! \d| (?:pasado|anterior))",
        lead="",
        goes_on=False,
    ),
    _rule(
        "week_of",
        rf"(?:en )?la semana del (?:lunes )?{_DAY}(?: de {_MONTH})?|"
        rf"the week of (?:the )?{_MONTH.replace('<', '<b_')} {_DAY.replace('<', '<b_')}",
    ),
)

_PRONOUNS = ("primero", "first", "uno", "dos", "second", "tres", "third")
"""Numbers that speech uses as pronouns ("el uno y el dos"): a day only with a month or after "para el"."""
_LATER = (
    r"(?:despues (?:del|de las|de la|de)|pasand?o (?:el|la|las)?|pasad[oa]s? (?:el|la|las)?|a la vuelta (?:del|de)|"
    r"after(?: the)?|tras (?:el|la))"
)
_LONG_WEEKEND = (
    r"(?P<long>puente|(?:fin de semana|finde) largo|long weekend|bank holiday weekend)|"
    r"(?P<off>(?:dia )?feriado|festivo|(?:public |bank )?holiday)|(?P<week_end>fin de semana|finde|weekend)"
)
_DATED = rf"(?:(?P<weekday>{_ANY_WD}),? (?:the )?)?"
_DATE_RULES = (
    _rule("date", r"(?:el |the )?(?P<year>20\d\d)-(?P<number_month>\d\d)-(?P<day>\d\d)"),
    _rule(
        "numeric",
        r"(?:(?:el|al|the|del|dia) )?(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<year>20\d\d|"
        r"\d\d)",
    ),
    _rule(
        "numeric", r"(?:el|al|antes del|the|del|el dia|by|on|before|para|due) (?P<first>\d{1,2})/(?P<second>\d{1,2})"
    ),
    _rule("numeric", r"(?P<first>\d\d)/(?P<second>\d\d)"),
    _rule("numeric", r"(?P<first>\d{1,2})/(?P<second>\d{1,2})", alone=True),
    _rule("date", rf"(?:(?:el|al|antes del|the|el dia|del) )?{_DATED}(?:dia )?{_DAY} (?:de |of )?{_MONTH}{_YEAR}"),
    _rule("date", rf"(?:the )?{_DATED}{_MONTH} (?:the )?{_DAY}{_YEAR}"),
    _rule("date", rf"(?:el|al|antes del|the|this) (?P<weekday>{_ANY_WD}),? (?:dia |the )?{_DAY}"),
    _rule("date", rf"(?P<weekday>{_any(WEEKDAYS_EN)}),? the {_DAY}"),
    _rule("date", rf"(?P<weekday>{_any(WEEKDAYS_ES)}) {_DAY}(?! (?:por|de cada|mil|y )\b)"),
    _rule("date", rf"(?:para|en|antes de|hasta|a) (?:la|el) {_MEETING} del (?:dia )?{_DAY}(?: de {_MONTH})?", lead=""),
    _rule("date", rf"(?:el|al|pa['’]?l|antes del) dia {_DAY}(?: de este mes| del mes)?"),
    _rule("date", r"the (?P<day>\d{1,2})(?:st|nd|rd|th)(?: of (?:this|the) month)?"),
    _rule(
        "date",
        r"the (?P<day>twent(?:ieth|y[- ]\w+)|thirtieth|fifteenth|tenth|thirty[- ]first)(?! (?:time|one|percent))",
    ),
    _rule(
        "date",
        rf"(?:el|al|pa['’]?l|antes del) (?P<day>\d{{1,2}})(?: de este mes| del mes)?{_AFTER_BARE_DAY}",
        goes_on=False,
    ),
    _rule(
        "date",
        rf"(?:el|al|pa['’]?l|antes del) (?P<day>{_any(w for w in DAYS if w not in _PRONOUNS)}){_AFTER_BARE_DAY}",
        goes_on=False,
    ),
    _rule("date", rf"(?:{_STRONG}) el (?P<day>primero|uno|dos|tres){_AFTER_BARE_DAY}", lead="", goes_on=False),
    _rule("date", r"el (?P<day>primero|uno|dos|tres)(?= (?:a|por|en) la (?:manana|tarde|noche))"),
    _rule("date", rf"{_SENTENCE_START}el (?P<day>primero|uno|dos|tres)(?=\s*[.!…]*$)", lead="", goes_on=False),
    _rule("date", rf"(?:{_STRONG}|on) the (?P<day>{_any(ORDINALS_EN)})(?! \w)", lead="", goes_on=False),
    _rule("date", rf"the (?P<day>{_any(ORDINALS_EN[3:])})(?=\s*(?:$|[.!?…]))"),
    _rule("date", rf"(?:no mas (?:alla|tarde) del) (?:dia )?{_DAY}(?: de {_MONTH})?", lead=""),
    _rule("holiday", rf"(?:(?:de|el|la|del|el dia de|antes del) )?(?P<holiday>{_any((*HOLIDAYS, *FEASTS))})"),
    _rule("after", rf"{_LATER} (?:{_LONG_WEEKEND})", lead=""),
    _rule("after", rf"{_LATER} (?P<feast>{_any((*HOLIDAYS, *FEASTS))})", lead=""),
    _rule("after", rf"{_LATER} (?P<black>black friday|thanksgiving|viernes negro)", lead=""),
    _rule("after", rf"{_LATER} (?P<holy>semana santa|easter)", lead=""),
    _rule("after", rf"(?:despues del|after the) {_DAY}(?: de {_MONTH})?(?! (?:de|por|mil|%))", lead="", goes_on=False),
    _rule("before_off", rf"(?:para )?(?:antes del?|before|before the) (?:{_LONG_WEEKEND})", lead=""),
    _rule("before_off", r"(?:para )?(?:antes de|before) (?P<holy>semana santa|easter)", lead=""),
    _rule("public_holiday", r"(?:el |the )?(?:dia )?(?:feriado|festivo|(?:public|bank) holiday)"),
    _rule("buen_fin", r"(?:el |del |antes del )?buen fin"),
    _rule(
        "black_friday",
        r"(?:(?:el|del|the|antes del) )?(?P<name>black friday|viernes negro|cyber monday|cyber lunes|thanksgiving)",
    ),
)

_MEETING_RULES = (
    _rule(
        "before_meeting",
        rf"(?:{_COUNT} |el )(?:dias?|days?) (?:antes de|before) (?:(?:la|el|the|our|nuestra|esta) )?"
        rf"(?:proxim[oa] |siguiente |next )?{_MEETING}",
    ),
    _rule("meeting", rf"(?:(?:en|a) )?(?:la|el|the|our|nuestra|esta)? ?(?:proxim[oa]|siguiente|next) {_MEETING}"),
    _rule("meeting", rf"(?:en )?(?:la|el) {_MEETING} {_NEXT_AFTER}"),
    _rule("meeting", rf"(?:(?:en|para) )?la otra {_MEETING}"),
    _rule("meeting", r"(?:la proxima vez que|cuando) nos (?:veamos|volvamos a ver|reunamos|juntemos)"),
    _rule("meeting", r"antes de que nos (?:veamos|volvamos a (?:ver|reunir|juntar)|reunamos|juntemos)", lead=""),
    _rule(
        "meeting",
        r"(?:(?:en|para|hasta|antes de|a) )la (?:proxima|siguiente|que viene)"
        r"(?=\s*(?:$|[.,;:?!]|(?:lo|la|los|las|te|le|les|se|os|me|nos|y|ya|con|que|vemos|entonces|para que|sin falta|"
        r"traigo|llevo|queda|todo)\b))",
        lead="",
        goes_on=False,
    ),
    _rule("meeting", r"(?:en |para )?la (?:proxima|siguiente|que viene)", alone=True),
    _rule("meeting", r"next time(?! (?:i|you|he|she|they|it)\b)|(?:when|before) we (?:next )?meet(?: next| again)?"),
)

RULES: tuple[Rule, ...] = (*_NOT_DUE_RULES, *_SHIFTS, *_DAYS, *_PERIOD_RULES, *_DATE_RULES, *_MEETING_RULES)


@cache
def _told_by() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the rules that each part of TELLING may tell."""
    parts = frozenset().union(*(rule.telling for rule in RULES))
    return {part: tuple(n for n, rule in enumerate(RULES) if part in rule.telling) for part in parts}


def rules_in(folded: str) -> list[Rule]:
    """The rules that say something in the folded text, in the grammar's order."""
    told_by = _told_by()
    numbers = {number for part in told_in(folded) for number in told_by.get(part, ())}
    return [rule for rule in (RULES[number] for number in sorted(numbers)) if rule.core.search(folded)]

"""What customers and prospects say, want or object to, as somebody in the meeting tells it."""

import re

from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.matter import matter


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


_FIRM = (
    r"(?:client[ea]s?|clientas?|prospect[oa]s?|leads?|comprador(?:es|as?)?|consumidor(?:es|as?)?|usuari[oa]s?"
    r"|distribuidor(?:es|as?)?|mayoristas?|"
    r"minoristas?|tender[oa]s?|cuentas? grandes?|empresas?|cadenas?|tiendas?|comercios?|negocios?|pacientes?"
    r"|alumn[oa]s?|huespedes?|padres?|madres?|"
    r"constructor(?:as?|es)|restauranter[oa]s?|hoteler[oa]s?|arquitect[oa]s?|socios|suscriptor(?:es|as)?|pasajer[oa]s"
    r"|vecin[oa]s|agricultor(?:es|as)?|"
    r"customers?|clients?|prospects?|buyers?|users?|shoppers?|retailers?|dealers?|distributors?|accounts?|tenants?"
    r"|patients?|subscribers?|guests?|parents?|owners?)"
)
_SOMEBODY = (
    r"(?:gente|senor(?:a|es|as)?|senoras?|tipos?|tipas?|chav[oa]s?|muchach[oa]s?|hombres?|mujer(?:es)?|jefe de compras"
    r"|encargad[oa]s? de|gerente de(?:l| la)? \w+|duen[oa]s?|ingenier[oa]s?|"
    r"people|folks|guys?|lad(?:y|ies)|gentleman|man|woman|co-op|everybody|everyone)"
)
_ART = (
    r"(?:el|la|los|las|un|una|unos|unas|al|del|mis?|nuestr[oa]s?|vari[oa]s|much[oa]s|algun[oa]s?|otr[oa]s?|dos|tres"
    r"|cuatro|cinco|cada|ciert[oa]s|ningun[oa]?|tod[oa]s l[oa]s|"
    r"the|a|an|my|our|some|several|many|most|one|two|three|every|another|other|a couple of|few)"
)
_ADJ = r"(?:\w+ ){0,1}"
_CLITICS = (
    r"(?:(?:que )?(?:nos|me|se|lo|la|le|les|ya|no|siempre|todavia|tambien|nunca|solo|ayer|hoy|el otro dia|siguen|estan"
    r"|andan|vienen"
    r"|always|also|just|keep|kept|still|never|all|really|often|actually|are|were|is|was|have|has|did|don't|doesn't"
    r"|didn't) ){0,4}"
)
_SAYS = (
    r"(?:dice[ns]?|dijo|dijeron|diciend\w+|decia[ns]?|pid(?:e|en|io|ieron|iendo|ia|ian)|pregunt(?:a|an|o|aron|ando|aba"
    r"|aban)|quej(?:a|an|o|aron|ando|andose|aba|aban)|"
    r"reclam(?:a|an|o|aron|ando)|aleg(?:a|an|o|aron|ando)|coment(?:a|an|o|aron|ando)|objet(?:a|an|o|aron|ando)"
    r"|exig(?:e|en|io|ieron|iendo)|quier(?:e|en)|querian?|"
    r"necesita[ns]?|compar(?:a|an|o|aron|ando)|prefier(?:e|en)|espera[ns]?|sient(?:e|en)|agradec(?:e|en|io|ieron)"
    r"|insist(?:e|en|io|ieron)|solicit(?:a|an|o|aron)|"
    r"mencion(?:a|an|o|aron)|escrib(?:e|en|io|ieron)|cont(?:o|aron)|cuentan?|busca[ns]?|critic(?:a|an|o|aron)"
    r"|amenaz(?:a|an|o|aron)|odia[ns]?|adoran?|vale el precio|"
    r"(?:get|gets|got|getting) (?:confused|lost|stuck|upset|annoyed|frustrated|scared)|say|says|said"
    r"|saying|tell|tells|telling|told|ask|asks|asked|asking|complain|complains|complained|complaining"
    r"|wants?|wanted|needs?|loves?|loved|hates?|hated|objects?|objected|"
    r"mentions?|mentioned|feels?|felt|finds?|found|thinks?|thought|worry|worried|struggle|compare|compared|prefers?"
    r"|expects?|cares?|push(?:es|ed)? back|wrote|writes|typed|wondered)"
)
_MARKED = _p(
    rf"{_ART} {_ADJ}{_FIRM}(?: (?!que ya|no han|han)(?:de|del|con|en|from|at|in|of|for|that|mio|mia|nuestro|grande"
    rf"|chico|nuev[oa]s?) ?(?:[\w']+ ?){{0,4}}?)?,? {_CLITICS}{_SAYS}",
    rf"(?:lo que )?(?:nos |me |les )?(?:dicen|piden|preguntan|reclaman|comentan|objetan|exigen|critican|agradecen"
    rf"|alegan|reportan|cuentan) (?:mucho |siempre |tambien |ahora )?{_ART} {_ADJ}{_FIRM}",
    rf"(?:me|nos) (?:dijo|dijeron|pregunto|pregunta|comento|pidio|conto|escribio|llamo) {_ART} {_ADJ}(?:{_FIRM}"
    rf"|{_SOMEBODY})",
    rf"(?:cosa|queja|comentario|feedback|opinion|percepcion|sentir|reclamo|inquietud|duda|objecion)s? (?:frecuente "
    rf"|comun |mas comun )?(?:de|que (?:nos |me )?(?:hacen|ponen)) (?:l[oa]s |nuestr[oa]s )?{_FIRM}",
    r"la objecion (?:mas comun|principal|es|que)|pushback on|(?:i|we) (?:keep )?(?:hear|hearing"
    r"|heard) from (?:customers|clients|prospects|buyers)",
    rf"(?:oigo|escucho|escuchamos|oimos|me llega|nos llega)[\w ]{{0,20}} (?:a|de|entre) l[oa]s {_FIRM}",
    rf"a {_ART} {_ADJ}{_FIRM} (?:[\w ]{{0,24}} )?(?:no )?(?:les?|se les?) (?:parece[n]?|gusta[n]?|molesta[n]?"
    rf"|preocupa[n]?|cuesta|importa[n]?|interesa[n]?|encanta[n]?|falta[n]?|sirve[n]?|urge|conviene|hace[n]? ruido"
    rf"|resulta[n]?|queda[n]?|llega[n]?|duele[n]?)",
    rf"(?:my |our |the |most |some )?(?:customers|clients|prospects|buyers|users|accounts|retailers"
    rf"|dealers) (?:[\w']+ ){{0,3}}{_SAYS}",
)
_TOLD = _p(
    rf"{_ART} {_ADJ}{_SOMEBODY}(?: (?:de|del|from|at|in|over|with) (?:[\w']+ ?){{1,4}}?)?,? {_CLITICS}{_SAYS}",
    rf"(?:el|la|los|las|uno|una|unos|dos|tres|alguno) de (?:l[oa]s? )?(?:[\w]+ ?){{1,3}}? {_CLITICS}{_SAYS}",
    rf"(?:los|las) (?:mi[oa]s|nuestr[oa]s|tuy[oa]s) {_CLITICS}{_SAYS}",
    r"(?:people|everybody|everyone|folks|nobody) (?:\w+ )?(?:hates?|loves?|wants?|complains?|asks?|keeps? asking|says?"
    r"|needs?)",
    rf"la gente,? {_CLITICS}{_SAYS}",
    r"(?:he|she|they) (?:told (?:me|us)|said and i quote|wrote (?:in|me|us)|asked (?:me|us))",
)
_THEY_SAY = _p(
    r"(?:a mi )?(?:tambien )?(?:me|nos) (?:lo |la )?(?:dicen|piden|preguntan|reclaman|objetan|alegan|exigen|comparan"
    r"|comentan)(?! en)(?: lo mismo| que| si| el| la| los| las| por| mucho| siempre| cuanto| cuando)?",
    r"lo (?:primero |que mas |unico )?que (?:mas )?(?:(?:me|nos|le|les) )?(?:preguntan|piden|dicen|reclaman|alegan"
    r"|objetan)",
    r"(?:they|people) (?:keep |always |all )?(?:ask|asking|asked|say|tell us|tell me|want|complain)(?! (?:you|me to"
    r"|us to))",
)
_COMPANY = re.compile(
    r"(?<!\w)(?P<who>[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?: [A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)?) (?:ya |siempre |tambien |también )?(?:me"
    r"|nos) (?:dice|dijo|dijeron|pide|pidió|pidio|pregunta|preguntó|reclama|reclamó|escribió|comentó|contó)(?!\w)"
)
_INSIDE = re.compile(
    r"(?<!\w)(?:proveedor\w*|agencia|imprenta|banco|ejecutivo|contador\w*|contabilidad|cartera|finanzas|sistemas|legal"
    r"|rrhh|jefe(?! de compras)|director\w*|"
    r"presidente|dueno de la empresa|abogad\w+|programador\w*|disenador\w*|almacen|planta|produccion|equipo"
    r"|companer\w+|board|boss|finance|legal team|"
    r"supplier|vendor|agency|printer|accountant|lawyer|organizacion|organizador\w*|administracion|don|dona)(?!\w)"
)
_PROMISES = re.compile(
    r"(?<!\w)(?:que (?:nos |me |ya |la otra semana |manana |el \w+ )?(?:iba a|va a|van a|firma|firman|manda|mandan"
    r"|paga|pagan|confirma|despacha|llama)|"
    r"(?:firmo|firmaron|pago|pagaron|no contesta|no contestan|cerro|cerraron)|(?:that )?(?:they'd|they'll|he'd|he'll"
    r"|she'd|she'll|they will|he will|she will) \w+)(?!\w)"
)
_OBJECTS = re.compile(r"(?<!\w)(?:objetan|reclaman|alegan|comparan|exigen|lo primero que|tambien me lo|complain)(?!\w)")
_ENOUGH = 2


def customers_say(reading: Reading) -> tuple[float, str] | None:
    """How likely the sentence tells what customers say, and why; None when it does not."""
    sentence = reading.sentence
    folded = sentence.folded
    asks = sentence.question_span is not None and not sentence.asks_agreement and "«" not in folded
    if asks or len(matter(folded)) <= _ENOUGH:
        return None
    marked = _MARKED.search(folded)
    told = _TOLD.search(folded)
    match = marked or told or _THEY_SAY.search(folded)
    company = _company(reading)
    if match is None and company is None:
        return None
    start, end = (match.start(), match.end()) if match else (0, len(folded))
    inside = _INSIDE.search(folded, start, end) is not None
    inside = inside or any(start - 3 <= named.start < end for named in reading.names)
    signs = (
        (_PROMISES.search(folded, max(0, end - 12), end + 40), 0.2, "a customer's promise is told, not their view"),
        (inside and marked, 0.25, "somebody of the firm may be quoted"),
        (inside, 0.0, ""),
        (marked, 0.7, "customers are named with what they say"),
        (told or company, 0.5, "somebody outside is quoted"),
        (_OBJECTS.search(folded), 0.5, "it tells what they object to, with no word who"),
        (True, 0.4, "it tells what they say, with no word who"),
    )
    score, reason = next((score, reason) for holds, score, reason in signs if holds)
    return (score, reason) if score else None


def _company(reading: Reading) -> re.Match[str] | None:
    match = _COMPANY.search(reading.sentence.text)
    if match is None or any(named.start <= match.start("who") < named.end for named in reading.names):
        return None
    return None if match.group("who") in {"Ya", "Yo", "Eso", "Que", "No", "Y", "Lo", "Ayer", "Hoy"} else match

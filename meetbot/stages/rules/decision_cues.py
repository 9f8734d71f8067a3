"""How meetings settle, put off and take back: patterns over folded text, Spanish and English together."""

import re


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


OPENER = (
    r"(?:entonces|pues|va|ok|okay|listo|sale|bueno|vale|venga|perfecto|dale|buenisimo|hecho|orale|bien|ya|"
    r"de acuerdo|cerrado|so|alright|then|great)"
)
_NEXT_POINT = (
    r"(?: (?:el|la|lo|los|las))? (?:siguiente|proxim[oa]|primer[oa]?|segund[oa]|tercer[oa]?|ultim[oa]|tema|punto|otro|"
    r"agenda|orden del dia|compromisos|pendientes|acuerdos|indicadores|numeros|cifras|resultados|seguimiento|embudo|"
    r"meta|sla|traspaso|reporte|presentacion)"
)
"""After "vamos con" these open the next point of the meeting instead of settling one."""
DECLARED = _p(
    r"(?:lo|la|los|las|nos) (?:dejamos|dejemos|dejamos asi) (?:en|como|asi|con|a)|dejamos (?:el|la|los|"
    r"las) [\w ]{2,30}? (?:en|como|a|con)|"
    r"(?:que(?:de|da)|quedan|quedaria|quedo) (?:en|como|con|acordad[oa]s?|aprobad[oa]s?|decidid[oa]s?|"
    r"definid[oa]s?|fijad[oa]s?|establecid[oa]s?|"
    r"descartad[oa]s?|cancelad[oa]s?|autorizad[oa]s?|cerrad[oa]s?|confirmad[oa]s?|asi|fuera|"
    r"suspendid[oa]s?|eliminad[oa]s?|prohibid[oa]s?|incluid[oa]s?|excluid[oa]s?|congelad[oa]s?|habilitad[oa]s?|"
    r"designad[oa]s?|asignad[oa]s?|repartid[oa]s?|programad[oa]s?)|"
    r"quedamos (?:entonces |pues |ya )?(?:en|con)|(?:lo|la|los|las) (?:damos|doy) por \w+|"
    r"acordamos|se acuerda(?= (?:que|no|el|la|lo|los|las|un|una|\w+[aei]r)(?!\w))|se acordo|decidimos|se decide"
    r"|se decidio|se aprueba|aprobamos|apruebo|autorizamos|"
    r"descartamos|cancelamos|"
    r"(?:la decision|el acuerdo) (?:es|seria|queda)|esta decidido|(?:nos|me) quedamos? con|nos vamos (?:con|por|"
    rf"a)|vamos con(?!{_NEXT_POINT}(?! (?:opcion|propuesta|alternativa|agencia|version)))|asi (?:le|lo|la) hacemos"
    rf"|entonces (?:ya )?vamos(?! a |{_NEXT_POINT}| con)|"
    rf"nos inclinamos por|"
    r"va a ser|se queda (?:en|como|con|asi|fuera)|"
    r"(?:we|we've|we have) (?:agreed|decided|settled)|it's (?:decided|settled|agreed)|that's (?:decided|settled|"
    r"agreed|final)|the decision is|"
    r"(?:let's|we'll|we will|we're going to|i'd say let's) (?:go with|stick with|settle on|keep it at|"
    r"leave it at)|we're (?:going with|dropping|keeping|moving to|"
    r"switching to|killing|sticking with)|decision made|final answer"
)
SETTLES = _p(
    r"(?:que(?:de|da)|quedan|queda entonces|esta) (?:acordad|aprobad|decidid|definid|fijad|cerrad|confirmad|"
    r"autorizad)[oa]s?",
    r"(?:va |queda |quedamos |se queda |lo dejamos |la dejamos |los dejamos |entonces |pues )asi(?! que)"
    r"(?: (?:le|lo|la|los) hacemos| queda| quedamos| lo dejamos)?",
    r"asi (?:le|lo|la) hacemos|asi queda(?:mos)?|trato hecho|que asi sea|acuerdo cerrado|es un acuerdo|asi se queda",
    r"(?:that's|it's|all) (?:decided|settled|agreed)|we have a deal|so be it|let's do that then|decision made",
)
"""Words that settle what was put forward before them, and say nothing of it themselves."""
FIGURE = (
    r"(?:como |unos |unas |el |la |los |un |casi |apenas |cerca de |alrededor de |mas de |menos de |about |at |"
    r"around )*"
    r"(?:[$€]?\d[\d.,]*|cero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"dieci\w+|veint\w+|"
    r"treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w+cient[oa]s|mil|medio millon|"
    r"un millon|one|two|three|four|five|six|seven|eight|nine|ten|\w+ty|a hundred|half)(?!\w)"
)
REPORTS = _p(
    rf"(?:quedo|quedaron|quedaba|quedamos|quedo en|cerro|cerramos|termino|terminamos|salio|anda|andamos|vamos) "
    rf"(?:en|con|como en|a|arriba de|abajo de) {FIGURE}",
    rf"(?:nos|me|les|le|se nos) (?:queda|quedan|quedo|quedaron|sale|salen|salio) (?:en|a|como en) {FIGURE}",
    rf"(?:came in|ended up|finished|landed|closed|came out) (?:at|with) {FIGURE}",
)
"""A figure that came out so: told, not decided."""
IN_FIGURE = re.compile(rf"(?<!\w)(?:queda|quedan|quedamos) (?:en|con|como en) {FIGURE}")
"""Decided or told: only an answer to a proposal, or a word of conclusion, makes it a decision."""
OPENS = _p(
    r"(?:acordemos|decidamos|definamos|fijemos|veamos|pongamonos de acuerdo(?: en)?|acordamos|definimos|decidimos|"
    r"aclaremos|resolvamos)(?: (?:de una vez|entonces|hoy|aqui|juntos|bien|ya|primero))* "
    r"(?:en )?(?:como|que(?! (?:el|la|los|las|no)(?!\w))|cual|cuales|cuando|cuanto|cuanta|cuantos|cuantas|quien|"
    r"quienes|si|"
    r"donde)",
    r"(?:hay que|habria que|tenemos que|tendriamos que|debemos|deberiamos|necesitamos|falta|toca|hace falta|nos falta|"
    r"vamos a|hoy toca|queda por|faltaria)(?: (?:de una vez|hoy|ya|primero))* "
    r"(?:acordar|decidir|definir|resolver|aclarar|ponernos de acuerdo|fijar|ver como|ver que|determinar)",
    r"(?:let's|we (?:need|have) to|we should|we must|we've got to) (?:just )?(?:decide|agree|settle|figure out|define|"
    r"work out)(?: on)? (?:how|what|which|when|who|whether|if|where|on (?:how|what|which|when|who|a))|"
    r"(?:we (?:need|have) to|we should) (?:decide|agree|settle|figure (?:it|this|that) out|define)",
)
"""Asks the others to agree on something: the discussion begins here."""
DONE_DEAL = re.compile(
    rf"^[\s¡¿,.]*(?:{OPENER}[\s,.]+)*(?:queda )?(?:descartad[oa]s?|aprobad[oa]s?|decidid[oa]s?|acordad[oa]s?|"
    rf"cancelad[oa]s?|autorizad[oa]s?|cerrad[oa]s?|"
    r"agreed|approved|decided|settled|cancelled)(?!\w)"
)
NO_MORE = re.compile(
    r"(?:^|[,.]\s*)no (?:more )?(?P<thing>[\w-]+(?: [\w-]+)?) then(?!\w)|(?<!\w)(?:adios|fuera) (?:a |"
    r"con )?(?:el|la|los|las)(?!\w)"
)
MOVES_TO = re.compile(rf"^[\s¡¿,.]*(?:{OPENER}[\s,.]+)+(?:pues\s+)?(?:a|con|por|al)\s+[a-z0-9]")
_LATER = (
    r"(?:(?:para|a|en|hasta|por) (?:la|el|los|las|otra|otro|una|un) (?:proxim\w+|siguientes?|otr[oa]|que viene"
    r"|que entra|reunion|junta|sesion|llamada|vuelta|semana|mes|ano|trimestre)|"
    r"(?:para|en|a|hasta) (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|despues|luego|mas (?:tarde|adelante)|otra|otro|que|cuando|la (?:proxima|otra))|"
    r"(?:en )?la (?:proxima|otra|siguiente|que viene|semana que viene)|el (?:proximo|otro) \w+|despues|luego"
    r"|mas adelante|mas tarde|otro dia|cuando \w+|con (?:calma|tiempo|l[oa]s (?:numeros|datos|cifras)|mas (?:datos"
    r"|tiempo|calma))|"
    r"hasta (?:que|no|tener))"
)
_TREAT = (
    r"(?:ve|ha?bl|platic|platiqu|charl|convers|trat|toc|retom|revis|discut|evalu|analiz|decid|defin|cerr|cierr|resolv"
    r"|resuelv|pens|mir|mov|muev|pas|dej|llev|tra|agend|program|pate|posterg|aplaz|aparc|"
    r"congel|pospon|corr|vot)(?:amos|emos|imos|ar|er|ir|a|an|amosl[oa]s?|emosl[oa]s?|al[oa]s?|enl[oa]s?)"
)
DEFERS = _p(
    rf"(?:lo|la|los|las|eso|esto|ese (?:punto|tema)|este (?:punto|tema)"
    rf"|se) (?:\w+ ){{0,2}}?{_TREAT} (?:\w+ ){{0,3}}?{_LATER}",
    r"(?:eso|esto|ese tema|lo otro|lo de [\w ]{2,20}),? (?:mejor |ya )?(?:para|hasta) (?:otra|otro|la (?:otra"
    r"|proxima|siguiente)|el (?:otro|proximo)|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre|despues|luego)",
    r"hoy no (?:lo|la|los|las|se|vamos a) (?:cerramos|vemos|decidimos|definimos|cierra|ve|decide|define|cerrar|decidir"
    r"|definir)",
    r"(?:a|en) (?:la congeladora|la nevera|la heladera|la hielera|el congelador|el freezer)|al? (?:congelador|freezer"
    r"|refri|cajon)|(?:hoy )?(?:ya )?no (?:nos )?(?:da|alcanza|queda) (?:el )?(?:tiempo|la hora)|"
    r"(?:we're|we are|out of|ran out of|no) (?:out of )?time (?:for (?:that|this|it)|today)|"
    r"(?:that|this|it)(?: one)? (?:can |has to |'ll |will )?waits? (?:until|till|for)|"
    r"(?:tabled|parked|shelved|postponed|pushed)(?= (?:until|till|to|for)(?!\w)|\W*$)|"
    r"(?:se queda|se va|va|queda) para (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre"
    r"|diciembre|despues|luego|otra|otro|el otro|la otra|mas adelante)|"
    r"(?:back|on the) burner|(?:goes|put (?:it|that)|stays) on ice|"
    r"(?:en el tintero|en veremos)|primero (?:esperemos|tengamos|veamos|hagamos"
    r"|consigamos) [\w ]{2,40}?(?:y )?(?:luego|despues|ahi)|(?:todavia|aun) no,? primero|no me quiero comprometer|"
    r"(?:take|let's take) (?:it|this|that) offline|(?:i'd|let's|we should|we'll|better) (?:hold off|wait)|punt (?:it"
    r"|that|this|on)|don't (?:need|have) to decide|"
    r"(?:next|another)[- ](?:quarter|month|week|meeting|year|call)[- ](?:conversation|problem|discussion|topic|thing"
    r"|decision)|on the agenda for (?:next|the next)|ahi lo vamos viendo",
    r"[a-z]+[ae]mosl[oa]s? (?:en (?:la|el|otra|otro|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    r"octubre|noviembre|"
    r"diciembre|\w+ (?:dias|semanas))|la proxima|el proximo|otro dia|despues|luego|mas adelante|con calma|cuando)",
    r"(?:todavia|aun) no (?:lo |la )?(?:decidamos|definamos|cerremos)|no (?:decidamos|definamos|"
    r"cerremos)(?: \w+){0,4} (?:todavia|"
    r"aun|hoy|ahora)",
    r"(?:push|move|postpone|defer|park|table|leave) (?:the |that |this |it |our )?(?:[\w]+ ){0,4}?(?:to|until|"
    r"till|for) "
    r"(?:next (?:week|month|quarter|meeting|time|year|call)|later|after the|another|the next)",
    r"(?:take|pick|bring) (?:[\w' -]+ )?(?:up|back)(?: \w+){0,2} (?:in|on|at|when|once|after|next|later|another)|"
    r"(?:let's|we'll|we can|i'd rather) (?:look at|talk about|decide|discuss|settle|do|handle|tackle|revisit"
    r"|get (?:back )?to|deal with) (?:[\w' -]+ )?(?:later|another (?:day|time)|"
    r"next (?:week|month|quarter|meeting|time|year)|when (?:we|he|she|they|it)|once (?:we|he|she|they|it)|after the)|"
    r"put a pin in|sleep on (?:it|that)|not (?:today|this week|for today)|on hold|"
    r"(?:yo )?(?:sin \w+ )?(?:eso |esto )?(?:no lo|no la) (?:toco|tocamos|decido|decidimos|cierro|cerramos|resuelvo"
    r"|defino) (?:hoy|sin|hasta|yo sin)|"
    r"sin \w+ (?:yo )?no (?:lo|la) (?:toco|decido|decidimos|cierro|muevo)|"
    r"let's wait (?:for|until|till)|(?:esperemos|esperamos) (?:a que|a tener|al cierre|a ver)",
    r"(?:eso |esto )?(?:no |tampoco )(?:lo |la |los |las )?(?:podemos|vamos a|alcanzamos a|conviene|toca|hay que) "
    r"(?:decidir|resolver|definir|cerrar|acordar|discutir|tratar|ver)(?:lo|la|los|las)? "
    r"(?:hoy|ahora|ahorita|aqui|aca|todavia|aun|sin)",
    r"(?:dejemoslo|dejemosla|dejamoslo|lo dejamos|la dejamos|lo dejemos|que quede) (?:quiet[oa]|en pausa|"
    r"stand ?by|congelad[oa]|"
    r"para (?:la|el|otra|otro|cuando)|hasta)",
    r"(?:lo |la |los |las )(?:charlamos|conversamos|tratamos|tocamos|evaluamos|volvemos a ver|retomamos|miramos|"
    r"vemos|hablamos|discutimos|decidimos|definimos) (?:el|la|en|a|para|cuando|mas|despues|luego|otro|otra|con calma)",
    r"(?:lo |la |los |las |eso |esto )?(?:dejamos|dejemos|dejamoslo|dejemoslo|dejalo|dejar) (?:(?:esto|eso|"
    r"este tema|ese tema|mejor) )?(?:para(?! que)|hasta|pendiente|abierto)",
    r"(?<!nos )(?:lo |la |los |las |eso |esto )?(?:pasamos|pasemos|vemos|veamos|retomamos|retomemos|decidimos|"
    r"decidamos|discutimos|"
    r"discutamos|revisamos|revisemos|hablamos|hablemos|platicamos|platiquemos|definimos|definamos|"
    r"analizamos) (?:(?:esto|eso|este tema|ese tema|todo eso|ya|mejor) )?"
    r"(?:para|en (?:la|el|las|otra|otro|enero|febrero|\w+ (?:semanas|dias))|hasta|despues|luego|mas adelante|"
    r"otro dia|la otra|el otro|la proxima|la siguiente|la semana|el mes|el lunes|el martes|el miercoles|"
    r"el jueves|el viernes|a la vuelta|cuando)",
    r"(?<!le )(?<!les )(?<!me )(?<!te )(?<!nos )(?:queda|quedan|queda(?:r)?ia|dejamos|dejemoslo|dejamoslo|"
    r"lo dejo) (?:aplazad[oa]|pendiente|pospuest[oa]|"
    r"en pausa|en stand ?by|en veremos|abiert[oa]|para (?:la|el|despues|enero|otra))",
    r"(?:lo |la |los |las )?(?:aparcamos|aparquemos|parqueamos|parqueemos|frenamos|congelemos|postergue?mos|posponemos"
    r"|pospongamos|aplazamos|aplacemos|pateamos|pateemos|postergamos|"
    r"diferimos|congelamos|ponemos en pausa)",
    r"(?:eso |esto |mejor )?(?:no lo|no la|eso no lo) (?:decidamos|veamos|discutamos|definamos|resolvamos|"
    r"cerremos|decidimos|discutimos) (?:hoy|ahora|ahorita|aqui|aca|todavia|aun)",
    r"(?:let's|we'll|we should|can we|we) (?:park|table|postpone|defer|shelve|push|revisit|come back to|"
    r"hold off on|hold off|circle back)(?: (?:it|that|this|on))?",
    r"(?:don't|do not|not) (?:have to )?decide (?:this|that|it)? ?(?:now|today|yet)|(?:decide|look at|discuss|"
    r"talk about|revisit) (?:it|this|that) (?:next|later|in|on|when|after|another)|"
    r"(?:park|table) (?:it|that|this)|leave (?:it|that|this)(?: one)? (?:for|until) (?:next|later|the next|another)",
)
REVERSES = _p(
    r"no (?:va|van|corre|corren|sigue|siguen) mas(?! de)|qued[oa] (?:sin efecto|en la nada)|me desdigo|"
    r"mejor no|me retracto|regresamos a|regresemos al?|volvemos al?|volvamos al?|ya no (?:va|van|aplica|aplican)|"
    r"(?:lo |la )?dejamos como (?:estaba|"
    r"antes)|mejor (?:lo|la|los|las)? ?(?:dejamos|dejemos)|"
    r"olviden(?:lo|se)|olvidemos|olvidemonos|echamos para atras|damos (?:marcha atras|reversa)|reconsider\w+|"
    r"cambio de opinion|cambie de opinion|lo pense mejor|pensandolo bien|"
    r"pensandolo mejor|ya no (?:lo|la|los|las)? ?\w+mos|siempre no|cancelamos lo|deshacemos|no lo (?:subamos|"
    r"bajemos|cambiemos|movamos|hagamos)|anulamos|"
    r"let's not|scratch that|on second thought|i take that back|actually,? no|never mind|forget (?:it|that|what)|"
    r"let's go back to|we're going back to|go back to|undo|reverse that|changed my mind"
)
EARLIER = _p(
    r"habiamos (?:dicho|quedado|acordado|decidido|hablado|puesto|programado)|(?:lo|la) ibamos a|iba(?:mos)? a|"
    r"como (?:habiamos )?quedamos|(?:lo que )?(?:dijimos|quedamos|acordamos) (?:que|en que|la (?:otra|semana)|el|hace"
    r"|en)|"
    r"(?:hace (?:\w+ )?(?:dias|semanas|meses)|la (?:vez|semana|junta|reunion|otra) [\w ]{0,20}?) (?:quedamos|dijimos"
    r"|acordamos|decidimos)|"
    r"se (?:habia|iba|acordo|quedo)|(?:estaba|estaban) (?:previst|programad|planead|acordad|decidid|fijad|pensad"
    r"|agendad)[oa]s?|"
    r"we (?:had |'d )?(?:said|agreed|decided|planned)|we'd (?:said|agreed|decided|planned)|we were (?:going|supposed"
    r"|planning) to|"
    r"(?:it )?was (?:going|supposed|scheduled|set|planned) (?:to|for)|(?:it's |is )?on the calendar for|last (?:time"
    r"|meeting|week) we|habiamos"
)
PAST = _p(
    r"ayer|anoche|(?:la|el) (?:semana|mes|ano|trimestre|junta|reunion|lunes|martes|miercoles|jueves|"
    r"viernes) pasad[oa]|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre)|hace (?:\w+ )?(?:dias|semanas|meses|anos|dias)|last (?:week|month|year|quarter)|"
    r"yesterday|ago|la vez pasada|antes(?! del? )|el otro dia|ya (?:lo |la )?\w+mos|fue(?:ron)?|"
    r"(?:me|nos|le|les) \w+(?:ieron|aron)"
)
REJECTS = _p(
    r"queda como (?:dijimos|estaba|quedamos|habiamos)|olvidate|dejalo|nada, (?:olvidalo|dejalo)|keep it as|"
    r"leave it as"
)


CONCLUDES = re.compile(rf"^[\s¡¿,.]*(?:[\w']+[\s,.]+){{0,2}}?{OPENER}[\s,.]+|(?<!\w)entonces\s|(?<!\w)a partir de")
NORMS = re.compile(
    r"(?<!\w)(?:a partir de(?:l| la| los| las)? \w+|"
    r"desde (?:ahora|hoy|manana|ya|el \w+|la \w+)|de ahora en mas|(?:from|as of) \w+ on|as of (?:now|today|\w+day"
    r"|next \w+)|de (?:ahora|aqui|hoy) en adelante|en adelante|"
    r"going forward|from now on|starting (?:now|today|tomorrow|monday|tuesday|wednesday|thursday|friday|next|in)|"
    r"effective (?:immediately|today|monday))(?!\w)"
)
"""From when something is to hold."""

"""How meetings settle, put off and take back: patterns over folded text, Spanish and English together."""

import re


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w'])(?:" + "|".join(alternatives) + r")(?!\w)")


OPENER = (
    r"(?:entonces|pues|va|ok|okay|listo|sale|bueno|vale|venga|perfecto|dale|buenisimo|hecho|orale|bien|ya|"
    r"de acuerdo|cerrado|so|alright|then|great)"
)
DECLARED = _p(
    r"(?:lo|la|los|las|nos) (?:dejamos|dejemos|dejamos asi) (?:en|como|asi|con|a)|dejamos (?:el|la|los|"
    r"las) [\w ]{2,30}? (?:en|como|a|con)|"
    r"(?:que(?:de|da)|quedan|quedaria|quedo) (?:en|como|con|acordad[oa]s?|aprobad[oa]s?|decidid[oa]s?|"
    r"definid[oa]s?|fijad[oa]s?|establecid[oa]s?|"
    r"descartad[oa]s?|cancelad[oa]s?|autorizad[oa]s?|cerrad[oa]s?|confirmad[oa]s?|asi|fuera)|"
    r"quedamos (?:en|con)|(?:lo|la|los|las) (?:damos|doy) por \w+|"
    r"acordamos|se acuerda|se acordo|decidimos|se decide|se decidio|se aprueba|aprobamos|apruebo|autorizamos|"
    r"descartamos|cancelamos|"
    r"(?:la decision|el acuerdo) (?:es|seria|queda)|esta decidido|(?:nos|me) quedamos? con|nos vamos (?:con|por|"
    r"a)|vamos con|nos inclinamos por|"
    r"va a ser|se queda (?:en|como|con|asi|fuera)|"
    r"(?:we|we've|we have) (?:agreed|decided|settled)|it's (?:decided|settled|agreed)|that's (?:decided|settled|"
    r"agreed|final)|the decision is|"
    r"(?:let's|we'll|we will|we're going to|i'd say let's) (?:go with|stick with|settle on|keep it at|"
    r"leave it at)|we're (?:going with|dropping|keeping|moving to|"
    r"switching to|killing|sticking with)|decision made|final answer"
)
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
DEFERS = _p(
    r"(?:lo |la |los |las |eso |esto )?(?:dejamos|dejemos|dejamoslo|dejemoslo|dejalo|dejar) (?:(?:esto|eso|"
    r"este tema|ese tema|mejor) )?(?:para (?!que)|hasta|pendiente|abierto)",
    r"(?<!nos )(?:lo |la |los |las |eso |esto )?(?:pasamos|pasemos|vemos|veamos|retomamos|retomemos|decidimos|"
    r"decidamos|discutimos|"
    r"discutamos|revisamos|revisemos|hablamos|hablemos|platicamos|platiquemos|definimos|definamos|"
    r"analizamos) (?:(?:esto|eso|este tema|ese tema|todo eso|ya|mejor) )?"
    r"(?:para|en (?:la|el|las|otra|otro|enero|febrero|\w+ (?:semanas|dias))|hasta|despues|luego|mas adelante|"
    r"otro dia|la otra|el otro|la proxima|la siguiente|la semana|el mes|el lunes|el martes|el miercoles|"
    r"el jueves|el viernes|a la vuelta|cuando)",
    r"(?:queda|quedan|queda(?:r)?ia|dejamos|dejemoslo|dejamoslo|lo dejo) (?:aplazad[oa]|pendiente|pospuest[oa]|"
    r"en pausa|en stand ?by|en veremos|abiert[oa]|para (?:la|el|despues|enero|otra))",
    r"(?:lo |la |los |las )?(?:posponemos|pospongamos|aplazamos|aplacemos|pateamos|pateemos|postergamos|"
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
    r"mejor no|me retracto|regresamos a|regresemos a|volvemos a|volvamos a|(?:lo |la )?dejamos como (?:estaba|"
    r"antes)|mejor (?:lo|la|los|las)? ?(?:dejamos|dejemos)|"
    r"olviden(?:lo|se)|olvidemos|olvidemonos|echamos para atras|damos (?:marcha atras|reversa)|reconsider\w+|"
    r"cambio de opinion|cambie de opinion|lo pense mejor|pensandolo bien|"
    r"pensandolo mejor|ya no (?:lo|la|los|las)? ?\w+mos|siempre no|cancelamos lo|deshacemos|no lo (?:subamos|"
    r"bajemos|cambiemos|movamos|hagamos)|anulamos|"
    r"let's not|scratch that|on second thought|i take that back|actually,? no|never mind|forget (?:it|that|what)|"
    r"let's go back to|we're going back to|go back to|undo|reverse that|changed my mind"
)
EARLIER = _p(
    r"habiamos (?:dicho|quedado|acordado|decidido)|(?:lo|la) ibamos a|iba(?:mos)? a|como (?:habiamos )?quedamos|"
    r"we (?:had )?(?:said|agreed|decided)|we were going to|habiamos|dijimos que"
)
PAST = _p(
    r"ayer|anoche|(?:la|el) (?:semana|mes|ano|trimestre|junta|reunion|lunes|martes|miercoles|jueves|"
    r"viernes) pasad[oa]|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|octubre)|hace (?:\w+ )?(?:dias|semanas|meses|anos|dias)|last (?:week|month|year|quarter)|"
    r"yesterday|ago|la vez pasada|antes|el otro dia|ya (?:lo |la )?\w+mos|fue(?:ron)?|"
    r"(?:me|nos|le|les) \w+(?:ieron|aron)"
)
REJECTS = _p(
    r"queda como (?:dijimos|estaba|quedamos|habiamos)|olvidate|dejalo|nada, (?:olvidalo|dejalo)|keep it as|"
    r"leave it as"
)


CONCLUDES = re.compile(rf"^[\s¡¿,.]*(?:[\w']+[\s,.]+){{0,2}}?{OPENER}[\s,.]+|(?<!\w)entonces\s|(?<!\w)a partir de")

"""What speakers say to accept, refuse, hedge, quote, repeat: patterns over folded text, Spanish and English together.

They describe kinds of speech act, not phrases of a certain meeting. All are compiled once.
"""

import re

from meetbot.stages.rules.vocabulary import ONCE


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


_FILLER = (
    r"(?:(?:este|eh|em|mmm?|ah|ay|uy|oh|pues|bueno|buen|o sea|a ver|mira|miren|mire|oye|oigan|oiga|ok|okay|okey|"
    r"bien|venga|"
    r"va|sale|dale|listo|perfecto|che|hombre|ya|entonces|y|um|uh|er|well|so|right|yeah|hey|hmm|ajusto|ja+|jaja+|"
    r"hijole|orale|no manches|igual)"
    r"\b[\s,.…¡!]*)"
)
FILLERS_AT_START = re.compile(rf"^[\s,.…¡¿!]*{_FILLER}+")
FILLERS_AT_END = re.compile(
    r"(?:[\s,.…!¡¿?]+(?:no|eh|verdad|cierto|pues|va|ok|okay|vale|sale|porfa(?:vor)?|por favor|please|right|dale|"
    r"claro|"
    r"digo|o sea|este|ja+|jaja+|te parece|les parece|le parece|os parece|everyone okay with that|yeah|ha|"
    r"deal))+[\s,.…!?]*$"
)

ACCEPT = re.compile(
    rf"^[\s,.…¡¿!]*{_FILLER}*(?:si|sii+|dale|va|vale|sale|orale|claro|listo|de una|de acuerdo|con gusto|"
    rf"con mucho gusto|"
    r"como no|por supuesto|desde luego|cuenta con (?:ello|eso|migo)|cuenten con eso|perfecto|hecho|ok|okay|okey|"
    r"bueno|ya|"
    r"venga|simon|sip|yo(?=\s*(?:[.,!]|$)|\s+(?:mero|mismo|misma|puedo))|a la orden|entendido|anotado|lo anoto|"
    r"apuntado|me apunto|me parece|esta bien|estoy en eso|"
    r"de inmediato|enseguida|al toque|altiro|al tiro|andale|ya mismo|sobres|va que va|obvio|como usted diga|"
    r"hagale|genial|buenisimo|correcto|"
    r"cool|alright|all right|sure|yes|yeah|yep|yup|of course|absolutely|will do|got it|you got it|no problem|"
    r"can do|on it|i'm on it|"
    r"happy to|fine|sounds good|consider it done|okey dokey|right away|definitely|no worries)(?!\w)"
)
STRONG_ACCEPT = _p(
    r"hagamoslo|hagamos eso|lo hacemos|hagale|me parece(?: (?:bien|perfecto|genial|excelente))?|de acuerdo|"
    r"por mi(?: bien| si)?|"
    r"esta bien|me sirve|asi si|hecho|adelante|perfecto|buenisimo|barbaro|estupendo|genial|excelente|cerrado|"
    r"va que va|"
    r"va|dale|vale|sale|orale|listo|eso(?=\s*(?:[.,!]|$))|totalmente|tal cual|finally|let's do (?:it|that)|"
    r"works for me|fine by me|agreed|i agree|makes sense|sounds good|good by me|i'm (?:in|good|fine|okay|"
    r"ok) with|deal|"
    r"opino (?:lo mismo|igual)|yo igual|igual yo|pienso (?:lo mismo|igual)|yo tambien|mejor asi|lo veo bien|"
    r"me (?:late|copa|tinca|cuadra|"
    r"cierra|convence)|conforme|bacan|chevere|joya|no tengo problema|sin problema|claro que si|"
    r"same here|me too|no objections?|that works|fair enough|good call|sold|"
    r"perfect|great|love it|yep|absolutely|go for it|me gusta|va por ahi|dejemoslo|dejemosla|hagamosle"
)
EXPLICIT_ACCEPT = _p(
    r"hagamoslo|hagamosle|hagamos eso|lo hacemos|me parece(?: \w+)?|de acuerdo|por mi(?: bien| si)?|me sirve|"
    r"me gusta|"
    r"asi si|adelante|perfecto|buenisimo|barbaro|estupendo|genial|excelente|totalmente|buena idea|"
    r"opino (?:lo mismo|igual|igualito)|yo igual|igual yo|pienso (?:lo mismo|igual)|yo (?:si |tambien )?(?:lo|la|"
    r"los|las) haria|yo tambien|"
    r"mejor asi|lo veo bien|me (?:late|copa|tinca|cuadra|cierra|convence|suma)|conforme|bacan|chevere|joya|"
    r"no tengo problema|sin problema|por supuesto|claro que si|que si|de una|me apunto|apoyo|secundo|"
    r"i'm (?:in|good with|fine with|okay with|ok with)|same here|me too|no objections?|that works|sounds right|"
    r"fair enough|"
    r"i'd support|good call|yes please|sold|"
    r"let's do (?:it|that)|works for me|fine by me|agreed|i agree|makes sense|sounds good|love it|perfect|"
    r"great idea|go for it"
)
"""Agreement that names itself: needed where the other only mentioned a thing."""
REFUSE = _p(
    r"no (?:puedo|podria|llego|alcanzo|voy a poder|me da(?: tiempo| la vida)?|tengo tiempo|creo que (?:pueda|"
    r"llegue|alcance)|"
    r"estoy|me toca|cuenten conmigo|me corresponde|es mi area|me comprometo)|imposible|ni de broma|ni loc[oa]|"
    r"ni hablar|"
    r"estoy (?:a tope|hasta el cuello|saturad[oa]|full|con la|con el|de vacaciones)|ando (?:saturad[oa]|en)|"
    r"yo no|yo paso|esta semana no|"
    r"i can't|i cannot|can't do|i won't be able|i'm swamped|i don't have (?:time|bandwidth)|no way|i'd rather not|"
    r"i would, but|not me|i'm (?:out|away|on leave|on vacation)"
)
OBJECT = _p(
    r"no me convence|no estoy de acuerdo|no creo|no se(?: si)?|no lo veo|no me gusta|se me hace (?:mucho|poco|"
    r"caro|raro)|"
    r"es (?:mucho|poco|demasiado|imposible|muy caro)|mejor no|depende|ojo|espera|esperen|aguanta|para(?=,|\.|$)|"
    r"ni de broma|"
    r"prefiero|preferiria|yo digo que no|que no|olvidate|"
    r"i don't (?:think|know|agree|like)|not sure|i disagree|i'd rather|hold on|wait|too (?:much|low|high|expensive)|"
    r"i'd go|honestly no|let's not|no way"
)
OBJECT_START = re.compile(
    rf"^[\s,.…¡¿!]*(?:{_FILLER})*(?:no|nop|nel|nope|pero|uf|mmm+|hmm+|but)(?!\w)(?![\s,.…]*(?:ok|okay|si|bueno|"
    rf"ya|puede|va|dale|i guess|sure|fine|yes|yeah|could))(?! (?:hay problema|te preocupes|"
    rf"problem|worries))"
)

QUOTED = _p(
    r"dice[ns]? que|dijo que|dijeron que|dijo|decia[ns]?|comento que|segun|que segun|me (?:dijo|dijeron|comento|"
    r"conto|aviso)|"
    r"nos (?:dijo|dijeron|comento)|prometio que|aseguro que|dicen|"
    r"said|says|told (?:me|us)|according to|used to say|they promised|apparently"
)
HABIT = _p(
    r"siempre|nunca|normalmente|por lo general|generalmente|usualmente|a veces|suelo|suelen|suele|solemos|"
    r"de vez en cuando|"
    r"casi siempre|cada (?:vez|lunes|martes|miercoles|jueves|viernes|semana|mes|dia|manana|tarde|ano|quincena)|"
    r"(?:todos|todas) (?:los|las) (?:dias|semanas|meses|lunes|martes|miercoles|jueves|viernes|mananas|tardes)|"
    r"los (?:lunes|martes|miercoles|jueves|viernes)|por semana|a la semana|al dia|al mes|a diario|diario|"
    r"a cada rato|todo el tiempo|diariamente|"
    r"always|usually|normally|typically|every (?:time|day|week|month|monday|tuesday|wednesday|thursday|friday)|"
    r"generally|sometimes|often|never|per week|a week|"
    r"on (?:mondays|tuesdays|wednesdays|thursdays|fridays)"
)
HYPOTHETICAL = _p(
    r"si (?:yo |nos |me |les |te |tuvieramos|hubiera|fuera|pudiera)?\w*(?:iera|ieras|ieramos|ieran|iese|iesen|"
    r"ara|aramos|aran)\b|"
    r"hubiera\w*|habria\w*|ojala|en un mundo ideal|algun dia|imaginate|supongamos|por ejemplo|"
    r"if i (?:had|were|could)|if we (?:had|were|could)|would have|would've|someday|in theory|ideally we|imagine|"
    r"hypothetically"
)
JOKE = _p(
    r"ja+(?: ja+)*|jaja\w*|jeje\w*|haha\w*|lol|es broma|es chiste|bromeo|just kidding|kidding|si no me corren|"
    r"ni loc[oa]|no es cierto|mentira|(?:bueno|ya|no),? (?:ya )?(?:hablando )?en serio"
)
SARCASM = re.compile(
    r"^[\s,.…¡¿!]*(?:(?:ah|uy|pues|bueno|oh)[\s,]+)*(?:si,? (?:claro|como no|seguro|hombre)|claro,? claro|"
    r"como no|sure|yeah,? sure|"
    r"(?:yeah,? )?right|of course|ah(?: bueno)?,? listo)\s*,"
)
"""A yes to what nobody asked: what follows is hardly meant."""
RECAP = _p(
    r"(?<!un )(?<!el )(?<!dar )repaso|repasamos|repasemos|recapitul\w+|resumiendo|en resumen|resumo|para resumir|"
    r"(?:leo|leemos|repito|repasando) (?:\w+ )?(?:los|las|lo)|los acuerdos son|(?:quedamos|quedaron) estos acuerdos|"
    r"lectura de (?:los )?acuerdos|a modo de cierre|"
    r"to recap|recap|to sum up|summing up|in summary|to summarize|so to confirm|quick summary|action items"
)
LISTS = _p(r"quedamos entonces|entonces quedamos|entonces queda|para cerrar|cerrando")
"""A read-back only where tasks of several people follow."""
TAKES_IT = _p(
    r"(?:lo|la|los|las|eso|ese|esa|esto) (?:lo |la )?(?:tomo|agarro|cojo|veo|hago|llevo|cubro|resuelvo|manejo) yo|"
    r"yo (?:me )?(?:lo|la|los|las) (?:tomo|agarro|cojo|cubro|resuelvo|manejo)|"
    r"yo (?:me )?(?:lo|la|los|las) (?:hago|veo|llevo)(?=\s*(?:$|[.,;!]|con |y |hoy|manana|el |esta |para ))|"
    r"(?:yo )?me hago cargo(?: yo)?|yo me (?:encargo|ocupo|apunto|ofrezco|aviento|echo|anoto)|me (?:encargo|"
    r"ocupo|apunto|anoto) yo|me encargo|"
    r"me ocupo|"
    r"(?:corre|va|dejalo|dejenlo|dejelo|queda) (?:por|de) mi cuenta|dejamelo a mi|dejenmelo a mi|"
    r"(?:eso|ese|esa) (?:es|va) (?:mio|mia|conmigo)|cuenten conmigo|cuenta conmigo|yo puedo|yo mero|me lo llevo|"
    r"i'll (?:take|own|do|handle|grab) (?:it|that|this|that one|this one|care of (?:it|that))|i can (?:take|do|"
    r"handle) (?:it|that|this|that one)|"
    r"i've got (?:it|that|this)|i got (?:it|that|this)|leave (?:it|that) (?:with|to) me|i'm on it|on it|"
    r"count me in|count on me|that's (?:mine|on me|on my side|my job)"
)
DELIVERY = _p(
    r"(?:te|le|les|os|se)? ?(?:lo|la|los|las) (?:tienes|tiene|tienen|tenes|teneis|tendras|tendran|tendra)|(?:te|"
    r"le|les|os) (?:lo|la|los|las) tengo|"
    r"(?:esta|queda|sale|va|estara|quedara|saldra)(?: listo| lista)?|(?:te|le|les|os) (?:llegan?|caen?)|(?:lo|"
    r"la|los|las) tengo(?: list[oa]s?)?|"
    r"(?:you'll|you will|you guys will) (?:have|get) (?:it|them|that|the|your|a)|(?:i'll|i will) have (?:it|"
    r"them|that|the)|(?:it'll|"
    r"it will) be (?:done|ready|there)|it's done"
)
CONDITION = re.compile(
    rf"(?<!\w)(?P<cue>si|siempre y cuando|siempre que|en cuanto|una vez que|if|{ONCE}|as long as|provided(?: that)?|"
    r"as soon as)\s+"
    r"(?P<body>[^,;.?!]{4,80})"
)
POLITE_CONDITION = _p(
    r"si (?:quieres?|quieren|queres|gustas|gusta|te parece|les parece|le parece|puedes?|podes|se puede|"
    r"hace falta|no|es que|acaso)|"
    r"if you (?:want|like|don't mind|can)|if (?:possible|needed|that's ok(?:ay)?)"
)
THANKS = _p(r"gracias|te agradezco|se lo agradezco|le agradezco|mil gracias|thank you|thanks|appreciate")
NO_WORK = re.compile(
    r"(?:(?:i'll|i will|let me|i can|i'm going to|i have to|i need to|i've got to|can you|could you)\s+(?:just |"
    r"quickly )?)?"
    r"(?:give (?:\w+ )?(?:an example|a (?:second|sec|minute|moment|bit|hint)|some (?:context|background|credit)|"
    r"context|credit)|"
    r"hand (?:it |this |things )?(?:over|off|back) to|pull up|take (?:that|it|this) as|(?:run|go|leave|drop|"
    r"jump)(?: off| at| now| soon)?"
    r"(?=\s*(?:$|[.,!]|at |now|in a|soon))|turn it over to|pass it (?:over )?to|play devil|"
    r"(?:paso|pasamos|pasemos)(?: ya| ahora)? al?(?=\s(?!\w+[aei]r(?:l[aeo]s?|se)?(?!\w)))|"
    r"tomo nota|speak (?:up|louder|to that)|mute|unmute|hear|see)(?!\w)"
)
NO_WORK_OBJECT = re.compile(
    r"\s*(?:yo |tu |usted |le |les |te |me )?(?:(?:la|el|los|las|un|una|unos|mi|mil|de|muchas|a\s+\w+\s+la)\s+)?"
    r"(?:palabra|razon|disculpas?|perdon|permiso|paciencia|ejemplo|gracias|bienvenid[ao]s?|pregunta|pausa|parentesis|"
    r"comentario|aclaracion|segundo|segundito|lamina|diapositiva|slide|minuto|minutito|momento|microfono|"
    r"camara|pantalla|volumen|"
    r"pesame|vuelta|lata|culpa|screen|mic|floor|camera)(?!\w)(?! de (?:\w+ )?\w+)"
)
"""What is given, taken or asked for in the course of talking."""
WHENEVER = re.compile(
    r"(?<!\w)(?:cuando|whenever|cada que)\s+(?:(?:me|nos|le|les|se|te|lo|la|ya|un|una|el|la|los|las)\s+)*"
    r"(?:\w+\s+)?(?:llegan?|entran?|caen?|viene[ns]?|hay|tengo|tenemos|piden?|llaman?|pasan?|es|esta|son|mandan?|"
    r"quiere[ns]?|"
    r"preguntan?|comes?|gets?|calls?|asks?)(?!\w)"
)
"""How things usually go: the present indicative, where a promise has the subjunctive ("cuando llegue")."""
IN_VAIN = re.compile(
    r"\s(?:y|pero|and|but)\s+(?:(?:el|ella|ellos|ellas|usted|ustedes|ahi|luego|despues|me|they|he|she|it|then)\s+)?"
    r"(?:no|nunca|nadie|ni|tampoco|never|nobody|don't|doesn't)\s+(?!hay problema)"
)
GIVEN_AT_ONCE = re.compile(
    r"^[\s¡¿,.]*(?:(?:si|claro|listo|va|ok|okay|dale|sure|yes|yeah)[\s,.]+)*(?:(?:ahi|ya|ahora|aqui|alli) "
    r"(?:esta|estan|va|van|quedo|quedaron|si|la tienes|lo tienes|tienes|tienen)|there (?:you go|it is)|"
    r"here (?:you go|it is)|"
    r"done)(?!\w)"
)

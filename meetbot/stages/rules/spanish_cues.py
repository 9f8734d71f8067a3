"""Spanish cues of speech acts, over folded text: periphrases, and words that only look like verbs of work."""

import re

from meetbot.stages.rules.vocabulary import vocabulary

CLITICS = vocabulary(
    "me te le les lo la los las se nos os",
)
OBJECTS = vocabulary(
    "lo la los las",
)
BETWEEN = r"(?:\s+(?:yo|tu|vos|usted|ustedes|ya|tambien|porfa|por favor|igual|nada mas|nomas|mejor|entonces))*"
INF = (
    r"(?P<verb>[a-z]+(?:ar|er|ir)(?:me|te|se|nos|les|los|las|le|lo|la|os|selos?|selas?|melos?|telos?|melas?|"
    r"telas?)?)(?!\w)"
)
PROMISES: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (score, re.compile(rf"(?<!\w)(?:{cue}){BETWEEN}\s+{INF}"))
    for score, cue in (
        (
            0.75,
            (
                r"me (?:encargo|ocupo) de|me comprometo a|quedo (?:de|en)|prometo|me llevo (?:la tarea|"
                r"el pendiente) de|me apunto a|me ofrezco a"
            ),
        ),
        (0.65, r"voy a|me pongo a|me aviento a|me doy a la tarea de|paso a|me dedico a"),
        (
            0.5,
            (
                r"me toca|dejame|dejenme|dejeme|dejame a mi|permitame|permiteme|tengo que|debo|tratare de|trato de|"
                r"intento|me falta|necesito"
            ),
        ),
        (0.42, r"puedo|podria yo|yo podria|quiero|quisiera"),
    )
)
NEEDS = re.compile(
    r"(?<!\w)(?:hay que|habria que|habra que|tenemos que|tendriamos que|debemos|deberiamos|falta|hace falta|"
    r"haria falta|"
    r"necesitamos|toca|nos toca|podemos|podriamos|se puede|se podria|conviene|convendria|urge|alguien (?:tiene|"
    r"tendria|debe|deberia|puede|podria)(?: que)?|"
    rf"yo tendria que|quien (?:puede|podria|quiere|va a|se anima a)){BETWEEN}\s+{INF}"
)
LACKS = re.compile(
    r"(?<!\w)(?:haria falta|hace falta|hara falta|nos falta|faltaria|necesitamos|necesitariamos|(?:estaria|"
    r"seria) (?:bueno|bien|genial|"
    r"buenisimo|padre) tener|ocupamos)(?=\s+(?:un|una|unos|unas|el|la|los|las)\s)"
)
"""As in "haría falta una hoja": a thing, with no verb that says what is to be done."""
WOULD_BE = re.compile(
    rf"(?<!\w)(?:(?:eso|esto|ahi|lo tuyo|tu|vos) (?:seria|es|va a ser|tendria que ser)|te toca|(?:te|le) queda|"
    rf"hay que|"
    rf"habria que|habra que|faltaria|hace falta|falta){BETWEEN}\s+{INF}"
)
"""As in "Nati, eso sería tocar el formulario": what somebody who is spoken to is to do."""
ASKS_TO = re.compile(
    r"(?<!\w)(?P<cue>(?:me |nos |le |les |lo |la |los |las )*(?:puedes|podes|podrias|puede|podria|pueden|podrian|"
    r"podeis|podriais|"
    r"te anim(?:as|ai) a|te atreves a|quieres|queres|te (?:encargo|pido|toca)|le (?:encargo|pido|toca)|"
    r"les (?:encargo|pido)|(?:me|"
    r"nos) ayudas? a|"
    rf"te importaria|le importaria|te comprometes a|te encargas de|se encarga de)){BETWEEN}\s+{INF}"
)
ASSIGNS = re.compile(
    r"\s+(?:(?:ya|nos|les|le|lo|la|los|las|me|te|tambien|entonces)\s+)*(?P<cue>va a|tiene que|debe|deberia|"
    r"queda de|queda en|"
    rf"quedo de|se compromete a|se ocupa de|se encarga de|puede|podria|necesita|ha de|se queda de)\s+{INF}"
)
TURN_OF = re.compile(
    r"(?<!\w)(?P<cue>(?:le toca|le corresponde|le encargamos|le encargo|le pedimos|le pido|"
    r"queda de parte de) a )"
)
LIGHT_ORDER = re.compile(
    r"(?<!\w)(?P<verb>dale|dele|denle|dales|denles|echale|echele|echenle|ponle|pongale)"
    r"(?=\s+(?:follow|seguimiento|una?\s|prioridad|la vuelta))"
)
"""As in "dale seguimiento": the noun says what is to be done."""
ASKS_CHARGE = re.compile(
    r"(?<!\w)(?:(?:te|se) (?:encargas?|encargai|encargan|ocupas?|apuntas?|animas?|animai|animan|avientas?|"
    r"rifas?)|lo (?:ves|tomas|haces|llevas) (?:tu|vos)|(?:me|"
    r"nos) ayudas? con)(?!\w)"
)
WANTS = re.compile(
    r"(?<!\w)(?:necesito|quiero|quisiera|pido|pediria|propongo|sugiero|me gustaria|necesitamos|seria bueno|"
    r"estaria bien|hace falta|mejor|"
    r"(?:te|le|les|os) (?:pido|encargo|agradeceria))\s+(?:que|k)\s+"
)
DETERMINERS = vocabulary(
    "el un una este esta ese esa estos estas esos esas del al mi tu su nuestro nuestra cada otro otra de con por",
    "sin en ningun algun a primer segundo tercer ultimo gran buen mal mismo nuevo proximo siguiente mejor unico",
)
PREPOSITIONS = vocabulary("a con de del en por para sin sobre entre segun hacia contra al")
FOLLOWERS = vocabulary(
    "el la los las un una unos unas ese esa esos esas esto eso este esta estos estas todo toda todos todas a al",
    "con hoy manana ahorita ahora luego despues yo otro otra ambos ambas mi mis su sus lo le les primero para",
    "temprano en que",
)
NOT_TASKS = vocabulary(
    "ser estar haber tener decir ver ir venir compartir mostrar leer contar explicar hablar empezar comenzar",
    "arrancar seguir saber creer pensar poder querer necesitar entender aclarar preguntar comentar llegar salir",
    "estar presentar platicar mirar escuchar esperar insistir repetir agregar anadir terminar acabar llevar",
)
"""After "voy a" these announce the next words or minutes of the meeting; a time to come makes them work."""
HERE_AND_NOW = vocabulary(
    "ver oir escuchar repetir decir esperar leer mirar entrar silenciar hablar arrancar empezar comenzar seguir",
    "continuar iniciar presentar",
)
"""What people ask of each other within the meeting itself."""
SAYING = vocabulary(
    "proponer aprobar apoyar autorizar recibir acordar aprovechar calcular estimar votar",
)
ANNOUNCING = vocabulary(
    "corregir comentar repasar resumir informar platicar preguntar contar mostrar presentar adelantar",
    "reportar anunciar",
)
"""In the bare present these announce what the speaker says next; with a time to come they are work."""
"""In the first person these words are the act itself, or no work."""
NOT_ORDERS = vocabulary(
    "fijate fijese fijense mirame espera esperame esperate espereme dejame dejeme dejenme permiteme permitame",
    "dime digame perdona perdoname disculpame disculpe acordate acuerdate imaginate olvidate pasale llegale",
    "parale sumale cuentame dale dele hagale avisale vale dejalo dejala dejalos dejenlo dejelo hacelo callate",
    "date acuerdese acuerdense recuerda recuerden acordaos sientate sientese entrale entrenle apuntalo anotame",
    "apuntame apuntamelo anotalo anotamelo calla callense creeme creame suponte fijense disculpen perdonen perdonad",
    "apurate miralo mirala mirales",
)

"""Dialogues as people speak in several countries: half of them name a voice, in the other half nobody may be named."""

import pytest

from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import NameGuess, SourceFile, Speaker, Transcript, Turn
from meetbot.stages.naming import named

LAURA, SOFIA = "Laura Méndez", "Sofía Torres"
DIEGO, CARMEN, JORGE, MARTIN = "Diego Ramírez", "Carmen Ortega", "Jorge Salas", "Martín Rossi"
ANDRES, ANA = "Andrés Vega", "Ana Ruiz"
ROSTER = Roster(
    departments=(
        Department(id="mercadeo", name="Mercadeo", role="marketing"),
        Department(id="comercial", name="Comercial", role="sales"),
        Department(id="finanzas", name="Finanzas"),
    ),
    people=(
        Person(name=LAURA, department="mercadeo", aliases=("Lau",)),
        Person(name=SOFIA, department="mercadeo", aliases=("Sofi",)),
        Person(name=ANA, department="mercadeo"),
        Person(name=DIEGO, department="comercial"),
        Person(name=CARMEN, department="comercial"),
        Person(name=MARTIN, department="comercial"),
        Person(name=JORGE, department="comercial", attends=False),
        Person(name=ANDRES, department="finanzas", title="Contralor"),
    ),
)


def dialogue(text: str, *, speakers: tuple[Speaker, ...] = (), pause: float = 0.5) -> Transcript:
    """A transcript of lines `A: words`, four seconds each; `?` is a voice that nobody could tell."""
    lines = [line.strip().partition(": ") for line in text.strip().splitlines() if line.strip()]
    given = {speaker.label: speaker for speaker in speakers}
    labels = dict.fromkeys(label for label, _, _ in lines if label != "?")
    return Transcript(
        source=SourceFile(name="reunion.m4a", sha256="0" * 64, format="m4a/aac"),
        language="es",
        speakers=tuple(given.get(label, Speaker(label=label)) for label in labels),
        turns=tuple(
            Turn(
                id=f"t{n + 1:04d}",
                speaker=None if label == "?" else label,
                start=n * (4.0 + pause),
                end=n * (4.0 + pause) + 4.0,
                text=said,
            )
            for n, (label, _, said) in enumerate(lines)
        ),
    )


def names(transcript: Transcript, roster: Roster = ROSTER, *, threshold: float = 0.8) -> dict[str, str]:
    """The names that voices got, by label."""
    return {s.label: s.name for s in named(transcript, roster, threshold=threshold).speakers if s.name is not None}


INTRODUCES = {
    "mx, area": ("A: Hola, buenas tardes a todos. Soy Laura de mercadeo.\nB: Qué tal.", {"A": LAURA}),
    "co, les habla": ("A: Muy buenos días, les habla Diego, de ventas.", {"A": DIEGO}),
    "co, mi nombre": ("A: Bueno, para los que no me conocen, mi nombre es Carmen Ortega.", {"A": CARMEN}),
    "ar, acá": ("A: Buenas, acá Martín de ventas, ¿me escuchan?\nB: Sí, te escuchamos.", {"A": MARTIN}),
    "ar, filler": ("A: Hola, sí, este, soy, eh, Martín, de comercial.", {"A": MARTIN}),
    "es, le habla": ("A: Buenos días. Les saluda Andrés, de finanzas.", {"A": ANDRES}),
    "es, me llamo": ("A: Vale, pues yo me llamo Ana y llevo el contenido.", {"A": ANA}),
    "pe, title": ("A: Buenas tardes con todos, soy Andrés Vega, el contralor.", {"A": ANDRES}),
    "cl, article": ("A: Hola, soy la Carmen, de ventas, ¿cómo están?", {"A": CARMEN}),
    "mx, accent of yes": ("A: ¿Ya entró Laura?\nB: Sí soy Laura, perdón, es que cambié de compu.", {"B": LAURA}),
    "mx, short name": ("A: Yo soy Lau.\nB: Mucho gusto.", {"A": LAURA}),
    "en, this is": ("A: Hi everyone, this is Ana from marketing.\nB: Hey.", {"A": ANA}),
    "en, here": ("A: Ana here, sorry I'm late.\nB: No worries.", {"A": ANA}),
    "en, I'm": ("A: Good morning, I'm Diego from sales and I'll be sharing my screen.", {"A": DIEGO}),
    "mixed": ("A: Hello, hola a todos, I'm Carmen from ventas.\nB: Hi.", {"A": CARMEN}),
    "habla with area": ("A: Buenas tardes, habla Carmen de comercial.\nB: Hola.", {"A": CARMEN}),
    "round": (
        "A: Empecemos presentándonos. Yo soy Laura Méndez, de mercadeo.\nB: Yo soy Diego, del área comercial.\n"
        "C: Y yo soy Andrés, de finanzas.",
        {"A": LAURA, "B": DIEGO, "C": ANDRES},
    ),
    "not expected": ("A: Hola, soy Jorge Salas, de ventas, hoy sí pude conectarme.", {"A": JORGE}),
}

ADDRESSED = {
    "mx, two questions": (
        "A: Diego, ¿tú qué ves?\nB: Sí, mira, yo veo que Norte viene lento.\nA: Ok. ¿Y eso para cuándo lo tienes, Diego?\n"
        "B: Yo creo que el viernes.",
        {"B": DIEGO},
    ),
    "mx, question and thanks": (
        "A: Carmen, ¿cómo vamos con las objeciones?\nB: Bien, ya quedaron las doce.\nA: Gracias, Carmen.\nB: De nada.",
        {"B": CARMEN},
    ),
    "co, hand-over twice": (
        "A: Le paso la palabra a Andrés.\nB: Gracias. Bueno, la meta va en sesenta por ciento.\nC: ¿Tanto?\n"
        "A: Adelante, Andrés, sigue.\nB: Sí, les decía que vamos atrás.",
        {"B": ANDRES},
    ),
    "ar, voseo": (
        "A: Che, Martín, ¿vos cómo lo ves?\nB: Y, yo lo veo complicado.\nA: Dale. ¿Y podés armarlo vos, Martín?\n"
        "B: Sí, dale, lo armo yo.",
        {"B": MARTIN},
    ),
    "es": (
        "A: Ana, ¿nos cuentas lo de la feria?\nB: Vale, pues mirad, fueron sesenta registros.\nA: Genial, Ana.\n"
        "B: Eso es todo.",
        {"B": ANA},
    ),
    "pe, usted": (
        "A: Andrés, ¿usted qué opina?\nB: Bueno, yo pienso que hay que esperar.\nC: De acuerdo, Andrés.\nA: Listo.",
        {"B": ANDRES},
    ),
    "en": (
        "A: Ana, what do you think?\nB: Well, I think we should wait.\nA: Thanks, Ana. Diego, can you send the list?\n"
        "C: Sure, I'll send it today.",
        {"B": ANA},
    ),
    "mixed, roll call": (
        "A: ¿Carmen?\nB: Presente.\nA: ¿Diego?\nC: Aquí.\nA: Ok. Carmen, go ahead.\nB: Sí, gracias.\n"
        "A: Perfecto. Diego, te escucho.\nC: Bueno, yo traigo el reporte.",
        {"B": CARMEN, "C": DIEGO},
    ),
    "no punctuation but capitals": (
        "A: A ver Diego tú qué opinas\nB: Pues yo digo que sí\nA: Gracias Diego\nB: De nada\nA: Diego puedes mandarlo hoy?\n"
        "B: Sí claro",
        {"B": DIEGO},
    ),
}

NOBODY = {
    "soy yo": "A: ¿Quién falta?\nB: Soy yo, Laura, perdón.",
    "soy de la idea": "A: Yo soy de la idea de que Laura tiene razón.",
    "soy el que": "A: Soy el que le manda el reporte a Carmen.",
    "negated": "A: Yo no soy Laura, eh, estoy en su compu.",
    "como dice": "A: Como dice Laura de mercadeo, hay que esperar.",
    "dile que": "A: Si te contesta, dile que soy Laura de mercadeo.",
    "reported": "A: Entonces llamo y digo: hola, soy Carmen, de ventas, y me cuelgan.",
    "reported by another": "A: El mensaje decía: «soy Diego, de ventas, llámame».",
    "asked": "A: ¿Habla Carmen?\nB: No, se equivocó.",
    "supposed": "A: Si yo soy Laura, no contesto ese correo.",
    "today": "A: Hoy yo soy Laura, porque no pudo venir, así que yo llevo la junta.",
    "later": "A: Primero hablo yo y luego habla Carmen de ventas.",
    "tomorrow": "A: Mañana les habla Diego, de ventas, para explicarles.",
    "imperative": "A: Hablá Martín, te escuchamos.\nB: Gracias.",
    "another surname": "A: Hola, soy Laura Gómez, de la agencia.",
    "another area": "A: Hola, soy Laura, de finanzas.",
    "another company": "A: Hi, this is Ana from Google.",
    "presents another": "A: Les presento a Ana, de mercadeo. Ella es Ana.\nB: Mucho gusto.",
    "this is another": "A: And this is Ana, she runs marketing.\nB: Hi.",
    "her boss": "A: I'm Ana's boss.",
    "aquí, third person": "A: Aquí Diego me comenta que ya quedó.",
    "one vocative": "A: Diego, ¿tú qué ves?\nB: Sí, mira, yo lo veo bien.",
    "one thanks": "A: Ya quedó la lista.\nB: Gracias, Carmen.",
    "another answers": "A: Diego, ¿tú qué ves?\nB: Sí, mira, yo lo veo bien.\nA: Diego, ¿y el viernes?\nC: Yo digo que sí.",
    "absent": "A: Diego, ¿estás?\nB: No, Diego no pudo venir.\nA: ¿Diego?\nB: No está, se desconectó.",
    "on mute": "A: ¿Diego?\nB: Está en mute.\nA: ¿Diego?\nB: Sigue, creo que está en mute.",
    "spoken of": "A: Laura me dijo que sí.\nB: Ah, bueno.\nA: Laura siempre dice que sí.\nB: Pues sí.",
    "in a list": "A: Diego, Carmen y Andrés, ¿qué opinan?\nB: Yo digo que sí.\nA: Diego, Carmen, ¿de acuerdo?\nB: Sí.",
    "assigned, not called": "A: Que lo haga Diego.\nB: Sí, está bien.\nA: Y lo otro que lo vea Diego.\nB: Sí, claro.",
    "answer to who": "A: ¿Quién lo hace?\nB: Diego.\nA: ¿Y quién lo revisa?\nB: Diego.\nC: Sí, yo.",
    "two voices say they are one": "A: Hola, soy Laura de mercadeo.\nB: Hola, soy Laura de mercadeo.",
    "one voice says it is two": "A: Hola, soy Laura de mercadeo. Hola, yo soy Diego, de ventas.",
    "calls the name itself": "A: Soy Laura.\nB: Ok.\nA: Laura, ¿me mandas eso?\nB: Va.\nA: Gracias, Laura.",
    "far away": "A: Soy fan de Carmen.\nB: Yo también soy muy de Carmen.",
    "apposition": "A: Hablé con el director, Diego, y dijo que sí.\nB: Bueno.\nA: Mi jefe, Diego, también.\nB: Claro.",
    "unknown name": "A: Hola, soy Verónica, de la agencia.\nB: Bienvenida, Verónica.",
    "chat read aloud": "A: Leo el chat: soy Carmen, de ventas, no me escucho.",
    "stands in": "A: Vengo en lugar de Sofía.\nB: Ok, en lugar de Sofía.",
    "voice that nobody could tell": "?: Soy Laura de mercadeo.\n?: ¿Diego?\n?: Aquí.",
}


@pytest.mark.parametrize("case", INTRODUCES)
def test_named_introduction(case: str) -> None:
    """A voice that says clearly who it is has that name, from the introduction, and is sure enough."""
    said, wanted = INTRODUCES[case]
    found = named(dialogue(said), ROSTER, threshold=0.8)
    assert {s.label: s.name for s in found.speakers if s.name} == wanted
    assert {s.name_source for s in found.speakers if s.name} == {"introduction"}
    assert all((s.confidence or 0) >= 0.8 for s in found.speakers if s.name)


@pytest.mark.parametrize("case", ADDRESSED)
def test_named_addressed(case: str) -> None:
    """Two consistent exchanges in which a person is called and answers name the voice."""
    said, wanted = ADDRESSED[case]
    found = named(dialogue(said), ROSTER, threshold=0.8)
    assert {s.label: s.name for s in found.speakers if s.name} == wanted
    assert {s.name_source for s in found.speakers if s.name} == {"addressed"}


@pytest.mark.parametrize("case", NOBODY)
def test_named_nobody(case: str) -> None:
    """What only looks like an introduction, is said once, or contradicts itself names nobody."""
    assert names(dialogue(NOBODY[case])) == {}

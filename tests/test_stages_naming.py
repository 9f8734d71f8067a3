"""Dialogues as people speak in several countries: half of them name a voice, in the other half nobody may be named."""

import pytest
from naming_meetings import MEETINGS

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


INTRODUCES: dict[str, tuple[str, dict[str, str]]] = {
    "mx, area": (
        """
        A: Hola, buenas tardes a todos. Soy Laura de mercadeo.
        B: Qué tal.
        """,
        {"A": LAURA},
    ),
    "co, les habla": ("A: Muy buenos días, les habla Diego, de ventas.", {"A": DIEGO}),
    "co, mi nombre": ("A: Bueno, para los que no me conocen, mi nombre es Carmen Ortega.", {"A": CARMEN}),
    "ar, acá": (
        """
        A: Buenas, acá Martín de ventas, ¿me escuchan?
        B: Sí, te escuchamos.
        """,
        {"A": MARTIN},
    ),
    "ar, filler": ("A: Hola, sí, este, soy, eh, Martín, de comercial.", {"A": MARTIN}),
    "es, le habla": ("A: Buenos días. Les saluda Andrés, de finanzas.", {"A": ANDRES}),
    "es, me llamo": ("A: Vale, pues yo me llamo Ana y llevo el contenido.", {"A": ANA}),
    "pe, title": ("A: Buenas tardes con todos, soy Andrés Vega, el contralor.", {"A": ANDRES}),
    "cl, article": ("A: Hola, soy la Carmen, de ventas, ¿cómo están?", {"A": CARMEN}),
    "mx, accent of yes": (
        """
        A: ¿Ya entró Laura?
        B: Sí soy Laura, perdón, es que cambié de compu.
        """,
        {"B": LAURA},
    ),
    "mx, short name": (
        """
        A: Yo soy Lau.
        B: Mucho gusto.
        """,
        {"A": LAURA},
    ),
    "en, this is": (
        """
        A: Hi everyone, this is Ana from marketing.
        B: Hey.
        """,
        {"A": ANA},
    ),
    "en, here": (
        """
        A: Ana here, sorry I'm late.
        B: No worries.
        """,
        {"A": ANA},
    ),
    "en, I'm": ("A: Good morning, I'm Diego from sales and I'll be sharing my screen.", {"A": DIEGO}),
    "mixed": (
        """
        A: Hello, hola a todos, I'm Carmen from ventas.
        B: Hi.
        """,
        {"A": CARMEN},
    ),
    "habla with area": (
        """
        A: Buenas tardes, habla Carmen de comercial.
        B: Hola.
        """,
        {"A": CARMEN},
    ),
    "round": (
        """
        A: Empecemos presentándonos. Yo soy Laura Méndez, de mercadeo.
        B: Yo soy Diego, del área comercial.
        C: Y yo soy Andrés, de finanzas.
        """,
        {"A": LAURA, "B": DIEGO, "C": ANDRES},
    ),
    "not expected": ("A: Hola, soy Jorge Salas, de ventas, hoy sí pude conectarme.", {"A": JORGE}),
}
"""Who says clearly who it is: dialogue, and the names by voice."""

ADDRESSED: dict[str, tuple[str, dict[str, str]]] = {
    "mx, two questions": (
        """
        A: Diego, ¿tú qué ves?
        B: Sí, mira, yo veo que Norte viene lento.
        A: Ok. ¿Y eso para cuándo lo tienes, Diego?
        B: Yo creo que el viernes.
        """,
        {"B": DIEGO},
    ),
    "mx, question and thanks": (
        """
        A: Carmen, ¿cómo vamos con las objeciones?
        B: Bien, ya quedaron las doce.
        A: Gracias, Carmen.
        B: De nada.
        """,
        {"B": CARMEN},
    ),
    "co, hand-over twice": (
        """
        A: Le paso la palabra a Andrés.
        B: Gracias. Bueno, la meta va en sesenta por ciento.
        C: ¿Tanto?
        A: Adelante, Andrés, sigue.
        B: Sí, les decía que vamos atrás.
        """,
        {"B": ANDRES},
    ),
    "ar, voseo": (
        """
        A: Che, Martín, ¿vos cómo lo ves?
        B: Y, yo lo veo complicado.
        A: Dale. ¿Y podés armarlo vos, Martín?
        B: Sí, dale, lo armo yo.
        """,
        {"B": MARTIN},
    ),
    "es": (
        """
        A: Ana, ¿nos cuentas lo de la feria?
        B: Vale, pues mirad, fueron sesenta registros.
        A: Genial, Ana.
        B: Eso es todo.
        """,
        {"B": ANA},
    ),
    "pe, usted": (
        """
        A: Andrés, ¿usted qué opina?
        B: Bueno, yo pienso que hay que esperar.
        C: De acuerdo, Andrés.
        A: Listo.
        """,
        {"B": ANDRES},
    ),
    "en": (
        """
        A: Ana, what do you think?
        B: Well, I think we should wait.
        A: Thanks, Ana. Diego, can you send the list?
        C: Sure, I'll send it today.
        """,
        {"B": ANA},
    ),
    "mixed, roll call": (
        """
        A: ¿Carmen?
        B: Presente.
        A: ¿Diego?
        C: Aquí.
        A: Ok. Carmen, go ahead.
        B: Sí, gracias.
        A: Perfecto. Diego, te escucho.
        C: Bueno, yo traigo el reporte.
        """,
        {"B": CARMEN, "C": DIEGO},
    ),
    "mx, thanks at the end of a sentence": (
        """
        A: Carmen, ¿la mandas tú?
        B: Sí, claro, yo la mando.
        A: Te lo agradezco mucho, gracias Carmen.
        B: De nada.
        A: ¿Y el viernes puedes, Carmen?
        B: Sí, sí puedo.
        """,
        {"B": CARMEN},
    ),
    "mx, the name alone before the question": (
        """
        A: Diego. ¿Y los leads de Rubén?
        B: Sí, los reparto hoy.
        A: A ver, Diego.
        B: Sí, dime.
        A: Nada, que gracias.
        """,
        {"B": DIEGO},
    ),
    "en, over to you": (
        """
        A: Okay, let's hear from Ana.
        B: Thanks. So, we had sixty sign-ups.
        A: Great. Over to you, Ana, for the numbers.
        B: Right, so forty of them qualified.
        """,
        {"B": ANA},
    ),
    "no punctuation but capitals": (
        """
        A: A ver Diego tú qué opinas
        B: Pues yo digo que sí
        A: Gracias Diego
        B: De nada
        A: Diego puedes mandarlo hoy?
        B: Sí claro
        """,
        {"B": DIEGO},
    ),
}
"""Who is called and answers twice: dialogue, and the names by voice."""

NOBODY: dict[str, str] = {
    "soy yo": """
        A: ¿Quién falta?
        B: Soy yo, Laura, perdón.
    """,
    "soy de la idea": "A: Yo soy de la idea de que Laura tiene razón.",
    "soy el que": "A: Soy el que le manda el reporte a Carmen.",
    "negated": "A: Yo no soy Laura, eh, estoy en su compu.",
    "como dice": "A: Como dice Laura de mercadeo, hay que esperar.",
    "dile que": "A: Si te contesta, dile que soy Laura de mercadeo.",
    "reported": "A: Entonces llamo y digo: hola, soy Carmen, de ventas, y me cuelgan.",
    "reported by another": "A: El mensaje decía: «soy Diego, de ventas, llámame».",
    "asked": """
        A: ¿Habla Carmen?
        B: No, se equivocó.
    """,
    "supposed": "A: Si yo soy Laura, no contesto ese correo.",
    "today": "A: Hoy yo soy Laura, porque no pudo venir, así que yo llevo la junta.",
    "later": "A: Primero hablo yo y luego habla Carmen de ventas.",
    "tomorrow": "A: Mañana les habla Diego, de ventas, para explicarles.",
    "imperative": """
        A: Hablá Martín, te escuchamos.
        B: Gracias.
    """,
    "another surname": "A: Hola, soy Laura Gómez, de la agencia.",
    "another area": "A: Hola, soy Laura, de finanzas.",
    "another company": "A: Hi, this is Ana from Google.",
    "presents another": """
        A: Les presento a Ana, de mercadeo. Ella es Ana.
        B: Mucho gusto.
    """,
    "this is another": """
        A: And this is Ana, she runs marketing.
        B: Hi.
    """,
    "her boss": "A: I'm Ana's boss.",
    "aquí, third person": "A: Aquí Diego me comenta que ya quedó.",
    "one vocative": """
        A: Diego, ¿tú qué ves?
        B: Sí, mira, yo lo veo bien.
    """,
    "one thanks": """
        A: Ya quedó la lista.
        B: Gracias, Carmen.
    """,
    "another answers": """
        A: Diego, ¿tú qué ves?
        B: Sí, mira, yo lo veo bien.
        A: Diego, ¿y el viernes?
        C: Yo digo que sí.
    """,
    "absent": """
        A: Diego, ¿estás?
        B: No, Diego no pudo venir.
        A: ¿Diego?
        B: No está, se desconectó.
    """,
    "on mute": """
        A: ¿Diego?
        B: Está en mute.
        A: ¿Diego?
        B: Sigue, creo que está en mute.
    """,
    "spoken of": """
        A: Laura me dijo que sí.
        B: Ah, bueno.
        A: Laura siempre dice que sí.
        B: Pues sí.
    """,
    "in a list": """
        A: Diego, Carmen y Andrés, ¿qué opinan?
        B: Yo digo que sí.
        A: Diego, Carmen, ¿de acuerdo?
        B: Sí.
    """,
    "assigned, not called": """
        A: Que lo haga Diego.
        B: Sí, está bien.
        A: Y lo otro que lo vea Diego.
        B: Sí, claro.
    """,
    "answer to who": """
        A: ¿Quién lo hace?
        B: Diego.
        A: ¿Y quién lo revisa?
        B: Diego.
        C: Sí, yo.
    """,
    "two voices say they are one": """
        A: Hola, soy Laura de mercadeo.
        B: Hola, soy Laura de mercadeo.
    """,
    "one voice says it is two": "A: Hola, soy Laura de mercadeo. Hola, yo soy Diego, de ventas.",
    "calls the name itself": """
        A: Soy Laura.
        B: Ok.
        A: Laura, ¿me mandas eso?
        B: Va.
        A: Gracias, Laura.
    """,
    "far away": """
        A: Soy fan de Carmen.
        B: Yo también soy muy de Carmen.
    """,
    "apposition": """
        A: Hablé con el director, Diego, y dijo que sí.
        B: Bueno.
        A: Mi jefe, Diego, también.
        B: Claro.
    """,
    "unknown name": """
        A: Hola, soy Verónica, de la agencia.
        B: Bienvenida, Verónica.
    """,
    "third person after a comma": """
        A: Diego, que está en Norte, trae otro número.
        B: Sí, eso vi.
        A: Diego, que es de allá, dice que no.
        B: Pues sí.
    """,
    "replies to nobody": """
        A: Gracias, Carmen, por la lista.
        A: Sí, Carmen, ya la vi.
        B: Ah, bueno.
        ?: Gracias, Carmen.
        B: De nada, ¿quién dijo eso?
    """,
    "asked of a voice that nobody could tell": """
        ?: Hola, soy Laura, de mercadeo.
        ?: Diego, ¿tú qué ves?
        A: Sí, yo lo veo bien.
        A: Diego, ¿tú qué ves?
        ?: Sí, yo lo veo bien.
        A: Diego, ¿y el viernes?
        ?: Sí, claro.
    """,
    "nobody answers": """
        A: Diego, ¿tú qué ves?
        A: ¿Me oyes?
        A: Bueno, sigo.
        A: Ni modo.
        B: Aquí sigo.
        A: ¿Y tú, Diego?
    """,
    "asks the next one at once": """
        A: Diego, ¿tú qué ves?
        A: O mejor Carmen, ¿tú qué ves?
        B: Pues yo lo veo bien.
        A: Gracias a los dos. Diego, ¿estás? Bueno, luego. Seguimos con otra cosa.
        B: Sí, dale.
    """,
    "greets who did not greet": """
        A: Va en sesenta por ciento.
        B: Buenos días, Laura, perdón, vengo llegando.
        A: No pasa nada, ya casi acabamos.
        B: Hola, Laura, ahora sí te oigo.
    """,
    "long without a full stop": "A: soy Laura de mercadeo " + "y sigo y sigo " * 400 + ".",
    "chat read aloud": "A: Leo el chat: soy Carmen, de ventas, no me escucho.",
    "stands in": """
        A: Vengo en lugar de Sofía.
        B: Ok, en lugar de Sofía.
    """,
    "voice that nobody could tell": """
        ?: Soy Laura de mercadeo.
        ?: ¿Diego?
        ?: Aquí.
    """,
}
"""What only looks like it."""


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


@pytest.mark.parametrize("case", MEETINGS)
def test_named_meeting_has_no_wrong_name(case: str) -> None:
    """In a whole meeting no voice gets a name that is not its own; mixed and split voices get none."""
    said, truth = MEETINGS[case]
    for threshold in (0.5, 0.8):
        found = names(dialogue(said), threshold=threshold)
        assert {label: name for label, name in found.items() if truth[label] != name} == {}


def test_named_meetings_are_named_in_part() -> None:
    """Of the 23 voices of the six meetings that have a person 9 are named at the default threshold: more may come."""
    right = sum(len(names(dialogue(said))) for said, _ in MEETINGS.values())
    assert right >= 9


def test_named_guess_says_what_speaks_for_it() -> None:
    """Below the threshold the voice stays unnamed; the guess has its source, sureness and the turns that show it."""
    found = named(dialogue("A: Diego, ¿tú qué ves?\nB: Sí, mira, yo lo veo bien."), ROSTER, threshold=0.8)
    assert found.speakers == (
        Speaker(label="A"),
        Speaker(label="B", guesses=(NameGuess(name=DIEGO, source="addressed", confidence=0.573, turns=("t0001",)),)),
    )


def test_named_threshold_is_the_users() -> None:
    """Who accepts a weaker confidence gets more names."""
    said = dialogue("A: Diego, ¿tú qué ves?\nB: Sí, mira, yo lo veo bien.")
    assert names(said, threshold=0.55) == {"B": DIEGO}


def test_named_keeps_names_that_are_there() -> None:
    """A voice that has a name keeps it, and nobody else gets that person's."""
    known = Speaker(label="A", name=LAURA, department="mercadeo", name_source="enrolment", confidence=0.7)
    said = dialogue("A: Hola.\nB: Soy Laura, de mercadeo.", speakers=(known,))
    assert named(said, ROSTER, threshold=0.8).speakers == (known, Speaker(label="B"))


def test_named_voice_left_unnamed_by_a_person_stays_so() -> None:
    """Whoever was asked and said that a voice has no name is not overruled by what is said."""
    left = Speaker(label="A", name_source="corrected")
    assert named(dialogue("A: Soy Laura, de mercadeo.", speakers=(left,)), ROSTER, threshold=0.8).speakers == (left,)


def test_named_shared_label_is_nobody() -> None:
    """In a meeting room one person introduces herself and another speaks next."""
    said = dialogue("Sala 2: Soy Laura, de mercadeo.\nSala 2: Y yo mando la lista.")
    assert named(said, ROSTER, threshold=0.8, shared={"Sala 2"}).speakers == (Speaker(label="Sala 2"),)


def test_named_enrolled_voice_that_introduces_itself_as_another_has_no_name() -> None:
    """One of both is wrong: neither counts, both are guesses, and a warning says so."""
    known = Speaker(label="A", name=LAURA, department="mercadeo", name_source="enrolment", confidence=0.6)
    found = named(dialogue("A: Hola, soy Carmen, de ventas.", speakers=(known,)), ROSTER, threshold=0.8)
    assert found.speakers[0].name is None
    assert [(g.name, g.source) for g in found.speakers[0].guesses] == [(CARMEN, "introduction"), (LAURA, "enrolment")]
    assert [(i.severity, "introduces itself as Carmen" in i.message) for i in found.issues] == [("warning", True)]


def test_named_platform_name_against_an_introduction_stays_with_a_warning() -> None:
    """Somebody may speak from another's account: the platform's name stays, and the user is told."""
    known = Speaker(label="Laura", name=LAURA, department="mercadeo", name_source="platform", confidence=0.9)
    found = named(dialogue("Laura: Hola, soy Carmen, de ventas.", speakers=(known,)), ROSTER, threshold=0.8)
    assert found.speakers == (known,)
    assert "keeps that name" in found.issues[0].message


def test_named_turn_of_a_track_in_which_another_introduces_herself_is_nobodys() -> None:
    """A microphone caught somebody else: that turn is not the track's, its other turns are, and the user is told."""
    track = Speaker(label="Laura", name=LAURA, department="mercadeo", name_source="track", confidence=0.95)
    said = "Laura: Soy Laura, de mercadeo.\nLaura: Hola, soy Carmen, de ventas.\nLaura: Sigo con la campaña."
    found = named(dialogue(said, speakers=(track,)), ROSTER, threshold=0.8)
    assert [turn.speaker for turn in found.turns] == ["Laura", None, "Laura"]
    assert found.speakers == (track,)
    (issue,) = found.issues
    assert "turn stays without a speaker" in issue.message


def test_named_short_turn_that_calls_the_enrolled_person_is_nobodys() -> None:
    """Who greets Laura isn't Laura: that turn has no speaker; a long one, or one about her, or given by hand, stays."""
    known = Speaker(label="A", name=LAURA, department="mercadeo", name_source="enrolment", confidence=0.9)
    long = "A: Ya quedó el formulario, lo probamos con los tres equipos y no falló ninguna vez. Gracias, Laura."
    said = f"A: Empezamos.\nA: Buenos días, Laura.\nA: Eso lo ve Laura el jueves.\n{long}\nA: Gracias, Diego."
    found = named(dialogue(said, speakers=(known,)), ROSTER, threshold=0.8)
    assert [turn.speaker for turn in found.turns] == ["A", None, "A", "A", "A"]
    assert found.speakers == (known,)
    given = known.model_copy(update={"name_source": "corrected"})
    kept = named(dialogue(said, speakers=(given,)), ROSTER, threshold=0.8)
    assert {turn.speaker for turn in kept.turns} == {"A"}


def test_named_introduction_that_agrees_is_no_contradiction() -> None:
    """Who introduces itself by its own name and quotes another's keeps it; so does whom a person named."""
    known = Speaker(label="A", name=LAURA, department="mercadeo", name_source="enrolment", confidence=0.9)
    said = "A: Soy Laura, de mercadeo.\nA: Hola, soy Carmen, de ventas."
    assert named(dialogue(said, speakers=(known,)), ROSTER, threshold=0.8).issues == ()
    given = known.model_copy(update={"name_source": "corrected"})
    kept = named(dialogue("A: Hola, soy Carmen, de ventas.", speakers=(given,)), ROSTER, threshold=0.8)
    assert kept.speakers == (given,)


def test_named_namesakes_are_nobody() -> None:
    """A first name of two attendees names neither; with the surname it does; one who isn't expected gives way."""
    two = ROSTER.model_copy(update={"people": (*ROSTER.people, Person(name="Ana Soto", department="comercial"))})
    assert names(dialogue("A: Hola, soy Ana."), two) == {}
    assert names(dialogue("A: Hola, soy Ana Soto."), two) == {"A": "Ana Soto"}
    guest = Person(name="Ana Soto", department="comercial", attends=False)
    one = ROSTER.model_copy(update={"people": (*ROSTER.people, guest)})
    assert names(dialogue("A: Hola, soy Ana, de mercadeo."), one) == {"A": ANA}


def test_named_pauses_and_overlaps_weigh_less() -> None:
    """An answer after ten seconds is none, and words under another's voice count half."""
    said = ADDRESSED["mx, two questions"][0]
    assert names(dialogue(said, pause=10.0)) == {}
    spoken = dialogue(said)
    overlapped = tuple(turn.model_copy(update={"overlapped": True}) for turn in spoken.turns)
    assert names(spoken.model_copy(update={"turns": overlapped})) == {}


def test_named_without_people_or_voices_changes_nothing() -> None:
    """Without a list of people nobody can be named."""
    said = dialogue("A: Soy Laura.")
    assert named(said, Roster(), threshold=0.8) == said
    nobody = dialogue("?: Soy Laura.")
    assert named(nobody, ROSTER, threshold=0.8) == nobody


def test_named_untimed_turns_are_taken_as_neighbours() -> None:
    """A transcript without times still has an order."""
    spoken = dialogue(ADDRESSED["mx, two questions"][0])
    untimed = tuple(turn.model_copy(update={"start": None, "end": None}) for turn in spoken.turns)
    assert names(spoken.model_copy(update={"turns": untimed})) == {"B": DIEGO}


def test_named_is_the_same_whatever_the_order_of_people() -> None:
    """Nothing depends on the order of the list."""
    turned = ROSTER.model_copy(update={"people": ROSTER.people[::-1]})
    for said, _ in MEETINGS.values():
        assert names(dialogue(said), turned) == names(dialogue(said))

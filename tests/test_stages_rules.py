"""What the rule engine promises of every candidate, on every labelled meeting."""

import re

import pytest
from fakes import MemoryCheckpoint, no_progress
from rule_meetings import HELD_OUT, SEEN, TUNE, Labelled, dialogue, extract, load

import meetbot
from meetbot.model.candidates import Candidate
from meetbot.model.company import Person, Roster
from meetbot.stages.folding import fold
from meetbot.stages.rules import RuleEngine
from meetbot.stages.rules.people import People, people_of
from meetbot.stages.rules.speech import content_stems, split_sentences
from meetbot.stages.rules.verbs import readings

MEETINGS = (*TUNE, *SEEN, *HELD_OUT)


def _found(name: str) -> tuple[Labelled, tuple[Candidate, ...]]:
    labelled = load(name)
    return labelled, extract(labelled).candidates


LIKELY = 0.5
"""The probability from which the minutes state an item."""


@pytest.mark.parametrize("name", MEETINGS)
def test_quote_stands_verbatim_in_the_first_cited_turn(name: str) -> None:
    """Every cited turn exists, and the quote is a substring of the first."""
    labelled, candidates = _found(name)
    turns = labelled.transcript.turns_by_id()
    for candidate in candidates:
        assert candidate.turn_ids
        assert all(turn_id in turns for turn_id in candidate.turn_ids)
        assert len(set(candidate.turn_ids)) == len(candidate.turn_ids)
        assert candidate.quote is not None
        assert candidate.quote in turns[candidate.turn_ids[0]].text


@pytest.mark.parametrize("name", MEETINGS)
def test_owner_spoke_or_was_named_there(name: str) -> None:
    """An owner is the named speaker of a cited turn, or named in one: never anybody else."""
    labelled, candidates = _found(name)
    turns = labelled.transcript.turns_by_id()
    people = people_of(labelled.brief.roster, labelled.transcript)
    for candidate in candidates:
        if candidate.owner is None:
            continue
        speakers = {turns[turn_id].speaker for turn_id in candidate.turn_ids}
        named = {n.name for turn_id in candidate.turn_ids for n in people.named(turns[turn_id].text)}
        assert candidate.owner in speakers | named, candidate


@pytest.mark.parametrize("name", MEETINGS)
def test_due_words_stand_verbatim_in_a_cited_turn(name: str) -> None:
    """The words about the time are those of a cited turn or one at most three turns off."""
    labelled, candidates = _found(name)
    order = [turn.id for turn in labelled.transcript.turns]
    texts = [turn.text for turn in labelled.transcript.turns]
    for candidate in candidates:
        if candidate.due_text is not None:
            near = {i + step for t in candidate.turn_ids for i in [order.index(t)] for step in range(-3, 4)}
            assert any(candidate.due_text in texts[i] for i in near if 0 <= i < len(texts)), candidate


@pytest.mark.parametrize("name", MEETINGS)
def test_wording_has_no_content_word_that_was_not_said(name: str) -> None:
    """Up to inflection each content word of the wording stands in a cited turn; irregular infinitives apart."""
    labelled, candidates = _found(name)
    turns = labelled.transcript.turns_by_id()
    for candidate in candidates:
        said = fold(" ".join(turns[turn_id].text for turn_id in candidate.turn_ids))
        heads = {stem[:3] for stem in content_stems(said)} | {word[:3] for word in re.findall(r"\w+", said)}
        first, *others = candidate.text.split() or [""]
        assert all(stem[:3] in heads for stem in content_stems(fold(" ".join(others)))), candidate
        assert candidate.text == candidate.text.strip()
        assert first[:1] == first[:1].upper()


@pytest.mark.parametrize("name", MEETINGS)
def test_one_window_holds_every_turn_once(name: str) -> None:
    """The ledger shows every turn read, in order, in one window."""
    labelled = load(name)
    (window,) = extract(labelled).windows
    assert window.turn_ids == tuple(turn.id for turn in labelled.transcript.turns)
    assert window.status == "read"


def test_same_transcript_same_bytes() -> None:
    """Two runs give the same document."""
    assert extract(load("mx_tune")).model_dump_json() == extract(load("mx_tune")).model_dump_json()


def test_engine_names_itself() -> None:
    """Settings and document say which engine and version made it."""
    assert RuleEngine().settings() == {"engine": "rules", "version": meetbot.__version__}
    engine = extract(load("mx_tune")).engine
    assert (engine.name, engine.version, engine.model) == ("rules", meetbot.__version__, None)


def test_empty_transcript_gives_nothing() -> None:
    """Nothing said: no candidates and no window."""
    labelled = load("mx_tune")
    empty = labelled.transcript.model_copy(update={"turns": ()})
    extraction = RuleEngine().extract(empty, labelled.brief, checkpoint=MemoryCheckpoint().port, progress=no_progress)
    assert (extraction.candidates, extraction.windows) == ((), ())


def test_unnamed_voice_owns_nothing() -> None:
    """A promise of an unnamed voice is a task without owner."""
    (task,) = dialogue("X: Yo les mando el reporte de leads el viernes.\nA: Gracias.").candidates
    assert (task.kind, task.owner, task.due_text) == ("action", None, "el viernes")


def test_condition_is_kept_with_the_task() -> None:
    """A task that hangs on something says on what."""
    (task,) = dialogue("A: Si finanzas aprueba el gasto, yo contrato al diseñador.").candidates
    assert task.condition == "Si finanzas aprueba el gasto"
    assert task.text == "Contratar al diseñador"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("A: Les mando el reporte de ventas el viernes.", "Mandar el reporte de ventas"),
        ("A: Voy a revisar la base de clientes.", "Revisar la base de clientes"),
        ("A: El reporte lo mando yo mañana.", "Mandar el reporte"),
        ("A: Luis, ¿puedes pedir las muestras a bodega?\nL: Va.", "Pedir las muestras a bodega"),
        ("A: Luis, ¿me conseguís el contacto de Toluca?\nL: Dale.", "Conseguir el contacto de Toluca"),
        ("A: Que Marta haga el comparativo de precios.", "Hacer el comparativo de precios"),
        ("A: Mañana envío los contratos firmados.", "Enviar los contratos firmados"),
        ("A: I'll send the updated deck by Friday.", "Send the updated deck"),
        ("A: Luis, can you review the scoring model?\nL: Sure.", "Review the scoring model"),
    ],
)
def test_tasks_are_worded_in_the_infinitive(lines: str, text: str) -> None:
    """The speaker's words with the verb in the infinitive and the time left to its own column."""
    assert [candidate.text for candidate in dialogue(lines).candidates] == [text]


def test_an_hour_is_read_whole() -> None:
    """650 turns of real meetings are one window that holds them all."""
    parts = [load(name).transcript for name in MEETINGS]
    turns = [turn for part in parts for turn in part.turns]
    speakers = {speaker.label: speaker for part in parts for speaker in part.speakers}
    long = parts[0].model_copy(
        update={
            "turns": tuple(turns[i % len(turns)].model_copy(update={"id": f"t{i + 1:04d}"}) for i in range(650)),
            "speakers": tuple(speakers.values()),
        }
    )
    extraction = RuleEngine().extract(
        long, load("mx_tune").brief, checkpoint=MemoryCheckpoint().port, progress=no_progress
    )
    assert len(extraction.windows[0].turn_ids) == 650


@pytest.mark.parametrize("said", ["Let me do it.", "And we send it.", "Por favor, mándalo.", "How long?", "All of it."])
def test_short_names_are_no_words_of_the_grammar(said: str) -> None:
    """Leticia may be Lety and Andrés Andy, but "let", "and" and "por" call nobody."""
    names = ("Leticia Ruiz", "Andrés Vega", "Porfirio Díaz", "Howard Stone", "Allison Reed")
    roster = Roster(people=tuple(Person(name=name) for name in names))
    empty = load("mx_tune").transcript.model_copy(update={"speakers": (), "turns": ()})
    assert people_of(roster, empty).named(said) == ()


def test_names_that_are_words_need_their_capital() -> None:
    """The name "Flor" is called, "la flor" is not; a meeting without names has nobody to find."""
    people = People({"flor": "Florencia Aguirre"})
    assert [named.name for named in people.named("Flor, ¿lo ves?")] == ["Florencia Aguirre"]
    assert people.named("una flor") == ()
    assert People({}).named("Flor") == ()


def test_two_people_of_one_name_are_nobody() -> None:
    """A first name that two people share names neither; the full name does."""
    roster = load("mx_tune").brief.roster
    twin = roster.people[0].model_copy(update={"name": "Rogelio Paz", "aliases": ()})
    labelled = load("mx_tune")
    people = people_of(roster.model_copy(update={"people": (*roster.people, twin)}), labelled.transcript)
    assert people.named("que lo vea Rogelio") == ()
    assert [named.name for named in people.named("que lo vea Rogelio Paz")] == ["Rogelio Paz"]


def test_sentences_stand_at_their_offsets() -> None:
    """Sentences are split at their ends but not at abbreviations or figures, and noise alone is none."""
    text = "Sí. Son 1.5 millones, Sr. Paz. ¿Va? ... ¿y tú"
    sentences = split_sentences(text)
    assert [sentence.text for sentence in sentences] == ["Sí.", "Son 1.5 millones, Sr. Paz.", "¿Va?", "¿y tú"]
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in sentences)
    assert sentences[-1].question_span is not None


@pytest.mark.parametrize(
    ("word", "infinitive", "person"),
    [
        ("mando", "mandar", "1s"),
        ("envío", "enviar", "1s"),
        ("envio", "enviar", "1s"),
        ("consigo", "conseguir", "1s"),
        ("reduzco", "reducir", "1s"),
        ("incluyo", "incluir", "1s"),
        ("evalúo", "evaluar", "1s"),
        ("busquemos", "buscar", "1p"),
        ("pedís", "pedir", "2s"),
        ("mandás", "mandar", "2s"),
        ("mandáis", "mandar", "2p"),
        ("pongamos", "poner", "1p"),
        ("cerremos", "cerrar", "1p"),
        ("haré", "hacer", "1s"),
    ],
)
def test_verb_forms_lead_back_to_their_infinitive(word: str, infinitive: str, person: str) -> None:
    """Regular, irregular, voseo and unaccented forms are read."""
    assert any((form.infinitive, form.person) == (infinitive, person) for form in readings(word))


def test_accent_tells_the_past_from_a_promise() -> None:
    """The word "mandó" is the past of somebody else, "mando" a promise."""
    assert {form.tense for form in readings("mandó")} == {"past"}
    assert {form.tense for form in readings("mando")} == {"present"}


def _items(lines: str, kind: str, *, language: str = "es") -> list[str]:
    candidates = dialogue(lines, language=language).candidates
    return [c.text for c in candidates if c.kind == kind and (c.score or 0) >= LIKELY]


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ("A: La zona sur quedó en ochenta por ciento.\nL: Va, bien.", "es"),
        ("A: Cerramos con doce pedidos, el costo nos quedó en 40 pesos.\nL: Perfecto.", "es"),
        ("A: Deberíamos andar en nueve millones.\nL: De acuerdo.", "es"),
        ("A: Conversion ended up at seven percent.\nL: Great.", "en"),
        ("A: Hay que definir quién llama primero.\nL: De acuerdo.", "es"),
        ("A: Definamos cómo se reparte la zona.\nL: Sí, me parece bien.", "es"),
        ("A: We need to decide how to split the leads.\nL: Agreed.", "en"),
    ],
)
def test_reports_openings_and_read_backs_decide_nothing(lines: str, language: str) -> None:
    """A figure that came out so, a call to agree on something, and a read-back are no decisions."""
    assert _items(lines, "decision", language=language) == []


@pytest.mark.parametrize(
    ("lines", "text", "turns"),
    [
        (
            "A: Propongo que las muestras salgan martes.\nL: Por mí.\nM: Queda decidido. Salen los martes temprano.",
            "Salen los martes temprano",
            ("t0003", "t0001", "t0002"),
        ),
        (
            "A: Y si movemos la capacitación a la tarde.\nL: Me parece bien.\nM: Acordado.",
            "Mover la capacitación a la tarde",
            ("t0001", "t0002", "t0003"),
        ),
        (
            "A: ¿Y si quitamos el folleto impreso?\nL: Sí, de acuerdo.\nM: Acordado, yo aviso a la imprenta.",
            "Quitar el folleto impreso",
            ("t0001", "t0002", "t0003"),
        ),
        (
            "A: Yo votaría por la bodega nueva.\nL: Puede ser.\nM: Ya, la bodega nueva entonces.",
            "La bodega nueva",
            ("t0003", "t0001"),
        ),
    ],
)
def test_proposal_acceptance_and_settling_words_are_one_decision(lines: str, text: str, turns: tuple[str, ...]) -> None:
    """The most explicit statement leads; bare settling words take their content from the proposal."""
    (decision,) = [c for c in dialogue(lines).candidates if c.kind == "decision"]
    assert decision.text.startswith(text)
    assert decision.turn_ids == turns


def test_put_off_names_what_is_put_off() -> None:
    """Words that only say "lo dejamos" get the thing that was asked about."""
    lines = "A: ¿Qué pasó con el bono de productividad?\nL: Mejor lo dejamos para la próxima reunión.\nA: Ok."
    assert _items(lines, "decision") == ["El bono de productividad: mejor lo dejamos para la próxima reunión"]


@pytest.mark.parametrize(
    ("lines", "text", "due"),
    [
        (
            "A: Luis, ¿y los catálogos que pidió Marta?\nL: Yo los reparto mañana.",
            "Repartir los catálogos que pidió Marta",
            "mañana",
        ),
        (
            "A: ¿Quién manda el resumen?\nL: Yo lo mando, el primero sale este jueves.",
            "Mandar el resumen",
            "este jueves",
        ),
        (
            "A: Yo armo una tabla con precios. La dejo lista el martes.\nL: Va.",
            "Armar una tabla con precios",
            "el martes",
        ),
        (
            "A: La plantilla de cotización te encargas tú, Luis.\nL: Sí, yo la saco para el jueves.",
            "Sacar la plantilla de cotización",
            "para el jueves",
        ),
        (
            "A: Luis, falta el contrato del hotel.\nL: Yo lo reviso esta semana, a más tardar el viernes.",
            "Revisar el contrato del hotel",
            "a más tardar el viernes",
        ),
        (
            "A: Eso no lo podemos decidir hoy. Yo voy a revisar los costos con bodega.\nL: Va.",
            "Revisar los costos con bodega",
            None,
        ),
        (
            "A: Luis, ¿y el banner?\nL: Yo lo cambio.\nA: ¿Y para cuándo lo tendrías?\nL: De hoy en ocho.",
            "Cambiar el banner",
            "De hoy en ocho",
        ),
    ],
)
def test_tasks_name_their_thing_and_their_own_time(lines: str, text: str, due: str | None) -> None:
    """Pronouns give way to what they stand for; the time is the promise's own or the answer to when, whole."""
    (task,) = [c for c in dialogue(lines).candidates if c.kind == "action"]
    assert (task.text, task.due_text) == (text, due)


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ("A: Luis, ¿nos das la cifra?\nL: Claro. Llevamos tres millones doscientos.", "es"),
        ("A: Luis, ¿nos ayuda con el avance?\nL: Con gusto. La zona norte cerró cuatro contratos grandes.", "es"),
        ("A: ¿Puedes subir el volumen?\nL: Sí, ahí está.", "es"),
        ("A: Leo los acuerdos, voy a ser breve.\nL: Ok.", "es"),
        ("A: Les cuento rápido lo del evento.\nL: Dale.", "es"),
        ("A: Yo traigo otro dato de ventas.\nL: A ver.", "es"),
        ("A: Le doy la palabra a Marta.\nM: Gracias.", "es"),
        ("A: Cuando llega un pedido yo lo asigno.\nL: Sí.", "es"),
        ("A: Yo le mando la ficha y él no contesta.\nL: Uf.", "es"),
        ("A: I'll give you an example.\nL: OK.", "en"),
        ("A: Resumo: Luis manda las muestras y Marta llama al banco.\nL: Sí.", "es"),
    ],
)
def test_what_is_given_at_once_told_or_read_back_is_no_task(lines: str, language: str) -> None:
    """Answers in place, announcements, what one has, habits, complaints and read-backs promise nothing."""
    assert _items(lines, "action", language=language) == []


def test_later_promise_of_another_stays_its_own() -> None:
    """Who accepts next answers the request; a promise two turns later about something else is another task."""
    found = dialogue(
        "A: ¿Nos lo podrías pasar por escrito?\nL: Sí, va. Les mando la lista de quejas el jueves.\nA: Gracias. Marta, "
        "faltan las fichas del stand.\nM: Sí, esas son mías, me comprometo a repartirlas el viernes."
    )
    tasks = [(c.text, c.owner, c.due_text) for c in found.candidates if c.kind == "action"]
    assert ("Mandar la lista de quejas", "Luis Gómez", "el jueves") in tasks
    assert ("Repartir las fichas del stand", "Marta Peña", "el viernes") in tasks
    assert len(tasks) == 2


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Lo que piden los clientes es que la caja venga armada.", "es"),
        ("A cuatro tiendas de Mérida les parece cara la caja doble.", "es"),
        ("Los mayoristas nos vienen diciendo que la entrega tarda.", "es"),
        ("Una queja de los clientes: el manual está en inglés.", "es"),
        ("Customers keep asking for a smaller box size.", "en"),
        ("Prospects get confused about the delivery fees.", "en"),
    ],
)
def test_customers_are_heard_through_those_who_met_them(line: str, language: str) -> None:
    """A customer noun with a verb of saying or feeling, in either order, is the customer's voice."""
    assert len(_items(f"A: {line}\nL: Ok.", "customer_voice", language=language)) == 1


def test_question_without_marks_is_left_open_when_nobody_knows() -> None:
    """A question that lost its marks in recognition shows by the answer."""
    lines = "A: Quien contesta los correos del sábado.\nL: Buena pregunta. No lo sé, hay que verlo."
    assert _items(lines, "question") == ["Quien contesta los correos del sábado"]


@pytest.mark.parametrize("opening", ["Vamos con los compromisos.", "Bueno, vamos con el embudo.", "Vamos con la meta"])
def test_opening_the_next_point_settles_nothing(opening: str) -> None:
    """Going on to a point of the meeting is no decision, even when somebody says 'va'."""
    found = dialogue(f"L: Buenos días. {opening}\nD: Va. El equipo Centro lleva doce leads.")

    assert [c.text for c in found.candidates if c.kind == "decision"] == []

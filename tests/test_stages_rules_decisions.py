"""Small dialogues: what was decided, put off, taken back, and what was only talked about."""

import pytest
from rule_meetings import dialogue

LIKELY = 0.5
"""The probability from which the minutes state a decision."""
MADE, DEFERRED, REVERSED = "made", "deferred", "reversed"

DIALOGUES = [
    # --- said as decided ---
    ("A: Entonces quedamos en que el umbral sube a setenta y cinco.\nL: Sí.", [MADE]),
    ("A: Acordamos contactar cada lead en veinticuatro horas.\nL: De acuerdo.", [MADE]),
    ("A: Va, subimos el presupuesto de búsqueda a cincuenta mil.\nL: Perfecto.", [MADE]),
    ("A: Listo, entonces cancelamos la feria de Monterrey.\nL: Ok.", [MADE]),
    ("A: Queda aprobado el nuevo formato de cotización.\nL: Bien.", [MADE]),
    ("A: Pues descartado lo de la radio.\nL: Sí.", [MADE]),
    ("A: Nos quedamos con la agencia actual.\nL: Me parece bien.", [MADE]),
    ("A: Nos vamos con el proveedor de Guadalajara.\nL: Va.", [MADE]),
    ("A: Bajamos el descuento máximo al diez por ciento, ¿les parece?\nL: Me parece.", [MADE]),
    ("A: So we agreed to keep the current pricing.\nL: Right.", [MADE]),
    ("A: Let's go with the second option.\nL: Sounds good.", [MADE]),
    ("A: We're dropping the free tier.\nL: Agreed.", [MADE]),
    # --- ruled, with nothing left to discuss ---
    ("A: Arriba de trescientos mil la cotización pasa por mí. No me lo pregunten, así va a ser.\nL: Va.", [MADE]),
    ("A: La feria es del diecinueve al veintidós de noviembre.\nL: Me parece.", []),
    # --- proposed and accepted by another ---
    ("A: Propongo que subamos el umbral a ochenta.\nL: De acuerdo.", [MADE]),
    ("A: ¿Y si mandamos el boletín los jueves?\nL: Me parece perfecto.", [MADE]),
    ("A: ¿Qué tal si hacemos la reunión cada quince días?\nM: Va, me gusta.", [MADE]),
    ("A: Deberíamos pausar la campaña de Facebook.\nL: Sí, hagámoslo.", [MADE]),
    ("A: Hagamos una sola lista de precios.\nL: Sale.", [MADE]),
    ("A: What if we drop the webinar score to ten?\nL: Works for me.", [MADE]),
    ("A: Let's move the launch to January.\nM: Okay.", [MADE]),
    ("A: Yo propongo setenta.\nL: Se me hace poco.\nA: ¿Y setenta y cinco?\nL: Setenta y cinco sí, me parece.", [MADE]),
    # --- proposed and not accepted ---
    ("A: Propongo que subamos el umbral a ochenta.\nL: No me convence.", []),
    ("A: Podríamos poner un rango de precios.\nL: No sé, la verdad.", []),
    ("A: ¿Y si cambiamos de agencia?\nL: Mmm, depende.", []),
    ("A: Deberíamos tener un mejor CRM.\nL: Es muy caro.", []),
    ("A: What if we change the agency?\nL: I don't think so.", []),
    ("A: Propongo que subamos el umbral a ochenta.\nA: Es lo que pienso yo.", []),
    # --- put off ---
    ("A: ¿Subimos los precios en enero?\nL: Eso lo vemos en la próxima reunión.\nA: Ok.", [DEFERRED]),
    ("A: Lo del patrocinio lo dejamos para enero.\nL: Va.", [DEFERRED]),
    ("A: El tema del CRM queda pendiente.\nL: Sí.", [DEFERRED]),
    ("A: No lo decidamos hoy, falta la cotización del proveedor.\nL: De acuerdo.", [DEFERRED]),
    ("A: Should we change the agency?\nL: Let's park that until next week.\nA: Fine.", [DEFERRED]),
    # --- taken back ---
    (
        (
            "A: Entonces subimos el umbral a setenta y cinco.\nL: De acuerdo.\nM: Otra cosa, llegaron las muestras.\n"
            "A: Ah, qué bien.\nL: Oigan, lo del umbral, mejor no lo subamos, lo dejamos en setenta.\nA: Va, está bien."
        ),
        [REVERSED],
    ),
    (
        "A: Listo, entonces pausamos la campaña de Facebook.\nL: Ok.\nM: Un momento, mejor no.\nA: Tienes razón.",
        [REVERSED],
    ),
    (
        (
            "A: So let's cancel the trade show in March.\nL: Agreed.\n"
            "M: Actually, let's not cancel the trade show, we already paid.\nA: Fair, okay."
        ),
        [REVERSED],
    ),
    (
        "A: Habíamos dicho que cada viernes mandábamos boletín, mejor no lo hagamos.\nL: Sí, de acuerdo.",
        [REVERSED],
    ),
    (
        (
            "A: Entonces subimos el umbral a setenta y cinco.\nL: De acuerdo.\nM: Mejor no lo subamos tanto.\n"
            "L: No, ya lo hablamos, queda como dijimos."
        ),
        [MADE],
    ),
    ("A: Propongo cerrar la bodega de Lerma los domingos.\nA: Entonces cerrado.\nL: Ok.", [MADE]),
    ("A: Queda aprobado.\nL: ¿Qué cosa?", []),
    ("A: ¿Subimos el precio?\nL: Lo vemos en la próxima.\nA: No, yo digo que no, hay que verlo hoy.", []),
    ("A: Mejor no.\nL: Ok.", []),
    (
        (
            "A: ¿Cambiamos de agencia este año?\nL: Eso lo vemos en la próxima reunión.\nA: Ok.\n"
            "M: Lo dejamos para enero.\nA: Sí."
        ),
        [DEFERRED],
    ),
    ("A: Lo del patrocinio lo dejamos para enero.\nL: Va.\nM: Mejor no hablemos de eso.\nA: Ok.", [DEFERRED]),
    # --- only talk ---
    ("A: El año pasado decidimos cancelar la feria.\nL: Ya.", []),
    ("A: La semana pasada bajamos el presupuesto.\nL: Sí.", []),
    ("A: Normalmente mandamos tres correos por semana.\nL: Ok.", []),
    ("A: Bueno, empezamos entonces.\nL: Sí, vamos.", []),
    ("A: Pasemos al siguiente punto.\nL: Va.", []),
    ("A: Nos vemos el lunes.\nL: Sale.", []),
    ("A: ¿Cómo vamos con los leads?\nL: Bien.", []),
    ("A: Nos quedan ochenta mil pesos.\nL: Ok.", []),
    ("A: El cliente dijo que aprobamos el descuento.\nL: Ah.", []),
    ("A: Si hubiéramos subido el precio, vendíamos menos.\nL: Claro.", []),
    ("A: Let's start.\nL: Okay.", []),
    ("A: We had a good month.\nL: Great.", []),
]


@pytest.mark.parametrize(("lines", "statuses"), DIALOGUES)
def test_decisions_are_what_the_meeting_settled(lines: str, statuses: list[str]) -> None:
    """Declared or proposed and accepted is made; put off and taken back are told apart; talk decides nothing."""
    extraction = dialogue(lines)
    found = [
        candidate
        for candidate in extraction.candidates
        if candidate.kind == "decision" and (candidate.score or 0) >= LIKELY
    ]
    assert [candidate.status for candidate in found] == statuses, [candidate.text for candidate in found]


def test_reversal_cites_both_turns_with_the_words_that_took_it_back_first() -> None:
    """One decision, reversed: evidence is where it was taken back, then where it was made."""
    (decision,) = [
        candidate
        for candidate in dialogue(
            "A: Listo, entonces pausamos la campaña de Facebook.\nL: Ok.\nM: Mejor no, no la pausemos.\nA: Va."
        ).candidates
        if candidate.kind == "decision" and (candidate.score or 0) >= LIKELY
    ]
    assert decision.status == "reversed"
    assert decision.turn_ids[0] == "t0003"
    assert "t0001" in decision.turn_ids


def test_decision_read_back_at_the_end_is_not_a_second_one() -> None:
    """The read-back adds its turn to the decision."""
    found = [
        candidate
        for candidate in dialogue(
            "A: Entonces el umbral lo dejamos en setenta.\nL: Va.\nM: Bien.\nA: ¿Algo más?\nL: No, todo bien por acá.\n"
            "A: En resumen, el umbral queda en setenta."
        ).candidates
        if candidate.kind == "decision" and (candidate.score or 0) >= LIKELY
    ]
    assert len(found) == 1
    assert "t0006" in found[0].turn_ids


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("¿Y si revisamos el tablero... Dos veces por semana. Los lunes y los jueves.", "dos veces por semana"),
        ("Propongo que subamos el umbral. A ochenta hasta diciembre.", "a ochenta hasta diciembre"),
        ("Propongo que subamos el umbral. Marta, el viernes.", "umbral"),
        ("Propongo que subamos el umbral. Hasta mañana, gracias.", "umbral"),
        ("Propongo que subamos el umbral. Siguiente punto, el 4.", "umbral"),
        ("Propongo que subamos el umbral. Gracias a todos.", "umbral"),
        ("Propongo que subamos el umbral. ¿Cada lunes?", "umbral"),
        ("Propongo que subamos el umbral. Mañana lo vemos cada uno.", "umbral"),
    ],
)
def test_what_a_recogniser_cut_off_belongs_to_the_decision(said: str, text: str) -> None:
    """How much, how often and when stand in the wording and in the quote; thanks and other sentences do not."""
    (found,) = (c for c in dialogue(f"A: {said}\nL: De acuerdo.").candidates if c.kind == "decision")
    assert text in found.text
    assert found.text.endswith(("umbral", "jueves", "diciembre"))
    assert found.quote is not None
    assert found.quote in said
    assert found.text.split()[-1] in found.quote

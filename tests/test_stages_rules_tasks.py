"""Small dialogues: who ends up with which task, and what is no commitment at all."""

import pytest
from rule_meetings import act_lines, dialogue

LIKELY = 0.5
"""What is less likely is shown to a person as uncertain, never as a fact."""

# dialogue, lines "Speaker: text" | owners (and due words) of the tasks expected, "-" for none, "?" for no owner
TAKEN = [
    # --- first person ---
    ("A: Yo les mando el reporte de leads el viernes.", "Ana/el viernes"),
    ("A: Les mando la lista de cuentas mañana.", "Ana/mañana"),
    ("A: Yo me encargo de llamar a los de Toluca.", "Ana"),
    ("A: Me comprometo a tener el tablero actualizado para el jueves.", "Ana/para el jueves"),
    ("A: Quedo de pasarles la cotización hoy mismo.", "Ana/hoy mismo"),
    ("A: Voy a revisar la base de datos esta semana.", "Ana/esta semana"),
    ("A: Te paso el archivo de cuentas en cuanto salga de aquí.", "Ana/en cuanto salga de aquí"),
    ("A: Déjenme preparar una propuesta y la vemos el martes.", "Ana"),
    ("A: El reporte lo mando yo mañana a primera hora.", "Ana/mañana a primera hora"),
    ("A: Enviaré la convocatoria el lunes.", "Ana/el lunes"),
    ("A: Armo el tablero y se los comparto el miércoles.", "Ana/el miércoles"),
    ("A: Esta semana preparo el guion de llamadas.", "Ana/esta semana"),
    ("A: Mañana subo los contactos al CRM.", "Ana/mañana"),
    ("A: Me toca actualizar la presentación de precios, la tengo el jueves.", "Ana/el jueves"),
    ("A: Ok, entonces yo hablo con finanzas hoy.", "Ana/hoy"),
    ("A: Va por mi cuenta lo del formulario.", "Ana"),
    ("A: yo les mando el reporte de leads el viernes", "Ana/el viernes"),
    ("A: eh pues yo este les mando o sea el reporte de leads el viernes", "Ana/el viernes"),
    ("A: Si finanzas aprueba el gasto, yo contrato al diseñador.", "Ana"),
    ("A: I'll send the updated deck by Friday.", "Ana/by friday"),
    ("A: I'm going to call the top ten accounts tomorrow.", "Ana/tomorrow"),
    ("A: Let me check the numbers with finance and get back to you tomorrow.", "Ana/tomorrow"),
    ("A: I will set up the dashboard next week.", "Ana/next week"),
    ("A: Te mando el deck by EOD.", "Ana/by eod"),
    # --- asked and accepted ---
    ("A: Luis, ¿puedes mandar la lista de precios a Marta?\nL: Sí, claro.", "Luis"),
    ("A: Luis, ¿me pasas el reporte de octubre?\nL: Dale, mañana.", "Luis/mañana"),
    ("A: ¿Te encargas tú de los folletos, Luis?\nL: Va.", "Luis"),
    ("A: Luis, ¿usted me ayuda con la base de clientes?\nL: Con gusto.", "Luis"),
    ("A: ¿Podrías revisar las llamadas perdidas, Luis?\nL: Cómo no, el jueves te digo.", "Luis/el jueves"),
    ("A: Luis, mándame los contratos firmados antes del miércoles.\nL: Listo.", "Luis/antes del miércoles"),
    ("A: Che Luis, ¿armás vos la planilla de cobranzas?\nL: Dale, de una.", "Luis"),
    ("A: Luis, encargate de los carteles.\nL: Bueno.", "Luis"),
    ("A: Necesito que me mandes las fichas técnicas, Luis.\nL: Ok, te las mando el lunes.", "Luis/el lunes"),
    ("A: ¿Quién puede actualizar el tablero?\nL: Yo.", "Luis"),
    ("A: ¿Quién actualiza el tablero?\nM: Yo lo hago, el viernes queda.", "Marta/el viernes"),
    ("A: Hay que depurar la base de contactos.\nL: Yo me encargo.", "Luis"),
    ("A: Alguien tiene que llamar al proveedor de etiquetas.\nM: Lo hago yo mañana.", "Marta/mañana"),
    ("A: ¿Me apoyas con las encuestas de salida, Marta?\nM: Órale, sí.", "Marta"),
    ("A: Can you review the lead scoring model, Luis?\nL: Sure, I'll do it tomorrow.", "Luis/tomorrow"),
    ("A: Luis, could you send the contract to legal?\nL: Yep.", "Luis"),
    ("A: Who can update the pricing sheet?\nM: I can take that.", "Marta"),
    ("A: Someone needs to clean up the contact list.\nL: I'll do it by Thursday.", "Luis/by thursday"),
    ("A: Luis, ¿puedes mandar el contrato?\nL: Sí.\nA: ¿Para cuándo?\nL: El jueves.", "Luis/el jueves"),
    ("A: A ver, espérame, Luis. Marta está sola desde octubre, cubre los suyos y lo que dejó Rubén.", "-"),
    # --- given to somebody ---
    ("A: Que Marta prepare el comparativo de precios para el martes.", "Marta/para el martes"),
    ("A: Marta se encarga de convocar a los distribuidores.", "Marta"),
    ("A: Marta va a llamar a los clientes de Querétaro mañana.", "Marta/mañana"),
    ("A: Le toca a Marta enviar las muestras el jueves.", "Marta/el jueves"),
    ("A: Marta will prepare the comparison by Tuesday.", "Marta/by tuesday"),
    # --- refused, handed over ---
    (
        "A: Luis, ¿puedes hacer el inventario de material?\nL: No puedo, esta semana estoy fuera.\nM: Yo lo hago.",
        "Marta",
    ),
    (
        "A: Luis, ¿puedes revisar el contrato de Lerma?\nL: Mejor Marta, que lo conoce.\nM: Va, lo reviso mañana.",
        "Marta/mañana",
    ),
    (
        (
            "A: Yo preparo el informe de cierre de campaña.\nL: Ok.\n"
            "M: Ana, tú tienes mucho, yo preparo el informe de cierre de campaña.\nA: Gracias."
        ),
        "Marta",
    ),
    # --- nobody ---
    ("A: Hay que mejorar la página.\nL: Sí, la verdad.", "-"),
    ("A: Tenemos que vender más.", "-"),
    ("A: Luis, ¿puedes mandar el contrato hoy?\nL: No, hoy no puedo.", "-"),
    ("A: Alguien debería revisar eso.\nL: Pues sí.", "-"),
    # --- answers that change something ---
    ("A: Luis, manda los contratos firmados a Lerma.\nL: Sí.", "Luis"),
    ("A: Marta, usted prepare la lista de invitados.\nM: Claro.", "Marta"),
    ("A: Marta, mándame la lista de invitados antes del jueves.\nL: Bueno, otra cosa.", "Marta/antes del jueves"),
    ("A: Luis, ¿puedes visitar la planta el viernes?\nL: El viernes no puedo, mejor el lunes.\nA: Va.", "-"),
    (
        (
            "A: Luis, ¿puedes visitar la planta el viernes?\n"
            "L: El viernes no puedo, mejor el lunes. ¿Va?\nA: Va.\nL: Va, el lunes la visito."
        ),
        "Luis/el lunes",
    ),
    ("A: Luis, ¿puedes llamar a los de Toluca?\nM: Yo los llamo, yo me encargo.", "Marta"),
    ("A: Yo mando el recordatorio a todos.\nL: No hace falta, ya salió.", "-"),
    ("A: Falta cotizar las lonas del evento.\nL: Yo me encargo.\nL: Las cotizo mañana.", "Luis/mañana"),
    ("A: Las lonas del evento están rotas.\nL: Yo me encargo.", "Luis"),
    ("A: Yo me encargo.", "-"),
    ("A: ¿Te encargas?\nL: Va.", "Luis"),
    ("A: ¿Y la campaña de radio en Puebla?\nA: Luis, ¿te encargas tú?\nL: Va.", "Luis"),
    (
        "A: Te paso la nota.\nL: Ok.\nA: Y te comento el archivo de costos el martes.\nL: Va.",
        "Ana, Ana/el martes",
    ),
    ("A: Yo me encargo de los permisos del evento.", "Ana"),
    ("A: Marta se encarga.\nL: Bien.", "-"),
    ("A: Nosotros les mandamos las fichas el jueves.", "?/el jueves"),
    ("A: Hay que pedir muestras.\nL: Mejor no.\nM: Que lo vea Luis.", "-"),
    ("A: Hay que pedir muestras a la planta.\nM: Que las pida Luis.\nL: Va.", "Luis"),
    # --- grammar that must not mislead ---
    ("A: Le toca a Marta el turno de la tarde.", "-"),
    ("A: Voy a ayer nada más.", "-"),
    ("A: Trabajo con los distribuidores del norte.", "-"),
    ("A: La gente de Marta ya casi no manda correos.", "-"),
    ("A: Persigo al cliente hasta que firme y convenzo a compras mañana.", "Ana/mañana"),
    ("A: I won't send it.", "-"),
    ("A: Oye, Luis", "-"),
    ("A: Listo, el lunes entonces.", "-"),
    ("A: Te mando la lista, porque yo mando todo.", "Ana"),
    # --- no commitments ---
    ("A: Ya mandé el reporte ayer.", "-"),
    ("A: Ese ya lo envié la semana pasada.", "-"),
    ("A: Yo siempre les mando el reporte los lunes.", "-"),
    ("A: Cada semana reviso la lista de leads.", "-"),
    ("A: Si tuviera tiempo, yo les armo el tablero.", "-"),
    ("A: Yo les mandaría el reporte pero no tengo acceso.", "-"),
    ("A: Cuando les mando leads no los llaman.", "-"),
    ("A: No voy a mandar ese reporte.", "-"),
    ("A: Mi jefe dice que él manda el contrato el viernes.", "-"),
    ("A: El proveedor me dijo que entrega el lunes.", "-"),
    ("A: Les mando un abrazo a todos.", "-"),
    ("A: ¿Les mando el reporte?", "-"),
    ("A: Voy a compartir mi pantalla.", "-"),
    ("A: Voy a ser muy breve.", "-"),
    ("A: Les cuento cómo nos fue en la feria.", "-"),
    ("A: Yo creo que sí.", "-"),
    ("A: Yo no lo veo, la verdad.", "-"),
    ("A: Te digo, es un proceso largo.", "-"),
    ("A: El cambio de precio afecta el registro de clientes.", "-"),
    ("A: Jajaja, yo te pago la cena si cierras ese.", "-"),
    ("A: I always send the report on Mondays.", "-"),
    ("A: I already sent it yesterday.", "-"),
    ("A: I would send it if I had access.", "-"),
    ("A: I'll be honest, this is hard.", "-"),
    ("A: I think we can do better.", "-"),
    ("A: He said he'd send the file on Monday.", "-"),
    ("A: Can you hear me?\nL: Yes.", "-"),
    ("A: ¿Me escuchan bien?\nL: Sí.", "-"),
    ("A: ¿Puedes ver mi pantalla?\nL: Sí, se ve.", "-"),
]


@pytest.mark.parametrize(("lines", "expected"), TAKEN)
def test_tasks_are_given_to_whoever_took_them(lines: str, expected: str) -> None:
    """Promise, request and acceptance, assignment, refusal: the owner is who took it, the time is what was said."""
    found = dialogue(lines)
    if expected == "-":
        found = found.model_copy(update={"candidates": tuple(c for c in found.candidates if (c.score or 0) >= LIKELY)})
    assert act_lines(found) == ([] if expected == "-" else expected.split(", "))


def test_a_read_back_gives_each_their_own_thing() -> None:
    """What a pronoun stands for is not looked for in what goes with somebody else."""
    lines = (
        "L: Yo necesito el gasto por campaña, lo tengo que pedir a la agencia. Se los traigo para el lunes treinta.\n"
        "A: Ok. Entonces repaso: Ana, los leads de la feria el viernes; Marta, las objeciones el jueves; y Luis, "
        "el gasto por campaña el lunes treinta."
    )
    texts = [c.text for c in dialogue(lines).candidates if c.kind == "action" and c.owner == "Luis Gómez"]
    assert texts
    assert not any("leads" in text or "objeciones" in text for text in texts), texts

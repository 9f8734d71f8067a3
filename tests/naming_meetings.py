"""Six meetings, written before they were first measured and not tuned on: who may be named, and who must not.

Lines are `VOICE: words`; each voice's truth is a full name of the roster in test_stages_naming, or None for somebody
who is not in it or a voice that the diarizer mixed of two people. A voice split in two has its person twice.
"""

LAURA, SOFIA, ANA = "Laura Méndez", "Sofía Torres", "Ana Ruiz"
DIEGO, CARMEN, JORGE, MARTIN = "Diego Ramírez", "Carmen Ortega", "Jorge Salas", "Martín Rossi"
ANDRES = "Andrés Vega"

MX_WEEKLY = """
1: Buenos días, ¿ya estamos todos? Falta Jorge, pero dijo que él no venía.
2: Buenos días, Laura. Sí, ya estamos.
1: Bueno, este, arrancamos. Andrés, ¿cómo vamos contra la meta?
3: Pues vamos en cinco millones cuatrocientos, o sea, como al sesenta y cinco por ciento.
1: Híjole. Ok. Diego, ¿qué pasó con los leads que dejó Rubén?
2: Este, esos no los alcancé a repartir. Los reparto esta semana, a más tardar el viernes.
1: Va. ¿Y lo de las objeciones, Carmen?
4: Ya quedó, lo mandé el jueves. Son doce.
1: Perfecto, Carmen, gracias. A ver, el SLA: Norte quedó en treinta por ciento.
3: Es que Jorge nunca llama a nadie, esa es la bronca.
2: A ver, espérame, Andrés, Jorge está solo desde octubre.
3: Sí, tienes razón, lo dije mal.
4: ¿Y si repartimos los leads nuevos con Centro?
2: Por mí, perfecto.
1: Entonces queda decidido. Carmen, ¿te encargas de la regla en el sistema?
4: Sí, va, yo la saco para el miércoles.
1: Órale. Yo cambio el formulario. ¿Algo más?
2: Laura, ¿para cuándo lo tendrías?
1: De hoy en ocho.
3: Yo traigo una duda con el descuento, pero lo vemos la próxima.
1: Sale. Andrés, ¿nos mandas entonces el reporte el jueves?
3: Sí, yo lo mando.
1: Pues ya estaría. Gracias a todos.
"""

CO_KICKOFF = """
1: Muy buenos días para todos. Bueno, para los que no me conocen, mi nombre es Laura Méndez, yo manejo mercadeo.
2: Buenos días. Les habla Martín, del equipo comercial, mucho gusto.
3: Hola, buenos días, yo soy Verónica Ibarra, de la agencia Kombo, vamos a estar acompañándolos.
1: Bienvenida, Verónica. ¿Quién más está conectado?
4: Eh, buenos días, acá Sofía, también de mercadeo.
1: Listo. Diego me escribió que está en otra llamada y que se conecta más tarde.
3: Perfecto. Entonces, si quieren, les comparto pantalla. ¿Me confirman si ven?
2: Sí, se ve bien.
3: Bueno. La idea es que Sofía nos pase los accesos esta semana.
4: Claro que sí, yo se los paso mañana a primera hora.
1: Martín, ¿ustedes cómo ven lo del guion de llamadas?
2: Nosotros lo tenemos listo el jueves, doctora.
5: Hola, hola, perdón la demora. ¿En qué van?
1: Hola, Diego. Vamos en lo de los accesos.
5: Ah, listo, dale, sigan.
3: Entonces quedo pendiente de los accesos. Gracias, Sofía.
4: Con gusto.
1: Diego, ¿tú nos ayudas con la lista de clientes?
5: Sí, claro, yo la mando el viernes.
1: Listo, pues. Que tengan buen día.
"""

AR_STANDUP = """
1: Buenas, ¿cómo andan? Arranquemos que tengo quince minutos.
2: Todo bien, che.
1: Dale. Martín, arrancá vos.
2: Bueno, yo ayer cerré lo de Rosario y hoy sigo con las demos.
1: Joya. ¿Algún bloqueo?
2: No, por ahora no. Me falta que Ana me pase los logos.
3: Sí, perdoname, Martín, te los paso hoy a la tarde.
2: Dale, gracias.
1: Ana, ¿y vos en qué andás?
3: Y, yo estoy con la landing, la termino mañana.
1: Genial, Ana. ¿Alguien sabe algo de Carmen?
2: Carmen está de viaje, vuelve el lunes.
1: Ah, cierto. Bueno, yo hablo con ella.
3: ¿Y lo del presupuesto lo viste con Andrés?
1: Sí, Andrés dice que hasta fin de mes no hay un mango.
2: Uh, qué garrón.
1: Bueno, che, los dejo. Cualquier cosa me escriben.
"""

ES_CLIENT = """
1: Hello everyone, thanks for joining. This is Ana from marketing, I'll be taking notes.
2: Hi Ana. I'm Peter, from Northwind, and Susan is here with me.
3: Hi, good morning.
1: Vale, pues si os parece empezamos. Carmen, ¿les explicas tú lo del pedido?
4: Sure. So, we shipped two hundred boxes last week, and the rest goes out on Friday.
2: Great. And the invoice?
4: I'd have to check that with Andrés. He's not here today.
2: No problem. Susan, do you remember the number?
3: It was four hundred and something, I'll look it up.
1: Okay. Carmen, can you send the invoice once you've talked to Andrés?
4: Yes, I'll send it tomorrow.
2: Thanks, Carmen. One more thing: as Laura said in her mail, we'd like a discount.
1: Eso lo tiene que ver Laura con Diego. I'll ask her.
5: Perdonad, que estaba en silencio. Lo del descuento lo puedo mirar yo.
1: Ah, genial. Pues míralo tú y nos dices.
5: Vale, lo miro esta semana.
2: Sounds good. Bye everyone.
"""

PE_FORMAL = """
1: Señores, buenas tardes. Damos inicio a la reunión. Por favor, ingeniero Vega, tiene la palabra.
2: Gracias. Bueno, como decía el correo, las ventas cayeron ocho por ciento.
1: ¿Y a qué lo atribuye usted, Andrés?
2: Principalmente al clima, y a que el señor Salas dejó de visitar el norte.
3: Perdón, pero Jorge sí visitó, está en el reporte.
2: Bueno, eso no lo tenía.
1: Señorita Torres, ¿usted tiene el reporte a la mano?
3: Sí, señor, lo puedo proyectar.
1: Adelante, Sofía.
3: Acá se ve que fueron once visitas.
2: Correcto, retiro lo dicho. Gracias, Sofía.
1: Muy bien. Don Diego no ha podido acompañarnos, pero dejó dicho que apoya la propuesta.
4: Yo también la apoyo.
1: Perfecto. Entonces, Andrés, ¿usted prepara el cuadro para el lunes?
2: Sí, lo preparo.
4: ¿Y quién le avisa a Laura?
1: Yo le aviso a Laura. Se levanta la sesión.
"""

CL_MESSY = """
1: Ya, partamos. ¿Está la Laura?
2: Sí, acá estoy.
1: Ya po. Diego, ¿cachái cómo va lo del norte?
3: Más o menos no más. El Jorge dice que va bien.
2: Laura, ¿tú viste el mail? Sí, lo vi, pero no alcancé a contestarlo.
1: Diego, ¿y vai a alcanzar el viernes?
4: Sí, alcanzo, yo creo.
1: Ya, bacán. Oye, Carmen, mándame la lista porfa.
2: Te la mando al tiro.
5: Yo igual puedo ayudar con eso.
1: Buena. Gracias, Diego.
3: De nada, jefa.
5: ¿Y la reunión con los gringos? Diego decía que era el martes.
3: Sí, el martes a las diez.
1: Sofi, ¿tú vas?
6: No, va la Carmen. Yo no puedo.
1: Ya. Entonces le aviso a la Carmen. ¿Algo más, Sofi?
6: No, nada más.
1: Chao, que estén bien.
"""

MEETINGS: dict[str, tuple[str, dict[str, str | None]]] = {
    "mx weekly": (MX_WEEKLY, {"1": LAURA, "2": DIEGO, "3": ANDRES, "4": CARMEN}),
    "co kick-off": (CO_KICKOFF, {"1": LAURA, "2": MARTIN, "3": None, "4": SOFIA, "5": DIEGO}),
    "ar stand-up": (AR_STANDUP, {"1": DIEGO, "2": MARTIN, "3": ANA}),
    "es client": (ES_CLIENT, {"1": ANA, "2": None, "3": None, "4": CARMEN, "5": DIEGO}),
    "pe formal": (PE_FORMAL, {"1": MARTIN, "2": ANDRES, "3": SOFIA, "4": CARMEN}),
    # 2 mixes Laura and Carmen; Diego's voice is cut in two, 3 and 4; 1 is Ana, 5 Martín
    "cl messy": (CL_MESSY, {"1": ANA, "2": None, "3": DIEGO, "4": DIEGO, "5": MARTIN, "6": SOFIA}),
}

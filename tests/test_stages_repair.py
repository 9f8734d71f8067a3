import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import NameRepair, Segment, Word
from meetbot.stages.repair import repaired

ROSTER = Roster(
    departments=(
        Department(id="mercadeo", name="Mercadeo"),
        Department(id="comercial", name="Comercial"),
        Department(id="finanzas", name="Finanzas"),
    ),
    people=tuple(
        Person(name=name, aliases=aliases)
        for name, aliases in (
            ("Laura Méndez", ("Lau",)),
            ("Sofía Torres", ("Sofi",)),
            ("Diego Ramírez", ()),
            ("Carmen Ortega", ()),
            ("Jorge Salas", ()),
            ("Andrés Vega", ()),
            ("Rosa Díaz", ()),
            ("Ximena Zúñiga", ("Xime",)),
            ("Joaquín Echeverría", ()),
            ("Guadalupe Ibáñez", ("Lupita",)),
            ("Ignacio Agüero", ("Nacho",)),
            ("Verónica Chávez", ("Vero",)),
            ("Benjamín Sepúlveda", ()),
            ("María José de la Cruz", ("Majo",)),
            ("Wilson Benavides", ()),
            ("Yahaira Cárdenas", ()),
            ("Ana Leal", ()),
            ("Elena Prieto", ()),
            ("Brian Walker", ()),
            ("Catherine Phillips", ("Cathy",)),
        )
    ),
)
WORDS = ("Empaques Tlacuilo", "Norte", "Centro", "Sur", "embudo", "Pixelar", "Zapopan", "Envaflex")


def heard(text: str, *, probability: float | None = 0.75) -> Segment:
    """A segment as whisper gives it, a word every 0.4 s."""
    words = tuple(
        Word(start=n * 0.4, end=n * 0.4 + 0.4, text=f" {token}", probability=probability)
        for n, token in enumerate(text.split())
    )
    return Segment(id=7, start=0.0, end=len(words) * 0.4, text=text, words=words)


def written(text: str, *, roster: Roster = ROSTER, probability: float | None = 0.75) -> str:
    """How the text stands in the turns."""
    segments, _ = repaired([heard(text, probability=probability)], roster, WORDS)
    return segments[0].text


MISHEARD = """
Quedamos con Laura Mendes en verlo. | Quedamos con Laura Méndez en verlo.
Lo lleva Laura mendes desde ayer. | Lo lleva Laura Méndez desde ayer.
Le pedí a Lawra Mendes la lista. | Le pedí a Laura Méndez la lista.
Dice Mendez que no alcanza. | Dice Méndez que no alcanza.
Le toca a Mendes, no a mí. | Le toca a Méndez, no a mí.
Mendes, ¿lo puedes mandar? | Méndez, ¿lo puedes mandar?
Sofia no pudo venir hoy. | Sofía no pudo venir hoy.
La alerta de Sofia ya quedó. | La alerta de Sofía ya quedó.
Mandalo con Zofía, porfa. | Mandalo con Sofía, porfa.
Que lo diga Diego Ramires. | Que lo diga Diego Ramírez.
Eso es de Ramires, che. | Eso es de Ramírez, che.
Yo hablo con Carmen Hortega mañana. | Yo hablo con Carmen Ortega mañana.
Dale, lo ve Hortega. | Dale, lo ve Ortega.
Andres, ¿cómo vamos? | Andrés, ¿cómo vamos?
Según Andres Bega, no alcanza. | Según Andrés Vega, no alcanza.
Eso lo firma Bega el lunes. | Eso lo firma Vega el lunes.
Le escribo a Jimena Zúñiga ahora. | Le escribo a Jimena Zúñiga ahora.
Le escribo a Simena Súñiga ahora. | Le escribo a Ximena Zúñiga ahora.
Nos acompaña Simén Azúñiga desde Cali. | Nos acompaña Ximena Zúñiga desde Cali.
Lo revisa Suñiga, pues. | Lo revisa Zúñiga, pues.
Gracias, Siména, quedo atenta. | Gracias, Ximena, quedo atenta.
Viene Joaquín Echebería por Rosario. | Viene Joaquín Echeverría por Rosario.
Que hable Echeverria con ellos. | Que hable Echeverría con ellos.
Lo vio Hechebería ayer. | Lo vio Echeverría ayer.
Está con Joaquin en Bogotá. | Está con Joaquín en Bogotá.
Entra Guadalupe Iváñez a las tres. | Entra Guadalupe Ibáñez a las tres.
Pregúntale a Ibañez, vale. | Pregúntale a Ibáñez, vale.
Va Wadalupe Ibáñez a la feria. | Va Guadalupe Ibáñez a la feria.
El reporte es de Ignacio Aguero. | El reporte es de Ignacio Agüero.
Eso lo cierra Aguero hoy. | Eso lo cierra Agüero hoy.
Ya habló Veronica Chaves con ellos. | Ya habló Verónica Chávez con ellos.
Lo manda Chaves el jueves. | Lo manda Chávez el jueves.
Con Veronica lo vemos. | Con Verónica lo vemos.
Benjamin se pulveda manda la cotización. | Benjamín Sepúlveda manda la cotización.
La cuenta es de Cepúlveda, wey. | La cuenta es de Sepúlveda, wey.
Lo tiene Maria José de la Cruz. | Lo tiene María José de la Cruz.
Le toca a Maria Jose de la Crus. | Le toca a María José de la Cruz.
Llamó Wilson Benavidez por eso. | Llamó Wilson Benavides por eso.
Dice Benabides que sí. | Dice Benavides que sí.
Pasó Yahaira Cardenas la tabla. | Pasó Yahaira Cárdenas la tabla.
Lo autoriza Helena Prieto, vale. | Lo autoriza Elena Prieto, vale.
La duda es de Rosa Dias, creo. | La duda es de Rosa Díaz, creo.
Así lo dijo Rosa Díez ayer. | Así lo dijo Rosa Díez ayer.
We should ask Bryan Walker first. | We should ask Brian Walker first.
Let's hear from Katherine Phillips on that. | Let's hear from Catherine Phillips on that.
That was Catherine Philips's idea. | That was Catherine Phillips's idea.
Entregamos 56 le ads con buen perfil. | Entregamos 56 leads con buen perfil.
Los le ads nuevos van a Norte. | Los leads nuevos van a Norte.
Reparte los 11 leats de Rubén. | Reparte los 11 leads de Rubén.
Hay cuarenta lids sin llamar. | Hay cuarenta leads sin llamar.
Está cargado en Hub Spot desde ayer. | Está cargado en HubSpot desde ayer.
Súbelo a jubspot antes del viernes. | Súbelo a HubSpot antes del viernes.
Lo registro en hubspot. | Lo registro en HubSpot.
Revisen el paiplain del trimestre. | Revisen el pipeline del trimestre.
El pipelíne está vacío. | El pipeline está vacío.
El bebinar trajo cuarenta. | El webinar trajo cuarenta.
Hacemos otro web inar en enero. | Hacemos otro webinar en enero.
El chúrn subió dos puntos. | El churn subió dos puntos.
Mandé el neus letter ayer. | Mandé el newsletter ayer.
Ella prefiere pipedribe. | Ella prefiere Pipedrive.
Sigue el Eselea de primer contacto. | Sigue el SLA de primer contacto.
No cumplimos el ese ele a. | No cumplimos el SLA.
No cumplimos el S.L.A. este mes. | No cumplimos el SLA este mes.
Faltan los datos del ce erre eme. | Faltan los datos del CRM.
Entraron doce eme cu ele. | Entraron doce MQL.
En Tlaquilo ya lo usan. | En Tlacuilo ya lo usan.
En empaques Tlaquilo ya lo usan. | En empaques Tlacuilo ya lo usan.
El cliente es de Sapópan. | El cliente es de Zapopan.
Lo cotizó Embaflex el lunes. | Lo cotizó Envaflex el lunes.
Revisemos el en budo completo. | Revisemos el embudo completo.
El lag es de Salesforze. | El lag es de Salesforce.
Lo vi en linkedin ayer. | Lo vi en LinkedIn ayer.
"""

AS_HEARD = """
El mercado está parado.
Ese mercado no lo atendemos.
Los mercados del norte piden otra cosa.
Mercadea mejor quien escucha.
Los días de feria se vende más.
Buenos días a todos, empecemos.
Unos días antes avisamos.
Le dije a Laura días antes.
La caja es rosa, no azul.
Pinta la rosa de los vientos.
Es un cliente leal.
Son clientes leales.
Las salas de juntas están ocupadas.
Nos vemos en la sala grande.
La vega del río se inundó.
Las torres del centro son nuestras.
Una torre de cajas.
El caso de León es distinto.
A tres empresas de León les parece mucho.
Las ventas suben en diciembre.
Ventas acepta el veintiséis por ciento.
El equipo comercial no llegó.
Somos comerciales, no magos.
El director comercial lo aprobó.
El comercio cerró temprano.
Las finanzas personales son otra cosa.
Al centro de la mesa.
Vamos hacia el sur de la ciudad.
El norte es la meta.
Es la meta del trimestre.
Esa la tengo yo.
Es la a, no la b.
Ese le ayuda a todos.
El score mínimo es de setenta.
La cruz roja vino a donar.
Hay que cruzar los datos.
El lema de la campaña no convence.
Su lema es otro.
Con sumo gusto lo hago.
No sé, puede ver el reporte.
Lo ve él desde su casa.
La vela del evento se apagó.
El prieto en el arroz.
Me aprieto el cinturón.
El zapato aprieta.
Eso es mala suerte, mal agüero no.
Fue mal agüero.
Los pesos y los centavos.
Pesa menos la caja nueva.
La lista de precios está lista.
La feria costó más.
Ya hay la mitad.
Leo los acuerdos.
Que lo leas con calma.
Lo lees y me dices.
Marta Ortiz mandó la factura.
Daniela Rivas vino por la muestra.
Le escribí a Diana Mendoza.
Vino Andrea por las cajas.
Habló Julián Hernández, del banco.
El señor Fernández no contesta.
Vino Laureano Menéndez a la visita.
Llegó Carmela con las muestras.
El proveedor se llama Ramiro.
Firmó Ramírez Hermanos el contrato.
La señora Vargas pidió dos.
Estuvo Jorgelina en la feria.
El doctor Salazar firmó.
La clienta se llama Roxana.
Llamó Paula Ibarra de la agencia.
Un tal Benavente lo pidió.
Vamos a Mendoza en enero.
En Cárdenas, Tabasco, no hay bodega.
Vive en la colonia Chapultepec.
El hotspot no tiene señal.
Compramos en Amazon el soporte.
Los líderes de equipo avisan.
Es líder del equipo norte.
El lead de Monterrey contestó.
Leads nuevos hay once.
Los webinars de otoño funcionan.
El marketing digital cuesta.
La lavadora se descompuso.
Pásame la lapicera, che.
Vos decidís si va.
Vale, tío, lo vemos.
Parce, eso no da.
We lead the market in the north.
The leading team wins.
Our sales force is small.
Put it in the hub.
The list of leads is long.
Rose prices again, they said.
They rose last year.
The walker next door called.
You can see it in the chat.
A cat is not a client.
I read it on the train.
She will mark it as done.
Bill them in May.
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(a.strip(), b.strip()) for a, _, b in (line.partition("|") for line in table.strip().splitlines())]


@pytest.mark.parametrize(("said", "expected"), _pairs(MISHEARD))
def test_misheard_name_is_written_as_the_roster_has_it(said: str, expected: str) -> None:
    """Names, company words and jargon that sound and look like what was heard; what isn't clear stays."""
    assert written(said) == expected


@pytest.mark.parametrize("said", AS_HEARD.strip().splitlines())
def test_everyday_words_and_other_people_stay(said: str) -> None:
    """A word that means what it says is nobody's name, nor is the name of somebody else."""
    assert written(said) == said
    assert written(said, probability=None) == said


def test_tables_are_large_enough() -> None:
    """The tables cover what they are meant to."""
    assert len(_pairs(MISHEARD)) >= 60
    assert len(AS_HEARD.strip().splitlines()) >= 80


def test_repair_tells_what_was_heard_and_keeps_its_time() -> None:
    """Each change is logged with the segment, both texts and the second; a run that became one word spans it."""
    segments, repairs = repaired([heard("Los le ads, Mendes, van.")], ROSTER, WORDS)
    assert repairs == (
        NameRepair(segment=7, heard="le ads", written="leads", start=0.4),
        NameRepair(segment=7, heard="Mendes", written="Méndez", start=1.2000000000000002),
    )
    assert segments[0].text == "Los leads, Méndez, van."
    assert [(word.text, round(word.start, 2), round(word.end, 2)) for word in segments[0].words] == [
        (" Los", 0.0, 0.4),
        (" leads,", 0.4, 1.2),
        (" Méndez,", 1.2, 1.6),
        (" van.", 1.6, 2.0),
    ]
    assert segments[0].words[1].probability == 0.75


def test_segments_without_words_are_repaired_in_their_text() -> None:
    """An imported cue has no words; its text is what counts, and its start is the repair's."""
    cue = Segment(id=1, start=3.0, end=5.0, text="Lo lleva Laura Mendes.", language="es")
    segments, repairs = repaired([cue], ROSTER, WORDS)
    assert segments[0].text == "Lo lleva Laura Méndez."
    assert segments[0].words == ()
    assert repairs[0].start == 3.0


def test_pieces_of_words_that_belong_together_are_one() -> None:
    """A recogniser may split a word; its pieces are repaired and timed as one."""
    words = (
        Word(start=0, end=1, text=" En", probability=0.9),
        Word(start=1, end=2, text=" Tla", probability=0.4),
        Word(start=2, end=3, text="quilo.", probability=0.5),
    )
    segments, _ = repaired([Segment(id=0, start=0, end=3, text="En Tlaquilo.", words=words)], ROSTER, WORDS)
    assert segments[0].text == "En Tlacuilo."
    assert segments[0].words[1] == Word(start=1, end=3, text=" Tlacuilo.", probability=0.4)


def test_words_without_spaces_are_words() -> None:
    """Some recognisers give words without the space before them."""
    words = tuple(Word(start=n, end=n + 1, text=text) for n, text in enumerate(["Lo", "ve", "Mendes", "hoy."]))
    segments, _ = repaired([Segment(id=0, start=0, end=4, text="Lo ve Mendes hoy.", words=words)], ROSTER, WORDS)
    assert segments[0].text == "Lo ve Méndez hoy."
    assert segments[0].words[2].text == "Méndez"


def test_nothing_to_repair_changes_nothing() -> None:
    """What is right comes back as it was, and an empty meeting is one."""
    right = heard("Laura Méndez y Sofía Torres ven los leads en HubSpot.")
    assert repaired([right], ROSTER, WORDS) == ((right,), ())
    assert repaired([], ROSTER, WORDS) == ((), ())
    dash = Segment(id=0, text="— ¿…? 65 % !")
    assert repaired([dash], ROSTER, WORDS) == ((dash,), ())


def test_two_who_are_equally_near_are_neither() -> None:
    """Between two people of the same sound nobody is chosen."""
    two = Roster(people=(Person(name="Ana Giménez"), Person(name="Eva Jiménez")))
    assert written("Lo manda Ximenez hoy.", roster=two) == "Lo manda Ximenez hoy."
    assert written("Lo manda Jimenes hoy.", roster=two) == "Lo manda Jimenes hoy."
    one = Roster(people=(Person(name="Ana Giménez"),))
    assert written("Lo manda Jimenes hoy.", roster=one) == "Lo manda Giménez hoy."


def test_shared_surname_is_written_alike() -> None:
    """Whose name it is stays open, how it is written does not."""
    both = Roster(people=(Person(name="Ana Méndez"), Person(name="Eva Méndez")))
    assert written("Lo manda Mendes hoy.", roster=both) == "Lo manda Méndez hoy."


def test_name_of_somebody_else_in_the_roster_is_right() -> None:
    """A word that is a name of the roster is never turned into another one."""
    both = Roster(people=(Person(name="Eva Mendes"), Person(name="Ana Méndez")))
    assert written("Lo manda Mendes hoy.", roster=both) == "Lo manda Mendes hoy."


def test_certain_words_are_believed() -> None:
    """What the recogniser is sure of, in lower case, is no jargon that was misheard by half a sound."""
    assert written("Reparte los leats de hoy.", probability=0.97) == "Reparte los leats de hoy."
    assert written("Reparte los leats de hoy.", probability=0.4) == "Reparte los leads de hoy."


def test_titles_show_no_names() -> None:
    """Where every word has a capital, a capital is no sign of a name."""
    assert written("Reunión De Mesa De Crédito Y Cobranza Hoy") == "Reunión De Mesa De Crédito Y Cobranza Hoy"


@settings(max_examples=40)
@given(st.text(alphabet="abcdeghilmnorstuzñáéíÁMSV .,¿?0'-%", max_size=60))
def test_any_text_survives(text: str) -> None:
    """Whatever was heard, the words stay as many or become fewer by what was joined, and nothing breaks."""
    segments, repairs = repaired([Segment(id=0, text=text)], ROSTER, WORDS)
    assert len(segments) == 1
    if not repairs:
        assert segments[0].text == text
    again, _ = repaired(segments, ROSTER, WORDS)
    assert again == segments


def test_two_everyday_sounding_words_are_no_name_unless_doubted() -> None:
    """Words that may have been said apart become one name only where the recogniser was unsure of them."""
    assert written("Y si mena la tabla, avisa.", probability=0.9) == "Y si mena la tabla, avisa."
    assert written("Y si mena la manda hoy.", probability=0.3) == "Y Ximena la manda hoy."


def test_letters_without_a_sound_are_compared_with_nothing() -> None:
    """A silent letter alone is no word that sounds like another."""
    assert repaired([heard("La h sobra.")], ROSTER, ("hh",))[0][0].text == "La h sobra."


def test_short_names_in_lower_case_stay() -> None:
    """A short word without a capital is more often a word than a name."""
    assert written("Mide ana y media de ancho.") == "Mide ana y media de ancho."

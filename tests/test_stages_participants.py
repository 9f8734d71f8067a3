import pytest

from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import ImportedTranscript, Segment, SourceFile
from meetbot.stages.attribute import attribute_import
from meetbot.stages.participants import (
    is_address,
    match_person,
    name_key,
    shown_labels,
    shown_name,
    tidy_name,
    voice_label,
)

ROSTER = Roster(
    people=(
        Person(name="Laura Méndez Ruiz"),
        Person(name="Diego Ramírez", aliases=("Dieguito",)),
        Person(name="Daniela Ortega"),
        Person(name="Mario Peña"),
        Person(name="Andrés Vega"),
        Person(name="Ana Ruiz"),
        Person(name="Ana Soto"),
        Person(name="Jorge Salas"),
        Person(name="田中 太郎"),
        Person(name="Анна Иванова"),
    ),
    departments=(Department(id="mercadeo", name="Mercadeo"), Department(id="ventas-norte", name="Ventas Norte")),
)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Laura Méndez Ruiz", "Laura Méndez Ruiz"),
        ("Méndez Ruiz, Laura", "Laura Méndez Ruiz"),
        ("LAURA MENDEZ", "Laura Méndez Ruiz"),
        ("Laura Mendes Ruiz", "Laura Méndez Ruiz"),
        ("Laura", "Laura Méndez Ruiz"),
        ("dieguito", "Diego Ramírez"),
        ("Diego Ramirez | Ventas", "Diego Ramírez"),
        ("🚀 Diego Ramírez (Tlacuilo)", "Diego Ramírez"),
        ("[Externo] Diego Ramírez - Comercial", "Diego Ramírez"),
        ("(Diego Ramírez)", "Diego Ramírez"),
        ("Diego Ramírez López", "Diego Ramírez"),
        ("Ana Soto", "Ana Soto"),
        ("RAMÍREZ LÓPEZ, DIEGO", "Diego Ramírez"),
        ("Centro | Diego Ramírez", "Diego Ramírez"),
        ("Mercadeo | Diego Ramírez", "Diego Ramírez"),
        ("Ventas Norte - Ana Soto", "Ana Soto"),
        ("Diego R.", "Diego Ramírez"),
        ("A. Vega", "Andrés Vega"),
        ("Laura M. R.", "Laura Méndez Ruiz"),
        ("Ventas: Diego Ramírez", "Diego Ramírez"),
        ("Diego Ramírez: Ventas", "Diego Ramírez"),
        ("Norte - Dieguito", "Diego Ramírez"),
        ("Ｄｉｅｇｏ Ｒａｍíｒｅｚ", "Diego Ramírez"),
        ("iPhone de Dieguito", "Diego Ramírez"),
        ("Diego's iPad", "Diego Ramírez"),
        ("Galaxy S21 de Diego Ramírez", "Diego Ramírez"),
        ("田中 太郎", "田中 太郎"),
        ("太郎 田中 (営業)", "田中 太郎"),
        ("ИВАНОВА, АННА", "Анна Иванова"),
        ("Jorge Salas", "Jorge Salas"),
    ],
)
def test_match_person_spellings_of_a_platform(label: str, name: str) -> None:
    """Case, accents, order, typing slips, second surnames and what platforms append don't hide a person."""
    match = match_person(label, ROSTER)
    assert match.kind == "one"
    assert match.people[0].name == name
    assert match.confidence is not None
    assert 0.85 <= match.confidence <= 1


@pytest.mark.parametrize(
    "label",
    ["Daniel Ortega", "María Peña", "Andrea Vega", "Daniel", "Verónica Ibarra", "Ruiz", "Diegu", "Diego P.",
     "Marta Peñaloza", "Lаura", "Joan Sala", "iPhone de Verónica", "Ramón y Cajal, Santiago", "Ortega y Gasset, José",
     "山田 花子"],
)  # fmt: skip
def test_match_person_others_are_nobody(label: str) -> None:
    """A gendered ending, a surname alone or a similar first name is another person, not a typing slip."""
    assert match_person(label, ROSTER).kind == "none"


@pytest.mark.parametrize("label", ["Ana", "ANA (invitada)"])
def test_match_person_namesakes_are_several(label: str) -> None:
    """A first name of two people means neither."""
    match = match_person(label, ROSTER)
    assert match.kind == "several"
    assert [person.name for person in match.people] == ["Ana Ruiz", "Ana Soto"]


@pytest.mark.parametrize(
    "label",
    ["", "  ", "Unknown Speaker", "Speaker 1", "SPEAKER_00", "Voz 2", "Hablante 3", "Desconocido", "Speaker A", "spk_0",
     "+57 300 123 4567", "Teléfono 2", "Caller 1", "Llamada desde +52 55 1234 5678", "Call-in User_1", "+57 300***4567",
     "Usuario de teléfono 1", "Phone User", "(55) 1234-5678", "Llamada telefónica", "sofia.torres@empresa.com",
     "7", "Participante", "Invitado 2", "Orador desconocido", "+52 55 1234 5678", "iPhone", "Galaxy S21", "Host", "👍"],
)  # fmt: skip
def test_match_person_placeholders(label: str) -> None:
    """Names that software gives to unknown voices are not names."""
    assert match_person(label, ROSTER).kind == "placeholder"


@pytest.mark.parametrize(
    "label",
    ["Sala de juntas 2", "SALA NORTE", "Conference Room", "Boardroom 3", "Zoom Rooms", "Huddle 1", "Bogota Room 12",
     "Polycom HDX", "Equipo Norte", "Mercadeo", "ventas norte", "Ana y Luis", "Ana & Luis", "Laura + Diego",
     "Laura Méndez y Diego Ramírez", "Laura / Diego", "Laura, Diego", "Laura and Diego (Tlacuilo)",
     "Ana Ruiz, Ana Soto", "Laura @ Diego"],
)  # fmt: skip
def test_match_person_rooms_and_pairs_are_several_people(label: str) -> None:
    """A room, a department's account or two names on one label is nobody in particular."""
    assert match_person(label, ROSTER).kind == "shared"


def test_match_person_name_with_a_joining_word_is_one_person() -> None:
    """A surname of two parts is no pair of people where the list has it."""
    roster = Roster(people=(Person(name="José Ortega y Gasset"), Person(name="Ana Gasset")))
    assert match_person("Ortega y Gasset, José", roster).people == (roster.people[0],)


def test_match_person_telephone_of_a_namesake_is_several() -> None:
    """Whose telephone it is can't be known where two people have the name."""
    assert match_person("iPhone de Ana", ROSTER).kind == "several"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Verónica Ibarra | Agencia", "Verónica Ibarra"),
        ("RUIZ MORA, ANA", "Ana Ruiz Mora"),
        ("🚀 Diego Ramírez (Tlacuilo)", "Diego Ramírez"),
        ("O'Brien, Pat", "Pat O'Brien"),
        ("Ana-María Ruiz - Ventas", "Ana-María Ruiz"),
        ("Lic. Ana Ruiz", "Lic. Ana Ruiz"),
        ("田中 太郎", "田中 太郎"),
        ("Gómez, S.A., Ana", "Gómez, S.A., Ana"),
        ("JP", "JP"),
        ("(Ana Ruiz)", "(Ana Ruiz)"),
        ("Ana\u202e\nRuiz", "Ana Ruiz"),
    ],
)
def test_tidy_name_is_as_a_list_of_people_has_it(label: str, name: str) -> None:
    """First names first, no brackets, bars or emoji, no capitals throughout; a name that is only that stays."""
    assert tidy_name(label) == name


@pytest.mark.parametrize(
    ("label", "kept"),
    [("Voz 2", "SPEAKER_01"), ("Voice 12", "SPEAKER_11"), ("voz 1", "SPEAKER_00"), ("Voz 0", "Voz 0"), ("Voz", "Voz")],
)
def test_voice_label_reads_back_what_documents_show(label: str, kept: str) -> None:
    """The number in a document counts from 1, our labels from 0."""
    assert voice_label(label) == kept


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Diego Ramírez +57 300 123 4567", "Diego Ramírez"),
        ("diego.ramirez@empresa.com", "Diego Ramírez"),
        ("GERENCIA@empresa.com", "Laura Méndez"),
        ("Invitado (gerencia@empresa.com)", "Laura Méndez"),
    ],
)
def test_match_person_by_address_or_beside_a_number(label: str, name: str) -> None:
    """The list's mail address, one that spells a full name, and a name beside a telephone number are that person."""
    roster = Roster(people=(Person(name="Laura Méndez", email="gerencia@empresa.com"), Person(name="Diego Ramírez")))
    match = match_person(label, roster)
    assert [person.name for person in match.people] == [name]
    assert match.kind == "one"


@pytest.mark.parametrize("label", ["diego@empresa.com", "equipo@empresa.com", "gerencia@empresa.com"])
def test_match_person_address_of_several_or_of_nobody_is_a_placeholder(label: str) -> None:
    """A first name in an address, a team's or one that two people share names nobody."""
    people = tuple(Person(name=name, email="gerencia@empresa.com") for name in ("Diego Ramírez", "Ana Ruiz"))
    assert match_person(label, Roster(people=people)).kind == "placeholder"


def test_shown_labels_number_telephones_and_addresses() -> None:
    """Personal data is no label: who has nothing else is a voice under the next free number, as it is heard."""
    written = ["Laura Méndez", "Voz 3", "+57 300 123 4567", "Teléfono 2", "ana@empresa.com", "Ana +57 300 123 4567",
               "Sala 2026", "\u200b", "Hablante 1"]  # fmt: skip
    assert shown_labels(written, taken={"SPEAKER_03"}) == {
        "Laura Méndez": "Laura Méndez",
        "Voz 3": "SPEAKER_02",
        "+57 300 123 4567": "SPEAKER_04",
        "Teléfono 2": "SPEAKER_05",
        "ana@empresa.com": "SPEAKER_06",
        "Ana +57 300 123 4567": "Ana",
        "Sala 2026": "Sala 2026",
        "\u200b": None,
        "Hablante 1": "Hablante 1",
    }
    assert is_address("ana@empresa.com")


def test_attribute_import_telephones_and_addresses_are_voices_unless_the_roster_knows_them() -> None:
    """Neither labels nor names of the transcript's voices, nor its issues, have a number or an address."""
    labels = ("Diego Ramírez", "+57 300 123 4567", "laura@empresa.com", "nadie@empresa.com")
    segments = tuple(Segment(id=i, start=i, end=i + 1, text="Va.", speaker=label) for i, label in enumerate(labels))
    roster = Roster(people=(Person(name="Laura Méndez", email="laura@empresa.com"), Person(name="Diego Ramírez")))
    transcript = attribute_import(
        ImportedTranscript(format="vtt", segments=segments),
        source=SourceFile(name="junta.vtt", sha256="0" * 64, format="vtt"),
        roster=roster,
        language="es",
    )
    assert [(speaker.label, speaker.name) for speaker in transcript.speakers] == [
        ("Diego Ramírez", "Diego Ramírez"),
        ("SPEAKER_01", None),
        ("SPEAKER_02", "Laura Méndez"),
        ("SPEAKER_03", None),
    ]
    assert not [issue for issue in transcript.issues if "@" in issue.message or "300" in issue.message]


def test_match_person_empty_roster_is_nobody() -> None:
    """Without people nothing matches."""
    assert match_person("Laura Méndez", Roster()).kind == "none"


def test_shown_name_has_no_control_or_direction_characters() -> None:
    """A name that would break a line, turn the text around or fill a page can't."""
    assert shown_name("Ana\u202e \nRuiz\x07\t") == "Ana Ruiz"
    assert len(shown_name("x" * 500)) == 120


def test_name_key_keeps_a_name_that_is_all_brackets() -> None:
    """What stands in brackets is only left out while something else remains."""
    assert name_key("(Ana Ruiz)") == "ana ruiz"
    assert name_key("Ana-María Ruiz (Ventas)") == "ana maria ruiz"

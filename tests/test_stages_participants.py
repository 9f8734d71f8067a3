import pytest

from meetbot.model.company import Person, Roster
from meetbot.stages.participants import match_person, name_key, shown_name

ROSTER = Roster(
    people=(
        Person(name="Laura Méndez Ruiz"),
        Person(name="Diego Ramírez", aliases=("Dieguito",)),
        Person(name="Daniela Ortega"),
        Person(name="Mario Peña"),
        Person(name="Andrés Vega"),
        Person(name="Ana Ruiz"),
        Person(name="Ana Soto"),
    )
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
    ["Daniel Ortega", "María Peña", "Andrea Vega", "Daniel", "Verónica Ibarra", "Ruiz", "Diegu", "Marta Peñaloza"],
)
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
     "7", "Participante", "Invitado 2", "Orador desconocido"],
)  # fmt: skip
def test_match_person_placeholders(label: str) -> None:
    """Names that software gives to unknown voices are not names."""
    assert match_person(label, ROSTER).kind == "placeholder"


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

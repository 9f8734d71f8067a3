"""Tests of meetbot.stages.told."""

from datetime import UTC, date, datetime

import pytest
from talks import ROSTER, action, decision, note, proof

from meetbot.model.kpi import Period
from meetbot.model.minutes import CommitmentUpdate, FigureCheck
from meetbot.stages.told import contradicted, decided, inside, noted, promised, shortened, updated
from meetbot.words import load

ES, EN = load("es-MX"), load("en")


def test_decided_tells_each_way_of_settling_apart() -> None:
    """Made, deferred and reversed decisions are three sentences, each with its turns."""
    found = decided(
        (
            decision(1, "Se usa la plantilla.", "t0001"),
            decision(2, "El descuento espera", "t0002", status="deferred"),
            decision(3, "El bordado gratis", "t0003", status="reversed"),
        ),
        ROSTER,
        ES,
    )
    assert [one.text for one in found] == [
        "Se decidió: se usa la plantilla.",
        "Se aplazó: el descuento espera.",
        "Se dejó sin efecto: el bordado gratis.",
    ]
    assert [one.turn_ids for one in found] == [("t0001",), ("t0002",), ("t0003",)]


@pytest.mark.parametrize(("number", "ending"), [(3, "c."), (4, "c y 1 más."), (6, "c y 3 más.")])
def test_decided_counts_what_it_does_not_name(number: int, ending: str) -> None:
    """A sentence names three and counts the rest: all of them stand in their own section."""
    found = decided([decision(n, "abcdefg"[n - 1], f"t{n:04}") for n in range(1, number + 1)], ROSTER, ES)
    assert found[0].text.endswith(ending)
    assert len(found[0].turn_ids) == 3


def test_promised_groups_tasks_by_who_took_them() -> None:
    """One verb for all: each owner once, tasks in the infinitive with their days."""
    found = promised(
        (
            action(1, "Enviar la lista", "t0001", due_date=date(2026, 11, 27)),
            action(2, "Llamar al cliente", "t0002"),
            action(3, "Armar el informe", "t0003", owner="Diego Ramírez"),
        ),
        ROSTER,
        ES,
    )
    assert len(found) == 1
    assert found[0].text == (
        "Laura Méndez se comprometió a enviar la lista (27 nov 2026) y a llamar al cliente; "
        "Diego Ramírez, a armar el informe."
    )
    assert found[0].turn_ids == ("t0001", "t0002", "t0003")


def test_promised_quotes_what_is_no_infinitive() -> None:
    """A task in the speaker's own words stands in quotes, not behind “se comprometió a”."""
    found = promised((action(1, "Yo lo muevo", "t0001"), action(2, "Ver eso", "t0002")), ROSTER, ES)
    assert found[0].text == "Laura Méndez se comprometió a ver eso; Laura Méndez asumió «yo lo muevo»."
    mixed = (action(1, "Yo lo muevo", "t0001"), action(2, "Ver eso", "t0002", owner="Diego Ramírez"))
    assert promised(mixed, ROSTER, ES)[0].text == (
        "Diego Ramírez se comprometió a ver eso; Laura Méndez asumió «yo lo muevo»."
    )
    replaced = action(1, "Mandar y lo muevo yo", "t0001", doubts=("wording_replaced",))
    assert promised((replaced,), ROSTER, ES)[0].text == "Laura Méndez asumió «mandar y lo muevo yo»."
    assert (
        promised((action(1, "Send the list", "t0001"),), ROSTER, EN)[0].text == "Laura Méndez took on: send the list."
    )


def test_promised_tells_tasks_that_nobody_took() -> None:
    """A task without an owner is its own sentence: nobody is given one."""
    found = promised([action(n, "Enviar algo", f"t{n:04}", owner=None) for n in range(1, 6)], ROSTER, ES)
    assert [one.text for one in found] == ["Sin responsable: enviar algo; enviar algo; enviar algo y 2 más."]
    assert promised((), ROSTER, ES) == ()


@pytest.mark.parametrize(
    ("status", "due", "told"),
    [
        ("done", None, "n.º 4 cumplido"),
        ("in_progress", None, "n.º 4 en curso"),
        ("postponed", date(2026, 11, 30), "n.º 4 aplazado al 30 nov 2026"),
        ("postponed", None, "n.º 4 aplazado sin fecha"),
        ("cancelled", None, "n.º 4 cancelado"),
    ],
)
def test_updated_tells_what_was_said_of_each(status: str, due: date | None, told: str) -> None:
    """Each commitment by its number, with the new day where there is one."""
    update = CommitmentUpdate.model_validate(
        {"number": 4, "text": "x", "owner": None, "status": status, "due_date": due, "evidence": proof("t0001")}
    )
    assert [one.text for one in updated((update,), ES)] == [f"Acuerdos anteriores: {told}."]
    assert updated((), ES) == ()


def test_contradicted_tells_both_figures_and_is_silent_on_agreement() -> None:
    """What was said and what the data say, with their period; a figure that agrees is not told."""
    figure = FigureCheck(
        kpi="response",
        name="Respuesta",
        unit="hours",
        said="cuatro horas",
        spoken=4,
        reading=6.4,
        agrees=False,
        period=Period(start=date(2026, 11, 16), end=date(2026, 11, 23)),
        read_at=datetime(2026, 11, 23, tzinfo=UTC),
        evidence=proof("t0007"),
    )
    (told,) = contradicted((figure, figure.model_copy(update={"agrees": True})), ES)
    assert told.text == "De «Respuesta» se dijo «cuatro horas», y los datos dicen 6.4 h (16–22 de nov de 2026)."
    assert told.turn_ids == ("t0007",)


def test_noted_tells_notes_of_one_kind() -> None:
    """A question keeps its mark; no notes, no sentence."""
    assert noted("questions", (note("Q-01", "¿Quién paga el flete?", "t0003"),), ROSTER, ES)[0].text == (
        "Preguntas sin respuesta: ¿quién paga el flete?"
    )
    assert noted("risks", (), ROSTER, ES) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Los leads pasan.", "los leads pasan"),
        ("Laura lo ve", "Laura lo ve"),
        ("Lau lo ve", "Lau lo ve"),
        ("Mercadeo publica", "Mercadeo publica"),
        ("SLA de 24 horas", "SLA de 24 horas"),
        ("I'd say two hours", "I'd say two hours"),
        ("¿Hay stand?", "¿hay stand?"),
        ("“Así queda”", "“así queda”"),
        ("…", "…"),
    ],
)
def test_inside_a_sentence_only_names_and_codes_are_large(text: str, expected: str) -> None:
    """A text that becomes part of a sentence begins small unless its first word is a name, a code or “I”."""
    assert inside(text, ROSTER) == expected


def test_shortened_cuts_after_a_word() -> None:
    """A long text ends in … after a whole word; a short one stays, on one line."""
    assert shortened("uno  dos\ntres") == "uno dos tres"
    cut = shortened("palabra, " * 40)
    assert cut.endswith("palabra…")
    assert len(cut) <= 141

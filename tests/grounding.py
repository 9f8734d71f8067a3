"""A small invented meeting for the tests of grounding, and what grounding makes of proposed items."""

from datetime import date
from typing import Any

from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction
from meetbot.model.company import Department, Person, Roster
from meetbot.model.minutes import ActionItem, Item
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.ground import ground
from meetbot.stages.ground_items import Grounded

LAURA, DIEGO, CARMEN, ANDRES, JORGE = "Laura Méndez", "Diego Ramírez", "Carmen Ortega", "Andrés Vega", "Jorge Salas"
ROSTER = Roster(
    departments=(
        Department(id="mercadeo", name="Mercadeo", role="marketing"),
        Department(id="comercial", name="Comercial", role="sales"),
        Department(id="finanzas", name="Finanzas"),
    ),
    people=(
        Person(name=LAURA, aliases=("Lau",), department="mercadeo", title="Gerente de Mercadeo"),
        Person(name=DIEGO, department="comercial", title="Director Comercial"),
        Person(name=CARMEN, department="comercial", title="Ejecutiva Comercial"),
        Person(name=JORGE, department="comercial", attends=False),
        Person(name=ANDRES, department="finanzas", title="Contralor"),
    ),
)
DEPARTMENTS = {LAURA: "mercadeo", DIEGO: "comercial", CARMEN: "comercial", ANDRES: "finanzas"}
SAID_ON, NEXT = date(2026, 11, 23), date(2026, 11, 30)  # both Mondays

MEETING: tuple[tuple[str | None, str], ...] = (
    (LAURA, "Bueno, a ver, ¿quién habla con el proveedor de cajas?"),  # 1
    (DIEGO, "Eh, yo hablo con él el jueves, no te preocupes."),  # 2
    (LAURA, "Sale. Carmen, ¿tú me puedes mandar las objeciones de los clientes?"),  # 3
    (CARMEN, "Sí, claro, te las paso mañana a primera hora."),  # 4
    (ANDRES, "El presupuesto de la feria son cuatrocientos mil pesos, y el año pasado salieron 9 oportunidades."),  # 5
    (DIEGO, "Entonces no vamos a la feria. Queda así."),  # 6
    (LAURA, "De acuerdo, no vamos. Y los leads con calificación de 70 para arriba se contactan en 24 horas."),  # 7
    (CARMEN, "Oye, Lau, muy buena la campaña de cartón reciclado, la verdad."),  # 8
    (LAURA, "Gracias. La regla en el CRM la cambia Jorge antes del viernes."),  # 9
    (ANDRES, "Mjm."),  # 10
    (CARMEN, "El cliente de Monterrey dice que la entrega le llega tarde y que así no renueva."),  # 11
    (LAURA, "¿Y qué hacemos con los que ya tienen descuento del 10 por ciento?"),  # 12
)


def transcript_of(speech: tuple[tuple[str | None, str], ...] = MEETING, *, timed: bool = True) -> Transcript:
    """A transcript of these turns, eight seconds each; a speaker without a department in the story is unnamed."""
    labels = dict.fromkeys(name for name, _ in speech if name is not None)
    return Transcript(
        source=SourceFile(name="r.vtt", sha256="0" * 64, format="vtt"),
        language="es",
        speakers=tuple(
            Speaker(label=n, name=None if n.startswith("SPEAKER") else n, department=DEPARTMENTS.get(n)) for n in labels
        ),
        turns=tuple(
            Turn(
                id=f"t{n:04d}",
                speaker=name,
                start=n * 8.0 if timed else None,
                end=n * 8.0 + 7 if timed else None,
                time_source="measured" if timed else "none",
                text=text,
            )
            for n, (name, text) in enumerate(speech, 1)
        ),
    )


def action(*turns: int, text: str = "Hablar con el proveedor de cajas", **more: Any) -> Candidate:
    """A proposed task that cites these turns."""
    return Candidate(kind="action", turn_ids=tuple(f"t{n:04d}" for n in turns), text=text, **more)


def decision(*turns: int, text: str, **more: Any) -> Candidate:
    """A proposed decision that cites these turns."""
    return Candidate(kind="decision", turn_ids=tuple(f"t{n:04d}" for n in turns), text=text, **more)


def check(
    *candidates: Candidate, transcript: Transcript | None = None, roster: Roster = ROSTER, **more: Any
) -> Grounded:
    """What grounding makes of these candidates."""
    extraction = Extraction(engine=EngineInfo(name="test"), candidates=candidates)
    return ground(extraction, transcript or transcript_of(), roster, said_on=SAID_ON, next_meeting=NEXT, **more)


def only(*candidates: Candidate, **more: Any) -> Item:
    """The one item that came of it."""
    (item,) = everything(check(*candidates, **more))
    return item


def only_action(*candidates: Candidate, **more: Any) -> ActionItem:
    """The one task that came of it."""
    item = only(*candidates, **more)
    assert isinstance(item, ActionItem)
    return item


def everything(grounded: Grounded) -> list[Item]:
    """Every item in every list."""
    return [
        *grounded.decisions,
        *grounded.actions,
        *grounded.recognitions,
        *grounded.customer_voice,
        *grounded.questions,
        *grounded.unconfirmed,
    ]

from datetime import date
from pathlib import Path

import pytest

from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Person, Roster
from meetbot.model.minutes import ActionItem, Evidence
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.stages.updates import updates

TABLE = Path(__file__).parent / "data" / "updates.txt"
TOLD_OPEN = Path(__file__).parent / "data" / "updates_open.txt"
MONDAY, NEXT = date(2026, 11, 23), date(2026, 11, 30)
PEOPLE = {"Ana": "Ana Ruiz", "Luis": "Luis Gómez", "Marta": "Marta Soto"}
ROSTER = Roster(
    departments=(Department(id="marketing", name="Marketing", role="marketing"),),
    people=tuple(Person(name=name, aliases=(short,), department="marketing") for short, name in PEOPLE.items()),
)


def commitment(text: str, *, number: int = 4, owner: str | None = "Ana Ruiz", due: date | None = None) -> Commitment:
    """An open commitment of the meeting before."""
    return Commitment(
        number=number, reference="2026-11-16-a/A-01", meeting_id="2026-11-16-a", meeting_date=date(2026, 11, 16),
        text=text, owner=owner, department=None, due_date=due or date(2026, 11, 20), due_text=None, quote=text,
        speaker=owner, at_seconds=None,
    )  # fmt: skip


def spoken(said: str, *, language: str = "es") -> Transcript:
    """Turns like "Luis: ¿Y el brief? / Ana: Ya lo mandé.", framed by talk about other things."""
    lines = ["Luis: Bueno, empezamos.", "Marta: Va.", *said.split(" / "), "Marta: ¿Algo más?", "Luis: Nada más."]
    parts = [line.partition(": ") for line in lines]
    names = dict.fromkeys(PEOPLE.get(name, name) for name, _, _ in parts)
    return Transcript(
        schema_version=1,
        source=SourceFile(name="a.txt", sha256="0" * 64, format="text"),
        language=language,
        speakers=tuple(Speaker(label=name, name=name if ROSTER.person(name) else None) for name in names),
        turns=tuple(
            Turn(id=f"t{n:04d}", speaker=PEOPLE.get(name, name), text=text, time_source="none")
            for n, (name, _, text) in enumerate(parts, start=1)
        ),
    )


def _table(path: Path = TABLE) -> list[tuple[str, str, str, str]]:
    rows, language = [], ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            task, said, expected = (cell.strip() for cell in line.split("|"))
            rows.append((language, task, said, expected))
    return rows


@pytest.mark.parametrize(("language", "task", "said", "expected"), _table())
def test_updates_reads(language: str, task: str, said: str, expected: str) -> None:
    """What is said of an open task tells where it stands, and of one put off the new day."""
    found = updates(spoken(said, language=language), [commitment(task)], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    told = [f"{update.status} {update.due_date or ''}".strip() for update in found]
    assert (told or ["-"]) == [expected]


@pytest.mark.parametrize(("language", "task", "said", "expected"), _table(TOLD_OPEN))
def test_updates_tell_as_open_what_is_not_read_for_sure(language: str, task: str, said: str, expected: str) -> None:
    """What is told in ways that the weights do not know leaves the task open: nothing is lost by it."""
    found = updates(spoken(said, language=language), [commitment(task)], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert {update.status for update in found} <= {"in_progress", "postponed"}, expected


BRIEF = commitment("Enviar el brief de la campaña")


def action(turns: tuple[str, ...], *, owner: str | None = "Ana Ruiz") -> ActionItem:
    """A task of the meeting, shown by these turns."""
    evidence = Evidence(
        turn_ids=turns, speaker=owner, speaker_name=owner, start=None, end=None, time_source="none", quote="lo mando"
    )
    return ActionItem(id="A-01", text="Mandarlo", confirmed=True, evidence=evidence, owner=owner, department=None)


def test_updates_has_evidence() -> None:
    """An update quotes the deciding turn and cites the one that names the task and the one that confirms."""
    said = spoken("Luis: ¿Y el brief, Ana? / Ana: Lo envié el viernes. / Luis: Sí, me llegó.")
    (update,) = updates(said, [BRIEF], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert (update.number, update.text, update.owner) == (4, "Enviar el brief de la campaña", "Ana Ruiz")
    assert update.evidence.quote == "Lo envié el viernes."
    assert set(update.evidence.turn_ids) == {"t0003", "t0004", "t0005"}


def test_updates_only_of_open_ones() -> None:
    """What is closed already has no update; nor has a meeting without commitments."""
    said = spoken("Luis: ¿Y el brief, Ana? / Ana: Lo envié el viernes.")
    closed = BRIEF.model_copy(update={"status": "done"})
    assert updates(said, [closed], ROSTER, said_on=MONDAY) == ()
    assert updates(said, [], ROSTER, said_on=MONDAY) == ()


def test_updates_of_two_tasks_one_after_the_other() -> None:
    """Two tasks spoken of in a row are told apart."""
    said = spoken(
        "Luis: Ana, ¿el brief de la campaña? / Ana: Ya quedó. / Luis: ¿Y la página de precios? / "
        "Ana: Me falta, el jueves."
    )
    page = commitment("Publicar la página de precios", number=7)
    found = updates(said, [BRIEF, page], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert [(u.number, u.status, u.due_date) for u in found] == [
        (4, "done", None),
        (7, "postponed", date(2026, 11, 26)),
    ]


def test_updates_of_a_task_without_owner() -> None:
    """Anybody may tell of a task that nobody owns."""
    said = spoken("Luis: El brief de la campaña ya lo mandé.")
    (update,) = updates(said, [commitment("Enviar el brief de la campaña", owner=None)], ROSTER, said_on=MONDAY)
    assert update.status == "done"


def test_updates_day_that_is_not_later_is_no_delay() -> None:
    """A day on or before the due day puts nothing off."""
    said = spoken("Luis: ¿Y el brief, Ana? / Ana: Lo mando el jueves.")
    later = commitment("Enviar el brief de la campaña", due=date(2026, 11, 27))
    (update,) = updates(said, [later], ROSTER, said_on=MONDAY)
    assert (update.status, update.due_date) == ("in_progress", None)


def test_updates_cite_every_place() -> None:
    """A task told as missing and as finished later in the meeting is shown with the turns of both."""
    said = spoken(
        "Luis: ¿Y el brief, Ana? / Ana: Me falta. / Marta: Siguiente punto, los precios. / Luis: Suben. / "
        "Marta: Bien. / Luis: Ok. / Marta: Va. / Luis: Otro. / Marta: Mmm. / Luis: Eh. / Marta: Sí. / "
        "Ana: El brief de la campaña ya lo mandé, recién."
    )
    (update,) = updates(said, [BRIEF], ROSTER, said_on=MONDAY)
    assert {"t0003", "t0004", "t0014"} <= set(update.evidence.turn_ids)


PAGE = commitment("Publicar la página de precios", number=7)


@pytest.mark.parametrize(
    "said",
    [
        "Ana: El brief de la campaña ya lo mandé. La página de precios me falta, la subo el jueves.",
        "Ana: Ya mandé el brief de la campaña, y la página de precios la subo el jueves.",
        "Luis: Ana, ¿el brief de la campaña? ¿Y la página de precios? / Ana: El brief ya está. La página el jueves.",
    ],
)
def test_updates_of_several_tasks_in_a_turn(said: str) -> None:
    """Each sentence of a turn that reviews several tasks is a report of its own, and quoted alone."""
    found = updates(spoken(said), [BRIEF, PAGE], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert [(update.number, update.status == "done") for update in found] == [(4, True), (7, False)]
    assert found[1].due_date in {date(2026, 11, 26), None}
    assert "jueves" not in found[0].evidence.quote


def test_updates_of_tasks_asked_in_a_turn() -> None:
    """Who asks several people in a turn gets their answers one after the other."""
    page = PAGE.model_copy(update={"owner": "Marta Soto"})
    said = spoken(
        "Luis: Pendientes. Ana, el brief de la campaña. Marta, la página de precios. / Ana: Ya lo mandé. / "
        "Marta: Me falta, el jueves."
    )
    found = updates(said, [BRIEF, page], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert [(u.number, u.status) for u in found] == [(4, "done"), (7, "postponed")]
    assert found[1].evidence.turn_ids == ("t0005", "t0003")


@pytest.mark.parametrize(
    "said",
    [
        "Luis: El brief de la campaña de Ana ya está atrasado. / Marta: Sí.",
        "Luis: El brief de la campaña ya quedó pendiente. / Ana: Va.",
        "Luis: El brief de la campaña de Ana ya quedó fuera. / Marta: Sí.",
        "Luis: El brief de la campaña ya quedó, ¿no? / Ana: Ni idea.",
        "Luis: Falta el brief de la campaña de Ana. / Marta: El logo ya quedó.",
        "Luis: Ana, ¿y el brief de la campaña? / Ana: El servidor está caído desde ayer.",
    ],
)
def test_updates_take_nothing_for_done_that_is_late_asked_or_another_thing(said: str) -> None:
    """What the thing is said to be, a question about it, and what others finished end no commitment."""
    found = updates(spoken(said), [BRIEF], ROSTER, said_on=MONDAY, next_meeting=NEXT)
    assert {update.status for update in found} <= {"in_progress", "postponed"}

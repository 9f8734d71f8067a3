"""Tests of meetbot.stages.compose."""

from datetime import date
from typing import Any

from meetbot.model.agenda import Agenda, AgendaItem
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.commitments import Commitment
from meetbot.model.company import Department, Meeting, Person, Roster
from meetbot.model.minutes import Heading, Minutes
from meetbot.model.transcript import NameRepair, SourceFile, Speaker, Suppressed, Transcript, Turn
from meetbot.stages.compose import compose, talk_shares
from meetbot.words import load

MEETING = Meeting(id="m", title="t", company="c", date=date(2026, 11, 23))
ROSTER = Roster(
    departments=(Department(id="mercadeo", name="Mercadeo"), Department(id="comercial", name="Comercial")),
    people=(
        Person(name="Laura Méndez", department="mercadeo"),
        Person(name="Diego Ramírez", department="comercial"),
        Person(name="Sofía Torres", department="mercadeo"),
    ),
)
SPEAKERS = (
    Speaker(label="Laura", name="Laura Méndez", department="mercadeo", name_source="platform"),
    Speaker(label="Diego", name="Diego Ramírez", department="comercial", name_source="platform"),
)


def transcript(*said: tuple[str | None, str], timed: bool = True) -> Transcript:
    """A turn for each (speaker, text), one every ten seconds."""
    turns = tuple(
        Turn(
            id=f"t{n:04d}",
            speaker=who,
            start=n * 10.0 if timed else None,
            end=n * 10.0 + 4 if timed else None,
            time_source="measured" if timed else "none",
            text=text,
        )
        for n, (who, text) in enumerate(said, 1)
    )
    known = {who for who, _ in said if who is not None}
    speakers = tuple(s for s in SPEAKERS if s.label in known)
    extra = tuple(Speaker(label=label) for label in sorted(known - {s.label for s in SPEAKERS}))
    source = SourceFile(name="x.vtt", sha256="0" * 64, format="vtt")
    return Transcript(source=source, language="es", speakers=(*speakers, *extra), turns=turns)


def composed(
    said: Transcript,
    *candidates: Candidate,
    agenda: Agenda | None = None,
    failed: bool = False,
    roster: Roster = ROSTER,
    **values: Any,
) -> Minutes:
    """Minutes of what was said, from those candidates."""
    windows = (
        WindowRecord(index=0, turn_ids=tuple(t.id for t in said.turns)),
        *((WindowRecord(index=1, turn_ids=(), status="failed"),) if failed else ()),
    )
    issue = Issue(severity="error", stage="extract", where="window 2", message="lost")
    extraction = Extraction(
        engine=EngineInfo(name="rules"), candidates=candidates, windows=windows, issues=(issue,) if failed else ()
    )
    return compose(
        extraction, said, meeting=MEETING, roster=roster, agenda=agenda, next_meeting=date(2026, 11, 30), **values
    )


PROMISE = ("Diego", "Sí, yo les mando la lista de objeciones el viernes.")
CANDIDATE = Candidate(
    kind="action",
    turn_ids=("t0001",),
    quote="yo les mando la lista de objeciones el viernes.",
    text="Mandar la lista de objeciones",
    owner="Diego Ramírez",
    due_text="el viernes",
)


def test_compose_fills_owner_department_and_date() -> None:
    """A grounded promise has one owner, the owner's department and a date counted from the meeting's."""
    (action,) = composed(transcript(PROMISE), CANDIDATE).actions

    assert (action.owner, action.department, action.due_date) == ("Diego Ramírez", "comercial", date(2026, 11, 27))


def test_compose_attendees_and_silent() -> None:
    """Who spoke attended; an expected person who did not speak is named."""
    minutes = composed(transcript(PROMISE, ("Laura", "Gracias, Diego.")))

    assert minutes.attendees == ("Diego Ramírez", "Laura Méndez")
    assert minutes.silent == ("Sofía Torres",)


def test_compose_unnamed_voices_leave_silence_open() -> None:
    """With a voice that nobody named it can't be known who was silent."""
    minutes = composed(transcript(PROMISE, ("SPEAKER_03", "Sí."), (None, "Ajá.")))

    assert minutes.silent is None
    assert minutes.unnamed_voices == 2


def test_compose_nothing_said() -> None:
    """A transcript without a word gives minutes that say so."""
    minutes = composed(transcript())

    assert minutes.nothing_said
    assert minutes.confirmed() == ()
    assert minutes.talk == ()


def test_compose_counts_what_was_done_to_the_transcript() -> None:
    """Names repaired, stretches left out and turns with several voices are counted for the minutes' account."""
    said = transcript(("Laura", "Hola, Diego."), ("Diego", "Sí."))
    heard = said.model_copy(
        update={
            "turns": (said.turns[0], said.turns[1].model_copy(update={"overlapped": True})),
            "repairs": (NameRepair(segment=0, heard="Diago", written="Diego"),) * 2,
            "suppressed": (Suppressed(start=1, end=2, text="¡Gracias!", reason="no speech there"),) * 3,
        }
    )
    minutes = composed(heard)

    assert (minutes.names_repaired, minutes.suppressed, minutes.overlapped_turns) == (2, 3, 1)


def test_compose_counts_windows_and_carries_issues() -> None:
    """A window that was lost stands in the minutes, with its issue."""
    minutes = composed(transcript(PROMISE), failed=True)

    assert (minutes.windows_read, minutes.windows_failed) == (1, 1)
    assert [issue.message for issue in minutes.issues if issue.severity == "error"] == ["lost"]


def test_compose_planned_text_never_becomes_said() -> None:
    """The agenda's own lines are context: no item comes from them, and an unspoken point is not treated."""
    point = AgendaItem(
        id="P1",
        kind="issues",
        title="Presupuesto",
        duration_minutes=10,
        lines=("Yo les mando el presupuesto el lunes.",),
        keywords=("presupuesto", "inversión"),
    )
    agenda = Agenda(meeting=MEETING, roster=ROSTER, items=(point,))
    minutes = composed(transcript(PROMISE), CANDIDATE, agenda=agenda)

    assert [topic.status for topic in minutes.topics] == ["not_treated"]
    assert len(minutes.confirmed()) == 1
    assert "presupuesto" not in minutes.actions[0].text


def test_compose_candidate_without_words_is_unconfirmed() -> None:
    """What nobody said is listed apart, never as fact and never dropped."""
    invented = Candidate(kind="decision", turn_ids=("t0042",), text="Se aprueba el descuento")
    minutes = composed(transcript(PROMISE), invented)

    assert minutes.decisions == ()
    assert [item.text for item in minutes.unconfirmed] == ["Se aprueba el descuento"]


def test_compose_tells_the_meeting_in_the_locales_words() -> None:
    """With words there is a summary, each sentence with its turns; without words there is none."""
    point = AgendaItem(
        id="P1", kind="issues", title="Objeciones", duration_minutes=10, keywords=("objeciones", "lista")
    )
    agenda = Agenda(meeting=MEETING, roster=ROSTER, items=(point,))
    told = composed(transcript(PROMISE), CANDIDATE, agenda=agenda, words=load("es-MX"))

    assert [one.text for one in told.summary][:2] == [
        "Puntos tratados, 1 de 1: Objeciones.",
        "Diego Ramírez se comprometió a mandar la lista de objeciones (27 nov 2026).",
    ]
    assert told.summary[1].turn_ids == ("t0001",)
    assert "se comprometió a mandar" in told.topics[0].summary[-1].text
    assert composed(transcript(PROMISE), CANDIDATE, agenda=agenda).summary == ()


def test_compose_carries_what_was_said_of_earlier_commitments() -> None:
    """An open commitment that somebody reports on is an update, and counts in the health's follow-up."""
    before = Commitment(
        number=4, reference="x/A-01", meeting_id="x", meeting_date=date(2026, 11, 16), owner="Laura Méndez",
        text="Mandar el brief de la campaña", department="mercadeo", due_date=date(2026, 11, 20), due_text=None,
        quote="x", speaker=None, at_seconds=None,
    )  # fmt: skip
    said = transcript(
        ("Diego", "Laura, ¿y el brief de la campaña?"), ("Laura", "El brief de la campaña ya lo mandé ayer.")
    )
    minutes = composed(said, commitments=(before,))

    assert [(update.number, update.status) for update in minutes.updates] == [(4, "done")]
    assert next(line.value for line in minutes.health if line.id == "follow_up") == 1.0


def test_compose_flags_a_task_of_another_charter() -> None:
    """The owner stays as said; that the other department's charter has the task is a remark and counts in health."""
    charter = Department(id="mercadeo", name="Mercadeo", owns=("lista de objeciones",))
    roster = ROSTER.model_copy(update={"departments": (charter, *ROSTER.departments[1:])})
    minutes = composed(transcript(PROMISE), CANDIDATE, roster=roster)

    assert (minutes.actions[0].owner, minutes.actions[0].belongs_to) == ("Diego Ramírez", "mercadeo")
    assert next(line.value for line in minutes.health if line.id == "functions") == 0.0


def test_compose_keeps_the_heading_and_advises_the_moderator() -> None:
    """The formal head is as given; the advice follows from the meeting."""
    minutes = composed(transcript(PROMISE), CANDIDATE, heading=Heading(number=7))

    assert minutes.heading.number == 7
    assert minutes.advice == "silent"


def test_talk_shares_add_up() -> None:
    """Shares are of all words; the most talkative comes first; seconds only where times are known."""
    timed = talk_shares(transcript(("Laura", "uno dos tres"), ("Diego", "cuatro"), ("Laura", "cinco seis")))
    untimed = talk_shares(transcript(("Laura", "uno dos"), timed=False))

    assert [(share.speaker, share.words, share.turns, share.seconds) for share in timed] == [
        ("Laura Méndez", 5, 2, 8.0),
        ("Diego Ramírez", 1, 1, 4.0),
    ]
    assert abs(sum(share.share for share in timed) - 1) < 0.001
    assert untimed[0].seconds is None


def test_talk_shares_of_voices_without_a_name() -> None:
    """An unnamed voice keeps its label; a turn without any voice has none."""
    shares = talk_shares(transcript(("SPEAKER_03", "uno"), (None, "dos")))

    assert {share.speaker for share in shares} == {"SPEAKER_03", None}


def test_compose_doubtful_praise_treats_no_point() -> None:
    """The point of thanks is not treated where no recognition stands."""
    planned = Agenda(
        meeting=MEETING,
        roster=ROSTER,
        items=(AgendaItem(id="P1", kind="recognition", title="Reconocimientos", duration_minutes=5),),
    )
    said = transcript(("Diego", "Yo con cuatro quedo bien."))
    praise = Candidate(kind="recognition", turn_ids=("t0001",), quote="Yo con cuatro quedo bien.", text="x", score=0.05)
    minutes = composed(said, praise, agenda=planned)

    assert minutes.recognitions == ()
    assert minutes.topics[0].status == "not_treated"


def test_compose_attendees_are_in_the_order_of_the_alphabet() -> None:
    """An accent is no other letter: Íñigo stands before Tom."""
    people = [Speaker(label=name, name=name, name_source="platform") for name in ("Tom", "Íñigo")]
    said = transcript(("Tom", "Hola."), ("Íñigo", "Hola."))

    assert composed(said.model_copy(update={"speakers": tuple(people)})).attendees == ("Íñigo", "Tom")

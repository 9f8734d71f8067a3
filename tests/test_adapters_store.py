"""The ledger: numbers that last, corrections that survive, and no mail sent twice."""

import contextlib
import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from meetbot.adapters import store_schema
from meetbot.adapters.store import SqliteLedger
from meetbot.errors import InputError, StoreError
from meetbot.model.base import EngineInfo
from meetbot.model.commitments import Commitment, standing
from meetbot.model.company import Meeting, Person, Roster
from meetbot.model.mail import Delivery
from meetbot.model.minutes import ActionItem, Decision, Evidence, Minutes
from meetbot.model.transcript import SourceFile

AT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
ID = "2026-11-23-alineacion"
CALL = "pues yo le marco a Jorge hoy mismo y, este, le paso la lista"
SEND = "va, yo te mando el reporte el jueves"
LAURA = Person(name="Laura Méndez", department="mercadeo")
BUDGET = "sale, entonces subimos el presupuesto de búsqueda"


def evidence(quote: str, turn: str, speaker: str = "Diego Ramírez") -> Evidence:
    """Evidence in one turn."""
    return Evidence(turn_ids=(turn,), speaker="SPEAKER_00", speaker_name=speaker, start=61.5, end=70.0, quote=quote)


def action(number: int, quote: str, turn: str, **changes: Any) -> ActionItem:
    """A confirmed action."""
    values: dict[str, Any] = {
        "id": f"A-{number:02d}",
        "text": f"Acción por «{quote[:20]}»",
        "confirmed": True,
        "evidence": evidence(quote, turn),
        "owner": "Diego Ramírez",
        "department": "comercial",
        "due_date": date(2026, 11, 26),
        "due_text": "el jueves",
    }
    return ActionItem(**{**values, **changes})


def minutes(
    *actions: ActionItem, decisions: tuple[Decision, ...] = (), day: date = date(2026, 11, 23), failed: int = 0
) -> Minutes:
    """Minutes of one meeting with those items."""
    return Minutes(
        meeting=Meeting(id=f"{day}-alineacion", title="Alineación", company="Empaques Tlacuilo", date=day),
        roster=Roster(),
        source=SourceFile(name="junta.m4a", sha256="0" * 64, format="m4a"),
        language="es",
        duration=200.0,
        actions=actions,
        decisions=decisions,
        extractor=EngineInfo(name="rules"),
        windows_failed=failed,
    )


def only(ledger: SqliteLedger) -> Commitment:
    """The one commitment there is."""
    (found,) = ledger.commitments()
    return found


def state(ledger: SqliteLedger) -> list[tuple[int, str]]:
    """Number and status of each commitment."""
    return [(c.number, c.status) for c in ledger.commitments()]


def rows(ledger: SqliteLedger, table: sa.Table) -> list[dict[str, Any]]:
    """What lies in a table of the ledger, in order of its key."""
    with ledger._transaction() as connection:
        query = sa.select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]


def history(ledger: SqliteLedger, number: int) -> list[dict[str, Any]]:
    """What happened to that commitment, oldest first."""
    return [event for event in rows(ledger, store_schema.commitment_events) if event["number"] == number]


def happened(ledger: SqliteLedger, number: int) -> list[str]:
    """The events of that commitment, oldest first."""
    return [event["event"] for event in history(ledger, number)]


@pytest.fixture
def ledger(tmp_path: Path) -> SqliteLedger:
    """An empty ledger."""
    return SqliteLedger(tmp_path / "meetbot.db")


def test_record_minutes_files_confirmed_actions(ledger: SqliteLedger) -> None:
    """Every field of a confirmed action comes back; what code didn't confirm stays out."""
    doubtful = action(2, CALL, "t0009", confirmed=False)
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), doubtful), at=AT)
    (found,) = ledger.commitments()
    assert found.model_dump() == {
        "number": 1,
        "reference": f"{ID}/A-01",
        "meeting_id": ID,
        "meeting_date": date(2026, 11, 23),
        "text": "Acción por «va, yo te mando el r»",
        "owner": "Diego Ramírez",
        "department": "comercial",
        "due_date": date(2026, 11, 26),
        "due_text": "el jueves",
        "quote": SEND,
        "speaker": "Diego Ramírez",
        "at_seconds": 61.5,
        "status": "open",
        "closed_at": None,
        "note": None,
        "follows": None,
    }


def test_record_minutes_again_changes_nothing(ledger: SqliteLedger) -> None:
    """The same minutes filed twice are the same commitments, and no history is made up."""
    made = minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009"))
    ledger.record_minutes(made, at=AT)
    before = ledger.commitments()
    ledger.record_minutes(made, at=LATER)
    assert ledger.commitments() == before
    assert happened(ledger, 1) == ["recorded"]


def test_record_minutes_renumbered_action_keeps_its_number(ledger: SqliteLedger) -> None:
    """A-01 became A-02 because another one was found before it: the user's number 1 and its status stay."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    ledger.close(1, at=AT, note="enviado")
    ledger.record_minutes(minutes(action(1, CALL, "t0002"), action(2, SEND, "t0004")), at=LATER)
    closed, new = ledger.commitments()
    assert (closed.number, closed.reference, closed.status, closed.note) == (1, f"{ID}/A-02", "done", "enviado")
    assert (new.number, new.reference, new.status) == (2, f"{ID}/A-01", "open")


@pytest.mark.parametrize(
    "again",
    [
        action(1, SEND, "t0004", text="Enviar el reporte de costos"),
        action(1, SEND.upper().replace(",", "…"), "t0004"),
        action(1, SEND, "t0007"),
        action(1, SEND.replace("reporte", "resumen"), "t0004", text="Mandar el resumen"),
    ],
    ids=["reworded", "quote tidied up", "turns renumbered", "a word corrected"],
)
def test_record_minutes_recognises_the_same_promise(ledger: SqliteLedger, again: ActionItem) -> None:
    """No correction reopens what was done, or makes a second one of it; the minutes' newest words are shown."""
    other = action(2, CALL, "t0009")
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), other), at=AT)
    ledger.close(1, at=AT)
    ledger.record_minutes(minutes(again, other), at=LATER)
    assert state(ledger) == [(1, "done"), (2, "open")]
    assert again.evidence is not None
    assert (ledger.commitments()[0].text, ledger.commitments()[0].quote) == (again.text, again.evidence.quote)


def test_record_minutes_two_promises_in_one_sentence_stay_apart(ledger: SqliteLedger) -> None:
    """Two tasks shown by the same words keep their own numbers, in whatever order they come."""
    call, paste = action(1, CALL, "t0002", text="Llamar a Jorge"), action(2, CALL, "t0002", text="Pasar la lista")
    ledger.record_minutes(minutes(call, paste), at=AT)
    ledger.close(2, at=AT)
    swapped = (paste.model_copy(update={"id": "A-01"}), call.model_copy(update={"id": "A-02"}))
    ledger.record_minutes(minutes(*swapped), at=LATER)
    assert [(c.text, c.status) for c in ledger.commitments()] == [
        ("Llamar a Jorge", "open"),
        ("Pasar la lista", "done"),
    ]


def test_record_minutes_updates_what_nobody_touched(ledger: SqliteLedger) -> None:
    """Better minutes bring a better text and date, and the history tells the change."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004", due_date=None)), at=AT)
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=LATER)
    assert only(ledger).due_date == date(2026, 11, 26)
    assert history(ledger, 1)[-1]["changes"] == {"due_date": [None, "2026-11-26"]}


def test_record_minutes_removes_what_vanished_and_never_reuses_its_number(ledger: SqliteLedger) -> None:
    """An action that nobody touched goes with the minutes; the next new one gets a fresh number."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009")), at=AT)
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=LATER)
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, BUDGET, "t0012")), at=LATER)
    assert [c.number for c in ledger.commitments()] == [1, 3]


def test_record_minutes_keeps_done_what_vanished(ledger: SqliteLedger) -> None:
    """What a person closed stays done with its note, whatever the minutes say later; the history tells it once."""
    made = minutes(action(1, SEND, "t0004"))
    ledger.record_minutes(made, at=AT)
    (closed,) = ledger.close(1, at=AT, note="enviado")
    for _ in range(2):
        ledger.record_minutes(minutes(), at=LATER)
        assert ledger.commitments() == [closed]
    vanished = history(ledger, 1)[-1]
    assert (vanished["note"], vanished["changes"]) == ("It is no longer in the minutes.", {})
    ledger.record_minutes(made, at=LATER)
    assert ledger.commitments() == [closed]
    assert happened(ledger, 1) == ["recorded", "closed", "vanished", "restored"]


def test_record_minutes_cancels_what_vanished_after_it_was_reopened(ledger: SqliteLedger) -> None:
    """An open commitment that a person had touched doesn't disappear without a trace, and comes back open."""
    made = minutes(action(1, SEND, "t0004"))
    ledger.record_minutes(made, at=AT)
    ledger.close(1, at=AT)
    ledger.reopen(1, at=AT, note="faltó el anexo")
    for _ in range(2):
        ledger.record_minutes(minutes(), at=LATER)
        assert (only(ledger).status, only(ledger).note) == ("cancelled", "It is no longer in the minutes.")
    assert history(ledger, 1)[-1]["changes"] == {"status": ["open", "cancelled"]}
    ledger.record_minutes(made, at=LATER)
    assert (only(ledger).status, only(ledger).note) == ("open", "faltó el anexo")
    assert happened(ledger, 1) == ["recorded", "closed", "reopened", "vanished", "restored"]


def test_record_minutes_leaves_what_a_person_brought_back(ledger: SqliteLedger) -> None:
    """Opened again by hand after it vanished: making the minutes again doesn't cancel it."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    ledger.close(1, at=AT)
    ledger.record_minutes(minutes(), at=LATER)
    ledger.reopen(1, at=LATER)
    ledger.record_minutes(minutes(), at=LATER)
    assert only(ledger).status == "open"


def test_record_minutes_keeps_cancelled_what_a_person_dropped(ledger: SqliteLedger) -> None:
    """Dropped stays dropped, with its note: while it is in the minutes, when it vanishes, and when it comes back."""
    made = minutes(action(1, SEND, "t0004"))
    ledger.record_minutes(made, at=AT)
    (dropped,) = ledger.cancel(1, at=AT, note="ya no hace falta")
    assert (dropped.status, dropped.closed_at, dropped.note) == ("cancelled", AT, "ya no hace falta")
    for again in (made, minutes(), minutes(), made):
        ledger.record_minutes(again, at=LATER)
        assert ledger.commitments() == [dropped]
    assert happened(ledger, 1) == ["recorded", "cancelled", "vanished", "restored"]


def test_record_minutes_dropped_after_it_vanished_and_was_reopened_stays_dropped(ledger: SqliteLedger) -> None:
    """The last word about the status is a person's."""
    made = minutes(action(1, SEND, "t0004"))
    ledger.record_minutes(made, at=AT)
    ledger.reschedule(1, None, at=AT)
    ledger.record_minutes(minutes(), at=LATER)
    ledger.reopen(1, at=LATER)
    ledger.cancel(1, at=LATER)
    ledger.record_minutes(made, at=LATER)
    assert only(ledger).status == "cancelled"


def test_record_minutes_keeps_owner_and_date_that_a_person_set(ledger: SqliteLedger) -> None:
    """What was set by hand outlasts minutes that say otherwise, also after it vanished; the rest follows them."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009")), at=AT)
    ledger.assign(1, LAURA, at=AT)
    ledger.reschedule(2, None, at=AT)
    better = minutes(
        action(1, SEND, "t0004", text="Enviar el reporte", due_date=date(2026, 12, 1), due_text="el martes"),
        action(2, CALL, "t0009", owner="Carmen Ortega"),
    )
    for again in (better, minutes(), better):
        ledger.record_minutes(again, at=LATER)
    first, second = ledger.commitments()
    assert (first.status, first.owner, first.department) == ("open", "Laura Méndez", "mercadeo")
    assert (first.text, first.due_date) == ("Enviar el reporte", date(2026, 12, 1))
    assert (second.owner, second.due_date, second.due_text) == ("Carmen Ortega", None, None)
    assert happened(ledger, 1) == ["recorded", "assigned", "updated", "vanished", "restored"]


def test_record_minutes_recognises_what_was_handed_over_by_whom_the_minutes_name(ledger: SqliteLedger) -> None:
    """One sentence about two people: who does it now must not confuse which promise it was."""
    both = (action(1, CALL, "t0002", text="Llamar"), action(2, CALL, "t0002", text="Llamar", owner="Laura Méndez"))
    ledger.record_minutes(minutes(*both), at=AT)
    ledger.assign(1, LAURA, at=AT)
    ledger.cancel(2, at=AT)
    reworded = [one.model_copy(update={"text": "Marcarle a Jorge"}) for one in reversed(both)]
    ledger.record_minutes(minutes(*reworded), at=LATER)
    assert [(c.number, c.reference[-4:], c.status) for c in ledger.commitments()] == [
        (1, "A-01", "open"),
        (2, "A-02", "cancelled"),
    ]


def test_commitments_as_of_a_moment_have_owner_and_date_of_then(ledger: SqliteLedger) -> None:
    """Several changes since are all taken back, those before are not; the status is today's."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009")), at=AT)
    ledger.reschedule(1, date(2026, 11, 30), at=AT)
    for day, person in ((date(2026, 12, 7), LAURA), (date(2026, 12, 14), Person(name="Ana Ruiz"))):
        ledger.reschedule(1, day, at=LATER)
        ledger.assign(1, person, at=LATER)
    ledger.close(1, at=LATER)
    now, then = ledger.commitments()[0], ledger.commitments(as_of=LATER)[0]
    assert (now.owner, now.department, now.due_date) == ("Ana Ruiz", None, date(2026, 12, 14))
    assert (then.owner, then.department, then.due_date) == ("Diego Ramírez", "comercial", date(2026, 11, 30))
    assert then.status == "done"
    assert ledger.commitments(as_of=AT)[0].due_date == date(2026, 11, 26)
    assert ledger.commitments(as_of=LATER)[1] == ledger.commitments()[1]


def test_note_of_a_change_replaces_only_with_another(ledger: SqliteLedger) -> None:
    """A change without a note leaves the last one where it is."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    ledger.assign(1, LAURA, at=AT, note="Diego está de vacaciones")
    assert ledger.reschedule(1, None, at=AT).note == "Diego está de vacaciones"
    assert ledger.assign(1, LAURA.model_copy(update={"department": None}), at=AT, note="").note == ""


def test_record_minutes_gives_back_the_note_of_what_vanished(ledger: SqliteLedger) -> None:
    """What a person wrote outlasts minutes that lacked it for a while; a status given without a word clears it."""
    made = minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009"))
    ledger.record_minutes(made, at=AT)
    ledger.assign(1, LAURA, at=AT, note="Diego está de vacaciones")
    ledger.reschedule(1, date(2026, 12, 4), at=AT)
    ledger.close(2, at=AT, note="enviado")
    ledger.reopen(2, at=AT)
    ledger.record_minutes(minutes(), at=LATER)
    ledger.record_minutes(made, at=LATER)
    found = [(c.status, c.note) for c in ledger.commitments()]
    assert found == [("open", "Diego está de vacaciones"), ("open", None)]


def test_record_minutes_of_a_half_read_meeting_erases_nothing(ledger: SqliteLedger) -> None:
    """A window failed: what was found is filed, what is missing stays, and the complete run renumbers nothing."""
    quotes = (
        "lo mando",
        "les marco",
        "saco la lista",
        "cambio el formulario",
        "reviso el margen",
        "pido el arte",
        "va",
    )
    actions = tuple(action(n, f"yo {quote} el lunes {n}", f"t{n:04d}") for n, quote in enumerate(quotes, 1))
    decided = Decision(id="D-01", text="Subir el presupuesto", confirmed=True, evidence=evidence(BUDGET, "t0030"))
    ledger.record_minutes(minutes(*actions, decisions=(decided,)), at=AT)
    ledger.close(5, at=AT)
    better = actions[1].model_copy(update={"text": "Llamar al equipo Norte"})
    late = action(3, "yo le aviso a Finanzas", "t0040")
    ledger.record_minutes(minutes(actions[0], better, late, failed=1), at=LATER)
    assert [c.number for c in ledger.commitments()] == [*range(1, 9)]
    assert ledger.commitments()[1].text == "Llamar al equipo Norte"
    ledger.record_minutes(minutes(*actions, decisions=(decided,)), at=LATER)
    assert state(ledger) == [(n, "done" if n == 5 else "open") for n in range(1, 8)]
    assert [row["number"] for row in rows(ledger, store_schema.decisions)] == [1]


def test_record_minutes_of_another_meeting_touches_only_its_own(ledger: SqliteLedger) -> None:
    """The same words said a week later are a new commitment."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), day=date(2026, 11, 16)), at=LATER)
    assert [c.meeting_id for c in ledger.commitments()] == [ID, "2026-11-16-alineacion"]
    assert [row["id"] for row in rows(ledger, store_schema.meetings)] == ["2026-11-16-alineacion", ID]


def test_decisions_are_filed_and_follow_the_minutes(ledger: SqliteLedger) -> None:
    """Decisions keep their number while they stand in the minutes, and go when they don't."""
    budget = Decision(id="D-01", text="Subir el presupuesto", confirmed=True, evidence=evidence(BUDGET, "t0003"))
    scoring = Decision(
        id="D-02", text="Cambiar el score", confirmed=True, evidence=evidence("ok", "t0005"), status="deferred"
    )
    ledger.record_minutes(minutes(decisions=(budget, scoring)), at=AT)
    ledger.record_minutes(minutes(decisions=(scoring.model_copy(update={"id": "D-01"}),)), at=LATER)
    (found,) = rows(ledger, store_schema.decisions)
    assert (found["number"], found["reference"], found["status"]) == (2, f"{ID}/D-01", "deferred")
    assert (found["quote"], found["speaker"]) == ("ok", "Diego Ramírez")


def test_close_and_reopen_keep_the_history(ledger: SqliteLedger) -> None:
    """What a person did is there with time and note; times keep their instant whatever their zone."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    mexico = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=-6)))
    (closed,) = ledger.close(1, at=mexico, note="se mandó el martes")
    assert (closed.status, closed.closed_at, closed.note) == ("done", mexico, "se mandó el martes")
    (reopened,) = ledger.reopen(1, at=LATER)
    assert (reopened.status, reopened.closed_at, reopened.note) == ("open", None, None)
    events = history(ledger, 1)
    assert [(e["event"], e["note"]) for e in events] == [
        ("recorded", None),
        ("closed", "se mandó el martes"),
        ("reopened", None),
    ]
    assert (events[1]["at"], events[1]["changes"]) == (mexico, {"status": ["open", "done"]})


def test_close_refuses_what_is_not_open(ledger: SqliteLedger) -> None:
    """A wrong number or a closed one is an error that says what to do, and nothing changes."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    with pytest.raises(InputError, match="no commitment number 7"):
        ledger.close(7, at=AT)
    with pytest.raises(InputError, match="is open, not done or cancelled"):
        ledger.reopen(1, at=AT)
    ledger.close(1, at=AT)
    with pytest.raises(InputError, match="is done, not open") as raised:
        ledger.close(1, at=AT)
    assert "reopen" in raised.value.hint
    assert happened(ledger, 1) == ["recorded", "closed"]


@pytest.fixture
def promised_again(ledger: SqliteLedger) -> SqliteLedger:
    """Number 1 is taken up by 3 a week later, and that by 4 after another; 2 stands alone."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009")), at=AT)
    ledger.record_minutes(minutes(action(1, SEND, "t0002", follows=1), day=date(2026, 11, 30)), at=LATER)
    ledger.record_minutes(minutes(action(1, SEND, "t0007", follows=3), day=date(2026, 12, 7)), at=LATER)
    return ledger


def _standing(ledger: SqliteLedger, status: str) -> list[int]:
    return [one.number for one in standing(ledger.commitments()) if one.status == status]


def test_only_the_newest_of_what_was_promised_again_stands(promised_again: SqliteLedger) -> None:
    """Kept is kept, however often it was promised; opened again it stands alone; dropped, the one before stands."""
    assert _standing(promised_again, "open") == [2, 4]
    promised_again.close(4, at=LATER)
    assert (_standing(promised_again, "open"), _standing(promised_again, "done")) == ([2], [4])
    promised_again.reopen(4, at=LATER)
    assert (_standing(promised_again, "open"), _standing(promised_again, "done")) == ([2, 4], [])
    promised_again.cancel(4, at=LATER)
    assert _standing(promised_again, "open") == [2, 3]


def test_separate_lets_both_stand_whatever_the_minutes_say(promised_again: SqliteLedger) -> None:
    """A wrong link must not hide a promise; made again, the minutes don't bring it back."""
    separated = promised_again.separate(4, at=LATER, note="son dos reportes")
    promised_again.record_minutes(minutes(action(1, SEND, "t0007", follows=3), day=date(2026, 12, 7)), at=LATER)
    assert (separated.follows, separated.note) == (None, "son dos reportes")
    assert _standing(promised_again, "open") == [2, 3, 4]
    assert happened(promised_again, 4) == ["recorded", "separated"]
    with pytest.raises(InputError, match="Commitment 4 takes up no older one"):
        promised_again.separate(4, at=LATER)
    before = promised_again.commitments(as_of=LATER - timedelta(minutes=1))
    assert [c.follows for c in before] == [None, None, 1, 3]


def test_a_link_to_a_later_meeting_hides_nothing(ledger: SqliteLedger) -> None:
    """Links in a circle would hide both."""
    ledger.record_minutes(minutes(action(1, SEND, "t0004", follows=2)), at=AT)
    ledger.record_minutes(minutes(action(1, SEND, "t0002", follows=1), day=date(2026, 11, 30)), at=LATER)
    assert _standing(ledger, "open") == [2]


def test_commitments_filter_by_status_and_department(ledger: SqliteLedger) -> None:
    """The filters of `meetbot actions`; a hostile filter is a value, not SQL."""
    mine, other = action(1, SEND, "t0004"), action(2, CALL, "t0009", department="mercadeo")
    ledger.record_minutes(minutes(mine, other), at=AT)
    ledger.close(1, at=AT)
    assert [c.number for c in ledger.commitments(status="open")] == [2]
    assert [c.number for c in ledger.commitments(department="comercial")] == [1]
    assert ledger.commitments(status="open", department="comercial") == []
    assert ledger.commitments(department="' OR 1=1 --") == []


def test_texts_from_the_meeting_are_only_data(ledger: SqliteLedger) -> None:
    """Quotes, semicolons and SQL in what was said come back unchanged."""
    hostile = "x'); DROP TABLE commitments; -- \u202e \U0001f4a3"
    ledger.record_minutes(minutes(action(1, hostile, "t0004", text=hostile, owner=hostile)), at=AT)
    assert (only(ledger).quote, only(ledger).owner) == (hostile, hostile)


def test_record_minutes_that_fails_files_nothing(ledger: SqliteLedger) -> None:
    """Half a meeting is never filed: a time without zone is refused and the transaction undone."""
    with pytest.raises(StoreError, match="time without zone"):
        ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=datetime(2026, 11, 23))  # noqa: DTZ001 (the point)
    assert rows(ledger, store_schema.meetings) == []


def delivery(fingerprint: str = "f" * 64) -> Delivery:
    """A mail about to be sent."""
    return Delivery(key=f"{ID}/minutes", fingerprint=fingerprint, recipients=("laura@x.mx",), status="sending")


def test_claim_delivery_lets_one_through(ledger: SqliteLedger) -> None:
    """Sent, or being sent: not again. Other bytes are another mail."""
    assert ledger.claim_delivery(delivery(), at=AT)
    assert not ledger.claim_delivery(delivery(), at=AT)
    assert [d.status for d in ledger.deliveries(f"{ID}/minutes")] == ["sending"]
    ledger.settle_delivery("f" * 64, "sent", at=LATER)
    assert not ledger.claim_delivery(delivery(), at=LATER)
    assert ledger.claim_delivery(delivery("e" * 64), at=LATER)
    assert [(d.fingerprint[0], d.recipients) for d in ledger.deliveries(f"{ID}/minutes")] == [
        ("f", ("laura@x.mx",)),
        ("e", ("laura@x.mx",)),
    ]
    assert ledger.deliveries("other") == []


def test_claim_delivery_after_a_failure_may_try_again(ledger: SqliteLedger) -> None:
    """A mail that surely didn't leave may be sent; its old error is gone from the line."""
    ledger.claim_delivery(delivery(), at=AT)
    ledger.settle_delivery("f" * 64, "failed", at=AT, error="connection refused")
    assert [d.error for d in ledger.deliveries(f"{ID}/minutes")] == ["connection refused"]
    assert ledger.claim_delivery(delivery(), at=LATER)
    assert [(d.status, d.error) for d in ledger.deliveries(f"{ID}/minutes")] == [("sending", None)]


def test_claim_delivery_unknown_is_not_sent_again(ledger: SqliteLedger) -> None:
    """It may have arrived: only a person may decide to send it again."""
    ledger.claim_delivery(delivery(), at=AT)
    ledger.settle_delivery("f" * 64, "unknown", at=AT, error="connection lost after the data")
    assert not ledger.claim_delivery(delivery(), at=LATER)
    ledger.settle_delivery("f" * 64, "failed", at=LATER)
    assert ledger.claim_delivery(delivery(), at=LATER)


def test_sending_of_a_killed_process_counts_as_unknown(ledger: SqliteLedger, tmp_path: Path) -> None:
    """Nobody settled it, nobody can say whether it arrived."""
    ledger.claim_delivery(delivery(), at=AT)
    after = SqliteLedger(tmp_path / "meetbot.db")
    assert [d.status for d in after.deliveries(f"{ID}/minutes")] == ["unknown"]
    assert not after.claim_delivery(delivery(), at=LATER)


def test_settle_delivery_without_claim_is_an_error(ledger: SqliteLedger) -> None:
    """Noting the end of what never began is a fault, not a silent no-op."""
    with pytest.raises(StoreError):
        ledger.settle_delivery("f" * 64, "sent", at=AT)


def test_claim_delivery_by_many_at_once_lets_exactly_one_through(tmp_path: Path) -> None:
    """Eight impatient users on a database that doesn't exist yet: one mail."""
    start, claims = threading.Barrier(8), []

    def claim() -> None:
        ledger = SqliteLedger(tmp_path / "meetbot.db")
        start.wait()
        claims.append(ledger.claim_delivery(delivery(), at=AT))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == [False] * 7 + [True]


def test_ledger_takes_a_url(tmp_path: Path) -> None:
    """A database address works like a path."""
    SqliteLedger(f"sqlite:///{tmp_path / 'a.db'}").record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    assert len(SqliteLedger(tmp_path / "a.db").commitments()) == 1


def test_ledger_makes_its_folder(tmp_path: Path) -> None:
    """A path in a folder that isn't there yet is fine."""
    assert SqliteLedger(tmp_path / "new" / "meetbot.db").commitments() == []


@pytest.mark.parametrize("url", ["nosuch://user:secret@host/db", "sqlite+nosuch:///x", "://"])
def test_ledger_refuses_an_address_it_cannot_use(url: str) -> None:
    """A misspelt address is an error of ours, without its password."""
    with pytest.raises(StoreError) as raised:
        SqliteLedger(url)
    assert "secret" not in str(raised.value)


def test_ledger_without_the_driver_says_what_to_install() -> None:
    """A database whose driver isn't installed names it."""
    with pytest.raises(StoreError, match="driver is missing") as raised:
        SqliteLedger("mssql+pyodbc://user:secret@host/db")
    assert "pip install" in raised.value.hint
    assert "secret" not in str(raised.value)


def test_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    """Something else under that name is named, not overwritten."""
    path = tmp_path / "meetbot.db"
    path.write_bytes(b"esto no es una base de datos" * 100)
    with pytest.raises(StoreError, match="not a database") as raised:
        SqliteLedger(path).commitments()
    assert raised.value.where == str(path)
    assert "backup" in raised.value.hint
    assert path.read_bytes().startswith(b"esto no es")


def test_folder_in_place_of_the_file_is_a_store_error(tmp_path: Path) -> None:
    """A path that can't be opened says what to check."""
    with pytest.raises(StoreError) as raised:
        SqliteLedger(tmp_path).commitments()
    assert "can be written" in raised.value.hint


def test_database_of_a_newer_meetbot_is_refused(tmp_path: Path) -> None:
    """A version that this meetbot doesn't know is not guessed at."""
    path = tmp_path / "meetbot.db"
    SqliteLedger(path).commitments()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE schema_version SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="version 99") as raised:
        SqliteLedger(path).commitments()
    assert "Update meetbot" in raised.value.hint


def test_migrate_runs_the_missing_steps_once() -> None:
    """An older database is brought forward step by step and keeps its rows; a second run changes nothing."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    steps = {2: ("ALTER TABLE meetings ADD COLUMN room TEXT",), 3: ("UPDATE meetings SET room = 'Sala 1'",)}
    with engine.begin() as connection:
        store_schema.migrate(connection, "x", {})
        connection.execute(
            sa.insert(store_schema.meetings).values(
                id=ID, title="t", company="c", meeting_date=AT.date(), locale="es-MX", timezone="UTC", recorded_at=AT
            )
        )
        for _ in range(2):
            store_schema.migrate(connection, "x", steps)
        assert connection.execute(sa.text("SELECT room FROM meetings")).scalars().all() == ["Sala 1"]
        assert connection.execute(sa.select(store_schema.schema_version.c.version)).scalars().all() == [3]
    engine.dispose()


def test_ledger_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    """A database of version 1 keeps its commitments and takes new ones."""
    path = tmp_path / "meetbot.db"
    SqliteLedger(path).record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE commitments ADD COLUMN kept_fields JSON NOT NULL DEFAULT '[]'")
        connection.execute("ALTER TABLE commitments DROP COLUMN follows")
        connection.execute("UPDATE schema_version SET version = 1")
    ledger = SqliteLedger(path)
    ledger.record_minutes(minutes(action(1, SEND, "t0004"), action(2, CALL, "t0009")), at=LATER)
    assert state(ledger) == [(1, "open"), (2, "open")]
    assert "kept_fields" not in {column["name"] for column in sa.inspect(ledger._engine).get_columns("commitments")}


def test_migrations_are_numbered_without_gaps() -> None:
    """Each version from 2 to the newest has its step."""
    assert sorted(store_schema.MIGRATIONS) == list(range(2, len(store_schema.MIGRATIONS) + 2))


def test_tables_can_be_made_on_postgresql() -> None:
    """The schema holds nothing that only SQLite understands."""
    made: list[str] = []
    engine = sa.create_mock_engine("postgresql://", lambda sql, *_, **__: made.append(str(sql)))
    store_schema.metadata.create_all(engine, checkfirst=False)
    assert sum("CREATE TABLE" in statement for statement in made) == len(store_schema.metadata.tables)


def test_database_is_safe_for_several_processes(tmp_path: Path) -> None:
    """Readers don't block the writer (WAL), references are enforced, no connection stays open."""
    ledger = SqliteLedger(tmp_path / "meetbot.db")
    ledger.record_minutes(minutes(action(1, SEND, "t0004")), at=AT)
    with ledger._transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000
    assert not (tmp_path / "meetbot.db-wal").exists()

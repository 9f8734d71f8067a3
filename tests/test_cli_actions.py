"""Corrections of commitments outside the meeting: dropped, handed over, postponed; kept when minutes are made again."""

import contextlib
import json
import sqlite3
from typing import Any

import pytest
from commandline import TRANSCRIPT, CommandLine, Result

NEXT_MEETING = """WEBVTT

00:00:01.000 --> 00:00:05.000
<v Laura Méndez>La lista de objeciones ya quedó, se la mandé ayer a todo el equipo.</v>

00:00:05.500 --> 00:00:08.000
<v Diego Ramírez>Excelente, muchas gracias.</v>
"""


PROMISED_AGAIN = """WEBVTT

00:00:01.000 --> 00:00:05.000
<v Laura Méndez>Diego, ¿y la lista de objeciones?</v>

00:00:05.500 --> 00:00:11.000
<v Diego Ramírez>Híjole, no la terminé. Te mando la lista de objeciones el jueves, sin falta.</v>

00:00:11.500 --> 00:00:13.000
<v Laura Méndez>Va, el jueves.</v>
"""


@pytest.fixture
def made(meetbot: CommandLine) -> CommandLine:
    """A workspace with the minutes of Monday 23 November: number 1 is Diego's for Friday, 2 is Laura's for Tuesday."""
    meetbot.workspace()
    assert meetbot("--now", "2026-11-23T12:00", "minutes", meetbot.transcript()).code == 0
    return meetbot


def changed(made: CommandLine, *arguments: str, now: str = "2026-11-23T18:00") -> Result:
    """`meetbot actions …` on Monday evening."""
    return made("--now", now, "actions", *arguments)


def commitment(made: CommandLine, number: int) -> dict[str, Any]:
    """That commitment as the list has it."""
    everything = json.loads(made("actions", "list", "--all", "--json").out)["commitments"]
    return next(one for one in everything if one["number"] == number)


def history(made: CommandLine, number: int) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    """What a person did to that commitment: event, moment, note, changes."""
    query = (
        "SELECT event, at, note, changes FROM commitment_events WHERE number = ? AND event != 'recorded' ORDER BY id"
    )
    with contextlib.closing(sqlite3.connect(made.folder / "meetbot.db")) as connection:
        found = connection.execute(query, (number,)).fetchall()
    return [(event, at[:16], note, json.loads(changes)) for event, at, note, changes in found]


def next_agenda(made: CommandLine) -> dict[int, tuple[str, str | None]]:
    """Owner and due date of each commitment in next Monday's agenda; Markdown and JSON agree on the owners."""
    assert made("--now", "2026-11-27", "agenda").code == 0
    folder = made.folder / "meetings" / "2026-11-30-alineacion"
    found = json.loads((folder / "agenda.json").read_text(encoding="utf-8"))["commitments"]
    text = (folder / "agenda.md").read_text(encoding="utf-8")
    assert all(f"| {one['number']} | {one['text']}" in text for one in found)
    return {one["number"]: (one["owner"], one["due_date"]) for one in found}


def test_cancel_drops_several_and_tells_why(made: CommandLine) -> None:
    """What was dropped is in no agenda; when and why are in the history; it can be opened again."""
    result = changed(made, "cancel", "1", "2", "--note", "ya no hace falta")

    assert (result.code, result.out.count("Cancelled: ")) == (0, 2)
    assert commitment(made, 1)["status"] == "cancelled"
    assert history(made, 1) == [
        ("cancelled", "2026-11-24 00:00", "ya no hace falta", {"status": ["open", "cancelled"]})
    ]
    assert next_agenda(made) == {}
    assert changed(made, "reopen", "1").code == 0
    assert list(next_agenda(made)) == [1]


def test_several_numbers_are_all_changed_or_none(made: CommandLine) -> None:
    """One that can't be changed leaves the others as they are; one given twice counts once; the agenda is named."""
    next_agenda(made)
    refused = changed(made, "cancel", "2", "999", "1")
    again = changed(made, "cancel", "2", "2", "1")

    assert (refused.code, refused.out) == (1, "")
    assert "no commitment number 999" in refused.err
    assert (again.code, again.out.count("Cancelled: ")) == (0, 2)
    assert "The agenda of 2026-11-30 was made before this" in again.err
    assert [event for event, *_ in history(made, 2)] == ["cancelled"]


@pytest.mark.parametrize("number", ["0", "9223372036854775808"])
@pytest.mark.parametrize("command", [("done",), ("due", "viernes"), ("assign", "Laura")])
def test_numbers_that_no_commitment_can_have_are_wrong_usage(
    made: CommandLine, number: str, command: tuple[str, ...]
) -> None:
    """Too large for the database, too."""
    result = changed(made, command[0], number, *command[1:])

    assert result.code == 2
    assert "is not in the range" in result.err


def test_show_tells_what_happened_oldest_first(made: CommandLine) -> None:
    """When, what, why and from what to what; as JSON too, and only of a commitment that there is."""
    changed(made, "assign", "1", "Laura", "--note", "vacaciones", now="2026-11-23T12:00")
    changed(made, "due", "1", "none", now="2026-11-24T12:00")
    told = changed(made, "show", "1").out.splitlines()
    found = json.loads(changed(made, "show", "1", "--json").out)

    assert told[0].startswith("1  Laura Méndez: ")
    assert [line.split()[:2] for line in told[2:]] == [
        ["2026-11-23", "recorded"],
        ["2026-11-23", "assigned"],
        ["2026-11-24", "rescheduled"],
    ]
    assert "vacaciones  owner Diego Ramírez → Laura Méndez, department comercial → mercadeo" in told[3]
    assert "due date 2026-11-27 → none" in told[4]
    assert [event["event"] for event in found["history"]] == ["recorded", "assigned", "rescheduled"]
    assert found["commitment"]["number"] == 1
    assert "no commitment number 99" in changed(made, "show", "99").err


def test_assign_shows_a_name_on_one_line(made: CommandLine) -> None:
    """A line break in what was typed fakes no line of the error."""
    result = changed(made, "assign", "1", "Pepito\nError: otro")

    assert "\n  in Pepito Error: otro\n" in result.err


@pytest.mark.parametrize("name", [("laura",), ("LAURA MENDEZ",), ("Laura", "Méndez")])
def test_assign_hands_over_with_the_department(made: CommandLine, name: tuple[str, ...]) -> None:
    """Case, accents and the last name may be missing; department, history and the next agenda follow."""
    result = changed(made, "assign", "1", *name, "--note", "Diego está de vacaciones")

    assert result.code == 0
    assert result.out.startswith("Assigned (Mercadeo): 1  Laura Méndez: ")
    found = commitment(made, 1)
    assert (found["owner"], found["department"], found["status"]) == ("Laura Méndez", "mercadeo", "open")
    assert history(made, 1) == [
        (
            "assigned",
            "2026-11-24 00:00",
            "Diego está de vacaciones",
            {"owner": ["Diego Ramírez", "Laura Méndez"], "department": ["comercial", "mercadeo"]},
        )
    ]
    assert next_agenda(made)[1][0] == "Laura Méndez"


def test_assign_by_nickname_and_back(made: CommandLine) -> None:
    """An alias of meetbot.toml is a name, and handing back is a change like any other."""
    assert changed(made, "assign", "2", "dieguito").code == 0
    assert changed(made, "assign", "2", "Laura").code == 0
    assert [event for event, *_ in history(made, 2)] == ["assigned", "assigned"]
    assert commitment(made, 2)["owner"] == "Laura Méndez"


def test_assign_refuses_unknown_and_ambiguous_names(made: CommandLine) -> None:
    """Who there is, or who may be meant, is said; nothing is written."""
    unknown = changed(made, "assign", "1", "Pepito")
    settings = made.folder / "meetbot.toml"
    another = '\n[[people]]\nname = "Laura Ortiz"\ndepartment = "comercial"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + another, encoding="utf-8")
    ambiguous = changed(made, "assign", "1", "laura")

    assert (unknown.code, ambiguous.code) == (1, 1)
    assert "“Pepito” is not in the list of people" in unknown.err
    assert "People: Laura Méndez, Diego Ramírez." in unknown.err
    assert "meetbot.toml" in unknown.err
    assert "“laura” may mean Laura Méndez or Laura Ortiz" in ambiguous.err
    assert history(made, 1) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (("2026-12-04",), "2026-12-04"),
        (("el", "miércoles"), "2026-11-25"),
        (("de hoy en ocho",), "2026-11-30"),
        (("Tuesday next week",), "2026-12-01"),
        (("la próxima reunión",), "2026-11-30"),
        (("4/12",), "2026-12-04"),
        (("el treinta y uno",), "2026-12-31"),
        (("miércoles o miércoles",), "2026-11-25"),
    ],
)
def test_due_takes_dates_and_words(made: CommandLine, words: tuple[str, ...], day: str) -> None:
    """A date, or how people say it, counted from `--now`; the day that was understood is told."""
    result = changed(made, "due", "1", *words, "--note", "espera los precios")

    assert result.code == 0, result.err
    assert f"day {day}: 1  Diego Ramírez" in result.out
    found = commitment(made, 1)
    assert (found["due_date"], found["due_text"], found["note"]) == (day, None, "espera los precios")
    ((event, at, note, changes),) = history(made, 1)
    assert (event, at, note) == ("rescheduled", "2026-11-24 00:00", "espera los precios")
    assert changes["due_date"] == ["2026-11-27", day]
    assert next_agenda(made)[1] == ("Diego Ramírez", day)


def test_due_none_takes_the_date_away(made: CommandLine) -> None:
    """Without a date nothing is overdue, and a second time there is nothing to take away."""
    assert "No due date: 1" in changed(made, "due", "1", "none").out
    assert next_agenda(made)[1] == ("Diego Ramírez", None)
    assert "no due date already" in changed(made, "due", "1", "none").err


def test_due_on_a_day_that_has_passed_is_overdue(made: CommandLine) -> None:
    """A day between the meeting and today may be the right one; it is said that it has passed."""
    assert "overdue: 1" in changed(made, "due", "1", "2026-11-24", now="2026-11-26").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("en ocho días", "may mean Monday 2026-11-30 or Tuesday 2026-12-01"),
        ("viernes o lunes", "may mean Friday 2026-11-27 or Monday 2026-11-30"),
        ("el lunes o el viernes", "may mean Friday 2026-11-27 or Monday 2026-11-30"),
        ("Monday or Friday", "may mean Friday 2026-11-27 or Monday 2026-11-30"),
        ("mañana o pasado", "may mean Tuesday 2026-11-24 or Wednesday 2026-11-25"),
        ("entre el lunes y el jueves", "may mean Thursday 2026-11-26 or Monday 2026-11-30"),
        ("entre el jueves y el lunes", "may mean Thursday 2026-11-26 or Monday 2026-11-30"),
        ("hoy o el viernes", "may mean Monday 2026-11-23 or Friday 2026-11-27"),
        ("between Monday and Thursday", "may mean Thursday 2026-11-26 or Monday 2026-11-30"),
        ("entre hoy y mañana", "may mean Monday 2026-11-23 or Tuesday 2026-11-24"),
        ("entre mañana y pasado", "may mean Tuesday 2026-11-24 or Wednesday 2026-11-25"),
        ("pronto", "names no day, counted from Monday 2026-11-23"),
        ("2026-02-30", "names no day"),
        ("el lunes y el jueves", "names more than one day"),
        ("monday 30", "only “monday” was understood"),
        ("2025-11-27", "was made on 2026-11-23; it can't be due on 2025-11-27"),
        ("2026-11-27", "is due on 2026-11-27 already"),
        ("el viernes", "is due on 2026-11-27 already"),
    ],
)
def test_due_refuses_what_is_not_one_other_day(made: CommandLine, words: str, message: str) -> None:
    """Two readings are both shown; what was not understood, is too early, or changes nothing is refused."""
    result = changed(made, "due", "1", words)

    assert result.code == 1
    assert message in result.err
    assert history(made, 1) == []


@pytest.mark.parametrize("command", [("cancel", "{}"), ("assign", "{}", "laura"), ("due", "{}", "2026-12-04")])
def test_unknown_and_closed_commitments_are_refused(made: CommandLine, command: tuple[str, ...]) -> None:
    """What happened and what to do is said, and the history has no line of it."""
    changed(made, "done", "1")
    unknown = changed(made, *(part.format(99) for part in command))
    closed = changed(made, *(part.format(1) for part in command))

    assert (unknown.code, closed.code) == (1, 1)
    assert "no commitment number 99" in unknown.err
    assert "`meetbot actions list`" in unknown.err
    assert "Commitment 1 is done, not open" in closed.err
    assert "`meetbot actions reopen 1`" in closed.err
    assert [event for event, *_ in history(made, 1)] == ["closed"]


def test_assign_to_the_same_person_changes_nothing(made: CommandLine) -> None:
    """No line in the history of something that did not happen."""
    result = changed(made, "assign", "1", "Diego")

    assert result.code == 1
    assert "Diego Ramírez is responsible for commitment 1 already" in result.err
    assert history(made, 1) == []


def test_corrections_outlast_another_run_and_another_file(made: CommandLine) -> None:
    """The old meeting's minutes, made again or from another file, undo nothing; their own words are still corrected."""
    changed(made, "assign", "1", "Laura")
    changed(made, "due", "1", "2026-12-04")
    changed(made, "cancel", "2")
    name = made.transcript("otra.vtt", TRANSCRIPT.replace("la lista de objeciones", "la lista de precios"))
    assert made("minutes", "2026-11-23.vtt", "--force", "extract", "--force", "compose").code == 0
    again = commitment(made, 1)
    assert made("minutes", name, "--date", "2026-11-23", "--replace").code == 0
    found = commitment(made, 1)

    assert (again["owner"], again["department"], again["due_date"]) == ("Laura Méndez", "mercadeo", "2026-12-04")
    assert (found["owner"], found["department"], found["due_date"]) == ("Laura Méndez", "mercadeo", "2026-12-04")
    assert "lista de precios" in found["text"]
    assert commitment(made, 2)["status"] == "cancelled"


def test_the_next_minutes_know_the_new_owner(made: CommandLine) -> None:
    """What is said of it in the next meeting stands beside the commitment as it was handed over."""
    changed(made, "assign", "1", "Laura")
    changed(made, "due", "1", "2026-11-30")
    next_agenda(made)
    assert made("minutes", made.transcript("2026-11-30.vtt", NEXT_MEETING)).code == 0
    folder = made.folder / "meetings" / "2026-11-30-alineacion"
    told = json.loads((folder / "minutes.json").read_text(encoding="utf-8"))["updates"]
    row = next(
        line for line in (folder / "minutes.md").read_text(encoding="utf-8").splitlines() if line.startswith("| 1 |")
    )

    assert [update["number"] for update in told] == [1]
    assert "Laura Méndez" in row
    assert "30 nov 2026" in row


def test_corrections_do_not_make_minutes_of_a_past_meeting_anew(made: CommandLine) -> None:
    """A meeting without an agenda keeps what was known when it began, and with it what a person corrected in it."""
    later = made.transcript("2026-11-30.vtt", NEXT_MEETING)
    made("minutes", later)
    changed(made, "assign", "1", "Laura", now="2026-12-01")
    changed(made, "due", "1", "2026-12-04", now="2026-12-01")
    again = json.loads(made("minutes", later, "--json").out)

    assert "compose" in again["reused_stages"]
    assert commitment(made, 1)["owner"] == "Laura Méndez"


def test_explain_tells_what_the_minutes_no_longer_say(made: CommandLine) -> None:
    """The item as the meeting had it, and who does it now, by when."""
    number = commitment(made, 1)
    changed(made, "assign", "1", "Laura")
    changed(made, "due", "1", "none")
    told = made("explain", number["reference"]).out
    changed(made, "cancel", "1")

    assert "owner       Diego Ramírez (comercial)" in told
    assert "owner now   Laura Méndez (mercadeo)" in told
    assert "due now     no date" in told
    assert "cancelled   2026-11-24" in made("explain", number["reference"]).out


def test_what_is_promised_again_stands_once(made: CommandLine) -> None:
    """The newest promise stands in list and agenda and names the older, closes it, and can be told apart."""
    assert made("minutes", made.transcript("2026-11-30.vtt", PROMISED_AGAIN)).code == 0
    newest = next(one for one in json.loads(made("actions", "--json").out)["commitments"] if one["follows"] == 1)
    number = newest["number"]
    assert made("--now", "2026-12-04", "agenda").code == 0
    folder = made.folder / "meetings" / "2026-12-07-alineacion"
    planned = json.loads((folder / "agenda.json").read_text(encoding="utf-8"))["commitments"]
    assert [one["number"] for one in planned] == [2, number]
    assert "retoma el n.º 1" in (folder / "agenda.md").read_text(encoding="utf-8")
    assert "(takes up 1)" in made("actions").out

    assert "Stands for itself" in changed(made, "separate", str(number), now="2026-12-04").out
    assert [one["number"] for one in json.loads(made("actions", "--json").out)["commitments"]] == [1, 2, number]
    assert made("minutes", "2026-11-30.vtt", "--force", "compose").code == 0
    assert commitment(made, number)["follows"] is None


def test_what_becomes_of_the_older_promise(made: CommandLine) -> None:
    """Kept with the newer one; standing again, and said so, when that is dropped."""
    assert made("minutes", made.transcript("2026-11-30.vtt", PROMISED_AGAIN)).code == 0
    newest = next(one for one in json.loads(made("actions", "--json").out)["commitments"] if one["follows"] == 1)
    number = str(newest["number"])
    changed(made, "done", number, now="2026-12-04")
    assert [one["number"] for one in json.loads(made("actions", "--json").out)["commitments"]] == [2]
    changed(made, "reopen", number, now="2026-12-04")
    assert "Stands again: 1  Diego" in changed(made, "cancel", number, now="2026-12-04").out
    assert [one["number"] for one in json.loads(made("actions", "--json").out)["commitments"]] == [1, 2]


def test_an_agenda_made_before_the_change_is_named(made: CommandLine) -> None:
    """Until it is made anew it would be mailed as it is; one of a meeting that is over is left alone."""
    next_agenda(made)
    behind = "The agenda of 2026-11-30 was made before this: `meetbot agenda --date 2026-11-30`"
    for command in (("assign", "1", "Laura"), ("due", "1", "2026-12-04"), ("cancel", "1", "2"), ("reopen", "2")):
        assert (behind in changed(made, *command).err) == (command[0] != "reopen")
    next_agenda(made)
    assert behind in changed(made, "reopen", "1").err
    assert behind not in changed(made, "done", "1").err
    assert changed(made, "done", "2", now="2026-12-02").err == ""


def test_the_agenda_of_a_meeting_that_was_held_is_not_named(made: CommandLine) -> None:
    """On its own day a meeting is not over by the calendar; made anew, its agenda would hold what it decided itself."""
    assert made("--now", "2026-11-23T00:30", "agenda", "--date", "2026-11-23").code == 0
    for command in (("assign", "1", "Laura"), ("due", "1", "2026-12-04"), ("cancel", "1"), ("reopen", "1")):
        result = changed(made, *command, now="2026-11-23T00:30")
        assert (result.code, result.err) == (0, "")
    (made.folder / "meetings" / "2026-11-23-alineacion" / "minutes.json").unlink()
    assert changed(made, "assign", "1", "Diego", now="2026-11-23T00:30").err == ""


@pytest.mark.parametrize("command", ["cancel", "assign", "due", "separate"])
def test_help_shows_an_example(meetbot: CommandLine, command: str) -> None:
    """A newcomer can copy one."""
    assert f"Example: meetbot actions {command} 3" in meetbot("actions", command, "--help").out

"""Tests of meetbot.stages.health: the five lines of ADVICE, each for one problem of the alignment."""

from datetime import UTC, date, datetime

import pytest
from talks import MEETING, action, agenda, covered, minutes, note, point, proof, share, talk

from meetbot.model.commitments import Commitment
from meetbot.model.kpi import Kpi, Period, Reading
from meetbot.model.minutes import CommitmentUpdate, FigureCheck, HealthLine, Minutes
from meetbot.stages.health import REMEMBERED, advice, health_lines

TALK = talk("Laura: uno dos tres", "Diego: cuatro cinco seis siete")
RECOGNITION, BLAME = note("R-01", "Gracias", "t0001"), note("B-01", "Culpa", "t0002")


def _line(name: str, found: Minutes, **values: object) -> HealthLine:
    lines = health_lines(found, TALK, **values)  # type: ignore[arg-type]
    return next(line for line in lines if line.id == name)


def _counts(line: HealthLine) -> tuple[float | None, int | None, int | None]:
    return line.value, line.part, line.whole


def commitment(number: int, due: date | None, **values: object) -> Commitment:
    """An open commitment of an earlier meeting."""
    given = {
        "number": number, "reference": f"x/A-{number}", "meeting_id": "x", "meeting_date": date(2026, 11, 16),
        "text": "Algo", "owner": None, "department": None, "due_date": due, "due_text": None, "quote": "x",
        "speaker": None, "at_seconds": None,
    }  # fmt: skip
    return Commitment.model_validate(given | values)


def update(number: int, status: str) -> CommitmentUpdate:
    """What was said about it."""
    return CommitmentUpdate.model_validate(
        {"number": number, "text": "Algo", "owner": None, "status": status, "evidence": proof("t0002")}
    )


def test_health_has_the_five_lines_in_order() -> None:
    """One line for each problem of the alignment, whatever is known of it."""
    assert [line.id for line in health_lines(minutes(), TALK)] == [
        "communication", "functions", "goals", "motivation", "follow_up",
    ]  # fmt: skip
    assert health_lines(minutes(nothing_said=True), talk()) == ()


def test_advice_a1_communication_is_the_balance_of_the_two_halves() -> None:
    """A1: words of the half that spoke less beside those of the other, shown by its longest turns."""
    talked = (share("Laura Méndez", "mercadeo", 30, 0.3), share("Diego Ramírez", "comercial", 60, 0.6))
    line = _line("communication", minutes(talk=(*talked, share("SPEAKER_03", None, 10, 0.1))))
    assert _counts(line) == (0.5, 30, 60)
    assert line.turn_ids == ("t0001",)


def test_communication_is_unknown_where_many_words_have_no_name() -> None:
    """Unnamed voices could be of either half; a named guest is of neither."""
    unnamed = (share("SPEAKER_01", None, 50, 0.5), share("Diego Ramírez", "comercial", 50, 0.5))
    assert _counts(_line("communication", minutes(talk=unnamed))) == (None, None, None)
    guest = (share("Rita Paz", None, 50, 0.4), share("Diego Ramírez", "comercial", 50, 0.6))
    assert _line("communication", minutes(talk=guest, attendees=("Rita Paz", "Diego Ramírez"))).value == 0


def test_communication_without_the_two_roles_takes_those_who_are_expected() -> None:
    """Departments without a role are compared all the same; of a single one there is no balance."""
    found = minutes()
    plain = tuple(department.model_copy(update={"role": "other"}) for department in found.roster.departments)
    roster = found.roster.model_copy(update={"departments": plain})
    assert _line("communication", minutes(roster=roster)).value == 1
    alone = roster.model_copy(update={"people": roster.people[:1]})
    assert _line("communication", minutes(roster=alone)).value is None


def test_communication_where_nobody_of_either_half_spoke_is_unknown() -> None:
    """Nothing of nothing is no figure."""
    guests = (share("Rita Paz", None, 50, 1.0),)
    assert _line("communication", minutes(talk=guests, attendees=("Rita Paz",))).value is None


def test_advice_a2_functions_count_tasks_with_one_owner_where_they_belong() -> None:
    """A2: without an owner, in another charter or swayed from another department a task does not count."""
    actions = (
        action(1, "Publicar algo", "t0001"),
        action(2, "Ver algo", "t0001", owner=None),
        action(3, "Cotizar pedidos", "t0002", belongs_to="comercial"),
        action(4, "Seguir algo", "t0002", follows=7),
        action(5, "Seguir otra cosa", "t0002", follows=8),
        action(6, "Seguir lo demás", "t0002", follows=9),
    )
    before = (
        commitment(7, None, department="comercial"),
        commitment(8, None, department="mercadeo"),
        commitment(9, None),
    )
    line = _line("functions", minutes(actions=actions), commitments=before)
    assert _counts(line) == (0.5, 3, 6)
    assert line.turn_ids == ("t0001", "t0002")
    assert _line("functions", minutes()).value is None


def test_advice_a3_goals_count_treated_points_on_goal_and_figures() -> None:
    """A3: of the points on goal, indicators, hand-off and campaigns, those that were spoken about."""
    points = (
        point(1, "Meta", kind="goal"),
        point(2, "Indicadores", kind="indicators"),
        point(3, "Asuntos", kind="issues"),
    )
    topics = (
        covered(1, "Meta", "t0001"),
        covered(2, "Indicadores", status="not_treated"),
        covered(3, "Asuntos", "t0002"),
    )
    line = _line("goals", minutes(agenda=agenda(*points), topics=topics))
    assert (_counts(line), line.turn_ids) == ((0.5, 1, 2), ("t0001",))


def test_goals_without_such_points_count_indicators_that_were_spoken() -> None:
    """An agenda of one's own that shows readings: those of which a figure was said; without any it is unknown."""
    week = Period(start=date(2026, 11, 16), end=MEETING.date)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    readings = [
        Reading.model_validate(
            {
                "kpi": Kpi.model_validate({"id": name, "name": name, "unit": "count", "direction": "up"}),
                "period": week, "value": 4.0, "status": "grey", "read_at": at, "source": (),
            }
        )
        for name in ("leads", "deals")
    ]  # fmt: skip
    figure = FigureCheck(
        kpi="leads", name="leads", unit="count", said="cuatro", spoken=4, reading=4, agrees=True, period=week,
        read_at=at, evidence=proof("t0002"),
    )  # fmt: skip
    other = figure.model_copy(update={"kpi": "gone"})
    line = _line("goals", minutes(agenda=agenda(readings=readings), figures=(figure, other)))
    assert (_counts(line), line.turn_ids) == ((0.5, 1, 2), ("t0002",))
    assert _line("goals", minutes()).value is None


def test_advice_a4_motivation_is_recognition_beside_blame() -> None:
    """A4 and A14: recognitions among both; with neither there is no figure."""
    line = _line("motivation", minutes(recognitions=(RECOGNITION,), blame=(BLAME,)))
    assert (_counts(line), line.turn_ids) == ((0.5, 1, 2), ("t0001", "t0002"))
    assert _line("motivation", minutes()).value is None
    lost = RECOGNITION.model_copy(update={"evidence": None})
    assert _line("motivation", minutes(recognitions=(lost,))).turn_ids == ()


def test_advice_a5_follow_up_counts_what_was_kept_or_reported_in_time() -> None:
    """A5: what was due or spoken about: done counts, late and unsaid do not, moved before its day does."""
    before = (
        commitment(1, date(2026, 11, 20)),
        commitment(2, date(2026, 11, 20)),
        commitment(3, date(2026, 12, 4)),
        commitment(4, date(2026, 12, 4)),
        commitment(5, None),
        commitment(6, date(2026, 11, 20)),
    )
    updates = (update(1, "done"), update(2, "in_progress"), update(3, "postponed"))
    closed = commitment(9, date(2026, 11, 18), status="done", closed_at=datetime(2026, 11, 18, tzinfo=UTC))
    found = minutes(agenda=agenda(recently_done=(closed,)), updates=updates)
    line = _line("follow_up", found, commitments=before)
    assert (_counts(line), line.turn_ids) == ((0.6, 3, 5), ("t0002",))
    assert _line("follow_up", minutes()).value is None


@pytest.mark.parametrize(
    ("earlier", "now", "trend"),
    [
        ((0.8, 0.82, 0.78), 0.3, "worse"),
        ((0.3, 0.32, 0.28), 0.9, "better"),
        ((0.8, 0.82, 0.78), 0.75, "none"),
        ((0.2, 0.9, 0.3), 0.05, "none"),
        ((0.8, 0.82), 0.1, "none"),
        ((0.8, None, 0.82, 0.78), 0.3, "worse"),
    ],
)
def test_trend_only_beyond_what_meetings_vary_by(earlier: tuple[float | None, ...], now: float, trend: str) -> None:
    """Compared with the median of at least three meetings, by more than their own variation and a tenth."""
    before = [minutes(health=(HealthLine(id="communication", value=value),)) for value in earlier]
    talked = (share("Laura Méndez", "mercadeo", round(now * 100), 0.5), share("Diego Ramírez", "comercial", 100, 0.5))
    line = _line("communication", minutes(talk=talked), earlier=before)
    assert line.earlier == earlier
    assert line.trend == trend


def test_trend_of_a_small_count_is_no_news() -> None:
    """One of two after a row of ones is chance; one of thirty is not."""
    before = [minutes(health=(HealthLine(id="functions", value=1.0),))] * 4
    few = (action(1, "Ver algo", "t0001"), action(2, "Ver algo", "t0001", owner=None))
    many = (few[0], *(action(n, "Ver algo", "t0001", owner=None) for n in range(2, 31)))
    assert _line("functions", minutes(actions=few), earlier=before).trend == "none"
    assert _line("functions", minutes(actions=many), earlier=before).trend == "worse"


def test_trend_of_what_is_unknown_is_none() -> None:
    """Neither an unknown figure nor minutes without health lines break the comparison; six meetings are remembered."""
    before = [minutes() for _ in range(9)]
    line = _line("motivation", minutes(), earlier=before)
    assert (line.trend, line.earlier) == ("none", (None,) * REMEMBERED)


def _health(**values: float | None) -> tuple[HealthLine, ...]:
    names = ("communication", "functions", "goals", "motivation", "follow_up")
    return tuple(HealthLine.model_validate({"id": name, "value": values.get(name)}) for name in names)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"actions": (action(1, "Ver", "t0001", owner=None),), "blame": (BLAME,)}, "owners"),
        ({"blame": (BLAME,), "silent": ("Laura Méndez",)}, "joint_question"),
        ({"silent": ("Laura Méndez",), "actions": (action(1, "Ver", "t0001"),)}, "silent"),
        ({"actions": (action(1, "Ver", "t0001"),), "health": _health(follow_up=0.2)}, "dates"),
        ({"health": _health(follow_up=0.2, goals=0.1)}, "follow_up"),
        ({"health": _health(goals=0.1, communication=0.1)}, "goal"),
        ({"health": _health(communication=0.1, functions=0.5)}, "balance"),
        ({"health": _health(functions=0.5)}, "charter"),
        ({}, "recognise"),
        ({"recognitions": (RECOGNITION,)}, None),
        ({"health": ()}, None),
    ],
)
def test_advice_a21_is_one_thing_by_what_weighs_most(values: dict[str, object], expected: str | None) -> None:
    """A21: owners before reproaches, then silent people, days, and so on; none where all is well."""
    assert advice(minutes(**({"health": _health()} | values))) == expected

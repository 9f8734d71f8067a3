"""Learns which of the days said around a task is its own: writes meetbot/stages/rules/likely_day_weights.py.

`python tests/quality/minutes/learn_days.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be
read. With `--check` it writes nothing and prints what the days are worth in meetings that were not learned from.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.stages.due_dates import resolve_due  # noqa: E402
from meetbot.stages.rules.agreed_days import with_agreed_days  # noqa: E402
from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.likely_day import DayOption, options, sentences_with_days  # noqa: E402
from meetbot.stages.rules.likely_owner import with_likely_owners  # noqa: E402
from meetbot.stages.rules.reader.judge import judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from meetbot.stages.rules.told_task import told_tasks  # noqa: E402
from minutes import choosing, meetings  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.labels import CommitmentLabel  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

RIDGE = 3.0
"""Strength of the penalty; 2 to 10 gave the same within a hundredth."""
SEEN = 4
"""Tasks' days on which a sign has to be seen."""


def choices(meeting: LabelledMeeting) -> list[Choice]:
    """The days around the labelled tasks of a meeting as the engine finds them before it chooses among days."""
    told = heard(meeting.transcript, meeting.brief)
    owned = with_likely_owners(judged(told, shipped()), told.heard, told.names)
    candidates = with_agreed_days(owned, told.heard)
    tasks, dated = told_tasks(candidates, told.heard), sentences_with_days(told.heard)
    found = []
    for number, candidate, label in choosing.labelled({n: candidates[n] for n in tasks}, meeting):
        if label.due_free:
            continue
        days = options(tasks[number], list(tasks.values()), told.heard, dated)
        found.append(
            Choice(
                meeting=meeting.name,
                options=[day.signs for day in days],
                right=[_right(day, label, meeting) for day in days],
                counts=choosing.counts(candidate, label, meeting),
                given=label.due is not None,
            )
        )
    return found


def _right(day: DayOption, label: CommitmentLabel, meeting: LabelledMeeting) -> bool:
    _, _, country = meeting.meeting.locale.partition("-")
    language = f"{meeting.transcript.language}-{country}"
    said_on, following = meeting.meeting.date, meeting.next_meeting
    read = (
        resolve_due(" ".join(said.due.words.split()), said_on=said_on, next_meeting=following, language=language)
        for said in day.mentions
    )
    return any(one is not None and one.date in label.days() for one in read)


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signs of a day."""
    return choosing.fitted(found, ridge=RIDGE, seen=SEEN)


def page(weights: Mapping[str, float], learned_from: int) -> str:
    """The module that holds the weights."""
    lines = "".join(f'    "{name}": {weight:.2f},\n' for name, weight in sorted(weights.items()))
    return (
        '"""What each sign weighs of a day being a task\'s own: log-odds against none of the days being it.\n\n'
        f"Written by tests/quality/minutes/learn_days.py from {learned_from} labelled tasks of the tune meetings.\n"
        f'"""\n\nWEIGHTS = {{\n{lines}}}\n'
    )


def main() -> None:
    """Learns, and writes or checks."""
    checks = choosing.asked_to_check(__doc__)
    found = [one for meeting in meetings.load_all("tune") for one in choices(meeting)]
    if checks:
        sys.stdout.write(choosing.check(found, fitted))
    else:
        module = ROOT / "meetbot" / "stages" / "rules" / "likely_day_weights.py"
        module.write_text(page(fitted(found), len(found)), encoding="utf-8")


if __name__ == "__main__":
    main()

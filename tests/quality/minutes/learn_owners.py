"""Learns who of the people around a task is its owner: writes meetbot/stages/rules/owner_weights.json.

`python tests/quality/minutes/learn_owners.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may be
read. With `--check` it writes nothing and prints what the owners are worth in meetings that were not learned from.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.likely_owner import owned_tasks, owner_options  # noqa: E402
from meetbot.stages.rules.reader.judge import judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from minutes import choosing  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

RIDGE = 2.0
"""Strength of the penalty; 1.5 to 6 gave the same within a hundredth."""
SEEN = 8
"""People around tasks of whom a sign has to be seen; 4 doubled the weights and gave the same."""


def choices(meeting: LabelledMeeting) -> list[Choice]:
    """The people around the labelled tasks of a meeting as the engine finds them before it chooses among them."""
    told = heard(meeting.transcript, meeting.brief)
    candidates = judged(told, shipped())
    tasks = owned_tasks(candidates, told.heard, told.names)
    found = []
    for number, candidate, label in choosing.labelled({n: candidates[n] for n in tasks}, meeting):
        people = owner_options(tasks[number])
        found.append(
            Choice(
                meeting=meeting.name,
                options=[one.signs for one in people],
                right=[one.person == label.owner for one in people],
                counts=choosing.counts(candidate, label, meeting),
                given=label.owner is not None,
            )
        )
    return found


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signs of an owner, without the slight ones."""
    return choosing.without_slight(choosing.fitted(found, ridge=RIDGE, seen=SEEN))


def main() -> None:
    """Learns, and writes or checks."""
    choosing.learn(__doc__, choices, fitted, weights=ROOT / "meetbot" / "stages" / "rules" / "owner_weights.json")


if __name__ == "__main__":
    main()

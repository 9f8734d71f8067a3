"""Learns which decisions were put off or taken back: writes meetbot/stages/rules/status_weights.json.

`python tests/quality/minutes/learn_statuses.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may
be read. With `--check` it writes nothing and prints what the statuses are worth in meetings that were not learned from.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.model.candidates import Candidate  # noqa: E402
from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.likely_status import STATUSES, status_options  # noqa: E402
from meetbot.stages.rules.rarity import Rarity  # noqa: E402
from meetbot.stages.rules.reader.judge import judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from meetbot.stages.rules.status_signs import told_decisions  # noqa: E402
from minutes import choosing  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.labels import DecisionLabel  # noqa: E402
from minutes.learn import WORKED_ON  # noqa: E402
from minutes.likeness import common, says  # noqa: E402
from minutes.matching import best_pairs  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

RIDGE = 4.0
"""Strength of the penalty; 2 to 8 gave the same within a hundredth."""
SEEN = 4
"""Decisions in which a sign has to be seen; 3 to 7 gave the same within a hundredth."""
STATED = 0.5
"""Score from which a decision counts in the check: the others are shown apart, for a person to judge."""


def choices(meeting: LabelledMeeting) -> list[Choice]:
    """The statuses of all that shares turns with a labelled decision, as the engine finds it, and as it is labelled."""
    told = heard(meeting.transcript, meeting.brief)
    labels = meeting.labels.decision
    found = [one for one in judged(told, shipped()) if one.kind == "decision"]
    pairs = best_pairs(found, labels, _likeness)
    every = [*found, *(Candidate(kind="decision", text="", turn_ids=label.turns) for label in labels)]
    decisions = told_decisions(every, told.turns, told.names, Rarity(told.turns, meeting.brief.roster))
    return [
        Choice(
            meeting=meeting.name,
            options=status_options(decisions[number]),
            right=[status in {label.status, *label.status_also} for status in STATUSES],
            counts=number in pairs and _counts(every[number], label, meeting),
            given=label.status != "made",
        )
        for number, label in _labelled(every, labels, pairs)
    ]


def _labelled(
    every: Sequence[Candidate], labels: Sequence[DecisionLabel], pairs: dict[int, int]
) -> Iterator[tuple[int, DecisionLabel]]:
    """Each decision with the label that it is paired with, else the likest one, if any shares a turn."""
    for number, one in enumerate(every):
        at = pairs.get(number, number - len(every) + len(labels))
        label = labels[at] if at >= 0 else max(labels, key=lambda label: _likeness(one, label), default=None)
        if label is not None and _likeness(one, label) > 0:
            yield number, label


def _likeness(candidate: Candidate, label: DecisionLabel) -> float:
    overlap = common(candidate.turn_ids, label.turns)
    worded = bool(label.says) and says(candidate.text, label)
    same = candidate.status == label.status
    return overlap and overlap + 0.25 * (candidate.turn_ids[0] in label.turns) + 0.25 * worded + 0.1 * same


def _counts(candidate: Candidate, label: DecisionLabel, meeting: LabelledMeeting) -> bool:
    return (candidate.score or 0.0) >= STATED and not label.optional and meeting.name not in WORKED_ON


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signs, without the slight ones."""
    return choosing.without_slight(choosing.fitted(found, ridge=RIDGE, seen=SEEN))


def main() -> None:
    """Learns, and writes or checks."""
    choosing.learn(__doc__, choices, fitted, weights=ROOT / "meetbot" / "stages" / "rules" / "status_weights.json")


if __name__ == "__main__":
    main()

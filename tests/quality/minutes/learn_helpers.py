"""Learns who of the people around a task helps its owner: writes meetbot/stages/rules/helper_weights.json.

`python tests/quality/minutes/learn_helpers.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may
be read. With `--check` it writes nothing and prints what the helpers are worth in meetings that were not learned from.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.model.candidates import Candidate  # noqa: E402
from meetbot.stages.rules.engine import heard  # noqa: E402
from meetbot.stages.rules.joining import with_joining  # noqa: E402
from meetbot.stages.rules.likely_helper import (  # noqa: E402
    HelperOption,
    helped_tasks,
    helper_options,
    stated_helpers,
)
from meetbot.stages.rules.likely_owner import with_likely_owners  # noqa: E402
from meetbot.stages.rules.reader.judge import HeardMeeting, judged  # noqa: E402
from meetbot.stages.rules.reader.weights import shipped  # noqa: E402
from minutes import choosing  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.labels import CommitmentLabel  # noqa: E402
from minutes.meetings import LabelledMeeting, load_all  # noqa: E402

RIDGE = 2.0
"""Strength of the penalty; 1 to 3 gave the same within three helpers."""
SEEN = 4
"""People around tasks of whom a sign has to be seen; 3 to 5 gave the same within one helper."""
WEIGHTS = ROOT / "meetbot" / "stages" / "rules" / "helper_weights.json"


@dataclass(frozen=True, kw_only=True)
class Helped:
    """A labelled task with the people around it, and what is learned of it."""

    options: Sequence[HelperOption]
    label: CommitmentLabel
    choice: Choice


def helped(meeting: LabelledMeeting) -> Iterator[Helped]:
    """The labelled tasks of a meeting, as the engine finds them and once more as they are labelled."""
    told = heard(meeting.transcript, meeting.brief)
    found = with_likely_owners(judged(told, shipped()), told.heard, told.names)
    found = with_joining(found, told.heard)
    options = _options(found, told)
    labelled = choosing.labelled({number: found[number] for number in options}, meeting)
    for number, candidate, label in labelled:
        yield _helped(options[number], label, meeting, counts=choosing.counts(candidate, label, meeting))
    every = meeting.labels.commitment
    own = [Candidate(kind="action", text="", turn_ids=label.turns, owner=label.owner) for label in every]
    for number, people in _options(with_joining(own, told.heard), told).items():
        yield _helped(people, every[number], meeting, counts=False)


def _options(candidates: Sequence[Candidate], told: HeardMeeting) -> dict[int, list[HelperOption]]:
    tasks = helped_tasks(candidates, told.heard, told.names)
    return {number: helper_options(task) for number, task in tasks.items()}


def _helped(
    options: Sequence[HelperOption], label: CommitmentLabel, meeting: LabelledMeeting, *, counts: bool
) -> Helped:
    choice = Choice(
        meeting=meeting.name,
        options=[one.signs for one in options],
        right=[one.person in label.helpers for one in options],
        counts=counts,
        given=bool(label.helpers),
    )
    return Helped(options=options, label=label, choice=choice)


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signs of a helper, without the slight ones."""
    return choosing.without_slight(choosing.fitted(found, ridge=RIDGE, seen=SEEN))


def check(found: Sequence[Helped]) -> str:
    """How many of those who are stated to help are right, and how many of the labelled are found, by weights of others.

    Beside it the same of the rules alone.
    """
    names = sorted({one.choice.meeting for one in found})
    stated, ruled, labelled = [], [], 0
    for fold in range(choosing.FOLDS):
        apart = set(names[fold :: choosing.FOLDS])
        weights = fitted([one.choice for one in found if one.choice.meeting not in apart])
        for one in (one for one in found if one.choice.meeting in apart and one.choice.counts):
            stated += _rights(stated_helpers(one.options, weights), one.label)
            ruled += _rights({option.person: 1.0 for option in one.options if option.known}, one.label)
            labelled += len(one.label.helpers)
    return "".join(
        f"{who}: right {sum(rights)} of {len(rights)}; found of {labelled} labelled\n"
        for who, rights in (("learned", stated), ("rules", ruled))
    )


def _rights(stated: Mapping[str, float], label: CommitmentLabel) -> list[bool]:
    return [person in label.helpers for person in stated]


def main() -> None:
    """Learns, and writes or checks."""
    checks = choosing.asked_to_check(__doc__)
    found = [one for meeting in load_all("tune") for one in helped(meeting)]
    if checks:
        sys.stdout.write(check(found))
    else:
        choosing.write(WEIGHTS, fitted([one.choice for one in found]))


if __name__ == "__main__":
    main()

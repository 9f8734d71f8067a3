"""Learns which open commitment a new action takes up: writes meetbot/stages/following_weights.json.

`python tests/quality/minutes/learn_following.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may
be read. With `--check` it writes nothing and prints what the links are worth in meetings that were not learned from.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.model.minutes import ActionItem, Evidence  # noqa: E402
from meetbot.stages.following import following_options  # noqa: E402
from meetbot.stages.following_talk import Talk  # noqa: E402
from minutes import choosing  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.engines import rules  # noqa: E402
from minutes.labels import CommitmentLabel  # noqa: E402
from minutes.likeness import likeness  # noqa: E402
from minutes.matching import best_pairs  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

RIDGE = 8.0
"""Strength of the penalty; 4 gave the same within two hundredths."""
SEEN = 10
"""Commitments beside actions of which a sign has to be seen."""

Shown = tuple[ActionItem, CommitmentLabel | None, bool]
"""An action, its label if it has one, and whether the minutes state it."""


def choices(meeting: LabelledMeeting) -> list[Choice]:
    """The open commitments beside every action that is stated or labelled: a missed one teaches too."""
    minutes = rules()(meeting)
    talk = Talk(meeting.transcript, meeting.commitments, meeting.roster, minutes.updates)
    shown = list(
        _shown([a.model_copy(update={"follows": None}) for a in minutes.actions], minutes.unconfirmed, meeting)
    )
    stated = [action for action, _, is_stated in shown if is_stated]
    found = []
    for action, label, is_stated in shown:
        beside = stated if is_stated else [*stated, action]
        place = next(n for n, one in enumerate(beside) if one is action)
        options = following_options(beside, talk).get(place, {})
        found.append(
            Choice(
                meeting=meeting.name,
                options=list(options.values()),
                right=[label is not None and number == label.follows for number in options],
                counts=is_stated and label is not None and not label.optional,
                given=label is not None and label.follows is not None,
            )
        )
    return found


def _shown(actions: Sequence[ActionItem], doubtful: Sequence[object], meeting: LabelledMeeting) -> Iterator[Shown]:
    """What the minutes state, the doubtful actions that are labelled, and the labels that were missed as actions."""
    labels = meeting.labels.commitment
    pairs = best_pairs(actions, labels, likeness)
    yield from ((action, labels[pairs[n]] if n in pairs else None, True) for n, action in enumerate(actions))
    missed = [label for n, label in enumerate(labels) if n not in pairs.values()]
    unsure = [one for one in doubtful if isinstance(one, ActionItem) and one.evidence is not None]
    more = best_pairs(unsure, missed, likeness)
    yield from ((unsure[n], missed[at], False) for n, at in more.items())
    yield from ((_as_labelled(one, meeting), one, False) for n, one in enumerate(missed) if n not in more.values())


def _as_labelled(label: CommitmentLabel, meeting: LabelledMeeting) -> ActionItem:
    turn = meeting.transcript.turns_by_id()[label.turns[0]]
    evidence = Evidence(
        turn_ids=label.turns, speaker=turn.speaker, speaker_name=None, start=None, end=None, time_source="none",
        quote=turn.text,
    )  # fmt: skip
    return ActionItem(
        id="A-00", text=turn.text, confirmed=True, evidence=evidence, owner=label.owner, department=None,
        due_text=label.due_words or None,
    )  # fmt: skip


def fitted(found: Sequence[Choice]) -> dict[str, float]:
    """The weights of the signs of an action that takes up a commitment, without the slight ones."""
    return choosing.without_slight(choosing.fitted(found, ridge=RIDGE, seen=SEEN))


def main() -> None:
    """Learns, and writes or checks."""
    choosing.learn(__doc__, choices, fitted, weights=ROOT / "meetbot" / "stages" / "following_weights.json")


if __name__ == "__main__":
    main()

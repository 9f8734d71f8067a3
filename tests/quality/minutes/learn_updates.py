"""Learns where open commitments stand and to which day they move: writes meetbot/stages/update_weights.json.

`python tests/quality/minutes/learn_updates.py` (needs `pip install -e ".[learn]"`) learns from every meeting that may
be read. With `--check` it writes nothing and prints what updates are worth in meetings that were not learned from.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]

from meetbot.model.minutes import ActionItem  # noqa: E402
from meetbot.stages.update_day_signs import new_days_of  # noqa: E402
from meetbot.stages.update_places import Days, Place, Reader  # noqa: E402
from meetbot.stages.update_standing import STATUSES, Weights, standing, status_options  # noqa: E402
from minutes import choosing, engines, meetings  # noqa: E402
from minutes.choosing import Choice  # noqa: E402
from minutes.labels import UpdateLabel  # noqa: E402
from minutes.meetings import LabelledMeeting  # noqa: E402

STATUS_RIDGE, DAY_RIDGE = 5.0, 3.0
"""Strengths of the penalties; half and twice as much gave the same within four hundredths."""
SEEN = 4
"""Options in which a sign has to be seen."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """An open commitment that may have been spoken of, where, and its label, if it has one."""

    meeting: str
    places: Sequence[Place]
    days: Days
    label: UpdateLabel | None

    def status(self) -> Choice:
        """The statuses it may have."""
        right = [self.label is not None and self.label.status == status for status in STATUSES]
        return self._choice(status_options(self.places, self.days), right)

    def day(self) -> Choice:
        """The days to which it may have been moved."""
        found = new_days_of(self.places, self.days)
        right = [self.label is not None and self.label.due == one.day for one in found]
        return self._choice([one.signs for one in found], right)

    def _choice(self, options: Sequence[frozenset[str]], right: Sequence[bool]) -> Choice:
        counts = self.label is None or not self.label.optional
        return Choice(meeting=self.meeting, options=options, right=right, counts=counts, given=any(right))


def spoken(meeting: LabelledMeeting, actions: Sequence[ActionItem]) -> list[Spoken]:
    """The open commitments of a meeting; `actions` are its new tasks as the engine finds them."""
    labels = {label.number: label for label in meeting.labels.update}
    still_open = [commitment for commitment in meeting.commitments if commitment.status == "open"]
    if not still_open:
        return []
    country = meeting.meeting.locale.partition("-")[2]
    days = Days(meeting.meeting.date, meeting.next_meeting, f"{meeting.transcript.language}-{country}")
    found = Reader(meeting.transcript, still_open, meeting.roster, actions=actions).places()
    return [
        Spoken(meeting=meeting.name, places=found.get(one.number, ()), days=days, label=labels.get(one.number))
        for one in still_open
    ]


def learned(found: Sequence[Spoken]) -> Weights:
    """The weights of the signs of statuses and of days, without the slight ones."""
    told = [one for one in found if one.places]
    weights = {
        "status": choosing.fitted([one.status() for one in told], ridge=STATUS_RIDGE, seen=SEEN),
        "day": choosing.fitted([one.day() for one in told if one.label is not None], ridge=DAY_RIDGE, seen=SEEN),
    }
    return {kind: choosing.without_slight(signs) for kind, signs in weights.items()}


def check(found: Sequence[Spoken]) -> str:
    """What is found, and right, in meetings that were not learned from."""
    names, tally = sorted({one.meeting for one in found}), Counter[str]()
    for fold in range(choosing.FOLDS):
        apart = set(names[fold :: choosing.FOLDS])
        weights = learned([one for one in found if one.meeting not in apart])
        for one in found:
            if one.meeting in apart:
                tally.update(compared(one, weights))
    return "".join(f"{what}: {count}\n" for what, count in sorted(tally.items()))


def compared(one: Spoken, weights: Weights) -> list[str]:
    """What is to be counted of a commitment: how what is said of it compares with its label."""
    stands = standing(one.places, one.days, weights)
    if one.label is None or one.label.optional:
        return ["false"] if stands is not None and one.label is None else []
    if stands is None:
        return ["labelled", "missed"]
    told = ["labelled", "found", *(["status right"] if stands.status == one.label.status else [])]
    if stands.status == "done":
        told.append("done, right" if one.label.status == "done" else "done, wrong")
    if one.label.due is not None:
        told.append("day labelled")
    if stands.day is not None:
        told.append("day right" if stands.day == one.label.due else "day wrong")
    return told


def main() -> None:
    """Learns, and writes or checks."""
    checks = choosing.asked_to_check(__doc__)
    make = engines.rules()
    found = [one for meeting in meetings.load_all("tune") for one in spoken(meeting, make(meeting).actions)]
    if checks:
        sys.stdout.write(check(found))
    else:
        choosing.write(ROOT / "meetbot" / "stages" / "update_weights.json", learned(found))


if __name__ == "__main__":
    main()

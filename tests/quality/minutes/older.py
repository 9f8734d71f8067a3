"""The shorter meetings of tests/data/rules, in the same form as the others: decisions, commitments and notes."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from meetbot.model.company import Department, Meeting, Person, Roster
from minutes.labels import Labels
from minutes.meetings import HERE, LabelledMeeting, check_labels, transcript_of

FOLDER = HERE.parents[1] / "data" / "rules"
_BEFORE = re.compile(r"\b(?:antes del?|before)\b", re.IGNORECASE)
TUNED = ("mx_tune", "ar_tune", "en_tune", "mx2_tune", "co2_tune", "ar2_tune")
"""The rules were tuned on these."""
SEEN = ("co_held", "es_held", "mixed_held", "nothing_held")
"""Written before any tuning and measured unseen; looked at afterwards."""
BLIND = ("pe_blind", "cl_blind", "en_blind")
"""Written before the errors of SEEN were looked at."""
OLDER = (*TUNED, *SEEN, *BLIND)


def older(name: str, *, folder: Path = FOLDER) -> LabelledMeeting:
    """The meeting of that name."""
    document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    people = tuple(Person.model_validate(person) for person in document["people"])
    departments = dict.fromkeys(person.department for person in people if person.department is not None)
    roster = Roster(
        departments=tuple(Department(id=department, name=department.capitalize()) for department in departments),
        people=people,
    )
    said = [(turn["speaker"], turn["text"]) for turn in document["turns"]]
    transcript = transcript_of(said, roster, name=name, language=document["language"])
    labels = _labels(document["expected"], [text for _, text in said])
    check_labels(labels, transcript, roster, where=f"{name}.json")
    said_on = date.fromisoformat(document["date"])
    return LabelledMeeting(
        name=name,
        split="older",
        features=("injected",) if name == "nothing_held" else (),
        transcript=transcript,
        roster=roster,
        meeting=Meeting(
            id=f"{said_on}-{name}", title="Alineación", company=name, date=said_on, locale=document["locale"]
        ),
        next_meeting=date.fromisoformat(document["next_meeting"]),
        agenda=None,
        commitments=(),
        labels=labels,
    )


def _labels(expected: Mapping[str, Any], said: Sequence[str]) -> Labels:
    notes: dict[str, list[dict[str, Any]]] = {}
    for note in expected["notes"]:
        notes.setdefault(note["kind"], []).append({"turns": note["turns"]})
    return Labels.model_validate(
        {
            "decision": [
                {**entry, "status": entry["status"][0], "status_also": entry["status"][1:]}
                for entry in expected["decisions"]
            ],
            "commitment": [{**entry, "due_also": _day_before(entry, said)} for entry in expected["actions"]],
            **notes,
        }
    )


def _day_before(entry: Mapping[str, Any], said: Sequence[str]) -> list[date]:
    """The day before the labelled one, where "before Friday" was said: these labels took Friday for it."""
    if entry["due"] is None or not any(_BEFORE.search(said[int(turn[1:]) - 1]) for turn in entry["turns"]):
        return []
    return [date.fromisoformat(entry["due"]) - timedelta(days=1)]

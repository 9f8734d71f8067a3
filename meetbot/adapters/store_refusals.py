"""What can't be done to a commitment, with what to do instead."""

from collections.abc import Mapping
from typing import Any

from meetbot.errors import InputError
from meetbot.model.commitments import CommitmentEventKind, CommitmentStatus


def refuse(
    row: Mapping[Any, Any],
    event: CommitmentEventKind,
    values: Mapping[str, Any],
    *,
    needs: tuple[CommitmentStatus, ...],
) -> None:
    """Raises InputError when the commitment's status doesn't allow it, or when it would change nothing."""
    number, status = row["number"], row["status"]
    if status not in needs:
        hint = "There is nothing to open again."
        if event != "reopened":
            hint = f"Open it again first: `meetbot actions reopen {number}`."
        raise InputError(f"Commitment {number} is {status}, not {' or '.join(needs)}.", row["reference"], hint)
    if event == "assigned":
        _refuse_owner(row, values)
    elif event == "rescheduled":
        _refuse_day(row, values)
    elif event == "separated" and row["follows"] is None:
        what = f"Commitment {number} takes up no older one."
        raise InputError(what, row["reference"], "Nothing was changed.")


def _refuse_owner(row: Mapping[Any, Any], values: Mapping[str, Any]) -> None:
    if (row["owner"], row["department"]) == (values["owner"], values["department"]):
        raise InputError(
            f"{values['owner']} is responsible for commitment {row['number']} already.",
            row["reference"],
            "Nothing was changed.",
        )


def _refuse_day(row: Mapping[Any, Any], values: Mapping[str, Any]) -> None:
    number, due = row["number"], values["due_date"]
    if (row["due_date"], row["due_text"] if due is None else None) == (due, None):
        already = f"is due on {due.isoformat()}" if due else "has no due date"
        raise InputError(f"Commitment {number} {already} already.", row["reference"], "Nothing was changed.")
    if due is not None and due < row["meeting_date"]:
        raise InputError(
            f"Commitment {number} was made on {row['meeting_date'].isoformat()}; it can't be due on {due.isoformat()}.",
            row["reference"],
            "Look at the year and the month, or at the number: `meetbot actions list` shows them.",
        )

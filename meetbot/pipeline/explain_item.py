"""How one item of a meeting's minutes came about, from what lies in the meeting's folder: no engine runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meetbot.errors import InputError
from meetbot.model.candidates import Extraction
from meetbot.model.item_explanation import ItemExplanation
from meetbot.model.minutes import Confirmed, Minutes
from meetbot.model.transcript import Transcript
from meetbot.pipeline.send import latest_meeting
from meetbot.pipeline.stage import content_hash
from meetbot.ports import Archive, Ledger
from meetbot.stages.explain_item import explain_item, items_of


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The items of one meeting's minutes, each with the name of its list."""

    meeting_id: str
    items: tuple[tuple[str, Confirmed], ...]


def items_listed(meeting: str | None, *, archive: Archive) -> Listed:
    """What can be explained of that meeting, else of the last one with minutes. Raises InputError."""
    meeting_id = _meeting(meeting, archive)
    return Listed(meeting_id=meeting_id, items=tuple(items_of(_minutes(meeting_id, archive))))


def item_explained(item: str, meeting: str | None, *, archive: Archive, ledger: Ledger) -> ItemExplanation:
    """The item of that id in that meeting, else in the last one with minutes.

    A reference of the ledger (`2026-11-23-alineacion/A-01`) names both. Raises InputError for what there is not.
    """
    named, _, item_id = item.rpartition("/")
    meeting_id = _meeting(meeting or named or None, archive)
    minutes = _minutes(meeting_id, archive)
    transcript = archive.load(meeting_id, "transcript.json", Transcript)
    extraction = archive.load(meeting_id, "extraction.json", Extraction)
    transcript = transcript if isinstance(transcript, Transcript) else None
    extraction = extraction if isinstance(extraction, Extraction) else None
    found = explain_item(
        item_id,
        minutes,
        transcript=transcript,
        extraction=extraction,
        commitments=ledger.commitments(),
        changed=frozenset(_changed(minutes, transcript, extraction, meeting_id=meeting_id, archive=archive)),
    )
    if found is None:
        raise _unknown(item_id, minutes, archive.folder(meeting_id) / "minutes.json")
    return found


def _meeting(given: str | None, archive: Archive) -> str:
    """The meeting by its id or its folder, else the last one with minutes."""
    return latest_meeting(archive, Path(given).name if given else None)


def _minutes(meeting_id: str, archive: Archive) -> Minutes:
    minutes = archive.load(meeting_id, "minutes.json", Minutes)
    if not isinstance(minutes, Minutes):
        raise InputError(f"There are no minutes of “{meeting_id}”.", str(archive.folder(meeting_id)))
    return minutes


def _changed(
    minutes: Minutes,
    transcript: Transcript | None,
    extraction: Extraction | None,
    *,
    meeting_id: str,
    archive: Archive,
) -> Iterator[str]:
    """The files that are not as they were when the minutes were made."""
    made = archive.finished(meeting_id, "compose")
    written = made.outputs.get("minutes.json") if made is not None else None
    if written is not None and written != archive.digest(archive.folder(meeting_id) / "minutes.json"):
        yield "minutes"
    made_from = {one.name: one.sha256 for one in minutes.made_from}
    for name, document in (("transcript", transcript), ("extraction", extraction)):
        if document is not None and made_from.get(name, "") not in {"", content_hash(document)}:
            yield name


def _unknown(item_id: str, minutes: Minutes, where: Path) -> InputError:
    known = ", ".join(item.id for _, item in items_of(minutes)) or "none: nothing was found in this meeting"
    hint = f"Items: {known}."
    if "-" not in item_id and not any(letter.isdigit() for letter in item_id):
        hint += "\nIndicators are explained by `meetbot kpi explain ID`."
    return InputError(f"There is no item “{item_id}” in these minutes.", str(where), hint)

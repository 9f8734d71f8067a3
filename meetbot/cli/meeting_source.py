"""What a command's RECORDING or TRANSCRIPT is, and which day's meeting it is."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from meetbot.cli.wiring import Wiring
from meetbot.model.company import Meeting
from meetbot.pipeline.schedule import date_of, held_on, moment_in_names
from meetbot.pipeline.transcript import Source


def source_of(path: Path, given: Sequence[Path] = ()) -> Source:
    """The file or folder as the pipeline takes it. Raises TranscriptError when it can't be opened."""
    from meetbot.adapters.transcripts import is_transcript

    return Source(path=path, is_transcript=not path.is_dir() and is_transcript(path), given=tuple(given))


def meeting_of(source: Source, wiring: Wiring, *, day: date | None, meeting_id: str | None) -> Meeting:
    """The meeting of the given day, else of the day in the name, else of the day that a transcript's text tells.

    Its hour is the one that the name or the transcript tells.

    Raises InputError when nothing tells it, TranscriptError when the transcript can't be read.
    """
    started = None
    if source.is_transcript and moment_in_names(source.path) is None:
        started = wiring.reader().read(source.path).started_at
    found = date_of(source.path, day, now=wiring.clock(), started_at=started)
    return held_on(found, wiring.workspace.config, source=source.path, meeting_id=meeting_id, started_at=started)

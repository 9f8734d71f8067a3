"""The names that a person gave to a meeting's voices: read only for the voices they hold for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meetbot.model.base import Issue
from meetbot.model.transcript import SpeakerNames, VoiceInterval
from meetbot.pipeline.stage import value_hash
from meetbot.ports import Archive

FILE = "speakers.json"


@dataclass(frozen=True, kw_only=True)
class GivenNames:
    """Names by label, as `stages.attribute` takes them, and what is wrong with them."""

    names: Mapping[str, str | None]
    issues: tuple[Issue, ...] = ()


def voices_hash(intervals: Sequence[VoiceInterval], digest: str) -> str:
    """What given names are bound to: who spoke when, or the file's own digest where its labels came with it.

    Whom the voices belong to is no part of it: a person who enrols later must not undo what was said by hand.
    """
    return value_hash([interval.model_dump(mode="json") for interval in intervals]) if intervals else digest


def given_names(archive: Archive, meeting_id: str, *, voices: str) -> GivenNames:
    """The names in the meeting's speakers.json if they hold for the voices of that hash. Raises InputError."""
    stored = archive.load(meeting_id, FILE, SpeakerNames)
    if not isinstance(stored, SpeakerNames) or not stored.names:
        return GivenNames(names={})
    if stored.voices != voices:
        issue = Issue(
            severity="warning",
            stage="attribute",
            where=FILE,
            message="The names given to this meeting's voices don't hold any more: the voices were told apart anew.",
            hint=f"Give them again: meetbot speakers {meeting_id}",
        )
        return GivenNames(names={}, issues=(issue,))
    return GivenNames(names=dict(stored.names))

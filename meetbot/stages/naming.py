"""Who the voices are by what was said: people introduce themselves, and others call them by name."""

from meetbot.model.company import Roster
from meetbot.model.transcript import Transcript


def named(transcript: Transcript, roster: Roster, *, threshold: float) -> Transcript:  # noqa: ARG001 - being written
    """The transcript with names for voices that what was said makes clear, and guesses for the others."""
    return transcript

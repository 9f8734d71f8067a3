"""The transcript as minutes are made from it: without what somebody asked to keep out of them."""

from meetbot.config import Config
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Transcript
from meetbot.pipeline.stage import content_hash
from meetbot.stages.off_record import without_off_record


def to_be_minuted(transcript: Transcript, config: Config) -> Transcript:
    """What is read for new minutes."""
    return without_off_record(transcript) if config.meeting.off_the_record == "leave_out" else transcript


def as_minuted(transcript: Transcript, minutes: Minutes) -> Transcript:
    """What those minutes were made from, whatever the settings say now; in doubt without what was to be kept out."""
    made_from = {one.name: one.sha256 for one in minutes.made_from}
    return transcript if made_from.get("transcript") == content_hash(transcript) else without_off_record(transcript)

"""What is kept of a person's voice: prints, and the consent without which there are none.

Personal data: the numbers of a print are shown by no `repr`, so no log and no traceback has them.
"""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from meetbot.model.base import Model, StoredDocument

FOLDER = "voices"
"""Where prints lie in a workspace, beside the samples that meetbot.toml may name."""

MOST_SAMPLES, MOST_LEARNED = 8, 6
"""So many prints of a person are kept; a further one takes the place of the oldest of its kind."""

# Far beyond a unit vector, far below what single precision holds.
_LARGEST = 1e6


class VoicePrint(Model):
    """How a voice sounds to one encoder: no sound is kept and none can be made from it.

    `kind` tells whether it was enrolled from a sample or learned from a meeting; `source` is the sample's file name or
    the meeting's id, `encoder` the sha256 of the encoder's file, `seconds` how much speech it was made from.
    """

    kind: Literal["sample", "meeting"]
    source: str
    encoder: str = Field(pattern=r"^[0-9a-f]{64}$")
    seconds: float = Field(gt=0)
    added_on: date
    vector: tuple[float, ...] = Field(min_length=8, max_length=4096, repr=False)

    @field_validator("vector")
    @classmethod
    def _finite(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if not all(abs(number) <= _LARGEST for number in value) or not any(value):
            raise ValueError("a voice print is a vector of finite numbers, not all of them 0")
        return value


class Consent(Model):
    """That a person agreed to have prints of the voice kept: on which day, and how meetbot came to know."""

    given_on: date
    how: str


class VoicePrints(StoredDocument):
    """Everything that is kept of one person's voice. `name` is the person's full name in the roster."""

    kind: Literal["voice-prints"] = "voice-prints"
    schema_version: Literal[1] = 1
    name: str
    consent: Consent
    prints: tuple[VoicePrint, ...] = ()

    def with_print(self, new: VoicePrint) -> "VoicePrints":
        """With that print as the newest; it replaces one of the same source, and the oldest of a kind beyond bounds."""
        kept = tuple(p for p in self.prints if (p.kind, p.source, p.encoder) != (new.kind, new.source, new.encoder))
        samples = tuple(p for p in (*kept, new) if p.kind == "sample")[-MOST_SAMPLES:]
        learned = tuple(p for p in (*kept, new) if p.kind == "meeting")[-MOST_LEARNED:]
        return self.model_copy(update={"prints": (*samples, *learned)})

    def without_meeting(self, meeting_id: str) -> "VoicePrints":
        """Without what was learned from that meeting."""
        kept = tuple(p for p in self.prints if (p.kind, p.source) != ("meeting", meeting_id))
        return self.model_copy(update={"prints": kept})

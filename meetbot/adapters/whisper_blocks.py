"""Finished blocks as they are kept, and how far a run is."""

from typing import Literal

from pydantic import ValidationError

from meetbot.adapters.audio import Block, block_count
from meetbot.adapters.audio_decode import RATE
from meetbot.model.base import Issue, Model
from meetbot.model.transcript import Segment, Suppressed
from meetbot.ports import Checkpoint, Progress

UNKNOWN_BLOCKS = 1000
"""As many as a recording of unknown length may have: enough for any number of workers."""


class BlockText(Model):
    """A finished block, as it is kept: its samples' numbers, its segments (ids count from 0), what was left out."""

    version: Literal[2] = 2
    first: int
    end: int
    segments: tuple[Segment, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    issues: tuple[Issue, ...] = ()


class Run:
    """What one run has behind it: kept blocks and progress."""

    def __init__(self, name: str, checkpoint: Checkpoint, progress: Progress, duration: float | None) -> None:
        self.name = name
        self._checkpoint = checkpoint
        self._progress = progress
        self._duration = duration
        self._heard: dict[int, float] = {}
        self._shown = -1.0

    def expected_blocks(self, seconds: float) -> int:
        """How many blocks the recording will have, as far as its length is known."""
        return block_count(self._duration, seconds) if self._duration else UNKNOWN_BLOCKS

    def kept(self, block: Block) -> BlockText | None:
        """What an earlier run kept of that block; something that can't be read is decoded again."""
        text = self._checkpoint.fetch(key(block))
        if text is None:
            return None
        try:
            found = BlockText.model_validate_json(text)
        except ValidationError:
            return None
        return found if key(block) == key_of(found.first, found.end) else None

    def keep(self, text: BlockText) -> None:
        """Writes a finished block before anything else happens."""
        self._checkpoint.keep(key_of(text.first, text.end), text.model_dump_json())
        self.skip(text)

    def skip(self, text: BlockText) -> None:
        """Counts a block as done."""
        self.hear(text.first, (text.end - text.first) / RATE)

    def hear(self, first: int, seconds: float) -> None:
        """Notes how far a block is; called from the workers."""
        self._heard[first] = seconds

    def tick(self) -> None:
        """Shows the progress if there is any."""
        share = min(1.0, sum(list(self._heard.values())) / self._duration) if self._duration else 0.0
        if share > self._shown:
            self._shown = share
            self._progress("transcribing", share)


def end_of(block: Block) -> int:
    """The number of the sample after the block's last."""
    return block.first + len(block.samples)


def key(block: Block) -> str:
    """Under which name a block is kept."""
    return key_of(block.first, end_of(block))


def key_of(first: int, end: int) -> str:
    """Under which name the block of these samples is kept."""
    return f"block-{first}-{end}"

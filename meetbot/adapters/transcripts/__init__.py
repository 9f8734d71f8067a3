"""Transcript files of other programs: recognised by what is in them, not by how they are called."""

from collections.abc import Sequence
from pathlib import Path

from meetbot.adapters.transcripts.content import TRANSCRIPT_SUFFIXES, Content, is_recording, read_text, sniff
from meetbot.adapters.transcripts.cues import find_cue_format, read_cues
from meetbot.adapters.transcripts.plain import read_plain
from meetbot.adapters.transcripts.whisper_json import read_whisper
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import ChatMessage, ImportedTranscript

__all__ = ["TranscriptFiles", "is_transcript"]


class TranscriptFiles:
    """The `TranscriptReader` port over WebVTT, SRT, Whisper JSON and plain text with names."""

    def beside(self, path: Path) -> tuple[Path, ...]:  # noqa: ARG002 - the port's
        """The chat files and RTTM that lie beside it and belong to it."""
        return ()

    def chat(self, files: Sequence[Path]) -> tuple[tuple[ChatMessage, ...], tuple[Issue, ...]]:  # noqa: ARG002 - the port's
        """The public messages of those chat files."""
        return (), ()

    def read(self, path: Path, *, beside: Sequence[Path] = ()) -> ImportedTranscript:  # noqa: ARG002 - the port's
        """Its cues. Raises TranscriptError when it can't be read or no known format fits."""
        content = read_text(path)
        imported = _read(content)
        if content.issues:
            imported = imported.model_copy(update={"issues": (*content.issues, *imported.issues)})
        return imported


def is_transcript(path: Path) -> bool:
    """Whether to read the file as a transcript rather than to transcribe it, decided by its first bytes.

    Text is a transcript, audio and video are not, whatever the name says; only where the content tells nothing
    (empty, unknown binary) does the name decide. Raises TranscriptError when the file can't be opened.
    """
    head = sniff(path)
    if is_recording(head):
        return False
    if head.strip() and b"\0" not in head:
        return True
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return utf16 or path.suffix.lower() in TRANSCRIPT_SUFFIXES


def _read(content: Content) -> ImportedTranscript:
    start = content.text.lstrip()[:1]
    if start == "{" or (start == "[" and content.text.lstrip()[1:].lstrip()[:1] in {"{", "]"}):
        return read_whisper(content)
    if cue_format := find_cue_format(content):
        return read_cues(content, cue_format)
    imported = read_plain(content)
    if imported is None:
        raise TranscriptError(
            f"{content.name} is no transcript in a format that meetbot knows.",
            str(content.path),
            "Known: WebVTT (.vtt), SubRip (.srt), Whisper JSON, and text whose lines begin with `Name: `.\n"
            "In Teams, Zoom or Meet, download the transcript as .vtt.",
        )
    return imported

"""Transcript files of other programs: recognised by what is in them, not by how they are called."""

from collections.abc import Sequence
from pathlib import Path

from meetbot.adapters.transcripts.captions import began, is_captions, read_captions
from meetbot.adapters.transcripts.chat import Chat, is_chat, placed, read_chat
from meetbot.adapters.transcripts.companions import files_beside
from meetbot.adapters.transcripts.content import Content, read_content
from meetbot.adapters.transcripts.cues import find_cue_format, read_cues
from meetbot.adapters.transcripts.json_files import is_json, read_json
from meetbot.adapters.transcripts.kinds import TRANSCRIPT_SUFFIXES, kind_of, sniff
from meetbot.adapters.transcripts.meet import is_meet, read_meet
from meetbot.adapters.transcripts.plain import read_own, read_plain
from meetbot.adapters.transcripts.rttm import is_rttm, read_rttm
from meetbot.adapters.transcripts.tables import find_delimiter, read_table
from meetbot.adapters.transcripts.teams import is_teams, read_teams
from meetbot.adapters.transcripts.word_file import refuse_other_zips
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import ChatMessage, ImportedTranscript, VoiceInterval

__all__ = ["TranscriptFiles", "is_transcript"]

_KNOWN = (
    "Known: WebVTT, SubRip and .sbv captions; Word files and text of Teams, Google Meet and Gemini, Otter, Fireflies "
    "and tl;dv;\nZoom's saved captions; JSON of Whisper, WhisperX, Fireflies and meetbot; CSV with columns of speaker "
    "and text;\nany text whose lines begin with `Name: `. In Teams, Zoom or Meet, download the transcript as .vtt or "
    ".docx;\nWhisper's .txt and .tsv say too little: give its .json, .srt or .vtt, or the recording."
)


class TranscriptFiles:
    """The `TranscriptReader` port over every format that people have transcripts in."""

    def read(self, path: Path, *, beside: Sequence[Path] = ()) -> ImportedTranscript:
        """Its cues, with the chat and the voices of the files that belong to it.

        Raises TranscriptError when one can't be read or no known format fits.
        """
        content = read_content(path)
        imported = _numbered(content, _read(content))
        intervals, chats, issues = _companions(beside)
        if is_captions(content):
            chats = [placed(chat, began=began(content)) for chat in chats]
        return imported.model_copy(
            update={
                "chat": (*imported.chat, *(message for chat in chats for message in chat.messages)),
                "intervals": (*imported.intervals, *intervals),
                "issues": (*content.issues, *imported.issues, *issues),
            }
        )

    def beside(self, path: Path) -> tuple[Path, ...]:
        """The chat files and RTTM that lie beside a transcript or recording and belong to it, in order of name."""
        return files_beside(path)

    def chat(self, files: Sequence[Path]) -> tuple[tuple[ChatMessage, ...], tuple[Issue, ...]]:
        """The public messages of those chat files; voices (RTTM) among them are passed over. Raises TranscriptError."""
        _, chats, issues = _companions(files)
        return tuple(message for chat in chats for message in chat.messages), issues


def is_transcript(path: Path) -> bool:
    """Whether to read the file as a transcript rather than to transcribe it, decided by its first bytes.

    Text and Word files are transcripts, audio and video are not, whatever the name says; only where the content tells
    nothing (empty, unknown binary) does the name decide. Raises TranscriptError when the file can't be opened, and for
    a spreadsheet, slides or a zip, which are neither.
    """
    head = sniff(path)
    kind = kind_of(head)
    if kind == "recording":
        return False
    if kind == "zip":
        refuse_other_zips(path)
        return True
    if head.strip() and b"\0" not in head:
        return True
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return utf16 or path.suffix.lower() in TRANSCRIPT_SUFFIXES


def _read(content: Content) -> ImportedTranscript:
    if own := read_own(content):
        return own
    if is_json(content):
        return read_json(content)
    if cue_format := find_cue_format(content):
        return read_cues(content, cue_format)
    _refuse_companions(content)
    if is_captions(content):
        return read_captions(content)
    if delimiter := find_delimiter(content):
        return read_table(content, delimiter)
    imported = read_teams(content) if is_teams(content) else read_meet(content) if is_meet(content) else None
    imported = imported or read_plain(content)
    if imported is None:
        what = f"{content.name} is no transcript in a format that meetbot knows."
        raise TranscriptError(what, str(content.path), _KNOWN)
    return imported


def _refuse_companions(content: Content) -> None:
    """Raises TranscriptError for a chat or an RTTM, which only go with a transcript."""
    if is_chat(content):
        what = f"{content.name} is a meeting's chat; what is written there is not what was said."
    elif is_rttm(content):
        what = f"{content.name} says who spoke when (RTTM), not what was said."
    else:
        return
    hint = f"Give the recording or the transcript, and this file with it: `meetbot minutes FILE --with {content.name}`."
    raise TranscriptError(what, str(content.path), hint)


def _companions(files: Sequence[Path]) -> tuple[list[VoiceInterval], list[Chat], tuple[Issue, ...]]:
    intervals: list[VoiceInterval] = []
    chats: list[Chat] = []
    issues: list[Issue] = []
    for path in files:
        _refuse_recording(path)
        content = read_content(path)
        issues += content.issues
        if is_rttm(content):
            voices, found = read_rttm(content)
            intervals += voices
            issues += found
        elif is_chat(content):
            chats.append(read_chat(content))
            issues += chats[-1].issues
        else:
            what = f"{content.name} is neither a meeting's chat nor an RTTM file; `--with` takes no others."
            hint = "Zoom saves chats as meeting_saved_chat.txt; RTTM lines begin with SPEAKER."
            raise TranscriptError(what, str(path), hint)
    return intervals, chats, tuple(issues)


def _refuse_recording(path: Path) -> None:
    """Raises TranscriptError for sound or a video in place of a chat."""
    if kind_of(sniff(path)) == "recording":
        what = f"{path.name} is a recording; `--with` takes the meeting's chat (.txt) or who spoke when (.rttm)."
        hint = "A recording is the first argument: `meetbot minutes RECORDING --with CHAT`.\n"
        hint += "Tracks of one meeting go into a folder: `meetbot minutes FOLDER`."
        raise TranscriptError(what, str(path), hint)


def _numbered(content: Content, imported: ImportedTranscript) -> ImportedTranscript:
    """The transcript of a Word file with the number of the paragraph in place of the line."""
    if content.paragraphs is None:
        return imported
    segments = (
        s if s.source_line is None else s.model_copy(update={"source_line": content.number(s.source_line)})
        for s in imported.segments
    )
    return imported.model_copy(update={"segments": tuple(segments)})

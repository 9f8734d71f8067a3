"""Which files lie beside a transcript or recording and belong to it: its chat, and who spoke when."""

import re
from pathlib import Path

from meetbot.adapters.transcripts.chat import is_chat
from meetbot.adapters.transcripts.content import read_content
from meetbot.errors import TranscriptError

_ZOOM_FOLDER = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}\.\d{2}\.\d{2}")
_ZOOM_FILE = re.compile(
    r"(?i)(?:meeting_saved_|closed_caption|double_click_to_convert|(?:video|audio|zoom)_?\d|audio_only)"
)
_ZOOM_CHAT = re.compile(r"(?i)(?:meeting_saved_(?:new_)?chat|chat)\.txt")
_CLOUD = re.compile(r"(GMT\d{8}-\d{6})_")
_TRACKS = "Audio Record"
"""The folder in which Zoom puts one file a person, inside the meeting's."""


def files_beside(path: Path) -> tuple[Path, ...]:
    """The RTTM of the same name, and the chat that Zoom saved in the same folder, in order of name.

    A chat is taken only where Zoom's names of files or folders tell that it is of that meeting.
    """
    folder = path if path.is_dir() else path.parent
    if path.is_dir() and path.name == _TRACKS:
        folder = path.parent
    try:
        files = sorted(entry for entry in folder.iterdir() if entry.is_file() and entry != path)
    except OSError:
        return ()
    return tuple(file for file in files if _belongs(file, path, folder))


def _belongs(file: Path, path: Path, folder: Path) -> bool:
    if file.suffix.lower() == ".rttm":
        return not path.is_dir() and file.stem == _stem(path)
    if file.suffix.lower() != ".txt":
        return False
    cloud, theirs = _CLOUD.match(path.name), _CLOUD.match(file.name)
    if cloud and theirs:
        return cloud[1] == theirs[1] and _holds_chat(file)
    zoom = bool(_ZOOM_FOLDER.match(folder.name) or _ZOOM_FILE.match(path.name))
    return zoom and bool(_ZOOM_CHAT.fullmatch(file.name)) and _holds_chat(file)


def _stem(path: Path) -> str:
    """The name without its ending; Zoom's captions have two (`….transcript.vtt`)."""
    return path.stem.removesuffix(".transcript")


def _holds_chat(file: Path) -> bool:
    try:
        return is_chat(read_content(file))
    except TranscriptError:
        return False

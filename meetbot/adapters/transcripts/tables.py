"""Tables of what was said: CSV with a column of speakers and one of texts, as Fireflies and others export them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from meetbot.adapters.transcripts.content import Content, backwards, lines_of
from meetbot.adapters.transcripts.heads import LONGEST_TIME, clean_name, clean_text, folded
from meetbot.errors import TranscriptError
from meetbot.model.base import Issue
from meetbot.model.transcript import ImportedTranscript, Segment

_SPEAKER = frozenset(
    {"speaker", "speaker_name", "speaker name", "name", "nombre", "hablante", "orador", "participante", "participant"}
    | {"persona", "voz", "quien", "user", "usuario", "interlocutor", "attendee", "asistente", "nombre del orador"}
)
_TEXT = frozenset(
    {"text", "texto", "sentence", "sentences", "transcript", "transcripcion", "transcription", "utterance", "content"}
    | {"contenido", "mensaje", "message", "frase", "dialogo", "intervencion", "caption", "que dijo"}
)
_START = frozenset(
    {"start", "start_time", "start time", "starttime", "start_s", "start (s)", "begin", "from", "time", "timestamp"}
    | {"inicio", "hora", "hora de inicio", "tiempo", "tiempo de inicio", "desde"}
)
_END = frozenset(
    {"end", "end_time", "end time", "endtime", "end_s", "end (s)", "to", "fin", "final", "hora de fin", "hasta"}
)
_CLOCK = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,3}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,6}))?")
_LONGEST_HEADER = 2000
_DELIMITERS = ",;\t|"


def find_delimiter(content: Content) -> str | None:
    """What separates the columns, when the first line has one column of speakers and one of texts."""
    header = content.text.lstrip("\n ").split("\n", 1)[0]
    if len(header) > _LONGEST_HEADER:
        return None
    for delimiter in _DELIMITERS:
        names = [folded(name.strip(' "')) for name in header.split(delimiter)]
        if _SPEAKER & set(names) and _TEXT & set(names):
            return delimiter
    return None


def read_table(content: Content, delimiter: str) -> ImportedTranscript:
    """The rows with a text, in the order of the file. Raises TranscriptError when the table is broken."""
    lines_of(content)
    rows = _rows(content, delimiter)
    _, header = next(rows)
    names = [folded(name.strip()) for name in header]
    speaker, text = _column(names, _SPEAKER), _column(names, _TEXT)
    start, end = _column(names, _START), _column(names, _END)
    segments: list[Segment] = []
    wrong: list[int] = []
    for line, row in rows:
        said = clean_text(_cell(row, text))
        if not said:
            continue
        begun, ended = seconds_of(_cell(row, start)), seconds_of(_cell(row, end))
        if begun is None and _cell(row, start).strip():
            wrong.append(line)
        segments.append(
            Segment(
                id=len(segments),
                start=begun,
                end=None if begun is None or ended is None else max(begun, ended),
                text=said,
                speaker=clean_name(_cell(row, speaker)) or None,
                source_line=line,
            )
        )
    timed = [(s.start, s.source_line or 1) for s in segments if s.start is not None]
    return ImportedTranscript(
        format="csv",
        segments=tuple(segments),
        time_source="measured" if timed else "none",
        issues=(*backwards(content, timed), *_unread(content, wrong)),
    )


def seconds_of(value: str) -> float | None:
    """A time such as `12.5`, `00:12` or `1:02:07.250` in seconds, or None."""
    text = value.strip()
    if clock := _CLOCK.fullmatch(text):
        whole = int(clock["h"] or 0) * 3600 + int(clock["m"]) * 60 + int(clock["s"])
        return whole + float(f"0.{clock['f'] or 0}")
    if re.fullmatch(r"\d{1,7}(?:[.,]\d{1,9})?", text):
        number = float(text.replace(",", "."))
        return number if number <= LONGEST_TIME else None
    return None


def _rows(content: Content, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    text = content.text.lstrip("\n ").replace("\0", "")
    at = content.text[: len(content.text) - len(text)].count("\n") + 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = at
    try:
        for row in reader:
            yield line, row
            line = at + reader.line_num
    except csv.Error as error:
        hint = "A cell may have a quotation mark that is never closed. Export the transcript again."
        raise TranscriptError(f"{content.name} is a broken table.", f"{content.path}, line {line}", hint) from error


def _column(names: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((index for index, name in enumerate(names) if name in wanted), None)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _unread(content: Content, lines: Sequence[int]) -> list[Issue]:
    if not lines:
        return []
    message = f"{len(lines)} time(s) can't be read and were left out."
    return [content.issue(lines[0], message, "Write times as seconds or as hh:mm:ss.")]

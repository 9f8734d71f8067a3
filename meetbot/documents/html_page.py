"""What minutes.html knows beside the sheet: the turns that prove it, whose each row is, and what can be played."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from meetbot.documents.items import is_blame
from meetbot.documents.phrases import count, department_name, speaker
from meetbot.documents.sheet import Entries, Entry, Mark, Proof, Row, Sheet, Table
from meetbot.documents.text import clean, clip, clock
from meetbot.model.minutes import ActionItem, Minutes
from meetbot.model.transcript import NameRepair, Transcript, Turn
from meetbot.words import Words

_VIDEO = frozenset({".mp4", ".m4v", ".webm", ".mkv", ".mov", ".avi"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a turn's text; `heard` is what was heard instead of a name that was written as the roster has it."""

    text: str
    heard: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownTurn:
    """One turn: `cited_by` are the items that it shows; without times `clock` is empty; `number` counts it."""

    id: str
    number: str
    speaker: str
    clock: str
    seconds: float | None
    parts: tuple[Part, ...]
    overlapped: bool = False
    cited_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """A line of the chat."""

    sender: str
    text: str
    clock: str
    seconds: float | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """The context of the blocks in HTML. `departments` are those that rows can be filtered by: a key and a name.

    `recording` is the recording's URL and `recording_name` the same path as a person writes it; `repairs` what was
    heard, what is written instead and how often; `anchors` the ids of the items that the page shows.
    """

    turns: tuple[ShownTurn, ...] = ()
    chat: tuple[ShownMessage, ...] = ()
    anchors: frozenset[str] = frozenset()
    recording: str = ""
    recording_name: str = ""
    is_video: bool = False
    departments: tuple[tuple[str, str], ...] = ()
    repairs: tuple[tuple[str, str, int], ...] = ()
    overlapped: int = 0
    _cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _concerned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _clocks: Mapping[str, ShownTurn] = field(default_factory=dict)

    def turn(self, turn_id: str) -> ShownTurn | None:
        """The turn of that id if the page shows it."""
        return self._clocks.get(turn_id)

    def cites(self, label: str, proof: Proof) -> str:
        """The ids of the turns that the item cites, the one with the quote first."""
        cited = self._cited.get(label, ())
        return " ".join(turn for turn in dict.fromkeys((proof.turn_id, *cited)) if turn in self._clocks)

    def pieces(self, text: str, marks: Sequence[Mark]) -> list[tuple[str, Mark | None]]:
        """The text in order, cut into what is only text and the clocks that name a place."""
        found, end = [], 0
        for mark in marks:
            place = re.search(rf"(?<![\w:]){re.escape(mark.clock)}(?![\w:])", text[end:]) if mark.clock else None
            if place is not None:
                found += [(text[end : end + place.start()], None), (mark.clock, mark)]
                end += place.end()
        return [(part, mark) for part, mark in (*found, (text[end:], None)) if part]

    def concerned(self, row: Row | Entry, group: str = "") -> str:
        """The keys of the departments whose row it is; empty for what concerns everybody.

        A department is told by its name alone in a cell, beside one, or as the heading of the row's group.
        """
        label = row.label if isinstance(row, Entry) else row.anchor
        told = {group, *_told(row)}
        keys = {key for key, name in self.departments if name in told} | self._concerned.get(label, frozenset())
        return " ".join(key for key, _ in self.departments if key in keys)

    def named(self, name: str) -> str:
        """The key of the department of that name, or nothing."""
        return next((key for key, known in self.departments if known == name), "")


def page_of(
    minutes: Minutes, sheet: Sheet, words: Words, *, transcript: Transcript | None, recording_name: str | None
) -> Page:
    """The page's context; `recording_name` is the recording's path relative to the page."""
    departments = tuple((str(n), clip(d.name, 80)) for n, d in enumerate(minutes.roster.departments, 1))
    cited = _citations(minutes)
    known = anchors(sheet)
    shown = _turns(transcript, cited, known, words) if transcript is not None else ()
    return Page(
        turns=shown,
        chat=_chat(transcript, words) if transcript is not None else (),
        anchors=known,
        recording=media_url(recording_name) if recording_name else "",
        recording_name=clip(recording_name or "", 200),
        is_video=recording_name is not None and PurePosixPath(recording_name).suffix.lower() in _VIDEO,
        departments=departments if len(departments) > 1 else (),
        repairs=_repairs(transcript) if transcript is not None else (),
        overlapped=sum(turn.overlapped for turn in shown),
        _cited=cited,
        _concerned=_concerned(minutes, departments, words),
        _clocks={turn.id: turn for turn in shown},
    )


def media_url(path: str) -> str:
    """The relative path as a URL that can only mean a file beside the page: no scheme, no host, no query."""
    posix = path.replace("\\", "/")
    return quote("/" + posix.lstrip("/") if posix.startswith("/") else posix, safe="/")


def anchors(sheet: Sheet) -> frozenset[str]:
    """The ids of the items that the sheet shows: what a link may lead to."""
    blocks = [block for section in sheet.sections for block in section.blocks]
    rows = [row for block in blocks if isinstance(block, Table) for group in block.groups for row in group.rows]
    entries = [entry for block in blocks if isinstance(block, Entries) for entry in block.items]
    return frozenset((*(row.anchor for row in rows if row.anchor), *(entry.label for entry in entries)))


def _told(row: Row | Entry) -> Iterator[str]:
    if isinstance(row, Row):
        for cell in row.cells:
            yield from (cell.text, cell.subline, *cell.notes)


def _citations(minutes: Minutes) -> dict[str, tuple[str, ...]]:
    """What each item cites. Blame points at nobody: beside a turn its number would name who said it."""
    items = (item for item in (*minutes.confirmed(), *minutes.unconfirmed) if not is_blame(item))
    return {item.id: item.evidence.turn_ids for item in items if item.evidence is not None}


def _concerned(minutes: Minutes, departments: Sequence[tuple[str, str]], words: Words) -> dict[str, frozenset[str]]:
    """Whose each task is: its owner's department's, and those of the people who help."""
    keys = {name: key for key, name in departments}
    found = {}
    for item in (*minutes.actions, *minutes.unconfirmed):
        if isinstance(item, ActionItem) and item.department is not None:
            people = [minutes.roster.person(name) for name in item.with_people]
            ids = [item.department, *(person.department for person in people if person is not None)]
            names = [department_name(minutes.roster, one, words) for one in ids]
            found[item.id] = frozenset(keys[name] for name in names if name in keys)
    return found


# --- the transcript ---------------------------------------------------------------------------------------------------


def _turns(
    transcript: Transcript, cited: Mapping[str, Sequence[str]], known: frozenset[str], words: Words
) -> tuple[ShownTurn, ...]:
    names = {s.label: s.name for s in transcript.speakers}
    citing: dict[str, list[str]] = {}
    for item, turn_ids in cited.items():
        for turn_id in dict.fromkeys(turn_ids) if item in known else ():
            citing.setdefault(turn_id, []).append(item)
    marked = _Marker(transcript)
    return tuple(
        ShownTurn(
            id=turn.id,
            number=str(int(turn.id.removeprefix("t"))),
            speaker=speaker(turn.speaker, names.get(turn.speaker or ""), words),
            clock=_clock(turn, words),
            seconds=None if turn.time_source == "none" else turn.start,
            parts=marked.parts(turn),
            overlapped=turn.overlapped,
            cited_by=tuple(citing.get(turn.id, ())),
        )
        for turn in transcript.turns
    )


def _clock(turn: Turn, words: Words) -> str:
    if turn.start is None or turn.time_source == "none":
        return ""
    shown = clock(turn.start)
    return words("minutes.about", clock=shown) if turn.time_source == "interpolated" else shown


def _chat(transcript: Transcript, words: Words) -> tuple[ShownMessage, ...]:
    return tuple(
        ShownMessage(
            sender=clip(message.sender, 80) or words("minutes.speaker.unknown"),
            text=clean(message.text),
            clock=clock(message.at) if message.at is not None else clip(message.clock or "", 20),
            seconds=message.at,
        )
        for message in transcript.chat
    )


def _repairs(transcript: Transcript) -> tuple[tuple[str, str, int], ...]:
    """What was heard, what is written instead, and how often."""
    counts: dict[tuple[str, str], int] = {}
    for repair in transcript.repairs:
        pair = (clip(repair.heard, 80), clip(repair.written, 80))
        counts[pair] = counts.get(pair, 0) + 1
    return tuple((heard, written, number) for (heard, written), number in counts.items())


class _Marker:
    """Finds the repaired words of a turn in its text."""

    def __init__(self, transcript: Transcript) -> None:
        self._heard = {segment.id: segment.text for segment in transcript.segments}
        self._repairs: dict[int, list[NameRepair]] = {}
        for repair in transcript.repairs:
            self._repairs.setdefault(repair.segment, []).append(repair)

    def parts(self, turn: Turn) -> tuple[Part, ...]:
        """The turn's text, cut where repaired words begin and end."""
        spans = sorted(self._spans(turn))
        parts, end = [], 0
        for start, stop, heard in spans:
            if start < end:
                continue
            parts += [Part(text=turn.text[end:start]), Part(text=turn.text[start:stop], heard=heard)]
            end = stop
        return tuple(part for part in (*parts, Part(text=turn.text[end:])) if part.text)

    def _spans(self, turn: Turn) -> Iterator[tuple[int, int, str]]:
        repairs = [repair for segment in turn.segments for repair in self._repairs.get(segment, ())]
        for written in dict.fromkeys(repair.written for repair in repairs):
            places = _places(written, turn.text)
            said = [heard for segment in turn.segments for heard in self._occurrences(segment, written)]
            # A segment of two turns tells of both: then only a name that was never heard right is sure to be marked.
            if len(said) != len(places) and not all(said):
                continue
            for (start, end), heard in zip(places, said, strict=False):
                if heard:
                    yield start, end, clip(heard, 80)

    def _occurrences(self, segment: int, written: str) -> Iterator[str]:
        """In order, what was heard each time that the segment now has that name; empty where it was heard right."""
        text, begun = self._heard.get(segment, ""), 0
        for repair in self._repairs.get(segment, ()):
            at = text.find(repair.heard, begun)
            if at >= 0:
                yield from ("" for _ in _places(written, text[begun:at]))
                begun = at + len(repair.heard)
            if repair.written == written:
                yield repair.heard
        yield from ("" for _ in _places(written, text[begun:]))


def _places(words: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def repair_lines(page: Page, words: Words) -> tuple[str, ...]:
    """What the marks in the transcript mean, each with its number."""
    lines = []
    if page.repairs:
        pairs = "; ".join(
            words("minutes.html.repair", heard=heard, written=written) + (f" ×{number}" if number > 1 else "")
            for heard, written, number in page.repairs
        )
        lines.append(words("minutes.html.repaired", pairs=pairs))
    if page.overlapped:
        lines.append(count(words, "minutes.account.overlapped", page.overlapped))
    return tuple(lines)

import re
from dataclasses import replace
from typing import get_args

import pytest
from examples import EXAMPLE_WORDS, FULL_MINUTES, MINUTES, ROSTER, TRANSCRIPT

from meetbot import resources, words
from meetbot.documents.html_page import Page, anchors, page_of, repair_lines
from meetbot.documents.minutes import minutes_html
from meetbot.documents.minutes_sheet import minutes_sheet
from meetbot.documents.sheet import Block, Cell, Entry, Mark, Proof, Row
from meetbot.documents.templating import render
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import ChatMessage, NameRepair, Segment, Transcript, Turn

MERCADEO, COMERCIAL, FINANZAS = "1", "2", "3"


def _page(minutes: Minutes = MINUTES, transcript: Transcript | None = TRANSCRIPT, recording: str | None = None) -> Page:
    sheet = minutes_sheet(minutes, EXAMPLE_WORDS)
    return page_of(minutes, sheet, EXAMPLE_WORDS, transcript=transcript, recording_name=recording)


def _said(text: str, heard: tuple[str, ...], *repairs: tuple[int, str, str], shared: bool = False) -> list[str]:
    """The marked words of a turn with that text, of segments with those texts, as `words<heard`."""
    turns = [Turn(id="t0001", text=text, segments=tuple(range(len(heard))))]
    if shared:
        turns.append(Turn(id="t0002", text="…", segments=(len(heard) - 1,)))
    transcript = TRANSCRIPT.model_copy(
        update={
            "turns": tuple(turns),
            "segments": tuple(Segment(id=n, text=one) for n, one in enumerate(heard)),
            "repairs": tuple(NameRepair(segment=n, heard=a, written=b) for n, a, b in repairs),
        }
    )
    turn = _page(transcript=transcript).turns[0]
    assert "".join(part.text for part in turn.parts) == text
    return [f"{part.text}<{part.heard}" for part in turn.parts if part.heard]


# --- the transcript ---------------------------------------------------------------------------------------------------


def test_a_repaired_name_is_marked_where_it_was_repaired() -> None:
    """The same name heard right before and after it stays unmarked."""
    text = "Laura, dice Laura que Laura viene."
    heard = ("Laura, dice Lora que Laura viene.",)
    assert _said(text, heard, (0, "Lora", "Laura")) == ["Laura<Lora"]
    parts = _page(
        transcript=TRANSCRIPT.model_copy(
            update={
                "turns": (Turn(id="t0001", text=text, segments=(0,)),),
                "segments": (Segment(id=0, text=heard[0]),),
                "repairs": (NameRepair(segment=0, heard="Lora", written="Laura"),),
            }
        )
    ).turns[0].parts  # fmt: skip
    assert [part.text for part in parts] == ["Laura, dice ", "Laura", " que Laura viene."]


def test_several_repairs_in_several_segments() -> None:
    """Each occurrence is told from the others in the order of the words."""
    heard = ("los lids de Laura", "y los leads de Lora", "y más lids")
    marked = _said(
        "los leads de Laura y los leads de Laura y más leads",
        heard,
        (0, "lids", "leads"),
        (1, "Lora", "Laura"),
        (2, "lids", "leads"),
    )
    assert marked == ["leads<lids", "Laura<Lora", "leads<lids"]


@pytest.mark.parametrize(
    ("text", "heard", "marked"),
    [
        ("que Laura viene", "que Lora viene y Laura no", []),
        ("que Laura viene", "que Lora viene y se va", ["Laura<Lora"]),
        ("que viene", "que Lora viene", []),
    ],
)
def test_a_name_is_not_marked_where_it_may_have_been_heard_right(text: str, heard: str, marked: list[str]) -> None:
    """A segment of two turns tells of both: doubt marks nothing."""
    assert _said(text, (heard,), (0, "Lora", "Laura"), shared=True) == marked


def test_words_that_are_part_of_others_are_no_occurrence() -> None:
    """`Ana` does not stand in `Analía`, and what was heard may not stand in its segment as told."""
    assert _said("Analía y Ana", ("Analía y Hana",), (0, "Hana", "Ana")) == ["Ana<Hana"]
    assert _said("con HubSpot", ("con hub, spot",), (0, "hub spot", "HubSpot")) == ["HubSpot<hub spot"]


def test_marks_are_explained_above_the_transcript() -> None:
    """What was heard and what is written, how often, and that voices at once may be wrong."""
    repairs = tuple(NameRepair(segment=n, heard="lids", written="leads") for n in range(2))
    turns = (TRANSCRIPT.turns[0].model_copy(update={"overlapped": True}), *TRANSCRIPT.turns[1:])
    page = _page(transcript=TRANSCRIPT.model_copy(update={"repairs": repairs, "turns": turns}))
    told = repair_lines(page, EXAMPLE_WORDS)
    assert "“lids” → leads ×2" in told[0]
    assert told[1].startswith("1 turno con voces a la vez")
    assert repair_lines(_page(), EXAMPLE_WORDS) == ()


def test_times_are_as_sure_as_they_are() -> None:
    """An interpolated time is about; where there are none, no clock and no second."""
    first, second, *rest = TRANSCRIPT.turns
    turns = (
        first.model_copy(update={"time_source": "interpolated"}),
        second.model_copy(update={"time_source": "none"}),
        *rest,
    )
    shown = _page(transcript=TRANSCRIPT.model_copy(update={"turns": turns})).turns
    assert shown[0].clock == EXAMPLE_WORDS("minutes.about", clock="00:02")
    assert (shown[1].clock, shown[1].seconds, shown[1].number) == ("", None, "2")


def test_the_chat_is_context_with_its_times() -> None:
    """Seconds of the recording, else the clock of the file; nobody is invented as a sender."""
    chat = (
        ChatMessage(sender="Rita\u202e", text="a\x00b\nc", at=65.0),
        ChatMessage(sender="", text="d", clock="15:02:29"),
    )
    page = _page(transcript=TRANSCRIPT.model_copy(update={"chat": chat}))
    assert [(m.sender, m.text, m.clock, m.seconds) for m in page.chat] == [
        ("Rita", "ab c", "01:05", 65.0),
        (EXAMPLE_WORDS("minutes.speaker.unknown"), "d", "15:02:29", None),
    ]


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_turns_know_which_items_cite_them_and_items_their_turns() -> None:
    """Both ways, and only to what the page shows."""
    page = _page()
    for item in MINUTES.confirmed():
        assert item.evidence is not None
        assert (
            page.cites(item.id, Proof(turn_id=item.evidence.turn_ids[0], quote="x", source="y")).split()[0]
            == (item.evidence.turn_ids[0])
        )
        for turn_id in item.evidence.turn_ids:
            turn = page.turn(turn_id)
            assert turn is not None
            assert item.id in turn.cited_by
    assert page.turn("t9999") is None
    assert page.cites("?", Proof(turn_id="t9999", quote="x", source="y")) == ""


def test_an_item_that_the_sheet_does_not_show_is_no_link() -> None:
    """Blame is told without names: no turn links to it, or the link would be dead."""
    shown = anchors(minutes_sheet(FULL_MINUTES, EXAMPLE_WORDS))
    cited = {item for turn in _page(FULL_MINUTES).turns for item in turn.cited_by}
    assert cited
    assert cited <= shown


@pytest.mark.parametrize(
    ("text", "clocks", "pieces"),
    [
        ("Se oye en 00:49, 02:09.", ("00:49", "02:09"), ["Se oye en ", "00:49*", ", ", "02:09*", "."]),
        ("a las 1:00:49", ("00:49",), ["a las 1:00:49"]),
        ("00:49", ("00:49",), ["00:49*"]),
        ("nada", ("00:49", ""), ["nada"]),
        ("", (), []),
        ("00:49 y 00:49", ("00:49", "00:49"), ["00:49*", " y ", "00:49*"]),
    ],
)
def test_clocks_in_a_text_become_places(text: str, clocks: tuple[str, ...], pieces: list[str]) -> None:
    """Each mark is found once and in order; a clock within a longer one is none."""
    marks = [Mark(turn_id=f"t{n:04d}", clock=one) for n, one in enumerate(clocks)]
    found = _page().pieces(text, marks)
    assert [part + ("*" if mark else "") for part, mark in found] == pieces


# --- departments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "group", "keys"),
    [
        (Row(cells=(Cell(text="Mercadeo"),)), "", MERCADEO),
        (Row(cells=(Cell(text="x", notes=("Finanzas",)),)), "", FINANZAS),
        (Row(cells=(Cell(text="x", subline="Comercial"),)), "", COMERCIAL),
        (Row(cells=(Cell(text="x"),)), "Comercial", COMERCIAL),
        (Row(cells=(Cell(text="Turno de Mercadeo"),)), "", ""),
        (Row(cells=(Cell(text="x"),), anchor="A-02"), "Mercadeo", f"{MERCADEO} {COMERCIAL}"),
        (Entry(label="A-06", text="x"), "", ""),
        (Entry(label="D-01", text="x"), "", ""),
    ],
)
def test_whose_a_row_is(row: Row | Entry, group: str, keys: str) -> None:
    """By the department's name in a cell or as the heading, and by who owns a task or helps with it."""
    assert _page().concerned(row, group) == keys


def test_an_unconfirmed_task_is_its_proposed_owners() -> None:
    """A department sees what may be its own."""
    owned = MINUTES.unconfirmed[0].model_copy(update={"owner": "Laura Méndez", "department": "mercadeo"})
    page = _page(MINUTES.model_copy(update={"unconfirmed": (owned,)}))
    assert page.concerned(Entry(label=owned.id, text="x")) == MERCADEO


def test_one_department_is_nothing_to_filter_by() -> None:
    """The filter is for two or more."""
    roster = ROSTER.model_copy(update={"departments": ROSTER.departments[:1]})
    minutes = MINUTES.model_copy(update={"roster": roster})
    assert _page(minutes).departments == ()
    assert 'class="filter"' not in minutes_html(minutes, EXAMPLE_WORDS)
    assert _page().named("Mercadeo") == MERCADEO
    assert _page().named("?") == ""


# --- the page ---------------------------------------------------------------------------------------------------------


def test_every_kind_of_block_is_drawn() -> None:
    """A block that the template forgot would be missing from the page without a word."""
    template = resources.find("templates", "_blocks.html.jinja").read_text(encoding="utf-8")
    for block in get_args(Block):
        assert f'it.kind == "{block.kind}"' in template, block.kind


def test_every_section_of_full_minutes_is_on_the_page() -> None:
    """Whatever the sheet holds is there, under its title."""
    page = minutes_html(FULL_MINUTES, EXAMPLE_WORDS, transcript=TRANSCRIPT)
    for section in minutes_sheet(FULL_MINUTES, EXAMPLE_WORDS).sections:
        assert f'<section id="{section.key}"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_what_must_be_known_first_stands_below_the_title() -> None:
    """A sheet's notice is not lost."""
    sheet = replace(minutes_sheet(MINUTES, EXAMPLE_WORDS), notice="Este documento está incompleto <b>")
    page = render("minutes.html.jinja", {"sheet": sheet, "words": EXAMPLE_WORDS, "page": Page(), "marks": ()})
    assert "Este documento está incompleto &lt;b&gt;" in page.split("<nav")[0]


@pytest.mark.parametrize("locale", ["es-CO", "es-ES", "es-AR", "en"])
def test_the_page_speaks_the_language_of_the_country(locale: str) -> None:
    """Every label comes from the words files."""
    spoken = words.load(locale)
    page = minutes_html(MINUTES, spoken, transcript=TRANSCRIPT, recording_name="a.m4a")
    assert f'<html lang="{locale}">' in page
    for key in ("search", "dark", "all_departments", "next"):
        assert spoken(f"minutes.html.{key}") in page


def test_without_transcript_and_recording_there_is_no_panel() -> None:
    """Nothing to search, nothing to play."""
    page = minutes_html(MINUTES, EXAMPLE_WORDS)
    for part in ("<aside", "<audio", 'class="search'):
        assert part not in page


def _luminance(colour: str) -> float:
    parts = colour.removeprefix("#")
    parts = "".join(sign * 2 for sign in parts) if len(parts) == 3 else parts
    channels = [int(parts[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_every_text_stands_out_from_its_ground(look: str) -> None:
    """WCAG AA: at least 4.5 to 1, in light, in the dark and on paper."""
    css = minutes_html(MINUTES, EXAMPLE_WORDS).split("<style>")[1].split("</style>")[0]
    marks = {"light": ":root{", "dark": ":root[data-theme=dark]{", "print": "@media print{"}
    block = css[css.index(marks[look]) + len(marks[look]) :]
    colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", block.split("}")[0]))
    pairs = [("ink", "paper"), ("soft", "paper"), ("navy", "paper"), ("blue", "paper"), ("blue", "tint")]
    pairs += [("navy", "tint"), ("ink", "tint"), ("ink", "found"), ("ink", "now"), ("soft", "amber-tint")]
    pairs += [("grey", "grey-tint"), ("blue", "amber-tint")]
    pairs += [(tone, ground) for tone in ("green", "amber", "red", "grey") for ground in ("paper", f"{tone}-tint")]
    pairs += [("ink", f"{tone}-tint") for tone in ("green", "amber", "red", "grey")]
    for text, ground in pairs:
        dark, light = sorted((_luminance(colours[text]), _luminance(colours[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (look, text, ground)

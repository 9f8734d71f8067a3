import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import Watched, opened, running, silence, simple_server
from examples import EXAMPLE_WORDS, HOSTILE, MINUTES, TRANSCRIPT, hostile_minutes

from meetbot.documents.minutes import minutes_html
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import ChatMessage, NameRepair, Speaker, Transcript, Turn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.real

RECORDING = "alineación 23 nov.wav"
CURRENT_TIME = "document.querySelector('#recording').currentTime"
PLAYING = "!document.querySelector('#recording').paused"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One browser for this file."""
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minutes of the sample company, with and without their recording beside them."""
    root = tmp_path_factory.mktemp("pages")
    silence(root / RECORDING, 240)
    written(root / "minutes.html")
    written(root / "silent.html", recording=None)
    written(root / "lost.html", recording="../no está/aquí.m4a")
    return root


def written(
    path: Path,
    minutes: Minutes = MINUTES,
    *,
    transcript: Transcript | None = TRANSCRIPT,
    recording: str | None = RECORDING,
) -> Path:
    """The page of those minutes."""
    page = minutes_html(minutes, EXAMPLE_WORDS, transcript=transcript, recording_name=recording)
    path.write_text(page, encoding="utf-8")
    return path


def classes(page: "Page", element: str) -> set[str]:
    """The classes of one element."""
    return set((page.locator(f"#{element}").get_attribute("class") or "").split())


def in_view(page: "Page", element: str) -> bool:
    """Whether a reader sees it."""
    script = "id => { const r = document.getElementById(id).getBoundingClientRect(); return [r.top, r.bottom] }"
    top, bottom = page.evaluate(script, element)
    return bool(top >= 0 and bottom <= 860)


def until(page: "Page", condition: str) -> None:
    """Waits for it; the page's policy forbids the evaluation that Playwright's own waiting needs."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {condition}")


def quiet(watched: Watched) -> bool:
    """Whether nothing left the machine and the browser had nothing to object to, the policy above all."""
    return watched.left == [] and watched.complaints == []


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_a_chip_plays_the_recording_from_its_second(browser: "Browser", folder: Path) -> None:
    """One click on a commitment's proof: the recording plays from there, and the cited turn is marked beside it."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        page.get_by_role("row", name="A-03").get_by_role("link", name="Escuchar desde 02:08").click()
        until(page, f"{CURRENT_TIME} > 128.1 && {PLAYING}")
        assert 128 <= page.evaluate(CURRENT_TIME) < 140
        assert {"cited", "now"} <= classes(page, "t0009")
        assert in_view(page, "t0009")
        assert page.url.endswith("minutes.html")
        assert quiet(watched)


def test_a_decision_marks_every_turn_that_it_cites(browser: "Browser", folder: Path) -> None:
    """The second acceptance counts as proof too; the next click forgets the marks of the one before."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        page.locator("#D-01 a.to-text").click()
        cited = page.locator(".turns > .cited").evaluate_all("turns => turns.map(turn => turn.id)")
        item = next(item for item in MINUTES.decisions if item.id == "D-01")
        assert item.evidence is not None
        assert cited == sorted(item.evidence.turn_ids)
        page.locator("#D-02 a.to-text").click()
        assert page.locator(".turns > .cited").count() == len(MINUTES.decisions[1].evidence.turn_ids)  # type: ignore[union-attr]
        assert quiet(watched)


@pytest.mark.parametrize("name", ["silent.html", "lost.html"])
def test_without_a_recording_a_chip_leads_to_the_turn(browser: "Browser", folder: Path, name: str) -> None:
    """No recording was given, or it is not where it was: the proof is the text then, and a lost one is told."""
    with opened(browser, folder / name) as watched:
        page = watched.page
        told = page.locator(".missing")
        if name == "lost.html":
            told.wait_for()
            assert "../no está/aquí.m4a" in told.inner_text()
        page.locator("#A-03 a.chip").first.click()
        assert page.url.endswith("#t0009")
        assert "cited" in classes(page, "t0009")
        assert page.evaluate("document.activeElement.id") == "t0009"
        assert in_view(page, "t0009")
        assert watched.left == []


def test_another_second_than_was_said_is_never_played(browser: "Browser", folder: Path) -> None:
    """A server without parts of files can't seek, and a recording may be too short: that is told, the text is shown."""
    silence(folder / "short.wav", 5)
    written(folder / "short.html", recording="short.wav")
    with opened(browser, folder / "short.html") as watched:
        _unheard(watched.page)
    with simple_server(folder) as address, opened(browser, f"{address}/minutes.html") as watched:
        _unheard(watched.page)
        assert watched.complaints == []
        assert all(url.startswith(address) for url in watched.requests), "no icon, no font, nothing else"


def _unheard(page: "Page") -> None:
    """The chip was tried in vain, and leads to the turn."""
    page.locator("#A-03 a.play").click()
    page.locator(".missing").wait_for()
    assert not page.evaluate(PLAYING)
    assert page.url.endswith("#t0009")


def test_a_turn_leads_back_to_what_cites_it(browser: "Browser", folder: Path) -> None:
    """From the words to the item that was made of them."""
    with opened(browser, folder / "minutes.html") as watched:
        watched.page.locator("#t0009 .cites a").click()
        assert watched.page.url.endswith("#A-03")
        assert in_view(watched.page, "A-03")


@pytest.mark.parametrize(("suffix", "codec"), [("m4a", "aac"), ("ogg", "libopus"), ("webm", "libopus"), ("mp3", "mp3")])
def test_recordings_of_several_formats_play(browser: "Browser", tmp_path: Path, suffix: str, codec: str) -> None:
    """What phones and meeting programs write can be heard from a second on."""
    _encode(tmp_path / f"r.{suffix}", codec)
    turn = TRANSCRIPT.turns[0].model_copy(update={"start": 1.5, "end": 2.0})
    brief = TRANSCRIPT.model_copy(update={"turns": (turn,)})
    with opened(browser, written(tmp_path / "m.html", transcript=brief, recording=f"r.{suffix}")) as watched:
        watched.page.locator("#t0001 a.play").click()
        until(watched.page, f"{CURRENT_TIME} > 1.5")
        assert quiet(watched)


def _encode(path: Path, codec: str) -> None:
    """Three seconds of silence in that format."""
    import av
    import numpy as np

    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48000)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        kind = stream.format.name
        whole = kind.startswith("s")
        for number in range(0, 48000 * 3, 960):
            shape = (1, 960)
            sound = np.zeros(shape, dtype="int32" if kind.startswith("s32") else "int16" if whole else "float32")
            frame = av.AudioFrame.from_ndarray(sound, format=kind, layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48000, number, Fraction(1, 48000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


# --- search -----------------------------------------------------------------------------------------------------------


def _searched(page: "Page", text: str) -> str:
    """What is told of that search."""
    page.get_by_role("searchbox", name="Buscar en la transcripción").fill(text)
    page.keyboard.press("Enter")
    return page.locator(".search output").inner_text()


def test_search_knows_no_accents_and_takes_words_in_any_order(browser: "Browser", folder: Path) -> None:
    """All words must be in a turn or be its speaker; quotes keep them together; one letter is no search."""
    cases = {
        "CAMPANAS": "Sin resultados",
        "campaña": "1 de 1",
        "campana": "1 de 1",
        "Méta": "1 de 1",
        "norte leads": "1 de 3",
        '"leads del norte"': "1 de 2",
        "diego norte": "1 de 2",
        "x": "",
        "   ": "",
        '"': "",
    }
    with opened(browser, folder / "minutes.html") as watched:
        assert {text: _searched(watched.page, text) for text in cases} == cases
        assert quiet(watched)


def test_search_finds_reunion_without_its_accent(browser: "Browser", tmp_path: Path) -> None:
    """Composed or not, with accents or without: it is one word, and all of it is painted."""
    texts = ("La reunión fue larga", "Otra reunio\u0301n más", "La REUNIÓN de hoy", "nada")
    turns = tuple(Turn(id=f"t{n:04d}", start=float(n), end=n + 1.0, text=text) for n, text in enumerate(texts, 1))
    brief = TRANSCRIPT.model_copy(update={"turns": turns})
    with opened(browser, written(tmp_path / "m.html", transcript=brief, recording=None)) as watched:
        page = watched.page
        assert _searched(page, "reunion") == "1 de 3"
        painted = page.evaluate("Array.from(CSS.highlights.get('found'), range => range.toString())")
        assert painted == ["reunión", "reunio\u0301n", "REUNIÓN"]
        page.get_by_role("button", name="Resultado siguiente").click()
        assert "current" in classes(page, "t0002")
        page.get_by_role("button", name="Resultado anterior").click()
        page.get_by_role("button", name="Resultado anterior").click()
        assert page.locator(".search output").inner_text() == "3 de 3"
        assert in_view(page, "t0003")


def test_search_by_keyboard(browser: "Browser", folder: Path) -> None:
    """Enter is next, with Shift the one before, Escape ends it; typing alone searches too."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        page.get_by_role("searchbox").press_sequentially("leads")
        told = page.locator(".search output")
        until(page, "document.querySelector('.search output').textContent === '1 de 3'")
        page.keyboard.press("Enter")
        assert told.inner_text() == "2 de 3"
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        assert told.inner_text() == "3 de 3"
        page.keyboard.press("Escape")
        assert told.inner_text() == ""
        assert page.locator(".current").count() == 0
        assert page.get_by_role("button", name="Resultado siguiente").is_disabled()


def test_the_chat_is_searched_and_told_apart(browser: "Browser", tmp_path: Path) -> None:
    """The chat stands as context below the transcript."""
    chat = (ChatMessage(sender="Rita", text="les dejo el link del tablero", at=65.0),)
    with_chat = TRANSCRIPT.model_copy(update={"chat": chat})
    with opened(browser, written(tmp_path / "m.html", transcript=with_chat, recording=None)) as watched:
        page = watched.page
        assert "no prueba nada" in page.get_by_role("region", name="Chat de la reunión").inner_text()
        assert _searched(page, "tablero") == "1 de 1"
        assert page.locator(".chat .current").count() == 1


# --- departments ------------------------------------------------------------------------------------------------------


def _shown(page: "Page") -> list[str]:
    return [item.id for item in MINUTES.actions if page.locator(f"#{item.id}").is_visible()]


def test_the_filter_hides_what_another_department_has_to_do(browser: "Browser", folder: Path) -> None:
    """A department sees its own tasks, those in which it helps, and what concerns everybody; the rest is counted."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        everything = _shown(page)
        page.get_by_role("radio", name="Mercadeo", exact=True).check()
        assert _shown(page) == ["A-02", "A-03", "A-05"]
        assert not page.get_by_role("rowheader", name="Finanzas").is_visible()
        told = page.locator("#actions .left-out")
        assert told.inner_text() == "De otras áreas, ocultos por el filtro: 2."
        page.get_by_role("radio", name="Comercial", exact=True).check()
        assert _shown(page) == ["A-01", "A-02"], "Carmen helps with A-02"
        for item in ("D-01", "V-01", "A-06"):
            assert page.locator(f"#{item}").is_visible(), "decisions and what nobody took concern everybody"
        page.get_by_role("radio", name="Todas las áreas").check()
        assert _shown(page) == everything
        assert not told.is_visible()
        assert quiet(watched)


def test_a_link_to_something_hidden_shows_it(browser: "Browser", folder: Path) -> None:
    """No link is dead because of the filter."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        page.get_by_role("radio", name="Finanzas", exact=True).check()
        assert not page.locator("#A-03").is_visible()
        page.locator("#t0009 .cites a").click()
        page.locator("#A-03").wait_for()
        assert in_view(page, "A-03")
        assert page.get_by_role("radio", name="Todas las áreas").is_checked()


# --- how it looks -----------------------------------------------------------------------------------------------------


def _paper(page: "Page") -> int:
    """How light the page is, of 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return int(re.findall(r"\d+", colour)[0])


def test_dark_as_the_system_or_as_the_reader_wants(browser: "Browser", folder: Path) -> None:
    """The button turns whatever the system says, and is remembered."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        button = page.get_by_role("button", name="Modo oscuro")
        assert (_paper(page) > 200, button.get_attribute("aria-pressed")) == (True, "false")
        page.emulate_media(color_scheme="dark")
        assert _paper(page) < 60
        until(page, "document.querySelector('.theme').getAttribute('aria-pressed') === 'true'")
        button.click()
        assert _paper(page) > 200
        button.click()
        page.emulate_media(color_scheme="light")
        for _ in range(10):  # what is remembered reaches the browser's store a moment later
            page.wait_for_timeout(200)
            page.reload()
            if _paper(page) < 60:
                break
        assert (_paper(page) < 60, button.get_attribute("aria-pressed")) == (True, "true")
        assert quiet(watched)


def test_print_is_whole_white_and_without_controls(browser: "Browser", folder: Path) -> None:
    """On paper there is the whole transcript, no player and no button, also out of the dark; a filter is told."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        page.get_by_role("button", name="Modo oscuro").click()
        page.get_by_role("radio", name="Finanzas", exact=True).check()
        page.emulate_media(media="print")
        assert _paper(page) == 255
        for hidden in (".player", ".search", ".filter", "nav", "button.theme", "#A-04 a.to-text"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert page.locator("#actions .left-out").is_visible()
        assert page.locator("#A-04 a.play").inner_text() == "02:25"
        clipped = "e => [e.clientHeight, e.scrollHeight, getComputedStyle(e).overflowY]"
        height, whole, overflow = page.locator(".spoken").evaluate(clipped)
        assert (height, overflow) == (whole, "visible")
        assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("width", [320, 768])
def test_no_screen_is_too_narrow(browser: "Browser", folder: Path, width: int) -> None:
    """Nothing sticks out to the side, and the player stays at hand."""
    with opened(browser, folder / "minutes.html", width=width) as watched:
        page = watched.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#A-03").scroll_into_view_if_needed()
        assert in_view(page, "recording")
        page.locator("#A-03 a.play").click()
        until(page, f"{CURRENT_TIME} > 128")
        assert in_view(page, "A-03"), "a reader on a phone stays where they read"


def test_all_of_it_is_readable_without_javascript(browser: "Browser", folder: Path) -> None:
    """The text, the transcript and the links are there; buttons that could do nothing are not."""
    with opened(browser, folder / "minutes.html", javascript=False) as watched:
        page = watched.page
        for item in (*MINUTES.confirmed(), *MINUTES.unconfirmed):
            assert page.locator(f"#{item.id}").is_visible()
        assert page.locator(f"#{TRANSCRIPT.turns[-1].id} .said").is_visible()
        for control in (".filter", ".search", "button.theme"):
            assert not page.locator(control).is_visible()
        page.locator("#A-03 a.to-text").click()
        assert page.url.endswith("#t0009")
        assert in_view(page, "t0009")
        assert quiet(watched)


def test_everything_can_be_reached_and_has_a_name(browser: "Browser", folder: Path) -> None:
    """Tab reaches every control in the order of reading; a screen reader has a word for each."""
    with opened(browser, folder / "minutes.html") as watched:
        page = watched.page
        script = "() => { const e = document.activeElement; return [e.tagName, e.name || e.className || e.id] }"
        seen: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            tag, name = page.evaluate(script)
            seen.append(f"{tag.lower()}.{name}".split()[0])
            if tag == "INPUT" and name == "department":
                break
        assert seen[:2] == ["a.skip", "a.skip"]
        page.keyboard.press("ArrowRight")
        assert page.get_by_role("radio", name="Mercadeo", exact=True).is_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.get_by_role("button", name="Modo oscuro").get_attribute("aria-pressed") == "true"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        unnamed = "all => all.filter(e => !(e.getAttribute('aria-label') || e.textContent).trim()).length"
        assert page.locator("a, button").evaluate_all(unnamed) == 0
        mismatched = "all => all.filter(e => !e.getAttribute('aria-label').includes(e.textContent.trim())).length"
        assert page.locator("a.chip[aria-label]").evaluate_all(mismatched) == 0
        assert quiet(watched)


# --- what is not ours -------------------------------------------------------------------------------------------------

ATTACKS = (
    HOSTILE,
    "</script><script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran=1">',
    "</style><script>window.ran=1</script>",
    "javascript:window.ran=1",
    "<a href='javascript:window.ran=1'>x</a> <iframe src=https://evil.example></iframe>",
    "\u202egnp.exe \u2066x\u2069 \u200fאבג",
    "{n} {{ 7*7 }} ${window.ran=1} <!-- ]]> &lt;b&gt;",
)


def _hostile_transcript() -> Transcript:
    """Every name, text, chat message and repair is an attack."""
    turns = tuple(
        turn.model_copy(update={"text": attack, "speaker": attack[:40], "overlapped": True})
        for turn, attack in zip(TRANSCRIPT.turns, ATTACKS, strict=False)
    )
    return TRANSCRIPT.model_copy(
        update={
            "turns": turns,
            "speakers": tuple(Speaker(label=attack[:40], name=attack) for attack in ATTACKS),
            "chat": tuple(ChatMessage(sender=attack, text=attack, clock=attack) for attack in ATTACKS),
            "repairs": tuple(NameRepair(segment=0, heard=attack, written=attack) for attack in ATTACKS),
        }
    )


def test_hostile_text_runs_nothing_and_asks_for_nothing(browser: "Browser", tmp_path: Path) -> None:
    """Whatever was said, named, typed or called like a file is text: also after searching, clicking and filtering."""
    for number, attack in enumerate(("".join(ATTACKS), ATTACKS[1])):
        hostile = hostile_minutes(attack)
        file = written(
            tmp_path / f"{number}.html", hostile, transcript=_hostile_transcript(), recording=f"{attack}.m4a"
        )
        with opened(browser, file) as watched:
            page = watched.page
            assert page.locator("script").count() == 1
            assert page.locator("iframe, img, object, embed").count() == 0
            for text in (*ATTACKS, "window ran"):
                _searched(page, text)
            for chip in page.locator("a.chip:visible").all()[:4]:
                chip.click()
            page.get_by_role("radio", name="Comercial", exact=True).check()
            assert page.evaluate("window.ran") is None
            assert page.url.startswith(file.as_uri())
            assert watched.left == []
            assert [said for said in watched.complaints if "Failed to load" not in said] == []


def test_the_policy_stops_what_got_in_all_the_same(browser: "Browser", folder: Path) -> None:
    """Were there a hole in the escaping, the browser would still run no other script and fetch nothing."""
    with opened(browser, folder / "minutes.html") as watched:
        watched.page.evaluate("""() => {
            const script = document.createElement('script');
            try { script.textContent = 'window.ran = 1'; } catch { window.refused = true; }
            document.body.append(script);
            const image = document.createElement('img');
            image.src = 'https://evil.example/x.png';
            document.body.append(image);
        }""")
        watched.page.wait_for_timeout(100)
        assert watched.page.evaluate("window.ran") is None
        assert watched.page.evaluate("window.refused") is True
        assert any("Content Security Policy" in said for said in watched.complaints)
        assert [what for what in watched.refused if "evil" in what] == ["csp: https://evil.example/x.png"]


# --- how fast ---------------------------------------------------------------------------------------------------------


def test_three_hours_open_and_are_searched_at_once(browser: "Browser", tmp_path: Path) -> None:
    """3,000 turns: 0.7 s to open and 0.1 s to search on two busy cores; the limits leave room for slower ones."""
    base = TRANSCRIPT.turns
    turns = [
        base[n % len(base)].model_copy(
            update={
                "id": f"t{n + 1:04d}",
                "start": n * 3.6,
                "end": n * 3.6 + 3,
                "text": f"{base[n % len(base)].text} {base[(n * 7 + 3) % len(base)].text}",
            }
        )
        for n in range(3000)
    ]
    turns[2400] = turns[2400].model_copy(update={"text": "El presupuesto de la convención"})
    long = TRANSCRIPT.model_copy(update={"turns": tuple(turns), "duration": 10800.0})
    with opened(browser, written(tmp_path / "m.html", transcript=long, recording=None)) as watched:
        page = watched.page
        spent = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        assert spent < 6000
        for text, most in (("convencion", 1500), ("leads", 1500)):
            page.locator("#search").fill(text)
            busy = """() => {
                const begun = performance.now();
                document.querySelector('form.search').requestSubmit();
                return performance.now() - begun;
            }"""
            page.evaluate("document.querySelector('.next').disabled = false")
            assert page.evaluate(busy) < most
        assert _searched(page, "convencion") == "1 de 1"
        page.wait_for_timeout(50)
        assert in_view(page, "t2401")

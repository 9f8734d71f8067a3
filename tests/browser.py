"""Pages in a real Chromium without a window, driven by Playwright; it is told of everything that a page asks for."""

import os
import shutil
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@contextmanager
def running() -> Iterator["Browser"]:
    """A browser for several pages. Where there is none the test is skipped, but in CI it fails."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Whoever is root, as in CI, gets no sandbox from Chromium; the pages are our own.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A page, and what it asked for, complained of, or ran that is not ours."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[str]:
        """The requests that left the machine, or would have."""
        return [url for url in self.requests if not url.startswith("file:")]


@contextmanager
def opened(browser: "Browser", path: Path | str, *, javascript: bool = True, width: int = 1360) -> Iterator[Watched]:
    """The file or address in a page of its own; what it printed as a warning or an error is a complaint."""
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": width, "height": 860})
    page = context.new_page()
    page.set_default_timeout(15_000)
    watched = Watched(page=page)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("requestfailed", lambda request: watched.refused.append(f"{request.failure}: {request.url}"))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("dialog", lambda dialog: watched.complaints.append(f"dialog: {dialog.message}"))
    page.on(
        "console",
        lambda message: watched.complaints.append(message.text) if message.type in {"error", "warning"} else None,
    )
    try:
        page.goto(path if isinstance(path, str) else path.as_uri())
        yield watched
    finally:
        context.close()


@contextmanager
def simple_server(folder: Path) -> Iterator[str]:
    """The address of a web server for that folder that, like many, sends whole files only."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves without printing."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def silence(path: Path, seconds: int) -> Path:
    """A recording of nothing."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * (8000 * seconds))
    return path

"""What every test may rely on: no network beyond loopback, a clean environment, its own home folder."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commandline import CommandLine
from hypothesis import settings
from mailserver import Certificate, Handler, authenticate, serving

# The same examples in every run, for a suite that fails by chance is not believed; HYPOTHESIS_PROFILE=search looks
# for others.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Reference data beside the checkout; tests that read it skip with a reason when it is absent."""


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails instead of passing by luck."""
    connect: Callable[..., Any] = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"tests reach only loopback, not {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting or key of the developer's own reaches a test; user folders lie in the test's own folder."""
    for name in list(os.environ):
        if name.startswith(("MEETBOT_", "OPENAI_")) and name != "MEETBOT_CACHE_DIR":
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def meetbot(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in an empty folder."""
    folder = tmp_path / "empresa"
    folder.mkdir()
    return CommandLine(folder, capsys, monkeypatch)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """One self-signed certificate for all tests."""
    return Certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def handler() -> Handler:
    """The mail server's memory."""
    return Handler()


@pytest.fixture
def starttls(handler: Handler, certificate: Certificate) -> Iterator[int]:
    """The port of a mail server that wants STARTTLS and a sign-in."""
    options = {"tls_context": certificate.context, "require_starttls": True, "auth_required": True}
    with serving(handler, authenticator=authenticate, **options) as port:
        yield port

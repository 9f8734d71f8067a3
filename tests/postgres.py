"""A real PostgreSQL for the tests: one server in a temporary folder, asked over a Unix socket and over loopback."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "20",
    "autovacuum": "off",
    "lc_messages": "C",
}

_NO_DRIVER = "its driver is not installed (pip install -e '.[postgres]')"
needs_driver = pytest.mark.skipif(find_spec("psycopg") is None, reason=_NO_DRIVER)
"""For what needs no server: README's command for the tests leaves the driver out."""


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest version's; None when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server. `admin` may do everything; others are made with `role`."""

    folder: Path
    port: int

    def url(self, user: str = "admin", database: str = "postgres", *, socket_only: bool = True) -> str:
        """The SQLAlchemy URL: over the socket anybody may enter, over loopback with a password only."""
        if socket_only:
            return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements as the admin, each committed by itself."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, user="admin", dbname=database, autocommit=True
        ) as c:
            for statement in statements:
                c.execute(statement.encode())

    def rows(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The answer to one statement, as the admin."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, user="admin", dbname=database, autocommit=True
        ) as c:
            return c.execute(sql.encode()).fetchall()

    def fill(self, table: str, rows: Sequence[Mapping[str, Any]], database: str = "postgres") -> None:
        """Inserts rows; all have the keys of the first one."""
        import psycopg
        from psycopg.sql import SQL, Identifier, Placeholder

        if not rows:
            return
        names = list(rows[0])
        insert = SQL("INSERT INTO {} ({}) VALUES ({})").format(
            Identifier(*table.split(".")),
            SQL(", ").join(map(Identifier, names)),
            SQL(", ").join(Placeholder() for _ in names),
        )
        with psycopg.connect(
            host=str(self.folder), port=self.port, user="admin", dbname=database, autocommit=True
        ) as c:
            c.cursor().executemany(insert, [[row[name] for name in names] for row in rows])


@contextmanager
def serving() -> Iterator[Server]:
    """Starts a server and stops it. PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason=_NO_DRIVER)
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        user = _server_user(folder)
        _call([found / "initdb", "-D", folder / "data", "-U", "admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
               "--no-sync"], user)  # fmt: skip
        (folder / "data" / "pg_hba.conf").write_text(
            "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n", encoding="utf-8"
        )
        port = _free_port()
        options = {
            **SETTINGS,
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
        }
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        _call([found / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", flags, "start"], user)
        try:
            yield Server(folder=folder, port=port)
        finally:
            _call([found / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user(folder: Path) -> str | None:
    """Who runs the server: we ourselves, unless we are root; the folder is theirs then."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, name)
    return name


def _call(command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        [str(part) for part in command], user=user, group=None, cwd="/", capture_output=True, text=True, check=False,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, timeout=60, extra_groups=[] if user else None,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"{Path(command[0]).name}: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""What went wrong with a foreign database, in the user's words: what, where, and how to mend it. Never a password."""

import re
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from meetbot.errors import DataError

_INSTALL = {
    "psycopg": 'pip install "meetbot[postgres]"',
    "psycopg2": 'pip install "meetbot[postgres]"',
    "MySQLdb": "pip install mysqlclient",
}
_SIGN_IN = re.compile(r"password|contrase|autentica|authenti|role \".*\" does not exist|rol «", re.IGNORECASE)
_NO_DATABASE = re.compile(r"database \".*\" does not exist|base de datos «.*» no existe", re.IGNORECASE)
_PREFIX = re.compile(r"^connection (failed|is bad): |^connection to server .*? failed: |^(FATAL|ERROR): +")
_STATEMENT: Mapping[str, tuple[str, str]] = {
    "57014": (
        "The database stopped a query that took too long",
        "Add an index on the table's times, make the view simpler, or raise `timeout_seconds` under [data].",
    ),
    "42501": ("The database does not allow reading a table", "Ask for SELECT on it: GRANT SELECT ON … TO the user."),
    "25006": ("A query wanted to change something, and only reading is allowed", "Use a SELECT."),
    "22P02": ("A value in the database can't be read as the type that the query needs", "Mend the view's column."),
    "53300": ("The database has no free connections", "Try again later."),
}  # fmt: skip


def driver_missing(backend: str, error: ImportError) -> DataError:
    """The library that speaks to this database is not installed."""
    name = error.name or backend
    command = _INSTALL.get(name, f"pip install the SQLAlchemy driver for {backend} ({name})")
    return DataError(f"The driver for {backend} is not installed: {name}.", "meetbot.toml, key `data.source`", command)


def unknown_database(source: str) -> DataError:
    """SQLAlchemy knows no database of that name, or can't read the URL."""
    return DataError(
        "This is no database that can be reached.",
        f"meetbot.toml, key `data.source`: {source}",
        'Use a URL like "postgresql://reader@db.example.com/crm"; other databases need their SQLAlchemy driver.',
    )


def connection_problem(error: Exception, *, place: str, secret: str | None) -> DataError:
    """The database can't be reached, or does not let us in."""
    message = _first(error, secret)
    where = f"{place} (meetbot.toml, key `data.source`)"
    if _NO_DATABASE.search(message):
        return DataError(f"The server has no such database: {message}", where, "Check the name after the last “/”.")
    if _SIGN_IN.search(message):
        hint = "Set MEETBOT_DATA_PASSWORD, or keep the password in the keyring: keyring set meetbot URL"
        return DataError(f"The database did not let us in: {message}", where, f"{hint}\n(URL as in `data.source`).")
    hint = "Check the host and port in `data.source`, that the server runs, and that this machine may reach it."
    return DataError(f"The database can't be reached: {message}", where, hint)


def query_problem(error: Exception, *, sql: str, place: str, secret: str | None) -> DataError:
    """A statement failed; the statement is shown."""
    message = _first(error, secret)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return DataError(f"The connection to the database broke: {message}", place, "Run the same command again.")
    state = str(getattr(getattr(error, "orig", error), "sqlstate", None) or "")
    what, hint = _STATEMENT.get(state, ("A query failed", ""))
    return DataError(f"{what}: {message}", place, "\n".join(part for part in (hint, f"Query: {sql}") if part))


def _first(error: Exception, secret: str | None) -> str:
    """The driver's own first line, without prefixes and without the password, should it ever stand in it."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    first = lines[0]
    while (shorter := _PREFIX.sub("", first)) != first:
        first = shorter
    return first.replace(secret, "***") if secret else first

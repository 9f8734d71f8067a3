"""The canonical tables in the user's own database: the same statements run there, and only aggregates come back.

The database holds tables or views with the canonical names; what a table lacks counts as a column that no export had.
Everything happens in one read-only transaction, so that all figures of an agenda come from one state of the data.
"""

import hashlib
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from meetbot.adapters.sql_problems import connection_problem, driver_missing, unknown_database
from meetbot.adapters.sql_session import Session
from meetbot.adapters.sql_text import named_parameters, one_select, shown
from meetbot.adapters.sql_views import Cut, Style, View, view_of
from meetbot.config import Workspace
from meetbot.errors import DataError
from meetbot.model.base import Issue
from meetbot.model.crm import TABLES, Contents, TableInfo, TableName
from meetbot.model.sql import named_tables
from meetbot.model.transcript import SourceFile
from meetbot.ports import Clock

MOST_ROWS = 250_000
"""More rows than this are no aggregate. The longest answer is the lead-by-lead audit over thirteen weeks."""

_VOCABULARY: Mapping[tuple[TableName, str], tuple[str, ...]] = {
    ("deals", "status"): ("open", "won", "lost"),
    ("activities", "kind"): ("call", "email", "meeting", "task", "note", "other"),
    ("spend", "kind"): ("media", "other"),
}


def password_for(source: str, environment: Mapping[str, str]) -> str | None:
    """The password of the database: MEETBOT_DATA_PASSWORD, else from the keyring (user: the URL), else None."""
    if password := environment.get("MEETBOT_DATA_PASSWORD", "").strip("\r\n"):
        return password
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password("meetbot", source)
    except (KeyringError, ImportError, RuntimeError, OSError):
        # A machine without a keyring service has no password there; the server may want none (a socket, .pgpass).
        return None


class SqlSource:
    """Satisfies `ports.KpiSource` over the SQLAlchemy URL in [data]. `clock` bounds what counts as known."""

    def __init__(self, workspace: Workspace, environment: Mapping[str, str], *, clock: Clock | None = None) -> None:
        self._config = workspace.config
        self._secret = password_for(workspace.config.data.source, environment)
        self._clock = clock

    def open(self, *, on: date) -> "SqlWarehouse":
        """The tables as they are, or as far as times tell were at the end of that day. Raises DataError."""
        place = self._place
        engine = self._engine()
        with _closing_on_error(engine):
            try:
                connection = engine.connect()
            except SQLAlchemyError as error:
                raise connection_problem(error, place=place, secret=self._secret) from error
            session = Session(connection=connection, place=place, secret=self._secret)
            session.prepare(timeout=self._config.data.timeout_seconds)
            return self._warehouse(session, on)

    @property
    def _place(self) -> str:
        url = self._url()
        port = f":{url.port}" if url.port else ""
        return f"{url.host or 'this machine'}{port}/{url.database or ''}"

    def _url(self) -> URL:
        source = self._config.data.source
        try:
            url = make_url(source)
        except (ArgumentError, ValueError) as error:
            raise unknown_database(source) from error
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        return url.set(password=self._secret) if self._secret else url

    def _engine(self) -> Engine:
        url = self._url()
        limits = {"connect_timeout": 10} if url.drivername.startswith("postgresql+psycopg") else {}
        try:
            return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=limits)
        except NoSuchModuleError as error:
            raise unknown_database(self._config.data.source) from error
        except ImportError as error:
            raise driver_missing(url.get_backend_name(), error) from error

    def _warehouse(self, session: Session, on: date) -> "SqlWarehouse":
        zone = self._config.company.zone
        end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
        now = session.now()
        known = min(filter(None, (now, session.loaded(self._config.data.source_schema), self._now())))
        cut = Cut(moment=end.replace(tzinfo=None), day=on + timedelta(days=1)) if end < known else None
        style = session.style(zone.key)
        views, issues = self._views(session, style)
        warehouse = SqlWarehouse(session, views=views, style=style, cut=cut, contents=Contents())
        readable = [view for view in views if view.relation and self._readable(warehouse, view, issues)]
        if not readable:
            raise self._nothing(issues)
        issues += [*_strange_values(warehouse, readable), *_cut_issue(cut, on, session.place)]
        as_of = min(known, end)
        return warehouse.holding(self._contents(readable, issues, as_of=as_of, session=session))

    def _now(self) -> datetime | None:
        return self._clock().astimezone(UTC) if self._clock else None

    def _views(self, session: Session, style: Style) -> tuple[list[View], list[Issue]]:
        schema = self._config.data.source_schema or None
        found = session.columns(schema)
        views = []
        for name in TABLES:
            if name not in found:
                views.append(View(name=name))
                continue
            relation = ".".join(style.quote(part) for part in (schema, name) if part)
            label = f"{schema}.{name}" if schema else name
            views.append(view_of(name, relation, found[name], label=label, style=style))
        issues = [
            _issue(f"{use.file}.{use.header}", f"The column is not used: {use.note}.", "Cast it in the view.")
            for view in views
            for use in view.mismatched()
        ]
        return views, issues

    def _readable(self, warehouse: "SqlWarehouse", view: View, issues: list[Issue]) -> bool:
        """Whether the table can be read at all; if not, the others still count."""
        try:
            warehouse.query(f"SELECT count(*) FROM (SELECT * FROM {view.name} LIMIT 1) AS t")  # noqa: S608 - a canonical name
        except DataError as error:
            if warehouse.lost:
                raise
            issues.append(_issue(view.name, f"The table can't be read. {error.what}", error.hint, severity="error"))
            return False
        return True

    def _nothing(self, issues: list[Issue]) -> DataError:
        schema = self._config.data.source_schema
        if issues:
            return DataError(issues[0].message, f"{self._place}, {issues[0].where}", issues[0].hint)
        return DataError(
            f"The database has none of the tables {', '.join(TABLES)}.",
            f"{self._place}, " + (f'schema "{schema}"' if schema else "in the user's search path"),
            "Make views with these names over your own tables, or name their schema in `source_schema` under [data].",
        )

    def _contents(self, views: list[View], issues: list[Issue], *, as_of: datetime, session: Session) -> Contents:
        infos = []
        for view in views:
            digest = hashlib.sha256(f"{self._config.data.source}\n{view.relation}\n{as_of.isoformat()}".encode())
            name = f"{view.name} ({session.place.replace('/', ', ')})"
            infos.append(
                TableInfo(
                    name=view.name,
                    fields=frozenset(view.expressions),
                    day_only=view.day_only,
                    sources=(SourceFile(name=name, sha256=digest.hexdigest(), format=session.backend),),
                    as_of=as_of,
                )
            )
        columns = tuple(use for view in views for use in view.columns)
        return Contents(tables=tuple(infos), columns=columns, issues=tuple(issues), as_of=as_of)


class SqlWarehouse:
    """Satisfies `ports.Warehouse`; holds its connection until it is closed or forgotten."""

    def __init__(
        self, session: Session, *, views: list[View], style: Style, cut: Cut | None, contents: Contents
    ) -> None:
        self._session = session
        self._views = {view.name: view for view in views}
        self._style = style
        self._cut = cut
        self._contents = contents
        self._finalizer = weakref.finalize(self, _close, session.connection)

    def holding(self, contents: Contents) -> "SqlWarehouse":
        """The same warehouse, now that its contents are known."""
        known = {table.name for table in contents.tables}
        self._views = {name: view if name in known else View(name=name) for name, view in self._views.items()}
        views = {name: view.cte(inline=self._style.inline, cut=self._cut) for name, view in self._views.items()}
        self._contents = contents.model_copy(update={"views": views})
        return self

    @property
    def contents(self) -> Contents:
        """Which tables and fields there are, from where, and as of when."""
        return self._contents

    @property
    def lost(self) -> bool:
        """Whether the connection is gone."""
        return self._session.connection.closed or self._session.connection.invalidated

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of one SELECT. Raises DataError that shows the statement."""
        statement = one_select(sql)
        named = named_parameters(statement)
        given = {name: value for name, value in (parameters or {}).items() if name in named}
        if missing := named - given.keys():
            listed = ", ".join(f":{name}" for name in sorted(missing))
            raise DataError(f"A query names a parameter that has no value here: {listed}.", "the KPI's SQL", shown(sql))
        ctes = [self._views[name].cte(inline=self._style.inline, cut=self._cut) for name in named_tables(sql, TABLES)]
        prelude = f"WITH {', '.join(ctes)} " if ctes else ""
        # The bound is part of the statement, so that no more rows travel; as a parameter it also makes the driver use
        # the protocol that takes one statement only. A subquery that is ordered keeps its order here.
        bounded = f"{prelude}SELECT * FROM ({statement}) AS answer LIMIT :most_rows"  # noqa: S608 - checked by one_select
        rows = self._session.run(bounded, given | {"most_rows": MOST_ROWS + 1}, told=sql)
        if len(rows) > MOST_ROWS:
            raise DataError(
                f"A query brings back more than {MOST_ROWS:,} rows; it should be an aggregate.",
                "the KPI's SQL",
                shown(sql),
            )
        return rows

    def close(self) -> None:
        """Gives the connection back; also done when the warehouse is forgotten."""
        self._finalizer()


def _strange_values(warehouse: SqlWarehouse, views: list[View]) -> Iterator[Issue]:
    """Words where the canonical tables know only some: they would silently count as nothing."""
    for (table, field), known in _VOCABULARY.items():
        view = next((view for view in views if view.name == table), None)
        if view is None or field not in view.expressions:
            continue
        listed = ", ".join(f"'{word}'" for word in known)
        sql = (
            f"SELECT {field}, count(*) FROM {table} WHERE {field} NOT IN ({listed}) GROUP BY 1 ORDER BY 2 DESC LIMIT 5"  # noqa: S608 - our own names
        )
        if found := warehouse.query(sql):
            told = ", ".join(f"“{str(word)[:40]}” ({count})" for word, count in found)
            message = f"Values that no figure counts: {told}."
            yield _issue(f"{table}.{field}", message, f"The view should say {', '.join(known)}.")


def _cut_issue(cut: Cut | None, on: date, place: str) -> Iterator[Issue]:
    if cut is not None:
        message = f"The database tells what is now; for {on} only times and the state of deals could be taken back."
        yield _issue(place, message, "Scores, owners and stages are the present ones.", severity="info")


def _issue(where: str, message: str, hint: str = "", *, severity: Any = "warning") -> Issue:
    return Issue(severity=severity, stage="read", where=where, message=message, hint=hint)


@contextmanager
def _closing_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _close(connection: Connection) -> None:
    # A connection that broke has nothing left to give back.
    with suppress(SQLAlchemyError):
        connection.close()
    connection.engine.dispose()

"""SQL of the catalogue that the database refuses: told to who wrote it, with the place and the columns there are."""

from collections.abc import Iterable, Iterator

from meetbot.config import Config
from meetbot.errors import DataError
from meetbot.model.base import Issue
from meetbot.model.catalogue import Definition
from meetbot.model.crm import TABLES
from meetbot.stages import statement
from meetbot.stages.measure import lacking, window_of
from meetbot.stages.scope import Scope

_COMPUTED = ("sql", "numerator", "denominator")


def broken_sql(scope: Scope, definitions: Iterable[Definition]) -> Iterator[Issue]:
    """An issue for each of those indicators whose SQL the database refuses, and whose data are there."""
    for definition in definitions:
        if lacking(definition, scope) is None and (problem := refusal(definition, scope)):
            yield Issue(
                severity="error",
                stage="assess",
                where=place(definition.id, scope.config),
                message=f'The indicator "{definition.id}" is not calculable: {problem}',
                hint=columns_hint(definition),
            )


def refusal(definition: Definition, scope: Scope) -> str:
    """What the database says of the indicator's SQL over its window, data or none; empty when it runs."""
    period = [window_of(definition, scope)]
    asked = [statement.own_sql(definition.sql, period, scope)] if definition.sql is not None else []
    measures = (definition.numerator, definition.denominator)
    asked += [statement.for_all_periods([m], period, scope) for m in measures if m is not None and m.table is not None]
    for sql in asked:
        try:
            scope.warehouse.query(sql)
        except DataError as error:
            return error.what
    return ""


def own_definitions(scope: Scope) -> Iterator[Definition]:
    """The indicators of which [[kpis]] of meetbot.toml sets how they are computed."""
    for own in scope.config.kpis:
        definition = scope.catalogue.get(own.id)
        if definition is not None and own.model_fields_set.intersection(_COMPUTED):
            yield definition


def location(kpi: str, config: Config) -> tuple[int | str, ...]:
    """The path of the key of meetbot.toml that says how the indicator is computed; empty for a shipped one."""
    for index, own in enumerate(config.kpis):
        if own.id == kpi:
            return ("kpis", index, *[key for key in _COMPUTED if key in own.model_fields_set][:1])
    return ()


def place(kpi: str, config: Config) -> str:
    """Where the indicator's SQL stands, for a person: `meetbot.toml, key kpis[1].sql`."""
    found = location(kpi, config)
    if not found:
        return f"the indicator {kpi}"
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in found).removeprefix(".")
    return f"meetbot.toml, key `{key}`"


def columns_hint(definition: Definition) -> str:
    """The columns of the tables that it reads; the tables where it names none of them."""
    listed = [
        f"Columns of {name}: {', '.join(columns)}." for name, columns in TABLES.items() if name in definition.tables
    ]
    return "\n".join(listed) or f"Tables: {', '.join(TABLES)}."

"""What one has to know to read the SLA: by which clock, on which score, and what the export could not tell."""

from collections.abc import Iterator

import numpy as np

from meetbot.model.crm import TableInfo
from meetbot.stages.scope import Scope
from meetbot.stages.sla_cases import Judged
from meetbot.stages.sla_leads import POINTS, Flags, Leads
from meetbot.words import Words, format_value

_UNSCORED = f"SELECT count(*) FROM leads WHERE {POINTS} IS NULL AND handed_at >= :start AND handed_at < :end"  # noqa: S608 - our own words


def notes(leads: Leads, judged: Judged, chosen: Flags, scope: Scope, words: Words) -> tuple[str, ...]:
    """Short sentences in the workspace's words, in a fixed order."""
    table = scope.contents.table("leads") or TableInfo(name="leads", fields=frozenset())
    return tuple(
        words(key) if number is None else _counted(words, key, number)
        for key, number in _found(leads, judged, chosen, table, scope)
        if number is None or number
    )


def _found(
    leads: Leads, judged: Judged, chosen: Flags, table: TableInfo, scope: Scope
) -> Iterator[tuple[str, int | None]]:
    sla = scope.config.sla
    yield f"sla.note.{sla.clock}", None
    if "score_at_handoff" not in table.fields:
        yield "sla.note.present_score", None
    else:
        yield "sla.note.partly_present_score", _number(chosen & ~leads.scored_at_handoff)
    yield "sla.note.no_score", int(scope.warehouse.query(_UNSCORED, scope.parameters(scope.period))[0][0])
    if "reassigned_at" not in table.fields:
        yield "sla.note.present_owner", None
    yield f"sla.note.{sla.reassignment}", _number(chosen & judged.reassigned)
    yield "sla.note.late", _number(chosen & judged.late)
    for name in ("handed_at", "contacted_at"):
        if name in table.day_only:
            yield f"sla.note.day_{name}", None
    yield "sla.note.early", _number(chosen & judged.early)
    yield "sla.note.future", _number(chosen & judged.future)


def _number(flags: Flags) -> int:
    return int(np.count_nonzero(flags))


def _counted(words: Words, key: str, number: int) -> str:
    form = "one" if number == 1 else "many"
    return words(f"{key}.{form}", n=format_value(number, "count", locale=words.locale))

"""Typed columns as what was done with leads and deals."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from meetbot.adapters.crm import stages
from meetbot.adapters.crm.cells import folded, mapped
from meetbot.adapters.crm.columns import Typed
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.records import Records, first_id, same_ids

_KINDS = ("call", "meeting", "email", "task", "note")
_SUBJECTS = {
    "call": r"\b(call|llamad|telefon)", "meeting": r"\b(meeting|reunion|visita|demo|cita|junta)",
    "email": r"\b(e ?mail|correo)", "note": r"\b(note|nota)\b",
}  # fmt: skip


def activities_of(typed: Typed, *, header: tuple[str, ...], series: str) -> Records:
    """What was done; what is only planned, or was cancelled, is left out and counted."""
    state = _state(typed)
    done_at = _done_at(typed, state)
    planned = np.asarray(pc.fill_null(pc.invert(state), fill_value=False)) if state is not None else None
    undone = np.asarray(pc.is_null(done_at)) if planned is None else np.asarray(pc.is_null(done_at)) | planned
    typed.findings.reject("Not done: planned, cancelled or without a time.", typed.rows[undone])
    kept = pa.array(~undone)
    size = len(typed.rows)
    columns: dict[str, Any] = {
        "id": same_ids(typed.texts["id"]) if "id" in typed.texts else None,
        "lead_id": first_id(typed.texts.get("lead_id")),
        "deal_id": first_id(typed.texts.get("deal_id")),
        "owner": typed.texts["owner"].cast(pa.string()) if "owner" in typed.texts else None,
        "kind": _kind(typed, _default_kind(header, series), size),
        "done_at": done_at,
        "human": _human(typed, size),
    }
    found = {name: column.filter(kept) for name, column in columns.items() if column is not None}
    day_only = {"done_at"} if {"done_at", "created_at"} & typed.day_only and "done_at" in found else set[str]()
    return Records(columns=found, fields=frozenset(found), day_only=frozenset(day_only))


def _done_at(typed: Typed, state: Any) -> Any:
    """When it was done; the time of its entry stands in where a state says that it was, and in a log of what was done.

    A blank under a header that would say it means that it is still to do.
    """
    entered, done_at = typed.times.get("created_at"), typed.times.get("done_at")
    if entered is None:
        return done_at
    if done_at is None and "done" not in typed.texts:
        return entered
    said = pc.fill_null(state, fill_value=False) if state is not None else pa.array(np.zeros(len(typed.rows), np.bool_))
    stands_in = pc.if_else(said, entered, pa.scalar(None, entered.type))
    return stands_in if done_at is None else pc.coalesce(done_at, stands_in)


def _state(typed: Typed) -> Any:
    """Whether a column says that it was done: true, false, or null where none does."""
    said = [mapped(typed.texts[name], stages.is_done, pa.bool_()) for name in ("done", "status") if name in typed.texts]
    return pc.coalesce(*said) if said else None


def _kind(typed: Typed, default: str, size: int) -> Any:
    said = []
    if "kind" in typed.texts:
        said.append(mapped(typed.texts["kind"], stages.activity_kind, pa.string()))
    elif "subject" in typed.texts and default in {"task", "other"}:
        said.append(_by_subject(typed.texts["subject"]))
    return pc.coalesce(*said, pa.array([default]).take(pa.array(np.zeros(size, np.int64))))


def _by_subject(subjects: pa.DictionaryArray) -> Any:
    """The kind that the subject names; subjects are many, so columns are searched, not cells."""
    names = folded(subjects.dictionary)
    conditions = [pc.match_substring_regex(names, pattern) for pattern in _SUBJECTS.values()]
    found = pc.case_when(pc.make_struct(*conditions), *(pa.scalar(kind) for kind in _SUBJECTS))
    return found.take(subjects.indices)


def _default_kind(header: tuple[str, ...], series: str) -> str:
    """What a file of one kind of activity holds: Zoho's Llamadas, Salesforce's tasks."""
    words = f"{fold_header(' '.join(header))} {fold_header(series)}"
    if "call start time" in words or "hora de inicio de la llamada" in words or "llamadas" in words.split():
        return "call"
    kind = stages.activity_kind(series)
    if kind in _KINDS:
        return str(kind)
    return "task" if {"task", "tarea", "tareas"} & set(words.split()) else "other"


def _human(typed: Typed, size: int) -> Any:
    """False for what a machine sent and for what came in."""
    found: Any = pa.array(np.ones(size, np.bool_))
    for name, meaning in (("kind", stages.is_machine), ("direction", stages.is_inbound), ("automated", stages.is_yes)):
        if name in typed.texts:
            found = pc.and_not(found, mapped(typed.texts[name], meaning, pa.bool_()))
    return found

"""Runs the stages of one meeting: each result is on disk, with the hash of its inputs, before the next begins."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from meetbot import __version__
from meetbot.model.base import InputHash, Issue, StoredDocument
from meetbot.ports import Archive, Checkpoint, Clock, StageRecord

D = TypeVar("D", bound=StoredDocument)

_PROVENANCE = {"made_from", "made_at", "meetbot_version"}


def content_hash(document: StoredDocument) -> str:
    """The sha256 of what a document says, without where and when it was made."""
    return text_hash(document.model_dump_json(exclude=_PROVENANCE))


def text_hash(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def value_hash(value: Any) -> str:
    """The sha256 of a JSON-like value, independent of the order of its keys."""
    return text_hash(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def inputs(**hashes: str) -> tuple[InputHash, ...]:
    """Named hashes in order of name."""
    return tuple(InputHash(name=name, sha256=digest) for name, digest in sorted(hashes.items()))


@dataclass(frozen=True, kw_only=True)
class StageTiming:
    """One stage of a run: whether it was done now or kept from an earlier run, and the seconds that it took now."""

    stage: str
    reused: bool
    seconds: float


@dataclass(frozen=True, kw_only=True)
class StageRun:
    """The stages of one meeting in one run. `force` names stages to redo; `timer` gives monotonic seconds."""

    archive: Archive
    meeting_id: str
    clock: Clock
    timer: Callable[[], float]
    force: frozenset[str] = frozenset()
    timings: list[StageTiming] = field(default_factory=list)

    def document(
        self,
        stage: str,
        name: str,
        kind: type[D],
        made_from: tuple[InputHash, ...],
        make: Callable[[Checkpoint], D],
        *,
        complete: Callable[[D], bool] = lambda _document: True,
    ) -> D:
        """The stage's document: what an earlier run (or the user's correction of it) left, else made and stored now.

        One that is not `complete` is stored too, but the next run makes it again from the blocks that were finished.
        """
        if stage not in self.force and self.archive.valid(self.meeting_id, stage, made_from):
            kept = self.archive.load(self.meeting_id, name, kind)
            if isinstance(kept, kind):
                self.timings.append(StageTiming(stage=stage, reused=True, seconds=0.0))
                return kept
        started = self.timer()
        checkpoint = self.archive.checkpoint(self.meeting_id, stage, made_from)
        if stage in self.force:
            checkpoint = Checkpoint(fetch=lambda _key: None, keep=checkpoint.keep)
        provenance = {"made_from": made_from, "made_at": self.clock(), "meetbot_version": __version__}
        document = make(checkpoint).model_copy(update=provenance)
        details = _details(document)
        if not complete(document):
            details |= {"incomplete": True}
        self._store(stage, made_from, {name: document.encoded()}, started, details)
        return document

    def files(
        self, stage: str, made_from: tuple[InputHash, ...], make: Callable[[], Mapping[str, bytes]]
    ) -> dict[str, Path]:
        """The stage's files by name; files of an earlier run that it no longer makes are removed."""
        folder = self.archive.folder(self.meeting_id)
        before = self.archive.finished(self.meeting_id, stage)
        if before is not None and stage not in self.force and self.archive.valid(self.meeting_id, stage, made_from):
            self.timings.append(StageTiming(stage=stage, reused=True, seconds=0.0))
            return {name: folder / name for name in before.outputs}
        started = self.timer()
        made = make()
        for stale in sorted(set(before.outputs if before else ()) - set(made)):
            self.archive.delete(self.meeting_id, stale)
        self._store(stage, made_from, made, started, {})
        return {name: folder / name for name in made}

    def _store(
        self,
        stage: str,
        made_from: tuple[InputHash, ...],
        made: Mapping[str, bytes],
        started: float,
        details: Mapping[str, Any],
    ) -> None:
        for name, content in made.items():
            self.archive.write(self.meeting_id, name, content)
        seconds = round(self.timer() - started, 3)
        record = StageRecord(
            stage=stage,
            inputs=made_from,
            outputs={name: hashlib.sha256(content).hexdigest() for name, content in made.items()},
            at=self.clock(),
            seconds=seconds,
            details=details,
        )
        self.archive.record(self.meeting_id, record)
        self.timings.append(StageTiming(stage=stage, reused=False, seconds=seconds))


def _details(document: StoredDocument) -> dict[str, Any]:
    """What run.jsonl keeps about the engine that made a document."""
    for name in ("engine", "recogniser", "diarizer"):
        engine = getattr(document, name, None)
        if engine is not None:
            return {name: engine.model_dump(mode="json", exclude_none=True)}
    return {}


def kept_issues(archive: Archive) -> tuple[Issue, ...]:
    """A warning for each file that the user had changed and that was made anew: the user's version lies beside it."""
    return tuple(
        Issue(
            severity="warning",
            stage="write",
            where=str(path),
            message="A file that you had changed was made anew; your version was kept under this name.",
            hint="Carry over what you still need.",
        )
        for path in archive.kept
    )

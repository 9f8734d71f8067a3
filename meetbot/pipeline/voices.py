"""Enrolled voices: whose prints are kept on whose consent, how new ones come in, and how they go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from meetbot.config import FILE_NAME, Workspace
from meetbot.errors import InputError, MeetbotError
from meetbot.model.base import Issue
from meetbot.model.company import Person, Roster
from meetbot.model.voiceprint import Consent, VoicePrint, VoicePrints
from meetbot.ports import Archive, Clock, HeardVoice, VoiceReader, VoiceStore
from meetbot.stages.participants import name_key

ALIKE = 0.9
"""Prints as near as this can hardly be told apart."""

UNLIKE = 0.6
"""Prints of one person that are less near than this are of two microphones, or of two people."""


@dataclass(frozen=True, kw_only=True)
class VoicePorts:
    """What voices need from outside."""

    archive: Archive
    store: VoiceStore
    reader: VoiceReader
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Near:
    """Somebody else whose voice is known, and how near the new print is, at most 1."""

    name: str
    nearness: float


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """What is kept of the person now, where, what was added, who is near, and what the user should know about it."""

    prints: VoicePrints
    path: Path
    added: tuple[VoicePrint, ...]
    nearest: tuple[Near, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One person in the list of voices. `prints` is None for who has only a sample in meetbot.toml."""

    name: str
    prints: VoicePrints | None
    person: Person | None
    fitting: int

    @property
    def consent(self) -> Consent | None:
        """The consent on file, or None: then nothing of this voice is used."""
        return _consent(self.person, self.prints)


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What is gone, and what of this voice remains: the user's own sample, and copies that somebody made."""

    name: str
    deleted: tuple[Path, ...]
    sample: str | None
    copies: tuple[Path, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is left that the voice could be recognised by."""
        return self.sample is None and not self.copies


def person_meant(name: str, roster: Roster) -> Person:
    """The one person of that full name, alias or first name. Raises InputError that lists who may be meant."""
    if (exact := roster.person(name)) is not None:
        return exact
    key = name_key(name)
    for called in (_names, _first_names):
        found = [person for person in roster.people if key and key in called(person)]
        if len(found) == 1:
            return found[0]
        if found:
            either = " or ".join(person.name for person in found)
            raise InputError(f"“{name}” may mean {either}.", name, "Give the full name.")
    known = ", ".join(person.name for person in roster.people) or "nobody yet"
    raise InputError(
        f"Nobody in {FILE_NAME} is called “{name}”.", name, f"People there: {known}.\nAdd whom you mean as [[people]]."
    )


def consent_of(person: Person, store: VoiceStore) -> Consent | None:
    """The consent that is on file for this person: with the stored prints, or in meetbot.toml."""
    return _consent(person, store.find(person.name))


def enrol(
    person: Person, samples: Sequence[Path], *, consent: Consent | None, workspace: Workspace, ports: VoicePorts
) -> Enrolled:
    """Adds the prints of that person's samples; all of them, or none when one can't be used.

    Raises InputError without a consent, given now or on file, and for a sample that is not one voice.
    """
    heard = [(path.name, ports.reader.sample(path)) for path in samples]
    with ports.store.locked():
        before = ports.store.find(person.name)
        added = tuple(print_of(voice, "sample", name, ports=ports) for name, voice in heard)
        prints = kept(person, before, consent)
        for new in added:
            prints = prints.with_print(new)
        path = ports.store.keep(prints.model_copy(update={"made_at": ports.clock()}))
    remarks = [f"{name}: {remark}" for name, voice in heard for remark in voice.remarks]
    others = _others(person, workspace=workspace, ports=ports)
    nearest = _nearest(added, others, ports.reader)
    remarks += _doubts(person, before, added, nearest, ports.reader)
    return Enrolled(prints=prints, path=path, added=added, nearest=nearest, remarks=tuple(remarks))


def voices(*, workspace: Workspace, ports: VoicePorts) -> tuple[tuple[Voice, ...], tuple[Issue, ...]]:
    """Everybody whose voice is known, in order of name, and the files that can't be read."""
    encoder = ports.reader.encoder()
    roster = workspace.config.roster
    stored, issues = ports.store.everybody()
    by_name = {prints.name: prints for prints in stored}
    names = {*by_name, *(person.name for person in roster.people if person.voice)}
    found = (
        Voice(
            name=name,
            prints=by_name.get(name),
            person=roster.person(name),
            fitting=sum(p.encoder == encoder for p in by_name[name].prints) if name in by_name else 0,
        )
        for name in sorted(names)
    )
    return tuple(found), issues


def name_to_forget(name: str, *, workspace: Workspace, ports: VoicePorts) -> str:
    """The full name that is meant, among stored prints first: whoever left the company is in no roster any more."""
    stored = [prints.name for prints in ports.store.everybody()[0]]
    roster = workspace.config.roster
    if name in stored or roster.person(name) is not None:
        return name
    gone = Roster(people=tuple(Person(name=n) for n in stored if roster.person(n) is None))
    return person_meant(name, Roster(people=(*roster.people, *gone.people))).name


def forget(name: str, *, workspace: Workspace, ports: VoicePorts) -> Forgotten:
    """Deletes that person's prints; a second time it finds nothing, which is no error. Raises WorkspaceError."""
    with ports.store.locked():
        deleted = ports.store.forget(name)
    person = workspace.config.roster.person(name)
    sample = person.voice if person is not None else None
    return Forgotten(name=name, deleted=deleted, sample=sample, copies=ports.store.left(name))


def kept(person: Person, before: VoicePrints | None, consent: Consent | None) -> VoicePrints:
    """What is kept of that person so far, under the consent on file or else this one. Raises InputError for none."""
    agreed = _consent(person, before) or consent
    if agreed is None:
        raise InputError(
            f"Nothing was kept of the voice of {person.name}: there is no consent.",
            person.name,
            "A voice print is personal data. Ask first; once the person agrees, add `--consent`.",
        )
    return before or VoicePrints(name=person.name, consent=agreed)


def print_of(voice: HeardVoice, kind: Literal["sample", "meeting"], source: str, *, ports: VoicePorts) -> VoicePrint:
    """The print of that voice as it is kept, dated today."""
    return VoicePrint(
        kind=kind,
        source=source,
        encoder=ports.reader.encoder(),
        seconds=round(voice.seconds, 1),
        added_on=ports.clock().date(),
        vector=tuple(round(number, 6) for number in voice.vector),
    )


def _consent(person: Person | None, prints: VoicePrints | None) -> Consent | None:
    if prints is not None:
        return prints.consent
    if person is not None and person.voice_consent is not None:
        return Consent(given_on=person.voice_consent, how=f"voice_consent in {FILE_NAME}")
    return None


def _names(person: Person) -> set[str]:
    return {name_key(name) for name in (person.name, *person.aliases)}


def _first_names(person: Person) -> set[str]:
    return {name_key(person.name).partition(" ")[0]}


def _others(person: Person, *, workspace: Workspace, ports: VoicePorts) -> Mapping[str, list[Sequence[float]]]:
    """The prints of everybody else that this encoder made, and of the samples that meetbot.toml names."""
    encoder = ports.reader.encoder()
    found: dict[str, list[Sequence[float]]] = {}
    for prints in ports.store.everybody()[0]:
        if prints.name != person.name:
            found[prints.name] = [p.vector for p in prints.prints if p.encoder == encoder]
    for other in workspace.config.people:
        if other.name == person.name or other.voice is None or other.voice_consent is None:
            continue
        path = (workspace.root / other.voice).resolve()
        try:
            if path.is_relative_to(workspace.root.resolve()):
                found.setdefault(other.name, []).append(ports.reader.sample(path).vector)
        except MeetbotError:
            continue  # `meetbot voices list` and every transcription say what is wrong with that sample
    return found


def _nearest(
    added: Sequence[VoicePrint], others: Mapping[str, list[Sequence[float]]], reader: VoiceReader
) -> tuple[Near, ...]:
    found = [
        Near(name=name, nearness=max(reader.nearness(new.vector, vector) for new in added for vector in vectors))
        for name, vectors in others.items()
        if vectors
    ]
    return tuple(sorted(found, key=lambda near: (-near.nearness, near.name)))


def _doubts(
    person: Person,
    before: VoicePrints | None,
    added: Sequence[VoicePrint],
    nearest: Sequence[Near],
    reader: VoiceReader,
) -> Iterator[str]:
    if not person.attends:
        yield f"{person.name} is not expected in the meeting (attends = false), so no voice is compared with this one."
    for near in nearest:
        if near.nearness >= ALIKE:
            yield (
                f"{person.name} and {near.name} can hardly be told apart ({near.nearness:.2f} of 1): where it is not "
                "clear whose voice it is, it stays unnamed. Is the sample really of the person you named?"
            )
    earlier = [p.vector for p in before.prints if p.encoder == added[0].encoder] if before else []
    for new in added:
        own = max((reader.nearness(new.vector, vector) for vector in earlier), default=1.0)
        if own < UNLIKE:
            yield (
                f"{new.source} is unlike the earlier samples of {person.name} ({own:.2f} of 1): another microphone, "
                "or another person? `meetbot voices forget` starts afresh."
            )

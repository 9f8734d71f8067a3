"""`meetbot speakers`."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from meetbot import config
from meetbot.cli import options
from meetbot.cli.minutes import minutes_json, print_minutes
from meetbot.cli.screen import COMPLETE, INCOMPLETE, issues_json, print_issues, print_json, progress, safe
from meetbot.cli.speaker_lines import heading, print_voices, voice_json
from meetbot.cli.speaker_questions import NOBODY, ask_people, ask_voices, said
from meetbot.cli.wiring import Wiring, wiring_for
from meetbot.config import Workspace
from meetbot.errors import InputError
from meetbot.model.base import Issue
from meetbot.pipeline.known_people import EXTERNAL, remember, strangers, told
from meetbot.pipeline.minutes import MinutesOutcome, make_minutes
from meetbot.pipeline.needed import MinutesPorts
from meetbot.pipeline.speaker_sources import source_of, write_voice_clips
from meetbot.pipeline.speakers import (
    MeetingVoices,
    give_names,
    meeting_of,
    named_person,
    transcribed_meeting,
    voice_meant,
    voices_of,
)
from meetbot.pipeline.transcript import Source


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What the command line says of voices and people."""

    names: tuple[tuple[str, str], ...]
    cleared: tuple[str, ...]
    people: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.names or self.cleared or self.people)


def _pairs(_ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`A=B` options as pairs; the last `=` parts them, because a platform's label may hold one."""
    found = []
    for value in values:
        left, equals, right = value.rpartition("=")
        if not equals or not left.strip() or not right.strip():
            raise click.BadParameter(f"“{value}” is not of the form {parameter.metavar}.")
        found.append((left.strip(), right.strip()))
    return tuple(found)


@click.command()
@click.argument("meeting", required=False)
@click.option(
    "--name",
    "names",
    multiple=True,
    callback=_pairs,
    metavar='"VOICE=PERSON"',
    help='As in --name "Voz 2=Laura Méndez"; "Voz 2=-" stays unnamed for good.',
)
@click.option("--clear", "cleared", multiple=True, metavar="VOICE", help="Forget what was said of this voice.")
@click.option(
    "--person",
    "people",
    multiple=True,
    callback=_pairs,
    metavar='"NAME=DEPARTMENT"',
    help="Who somebody is: a department, `external`, or the person of the list whom a label means.",
)
@click.option(
    "--clips", type=click.Path(path_type=Path, file_okay=False), help="Write some seconds of each voice there, as .wav."
)
@click.option("--recording", type=click.Path(path_type=Path), help="Where the recording or transcript file lies now.")
@options.with_files
@click.option("--minutes", "then_minutes", is_flag=True, help="Then make the minutes again.")
@options.as_json
@click.pass_context
def speakers(
    ctx: click.Context,
    meeting: str | None,
    *,
    names: tuple[tuple[str, str], ...],
    cleared: tuple[str, ...],
    people: tuple[tuple[str, str], ...],
    clips: Path | None,
    recording: Path | None,
    given: tuple[Path, ...],
    then_minutes: bool,
    as_json: bool,
) -> int:
    """Show the voices of MEETING (default: the last one) with some of their words, and say whose they are.

    On a terminal it asks for each voice without a name. A name that is given holds for this meeting's voices; people
    who are not in the list are remembered in people.toml. An unnamed voice never owns a task.
    """
    wiring = wiring_for(ctx)
    meeting_id = transcribed_meeting(wiring.archive, meeting)
    found = voices_of(meeting_id, archive=wiring.archive, words=wiring.words)
    ports = wiring.minutes_ports(meeting_id)
    source = source_of(found, recording, beside=given, places=(wiring.workspace.root, Path()), ports=ports)
    written = _clips(found, clips, source, ports)
    asked = _Asked(names=names, cleared=cleared, people=people)
    if not (asked or as_json):
        print_voices(found, wiring.workspace, written)
        asked = _ask(found, wiring.workspace) if sys.stdin.isatty() else asked
    done = _apply(asked, found, wiring, ports, source)
    if not as_json:
        _report(done, source, asked=bool(asked), again=then_minutes)
    outcome = _minutes(ctx, source, done, quiet=as_json) if then_minutes and source is not None else None
    if as_json:
        print_json(_json(done, source, written, outcome))
    elif outcome is not None:
        print_minutes(outcome)
    missing = done.stale or (then_minutes and outcome is None)
    return INCOMPLETE if missing or (outcome is not None and not outcome.complete) else COMPLETE


def _ask(found: MeetingVoices, workspace: Workspace) -> _Asked:
    roster = workspace.config.roster
    names = ask_voices(found, roster)
    new = ask_people(names.new, roster, default=EXTERNAL)
    return _Asked(
        names=names.pairs, cleared=(), people=(*new, *ask_people(strangers(found.transcript, roster), roster))
    )


# --- doing it ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Done:
    """The voices afterwards. `stale`: names were stored, but the transcript could not be made again."""

    found: MeetingVoices
    workspace: Workspace
    files: tuple[Path, ...]
    issues: tuple[Issue, ...]
    stale: bool = False


def _apply(asked: _Asked, found: MeetingVoices, wiring: Wiring, ports: MinutesPorts, source: Source | None) -> _Done:
    """Everything is checked before anything is written."""
    workspace = wiring.workspace
    cleared = [voice_meant(text, found).label for text in asked.cleared]
    voices = [(voice_meant(label, found), name) for label, name in asked.names]
    people = [told(name, what, workspace.config.roster) for name, what in asked.people]
    roster = config.with_people(workspace, [one.person for one in people]).config.roster
    changes = said([(v, None if name == NOBODY else named_person(name, roster).name) for v, name in voices], cleared)
    files: list[Path] = []
    if people:
        from meetbot.adapters.atomic_files import replace_file

        files.append(remember(people, workspace, write=replace_file))
        workspace = config.load(workspace.root)
    if not (changes or cleared or people):
        return _Done(found=found, workspace=workspace, files=(), issues=())
    renamed = give_names(found, changes, cleared, source=source, workspace=workspace, ports=ports)
    files.append(renamed.path)
    if renamed.transcript is not None:
        files.append(ports.archive.folder(found.meeting_id) / "transcript.json")
    return _Done(
        found=voices_of(found.meeting_id, archive=ports.archive, words=wiring.words),
        workspace=workspace,
        files=tuple(files),
        issues=renamed.issues,
        stale=renamed.transcript is None,
    )


def _clips(found: MeetingVoices, folder: Path | None, source: Source | None, ports: MinutesPorts) -> Mapping[str, Path]:
    if folder is None:
        return {}
    if found.transcript.recogniser is None:
        raise InputError(
            "This transcript was read from a file, which has no sound.",
            found.transcript.source.name,
            "Leave out --clips.",
        )
    if source is None:
        raise InputError(
            f"The recording {found.transcript.source.name} is not found, or it changed since it was transcribed.",
            found.meeting_id,
            "Say where it is: `--recording FILE`.",
        )
    from meetbot.adapters.clips import write_clips

    return write_voice_clips(found, folder, source.path, ports=ports, write=write_clips)


def _minutes(ctx: click.Context, source: Source, done: _Done, *, quiet: bool) -> MinutesOutcome:
    """The minutes from what was heard before: no option of the earlier command need be said again."""
    wiring = wiring_for(ctx)  # people.toml may have changed
    ports = wiring.minutes_ports(done.found.meeting_id)
    meeting = meeting_of(done.found.meeting_id, workspace=wiring.workspace, ports=ports)
    with progress(quiet or ctx.obj["quiet"]) as report:
        return make_minutes(source, meeting=meeting, workspace=wiring.workspace, ports=ports, progress=report)


# --- saying it --------------------------------------------------------------------------------------------------------


def _report(done: _Done, source: Source | None, *, asked: bool, again: bool) -> None:
    print_issues(done.issues)
    people = strangers(done.found.transcript, done.workspace.config.roster)
    if people and not asked:
        click.echo(f'\nNot in the list of people: {", ".join(map(safe, people))}. Say who they are: --person "NAME=…".')
    meeting = done.found.meeting_id
    if done.found.unnamed and not asked:
        click.echo(f'\nName a voice: meetbot speakers {meeting} --name "{safe(done.found.unnamed[0].shown)}=…"')
    if asked:
        click.echo("")
        for voice in done.found.voices:
            click.echo(heading(voice, done.workspace))
        for path in done.files:
            click.echo(str(path))
    if source is None and (done.stale or again):
        name = safe(shlex.quote(done.found.transcript.source.name))
        then = "the names are used when you" if done.stale else "no minutes were made. Add `--recording FILE`, or"
        click.echo(f"The file {name} is not here: {then} run `meetbot minutes {name}`.", err=True)
    elif asked and not again:
        click.echo(f"Make the minutes again with these names: meetbot speakers {meeting} --minutes")


def _json(
    done: _Done, source: Source | None, clips: Mapping[str, Path], outcome: MinutesOutcome | None
) -> dict[str, Any]:
    roster = done.workspace.config.roster
    return {
        "meeting": done.found.meeting_id,
        "source": str(source.path) if source is not None else None,
        "voices": [voice_json(voice, clips.get(voice.label)) for voice in done.found.voices],
        "unknown_people": list(strangers(done.found.transcript, roster)),
        "files": [str(path) for path in done.files],
        "minutes_are_stale": bool(done.files) and outcome is None,
        "minutes": minutes_json(outcome) if outcome is not None else None,
        "issues": issues_json(done.issues),
    }

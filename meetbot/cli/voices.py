"""`meetbot voices`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from meetbot.cli.actions import DefaultsToList
from meetbot.cli.options import as_json
from meetbot.cli.screen import COMPLETE, INCOMPLETE, counted, issues_json, print_issues, print_json, safe, table
from meetbot.cli.wiring import wiring_for
from meetbot.errors import InputError
from meetbot.model.company import Person
from meetbot.model.voiceprint import Consent
from meetbot.pipeline import voices as pipeline
from meetbot.pipeline.learn_voices import Learned, learn
from meetbot.pipeline.speakers import transcribed_meeting
from meetbot.pipeline.voices import Enrolled, Forgotten, Near, Voice, VoicePorts

_WHAT_IS_KEPT = """\
Of the voice of {name} meetbot would keep a print: a list of numbers by which it tells, on this machine,
who speaks in a recording. Not the sample, and no sound can be made from the numbers. It lies in voices/ of
this workspace, readable by you alone, and goes nowhere: not into transcripts, minutes or mails.
It is personal data (biometric in the European Union): it needs the consent of {name}, who may withdraw it
at any time: meetbot voices forget "{name}" deletes it."""


@click.group(cls=DefaultsToList)
def voices() -> None:
    """Enrol people's voices, so that transcripts carry their names; list and forget them.

    Nothing is kept without the person's consent. `meetbot voices` lists what is kept.
    """


@voices.command()
@click.argument("name")
@click.argument("samples", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SAMPLE...")
@click.option("--consent", "agreed", is_flag=True, help="The person agrees that a print of the voice is kept.")
@as_json
@click.pass_context
def enrol(ctx: click.Context, name: str, samples: tuple[Path, ...], *, agreed: bool, as_json: bool) -> None:
    """Keep a print of NAME's voice, on consent.

    A SAMPLE is about 10 s of this person speaking alone, in any sound or video file; it is read, not kept. Samples of
    the room and the microphone of your meetings are recognised best, and several better than one.
    """
    wiring = wiring_for(ctx)
    ports = wiring.voice_ports()
    person = pipeline.person_meant(name, wiring.workspace.config.roster)
    consent = _consent(person, ports, agreed=agreed)
    done = pipeline.enrol(person, samples, consent=consent, workspace=wiring.workspace, ports=ports)
    if as_json:
        print_json(_enrolled_json(done))
        return
    click.echo(f"{safe(done.prints.name)}: {_amount(done)}. Consent of {done.prints.consent.given_on}.")
    click.echo(_nearest(done.nearest))
    click.echo(str(done.path))
    for remark in done.remarks:
        click.echo(f"Warning: {safe(remark)}", err=True)


@voices.command("list")
@as_json
@click.pass_context
def list_voices(ctx: click.Context, as_json: bool) -> None:
    """List whose voice is known, and since which consent."""
    wiring = wiring_for(ctx)
    found, issues = pipeline.voices(workspace=wiring.workspace, ports=wiring.voice_ports())
    if as_json:
        print_json({"voices": [_voice_json(voice) for voice in found], "issues": issues_json(issues)})
        return
    print_issues(issues)
    if not found:
        click.echo("No voice is known. `meetbot voices enrol NAME SAMPLE` makes one known.")
        return
    header = ("Name", "Consent", "Prints", "Speech", "Newest", "State")
    click.echo(table([_row(voice) for voice in found], header))


@voices.command("learn")
@click.argument("meeting")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--recording", type=click.Path(path_type=Path), help="The meeting's recording, if it was moved.")
@click.option("--consent", "agreed", is_flag=True, help="The people named agree that a print of the voice is kept.")
@as_json
@click.pass_context
def learn_voices(
    ctx: click.Context, meeting: str, names: tuple[str, ...], *, recording: Path | None, agreed: bool, as_json: bool
) -> int:
    """Learn voices from a MEETING in which you named them.

    Only voices whose names you gave or corrected with `meetbot speakers`, never guessed ones: of everybody who agreed
    before, or of each NAME. Voices learned in your room, from your microphone, are recognised best.
    """
    wiring = wiring_for(ctx)
    ports = wiring.voice_ports()
    meeting = transcribed_meeting(ports.archive, meeting)
    roster = wiring.workspace.config.roster
    people = [pipeline.person_meant(name, roster) for name in names]
    if agreed and not people:
        raise InputError("Whose consent it is must be said.", "--consent", "Name who agreed, after the meeting.")
    consents = {person.name: _consent(person, ports, agreed=agreed) for person in people}
    with ports.archive.locked(meeting):
        done = learn(
            meeting,
            [person.name for person in people],
            recording=recording,
            consents=consents,
            workspace=wiring.workspace,
            ports=ports,
            places=(Path.cwd(),),
        )
    if as_json:
        print_json(_learned_json(meeting, done))
    else:
        _print_learned(meeting, done)
    return COMPLETE if not done.issues else INCOMPLETE


@voices.command("forget")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Don't ask.")
@as_json
@click.pass_context
def forget(ctx: click.Context, name: str, *, yes: bool, as_json: bool) -> int:
    """Delete every print of NAME's voice."""
    wiring = wiring_for(ctx)
    ports = wiring.voice_ports()
    full_name = pipeline.name_to_forget(name, workspace=wiring.workspace, ports=ports)
    if not yes and sys.stdin.isatty():
        click.confirm(f"Delete every print of the voice of {safe(full_name)}?", abort=True)
    elif not yes:
        raise InputError("Nothing was deleted: nobody can be asked here.", "meetbot voices forget", "Add `--yes`.")
    gone = pipeline.forget(full_name, workspace=wiring.workspace, ports=ports)
    if as_json:
        print_json(
            {
                "name": gone.name,
                "deleted": [str(path) for path in gone.deleted],
                "sample_in_settings": gone.sample,
                "copies": [str(path) for path in gone.copies],
            }
        )
    else:
        _print_forgotten(gone)
    return COMPLETE if gone.complete else INCOMPLETE


def _consent(person: Person, ports: VoicePorts, *, agreed: bool) -> Consent:
    """The consent that is on file or given now. Raises InputError when there is none and nobody can be asked."""
    on_file = pipeline.consent_of(person, ports.store)
    if on_file is not None:
        return on_file
    if agreed:
        return _given(ports, "--consent on the command line")
    click.echo(_WHAT_IS_KEPT.format(name=safe(person.name)), err=True)
    if not sys.stdin.isatty():
        raise InputError(
            f"Nothing was kept of the voice of {person.name}: there is no consent.",
            person.name,
            "Ask first; once the person agrees, run it again with `--consent`.",
        )
    click.confirm(f"Does {safe(person.name)} agree?", abort=True, err=True)
    return _given(ports, "answered on the terminal")


def _given(ports: VoicePorts, how: str) -> Consent:
    return Consent(given_on=ports.clock().date(), how=how)


def _amount(done: Enrolled) -> str:
    seconds = sum(new.seconds for new in done.added)
    total = counted(len(done.prints.prints), "print")
    return f"{counted(len(done.added), 'sample')} with {seconds:.0f} s of speech added, {total} in all"


def _nearest(nearest: Sequence[Near]) -> str:
    if not nearest:
        return "No other voice is known to compare it with."
    shown = ", ".join(f"{safe(near.name)} {near.nearness:.2f}" for near in nearest[:3])
    return f"Nearest other voices (1.00 is the same): {shown}."


def _row(voice: Voice) -> tuple[str, ...]:
    prints = voice.prints.prints if voice.prints is not None else ()
    samples = [p for p in prints if p.kind == "sample"]
    return (
        voice.name,
        str(voice.consent.given_on) if voice.consent is not None else "none",
        f"{counted(len(samples), 'sample')}, {counted(len(prints) - len(samples), 'meeting')}" if prints else "",
        f"{sum(p.seconds for p in prints):.0f} s" if prints else "",
        str(max(p.added_on for p in prints)) if prints else "",
        _state(voice),
    )


def _state(voice: Voice) -> str:
    """What of this voice is used, in a few words."""
    person, prints = voice.person, voice.prints
    if person is None:
        return "not used: nobody in meetbot.toml has this name"
    found = []
    if person.voice and person.voice_consent is None:
        found.append(f"not used: {person.voice} has no voice_consent in meetbot.toml")
    elif person.voice:
        found.append(f"sample {person.voice} from meetbot.toml")
    if prints is not None and voice.fitting < len(prints.prints):
        found.append(f"{len(prints.prints) - voice.fitting} of another speaker encoder: enrol again")
    if prints is not None and not prints.prints:
        found.append("no print is left: enrol again")
    if not person.attends:
        found.append("not expected in the meeting (attends = false), so not compared")
    return "; ".join(found) or "ready"


def _voice_json(voice: Voice) -> dict[str, Any]:
    """Everything but the prints themselves, which are shown nowhere."""
    prints = voice.prints.prints if voice.prints is not None else ()
    return {
        "name": voice.name,
        "consent": voice.consent.model_dump(mode="json") if voice.consent is not None else None,
        "prints": [p.model_dump(mode="json", exclude={"vector"}) | {"seconds": round(p.seconds, 1)} for p in prints],
        "fitting": voice.fitting,
        "in_settings": voice.person is not None,
        "sample_in_settings": voice.person.voice if voice.person is not None else None,
        "state": _state(voice),
    }


def _enrolled_json(done: Enrolled) -> dict[str, Any]:
    return {
        "name": done.prints.name,
        "file": str(done.path),
        "consent": done.prints.consent.model_dump(mode="json"),
        "added": [p.model_dump(mode="json", exclude={"vector"}) for p in done.added],
        "prints": len(done.prints.prints),
        "nearest": [{"name": near.name, "nearness": near.nearness} for near in done.nearest],
        "warnings": list(done.remarks),
    }


def _learned_json(meeting: str, done: Learned) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "learned": [{"name": name} | p.model_dump(mode="json", exclude={"vector"}) for name, p in done.prints.items()],
        "withdrawn": list(done.withdrawn),
        "issues": issues_json(done.issues),
    }


def _print_learned(meeting: str, done: Learned) -> None:
    print_issues(done.issues)
    for name, new in done.prints.items():
        click.echo(f"{safe(name)}: learned from {new.seconds:.0f} s of {meeting}.")
    for name in done.withdrawn:
        click.echo(f"{safe(name)}: what was learned from {meeting} is deleted; the voice was another's.")


def _print_forgotten(gone: Forgotten) -> None:
    if gone.deleted:
        click.echo(f"Deleted: {counted(len(gone.deleted), 'file')} with prints of the voice of {safe(gone.name)}.")
    else:
        click.echo(f"No print of the voice of {safe(gone.name)} is kept.")
    click.echo("Transcripts and minutes keep the names that they have; there is no print in them.")
    for path in gone.copies:
        click.echo(f"Warning: a copy of the prints lies in {safe(str(path))}; delete it.", err=True)
    if gone.sample is not None:
        click.echo(
            f"Warning: meetbot.toml names a sample of this voice, {safe(gone.sample)}, by which it is still "
            "recognised.\n  The file is yours: delete it, and the lines `voice` and `voice_consent` in meetbot.toml.",
            err=True,
        )

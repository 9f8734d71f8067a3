"""How `meetbot speakers` shows voices."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from meetbot.cli.screen import counted, safe
from meetbot.config import Workspace
from meetbot.pipeline.speakers import MeetingVoices, Voice


def print_voices(found: MeetingVoices, workspace: Workspace, clips: Mapping[str, Path]) -> None:
    """Prints each voice with what is known of it, some of its words and its clip."""
    count = counted(len(found.voices), "voice")
    unnamed = len(found.unnamed)
    click.echo(f"{found.meeting_id}: {count}" + (f", {unnamed} without a name." if unnamed else "."))
    for voice in found.voices:
        click.echo(f"\n{heading(voice, workspace)}")
        for turn in voice.snippets:
            at = f"{_clock(turn.start)}  " if turn.start is not None else ""
            click.echo(f"    {at}“{safe(_short(turn.text))}”")
        if voice.label in clips:
            click.echo(f"    {clips[voice.label]}")


def heading(voice: Voice, workspace: Workspace) -> str:
    """One line about a voice: whose it is, how sure that is and where it comes from, and how much it speaks."""
    spoken = counted(voice.turns, "turn") + (f", {_clock(voice.seconds)}" if voice.seconds is not None else "")
    if voice.one_with is not None:
        return f"{safe(voice.shown)}: {safe(voice.speaker.name or '')}, the same person as {safe(voice.one_with)}"
    speaker = voice.speaker
    if speaker.name is None:
        guesses = ", ".join(f"{safe(g.name)} ({g.source}, {g.confidence:.0%})" for g in speaker.guesses)
        who = "no name" + (", as you said" if voice.given else f"; perhaps {guesses}" if guesses else "")
    else:
        sure = f", {speaker.confidence:.0%}" if speaker.confidence is not None else ""
        department = workspace.config.roster.department(speaker.department)
        where = f", {safe(department.name)}" if department else ""
        listed = workspace.config.roster.person(speaker.name)
        stranger = "" if listed else "; not in the list of people"
        who = f"{safe(speaker.name)}{where} ({speaker.name_source}{sure}){stranger}"
    return f"{safe(voice.shown)}: {who}  [{spoken}]"


def _short(text: str, words: int = 24) -> str:
    parts = text.split()
    return " ".join(parts[:words]) + (" …" if len(parts) > words else "")


def _clock(seconds: float) -> str:
    hours, rest = divmod(int(seconds), 3600)
    minutes = f"{rest // 60:02d}" if hours else str(rest // 60)
    return (f"{hours}:" if hours else "") + f"{minutes}:{rest % 60:02d}"


def voice_json(voice: Voice, clip: Path | None) -> dict[str, Any]:
    """What `--json` says of a voice."""
    speaker = voice.speaker
    return {
        "label": voice.label,
        "shown": voice.shown,
        "name": speaker.name,
        "department": speaker.department,
        "name_source": speaker.name_source,
        "confidence": speaker.confidence,
        "guesses": [guess.model_dump(mode="json") for guess in speaker.guesses],
        "given": voice.given,
        "one_with": voice.one_with,
        "seconds": voice.seconds,
        "turns": voice.turns,
        "snippets": [{"turn": t.id, "start": t.start, "end": t.end, "text": t.text} for t in voice.snippets],
        "clip": str(clip) if clip is not None else None,
    }

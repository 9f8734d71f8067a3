"""Says what works here and what doesn't, each with its fix."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from meetbot.errors import MeetbotError


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One thing to try. `attempt` returns what works, or None for what isn't set up; it raises MeetbotError.

    `required`: the main job can't run without it. `unset` says what its absence means.
    """

    name: str
    attempt: Callable[[], str | None]
    required: bool = True
    unset: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """The outcome of one probe."""

    name: str
    status: Literal["ok", "not set up", "warning", "error"]
    message: str
    where: str = ""
    fix: str = ""


def run_probes(probes: Sequence[Probe]) -> tuple[CheckLine, ...]:
    """Every probe tried, in order; a failure never hides the next."""
    return tuple(_run(probe) for probe in probes)


def _run(probe: Probe) -> CheckLine:
    try:
        message = probe.attempt()
    except MeetbotError as error:
        return CheckLine(
            name=probe.name,
            status="error" if probe.required else "warning",
            message=error.what,
            where=error.where,
            fix=error.hint,
        )
    if message is None:
        return CheckLine(name=probe.name, status="not set up", message=probe.unset)
    return CheckLine(name=probe.name, status="ok", message=message)

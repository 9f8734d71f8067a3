"""Tests of meetbot.resources."""

from pathlib import Path

import pytest

from meetbot import resources
from meetbot.errors import InputError


@pytest.mark.parametrize("kind", ["prompts", "templates", "samples"])
def test_names_lists_what_came_with_meetbot(kind: resources.Kind) -> None:
    """Each kind is found and not empty."""
    assert resources.names(kind)


def test_find_prefers_the_workspace(tmp_path: Path) -> None:
    """A copy in the workspace wins over the shipped one."""
    own = (tmp_path / "templates" / "words.es.toml").resolve()
    own.parent.mkdir()
    own.write_text("")

    assert resources.find("templates", "words.es.toml", workspace=tmp_path) == own
    assert resources.find("templates", "words.en.toml", workspace=tmp_path).parent == resources.shipped("templates")


def test_find_never_leaves_the_folder(tmp_path: Path) -> None:
    """A name that leads out of the workspace's folder finds nothing there."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.txt").write_text("x")

    with pytest.raises(InputError):
        resources.find("templates", "../secret.txt", workspace=tmp_path)


def test_find_unknown_lists_the_names() -> None:
    """A wrong name is answered with the right ones."""
    with pytest.raises(InputError, match=r"no template named") as caught:
        resources.find("templates", "acta.docx")

    assert "base.docx" in caught.value.hint


def test_fingerprint_changes_with_the_workspaces_copy(tmp_path: Path) -> None:
    """A template that the user changed makes documents stale."""
    before = resources.fingerprint("templates", workspace=tmp_path)
    own = tmp_path / "templates" / "words.es.toml"
    own.parent.mkdir()
    own.write_text("# changed")

    assert resources.fingerprint("templates", workspace=tmp_path) != before

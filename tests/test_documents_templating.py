from pathlib import Path

import pytest

from meetbot.documents.templating import markdown_escape, render
from meetbot.errors import InputError


def _template(workspace: Path, name: str, text: str) -> None:
    (workspace / "templates").mkdir(exist_ok=True)
    (workspace / "templates" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# título", r"\# título"),
        ("- uno", r"\- uno"),
        ("1. uno", r"1\. uno"),
        ("[a](javascript:x)", r"\[a\](javascript:x)"),
        ("<b>&lt;", r"\<b\>&amp;lt;"),
        ("a|b", r"a\|b"),
        ("20 % - y *más*", r"20 % - y \*más\*"),
        ("---", r"\---"),
    ],
)
def test_markdown_escape_shows_the_characters(text: str, expected: str) -> None:
    """No heading, list, link, tag, cell or rule comes of a value."""
    assert markdown_escape(text) == expected


def test_values_are_escaped_by_themselves_for_each_target(tmp_path: Path) -> None:
    """The same value is safe in HTML and Markdown, and plain in text, without a filter in the template."""
    for name in ("x.html.jinja", "x.md.jinja", "x.txt.jinja"):
        _template(tmp_path, name, "{% macro m(v) %}{{ v }}{% endmacro %}{{ m(value) }}")
    shown = {
        kind: render(f"x.{kind}.jinja", {"value": "<i>{{7*7}}</i>_"}, workspace=tmp_path)
        for kind in ("html", "md", "txt")
    }
    assert shown == {
        "html": "&lt;i&gt;{{7*7}}&lt;/i&gt;_",
        "md": r"\<i\>\{\{7\*7\}\}\</i\>\_",
        "txt": "<i>{{7*7}}</i>_",
    }


def test_a_bad_template_of_the_user_names_file_and_line(tmp_path: Path) -> None:
    """A syntax error in an ejected template says where, and how to get the shipped one back."""
    _template(tmp_path, "minutes.md.jinja", "uno\n{% if %}\n")
    with pytest.raises(InputError) as caught:
        render("minutes.md.jinja", {}, workspace=tmp_path)
    assert caught.value.where.endswith("minutes.md.jinja, line 2")
    assert "delete your copy" in caught.value.hint


def test_an_unknown_name_in_a_template_is_an_error(tmp_path: Path) -> None:
    """A misspelt value is never an empty place in a document."""
    _template(tmp_path, "minutes.md.jinja", "{{ sheeet.title }}")
    with pytest.raises(InputError, match="sheeet"):
        render("minutes.md.jinja", {}, workspace=tmp_path)


def test_templates_are_sandboxed(tmp_path: Path) -> None:
    """A template from somebody else's workspace can't reach Python."""
    _template(tmp_path, "x.txt.jinja", "{{ ''.__class__.__mro__ }}")
    with pytest.raises(InputError):
        render("x.txt.jinja", {}, workspace=tmp_path)

"""Text templates: found in the workspace or shipped, sandboxed, and escaping every value by themselves."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetbot import resources
from meetbot.documents.text import clean
from meetbot.errors import InputError

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$|[-=])")


def markdown_escape(text: str) -> str:
    """The text so that Markdown shows exactly its characters: no heading, list, link, image or HTML comes of it."""
    escaped = _MARKDOWN.sub(r"\\\1", clean(text).replace("&", "&amp;"))
    return _LINE_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escaped)


def render(name: str, context: Mapping[str, Any], *, workspace: Path | None = None) -> str:
    """The template `NAME.html.jinja`, `NAME.md.jinja` or `NAME.txt.jinja`, filled. Raises InputError for a bad one."""
    from jinja2 import TemplateError

    environment = _environment(name.removesuffix(".jinja").rsplit(".", 1)[-1], workspace)
    try:
        return environment.get_template(name).render(context)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = str(resources.find("templates", getattr(error, "name", None) or name, workspace=workspace))
        raise InputError(
            f"A template can't be used: {error.message or type(error).__name__}.",
            where + (f", line {line}" if line else ""),
            "Mend it, or delete your copy of it to use the one that came with meetbot.",
        ) from error


def _environment(target: str, workspace: Path | None) -> "SandboxedEnvironment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup, escape

    as_markup: Callable[[str], Markup] = Markup
    to_html: Callable[[str], str] = lambda text: escape(clean(text))  # noqa: E731 (typed, for the table below)
    to_target = {"md": markdown_escape, "txt": clean}.get(target, to_html)

    def finalize(value: Any) -> Any:
        # What macros return is Markup and done; with autoescape on, jinja leaves Markup alone.
        return value if isinstance(value, Markup) else as_markup(to_target(str(value)))

    environment = SandboxedEnvironment(
        loader=FunctionLoader(
            lambda name: resources.find("templates", name, workspace=workspace).read_text(encoding="utf-8")
        ),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["csp_hash"] = _csp_hash
    return environment


def _csp_hash(text: str) -> str:
    """How a Content-Security-Policy names exactly this style or script."""
    return f"'sha256-{b64encode(sha256(str(text).encode()).digest()).decode()}'"

"""The prompts: files that a user may change, each rendered from one frozen context class.

Whatever comes from a transcript or a configuration reaches a prompt through `as_data`, in the context's own
constructor: a prompt file can't forget it.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from meetbot import resources
from meetbot.errors import InputError

if TYPE_CHECKING:
    import jinja2

_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'", "|": "¦"})
"""What could end the fence, imitate a turn id or spell a chat template's control token (`<|im_end|>`, `[INST]`)."""


def as_data(text: str) -> str:
    """That text on one line, unable to end the fence it stands in, to imitate a turn id or to hide characters."""
    visible = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    shown = "".join(char for char in visible if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"})
    return re.sub(r"\s+", " ", shown.translate(_LOOKALIKES)).strip()


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person as the prompt names them. `known_as` are nicknames and the title."""

    name: str
    known_as: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", as_data(self.name))
        object.__setattr__(self, "known_as", as_data(self.known_as))


@dataclass(frozen=True, kw_only=True)
class TurnLine:
    """One turn as the prompt shows it."""

    id: str
    speaker: str
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "speaker", as_data(self.speaker))
        object.__setattr__(self, "text", as_data(self.text))


@dataclass(frozen=True)
class PromptContext:
    """What a prompt may use: the fields of the subclass and nothing else. `template` is the file's name."""

    template: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class ExtractSystem(PromptContext):
    """The same text in every call, so that a server reads it once and keeps it."""

    template: ClassVar[str] = "extract.system.md.jinja"
    max_items: int
    max_turns_cited: int


@dataclass(frozen=True, kw_only=True)
class ExtractUser(PromptContext):
    """One window: people first (equal over a meeting), then context, then the turns that are asked about."""

    template: ClassVar[str] = "extract.user.md.jinja"
    people: tuple[PersonLine, ...]
    before: tuple[TurnLine, ...]
    turns: tuple[TurnLine, ...]
    after: tuple[TurnLine, ...]


@dataclass(frozen=True, kw_only=True)
class JudgeSystem(PromptContext):
    """What a line of a meeting can be: the same text in every question."""

    template: ClassVar[str] = "judge.system.md.jinja"


@dataclass(frozen=True, kw_only=True)
class JudgeUser(PromptContext):
    """One line, whose id is in `marked`, among those around it."""

    template: ClassVar[str] = "judge.user.md.jinja"
    lines: tuple[TurnLine, ...]
    marked: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class CheckSystem(PromptContext):
    """How a sentence of the minutes is checked: the same text in every question."""

    template: ClassVar[str] = "check.system.md.jinja"


@dataclass(frozen=True, kw_only=True)
class CheckUser(PromptContext):
    """One sentence of the minutes, and the lines that it cites (`marked`) among those around them."""

    template: ClassVar[str] = "check.user.md.jinja"
    lines: tuple[TurnLine, ...]
    marked: frozenset[str]
    claim: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "claim", as_data(self.claim))


@dataclass(frozen=True, kw_only=True)
class SentenceLine:
    """One sentence to reword. Blanks such as `{f3}` stay as they are; nothing else in it can structure the prompt."""

    id: str
    text: str

    def __post_init__(self) -> None:
        parts = re.split(r"(\{[fn]\d+\})", self.text)
        shown = (part if index % 2 else _calm(part) for index, part in enumerate(parts))
        object.__setattr__(self, "text", "".join(shown).strip())


def _calm(text: str) -> str:
    """The text as data, with the spaces at its ends, which part it from the blanks."""
    start, end = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if start else ''}{as_data(text)}{' ' if end and text.strip() else ''}"


@dataclass(frozen=True, kw_only=True)
class RewordSystem(PromptContext):
    """How an agenda's sentences are reworded. `language` is `es` or `en`."""

    template: ClassVar[str] = "reword.system.md.jinja"
    language: str


@dataclass(frozen=True, kw_only=True)
class RewordUser(PromptContext):
    """The sentences of one agenda, with blanks for figures, names and dates."""

    template: ClassVar[str] = "reword.user.md.jinja"
    sentences: tuple[SentenceLine, ...]


CONTEXTS: tuple[type[PromptContext], ...] = (
    ExtractSystem,
    ExtractUser,
    JudgeSystem,
    JudgeUser,
    CheckSystem,
    CheckUser,
    RewordSystem,
    RewordUser,
)
"""Every prompt there is."""


class PromptLibrary:
    """The prompts of a workspace: its own copies where it has some, else those that came with meetbot."""

    def __init__(self, workspace: Path | None) -> None:
        self._workspace = workspace

    def render(self, context: PromptContext) -> str:
        """The prompt's text. Raises InputError that names file and line when an edited prompt is not valid."""
        import jinja2

        environment = self._environment()
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        try:
            return environment.get_template(context.template).render(values).strip() + "\n"
        except jinja2.TemplateSyntaxError as error:
            raise self._invalid(error.name or context.template, str(error.message), error.lineno) from error
        except jinja2.UndefinedError as error:
            raise self._invalid(context.template, str(error.message)) from error
        # An expression in an edited prompt runs as written: adding a number to a word is its mistake, not ours.
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise self._invalid(context.template, str(error)) from error

    def sha256(self, name: str) -> str:
        """The digest of that prompt and of every partial it includes: equal exactly when the prompt is unchanged."""
        digest = hashlib.sha256()
        for part in self._parts(name):
            digest.update(part.encode() + b"\0" + self._source(part).encode() + b"\0")
        return digest.hexdigest()

    def hashes(self, *contexts: type[PromptContext]) -> dict[str, str]:
        """Each of these prompts' file name with its digest."""
        return {context.template: self.sha256(context.template) for context in contexts}

    def variables(self, name: str) -> frozenset[str]:
        """The variables that the prompt and its partials use."""
        from jinja2 import meta

        environment = self._environment()
        return frozenset(
            variable
            for part in self._parts(name)
            for variable in meta.find_undeclared_variables(environment.parse(self._source(part)))
        )

    def _parts(self, name: str) -> list[str]:
        from jinja2 import TemplateSyntaxError, meta

        environment, parts, waiting = self._environment(), list[str](), [name]
        while waiting:
            part = waiting.pop(0)
            parts.append(part)
            try:
                included = meta.find_referenced_templates(environment.parse(self._source(part)))
            except TemplateSyntaxError as error:
                raise self._invalid(part, str(error.message), error.lineno) from error
            waiting += sorted({i for i in included if i is not None and i not in parts and i not in waiting})
        return parts

    def _environment(self) -> "jinja2.Environment":
        import jinja2

        return jinja2.Environment(
            loader=jinja2.FunctionLoader(self._source),
            undefined=jinja2.StrictUndefined,
            autoescape=jinja2.select_autoescape(default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def _source(self, name: str) -> str:
        path = resources.find("prompts", name, workspace=self._workspace)
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"The prompt can't be read: {error}.", str(path), "Save it again as UTF-8.") from error

    def _invalid(self, name: str, problem: str, line: int | None = None) -> InputError:
        path = resources.find("prompts", name, workspace=self._workspace)
        return InputError(
            f"The prompt is not valid: {problem.rstrip('.')}.",
            f"{path}, line {line}" if line else str(path),
            "Mend it, or delete your copy to use the one that came with meetbot.",
        )

"""What every domain type has in common."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Model(BaseModel):
    """A frozen value; unknown fields are errors, so a misspelt key in a corrected file is never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class InputHash(Model):
    """One input that a stored document was made from.

    `name` is what it is (`recording`, `settings`, `transcript`…), `sha256` the lower-case hex digest of its bytes.
    """

    name: str
    sha256: str


class StoredDocument(Model):
    """A document in a meeting's folder. A subclass fixes `kind` and `schema_version`; a change of meaning raises it."""

    kind: str
    schema_version: int
    made_from: tuple[InputHash, ...] = ()
    made_at: AwareDatetime | None = None
    meetbot_version: str = ""

    def encoded(self) -> bytes:
        """The document as it lies on disk: readable JSON in the order of the fields, UTF-8, a line break at the end."""
        return self.model_dump_json(indent=2).encode() + b"\n"


Severity = Literal["info", "warning", "error"]


class Issue(Model):
    """Something that went wrong or was left out, as a value that travels to the user beside the good results.

    `severity` error: what was written is incomplete (exit code 3). `stage` is the verb of the stage (`read`, `assess`,
    `transcribe`, `extract`, `ground`…), `where` names file and row, window or turn, `message` says what and `hint` how
    to mend it. Both are in English, like the command line.
    """

    severity: Severity
    stage: str
    where: str
    message: str
    hint: str = ""


class EngineInfo(Model):
    """What made a document: `name` (`rules`, `llm`, `faster-whisper`), the `model` it ran and the code's `version`.

    `prompts` maps each prompt file to its sha256. Tokens are null where no model counts them.
    """

    name: str
    model: str | None = None
    version: str = ""
    prompts: dict[str, str] = Field(default_factory=dict)
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float | None = None

"""Every exception that meetbot raises on purpose.

MeetbotError(what, where, hint)
├── WorkspaceError        no workspace here, or one that can't be written
│   └── ConfigError       meetbot.toml is not valid: file, line and key are named
├── InputError            a file or value from the user can't be used
│   ├── RecordingError    the recording can't be decoded
│   ├── TranscriptError   the transcript can't be read
│   └── DataError         a CRM export can't be used
├── ModelMissingError     no whisper weights under that name
├── TranscriptionError    the transcription server can't be used
├── LlmError              the language model can't be used
│   ├── LlmUnreachableError   no connection, or no answer in time
│   ├── LlmRefusedError       the server rejected the request (key, model, quota)
│   ├── ContextOverflowError  the prompt is longer than the model reads
│   └── LlmReplyError         the reply is not what was asked for
├── MailError             the mail can't be sent
│   └── DeliveryUnknownError  the connection broke after the data: it may have arrived
├── StoreError            the database can't be read or written
└── StoppedError          the user stopped the run; finished stages are kept
"""


class MeetbotError(Exception):
    """What happened, where, and what to do about it; printed as such by the command line."""

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  in {self.where}")
        lines += [f"  {line}" for line in self.hint.splitlines()]
        return "\n".join(lines)


class WorkspaceError(MeetbotError):
    """No workspace here, or one that can't be written."""


class ConfigError(WorkspaceError):
    """The configuration is not valid."""


class InputError(MeetbotError):
    """A file or value from the user can't be used."""


class RecordingError(InputError):
    """The recording can't be decoded."""


class TranscriptError(InputError):
    """The transcript can't be read."""


class DataError(InputError):
    """A CRM export can't be used."""


class ModelMissingError(MeetbotError):
    """No whisper weights under that name."""


class TranscriptionError(MeetbotError):
    """The transcription server can't be used."""


class LlmError(MeetbotError):
    """The language model can't be used."""


class LlmUnreachableError(LlmError):
    """No connection to the server, or no answer in time."""


class LlmRefusedError(LlmError):
    """The server rejected the request."""


class ContextOverflowError(LlmError):
    """The prompt is longer than the model reads."""


class LlmReplyError(LlmError):
    """The reply is not what was asked for."""


class MailError(MeetbotError):
    """The mail can't be sent."""


class DeliveryUnknownError(MailError):
    """The connection broke after the data: the mail may have arrived."""


class StoreError(MeetbotError):
    """The database can't be read or written."""


class StoppedError(MeetbotError):
    """The user stopped the run; what was finished is kept."""

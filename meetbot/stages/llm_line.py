"""Whether the language model's server still answers."""

from dataclasses import dataclass

from meetbot.errors import LlmError, LlmRefusedError

_GIVE_UP_AFTER = 2
"""Questions in a row that found no server; each has been retried, so the server is gone and the rest is not asked."""


@dataclass(kw_only=True)
class Line:
    """Whether the server still answers. `broken` is why nothing more is asked."""

    answered: bool = False
    missed: int = 0
    broken: LlmError | None = None

    def works(self) -> None:
        """Notes an answer, good or bad."""
        self.answered, self.missed = True, 0

    def fails(self, error: LlmError) -> None:
        """Notes that no answer came. Raises it when none ever came in this run: the caller may use another engine."""
        if not self.answered:
            raise error
        self.missed += 1
        if self.missed >= _GIVE_UP_AFTER or isinstance(error, LlmRefusedError):
            self.broken = error

"""The extractor of a workspace with a language model: rules and model each read the meeting, then they vote."""

from collections.abc import Mapping

from meetbot.model.candidates import Extraction
from meetbot.model.transcript import Transcript
from meetbot.ports import Brief, Checkpoint, Extractor, Progress
from meetbot.stages.voting import combined


class TwoVoters:
    """A ports.Extractor over two others, which see nothing of each other's findings."""

    def __init__(self, rules: Extractor, model: Extractor) -> None:
        self._rules = rules
        self._model = model

    def settings(self) -> Mapping[str, str]:
        """What decides the result: the settings of both."""
        rules = {f"rules.{name}": value for name, value in self._rules.settings().items()}
        return {**self._model.settings(), **rules}

    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """The candidates of both, combined. Raises LlmError when the model could read nothing at all."""
        rules = self._rules.extract(transcript, brief, checkpoint=checkpoint, progress=progress)
        model = self._model.extract(transcript, brief, checkpoint=checkpoint, progress=progress)
        return combined(rules, model)

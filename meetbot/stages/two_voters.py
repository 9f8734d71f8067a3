"""The extractor of a workspace with a language model: rules and model each read the meeting, then they vote."""

from collections.abc import Mapping

from meetbot.model.base import Issue
from meetbot.model.candidates import Extraction
from meetbot.model.transcript import Transcript
from meetbot.ports import Brief, Checkpoint, Extractor, Progress
from meetbot.stages.llm_account import account, joined
from meetbot.stages.llm_ask import Asker
from meetbot.stages.second_look import SecondLook
from meetbot.stages.voting import BOTH, combined


class TwoVoters:
    """A ports.Extractor: the rules, and a model that reads windows (`model`), judges single lines (`second`), or both.

    The model's windows know nothing of the rules' findings. Its second look is shown one candidate at a time, never
    what else was found or how sure it is.
    """

    def __init__(self, rules: Extractor, model: Extractor | None, second: SecondLook | None = None) -> None:
        self._rules = rules
        self._model = model
        self._second = second

    def settings(self) -> Mapping[str, str]:
        """What decides the result: the settings of all."""
        own = {f"rules.{name}": value for name, value in self._rules.settings().items()}
        look = {f"second_look.{name}": value for name, value in self._second.settings().items()} if self._second else {}
        return {"engine": BOTH, **(self._model.settings() if self._model else {}), **look, **own}

    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """The candidates of both, combined. Raises LlmError when the model answered nothing at all."""
        rules = self._rules.extract(transcript, brief, checkpoint=checkpoint, progress=progress)
        read = self._model.extract(transcript, brief, checkpoint=checkpoint, progress=progress) if self._model else None
        if self._second is None:
            return combined(rules, read)
        asker = self._second.asker(checkpoint, known_to_answer=read is not None)
        judged = self._second.judged(rules, read, transcript, asker, progress)
        model = read or Extraction(engine=account((), model=self._second.model, prompts={}))
        model = model.model_copy(update={"candidates": (*model.candidates, *judged.seen)})
        found = combined(rules, model, not_asked=judged.not_asked)
        checked = self._second.checked(found, transcript, asker, progress)
        return _accounted(checked, asker, self._second)


def _accounted(extraction: Extraction, asker: Asker, second: SecondLook) -> Extraction:
    """The extraction with what the questions cost, and with an issue when some found no answer."""
    cost = account(asker.answers, model=second.model, prompts=second.prompts())
    rules, model = extraction.engines
    return extraction.model_copy(
        update={
            "engine": joined(extraction.engine, cost),
            "engines": (rules, joined(model, cost)),
            "issues": (*extraction.issues, *_unanswered(asker)),
            "unanswered": len(asker.errors),
        }
    )


def _unanswered(asker: Asker) -> tuple[Issue, ...]:
    """One issue for all questions that found no answer: what was found stands, less sure than it could be."""
    if not asker.errors:
        return ()
    error = asker.errors[0]
    return (
        Issue(
            severity="error",
            stage="extract",
            where="language model, second look",
            message=f"Questions about single items without an answer: {len(asker.errors)}. {error.what}",
            hint=error.hint or "Run the command again: only what is missing is asked.",
        ),
    )

"""The engines, and the way that a user's transcript goes: from candidates to minutes that were checked once more."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from meetbot import words as wordings
from meetbot.config import LlmConfig
from meetbot.model.minutes import Minutes
from meetbot.ports import Checkpoint, Extractor
from meetbot.prompts import PromptLibrary
from meetbot.stages.compose import compose
from meetbot.stages.llm_engine import LlmEngine
from meetbot.stages.rules import RuleEngine
from meetbot.stages.second_look import SecondLook
from meetbot.stages.two_voters import TwoVoters
from meetbot.stages.verify import verify
from minutes.kept_chat import KeptChat
from minutes.meetings import HERE, LabelledMeeting, transcript_of
from minutes.raw_baseline import RawBaseline

HOUR_WORDS = 9000
"""What people say in an hour of meeting, at 150 words a minute."""


@dataclass(frozen=True, kw_only=True)
class ModelAsked:
    """Which language model reads the meetings, and where its replies are kept."""

    config: LlmConfig
    cache: Path

    def chat(self) -> KeptChat:
        """The model behind its cache. The key is in the environment variable that the config names, if it needs one."""
        from meetbot.adapters.chat import OpenAiChat

        key = os.environ.get(self.config.api_key_env, "none")
        return KeptChat(OpenAiChat(self.config, api_key=key), self.cache, server=self.config.base_url)


Maker = Callable[[LabelledMeeting], Minutes]
"""Makes the minutes of a meeting."""


def through(extractor: Extractor) -> Maker:
    """The way that a user's transcript goes with that engine: candidates, checker, minutes, checked once more."""

    def make(meeting: LabelledMeeting) -> Minutes:
        kept: dict[str, str] = {}
        extraction = extractor.extract(
            meeting.transcript,
            meeting.brief,
            checkpoint=Checkpoint(fetch=kept.get, keep=kept.__setitem__),
            progress=_no_progress,
        )
        minutes = compose(
            extraction,
            meeting.transcript,
            meeting=meeting.meeting,
            roster=meeting.roster,
            agenda=meeting.agenda,
            next_meeting=meeting.next_meeting,
            commitments=meeting.commitments,
            words=wordings.load(meeting.meeting.locale),
        )
        return verify(minutes, meeting.transcript).minutes

    return make


def rules() -> Maker:
    """The embedded engine."""
    return through(RuleEngine())


def _llm(model: ModelAsked) -> Maker:
    return through(LlmEngine(model.chat(), PromptLibrary(model.cache), config=model.config))


def _combined(model: ModelAsked) -> Maker:
    chat, prompts, config = model.chat(), PromptLibrary(model.cache), model.config
    return through(
        TwoVoters(
            RuleEngine(),
            LlmEngine(chat, prompts, config=config) if config.window_turns else None,
            SecondLook(chat, prompts, config=config) if config.second_look != "off" else None,
        )
    )


def _raw(model: ModelAsked) -> Maker:
    return RawBaseline(model.chat()).minutes


WITH_MODEL: Mapping[str, Callable[[ModelAsked], Maker]] = {"llm": _llm, "combined": _combined, "raw": _raw}
"""Engines that need a language model: it alone over windows, both as a workspace with a model has them, one prompt."""
ENGINES = ("rules", *WITH_MODEL)


def engine(name: str, model: ModelAsked | None) -> Maker:
    """The engine of that name. Raises ValueError where it needs a model and there is none."""
    if name == "rules":
        return rules()
    if model is None:
        raise ValueError(f"{name} needs a language model: --llm-url and --llm-model.")
    return WITH_MODEL[name](model)


def made(meeting: LabelledMeeting, make: Maker) -> tuple[Minutes, float]:
    """The minutes, and the processor's seconds that they took here."""
    began = time.process_time()
    minutes = make(meeting)
    return minutes, time.process_time() - began


def _no_progress(_what: str, _share: float) -> None:
    """Nobody looks at it."""


def an_hour(meetings: Sequence[LabelledMeeting]) -> LabelledMeeting:
    """One meeting of HOUR_WORDS words, made of those in the first one's language, for measuring speed."""
    first = meetings[0]
    whole: list[LabelledMeeting] = []
    said: list[tuple[str, str]] = []
    words = 0
    for meeting in (one for one in meetings if one.transcript.language == first.transcript.language):
        whole += [meeting] if words < HOUR_WORDS else []
        for turn in meeting.transcript.turns:
            if words >= HOUR_WORDS:
                break
            said.append((turn.speaker or "", turn.text))
            words += len(turn.text.split())
    people = {person.name: person for meeting in whole for person in meeting.roster.people}
    departments = {department.id: department for meeting in whole for department in meeting.roster.departments}
    roster = first.roster.model_copy(
        update={"people": tuple(people.values()), "departments": tuple(departments.values())}
    )
    transcript = transcript_of(said, roster, name="hour", language=first.transcript.language)
    return replace(first, name="hour", transcript=transcript, roster=roster)


def seconds_for_an_hour() -> tuple[int, float]:
    """Words, and the processor's seconds of the rule engine for them, in a process that has read nothing before."""
    code = (
        "import json; from minutes import engines; from minutes.meetings import load_all;"
        "hour = engines.an_hour(load_all('tune'));"
        "print(json.dumps([hour.words(), engines.made(hour, engines.rules())[1]]))"
    )
    paths = os.pathsep.join(str(HERE.parents[up]) for up in (0, 2))
    printed = subprocess.run(  # noqa: S603 - the code above
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=True
    ).stdout
    words, seconds = json.loads(printed)
    return words, seconds

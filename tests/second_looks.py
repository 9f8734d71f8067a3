"""A small meeting with candidates, and a model that judges them, for the tests of the second look and the voters."""

from collections.abc import Mapping, Sequence
from typing import Any

from fakes import FakeChatModel, MemoryCheckpoint, no_progress

from meetbot.config import LlmConfig
from meetbot.model.base import EngineInfo
from meetbot.model.candidates import Candidate, Extraction, WindowRecord
from meetbot.model.company import Person, Roster
from meetbot.model.transcript import SourceFile, Speaker, Transcript, Turn
from meetbot.ports import Brief, Checkpoint, ChoiceReply, ChoiceRequest, Progress
from meetbot.prompts import PromptLibrary
from meetbot.stages.second_look import SecondLook

LAURA, DIEGO = "Laura Méndez", "Diego Ramírez"
BRIEF = Brief(roster=Roster(people=(Person(name=LAURA), Person(name=DIEGO))))
SPEECH = (
    (LAURA, "Bueno, eh, ¿quién habla con el proveedor?"),
    (DIEGO, "Yo hablo con él, va, el jueves."),
    (LAURA, "Sale. ¿Y el folleto lo dejamos solo en digital?"),
    (DIEGO, "Sí, solo digital, para qué gastar."),
    (LAURA, "Estaría padre hacer un evento algún día."),
    (DIEGO, "Por cierto, muy buena la campaña, Laura."),
)
TASK = Candidate(kind="action", turn_ids=("t0002",), text="Hablar con el proveedor", owner=DIEGO, score=0.7)
SETTLED = Candidate(kind="decision", turn_ids=("t0003", "t0004"), text="Dejar el folleto solo en digital", score=0.7)
WISH = Candidate(kind="action", turn_ids=("t0005",), text="Hacer un evento", owner=LAURA, score=0.3)
PRAISE = Candidate(kind="recognition", turn_ids=("t0006",), text="Muy buena la campaña", score=0.6)
FOUND = (TASK, SETTLED, WISH, PRAISE)


def transcript_of(*speech: tuple[str, str]) -> Transcript:
    """A transcript of these turns, by named speakers."""
    names = dict.fromkeys(name for name, _ in speech)
    return Transcript(
        source=SourceFile(name="r.vtt", sha256="0" * 64, format="vtt"),
        language="es",
        speakers=tuple(Speaker(label=name, name=name) for name in names),
        turns=tuple(Turn(id=f"t{n:04d}", speaker=name, text=text) for n, (name, text) in enumerate(speech, 1)),
    )


class FixedEngine:
    """A ports.Extractor that finds what it is told; it counts how often it was asked."""

    def __init__(self, *candidates: Candidate, name: str = "rules") -> None:
        self.candidates = candidates
        self.name = name
        self.asked = 0

    def settings(self) -> Mapping[str, str]:
        """Its name."""
        return {"engine": self.name}

    def extract(
        self, transcript: Transcript, brief: Brief, *, checkpoint: Checkpoint, progress: Progress
    ) -> Extraction:
        """What it was told."""
        _ = (brief, checkpoint, progress)
        self.asked += 1
        return Extraction(
            engine=EngineInfo(name=self.name, prompt_tokens=None if self.name == "rules" else 100),
            candidates=self.candidates,
            windows=(WindowRecord(index=0, turn_ids=tuple(turn.id for turn in transcript.turns)),),
        )


class Judge(FakeChatModel):
    """Answers by what the question shows: `says` maps a part of the question to a word or probabilities."""

    def __init__(self, says: Mapping[str, Any], *, otherwise: Mapping[str, Any], context_tokens: int = 8192) -> None:
        super().__init__(context_tokens=context_tokens)
        self._says = says
        self._otherwise = otherwise

    def choose(self, request: ChoiceRequest) -> ChoiceReply:
        """The answer of the first part that the question holds, else the one for its purpose."""
        fitting = (answer for part, answer in self._says.items() if part in request.user)
        self.words.append(next(fitting, self._otherwise[request.purpose]))
        return super().choose(request)


def second_look(chat: FakeChatModel, **settings: Any) -> SecondLook:
    """The second look of that model."""
    return SecondLook(chat, PromptLibrary(None), config=LlmConfig(**{"model": "m", **settings}))


def extraction_of(candidates: Sequence[Candidate], transcript: Transcript) -> Extraction:
    """An extraction of the rules with these candidates."""
    checkpoint = MemoryCheckpoint().port
    return FixedEngine(*candidates).extract(transcript, BRIEF, checkpoint=checkpoint, progress=no_progress)

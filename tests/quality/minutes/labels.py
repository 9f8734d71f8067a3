"""What careful minutes of a meeting would have to hold, as GUIDELINE.md words it: the types of a label file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from meetbot.model.base import Model
from meetbot.model.candidates import DecisionStatus

TurnId = Annotated[str, Field(pattern=r"^t\d{4}$")]
NOTES = ("target", "recognition", "customer_voice", "question", "risk", "blame")


class Label(Model):
    """What every section has. An `optional` one counts neither when found nor when missed."""

    turns: tuple[TurnId, ...] = Field(min_length=1)
    says: tuple[str, ...] = ()
    optional: bool = False
    note: str = ""


class DecisionLabel(Label):
    """A decision; `status_also` are other readings that a careful reader would accept."""

    status: DecisionStatus
    status_also: tuple[DecisionStatus, ...] = ()


class CommitmentLabel(Label):
    """A task that somebody took. With `due_free` no day is compared."""

    owner: str | None = None
    helpers: tuple[str, ...] = Field(default=(), alias="with")
    due: date | None = None
    due_also: tuple[date, ...] = ()
    due_words: str = ""
    due_free: bool = False
    condition: str = ""
    follows: int | None = None

    def days(self) -> frozenset[date]:
        """Every day that is right."""
        return frozenset({*self.due_also, *((self.due,) if self.due else ())})


class UpdateLabel(Label):
    """What was said about an open commitment."""

    number: int
    status: Literal["done", "in_progress", "postponed", "cancelled"]
    due: date | None = None


class FigureLabel(Label):
    """A figure spoken about one of the readings; a ratio as 0.33."""

    kpi: str
    value: float
    agrees: bool


class PointLabel(Model):
    """What became of one agenda point."""

    id: str
    status: Literal["treated", "treated_without_decision", "not_treated"]
    optional: bool = False
    note: str = ""


class Labels(Model):
    """A label file: sections of any number of entries."""

    decision: tuple[DecisionLabel, ...] = ()
    commitment: tuple[CommitmentLabel, ...] = ()
    update: tuple[UpdateLabel, ...] = ()
    target: tuple[Label, ...] = ()
    recognition: tuple[Label, ...] = ()
    customer_voice: tuple[Label, ...] = ()
    question: tuple[Label, ...] = ()
    risk: tuple[Label, ...] = ()
    blame: tuple[Label, ...] = ()
    figure: tuple[FigureLabel, ...] = ()
    point: tuple[PointLabel, ...] = ()
    aside: tuple[Label, ...] = ()

    def sections(self) -> dict[str, tuple[Label, ...]]:
        """Every section whose entries cite turns, by name."""
        found = {name: getattr(self, name) for name in type(self).model_fields if name != "point"}
        return {name: entries for name, entries in found.items() if entries}

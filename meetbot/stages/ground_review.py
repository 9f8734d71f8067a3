"""The last look at all items together: each was tested alone, without the others and what came later."""

from collections.abc import Sequence
from dataclasses import dataclass

from meetbot.model.base import Issue
from meetbot.stages.ground_conclusion import with_conclusions
from meetbot.stages.ground_drafts import Draft
from meetbot.stages.ground_evidence import Context
from meetbot.stages.ground_handover import with_last_owners
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_superseded import without_superseded
from meetbot.stages.ground_twins import without_twins


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What is left of the drafts, and an issue for each that was changed or left out."""

    drafts: tuple[Draft, ...]
    issues: tuple[Issue, ...]


def review(drafts: Sequence[Draft], context: Context, people: KnownPeople) -> Reviewed:
    """The drafts without what was taken back later, and each sentence in one list only."""
    kept, open_still = with_conclusions(drafts, context, people)
    kept, taken_back = without_superseded(kept, context, people)
    kept, moved = with_last_owners(kept, context, people)
    kept, repeated = without_twins(kept, people)
    return Reviewed(drafts=tuple(kept), issues=(*open_still, *taken_back, *moved, *repeated))

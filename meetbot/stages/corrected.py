"""Minutes that a person corrected by hand, with all that is told about their items made again from what stands."""

from collections.abc import Sequence

from meetbot.model.commitments import Commitment
from meetbot.model.minutes import ActionItem, Minutes, Note, TopicCoverage
from meetbot.model.transcript import Transcript
from meetbot.stages.compose import weighed
from meetbot.stages.folding import fold
from meetbot.stages.summary import executive, of_topics
from meetbot.words import Words


def corrected(
    minutes: Minutes,
    found: Minutes,
    transcript: Transcript,
    *,
    commitments: Sequence[Commitment] = (),
    earlier: Sequence[Minutes] = (),
    words: Words,
) -> Minutes:
    """The minutes as corrected; `found` are those that the program made and the person began from.

    Summaries that the person worded stay as they are; what still is the program's is told again.
    """
    actions = tuple(_with_department(action, minutes) for action in minutes.actions)
    targets = _still_agreed(minutes, found)
    stood = minutes.model_copy(update={"actions": actions, "targets": targets})
    if minutes.health == found.health:
        stood = weighed(stood, transcript, commitments, earlier)
    topics = _topics(stood, found, transcript, words)
    stood = stood.model_copy(update={"topics": topics})
    if minutes.summary != found.summary:
        return stood
    return stood.model_copy(update={"summary": executive(stood, transcript, words)})


def _with_department(action: ActionItem, minutes: Minutes) -> ActionItem:
    """The action with its owner's department; who has an owner is no longer one whose owner was dropped."""
    owner = minutes.roster.person(action.owner)
    if owner is None:
        return action
    known = action.department is not None and action.department == owner.department
    doubts = tuple(doubt for doubt in action.doubts if doubt != "owner_not_in_evidence")
    department = action.department if known else owner.department
    return action.model_copy(update={"department": department, "doubts": doubts})


def _still_agreed(minutes: Minutes, found: Minutes) -> tuple[Note, ...]:
    """The targets but those that tell what a removed decision told."""
    standing = {item.id for item in (*minutes.decisions, *minutes.unconfirmed)}
    removed = {_said(decision.text) for decision in found.decisions if decision.id not in standing}
    return tuple(target for target in minutes.targets if _said(target.text) not in removed)


def _topics(minutes: Minutes, found: Minutes, transcript: Transcript, words: Words) -> tuple[TopicCoverage, ...]:
    before = {topic.agenda_item: topic.summary for topic in found.topics}
    again = of_topics(minutes, transcript, words)
    return tuple(
        new if old.summary == before.get(old.agenda_item) else old
        for old, new in zip(minutes.topics, again, strict=True)
    )


def _said(text: str) -> str:
    return fold(text).strip(" .,;:!?¿¡…\"“”'")

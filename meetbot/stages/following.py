"""Which new actions take up an open commitment of an earlier meeting: promised again, or taken over by another."""

from collections.abc import Mapping, Sequence

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, CommitmentUpdate
from meetbot.model.transcript import Transcript
from meetbot.stages.following_signs import Taken, signs
from meetbot.stages.following_talk import Talk
from meetbot.stages.rules.choice import likeliest, shipped

SURE = 0.6
"""Probability from which an action is said to take up a commitment.

Measured 2026-11 (learn_following.py --check), each meeting by weights from the others: of 79 labelled links of actions
that are found 48 are stated, and 4 wrong ones; from 0.5 on 52 and 7. What asked for the same owner stated 3 of 21 in
meetings that nobody had seen. A wrong link hides a new task behind an old one.
"""


def shipped_following_weights() -> Mapping[str, float]:
    """What each sign weighs: log-odds against a new task."""
    found: Mapping[str, float] = shipped(__package__, "following_weights.json")
    return found


def following(
    actions: Sequence[ActionItem],
    commitments: Sequence[Commitment],
    transcript: Transcript,
    roster: Roster,
    *,
    told: Sequence[CommitmentUpdate] = (),
) -> tuple[ActionItem, ...]:
    """The actions, each with the number of the open commitment that it takes up, if it does; no two the same one.

    `told` is what was said about the open commitments: what was ended is hardly taken up again.
    """
    still_open = [commitment for commitment in commitments if commitment.status == "open"]
    if not still_open:
        return tuple(actions)
    found = claims(actions, Talk(transcript, still_open, roster, told), shipped_following_weights())
    best: dict[int, tuple[float, int]] = {}
    for place, (number, likely) in found.items():
        if likely >= SURE and likely > best.get(number, (0.0, 0))[0]:
            best[number] = likely, place
    taken = {place: number for number, (_, place) in best.items()}
    return tuple(action.model_copy(update={"follows": taken.get(place)}) for place, action in enumerate(actions))


def claims(actions: Sequence[ActionItem], talk: Talk, weights: Mapping[str, float]) -> dict[int, tuple[int, float]]:
    """The likeliest commitment of each action, by the action's place, and its probability."""
    found: dict[int, tuple[int, float]] = {}
    for place, options in following_options(actions, talk).items():
        chosen = likeliest(list(options.values()), weights)
        if chosen is not None:
            found[place] = list(options)[chosen[0]], chosen[1]
    return found


def following_options(actions: Sequence[ActionItem], talk: Talk) -> dict[int, dict[int, frozenset[str]]]:
    """The signs of each open commitment, by its number, for each action with proof, by its place."""
    leads = {
        place: talk.places[action.evidence.turn_ids[0]]
        for place, action in enumerate(actions)
        if action.evidence is not None
    }
    found: dict[int, dict[int, frozenset[str]]] = {}
    for place in leads:
        others = [lead for other, lead in leads.items() if other != place]
        taken = Taken(action=actions[place], talk=talk, others=others)
        found[place] = {task.commitment.number: frozenset(signs(taken, task)) for task in talk.tasks}
    return found

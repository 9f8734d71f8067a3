"""Leaves out of the minutes what would stand there twice: one matter told by two turns, one sentence in two lists."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, Decision, Item, Note
from meetbot.model.transcript import Transcript
from meetbot.stages.folding import fold
from meetbot.stages.ground_items import Grounded
from meetbot.stages.ground_words import words_of

_CHEERING_TURNS = 4
"""Turns within which others join in when somebody is praised; later it is another praise."""
_BARE_PRAISE = 4
"""Words of a praise that names nobody and nothing: whoever says so joins in."""
_AnyItem = TypeVar("_AnyItem", bound=Item)


def recognised_once(grounded: Grounded, transcript: Transcript, roster: Roster) -> tuple[Note, ...]:
    """The recognitions; who joins in with "¡bravo, Sebas!" recognises nothing else and only adds a turn."""
    names = {word for person in roster.people for name in (person.name, *person.aliases) for word in words_of(name)}

    def joins(first: Note, later: Note, distance: int) -> bool:
        named = set(words_of(later.text)) & names
        bare = not named and len(words_of(later.text)) <= _BARE_PRAISE
        return distance <= _CHEERING_TURNS and (bare or (bool(named) and named <= set(words_of(first.text))))

    return _once(grounded.recognitions, transcript, joins)


def risks_once(grounded: Grounded, transcript: Transcript) -> tuple[Note, ...]:
    """The risks; what the next turn adds ("si nos llega tarde, …") is the same one."""
    return _once(grounded.risks, transcript, lambda _first, _later, distance: distance <= 1)


def unstated(grounded: Grounded) -> tuple[Decision | ActionItem | Note, ...]:
    """The unconfirmed items without the sentences that stand as confirmed elsewhere."""
    confirmed = (*grounded.decisions, *grounded.actions, *grounded.targets, *grounded.recognitions)
    confirmed += (*grounded.customer_voice, *grounded.questions, *grounded.risks, *grounded.blame)
    stated = {_sentence(item) for item in confirmed}
    return _numbered(tuple(item for item in grounded.unconfirmed if _sentence(item) not in stated))


def _once(notes: Sequence[Note], transcript: Transcript, same: Callable[[Note, Note, int], bool]) -> tuple[Note, ...]:
    places = {turn.id: index for index, turn in enumerate(transcript.turns)}
    kept: list[Note] = []
    for note in notes:
        last = kept[-1] if kept else None
        if last is None or not same(last, note, _distance(last, note, places)):
            kept.append(note)
        else:
            kept[-1] = _with_turns(last, note)
    return _numbered(tuple(kept))


def _distance(first: Note, later: Note, places: dict[str, int]) -> int:
    """Turns from what the first cites to the other's; items that cite nothing are far from all."""
    if first.evidence is None or later.evidence is None:
        return len(places)
    here = places[later.evidence.turn_ids[0]]
    return min(abs(here - places[turn_id]) for turn_id in first.evidence.turn_ids)


def _with_turns(first: Note, later: Note) -> Note:
    evidence = first.evidence
    if evidence is not None and later.evidence is not None:
        turn_ids = dict.fromkeys((*evidence.turn_ids, *later.evidence.turn_ids))
        evidence = evidence.model_copy(update={"turn_ids": tuple(turn_ids)})
    return first.model_copy(update={"evidence": evidence, "candidates": (*first.candidates, *later.candidates)})


def _sentence(item: Item) -> tuple[str, str]:
    """The turn and the folded words that prove the item; its own number where nothing does."""
    return (item.id, "") if item.evidence is None else (item.evidence.turn_ids[0], fold(item.evidence.quote))


def _numbered(items: tuple[_AnyItem, ...]) -> tuple[_AnyItem, ...]:
    """The items with numbers that have no gaps."""
    return tuple(
        item.model_copy(update={"id": f"{item.id.partition('-')[0]}-{number:02d}"})
        for number, item in enumerate(items, 1)
    )

"""Who is spoken to in a sentence: the name called out in it, or in the words just before."""

import re

from meetbot.stages.rules import cues
from meetbot.stages.rules.acts import Reading
from meetbot.stages.rules.people import Named, People
from meetbot.stages.rules.speech import Sentence, Utterance
from meetbot.stages.rules.verbs import imperative, readings

_CALLS = re.compile(
    r"^\s*(?:$|[,¿:?.!]|(?:tu|vos|usted|me|nos|te|porfa|por favor|puedes|podes|podrias|puede|podria|can you|"
    r"could you|would you|will you|please)(?!\w))"
)
_OPENERS = re.compile(
    r"^(?:(?:y|oye|oiga|a ver|che|gracias|perdon|and|hey|ok|okay|so|mira|mire|bueno|entonces|por favor|si|no|"
    r"dale|va)[\s,]+)*$"
)
_VOCATIVE_AFTER = re.compile(r"^\s*(?:$|[,.?!…])")


def read_utterance(utterance: Utterance, people: People) -> tuple[Reading, ...]:
    """Its sentences with the names in them and whom each addresses."""
    out: list[Reading] = []
    called: str | None = None
    recap = cues.RECAP.search(utterance.folded) or _listing(utterance, people) or _many(utterance, people)
    for sentence in utterance.sentences:
        names = people.named(sentence.text)
        own = _addressee(sentence, tuple(n for n in names if n.name != utterance.name))
        called = own or called
        in_recap = recap is not None and sentence.start + len(sentence.text) > recap.start()
        out.append(Reading(sentence, names, called, recap=in_recap))
    return tuple(out)


def _listing(utterance: Utterance, people: People) -> re.Match[str] | None:
    """Where a turn that goes on to name several people begins to read back what was agreed."""
    match = cues.LISTS.search(utterance.folded)
    if match is None:
        return None
    named = {n.name for n in people.named(utterance.text[match.end() :])}
    return match if len(named) > 1 else None


_SEVERAL = 3
"""People named and days said in one turn from which it is a list of who does what until when."""


def _many(utterance: Utterance, people: People) -> re.Match[str] | None:
    """Where a turn that gives several people their days begins to name them."""
    if sum(len(sentence.dues) for sentence in utterance.sentences) < _SEVERAL:
        return None
    named = people.named(utterance.text)
    if len({n.name for n in named}) < _SEVERAL:
        return None
    return re.compile(r"(?=.)").match(utterance.folded, named[0].start)


def _addressee(sentence: Sentence, names: tuple[Named, ...]) -> str | None:
    for named in names:
        before, after = sentence.folded[: named.start], sentence.folded[named.end :]
        opens = not before.strip() or _OPENERS.match(before) or cues.FILLERS_AT_START.fullmatch(before)
        if opens and (_CALLS.match(after) or _orders(sentence, named)):
            return named.name
        if (
            before.rstrip().endswith((",", "¿"))
            and (_VOCATIVE_AFTER.match(after) or _CALLS.match(after))
            and not _listed(after)
        ):
            return named.name
    return None


def _orders(sentence: Sentence, named: Named) -> bool:
    """Whether the word after the name speaks to that person: a second person or an order with its pronouns."""
    word = next((w for w in sentence.words if w.start >= named.end), None)
    if word is None:
        return False
    return imperative(word.folded) is not None or any(
        form.person == "2s" and form.tense == "present" and word.raw.lower().endswith("s")
        for form in readings(word.raw)
    )


def _listed(after: str) -> bool:
    return bool(re.match(r"\s*,?\s*(?:y|and|e)\s", after))

"""Spanish recognisers of speech acts: by verb form, person and pronouns, over tuteo, voseo and ustedeo."""

from collections.abc import Iterator

from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.spanish_forms import finite_forms
from meetbot.stages.rules.spanish_phrases import charges, periphrases, wishes
from meetbot.stages.rules.vocabulary import vocabulary

_ENGLISH_ONLY = vocabulary(
    "the to of and is are was it that this you your we they i i'm i'll it's for with what do does did have",
    "be not don't",
    "on at my our out so",
)
_SPANISH_ONLY = vocabulary(
    "el la los las de que y es en un una lo se te le me nos por con para su mi al del yo tu si ya eso esto",
    "pero como mas",
    "les hay",
)


def spanish_acts(reading: Reading) -> Iterator[Act]:
    """The acts of one sentence, in order of appearance per kind; overlapping ones are the caller's to sort out."""
    yield from charges(reading)
    if _is_english(reading):
        return
    yield from periphrases(reading)
    yield from finite_forms(reading)
    yield from wishes(reading)


def _is_english(reading: Reading) -> bool:
    """Whether the sentence has English function words and no Spanish ones: "save the date" orders nothing."""
    words = {word.folded for word in reading.sentence.words}
    return bool(words & _ENGLISH_ONLY) and not words & _SPANISH_ONLY

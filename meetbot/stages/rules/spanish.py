"""Spanish recognisers of speech acts: by verb form, person and pronouns, over tuteo, voseo and ustedeo."""

from collections.abc import Iterator

from meetbot.stages.rules.acts import Act, Reading
from meetbot.stages.rules.spanish_forms import finite_forms
from meetbot.stages.rules.spanish_phrases import charges, periphrases, wishes


def spanish_acts(reading: Reading) -> Iterator[Act]:
    """The acts of one sentence, in order of appearance per kind; overlapping ones are the caller's to sort out."""
    yield from periphrases(reading)
    yield from charges(reading)
    yield from finite_forms(reading)
    yield from wishes(reading)

"""Word lists, written as people read them."""


def vocabulary(*lines: str) -> frozenset[str]:
    """The words of the lines."""
    return frozenset(word for line in lines for word in line.split())


FUNCTION_WORDS = vocabulary(
    "a al ante con de del desde e el ella ellas ellos en entre es esa ese eso esos esas esta este esto estas estos",
    "hasta la las le les lo los me mi mis mas muy ni no nos o os para pero por porque que quien se si sin sobre su sus",
    "te tu tus u un una unas uno unos usted ustedes vos vosotros y ya yo tambien entonces pues bueno vale listo dale",
    "claro va sale aja mm eh ah oye mira perdon gracias favor hoy manana ahora ahorita nada todo todos algo alguien",
    "nadie cuando como donde cual cuanto igual mejor solo sea fue era hay",
    "the an of to in on at by for from with and or but if not is are was be been it its this that these those i you he",
    "she we they him her us them my your his our their who what when how which do does did will would can could should",
    "shall may might must have has had i'll i'd i'm we'll we're you'll it's that's let's don't can't won't ok okay",
    "yeah yes sure fine right well so then just please thanks done good great nobody somebody someone everyone anyone",
)
"""Words that carry the grammar and nothing of the matter, in Spanish and English."""


ONCE = r"once(?= (?:i|we|you|he|she|they|it|the|that|this|everybody|everyone|\w+'s)\b)"
"""The English "once" in a pattern: "a las once" is eleven o'clock."""

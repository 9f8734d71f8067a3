"""Whether a model's rewording says what the rule's sentence said: nothing more, nothing else, nobody else."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from meetbot.stages.folding import fold
from meetbot.stages.reword_text import BLANK, Template
from meetbot.stages.reword_words import LEXICONS, Lexicon

_TOKEN = re.compile(r"\{[fn]\d+\}|[^\W\d_]+(?:'[^\W\d_]+)?")
_ALLOWED = frozenset(" .,;:¿?¡!()«»“”\"'’-–—…")
_NUMBER = re.compile(r"\d(?:[\d.,:/]*\d)?")
_STARTS = re.compile(r"(?:^|[.?!…¿¡])[\s«“\"'(¿¡]*([^\W\d_]+)")
_SPARE = 40
_LONGER = 1.6
_LONGEST = 280
"""A document's row has room for three lines."""
_STEM = 5
_NEAR = 3
_SMALL = frozenset(word for lexicon in LEXICONS.values() for word in lexicon.small)


class UnfaithfulError(Exception):
    """Why a rewording is not used. `changes_data` tells figures and names from matters of style."""

    def __init__(self, problem: str, *, changes_data: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.changes_data = changes_data


def longest(template: Template) -> int:
    """How many characters a rewording of it may have, blanks included."""
    return min(_LONGEST, int(len(template.text) * _LONGER) + _SPARE)


def faithful(
    template: Template, reply: str, *, is_question: bool, language: str, known: Collection[str], names: Collection[str]
) -> str:
    """The rewording with the values filled in. Raises UnfaithfulError.

    `known` are words that may begin a sentence without being somebody's name (folded), `names` the words of names that
    the workspace knows (folded).
    """
    wording = " ".join(reply.split())
    pair = _Pair(rule=_Side(template.text), reply=_Side(wording), words=LEXICONS[language], known=known, names=names)
    _characters(template, wording)
    _blanks(template, wording)
    _form(wording, is_question=is_question, language=language, ends=template.text[-1:])
    for check in _CHECKS:
        check(pair)
    filled = template.filled(wording)
    if Counter(_NUMBER.findall(filled)) != Counter(_NUMBER.findall(template.filled())):
        raise UnfaithfulError("it holds a number that is not in the data", changes_data=True)
    return filled


def likeness(one: str, other: str) -> float:
    """The share of telling words that two sentences have in common, in [0, 1]."""
    first, second = _Side(one).telling, _Side(other).telling
    return len(first & second) / max(1, len(first | second))


class _Side:
    """A sentence as tokens: blanks as they are, words folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token if token.startswith("{") else fold(token) for token in _TOKEN.findall(text)]
        self.words = [token for token in self.tokens if not token.startswith("{")]
        self.stems = frozenset(word[:_STEM] for word in self.words)
        self.telling = frozenset(word[:_STEM] for word in self.words if len(word) > _NEAR and word not in _SMALL)


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """The rule's sentence, its rewording, and the words of their language."""

    rule: _Side
    reply: _Side
    words: Lexicon
    known: Collection[str]
    names: Collection[str]

    def added(self, which: Collection[str]) -> list[str]:
        """Those words that the rewording has more often than the rule's sentence."""
        more = Counter(word for word in self.reply.words if word in which)
        more.subtract(word for word in self.rule.words if word in which)
        return [word for word, count in more.items() if count > 0]


def _characters(template: Template, wording: str) -> None:
    """Length, and nothing but words and punctuation: no digits, no markup, no links, no symbols of units."""
    if not wording:
        raise UnfaithfulError("it is empty")
    if len(wording) > longest(template):
        raise UnfaithfulError("it is too long")
    bare = BLANK.sub("", wording)
    if any(character.isdigit() for character in bare):
        raise UnfaithfulError("it writes a number of its own", changes_data=True)
    strange = sorted({c for c in bare if not c.isalpha() and c not in _ALLOWED})
    if strange:
        raise UnfaithfulError(f"it has characters that are no text: {' '.join(strange)[:40]}")


def _blanks(template: Template, wording: str) -> None:
    """Every blank exactly once and in the same order: two figures that change places change what is said."""
    found, wanted = BLANK.findall(wording), template.blanks
    if found == wanted:
        return
    if lost := [name for name in wanted if name not in found]:
        raise UnfaithfulError(f"it lost a figure or name: {', '.join(lost)}", changes_data=True)
    if foreign := [name for name in found if name not in wanted]:
        raise UnfaithfulError(f"it holds a figure or name of another point: {', '.join(foreign)}", changes_data=True)
    raise UnfaithfulError("it repeats figures or names, or puts them in another order", changes_data=True)


def _form(wording: str, *, is_question: bool, language: str, ends: str) -> None:
    asks = wording.endswith("?") and (language != "es" or "¿" in wording)
    if is_question and not asks:
        raise UnfaithfulError("it is no question")
    if not is_question and ("?" in wording or "¿" in wording or wording[-1] not in {".", ends}):
        raise UnfaithfulError("it is no plain sentence")


def _language(pair: _Pair) -> None:
    """In the document's language: its small words are there, those of the other language are not."""
    others = [lexicon for lexicon in LEXICONS.values() if lexicon is not pair.words]
    own = sum(word in pair.words.small for word in pair.reply.words)
    foreign = sum(word in other.small for other in others for word in pair.reply.words)
    if foreign > own or (own == 0 and len(pair.reply.words) > _NEAR):
        raise UnfaithfulError("it is in another language")


def _quantities(pair: _Pair) -> None:
    """No number in words, no 'all', 'half' or 'only' that the rule's sentence does not have."""
    if added := pair.added(pair.words.quantities):
        raise UnfaithfulError(f"it asserts a quantity: {', '.join(added)}", changes_data=True)
    for index, token in enumerate(pair.reply.tokens):
        before = pair.reply.tokens[max(0, index - _NEAR) : index] if token.startswith("{") else []
        if added := [word for word in before if word in pair.words.comparisons and word not in pair.rule.words]:
            raise UnfaithfulError(f"it compares a figure otherwise: {', '.join(added)}", changes_data=True)


def _negations(pair: _Pair) -> None:
    """As many negations as before: one more or one less turns a statement round."""
    counts = [
        sum(w in pair.words.negations or w.endswith("n't") for w in side.words) for side in (pair.rule, pair.reply)
    ]
    if counts[0] != counts[1]:
        raise UnfaithfulError("it negates what was not negated, or the reverse", changes_data=True)


def _directions(pair: _Pair) -> None:
    """No rise, fall, success or failure that the rule's sentence does not tell."""
    told = [stem for stem in pair.words.directions if any(word.startswith(stem) for word in pair.rule.words)]
    for word in pair.reply.words:
        found = next((stem for stem in pair.words.directions if word.startswith(stem)), None)
        if found is not None and found not in told:
            raise UnfaithfulError(f"it tells a change that the data don't: {word}", changes_data=True)


def _roles(pair: _Pair) -> None:
    """A figure that was the target or the earlier value stays so: these words keep their place among the blanks."""
    rule, reply = (_anchored(side.tokens, pair.words) for side in (pair.rule, pair.reply))
    if rule != reply:
        raise UnfaithfulError("it gives a figure another meaning", changes_data=True)


def _anchored(tokens: Sequence[str], words: Lexicon) -> list[str]:
    roles = {word: role for role, group in words.anchors.items() for word in group}
    return [found for token in tokens if (found := token if token.startswith("{") else roles.get(token))]


def _neighbours(pair: _Pair) -> None:
    """The first telling word after a figure, and the one right before it, say what was counted: the rule's own."""
    tokens = pair.reply.tokens
    for index, token in enumerate(tokens):
        if not token.startswith("{"):
            continue
        after = [word for word in tokens[index + 1 : index + 1 + _NEAR] if word not in pair.words.small]
        for word in (*tokens[max(0, index - 1) : index], *after[:1]):
            fits = word.startswith("{") or word in pair.words.small or word[:_STEM] in pair.rule.stems
            if not fits:
                raise UnfaithfulError(f"it counts something else: {word}", changes_data=True)


def _people(pair: _Pair) -> None:
    """Nobody and nothing is named that the rule's sentence does not name."""
    common = {*pair.known, *pair.words.small, *pair.words.openers}
    starts = {found.start(1) for found in _STARTS.finditer(pair.reply.text)}
    for found in re.finditer(r"[^\W\d_]+", BLANK.sub(lambda blank: " " * len(blank.group()), pair.reply.text)):
        word, folded = found.group(), fold(found.group())
        if folded in pair.rule.words:
            continue
        begins = found.start() in starts
        named = folded in pair.names or any(c.isupper() for c in word[1:]) or (word[0].isupper() and not begins)
        if named or (word[0].isupper() and folded not in common):
            raise UnfaithfulError(f"it names somebody or something: {word}", changes_data=True)


def _blame(pair: _Pair) -> None:
    """A shared result is never turned into an accusation (ADVICE A14)."""
    for word in pair.reply.words:
        if word not in pair.rule.words and word.startswith(pair.words.blame):
            raise UnfaithfulError(f"it blames: {word}")


def _subject(pair: _Pair) -> None:
    """It speaks of the same: a third of the telling words stay, and few are new."""
    telling, new = pair.rule.telling, pair.reply.telling - pair.rule.stems
    if len(telling & pair.reply.stems) * 3 < len(telling):
        raise UnfaithfulError("it speaks of something else")
    if len(new) > max(_NEAR, len(telling) // 2):
        raise UnfaithfulError("it adds what the rules don't say")


_CHECKS: tuple[Callable[[_Pair], None], ...] = (
    _language,
    _quantities,
    _negations,
    _people,
    _blame,
    _directions,
    _roles,
    _neighbours,
    _subject,
)

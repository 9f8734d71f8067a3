"""What the meeting said about the agenda's figures, beside what the data say: no model.

Better silent than wrong: a contradiction is only claimed where the words say of which indicator they speak, as how
things are, and where no other figure of the agenda (the period before, a target, a part) can be meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from meetbot.model.kpi import Reading
from meetbot.model.minutes import FigureCheck
from meetbot.model.transcript import Transcript
from meetbot.stages.due_words import MONTHS
from meetbot.stages.figure_stance import Saying, is_goal_talk, saying
from meetbot.stages.figure_terms import Mention, Terms
from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import Context, Place, sentences
from meetbot.stages.spoken_figures import SpokenFigure, figures_in

_CARRY = 3
"""Over how many turns a figure without a name can still be about what was named before."""
_CARRY_UNIT = 5
"""The same, where its unit tells too."""
_CARRY_EQUAL = 8
"""The same, where it is the reading's own figure."""
_PLAUSIBLE = 5.0
"""A figure more than five times off is about something else."""
_NEAR = 0.015
"""So near to the reading, a figure is rounded in a way that the words don't tell, rather than another one."""
_TELLING = 0.01
"""A figure that is exact to a hundredth (318, 21,500, 5.42) is hardly another one by chance."""
_SHORT_TURN = 200
_BEHIND = 4
"""Words between a figure and the name behind it: 'cuarenta y pico que no los llamó nadie'."""
_BARE = 6
"""Words of a sentence that only gives a figure."""
_THOUSAND = 1000
_SMALL = 12
"""Smaller figures are said of anything."""
_WHOLE, _CUT_BELOW, _DAY_HOURS = 100, 10_000, 24
_FAR, _FARTHEST = 80, 200
"""Characters between a name and its figure, and where it is the reading's own figure."""
_ABSENCE = "never_contacted"
_MONTH_NAMES = frozenset(MONTHS)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A figure that is about a reading; `scale` makes "mil ochocientos" millions where the reading is."""

    reading: Reading
    value: float
    agrees: bool
    figure: SpokenFigure


@dataclass
class _Topic:
    """What is spoken about: when each family was named last, its figure told, and goals spoken of."""

    named: dict[str, int] = field(default_factory=dict)
    goal_at: int = -1
    told: dict[str, int] = field(default_factory=dict)

    def recent(self, index: int, within: int) -> list[str]:
        """The families named at most that many turns ago, the latest first."""
        found = [(turn, name) for name, turn in self.named.items() if index - turn <= within]
        return [name for _, name in sorted(found, key=lambda item: -item[0])]

    def name(self, family: str, index: int) -> None:
        """Notes that the family was named, after all others."""
        self.named.pop(family, None)
        self.named[family] = index


def checked(
    transcript: Transcript, readings: Sequence[Reading], *, locale: str | None = None
) -> tuple[FigureCheck, ...]:
    """The spoken figures that are about one of the readings, in order of speech, each once.

    The country of `locale` ("es-CL") tells whose money "lucas" and "pesos" are.
    """
    country = (locale or "").partition("-")[2]
    return _Checker(transcript, Terms(readings), locale=f"{transcript.language}-{country}").run()


class _Checker:
    def __init__(self, transcript: Transcript, terms: Terms, *, locale: str) -> None:
        self._context = Context(transcript)
        self._terms, self._locale = terms, locale
        self._topic = _Topic()
        self._otherwise: set[float] = set()
        self._found: list[tuple[_Told, Place, list[int]]] = []

    def run(self) -> tuple[FigureCheck, ...]:
        if self._terms.families:
            for index, turn in enumerate(self._context.turns):
                self._read(index, turn.text)
        return tuple(self._check(told, place, turns) for told, place, turns in self._found)

    def _read(self, index: int, text: str) -> None:
        folded = fold(text)
        mentions = self._terms.mentions(folded)
        figures = figures_in(text, language=self._locale)
        turn = _Turn(text=text, folded=folded, mentions=mentions, figures=figures)
        for number, figure in enumerate(figures):
            told = self._told(index, turn, number)
            if told is not None:
                self._keep(told, index, turn.sentence(figure))
                family = _family_of(told.reading, self._terms)
                self._topic.name(family, index)
                self._topic.told[family] = index
        for mention in mentions:
            for family in () if mention.weak else mention.families:
                self._topic.name(family, index)
        if not mentions and is_goal_talk(text):
            self._topic.goal_at = index

    def _told(self, index: int, turn: "_Turn", number: int) -> _Told | None:
        figure = turn.figures[number]
        how = saying(turn.text, figure, sentence=turn.sentence(figure), months=_MONTH_NAMES)
        if how.stance != "level":
            self._otherwise.add(figure.value)
        if turn.names_absence(figure):
            how = replace(how, negated=False, stance="level" if how.stance == "change" else how.stance)
        if how.stance in {"change", "elsewhere"} or how.negated or figure.unit == "points":
            return None
        named = turn.named(number)
        if named is not None and self._measured_by(figure, named):
            return self._of_name(named, figure, how, turn)
        return self._carried(index, turn, figure, how)

    def _measured_by(self, figure: SpokenFigure, named: "_Named") -> bool:
        """Whether the figure is in the unit of what is named: 'ventas cerró en dos millones' is no closing rate."""
        return any(_measures(figure, self._terms.families[family]) for family in named.mention.families)

    def _of_name(self, named: "_Named", figure: SpokenFigure, how: Saying, turn: "_Turn") -> _Told | None:
        families = named.mention.families
        for family in families:
            if agreeing := _agreeing(figure, self._terms.families[family], how):
                return agreeing
        bare = figure.unit == "number" and figure.value < _THOUSAND
        vague = len(families) > 1 or (named.mention.weak and bare)
        apart = named.mention.end <= turn.sentence(figure)[0] and not how.asserts
        if named.used or vague or apart or figure.value in self._otherwise:
            return None
        readings, others = self._terms.families[families[0]], self._others(families[0])
        return _contradicting(figure, readings, how, foreign=turn.foreign(figure), others=others)

    def _carried(self, index: int, turn: "_Turn", figure: SpokenFigure, how: Saying) -> _Told | None:
        """What a figure without a name is about: the family named last, or one whose very figure it repeats."""
        if turn.foreign(figure):
            return self._unmistakable(figure, how) if self._terms.counts(turn.counted(figure)) else None
        within = _CARRY if figure.unit == "number" else _CARRY_UNIT
        recent = [name for name in self._topic.recent(index, within) if _measures(figure, self._terms.families[name])]
        for family in recent[:2]:
            if agreeing := _agreeing(figure, self._terms.families[family], how):
                return agreeing
        if repeated := self._repeated(index, figure, how) or self._unmistakable(figure, how):
            return repeated
        asserts = how.asserts or (figure.unit != "number" and turn.is_bare(figure))
        if not recent or not asserts or figure.value in self._otherwise or is_goal_talk(turn.text):
            return None
        family = recent[0]
        if self._topic.goal_at > self._topic.named[family] or (figure.unit == "number" and family != self._last()):
            return None
        return _contradicting(figure, self._terms.families[family], how, foreign=False, others=self._others(family))

    def _last(self) -> str:
        return next(reversed(self._topic.named))

    def _repeated(self, index: int, figure: SpokenFigure, how: Saying) -> _Told | None:
        for family, last in sorted(self._topic.told.items(), key=lambda item: -item[1]):
            near = index - last <= _CARRY_EQUAL and figure.value > _CARRY_EQUAL
            if near and (agreeing := _agreeing(figure, self._terms.families[family], how)):
                return agreeing
        return None

    def _unmistakable(self, figure: SpokenFigure, how: Saying) -> _Told | None:
        """The one reading whose very figure this is, digit for digit, where the figure is no round one."""
        if figure.bound not in {"exact", "about"} or how.stance not in {"level", "part"} or not _is_odd(figure):
            return None
        told = [_agreeing(figure, readings, how) for readings in self._terms.families.values()]
        found = [one for one in told if one is not None]
        if len(found) != 1 or (figure.bound == "about" and figure.unit == "number"):
            return None
        before = [r for readings in self._terms.families.values() for r in readings if r is not found[0].reading]
        return None if _means_another(figure, before) else found[0]

    def _others(self, family: str) -> list[Reading]:
        return [r for name, readings in self._terms.families.items() if name != family for r in readings]

    def _keep(self, told: _Told, index: int, sentence: tuple[int, int]) -> None:
        for other, _, turns in self._found:
            if _same(other, told):
                if index not in turns:
                    turns.append(index)
                return
        self._found = [one for one in self._found if one[2] != [index] or not _sharpens(told, one[0])]
        self._found.append((told, self._place(index, sentence), [index]))

    def _place(self, index: int, sentence: tuple[int, int]) -> Place:
        text = self._context.turns[index].text
        if len(text) <= _SHORT_TURN:
            return Place(index=index, start=len(text) - len(text.lstrip()), end=len(text.rstrip()))
        return Place(index=index, start=sentence[0], end=sentence[1])

    def _check(self, told: _Told, place: Place, turns: Sequence[int]) -> FigureCheck:
        reading, value = told.reading, told.reading.value
        assert value is not None  # noqa: S101 - Terms keeps readings with a value only
        return FigureCheck(
            kpi=reading.kpi.id, name=reading.kpi.name, unit=reading.kpi.unit, currency=reading.kpi.currency,
            said=told.figure.words, spoken=told.value, reading=value, agrees=told.agrees, period=reading.period,
            source=reading.source, read_at=reading.read_at, evidence=self._context.evidence(place, turns),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Named:
    """The words that name what a figure is about; `used` when another figure stands between them."""

    mention: Mention
    used: bool = False


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """One turn with the names and figures in it."""

    text: str
    folded: str
    mentions: tuple[Mention, ...]
    figures: tuple[SpokenFigure, ...]

    def sentence(self, figure: SpokenFigure) -> tuple[int, int]:
        """The span of the figure's sentence."""
        return next((a, b) for a, b in sentences(self.text) if a <= figure.start < b)

    def is_bare(self, figure: SpokenFigure) -> bool:
        """Whether a sentence says little but the figure, as in 'veintiséis horas, lo vi ayer'."""
        first, last = self.sentence(figure)
        return len(self.text[first:last].split()) <= _BARE and "?" not in self.text[first:last]

    def names_absence(self, figure: SpokenFigure) -> bool:
        """Whether an indicator of what was not done is named in the sentence: 'los nunca contactados son treinta'."""
        first, last = self.sentence(figure)
        return any(_ABSENCE in mention.families and first <= mention.start < last for mention in self.mentions)

    def named(self, number: int) -> _Named | None:
        """The nearest name: right behind the figure, or before it in this sentence or the one before."""
        figure = self.figures[number]
        following = self.figures[number + 1].start if number + 1 < len(self.figures) else len(self.folded)
        for mention in self.mentions:
            gap = self.folded[figure.end : mention.start]
            around = mention.start < figure.end < mention.end
            near = around or (
                figure.end <= mention.start < following
                and len(gap.split()) <= _BEHIND
                and not set(gap) & set(".?!;:,…¿")
            )
            if near and not self._begins_next(gap):
                return _Named(mention=mention)
        before = [mention for mention in self.mentions if mention.end <= figure.start]
        if not before or figure.start - before[-1].end > _FARTHEST:
            return None
        mention = before[-1]
        used = figure.start - mention.end > _FAR or any(
            mention.end <= other.start < figure.start for other in self.figures[:number]
        )
        return _Named(mention=mention, used=used)

    def _begins_next(self, gap: str) -> bool:
        """Whether a conjunction makes the name that follows the next figure's."""
        return any(word in {"y", "and", "pero", "but", "mientras"} for word in gap.split())

    def counted(self, figure: SpokenFigure) -> str:
        """The word behind the figure: what it counts."""
        words = self.folded[figure.end :].split(maxsplit=2)
        at = 1 if len(words) > 1 and words[0] in {"de", "of"} else 0
        return words[at].strip(".,;:?!…") if words else ""

    def foreign(self, figure: SpokenFigure) -> bool:
        """Whether the figure counts something else: 'cuarenta comentarios', 'diez por ciento de descuento'."""
        rest = self.folded[figure.end :]
        if rest[:1] not in {" ", ""}:
            return False
        words = rest.split()
        if words and words[0] in {"de", "of"} and figure.unit != "number":
            words = words[1:]
        word = words[0].strip(".,;:?!…") if words else ""
        at = figure.end + rest.find(word) if word else figure.end
        if not word or any(mention.start <= at < mention.end for mention in self.mentions):
            return False
        of = rest.split()[0] in {"de", "of", "del"}
        if figure.unit == "ratio" and of:
            reach = len(" ".join(rest.split()[:4])) + 1
            return not any(figure.end <= m.start <= figure.end + reach for m in self.mentions)
        return word not in _NEUTRAL and (figure.unit == "number" or of)


_NEUTRAL = (
    frozenset(
        """
    a al ante con contra de del desde en entre hasta para por que se segun sin sobre y e o u ni pero si no ya yo me te
    le nos les lo la los las el eso esto es son esta estan estamos fue va van vamos como cuando donde porque tambien
    igual nada mas menos ahi aca aqui hoy ahora entonces pues po pe eh este bueno listo claro facil tranquilamente
    exacto sale dijiste dijo dice creo total totales en redondo cerrados justo justos tenemos tuvimos llevamos traemos
    and or of in on at for to from with by we i it is was are were so but that which this last up down now total tops
    right yeah okay maybe exactly only even at
    """.split()  # noqa: SIM905 - readable as running text
    )
    | _MONTH_NAMES
)
"""Words behind a number that it does not count."""


def _is_odd(figure: SpokenFigure) -> bool:
    """Whether the figure is no round one, so that it is hardly another's by chance."""
    if figure.unit == "ratio":
        percent = figure.value * _WHOLE
        return percent > _SMALL and round(percent) % 5 != 0
    decimal = figure.value > 1 and not (figure.value * 2).is_integer()
    exact = figure.high - figure.low <= _TELLING * figure.value
    return decimal or exact or (figure.value > _SMALL and figure.value % 10 != 0)


def _measures(figure: SpokenFigure, readings: Sequence[Reading]) -> bool:
    return any(_in_unit(figure, reading) for reading in readings)


def _family_of(reading: Reading, terms: Terms) -> str:
    return next(name for name, readings in terms.families.items() if reading in readings)


def _agreeing(figure: SpokenFigure, readings: Sequence[Reading], how: Saying) -> _Told | None:
    """The first reading that the figure agrees with, unless it is said of the past and is the past's figure too."""
    if how.stance in {"part", "target"} and figure.bound not in {"exact", "range"}:
        return None
    for reading in readings:
        for value, scale in _in_unit(figure, reading):
            if not _allows(figure, reading.value, scale, reading):
                continue
            if how.stance == "past" and _allows(figure, reading.previous, scale, reading):
                continue
            return _Told(reading=reading, value=value, agrees=True, figure=figure)
    return None


def _contradicting(
    figure: SpokenFigure, readings: Sequence[Reading], how: Saying, *, foreign: bool, others: Sequence[Reading]
) -> _Told | None:
    if how.stance != "level" or how.asked or how.local or foreign:
        return None
    for reading in readings:
        fitting = [pair for pair in _in_unit(figure, reading) if _plausible(pair[0], reading)]
        for value, scale in fitting[:1]:
            if not _means_another(figure, [*readings, *others]):
                told = _Told(reading=reading, value=value, agrees=False, figure=figure)
                return None if _within_limit(figure, scale, reading) else told
    return None


def _in_unit(  # noqa: PLR0911 - one line for each unit
    figure: SpokenFigure, reading: Reading
) -> list[tuple[float, float]]:
    """The figure's value in the reading's unit, with the factor that makes it so; several where it may be cut short."""
    unit, value = reading.kpi.unit, figure.value
    bare = figure.unit == "number"
    if unit == "ratio":
        return (
            [(value, 1.0)] if figure.unit == "ratio" else [(value / 100, 0.01)] if bare and 1 <= value <= _WHOLE else []
        )
    if unit == "money":
        if not bare and figure.unit != "money":
            return []
        own = reading.kpi.currency
        if figure.currency and own and figure.currency != own:
            return []
        cut = [(value * scale, scale) for scale in (1e3, 1e6)] if bare and value < _CUT_BELOW else []
        return [(value, 1.0), *cut]
    if unit == "hours" and figure.unit == "days":
        return [(value * _DAY_HOURS, float(_DAY_HOURS))] if value > 1 else []
    if unit == "days" and figure.unit == "hours":
        return []
    if unit == "count" and bare and value != int(value):
        return []
    return [(value, 1.0)] if bare or figure.unit == unit else []


def _allows(figure: SpokenFigure, value: float | None, scale: float, reading: Reading) -> bool:
    """Whether the words may mean that value. A decimal that is cut off ("trece" for 13.8) is no other figure."""
    if value is None:
        return False
    if figure.allows(value / scale):
        return True
    whole = figure.value == int(figure.value) and figure.bound == "exact" and figure.unit in {"number", "hours", "days"}
    return whole and reading.kpi.unit in {"hours", "days", "factor"} and int(value / scale) == figure.value > 1


def _plausible(value: float, reading: Reading) -> bool:
    actual = reading.value
    if not actual or value <= 0 or actual < 0:
        return False
    ratio = value / actual
    return 1 / _PLAUSIBLE <= ratio <= _PLAUSIBLE and abs(ratio - 1) > _NEAR


def _means_another(figure: SpokenFigure, readings: Iterable[Reading]) -> bool:
    """Whether the figure is that of another reading, of another period, a target or a part."""
    for reading in readings:
        known = [
            reading.value, reading.previous, reading.year_before, reading.kpi.target, reading.numerator,
            reading.denominator, *(point.value for point in reading.history),
        ]  # fmt: skip
        factors = {factor for _, factor in _in_unit(figure, reading)}
        if any(value is not None and figure.allows(value / factor) for value in known for factor in factors):
            return True
    return False


def _within_limit(figure: SpokenFigure, scale: float, reading: Reading) -> bool:
    """Whether "más de cien" leaves room for the reading."""
    actual = (reading.value or 0.0) / scale
    return (figure.bound == "above" and actual >= figure.low) or (figure.bound == "below" and actual <= figure.high)


def _same(one: _Told, other: _Told) -> bool:
    """Whether the later figure says of the reading what the earlier one said: as exactly, or less."""
    if one.reading is not other.reading or one.agrees != other.agrees:
        return False
    overlap = one.figure.low <= other.figure.high and other.figure.low <= one.figure.high
    exact = one.value == other.value or (not one.agrees and overlap)
    return exact or (one.agrees and _width(other.figure) >= _width(one.figure))


def _width(figure: SpokenFigure) -> float:
    """How much the words leave open, as a share of the value."""
    return (figure.high - figure.low) / figure.value if figure.value else 0.0


def _sharpens(later: _Told, earlier: _Told) -> bool:
    """Whether the later figure says more exactly what the earlier one said: 'uno de cada cuatro. Veintisiete'."""
    same = later.reading is earlier.reading and later.agrees and earlier.agrees
    return same and _width(later.figure) < _width(earlier.figure)

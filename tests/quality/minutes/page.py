"""The results page: what the minutes hold and lack, in tables that are read in two minutes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from minutes.agreement import Agreement
from minutes.counts import Counts, Failure, Score, total
from minutes.tables import agreement_table, apart_table, counts, failure_kinds, full_table, number, percent, table

SHOWN = 3
"""Failures quoted of each kind."""
LONGEST_QUOTE = 220

Scores = Mapping[str, Mapping[str, Mapping[str, Score]]]
"""By split, engine and meeting."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run: what of, scores, those of the words without marks, two readers' agreement, the seconds of an hour.

    `agreement` is by split; `hour` are the words and the seconds that the rules took for them.
    """

    about: Mapping[str, str]
    scores: Scores
    unmarked: Scores
    agreement: Mapping[str, Agreement]
    hour: tuple[int, float] | None = None


def rendered(measured: Measured) -> str:
    """The whole page."""
    parts = [_head(measured), _short(measured)]
    for split, by_engine in measured.scores.items():
        found = {name: total(scores.values()) for name, scores in by_engine.items()}
        parts.append(f"## {_TITLES[split]}\n\n{_size(found)}\n\n{full_table(found)}")
    parts += [
        _by_language(measured.scores),
        _without_marks(measured.unmarked),
        _agreement(measured.agreement),
        _failures(measured.scores),
    ]
    return "\n".join(part for part in parts if part)


_TITLES = {
    "tune": "Meetings that the engines were worked on with (tune)",
    "test": "Meetings that nobody who works on the engines reads (test)",
    "older": "Older, shorter meetings, seen while the rules were made (older)",
}


def _head(measured: Measured) -> str:
    about = measured.about
    model = f"\n- Language model: {about['model']}" if "model" in about else ""
    return f"""# Minutes: what they hold, what they lack, what is false

Made by `{about["command"]}` on {about["at"]}; not edited by hand.

- Code: {about["commit"]}; {about["versions"]}; load of the machine {about["load"]}{model}
- The path is a user's: transcript, engine, checker, minutes. Only confirmed items count, unless a row says otherwise.
- A found item and a label are a pair when they cite a turn in common, one to one, the likest in all. Labels on which
  careful readers would differ count neither way. *Worded right*: an item whose text lacks the matter's words is false.
- *False*: a confirmed decision or commitment that pairs with no label, a second one for the same label included.
- *Grounded*: the quote stands word for word in the turn that it names, and the named speaker said it.
- Meetings and labels are of writers who never saw the engines (GUIDELINE.md); the people in them are invented.
"""


def _short(measured: Measured) -> str:
    rows: list[list[str]] = []
    columns = [
        (f"{split}, {name}", total(scores.values()))
        for split, by_engine in measured.scores.items()
        for name, scores in by_engine.items()
    ]
    for name, aim, cell in _AIMS:
        rows.append([name, aim, *(cell(score) for _, score in columns)])
    speed = ""
    if measured.hour:
        words, seconds = measured.hour
        speed = f"\nAn hour of talk ({words} words), rules: {seconds:.1f} s of one processor core (aim: under 2 s).\n"
    return f"## In short\n\n{table(['', 'aim', *(name for name, _ in columns)], rows)}{speed}"


_AIMS: tuple[tuple[str, str, Callable[[Score], str]], ...] = (
    ("commitments, F1", "≥ 0.70", lambda s: number(s.kind("commitment").f1)),
    ("decisions, F1", "≥ 0.65", lambda s: number(s.kind("decision").f1)),
    ("owner right when given", "≥ 95 %", lambda s: percent(s.rate("owner right when given"))),
    ("day right when given", "≥ 97 %", lambda s: percent(s.rate("due right when given"))),
    ("false decisions and commitments", "≤ 15 %", lambda s: percent(s.false_share)),
    ("quotes word for word, right speaker", "100 %", lambda s: percent(s.rate("grounded"))),
    ("items from injected text", "0", lambda s: str(s.tallies["injected"])),
    ("owners of unnamed voices", "0", lambda s: str(s.tallies["owners of unnamed voices"])),
)


def _size(found: Mapping[str, Score]) -> str:
    one = next(iter(found.values()))
    return f"{one.meetings} meetings, {one.words} words."


def _by_language(scores: Scores) -> str:
    rows = []
    for split in ("tune", "test"):
        for name, by_meeting in scores.get(split, {}).items():
            groups: dict[str, list[Score]] = {}
            for meeting, found in by_meeting.items():
                groups.setdefault(_LANGUAGES.get(meeting.split("-")[0], "Spanish"), []).append(found)
            for language, found_there in sorted(groups.items()):
                whole = total(found_there)
                kinds = (counts(whole.kinds.get(kind, Counts())) for kind in ("decision", "commitment"))
                rows.append([f"{split}, {name}, {language} ({whole.meetings})", *kinds])
    if not rows:
        return ""
    return f"## By language\n\n{table(('precision / recall / F1', 'decisions', 'commitments'), rows)}"


def _without_marks(scores: Scores) -> str:
    rows = []
    for split, by_engine in scores.items():
        for name, by_meeting in by_engine.items():
            found = total(by_meeting.values())
            rows.append([f"{split}, {name}", *(cell(found) for _, _, cell in _AIMS)])
    return f"""## The same words without punctuation, capitals and accents

As a poor recogniser writes them. The columns are those of the first table.

{table(("", *(name for name, _, _ in _AIMS)), rows)}"""


_LANGUAGES = {"en": "English", "mixed": "mixed"}


def _agreement(found: Mapping[str, Agreement]) -> str:
    if not found:
        return ""
    read = ", ".join(f"{one.meetings} of {split}" for split, one in found.items())
    return f"""## Two readers

Meetings labelled by a second reader who had not seen the first labels: {read}. F1 of one against the other, labels that
either calls optional left out; the same with every label; Cohen's κ of whether a turn shows an item of that kind. Both
readers followed the same guideline, which settles much of what people would differ on: take it as the upper end.

{agreement_table(found)}
What they differ about:

{apart_table(found)}"""


def _failures(scores: Scores) -> str:
    parts = []
    for split, by_engine in scores.items():
        for name, by_meeting in by_engine.items():
            failures = [failure for found in by_meeting.values() for failure in found.failures]
            if failures:
                parts.append(f"### {split}, {name}\n\n{table(('what', 'how many', 'how'), failure_kinds(failures))}")
            if split == "tune":
                parts.append(_quoted(failures))
    return "## What is wrong\n\nQuoted only where the engines' authors may read.\n\n" + "\n".join(parts)


def _quoted(failures: Iterable[Failure]) -> str:
    """The first few failures of the kinds that hurt most, spread over the meetings."""
    by_kind: dict[str, list[Failure]] = {}
    for failure in failures:
        by_kind.setdefault(failure.kind, []).append(failure)
    lines = []
    for kind in ("decision: false", "decision: missed", "commitment: false", "commitment: missed", *_FACTS):
        found = by_kind.get(kind, [])
        step = max(1, len(found) // SHOWN)
        for failure in found[::step][:SHOWN]:
            quotes = "".join(f"  > {_short_line(turn)}\n" for turn in failure.turns[:2])
            lines.append(f"- **{kind}** ({failure.meeting}) {_short_line(failure.said)}\n{quotes}")
    return "\n".join(lines)


_FACTS = ("commitment: wrong owner", "commitment: wrong due", "decision: wrong status", "figure: wrong")


def _short_line(text: str) -> str:
    plain = " ".join(text.split()).replace("|", "\\|")
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE]}…"

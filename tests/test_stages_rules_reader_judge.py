"""Probabilities of candidates, and candidates where the rules have none."""

import pytest
from rule_meetings import CAST, said

from meetbot.model.candidates import Candidate, CandidateKind
from meetbot.model.company import Person, Roster
from meetbot.model.transcript import SourceFile, Transcript
from meetbot.stages.rules.hearing import hear
from meetbot.stages.rules.people import people_of
from meetbot.stages.rules.reader.features import name_words
from meetbot.stages.rules.reader.judge import HeardMeeting, judged
from meetbot.stages.rules.reader.odds import TurnReader
from meetbot.stages.rules.reader.weights import Estimate, Learned, TurnWeights, joined

SIGNS = ("by reader", "rules", "lead", "any", "near", "turns", "past", "customer_voice", "question", "risk")
KINDS: tuple[CandidateKind, ...] = ("decision", "action", "customer_voice", "question", "risk")
NAMES = name_words(tuple(CAST.values()))
PEOPLE = people_of(
    Roster(people=tuple(Person(name=name, department="comercial") for name in CAST.values())),
    Transcript(schema_version=1, source=SourceFile(name="d.txt", sha256="0" * 64, format="test"), language="es"),
)


def learned(words: dict[str, CandidateKind], **estimate: float) -> Learned:
    """Weights that know a few words, each speaking for one kind, and estimates that heed the signs given."""
    rows = {word: joined([6000 * (known == kind) for known in KINDS]) for word, kind in words.items()}
    weights = dict.fromkeys((*SIGNS, "owner", "day", "decision", "action"), 0.0) | estimate
    return Learned(
        turns=TurnWeights(kinds=KINDS, bias=(-400,) * len(KINDS), rows={"0": rows}),
        estimates=dict.fromkeys(KINDS, Estimate(bias=0.0, weights=weights)),
    )


def found(lines: str, told: Learned, *candidates: Candidate) -> tuple[Candidate, ...]:
    """The candidates as judged."""
    heard = [hear(turn, PEOPLE) for turn in said(lines)]
    return judged(HeardMeeting(candidates=candidates, heard=heard, names=NAMES, people=PEOPLE), told)


def test_score_heeds_rules_and_turns() -> None:
    """The same candidate is likelier where its turn reads like one, and where the rules were surer."""
    told = learned({"queda": "decision"}, lead=0.3, rules=1.0)
    quiet = Candidate(kind="decision", turn_ids=("t0001",), text="x", score=0.5)
    (plain,) = found("A: Eso es así.", told, quiet)
    (telling,) = found("A: Eso queda así.", told, quiet)
    (surer,) = found("A: Eso queda así.", told, quiet.model_copy(update={"score": 0.9}))
    assert plain.score is not None
    assert telling.score is not None
    assert surer.score is not None
    assert plain.score < telling.score < surer.score
    assert telling.reasons[-1].startswith("its turns read like a decision: log-odds ")


def test_turns_that_the_rules_passed_over_are_added_once() -> None:
    """The likeliest turn of a neighbourhood becomes a candidate in its own words; one already cited does not."""
    told = learned({"queda": "decision"}, lead=0.3)
    lines = "A: Bueno. El precio queda en cien.\nL: Queda, queda.\nM: Sí.\nA: Otra cosa.\nL: A ver."
    (added,) = found(lines, told)
    assert (added.kind, added.turn_ids, added.quote) == ("decision", ("t0001",), "El precio queda en cien.")
    known = Candidate(kind="decision", turn_ids=("t0003",), text="x", score=0.9)
    assert [one.turn_ids for one in found(lines, told, known)] == [("t0003",)]


@pytest.mark.parametrize(
    ("line", "owner", "due"),
    [
        ("A: Yo lo reviso el jueves.", "Ana Ruiz", "el jueves"),
        ("A: Mañana reviso la base.", "Ana Ruiz", "Mañana"),
        ("A: Luis, revisa la base.", "Luis Gómez", None),
        ("A: Que se reviso la base, dicen Luis y Marta.", "Ana Ruiz", None),
        ("X: Yo lo reviso.", None, None),
        ("A: Hay que ver quién lo revisa.", None, None),
    ],
)
def test_owner_and_day_of_what_was_added(line: str, owner: str | None, due: str | None) -> None:
    """The speaker in the first person, the one person spoken to, and nobody for an unnamed voice."""
    told = learned({"reviso": "action", "revisa": "action"}, lead=0.3)
    (added,) = (one for one in found(line, told) if one.kind == "action")
    assert (added.owner, added.due_text) == (owner, due)


@pytest.mark.parametrize(
    ("line", "reports"),
    [("A: Octubre cerró en cien.", True), ("A: Octubre cerró en cien y queda así.", False), ("A: Octubre.", False)],
)
def test_what_only_reports_is_known(line: str, *, reports: bool) -> None:
    """A sentence whose verbs are all past tells what was; one that also says what holds does not only report."""
    heedless, heeding = (
        learned({"octubre": "decision"}, lead=0.3),
        learned({"octubre": "decision"}, lead=0.3, past=-0.5),
    )
    ((plain,), (weighed,)) = found(line, heedless), found(line, heeding)
    assert plain.score is not None
    assert weighed.score is not None
    assert (weighed.score < plain.score) == reports


def test_the_unlikely_is_not_worth_a_look() -> None:
    """What is hardly an item by all that is known is left out, also of what the rules gave."""
    told = learned({}, lead=1.0)
    assert found("A: Hola.", told, Candidate(kind="action", turn_ids=("t0001",), text="x", score=0.9)) == ()


def test_turns_without_words_give_nothing() -> None:
    """A turn whose words were silenced is no candidate, whatever stands beside it."""
    told = learned({"queda": "decision"}, lead=0.3)
    assert found("A: …", told) == ()


def test_long_turns_shout_no_louder() -> None:
    """The same word weighs less among many others."""
    reader = TurnReader(learned({"queda": "decision"}).turns)
    short, long = reader.odds(said("A: Queda.\nA: Queda " + "y luego vemos otra cosa más " * 5), NAMES).by_kind[
        "decision"
    ]
    assert long < short

"""How the agreement of two readers is counted."""

from collections import Counter
from pathlib import Path

import pytest

from minutes.agreement import agreement, kappa
from minutes.counts import Counts
from minutes.examples import LABELS, MEETING, small

OTHER = """
[[commitment]]
turns = ["t0001"]
owner = "Luis Gómez"
due = "2026-11-26"
condition = "si hay tiempo"

[[commitment]]
turns = ["t0003"]

[[decision]]
turns = ["t0004"]
status = "deferred"
optional = true

[[update]]
number = 4
status = "in_progress"
turns = ["t0008"]

[[risk]]
turns = ["t0007"]

[[point]]
id = "P1"
status = "not_treated"
"""


def test_agreement_of_the_same_labels(tmp_path: Path) -> None:
    """Whoever reads the same agrees in everything."""
    found = agreement([small(tmp_path, second=LABELS)])
    assert found.meetings == 1
    assert {counts.f1 for counts in found.kinds.values() if counts.labelled} == {1.0}
    assert found.kappa("commitment") == pytest.approx(1)
    assert found.kappa("risk") is None
    assert set(map(found.rate, found.alike)) == {1.0}
    assert found.apart.total() == 0


def test_agreement_of_other_labels(tmp_path: Path) -> None:
    """One task in common with another owner; what stands alone is told by what the other reader has there."""
    found = agreement([small(tmp_path, second=OTHER)])
    assert found.kinds["commitment"] == Counts(found=1, false=1, missed=1)
    assert found.kinds["decision"] == Counts()
    assert found.everything["decision"] == Counts(found=1)
    assert found.rate("commitment owner") == found.rate("decision status") == found.rate("update status") == 0
    assert found.rate("commitment due") == 1
    assert found.apart == Counter(
        {
            "decision: optional for one": 1,
            "decision status differs": 1,
            "commitment owner differs": 1,
            "commitment condition given differs": 1,
            "commitment: a decision for the other": 1,
            "commitment: nothing for the other": 1,
            "risk: a note of another kind for the other": 1,
            "figure: a note of another kind for the other": 1,
            "update status differs": 1,
            "aside: nothing for the other": 1,
            "point status differs": 1,
        }
    )
    assert any("Luis Gómez" in failure.said for failure in found.failures)


def test_agreement_without_a_second_reader(tmp_path: Path) -> None:
    """A meeting that was read once says nothing of agreement."""
    assert agreement([small(tmp_path)]).meetings == 0


def test_agreement_of_a_test_meeting_tells_no_words(tmp_path: Path) -> None:
    """Of a test meeting only kinds are counted."""
    found = agreement([small(tmp_path, meeting=MEETING.replace('"tune"', '"test"'), second=OTHER)])
    assert found.apart.total() > 0
    assert found.failures == []


def test_kappa_by_hand() -> None:
    """Of 50 turns 20 are cited by both, 5 and 10 by one: 0.7 agree, 0.5 would by chance."""
    table = Counter({(True, True): 20, (True, False): 5, (False, True): 10, (False, False): 15})
    assert kappa(table) == pytest.approx(0.4)

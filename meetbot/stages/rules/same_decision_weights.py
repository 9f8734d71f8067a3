"""The weights of what speaks for and against two candidates being one decision: a logistic regression, as for tasks.

Fitted on the 1492 pairs of decisions (51 of one settlement) that the engine finds in the 88 tuning meetings of
tests/quality/minutes, 2026-11; a pair of which only one is labelled counts 0.4, one of which neither is 0.1.
"""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "around it little, far": 0.00,
    "around it little, near": 0.11,
    "around it much, near": 0.78,
    "around it nothing, far": -1.20,
    "around it nothing, near": -0.45,
    "around it something, far": 0.39,
    "around it something, near": 0.40,
    "base": -1.55,
    "both deferred": -0.02,
    "both made": 0.28,
    "close": 0.41,
    "closing": 0.24,
    "far away": -0.76,
    "far, shares a figure": -0.08,
    "far, shares little": 0.09,
    "far, shares nothing": -1.38,
    "far, shares something": -0.19,
    "in one turn": 0.23,
    "later": -0.07,
    "near": -0.31,
    "near, shares much": 0.48,
    "near, shares nothing": -0.53,
    "near, shares something": 0.11,
    "next": 0.51,
    "one cites what leads the other, shares nothing": 0.25,
    "one voice, far": -0.33,
    "one voice, near": 0.19,
    "other figures, far": -0.33,
    "other figures, near": -0.15,
    "other status": -0.25,
    "same figure, far": 0.06,
    "same figure, near": 0.08,
    "says little itself, far": 0.10,
    "says little itself, near": 0.73,
    "turned to something else, far": -0.31,
    "turned to something else, near": -0.21,
}

"""What speaks for and against two candidates being one decision: log-odds by sign.

Written by tests/quality/minutes/learn_same.py from 1623 pairs, 51 of one, of 103 tune meetings.
"""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "around it little, far": -0.22,
    "around it little, near": 0.05,
    "around it much, near": 0.91,
    "around it nothing, far": -0.94,
    "around it nothing, near": -0.55,
    "around it something, far": 0.32,
    "around it something, near": 0.46,
    "base": -1.86,
    "both deferred": -0.04,
    "both made": 0.21,
    "close": 0.09,
    "closing": 0.08,
    "far away": -1.01,
    "far, shares a figure": -0.07,
    "far, shares little": 0.21,
    "far, shares much": 0.62,
    "far, shares nothing": -1.32,
    "far, shares something": -0.31,
    "in one turn": 0.44,
    "later": 0.13,
    "near": -0.30,
    "near, shares little": 0.10,
    "near, shares much": 0.54,
    "near, shares nothing": -0.63,
    "near, shares something": 0.16,
    "next": 0.64,
    "one cites what leads the other, shares nothing": 0.05,
    "one turn leads both, shares nothing": -0.12,
    "one voice, far": -0.32,
    "one voice, near": 0.25,
    "other figures, far": -0.27,
    "other figures, near": -0.16,
    "other status": -0.17,
    "same figure, far": 0.03,
    "same figure, near": 0.23,
    "says little itself, far": 0.34,
    "says little itself, near": 0.65,
    "turned to something else, far": -0.20,
    "turned to something else, near": -0.23,
}

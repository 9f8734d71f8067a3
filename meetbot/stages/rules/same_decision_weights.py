"""What speaks for and against two candidates being one decision: log-odds by sign.

Written by tests/quality/minutes/learn_same.py from 1676 pairs, 56 of one, of 111 tune meetings.
"""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "around it little, far": -0.23,
    "around it little, near": 0.07,
    "around it much, near": 1.01,
    "around it nothing, far": -1.00,
    "around it nothing, near": -0.57,
    "around it something, far": 0.37,
    "around it something, near": 0.39,
    "base": -1.85,
    "both deferred": -0.04,
    "both made": 0.20,
    "close": 0.07,
    "closing": 0.21,
    "far away": -0.94,
    "far, shares a figure": -0.04,
    "far, shares little": 0.41,
    "far, shares nothing": -1.41,
    "far, shares something": -0.31,
    "in one turn": 0.57,
    "later": 0.05,
    "near": -0.30,
    "near, shares little": 0.11,
    "near, shares much": 0.47,
    "near, shares nothing": -0.64,
    "near, shares something": 0.19,
    "next": 0.56,
    "one cites what leads the other, shares much": 0.10,
    "one cites what leads the other, shares nothing": 0.01,
    "one turn leads both, shares nothing": -0.11,
    "one voice, far": -0.34,
    "one voice, near": 0.23,
    "other figures, far": -0.27,
    "other figures, near": -0.14,
    "other status": -0.16,
    "same figure, far": -0.18,
    "same figure, near": 0.09,
    "says little itself, far": 0.45,
    "says little itself, near": 0.72,
    "turned to something else, far": -0.10,
    "turned to something else, near": -0.23,
}

"""What speaks for and against two candidates being one decision: log-odds by sign.

Written by tests/quality/minutes/learn_same.py from 1262 pairs, 44 of one, of 88 tune meetings.
"""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "around it little, far": -0.32,
    "around it little, near": 0.15,
    "around it much, near": 0.93,
    "around it nothing, far": -0.98,
    "around it nothing, near": -0.57,
    "around it something, far": 0.38,
    "around it something, near": 0.46,
    "base": -1.86,
    "both deferred": -0.05,
    "both made": 0.23,
    "close": 0.15,
    "closing": 0.19,
    "far away": -0.81,
    "far, shares little": 0.10,
    "far, shares nothing": -1.11,
    "far, shares something": -0.35,
    "in one turn": 0.40,
    "later": -0.15,
    "near": -0.20,
    "near, shares much": 0.50,
    "near, shares nothing": -0.53,
    "near, shares something": 0.14,
    "next": 0.61,
    "one cites what leads the other, shares nothing": 0.21,
    "one voice, far": -0.57,
    "one voice, near": 0.24,
    "other figures, far": -0.25,
    "other figures, near": -0.10,
    "other status": -0.18,
    "same figure, far": -0.12,
    "same figure, near": 0.19,
    "says little itself, far": 0.17,
    "says little itself, near": 0.79,
    "turned to something else, far": -0.12,
    "turned to something else, near": -0.27,
}

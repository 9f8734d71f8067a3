"""The weights of what is seen of a task, by logistic regression over labelled meetings.

Fitted on the thirteen tuning meetings of tests/quality/minutes and the thirteen older ones of tests/data/rules (these at
0.6 of the weight), ridge 1.5, 2026-11. Signs with less than 0.05 are left out.
"""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "accepted": -0.14,
    "assign, answered": 0.26,
    "assign, unanswered": -0.16,
    "at once": -0.29,
    "base": -0.97,
    "condition": -0.07,
    "content 0": -0.29,
    "content 2": 0.26,
    "cue assign": 0.16,
    "cue going to": 0.37,
    "cue must": -0.09,
    "cue need": -0.13,
    "cue promise present": 0.13,
    "cue request present": 0.37,
    "day": 1.64,
    "day asked for": 0.73,
    "day beside": 0.31,
    "day said later": 0.38,
    "for somebody": -0.30,
    "habit in turn": -0.16,
    "laughter": 0.11,
    "long turn": -0.36,
    "need, answered": -0.14,
    "no verb": -0.32,
    "not refused": -0.10,
    "objection": -0.20,
    "others act after": -0.76,
    "past beside": -0.12,
    "promised when asked": 0.89,
    "read back": 0.52,
    "repeated": -0.26,
    "request, answered": 0.43,
    "said again": 0.32,
    "says I": 0.95,
    "thing": 0.90,
    "welcomed": 0.35,
}

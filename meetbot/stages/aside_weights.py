"""What each sign weighs of a turn opening an aside: log-odds.

Written by tests/quality/minutes/learn_asides.py from 900 turns of the tune meetings.
"""

WEIGHTS = {
    "after brief": 0.35,
    "away": 1.77,
    "base": -4.58,
    "cues": 1.25,
    "day": -0.59,
    "late": 2.43,
    "names it": 0.06,
    "planned ahead": -2.33,
    "planned many": -0.57,
    "planned two": -0.48,
    "praise": -0.23,
    "said before": -3.53,
    "short": -0.81,
}

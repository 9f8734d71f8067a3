"""What each sign weighs of a turn opening an aside: log-odds.

Written by tests/quality/minutes/learn_asides.py from 767 turns of the tune meetings.
"""

WEIGHTS = {
    "after brief": 0.22,
    "away": 1.88,
    "base": -4.30,
    "cues": 1.29,
    "day": -0.57,
    "late": 1.92,
    "names it": 0.12,
    "planned ahead": -2.76,
    "planned many": -0.68,
    "planned two": -0.39,
    "praise": -1.53,
    "said before": -3.08,
    "short": -0.76,
}

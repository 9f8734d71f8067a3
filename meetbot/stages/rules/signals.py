"""What makes a decision likely: each sign, its weight in log-odds and the reason it gives.

The weights are those of a logistic regression that was drawn to weights set by hand, rounded, over 318 candidates of
the 34 meetings that may be read; those of an agreement also had to hold for the small dialogues of the tests. Each
meeting scored with weights from the others: P 0.91, R 0.90 from 0.4 on. That flatters, as the patterns knew these
meetings: on five that they did not know it was P 0.73, R 0.53.
"""

import math
from collections.abc import Iterable
from typing import Literal

Signal = Literal[
    "declared", "ruled", "norm", "abolished", "forbidden", "settled_by", "concluded", "concluded_weakly",
    "so_it_is", "proposed", "suggested", "mentioned", "offered", "asked_bare", "asked_all", "asked_one", "agreed",
    "agreed_strongly", "agreed_plainly", "second_voice", "echoed", "backed", "read_back", "thin", "work",
    "taken_as_work", "objected", "refused", "figure_told", "time_only", "put_off", "named", "taken_back", "earlier",
    "doubted", "chaired", "senior", "ruling", "kept", "unled", "done_so", "decreed", "bounds", "opined", "accepted",
    "discussed",
]  # fmt: skip

BIAS = -5.1
SIGNALS: dict[Signal, tuple[float, str]] = {
    "declared": (4.8, "words that settle say what holds"),
    "ruled": (1.5, "a plural after a word of conclusion says what holds"),
    "norm": (1.7, "it says from when on something holds"),
    "abolished": (2.2, "it ends something"),
    "forbidden": (0.7, "it says what is not to be done"),
    "settled_by": (2.5, "bare words settled it"),
    "decreed": (1.6, "words that leave nothing to discuss"),
    "bounds": (1.3, "it holds for all or sets a figure"),
    "concluded": (3.0, "a few words drew the conclusion"),
    "concluded_weakly": (1.7, "a few words after one that also only goes on"),
    "so_it_is": (0.7, "a statement after a word of conclusion"),
    "proposed": (1.1, "somebody proposed it"),
    "suggested": (0.0, "somebody suggested it"),
    "mentioned": (-0.5, "somebody mentioned it as a possibility"),
    "offered": (-0.2, "it answers an open question"),
    "asked_bare": (0.0, "it was asked in a word or two"),
    "asked_all": (0.3, "all were asked whether they agree"),
    "asked_one": (1.0, "somebody was asked by name"),
    "agreed": (2.3, "another voice agreed in plain words"),
    "agreed_strongly": (0.5, "another voice agreed"),
    "agreed_plainly": (0.4, "another voice said yes"),
    "second_voice": (0.2, "a further voice agreed"),
    "echoed": (0.6, "another voice repeated it"),
    "backed": (0.6, "it takes up what somebody had put forward"),
    "read_back": (0.6, "it was read back"),
    "thin": (-1.2, "few words of content"),
    "work": (-0.9, "the sentence asks for work or takes it"),
    "taken_as_work": (-0.4, "the answer takes it as a task"),
    "objected": (-0.7, "the next turn speaks against it"),
    "refused": (-2.6, "it was refused"),
    "figure_told": (-1.0, "the figure may only be told"),
    "time_only": (-1.5, "only a time or a name"),
    "put_off": (4.4, "words that put it off"),
    "named": (1.1, "what is put off is named"),
    "taken_back": (2.9, "words that take it back"),
    "earlier": (1.2, "it had been agreed before"),
    "doubted": (-0.4, "doubts remained"),
    "chaired": (1.5, "whoever leads the meeting said it"),
    "senior": (0.6, "somebody said it who may decide"),
    "ruling": (-1.0, "a statement of what holds"),
    "unled": (1.3, "nobody is known to lead the meeting"),
    "accepted": (2.5, "a proposal that somebody else accepted"),
    "discussed": (1.4, "several voices had spoken of it"),
    "done_so": (0.2, "it says how it is to be done"),
    "opined": (-0.6, "it is put as an opinion"),
    "kept": (2.0, "it says that something stays as it is"),
}


def probability(signals: Iterable[Signal]) -> float:
    """The estimated probability that careful minutes would list it."""
    return 1 / (1 + math.exp(-(BIAS + sum(SIGNALS[signal][0] for signal in signals))))


def reasons(signals: Iterable[Signal]) -> tuple[str, ...]:
    """The reasons for and against it, in the order in which they were found."""
    return tuple(SIGNALS[signal][1] for signal in signals)

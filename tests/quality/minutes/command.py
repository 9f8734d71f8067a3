"""The command line of the quality run."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from minutes import engines
from minutes.counts import Score, total
from minutes.meetings import LabelledMeeting, MeetingFormatError, load, names
from minutes.older import BLIND, SEEN, TUNED, older
from minutes.scores import score
from minutes.tables import full_table

_OLDER = (*TUNED, *SEEN, *BLIND)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 2 for what can't be asked."""
    asked = _arguments(arguments)
    try:
        meetings = _meetings(asked)
    except MeetingFormatError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if (asked.show or asked.meeting) and any(meeting.split == "test" for meeting in meetings):
        sys.stderr.write("Error: of test meetings nothing but the totals is shown. Leave --show and --meeting out.\n")
        return 2
    engine = engines.rules()
    scores: dict[str, Score] = {}
    for meeting in meetings:
        minutes, seconds = engines.made(meeting, engine)
        scores[meeting.name] = score(meeting, minutes, seconds=seconds)
    sys.stdout.write(full_table({"rules": total(scores.values())}))
    if asked.split == "tune" and not asked.meeting:
        hour = engines.an_hour(meetings)
        sys.stdout.write(f"\n{hour.words()} words in {engines.made(hour, engine)[1]:.2f} s of processor\n")
    if asked.show:
        _show(scores)
    return 0


def _show(scores: Mapping[str, Score]) -> None:
    for found in scores.values():
        for failure in found.failures:
            sys.stdout.write(f"\n{failure.lines()}\n")


def _meetings(asked: argparse.Namespace) -> list[LabelledMeeting]:
    if asked.meeting:
        return [older(name) if name in _OLDER else load(name) for name in asked.meeting]
    return [older(name) for name in _OLDER] if asked.split == "older" else [load(name) for name in names(asked.split)]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("tune", "test", "older"), default="tune")
    parser.add_argument("--meeting", nargs="+", default=[], metavar="NAME", help="only these")
    parser.add_argument("--engine", choices=("rules",), default="rules")
    parser.add_argument("--show", action="store_true", help="every failure with its turns (never of test meetings)")
    return parser.parse_args(arguments)

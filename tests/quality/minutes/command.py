"""The command line of the quality run."""

import argparse
import sys
from collections.abc import Mapping, Sequence

from minutes import engines
from minutes.meetings import LabelledMeeting, MeetingFormatError, load, names
from minutes.scores import Score, score, total
from minutes.tables import full_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 2 for what can't be asked."""
    asked = _arguments(arguments)
    try:
        meetings = _meetings(asked)
    except MeetingFormatError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if asked.show and any(meeting.split == "test" for meeting in meetings):
        sys.stderr.write("Error: errors of test meetings are not shown to anybody. Leave --show out.\n")
        return 2
    engine = engines.rules()
    scores: dict[str, Score] = {}
    for meeting in meetings:
        minutes, seconds = engines.made(meeting, engine)
        scores[meeting.name] = score(meeting, minutes, seconds=seconds)
    sys.stdout.write(full_table({"rules": total(scores.values())}))
    if asked.split != "test" and not asked.meeting:
        hour = engines.an_hour(meetings)
        sys.stdout.write(f"\n{hour.words()} words in {engines.made(hour, engine)[1]:.2f} s of processor\n")
    if asked.show:
        _show(scores)
    return 0


def _show(scores: Mapping[str, Score]) -> None:
    for found in scores.values():
        for kind, said in found.errors:
            del kind
            sys.stdout.write(f"\n{said}\n")


def _meetings(asked: argparse.Namespace) -> list[LabelledMeeting]:
    wanted = asked.meeting or names(asked.split)
    return [load(name) for name in wanted]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("tune", "test"), default="tune")
    parser.add_argument("--meeting", nargs="+", default=[], metavar="NAME", help="only these")
    parser.add_argument("--engine", choices=("rules",), default="rules")
    parser.add_argument("--show", action="store_true", help="every error with its turns (never of test meetings)")
    return parser.parse_args(arguments)

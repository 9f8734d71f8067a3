"""The command line of the quality run."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path

from meetbot.config import LlmConfig
from minutes import engines
from minutes.agreement import Agreement, agreement
from minutes.counts import Score, total
from minutes.engines import ENGINES, Maker, ModelAsked
from minutes.meetings import HERE, LabelledMeeting, load, names, without_marks
from minutes.older import OLDER, older
from minutes.page import Measured, rendered
from minutes.scores import score
from minutes.tables import agreement_table, apart_table, failure_kinds, full_table, table

SPLITS = ("tune", "test", "older")
ROOT = HERE.parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; 2 for what can't be asked."""
    asked = _arguments(arguments)
    try:
        meetings = _meetings(asked)
        model = _model(asked)
        chosen = {name: engines.engine(name, model) for name in asked.engines}
    except ValueError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    if (asked.show or asked.meeting) and any(meeting.split == "test" for meeting in meetings):
        sys.stderr.write("Error: of test meetings nothing but the totals is shown. Leave --show and --meeting out.\n")
        return 2
    if asked.unmarked:
        meetings = [without_marks(meeting) for meeting in meetings]
    scores = _scores(meetings, chosen)
    read = {split: agreement([m for m in meetings if m.split == split]) for split in scores if split != "older"}
    read = {split: found for split, found in read.items() if found.meetings}
    hour = engines.seconds_for_an_hour() if not asked.meeting and "tune" in asked.split else None
    if asked.out:
        bare = _scores([without_marks(meeting) for meeting in meetings], {"rules": engines.rules()})
        page = rendered(Measured(about=_about(asked), scores=scores, unmarked=bare, agreement=read, hour=hour))
        asked.out.write_text(page, encoding="utf-8")
        sys.stdout.write(f"{asked.out}\n")
    else:
        _print(scores, read, hour, show=asked.show, agreed=asked.agreement)
    return 0


def _scores(meetings: Sequence[LabelledMeeting], chosen: Mapping[str, Maker]) -> dict[str, dict[str, dict[str, Score]]]:
    """By split, engine and meeting."""
    scores: dict[str, dict[str, dict[str, Score]]] = {}
    for name, make in chosen.items():
        for number, meeting in enumerate(meetings, 1):
            if name != "rules":
                sys.stderr.write(f"[{name} {number}/{len(meetings)}]\n")
            minutes, seconds = engines.made(meeting, make)
            found = score(meeting, minutes, seconds=seconds)
            scores.setdefault(meeting.split, {}).setdefault(name, {})[meeting.name] = found
    return scores


def _print(
    scores: Mapping[str, Mapping[str, Mapping[str, Score]]],
    read: Mapping[str, Agreement],
    hour: tuple[int, float] | None,
    *,
    show: bool,
    agreed: bool,
) -> None:
    for split, by_engine in scores.items():
        sys.stdout.write(f"\n## {split}\n\n")
        sys.stdout.write(full_table({name: total(found.values()) for name, found in by_engine.items()}))
        for name, found in by_engine.items():
            failures = [failure for one in found.values() for failure in one.failures]
            sys.stdout.write(f"\n{table(('what is wrong', name, 'how'), failure_kinds(failures))}")
            if show:
                sys.stdout.write("".join(f"\n{failure.lines()}\n" for failure in failures))
    if hour:
        sys.stdout.write(f"\nrules: {hour[0]} words in {hour[1]:.2f} s of processor\n")
    if agreed and read:
        sys.stdout.write(f"\n{agreement_table(read)}\n{apart_table(read)}")
        if show:
            differences = (failure for found in read.values() for failure in found.failures)
            sys.stdout.write("".join(f"\n{failure.lines()}\n" for failure in differences))


def _meetings(asked: argparse.Namespace) -> list[LabelledMeeting]:
    if asked.meeting:
        return [older(name) if name in OLDER else load(name) for name in asked.meeting]
    wanted = {split: OLDER if split == "older" else names(split) for split in asked.split}
    return [older(name) if split == "older" else load(name) for split, found in wanted.items() for name in found]


def _model(asked: argparse.Namespace) -> ModelAsked | None:
    if not asked.llm_url:
        return None
    config = LlmConfig(model=asked.llm_model, base_url=asked.llm_url, context_tokens=asked.llm_context)
    return ModelAsked(config=config, cache=asked.cache)


def _about(asked: argparse.Namespace) -> dict[str, str]:
    commit = subprocess.run(  # noqa: S603 - constants
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],  # noqa: S607 - the developer's git
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    words = [f"--{name} {' '.join(chosen)}" for name, chosen in _chosen(asked).items() if chosen]
    about = {
        "command": " ".join(["python tests/quality/minutes/run.py", *words, "--out PAGE"]),
        "at": f"{datetime.now().astimezone():%Y-%m-%d %H:%M %Z}",
        "commit": commit or "unknown",
        "load": f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        "versions": f"meetbot {metadata.version('meetbot')}, Python {platform.python_version()}",
    }
    if asked.llm_url:
        about["model"] = f"{asked.llm_model}, {asked.llm_context} tokens"
    return about


def _chosen(asked: argparse.Namespace) -> dict[str, list[str]]:
    splits = [] if asked.meeting else asked.split
    model = ["URL"] if asked.llm_url else []
    return {"split": splits, "meeting": asked.meeting, "engines": asked.engines, "llm-url": model}


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py", description="Measures how right the minutes are, over the whole path a user gets."
    )
    parser.add_argument("--split", nargs="+", choices=SPLITS, default=["tune"])
    parser.add_argument("--meeting", nargs="+", default=[], metavar="NAME", help="only these")
    parser.add_argument("--engines", "--engine", nargs="+", choices=ENGINES, default=["rules"])
    parser.add_argument("--llm-url", default="", help="an OpenAI-compatible server, for the engines that need one")
    parser.add_argument("--llm-model", default="local", help="the model's name there")
    parser.add_argument("--llm-context", type=int, default=8192, help="tokens that it reads")
    parser.add_argument("--cache", type=Path, default=Path(".quality-replies"), help="keeps the model's replies")
    parser.add_argument("--show", action="store_true", help="every failure with its turns (never of test meetings)")
    parser.add_argument("--unmarked", action="store_true", help="without punctuation, capitals and accents")
    parser.add_argument("--agreement", action="store_true", help="also how far two readers of a meeting agree")
    parser.add_argument("--out", type=Path, help="the page to write instead of printing")
    return parser.parse_args(arguments)

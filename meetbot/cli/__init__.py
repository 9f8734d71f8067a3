"""The command line: parses, wires real adapters into one pipeline function, prints, and sets the exit code."""

from meetbot.cli.app import main

__all__ = ["main"]

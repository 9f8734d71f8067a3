"""meetbot: agenda from the figures before the meeting, minutes with evidence after it."""

__version__ = "0.1.0"

"""The embedded rule engine: finds decisions and tasks by speech act, offline and repeatably."""

from meetbot.stages.rules.engine import RuleEngine

__all__ = ["RuleEngine"]

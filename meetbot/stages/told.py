"""Sentences about what the minutes hold, in the locale's words: who promised what, what was settled, what is open.

Every content word comes from a checked item, from its owner's name or from the words that stand in the cited turn.
"""

import re
from collections.abc import Sequence
from datetime import date

from meetbot.model.company import Roster
from meetbot.model.minutes import ActionItem, CommitmentUpdate, Decision, FigureCheck, Item, SummarySentence
from meetbot.stages.folding import fold
from meetbot.words import Words, format_date, format_period, format_value

TOLD = "minutes.told."
"""The keys of the words by which summaries are composed."""
MOST_NAMED = 3
"""Items named in one sentence; the rest are counted, for all of them stand in their own section."""
_LONGEST = 140
_INFINITIVE = re.compile(r"(?:no )?(?:\w+(?:ar|er|ir)|dar|ver|ir)(?:(?:me|te|se|nos|l[aeo]s?){1,2})?")
_CUT = re.compile(r"[,;:]?\s+\S*$")


def decided(decisions: Sequence[Decision], roster: Roster, words: Words) -> tuple[SummarySentence, ...]:
    """A sentence for each way in which something was settled: made, deferred, reversed."""
    sentences = []
    for status in ("made", "deferred", "reversed"):
        found = [decision for decision in decisions if decision.status == status]
        if found:
            texts = [inside(decision.text, roster) for decision in found[:MOST_NAMED]]
            told = words(f"minutes.told.{status}", text="; ".join(texts))
            sentences.append(_sentence(_with_more(told, len(found), words), found[:MOST_NAMED]))
    return tuple(sentences)


def promised(actions: Sequence[ActionItem], roster: Roster, words: Words) -> tuple[SummarySentence, ...]:
    """One sentence that names who took which task, and one with what nobody took; none where there is nothing."""
    owned = [action for action in actions if action.owner is not None][:MOST_NAMED]
    clauses = _clauses(owned, roster, words)
    sentences = []
    if owned:
        number = sum(action.owner is not None for action in actions)
        sentences.append(_sentence(_with_more("; ".join(clauses), number, words), owned))
    nobodys = [action for action in actions if action.owner is None]
    if nobodys:
        texts = "; ".join(_task(action, roster, words) for action in nobodys[:MOST_NAMED])
        told = words("minutes.told.nobodys", text=texts)
        sentences.append(_sentence(_with_more(told, len(nobodys), words), nobodys[:MOST_NAMED]))
    return tuple(sentences)


def updated(updates: Sequence[CommitmentUpdate], words: Words) -> tuple[SummarySentence, ...]:
    """One sentence on the commitments of earlier meetings that were spoken about."""
    if not updates:
        return ()
    told = [
        words(f"minutes.told.update.{update.status}", number=update.number, date=_day(update.due_date, words))
        if update.status != "postponed" or update.due_date is not None
        else words("minutes.told.update.postponed_without_day", number=update.number)
        for update in updates
    ]
    turns = tuple(dict.fromkeys(update.evidence.turn_ids[0] for update in updates))
    return (SummarySentence(text=_end(words("minutes.told.updates", told="; ".join(told))), turn_ids=turns),)


def contradicted(figures: Sequence[FigureCheck], words: Words) -> tuple[SummarySentence, ...]:
    """One sentence for each figure that was said and that the data contradict: both figures and the period."""
    sentences = []
    for figure in figures:
        if figure.agrees:
            continue
        reading = format_value(figure.reading, figure.unit, locale=words.locale, currency=figure.currency)
        period = format_period(figure.period, locale=words.locale, style="short")
        told = words("minutes.told.figure", name=figure.name, said=figure.said, reading=reading, period=period)
        sentences.append(SummarySentence(text=_end(told), turn_ids=figure.evidence.turn_ids[:1]))
    return tuple(sentences)


def noted(key: str, items: Sequence[Item], roster: Roster, words: Words) -> tuple[SummarySentence, ...]:
    """One sentence on notes of one kind: `minutes.told.KEY` with their texts."""
    if not items:
        return ()
    texts = "; ".join(inside(item.text, roster) for item in items[:MOST_NAMED])
    told = words(f"minutes.told.{key}", text=texts)
    return (_sentence(_with_more(told, len(items), words), items[:MOST_NAMED]),)


def inside(text: str, roster: Roster) -> str:
    """The text as part of a sentence: without its full stop, its first word small unless it is a name or a code."""
    bare = shortened(text).rstrip(".;: ")
    first = re.match(r"[¿¡«“\"]?(\w+)", bare)
    if (
        first is None
        or first[1] == "I"
        or any(letter.isupper() for letter in first[1][1:])
        or _is_name(first[1], roster)
    ):
        return bare
    at = first.start(1)
    return bare[:at] + bare[at].lower() + bare[at + 1 :]


def shortened(text: str, limit: int = _LONGEST) -> str:
    """The text, cut after a word with `…` where it is longer."""
    whole = " ".join(text.split())
    if len(whole) <= limit:
        return whole
    return f"{_CUT.sub('', whole[:limit])}…"


def _clauses(actions: Sequence[ActionItem], roster: Roster, words: Words) -> list[str]:
    """Who took what: first all tasks in the infinitive behind one verb, then what is told in somebody's own words."""
    clauses: list[str] = []
    tasks = [action for action in actions if _is_task(action, words)]
    for owner in dict.fromkeys(action.owner for action in tasks):
        theirs = (_task(action, roster, words) for action in tasks if action.owner == owner)
        key = "promised_more" if clauses else "promised"
        clauses.append(words(f"minutes.told.{key}", owner=owner, tasks=words("minutes.told.and_task").join(theirs)))
    said = (action for action in actions if action not in tasks)
    clauses += [words("minutes.told.took", owner=action.owner, task=_task(action, roster, words)) for action in said]
    return clauses


def _task(action: ActionItem, roster: Roster, words: Words) -> str:
    """The task with its day; what is no infinitive stands in quotes."""
    text = inside(action.text, roster)
    task = text if _is_task(action, words) else words("minutes.told.quoted", text=text)
    if action.due_date is None:
        return task
    return words("minutes.told.task_due", task=task, date=_day(action.due_date, words))


def _is_task(action: ActionItem, words: Words) -> bool:
    quoted = "wording_replaced" in action.doubts
    return not quoted and (words.language == "en" or _INFINITIVE.match(fold(action.text)) is not None)


def _is_name(word: str, roster: Roster) -> bool:
    names = (name for person in roster.people for name in (person.name, *person.aliases))
    return any(
        word in name and word in name.split()
        for name in (*names, *(department.name for department in roster.departments))
    )


def _day(day: date | None, words: Words) -> str:
    return "" if day is None else format_date(day, locale=words.locale, style="short")


def _with_more(told: str, number: int, words: Words) -> str:
    more = number - MOST_NAMED
    if more <= 0:
        return _end(told)
    return _end(
        f"{told.rstrip('.')} {words('minutes.told.more.one' if more == 1 else 'minutes.told.more.many', n=more)}"
    )


def _end(told: str) -> str:
    return told if told.endswith((".", "?", "!", "…")) else f"{told}."


def _sentence(text: str, items: Sequence[Item]) -> SummarySentence:
    turns = dict.fromkeys(i for item in items if item.evidence is not None for i in item.evidence.turn_ids[:2])
    return SummarySentence(text=text, turn_ids=tuple(turns))

"""The agenda's lines: each figure with what it is compared with, its period, its sample and its source."""

from datetime import date

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.kpi import Kpi, Reading, SharedGoal
from meetbot.words import Words, format_date, format_period, format_value


def counted(words: Words, key: str, number: float, **values: object) -> str:
    """The phrase `key.one` or `key.many`, with `{n}` and what else it has blanks for."""
    return words(f"{key}.{'one' if number == 1 else 'many'}", n=figure(number, words), **values)


def figure(value: float | None, words: Words) -> str:
    """A plain number."""
    return format_value(value, "count", locale=words.locale)


def share(value: float | None, words: Words) -> str:
    """A percentage."""
    return format_value(value, "ratio", locale=words.locale)


def days_of(value: float, words: Words) -> str:
    """So many days."""
    return format_value(value, "days", locale=words.locale)


def amount(reading: Reading, value: float | None, words: Words) -> str:
    """A value in the reading's unit."""
    return format_value(value, reading.kpi.unit, locale=words.locale, currency=reading.kpi.currency)


def part_of(rate: float | None, n: int | None, words: Words) -> str:
    """A share with its cases: `69.6% (39 de 56)`."""
    part = figure(round((rate or 0) * (n or 0)), words)
    return words("kpi.of", value=share(rate, words), part=part, whole=figure(n, words))


def label(kpi: Kpi) -> str:
    """The indicator's name without the definition that some carry in brackets."""
    return one_line(kpi.name.split(" (")[0])


def one_line(text: str) -> str:
    """Text of others, on one line."""
    return " ".join(text.split())


def goal_lines(goal: SharedGoal, words: Words) -> list[str]:
    """What the goal needs each week, where the present pace leads, and where it stood a year before."""
    reading = goal.reading
    lines = []
    if goal.pace_needed is not None:
        needed, current = amount(reading, goal.pace_needed, words), amount(reading, goal.pace_current, words)
        lines.append(words("agenda.goal.pace", needed=needed, current=current))
    if goal.forecast is not None:
        status = words(f"kpi.status.{goal.state}")
        lines.append(words("agenda.goal.forecast", forecast=amount(reading, goal.forecast, words), status=status))
    if reading.previous is not None and reading.previous_period is not None:
        before = format_period(reading.previous_period, locale=words.locale)
        lines.append(words("agenda.goal.year_before", value=amount(reading, reading.previous, words), period=before))
    return lines


def goal_standing(goal: SharedGoal, words: Words) -> str:
    """Value and target with their share, period and source; or what is lacking to tell."""
    reading = goal.reading
    if reading.value is None:
        return words("kpi.not_calculable", name=one_line(goal.name), missing=reading.missing or "")
    return words(
        "agenda.goal.standing",
        value=amount(reading, reading.value, words),
        target=amount(reading, goal.target, words),
        share=share(goal_share(goal, reading.value), words),
        provenance=provenance(reading, words),
    )


def goal_share(goal: SharedGoal, value: float) -> float | None:
    """That value as a share of the goal; None for a goal of nothing."""
    return value / goal.target if goal.target else None


def short_reading(reading: Reading, words: Words) -> str:
    """Name, value and earlier value; period, sample and source stand with the same figure in the table."""
    name, value = label(reading.kpi), amount(reading, reading.value, words)
    if reading.previous is None:
        return words("agenda.turn.figure", name=name, value=value)
    return words("agenda.turn.compared", name=name, value=value, previous=amount(reading, reading.previous, words))


def reading_line(reading: Reading, words: Words) -> str:
    """One indicator: its state in shape and word, its value, target, earlier value, sample, period and source."""
    kpi = reading.kpi
    if reading.value is None:
        return words("kpi.not_calculable", name=one_line(kpi.name), missing=reading.missing or "")
    state, name = words(f"kpi.status.{reading.state}"), one_line(kpi.name)
    parts = [words("kpi.value", status=state, name=name, value=value_of(reading, words))]
    if kpi.target is not None:
        parts.append(words("kpi.target", target=amount(reading, kpi.target, words)))
    if reading.previous is not None:
        parts.append(words("kpi.previous", value=amount(reading, reading.previous, words)))
    return f"{' · '.join(parts)} ({provenance(reading, words)})"


def value_of(reading: Reading, words: Words) -> str:
    """The value; a share with its cases."""
    if reading.kpi.unit != "ratio" or not reading.n or reading.value is None:
        return amount(reading, reading.value, words)
    return part_of(reading.value, reading.n, words)


def provenance(reading: Reading, words: Words) -> str:
    """Period, sample and source."""
    parts = [format_period(reading.period, locale=words.locale)]
    if reading.n is not None and reading.kpi.unit not in {"ratio", "count"}:
        parts.append(f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{figure(reading.n, words)}")
    parts += reading.source
    return ", ".join(parts)


def commitment_line(commitment: Commitment, roster: Roster, today: date, words: Words) -> str:
    """One open commitment: number, owner, task, due date, how late it is, and since when it stands."""
    department = roster.department(commitment.department)
    owner = one_line(commitment.owner) if commitment.owner else words("agenda.no_owner")
    return words(
        "agenda.commitment.line",
        number=commitment.number,
        owner=f"{owner} ({department.name})" if department else owner,
        text=one_line(commitment.text),
        due=_due(commitment, today, words),
        age=days_of((today - commitment.meeting_date).days, words),
    )


def _due(commitment: Commitment, today: date, words: Words) -> str:
    if commitment.due_date is None:
        said = one_line(commitment.due_text or "")
        return words("agenda.commitment.said", text=said) if said else words("agenda.commitment.no_due")
    day = format_date(commitment.due_date, locale=words.locale, style="short")
    late = (today - commitment.due_date).days
    if late <= 0:
        return words("agenda.commitment.due", date=day)
    return words("agenda.commitment.late", date=day, days=days_of(late, words))

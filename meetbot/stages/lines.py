"""The agenda's lines: each figure with what it is compared with, its period, its sample and its source."""

from collections.abc import Sequence
from datetime import date

from meetbot.model.commitments import Commitment
from meetbot.model.company import Roster
from meetbot.model.kpi import FollowUpOwner, FunnelStep, Kpi, Reading, SharedGoal, SlaAudit, SlaOwner
from meetbot.stages.funnel import MATURITY_DAYS, STAGES
from meetbot.stages.stale import STALE_DAYS, Rejection, StaleRecord, by_owner
from meetbot.words import Words, format_date, format_period, format_value

_OWNERS = 6
_REASONS = 4


def counted(words: Words, key: str, number: float, **values: object) -> str:
    """The phrase `key.one` or `key.many`, with `{n}` and what else it has blanks for."""
    return words(f"{key}.{'one' if number == 1 else 'many'}", n=figure(number, words), **values)


def figure(value: float | None, words: Words) -> str:
    """A plain number."""
    return format_value(value, "count", locale=words.locale)


def share(value: float | None, words: Words) -> str:
    """A percentage."""
    return format_value(value, "ratio", locale=words.locale)


def amount(reading: Reading, value: float | None, words: Words) -> str:
    """A value in the reading's unit."""
    return format_value(value, reading.kpi.unit, locale=words.locale, currency=reading.kpi.currency)


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
    told = f"{label(reading.kpi)}: {amount(reading, reading.value, words)}"
    if reading.previous is None:
        return told
    return f"{told}, {words('kpi.previous', value=amount(reading, reading.previous, words))}"


def reading_line(reading: Reading, words: Words) -> str:
    """One indicator: its state in shape and word, its value, target, earlier value, sample, period and source."""
    kpi = reading.kpi
    if reading.value is None:
        return words("kpi.not_calculable", name=kpi.name, missing=reading.missing or "")
    parts = [
        words("kpi.value", status=words(f"kpi.status.{reading.state}"), name=kpi.name, value=value_of(reading, words))
    ]
    if kpi.target is not None:
        parts.append(words("kpi.target", target=amount(reading, kpi.target, words)))
    if reading.previous is not None:
        parts.append(words("kpi.previous", value=amount(reading, reading.previous, words)))
    return f"{' · '.join(parts)} ({provenance(reading, words)})"


def value_of(reading: Reading, words: Words) -> str:
    """The value; a share with its cases, `69.6% (39 de 56)`."""
    value = amount(reading, reading.value, words)
    if reading.kpi.unit != "ratio" or not reading.n or reading.value is None:
        return value
    part = figure(round(reading.value * reading.n), words)
    return words("kpi.of", value=value, part=part, whole=figure(reading.n, words))


def provenance(reading: Reading, words: Words) -> str:
    """Period, sample and source."""
    parts = [format_period(reading.period, locale=words.locale)]
    if reading.n is not None and reading.kpi.unit not in {"ratio", "count"}:
        parts.append(f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{figure(reading.n, words)}")
    parts += reading.source
    return ", ".join(parts)


def sla_lines(sla: SlaAudit, words: Words) -> list[str]:
    """The SLA as a whole, then by owner, most broken first."""
    if sla.missing is not None:
        return [words("kpi.not_calculable", name="SLA", missing=sla.missing)]
    if not (sla.kept or sla.broken or sla.pending or sla.unknown):
        return [words("agenda.sla.none", period=format_period(sla.period, locale=words.locale))]
    owners = [_owner_line(owner, words) for owner in sla.by_owner[:_OWNERS]]
    if (rest := len(sla.by_owner) - _OWNERS) > 0:
        owners.append(counted(words, "agenda.sla.more", rest))
    return [sla_standing(sla, words), *owners]


def sla_standing(sla: SlaAudit, words: Words) -> str:
    """Compliance against its target and the period before, with all four verdicts."""
    return words(
        "agenda.sla.standing",
        compliance=share(sla.compliance, words),
        target=share(sla.target, words),
        previous=share(sla.previous_compliance, words),
        verdicts=_verdicts(SlaOwner(**sla.model_dump(include=_VERDICTS), owner=None), words),
        provenance=", ".join([format_period(sla.period, locale=words.locale), *sla.source]),
    )


_VERDICTS = {"kept", "broken", "pending", "unknown"}


def _owner_line(owner: SlaOwner, words: Words) -> str:
    name = one_line(owner.owner) if owner.owner else words("agenda.no_owner")
    return words("agenda.sla.owner", owner=name, verdicts=_verdicts(owner, words))


def _verdicts(found: SlaOwner, words: Words) -> str:
    numbers = (
        ("kept", found.kept),
        ("broken", found.broken),
        ("pending", found.pending),
        ("unknown", found.unknown),
    )
    told = [
        words(f"agenda.sla.{verdict}", n=figure(n, words))
        for verdict, n in numbers
        if n or verdict in {"kept", "broken"}
    ]
    return ", ".join(told)


def funnel_line(step: FunnelStep, words: Words) -> str:
    """The step that breaks: what share passes now and before, over how many."""
    before = STAGES[STAGES.index(step.stage) - 1]
    return words(
        "agenda.funnel.breaks",
        source=words(f"kpi.stage.{before}"),
        target=words(f"kpi.stage.{step.stage}"),
        days=format_value(MATURITY_DAYS[step.stage], "days", locale=words.locale),
        rate=_rate(step.rate, step.n, words),
        previous=_rate(step.previous_rate, step.previous_n, words),
    )


def _rate(rate: float | None, n: int | None, words: Words) -> str:
    part = figure(round((rate or 0) * (n or 0)), words)
    return words("kpi.of", value=share(rate, words), part=part, whole=figure(n, words))


def stale_lines(records: Sequence[StaleRecord], words: Words) -> list[str]:
    """How many leads and deals lack follow-up, then by owner with the oldest one."""
    if not records:
        return []
    kinds = [
        counted(words, f"agenda.stale.{kind}", number)
        for kind in ("lead", "deal")
        if (number := sum(record.kind == kind for record in records))
    ]
    days = format_value(STALE_DAYS, "days", locale=words.locale)
    lines = [words("agenda.stale.total", kinds=", ".join(kinds), days=days)]
    return lines + [_stale_owner(owner, words) for owner in by_owner(records)[:_OWNERS]]


def _stale_owner(found: FollowUpOwner, words: Words) -> str:
    return words(
        "agenda.stale.owner",
        owner=one_line(found.owner) if found.owner else words("agenda.no_owner"),
        n=figure(found.leads + found.deals, words),
        days=format_value(found.oldest_days, "days", locale=words.locale),
        record=found.oldest_record,
        never=figure(found.never_contacted, words),
    )


def rejection_line(rejected: Sequence[Rejection], words: Words) -> str:
    """How many handed-over leads sales turned down, and why."""
    reasons = [f"{one_line(r.reason)} ({figure(r.count, words)})" for r in rejected[:_REASONS]]
    return words("agenda.rejected", n=figure(sum(r.count for r in rejected), words), reasons=", ".join(reasons))


def commitment_line(commitment: Commitment, roster: Roster, today: date, words: Words) -> str:
    """One open commitment: number, owner, task, due date, how late it is, and since when it stands."""
    department = roster.department(commitment.department)
    owner = one_line(commitment.owner) if commitment.owner else words("agenda.no_owner")
    age = format_value((today - commitment.meeting_date).days, "days", locale=words.locale)
    return words(
        "agenda.commitment.line",
        number=commitment.number,
        owner=f"{owner} ({department.name})" if department else owner,
        text=one_line(commitment.text),
        due=_due(commitment, today, words),
        age=age,
    )


def _due(commitment: Commitment, today: date, words: Words) -> str:
    if commitment.due_date is None:
        said = one_line(commitment.due_text or "")
        return words("agenda.commitment.said", text=said) if said else words("agenda.commitment.no_due")
    day = format_date(commitment.due_date, locale=words.locale, style="short")
    late = (today - commitment.due_date).days
    if late <= 0:
        return words("agenda.commitment.due", date=day)
    return words("agenda.commitment.late", date=day, days=format_value(late, "days", locale=words.locale))

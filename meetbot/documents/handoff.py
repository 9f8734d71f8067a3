"""The hand-off of leads as blocks: each owner's leads, who waits for follow-up, where the funnel breaks."""

from collections.abc import Sequence

from meetbot.documents.figures import source_line
from meetbot.documents.phrases import count, listing
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Table
from meetbot.documents.text import clip
from meetbot.model.kpi import FollowUp, FollowUpOwner, FunnelStep, SlaAudit, SlaOwner
from meetbot.words import Words, format_period, format_value

MAX_OWNERS = 10
"""Owners with a row of their own; the others are added up in one, so that the totals hold."""
_REASONS = 4
_NONE = "–"
_VERDICTS = ("kept", "broken", "pending", "unknown")


def owners_blocks(audit: SlaAudit | None, follow_up: FollowUp | None, words: Words) -> tuple[Block, ...]:
    """Each owner's leads under the SLA and those without follow-up, with what sales turned down below."""
    kept = {owner.owner: owner for owner in audit.by_owner} if audit else {}
    quiet = {owner.owner: owner for owner in follow_up.by_owner} if follow_up else {}
    names = list(dict.fromkeys((*kept, *quiet)))
    if not names:
        return (Lines(items=(_owners_note(audit, follow_up, words),), small=True),) if follow_up else ()
    shown, rest = names[:MAX_OWNERS], names[MAX_OWNERS:]
    groups = [(_owner_name(name, words), [name]) for name in shown]
    if rest:
        groups.append((count(words, "minutes.agenda.others", len(rest)), rest))
    groups.append((words("minutes.total"), names))
    rows = []
    for label, members in groups:
        cells = _sla_cells([kept[name] for name in members if name in kept], words) if kept else []
        cells += _quiet_cells([quiet[name] for name in members if name in quiet], words) if quiet else []
        total = members is names
        rows.append(
            Row(
                cells=tuple(
                    Cell(text=text, numeric=index > 0, strong=total) for index, text in enumerate([label, *cells])
                )
            )
        )
    header, widths = [words("minutes.column.lead_owner")], [25]
    if kept:
        header += [words(f"minutes.sla.{verdict}") for verdict in _VERDICTS]
        widths += [11, 12, 11, 11]
    if quiet:
        header += [words("minutes.column.quiet"), words("minutes.column.oldest")]
        widths += [16, 14]
    table = Table(
        caption=words("minutes.title.sla"),
        header=tuple(header),
        widths=tuple(widths),
        numeric=frozenset(range(1, len(header))),
        groups=(Group(title="", rows=tuple(rows)),),
        note=_owners_note(audit, follow_up, words),
    )
    return (table,)


def funnel_blocks(steps: Sequence[FunnelStep], words: Words) -> tuple[Block, ...]:
    """The funnel with the step that breaks marked, or a sentence that none does."""
    table = Table(
        caption=words("minutes.title.funnel"),
        header=tuple(words(f"minutes.column.{key}") for key in ("stage", "count", "rate", "previous_rate", "remark")),
        widths=(22, 14, 22, 22, 20),
        numeric=frozenset({1, 2, 3}),
        groups=(Group(title="", rows=tuple(_funnel_row(step, words) for step in steps)),),
        note=_funnel_note(steps, words),
    )
    if any(step.breaks for step in steps):
        return (table,)
    return (Lines(items=(words("minutes.funnel.holds"),)), table)


def _owner_name(owner: str | None, words: Words) -> str:
    return clip(owner, 80) if owner else words("minutes.no_owner")


def _sla_cells(owners: Sequence[SlaOwner], words: Words) -> list[str]:
    return [_count(sum(getattr(owner, verdict) for owner in owners), words) for verdict in _VERDICTS]


def _quiet_cells(owners: Sequence[FollowUpOwner], words: Words) -> list[str]:
    oldest = max((owner.oldest_days for owner in owners), default=None)
    days = _NONE if oldest is None else format_value(oldest, "days", locale=words.locale)
    return [_count(sum(owner.leads + owner.deals for owner in owners), words), days]


def _owners_note(audit: SlaAudit | None, follow_up: FollowUp | None, words: Words) -> str:
    parts = []
    if audit is not None and audit.by_owner:
        parts.append(words("minutes.period", period=format_period(audit.period, locale=words.locale, style="short")))
    if follow_up is not None and follow_up.by_owner:
        parts += _quiet_lines(follow_up, words)
    if follow_up is not None and follow_up.rejected:
        parts.append(_rejected_line(follow_up, words))
    if follow_up is not None and follow_up.recycled is not None:
        parts.append(_recycled_line(follow_up.recycled, follow_up.recycled_again, words))
    sources = {name: None for part in (audit, follow_up) if part is not None for name in part.source}
    newest = max(part.read_at for part in (audit, follow_up) if part is not None)
    return " ".join((*parts, source_line(list(sources), newest, words)))


def _quiet_lines(follow_up: FollowUp, words: Words) -> list[str]:
    numbers = {
        "lead": sum(owner.leads for owner in follow_up.by_owner),
        "deal": sum(owner.deals for owner in follow_up.by_owner),
    }
    kinds = [_counted(f"agenda.stale.{kind}", number, words) for kind, number in numbers.items() if number]
    days = format_value(follow_up.quiet_days, "days", locale=words.locale)
    lines = [words("minutes.agenda.quiet", kinds=listing(kinds, words), days=days)]
    if never := sum(owner.never_contacted for owner in follow_up.by_owner):
        lines.append(_counted("minutes.agenda.never", never, words))
    return lines


def _rejected_line(follow_up: FollowUp, words: Words) -> str:
    """How many handed-over leads sales turned down, and the most frequent reasons."""
    reasons = [f"{clip(found.reason, 80)} ({_count(found.count, words)})" for found in follow_up.rejected[:_REASONS]]
    total = sum(found.count for found in follow_up.rejected)
    return words("agenda.rejected", n=_count(total, words), reasons=", ".join(reasons))


def _recycled_line(recycled: int, again: int | None, words: Words) -> str:
    """How many leads went back to marketing, and how many of them came again."""
    told = _counted("minutes.agenda.recycled", recycled, words)
    return told if again is None else f"{told} {_counted('minutes.agenda.recycled_again', again, words)}"


def _funnel_note(steps: Sequence[FunnelStep], words: Words) -> str:
    """Over which days counts and shares go, why they differ, and where they come from."""
    period = next((step.period for step in steps if step.period is not None), None)
    parts = []
    if period is not None:
        parts.append(words("minutes.funnel.counts", period=format_period(period, locale=words.locale, style="short")))
    told = []
    for cohort in dict.fromkeys(step.rate_period for step in steps if step.rate_period is not None):
        stages = [words(f"minutes.funnel.stage.{step.stage}") for step in steps if step.rate_period == cohort]
        told.append(f"{listing(stages, words)}, {format_period(cohort, locale=words.locale, style='short')}")
    if told:
        parts.append(words("minutes.funnel.entered", periods="; ".join(told)))
    elif any(step.n for step in steps):
        parts.append(words("minutes.funnel.note"))
    read_at = max((step.read_at for step in steps if step.read_at is not None), default=None)
    sources = list(dict.fromkeys(name for step in steps for name in step.source))
    if read_at is not None:
        parts.append(source_line(sources, read_at, words))
    return " ".join(parts)


def _funnel_row(step: FunnelStep, words: Words) -> Row:
    remark = words("minutes.funnel.mark") if step.breaks else ""
    return Row(
        cells=(
            Cell(text=words(f"minutes.funnel.stage.{step.stage}"), strong=step.breaks),
            Cell(text=_NONE if step.count is None else _count(step.count, words), numeric=True),
            Cell(text=_rate(step.rate, step.n, words), numeric=True, strong=step.breaks),
            Cell(text=_rate(step.previous_rate, step.previous_n, words), numeric=True),
            Cell(text=remark, tone="red" if step.breaks else "plain"),
        )
    )


def _rate(value: float | None, n: int | None, words: Words) -> str:
    """A share with its cases where they are known: `25.7% (18/70)`."""
    share = _ratio(value, words)
    return share if value is None or not n else f"{share} ({_count(round(value * n), words)}/{_count(n, words)})"


def _ratio(value: float | None, words: Words) -> str:
    return format_value(value, "ratio", locale=words.locale)


def _counted(key: str, number: int, words: Words) -> str:
    return words(f"{key}.{'one' if number == 1 else 'many'}", n=_count(number, words))


def _count(value: float, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)

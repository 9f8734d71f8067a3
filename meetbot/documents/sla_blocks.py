"""The SLA between both departments as blocks: what was agreed and promised, how it was kept, and by which leads."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from meetbot.documents.figures import missing, source_line
from meetbot.documents.phrases import count, listing, local, status_word, territory, weekday
from meetbot.documents.sheet import Block, Bullets, Callout, Cell, Group, Lines, Row, Table, Tone
from meetbot.documents.text import clip
from meetbot.model.company import DepartmentRole, Meeting, Roster
from meetbot.model.kpi import SlaAudit, SlaCase, SlaDelivery, SlaPromise, State, Status
from meetbot.words import Words, format_date, format_period, format_value

MAX_CASES = 24
"""Leads listed one by one; all of them stand in agenda.json."""
_PROMISED = 3
"""Promises told at first sight; all of them stand in their table."""
_NONE = "–"
_LISTED: tuple[str, ...] = ("broken", "unknown")


def sla_callout(audit: SlaAudit, roster: Roster, words: Words) -> Callout:
    """How the SLA was kept, what was agreed, how marketing's half stands, and what was promised about it last time."""
    agreed = words(
        "minutes.sla.agreed",
        score=_count(audit.minimum_score, words),
        limit=format_value(audit.limit_hours, "hours", locale=words.locale),
        clock=words(f"minutes.sla.clock.{audit.clock}"),
    )
    halves = (_delivery_line(audit.delivery, roster, words),) if audit.delivery else ()
    promised = [_promise_line(promise, words) for promise in audit.promises[:_PROMISED]]
    return Callout(headline=sla_headline(audit, words), lines=(agreed, *halves, *promised), tone=audit.status)


def sla_headline(audit: SlaAudit, words: Words) -> str:
    """State, compliance, target and the compliance before, or why there is none."""
    state = status_word(audit.state, words)
    if audit.compliance is None:
        return f"{state} · {missing(audit, words) if audit.missing else words('minutes.sla.no_cases')}"
    value, target = _ratio(audit.compliance, words), _ratio(audit.target, words)
    if audit.previous_compliance is None:
        return words("minutes.sla.compliance_first", state=state, value=value, target=target)
    previous = _ratio(audit.previous_compliance, words)
    return words("minutes.sla.compliance", state=state, value=value, target=target, previous=previous)


def pact_blocks(audit: SlaAudit, roster: Roster, words: Words) -> tuple[Block, ...]:
    """Both halves of the agreement side by side, what was promised about it, definitions and remarks."""
    blocks: list[Block] = []
    if audit.delivery is not None:
        blocks.append(_pact_table(audit, audit.delivery, roster, words))
    if audit.promises:
        blocks.append(_promises_table(audit, words))
    remarks = [*_hours_lines(audit, words), words(f"minutes.sla.reassignment.{audit.reassignment}")]
    if audit.qualified_lead:
        remarks.insert(0, words("minutes.sla.qualified", definition=clip(audit.qualified_lead, 300)))
    return (*blocks, Bullets(items=(*remarks, *(clip(note, 300) for note in audit.notes))))


def _hours_lines(audit: SlaAudit, words: Words) -> list[str]:
    """Which hours count, on which days, and which holidays don't; nothing where the clock runs day and night."""
    if audit.clock != "business" or not any(audit.open_hours):
        return []
    told = []
    for hours, days in groupby(range(len(audit.open_hours)), key=lambda day: audit.open_hours[day]):
        if hours:
            told.append(f"{_span(list(days), words)} {listing([hour.replace('-', '–') for hour in hours], words)}")
    rest = words("minutes.sla.no_holidays")
    if audit.holidays:
        rest = words("minutes.sla.holidays", country=territory(audit.holidays, words))
    if audit.closed:
        days_off = [format_date(day, locale=words.locale, style="short") for day in audit.closed]
        rest = f"{rest} {words('minutes.sla.closed', days=', '.join(days_off))}"
    return [f"{words('minutes.sla.hours', hours='; '.join(told))} {rest}"]


def _span(days: Sequence[int], words: Words) -> str:
    """One weekday, or the first and the last of several."""
    first, last = weekday(days[0], words), weekday(days[-1], words)
    return first if len(days) == 1 else words("minutes.sla.days", first=first, last=last)


def cases_blocks(audit: SlaAudit | None, meeting: Meeting, words: Words) -> tuple[Block, ...]:
    """The leads that were contacted late or of which a time is missing, by their record in the CRM."""
    cases = [case for case in audit.cases if case.verdict in _LISTED] if audit else []
    if audit is None or not cases:
        return ()
    ranked = sorted(cases, key=lambda case: (_LISTED.index(case.verdict), case.owner or "￿", case.lead))
    table = Table(
        caption=words("minutes.sla.cases"),
        header=tuple(
            words(f"minutes.column.{key}") for key in ("record", "lead_owner", "score", "handed", "limit", "contacted")
        ),
        widths=(16, 24, 9, 17, 17, 17),
        numeric=frozenset({2}),
        groups=tuple(
            Group(
                title=words(f"minutes.sla.case.{verdict}"),
                rows=tuple(_case_row(case, meeting, words) for case in ranked[:MAX_CASES] if case.verdict == verdict),
            )
            for verdict in _LISTED
            if any(case.verdict == verdict for case in ranked[:MAX_CASES])
        ),
    )
    more = len(ranked) - MAX_CASES
    rest: tuple[Block, ...] = (Lines(items=(count(words, "minutes.sla.more", more),), small=True),) if more > 0 else ()
    return (table, *rest)


def _pact_table(audit: SlaAudit, delivery: SlaDelivery, roster: Roster, words: Words) -> Table:
    marketing, sales = (_department(role, roster, words) for role in ("marketing", "sales"))
    promised = words("minutes.pact.no_volume")
    if delivery.promised is not None:
        promised = words("minutes.pact.volume", n=_count(round(delivery.promised, 1), words))
    needed: tuple[str, ...] = ()
    if delivery.needed is not None:
        needed = (words("minutes.pact.needed", n=_count(round(delivery.needed), words)),)
    quality = _NONE
    # The share has a default: it is an agreement only beside a number that somebody did agree to.
    agreed = delivery.promised is not None and delivery.quality_target is not None
    if agreed and delivery.quality_target is not None:
        quality = words("minutes.pact.quality", sales=sales, share=_ratio(delivery.quality_target, words))
    rejected = (count(words, "minutes.pact.rejected", delivery.rejected),) if delivery.rejected else ()
    speed = words(
        "minutes.pact.speed",
        limit=format_value(audit.limit_hours, "hours", locale=words.locale),
        share=_ratio(audit.target, words),
    )
    previous = "" if audit.previous_compliance is None else _ratio(audit.previous_compliance, words)
    before = (words("minutes.pact.before", value=previous),) if previous else ()
    volume_state = _state(delivery.volume_status, known=delivery.promised is not None, lacking="no_target")
    quality_state = _state(delivery.quality_status, known=delivery.accepted_share is not None, lacking="no_data")
    if not agreed and delivery.accepted_share is not None:
        quality_state = "no_target"
    rows = (
        _pact_row((marketing, promised), _count(delivery.delivered, words), needed, volume_state, words),
        _pact_row((marketing, quality), _ratio(delivery.accepted_share, words), rejected, quality_state, words),
        _pact_row((sales, speed), _ratio(audit.compliance, words), before, audit.state, words),
    )
    period = words("minutes.period", period=format_period(audit.period, locale=words.locale, style="short"))
    return Table(
        caption=words("minutes.pact.caption"),
        header=tuple(words(f"minutes.column.{key}") for key in ("owes", "agreed", "outcome_now", "state")),
        widths=(20, 42, 20, 18),
        groups=(Group(title="", rows=rows),),
        note=f"{period} {source_line(audit.source, audit.read_at, words)}",
    )


def _delivery_line(delivery: SlaDelivery, roster: Roster, words: Words) -> str:
    """Marketing's half in one sentence."""
    marketing, sales = (_department(role, roster, words) for role in ("marketing", "sales"))
    told = [
        words("minutes.pact.delivered", department=marketing, n=_count(delivery.delivered, words))
        if delivery.promised is None
        else words(
            "minutes.pact.delivered_of",
            department=marketing,
            n=_count(delivery.delivered, words),
            promised=_count(round(delivery.promised, 1), words),
        )
    ]
    if delivery.accepted_share is not None:
        told.append(words("minutes.pact.accepted", department=sales, share=_ratio(delivery.accepted_share, words)))
    return "; ".join(told) + "."


def _promise_line(promise: SlaPromise, words: Words) -> str:
    """What was promised, by whom and for when, and what became of it."""
    told = [clip(promise.text, 160), _promised_by(promise, words)]
    if promise.due_date is not None:
        told.append(format_date(promise.due_date, locale=words.locale, style="short"))
    day = format_date(promise.meeting_date, locale=words.locale, style="short")
    return words("minutes.promises.line", date=day, told=" · ".join(told), state=_kept(promise, words)[0])


def _pact_row(agreed: tuple[str, str], now: str, notes: Sequence[str], state: State, words: Words) -> Row:
    """Who owes what, and how it stands."""
    tone: Tone = state if state in {"green", "amber", "red"} else "grey"
    return Row(
        cells=(
            *(Cell(text=text) for text in agreed),
            Cell(text=now, notes=tuple(notes), strong=True),
            Cell(text=status_word(state, words), tone=tone),
        )
    )


def _state(status: Status, *, known: bool, lacking: State) -> State:
    """The status; a grey one by its reason."""
    if status != "grey":
        return status
    return "small_sample" if known else lacking


def _promises_table(audit: SlaAudit, words: Words) -> Table:
    """What was said about the SLA before; this period's result stands right above."""
    rows = tuple(_promise_row(promise, words) for promise in audit.promises)
    return Table(
        caption=words("minutes.promises.caption"),
        header=tuple(words(f"minutes.column.{key}") for key in ("promise", "owner", "due", "status")),
        widths=(50, 18, 14, 18),
        groups=(Group(title="", rows=rows),),
    )


def _promise_row(promise: SlaPromise, words: Words) -> Row:
    day = format_date(promise.meeting_date, locale=words.locale, style="short")
    notes = [words("minutes.agreed_on", date=day)]
    if promise.said:
        notes.append(f"“{clip(promise.said, 200)}”")
    state, tone = _kept(promise, words)
    return Row(
        cells=(
            Cell(text=clip(promise.text, 300), notes=(" · ".join(notes),)),
            Cell(text=_promised_by(promise, words)),
            Cell(
                text=_NONE
                if promise.due_date is None
                else format_date(promise.due_date, locale=words.locale, style="short")
            ),
            Cell(text=state, tone=tone),
        )
    )


def _promised_by(promise: SlaPromise, words: Words) -> str:
    """Who promised it; a decision is everybody's."""
    if promise.owner:
        return clip(promise.owner, 80)
    return words("minutes.agenda.everybody" if promise.state == "agreed" else "minutes.no_owner")


def _kept(promise: SlaPromise, words: Words) -> tuple[str, Tone]:
    tones: dict[str, Tone] = {"kept": "green", "overdue": "red", "open": "plain", "agreed": "plain"}
    return words(f"minutes.promises.{promise.state}"), tones[promise.state]


def _case_row(case: SlaCase, meeting: Meeting, words: Words) -> Row:
    return Row(
        cells=(
            Cell(text=clip(case.lead, 60)),
            Cell(text=clip(case.owner, 80) if case.owner else words("minutes.no_owner")),
            Cell(text=_NONE if case.score is None else _count(case.score, words), numeric=True),
            *(
                Cell(text=_moment(moment, meeting, words))
                for moment in (case.handed_at, case.due_at, case.contacted_at)
            ),
        )
    )


def _moment(moment: datetime | None, meeting: Meeting, words: Words) -> str:
    if moment is None:
        return _NONE
    at = local(moment, meeting)
    return f"{format_date(at.date(), locale=words.locale, style='short')}, {at:%H:%M}"


def _department(role: DepartmentRole, roster: Roster, words: Words) -> str:
    found = roster.by_role(role)
    return clip(found.name, 80) if found else words(f"minutes.pact.{role}")


def _ratio(value: float | None, words: Words) -> str:
    return format_value(value, "ratio", locale=words.locale)


def _count(value: float, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)

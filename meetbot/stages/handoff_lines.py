"""The agenda's lines on the way of a lead: the SLA and its promises, what lies still, the funnel, the campaigns."""

from meetbot.model.kpi import (
    CampaignRow,
    Campaigns,
    FollowUp,
    FollowUpOwner,
    FunnelStep,
    SlaAudit,
    SlaDelivery,
    SlaOwner,
    SlaPromise,
)
from meetbot.stages.funnel import STAGES
from meetbot.stages.lines import counted, days_of, figure, one_line, part_of, share
from meetbot.words import Words, format_date, format_period, format_value

_OWNERS = 6
_REASONS = 4
_CAMPAIGNS = 5
_PROMISES = 3


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
    return words("agenda.sla.owner", owner=_owner(owner.owner, words), verdicts=_verdicts(owner, words))


def _owner(name: str | None, words: Words) -> str:
    return one_line(name) if name else words("agenda.no_owner")


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


def promise_lines(sla: SlaAudit, words: Words) -> list[str]:
    """What was promised about the SLA before, newest first, and beside each what came of it."""
    ranked = sorted(sla.promises, key=lambda p: (-p.meeting_date.toordinal(), p.number or 0))
    return [_promise_line(promise, sla, words) for promise in ranked[:_PROMISES]]


def _promise_line(promise: SlaPromise, sla: SlaAudit, words: Words) -> str:
    day = format_date(promise.meeting_date, locale=words.locale, style="short")
    figures = (sla.compliance, sla.previous_compliance)
    standing = "unknown" if figures[0] is None else "first" if figures[1] is None else "compared"
    now, before = (share(value, words) for value in figures)
    result = words(f"agenda.promise.{standing}", value=now, previous=before)
    text = one_line(promise.text).rstrip(".")
    if promise.owner:
        text = words("agenda.promise.by", owner=one_line(promise.owner), text=text)
    return words(f"agenda.promise.{promise.state}", date=day, text=text, result=result)


def delivery_lines(delivery: SlaDelivery, words: Words) -> list[str]:
    """Marketing's half: how many qualified leads came, against what was promised, and how many sales accepted."""
    delivered = figure(delivery.delivered, words)
    if delivery.promised is None:
        told = [words("agenda.delivery.volume", delivered=delivered)]
    else:
        promised = figure(round(delivery.promised, 1), words)
        told = [words("agenda.delivery.promised", delivered=delivered, promised=promised)]
    if delivery.needed is not None:
        told.append(words("agenda.delivery.needed", needed=figure(round(delivery.needed, 1), words)))
    if delivery.accepted_share is not None:
        accepted, target = share(delivery.accepted_share, words), share(delivery.quality_target, words)
        told.append(words("agenda.delivery.accepted", accepted=accepted, target=target))
    return [" ".join(told)]


def follow_up_lines(found: FollowUp, words: Words) -> list[str]:
    """What sales turned down and why, what lies without follow-up by owner, and what went back to marketing."""
    told = [rejection_line(found, words)] if found.rejected else []
    if found.by_owner:
        told += [_quiet_total(found, words), *(_quiet_owner(owner, words) for owner in found.by_owner[:_OWNERS])]
    if found.recycled:
        told.append(counted(words, "agenda.recycled.back", found.recycled))
    if found.recycled and found.recycled_again is not None:
        told.append(words("agenda.recycled.again", n=figure(found.recycled_again, words)))
    return told


def quiet_records(found: FollowUp | None) -> int:
    """How many leads and deals lie without follow-up."""
    return sum(owner.leads + owner.deals for owner in found.by_owner) if found is not None else 0


def _quiet_total(found: FollowUp, words: Words) -> str:
    numbers = {"lead": sum(o.leads for o in found.by_owner), "deal": sum(o.deals for o in found.by_owner)}
    kinds = [counted(words, f"agenda.stale.{kind}", number) for kind, number in numbers.items() if number]
    return words("agenda.stale.total", kinds=", ".join(kinds), days=days_of(found.quiet_days, words))


def _quiet_owner(found: FollowUpOwner, words: Words) -> str:
    return words(
        "agenda.stale.owner",
        owner=_owner(found.owner, words),
        n=figure(found.leads + found.deals, words),
        days=days_of(found.oldest_days, words),
        record=one_line(found.oldest_record),
        never=figure(found.never_contacted, words),
    )


def rejection_line(found: FollowUp, words: Words) -> str:
    """How many handed-over leads sales turned down, and why."""
    reasons = [f"{one_line(r.reason)} ({figure(r.count, words)})" for r in found.rejected[:_REASONS]]
    return words("agenda.rejected", n=figure(rejected_leads(found), words), reasons=", ".join(reasons))


def rejected_leads(found: FollowUp | None) -> int:
    """How many handed-over leads sales turned down."""
    return sum(reason.count for reason in found.rejected) if found is not None else 0


def funnel_line(step: FunnelStep, words: Words) -> str:
    """The step that breaks: what share passes now and before, over how many, within which time."""
    before, into = step_names(step, words)
    return words(
        "agenda.funnel.breaks",
        source=before,
        target=into,
        days=days_of(step.within_days or 0, words),
        rate=part_of(step.rate, step.n, words),
        previous=part_of(step.previous_rate, step.previous_n, words),
    )


def step_names(step: FunnelStep, words: Words) -> tuple[str, str]:
    """The stages that the step leads from and into."""
    before = STAGES[STAGES.index(step.stage) - 1]
    return words(f"kpi.stage.{before}"), words(f"kpi.stage.{step.stage}")


def campaign_lines(found: Campaigns, words: Words) -> list[str]:
    """What each campaign cost and brought, the dearest first; ROAS and ROI apart, with their period and source."""
    told = []
    if found.missing is not None:
        told.append(words("kpi.not_calculable", name=words("agenda.title.campaigns"), missing=found.missing))
    told += [_campaign_line(row, found, words) for row in found.rows[:_CAMPAIGNS]]
    if (rest := len(found.rows) - _CAMPAIGNS) > 0:
        told.append(counted(words, "agenda.campaign.more", rest))
    source = ", ".join([format_period(found.period, locale=words.locale), *found.source])
    return [*told, words("agenda.campaign.provenance", source=source)] if found.rows else told


def _campaign_line(row: CampaignRow, found: Campaigns, words: Words) -> str:
    name = one_line(row.campaign)
    if row.platform:
        name = f"{name} ({one_line(row.platform)})"
    parts = [
        words(f"agenda.campaign.{key}", value=value)
        for key, value in (
            ("spend", _money(row.spend, found, words)),
            ("leads", figure(row.leads, words)),
            ("cost_per_lead", _money(row.cost_per_lead, found, words)),
            ("conversion", share(row.conversion, words)),
            ("roas", _times(row.roas, words)),
            (f"roi_on_{found.roi_on}", share(row.roi, words)),
        )
        if value != _NOTHING
    ]
    return words("agenda.campaign.line", name=name, figures=" · ".join(parts))


_NOTHING = "–"


def _money(value: float | None, found: Campaigns, words: Words) -> str:
    return format_value(value, "money", locale=words.locale, currency=found.currency or None)


def _times(value: float | None, words: Words) -> str:
    return figure(None if value is None else round(value, 2), words)


def campaigns_total(found: Campaigns, words: Words) -> str | None:
    """What the campaigns cost together and how many leads they brought; None where no spend is known."""
    paid = [row for row in found.rows if row.spend is not None]
    if not paid:
        return None
    spend = _money(sum(row.spend or 0 for row in paid), found, words)
    leads = [row.leads for row in paid if row.leads is not None]
    if not leads:
        return words("agenda.campaign.spent", spend=spend)
    return words("agenda.campaign.total", spend=spend, leads=figure(sum(leads), words))

"""The agenda's points on the way of a lead: its hand-off, the funnel with its campaigns, and what customers say."""

from meetbot.model.kpi import SlaDelivery
from meetbot.stages import handoff_lines, lines
from meetbot.stages.points import Facts, Point, keywords

_REASONS = 2


def handoff_point(facts: Facts) -> Point:
    """The hand-off from marketing to sales: both halves of the SLA, its promises, what lies without follow-up."""
    words, assessment = facts.words, facts.assessment
    told: list[str] = []
    if assessment.sla is not None:
        told += handoff_lines.sla_lines(assessment.sla, words)
        told += handoff_lines.promise_lines(assessment.sla, words)
        if assessment.sla.delivery is not None:
            told += handoff_lines.delivery_lines(assessment.sla.delivery, words)
    if assessment.follow_up is not None:
        told += handoff_lines.follow_up_lines(assessment.follow_up, words)
    broken = _sla_broken(facts)
    return Point(
        kind="handoff",
        title=words("agenda.title.handoff"),
        weight=6 + (2 if broken else 0) + (1 if assessment.follow_up is not None else 0),
        reason=_handoff_reason(facts),
        question=words("agenda.handoff.question") if broken or _delivery_short(facts) else "",
        opens=facts.department("sales"),
        lines=tuple(told) or (words("agenda.handoff.no_figures"),),
        keywords=keywords(facts, "handoff"),
    )


def _sla_broken(facts: Facts) -> bool:
    sla = facts.assessment.sla
    return sla is not None and sla.status in {"red", "amber"}


def _delivery_short(facts: Facts) -> SlaDelivery | None:
    """Marketing's half where it lies below what was agreed."""
    delivery = facts.assessment.sla.delivery if facts.assessment.sla is not None else None
    off = {"red", "amber"}
    return delivery if delivery is not None and {delivery.volume_status, delivery.quality_status} & off else None


def _handoff_reason(facts: Facts) -> str:
    """At most two of the findings, the most urgent first; the section below has all of them."""
    words, sla, found = facts.words, facts.assessment.sla, facts.assessment.follow_up
    reasons = []
    if _sla_broken(facts) and sla is not None:
        compliance, target = lines.share(sla.compliance, words), lines.share(sla.target, words)
        reasons.append(words("agenda.handoff.sla_broken", compliance=compliance, target=target))
    if (short := _delivery_short(facts)) is not None:
        reasons += handoff_lines.delivery_lines(short, words)
    if quiet := handoff_lines.quiet_records(found):
        reasons.append(lines.counted(words, "agenda.handoff.stale", quiet))
    if rejected := handoff_lines.rejected_leads(found):
        reasons.append(lines.counted(words, "agenda.handoff.rejected", rejected))
    return " ".join(reasons[:_REASONS]) or words("agenda.handoff.always")


def campaigns_point(facts: Facts) -> Point:
    """The funnel with the step that breaks, and what each campaign cost and brought."""
    words, step, campaigns = facts.words, facts.broken_step, facts.assessment.campaigns
    told = [handoff_lines.funnel_line(step, words)] if step is not None else []
    shown = handoff_lines.campaign_lines(campaigns, words) if campaigns is not None else []
    return Point(
        kind="campaigns",
        title=words("agenda.title.campaigns"),
        weight=4 + (2 if step is not None else 0),
        reason=_campaigns_reason(facts),
        question=_campaigns_question(facts),
        opens=facts.department("marketing"),
        lines=(*told, *(shown or (words("agenda.campaign.none"),))),
        keywords=(
            *keywords(facts, "campaigns"),
            *(lines.one_line(row.campaign) for row in (campaigns.rows[:3] if campaigns is not None else ())),
        ),
    )


def _campaigns_reason(facts: Facts) -> str:
    words, step, campaigns = facts.words, facts.broken_step, facts.assessment.campaigns
    reasons = []
    if step is not None:
        before, into = handoff_lines.step_names(step, words)
        now, earlier = lines.share(step.rate, words), lines.share(step.previous_rate, words)
        reasons.append(words("agenda.handoff.step_breaks", source=before, target=into, rate=now, previous=earlier))
    elif facts.assessment.funnel:
        reasons.append(words("agenda.campaign.funnel_holds"))
    if campaigns is not None and (total := handoff_lines.campaigns_total(campaigns, words)):
        reasons.append(total)
    return " ".join(reasons) or words("agenda.campaign.always")


def _campaigns_question(facts: Facts) -> str:
    words, step, campaigns = facts.words, facts.broken_step, facts.assessment.campaigns
    if step is not None:
        before, into = handoff_lines.step_names(step, words)
        return words("agenda.campaign.step_question", source=before, target=into)
    return words("agenda.campaign.question") if campaigns is not None and campaigns.rows else ""


def customer_point(facts: Facts) -> Point:
    """What sales heard from customers, as feedback to marketing; why leads were turned down opens it."""
    words, found = facts.words, facts.assessment.follow_up
    told = [words("agenda.customer.ask")]
    reason = words("agenda.customer.always")
    if rejected := handoff_lines.rejected_leads(found):
        reason = lines.counted(words, "agenda.customer.rejected", rejected)
    return Point(
        kind="customer",
        title=words("agenda.title.customer"),
        weight=4,
        reason=reason,
        question=words("agenda.customer.question"),
        opens=facts.department("sales"),
        lines=tuple(told),
        keywords=keywords(facts, "customer"),
    )

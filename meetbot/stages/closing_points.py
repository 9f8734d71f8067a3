"""The agenda's last points: what deserves thanks, and what is to be decided, read back and dated."""

from meetbot.model.kpi import Reading
from meetbot.stages import lines
from meetbot.stages.points import Facts, Point, keywords, step_names
from meetbot.words import format_date


def recognition_point(facts: Facts) -> Point:
    """What deserves thanks by the figures and by commitments that were kept: who, and for what."""
    words, assessment = facts.words, facts.assessment
    improved = [r for r in (*assessment.readings, *assessment.annex) if r.trend == "better"][:_THANKED]
    told = [_improved_line(reading, facts) for reading in improved]
    for done in facts.recently_done:
        task = lines.one_line(done.text)
        if done.owner:
            told.append(words("agenda.recognition.kept", owner=lines.one_line(done.owner), text=task))
        else:
            told.append(words("agenda.recognition.kept_by_nobody", text=task))
    told += _reliable(facts)
    return Point(
        kind="recognition",
        title=words("agenda.title.recognition"),
        weight=2,
        reason=lines.counted(words, "agenda.recognition.reason", len(told))
        if told
        else words("agenda.recognition.none"),
        question="" if told else words("agenda.recognition.question"),
        lines=tuple(told),
        keywords=keywords(facts, "recognition"),
    )


_THANKED = 3
_RELIABLE_N = 5


def _improved_line(reading: Reading, facts: Facts) -> str:
    """Whose figure improved, from what to what."""
    words = facts.words
    names = [d.name for owner in reading.kpi.owners if (d := facts.roster.department(owner)) is not None]
    return words(
        "agenda.recognition.improved",
        owners=words("agenda.recognition.and").join(names) or words("agenda.everybody"),
        name=lines.label(reading.kpi),
        value=lines.amount(reading, reading.value, words),
        previous=lines.amount(reading, reading.previous, words),
    )


def _reliable(facts: Facts) -> list[str]:
    """Who contacted every lead in time, over at least five; where only one person has leads, nobody is singled out."""
    sla, words = facts.assessment.sla, facts.words
    if sla is None or len(sla.by_owner) == 1:
        return []
    owners = [o for o in sla.by_owner if o.owner and not o.broken and o.kept >= _RELIABLE_N]
    return [
        words("agenda.recognition.sla", owner=lines.one_line(o.owner or ""), n=lines.figure(o.kept, words))
        for o in owners
    ]


def decisions_point(facts: Facts) -> Point:
    """One joint question for each deviation; then each agreement is read back, and the next date."""
    words = facts.words
    told = [*_urgent_decisions(facts)]
    told += [
        words("agenda.decide.indicator", name=lines.label(r.kpi), value=lines.amount(r, r.value, words))
        for r in facts.deviating
        if r.kpi.id != "sla_compliance"
    ]
    if facts.broken_step is not None and "lead_conversion" not in {r.kpi.id for r in facts.deviating}:
        before, into = step_names(facts.broken_step, words)
        told.append(words("agenda.decide.funnel", source=before, target=into))
    if facts.overdue:
        told.append(lines.counted(words, "agenda.decide.overdue", len(facts.overdue)))
    following = format_date(facts.next_meeting, locale=words.locale)
    read_back = words("agenda.decide.read_back" if told else "agenda.decide.none")
    return Point(
        kind="decisions",
        title=words("agenda.title.decisions"),
        weight=4 + min(3, len(told)),
        reason=f"{read_back} {words('agenda.decide.next', date=following)}",
        question=words("agenda.decide.question"),
        lines=tuple(told),
        keywords=keywords(facts, "decisions"),
    )


def _urgent_decisions(facts: Facts) -> list[str]:
    """The goal's and the SLA's, where they are off."""
    words, sla, goal = facts.words, facts.assessment.sla, facts.assessment.goal
    told = []
    if goal is not None and goal.reading.status in {"red", "amber"}:
        forecast = lines.amount(goal.reading, goal.forecast, words)
        target = lines.amount(goal.reading, goal.target, words)
        told.append(words("agenda.decide.goal", forecast=forecast, target=target))
    if sla is not None and sla.status in {"red", "amber"}:
        limit = lines.counted(words, "agenda.decide.limit", sla.limit_hours)
        told.append(words("agenda.decide.sla", limit=limit, compliance=lines.share(sla.compliance, words)))
    return told

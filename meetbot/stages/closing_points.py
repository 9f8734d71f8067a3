"""The agenda's last points: what keeps coming back, what deserves thanks, and what is to be decided and dated."""

from meetbot.model.kpi import Reading, SharedGoal, SlaAudit
from meetbot.stages import lines
from meetbot.stages.handoff_lines import step_names
from meetbot.stages.points import Facts, Point, keywords
from meetbot.stages.returning import Signal
from meetbot.stages.workshop import signal_name, workshop_lines, workshop_question
from meetbot.words import Words, format_date

TOP_ISSUES = 3
"""More than three are not solved in one meeting."""
_THANKED = 3
_RELIABLE_N = 5


def issues_point(facts: Facts) -> Point | None:
    """At most three issues, each with its question, and the workshop that one of them deserves; None without any."""
    words, top = facts.words, facts.signals[:TOP_ISSUES]
    if not top:
        return None
    told = [_issue_line(signal, facts) for signal in top]
    if rest := facts.signals[TOP_ISSUES:]:
        told.append(words("agenda.issues.later", names="; ".join(signal_name(signal, words) for signal in rest)))
    return Point(
        kind="issues",
        title=words("agenda.title.issues"),
        weight=4 + 2 * len(top),
        reason=lines.counted(words, "agenda.issues.reason", len(top)),
        question=workshop_question(facts.signals, words) or words("agenda.issues.question"),
        lines=(*told, *workshop_lines(facts.signals, facts.roster, words)),
        keywords=(
            *keywords(facts, "issues"),
            *(lines.label(s.subject.kpi) for s in top if isinstance(s.subject, Reading)),
        ),
    )


def _issue_line(signal: Signal, facts: Facts) -> str:
    """The joint question that it puts, and since when it stands."""
    words = facts.words
    if signal.subject is None:
        return _commitments_line(signal, words)
    told = _decision(signal.subject, words)
    if signal.meetings == 1:
        return told
    return f"{told} {words('agenda.issues.since', meetings=lines.figure(signal.meetings, words))}"


def _commitments_line(signal: Signal, words: Words) -> str:
    key = "agenda.issues.swaying" if signal.kind == "swaying" else "agenda.issues.slipping"
    meetings = lines.figure(signal.meetings, words)
    numbers = ", ".join(str(commitment.number) for commitment in signal.commitments)
    if len(signal.commitments) > 1:
        n = lines.figure(len(signal.commitments), words)
        return words(f"{key}.many", n=n, numbers=numbers, meetings=meetings)
    first = signal.commitments[0]
    owner = lines.one_line(first.owner) if first.owner else words("agenda.no_owner")
    return words(f"{key}.one", numbers=numbers, owner=owner, text=lines.one_line(first.text), meetings=meetings)


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
    told += [*_delivered(facts), *_reliable(facts)]
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


def _delivered(facts: Facts) -> list[str]:
    """Marketing, where it delivered what was agreed in number and in quality: work that is easily overlooked."""
    words, sla = facts.words, facts.assessment.sla
    marketing = facts.roster.by_role("marketing")
    if sla is None or sla.delivery is None or marketing is None:
        return []
    if (sla.delivery.volume_status, sla.delivery.quality_status) != ("green", "green"):
        return []
    delivered, accepted = lines.figure(sla.delivery.delivered, words), lines.share(sla.delivery.accepted_share, words)
    return [words("agenda.recognition.delivered", owner=marketing.name, n=delivered, accepted=accepted)]


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
    """Who takes each issue, a joint question for each other deviation; agreements are read back; the next date."""
    words = facts.words
    told = _open_decisions(facts)
    following = format_date(facts.next_meeting, locale=words.locale)
    read_back = words(f"agenda.decide.{'read_back' if told else 'none' if _known(facts) else 'no_figures'}")
    return Point(
        kind="decisions",
        title=words("agenda.title.decisions"),
        weight=3 + min(3, len(told)),
        reason=f"{read_back} {words('agenda.decide.next', date=following)}",
        question=words("agenda.decide.question"),
        lines=tuple(told),
        keywords=keywords(facts, "decisions"),
    )


def _known(facts: Facts) -> bool:
    """Whether anything could be calculated: nothing known is not nothing wrong."""
    found = facts.assessment
    readings = [*found.readings, *([found.goal.reading] if found.goal else [])]
    compliance = found.sla.compliance if found.sla else None
    return compliance is not None or any(reading.value is not None for reading in readings)


def _open_decisions(facts: Facts) -> list[str]:
    words, sla, goal = facts.words, facts.assessment.sla, facts.assessment.goal
    top = facts.signals[:TOP_ISSUES]
    asked = {signal.key for signal in top} | {"sla_compliance"}
    told = []
    if top:
        told.append(words("agenda.decide.issues", names="; ".join(signal_name(signal, words) for signal in top)))
    if goal is not None and goal.reading.status in {"red", "amber"}:
        told += [_decision(goal, words)] if "goal" not in asked else []
        asked.add(goal.reading.kpi.id)
    if sla is not None and sla.status in {"red", "amber"} and "sla" not in asked:
        told.append(_decision(sla, words))
    told += [_decision(reading, words) for reading in facts.deviating if reading.kpi.id not in asked]
    if facts.broken_step is not None and "lead_conversion" not in {r.kpi.id for r in facts.deviating}:
        before, into = step_names(facts.broken_step, words)
        told.append(words("agenda.decide.funnel", source=before, target=into))
    stubborn = {c.number for s in top if s.kind == "commitments" for c in s.commitments}
    if overdue := [c for c in facts.overdue if c.number not in stubborn]:
        told.append(lines.counted(words, "agenda.decide.overdue", len(overdue)))
    return told


def _decision(found: SharedGoal | SlaAudit | Reading, words: Words) -> str:
    """What both departments change together: never who is to blame (ADVICE A14)."""
    if isinstance(found, SharedGoal):
        forecast = lines.amount(found.reading, found.forecast, words)
        target = lines.amount(found.reading, found.target, words)
        return words("agenda.decide.goal", forecast=forecast, target=target)
    if isinstance(found, SlaAudit):
        limit = lines.counted(words, "agenda.decide.limit", found.limit_hours)
        return words("agenda.decide.sla", limit=limit, compliance=lines.share(found.compliance, words))
    value = lines.amount(found, found.value, words)
    return words("agenda.decide.indicator", name=lines.label(found.kpi), value=value)

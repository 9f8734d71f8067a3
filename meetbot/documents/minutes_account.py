"""The parts of the minutes that account for the rest: coverage of the agenda, shares of the talk, how it was made."""

from collections.abc import Sequence

from meetbot.documents.phrases import count, department_name, local, speaker, with_voices_shown
from meetbot.documents.sheet import Bars, Block, Bullets, Cell, Group, Lines, Row, Table, Tone
from meetbot.documents.text import clip, clock
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.minutes import Minutes, TalkShare, TopicCoverage
from meetbot.words import Words, format_date, format_value

MAX_NOTICES = 12
"""Notices printed one by one; the rest are counted, and all of them stand in minutes.json."""

_COVERAGE: dict[str, tuple[str, Tone]] = {
    "treated": ("●", "green"),
    "treated_without_decision": ("▲", "amber"),
    "not_treated": ("–", "grey"),
}


def topics_table(minutes: Minutes, words: Words) -> Table:
    """Each agenda point: treated, treated without agreement, or not treated, from when on, and with which outcome."""
    return Table(
        caption=words("minutes.title.topics"),
        header=tuple(words(f"minutes.column.{key}") for key in ("number", "topic", "coverage", "since", "outcome")),
        widths=(7, 37, 25, 9, 22),
        groups=(Group(title="", rows=tuple(_topic_row(topic, minutes, words) for topic in minutes.topics)),),
    )


def participation_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """Each department's share of all words, then each person's; who did not speak stands under attendance."""
    if not minutes.talk:
        return ()
    bars = Bars(
        caption=words("minutes.title.participation"),
        header=(
            words("minutes.column.department"),
            words("minutes.column.share"),
            words("minutes.column.people"),
        ),
        items=tuple(_department_share(key, minutes, words) for key in _departments(minutes)),
    )
    return (Lines(items=(words("minutes.participation.remark"),), small=True), bars)


def notices_block(issues: Sequence[Issue], words: Words) -> tuple[Block, ...]:
    """What went wrong or was left out on the way, worst first; remarks that change nothing are not printed."""
    severe = [issue for level in ("error", "warning") for issue in issues if issue.severity == level]
    if not severe:
        return ()
    lines = [
        f"{words(f'minutes.severity.{issue.severity}')} {clip(with_voices_shown(issue.where, words), 80)}: "
        f"{clip(with_voices_shown(issue.message, words), 240)}"
        for issue in severe[:MAX_NOTICES]
    ]
    if len(severe) > MAX_NOTICES:
        lines.append(count(words, "minutes.notices.more", len(severe) - MAX_NOTICES))
    return (Lines(items=(words("minutes.notices.remark"),), small=True), Bullets(items=tuple(lines)))


def account_lines(minutes: Minutes, words: Words) -> tuple[str, ...]:
    """How the minutes were made: engine, recogniser, verified share, what was read, source, version, personal data."""
    heard = {
        "repaired": minutes.names_repaired,
        "suppressed": minutes.suppressed,
        "overlapped": minutes.overlapped_turns,
    }
    proposed = len(minutes.confirmed()) + len(minutes.unconfirmed)
    lines = [words("minutes.account.engine", engine=_engine(minutes.extractor, words))]
    if minutes.recogniser is not None:
        lines.append(words("minutes.account.recogniser", engine=_engine(minutes.recogniser, words)))
    lines += [count(words, f"minutes.account.{key}", number) for key, number in heard.items() if number]
    if proposed:
        lines.append(
            words(
                "minutes.account.verified",
                verified=len(minutes.confirmed()),
                proposed=proposed,
                share=format_value(len(minutes.confirmed()) / proposed, "ratio", locale=words.locale),
            )
        )
    lines.append(words("minutes.account.windows", read=minutes.windows_read, failed=minutes.windows_failed))
    if minutes.windows_failed:
        lines.append(words("minutes.account.incomplete"))
    lines.append(_source(minutes, words))
    lines.append(words("minutes.account.personal_data"))
    return tuple(lines)


def _topic_row(topic: TopicCoverage, minutes: Minutes, words: Words) -> Row:
    shape, tone = _COVERAGE[topic.status]
    outcome = [item.id for item in (*minutes.decisions, *minutes.actions) if item.topic == topic.agenda_item]
    return Row(
        cells=(
            Cell(text=topic.agenda_item),
            Cell(text=clip(topic.title)),
            Cell(text=f"{shape} {words(f'minutes.coverage.{topic.status}')}", tone=tone),
            Cell(text=_since(topic)),
            Cell(text=", ".join(outcome) or "–", links=tuple(outcome)),
        )
    )


def _since(topic: TopicCoverage) -> str:
    """When it was first spoken about; the turn where the transcript has no times."""
    if topic.start is not None:
        return clock(topic.start)
    return topic.turn_ids[0] if topic.turn_ids else "–"


def _departments(minutes: Minutes) -> list[str | None]:
    known: list[str | None] = [d.id for d in minutes.roster.departments]
    spoke = {share.department for share in minutes.talk}
    others = sorted(key for key in spoke if key is not None and key not in known)
    # A department of the two halves that said nothing is the finding; one without attendees is not.
    expected = {person.department for person in minutes.roster.attendees()}
    return [key for key in [*known, *others, None] if key in spoke or (key is not None and key in expected)]


def _department_share(key: str | None, minutes: Minutes, words: Words) -> tuple[str, float, str, str]:
    members = [share for share in minutes.talk if share.department == key]
    total = min(1.0, sum(share.share for share in members))
    names = ", ".join(_person_share(share, words) for share in members) or words("minutes.participation.nobody")
    label = department_name(minutes.roster, key, words)
    return label, total, format_value(total, "ratio", locale=words.locale), names


def _person_share(share: TalkShare, words: Words) -> str:
    return f"{speaker(share.speaker, None, words)} {format_value(share.share, 'ratio', locale=words.locale)}"


def _engine(engine: EngineInfo, words: Words) -> str:
    known = {
        "rules": words("minutes.engine.rules"),
        "llm": words("minutes.engine.llm"),
        "rules+llm": words("minutes.engine.both"),
    }
    parts = [known.get(engine.name, clip(engine.name, 80))]
    if engine.model:
        parts.append(words("minutes.engine.model", model=clip(engine.model, 120)))
    if engine.version:
        parts.append(words("minutes.engine.version", version=clip(engine.version, 40)))
    return ", ".join(parts)


def _source(minutes: Minutes, words: Words) -> str:
    parts = [
        words("minutes.account.source", name=clip(minutes.source.name, 120), sha=minutes.source.sha256[:12]),
    ]
    if minutes.made_at is not None:
        at = local(minutes.made_at, minutes.meeting)
        day = format_date(at.date(), locale=words.locale)
        parts.append(words("minutes.account.made", date=day, time=f"{at:%H:%M}"))
    if minutes.meetbot_version:
        parts.append(words("minutes.account.version", version=clip(minutes.meetbot_version, 40)))
    return " ".join(parts)

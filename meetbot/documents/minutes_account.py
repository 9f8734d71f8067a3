"""The parts of the minutes that account for the rest: what the program did and did not do, what went wrong."""

from collections.abc import Sequence

from meetbot.documents.phrases import count, local, with_voices_shown
from meetbot.documents.sheet import Block, Bullets, Lines
from meetbot.documents.text import clip
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.minutes import Minutes
from meetbot.words import Words, format_date, format_value

MAX_NOTICES = 12
"""Notices printed one by one; the rest are counted, and all of them stand in minutes.json."""
_LONGEST_NOTE = 1200


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
    """How the minutes were made: engine, recogniser, share verified, what was read and not done, source, consent."""
    heard = {
        "repaired": minutes.names_repaired,
        "suppressed": minutes.suppressed,
        "overlapped": minutes.overlapped_turns,
    }
    proposed = len(minutes.confirmed()) + len(minutes.unconfirmed)
    made = [words("minutes.account.engine", engine=_engine(minutes.extractor, words))]
    if minutes.recogniser is not None:
        made.append(words("minutes.account.recogniser", engine=_engine(minutes.recogniser, words)))
    if proposed:
        made.append(
            words(
                "minutes.account.verified",
                verified=len(minutes.confirmed()),
                proposed=proposed,
                share=format_value(len(minutes.confirmed()) / proposed, "ratio", locale=words.locale),
            )
        )
    made.append(words("minutes.account.windows", read=minutes.windows_read, failed=minutes.windows_failed))
    lines = [
        " ".join(made),
        *(count(words, f"minutes.account.{key}", number) for key, number in heard.items() if number),
    ]
    if minutes.windows_failed:
        lines.append(words("minutes.account.incomplete"))
    lines.append(words("minutes.account.not_done"))
    lines.append(_source(minutes, words))
    lines.append(clip(minutes.heading.consent or words("minutes.consent"), _LONGEST_NOTE))
    lines.append(words("minutes.account.personal_data"))
    return tuple(lines)


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

"""How the alignment does, in five lines with their counts, and what the moderator could do better next time."""

from meetbot.documents.minutes_points import place
from meetbot.documents.phrases import count, department_name, listing, person_with_role, speaker
from meetbot.documents.sheet import Bars, Block, Callout, Cell, Group, Lines, Row, Table, Tone
from meetbot.model.minutes import Evidence, HealthLine, Item, Minutes, TalkShare
from meetbot.words import Words, format_value

_TREND: dict[str, tuple[str, Tone]] = {"better": ("↗", "green"), "worse": ("↘", "amber"), "none": ("", "plain")}
_SHOWN_TIMES = 4


def health_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """The five lines as a table, then one line of advice; nothing where nobody spoke."""
    if not minutes.health:
        return ()
    times = _times(minutes)
    compared = any(value is not None for line in minutes.health for value in line.earlier)
    columns = ("aspect", "this_time", "counted", "earlier")[: 4 if compared else 3]
    rows = (_row(line, minutes, times, words) for line in minutes.health)
    table = Table(
        caption=words("minutes.title.health"),
        header=tuple(words(f"minutes.column.{key}") for key in columns),
        widths=(15, 11, 56, 18) if compared else (18, 12, 70),
        groups=(Group(title="", rows=tuple(Row(cells=row.cells[: len(columns)]) for row in rows)),),
    )
    remark = Lines(items=(words("minutes.health.remark"),), small=True)
    return (remark, table, *_advice(minutes, words))


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
    # The remark of the health section, right above, says the same.
    return (bars,) if minutes.health else (Lines(items=(words("minutes.participation.remark"),), small=True), bars)


def blame_blocks(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    """When somebody was made responsible for a failure: the moments and a question for both, no name and no quote."""
    if not minutes.blame:
        return ()
    marks = tuple(place(proof.turn_ids[0], proof.start, words) for proof in _proofs(minutes.blame))
    told = count(words, "minutes.blame", len(minutes.blame))
    when = ", ".join(mark.clock for mark in marks)
    return (Lines(items=(f"{told} ({when}). {words('minutes.blame.question')}",), marks=marks),)


def silent_people(minutes: Minutes, words: Words) -> str:
    """The expected people who did not speak, each with the role."""
    names = [(name, minutes.roster.person(name)) for name in minutes.silent or ()]
    told = [person_with_role(p, minutes.roster, words) if p else speaker(None, name, words) for name, p in names]
    return listing(told, words)


def _row(line: HealthLine, minutes: Minutes, times: dict[str, float], words: Words) -> Row:
    shape, tone = _TREND[line.trend]
    value = "–" if line.value is None else format_value(line.value, "ratio", locale=words.locale)
    notes = []
    if line.id == "communication" and minutes.silent:
        notes.append(words("minutes.health.silent", names=silent_people(minutes, words)))
    shown = tuple(place(i, times[i], words) for i in line.turn_ids if i in times)[:_SHOWN_TIMES]
    counted = _counted(line, words)
    if shown:
        counted = f"{counted.rstrip('.')} ({', '.join(mark.clock for mark in shown)})."
    trend = (words(f"minutes.health.trend.{line.trend}"),) if line.trend != "none" else ()
    return Row(
        cells=(
            Cell(text=words(f"minutes.health.{line.id}.name"), strong=True),
            Cell(text=f"{shape} {value}".strip(), tone=tone),
            Cell(text=counted, notes=tuple(notes), marks=shown),
            Cell(text=_earlier(line, words), notes=trend),
        )
    )


def _counted(line: HealthLine, words: Words) -> str:
    if line.part is None or line.whole is None:
        return words(f"minutes.health.{line.id}.unknown")
    if line.id == "motivation":
        parts = [
            count(words, "minutes.health.recognitions", line.part),
            count(words, "minutes.health.blame", line.whole - line.part),
        ]
        return listing(parts, words)
    return words(f"minutes.health.{line.id}.counted", part=line.part, whole=line.whole)


def _earlier(line: HealthLine, words: Words) -> str:
    if not any(value is not None for value in line.earlier):
        return "–"
    return " · ".join(format_value(value, "ratio", locale=words.locale) for value in line.earlier)


def _advice(minutes: Minutes, words: Words) -> tuple[Block, ...]:
    if minutes.advice is None:
        return ()
    told = words(f"minutes.advice.{minutes.advice}")
    if minutes.advice == "silent":
        told = words("minutes.advice.silent_named", names=silent_people(minutes, words))
    return (Callout(headline=words("minutes.advice.headline"), lines=(told,)),)


def _proofs(items: tuple[Item, ...]) -> list[Evidence]:
    return [item.evidence for item in items if item.evidence is not None]


def _times(minutes: Minutes) -> dict[str, float]:
    """The second of each turn that the minutes know one of."""
    proofs = [*_proofs(minutes.confirmed()), *(update.evidence for update in minutes.updates)]
    proofs += [figure.evidence for figure in minutes.figures]
    known = {proof.turn_ids[0]: proof.start for proof in proofs if proof.start is not None}
    points = {t.turn_ids[0]: t.start for t in minutes.topics if t.turn_ids and t.start is not None}
    return points | known


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

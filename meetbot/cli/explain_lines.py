"""How one item of the minutes came about, as lines for a terminal."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meetbot import words as locale_words
from meetbot.cli.screen import counted, safe
from meetbot.model.commitments import Commitment
from meetbot.model.item_explanation import Change, ItemExplanation, Proposal, SaidTurn
from meetbot.model.minutes import ActionItem, Check, Decision
from meetbot.pipeline.explain_item import Listed

_LABEL = 12
"""Columns of the labels of a step; what they label is wrapped beside them."""
_KINDS = {
    "action": "action item",
    "customer_voice": "voice of the customer",
    "question": "open question",
    "blame": "blame",
}


def listed_lines(listed: Listed, *, width: int) -> Iterator[str]:
    """The items that there are, by number."""
    yield safe(listed.meeting_id)
    page = _Page(width=width)
    for _, item in listed.items:
        yield from page.labelled(item.id, item.text)
    if not listed.items:
        yield "  Nothing was found in this meeting."


def explained(found: ItemExplanation, *, today: date, width: int) -> Iterator[str]:
    """Each step with what went in and what came out. Whatever was said can't move the cursor or fake a line."""
    page = _Page(width=width)
    item = found.item
    yield from page.hanging(f"{item.id}  ", item.text)
    yield from page.plain(_headline(found))
    for note in found.notes:
        yield from page.hanging("Note: ", note)
    steps = (
        ("What was said", _said(found, page)),
        ("What the engines proposed", _proposed(found, page)),
        ("What the check tested", _checked(found, page)),
        ("What was merged", _merged(found, page)),
        ("What became of the claims", _changed(found, page)),
        ("In the minutes", _final(found, page)),
        ("In the ledger", _ledger(found, page, today)),
    )
    for number, (title, lines) in enumerate(steps, 1):
        yield ""
        yield f"{number}. {title}"
        yield from lines


@dataclass(frozen=True, kw_only=True)
class _Page:
    """Wraps text to a width."""

    width: int

    def plain(self, text: str) -> Iterator[str]:
        """The text from the left edge."""
        yield from self.hanging("", text)

    def hanging(self, first: str, text: str, *, indent: int | None = None) -> Iterator[str]:
        """The text after `first`, its other lines below where it begins."""
        margin = " " * (len(first) if indent is None else indent)
        yield from textwrap.wrap(
            safe(text),
            self.width,
            initial_indent=safe(first),
            subsequent_indent=margin,
            break_long_words=True,
            break_on_hyphens=False,
        ) or [safe(first).rstrip()]

    def indented(self, text: str) -> Iterator[str]:
        """A remark of a step."""
        yield from self.hanging("   ", text)

    def labelled(self, label: str, text: str) -> Iterator[str]:
        """A label, and what it labels beside it."""
        head = f"   {safe(label):<{_LABEL - 1}} "
        yield from self.hanging(head, text)


def _headline(found: ItemExplanation) -> str:
    item = found.item
    kind = _KINDS.get(found.kind or "", found.kind or "item")
    parts = [f"{'confirmed' if item.confirmed else 'unconfirmed'} {kind}"]
    if isinstance(item, Decision) and item.status != "made":
        parts.append(item.status)
    if item.found_by:
        parts.append(f"found by {' and '.join(item.found_by)}")
    if item.score is not None:
        parts.append(f"score {item.score:.2f}")
    return f"{found.meeting_id}: {', '.join(parts)}"


# --- the steps --------------------------------------------------------------------------------------------------------


def _said(found: ItemExplanation, page: _Page) -> Iterator[str]:
    if not found.turns:
        yield from page.indented("No turn is cited.")
    for turn in found.turns:
        yield from _turn(turn, page)
    if found.item.evidence is not None:
        yield from page.labelled("quote", f"“{found.item.evidence.quote}”")
    if found.fault:
        yield from page.labelled("FAULT", found.fault)
    elif found.fault is not None:
        yield from page.indented("Quote, speaker and second are those of the transcript.")


def _turn(turn: SaidTurn, page: _Page) -> Iterator[str]:
    if turn.text is None:
        yield from page.labelled(turn.id, f"not in the transcript ({turn.role})")
        return
    clock = (
        "" if turn.start is None else f"{'about ' if turn.time_source == 'interpolated' else ''}{_clock(turn.start)}, "
    )
    role = {"quoted": "quoted", "cited": "cited", "proposed": "cited by a candidate only"}[turn.role]
    at_once = ", voices at once" if turn.overlapped else ""
    yield from page.labelled(turn.id, f"{clock}{turn.speaker or 'nobody could be named'} ({role}{at_once})")
    yield from page.labelled("", turn.text)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _proposed(found: ItemExplanation, page: _Page) -> Iterator[str]:
    for engine in found.engines:
        model = f", model {engine.model}" if engine.model else ""
        yield from page.labelled("engine", f"{engine.name}{model}")
    if not (found.proposals or found.near):
        yield from page.indented("No candidate is known.")
    if found.near:
        yield from page.indented("No candidate is named; these cite the same turn:")
    for proposal in found.proposals or found.near:
        yield from _proposal(proposal, page)


def _proposal(proposal: Proposal, page: _Page) -> Iterator[str]:
    one = proposal.candidate
    by = " and ".join(one.found_by or (one.engine,))
    score = "" if one.score is None else f", score {one.score:.2f}"
    windows = ", ".join(str(number) for number in proposal.windows)
    read = f", read in window {windows}" if windows else ""
    kind = _KINDS.get(one.kind, one.kind) + ("" if one.status == "made" else f" ({one.status})")
    yield from page.labelled(f"no. {proposal.number}", f"{kind} by {by}{score}{read}")
    claims = {
        "turns": ", ".join(one.turn_ids),
        "wording": one.text,
        "owner": one.owner,
        "with": ", ".join(one.with_people),
        "due": one.due_text and f"“{one.due_text}”",
        "condition": one.condition and f"“{one.condition}”",
        "quote": one.quote and f"“{one.quote}”",
    }
    for label, text in claims.items():
        if text:
            yield from page.labelled(f"  {label}", text)
    for number, reason in enumerate(one.reasons):
        yield from page.labelled("" if number else "  because", reason)


def _checked(found: ItemExplanation, page: _Page) -> Iterator[str]:
    checks: tuple[Check, ...] = found.item.checks
    if not checks:
        yield from page.indented("No checks are stored with this item.")
    for check in checks:
        verdict = "passed" if check.passed else "FAILED"
        yield from page.labelled(check.name, f"{verdict}{f': {check.detail}' if check.detail else ''}")
    english = locale_words.load("en")
    for doubt in found.item.doubts:
        yield from page.labelled("doubt", english(f"minutes.doubt.{doubt}"))


def _merged(found: ItemExplanation, page: _Page) -> Iterator[str]:
    numbers = [str(one.number) for one in found.proposals]
    if len(numbers) > 1:
        yield from page.indented(f"Candidates {', '.join(numbers)} are one item, said or found more than once.")
    elif numbers:
        yield from page.indented("Nothing: one candidate, one item.")
    else:
        yield from page.indented("Not known.")
    for issue in found.issues:
        yield from page.labelled("remark", issue.message)


def _changed(found: ItemExplanation, page: _Page) -> Iterator[str]:
    if not found.changes:
        yield from page.indented("Not known: there is no candidate to compare the item with.")
    for change in found.changes:
        yield from _change(change, page)


def _change(change: Change, page: _Page) -> Iterator[str]:
    proposed = " | ".join(change.proposed)
    if change.outcome == "kept":
        text = f"kept: {change.final}"
    elif change.outcome == "dropped":
        text = f"DROPPED: {proposed}"
    elif change.outcome == "added":
        text = f"added: {change.final}"
    else:
        text = f"{proposed or 'none'} → {change.final}"
    yield from page.labelled(change.what, text)
    if change.why:
        yield from page.labelled("", f"({change.why})")


def _final(found: ItemExplanation, page: _Page) -> Iterator[str]:
    item = found.item
    yield from page.labelled("list", found.section.replace("_", " "))
    yield from page.labelled("text", item.text)
    if isinstance(item, ActionItem):
        department = f" ({item.department})" if item.department else ""
        yield from page.labelled("owner", f"{item.owner or 'nobody was named'}{department}")
        if item.with_people:
            yield from page.labelled("with", ", ".join(item.with_people))
        due = " or ".join(day.isoformat() for day in (item.due_date, item.due_date_other) if day is not None)
        yield from page.labelled("due", due or _due(item) or "no date")
        if item.condition:
            yield from page.labelled("condition", f"“{item.condition}”")
    if item.topic:
        yield from page.labelled("topic", item.topic)


def _ledger(found: ItemExplanation, page: _Page, today: date) -> Iterator[str]:
    item = found.item
    if not isinstance(item, ActionItem):
        yield from page.indented("Only action items are numbered there.")
    elif not item.confirmed or found.fault:
        yield from page.indented("Not there: only confirmed action items are filed.")
    elif found.commitment is None:
        yield from page.indented("Not there yet: `meetbot minutes …` files the items; run it again after a correction.")
    else:
        yield from _filed(item, found.commitment, page, today)
    if found.follows is not None:
        earlier = found.follows
        yield from page.labelled(
            "takes up",
            f"number {earlier.number} of {earlier.meeting_date.isoformat()} ({earlier.status}): {earlier.text}",
        )


def _filed(item: ActionItem, commitment: Commitment, page: _Page, today: date) -> Iterator[str]:
    state: str = commitment.status
    if commitment.overdue(today) and commitment.due_date is not None:
        state = f"open, overdue for {counted((today - commitment.due_date).days, 'day')}"
    yield from page.labelled("number", f"{commitment.number} ({state})")
    if commitment.closed_at is not None:
        ended = "cancelled" if commitment.status == "cancelled" else "closed"
        yield from page.labelled(ended, commitment.closed_at.date().isoformat())
    if commitment.note:
        yield from page.labelled("note", commitment.note)
    yield from _set_by_hand(item, commitment, page)
    if commitment.status == "open":
        yield from page.indented(f"`meetbot actions done {commitment.number}` closes it.")


def _set_by_hand(item: ActionItem, commitment: Commitment, page: _Page) -> Iterator[str]:
    """What is no longer as the minutes have it."""
    if (commitment.owner, commitment.department) != (item.owner, item.department):
        department = f" ({commitment.department})" if commitment.department else ""
        yield from page.labelled("owner now", f"{commitment.owner or 'nobody'}{department}")
    if _due(commitment) != _due(item):
        yield from page.labelled("due now", _due(commitment) or "no date")


def _due(what: ActionItem | Commitment) -> str | None:
    """The day, or the words where they name none."""
    return what.due_date.isoformat() if what.due_date else what.due_text and f"“{what.due_text}”"

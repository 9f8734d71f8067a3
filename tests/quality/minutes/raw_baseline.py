"""What one prompt over the whole transcript gives, taken at its word: the way that most summarisers work.

Nothing is checked, repaired or left out. A quote is only looked up in the transcript, to know which turn it means.
"""

from datetime import date
from typing import Any

from meetbot.errors import ContextOverflowError, LlmReplyError
from meetbot.model.base import EngineInfo, Issue
from meetbot.model.minutes import ActionItem, Decision, Evidence, Minutes
from meetbot.model.transcript import Turn
from meetbot.ports import ChatModel, ChatRequest
from meetbot.stages.folding import fold
from meetbot.stages.ground_words import words_of
from minutes.meetings import LabelledMeeting

MAX_REPLY_TOKENS = 2000

_SYSTEM = """You write the minutes of business meetings. Read the whole transcript and list every decision and every \
commitment (a task that somebody took) as JSON: {"decisions": [{"text", "status", "quote"}], "commitments": [{"text", \
"owner", "due", "quote"}]}. `status` is made, deferred or reversed. `owner` is the full name of the person who will do \
it, or null. `due` is the date as YYYY-MM-DD, or null. `quote` are the words of the transcript that show it, copied \
exactly. Write in the language of the meeting."""


def _text(length: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": length}


def _list_of(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": 20, "items": _closed(properties)}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_OR_NULL = {"type": "null"}
SCHEMA = _closed(
    {
        "decisions": _list_of(
            {
                "text": _text(200),
                "status": {"type": "string", "enum": ["made", "deferred", "reversed"]},
                "quote": _text(200),
            }
        ),
        "commitments": _list_of(
            {
                "text": _text(200),
                "owner": {"anyOf": [_text(80), _OR_NULL]},
                "due": {"anyOf": [_text(10), _OR_NULL]},
                "quote": _text(200),
            }
        ),
    }
)


class RawBaseline:
    """Minutes from one question to that model."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat

    def minutes(self, meeting: LabelledMeeting) -> Minutes:
        """What the model says, as confirmed items; none, with an issue, where it can't read or answer it whole."""
        engine = EngineInfo(name="raw", model=self._chat.name)
        empty = Minutes(
            meeting=meeting.meeting,
            roster=meeting.roster,
            source=meeting.transcript.source,
            language=meeting.transcript.language,
            duration=None,
            extractor=engine,
        )
        try:
            reply = self._chat.complete(request_about(meeting))
        except (ContextOverflowError, LlmReplyError) as error:
            issue = Issue(severity="error", stage="extract", where=error.where or "raw baseline", message=error.what)
            return empty.model_copy(update={"issues": (issue,)})
        said = reply.data
        return empty.model_copy(
            update={
                "decisions": tuple(
                    Decision(
                        id=f"D-{number:02d}",
                        text=entry["text"] or "…",
                        confirmed=True,
                        evidence=_evidence(entry["quote"], meeting),
                        status=entry["status"],
                    )
                    for number, entry in enumerate(said["decisions"], 1)
                ),
                "actions": tuple(
                    _action(number, entry, meeting) for number, entry in enumerate(said["commitments"], 1)
                ),
            }
        )


def request_about(meeting: LabelledMeeting) -> ChatRequest:
    """The one question: who there is, what day it is, and all that was said."""
    people = "\n".join(f"- {person.name}" for person in meeting.roster.people)
    turns = "\n".join(f"{turn.speaker}: {turn.text}" for turn in meeting.transcript.turns)
    user = (
        f"Date: {meeting.meeting.date}. Next meeting: {meeting.next_meeting}.\nPeople:\n{people}\n\nTranscript:\n"
        f"{turns}\n\nThe minutes as JSON:"
    )
    return ChatRequest(purpose="raw", system=_SYSTEM, user=user, schema=SCHEMA, max_tokens=MAX_REPLY_TOKENS)


def _action(number: int, entry: dict[str, Any], meeting: LabelledMeeting) -> ActionItem:
    person = meeting.roster.person(entry["owner"])
    return ActionItem(
        id=f"A-{number:02d}",
        text=entry["text"] or "…",
        confirmed=True,
        evidence=_evidence(entry["quote"], meeting),
        owner=person.name if person else entry["owner"],
        department=person.department if person else None,
        due_date=_day(entry["due"]),
        due_text=entry["due"],
    )


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None


def _evidence(quote: str, meeting: LabelledMeeting) -> Evidence | None:
    """The turn that holds the quote, or else most of its words; the quote stays as the model wrote it."""
    turns = [turn for turn in meeting.transcript.turns if turn.text.strip()]
    if not turns or not quote.strip():
        return None
    turn = max(turns, key=lambda turn: _held(quote, turn))
    if not _held(quote, turn):
        return None
    speaker = meeting.transcript.speaker(turn.speaker)
    return Evidence(
        turn_ids=(turn.id,),
        speaker=turn.speaker,
        speaker_name=speaker.name if speaker else None,
        start=None,
        end=None,
        time_source="none",
        quote=quote,
    )


def _held(quote: str, turn: Turn) -> float:
    """2 for the whole quote, else the share of its words that the turn holds."""
    if fold(quote).strip(" .,;:…\"'«»“”") in fold(turn.text):
        return 2.0
    wanted = set(words_of(quote))
    return len(wanted & set(words_of(turn.text))) / len(wanted) if wanted else 0.0

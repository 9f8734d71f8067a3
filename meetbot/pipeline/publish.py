"""Minutes as Word, HTML and Markdown files, and as mails that wait in the outbox."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from meetbot import __version__, resources
from meetbot.config import Workspace
from meetbot.documents.mail import Envelope, department_draft, minutes_draft
from meetbot.documents.minutes import department_docx, minutes_docx, minutes_html, minutes_markdown
from meetbot.documents.transcript import to_srt, to_txt, to_vtt
from meetbot.model.base import Issue
from meetbot.model.company import Department, Person, Roster
from meetbot.model.mail import Attachment, Draft
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Transcript
from meetbot.pipeline.outbox import Deliveries, next_revision, nothing_sent, read_draft, sender_of, without_address
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.stages.folding import fold
from meetbot.words import Words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class Published:
    """The files by name, and the drafts as they lie in the outbox."""

    files: dict[str, Path]
    drafts: tuple[Draft, ...]
    issues: tuple[Issue, ...]


def publish(
    minutes: Minutes,
    *,
    transcript: Transcript,
    workspace: Workspace,
    words: Words,
    run: StageRun,
    recording: str | None,
    deliveries: Deliveries = nothing_sent,
) -> Published:
    """Writes every document and every draft of the meeting; what is still valid stays as it is.

    `deliveries` (`Ledger.deliveries`) tells what was mailed before, so that corrected minutes go out as a correction.
    """
    files = write_transcript(transcript, words, run) | _write_documents(
        minutes, transcript=transcript, workspace=workspace, words=words, run=run, recording=recording
    )
    outbox, issues = _write_drafts(minutes, workspace=workspace, words=words, run=run, deliveries=deliveries)
    drafts = tuple(read_draft(run, name) for name in sorted(outbox))
    return Published(files=files | outbox, drafts=drafts, issues=issues)


def write_transcript(transcript: Transcript, words: Words, run: StageRun) -> dict[str, Path]:
    """The transcript in the formats that other programs read."""
    made_from = inputs(
        transcript=content_hash(transcript), locale=value_hash(words.locale), meetbot=value_hash(__version__)
    )
    return run.files(
        "transcript files",
        made_from,
        lambda: {
            "transcript.vtt": to_vtt(transcript, words).encode(),
            "transcript.srt": to_srt(transcript, words).encode(),
            "transcript.txt": to_txt(transcript, words).encode(),
        },
    )


def sheet_names(minutes: Minutes) -> dict[str, Department]:
    """The Word file of each department that meets: its name is the department's id."""
    return {f"{department.id}.docx": department for department in minutes.roster.departments}


def _write_documents(
    minutes: Minutes,
    *,
    transcript: Transcript,
    workspace: Workspace,
    words: Words,
    run: StageRun,
    recording: str | None,
) -> dict[str, Path]:
    root = workspace.root

    def made() -> dict[str, bytes]:
        files = {
            "minutes.md": minutes_markdown(minutes, words, workspace=root).encode(),
            "minutes.html": minutes_html(
                minutes, words, transcript=transcript, recording_name=recording, workspace=root
            ).encode(),
            "minutes.docx": minutes_docx(minutes, words, workspace=root),
        }
        sheets = {
            name: department_docx(minutes, department, words, workspace=root)
            for name, department in sheet_names(minutes).items()
        }
        return files | sheets

    made_from = inputs(
        minutes=content_hash(minutes),
        transcript=content_hash(transcript),
        templates=resources.fingerprint("templates", workspace=root),
        locale=value_hash(words.locale),
        recording=value_hash(recording),
        meetbot=value_hash(__version__),
    )
    return run.files("render", made_from, made)


def _write_drafts(
    minutes: Minutes, *, workspace: Workspace, words: Words, run: StageRun, deliveries: Deliveries
) -> tuple[dict[str, Path], tuple[Issue, ...]]:
    mail = workspace.config.mail
    roster = workspace.config.roster
    sheets = [name for name, department in sheet_names(minutes).items() if recipients_of(department, roster)]
    attached = {name: run.archive.read(run.meeting_id, name) or b"" for name in ("minutes.docx", *sheets)}

    def made() -> dict[str, bytes]:
        post = _Post(minutes=minutes, attached=attached, workspace=workspace, words=words, sent_at=run.clock())
        return {f"outbox/{draft.filename}": draft.eml for draft in post.drafts(deliveries)}

    made_from = inputs(
        minutes=content_hash(minutes),
        attachments=value_hash({name: sha256(content).hexdigest() for name, content in attached.items()}),
        sender=value_hash([mail.sender, mail.username, mail.reply_to]),
        recipients=value_hash([[p.name, p.department, p.attends, p.email] for p in roster.people]),
        templates=resources.fingerprint("templates", workspace=workspace.root),
        meetbot=value_hash(__version__),
    )
    return run.files("draft", made_from, made), without_address(roster, "minutes")


@dataclass(frozen=True, kw_only=True)
class _Post:
    """What all mails of one meeting's minutes share."""

    minutes: Minutes
    attached: dict[str, bytes]
    workspace: Workspace
    words: Words
    sent_at: datetime

    def drafts(self, deliveries: Deliveries) -> list[Draft]:
        """The mail to everybody, then one for each department, to which a meeting without speech left nothing."""
        roster = self.workspace.config.roster
        makers: list[Callable[[int], Draft]] = []
        if everybody := [person for person in roster.attendees() if person.email]:
            makers.append(partial(self._for_all, everybody))
        sheets = {} if self.minutes.nothing_said else sheet_names(self.minutes)
        for name, department in sheets.items():
            if recipients := recipients_of(department, roster):
                makers.append(partial(self._for_department, name, department, recipients))
        return [next_revision(make, deliveries) for make in makers]

    def _for_all(self, to: list[Person], revision: int) -> Draft:
        envelope = self._envelope(to, "minutes.docx", revision)
        return minutes_draft(self.minutes, self.words, envelope, workspace=self.workspace.root)

    def _for_department(self, name: str, department: Department, to: list[Person], revision: int) -> Draft:
        envelope = self._envelope(to, name, revision)
        return department_draft(self.minutes, department, self.words, envelope, workspace=self.workspace.root)

    def _envelope(self, to: list[Person], name: str, revision: int) -> Envelope:
        mail = self.workspace.config.mail
        return Envelope(
            to=to,
            sender=sender_of(mail),
            reply_to=mail.reply_to,
            attachments=[_word_file(name, self.attached, self.minutes, self.words)],
            revision=revision,
            sent_at=self.sent_at,
        )


def _word_file(name: str, attached: dict[str, bytes], minutes: Minutes, words: Words) -> Attachment:
    day = minutes.meeting.date.isoformat()
    shown = f"{file_slug(words('minutes.name'))}.docx" if name == "minutes.docx" else name
    return Attachment(name=f"{day}-{shown}", media_type=DOCX, content=attached[name])


def file_slug(text: str) -> str:
    """The words as a file's name: `minuta-de-reunion`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "minutes"


def recipients_of(department: Department, roster: Roster) -> list[Person]:
    """The people of a department who have a mail address, whether they attend or not."""
    return [person for person in roster.people if person.department == department.id and person.email]

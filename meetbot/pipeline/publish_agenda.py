"""The agenda as Markdown, Word and calendar files, and as a mail that waits in the outbox."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from meetbot import __version__, resources
from meetbot.config import Workspace
from meetbot.documents.agenda import agenda_files
from meetbot.documents.invitation import cancellation, newest
from meetbot.documents.mail import CALENDAR, Envelope, agenda_draft, cancelled_draft
from meetbot.errors import InputError, MailError
from meetbot.model.agenda import Agenda
from meetbot.model.base import Issue
from meetbot.model.mail import Attachment, Draft
from meetbot.pipeline.outbox import Deliveries, next_revision, nothing_sent, read_draft, sender_of, without_address
from meetbot.pipeline.publish import DOCX, Published, file_slug
from meetbot.pipeline.stage import StageRun, content_hash, inputs, value_hash
from meetbot.words import Words

CANCELLED = "agenda-cancelled.ics"
_CANCELLED_MAIL = "outbox/agenda-cancelled.eml"


def publish_agenda(
    agenda: Agenda, *, workspace: Workspace, words: Words, run: StageRun, deliveries: Deliveries = nothing_sent
) -> Published:
    """Writes agenda.md, .docx and .ics and the draft of its mail; what is still valid stays as it is.

    `deliveries` (`Ledger.deliveries`) tells what was mailed before, so that a changed agenda goes out as a correction.
    A mail that can't be written is an issue: the agenda is there all the same.
    """
    mail, roster = workspace.config.mail, workspace.config.roster
    templates = resources.fingerprint("templates", workspace=workspace.root)
    people = value_hash([[p.name, p.department, p.attends, p.email] for p in roster.people])
    sender = value_hash([mail.sender, mail.username, mail.reply_to])
    version = value_hash(__version__)
    # Whose address was added after the agenda was made is invited too.
    agenda = agenda.model_copy(update={"roster": roster})
    content = content_hash(agenda)
    issues = without_address(roster, "agenda") if mail.sender else ()

    called_off = run.archive.read(run.meeting_id, CANCELLED)

    def files() -> dict[str, bytes]:
        earlier = newest(run.archive.read(run.meeting_id, "agenda.ics"), called_off)
        return agenda_files(agenda, words, workspace=workspace.root, organizer=mail.sender, earlier=earlier)

    made_from = inputs(
        agenda=content,
        cancelled=sha256(called_off or b"").hexdigest(),
        sender=sender,
        templates=templates,
        meetbot=version,
    )
    written = run.files("agenda files", made_from, files)
    attached = _attachments(agenda, words, run)

    def revised(revision: int) -> Draft:
        event = next((one.content for one in attached if one.media_type == CALENDAR), None)
        envelope = _envelope(attached, revision, workspace=workspace, sent_at=run.clock())
        return agenda_draft(agenda, words, envelope, invitation=event, workspace=workspace.root)

    def draft() -> dict[str, bytes]:
        return {"outbox/agenda.eml": next_revision(revised, deliveries).eml}

    made_from = inputs(
        agenda=content,
        attachments=value_hash([[one.name, sha256(one.content).hexdigest()] for one in attached]),
        recipients=people,
        sender=sender,
        templates=templates,
        meetbot=version,
    )
    if not any(person.email for person in roster.attendees()):
        return Published(files=written, drafts=(), issues=issues)
    try:
        outbox = run.files("agenda mail", made_from, draft)
    except MailError as error:
        problem = Issue(severity="error", stage="draft", where=error.where, message=error.what, hint=error.hint)
        return Published(files=written, drafts=(), issues=(*issues, problem))
    drafts = tuple(read_draft(run, name) for name in sorted(outbox))
    return Published(files=written | outbox, drafts=drafts, issues=issues)


def publish_cancellation(agenda: Agenda, *, workspace: Workspace, words: Words, run: StageRun) -> Published:
    """Writes the event called off and the mail that says so. Raises InputError when no invitation was made."""
    earlier = run.archive.read(run.meeting_id, "agenda.ics")
    if earlier is None:
        raise InputError(
            "There is no invitation to this meeting.",
            str(run.archive.folder(run.meeting_id) / "agenda.ics"),
            "Only a meeting whose agenda was made can be called off.",
        )
    if not any(person.email for person in workspace.config.roster.attendees()):
        return Published(files={}, drafts=(), issues=())
    called_off = cancellation(earlier, at=run.clock())
    name = f"{agenda.meeting.date.isoformat()}-{file_slug(words('mail.cancelled.name'))}.ics"
    attached = (Attachment(name=name, media_type=CALENDAR, content=called_off),)
    roster = workspace.config.roster

    def made() -> dict[str, bytes]:
        envelope = _envelope(attached, 1, workspace=workspace, sent_at=run.clock())
        draft = cancelled_draft(agenda, words, envelope, cancellation=called_off, workspace=workspace.root)
        return {_CANCELLED_MAIL: draft.eml, CANCELLED: called_off}

    made_from = inputs(
        invitation=value_hash(sha256(earlier).hexdigest()),
        recipients=value_hash([[p.name, p.attends, p.email] for p in roster.people]),
        templates=resources.fingerprint("templates", workspace=workspace.root),
    )
    files = run.files("agenda cancelled", made_from, made)
    return Published(files=files, drafts=(read_draft(run, _CANCELLED_MAIL),), issues=())


def _envelope(attached: tuple[Attachment, ...], revision: int, *, workspace: Workspace, sent_at: datetime) -> Envelope:
    """To everybody who is expected and has an address."""
    mail = workspace.config.mail
    return Envelope(
        to=[person for person in workspace.config.roster.attendees() if person.email],
        sender=sender_of(mail),
        reply_to=mail.reply_to,
        attachments=attached,
        revision=revision,
        sent_at=sent_at,
    )


def _attachments(agenda: Agenda, words: Words, run: StageRun) -> tuple[Attachment, ...]:
    """The Word file and the event, as they lie in the folder: what the user changed in them goes out."""
    stem = f"{agenda.meeting.date.isoformat()}-{file_slug(words('minutes.agenda.name'))}"
    found = {name: run.archive.read(run.meeting_id, name) for name in ("agenda.docx", "agenda.ics")}
    kinds = {"agenda.docx": DOCX, "agenda.ics": CALENDAR}
    return tuple(
        Attachment(name=f"{stem}{Path(name).suffix}", media_type=kinds[name], content=content)
        for name, content in found.items()
        if content is not None
    )

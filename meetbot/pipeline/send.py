"""Mails the drafts of a meeting: shown first, sent once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from meetbot.config import MailConfig, Workspace
from meetbot.errors import DeliveryUnknownError, InputError, MailError
from meetbot.model.mail import Delivery, DeliveryStatus, Draft
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Transcript
from meetbot.pipeline.minutes import recording_of
from meetbot.pipeline.needed import MinutesPorts, start_run
from meetbot.pipeline.outbox import fingerprint
from meetbot.pipeline.publish import Published, publish
from meetbot.pipeline.schedule import held, meeting_on
from meetbot.pipeline.stage import kept_issues
from meetbot.ports import Archive, Clock, Ledger, Mailer
from meetbot.stages.off_record import asked_to_keep_out
from meetbot.stages.verify import verify


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One draft and what the ledger knows of it.

    `state` is `new`, `changed` (an earlier version was sent), `uncertain` (an earlier version may have arrived), or the
    status of this very mail.
    """

    draft: Draft
    fingerprint: str
    state: str

    def to_send(self, *, resend: bool = False) -> bool:
        """Whether it would go out: not sent already, and not possibly arrived unless that is to be risked."""
        return self.state in {"new", "changed", "failed"} or (resend and self.state in {"unknown", "uncertain"})


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of one draft."""

    planned: Planned
    status: DeliveryStatus | str
    error: MailError | None = None


def latest_meeting(archive: Archive, meeting_id: str | None) -> str:
    """The meeting that is meant: the one given, else the last one with minutes. Raises InputError."""
    known = [folder for folder, _ in held(archive)]
    if meeting_id is None:
        if not known:
            raise InputError(
                "No meeting here has minutes yet.", "meetings/", "Make some first: `meetbot minutes RECORDING`."
            )
        return known[-1]
    if meeting_id not in known:
        listed = ", ".join(known[-5:]) or "none"
        raise InputError(f"There are no minutes of “{meeting_id}”.", "meetings/", f"Meetings with minutes: {listed}.")
    return meeting_id


def refresh_drafts(meeting_id: str, *, workspace: Workspace, ports: MinutesPorts) -> Published:
    """The drafts of the minutes as they are now: a correction of minutes.json is in them and in the ledger."""
    minutes = ports.archive.load(meeting_id, "minutes.json", Minutes)
    transcript = ports.archive.load(meeting_id, "transcript.json", Transcript)
    if not isinstance(minutes, Minutes) or not isinstance(transcript, Transcript):
        raise InputError(
            "The meeting's minutes.json or transcript.json is missing.",
            str(ports.archive.folder(meeting_id)),
            "Make them again: `meetbot minutes RECORDING`.",
        )
    meeting = meeting_on(minutes.meeting.date, workspace.config, meeting_id=meeting_id)
    run = start_run(meeting, ports)
    checked = verify(minutes, transcript)
    ports.ledger.record_minutes(checked.minutes, at=ports.clock())
    published = publish(
        checked.minutes,
        transcript=transcript,
        workspace=workspace,
        words=ports.words,
        run=run,
        recording=recording_of(run),
        deliveries=ports.ledger.deliveries,
    )
    issues = (*checked.issues, *asked_to_keep_out(transcript), *published.issues, *kept_issues(ports.archive))
    return replace(published, issues=issues)


def plan_sending(drafts: Sequence[Draft], *, ledger: Ledger, mail: MailConfig) -> tuple[Planned, ...]:
    """What would go to whom. Raises MailError for a recipient outside the allowed domains."""
    for draft in drafts:
        _check_domains(draft, mail)
    return tuple(_planned(draft, ledger) for draft in drafts)


def send_planned(
    planned: Sequence[Planned], *, mailer: Mailer, ledger: Ledger, clock: Clock, resend: bool = False
) -> tuple[Sent, ...]:
    """Sends what is to be sent, each noted before and after; one that fails doesn't stop the others."""
    return tuple(_send(one, mailer=mailer, ledger=ledger, clock=clock, resend=resend) for one in planned)


def _send(one: Planned, *, mailer: Mailer, ledger: Ledger, clock: Clock, resend: bool) -> Sent:
    if not one.to_send(resend=resend):
        return Sent(planned=one, status=one.state)
    if one.state == "unknown":
        ledger.settle_delivery(one.fingerprint, "failed", at=clock(), error="the user chose to send it again")
    draft = one.draft
    claim = Delivery(key=draft.key, fingerprint=one.fingerprint, recipients=(*draft.to, *draft.cc), status="sending")
    if not ledger.claim_delivery(claim, at=clock()):
        # another process has it, and how that ends is not known here
        return Sent(planned=one, status="unknown")
    try:
        mailer.send(draft)
    except DeliveryUnknownError as error:
        return _settle(one, "unknown", error, ledger=ledger, at=clock())
    except MailError as error:
        return _settle(one, "failed", error, ledger=ledger, at=clock())
    return _settle(one, "sent", None, ledger=ledger, at=clock())


def _settle(one: Planned, status: DeliveryStatus, error: MailError | None, *, ledger: Ledger, at: datetime) -> Sent:
    ledger.settle_delivery(one.fingerprint, status, at=at, error=str(error) if error else None)
    return Sent(planned=one, status=status, error=error)


def _planned(draft: Draft, ledger: Ledger) -> Planned:
    mark = fingerprint(draft)
    earlier = ledger.deliveries(draft.key)
    same = [delivery.status for delivery in earlier if delivery.fingerprint == mark]
    if same:
        state: str = "unknown" if same[-1] == "sending" else same[-1]
    else:
        before = {delivery.status for delivery in earlier}
        state = "uncertain" if before & {"unknown", "sending"} else "changed" if "sent" in before else "new"
    return Planned(draft=draft, fingerprint=mark, state=state)


def _check_domains(draft: Draft, mail: MailConfig) -> None:
    if not mail.allowed_domains:
        return
    allowed = {domain.casefold().lstrip("@") for domain in mail.allowed_domains}
    for address in (*draft.to, *draft.cc):
        if address.rpartition("@")[2].casefold() not in allowed:
            raise MailError(
                f"{address} is outside the allowed domains, so nothing was sent.",
                f"outbox/{draft.filename}",
                "Correct the person's mail address, or add the domain to `allowed_domains` in [mail].",
            )

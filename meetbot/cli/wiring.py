"""Puts real adapters behind the ports: the one place that names them."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import click

from meetbot import config, words
from meetbot.adapters.archive import FolderArchive
from meetbot.config import LlmConfig, TranscriptionConfig, Workspace
from meetbot.errors import ConfigError, MailError
from meetbot.pipeline.agenda import AgendaPorts
from meetbot.pipeline.needed import MinutesPorts
from meetbot.pipeline.voices import VoicePorts
from meetbot.ports import Clock, Extractor, KpiSource, Ledger, Mailer, Transcriber, TranscriptReader, Warehouse
from meetbot.stages.reword import Rewriter


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """The adapters of one workspace, each made when it is asked for."""

    workspace: Workspace
    clock: Clock

    @cached_property
    def archive(self) -> FolderArchive:
        """The meetings' folders."""
        return FolderArchive(self.workspace.root)

    @property
    def words(self) -> words.Words:
        """The words of the workspace's country."""
        return words.load(self.workspace.config.company.locale, workspace=self.workspace.root)

    def ledger(self) -> Ledger:
        """The database of commitments and deliveries."""
        from meetbot.adapters.store import SqliteLedger

        return SqliteLedger(self.workspace.root / "meetbot.db")

    def agenda_ports(self, *, with_figures: bool = True) -> AgendaPorts:
        """What the agenda needs."""
        llm = self.workspace.config.llm
        return AgendaPorts(
            archive=self.archive,
            ledger=self.ledger(),
            kpis=self.kpis() if with_figures else NoFigures(),
            words=self.words,
            clock=self.clock,
            timer=time.monotonic,
            rewriter=self._rewriter if llm.reword and llm_configured(llm) else None,
        )

    def kpis(self) -> KpiSource:
        """Where figures come from: the exports in data/, or the user's database."""
        from meetbot.adapters.crm import CrmFiles

        if not self.workspace.config.data.source:
            return CrmFiles(self.workspace)
        from meetbot.adapters.sql_warehouse import SqlSource

        return SqlSource(self.workspace, os.environ, clock=self.clock)

    def _rewriter(self, meeting_id: str) -> Rewriter:
        """What rewords that meeting's agenda; its questions are in the meeting's llm.jsonl."""
        from meetbot.adapters.chat import OpenAiChat
        from meetbot.prompts import PromptLibrary

        llm = self.workspace.config.llm
        log = partial(self.archive.log, meeting_id, "llm")
        chat = OpenAiChat(llm, api_key=os.environ.get(llm.api_key_env), log=log)
        return Rewriter(chat, PromptLibrary(self.workspace.root), config=llm, words=self.words)

    def minutes_ports(self, meeting_id: str, *, model: str | None = None, engine: str | None = None) -> MinutesPorts:
        """What minutes need. `model` and `engine` are the command line's, which win over the configuration."""
        from meetbot.adapters.tracks import RecordingTracks
        from meetbot.adapters.voices import OnnxDiarizer

        transcription = self.transcription(model)
        extractor, fallback = self.extractors(engine, log=lambda entry: self.archive.log(meeting_id, "llm", entry))
        return MinutesPorts(
            archive=self.archive,
            ledger=self.ledger(),
            reader=self.reader(),
            tracks=RecordingTracks(transcription),
            transcriber=self.transcriber(transcription),
            diarizer=OnnxDiarizer(transcription, root=self.workspace.root) if transcription.speakers else None,
            extractor=extractor,
            fallback=fallback,
            words=self.words,
            clock=self.clock,
            timer=time.monotonic,
        )

    def voice_ports(self) -> VoicePorts:
        """What enrolling voices needs."""
        from meetbot.adapters.voice_reader import OnnxVoiceReader
        from meetbot.adapters.voice_store import VoiceFolder

        root = self.workspace.root
        reader = OnnxVoiceReader(self.workspace.config.transcription, root=root)
        return VoicePorts(archive=self.archive, store=VoiceFolder(root), reader=reader, clock=self.clock)

    def reader(self) -> TranscriptReader:
        """What reads transcripts of other programs."""
        from meetbot.adapters.transcripts import TranscriptFiles

        return TranscriptFiles()

    def speaking(self, *, language: str | None, speakers: int | None) -> "Wiring":
        """The wiring with the command line's language and number of speakers, where it has them."""
        given = {"language": language, "speaker_count": speakers}
        settings = self.workspace.config.transcription.model_copy(
            update={key: value for key, value in given.items() if value is not None}
        )
        changed = self.workspace.config.model_copy(update={"transcription": settings})
        return replace(self, workspace=self.workspace.model_copy(update={"config": changed}))

    def transcriber(self, settings: TranscriptionConfig) -> Transcriber:
        """Who writes recordings down: a server where one is configured, else whisper on this machine."""
        language = self.workspace.config.company.language
        if settings.base_url:
            from meetbot.adapters.remote import RemoteTranscriber

            return RemoteTranscriber(settings, api_key=os.environ.get(settings.api_key_env), language_hint=language)
        from meetbot.adapters.whisper import WhisperTranscriber

        return WhisperTranscriber(settings, language_hint=language)

    def transcription(self, model: str | None) -> TranscriptionConfig:
        """The settings of transcription with the command line's model."""
        settings = self.workspace.config.transcription
        return settings.model_copy(update={"model": model}) if model else settings

    def extractors(
        self, engine: str | None, *, log: Callable[[dict[str, Any]], None]
    ) -> tuple[Extractor, Extractor | None]:
        """The engine that reads the transcript, and the one that may stand in for it."""
        from meetbot.stages.rules import RuleEngine

        llm = self.workspace.config.llm
        wanted = engine or llm.engine
        if wanted == "rules" or (wanted == "auto" and not llm_configured(llm)):
            return RuleEngine(), None
        if not llm_configured(llm):
            raise ConfigError(
                "The LLM engine is wanted, but no language model is configured.",
                f"{self.workspace.root / config.FILE_NAME}, [llm]",
                'Set `model` and, for anything but OpenAI, `base_url`; or use `engine = "rules"`.',
            )
        if not llm.window_turns and llm.second_look == "off":
            raise ConfigError(
                'A language model is configured, but `window_turns = 0` and `second_look = "off"` ask it nothing.',
                f"{self.workspace.root / config.FILE_NAME}, [llm]",
                'Set `window_turns` or `second_look = "auto"`; or use `engine = "rules"`.',
            )
        return self._llm_engine(llm, log), RuleEngine() if llm.fallback_to_rules else None

    def _llm_engine(self, llm: LlmConfig, log: Callable[[dict[str, Any]], None]) -> Extractor:
        from meetbot.adapters.chat import OpenAiChat
        from meetbot.prompts import PromptLibrary
        from meetbot.stages.llm_engine import LlmEngine
        from meetbot.stages.rules import RuleEngine
        from meetbot.stages.second_look import SecondLook
        from meetbot.stages.two_voters import TwoVoters

        chat = OpenAiChat(llm, api_key=os.environ.get(llm.api_key_env), log=log)
        prompts = PromptLibrary(self.workspace.root)
        return TwoVoters(
            RuleEngine(),
            LlmEngine(chat, prompts, config=llm) if llm.window_turns else None,
            SecondLook(chat, prompts, config=llm) if llm.second_look != "off" else None,
        )

    def mailer(self) -> Mailer:
        """The mail server. Raises MailError when none is configured."""
        from meetbot.adapters.smtp import SmtpMailer, password_for

        mail = self.workspace.config.mail
        if not mail.host:
            raise MailError(
                "No mail server is configured.",
                f"{self.workspace.root / config.FILE_NAME}, [mail]",
                "Set `host`, `username` and `sender`; until then `meetbot send --dry-run` writes .eml files,\n"
                "which open in your mail program.",
            )
        if mail.ca_file:
            mail = mail.model_copy(update={"ca_file": str(self.workspace.root / mail.ca_file)})
        return SmtpMailer(mail, password=password_for(mail, os.environ))


class NoFigures:
    """A ports.KpiSource for an agenda without figures: every table is empty, and every figure says what it lacks."""

    def open(self, *, on: date) -> Warehouse:  # noqa: ARG002 - the port's
        """Nothing, on whatever day."""
        from meetbot.adapters.warehouse import DuckWarehouse
        from meetbot.model.crm import Contents

        return DuckWarehouse(Contents(), {})


def llm_configured(llm: LlmConfig) -> bool:
    """Whether a language model was named; a key alone is not consent to send transcripts anywhere."""
    return bool(llm.model)


def wiring_for(ctx: click.Context) -> Wiring:
    """The wiring of the workspace that the command line means. Raises WorkspaceError, ConfigError."""
    given: Path | None = ctx.obj["workspace"]
    root = (
        given if given is not None and (given / config.FILE_NAME).is_file() else config.find_workspace(given or Path())
    )
    workspace = config.load(root.resolve())
    return Wiring(workspace=workspace, clock=clock_for(ctx, workspace))


def clock_for(ctx: click.Context, workspace: Workspace) -> Clock:
    """Now in the workspace's zone, or the moment that the user gave."""
    zone = workspace.config.company.zone
    fixed: datetime | None = ctx.obj["now"]
    if fixed is not None:
        moment = fixed.replace(tzinfo=zone)
        return lambda: moment
    return lambda: datetime.now(zone)

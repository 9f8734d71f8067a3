"""meetbot.toml: its sections, how it is found, read and checked."""

from meetbot.config.files import (
    ENVIRONMENT,
    FILE_NAME,
    Setting,
    Workspace,
    find_workspace,
    load,
    new_settings,
    settings_of,
)
from meetbot.config.settings import (
    LOCALES,
    CompanyConfig,
    Config,
    DataConfig,
    GoalConfig,
    KpiConfig,
    LlmConfig,
    MailConfig,
    MeetingConfig,
    SlaConfig,
    TranscriptionConfig,
)

__all__ = [
    "ENVIRONMENT",
    "FILE_NAME",
    "LOCALES",
    "CompanyConfig",
    "Config",
    "DataConfig",
    "GoalConfig",
    "KpiConfig",
    "LlmConfig",
    "MailConfig",
    "MeetingConfig",
    "Setting",
    "SlaConfig",
    "TranscriptionConfig",
    "Workspace",
    "find_workspace",
    "load",
    "new_settings",
    "settings_of",
]

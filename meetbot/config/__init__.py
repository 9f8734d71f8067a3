"""meetbot.toml: its sections, how it is found, read and checked."""

from meetbot.config.catalogue import catalogue_of
from meetbot.config.files import (
    ENVIRONMENT,
    FILE_NAME,
    Setting,
    Workspace,
    find_workspace,
    load,
    new_settings,
    place_of,
    settings_of,
)
from meetbot.config.people import PEOPLE_FILE, people_toml
from meetbot.config.settings import (
    LOCALES,
    BusinessHours,
    CompanyConfig,
    Config,
    DataConfig,
    FinanceConfig,
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
    "PEOPLE_FILE",
    "BusinessHours",
    "CompanyConfig",
    "Config",
    "DataConfig",
    "FinanceConfig",
    "GoalConfig",
    "KpiConfig",
    "LlmConfig",
    "MailConfig",
    "MeetingConfig",
    "Setting",
    "SlaConfig",
    "TranscriptionConfig",
    "Workspace",
    "catalogue_of",
    "find_workspace",
    "load",
    "new_settings",
    "people_toml",
    "place_of",
    "settings_of",
]

"""CRM exports as typed rows: files in, `CrmTables` out."""

from meetbot.adapters.crm.source import CrmFiles

__all__ = ["CrmFiles"]

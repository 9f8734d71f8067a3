"""CRM exports as canonical tables: files in, a warehouse out."""

from meetbot.adapters.crm.source import CrmFiles

__all__ = ["CrmFiles"]

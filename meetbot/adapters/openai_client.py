"""The openai client, made for any compatible server: what language model and transcription have in common."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import openai

OPENAI = "https://api.openai.com/v1"

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds before the first retry, doubled each time, and the most; unless the server says how long."""

LONGEST_RETRY_AFTER = 90.0
"""A server that asks for more is not waited for: what was finished is kept, and the command can be run again."""

_DUMMY_KEY = "local"
"""The client refuses an empty key before it sends anything; local servers don't look at it."""


def connect(endpoint: str, *, key: str, timeout: float, http_client: Any = None) -> "openai.OpenAI":
    """A client that never retries by itself, so that every attempt is counted and can be stopped."""
    import openai

    return openai.OpenAI(
        base_url=endpoint, api_key=key or _DUMMY_KEY, http_client=http_client, timeout=timeout, max_retries=0
    )


def is_address(endpoint: str) -> bool:
    """Whether that is a web address that requests can go to."""
    try:
        parts = urlsplit(endpoint)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def is_key(key: str) -> bool:
    """Whether that can be an API key; none at all can, for local servers."""
    return key.isascii() and (key.isprintable()) and " " not in key


def wait_before_retry(failures: int) -> float:
    """Seconds to wait after so many failures where the server does not say."""
    return float(min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT))


def redacted(text: str, key: str) -> str:
    """The text without the key, or anything that looks like one."""
    shown = text.replace(key, "[key]") if key else text
    return re.sub(r"\bsk-[\w*.…-]+", "[key]", shown)

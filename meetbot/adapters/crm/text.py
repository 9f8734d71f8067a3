"""An export's bytes as columns of text: what kind of file it is, its encoding and its header are found, not assumed."""

from pathlib import Path

from meetbot.adapters.crm.layout import Finding, RawColumn, RawTable, Recognise, Rejected, Wanted
from meetbot.errors import DataError

__all__ = ["Finding", "RawColumn", "RawTable", "Recognise", "Rejected", "Wanted", "read_tables"]

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 65536


def read_tables(path: Path, recognise: Recognise, wanted: Wanted | None = None) -> tuple[RawTable, ...]:
    """The tables in that file, whatever its name ends with: one, or one for each sheet with known headers.

    `recognise` counts the known names among the cells of a row; two make a header. `wanted` tells which columns of a
    header to keep, all of them without it; what is left out and how records are judged does not depend on it.
    Raises DataError, and nothing else, when there is no table.
    """
    head = _head(path)
    if head.startswith((_ZIP, _COMPOUND)):
        from meetbot.adapters.crm import sheets

        tables = sheets.read(path, recognise, wanted)
    elif _is_markup(head):
        from meetbot.adapters.crm import markup

        tables = markup.read(path, recognise, wanted)
    else:
        from meetbot.adapters.crm import delimited

        tables = (delimited.read(path, recognise, wanted),)
    return tables


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DataError(
            f"The export can't be read: {reason}.", str(path), "Check that the file can be opened."
        ) from error
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise DataError("The export is empty.", str(path), "Export it again from the CRM.")
    return head


def _is_markup(head: bytes) -> bool:
    """Salesforce and many others name a web page `.xls`: Excel opens it as a sheet."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2048].lower().replace(b"\0", b"")
    return start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<div", b"<style")) or (
        start.startswith((b"<?xml", b"<!--")) and b"<html" in head.lower()
    )

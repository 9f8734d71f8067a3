"""`meetbot kpi columns`: what each file was taken for, and how to teach a header."""

import json
import shutil
from typing import Any

from commandline import CommandLine
from crm_workspace import CRM


def described(meetbot: CommandLine, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """The files in the JSON document."""
    result = meetbot("--now", "2026-11-23", "kpi", "columns", *arguments, "--json")
    assert result.code == code, result.err
    files: list[dict[str, Any]] = json.loads(result.out)["files"]
    return files


def test_columns_of_the_data_folder(meetbot: CommandLine) -> None:
    """Without a file every export of the workspace is shown, column by column."""
    meetbot.workspace()
    result = meetbot("--now", "2026-11-23", "kpi", "columns")
    assert result.code == 0
    assert "leads-2026-11-22.csv\n  leads; csv, utf-8, separator ,; header in row 1; as of 2026-11-22" in result.out
    assert "3 of 3 rows read\n" in result.out
    assert "primer contacto  contacted_at" in result.out


def test_columns_of_a_file_anywhere(meetbot: CommandLine) -> None:
    """A file outside of the data folder is looked at without becoming part of it."""
    meetbot.workspace()
    result = meetbot("--now", "2026-11-23", "kpi", "columns", str(CRM / "hubspot_contacts_es-2026-11-22.csv"))
    assert result.code == 0
    assert "leads, as HubSpot exports them" in result.out
    assert "5 of 7 rows read" in result.out
    assert "1 left out: The same id as an earlier row (row 6)" in result.out
    assert "repeated header: the first one counts" in result.out
    assert "not a number, left empty" in result.err
    assert not (meetbot.folder / ".meetbot").exists()


def test_columns_without_a_workspace(meetbot: CommandLine) -> None:
    """Before `meetbot init` a file can be looked at too."""
    result = meetbot("--now", "2026-11-23", "kpi", "columns", str(CRM / "plain_leads_es.csv"))
    assert result.code == 0
    assert "No workspace here" in result.err
    assert "leads; csv, cp1252, separator ;; header in row 4" in result.out


def test_columns_teaches_a_header(meetbot: CommandLine) -> None:
    """The output says what to write into which file, and doing so works."""
    meetbot.workspace()
    path = meetbot.folder / "data" / "leads-2026-11-22.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("primer contacto", "Primeros contactos").replace("asignado", "x"), encoding="utf-8")
    result = meetbot("--now", "2026-11-23", "kpi", "columns")
    assert f"{meetbot.folder / 'aliases.toml'}" in result.out
    assert '  [leads]\n  "Primeros contactos" = "contacted_at"\n' in result.out
    assert "Fields of leads: id, created_at," in result.out
    (meetbot.folder / "aliases.toml").write_text('[leads]\n"Primeros contactos" = "contacted_at"\n', encoding="utf-8")
    (found,) = [file for file in described(meetbot) if file["table"] == "leads"]
    assert [c["field"] for c in found["columns"] if c["header"] == "Primeros contactos"] == ["contacted_at"]


def test_columns_json_has_everything(meetbot: CommandLine) -> None:
    """Encoding, times, columns with notes, rejections with rows, issues, fields that can be taught."""
    meetbot.workspace()
    (found,) = described(meetbot, str(CRM / "plain_leads_es.csv"))
    assert (found["format"], found["header_row"], found["rows"], found["rows_read"]) == (
        "csv, cp1252, separator ;",
        4,
        4,
        7,
    )
    assert {rejection["count"] for rejection in found["rejected"]} == {1}
    assert [c["note"] for c in found["columns"] if c["header"] == "Puntaje"] == ["decimal comma"]
    assert "response_hours" in found["fields"]


def test_columns_of_costs_count_rows_and_days_apart(meetbot: CommandLine) -> None:
    """A cost of a month is one row, and a share on each day; a row without a date is left out once."""
    meetbot.workspace()
    costs = meetbot.folder / "gastos.csv"
    costs.write_text(
        "mes,categoría,monto\n2026-09,Sueldos,3000\n2026-10,Agencia,3100\npor definir,Software,10\n", encoding="utf-8"
    )
    shown = meetbot("--now", "2026-11-23", "kpi", "columns", str(costs)).out
    assert "2 of 3 rows read, as 61 days" in shown
    assert "1 left out: No date that could be read (row 4)" in shown


def test_columns_says_which_files_count(meetbot: CommandLine) -> None:
    """Of two exports of leads the newer one counts; the other is shown as not used."""
    meetbot.workspace()
    shutil.copy(CRM / "hubspot_contacts_es-2026-11-22.csv", meetbot.folder / "data" / "leads-2026-11-15.csv")
    files = {file["file"]: file["counts"] for file in described(meetbot)}
    assert files == {"deals-2026-11-22.csv": True, "leads-2026-11-15.csv": False, "leads-2026-11-22.csv": True}
    assert "the file is not used, since another counts" in meetbot("--now", "2026-11-23", "kpi", "columns").out


def test_columns_of_a_file_of_another_kind(meetbot: CommandLine) -> None:
    """Its headers are shown with the reason, and the exit code says that nothing was recognised."""
    meetbot.workspace()
    (meetbot.folder / "cuentas.csv").write_text("account,sector,revenue\nSabino,Jabón,5\n", encoding="utf-8")
    result = meetbot("--now", "2026-11-23", "kpi", "columns", "cuentas.csv")
    assert result.code == 1
    assert "Not used: nearest to deals, but no column is" in result.out
    assert "Its headers: account, sector, revenue." in result.out


def test_columns_of_a_missing_or_broken_file(meetbot: CommandLine) -> None:
    """A wrong name and a broken file are said, with exit codes 1 for a named file and 3 for one of the folder."""
    meetbot.workspace()
    result = meetbot("--now", "2026-11-23", "kpi", "columns", "nada.csv")
    assert result.code == 1
    assert "The export can't be read: No such file or directory." in result.out
    (meetbot.folder / "data" / "roto.csv").write_bytes(b"\0\1\2" * 50)
    result = meetbot("--now", "2026-11-23", "kpi", "columns")
    assert result.code == 3
    assert "This is not a text file" in result.out


def test_columns_with_a_wrong_alias_file(meetbot: CommandLine) -> None:
    """The mistake is named with its line."""
    meetbot.workspace()
    (meetbot.folder / "aliases.toml").write_text('[leads]\n"Alta" = "creado"\n', encoding="utf-8")
    result = meetbot("--now", "2026-11-23", "kpi", "columns")
    assert result.code == 1
    assert "aliases.toml, line 2" in result.err


def test_columns_untrusted_headers_can_not_move_the_cursor(meetbot: CommandLine) -> None:
    """Control characters of a file's cells never reach the terminal."""
    meetbot.workspace()
    name = "leads\u202e.csv"
    (meetbot.folder / name).write_text("id,fecha,\x1b[2Jmalo\n1,2026-11-20,x\n", encoding="utf-8")
    result = meetbot("--now", "2026-11-23", "kpi", "columns", name)
    assert "\x1b[2J" not in result.out + result.err
    assert "\u202e" not in result.out + result.err


def test_kpi_lists_its_commands(meetbot: CommandLine) -> None:
    """The group says what can be done with indicators."""
    result = meetbot("--now", "2026-11-23", "kpi", "--help")
    assert result.code == 0
    assert "columns" in result.out


def test_check_tells_what_was_read(meetbot: CommandLine) -> None:
    """`meetbot check` counts the rows of each table and names the files; a broken one is an error with its fix."""
    meetbot.workspace()
    result = meetbot("--now", "2026-11-23", "check", "--json")
    (line,) = [line for line in json.loads(result.out)["checks"] if line["name"] == "CRM export"]
    assert line["status"] == "ok"
    assert line["message"].startswith("3 leads, 2 deals as of 2026-11-")
    (meetbot.folder / "data" / "roto.csv").write_bytes(b"\0\1\2" * 50)
    result = meetbot("--now", "2026-11-23", "check", "--json")
    (line,) = [line for line in json.loads(result.out)["checks"] if line["name"] == "CRM export"]
    assert (line["status"], line["where"]) == ("error", "roto.csv")

import csv
import io
import json
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from commandline import CommandLine, Result
from conftest import SHARED
from rich.console import Console

from meetbot import words as words_module
from meetbot.cli.kpi_figures import _table, sparkline
from meetbot.model.explanation import Explanation
from meetbot.model.kpi import Reading

OWN = """
[[kpis]]
id = "win_rate"
target = 0.3
minimum_n = 1

[[kpis]]
id = "rota"
name = "Consulta rota"
unit = "count"
direction = "up"
sql = "SELECT nothing FROM deals"
"""


def shown(meetbot: CommandLine, *arguments: str) -> Result:
    """`meetbot kpi …` on the Monday of the meeting."""
    return meetbot("--now", "2026-11-23", "kpi", *arguments)


def readings(meetbot: CommandLine, *arguments: str) -> dict[str, Reading]:
    """What `kpi show --json` says, by id."""
    result = shown(meetbot, "show", *arguments, "--json")
    return {one["kpi"]["id"]: Reading.model_validate(one) for one in json.loads(result.out)["readings"]}


def test_show_lists_value_target_history_and_status(meetbot: CommandLine) -> None:
    """A person sees each indicator with its colour as a shape and a word."""
    meetbot.workspace(OWN)
    result = shown(meetbot, "show", "win_rate", "leads")
    assert result.code == 0
    rate = next(line for line in result.out.splitlines() if "100%" in line)
    assert "30%" in rate
    assert "● Verde" in rate
    assert "leads" in result.out
    assert "revenue" not in result.out


def test_show_says_why_one_is_not_calculable(meetbot: CommandLine) -> None:
    """Below the table stands what each figure without a value lacks; the database's words are an issue."""
    meetbot.workspace(OWN)
    result = shown(meetbot, "show")
    assert "(roas): missing" in result.out
    assert "Consulta rota (rota): missing: una consulta válida (meetbot kpi explain rota)" in " ".join(
        result.out.split()
    )
    assert "A query failed" in result.err
    assert result.code == 3


def test_show_json_is_one_document_with_all_readings(meetbot: CommandLine) -> None:
    """A program gets what the agenda would hold, and the issues beside it."""
    meetbot.workspace(OWN)
    found = readings(meetbot)
    assert (found["win_rate"].value, found["win_rate"].kpi.target) == (1.0, 0.3)
    assert found["revenue"].value == 120_000
    assert found["rota"].value is None
    document = json.loads(shown(meetbot, "show", "--json").out)
    assert (document["today"], set(document)) == ("2026-11-22", {"today", "readings", "issues"})


def test_show_on_a_day_counts_back_from_it(meetbot: CommandLine) -> None:
    """`--date` asks what was known then: no export is older than the 22nd."""
    meetbot.workspace()
    result = shown(meetbot, "show", "--date", "2026-11-01")
    assert result.code == 1
    assert result.err.startswith("Error: ")


def test_show_of_one_that_has_a_stand_in_shows_the_stand_in(meetbot: CommandLine) -> None:
    """Whoever asks for the ROI sees the ROI on revenue where only the margin is unknown."""
    folder = meetbot.workspace()
    spend = "día,monto,moneda,plataforma\n2026-10-01,9000,MXN,google\n2026-11-17,9000,MXN,google\n"
    (folder / "data" / "gasto-2026-11-22.csv").write_text(spend, encoding="utf-8")
    found = readings(meetbot, "roi")
    assert list(found) == ["roi_revenue"]


@pytest.mark.parametrize("command", ["show", "explain"])
def test_unknown_id_suggests_the_nearest(meetbot: CommandLine, command: str) -> None:
    """A slip of the finger is told with what was probably meant."""
    meetbot.workspace()
    result = shown(meetbot, command, "win_rat")
    assert result.code == 1
    assert "Did you mean “win_rate”?" in result.err
    assert "Ids: lead_conversion" in shown(meetbot, command, "zzz").err


@pytest.mark.parametrize("command", [("show",), ("explain", "leads")])
def test_without_an_export_says_what_to_do(meetbot: CommandLine, command: tuple[str, ...]) -> None:
    """An empty data folder is a clear message, no table of blanks."""
    meetbot.workspace(data=False)
    result = shown(meetbot, *command)
    assert result.code == 1
    assert result.err.startswith("Error: ")


def test_broken_entry_names_its_line(meetbot: CommandLine) -> None:
    """An unknown key of [[kpis]] stops with file, line and key."""
    meetbot.workspace('\n[[kpis]]\nid = "leads"\ntarjet = 3\n')
    result = shown(meetbot, "show")
    assert result.code == 1
    assert "key `kpis[1].tarjet`" in result.err
    assert "did you mean `target`" in result.err


def test_explain_shows_definition_sql_rows_and_value(meetbot: CommandLine) -> None:
    """One indicator down to the statement, which stands at the margin so that it can be pasted."""
    meetbot.workspace(OWN)
    result = shown(meetbot, "explain", "win_rate")
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[0] == "Tasa de cierre (ganados entre cerrados) (win_rate)"
    assert "Status:   ● Verde: it meets its target of 30%" in lines
    assert lines.count("SELECT") == 2
    assert "  AND (status = 'won')" in lines
    assert "  = 1, n = 1, from 1 rows" in lines
    assert "No row of its exports was rejected." in lines
    assert any(line.startswith("Source:   deals-2026-11-22.csv, as of 2026-11-2") for line in lines)


def test_explain_shows_the_rejected_rows_with_their_reason(meetbot: CommandLine) -> None:
    """A row that the ingest turned down is told with its number."""
    folder = meetbot.workspace()
    path = folder / "data" / "deals-2026-11-22.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "11,Bolsas,Propuesta,1,MXN,2026-11-02,,Diego\n", encoding="utf-8"
    )
    result = shown(meetbot, "explain", "revenue")
    assert "Rejected when its exports were read:" in result.out
    assert "in deals-2026-11-22.csv:" in result.out


def test_explain_of_a_failing_query_shows_both(meetbot: CommandLine) -> None:
    """The statement and what the database said of it."""
    meetbot.workspace(OWN)
    result = shown(meetbot, "explain", "rota")
    assert "SELECT nothing FROM deals" in result.out
    assert "failed: A query failed" in result.out
    lines = (meetbot.folder / "meetbot.toml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "SELECT nothing" in text)
    assert f"meetbot.toml, line {line}, key `kpis[" in result.out
    assert "Columns of deals: id, " in result.out


def test_explain_of_what_uses_others_names_them(meetbot: CommandLine) -> None:
    """LTV to CAC is told with both of its parts."""
    meetbot.workspace()
    result = shown(meetbot, "explain", "ltv_cac")
    assert "Uses ltv: not calculable; missing: " in result.out
    assert "Uses cac: not calculable; missing: " in result.out


ENDLESS = """
[[kpis]]
id = "infinito"
name = "Infinito"
unit = "count"
direction = "up"
sql = "SELECT CAST('inf' AS double precision) AS value, 1 AS n"

[[kpis]]
id = "sin_numero"
name = "Sin número"
unit = "count"
direction = "up"
sql = "SELECT 1 AS value, CAST('nan' AS double precision) AS n"

[[kpis]]
id = "medida"
name = "Medida"
unit = "count"
direction = "up"

[kpis.numerator]
from = "deals"
time = "closed_at"
value = "sum(amount) * CAST('inf' AS double precision)"

[[kpis]]
id = "razon"
name = "Razón"
unit = "ratio"
direction = "up"

[kpis.numerator]
from = "deals"
time = "closed_at"
value = "1e300"

[kpis.denominator]
from = "deals"
time = "closed_at"
value = "1e-300"
"""


def test_a_figure_without_end_spoils_no_other(meetbot: CommandLine) -> None:
    """Infinity, no number, and a ratio beyond all numbers are missing with their reason; the agenda is made."""
    meetbot.workspace(ENDLESS)
    found = readings(meetbot)
    assert [found[kpi].value for kpi in ("infinito", "sin_numero", "medida", "razon")] == [None] * 4
    assert found["revenue"].value == 120_000
    assert "failed: The figure is infinite or no number." in shown(meetbot, "explain", "medida").out
    assert meetbot("--now", "2026-11-23", "agenda").code in {0, 3}


def test_explain_json_is_the_explanation(meetbot: CommandLine) -> None:
    """A program gets the same, typed; the document can be read back."""
    meetbot.workspace(OWN)
    document = json.loads(shown(meetbot, "explain", "sales_cycle", "--json").out)["explanation"]
    found = Explanation.model_validate(document)
    assert found.reading.value == pytest.approx(44)
    assert found.definition.id == "sales_cycle"
    assert document["definition"]["numerator"]["from"] == "deals"


def test_help_names_the_commands(meetbot: CommandLine) -> None:
    """The group lists what it can do."""
    result = shown(meetbot, "--help")
    assert all(name in result.out for name in ("show", "explain", "columns"))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
        ([0.1, None, 0.3], "▁·█"),
        ([5, 5, None], "▄▄·"),
        ([None, None], ""),
        ([], ""),
    ],
)
def test_sparkline_from_least_to_greatest(values: list[float | None], expected: str) -> None:
    """Blocks between the least and the greatest, a dot where there is no value."""
    assert sparkline(values) == expected


@pytest.mark.parametrize(
    ("width", "columns"),
    [(50, ["Indicator", "Value", "Status"]), (80, ["Target"]), (120, ["Before", "History", "n", "Period"])],
)
def test_table_fits_the_terminal(meetbot: CommandLine, width: int, columns: list[str]) -> None:
    """The narrower the terminal the fewer columns; no line is wider than it, no name is cut."""
    meetbot.workspace(OWN)
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, markup=False)
    found = list(readings(meetbot).values())
    console.print(_table(found, words_module.load("es-MX"), width=width))
    text = out.getvalue()
    header = text.splitlines()[1]
    assert all(column in header for column in columns)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert ("Period" in header) is (width >= 104)


@pytest.mark.skipif(not (SHARED / "data" / "crm-sales").is_dir(), reason="the reference data lie beside the checkout")
def test_real_opportunities_close_as_counted_apart(meetbot: CommandLine) -> None:
    """8,800 opportunities with dates day first: win rate, cycle and revenue of the last quarter that they hold."""
    folder = meetbot.workspace('\n[[kpis]]\nid = "revenue"\nwindow_days = 91\n', data=False)
    source = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
    (folder / "data").mkdir()
    (folder / "data" / "sales_pipeline-2018-01-01.csv").write_bytes(source.read_bytes())
    result = meetbot("--now", "2018-01-01", "kpi", "show", "win_rate", "sales_cycle", "revenue", "--json")
    found = {one["kpi"]["id"]: one for one in json.loads(result.out)["readings"]}
    won, lost, revenue, cycle = _counted_apart(source)
    assert (found["win_rate"]["numerator"], found["win_rate"]["denominator"]) == (won, won + lost)
    assert found["revenue"]["value"] == pytest.approx(revenue)
    assert found["sales_cycle"]["value"] == pytest.approx(cycle)
    assert (found["sales_cycle"]["n"], found["sales_cycle"]["left_out"]) == (won, 0)


def _counted_apart(source: Path) -> tuple[int, int, float, float]:
    """Won, lost, revenue and median cycle of the 91 days before 2018, without any code of meetbot."""
    closed: dict[str, list[tuple[int, float]]] = {"Won": [], "Lost": []}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["deal_stage"] not in closed:
                continue
            engaged, ended = (_day(row[name]) for name in ("engage_date", "close_date"))
            if date(2017, 10, 2) <= ended < date(2018, 1, 1):
                closed[row["deal_stage"]].append(((ended - engaged).days, float(row["close_value"])))
    won = closed["Won"]
    return len(won), len(closed["Lost"]), sum(value for _, value in won), median(days for days, _ in won)


def _day(text: str) -> date:
    day, month, year = (int(part) for part in text.split("-"))
    return date(year, month, day)

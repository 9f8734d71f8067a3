"""Costs that several files tell of: what stands in two of them counts once, everything else adds up."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from crm_workspace import issues, opened, rejected, rows, write
from workbooks import Rows, xlsx

from meetbot.adapters.crm.spend import ad_platform

LIST = "Fecha,Categoría,Monto\n"
GOOGLE = "Día,Estado de la campaña,Campaña,Código de moneda,Tipo de campaña,Coste,Impr.\n"


def google(*lines: tuple[str, str, int]) -> str:
    """Google's own report by day: day, campaign, cost."""
    return GOOGLE + "".join(f"{day},Habilitada,{name},MXN,Búsqueda,{cost},1\n" for day, name, cost in lines)


def totals(root: Path) -> list[tuple[str, str, float]]:
    """Each platform, kind and its amount, to the cent."""
    found = opened(root).query("SELECT platform, kind, sum(amount) FROM spend GROUP BY 1, 2 ORDER BY 1, 2")
    return [(platform, kind, round(amount, 2)) for platform, kind, amount in found]


def test_lists_of_two_departments_add_up(tmp_path: Path) -> None:
    """Salaries of marketing and of sales on one day are two costs, though their category is the same."""
    write(tmp_path, "gastos-mercadeo.csv", LIST + "2026-10-01,Salarios,118000\n")
    write(tmp_path, "gastos-ventas.csv", LIST + "2026-10-01,Salarios,265000\n")
    assert totals(tmp_path) == [("Salarios", "other", 383_000)]
    assert rejected(opened(tmp_path)) == {}


def test_lists_of_one_series_replace_their_days(tmp_path: Path) -> None:
    """The newer export of a list counts for the days that it covers, whatever its categories are called now."""
    write(tmp_path, "gastos-2026-11-15.csv", LIST + "2026-10-01,Salarios,100\n2026-09-01,Salarios,90\n")
    write(tmp_path, "gastos-2026-11-22.csv", LIST + "2026-10-01,Sueldos,110\n")
    assert totals(tmp_path) == [("Salarios", "other", 90), ("Sueldos", "other", 110)]
    found = opened(tmp_path)
    assert "1 day(s) of spend are in a newer file of the list too, gastos-2026-11-22.csv" in issues(found)
    assert rejected(found) == {"Days that a newer export covers: counted once.": (1, ())}


def test_lists_in_sheets_of_one_workbook_add_up(tmp_path: Path) -> None:
    """The sheets of a workbook and the numbered parts of an export are one export: no sheet replaces another."""
    header = ("Fecha", "Categoría", "Monto")
    departments = (("Mercadeo", 118_000), ("Ventas", 265_000))
    sheets: dict[str, Rows] = {name: (header, ("2026-10-01", "Salarios", amount)) for name, amount in departments}
    write(tmp_path, "gastos.xlsx", xlsx(sheets))
    write(tmp_path, "costos_001.csv", LIST + "2026-10-01,Agencia,10\n")
    write(tmp_path, "costos_002.csv", LIST + "2026-10-01,Agencia,20\n")
    assert totals(tmp_path) == [("Agencia", "other", 30), ("Salarios", "other", 383_000)]


def test_lists_alike_in_two_files_add_up_with_a_warning(tmp_path: Path) -> None:
    """The same cost in two lists may be two costs: both count, and both files are named."""
    write(tmp_path, "gastos-mercadeo.csv", LIST + "2026-10-01,Salarios,100\n2026-10-02,Salarios,0\n")
    write(tmp_path, "gastos-ventas.csv", LIST + "2026-10-01,Salarios,100\n2026-10-02,Salarios,0\n2026-10-03,Renta,1\n")
    assert totals(tmp_path)[1] == ("Salarios", "other", 200)
    (told,) = [i for i in opened(tmp_path).contents.issues if "alike" in i.message]
    assert told.severity == "warning"
    assert told.message.startswith("1 day(s) of cost are alike in gastos-")
    assert {"gastos-mercadeo.csv", "gastos-ventas.csv"} <= set(told.message.split())


def test_lists_that_are_copies_count_once(tmp_path: Path) -> None:
    """A file that was copied to the byte is no second cost, under whatever name."""
    path = write(tmp_path, "gastos.csv", LIST + "2026-10-01,Salarios,100\n")
    shutil.copy(path, tmp_path / "data" / "respaldo.csv")
    assert totals(tmp_path) == [("Salarios", "other", 100)]
    found = opened(tmp_path)
    assert rejected(found) == {"A copy of another file: counted once.": (1, ())}
    assert "to the byte: counted once" in issues(found)
    assert "alike" not in issues(found)


@pytest.mark.parametrize("names", [("google-norte.csv", "google-sur.csv"), ("informe.csv", "informe (1).csv")])
def test_exports_of_two_accounts_add_up(tmp_path: Path, names: tuple[str, str]) -> None:
    """Two exports of a platform without a common campaign are two accounts, even if a browser numbered their names."""
    write(tmp_path, names[0], google(("2026-11-16", "Cajas", 1000)))
    write(tmp_path, names[1], google(("2026-11-16", "Bolsas", 700)))
    assert totals(tmp_path) == [("Google Ads", "media", 1700)]


@pytest.mark.parametrize("names", [("google-a-2026-11-20.csv", "google-b-2026-11-22.csv"), ("g.csv", "g (1).csv")])
def test_exports_with_a_common_campaign_are_one_account(tmp_path: Path, names: tuple[str, str]) -> None:
    """The newer one counts for the days of both, and it is said; a campaign that it lacks makes that a warning."""
    write(tmp_path, names[0], google(("2026-11-15", "Cajas", 5), ("2026-11-16", "Cajas", 1000)))
    write(tmp_path, names[1], google(("2026-11-16", "CAJAS ", 1100)))
    assert totals(tmp_path) == [("Google Ads", "media", 1105)]
    assert f"info {names[0]}: 1 day(s) of spend are in a newer export of the platform too" in issues(opened(tmp_path))


def test_exports_with_a_common_campaign_and_others_warn(tmp_path: Path) -> None:
    """Where the older export has campaigns that the newer lacks, it may be another account: that is a warning."""
    write(tmp_path, "a-2026-11-20.csv", google(("2026-11-16", "Cajas", 10), ("2026-11-16", "Bolsas", 20)))
    write(tmp_path, "b-2026-11-22.csv", google(("2026-11-16", "Cajas", 11)))
    assert totals(tmp_path) == [("Google Ads", "media", 11)]
    assert "warning a-2026-11-20.csv: 2 day(s) of spend are in a newer export" in issues(opened(tmp_path))


def test_exports_of_one_series_are_one_account(tmp_path: Path) -> None:
    """A dated export of the same name is the account's newer one, though its campaign is called otherwise now."""
    write(tmp_path, "google-2026-11-20.csv", google(("2026-11-16", "Cajas", 10)))
    write(tmp_path, "google-2026-11-22.csv", google(("2026-11-16", "Cajas 2026", 11)))
    assert totals(tmp_path) == [("Google Ads", "media", 11)]


def test_exports_without_campaigns_add_up_with_a_warning(tmp_path: Path) -> None:
    """Without campaigns nothing tells accounts apart: both count, and the user is asked."""
    header = "Día,Código de moneda,Tipo de campaña,Coste,Impr.\n"
    write(tmp_path, "google-norte.csv", header + "2026-11-16,MXN,Búsqueda,1000,1\n")
    write(tmp_path, "google-sur.csv", header + "2026-11-16,MXN,Búsqueda,700,1\n")
    assert totals(tmp_path) == [("Google Ads", "media", 1700)]
    assert "nothing tells whether they are of one account: both count" in issues(opened(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "Fecha,Categoría,Concepto,Monto\n2026-11-16,Pauta digital,Google Ads,100\n2026-11-16,Pauta digital,Radio,40\n",
        "Fecha,Concepto,Plataforma,Monto\n2026-11-16,Pauta,Google,100\n2026-11-16,Pauta,Radio,40\n",
        "Fecha,Concepto,Monto\n2026-11-16,Pauta en Google,100\n2026-11-16,Pauta en radio,40\n",
    ],
)
def test_lists_give_way_to_the_platforms_export(tmp_path: Path, text: str) -> None:
    """Media that the platform's own export has too count once; the rest of the list counts."""
    write(tmp_path, "gastos.csv", text)
    assert opened(tmp_path).query("SELECT sum(amount) FROM spend WHERE kind = 'media'") == [(140,)]
    write(tmp_path, "google.csv", google(("2026-11-15", "Cajas", 60), ("2026-11-17", "Cajas", 40)))
    found = opened(tmp_path)
    assert found.query("SELECT sum(amount) FROM spend WHERE kind = 'media'") == [(140,)]
    assert rejected(found) == {"Advertising that the platform's own export has: counted once.": (1, ())}
    assert "warning gastos.csv: 1 day(s) of Google Ads in this list are left out" in issues(found)


def test_lists_keep_what_no_export_covers(tmp_path: Path) -> None:
    """Other days, other platforms and what was paid to people for a platform are costs of the list."""
    text = (
        "Fecha,Categoría,Plataforma,Monto\n2026-10-01,Pauta,Google,1\n2026-11-16,Pauta,LinkedIn,2\n"
        "2026-11-16,Agencia,Google Ads,4\n2026-11-16,Herramientas,Google Workspace,8\n2026-11-16,Pauta,Facebook,16\n"
    )
    write(tmp_path, "gastos.csv", text)
    write(tmp_path, "google.csv", google(("2026-11-16", "Cajas", 100)))
    assert totals(tmp_path) == [
        ("Google Ads", "media", 101),
        ("Google Ads", "other", 4),
        ("Google Workspace", "other", 8),
        ("LinkedIn", "media", 2),
        ("Meta Ads", "media", 16),
    ]
    assert rejected(opened(tmp_path)) == {}


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("google", "Google Ads"),
        ("Google Ads", "Google Ads"),
        ("AdWords", "Google Ads"),
        ("Pauta en Google 2026", "Google Ads"),
        ("Meta", "Meta Ads"),
        ("FB Ads", "Meta Ads"),
        ("Facebook / Instagram", "Meta Ads"),
        ("Google y Meta", None),
        ("Google Workspace", None),
        ("LinkedIn", None),
        ("Pauta digital", None),
        (None, None),
    ],
)
def test_ad_platform(text: str | None, platform: str | None) -> None:
    """A platform's names are one; what names two of them, or something else beside it, is none."""
    assert ad_platform(text) == platform


def test_weeks_end_with_the_report(tmp_path: Path) -> None:
    """The last week of a Google report is as short as the report: no spend lies after its end, none before it."""
    header = "Semana,Estado de la campaña,Campaña,Código de moneda,Tipo de campaña,Coste,Impr.\n"
    lines = "2026-11-09,Habilitada,Cajas,MXN,Búsqueda,600,1\n2026-11-16,Habilitada,Cajas,MXN,Búsqueda,300,1\n"
    title = "Informe de campaña\n10 de noviembre de 2026 - 18 de noviembre de 2026\n"
    write(tmp_path, "google.csv", title + header + lines)
    found = opened(tmp_path).query("SELECT min(day), max(day), min(amount), max(amount), count(*) FROM spend")
    assert found == [(date(2026, 11, 10), date(2026, 11, 18), pytest.approx(100), pytest.approx(100), 9)]


def test_tasks_without_their_end_are_still_to_do(tmp_path: Path) -> None:
    """A blank `Completed Date` is no activity, and so no first contact, though the task was entered."""
    header = "Activity ID,Subject,Assigned,Completed Date/Time,Created Date,Lead/Contact ID"
    lines = "A,Call,Ana,2026-11-16 12:00,2026-11-16 11:00,1\nB,Call,Ana,,2026-11-16 10:00,1\n"
    write(tmp_path, "leads.csv", "id,fecha,responsable\n1,2026-11-16 09:00,Ana\n")
    write(tmp_path, "tasks.csv", f"{header}\n{lines}")
    found = opened(tmp_path)
    assert rows(found, "activities", "id") == [("A",)]
    assert rows(found, "leads", "CAST(contacted_at AS TEXT)") == [("2026-11-16 18:00:00",)]
    assert rejected(found) == {"Not done: planned, cancelled or without a time.": (1, (3,))}


def test_tasks_that_a_state_calls_done_have_the_time_of_their_entry(tmp_path: Path) -> None:
    """A completed task without its time happened when it was entered; a blank state says nothing."""
    header = "Activity ID,Subject,Assigned,Status,Completed Date/Time,Created Date,Lead/Contact ID"
    lines = "A,Call,Ana,Completed,,2026-11-16 11:00,1\nB,Call,Ana,,,2026-11-16 10:00,1\n"
    write(tmp_path, "tasks.csv", f"{header}\n{lines}")
    assert rows(opened(tmp_path), "activities", "id") == [("A",)]


def test_calls_of_a_log_happened_when_they_were_entered(tmp_path: Path) -> None:
    """A log without any column for the end holds what was done; one with a blank `Done` does not."""
    write(tmp_path, "llamadas.csv", "ID,Asunto,Tipo de actividad,Fecha de creación,Lead ID\nA,X,Llamada,2026-11-16,1\n")
    assert rows(opened(tmp_path), "activities", "id") == [("A",)]
    header = "ID,Asunto,Tipo de actividad,Hecha,Fecha de creación,Lead ID\n"
    write(tmp_path, "llamadas.csv", f"{header}A,X,Llamada,Sí,2026-11-16,1\nB,X,Llamada,,2026-11-16,1\n")
    assert rows(opened(tmp_path), "activities", "id") == [("A",)]

"""Seconds and peak memory of an agenda from a million leads and 200,000 deals in CSV; run on demand, never by pytest.

    python tests/benchmarks/bench_agenda.py [--leads 1000000] [--deals 200000] [--folder KEPT] [--json]

Makes exports as HubSpot writes them (always the same bytes) beside a file of costs, then runs `meetbot agenda` in fresh
processes: cold (nothing read yet), warm (another day's agenda from the kept Parquet) and again (the same agenda,
nothing changed). Then one process does the same without documents, so that the share of each stage is seen, cold and
warm. Processor seconds are comparable on a busy machine, the clock is not.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TODAY = "2026-11-23"
SETTINGS = """
[company]
name = "Banco de pruebas"
locale = "es-MX"

[[departments]]
id = "mercadeo"
name = "Mercadeo"
role = "marketing"

[[departments]]
id = "comercial"
name = "Comercial"
role = "sales"

[goal]
name = "Más ingresos"
target = 3_000_000_000
start = 2026-10-01
end = 2027-01-01

[finance]
gross_margin = 0.4
"""
WEEKS = 104


def generate(folder: Path, leads: int, deals: int) -> None:
    """Writes the workspace. Two years of contacts that pass the stages at steady rates, and deals that some lead to."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    chance = np.random.default_rng(20261122)
    end = np.datetime64("2026-11-22T19:00")
    minutes = WEEKS * 7 * 24 * 60

    def times(values: Any, known: Any) -> Any:
        late = values > end
        array = pa.array(values.astype("datetime64[s]"), mask=~known | late)
        return pc.fill_null(pc.strftime(array, format="%Y-%m-%d %H:%M"), "")

    def words(choices: list[str], size: int, shares: list[float] | None = None) -> Any:
        return pa.array(choices).take(pa.array(chance.choice(len(choices), size, p=shares)))

    def after(start: Any, known: Any, share: float, hours: float) -> tuple[Any, Any]:
        gap = chance.exponential(hours * 60, len(start)).astype("timedelta64[m]") + np.timedelta64(1, "m")
        return start + gap, known & (chance.random(len(start)) < share) & (start + gap <= end)

    created = np.sort(end - chance.integers(0, minutes, leads).astype("timedelta64[m]"))
    every = np.ones(leads, bool)
    mql, is_mql = after(created, every, 0.4, 12)
    handed, is_handed = after(mql, is_mql, 0.98, 0.5)
    contacted, is_contacted = after(handed, is_handed, 0.95, 8)
    accepted, is_sql = after(contacted, is_contacted, 0.4, 48)
    opportunity, is_opportunity = after(accepted, is_sql, 0.6, 90)
    activity, is_active = after(np.where(is_contacted, contacted, created), every, 0.97, 24 * 40)
    score = np.where(is_mql, chance.integers(60, 100, leads), chance.integers(0, 70, leads))
    owners = [f"Ejecutiva {number:02d}" for number in range(60)]
    owner = pc.if_else(pa.array(is_mql), words(owners, leads), pa.scalar(""))
    stage = np.select(
        [is_opportunity, is_sql, is_mql],
        ["Oportunidad", "Lead calificado por ventas", "Lead calificado por marketing"],
        "Lead",
    )
    numbers = pa.array(np.arange(leads) + 48_000_000_000).cast(pa.string())
    rejected = is_contacted & ~is_sql & (chance.random(leads) < 0.2)
    contacts = {
        "ID de registro - Contact": numbers,
        "Nombre": words(["Ana", "Luis", "José", "Íñigo", "Zoé"], leads),
        "Correo": pc.binary_join_element_wise("p", numbers, pa.scalar("@example.com"), ""),
        "Propietario del contacto": owner,
        "Fecha de asignación del propietario": times(handed, is_handed),
        "Fecha de creación": times(created, every),
        "Etapa del ciclo de vida": pa.array(stage),
        "Estado del lead": words(["Nuevo", "Conectado", ""], leads),
        "Puntuación de HubSpot": pa.array(score).cast(pa.string()),
        "Became a Marketing Qualified Lead Date": times(mql, is_mql),
        "First Outreach Date": times(contacted, is_contacted),
        "Became a Sales Qualified Lead Date": times(accepted, is_sql),
        "Became an Opportunity Date": times(opportunity, is_opportunity),
        "Última actividad": times(activity, is_active),
        "Fuente original": words(["Búsqueda de pago", "Búsqueda orgánica", "Redes sociales de pago"], leads),
        "Original Source Drill-Down 1": words([f"Campaña {number}" for number in range(40)], leads),
        "Motivo de descarte": pc.if_else(
            pa.array(rejected), words(["precio", "fuera de zona"], leads), pa.scalar("")
        ),
        "Nombre de la empresa": words([f"Empresa {number}, S.A." for number in range(5_000)], leads),
    }  # fmt: skip

    opened = np.sort(end - chance.integers(0, minutes, deals).astype("timedelta64[m]"))
    closed, is_closed = after(opened, np.ones(deals, bool), 0.95, 24 * 40)
    won = is_closed & (chance.random(deals) < 0.25)
    expected = np.where(is_closed, closed, np.datetime64("2026-12-31T00:00"))
    state = np.select([won, is_closed], ["Cierre ganado", "Cierre perdido"], "Negociación")
    amounts = chance.lognormal(10.5, 0.6, deals).round(2)
    business = {
        "Record ID": pa.array(np.arange(deals) + 17_000_000_000).cast(pa.string()),
        "Deal Name": words([f"Pedido {number}" for number in range(1_000)], deals),
        "Deal Stage": pa.array(state),
        "Amount": pa.array(amounts).cast(pa.string()),
        "Currency": words(["MXN", "USD"], deals, [0.97, 0.03]),
        "Create Date": times(opened, np.ones(deals, bool)),
        "Close Date": pc.strftime(pa.array(expected.astype("datetime64[s]")), format="%Y-%m-%d %H:%M"),
        "Deal owner": words(owners, deals),
        "Last Activity Date": times(np.where(is_closed, closed, opened), np.ones(deals, bool)),
        "Associated Company": words([f"Empresa {number}, S.A." for number in range(20_000)], deals),
        "Associated Contact IDs": numbers.take(pa.array(chance.integers(0, leads, deals))),
    }
    days = pa.array(np.repeat(np.arange("2024-11-01", "2026-11-23", dtype="datetime64[D]"), 42))
    campaigns = [f"Campaña {number}" for number in range(40)] + ["", ""]
    costs = {
        "Fecha": pc.strftime(days, format="%Y-%m-%d"),
        "Categoría": pa.array((["Pauta"] * 40 + ["Sueldos", "Herramientas"]) * (len(days) // 42)),
        "Campaña": pa.array(campaigns * (len(days) // 42)),
        "Importe": pa.array(chance.uniform(500, 9_000, len(days)).round(2)).cast(pa.string()),
        "Moneda": pa.array(["MXN"] * len(days)),
    }
    data = folder / "data"
    data.mkdir(parents=True)
    (folder / "meetbot.toml").write_text(SETTINGS, encoding="utf-8")
    options = csv.WriteOptions(quoting_style="needed")
    for name, table in (("leads", contacts), ("deals", business), ("gastos", costs)):
        csv.write_csv(pa.table(table), data / f"hubspot-crm-exports-{name}-2026-11-22.csv", options)


def timed(arguments: list[str], folder: Path) -> tuple[dict[str, Any], str]:
    """Seconds and peak memory of one process of its own, and its stdout. Raises SystemExit with what it said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen([sys.executable, *arguments], cwd=folder, stdout=out, stderr=err)  # noqa: S603 - our own commands
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in {0, 3}:
            raise SystemExit(err.read().decode())
        cost = {
            "seconds": round(seconds, 2),
            "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
            "peak_mb": usage.ru_maxrss // 1024,
        }
        return cost, out.read().decode()


def agenda(folder: Path, day: str) -> dict[str, Any]:
    """One run of the command, with the stages that it names itself."""
    arguments = ["-m", "meetbot", "--now", f"{day}T08:00", "agenda", "--json"]
    cost, out = timed(arguments, folder)
    return {**cost, "stages": json.loads(out)["stages"]}


def stages(folder: Path) -> dict[str, float]:
    """Seconds of each part of an assessment in this process."""
    began = time.monotonic()
    from datetime import date

    from meetbot import config, words
    from meetbot.adapters.crm import CrmFiles
    from meetbot.stages import assess as whole
    from meetbot.stages.campaigns import campaigns
    from meetbot.stages.funnel import funnel
    from meetbot.stages.goal import shared_goal
    from meetbot.stages.readings import readings
    from meetbot.stages.scope import Scope, read_at
    from meetbot.stages.sla import audit, audit_figures
    from meetbot.stages.stale import follow_up, rejections, stale_records

    found: dict[str, float] = {}

    def lap(name: str, work: Callable[[], Any]) -> Any:
        start = time.monotonic()
        result = work()
        found[name] = round(time.monotonic() - start, 3)
        return result

    found["imports"] = round(time.monotonic() - began, 3)
    settings = lap("settings", lambda: config.load(folder, environment={}))
    today, lexicon = date.fromisoformat(TODAY), words.load("es-MX")
    catalogue = config.catalogue_of(settings.config)
    warehouse = lap("ingest or reuse", lambda: CrmFiles(settings).open(on=today))
    now = read_at(warehouse.contents, today=today, zone=settings.config.company.zone)
    scope = Scope(warehouse=warehouse, config=settings.config, catalogue=catalogue, today=today, now=now)
    lap("indicators", lambda: readings(scope, lexicon, audit=audit_figures(scope)))
    lap("SLA audit", lambda: audit(scope, lexicon))
    lap("funnel", lambda: funnel(scope))
    lap("campaigns", lambda: campaigns(scope, lexicon))
    lap("follow-up", lambda: follow_up(scope, stale_records(scope), rejections(scope)))
    lap("goal", lambda: shared_goal(scope, lexicon))
    lap("all of it again", lambda: whole.assess(warehouse, settings.config, lexicon, catalogue=catalogue, today=today))
    return found


def forget(folder: Path) -> None:
    """Removes everything that an earlier run made."""
    for path in folder.iterdir():
        if path.name not in {"data", "meetbot.toml"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def measured(folder: Path) -> dict[str, Any]:
    """All runs."""
    this = str(Path(__file__).resolve())
    forget(folder)
    runs = {"cold": agenda(folder, TODAY), "warm": agenda(folder, "2026-11-24"), "again": agenda(folder, TODAY)}
    forget(folder)
    for name in ("stages_cold", "stages_warm"):
        cost, out = timed([this, "--stages", "--folder", str(folder)], folder)
        runs[name] = {**cost, "stages": json.loads(out)}
    return runs


def shown(runs: dict[str, Any]) -> str:
    """The figures as a table."""
    lines = []
    for name, run in runs.items():
        lines.append(
            f"{name:<12} {run['seconds']:>7.2f} s {run['cpu_seconds']:>7.2f} s of processor {run['peak_mb']:>6} MB"
        )
        for stage, seconds in run["stages"].items():
            lines.append(f"    {stage:<20} {seconds:>7.2f} s {seconds / run['seconds']:>6.0%}")
    return "\n".join(lines)


def main() -> None:
    """Reads the arguments, makes the exports in a process of its own, measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--deals", type=int, default=200_000)
    parser.add_argument("--folder", type=Path, help="where the exports are made, or lie from an earlier run")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--generate", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--stages", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.generate:
        generate(arguments.folder, arguments.leads, arguments.deals)
        return
    if arguments.stages:
        sys.stdout.write(json.dumps(stages(arguments.folder)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or Path(temporary) / "workspace").resolve()
        if not folder.exists():
            # The parent stays small: a process is charged with the memory of the one that starts it.
            size = ["--leads", str(arguments.leads), "--deals", str(arguments.deals), "--folder", str(folder)]
            timed([str(Path(__file__).resolve()), "--generate", *size], Path.cwd())
        runs = measured(folder)
    sys.stdout.write((json.dumps(runs, indent=1) if arguments.json else shown(runs)) + "\n")


if __name__ == "__main__":
    main()

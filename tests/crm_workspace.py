"""A workspace with exports, and what is read from it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from meetbot.adapters.crm import CrmFiles
from meetbot.adapters.warehouse import DuckWarehouse
from meetbot.config import CompanyConfig, Config, DataConfig, Workspace
from meetbot.model.company import Department
from meetbot.ports import Warehouse

CRM = Path(__file__).parent / "data" / "crm"
MONDAY = date(2026, 11, 23)
_ZONES = {"es-CO": "America/Bogota", "es-ES": "Europe/Madrid", "en": "America/New_York"}


def workspace(root: Path, *, locale: str = "es-MX", currency: str = "MXN", **data: Any) -> Workspace:
    """A workspace in that folder; `data` are keys of [data]."""
    config = Config(
        company=CompanyConfig(
            name="Ejemplo", locale=locale, timezone=_ZONES.get(locale, "America/Mexico_City"), currency=currency
        ),
        departments=(Department(id="mercadeo", name="Mercadeo", role="marketing"),),
        data=DataConfig(**data),
    )
    return Workspace(root=root, config=config)


def put(root: Path, *names: str) -> None:
    """Copies files of tests/data/crm into the workspace's data folder."""
    (root / "data").mkdir(exist_ok=True)
    for name in names:
        shutil.copy(CRM / name, root / "data" / name)


def write(root: Path, name: str, content: str | bytes, *, encoding: str = "utf-8") -> Path:
    """Puts an export with this content into the data folder."""
    path = root / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def opened(root: Path, *, on: date = MONDAY, **settings: Any) -> DuckWarehouse:
    """What the exports of that workspace say on that day."""
    return CrmFiles(workspace(root, **settings)).open(on=on)


def rows(found: Warehouse, table: str, *columns: str, order: str = "") -> list[tuple[Any, ...]]:
    """Those columns of a table, as text where they are times."""
    names = ", ".join(columns)
    return found.query(f"SELECT {names} FROM {table} ORDER BY {order or columns[0]}")  # noqa: S608 - the test's own


def issues(found: Warehouse) -> str:
    """All issues as one text."""
    return "\n".join(f"{i.severity} {i.where}: {i.message} {i.hint}" for i in found.contents.issues)


def rejected(found: Warehouse) -> dict[str, tuple[int, tuple[int, ...]]]:
    """How many rows were left out for each reason, and which."""
    return {r.reason: (r.count, r.rows) for r in found.contents.rejections}

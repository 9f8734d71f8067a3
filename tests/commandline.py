"""Runs the command line in the test's own process, in a workspace made for the test."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from meetbot.cli.app import run

SETTINGS = """
[company]
name = "Empaques de Prueba"
locale = "es-MX"
timezone = "America/Mexico_City"

[meeting]
weekday = "monday"

[[departments]]
id = "mercadeo"
name = "Mercadeo"
role = "marketing"

[[departments]]
id = "comercial"
name = "Comercial"
role = "sales"

[[people]]
name = "Laura Méndez"
department = "mercadeo"
email = "laura@empaques.example"

[[people]]
name = "Diego Ramírez"
aliases = ["Dieguito"]
department = "comercial"
email = "diego@empaques.example"
"""

TRANSCRIPT = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v Laura Méndez>Bueno, este… buenos días. Vamos con los compromisos.</v>

00:00:06.500 --> 00:00:13.000
<v Diego Ramírez>Va. Quedamos en que los leads del webinar los atiende primero el equipo Centro.</v>

00:00:13.500 --> 00:00:19.000
<v Laura Méndez>De acuerdo. Diego, ¿nos mandas la lista de objeciones para el viernes?</v>

00:00:19.500 --> 00:00:24.000
<v Diego Ramírez>Sí, claro, yo se la mando el viernes a más tardar.</v>

00:00:24.500 --> 00:00:30.000
<v Laura Méndez>Perfecto. Yo me encargo de revisar la campaña mañana a primera hora.</v>
"""

LEADS = """id,fecha,puntaje,responsable,asignado,primer contacto,etapa,origen
1,2026-11-17 09:00,82,Diego Ramírez,2026-11-17 09:30,2026-11-17 12:00,MQL,Webinar
2,2026-11-17 10:00,75,Diego Ramírez,2026-11-17 10:30,2026-11-19 18:00,MQL,Webinar
3,2026-11-18 11:00,40,Diego Ramírez,,,Lead,Anuncios
"""

DEALS = """id,nombre,etapa,monto,moneda,fecha de creación,fecha de cierre,responsable
10,Cajas,Cierre ganado,120000,MXN,2026-10-05,2026-11-18,Diego Ramírez
11,Bolsas,Propuesta,80000,MXN,2026-11-02,,Diego Ramírez
"""


@dataclass(frozen=True, kw_only=True)
class Result:
    """The exit code, and what went to stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def clean(self) -> bool:
        """Whether the user was spared a traceback and the last line of defence."""
        return "Traceback" not in self.err + self.out and "nobody foresaw" not in self.err


class CommandLine:
    """`meetbot ARGUMENTS…` in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capsys = capsys
        monkeypatch.chdir(folder)

    def __call__(self, *arguments: str) -> Result:
        """Runs one command; a traceback fails the test at once."""
        self._capsys.readouterr()
        code = run(list(arguments))
        captured = self._capsys.readouterr()
        result = Result(code=code, out=captured.out, err=captured.err)
        assert result.clean, result.err
        return result

    def workspace(self, extra: str = "", *, data: bool = True) -> Path:
        """Makes the folder a workspace, with a small export if asked."""
        (self.folder / "meetbot.toml").write_text(SETTINGS + extra, encoding="utf-8")
        if data:
            (self.folder / "data").mkdir(exist_ok=True)
            (self.folder / "data" / "leads-2026-11-22.csv").write_text(LEADS, encoding="utf-8")
            (self.folder / "data" / "deals-2026-11-22.csv").write_text(DEALS, encoding="utf-8")
        return self.folder

    def transcript(self, name: str = "2026-11-23.vtt", text: str = TRANSCRIPT) -> str:
        """Writes a transcript file and returns its name."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

"""Tests of meetbot.config."""

import re
from pathlib import Path

import pytest

from meetbot.config import (
    ENVIRONMENT,
    LOCALES,
    Workspace,
    catalogue_of,
    find_workspace,
    load,
    new_settings,
    people_toml,
    settings_of,
)
from meetbot.errors import ConfigError, WorkspaceError
from meetbot.model.company import Person

MINIMAL = """
[company]
name = "Empresa"

[[departments]]
id = "mercadeo"
name = "Mercadeo"
"""


def workspace(folder: Path, text: str, environment: dict[str, str] | None = None) -> Workspace:
    """The workspace made of that text."""
    (folder / "meetbot.toml").write_text(text, encoding="utf-8")
    return load(folder, environment=environment or {})


def refusal(folder: Path, text: str) -> ConfigError:
    """The error that the text is answered with."""
    with pytest.raises(ConfigError) as caught:
        workspace(folder, text)
    return caught.value


@pytest.mark.parametrize("locale", LOCALES)
def test_new_settings_are_valid_as_they_are(locale: str, tmp_path: Path) -> None:
    """A new meetbot.toml needs no change to be read, whatever the folder is called."""
    config = workspace(tmp_path, new_settings('mi-empresa "ñ\\', locale)).config

    assert config.company.locale == locale
    assert config.company.name == 'Mi Empresa "Ñ\\'
    assert {d.role for d in config.departments} == {"marketing", "sales"}


@pytest.mark.parametrize(
    ("locale", "said", "not_said"),
    [
        ("es-MX", ("Mercadeo", "la minuta", "días festivos"), ("feriados",)),
        ("es-CO", ("Mercadeo", "el acta", "festivos"), ("feriados", "inuta")),
        ("es-ES", ("Marketing", "el acta", "festivos"), ("Mercadeo", "feriados", "inuta")),
        ("es-AR", ("Mercadeo", "el acta", "feriados"), ("inuta",)),
    ],
)
def test_new_settings_say_it_as_the_country_does(locale: str, said: tuple[str, ...], not_said: tuple[str, ...]) -> None:
    """The first file that a newcomer reads is in the words of the documents that it leads to."""
    text = new_settings("empresa", locale)
    assert [word for word in said if word not in text] == []
    assert [word for word in not_said if word in text] == []


@pytest.mark.parametrize(
    ("locale", "holidays", "goal"), [("es-CO", "CO", 250_000_000), ("es-ES", "ES", 60_000), ("es-MX", "MX", 1_200_000)]
)
def test_new_settings_examples_are_of_the_country(locale: str, holidays: str, goal: float, tmp_path: Path) -> None:
    """Its own holidays, and a goal that is one in its currency; no placeholder is left."""
    text = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", new_settings("empresa", locale))
    config = workspace(tmp_path, text).config
    assert config.goal is not None
    assert (config.sla.business_hours.holidays, config.goal.target) == (holidays, goal)
    assert not re.search("@[A-Z]+@", text)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_example_in_new_settings_is_valid(locale: str, tmp_path: Path) -> None:
    """Whoever removes the # of an example, of all of them at once even, has a valid file with what it says."""
    text = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", new_settings("empresa", locale))
    config = workspace(tmp_path, text).config

    assert config.data.source.startswith("postgresql://")
    assert (config.data.folder, config.data.timeout_seconds) == ("data", 60)
    assert config.finance.gross_margin == 0.4
    assert config.sla.clock == "business"
    assert config.sla.business_hours.monday == ("09:00-14:00", "16:00-19:00")
    assert config.sla.qualified_leads_per_week == 20
    added = catalogue_of(config).get("large_deals")
    assert added is not None
    assert added.numerator is not None
    assert config.goal is not None
    assert [kpi.id for kpi in config.kpis] == ["win_rate", "large_deals"]


@pytest.mark.parametrize("locale", LOCALES)
def test_new_settings_read_every_export_in_the_folder(locale: str, tmp_path: Path) -> None:
    """No pattern is set: what a file holds is told by its headers, not by its name."""
    found = workspace(tmp_path, new_settings("empresa", locale))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "Informe de campaña.csv").touch()

    assert not any(found.data_files.values())
    assert [path.name for path in found.other_data_files] == ["Informe de campaña.csv"]


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ('[data]\nsource = "postgresql://a:secreto@h/db"\n', "data.source", "leave the password out"),
        ('[data]\nsource = "postgresql://h/db?user=a&password=secreto"\n', "data.source", "leave the password out"),
        ('[data]\nsource = "db.example.com"\n', "data.source", "use a URL"),
        ("[data]\ntimeout_seconds = 0\n", "data.timeout_seconds", "greater than or equal to 1"),
        ("[finance]\ngross_margin = 40\n", "finance.gross_margin", "less than or equal to 1"),
        ("[sla]\nqualified_leads_per_week = 0\n", "sla.qualified_leads_per_week", "greater than 0"),
        ('[sla]\nclock = "horas"\n', "sla.clock", "business"),
    ],
)
def test_data_sla_and_finance_are_checked(text: str, key: str, told: str, tmp_path: Path) -> None:
    """What can't be meant is refused with its key; a password is not repeated."""
    error = refusal(tmp_path, MINIMAL + text)

    assert key in error.where
    assert told in error.what + error.hint
    assert "secreto" not in str(error)


def test_find_workspace_looks_upwards(tmp_path: Path) -> None:
    """Like git, a command works anywhere inside the workspace."""
    (tmp_path / "meetbot.toml").write_text(MINIMAL)
    inside = tmp_path / "data" / "old"
    inside.mkdir(parents=True)

    assert find_workspace(inside) == tmp_path.resolve()


def test_find_workspace_none_says_how_to_make_one(tmp_path: Path) -> None:
    """Outside any workspace the error names the folder and the command that helps."""
    with pytest.raises(WorkspaceError) as caught:
        find_workspace(tmp_path)

    assert str(tmp_path) in caught.value.where
    assert "meetbot init" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[company]\nname = Empresa\n", 2, "name"),
        ('[company]\nname = "Empresa"\nlocal = "es-MX"\n[[departments]]\nid = "a"\nname = "A"\n', 3, "company.local"),
        (MINIMAL + '[meeting]\nduration_minutes = "45m"\n', 9, "meeting.duration_minutes"),
        (
            MINIMAL + '[[people]]\nname = "Ana"\n[[people]]\nname = "Eva"\ndepartment = "x"\n',
            12,
            "people[2].department",
        ),
        (MINIMAL + '[[departments]]\nid = "mercadeo"\nname = "B"\n', 9, "departments[2].id"),
        (MINIMAL + '[[people]]\nname = "Ana"\n[[people]]\nname = "Ana"\n', 11, "people[2].name"),
        (MINIMAL + '[[departments]]\nid = "minutes"\nname = "B"\n', 9, "departments[2].id"),
        (MINIMAL + '[[people]]\nname = "Ana"\nemail = "ana@@x,mx"\n', 10, "people[1].email"),
        (MINIMAL + '[llm]\nbase_url = "http://me:secret@host/v1"\n', 9, "llm.base_url"),
        (MINIMAL + '[llm]\nbase_url = "127.0.0.1:8099/v1"\n', 9, "llm.base_url"),
        (MINIMAL + '[llm]\nbase_url = "ftp://host/v1"\n', 9, "llm.base_url"),
        (MINIMAL + '[llm]\nbase_url = "http://"\n', 9, "llm.base_url"),
        (MINIMAL + '[goal]\nname = "g"\ntarget = 5\nstart = 2026-10-01\nend = 2026-09-01\n', 8, "goal"),
        (MINIMAL.replace('name = "Empresa"', 'name = "E"\ntimezone = "Mexico"'), 4, "company.timezone"),
        (MINIMAL.replace('name = "Empresa"', 'name = "E"\nlocale = "fr"'), 4, "company.locale"),
    ],
)
def test_load_names_line_and_key(text: str, line: int, key: str, tmp_path: Path) -> None:
    """Whatever is wrong in meetbot.toml, the error names the line and the key."""
    error = refusal(tmp_path, text)

    assert f"line {line}" in error.where
    assert f"key `{key}`" in error.where


def test_load_unknown_key_offers_the_near_one(tmp_path: Path) -> None:
    """A misspelt key is answered with the key that was meant."""
    error = refusal(tmp_path, MINIMAL + "[sla]\nminimun_score = 80\n")

    assert "did you mean `minimum_score`" in error.what


def test_load_not_utf8_names_the_line(tmp_path: Path) -> None:
    """A file saved by an old editor is refused with the line, not with a traceback."""
    (tmp_path / "meetbot.toml").write_bytes('[company]\nname = "Diseño"\n'.encode("cp1252"))

    with pytest.raises(ConfigError) as caught:
        load(tmp_path)

    assert "line 2" in caught.value.where
    assert "UTF-8" in caught.value.what


def test_load_missing_section_is_named(tmp_path: Path) -> None:
    """A file without departments is told so."""
    error = refusal(tmp_path, '[company]\nname = "E"\n')

    assert "departments" in error.where
    assert "missing" in error.what


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    """MEETBOT_* overrides meetbot.toml, numbers included."""
    environment = {"MEETBOT_LLM_MODEL": "qwen", "MEETBOT_SMTP_PORT": "2525"}
    found = workspace(tmp_path, MINIMAL + '[llm]\nmodel = "gpt"\n', environment)

    assert found.config.llm.model == "qwen"
    assert found.config.mail.port == 2525


def test_settings_of_tells_the_origin(tmp_path: Path) -> None:
    """Each setting says whether it comes from the environment, from a line, or by default."""
    environment = {"MEETBOT_LLM_MODEL": "qwen"}
    found = workspace(tmp_path, MINIMAL + "[sla]\nminimum_score = 80\n", environment)
    origins = {setting.key: setting.origin for setting in settings_of(found, environment=environment)}

    assert origins["llm.model"] == "environment, MEETBOT_LLM_MODEL"
    assert origins["sla.minimum_score"] == "meetbot.toml, line 9"
    assert origins["sla.target"] == "default"
    assert origins["departments"] == "meetbot.toml, line 5"


def test_environment_names_only_settings_that_exist(tmp_path: Path) -> None:
    """A renamed setting can't leave a variable behind that silently does nothing."""
    config = workspace(tmp_path, MINIMAL).config.model_dump()

    assert all(key in config[section] for section, key in ENVIRONMENT.values())


def test_no_secret_can_stand_in_the_file(tmp_path: Path) -> None:
    """A password in meetbot.toml is an unknown key: secrets come from environment or keyring."""
    error = refusal(tmp_path, MINIMAL + '[mail]\npassword = "hunter2"\n')

    assert "unknown key" in error.what
    assert "hunter2" not in str(error)


# --- people.toml ------------------------------------------------------------------------------------------------------

TWO = """
[company]
name = "Prueba"
[[departments]]
id = "ventas"
name = "Ventas"
[[people]]
name = "Laura Méndez"
department = "ventas"
aliases = ["Lau"]
"""


def remembered(folder: Path, text: str) -> Workspace:
    """The workspace with that people.toml."""
    (folder / "people.toml").write_text(text, encoding="utf-8")
    return workspace(folder, TWO)


def test_people_toml_adds_people_after_the_settings(tmp_path: Path) -> None:
    """Remembered people follow those of meetbot.toml, which wins where both have somebody; aliases of both count."""
    found = remembered(
        tmp_path,
        '[[people]]\nname = "Laura Méndez"\naliases = ["LauM", "Lau"]\nattends = false\n'
        '[[people]]\nname = "Rosa Lima"\nattends = false\n',
    )
    laura, rosa = found.config.people
    assert (laura.department, laura.aliases, laura.attends) == ("ventas", ("Lau", "LauM"), True)
    assert (rosa.name, rosa.department, rosa.attends) == ("Rosa Lima", None, False)
    assert [person.name for person in found.remembered] == ["Laura Méndez", "Rosa Lima"]
    assert [person.name for person in found.config.roster.attendees()] == ["Laura Méndez"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[[people]]\nname = "Rosa Lima"\ndepartment = "nada"\n', 3, "is no department"),
        ('[[people]]\nname = "Rosa Lima"\nemail = "rosa"\n', 3, "is not a mail address"),
        ('[[people]]\nname = "Rosa"\n[[people]]\nname = "Rosa"\n', 4, "two people have the name"),
        ('[[people]]\nname = "Rosa"\nalias = "Ro"\n', 3, "did you mean `aliases`"),
        ("[[people]]\nname = 3\n", 2, "string"),
        ('[[people]\nname = "Rosa"\n', 1, "not valid TOML"),
        ('[company]\nname = "Otra"\n', 1, "unknown key"),
    ],
)
def test_people_toml_problems_name_that_file(text: str, line: int, told: str, tmp_path: Path) -> None:
    """File, line and key of what is wrong are those of people.toml, not of meetbot.toml."""
    with pytest.raises(ConfigError) as caught:
        remembered(tmp_path, text)
    assert f"people.toml, line {line}" in caught.value.where
    assert caught.value.what.startswith("people.toml is not valid")
    assert told in caught.value.what


def test_people_toml_not_utf8_is_named(tmp_path: Path) -> None:
    """A file saved in another encoding is named with its line."""
    (tmp_path / "people.toml").write_bytes('[[people]]\nname = "José"\n'.encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        workspace(tmp_path, TWO)
    assert caught.value.what == "people.toml is not saved as UTF-8."
    assert "line 2" in caught.value.where


@pytest.mark.parametrize(
    "name",
    [
        'La "jefa" \\o/',
        "Ana\nRuiz",
        "]]\n[company]\nname = 'x'",
        "田中 太郎",
        "👍\u202e\x00\x7f",
        "O'Brien # no",
        "a\ud800b",
    ],
)
def test_people_toml_reads_back_whatever_people_are_called(name: str, tmp_path: Path) -> None:
    """Names come from platforms: no sign in one ends the string, begins a table, or can't be written."""
    said = Person(name=name, aliases=(name, "x"), department="ventas", attends=False)
    found = remembered(tmp_path, people_toml([said, Person(name="Rosa Lima")]))
    readable = name.replace("\ud800", "?")
    assert found.remembered == (
        said.model_copy(update={"name": readable, "aliases": (readable, "x")}),
        Person(name="Rosa Lima"),
    )


def test_people_toml_says_only_what_is_known() -> None:
    """Keys at their defaults are left out; a person who has been read is written the same again."""
    text = people_toml([Person(name="Rosa Lima", department="ventas")])
    assert text.endswith('[[people]]\nname = "Rosa Lima"\ndepartment = "ventas"\n')
    assert text.startswith("# ")

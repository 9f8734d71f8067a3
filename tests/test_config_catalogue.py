from pathlib import Path

import pytest
from commandline import SETTINGS

from meetbot import config as config_module
from meetbot.config import CompanyConfig, Config, KpiConfig, catalogue_of
from meetbot.errors import ConfigError
from meetbot.model.catalogue import Definition, Measure
from meetbot.model.company import Department

SHIPPED = catalogue_of(
    Config(company=CompanyConfig(name="Ejemplo"), departments=(Department(id="m", name="M", role="marketing"),))
)
MINE = """
[[kpis]]
id = "demos"
name = "Demostraciones"
unit = "count"
direction = "up"
numerator = { from = "activities", time = "done_at", where = "kind = 'meeting'" }
"""


def workspace(folder: Path, *texts: str) -> config_module.Workspace:
    """A workspace with those lines after the usual settings."""
    (folder / "meetbot.toml").write_text("\n".join([SETTINGS, *texts]), encoding="utf-8")
    return config_module.load(folder)


def overlaid(folder: Path, *texts: str) -> dict[str, Definition]:
    """The catalogue of that workspace by id."""
    return {d.id: d for d in catalogue_of(workspace(folder, *texts).config).definitions}


def failing(folder: Path, *texts: str) -> ConfigError:
    """What is said of settings that can't be used."""
    with pytest.raises(ConfigError) as caught:
        workspace(folder, *texts)
    return caught.value


def line_of(text: str, *texts: str) -> int:
    """The line of the file on which that text stands for the last time."""
    lines = "\n".join([SETTINGS, *texts]).splitlines()
    return max(number for number, line in enumerate(lines, 1) if text in line)


def test_shipped_indicators_are_the_ones_that_are_promised() -> None:
    """Volume, conversion as cohort and by period, response, SLA, closing, cost, value, return, follow-up."""
    ids = {d.id for d in SHIPPED.definitions}
    steps = {"lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_won"}
    promised = (
        "leads mql sql lead_conversion response_time response_time_p90 never_contacted response_time_business "
        "sla_compliance win_rate win_rate_amount sales_cycle sales_cycle_p90 revenue pipeline cac cac_media "
        "cost_per_lead ltv ltv_cac roas roi roi_revenue stale_leads stale_deals rejected_leads recycled_leads"
    )
    assert {*promised.split(), *steps, *(f"{step}_period" for step in steps)} <= ids
    assert all(SHIPPED.get(step).time_base == "cohort" for step in steps)  # type: ignore[union-attr]  # all are there
    joint = [d.id for d in SHIPPED.definitions if d.joint]
    assert joint == ["lead_conversion", "response_time", "roi", "roi_revenue", "sla_compliance"]


def test_shipped_indicators_are_named_in_both_languages() -> None:
    """Documents show name and meaning, one sentence or two, in the workspace's language."""
    for definition in SHIPPED.definitions:
        assert set(definition.name) - {"es-ES"} == set(definition.meaning) - {"es-ES"} == {"es", "en"}, definition.id
        assert all(text.endswith(".") for text in definition.meaning.values()), definition.id
        assert definition.owners, definition.id


def test_override_is_key_by_key(tmp_path: Path) -> None:
    """A target of one's own leaves everything else as it was shipped; the order too."""
    found = overlaid(tmp_path, '[[kpis]]\nid = "win_rate"\ntarget = 0.3\nname = "Cierre"')
    shipped = SHIPPED.get("win_rate")
    assert shipped is not None
    assert found["win_rate"] == shipped.model_copy(update={"target": 0.3, "name": {"es": "Cierre", "en": "Cierre"}})
    assert list(found) == [d.id for d in SHIPPED.definitions]


def test_override_of_one_language_keeps_the_other(tmp_path: Path) -> None:
    """A name table names the languages that it changes."""
    found = overlaid(tmp_path, '[[kpis]]\nid = "leads"\nname = { es = "Prospectos" }')
    assert found["leads"].name == {"es": "Prospectos", "en": "Leads generated"}


def test_override_with_own_sql_replaces_the_computation(tmp_path: Path) -> None:
    """Nothing of the shipped numerator, denominator or needs is left beside an SQL of one's own."""
    found = overlaid(tmp_path, '[[kpis]]\nid = "win_rate"\nsql = "SELECT 1 AS value, count(*) AS n FROM deals"')
    assert found["win_rate"].numerator is None
    assert found["win_rate"].needs == ()
    assert found["win_rate"].tables == ("deals",)
    assert found["win_rate"].name["es"].startswith("Tasa de cierre")


def test_override_with_own_numerator_takes_the_place_of_shipped_sql(tmp_path: Path) -> None:
    """A numerator instead of the shipped SQL."""
    found = overlaid(tmp_path, '[[kpis]]\nid = "roi"\nnumerator = { from = "deals", value = "sum(margin)" }')
    assert found["roi"].sql is None
    assert found["roi"].numerator == Measure(table="deals", value="sum(margin)")


def test_new_indicator_stands_after_the_shipped_ones(tmp_path: Path) -> None:
    """An id of one's own with all it needs is one more indicator."""
    found = overlaid(tmp_path, MINE)
    assert list(found)[-1] == "demos"
    assert found["demos"].chance == "count"


@pytest.mark.parametrize(
    ("text", "at", "key", "said"),
    [
        ('[[kpis]]\nid = "leads"\ntarjet = 5', "tarjet", "kpis[1].tarjet", "did you mean `target`"),
        (
            '[[kpis]]\nid = "leads"\n[kpis.numerator]\nfrom = "leads"\nwere = "true"',
            "were",
            "kpis[1].numerator.were",
            "did you mean `where`",
        ),
        ('[[kpis]]\nid = "leads"\n[kpis.numerator]\nfrom = "lead"', 'from = "lead"', "kpis[1].numerator.from", "leads"),
        (
            '[[kpis]]\nid = "leads"\nnumerator = { from = "leads", time = "when" }',
            "numerator =",
            "kpis[1].numerator",
            "created_at",
        ),
        ('[[kpis]]\nid = "mine"', "[[kpis]]", "kpis[1].name", "needs this key"),
        ('[[kpis]]\nid = "win_rat"\ntarget = 0.3', "[[kpis]]", "kpis[1].name", 'did you mean the id "win_rate"'),
        ('[[kpis]]\nid = "win_rate"\ntarget = 45', "target", "kpis[1].target", "a ratio is written 0.45, not 45"),
        ('[[kpis]]\nid = "win_rate"\ntarget = 0', "target", "kpis[1].target", "45 % is written 0.45"),
        ('[[kpis]]\nid = "roi"\ntarget = 120', "target", "kpis[1].target", "a ratio is written 1.2, not 120"),
        (
            '[goal]\nname = "M"\nkpi = "ingresos"\ntarget = 5\nstart = 2026-10-01\nend = 2027-01-01',
            "kpi =",
            "goal.kpi",
            "a goal can be counted in: revenue, leads, mql, sql, recycled_leads",
        ),
        (
            '[sla.business_hours]\nholidays = "Colombia"',
            "holidays",
            "sla.business_hours.holidays",
            'use the country code, for example "CO"',
        ),
        ('[[kpis]]\nid = "leads"\nneeds = ["leads.shoe"]', "[[kpis]]", "kpis[1]", "leads.shoe"),
        (
            '[[kpis]]\nid = "roi"\nfallback = "roy"',
            "fallback",
            "kpis[1].fallback",
            'no indicator "roy"',
        ),
        (
            '[[kpis]]\nid = "leads"\n[[kpis]]\nid = "leads"\ntarget = 3',
            'id = "leads"',
            "kpis[2].id",
            "two entries",
        ),
        (
            '[[kpis]]\nid = "ltv_cac"\nnumerator = { kpi = "ltx" }',
            "numerator",
            "kpis[1].numerator.kpi",
            'no indicator "ltx"',
        ),
        (
            '[[kpis]]\nid = "ltv_cac"\nnumerator = { kpi = "ltv_cac" }',
            "numerator",
            "kpis[1].numerator.kpi",
            "in turn",
        ),
        (
            '[[kpis]]\nid = "leads"\n[kpis.numerator]\nfrom = "leads"\nkpi = "mql"',
            "[kpis.numerator]",
            "kpis[1].numerator",
            "either `from`",
        ),
        (
            '[[kpis]]\nid = "leads"\nsql = "SELECT 1"\n[kpis.numerator]\nfrom = "leads"',
            "[[kpis]]",
            "kpis[1]",
            "exactly",
        ),
    ],
)
def test_invalid_entry_names_line_and_key(tmp_path: Path, text: str, at: str, key: str, said: str) -> None:
    """What is wrong with an entry of [[kpis]] is said with the file, the line and the key."""
    error = failing(tmp_path, text)
    assert f"{tmp_path / 'meetbot.toml'}, line {line_of(at, text)}, key `{key}" in error.where
    assert said in f"{error.what} {error.hint}"


@pytest.mark.parametrize(
    ("kpi", "target"),
    [("roi", 3), ("roi", -0.5), ("opportunity_to_won_period", 2), ("never_contacted", 0), ("roas", 4)],
)
def test_target_that_a_figure_may_have_is_taken(tmp_path: Path, kpi: str, target: float) -> None:
    """Returns exceed 100 % or lose money, none is an aim where less is better, and a factor is no share."""
    assert overlaid(tmp_path, f'[[kpis]]\nid = "{kpi}"\ntarget = {target}')[kpi].target == target


def test_entry_that_leads_back_to_itself_over_others_is_refused(tmp_path: Path) -> None:
    """A lag by an indicator that is computed from this one has no beginning."""
    numerator = '{ from = "deals", time = "closed_at", lag = "ltv_cac" }'
    error = failing(tmp_path, f'[[kpis]]\nid = "cac"\nnumerator = {numerator}')
    assert "in turn" in error.what


def test_catalogue_of_unchecked_settings_raises() -> None:
    """Settings that were made by hand are checked as well."""
    made = Config(
        company=CompanyConfig(name="Ejemplo"),
        departments=(Department(id="m", name="M", role="marketing"),),
        kpis=(KpiConfig(id="nuevo"),),
    )
    with pytest.raises(ConfigError, match="a new indicator needs this key"):
        catalogue_of(made)


def test_definition_of_a_denominator_alone_is_refused() -> None:
    """Something must be divided."""
    with pytest.raises(ValueError, match="needs a `numerator`"):
        Definition(id="x", name={}, unit="ratio", direction="up", sql="SELECT 1", denominator=Measure(table="deals"))


def test_definition_knows_what_chance_can_tell() -> None:
    """Counts, shares of counted cases, counts of different cases; of all else only the history tells."""
    told = {d.id: d.chance for d in SHIPPED.definitions}
    assert told["leads"] == told["stale_deals"] == "count"
    assert told["win_rate"] == told["lead_conversion"] == told["sla_compliance"] == "share"
    assert told["mql_to_sql_period"] == told["opportunity_to_won_period"] == "rate"
    unknown = {"win_rate_amount", "cac", "roas", "roi", "ltv_cac", "response_time", "response_time_business", "revenue"}
    assert {told[kpi] for kpi in unknown} == {"unknown"}
    average = Definition(
        id="x", name={}, unit="ratio", direction="up",
        numerator=Measure(table="deals", time="closed_at", value="avg(margin)"),
        denominator=Measure(table="spend", time="day"),
    )  # fmt: skip
    assert average.chance == "unknown"
    assert Definition.model_validate({**average.model_dump(), "denominator": {"kpi": "leads"}}).chance == "unknown"

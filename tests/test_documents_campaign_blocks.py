from examples import CAMPAIGNS, EXAMPLE_WORDS

from meetbot.documents.campaign_blocks import campaign_blocks
from meetbot.documents.sheet import Lines, Table


def _table(blocks: tuple[object, ...]) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def test_advice_a11_campaigns_have_spend_leads_cost_and_returns_apart() -> None:
    """A11: what was paid, what came of it, ROAS and ROI in columns of their own, the platform's claim marked as one."""
    table = _table(campaign_blocks(CAMPAIGNS, EXAMPLE_WORDS))
    assert table.header == (
        "Campaña", "Inversión", "Leads", "Costo por lead", "Conversión", "Ventas", "Ingresos", "ROAS", "ROI (margen)",
        "Dice la plataforma",
    )  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in table.groups[0].rows]
    assert rows[0] == [
        "Fin de año · Empaque de regalo", "$86,000", "61", "$1,410", "32.8%", "3", "$412,000", "4.8×", "82%", "97",
    ]  # fmt: skip
    assert rows[1] == ["Webinar cervecerías", "–", "35", "–", "40%", "1", "$120,000", "–", "–", "–"]
    assert table.groups[0].rows[0].cells[0].notes == ("Google Ads",)
    assert len(table.widths) == len(table.header)


def test_a8_campaigns_carry_period_source_and_time() -> None:
    """Period, files, time of reading and what is the platform's own word."""
    note = _table(campaign_blocks(CAMPAIGNS, EXAMPLE_WORDS)).note
    for part in ("26 de oct – 22 de nov 2026", "gasto-2026-11-22.csv", "22 nov 2026, 23:59", "no se suman"):
        assert part in note


def test_columns_that_nobody_can_fill_are_left_out() -> None:
    """Without spend there is no cost per lead, ROAS or ROI to look for; what lacks is said once above."""
    rows = (CAMPAIGNS.rows[1].model_copy(update={"won": 0, "revenue": 0.0, "platform": "Webinar cervecerías"}),)
    lacking = CAMPAIGNS.model_copy(update={"rows": rows, "missing": "el gasto", "roi_on": "revenue"})
    blocks = campaign_blocks(lacking, EXAMPLE_WORDS)
    assert isinstance(blocks[0], Lines)
    assert blocks[0].items == ("no calculable: falta el gasto",)
    table = _table(blocks)
    assert table.header == ("Campaña", "Leads", "Conversión", "Ventas")
    assert [cell.text for cell in table.groups[0].rows[0].cells] == ["Webinar cervecerías", "35", "40%", "0"]
    assert table.groups[0].rows[0].cells[0].notes == ()


def test_roi_says_what_it_is_counted_on() -> None:
    """Margin and revenue are two different ROIs."""
    on_revenue = CAMPAIGNS.model_copy(update={"roi_on": "revenue"})
    assert "ROI (ingresos)" in _table(campaign_blocks(on_revenue, EXAMPLE_WORDS)).header


def test_without_campaigns_there_is_nothing() -> None:
    """No table, or only why there is none."""
    assert campaign_blocks(None, EXAMPLE_WORDS) == ()
    assert campaign_blocks(CAMPAIGNS.model_copy(update={"rows": ()}), EXAMPLE_WORDS) == ()
    why = campaign_blocks(CAMPAIGNS.model_copy(update={"rows": (), "missing": "el gasto"}), EXAMPLE_WORDS)
    assert [type(block) for block in why] == [Lines]

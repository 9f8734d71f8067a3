"""The campaigns as a table: what the platform was paid, what the CRM says came of it, and what the platform claims."""

from meetbot.documents.figures import source_line
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Table
from meetbot.documents.text import clip
from meetbot.model.kpi import CampaignRow, Campaigns
from meetbot.words import Words, format_period, format_value

_NONE = "–"
_NAME_WIDTH = 20
_WIDTHS = {
    "spend": 13,
    "leads": 7,
    "cost_per_lead": 11,
    "conversion": 11,
    "won": 8,
    "revenue": 13,
    "roas": 7,
    "roi": 10,
    "claimed": 11,
}


def campaign_blocks(campaigns: Campaigns | None, words: Words) -> tuple[Block, ...]:
    """Spend, leads, cost per lead, conversion, ROAS and ROI apart; the platform's own count is marked as its claim."""
    if campaigns is None:
        return ()
    lacking: tuple[Block, ...] = ()
    if campaigns.missing:
        lacking = (Lines(items=(words("minutes.not_calculable", missing=clip(campaigns.missing, 160)),), small=True),)
    if not campaigns.rows:
        return lacking
    texts = [_texts(row, campaigns, words) for row in campaigns.rows]
    # A file that is missing would otherwise leave half the table empty.
    shown = [key for key in _WIDTHS if any(row[key] != _NONE for row in texts)]
    period = words("minutes.period", period=format_period(campaigns.period, locale=words.locale, style="short"))
    note = (period, source_line(campaigns.source, campaigns.read_at, words), words("minutes.campaigns.note"))
    table = Table(
        caption=words("minutes.agenda.title.campaigns"),
        header=tuple(_heading(key, campaigns, words) for key in ("campaign", *shown)),
        widths=(_NAME_WIDTH, *(_WIDTHS[key] for key in shown)),
        numeric=frozenset(range(1, len(shown) + 1)),
        groups=(
            Group(
                title="",
                rows=tuple(
                    Row(cells=(_name(row), *(Cell(text=found[key], numeric=True) for key in shown)))
                    for row, found in zip(campaigns.rows, texts, strict=True)
                ),
            ),
        ),
        note=" ".join(note),
    )
    return (*lacking, table)


def _heading(key: str, campaigns: Campaigns, words: Words) -> str:
    return words(f"minutes.campaigns.roi.{campaigns.roi_on}") if key == "roi" else words(f"minutes.column.{key}")


def _name(row: CampaignRow) -> Cell:
    platform = clip(row.platform, 40)
    return Cell(text=clip(row.campaign, 60), notes=(platform,) if platform and platform != row.campaign else ())


def _texts(row: CampaignRow, campaigns: Campaigns, words: Words) -> dict[str, str]:
    """Each figure in words, by its column."""

    def money(value: float | None) -> str:
        return format_value(value, "money", locale=words.locale, currency=campaigns.currency or None)

    return {
        "spend": money(row.spend),
        "leads": _count(row.leads, words),
        "cost_per_lead": money(row.cost_per_lead),
        "conversion": format_value(row.conversion, "ratio", locale=words.locale),
        "won": _count(row.won, words),
        "revenue": money(row.revenue) if row.revenue or row.won is None else _NONE,
        "roas": _NONE if row.roas is None else f"{_count(round(row.roas, 1), words)}×",
        "roi": format_value(row.roi, "ratio", locale=words.locale),
        "claimed": _count(row.platform_conversions, words),
    }


def _count(value: float | None, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)

"""The campaigns as a table: what the platform was paid, what the CRM says came of it, and what the platform claims."""

from meetbot.documents.figures import source_line
from meetbot.documents.phrases import count
from meetbot.documents.sheet import Block, Cell, Group, Lines, Row, Table
from meetbot.documents.text import clip
from meetbot.model.kpi import CampaignRow, Campaigns
from meetbot.words import Words, format_period, format_value

_NONE = "–"
_COLUMNS = (
    ("campaign", 24),
    ("spend", 12),
    ("leads", 7),
    ("cost_per_lead", 12),
    ("conversion", 11),
    ("won", 12),
    ("roas", 8),
    ("roi", 11),
    ("claimed", 12),
)


def campaign_blocks(campaigns: Campaigns | None, words: Words) -> tuple[Block, ...]:
    """Spend, leads, cost per lead, conversion, ROAS and ROI apart; the platform's own count is marked as its claim."""
    if campaigns is None:
        return ()
    lacking: tuple[Block, ...] = ()
    if campaigns.missing:
        lacking = (Lines(items=(words("minutes.not_calculable", missing=clip(campaigns.missing, 160)),), small=True),)
    if not campaigns.rows:
        return lacking
    roi = words(f"minutes.campaigns.roi.{campaigns.roi_on}")
    header = [roi if key == "roi" else words(f"minutes.column.{key}") for key, _ in _COLUMNS]
    period = words("minutes.period", period=format_period(campaigns.period, locale=words.locale, style="short"))
    note = (period, source_line(campaigns.source, campaigns.read_at, words), words("minutes.campaigns.note"))
    table = Table(
        caption=words("minutes.agenda.title.campaigns"),
        header=tuple(header),
        widths=tuple(width for _, width in _COLUMNS),
        numeric=frozenset(range(1, len(_COLUMNS))),
        groups=(Group(title="", rows=tuple(_row(row, campaigns, words) for row in campaigns.rows)),),
        note=" ".join(note),
    )
    return (*lacking, table)


def _row(row: CampaignRow, campaigns: Campaigns, words: Words) -> Row:
    def money(value: float | None) -> str:
        return format_value(value, "money", locale=words.locale, currency=campaigns.currency or None)

    texts = (
        money(row.spend),
        _count(row.leads, words),
        money(row.cost_per_lead),
        format_value(row.conversion, "ratio", locale=words.locale),
        money(row.revenue),
        _NONE if row.roas is None else f"{_count(round(row.roas, 1), words)}×",
        format_value(row.roi, "ratio", locale=words.locale),
        _count(row.platform_conversions, words),
    )
    name = clip(row.campaign, 60)
    won = () if row.won is None else (count(words, "minutes.campaigns.deals", row.won),)
    return Row(
        cells=(
            Cell(text=name, notes=(clip(row.platform, 40),) if row.platform and row.platform != row.campaign else ()),
            *(
                Cell(text=text, notes=won if key == "won" else (), numeric=True)
                for (key, _), text in zip(_COLUMNS[1:], texts, strict=True)
            ),
        )
    )


def _count(value: float | None, words: Words) -> str:
    return format_value(value, "count", locale=words.locale)

"""The campaigns of the last four weeks: what was spent on each, and what the CRM says came of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from meetbot.model.kpi import CampaignRow, Campaigns
from meetbot.stages.coverage import Gap, gap_in, told_spend
from meetbot.stages.folding import fold
from meetbot.stages.funnel import MATURITY_DAYS, WINDOW_DAYS
from meetbot.stages.judge import Figure
from meetbot.stages.readings import lacks
from meetbot.stages.scope import Scope
from meetbot.words import Words

SHOWN = 10
"""Rows of single campaigns; the others are added up in one more."""

RoiOn = Literal["margin", "revenue"]


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What one file, or all of them together, tell about one campaign. Null is not 0: nobody told.

    `mature` are the leads whose time to qualify has passed, `matured` those of them that qualified in time.
    `marginless` are won deals whose margin nobody told.
    """

    label: str = ""
    platform: str = ""
    spend: float | None = None
    claims: float | None = None
    leads: int | None = None
    qualified: int | None = None
    mature: int | None = None
    matured: int | None = None
    won: int | None = None
    revenue: float | None = None
    margin: float | None = None
    marginless: int | None = None


_ADDED = ("spend", "claims", "leads", "qualified", "mature", "matured", "won", "revenue", "margin", "marginless")


def campaigns(scope: Scope, words: Words) -> Campaigns | None:
    """The dearest campaigns with the CRM's leads and wins of the same four weeks, or None when no file names any.

    Spend is media in the workspace's currency. A lead or deal belongs to the campaign whose name it carries, case,
    accents and separators apart; without one its source stands for it. Revenue is what was won in the period, so
    ROAS and ROI of a young campaign lag behind its spend by a sales cycle. What platforms claim is beside, never added.
    Spend that does not cover the four weeks is shown nowhere: costs and returns on a part of it would be wrong.
    """
    spend, leads, deals = _spend(scope), _leads(scope), _deals(scope)
    if spend is None and leads is None:
        return None
    gap = Gap(missing="spend") if spend is None else _gap(scope)
    if gap is not None:
        spend = None
    paid, unpaid = _joined(spend or [], [*(leads or []), *(deals or [])])
    roi_on = _roi_on(deals or [], scope)
    lacking = gap or (Gap(missing="leads") if leads is None else None)
    rows = [
        *_shortened(paid, SHOWN, "agenda.campaigns.others", words),
        *_shortened(unpaid, max(0, SHOWN - len(paid)), "agenda.campaigns.unpaid", words),
    ]
    return Campaigns(
        period=scope.window(WINDOW_DAYS),
        rows=tuple(_row(found, roi_on, scope, words) for found in rows),
        currency=scope.config.company.currency,
        roi_on=roi_on,
        source=scope.contents.sources("spend", "leads", "deals"),
        read_at=scope.now,
        missing=lacks(Figure(value=None, missing=lacking.missing, day=lacking.day), words) if lacking else None,
    )


def _spend(scope: Scope) -> list[_Found] | None:
    """Media spend by campaign (by platform where the file names no campaign); None without such a file."""
    if not scope.contents.has("spend", "amount"):
        return None
    sql = """
        SELECT campaign, platform, sum(amount), sum(conversions) FROM spend
        WHERE coalesce(kind, 'media') = 'media' AND coalesce(currency, :currency) = :currency
          AND day >= :start_day AND day < :end_day
        GROUP BY campaign, platform ORDER BY 1, 2
    """
    return [
        _Found(label=_label(campaign, platform), platform=platform or "", spend=_number(amount), claims=_number(claims))
        for campaign, platform, amount, claims in _asked(scope, sql)
    ]


def _gap(scope: Scope) -> Gap | None:
    """What of the media spend of the four weeks no file tells."""
    media = [one for one in told_spend(scope) if one.kind == "media" and one.priced]
    return gap_in(media, scope.window(WINDOW_DAYS), scope, newest=True)


def _leads(scope: Scope) -> list[tuple[tuple[str, str], _Found]] | None:
    """The period's leads by campaign and source; None when the export names neither.

    Qualified: marketing's MQL; where the export lacks its date, the score that both departments agreed on.
    """
    if not scope.contents.has("leads", "created_at") or not _names(scope, "leads"):
        return None
    qualified = in_time = "score >= :minimum_score"
    if scope.contents.has("leads", "mql_at"):
        qualified = "mql_at IS NOT NULL"
        in_time = f"mql_at <= created_at + interval '{MATURITY_DAYS['mql']} days'"
    sql = f"""
        SELECT campaign, source, count(*), count(*) FILTER (WHERE {qualified}),
          count(*) FILTER (WHERE created_at <= :mature),
          count(*) FILTER (WHERE created_at <= :mature AND {in_time})
        FROM leads WHERE created_at >= :start AND created_at < :end GROUP BY campaign, source ORDER BY 1, 2
    """  # noqa: S608 - our own columns
    return [
        (
            (_label(campaign), _label(source)),
            _Found(leads=n, qualified=qualified, mature=mature, matured=matured),
        )
        for campaign, source, n, qualified, mature, matured in _asked(scope, sql)
    ]


def _deals(scope: Scope) -> list[tuple[tuple[str, str], _Found]] | None:
    """The period's won deals by their own campaign and source, else by those of the lead that they came from."""
    known = _names(scope, "deals") or (scope.contents.has("deals", "lead_id") and _names(scope, "leads"))
    if not known or not scope.contents.has("deals", "status", "closed_at", "amount"):
        return None
    return [
        (
            (_label(campaign), _label(source)),
            _Found(won=n, revenue=_number(revenue) or 0.0, margin=_number(margin), marginless=marginless),
        )
        for campaign, source, n, revenue, margin, marginless in _asked(scope, _WON)
    ]


# A lead id that two rows carry must not double its deals.
_WON = """
    WITH won AS (
      SELECT campaign, source, lead_id, CASE WHEN coalesce(currency, :currency) = :currency THEN amount END AS amount,
        CASE WHEN coalesce(currency, :currency) = :currency THEN margin END AS margin
      FROM deals WHERE status = 'won' AND closed_at >= :start AND closed_at < :end
    ), origin AS (
      SELECT id, min(campaign) AS campaign, min(source) AS source FROM leads
      WHERE id IN (SELECT lead_id FROM won) GROUP BY id
    )
    SELECT coalesce(won.campaign, origin.campaign), coalesce(won.source, origin.source), count(*), sum(won.amount),
      sum(won.margin), count(*) FILTER (WHERE won.amount IS NOT NULL AND won.margin IS NULL)
    FROM won LEFT JOIN origin ON origin.id = won.lead_id GROUP BY 1, 2 ORDER BY 1, 2
"""


def _asked(scope: Scope, sql: str) -> list[tuple[Any, ...]]:
    mature = scope.parameters()["as_of"] - timedelta(days=MATURITY_DAYS["mql"])
    return scope.warehouse.query(sql, {**scope.parameters(scope.window(WINDOW_DAYS)), "mature": mature})


def _number(value: Any) -> float | None:
    """A database of the user's own may hold money as decimals, which do not mix with floats."""
    return None if value is None else float(value)


def _names(scope: Scope, table: str) -> bool:
    return scope.contents.has(table, "campaign") or scope.contents.has(table, "source")


def _joined(
    spend: Iterable[_Found], known: Iterable[tuple[tuple[str, str], _Found]]
) -> tuple[list[_Found], list[_Found]]:
    """Campaigns with spend, the dearest first; then what only the CRM names, by its leads."""
    paid: dict[str, list[_Found]] = {}
    unpaid: dict[str, list[_Found]] = {}
    for found in spend:
        paid.setdefault(_key(found.label), []).append(found)
    for names, found in known:
        key = next((key for name in names if (key := _key(name)) and key in paid), None)
        if key is not None:
            paid[key].append(found)
        else:
            label = next((name for name in names if name), "")
            unpaid.setdefault(_key(label), []).append(replace(found, label=label))
    dearest = sorted(map(_sum, paid.values()), key=lambda found: (-(found.spend or 0), found.label))
    others = sorted(map(_sum, unpaid.values()), key=lambda found: (-(found.leads or 0), -(found.won or 0), found.label))
    return dearest, others


def _sum(found: Sequence[_Found]) -> _Found:
    """All of it together, under the first name."""
    totals: dict[str, Any] = {}
    for name in _ADDED:
        told = [value for part in found if (value := getattr(part, name)) is not None]
        totals[name] = sum(told) if told else None
    platforms = sorted({part.platform for part in found if part.platform})
    return _Found(label=found[0].label, platform=", ".join(platforms), **totals)


def _shortened(found: Sequence[_Found], most: int, key: str, words: Words) -> list[_Found]:
    """The first ones, and the others as one; a single other one keeps its name."""
    rest = found[most:]
    if len(rest) <= 1:
        return list(found)
    return [*found[:most], replace(_sum(rest), label=words(key, n=len(rest)), platform="")]


def _roi_on(deals: Sequence[tuple[tuple[str, str], _Found]], scope: Scope) -> RoiOn:
    """Margin where the deals or the configuration tell it for all of them; else revenue."""
    told = bool(deals) and not any(found.marginless for _, found in deals)
    return "margin" if told or scope.config.finance.gross_margin is not None else "revenue"


def _row(found: _Found, roi_on: RoiOn, scope: Scope, words: Words) -> CampaignRow:
    """One row. A campaign that spent and that the CRM knows has 0 wins when it has none; an unknown one has null."""
    in_crm = found.leads is not None or found.won is not None
    leads = 0 if found.leads is None and scope.contents.has("leads", "campaign") else found.leads
    has_deals = scope.contents.has("deals", "status", "closed_at", "amount")
    won, revenue = (found.won or 0, found.revenue or 0.0) if in_crm and has_deals else (None, None)
    gain = _gain(found, revenue, roi_on, scope)
    spend = found.spend
    return CampaignRow(
        campaign=found.label or words("agenda.campaigns.unnamed"),
        platform=found.platform,
        spend=spend,
        leads=leads,
        qualified=found.qualified,
        won=won,
        revenue=revenue,
        cost_per_lead=spend / leads if spend is not None and leads else None,
        conversion=found.matured / found.mature if found.mature and found.matured is not None else None,
        conversion_n=found.mature,
        roas=revenue / spend if spend and revenue is not None else None,
        roi=(gain - spend) / spend if spend and gain is not None else None,
        platform_conversions=found.claims,
    )


def _gain(found: _Found, revenue: float | None, roi_on: RoiOn, scope: Scope) -> float | None:
    """What a campaign brought: its deals' margin, the usual share of its revenue, or its revenue."""
    if revenue is None or roi_on == "revenue":
        return revenue
    share = scope.config.finance.gross_margin
    if found.marginless:
        return revenue * share if share is not None else None
    return found.margin if found.margin is not None else 0.0


def _label(*names: str | None) -> str:
    """The first name that says something, on one line."""
    return next((told for name in names if (told := " ".join((name or "").split()))), "")


def _key(name: str) -> str:
    """The name without case, accents and separators: `Promo_Otoño|MX` is `promo otono mx`."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()

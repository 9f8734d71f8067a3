"""What every figure is computed within: the rows, the workspace's calendar, and when the rows were exported."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetbot.config import Config
from meetbot.model.company import Cadence
from meetbot.model.crm import CrmTables
from meetbot.model.kpi import Period

CADENCE_DAYS: dict[Cadence, int] = {"weekly": 7, "biweekly": 14, "monthly": 30}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The rows and the day from which periods count back; `now` is when the export was made, at the earliest."""

    tables: CrmTables
    config: Config
    today: date
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The workspace's time zone."""
        return self.config.company.zone

    @property
    def period(self) -> Period:
        """The full days since the last meeting: one cadence."""
        return self.window(CADENCE_DAYS[self.config.meeting.cadence])

    @property
    def previous(self) -> Period:
        """The cadence before it."""
        return earlier(self.period)

    def window(self, days: int, *, ended: int = 0) -> Period:
        """That many full days, the last of them `ended` days before yesterday."""
        end = self.today - timedelta(days=ended)
        return Period(start=end - timedelta(days=days), end=end)

    def within(self, moment: datetime | None, period: Period) -> bool:
        """Whether that moment falls on a day of the period."""
        return moment is not None and period.start <= moment.astimezone(self.zone).date() < period.end

    @property
    def lead_source(self) -> tuple[str, ...]:
        """The file that the leads come from."""
        return tuple(source.name for source in self.tables.sources[:1]) if self.tables.has_leads else ()

    @property
    def deal_source(self) -> tuple[str, ...]:
        """The file that the deals come from."""
        return tuple(source.name for source in self.tables.sources[-1:]) if self.tables.has_deals else ()


def earlier(period: Period, days: int | None = None) -> Period:
    """The days right before that period: as many, or the given number."""
    length = period.end - period.start if days is None else timedelta(days=days)
    return Period(start=period.start - length, end=period.start)


def read_at(tables: CrmTables, *, today: date, zone: ZoneInfo) -> datetime:
    """When the export was made, at the earliest: its newest event, else the start of its day.

    A deadline after that moment can't have been missed yet as far as the export tells.
    """
    day = tables.as_of or today
    start = datetime.combine(day, time.min, tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    events = [
        moment
        for lead in tables.leads
        for moment in (lead.created_at, lead.mql_at, lead.contacted_at, lead.sql_at, lead.last_activity_at)
        if moment is not None and moment < end
    ]
    events += [
        moment
        for deal in tables.deals
        for moment in (deal.created_at, deal.last_activity_at)
        if moment is not None and moment < end
    ]
    return max([start, *events]).astimezone(zone)

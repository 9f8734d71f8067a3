"""The steady part of the sample company's contacts and deals, since August 2025: what the story stands out from.

Each week is like the next: two dozen MQLs of whom nine in ten are contacted in time, 44 % accepted, and two in five of
those get a deal; one deal in four is won. In the fourth quarter of 2025, 12.00 million pesos were won. From August 2026
on these contacts come beside the story's own, and from mid-October a quarter of them is accepted instead. They have no
deals there: those are the story's. Chance, from a fixed seed, fills in the rest.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from make_sample_crm import (
    AS_OF,
    CENTRE,
    FORMER,
    LOST_REASONS,
    NORTH,
    REASONS,
    SEED,
    SOUTH,
    Deal,
    Deals,
    Lead,
    Leads,
    Share,
    Week,
    Window,
    at,
    plain_letters,
    spread,
    with_customers,
    workday,
)

FIRST_MONDAY, LAST_MONDAY = date(2025, 8, 4), date(2026, 11, 2)
STORY_BEGINS, BROKEN_SINCE = date(2026, 8, 3), date(2026, 10, 19)
LAST_DAY = date(2026, 7, 31)
LAST_QUARTER = (datetime(2025, 10, 1), datetime(2026, 1, 1))  # noqa: DTZ001  local times without a zone, as in the export
LAST_QUARTER_AMOUNT = 12_000_000
CLOSED, WON = 25, 6
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905  as the other lists


class History:
    """Makes the year before the story."""

    def __init__(self) -> None:
        self.chance = random.Random(SEED + 10)
        self.maker = Leads(self.chance)

    def made(self) -> tuple[list[Lead], list[Deal]]:
        """All contacts and all deals, each in order of creation."""
        mondays = [FIRST_MONDAY + timedelta(weeks=n) for n in range((LAST_MONDAY - FIRST_MONDAY).days // 7 + 1)]
        leads = [lead for number, monday in enumerate(mondays) for lead in self.week(monday, number)]
        leads = self.recycled(self.named(sorted(leads, key=lambda lead: lead.created)))
        deals = self.deals(leads)
        return with_customers(leads, deals), deals

    def week(self, monday: date, number: int) -> list[Lead]:
        """The contacts of one week; beside the story's own there are fewer, and only MQLs."""
        shares: tuple[tuple[str, int, int, int], ...]
        if monday >= BROKEN_SINCE:
            shares = ((NORTH, 6, 4, 1), (CENTRE, 6, 6, 3), (SOUTH, 5, 4 + number % 2, 1))
        elif monday >= STORY_BEGINS:
            shares = ((NORTH, 3, 3, 1), (CENTRE, 5, 5, 2), (SOUTH, 3, 2 + number % 2, 2 + (number % 4 == 0)))
        else:
            late, more = int(number % 3 == 0), int(number % 4 < 2)
            shares = (
                (NORTH, 5, 5 - late, 2),
                (FORMER, 4, 4, 2 - more),
                (CENTRE, 9, 9, 5),
                (SOUTH, 6, 5 + late, 2 + more),
            )
        named = tuple(Share(owner=owner, mqls=mqls, kept=kept, sqls=sqls) for owner, mqls, kept, sqls in shares)
        others = self.chance.randint(12, 16) if monday < STORY_BEGINS else 0
        leads = self.maker.week(Week(monday=monday, others=others, shares=named))
        return [self.settled(lead) if monday < STORY_BEGINS else self.under_way(lead) for lead in leads]

    def settled(self, lead: Lead) -> Lead:
        """The same contact with nothing left to do: with a deal, turned down, waiting to be recycled, or kept cold."""
        lead = replace(lead, planned=None, source=self.source(lead))
        if lead.mql is None:
            activity = lead.created + timedelta(hours=self.chance.randint(1, 400))
            return replace(lead, owner="", assigned=None, activity=activity)
        if lead.sql is not None and self.chance.random() < 0.42:
            day = workday(lead.sql.date() + timedelta(days=self.chance.randint(2, 8)))
            opened = at(day, self.chance.uniform(9.3, 17.8))
            if opened.date() <= LAST_DAY - timedelta(days=10):
                return replace(lead, opportunity=opened, activity=opened, status="Negocio abierto")
        return self.turned_down(lead) if self.chance.random() < 0.16 else lead

    def under_way(self, lead: Lead) -> Lead:
        """The same contact, beside the story: turned down, waiting to be recycled, or with a next step planned."""
        lead = replace(lead, source=self.source(lead))
        if lead.sql is None and self.chance.random() < 0.2:
            return self.turned_down(lead)
        if lead.sql is None and lead.created.date() < BROKEN_SINCE:
            return replace(lead, planned=None)
        day = workday(AS_OF.date() + timedelta(days=self.chance.randint(1, 12)))
        return replace(lead, planned=at(day, self.chance.choice((9.5, 11, 12.5, 16))))

    def turned_down(self, lead: Lead) -> Lead:
        """The same contact with the reason that sales gave."""
        last = lead.sql or lead.outreach or lead.assigned or lead.created
        reason = self.chance.choice(REASONS)
        activity = min(last + timedelta(days=2), AS_OF)
        return replace(lead, status="No calificado", reason=reason, activity=activity, planned=None)

    def source(self, lead: Lead) -> tuple[str, str]:
        """The channel with the year and month that its campaign had then."""
        channel, campaign = lead.source
        if campaign.startswith("Boletín"):
            return channel, f"Boletín {MONTHS[lead.created.month - 1]} {lead.created.year}"
        return channel, campaign.replace("2026", str(lead.created.year))

    def named(self, leads: Sequence[Lead]) -> list[Lead]:
        """The same contacts with numbers below those of the story, and mail addresses that nobody else has."""
        number, out = 46_100_000_113, []
        for order, lead in enumerate(leads):
            number += self.chance.randint(3, 97_000)
            person = self.maker.person(lead)
            mail = f"{plain_letters(person.first)}.{plain_letters(person.last)}.{order + 100}@example.com"
            out.append(replace(person, number=number, mail=mail))
        return out

    def recycled(self, leads: list[Lead]) -> list[Lead]:
        """The same contacts: those that nobody accepted or turned down go back to marketing, as many each week."""
        waiting = [
            i for i, lead in enumerate(leads) if lead.mql and not (lead.opportunity or lead.reason or lead.planned)
        ]
        first = FIRST_MONDAY + timedelta(days=35)
        days = (AS_OF.date() - first).days
        for order, index in enumerate(waiting):
            lead = leads[index]
            last = lead.sql or lead.outreach or lead.assigned or lead.created
            day = first + timedelta(days=order * days // len(waiting) - self.chance.randint(0, 5))
            moment = max(at(day, self.chance.uniform(10, 17)), last + timedelta(days=1))
            leads[index] = replace(leads[index], recycled=moment, listed=moment, status="Reciclado", activity=moment)
        return leads

    def deals(self, leads: Sequence[Lead]) -> list[Deal]:
        """The deals, four weeks at a time: those of the contacts, and as many others as the window takes."""
        maker = Deals(self.chance, leads)
        begun = [
            deal if deal.closed.date() <= LAST_DAY else self.hurried(deal)
            for deal in map(maker.from_lead, maker.linked)
        ]
        out: list[Deal] = []
        for number in range((LAST_DAY - FIRST_MONDAY).days // 28 + 1):
            start = FIRST_MONDAY + timedelta(weeks=4 * number)
            end = min(start + timedelta(days=27), LAST_DAY)
            closed = max(CLOSED * ((end - start).days + 1) // 28, 1)
            inside = sum(start <= deal.closed.date() <= end for deal in begun)
            window = Window(start=start, end=end, closed=max(closed, inside), won=0)
            out += self.decided(maker.window(window, begun))
        return sorted(self.priced(out), key=lambda deal: (deal.created, deal.company, deal.closed))

    def hurried(self, deal: Deal) -> Deal:
        """The same deal, closed before the story begins."""
        day = workday(deal.created.date() + timedelta(days=5))
        return replace(deal, closed=at(min(day, LAST_DAY), self.chance.uniform(15, 18.5)))

    def decided(self, deals: Sequence[Deal]) -> list[Deal]:
        """The same deals, six of 25 won."""
        won = spread(len(deals), round(len(deals) * WON / CLOSED))
        self.chance.shuffle(won)
        return [replace(deal, status="won" if is_won else "lost") for deal, is_won in zip(deals, won, strict=True)]

    def priced(self, deals: Sequence[Deal]) -> list[Deal]:
        """The same deals with stage and amount; those of the fourth quarter add up to what is known of it."""
        maker = Deals(self.chance, ())
        out = []
        for deal in deals:
            amount = None if deal.status == "lost" and self.chance.random() < 0.15 else maker.amount()
            reason = self.chance.choice(LOST_REASONS) if deal.status == "lost" else ""
            out.append(
                replace(deal, amount=amount, stage=maker.stage(deal.status), reason=reason, activity=deal.closed)
            )
        quarter = [i for i, d in enumerate(out) if d.status == "won" and LAST_QUARTER[0] <= d.closed < LAST_QUARTER[1]]
        scale = LAST_QUARTER_AMOUNT / sum(out[i].amount or 0 for i in quarter)
        for i in quarter:
            out[i] = replace(out[i], amount=round((out[i].amount or 0) * scale / 500) * 500)
        rest = LAST_QUARTER_AMOUNT - sum(out[i].amount or 0 for i in quarter)
        out[quarter[-1]] = replace(out[quarter[-1]], amount=(out[quarter[-1]].amount or 0) + rest)
        return out

"""Writes samples/data, always the same bytes: `python tests/tools/make_samples.py FOLDER`.

The contacts and deals (make_sample_history.py, make_sample_crm.py), what sales did and what it all cost
(make_sample_costs.py). Everything in them is invented.
"""

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import make_sample_costs as costs
from make_sample_crm import DEAL_HEADER, LEAD_HEADER, SEED, deal_row, lead_row, made, numbered
from make_sample_history import History

LEADS = "hubspot-crm-exports-leads-2026-11-22.csv"
DEALS = "hubspot-crm-exports-deals-2026-11-22.csv"
ACTIVITIES = "hubspot-crm-exports-actividades-2026-11-22.csv"
GOOGLE = "google-ads-informe-de-campanas-2026-11-22.csv"
META = "meta-ads-campanas-2026-11-22.csv"
COSTS = "gastos-mercadeo-y-ventas-2026-11-22.csv"
CUSTOMERS = "clientes-2026-11-22.xlsx"
TARGETS = "metas-2026-t4.csv"


def table(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", separator: str = ",", end: str = "\n") -> bytes:
    """Rows as a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def files() -> dict[str, bytes]:
    """Every file of samples/data by its name."""
    old_leads, old_deals = History().made()
    leads, deals = made()
    rows = [(lead.created, lead_row(lead, index)) for part in (old_leads, leads) for index, lead in enumerate(part)]
    lead_rows = [row for _, row in sorted(rows)]
    with_numbers = [*numbered(old_deals, 17_200_110_337, SEED + 3), *numbered(deals, 17_930_204_551, SEED + 2)]
    return {
        LEADS: table([LEAD_HEADER, *lead_rows]),
        DEALS: table([DEAL_HEADER, *(deal_row(deal, number) for number, deal in with_numbers)]),
        ACTIVITIES: table(costs.activities([*old_leads, *leads])),
        GOOGLE: table(costs.google(), encoding="utf-8-sig"),
        META: table(costs.meta(), encoding="utf-8-sig"),
        COSTS: table(costs.other(), encoding="cp1252", separator=";", end="\r\n"),
        CUSTOMERS: costs.workbook(costs.customers([*old_deals, *deals])),
        TARGETS: table(costs.TARGETS),
    }


def main(folder: Path) -> None:
    """Writes all of them into that folder."""
    for name, content in files().items():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

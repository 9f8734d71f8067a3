"""What the CRM's own words for stages mean."""

from pathlib import Path

import pytest
from crm_workspace import issues, opened, rows, write

from meetbot.adapters.crm.stages import deal_status, says_both


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ganado por competencia", "lost"),
        ("Ganado por la competencia", "lost"),
        ("Ganado por otro", "lost"),
        ("Won by competitor", "lost"),
        ("No ganado", "lost"),
        ("No fue ganado", "lost"),
        ("Not won", "lost"),
        ("Cierre perdido - ganado por otro", "lost"),
        ("Aún no ganado", None),
        ("Not yet won", None),
        ("Ganado por recomendación", "won"),
        ("Ganado contra la competencia", "won"),
        ("Cierre ganado", "won"),
        ("No perdido", None),
        ("Perdido por la competencia", "lost"),
        ("Ganado/Perdido", None),
        ("Ganado - abierto", "won"),
    ],
)
def test_deal_status_loss_and_negation_first(text: str, status: str | None) -> None:
    """What somebody else won and what was not won is lost; what is not won yet is open."""
    assert deal_status(text) == status


def test_says_both_only_where_it_decides_nothing() -> None:
    """A loss to a competitor names both words and is a loss."""
    assert says_both("Ganado/Perdido")
    assert not says_both("Cierre perdido - ganado por otro")
    assert not says_both(None)


def test_deals_of_a_stage_that_says_both_are_open_and_told(tmp_path: Path) -> None:
    """The stage is named with its count; a deal of it whose state is known elsewhere is not."""
    write(
        tmp_path,
        "deals.csv",
        "id,etapa,estado,monto\n1,Ganado/Perdido,,5\n2,Ganado/Perdido,,6\n3,Ganado/Perdido,Ganado,7\n4,Ganado,,8\n",
    )
    found = opened(tmp_path)
    assert [status for _, status in rows(found, "deals", "id", "status")] == ["open", "open", "won", "won"]
    assert 'warning deals.csv, rows 2, 3: "Ganado/Perdido" says both won and lost: 2 deal(s)' in issues(found)

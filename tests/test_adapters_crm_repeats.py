"""Rows that are the same record or the same person."""

from pathlib import Path

from crm_workspace import opened, rejected, rows, write

HEADER = "id,correo,fecha de creación,primer contacto,fecha mql,última actividad,puntaje\n"
JUNE = "1,ana@caso.example,2026-06-03 10:00,2026-06-04 09:00,,2026-06-04 09:00,80\n"
JULY = "2, Ana@Caso.example,2026-07-01 10:00,,2026-07-02 10:00,2026-07-02 10:00,40\n"
NOVEMBER = "3,ana@caso.example,2026-11-20 10:00,,2026-11-20 10:00,2026-11-21 10:00,10\n"
OTHER = "4,,2026-11-20 10:00,,,,5\n5,-,2026-11-20 10:00,,,,5\n"
MERGED = (
    "1",
    "2026-06-03 16:00:00",
    "2026-06-04 15:00:00",
    "2026-07-02 16:00:00",
    "2026-11-21 16:00:00",
    80,
)


def merged(root: Path, text: str) -> tuple[object, ...]:
    """What the leads of that export say of Ana."""
    write(root, "leads.csv", HEADER + text)
    names = ("created_at", "contacted_at", "mql_at", "last_activity_at")
    found = rows(opened(root), "leads", "id", *(f"CAST({name} AS VARCHAR)" for name in names), "score")
    assert [row[0] for row in found[1:]] == ["4", "5"]
    return found[0]


def test_same_mail_keeps_the_earliest_lead_in_any_order(tmp_path: Path) -> None:
    """An export sorted newest first says the same as one sorted oldest first: June's lead with all its contacts."""
    for name, text in (
        ("up", JUNE + JULY + NOVEMBER),
        ("down", NOVEMBER + JULY + JUNE),
        ("mixed", JULY + JUNE + NOVEMBER),
    ):
        root = tmp_path / name
        root.mkdir()
        assert merged(root, text + OTHER) == MERGED


def test_same_mail_is_counted_with_its_rows(tmp_path: Path) -> None:
    """The reason says whether the row that counts stands before or after."""
    write(tmp_path, "leads.csv", HEADER + JULY + JUNE + NOVEMBER)
    assert rejected(opened(tmp_path)) == {
        "The same mail address as an earlier row: left out.": (1, (4,)),
        "The same mail address as a lead that was created earlier, in a later row: left out.": (1, (2,)),
    }


def test_same_mail_without_a_creation_keeps_the_first_row(tmp_path: Path) -> None:
    """Where nothing says which lead is older, the order of the file does."""
    write(tmp_path, "leads.csv", "id,correo,puntaje\n1,a@caso.example,1\n2,a@caso.example,2\n")
    assert rows(opened(tmp_path), "leads", "id", "score") == [("1", 1)]


def test_same_id_keeps_the_newest_state(tmp_path: Path) -> None:
    """Of two states of one deal the one with the newest activity counts, wherever it stands."""
    old, new = "1,Negociación,100,2026-10-01\n", "1,Ganado,120,2026-11-01\n"
    for name, text in (("up", old + new), ("down", new + old)):
        root = tmp_path / name
        root.mkdir()
        write(root, "deals.csv", f"id,etapa,monto,última actividad\n{text}2,Perdido,5,\n2,Ganado,6,\n")
        found = opened(root)
        assert rows(found, "deals", "id", "amount", "status") == [("1", 120, "won"), ("2", 5, "lost")]
    assert rejected(found) == {"The same id as an earlier row: left out.": (2, (3, 5))}


def test_same_id_without_activity_keeps_the_first_row(tmp_path: Path) -> None:
    """Where nothing says which state is newer, the order of the file does."""
    write(tmp_path, "deals.csv", "id,etapa,monto\n1,Ganado,100\n1,Perdido,120\n")
    assert rows(opened(tmp_path), "deals", "id", "amount") == [("1", 100)]

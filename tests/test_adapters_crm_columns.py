"""What the cells of one column say about its order and decimal mark, and what they lend to the others."""

from pathlib import Path

from crm_workspace import issues, opened, rows, write


def test_columns_one_slip_keeps_the_locale_and_is_told(tmp_path: Path) -> None:
    """One month-first cell in es-MX is empty and named; November stays November."""
    write(tmp_path, "leads.csv", "id,fecha\n1,03/11/2026\n2,05/11/2026\n3,11/13/2026\n")
    found = opened(tmp_path)
    days = rows(found, "leads", "id", "CAST(CAST(created_at AS DATE) AS VARCHAR)")
    assert days == [("1", "2026-11-03"), ("2", "2026-11-05"), ("3", None)]
    told = 'warning leads.csv, row 4: "fecha": can only be read month first, left empty (the first is "11/13/2026")'
    assert told in issues(found)


def test_columns_one_slip_is_lent_to_no_other(tmp_path: Path) -> None:
    """A typo in the last activity doesn't turn the creation of every lead."""
    write(
        tmp_path,
        "leads.csv",
        "id,fecha de creación,última actividad\n1,03/11/2026,10/11/2026\n2,05/11/2026,11/13/2026\n",
    )
    found = rows(opened(tmp_path), "leads", "id", "CAST(CAST(created_at AS DATE) AS VARCHAR)")
    assert found == [("1", "2026-11-03"), ("2", "2026-11-05")]


def test_columns_one_decimal_point_is_lent_to_no_other(tmp_path: Path) -> None:
    """1.200 stays twelve hundred in Colombia beside a margin of 412.5."""
    write(tmp_path, "deals.csv", "id,etapa,monto,margen\n1,Ganado,1.200,412.5\n2,Ganado,3.400,300\n")
    found = rows(opened(tmp_path, locale="es-CO"), "deals", "id", "amount", "margin")
    assert found == [("1", 1200, 412.5), ("2", 3400, 300)]


def test_columns_three_clear_cells_win_and_are_lent(tmp_path: Path) -> None:
    """A month-first file in es-MX: its clear dates decide, said as info, for the column that has none too."""
    lines = "".join(f"{n},11/{n + 12}/2026,11/0{n}/2026\n" for n in range(1, 4))
    write(tmp_path, "leads.csv", "id,fecha de creación,primer contacto\n4,11/03/2026,11/04/2026\n" + lines)
    found = opened(tmp_path)
    (*_, last) = rows(
        found, "leads", "id", *(f"CAST(CAST({n} AS DATE) AS VARCHAR)" for n in ("created_at", "contacted_at"))
    )
    assert last == ("4", "2026-11-03", "2026-11-04")
    assert 'info leads.csv: "fecha de creación": read with month first, for 3 of its dates' in issues(found)
    assert "read with the month first, as in the file's other columns" in issues(found)


def test_columns_a_slip_follows_the_file_when_it_is_clear(tmp_path: Path) -> None:
    """A column with one clear date is read as the others of its file, which have enough of them."""
    lines = "".join(f"{n},11/{n + 12}/2026,11/0{n}/2026\n" for n in range(1, 4))
    write(tmp_path, "leads.csv", "id,fecha de creación,primer contacto\n4,11/03/2026,11/15/2026\n" + lines)
    found = rows(opened(tmp_path), "leads", "id", "CAST(CAST(contacted_at AS DATE) AS VARCHAR)")
    assert found == [("1", "2026-11-01"), ("2", "2026-11-02"), ("3", "2026-11-03"), ("4", "2026-11-15")]


def test_columns_three_decimal_points_overrule_a_comma(tmp_path: Path) -> None:
    """Numbers with a point in es-CO: three that are clear decide, said as info."""
    write(tmp_path, "deals.csv", "id,etapa,monto\n1,Ganado,1.200\n2,Ganado,0.5\n3,Ganado,0.7\n4,Ganado,2.25\n")
    found = opened(tmp_path, locale="es-CO")
    assert [amount for _, amount in rows(found, "deals", "id", "amount")] == [1.2, 0.5, 0.7, 2.25]
    assert 'read with "." as the decimal mark, for 3 of its numbers can be read only so' in issues(found)


def test_columns_one_decimal_comma_keeps_the_point(tmp_path: Path) -> None:
    """One cell with a comma in es-MX is empty and named."""
    write(tmp_path, "deals.csv", 'id,etapa,monto\n1,Ganado,1.200\n2,Ganado,1.300\n3,Ganado,"15,5"\n')
    found = opened(tmp_path)
    assert [amount for _, amount in rows(found, "deals", "id", "amount")] == [1.2, 1.3, None]
    assert 'warning deals.csv, row 4: "monto": can only be read with "," as the decimal mark' in issues(found)

import codecs
import contextlib
import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from conftest import SHARED
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import Error, Styled, ods, xlsx

from meetbot.adapters.crm import delimited
from meetbot.adapters.crm.decoding import open_text
from meetbot.adapters.crm.text import RawTable, Wanted, read_tables
from meetbot.errors import DataError

KNOWN = {"ID", "Fecha", "Monto", "Dueño", "Etapa"}


def known(cells: Sequence[str]) -> int:
    """How many of these cells name a column of the tests."""
    return len(KNOWN & set(cells))


def read(content: bytes | str, *, name: str = "export.csv", wanted: Wanted | None = None) -> tuple[RawTable, ...]:
    """The tables of a file with that content."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_tables(path, known, wanted)


def only(content: bytes | str, *, name: str = "export.csv", wanted: Wanted | None = None) -> RawTable:
    """The one table of a file with that content."""
    (table,) = read(content, name=name, wanted=wanted)
    return table


def rows(table: RawTable) -> list[tuple[str, ...]]:
    """The records as they were read."""
    return list(zip(*(column.cells.to_pylist() for column in table.columns), strict=True))


def native(table: RawTable, index: int) -> list[bool]:
    """Which cells of that column are numbers or times by themselves."""
    marks = table.column(index).native
    assert marks is not None
    return list(marks.to_pylist())


def rejected(table: RawTable) -> dict[str, list[int]]:
    """Row numbers by the beginning of the reason."""
    return {one.reason.split(":")[0].rstrip("."): one.rows.tolist() for one in table.rejected}


@pytest.mark.parametrize(
    ("encoding", "mark", "shown"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_read_any_encoding_and_separator(encoding: str, mark: bytes, shown: str, separator: str) -> None:
    """Accents, the euro sign and quoted cells come through every encoding, with and without a byte order mark."""
    text = 'ID,Dueño,Monto\r\n1,Íñigo Peña,€ 5\r\n2,"a\r\nb",\r\n'.replace(",", separator)
    table = only(mark + text.encode(encoding))
    assert table.header == ("ID", "Dueño", "Monto")
    assert rows(table) == [("1", "Íñigo Peña", "€ 5"), ("2", "a\r\nb", "")]
    named = separator.replace("\t", "tab")
    assert table.source.format == f"csv, {shown}, separator {named}"


def test_read_windows_1252_of_even_length_is_no_utf_16() -> None:
    """Bytes that would decode as Chinese are read as the Spanish that they are."""
    content = "ID;Dueño\n1;Muñoz\n".encode("cp1252")
    assert rows(only(content + b"\n" * (len(content) % 2))) == [("1", "Muñoz")]


def test_read_utf_8_is_judged_by_the_whole_file() -> None:
    """One accent in cp1252 far behind the first block makes the file one of Windows-1252."""
    content = b"ID,Etapa\n" + b"1,Ganado\n" * 600_000 + "2,Perdió\n".encode("cp1252")
    table = only(content)
    assert len(table) == 600_001
    assert table.column(1).cells[-1].as_py() == "Perdió"


def test_read_hash_is_of_the_bytes() -> None:
    """The source's hash is that of the file as it lies there."""
    content = codecs.BOM_UTF8 + b"ID,Monto\n1,2\n"
    assert only(content).source.sha256 == hashlib.sha256(content).hexdigest()


def test_read_row_numbers_are_those_of_a_spreadsheet() -> None:
    """A cell with line breaks is one row; title, header and blank rows count; Excel's line `sep=;` is none."""
    text = 'sep=;\r\nReporte\r\n"de\r\nnoviembre"\r\nID;Monto\r\n"1\r\n1";2\r\n\r\n;\r\n3;4\r\n'
    table = only(text)
    assert table.header_row == 3
    assert table.row_numbers.to_pylist() == [4, 7]
    assert rejected(table) == {"A blank row": [5, 6]}
    assert table.preamble == ("Reporte", "de\r\nnoviembre")


def test_read_declared_separator_counts() -> None:
    """What `sep=` says holds, also where another separator stands in the cells."""
    assert rows(only("sep=|\nID|Monto\n1|2,5\n")) == [("1", "2,5")]


def test_read_preamble_is_kept() -> None:
    """Google Ads puts the report's name and its days above the header."""
    table = only('Informe de campaña\n"1 de julio de 2026 - 20 de septiembre de 2026"\nID,Monto,Etapa\n1,2,a\n')
    assert table.preamble == ("Informe de campaña", "1 de julio de 2026 - 20 de septiembre de 2026")
    assert table.header_row == 3


def test_read_records_of_another_width() -> None:
    """Blank cells beyond the header are no matter, others are; missing ones at the end are blank; halves are none."""
    table = only("ID,Monto,Etapa\n1,2,a,,\n2,3,b,x\n3,4\n4,5,b\n5,par\ntido,c\nCopyright CRM\n6,7,d\n")
    assert rows(table) == [("1", "2", "a"), ("3", "4", ""), ("4", "5", "b"), ("6", "7", "d")]
    assert rejected(table) == {
        "More cells than the header has columns": [3],
        "A record broken over two rows by a line break without quotation marks": [6, 7],
        "A note or footer, not data": [8],
    }
    assert all(one.hint for one in table.rejected if "footer" not in one.reason)


def test_read_excel_block_without_its_last_cells() -> None:
    """Excel leaves out the empty cells at the end of 16 rows at a time: such rows are data, whatever their width."""
    table = only("ID,Monto,Etapa\n1,2,a\n" + "2,3\n" * 16 + "3,4,b\n")
    assert len(table) == 18
    assert table.rejected == ()


def test_read_many_short_rows() -> None:
    """A file in which most rows lack their last cells is read in good order, and without keeping them all at once."""
    table = only("ID,Monto,Etapa\n" + "".join(f"{at},2\n" for at in range(100_100)) + "100100,2,a\n")
    assert table.column(0).cells.to_pylist() == [str(at) for at in range(100_101)]
    assert table.row_numbers.to_pylist() == list(range(2, 100_103))


def test_read_header_again_is_no_data() -> None:
    """Exports put together by hand hold the header in between."""
    table = only("ID,Monto\n1,2\nID , Monto\n3,4\n")
    assert rejected(table) == {"The header again, not data": [3]}
    assert rows(table) == [("1", "2"), ("3", "4")]


def test_read_first_and_filled_tell_of_the_whole_record() -> None:
    """How many cells a record holds, and its first, does not depend on the columns that are kept."""
    text = "ID,Monto,Etapa\n,5,\nTotal,9,\n7, ,\n"
    table = only(text, wanted=lambda header: {header.index("Etapa")})
    assert [column.header for column in table.columns] == ["Etapa"]
    assert (table.first.to_pylist(), table.filled.to_pylist()) == (["5", "Total", "7"], [1, 2, 1])
    assert table.row_numbers.to_pylist() == only(text).row_numbers.to_pylist()


def test_read_columns_that_are_not_wanted_are_not_there() -> None:
    """A column is found by its place in the header, and only if it was wanted."""
    table = only("ID,Monto,Etapa\n1,2,a\n", wanted=lambda _: (0, 2))
    assert table.column(2).cells.to_pylist() == ["a"]
    with pytest.raises(KeyError):
        table.column(1)


def test_keep_leaves_the_records_of_the_mask() -> None:
    """All arrays stay as long as the records."""
    table = only("ID,Monto\n1,2\n3,4\n5,6\n").keep(pa.array([True, False, True]))
    assert (len(table), rows(table)) == (2, [("1", "2"), ("5", "6")])
    assert (table.row_numbers.to_pylist(), table.first.to_pylist(), len(table.filled)) == ([2, 4], ["1", "5"], 2)


def test_keep_cuts_native_marks_too() -> None:
    """Which cells are numbers by themselves stays beside them."""
    table = only(xlsx({"Hoja1": [["ID", "Monto"], ["a", 1], ["b", "2"]]})).keep(pa.array([False, True]))
    assert native(table, 1) == [False]


@pytest.mark.parametrize(
    ("text", "row"),
    [('ID,Monto,Dueño\n1,2,a\n2,3,"b\n3,4,c\n', 3), ('ID,Monto,Dueño\n1,2,"a"x\n', 2)],
)
def test_read_broken_quotes_are_told(text: str, row: int) -> None:
    """A lone quotation mark may swallow rows: the file is read, and the finding names the row."""
    (finding,) = only(text).findings
    assert "Quotes are not balanced" in finding.message
    assert finding.rows == (row,)


@pytest.mark.parametrize("text", ['ID,Monto,Dueño\n1,5" de tubo,a\n', 'ID, Monto, Dueño\n1, 2, "a, b"\n'])
def test_read_marks_of_inches_and_spaces_before_quotes_are_no_error(text: str) -> None:
    """What spreadsheets read without complaint gives no finding."""
    table = only(text)
    assert table.findings == ()
    assert rows(table)[0][2].strip() in {"a", "a, b"}


def test_read_cell_of_ten_megabytes_is_a_rejected_row() -> None:
    """One absurd cell costs its row and nothing else, and the csv module's own limit is as it was."""
    limit = csv.field_size_limit()
    table = only(f"ID,Monto,Etapa\n1,2,a\n2,3,{'x' * 10_000_000}\n3,4,b\n")
    assert rows(table) == [("1", "2", "a"), ("3", "4", "b")]
    assert list(rejected(table).values()) == [[3]]
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The export is empty."),
        (b"\xef\xbb\xbf \r\n", "The export is empty."),
        (b"ID,Monto\r\n", "The export has a header but no rows."),
        (b"ID,Monto\r\n,\r\n\r\n", "The export has a header but no rows."),
        (b"ID,Monto\n1,2,3\n", "no rows that could be used"),
        (b"hola,mundo\n1,2\n", "No header row with known columns"),
        (b"ID:Monto\n1:2\n", "No header row with known columns"),
        (bytes(range(256)) * 10, "not a text file"),
        (b"ID,Monto\n1,\x81\n", "not a text file"),
        (codecs.BOM_UTF16_LE + "ID,Monto\n1,2\n".encode("utf-16-le") + b"\x00", "not a text file"),
        (b"PK\x03\x04" + b"\0" * 100, "can't be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "can't be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"<html><body>Inicie su sesi\xf3n</body></html>", "web page without a table"),
        (b"<table><tr><td>ID<td>Monto</table>", "The export has a header but no rows."),
        (b"<table><tr><td><![x", "web page"),
    ],
)
def test_read_what_is_no_table_is_refused(content: bytes, message: str) -> None:
    """The error says what the file is and what to do."""
    with pytest.raises(DataError, match=message) as caught:
        read(content)
    assert caught.value.hint
    assert caught.value.where.endswith("export.csv")


def test_read_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are errors of ours."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(DataError, match="can't be read"):
            read_tables(path, known)


def test_read_workbook_named_csv() -> None:
    """The content decides what a file is, not its name."""
    assert only(xlsx({"Hoja1": [["ID", "Monto"], [1, 2.5]]}), name="leads.csv").source.format == "xlsx"


def test_read_workbook_keeps_what_cells_hold() -> None:
    """Numbers and times are canonical and marked as such; text, truth values and errors are not."""
    table = only(
        xlsx(
            {
                "Hoja1": [
                    ["ID", "Fecha", "Monto"],
                    [12, Styled(46348.295138888889, "time"), 1.234],
                    ["007", "22/11/2026", "1.234"],
                    [12345678901234567890, 46348, Styled(0.0953, "percent")],
                    [True, Error("#N/A"), 1e-7],
                ]
            }
        )
    )
    ids, times, amounts = (column.cells.to_pylist() for column in table.columns)
    assert ids == ["12", "007", "12345678901234567168", "TRUE"]
    assert times == ["2026-11-22 07:05:00", "22/11/2026", "46348", ""]
    assert amounts == ["1.234", "1.234", "0.0953", "1e-07"]
    assert native(table, 2) == [True, False, True, True]


def test_read_workbook_of_1904_is_marked() -> None:
    """Excel for Mac counted days from 1904: shown dates are right, bare serials are left to the reader of times."""
    table = only(xlsx({"H": [["ID", "Fecha"], ["a", Styled(44886.5, "time")], ["b", 44886]]}, from_1904=True))
    assert table.column(1).cells.to_pylist() == ["2026-11-22 12:00:00", "44886"]
    assert table.column(1).from_1904


def test_read_workbook_sheets() -> None:
    """Each visible sheet with known columns is a table; the others are told, a hidden one as a warning."""
    tables = read(
        xlsx(
            {
                "Notas": [["hola"]],
                "Leads": [[], ["Reporte"], ["ID", "Fecha"], ["a", "b"], [], ["c", "d"]],
                "Vieja": [["ID", "Fecha"], ["x", "y"]],
                "Vacía": [["ID", "Fecha"]],
                "Tratos": [[None, "ID", "Monto"], [None, "z", 1]],
                "Nada": [],
            },
            hidden=["Vieja"],
        )
    )
    assert [(table.sheet, table.header_row) for table in tables] == [("Leads", 3), ("Tratos", 1)]
    assert tables[0].row_numbers.to_pylist() == [4, 6]
    assert tables[0].preamble == ("Reporte",)
    assert [(f.severity, f.message) for f in tables[0].findings] == [
        ("info", 'The sheet "Notas" is not read: no known columns.'),
        ("warning", 'The sheet "Vieja" is not read: hidden.'),
        ("info", 'The sheet "Vacía" is not read: no rows.'),
        ("info", 'The sheet "Nada" is not read: no known columns.'),
    ]


def test_read_workbook_without_a_table() -> None:
    """The error names the sheets and why none of them served; a header alone is told as such."""
    with pytest.raises(DataError, match="No header row") as caught:
        read(xlsx({"Notas": [["hola"]], "Oculta": [["ID", "Fecha"], ["a", "b"]]}, hidden=["Oculta"]))
    assert '"Notas": no known columns; "Oculta": hidden' in caught.value.hint
    with pytest.raises(DataError, match="a header but no rows"):
        read(xlsx({"Leads": [["ID", "Fecha"]]}))


def zipped(**files: bytes) -> bytes:
    """A ZIP file of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def test_read_zip_that_is_no_workbook() -> None:
    """Some CRMs hand out their exports zipped: the user is told to take them out."""
    with pytest.raises(DataError, match="a ZIP file, not a workbook") as caught:
        read(zipped(leads=b"ID,Monto"))
    assert caught.value.hint == "Take the export out of it."


@pytest.mark.parametrize("name", ["xl__workbook.xml", "xl__workbook.bin", "content.xml"])
def test_read_workbook_with_nothing_in_it(name: str) -> None:
    """A workbook without its parts is an error of ours, whatever its kind."""
    with pytest.raises(DataError, match="workbook"):
        read(zipped(**{name: b"<x/>"}))


def test_read_workbook_with_merged_title_and_header() -> None:
    """A merged title is preamble; names in two rows, merged downwards or sidewards, make one header."""
    table = only(
        xlsx(
            {
                "H": [
                    ["Reporte de leads", None, None],
                    ["ID", "Seguimiento", None],
                    [None, "Fecha", "Etapa"],
                    ["a", "2026-11-22", "x"],
                    ["b", "2026-11-23", None],
                ]
            },
            merged=["A1:C1", "A2:A3", "B2:C2", "C4:C5"],
        )
    )
    assert table.header == ("ID", "Fecha", "Etapa")
    assert table.preamble[0] == "Reporte de leads"
    assert rows(table) == [("a", "2026-11-22", "x"), ("b", "2026-11-23", "")]
    (finding,) = table.findings
    assert (finding.message, finding.rows) == ("Merged cells: their value counts for the first row only.", (4,))


def test_read_header_merged_downwards_begins_below() -> None:
    """A second header row under known names is no record."""
    table = only(
        xlsx({"H": [["ID", "Fecha", "Otros"], [None, None, "Color"], ["a", "b", "c"]]}, merged=["A1:A2", "B1:B2"])
    )
    assert rows(table) == [("a", "b", "c")]


def test_read_names_over_two_rows_are_joined() -> None:
    """Where the names make sense only together, they are read together."""

    def two(cells: Sequence[str]) -> int:
        return len({"Fecha de alta", "Fecha de cierre"} & set(cells))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text("Fecha,Fecha,Monto\nde alta,de cierre,\n1,2,3\n", encoding="utf-8")
        (table,) = read_tables(path, two)
    assert table.header == ("Fecha de alta", "Fecha de cierre", "Monto")
    assert rows(table) == [("1", "2", "3")]


def test_read_web_page_named_xls() -> None:
    """Salesforce's reports for Excel are pages in Latin-1 with one table."""
    page = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-1'></head><body>"
        "<table><tr><td colspan=3>Reporte</td></tr><tr><th>ID</th><th>Dueño</th><th>Monto</th></tr>"
        "<tr><td>1<td>Íñigo<br>Peña &amp; hijos<td>“5”</tr><tr><td>2</td><td> </td><td>6</td><td>7</td></tr></table>"
        "<table><tr><td>otra</td></tr></table>"
    )
    table = only(page.encode("cp1252"), name="report1795352400000.xls")
    assert table.source.format == "html, cp1252"
    assert rows(table) == [("1", "Íñigo\nPeña & hijos", "“5”")]
    assert (table.preamble, table.row_numbers.to_pylist()) == (("Reporte",), [3])
    assert rejected(table) == {"More cells than the header has columns": [4]}


def test_read_open_document() -> None:
    """A sheet of LibreOffice is read as one of Excel is."""
    table = only(ods("Leads", [["ID", "Fecha", "Monto"], ["a", datetime(2026, 11, 22, 7, 5), 2.5]]))  # noqa: DTZ001  a cell has no zone
    assert (table.source.format, table.sheet) == ("ods", "Leads")
    assert rows(table) == [("a", "2026-11-22 07:05:00", "2.5")]
    assert native(table, 2) == [True]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real export is not here")
def test_read_real_opportunities() -> None:
    """8,800 opportunities of a real CRM: all of them, none rejected."""
    path = SHARED / "data" / "crm-sales" / "sales_pipeline.csv"
    (table,) = read_tables(path, lambda cells: len({"opportunity_id", "close_value"} & set(cells)))
    assert (len(table), table.rejected, table.findings) == (8800, (), ())
    assert table.row_numbers.to_pylist() == list(range(2, 8802))
    assert pc.count_distinct(table.column(0).cells).as_py() == 8800


CELLS = st.text(st.sampled_from("abñ€ \"',;|\t\r\n1.-🤓"), max_size=8) | st.text(
    st.characters(codec="utf-8"), max_size=5
)


def same(one: RawTable, other: RawTable) -> None:
    """Asserts that both tables are the same in every respect."""
    assert rows(one) == rows(other)
    assert one.row_numbers.equals(other.row_numbers)
    assert one.first.to_pylist() == other.first.to_pylist()
    assert one.filled.equals(other.filled)
    assert rejected(one) == rejected(other)
    assert (one.header, one.preamble, one.header_row) == (other.header, other.preamble, other.header_row)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
@example([["Total"], [], ["", "", ""], ["ID", "Monto", "Etapa"]], ",", "\n", csv.QUOTE_ALL, True)
def test_both_readers_agree(records: list[list[str]], separator: str, end: str, quoting: int, clipped: bool) -> None:
    """Arrow's reader and the patient one give the same table, row numbers and rejections for every regular file."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting).writerows(  # type: ignore[arg-type]
        [["título"], ["ID", "Monto", "Etapa"], *records]
    )
    content = file.getvalue().replace("\0", "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes((content.removesuffix(end) if clipped else content).encode())
        text = open_text(path)
        layout = delimited.find_layout(text, known)
        if not text.quotes.regular(layout.separator):
            return
        fast, patient = delimited.read_fast(text, layout, None), delimited.read_patiently(text, layout, None)
    assert patient.findings == ()
    if fast is not None:
        same(fast, patient)
    else:
        assert not len(patient)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), min_size=1)] * 3), min_size=1
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
def test_what_is_written_is_read(
    records: list[tuple[str, str, str]], separator: str, encoding: str, quoting: int, declared: bool
) -> None:
    """A table in any dialect comes back cell by cell."""
    file = io.StringIO()
    if declared:
        file.write(f"sep={separator}\r\n")
    csv.writer(file, delimiter=separator, quoting=quoting).writerows([("ID", "Monto", "Etapa"), *records])  # type: ignore[arg-type]
    kept = [record for record in records if any(cell.strip() for cell in record)]
    content = file.getvalue().encode(encoding)
    if kept and (encoding != "cp1252" or not _is_utf8(content)):
        assert rows(only(content)) == kept


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes are valid UTF-8, as `à` with two hard spaces after it are in cp1252: nothing can tell then."""
    with contextlib.suppress(UnicodeDecodeError):
        return bool(content.decode("utf-8"))
    return False


MAGIC = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<table>", b"ID,Monto\n", b"sep=,\n")
BOOK = xlsx({"Leads": [["ID", "Fecha"], ["a", 1]]})


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(MAGIC), st.binary(max_size=200) | st.text(st.sampled_from('ID,Monto\n";<td>&#x!-['), max_size=60)
)
@example(b"ID,Monto\n", '"')
@example(b"<table>", "<![")
def test_any_bytes_are_read_or_refused(magic: bytes, rest: bytes | str) -> None:
    """Nothing but DataError comes out of any bytes."""
    with suppress(DataError):
        read(magic + (rest if isinstance(rest, bytes) else rest.encode()))


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=40))
def test_any_damaged_workbook_is_read_or_refused(at: int, damage: bytes) -> None:
    """Nothing but DataError comes out of a damaged workbook."""
    with suppress(DataError):
        read(BOOK[:at] + damage + BOOK[at + len(damage) :])

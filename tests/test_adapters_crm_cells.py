"""Columns of text: made harmless, and each name in one spelling."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetbot.adapters.crm.cells import cleaned, encode, folded, mapped, one_spelling
from meetbot.adapters.crm.headers import fold_header
from meetbot.adapters.crm.shapes import is_empty
from meetbot.adapters.crm.stages import clean

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@given(st.lists(TEXTS, max_size=12))
def test_cleaned_is_clean_for_every_cell(texts: list[str]) -> None:
    """A column is cleaned as its cells would be one by one; cells without a value are null."""
    column = pa.chunked_array([pa.array(texts[::2], pa.string()), pa.array(texts[1::2], pa.string())])
    order = [*texts[::2], *texts[1::2]]
    assert cleaned(column).to_pylist() == [None if is_empty(text) else clean(text) for text in order]


@given(st.lists(st.text(st.characters(codec="iso8859-15", exclude_characters="ß"), max_size=30), max_size=12))
def test_folded_is_what_headers_are_folded_to(texts: list[str]) -> None:
    """Names are compared as headers are."""
    assert folded(pa.array(texts, pa.string())).to_pylist() == [fold_header(text) for text in texts]


def test_one_spelling_is_the_one_that_occurs_most() -> None:
    """Case and accents make no other name; of equally frequent spellings the first by alphabet stays."""
    names = ["JOSÉ MUÑOZ", "José Muñoz", "José Muñoz", "Ana", "ANA", None, "jose munoz"]
    assert one_spelling(encode(pa.chunked_array([names], pa.string()))).to_pylist() == [
        "José Muñoz",
        "José Muñoz",
        "José Muñoz",
        "ANA",
        "ANA",
        None,
        "José Muñoz",
    ]


def test_one_spelling_of_people_drops_the_crms_notes() -> None:
    """A deactivated user is the same person."""
    names = ["Rubén Tovar", "Rubén Tovar (Deactivated User)", "(Inactivo)"]
    found = one_spelling(encode(pa.chunked_array([names], pa.string())), people=True).to_pylist()
    assert found == ["Rubén Tovar", "Rubén Tovar", None]


def test_mapped_asks_once_for_each_distinct_value() -> None:
    """A million rows of three stages ask three questions, and one for null."""
    asked: list[str | None] = []

    def meaning(text: str | None) -> int:
        asked.append(text)
        return len(text or "")

    column = encode(pa.chunked_array([["a", "bb", "a", None]], pa.string()))
    assert mapped(column, meaning, pa.int64()).to_pylist() == [1, 2, 1, 0]
    assert asked == ["a", "bb", None]


@pytest.mark.parametrize("chunks", [[], [[]]])
def test_encode_of_nothing(chunks: list[list[str]]) -> None:
    """An empty column is an empty column."""
    assert len(encode(pa.chunked_array(chunks, pa.string()))) == 0
    assert cleaned(pa.chunked_array(chunks, pa.string())).to_pylist() == []

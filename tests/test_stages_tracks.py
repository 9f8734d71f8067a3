"""Several tracks become one recognition: one clock, one order, own words only."""

from itertools import pairwise
from pathlib import Path

import pytest

from meetbot.model.base import EngineInfo, Issue
from meetbot.model.transcript import Recognition, Segment, SourceFile, Speaker, Suppressed, VoiceInterval, Voices, Word
from meetbot.ports import Track
from meetbot.stages.tracks import merged, voiced

LENGTH = 40.0


def said(text: str, start: float, *, pace: float = 0.4, probability: float = 0.9, identity: int = 0) -> Segment:
    """A segment whose words follow each other without a pause; `|` is a pause of 2 s."""
    words: list[Word] = []
    time = start
    for word in text.split():
        if word == "|":
            time += 2.0
            continue
        words.append(Word(start=round(time, 3), end=round(time + pace, 3), text=f" {word}", probability=probability))
        time += pace
    plain = " ".join(word.text.strip() for word in words)
    return Segment(id=identity, start=start, end=words[-1].end, text=plain, words=tuple(words))


def heard(*segments: Segment, language: str = "es", duration: float = LENGTH, **other: object) -> Recognition:
    """What the recogniser gives for one track."""
    values: dict[str, object] = {
        "source": SourceFile(name="a.m4a", sha256="0" * 64, format="m4a/aac"),
        "language": language,
        "duration": duration,
        "segments": segments,
        "recogniser": EngineInfo(name="fake"),
    }
    return Recognition.model_validate(values | other)


def track(name: str, *, offset: float = 0.0) -> Track:
    """The track of a person."""
    return Track(path=Path(f"{name}.m4a"), label=name, name=name, offset=offset)


ANA, LUIS, EVA = track("Ana"), track("Luis"), track("Eva")


def levels(*stretches: list[tuple[float, float, float]]) -> list[list[float]]:
    """By track how loud it is: (from, to, dB) against a quiet room."""
    tables = [[-60.0] * int(LENGTH * 10) for _ in stretches]
    for table, track_stretches in zip(tables, stretches, strict=True):
        for start, end, decibels in track_stretches:
            for frame in range(int(start * 10), int(end * 10)):
                table[frame] = decibels
    return tables


def lines(recognition: Recognition) -> list[tuple[str | None, str]]:
    """Who said what, in order."""
    return [(segment.speaker, segment.text) for segment in recognition.segments]


def test_merged_one_track_is_as_it_was() -> None:
    """The only track of a meeting has no label, and nothing changes."""
    recognition = heard(said("hola a todos", 1))
    assert merged([(Track(path=Path("a.m4a")), recognition)]) is recognition


def test_merged_in_order_of_time_under_their_labels() -> None:
    """Segments of all tracks by time, numbered anew, each its track's speaker, named by the file."""
    found = merged([(ANA, heard(said("hola Luis", 1), said("empezamos", 9))), (LUIS, heard(said("hola Ana", 4)))])

    assert lines(found) == [("Ana", "hola Luis"), ("Luis", "hola Ana"), ("Ana", "empezamos")]
    assert [segment.id for segment in found.segments] == [0, 1, 2]
    assert [(v.label, v.name, v.name_source) for v in found.voices] == [
        ("Ana", "Ana", "track"),
        ("Luis", "Luis", "track"),
    ]
    assert [(i.speaker, i.start) for i in found.diarization] == [("Ana", 1.0), ("Luis", 4.0), ("Ana", 9.0)]


def test_merged_puts_later_tracks_later() -> None:
    """An offset moves segments, words, intervals and what was suppressed; the length reaches the last end."""
    late = heard(
        said("ya llegué", 1),
        duration=30,
        suppressed=(Suppressed(start=3, end=4, text="Amara.org", reason="phantom"),),
        diarization=(VoiceInterval(start=1, end=2, speaker="x"),),
    )
    found = merged([(ANA, heard(said("esperamos", 3), duration=35)), (track("Luis", offset=10), late)])
    segment = found.segments[1]

    assert (segment.start, segment.words[0].start, segment.words[1].end) == (11.0, 11.0, 11.8)
    assert found.suppressed[0].start == 13.0
    assert found.duration == 40.0
    (issue,) = found.issues
    assert issue.severity == "info"
    assert "Luis.m4a 10 s" in issue.message


def test_merged_only_track_with_an_offset_is_moved() -> None:
    """Segments without words or times are moved as far as they have times."""
    recognition = heard(Segment(id=0, text="sin tiempo"), Segment(id=1, start=1, end=2, text="con tiempo"))
    found = merged([(Track(path=Path("a.m4a"), offset=5), recognition)])
    assert [(segment.start, segment.end) for segment in found.segments] == [(None, None), (6.0, 7.0)]


def test_merged_answers_stand_in_the_pause() -> None:
    """Who answers while another one pauses is put between the two halves of what that one says."""
    asks = said("¿lo mandas hoy? | perfecto entonces", 1)
    found = merged([(ANA, heard(asks)), (LUIS, heard(said("sí hoy", 2.6)))])
    assert lines(found) == [("Ana", "¿lo mandas hoy?"), ("Luis", "sí hoy"), ("Ana", "perfecto entonces")]


def test_merged_interruptions_overlap() -> None:
    """Two who speak at once keep their words, and both intervals show it."""
    found = merged([(ANA, heard(said("yo creo que la meta es alta", 1))), (LUIS, heard(said("no espera", 2)))])
    first, second = found.diarization
    assert lines(found) == [("Ana", "yo creo que la meta es alta"), ("Luis", "no espera")]
    assert second.start < first.end


def test_merged_tracks_of_one_name_are_one_voice() -> None:
    """Somebody who left and came back has two files and one voice."""
    found = merged([(ANA, heard(said("hola", 1))), (ANA, heard(said("ya volví", 30)))])
    assert found.voices == (Speaker(label="Ana", name="Ana", name_source="track", confidence=0.95),)


def test_merged_nameless_tracks_are_nameless_voices() -> None:
    """Channels have labels and no names."""
    left, right = (Track(path=Path("a.wav"), channel=n, label=f"SPEAKER_0{n}") for n in (0, 1))
    found = merged([(left, heard(said("hola", 1))), (right, heard(said("buenas", 3)))])
    assert found.voices == (Speaker(label="SPEAKER_00"), Speaker(label="SPEAKER_01"))


def test_merged_language_is_that_of_most_words() -> None:
    """A guest who speaks English doesn't make the meeting English."""
    guest = heard(said("thank you", 9), language="en")
    assert merged([(LUIS, guest), (ANA, heard(said("buenos días a todos", 1)))]).language == "es"


def test_merged_issues_once_and_lengths_told() -> None:
    """Damage of one file is told once; tracks of different lengths that say nothing of their start are a warning."""
    damage = Issue(severity="warning", stage="transcribe", where="a.m4a", message="Damaged.")
    first, second = heard(said("hola", 1), issues=(damage,)), heard(said("bien", 3), issues=(damage,), duration=20)
    found = merged([(ANA, first), (LUIS, second)])

    assert found.issues[0] == damage
    assert "between 20 and 40 s" in found.issues[1].message
    assert found.issues[1].where == "Luis.m4a"
    assert len(found.issues) == 2


# --- what leaks from one track into another ---------------------------------------------------------------------------

SENTENCE = "yo mando la lista de precios el viernes"


def test_merged_leaked_words_are_suppressed() -> None:
    """The same words at the same time belong to whoever is louder; what was dropped can be seen."""
    loud = levels([(1, 5, 0.0)], [(1, 5, -14.0)])
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(said(SENTENCE, 1.2)))], levels=loud)

    assert lines(found) == [("Ana", SENTENCE)]
    (gone,) = found.suppressed
    assert gone.text == SENTENCE
    assert "Ana" in gone.reason
    other_way = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(said(SENTENCE, 1)))], levels=loud[::-1])
    assert lines(other_way) == [("Luis", SENTENCE)]


def test_merged_leaked_words_without_levels_go_by_the_recogniser() -> None:
    """Where loudness isn't known, the track in which the words are surer keeps them."""
    unsure = said(SENTENCE, 1, probability=0.4)
    assert lines(merged([(ANA, heard(unsure)), (LUIS, heard(said(SENTENCE, 1)))])) == [("Luis", SENTENCE)]
    assert lines(merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(unsure))])) == [("Ana", SENTENCE)]


def test_merged_misheard_words_among_leaked_ones_go_too() -> None:
    """What leaks is often misunderstood: single other words amid the same ones are no speech of their own."""
    misheard = "yo mando la vista de precios el lunes"
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(said(misheard, 1, probability=0.3)))])
    assert lines(found) == [("Ana", SENTENCE), ("Luis", "lunes")]


@pytest.mark.parametrize("words", ["sí claro", "buenos días"])
def test_merged_short_words_said_together_stay(words: str) -> None:
    """Two people do say “buenos días” at once: both are loud in their own tracks."""
    together = [(ANA, heard(said(words, 1))), (LUIS, heard(said(words, 1.1)))]
    assert len(merged(together, levels=levels([(1, 2, 0.0)], [(1, 2, -4.0)])).segments) == 2
    assert len(merged(together).segments) == 2
    assert lines(merged(together, levels=levels([(1, 2, 0.0)], [(1, 2, -25.0)]))) == [("Ana", words)]


def test_merged_each_speaker_of_a_conversation_keeps_the_own_words() -> None:
    """Question, answer and question leak both ways without a pause: each goes to who said it."""
    talk = "quién manda la lista de precios | yo la mando el viernes | gracias por eso Luis"
    loud = levels([(1, 4, 0.0), (4, 8, -20.0), (8, 12, 0.0)], [(1, 4, -20.0), (4, 8, 0.0), (8, 12, -20.0)])
    found = merged([(ANA, heard(said(talk, 1))), (LUIS, heard(said(talk, 1)))], levels=loud)
    first, answer, last = talk.split(" | ")
    assert lines(found) == [("Ana", first), ("Luis", answer), ("Ana", last)]


def test_merged_drowned_words_are_suppressed_whatever_was_understood() -> None:
    """What a headset catches of others from afar is rarely understood; no one's own voice is so far below another's."""
    garbage = said("la vista de un oficio es bien", 1)
    loud = levels([(1, 5, 0.0)], [(1, 5, -32.0), (20, 22, 0.0)])
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(garbage, said("gracias Ana", 20)))], levels=loud)
    assert lines(found) == [("Ana", SENTENCE), ("Luis", "gracias Ana")]


def test_merged_a_wandering_word_stays_with_its_sentence() -> None:
    """A word whose time reaches back into somebody else's sentence is not taken for leaked."""
    words = said("De acuerdo seguimos con el plan", 5.0)
    early = words.words[0].model_copy(update={"start": 3.9, "end": 4.4})
    mine = words.model_copy(update={"words": (early, *words.words[1:]), "start": 3.9})
    loud = levels([(1, 4.6, 0.0), (5, 8, -35.0)], [(1, 4.6, -35.0), (5, 8, 0.0)])
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(mine))], levels=loud)
    assert lines(found)[1] == ("Luis", "De acuerdo seguimos con el plan")


def test_merged_a_stray_word_in_a_leaked_sentence_goes_with_it() -> None:
    """A word amid leaked ones is leaked as well, though the other one is soft at that moment."""
    garbage = said("ocho tintas de un par no son tal", 1)
    loud = levels([(1, 2.2, 0.0), (2.2, 2.6, -24.0), (2.6, 4.4, 0.0)], [(1, 4.4, -30.0)])
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(garbage))], levels=loud)
    assert lines(found) == [("Ana", SENTENCE)]


def test_merged_far_apart_words_in_common_are_chance() -> None:
    """Many words, few of them the same: two people who speak at once about one thing."""
    first = "la meta alta de cinco millones para esta región"
    other = "la nuestra baja de dos puntos para toda industria"
    assert len(merged([(ANA, heard(said(first, 1))), (LUIS, heard(said(other, 1)))]).segments) == 2


def test_merged_segments_without_words_leak_as_a_whole() -> None:
    """A recogniser without word times: a whole segment that is drowned is suppressed; one without times is kept."""
    plain = Segment(id=0, start=1, end=4, text="la vista de precios")
    timeless = Segment(id=1, text="sin tiempo")
    loud = levels([(1, 5, 0.0)], [(1, 5, -30.0)])
    found = merged([(ANA, heard(said(SENTENCE, 1))), (LUIS, heard(plain, timeless))], levels=loud)

    assert found.suppressed[0].text == "la vista de precios"
    assert ("Luis", "sin tiempo") in lines(found)
    assert len(found.segments) == 2


def test_merged_three_tracks_leave_the_words_where_they_were_said() -> None:
    """What leaks into two other tracks is taken out of both."""
    loud = levels([(1, 5, -14.0)], [(1, 5, -30.0)], [(1, 5, 0.0)])
    parts = [(who, heard(said(SENTENCE, 1 + 0.1 * n))) for n, who in enumerate((ANA, LUIS, EVA))]
    found = merged(parts, levels=loud)
    assert lines(found) == [("Eva", SENTENCE)]
    assert len(found.suppressed) == 2


def test_merged_punctuation_alone_is_no_common_word() -> None:
    """Marks that the recogniser gives as words are not compared."""
    found = merged([(ANA, heard(said("— sí", 1))), (LUIS, heard(said("— no", 1)))])
    assert len(found.segments) == 2


CARMEN = "soy Carmen del equipo Centro y traigo los datos"


def test_merged_words_from_afar_that_no_track_has_are_not_the_tracks() -> None:
    """Somebody without a track is heard in another's 24 dB below: a voice of their own, without that person's name."""
    parts = [(ANA, heard(said("hola Luis | empezamos", 1))), (LUIS, heard(said("hola Ana", 8), said(CARMEN, 12)))]
    loud = levels([(1, 5, 0.0)], [(8, 9, 0.0), (12, 17, -24.0)])
    found = merged(parts, levels=loud)

    assert lines(found)[2:] == [("SPEAKER_02", CARMEN)]
    assert [(v.label, v.name) for v in found.voices] == [("Ana", "Ana"), ("Luis", "Luis"), ("SPEAKER_02", None)]
    (issue,) = found.issues
    assert issue.severity == "warning"
    assert "no track" in issue.message
    assert issue.where == "Luis.m4a, 00:12"


def test_merged_words_from_afar_in_the_only_track_left() -> None:
    """All other tracks are empty or broken: what is far below the last one's own speech is somebody else's, too."""
    loud = levels([(1, 3, 0.0), (12, 17, -24.0)])
    found = merged([(LUIS, heard(said("buenos días a todos", 1), said(CARMEN, 12)))], levels=loud)
    assert lines(found) == [("Luis", "buenos días a todos"), ("SPEAKER_01", CARMEN)]


def test_merged_words_from_afar_amid_own_ones_are_cut_out() -> None:
    """The recogniser put both into one segment; a soft word or two of the track's own stay its own."""
    loud = levels([], [(1, 2.2, 0.0), (2.3, 5.8, -24.0), (5.8, 7.4, 0.0), (7.4, 7.8, -22.0)])
    both = said(f"yo lo mando {CARMEN} gracias Carmen muy bien sí", 1)
    found = merged([(ANA, heard()), (LUIS, heard(both))], levels=loud)
    assert lines(found)[1] == ("SPEAKER_02", "soy Carmen del equipo Centro y traigo los")
    assert lines(found)[2][1].endswith("muy bien sí")


def test_merged_softly_said_words_and_those_in_silence_stay_the_tracks() -> None:
    """Speech 12 dB below the loud one is soft; where nothing is heard, only the words' times are wrong."""
    loud = levels([(1, 4, 0.0)], [(10, 14, -12.0)])
    parts = [(ANA, heard(said("hola a todos", 1))), (LUIS, heard(said("yo lo mando hoy", 10), said("sí claro", 30)))]
    assert [who for who, _ in lines(merged(parts, levels=loud))] == ["Ana", "Luis", "Luis"]


def test_merged_segments_without_words_from_afar_are_not_the_tracks() -> None:
    """Without word times the whole segment counts: soft ends of own speech are no sign."""
    mine, far = Segment(id=0, start=1, end=4, text="yo lo mando"), Segment(id=1, start=10, end=14, text=CARMEN)
    loud = levels([(1, 3, 0.0), (3, 4.2, -24.0), (10, 14.2, -24.0)])
    assert lines(merged([(LUIS, heard(mine, far))], levels=loud)) == [("Luis", "yo lo mando"), ("SPEAKER_01", CARMEN)]


def test_merged_a_nameless_track_may_be_a_room() -> None:
    """People sit near and far from the microphone of a room: its voices are told apart by listening, not by level."""
    room = Track(path=Path("sala.m4a"), label="SPEAKER_00")
    loud = levels([(1, 4, 0.0), (12, 17, -24.0)])
    found = merged([(room, heard(said("hola a todos", 1), said(CARMEN, 12)))], levels=loud)
    assert {who for who, _ in lines(found)} == {"SPEAKER_00"}


def test_merged_words_stay_in_order() -> None:
    """However much is taken out, what is left of each track is in order and nobody's words are doubled."""
    long = " ".join(f"palabra{n}" for n in range(40))
    loud = levels([(1, 9, 0.0), (9, 18, -25.0)], [(1, 9, -25.0), (9, 18, 0.0)])
    found = merged([(ANA, heard(said(long, 1))), (LUIS, heard(said(long, 1)))], levels=loud)
    words = [word for segment in found.segments for word in segment.words]

    assert len(words) == 40
    assert all(a.start < b.start for a, b in pairwise(words))


# --- voices inside a track --------------------------------------------------------------------------------------------


def voices(*intervals: tuple[float, float, str], named: tuple[Speaker, ...] = ()) -> Voices:
    """A diarizer's answer."""
    found = tuple(VoiceInterval(start=a, end=b, speaker=who) for a, b, who in intervals)
    labels = sorted({interval.speaker for interval in found} - {speaker.label for speaker in named})
    speakers = (*named, *(Speaker(label=label) for label in labels))
    return Voices(intervals=found, speakers=speakers, diarizer=EngineInfo(name="fake"))


def test_voiced_without_tracks_only_adds_the_voices() -> None:
    """One mix: the segments stay as they are."""
    recognition = heard(said("hola a todos", 1))
    found = voiced(recognition, voices((1, 2, "SPEAKER_00")))
    assert found.segments == recognition.segments
    assert [voice.label for voice in found.voices] == ["SPEAKER_00"]


def test_voiced_several_people_at_one_microphone() -> None:
    """The words of a nameless track go to the voices heard in it; a named person's track stays theirs."""
    room = Track(path=Path("sala.m4a"), label="SPEAKER_00")
    parts = [
        (room, heard(said("empezamos la junta ya | yo tengo otra duda aquí", 1))),
        (LUIS, heard(said("dime cuál es tu gran duda", 7.0))),
    ]
    merging = merged(parts)
    named = tuple(voice for voice in merging.voices if voice.name)
    told = voices((1, 3, "SPEAKER_01"), (4.4, 7.0, "SPEAKER_02"), (7.0, 9.4, "Luis"), named=named)
    found = voiced(merging, told)

    assert lines(found) == [
        ("SPEAKER_01", "empezamos la junta ya"),
        ("SPEAKER_02", "yo tengo otra duda aquí"),
        ("Luis", "dime cuál es tu gran duda"),
    ]
    assert [segment.id for segment in found.segments] == [0, 1, 2]


def test_voiced_a_segment_without_words_goes_to_its_first_voice() -> None:
    """Without word times a segment stays whole."""
    left, right = (Track(path=Path("a.wav"), channel=n, label=f"SPEAKER_0{n}") for n in (0, 1))
    plain = Segment(id=0, start=1, end=3, text="hola a todos.")
    merging = merged([(left, heard(plain)), (right, heard(said("buenas tardes", 10)))])
    found = voiced(merging, voices((1, 3, "SPEAKER_04"), (10, 11, "SPEAKER_05")))
    assert lines(found) == [("SPEAKER_04", "hola a todos."), ("SPEAKER_05", "buenas tardes")]


def test_voiced_tracks_that_were_not_divided_stay() -> None:
    """Where no diarizer listened, the tracks are the voices."""
    left, right = (Track(path=Path("a.wav"), channel=n, label=f"SPEAKER_0{n}") for n in (0, 1))
    merging = merged([(left, heard(said("hola", 1))), (right, heard(said("buenas", 4)))])
    same = Voices(intervals=merging.diarization, speakers=merging.voices, diarizer=EngineInfo(name="tracks"))
    assert voiced(merging, same) == merging

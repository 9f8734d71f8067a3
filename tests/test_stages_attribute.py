from meetbot.model.base import EngineInfo, Issue
from meetbot.model.company import Department, Person, Roster
from meetbot.model.transcript import (
    ChatMessage,
    ImportedTranscript,
    NameGuess,
    Recognition,
    Segment,
    SourceFile,
    Speaker,
    Suppressed,
    Transcript,
    VoiceInterval,
    Word,
)
from meetbot.stages.attribute import attribute, attribute_import, silent_attendees

LAURA = Person(name="Laura Méndez", department="mercadeo")
DIEGO = Person(name="Diego Ramírez", department="comercial", aliases=("Memo",))
CARMEN = Person(name="Carmen Ortega", department="comercial")
JORGE = Person(name="Jorge Salas", department="comercial", attends=False)
ROSTER = Roster(
    departments=(Department(id="mercadeo", name="Mercadeo"), Department(id="comercial", name="Comercial")),
    people=(LAURA, DIEGO, CARMEN, JORGE),
)
SOURCE = SourceFile(name="reunion.m4a", sha256="0" * 64, format="m4a/aac")


def spoken(text: str, *, start: float, pace: float = 0.4, id: int = 0, spaced: bool = True) -> Segment:  # noqa: A002 - the field's name
    """A segment whose words follow one another at that pace, as whisper returns them."""
    words = tuple(
        Word(start=start + i * pace, end=start + (i + 1) * pace, text=f" {w}" if spaced else w)
        for i, w in enumerate(text.split())
    )
    return Segment(id=id, start=start, end=words[-1].end, text=text, words=words)


def recognition(*segments: Segment, voices: str = "", named: tuple[Speaker, ...] = ()) -> Recognition:
    """`voices`: `0-5 A, 5-8 B`."""
    intervals = []
    for part in filter(None, voices.split(", ")):
        times, _, label = part.partition(" ")
        start, _, end = times.partition("-")
        intervals.append(VoiceInterval(start=float(start), end=float(end), speaker=label))
    return Recognition(
        source=SOURCE,
        language="es",
        duration=60.0,
        segments=segments,
        diarization=tuple(intervals),
        voices=named,
        recogniser=EngineInfo(name="faster-whisper", model="base"),
    )


def heard(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Speaker label and text of each turn."""
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def imported(*cues: tuple[str | None, str], step: float | None = 4.0, source_lines: bool = True) -> ImportedTranscript:
    """Cues of equal length, one after the other; without times when `step` is None."""
    return ImportedTranscript(
        format="vtt",
        segments=tuple(
            Segment(
                id=i,
                start=None if step is None else i * step,
                end=None if step is None else (i + 1) * step,
                speaker=speaker,
                text=text,
                source_line=10 + 3 * i if source_lines else None,
            )
            for i, (speaker, text) in enumerate(cues)
        ),
        time_source="none" if step is None else "measured",
    )


def read(found: ImportedTranscript, roster: Roster = ROSTER) -> Transcript:
    """The transcript of an import in Spanish."""
    return attribute_import(found, source=SOURCE, roster=roster, language="es")


def test_attribute_segment_with_two_voices_is_split_at_the_word() -> None:
    """One segment in which the voice changes becomes two turns, cut where the second voice begins."""
    segment = spoken("¿Cómo vamos con los leads? Vamos a revisar el embudo.", start=0.0)
    transcript = attribute(recognition(segment, voices="0-2 SPEAKER_00, 2-4 SPEAKER_01"), ROSTER)
    assert heard(transcript) == [
        ("SPEAKER_00", "¿Cómo vamos con los leads?"),
        ("SPEAKER_01", "Vamos a revisar el embudo."),
    ]
    assert [turn.segments for turn in transcript.turns] == [(0,), (0,)]
    assert (transcript.turns[1].start, transcript.turns[1].end) == (2.0, 4.0)
    assert [turn.id for turn in transcript.turns] == ["t0001", "t0002"]


def test_attribute_consecutive_segments_of_one_voice_are_one_turn() -> None:
    """A voice that goes on over several segments has one turn with all of them."""
    segments = (spoken("Bueno, este, arrancamos.", start=0.0), spoken("Primero los pendientes.", start=1.5, id=1))
    transcript = attribute(recognition(*segments, voices="0-3 A"), ROSTER)
    assert heard(transcript) == [("A", "Bueno, este, arrancamos. Primero los pendientes.")]
    assert transcript.turns[0].segments == (0, 1)


def test_attribute_word_at_the_edge_stays_with_its_sentence() -> None:
    """A change of voice that the diarizer places one word late doesn't tear that word off its sentence."""
    segments = (
        spoken("Yo lo mando el viernes.", start=0.0),
        spoken("Perfecto, muchas gracias por eso.", start=2.0, id=1),
    )
    transcript = attribute(recognition(*segments, voices="0-2.4 A, 2.4-5 B"), ROSTER)
    assert heard(transcript) == [("A", "Yo lo mando el viernes."), ("B", "Perfecto, muchas gracias por eso.")]


def test_attribute_flip_inside_a_sentence_is_smoothed() -> None:
    """One word that another voice seems to say amid a sentence is an error of the diarizer, not a turn."""
    segment = spoken("Me comprometo a mandar la lista el viernes.", start=0.0)
    transcript = attribute(recognition(segment, voices="0-1.2 A, 1.2-1.6 B, 1.6-4 A"), ROSTER)
    assert heard(transcript) == [("A", "Me comprometo a mandar la lista el viernes.")]


def test_attribute_backchannel_of_its_own_is_a_turn() -> None:
    """A short yes that is a sentence belongs to the voice that said it: it may be the acceptance of a task."""
    segments = (
        spoken("¿Lo puedes tener el jueves?", start=0.0),
        spoken("Sí.", start=2.1, id=1),
        spoken("Queda entonces así.", start=2.7, id=2),
    )
    transcript = attribute(recognition(*segments, voices="0-2 A, 2.1-2.6 B, 2.7-4 A"), ROSTER)
    assert heard(transcript) == [("A", "¿Lo puedes tener el jueves?"), ("B", "Sí."), ("A", "Queda entonces así.")]


def test_attribute_words_in_a_gap_of_the_voices_join_their_sentence() -> None:
    """Words where the voice detector heard nobody go to the voice of their sentence."""
    segment = spoken("Entonces cerramos el punto del SLA.", start=0.0)
    transcript = attribute(recognition(segment, voices="0-1.6 A"), ROSTER)
    assert heard(transcript) == [("A", "Entonces cerramos el punto del SLA.")]


def test_attribute_sentence_beside_a_voice_goes_to_it_and_far_away_to_nobody() -> None:
    """A sentence without a voice takes the one within a second of it; further off nobody is guessed."""
    near, far = spoken("Ajá.", start=2.3), spoken("Gracias.", start=9.0, id=1)
    transcript = attribute(recognition(near, far, voices="0-2 A"), ROSTER)
    assert heard(transcript) == [("A", "Ajá."), (None, "Gracias.")]


def test_attribute_long_gap_without_voice_inside_a_sentence_takes_the_nearest_run() -> None:
    """Words in a gap between two voices of one sentence go to the nearer one, the earlier one when equally near."""
    segment = spoken("uno dos tres cuatro cinco seis siete ocho nueve", start=0.0)
    transcript = attribute(recognition(segment, voices="0-1.2 A, 2.4-3.6 B"), ROSTER)
    assert heard(transcript) == [("A", "uno dos tres cuatro cinco seis"), ("B", "siete ocho nueve")]


def test_attribute_overlapping_voices_longest_overlap_wins() -> None:
    """Where two people speak at once the word goes to the one who covers more of it."""
    segment = spoken("No, espérame tantito.", start=0.0)
    transcript = attribute(recognition(segment, voices="0-1.2 B, 0.3-0.6 A"), ROSTER)
    assert heard(transcript) == [("B", "No, espérame tantito.")]


def test_attribute_long_pause_begins_a_new_turn() -> None:
    """After more than two seconds of silence the same voice begins a new turn, so that evidence stays precise."""
    segments = (spoken("Veamos el reporte.", start=0.0), spoken("Ya lo encontré.", start=4.0, id=1))
    transcript = attribute(recognition(*segments, voices="0-6 A"), ROSTER)
    assert [turn.text for turn in transcript.turns] == ["Veamos el reporte.", "Ya lo encontré."]


def test_attribute_long_monologue_is_cut_at_a_sentence_end() -> None:
    """Above sixty words a turn ends with its sentence, not amid it."""
    sentence = "En Norte seguimos con el mismo problema de la semana pasada."
    segments = tuple(spoken(sentence, start=i * 4.4, id=i) for i in range(7))
    transcript = attribute(recognition(*segments, voices="0-60 A"), ROSTER)
    assert [len(turn.text.split()) for turn in transcript.turns] == [66, 11]
    assert all(turn.text.endswith("pasada.") for turn in transcript.turns)


def test_attribute_text_without_any_full_stop_is_cut_in_the_end() -> None:
    """Recognisers that write no punctuation still give turns of at most 120 words."""
    segment = spoken(" ".join(["palabra"] * 130), start=0.0, pace=0.3)
    transcript = attribute(recognition(segment, voices="0-60 A"), ROSTER)
    assert [len(turn.text.split()) for turn in transcript.turns] == [120, 10]


def test_attribute_without_diarization_sentences_stay_apart_and_unnamed() -> None:
    """Without voices nobody is guessed: short turns by sentences, cut at pauses and after twenty words."""
    segments = (
        spoken("¿Quién lo toma?", start=0.0),
        spoken("Yo lo tomo.", start=2.0, id=1),
        spoken("Va, perfecto, entonces queda así y lo revisamos juntos el próximo lunes a las nueve de la mañana,"
               " en esta misma sala. Gracias.", start=3.2, id=2),
    )  # fmt: skip
    transcript = attribute(recognition(*segments), ROSTER)
    assert [turn.speaker for turn in transcript.turns] == [None] * 3
    assert [turn.text[:9] for turn in transcript.turns] == ["¿Quién lo", "Yo lo tom", "Gracias."]
    assert transcript.speakers == ()


def test_attribute_text_is_joined_as_the_recogniser_wrote_it() -> None:
    """Words without a leading space are parts of the word before (20 %, e-mail); nothing is added or lost."""
    words = tuple(
        Word(start=i * 0.3, end=(i + 1) * 0.3, text=text)
        for i, text in enumerate((" Crecer", " 20", "%", " con", " e", "-mail", " "))
    )
    segment = Segment(id=0, start=0.0, end=2.0, text=" Crecer 20% con e-mail", words=words)
    assert heard(attribute(recognition(segment, voices="0-2 A"), ROSTER)) == [("A", "Crecer 20% con e-mail")]


def test_attribute_words_without_spaces_are_parted() -> None:
    """Engines that return bare words get spaces between them."""
    segment = spoken("Empezamos con el embudo.", start=0.0, spaced=False)
    assert heard(attribute(recognition(segment, voices="0-2 A"), ROSTER)) == [("A", "Empezamos con el embudo.")]


def test_attribute_segment_without_words_shares_its_time_among_sentences() -> None:
    """Without word times sentences get a share of the segment's time by length, and say that it is interpolated."""
    segment = Segment(id=0, start=0.0, end=4.0, text="¿Lo mandas hoy? Claro, te lo mando.")
    transcript = attribute(recognition(segment, voices="0-1.75 A, 1.75-4 B"), ROSTER)
    assert heard(transcript) == [("A", "¿Lo mandas hoy?"), ("B", "Claro, te lo mando.")]
    assert [turn.time_source for turn in transcript.turns] == ["measured", "interpolated"]
    assert transcript.turns[1].start == 1.765


def test_attribute_abbreviation_ends_no_sentence() -> None:
    """The stop after Lic. or etc. is no end of a sentence, also at the end of a segment."""
    segment = Segment(id=0, start=0.0, end=4.0, text="Lo ve el Lic. Salas. Son leads, ferias, etc.")
    transcript = attribute(recognition(segment, voices="0-1.8 A, 1.8-4 B"), ROSTER)
    assert heard(transcript) == [("A", "Lo ve el Lic. Salas."), ("B", "Son leads, ferias, etc.")]


def test_attribute_names_come_from_the_roster_only() -> None:
    """An enrolled voice gets name and department; a name that the roster no longer has is no name; labels stay."""
    segments = (
        spoken("Hola a todos.", start=0.0),
        spoken("Buenos días.", start=2.0, id=1),
        spoken("Qué tal.", start=3.5, id=2),
    )
    named = (
        Speaker(label="SPEAKER_00", name="Laura Méndez", name_source="enrolment", confidence=0.9),
        Speaker(label="SPEAKER_01", name="Raúl Paz", name_source="enrolment", confidence=0.9),
        Speaker(label="SPEAKER_07", name="Diego Ramírez", name_source="enrolment", confidence=0.9),
    )
    voices = "0-1.2 SPEAKER_00, 2-3 SPEAKER_01, 3.5-5 SPEAKER_02"
    transcript = attribute(recognition(*segments, voices=voices, named=named), ROSTER)
    assert transcript.speakers == (
        Speaker(
            label="SPEAKER_00", name="Laura Méndez", department="mercadeo", name_source="enrolment", confidence=0.9
        ),
        Speaker(label="SPEAKER_01"),
        Speaker(label="SPEAKER_02"),
    )


def test_attribute_silence_is_a_valid_transcript() -> None:
    """Nothing said: no turns, no speakers, no invented text; blank segments are not turns."""
    transcript = attribute(recognition(Segment(id=0, start=0.0, end=1.0, text="  ")), ROSTER)
    assert transcript.turns == ()
    assert transcript.segments == ()
    assert transcript.duration == 60.0


def test_attribute_segment_without_times_is_kept_unattributed() -> None:
    """A segment of unknown time can't be given to a voice, but its words stay."""
    segment = Segment(id=0, text="Queda pendiente.")
    transcript = attribute(recognition(segment, voices="0-2 A"), ROSTER)
    assert heard(transcript) == [(None, "Queda pendiente.")]
    assert transcript.turns[0].time_source == "none"


def test_attribute_keeps_the_issues_of_the_recognition() -> None:
    """What went wrong while listening travels on."""
    issue = Issue(severity="warning", stage="transcribe", where="0:30", message="Cut off.")
    found = recognition(spoken("Hola.", start=0.0)).model_copy(update={"issues": (issue,)})
    assert attribute(found, ROSTER).issues == (issue,)


def test_attribute_import_joins_cues_of_one_speaker() -> None:
    """Consecutive cues of one speaker are one turn that points to the first one's line in the file."""
    transcript = read(
        imported(("Laura Méndez", "Buenos días,"), ("Laura Méndez", "empezamos."), ("Diego Ramírez", "Órale."))
    )
    assert heard(transcript) == [("Laura Méndez", "Buenos días, empezamos."), ("Diego Ramírez", "Órale.")]
    assert [turn.source_line for turn in transcript.turns] == [10, 16]
    assert [turn.segments for turn in transcript.turns] == [(0, 1), (2,)]
    assert [(turn.start, turn.end) for turn in transcript.turns] == [(0.0, 8.0), (8.0, 12.0)]
    assert transcript.duration == 12.0


def test_attribute_import_names_map_to_the_roster() -> None:
    """Surname first, upper case and suffixes of the platform are the same person; two names of one are one speaker."""
    transcript = read(
        imported(("MÉNDEZ, LAURA", "Hola."), ("Laura Mendez (Tlacuilo) 📱", "Ya volví."), ("Memo", "Qué tal."))
    )
    assert [(s.label, s.name, s.department, s.name_source) for s in transcript.speakers] == [
        ("MÉNDEZ, LAURA", "Laura Méndez", "mercadeo", "platform"),
        ("Memo", "Diego Ramírez", "comercial", "platform"),
    ]
    assert heard(transcript)[0] == ("MÉNDEZ, LAURA", "Hola. Ya volví.")


def test_attribute_import_stranger_keeps_the_platform_name() -> None:
    """Who is not in the roster keeps the platform's name without a department, and the user learns how to add them."""
    transcript = read(imported(("Verónica Ibarra | Agencia", "Les presento la campaña.")))
    assert transcript.speakers == (
        Speaker(label="Verónica Ibarra | Agencia", name="Verónica Ibarra | Agencia", name_source="platform"),
    )
    assert [(i.severity, i.where) for i in transcript.issues] == [("info", "Verónica Ibarra | Agencia")]
    assert "[[people]]" in transcript.issues[0].hint


def test_attribute_import_two_people_equally_near_stay_unnamed() -> None:
    """Nobody is chosen between two namesakes: the speaker has no name and a warning says why."""
    roster = Roster(people=(Person(name="Ana Ruiz"), Person(name="Ana Soto")))
    transcript = read(imported(("Ana", "Yo lo hago.")), roster)
    assert transcript.speakers == (Speaker(label="Ana"),)
    assert transcript.issues[0].severity == "warning"
    assert "Ana Ruiz or Ana Soto" in transcript.issues[0].message


def test_attribute_import_placeholders_and_empty_names_are_nobody() -> None:
    """`Speaker 1` is a voice without a name; an empty name is no voice at all; neither makes an issue."""
    transcript = read(imported(("Speaker 1", "Hola."), ("", "Sí."), (None, "No."), ("\u202e \n", "Va.")))
    assert transcript.speakers == (Speaker(label="Speaker 1"),)
    assert heard(transcript) == [("Speaker 1", "Hola."), (None, "Sí. No. Va.")]
    assert transcript.issues == ()


def test_attribute_import_long_cue_is_cut_with_interpolated_times() -> None:
    """A paragraph of several sentences is cut like a long turn; times within it are marked as interpolated."""
    sentence = "Este mes vamos a revisar con calma los leads que el equipo de Norte no ha llamado."
    transcript = read(imported(("Laura Méndez", " ".join([sentence] * 6)), step=60.0))
    assert [len(turn.text.split()) for turn in transcript.turns] == [68, 34]
    assert [turn.time_source for turn in transcript.turns] == ["measured", "interpolated"]
    assert transcript.turns[1].start is not None
    assert 39.0 < transcript.turns[1].start < 41.0
    assert [turn.source_line for turn in transcript.turns] == [10, 10]


def test_attribute_import_without_times_keeps_the_order_and_says_so() -> None:
    """A transcript without times has turns in the order of the file, with no time at all."""
    transcript = read(imported(("Laura Méndez", "Hola. ¿Empezamos?"), ("Diego Ramírez", "Va."), step=None))
    assert [(turn.start, turn.end, turn.time_source) for turn in transcript.turns] == [(None, None, "none")] * 2
    assert transcript.duration is None


def test_attribute_import_starts_only_end_with_the_next_cue() -> None:
    """Formats that give only starts: a turn ends where the next begins, the last one at no known time."""
    segments = (
        Segment(id=0, start=3.0, speaker="Laura Méndez", text="Empecemos."),
        Segment(id=1, start=9.0, speaker="Diego Ramírez", text="Va."),
        Segment(id=2, start=5.0, speaker="Laura Méndez", text="Primero el embudo."),
    )
    transcript = read(ImportedTranscript(format="teams-docx", segments=segments, language="en"))
    assert [turn.end for turn in transcript.turns] == [9.0, None, None]
    assert transcript.language == "en"


def test_silent_attendees_are_named_when_every_voice_is() -> None:
    """Expected people who said nothing are named; people who weren't expected are not."""
    transcript = read(imported(("Laura Méndez", "Hola."), ("Diego Ramírez", "Hola.")))
    assert silent_attendees(transcript, ROSTER) == ("Carmen Ortega",)


def test_silent_attendees_with_unnamed_voice_is_unknown() -> None:
    """While a voice has no name, or words no voice, nobody is said to have been silent; nor when nothing was said."""
    assert silent_attendees(read(imported(("Laura Méndez", "Hola."), ("Speaker 2", "Hola."))), ROSTER) is None
    assert silent_attendees(read(imported(("Laura Méndez", "Hola."), (None, "Hola."))), ROSTER) is None
    assert silent_attendees(read(imported()), ROSTER) is None


def test_silent_attendees_nobody_when_all_spoke() -> None:
    """When everybody expected spoke, an unnamed voice beside them changes nothing."""
    cues = (("Laura Méndez", "Uno."), ("Diego Ramírez", "Dos."), ("Carmen Ortega", "Tres."), ("Speaker 9", "Cuatro."))
    assert silent_attendees(read(imported(*cues)), ROSTER) == ()


def named_so(transcript: Transcript) -> list[tuple[str, str | None, str]]:
    """Label, name and source of each speaker."""
    return [(s.label, s.name, s.name_source) for s in transcript.speakers]


def test_attribute_corrected_name_wins_over_everything() -> None:
    """What a person said counts, with a nickname too, over an enrolled voice and over an introduction."""
    segments = (spoken("Hola, soy Carmen, de ventas.", start=0.0), spoken("Buenos días.", start=2.6, id=1))
    voices = (Speaker(label="A", name="Laura Méndez", name_source="enrolment", confidence=0.9), Speaker(label="B"))
    found = recognition(*segments, voices="0-2.4 A, 2.6-4 B", named=voices)
    transcript = attribute(found, ROSTER, names={"A": "Memo", "B": "Carmen Ortega"})
    assert transcript.speakers == (
        Speaker(label="A", name="Diego Ramírez", department="comercial", name_source="corrected", confidence=1.0),
        Speaker(label="B", name="Carmen Ortega", department="comercial", name_source="corrected", confidence=1.0),
    )


def test_attribute_corrected_to_nobody_stays_nobody() -> None:
    """Who was left unnamed on purpose is not named by an introduction or an enrolled voice."""
    voices = (Speaker(label="A", name="Laura Méndez", name_source="enrolment", confidence=0.9),)
    found = recognition(spoken("Hola, soy Laura, de mercadeo.", start=0.0), voices="0-2 A", named=voices)
    assert attribute(found, ROSTER, names={"A": None}).speakers == (Speaker(label="A", name_source="corrected"),)


def test_attribute_corrected_stranger_has_no_department_and_is_asked_for() -> None:
    """A name that the list lacks is kept as given, without control characters, and the user is told."""
    found = recognition(spoken("Buenos días.", start=0.0), voices="0-2 A")
    transcript = attribute(found, ROSTER, names={"A": "Rosa\u202e Lima\n"})
    assert named_so(transcript) == [("A", "Rosa Lima", "corrected")]
    assert transcript.speakers[0].department is None
    assert "meetbot speakers" in transcript.issues[0].hint


def test_attribute_voice_cut_in_two_becomes_one_person() -> None:
    """Two labels of one person are one speaker under the first, whose words join to one turn."""
    segments = (spoken("Yo mando", start=0.0), spoken("la lista.", start=0.8, id=1))
    found = recognition(*segments, voices="0-0.8 A, 0.8-2 B")
    transcript = attribute(found, ROSTER, names={"A": "Laura Méndez", "B": "Laura Méndez"})
    assert heard(transcript) == [("A", "Yo mando la lista.")]
    assert named_so(transcript) == [("A", "Laura Méndez", "corrected")]


def test_attribute_joined_voices_keep_the_surest_source() -> None:
    """A voice that a person named and one that was recognised are one person, whom a person named."""
    voices = (Speaker(label="A", name="Laura Méndez", name_source="enrolment", confidence=0.6),)
    segments = (spoken("Buenos días.", start=0.0), spoken("Empecemos.", start=2.0, id=1))
    found = recognition(*segments, voices="0-1 A, 2-3 B", named=voices)
    assert named_so(attribute(found, ROSTER, names={"B": "Laura Méndez"})) == [("A", "Laura Méndez", "corrected")]


def test_attribute_tracks_have_their_own_speakers() -> None:
    """Segments of a track belong to its label; the name of its file is looked up, and kept where nobody has it."""
    segments = tuple(
        spoken(text, start=start, id=n).model_copy(update={"speaker": label})
        for n, (label, text, start) in enumerate([("1", "Uno.", 0.0), ("2", "Dos.", 1.0), ("3", "Tres.", 2.0)])
    )
    voices = (
        Speaker(label="1", name="LAURA MENDEZ", name_source="track"),
        Speaker(label="2", name="Rosa Lima", name_source="track"),
        Speaker(label="3"),
    )
    transcript = attribute(recognition(*segments, named=voices), ROSTER)
    assert named_so(transcript) == [
        ("1", "Laura Méndez", "track"),
        ("2", "Rosa Lima", "track"),
        ("3", None, "none"),
    ]
    assert heard(transcript) == [("1", "Uno."), ("2", "Dos."), ("3", "Tres.")]


def test_attribute_import_voices_of_an_rttm_that_bear_a_name_are_that_person() -> None:
    """Who made the file wrote `Laura_Méndez`; other labels stay voices without a name."""
    imported = ImportedTranscript(
        format="vtt",
        segments=(spoken("Uno.", start=0.0, id=0), spoken("Dos.", start=10.0, id=1)),
        intervals=(
            VoiceInterval(start=0, end=4, speaker="Laura_Méndez"),
            VoiceInterval(start=10, end=14, speaker="spk7"),
        ),
    )
    source = SourceFile(name="x.vtt", sha256="0" * 64, format="vtt")
    transcript = attribute_import(imported, source=source, roster=ROSTER, language="es")
    assert [(s.name, s.name_source) for s in transcript.speakers] == [("Laura Méndez", "platform"), (None, "none")]
    assert transcript.speakers[1].label == "SPEAKER_00"


def test_attribute_a_device_is_no_person() -> None:
    """A device's name is its owner's where the list has one, else nobody's: a voice that may be named otherwise."""
    segments = tuple(
        spoken(f"{label}.", start=float(label), id=int(label)).model_copy(update={"speaker": label}) for label in "01"
    )
    voices = tuple(
        Speaker(label=str(n), name=name, name_source="track", confidence=0.95)
        for n, name in enumerate(["iPhone de Laura", "iPhone de Ximena"])
    )
    transcript = attribute(recognition(*segments, named=voices), ROSTER)
    assert named_so(transcript) == [("0", "Laura Méndez", "track"), ("1", None, "none")]
    assert transcript.issues == ()


def test_attribute_a_track_is_never_surer_than_its_files_name() -> None:
    """The name of a file is an account's, which somebody else may use: 0.95 at most, less where it only resembles."""
    segments = tuple(
        spoken(f"{label}.", start=float(label), id=int(label)).model_copy(update={"speaker": label}) for label in "01"
    )
    voices = tuple(
        Speaker(label=str(n), name=name, name_source="track", confidence=0.95)
        for n, name in enumerate(["Laura Méndez", "Carmen Ortiga"])
    )
    exact, alike = (speaker.confidence for speaker in attribute(recognition(*segments, named=voices), ROSTER).speakers)
    assert exact == 0.95
    assert alike is not None
    assert alike < 0.9


def test_attribute_guesses_of_the_diarizer_travel_on() -> None:
    """A voice that an enrolled one only resembles stays unnamed with that guess."""
    guess = NameGuess(name="Laura Méndez", source="enrolment", confidence=0.4)
    voices = (Speaker(label="A", guesses=(guess,)),)
    found = recognition(spoken("Buenos días.", start=0.0), voices="0-2 A", named=voices)
    assert attribute(found, ROSTER).speakers == voices


def test_attribute_introduction_and_threshold() -> None:
    """A clear introduction names the voice; a stricter threshold leaves it a guess."""
    found = recognition(spoken("Hola, soy Carmen.", start=0.0), voices="0-2 A")
    assert named_so(attribute(found, ROSTER)) == [("A", "Carmen Ortega", "introduction")]
    strict = attribute(found, ROSTER, threshold=0.95)
    assert named_so(strict) == [("A", None, "none")]
    assert [guess.name for guess in strict.speakers[0].guesses] == ["Carmen Ortega"]


def test_attribute_passes_on_what_was_suppressed() -> None:
    """What nobody said stays countable."""
    left_out = Suppressed(start=1.0, end=2.0, text="Subtítulos", reason="phantom")
    found = recognition(spoken("Hola.", start=0.0)).model_copy(update={"suppressed": (left_out,)})
    assert attribute(found, ROSTER).suppressed == (left_out,)


def test_attribute_misheard_names_are_repaired_in_turns_only() -> None:
    """Turns have the name as the list writes it, segments as it was heard; without repair both have the latter."""
    found = recognition(spoken("Lo manda Carmen Hortega el lunes.", start=0.0), voices="0-4 A")
    transcript = attribute(found, ROSTER)
    assert heard(transcript) == [("A", "Lo manda Carmen Ortega el lunes.")]
    assert transcript.segments[0].text == "Lo manda Carmen Hortega el lunes."
    assert [(repair.heard, repair.written) for repair in transcript.repairs] == [("Hortega", "Ortega")]
    assert heard(attribute(found, ROSTER, repair=False)) == [("A", "Lo manda Carmen Hortega el lunes.")]


def test_attribute_import_room_is_unnamed_even_if_somebody_introduces_herself() -> None:
    """At a room's microphone several people speak: what is promised there has no owner by its label."""
    transcript = read(
        imported(("Sala de juntas 2", "Hola, soy Carmen, de ventas."), ("Sala de juntas 2", "Yo lo mando."))
    )
    assert transcript.speakers == (Speaker(label="Sala de juntas 2"),)
    assert "several people" in transcript.issues[0].message
    assert read(imported(("Laura y Diego", "Nosotros vemos."))).speakers == (Speaker(label="Laura y Diego"),)


def test_attribute_import_voice_of_a_document_is_our_own_again() -> None:
    """`Voz 2` in a file that meetbot wrote is the label that it was written for."""
    transcript = read(imported(("Voz 2", "Hola."), ("Voice 1", "Hola.")))
    assert heard(transcript) == [("SPEAKER_01", "Hola."), ("SPEAKER_00", "Hola.")]


def test_attribute_import_corrected_names_hold_by_label() -> None:
    """A platform's label gets the name that a person gave, whatever the platform says."""
    found = imported(("Laura Méndez", "Hola, hablo desde la cuenta de Laura."), ("Speaker 2", "Sí."))
    names = {"Laura Méndez": "Carmen Ortega", "Speaker 2": "Diego Ramírez"}
    transcript = attribute_import(found, source=SOURCE, roster=ROSTER, language="es", names=names)
    assert named_so(transcript) == [
        ("Laura Méndez", "Carmen Ortega", "corrected"),
        ("Speaker 2", "Diego Ramírez", "corrected"),
    ]


def test_attribute_import_voices_of_an_rttm_fill_cues_without_a_name() -> None:
    """Cues without a name have the voice heard there, numbered from the first; cues with one keep it."""
    found = imported((None, "Hola."), ("Laura Méndez", "Qué tal."), (None, "Yo mando la lista.")).model_copy(
        update={
            "intervals": (
                VoiceInterval(start=8.0, end=12.0, speaker="spk_9"),
                VoiceInterval(start=0.0, end=4.0, speaker="spk_3"),
            ),
            "chat": (ChatMessage(sender="Ana", text="Hola"),),
        }
    )
    transcript = read(found)
    assert heard(transcript) == [
        ("SPEAKER_00", "Hola."),
        ("Laura Méndez", "Qué tal."),
        ("SPEAKER_01", "Yo mando la lista."),
    ]
    assert transcript.chat == (ChatMessage(sender="Ana", text="Hola"),)

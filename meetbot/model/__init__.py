"""The domain: frozen types that are read from and written to files, and nothing that does I/O.

`STORED` lists the documents that lie in a meeting's folder. Their JSON schemas come from the types themselves
(`meetbot schema NAME` prints one); each carries `kind` and `schema_version`, and a reader refuses a version it doesn't
know instead of guessing.
"""

from meetbot.model.agenda import Agenda
from meetbot.model.base import StoredDocument
from meetbot.model.candidates import Extraction
from meetbot.model.minutes import Minutes
from meetbot.model.transcript import Recognition, SpeakerNames, Transcript, Voices

STORED: dict[str, type[StoredDocument]] = {
    "agenda": Agenda,
    "recognition": Recognition,
    "voices": Voices,
    "speaker-names": SpeakerNames,
    "transcript": Transcript,
    "extraction": Extraction,
    "minutes": Minutes,
}

__all__ = ["STORED", "Agenda", "Extraction", "Minutes", "Recognition", "StoredDocument", "Transcript", "Voices"]

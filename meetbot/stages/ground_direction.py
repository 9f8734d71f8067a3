"""Who gives and who receives: 'Ventas entrega a Mercadeo' is not 'Mercadeo entrega a Ventas'."""

import re
from collections.abc import Sequence

from meetbot.stages.folding import fold
from meetbot.stages.ground_evidence import sentences
from meetbot.stages.ground_people import KnownPeople
from meetbot.stages.ground_promises import first_person
from meetbot.stages.ground_words import stem, words_of

_TRANSFERS = frozenset(
    map(
        stem,
        words_of(
            "entregar mandar enviar pasar dar asignar transferir ceder devolver reportar avisar informar pagar cobrar "
            "compartir turnar derivar escalar prestar regresar facturar canalizar remitir recibir pedir solicitar "
            "vender "
            "comprar proporcionar facilitar delegar notificar preguntar llamar ayudar reasignar traspasar give send "
            "hand "
            "pass deliver report transfer assign forward return pay share escalate notify ask sell"
        ),
    )
)
_DOES = frozenset({"doy", "da", "das", "dan", "damos", "dara", "daran", "dio", "gives", "gave"})
_TEAMS = tuple(
    words_of(
        "mercadeo marketing mercadotecnia ventas comercial sales finanzas finance administracion contabilidad cobranza "
        "operaciones operations logistica logistics soporte support produccion production compras legal sistemas "
        "gerencia "
        "direccion management postventa preventa calidad"
    )
)
"""What people call departments, whatever the configuration calls them."""
_TO = re.compile(r"\b(?:a|al|hacia|para|to|for)\s+(?:el |la |los |las |the )?(?:equipo de |team |area de )?$")


def turned_round(text: str, said: str, people: KnownPeople, *, speaker: str | None = None) -> bool:
    """Whether the text has two names in other parts than the words that were said, around a verb of giving.

    `speaker` said them: in 'yo le mando a Diego' the giver is the speaker.
    """
    claimed = _parts(text, people)
    if claimed is None:
        return False
    for start, end in sentences(said):
        sentence = said[start:end]
        spoken = _parts(f"{speaker}: {sentence}" if speaker and first_person(sentence) else sentence, people)
        if spoken is not None:
            common = [party for party in claimed if party in spoken]
            if len(common) > 1:
                return common != [party for party in spoken if party in common]
    return False


def _parts(text: str, people: KnownPeople) -> list[str] | None:
    """The people and departments in the text, receivers last, or None where nothing changes hands between two."""
    words = words_of(text)
    if not any(stem(word) in _TRANSFERS or word in _DOES for word in words):
        return None
    folded = fold(text)
    found: dict[str, tuple[bool, int]] = {}
    for party, names in _parties(people, folded):
        for name in (name for name in names if name in folded and party not in found):
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
            if match:
                found[party] = (_TO.search(folded[: match.start()]) is not None, match.start())
    return sorted(found, key=lambda party: found[party]) if len(found) > 1 else None


def _parties(people: KnownPeople, folded: str) -> list[tuple[str, Sequence[str]]]:
    """The departments, and the people who may be named in the folded text, with what they are called."""
    teams = dict.fromkeys([*_TEAMS, *(fold(department.name) for department in people.departments)])
    return [
        *((team, [team]) for team in teams),
        *((person.name, people.calls[person.name]) for person in people.perhaps_in(folded)),
    ]

"""Text that talks to a machine: read aloud or pasted, it is part of the meeting but never an item of it."""

import re
from functools import lru_cache

_MACHINE = (
    r"(?:asistente(?: de (?:actas|minutas|reuniones|voz|ia))?|bot|chatbot|robot|inteligencia artificial|ia|"
    r"modelo(?: de lenguaje)?|"
    r"transcriptor(?: automatico)?|resumidor|gpt|chatgpt|copilot|gemini|claude|meetbot|notetaker|"
    r"sistema(?: de actas)?|"
    r"assistant|ai(?: assistant)?|language model|llm|note ?taker|transcription (?:tool|bot)|summari[sz]er|"
    r"meeting bot|minutes bot)"
)
_ORDER = (
    r"(?:registr|anot|agreg|anad|inclu|escrib|ignor|olvid|borr|elimin|marc|asign|pon|cre|gener|resum|omit|omit|"
    r"cambi|envi|mand|di|"
    r"confirm|record|add|writ|not|includ|ignor|forget|delet|remov|mark|assign|creat|generat|summar|omit|chang|"
    r"send|set|output|repl|list)\w*"
)
_TO_A_MACHINE = re.compile(
    "|".join(
        (
            (
                r"(?<!\w)(?:ignor|olvid|descart|omit|haz caso omiso|desobedec|disregard|forget|override|"
                r"bypass)\w*\s+(?:\w+\s+){0,4}?"
                r"(?:instruccion\w*|indicacion\w*|reglas|ordenes|prompt|instructions?|rules|guidelines|directives)(?!\w)"
            ),
            (
                rf"(?:^|[\s.,:;¿¡\"“'(])(?:hola |oye |hey |hi |dear |querido |atencion |"
                rf"attention )?{_MACHINE}\s*[,:]\s*(?:por favor |please |you |debes |tienes que |must )?{_ORDER}"
            ),
            (
                rf"(?<!\w)(?:nota|instruccion|instrucciones|mensaje|aviso|orden|note|instructions?|"
                rf"message)\s+(?:importante\s+)?(?:para|al|a la|for|to)\s+(?:el |la |quien |the |any |whoever )?"
                rf"(?:{_MACHINE}|que (?:transcrib|resum|redact|genera)\w+|transcrib\w+|resum\w+|summari\w+|"
                rf"transcription|minutes generator)(?!\w)"
            ),
            (
                rf"(?<!\w)(?:el|la|los|the|this|al|a la|any|este)\s+{_MACHINE}\s+(?:que\s+\w+\s+(?:esto|este|la|"
                rf"el)\s+\w+\s+)?(?:debe|tiene que|debera|ha de|must|should|shall|needs to)\s+{_ORDER}"
            ),
            (
                r"(?<!\w)(?:minuta|acta|resumen|transcripcion|minutes|summary|transcript|sistema|system|"
                r"modelo)\s+(?:debe|debera|tiene que|must|should)\s+(?:decir|incluir|registrar|mostrar|poner|asignar|"
                r"aprobar|say|include|record|state|show|assign|approve|mark)"
            ),
            r"(?:^|\s)(?:system|assistant|user|sistema|asistente)\s*(?:prompt)?\s*:\s*\w",
            (
                r"(?<!\w)(?:you are (?:now )?an?|eres (?:ahora )?un[ao]?|actua como|act as an?|from now on you|"
                r"a partir de ahora eres|as an ai|como (?:ia|asistente|modelo de lenguaje))(?!\w)"
            ),
            (
                r"(?<!\w)(?:prompt injection|jailbreak|new instructions|nuevas instrucciones|end of (?:prompt|"
                r"instructions)|fin de las instrucciones)(?!\w)"
            ),
            r"<\|?\s*(?:system|im_start|assistant|inst)|\[/?inst\]|```",
        )
    )
)


# The engine asks it of each turn, and so does every check of an item that cites it.
@lru_cache(maxsize=2_000)
def injected_from(folded: str) -> int | None:
    """Where words to a machine begin in a folded turn, or None; whatever follows in the turn belongs to them."""
    match = _TO_A_MACHINE.search(folded)
    return match.start() if match else None

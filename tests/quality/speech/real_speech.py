"""Real voices: Debian's recorded telephone prompts, as they are installed; nothing of them is kept in this repository.

Word errors: the Mexican Spanish prompts with their text (`asterisk-core-sounds-es`, `-es-wav`). Left out are sounds
(`[tono]`, `(beep)`), fewer than four words, digits (the text writes `1` where `uno` is said), addresses, spelled
letters, and the second of two prompts with one text. The text has typing errors; TYPING_ERRORS are those that were
found in what is left. It also lacks many accents, so that word errors are counted without them.

Voices: prompts of several packages, in several languages, as one conversation; who speaks is known, what is said is
not. All are studio recordings at 8 kHz with somewhat different sound, so that it is easier than a meeting room.
"""

import gzip
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from meetings import AbsentError
from mixing import RATE, Floats, Recording, Said, keep, seed

SOUNDS = Path("usr/share/asterisk/sounds")
TEXT = Path("usr/share/doc/asterisk-core-sounds-es/core-sounds-es.txt.gz")
SPANISH = "es_MX_f_Allison"

VOICES = {
    "mexican": (SPANISH, "asterisk-core-sounds-es-wav"),
    "carlo": ("it_IT_m_Carlo", "asterisk-core-sounds-it-wav"),
    "june": ("fr_CA_f_June", "asterisk-core-sounds-fr-wav"),
    "russian": ("ru_RU_f_IvrvoiceRU", "asterisk-core-sounds-ru-wav"),
    "menardi": ("it_IT_f_Menardi", "asterisk-prompt-it-menardi-wav"),
    "armelle": ("fr", "asterisk-prompt-fr-armelle"),
    "colombian": ("es", "asterisk-prompt-es-co"),
}
"""Folder and package of each voice. The American prompts are not among them: the Mexican voice speaks those too."""

TYPING_ERRORS = {
    "contrasena": "contraseña",
    "contrasenas": "contraseñas",
    "contrasenia": "contraseña",
    "defeto": "defecto",
    "demonstracion": "demostracion",
    "entidade": "entidades",
    "ingese": "ingrese",
    "introducccion": "introduccion",
    "introdusca": "introduzca",
    "mesaje": "mensaje",
    "atravez": "a traves",
}

GAP_SECONDS = 0.3
"""A pause within a prompt from this length on is nobody's speech."""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One recorded prompt."""

    path: Path
    text: str = ""


def spanish(roots: Sequence[Path], folder: Path, *, seconds: float = 350) -> Recording:
    """About that many seconds of Spanish prompts with pauses between, as one recording. Raises AbsentError."""
    text = _found(roots, TEXT, "asterisk-core-sounds-es")
    sounds = _found(roots, SOUNDS / SPANISH, "asterisk-core-sounds-es-wav")
    prompts = list(usable(gzip.decompress(text.read_bytes()).decode("utf-8", "replace"), sounds))
    chance = np.random.default_rng(seed("spanish prompts"))
    parts: list[Floats] = []
    said: list[Said] = []
    now = 0.4
    for number in chance.permutation(len(prompts)):
        sound = _samples(prompts[number].path)
        length = len(sound) / RATE
        parts += [_silence(now - sum(map(len, parts)) / RATE), sound]
        said.append(Said(speaker="mexican", start=now, end=round(now + length, 3), text=prompts[number].text))
        now = round(now + length + chance.uniform(0.3, 1.2), 3)
        if now > seconds:
            break
    return keep(folder / "real-spanish", np.concatenate([*parts, _silence(0.6)]), said, _digest(said))


def usable(text: str, sounds: Path) -> Iterator[Prompt]:
    """The prompts whose text can be compared with what is said, in the file's order."""
    seen: set[str] = set()
    for line in text.splitlines():
        found = re.match(r"^([\w/-]+):\s*(.+)$", line.strip())
        if found is None or re.search(r"[\[\](){}\d@]|www|\b\w \w \w\b|DTMF", found[2]):
            continue
        corrected = re.sub(r"\w+", lambda word: TYPING_ERRORS.get(word[0].lower(), word[0]), found[2])
        path = sounds / f"{found[1]}.wav"
        key = " ".join(re.findall(r"\w+", corrected.lower()))
        if len(key.split()) < 4 or key in seen or not path.is_file():
            continue
        seen.add(key)
        yield Prompt(path=path, text=corrected)


def conversation(roots: Sequence[Path], folder: Path, names: Sequence[str], *, seconds: float = 150) -> Recording:
    """Those voices in turns of two to ten seconds, loudness alike. Raises AbsentError naming the package."""
    chance = np.random.default_rng(seed("conversation", *names))
    free = {name: _turns(name, roots, chance) for name in names}
    parts: list[Floats] = []
    said: list[Said] = []
    now, before = 0.4, ""
    while now < seconds:
        name = str(chance.choice([n for n in names if n != before]))
        parts.append(_silence(now - sum(map(len, parts)) / RATE))
        for sound in next(free[name]):
            said += [
                Said(speaker=name, start=round(now + start, 3), end=round(now + end, 3), text="")
                for start, end in spoken(sound)
            ]
            pause = _silence(chance.uniform(0.1, 0.3))
            parts += [sound, pause]
            now += (len(sound) + len(pause)) / RATE
        now, before = now + chance.uniform(0.2, 0.8), name
    base = folder / f"real-{len(names)}"
    return keep(base, np.concatenate([*parts, _silence(0.6)]), said, _digest(said))


def _turns(name: str, roots: Sequence[Path], chance: np.random.Generator) -> Iterator[list[Floats]]:
    """Endless turns of one voice: prompts of half a second to eight seconds, until two seconds are full."""
    place, package = VOICES[name]
    sounds = _found(roots, SOUNDS / place, package)
    files = sorted(p for p in sounds.glob("*.*") if p.suffix in {".wav", ".gsm"} and p.stat().st_size > 8_000)
    while True:
        turn: list[Floats] = []
        while sum(map(len, turn)) < 2 * RATE:
            sound = _samples(files[int(chance.integers(len(files)))])
            pieces = spoken(sound)
            if pieces and 0.5 < pieces[-1][1] - pieces[0][0] < 8 and max(b - a for a, b in pieces) > 0.4:
                turn.append(sound)
        yield turn


def spoken(sound: Floats) -> list[tuple[float, float]]:
    """Seconds in which the sound is louder than a hundredth of its loudest 20 ms, pauses under GAP_SECONDS included."""
    frame = RATE // 50
    power = (sound[: len(sound) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max(initial=0.0) / 1000)
    pieces: list[tuple[float, float]] = []
    for number in loud:
        start, end = float(number) / 50, float(number + 1) / 50
        if pieces and start - pieces[-1][1] < GAP_SECONDS:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [piece for piece in pieces if piece[1] - piece[0] > 0.1]


def _found(roots: Sequence[Path], place: Path, package: str) -> Path:
    """The first root that has it; the links that Debian sets between languages don't count."""
    for root in roots:
        path = root / place
        if path.exists() and not path.is_symlink():
            return path
    raise AbsentError(f"Debian's {package} is neither installed nor unpacked under a folder of --prompts")


def _samples(path: Path) -> Floats:
    """The prompt at 16 kHz, at one loudness."""
    from meetbot.adapters import audio

    sound = np.concatenate(list(audio.samples(path)))
    spoken_at = np.sqrt((sound[np.abs(sound) > 0.01] ** 2).mean()) if (np.abs(sound) > 0.01).any() else 1.0
    even: Floats = (sound * min(0.06 / spoken_at, 0.9 / np.abs(sound).max(initial=1e-9))).astype(np.float32)
    return even


def _silence(seconds: float) -> Floats:
    return np.zeros(max(0, round(seconds * RATE)), dtype=np.float32)


def _digest(said: Sequence[Said]) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()

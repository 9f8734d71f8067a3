from collections.abc import Mapping

import numpy as np

from meetbot.adapters.merging import Vectors
from meetbot.adapters.placing import placed
from meetbot.adapters.voiceprints import Voiceprints

DIMENSIONS = 64
COMMON, ANA, BETO, CARLA, ROOM = np.eye(DIMENSIONS, dtype=np.float32)[:5]


def voice(own: Vectors, *, room: float = 0.0) -> Vectors:
    """A voice has something in common with all voices, and with all that are heard in one room."""
    whole = 0.7 * COMMON + 0.7 * own + room * ROOM
    return np.asarray(whole / np.linalg.norm(whole), dtype=np.float32)


PRINTS: Mapping[str, Vectors] = {"Ana": voice(ANA), "Beto": voice(BETO), "Carla": voice(CARLA)}


def recording(*stretches: tuple[Vectors, int], seconds: float = 1.6, pause: float = 2.0) -> Voiceprints:
    """Stretches of speech with that many windows each, a pause between them."""
    region = np.repeat(np.arange(len(stretches)), [count for _, count in stretches])
    starts = 0.4 * np.arange(len(region)) + (seconds + pause) * region
    noise = 0.03 * np.random.default_rng(3).normal(size=(len(region), DIMENSIONS))
    vectors = np.concatenate([np.repeat(own[None], count, axis=0) for own, count in stretches]) + noise
    spans = np.stack([starts, starts + seconds], axis=1)
    return Voiceprints(
        regions=np.array([(spans[region == r, 0].min(), spans[region == r, 1].max()) for r in range(len(stretches))]),
        spans=spans,
        region=region,
        vectors=np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32),
    )


def named(prints: Voiceprints, centroids: Vectors, *, names: Mapping[int, str], adding: bool = True) -> list[str]:
    """Whose each window is found to be; `?` for a voice without a name."""
    labels, found = placed(prints, centroids, {k: (n, 0.9) for k, n in names.items()}, PRINTS, adding=adding)
    return [found[label][0] if label in found else "?" for label in labels.tolist()]


def test_placed_who_speaks_once_has_a_voice_of_their_own() -> None:
    """Two seconds of an enrolled person that were merged with another's voice are theirs, heard in another room too."""
    for room in (0.0, 0.4):
        ana, beto, carla = (voice(own, room=room) for own in (ANA, BETO, CARLA))
        heard = recording((ana, 12), (beto, 10), (carla, 2), (ana, 8))
        centroids = np.stack([ana, voice(0.9 * BETO + 0.2 * CARLA, room=room)])
        found = named(heard, centroids, names={0: "Ana", 1: "Beto"})
        assert found == ["Ana"] * 12 + ["Beto"] * 10 + ["Carla"] * 2 + ["Ana"] * 8


def test_placed_nobody_is_added_who_is_not_clearly_heard() -> None:
    """Neither who stayed away, nor who only resembles a guest, nor whose stretch is too short, has a voice."""
    guest = voice(np.asarray(0.35 * CARLA + 0.35 * BETO + np.eye(DIMENSIONS, dtype=np.float32)[9]))
    centroids = np.stack([voice(ANA), voice(BETO)])
    names = {0: "Ana", 1: "Beto"}
    for stranger, seconds in ((voice(ANA), 1.6), (guest, 1.6), (voice(CARLA), 0.8)):
        heard = recording((voice(ANA), 10), (voice(BETO), 10), (stranger, 2), seconds=seconds)
        assert "Carla" not in named(heard, centroids, names=names)


def test_placed_short_phrases_in_a_row_are_enough_together() -> None:
    """'Sí, esa ya quedó. La mandé el jueves.': each phrase is shorter than a window, both are not."""
    centroids = np.stack([voice(ANA), voice(BETO)])
    answer = [(voice(CARLA), 1), (voice(CARLA), 1)]
    for pause, found in ((0.4, True), (3.0, False)):
        heard = recording((voice(ANA), 10), (voice(BETO), 10), *answer, seconds=1.2, pause=pause)
        assert ("Carla" in named(heard, centroids, names={0: "Ana", 1: "Beto"})) is found


def test_placed_without_a_recognised_voice_or_with_a_fixed_number_adds_nobody() -> None:
    """How the recording differs from the prints isn't known, or the user said how many voices there are."""
    heard = recording((voice(ANA), 10), (voice(CARLA), 3), (voice(BETO), 10))
    centroids = np.stack([voice(ANA), voice(BETO)])
    assert set(named(heard, centroids, names={})) == {"?"}
    assert set(named(heard, centroids, names={0: "Ana", 1: "Beto"}, adding=False)) == {"Ana", "Beto"}


def test_placed_a_mixed_cluster_is_drawn_to_its_print() -> None:
    """Where half of a short voice's cluster is another's, the print says which half is whose."""
    heard = recording((voice(ANA), 4), (voice(ANA), 4), (voice(BETO), 5))
    centroids = np.stack([voice(ANA), voice(0.55 * ANA + 0.6 * BETO)])
    assert named(heard, centroids, names={0: "Ana", 1: "Beto"}) == ["Ana"] * 8 + ["Beto"] * 5

"""Words that a settled match shows to mean the same: where "Learning site" is `lms`, "Learning jobs" may be `lms-worker`."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_profiles import DrawnProfile, Profiles, RunningProfile
from generator.graph.match_reasons import SAME_FAMILY, Evidence, Reason
from generator.graph.match_vocabulary import Vocabulary, stem_of, tells_which
from generator.graph.name_words import likeness
from generator.graph.running_names import workload_of

_MOST_WORDS = 2
"""Words of either side that are left over up to which they may mean each other."""
_TELLS_DRAWN, _TELLS_RUNNING = 0.1, 0.3
"""What a word must cost where it is missing. Less in the drawing, where it is a word that several shapes have."""


class LearnedWord(msgspec.Struct, frozen=True):
    """A drawn word that stands for a word of a workload's name, and the match that shows it."""

    drawn: str
    running: str
    shown: str
    """Text of the shape."""
    workload: str


def learned(profiles: Profiles, decided: Mapping[NodeKey, Sequence[str]], vocabulary: Vocabulary) -> tuple[LearnedWord, ...]:
    """Of every shape with one workload: what its text says beside the name, and the name beside its text."""
    found = []
    for key, workloads in decided.items():
        keys = {workload_of(each) for each in workloads}
        drawn, running = profiles.drawn.get(key), profiles.running.get(min(keys, default=""))
        if drawn is None or running is None or not keys <= set(running.twins):
            continue
        names = profiles.own_words(running.key)
        said = _left(drawn.text, names, vocabulary, _TELLS_DRAWN)
        called = _left(sorted(names - running.place), drawn.text, vocabulary, _TELLS_RUNNING)
        if 0 < len(said) <= _MOST_WORDS and 0 < len(called) <= _MOST_WORDS:
            found += [LearnedWord(one, two, drawn.shown, running.key) for one in said for two in called]
    return tuple(found)


def of_one_family(drawn: DrawnProfile, running: RunningProfile, words: Iterable[LearnedWord]) -> Reason | None:
    """A word of the shape means a word of the name elsewhere, for another workload."""
    text = set(map(stem_of, drawn.text))
    names = {stem_of(word) for name in running.names if name.trust == 1 for word in name.words}
    called = {stem_of(word) for name in running.names for word in name.words}
    for each in words:
        if each.drawn in text - called and each.running in names and each.workload not in running.twins:
            shown = f"“{each.drawn}” is {each.running} for “{each.shown}” as well"
            return Reason(Evidence.FAMILY, SAME_FAMILY, shown)
    return None


def _left(words: Iterable[str], others: Iterable[str], vocabulary: Vocabulary, tells: float) -> list[str]:
    return [
        stem_of(word)
        for word in dict.fromkeys(words)
        if tells_which(word) and vocabulary.cost(word) >= tells and not any(likeness(word, other) for other in others)
    ]

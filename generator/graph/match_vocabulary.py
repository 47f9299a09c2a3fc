"""Words that names and drawings share, and how much each of them tells."""

from collections import Counter
from collections.abc import Collection
from math import log

from generator.graph.name_words import words
from generator.graph.software_synonyms import LANGUAGES, RUNTIMES, TECHNOLOGIES, is_product_word, is_software_word

GENERIC = frozenset(
    "service services microservice microservices app application applications component server container pod deployment "
    "statefulset daemonset cronjob the a an of and or for to from with by in on at as based using listening localhost".split()
)
VAGUE = frozenset(
    "system platform module instance node cluster internal external main core default third party managed brokered tier layer "
    "stack store storage process engine manager master primary controller agent daemon".split()
)
"""They may name a thing, and may be missing from its name."""
_ENVIRONMENTS = frozenset(
    "prod production dev development stage staging stg test testing qa uat sandbox env local preprod demo".split()
)
NO_WORDS = GENERIC | TECHNOLOGIES | _ENVIRONMENTS

SHARED = 0.5
"""Share of the names from which on a word is the product's own name, which tells none from another."""
FEW = 3
_NO_WORD, _KIND_WORD, _PRODUCT_WORD, _RECURRING, _AT_LEAST = 0.1, 0.4, 0.5, 0.4, 0.05
_VAGUE_FOUND, _VAGUE_MISSING = 0.7, 0.3


class Vocabulary:
    """How much each word tells: one that many names have tells little (inverse document frequency, Spärck Jones 1972)."""

    def __init__(
        self, drawn: Collection[Collection[str]], running: Collection[Collection[str]], free: Collection[Collection[str]] = ()
    ) -> None:
        """`free`: of the workloads that are still without a shape; among them a word may have become the only one."""
        self._drawn = Counter(stem for each in drawn for stem in set(map(stem_of, each)))
        self._running = Counter(stem for each in running for stem in set(map(stem_of, each)))
        self._free = Counter(stem for each in free for stem in set(map(stem_of, each)))
        self._shapes, self._workloads = len(drawn), len([each for each in running if each])
        self._weights: dict[str, float] = {}
        self._costs: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """0 to 1: what it tells where it is found."""
        if word not in self._weights:
            stem = stem_of(word)
            alone = self._free[stem] == 1 and self._running[stem] < max(FEW, SHARED * self._workloads)
            self._weights[word] = self._weight(word, _VAGUE_FOUND, alone=alone)
        return self._weights[word]

    def cost(self, word: str) -> float:
        """0 to 1: what it tells where it is missing."""
        if word not in self._costs:
            self._costs[word] = self._weight(word, _VAGUE_MISSING, alone=False)
        return self._costs[word]

    def _weight(self, word: str, vague: float, *, alone: bool) -> float:
        stem = stem_of(word)
        if word in NO_WORDS or len(word) == 1 or word.isdecimal() or (word in RUNTIMES and not self._running[stem]):
            return _NO_WORD
        kind = _PRODUCT_WORD if is_product_word(word) else _KIND_WORD if is_software_word(word) else 1.0
        base = kind * (vague if word in VAGUE else 1.0)
        if self._running[stem]:
            return base if alone else base * _rarity(self._running[stem], self._workloads)
        # NOTE: a word that several shapes have and no workload says what kind of thing they are: "Request/Reply".
        recurring = _RECURRING if self._drawn[stem] > 1 else 1.0
        return base * recurring * _rarity(self._drawn[stem], self._shapes)


def stem_of(word: str) -> str:
    """Without the ending of a plural."""
    return word[:-1] if len(word) > FEW and word.endswith("s") and not word.endswith("ss") else word


def is_called_something(label: str, *, besides_languages: bool) -> bool:
    """Is there a word in it, and one that is no language or framework? `<>` and "3'" name nothing, ".NET" no component."""
    said = [word for word in words(label) if len(word) > 1 and not word.isdecimal()]
    return bool(said) and not (besides_languages and all(word in LANGUAGES for word in said))


def tells_which(word: str) -> bool:
    """May it say which thing is meant? No language, protocol, environment or kind does."""
    return word not in NO_WORDS | VAGUE | {"container"} and not is_software_word(word)


def _rarity(count: int, of: int) -> float:
    if of < FEW or count <= 1:
        return 1.0
    if count >= max(FEW, SHARED * of):
        return _AT_LEAST
    return max(_AT_LEAST, 1 - log(count) / log(of + 1))

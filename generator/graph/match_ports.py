"""The port that is written at a drawn line, beside the ports that containers open.

FedRAMP's SSP template asks for ports on the lines of the data flow diagrams (section 8.1), so that many drawings have them. A
number that one workload opens tells which one is meant, whatever it is called; one that half of them open tells nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_profiles import DrawnProfile, RunningProfile
from generator.graph.match_reasons import OWN_PORT, Evidence, Reason

_MOST_OPEN = 3
"""Workloads that open a port up to which it tells anything."""


class MatchPorts:
    """Ports drawn and ports opened."""

    def __init__(self, drawn: Mapping[NodeKey, frozenset[int]], running: Iterable[RunningProfile]) -> None:
        """`drawn`: by shape the ports of the lines that lead to it."""
        self._drawn = drawn
        opened = [each.ports for each in running if each.key == each.twins[0] and not each.is_copy]
        self._by_whom = {port: max(ends) for port, ends in _counted(opened, list(drawn.values())).items()}

    def shared(self, drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
        """The rarest port that both have; the fewer have it, drawn or running, the more it tells."""
        both = self._drawn.get(drawn.shape.key, frozenset()) & running.ports
        if not both:
            return None
        port = min(both, key=lambda each: (self._by_whom[each], each))
        count = self._by_whom[port]
        if count > _MOST_OPEN:
            return None
        rarely = "nothing else has" if count == 1 else f"{count} have"
        return Reason(Evidence.PORT, OWN_PORT / count, f"port {port} is drawn at it and open in {running.name}, which {rarely}")


def _counted(*ends: Sequence[frozenset[int]]) -> Mapping[int, tuple[int, ...]]:
    counts = [Counter(port for ports in each for port in ports) for each in ends]
    return {port: tuple(count[port] for count in counts) for port in set().union(*counts)}

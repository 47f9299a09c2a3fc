"""Flows of ways in: *permitted* from outside, *declared* from a controller or gateway to what it leads to."""

from collections.abc import Iterable, Iterator

from generator.graph.flow_drafts import FlowEvidence
from generator.model.flow import ANYONE, FlowProof, Strength, WayIn


def entries(ways: Iterable[WayIn]) -> Iterator[FlowEvidence]:
    """One from outside to each workload, and one from each way point to each. Of a port that is published on a host it is not
    known who calls it: that is no flow.
    """
    for way in ways:
        if way.conditional:
            continue
        let_in = FlowProof(strength=Strength.PERMITTED, because=way.because, source=way.source)
        passed_on = FlowProof(strength=Strength.DECLARED, because=way.because, source=way.source)
        for target in way.targets:
            yield FlowEvidence(source=ANYONE, target=target.end, proof=let_in, ports=target.ports, encryption=way.encryption)
            for point in way.through:
                yield FlowEvidence(source=point, target=target.end, proof=passed_on, ports=target.inner)

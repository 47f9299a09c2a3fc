"""Which assets receive something from the internet, as far as the evidence tells: an Ingress or a load balancer leads there.

VER-EVA-EIR asks for *reachable*: a payload that comes from the internet may reach what has no door to it. So a way in says
*yes*, and the absence of one says nothing.
"""

from collections.abc import Mapping

from generator.model.facts import SystemFacts
from generator.model.inventory import Workload

_SHOWN = 2


def reached(facts: SystemFacts) -> Mapping[str, str]:
    """Asset identifier to a sentence that says why it counts as reachable."""
    names = {key: _way_in(one) for one in facts.workloads if one.public for key in (one.key, f"{one.cluster}/{one.key}")}
    found: dict[str, str] = {}
    for image in facts.inventory:
        ways = [names[key] for key in image.workloads if key in names]
        if ways:
            more = f", and {len(ways) - _SHOWN} more" if len(ways) > _SHOWN else ""
            found[image.asset_id] = f"{'; '.join(ways[:_SHOWN])}{more}"
    for asset in facts.assets:
        if asset.public:
            found.setdefault(asset.asset_id, f"{asset.asset_id} has an address on the internet")
    return found


def _way_in(workload: Workload) -> str:
    return f"an Ingress, load balancer or node port leads to {workload.key}"

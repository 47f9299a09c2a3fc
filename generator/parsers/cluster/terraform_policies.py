"""Network policies of Cloud Foundry, as Terraform declares them: which app may call which other, on which port.

https://registry.terraform.io/providers/cloudfoundry-community/cloudfoundry/latest/docs/resources/network_policy,
https://docs.cloudfoundry.org/concepts/understand-cf-networking.html ("Policies": traffic between apps is denied otherwise)
"""

from collections.abc import Callable, Iterator, Mapping

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting, Settings
from generator.model.settings.permits import PermitRule, Permits, PermittedPorts, Pods, Policy
from generator.parsers.cluster import foreign
from generator.parsers.cluster.declared_settings import declared
from generator.parsers.late_patterns import late_re

TYPE = "cloudfoundry_network_policy"
_LAYER = "Cloud Foundry"
_PORTS = late_re(r"(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?")
_MOST = 65_535

Named = Callable[[object, int, str], str]
"""(value, number of the policy, key) -> the name of the app that it means; empty where it is not clear."""


def settings(values: Mapping[str, object], named: Named, source: EvidenceSource) -> Iterator[Setting[Settings]]:
    """One for each policy of which both apps are known."""
    listed = values.get("policy") if "policy" in values else values.get("policies")
    for number, each in enumerate(map(foreign.members, foreign.entries(listed))):
        caller = named(each.get("source_app"), number, "source_app")
        called = named(each.get("destination_app"), number, "destination_app")
        if caller and called:
            permits = _permits(caller, called, each)
            yield declared("cloudfoundry.org", "NetworkPolicy", f"{caller}-{called}", permits, source)


def _permits(caller: str, called: str, block_values: Mapping[str, object]) -> Permits:
    rule = PermitRule(direction="Ingress", pods=(Pods(workloads=(caller,)),), ports=tuple(_ports(block_values)))
    return Permits(policies=(Policy(layer=_LAYER, chosen=Pods(workloads=(called,)), restricts=("Ingress",), rules=(rule,)),))


def _ports(block_values: Mapping[str, object]) -> Iterator[PermittedPorts]:
    transport = (foreign.text(block_values.get("protocol")) or "tcp").upper()
    match = _PORTS.fullmatch(foreign.text(block_values.get("port")))
    if match and int(match["last"] or match["first"]) <= _MOST:
        yield PermittedPorts(int(match["first"]), int(match["last"] or match["first"]), transport)

"""Network policies of Cloud Foundry, as Terraform declares them: which app may call which other, on which port.

https://registry.terraform.io/providers/cloudfoundry-community/cloudfoundry/latest/docs/resources/network_policy,
https://docs.cloudfoundry.org/concepts/understand-cf-networking.html ("Policies": traffic between apps is denied otherwise)
"""

import re
from collections.abc import Callable, Iterator, Mapping

from generator.model.evidence import Source
from generator.model.settings.base import Setting, Settings
from generator.model.settings.permits import Permits, Pods, Policy, PortRange, Rule
from generator.parsers.cluster import foreign

TYPE = "cloudfoundry_network_policy"
_LAYER = "Cloud Foundry"
_PORTS = re.compile(r"(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?")
_MOST = 65_535

Named = Callable[[object, int, str], str]
"""(value, number of the policy, key) -> the name of the app that it means; empty where it is not clear."""


def settings(values: Mapping[str, object], named: Named, source: Source) -> Iterator[Setting[Settings]]:
    """One for each policy of which both apps are known."""
    listed = values.get("policy") if "policy" in values else values.get("policies")
    for number, each in enumerate(map(foreign.members, foreign.entries(listed))):
        caller = named(each.get("source_app"), number, "source_app")
        called = named(each.get("destination_app"), number, "destination_app")
        if caller and called:
            yield Setting(
                group="cloudfoundry.org",
                kind="NetworkPolicy",
                namespace="default",
                name=f"{caller}-{called}",
                read_from=("cloudfoundry.org", "NetworkPolicy"),
                taken=None,
                source=source,
                says=_permits(caller, called, each),
            )


def _permits(caller: str, called: str, said: Mapping[str, object]) -> Permits:
    rule = Rule(direction="Ingress", pods=(Pods(workloads=(caller,)),), ports=tuple(_ports(said)))
    return Permits(policies=(Policy(layer=_LAYER, chosen=Pods(workloads=(called,)), restricts=("Ingress",), rules=(rule,)),))


def _ports(said: Mapping[str, object]) -> Iterator[PortRange]:
    transport = (foreign.text(said.get("protocol")) or "tcp").upper()
    found = _PORTS.fullmatch(foreign.text(said.get("port")))
    if found and int(found["last"] or found["first"]) <= _MOST:
        yield PortRange(int(found["first"]), int(found["last"] or found["first"]), transport)

"""Look-ups of names (DNS) that leave the boundary: by a workload itself, and by the resolver of its cluster for all of them.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/: pods ask the cluster's resolver, which forwards what
it does not know. RFC 1035 has no encryption; RFC 7858 (`tls://`) and RFC 8484 (`https://`) have.
"""

import ipaddress
from collections.abc import Iterable, Iterator

from generator.checks.base import CheckContext, is_kubernetes, named
from generator.checks.diagrams import flow_words
from generator.model.flow import Flow
from generator.model.posture import Certainty, JudgedSubject
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.routes import NameForwarding
from generator.model.verdict_makers import fails, passes, unknown

BY_PORT = "it was called at the port of look-ups of names (53), and the protocol was not logged"
_DNS = 53
_ENCRYPTED = ("tls://", "https://")
_STEP = "collect the Corefile of the cluster's resolver (ConfigMap coredns in kube-system)"


def is_look_up(flow: Flow) -> bool:
    """Does a flow log name the port of DNS alone?"""
    return {port.number for port in flow.ports} == {_DNS}


def look_ups(context: CheckContext, calls: Iterable[Flow]) -> Iterator[JudgedSubject]:
    """One subject for each cluster in which something calls outside by name, or whose resolver was collected."""
    by_name = {flow.source.cluster for flow in calls if not flow_words.is_unresolved(flow.target.name)}
    for configuration in context.facts.configurations:
        forwarding = configuration.of(NameForwarding)
        if forwarding or (configuration.cluster in by_name and is_kubernetes(configuration)):
            yield _resolver(context, configuration, forwarding)


def _resolver(
    context: CheckContext, configuration: ClusterConfiguration, forwarding: tuple[Setting[NameForwarding], ...]
) -> JudgedSubject:
    name = f"look-ups of names by the resolver of {configuration.cluster}"
    cited = [each.cited for each in forwarding]
    if not forwarding:
        return unknown(name, "how the cluster's resolver forwards look-ups was not collected", next_step=_STEP)
    upstreams = [upstream for each in forwarding for upstream in each.says.upstreams]
    plain = [upstream for upstream in upstreams if not upstream.startswith(_ENCRYPTED)]
    public = [upstream for upstream in plain if _is_public(upstream)]
    if public:
        leading = [each for each in forwarding if not set(public).isdisjoint(each.says.upstreams)]
        rivals = [each.source for each in forwarding]
        text = f"are forwarded to {named(public)} in plain text"
        return fails(name, text, *cited, certainty=context.certainty_of_all(leading), contested_by=rivals)
    if plain:
        why = f"they are forwarded to {named(plain)} in plain text, and whether that lies outside the boundary is not known"
        return unknown(name, why, *cited)
    if not upstreams:
        return unknown(name, "its configuration forwards none, and who looks names up outside was not collected", *cited)
    return passes(name, *cited, certainty=Certainty.DECLARED, reason=f"forwarded to {named(upstreams)}")


def _is_public(upstream: str) -> bool:
    """An address that is routed on the internet; `dns://` is what stands before an address by default."""
    host = upstream.removeprefix("dns://")
    bare = host[1:].partition("]")[0] if host.startswith("[") else host if host.count(":") > 1 else host.partition(":")[0]
    try:
        return ipaddress.ip_address(bare).is_global
    except ValueError:
        return False

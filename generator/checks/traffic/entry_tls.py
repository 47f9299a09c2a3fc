"""TLS at the ways in: Ingresses, Gateways, Routes."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.entry import EntryPoint
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_KINDS = (
    ("networking.k8s.io", "Ingress"),
    ("extensions", "Ingress"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("networking.istio.io", "Gateway"),
    ("route.openshift.io", "Route"),
)

_REQUIREMENT = PostureRequirement(
    id="entry-tls",
    area="Encryption in transit",
    title="Every way in from outside is encrypted",
    problem="Way in from outside without TLS",
    asks="Is every host that is reached from outside served with TLS only?",
    rationale="Traffic from users crosses networks outside the provider's control.",
    fix="Name a certificate for every host (`tls`), and answer plain requests with a redirect only.",
    reference="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls; NIST SP 800-53 Rev. 5, SC-8",
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1)"),
)


@dataclass(frozen=True, slots=True)
class EntryTls:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_KINDS):
            return not_collected("Ingresses, Gateways and Routes", refused=context.refused(("networking.k8s.io", "ingresses")))
        entries = context.inside(EntryPoint)
        if not entries:
            return none_found("No Ingress, Gateway or Route leads into the system.", missing=("services of type LoadBalancer",))
        problems = [problem for entry in entries for problem in _plain(entry)]
        hosts = [(opening.host, opening) for entry in entries for opening in entry.says.openings]
        secured = sum(opening.tls for _, opening in hosts)
        ended = any(opening.tls and not opening.passes_on for _, opening in hosts)
        missing = ["which protocol versions and cipher suites the ways in accept"]
        if ended:
            missing.append("the way from where the TLS ends to the service")
        ways = counted(len(entries), "way in", "ways in")
        summary = f"{secured} of {counted(len(hosts), 'host')} behind {ways} are served with TLS."
        return judged(summary, problems, entries, missing=missing, held=(secured, len(hosts)))


def _plain(entry: Setting[EntryPoint]) -> Iterator[Problem]:
    """A redirect beside a listener with TLS for the same host is what plain requests should get."""
    secured = {opening.host for opening in entry.says.openings if opening.tls}
    hosts = sorted({opening.host for opening in entry.says.openings if not opening.tls and not opening.sends_on})
    if not hosts:
        return
    again = [host for host in hosts if host in secured]
    text = f"serves {named(hosts)} without TLS"
    if again == hosts and entry.group == "gateway.networking.k8s.io":
        text = f"takes plain requests for {named(hosts)} beside TLS; whether a route only redirects them was not looked at"
    yield Problem(subject=entry.key, text=text, citations=(entry.cited,))

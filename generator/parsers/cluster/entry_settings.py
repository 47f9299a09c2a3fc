"""Ingresses, Gateways and Routes: which hosts are reached with TLS. See `generator.model.settings.entry`."""

from collections.abc import Iterator, Mapping

from generator.model.settings.entry import EntryPoint, Opening
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import Plain, below, plain
from generator.parsers.cluster.setting_subject import SettingSubject

_ANY = "*"
_CERTIFICATES = ("alb.ingress.kubernetes.io/certificate-arn", "networking.gke.io/managed-certificates")
_SENT_ON = ("alb.ingress.kubernetes.io/ssl-redirect",)
_ENCRYPTED = frozenset({"HTTPS", "TLS"})


def read_ingress(subject: SettingSubject) -> EntryPoint:
    """An Ingress. A `tls` entry without hosts is for all of them."""
    ingress = plain(subject)
    sections = [foreign.members(each) for each in foreign.entries(ingress.in_spec("tls"))]
    secured = {foreign.text(host) for each in sections for host in foreign.entries(each.get("hosts"))}
    whole = any(not foreign.entries(each.get("hosts")) for each in sections)
    hosts = {foreign.text(foreign.members(each).get("host")) or _ANY for each in foreign.entries(ingress.in_spec("rules"))}
    annotations = ingress.annotations()
    has_certificate = any(annotations.get(key) for key in _CERTIFICATES)
    openings = [
        Opening(
            host=host,
            tls=has_certificate or whole or _covers(secured, host),
            sends_on=any(annotations.get(key) for key in _SENT_ON),
        )
        for host in hosts | secured or {_ANY}
    ]
    return EntryPoint(openings=tuple(sorted(openings)), by_annotation=has_certificate)


def read_gateway(subject: SettingSubject) -> EntryPoint:
    """A Gateway of the Gateway API. A plain listener sends on where a route says so, which is not looked for here."""
    return EntryPoint(openings=tuple(sorted({_listener(each) for each in _parts(plain(subject), "listeners")})))


def read_istio_gateway(subject: SettingSubject) -> EntryPoint:
    """A Gateway of Istio."""
    openings = [opening for server in _parts(plain(subject), "servers") for opening in _server(server)]
    return EntryPoint(openings=tuple(sorted(set(openings))))


def read_route(subject: SettingSubject) -> EntryPoint:
    """A Route of OpenShift. TLS that the router ends leaves the way from the router to the pod plain."""
    route = plain(subject)
    tls = foreign.members(route.in_spec("tls"))
    termination = foreign.text(tls.get("termination")).lower()
    plain_too = foreign.text(tls.get("insecureEdgeTerminationPolicy")).lower() == "allow"
    host = foreign.text(route.in_spec("host")) or _ANY
    opening = Opening(host=host, tls=bool(termination) and not plain_too, passes_on=termination in ("passthrough", "reencrypt"))
    return EntryPoint(openings=(opening,))


def _parts(object_: Plain, key: str) -> list[Mapping[str, object]]:
    return [foreign.members(each) for each in foreign.entries(object_.in_spec(key))]


def _covers(secured: set[str], host: str) -> bool:
    """By name, or by a wildcard for the first label."""
    return host in secured or f"*.{host.partition('.')[2]}" in secured


def _listener(listener: Mapping[str, object]) -> Opening:
    protocol = foreign.text(listener.get("protocol")).upper()
    passed = foreign.text(below(listener, "tls", "mode")) == "Passthrough"
    host = foreign.text(listener.get("hostname")) or _ANY
    return Opening(host=host, tls=protocol in _ENCRYPTED, passes_on=passed)


def _server(server: Mapping[str, object]) -> Iterator[Opening]:
    mode = foreign.text(below(server, "tls", "mode")).upper()
    protocol = foreign.text(below(server, "port", "protocol")).upper()
    sends_on = below(server, "tls", "httpsRedirect") is True
    passes_on = mode in ("PASSTHROUGH", "AUTO_PASSTHROUGH")
    tls = bool(mode) or protocol in _ENCRYPTED
    for host in foreign.entries(server.get("hosts")):
        name = foreign.text(host).rpartition("/")[2] or _ANY
        yield Opening(host=name, tls=tls and not sends_on, sends_on=sends_on, passes_on=passes_on)

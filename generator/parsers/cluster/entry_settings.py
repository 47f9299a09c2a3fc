"""Ingresses, Gateways and Routes: which hosts are reached with TLS. See `generator.model.settings.entry`."""

import json
from collections.abc import Iterator, Mapping

from generator.model.settings.entry import EntryPoint, Opening
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import Plain, below, plain
from generator.parsers.cluster.setting_subject import SettingSubject

_ANY = "*"
_CERTIFICATES = ("alb.ingress.kubernetes.io/certificate-arn", "networking.gke.io/managed-certificates")
_SENT_ON = ("alb.ingress.kubernetes.io/ssl-redirect",)
_ENCRYPTED = frozenset({"HTTPS", "TLS"})
_WEB = frozenset({"HTTP", "HTTP2", "GRPC", "GRPC-WEB"})
_REDIRECTS = (
    "nginx.ingress.kubernetes.io/force-ssl-redirect",
    "nginx.ingress.kubernetes.io/ssl-redirect",
    "nginx.org/redirect-to-https",
    "nginx.org/ssl-redirect",
    "ingress.kubernetes.io/force-ssl-redirect",
    "ingress.kubernetes.io/ssl-redirect",
    "haproxy.org/ssl-redirect",
    "haproxy-ingress.github.io/ssl-redirect",
)
"""Annotations by which a controller redirects plain requests, or does not. Where there is none its own settings decide.

https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ (HTTPS enforcement through redirect),
https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
"""
_ALLOWS_HTTP, _FRONTEND = "kubernetes.io/ingress.allow-http", "networking.gke.io/v1beta1.FrontendConfig"
"""https://docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress: plain HTTP is served too unless switched off."""
_PORTS = "alb.ingress.kubernetes.io/listen-ports"
"""https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#listen-ports: 443 alone
where a certificate is named and no ports are."""
_CLASS = "kubernetes.io/ingress.class"
_TRAEFIK, _KONG = "traefik.ingress.kubernetes.io/router.entrypoints", "konghq.com/protocols"


def read_ingress(subject: SettingSubject) -> EntryPoint:
    """An Ingress. A `tls` entry without hosts is for all of them."""
    ingress = plain(subject)
    sections = foreign.rows(ingress.in_spec("tls"))
    secured = {foreign.text(host) for each in sections for host in foreign.entries(each.get("hosts"))}
    whole = any(not foreign.entries(each.get("hosts")) for each in sections)
    hosts = {foreign.text(foreign.members(each).get("host")) or _ANY for each in foreign.entries(ingress.in_spec("rules"))}
    annotations = ingress.annotations()
    has_certificate = any(annotations.get(key) for key in _CERTIFICATES)
    openings = []
    for host in hosts | secured or {_ANY}:
        tls = has_certificate or whole or _covers(secured, host)
        sends_on = any(annotations.get(key) for key in _SENT_ON)
        after = _without_tls(ingress) if tls else "redirected" if sends_on else "served"
        openings.append(Opening(host=host, tls=tls, sends_on=sends_on, plain=after))
    return EntryPoint(openings=tuple(sorted(openings)))


def read_gateway(subject: SettingSubject) -> EntryPoint:
    """A Gateway of the Gateway API. A plain listener sends on where its routes say so, which `route_settings` reads."""
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
    policy = foreign.text(tls.get("insecureEdgeTerminationPolicy")).lower()
    opening = Opening(
        host=host,
        tls=bool(termination),
        passes_on=termination in ("passthrough", "reencrypt"),
        plain="served" if plain_too or not termination else "redirected" if policy == "redirect" else "refused",
    )
    return EntryPoint(openings=(opening,))


def _without_tls(ingress: Plain) -> str:
    """Of an Ingress with TLS. Kubernetes itself says nothing about plain requests: the controller decides."""
    annotations = {key: foreign.text(value).strip() for key, value in ingress.annotations().items()}
    for key in _REDIRECTS:
        if annotations.get(key, "").lower() in ("true", "false"):
            return "redirected" if annotations[key].lower() == "true" else "served"
    called = foreign.text(ingress.in_spec("ingressClassName")) or annotations.get(_CLASS, "")
    if _ALLOWS_HTTP in annotations or called in ("gce", "gce-internal"):
        allowed = annotations.get(_ALLOWS_HTTP, "").lower() != "false"
        return ("" if _FRONTEND in annotations else "served") if allowed else "refused"
    if _PORTS in annotations or annotations.get(_CERTIFICATES[0]):
        plain_too = _PORTS in annotations and "HTTP" in _protocols(annotations[_PORTS])
        return "refused" if not plain_too else "redirected" if annotations.get(_SENT_ON[0]) else "served"
    if annotations.get(_TRAEFIK) == "websecure":
        return "refused"
    return "redirected" if annotations.get(_KONG) == "https" else ""


def _protocols(ports: str) -> set[str]:
    """`[{"HTTP": 80}, {"HTTPS": 443}]`; what cannot be read may be anything."""
    try:
        entries = json.loads(ports)
    except ValueError:
        return {"HTTP"}
    return {key for each in foreign.entries(entries) for key in foreign.members(each)}


def _parts(object_: Plain, key: str) -> list[Mapping[str, object]]:
    return foreign.rows(object_.in_spec(key))


def _covers(secured: set[str], host: str) -> bool:
    """By name, or by a wildcard for the first label."""
    return host in secured or f"*.{host.partition('.')[2]}" in secured


def _listener(listener: Mapping[str, object]) -> Opening:
    protocol = foreign.text(listener.get("protocol")).upper()
    passed = foreign.text(below(listener, "tls", "mode")) == "Passthrough"
    host = foreign.text(listener.get("hostname")) or _ANY
    return Opening(
        host=host,
        tls=protocol in _ENCRYPTED,
        passes_on=passed,
        port=foreign.number(listener.get("port")) or 0,
        plain="refused" if protocol in _ENCRYPTED else "",
        protocol=protocol,
    )


def _server(server: Mapping[str, object]) -> Iterator[Opening]:
    mode = foreign.text(below(server, "tls", "mode")).upper()
    protocol = foreign.text(below(server, "port", "protocol")).upper()
    sends_on = below(server, "tls", "httpsRedirect") is True
    passes_on = mode in ("PASSTHROUGH", "AUTO_PASSTHROUGH")
    tls = bool(mode) or protocol in _ENCRYPTED
    for host in foreign.entries(server.get("hosts")):
        name = foreign.text(host).rpartition("/")[2] or _ANY
        yield Opening(
            host=name,
            tls=tls and not sends_on,
            sends_on=sends_on,
            passes_on=passes_on,
            port=foreign.number(below(server, "port", "number")) or 0,
            plain="redirected" if sends_on else "refused" if tls else "served" if protocol in _WEB else "",
            protocol=protocol,
        )

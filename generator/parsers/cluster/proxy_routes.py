"""Routes that Traefik and Contour define beside Ingresses and the Gateway API: where they lead, and whether with TLS.

https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/,
https://projectcontour.io/docs/main/config/fundamentals/ and https://projectcontour.io/docs/main/config/tls-termination/
"""

from collections.abc import Iterator, Mapping

from generator.model.settings.entry import EntryPoint, Opening
from generator.model.settings.routes import Backend, RouteSetting
from generator.parsers.cluster import foreign
from generator.parsers.cluster.plain_objects import Plain, plain
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_HOSTS = late_re(r"\bHost(?:SNI)?\(([^()]{1,2000})\)")
_QUOTED = late_re(r"[`\"']([^`\"'*\s]{1,253})[`\"']")
_PLAIN_ENTRY = "web"
"""Traefik's entry point for port 80, as its chart names it."""
_SECURE_ENTRY = "websecure"
_ANY = "*"

_Members = Mapping[str, object]


def read_ingress_route(subject: SettingSubject) -> RouteSetting:
    """Traefik's IngressRoute and IngressRouteTCP. A TraefikService is a choice among Services, which is not followed."""
    route = plain(subject)
    listed = foreign.rows(route.in_spec("routes"))
    return RouteSetting(
        hosts=tuple(sorted(_matched(listed))),
        backends=_backends((service for each in listed for service in foreign.entries(each.get("services"))), route.namespace),
        tls=route.in_spec("tls") is not None or _entries(route) == {_SECURE_ENTRY},
    )


def open_ingress_route(subject: SettingSubject) -> EntryPoint:
    """A router with `tls` answers TLS alone; without, an entry point that ends TLS by itself may stand before it."""
    route = plain(subject)
    hosts = _matched(foreign.rows(route.in_spec("routes"))) or {_ANY}
    tls, entries = route.in_spec("tls") is not None, _entries(route)
    after = "refused" if tls else "served" if _PLAIN_ENTRY in entries else ""
    return EntryPoint(openings=tuple(Opening(host=host, tls=tls, plain=after) for host in sorted(hosts)))


def read_http_proxy(subject: SettingSubject) -> RouteSetting:
    """Contour's HTTPProxy. One without a virtual host is a part that another includes."""
    proxy = plain(subject)
    host = foreign.members(proxy.in_spec("virtualhost"))
    routes = foreign.rows(proxy.in_spec("routes"))
    services = [service for each in routes for service in foreign.entries(each.get("services"))]
    services += foreign.entries(foreign.members(proxy.in_spec("tcpproxy")).get("services"))
    name = foreign.text(host.get("fqdn"))
    return RouteSetting(
        hosts=(name,) if name else (),
        backends=_backends(iter(services), proxy.namespace),
        within=not name,
        tls=bool(foreign.members(host.get("tls"))),
    )


def open_http_proxy(subject: SettingSubject) -> EntryPoint:
    """With `tls`, Contour redirects plain requests, except of routes with `permitInsecure`."""
    proxy = plain(subject)
    host = foreign.members(proxy.in_spec("virtualhost"))
    name = foreign.text(host.get("fqdn"))
    if not name:
        return EntryPoint()
    tls = foreign.members(host.get("tls"))
    routes = foreign.rows(proxy.in_spec("routes"))
    plain_too = any(each.get("permitInsecure") is True for each in routes)
    opening = Opening(
        host=name,
        tls=bool(tls),
        passes_on=tls.get("passthrough") is True,
        plain="served" if not tls or plain_too else "redirected",
    )
    return EntryPoint(openings=(opening,))


def _matched(routes: list[_Members]) -> set[str]:
    """Hosts in Traefik's rules: Host(`a.example`, `b.example`) && PathPrefix(`/`)."""
    rules = (foreign.text(each.get("match")) for each in routes)
    return {host for rule in rules for hosts in _HOSTS.findall(rule) for host in _QUOTED.findall(hosts)}


def _entries(route: Plain) -> set[str]:
    return {foreign.text(each) for each in foreign.entries(route.in_spec("entryPoints"))}


def _backends(services: Iterator[object], namespace: str) -> tuple[Backend, ...]:
    listed = (foreign.members(each) for each in services)
    return tuple(
        sorted(
            {
                Backend(foreign.text(each.get("namespace")) or namespace, name, foreign.number(each.get("port")) or 0)
                for each in listed
                if (name := foreign.text(each.get("name"))) and foreign.text(each.get("kind")) in ("", "Service")
            }
        )
    )

"""Ports that serve the operators of a component and no user: metrics, health, profiling and debugging.

They are ways in where they are open, and are not drawn one by one. Known by the name that a manifest gives the port or the
service, else by the number that the software has by default: https://github.com/prometheus/prometheus/wiki/Default-port-allocations
(exporters), https://nodejs.org/api/cli.html#--inspecthostport, https://pkg.go.dev/net/http/pprof,
https://istio.io/latest/docs/ops/deployment/application-requirements/ (telemetry of the proxy).
"""

import re

from generator.model.inventory import ContainerPort

_WORDS = re.compile(
    r"(?:^|[-_.])(?:[a-z]*metrics?|\w*exporter|health(?:z|check)?|probes?|readiness|liveness|debug|pprof|profil\w+|jdwp|inspector)"
    r"(?:$|[-_.\d])"
)
_NUMBERS = frozenset({5005, 6060, 9229, 9100, 9101, 9102, 9104, 9113, 9114, 9115, 9117, 9121, 9187, 9216, 9308, 15020, 15090})


def is_helper(port: ContainerPort, service: str) -> bool:
    """Is the port of this service one that no user calls?"""
    named = (port.name, service)
    return any(_WORDS.search(text.lower()) for text in named) or (not port.name and port.number in _NUMBERS)

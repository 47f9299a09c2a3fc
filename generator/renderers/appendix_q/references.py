"""The reference numbers of Appendix Q, by which Table 9.1 and the diagrams of a System Security Plan name encryption.

FedRAMP SSP template v1.1, section 9: "Reference #" of Table 9.1 is the "Ref #" of Appendix Q.
"""

from collections.abc import Mapping, Sequence

import msgspec

from generator.graph.ports import INTERNET
from generator.model.crypto import CryptoArea, CryptoUse
from generator.model.flow import HOST_CALLERS, ServicePort, encrypted

_SIGNS: Mapping[CryptoArea, str] = {CryptoArea.TRANSIT: "DIT", CryptoArea.REST: "DAR", CryptoArea.OTHER: "OTH"}
_FROM_OUTSIDE = ("ingress/", "load-balancer/")
_BETWEEN = ("mesh/", "node-traffic/")
_TLS = "TLS"


class NumberedUse(msgspec.Struct, frozen=True, kw_only=True):
    """A row of Appendix Q."""

    reference: str
    """`DIT-1`, `DAR-2`."""
    use: CryptoUse


def numbered(uses: Sequence[CryptoUse]) -> tuple[NumberedUse, ...]:
    """Table by table, in the order of their ids."""
    return tuple(
        NumberedUse(reference=f"{sign}-{number}", use=use)
        for area, sign in _SIGNS.items()
        for number, use in enumerate((use for use in uses if use.area is area), start=1)
    )


def references(ports: Sequence[ServicePort], uses: Sequence[NumberedUse]) -> Mapping[int, str]:
    """By the place of a port in its table: the rows of Appendix Q about what goes to it."""
    outside = [use for use in uses if use.use.id.startswith(_FROM_OUTSIDE)]
    known = {name for port in ports for name in (port.service, *port.used_by)}
    unnamed = [use.reference for use in outside if _way(use.use) not in known]
    between = [use.reference for use in uses if use.use.id.startswith(_BETWEEN)]
    numbers = {}
    for place, port in enumerate(ports):
        named = []
        if INTERNET in port.used_by and not port.external:
            ways = {port.service, *port.used_by}
            named = [use.reference for use in outside if _way(use.use) in ways] or unnamed
        if encrypted(port.encryption) and not port.external and any(caller != INTERNET for caller in port.used_by):
            named = [*named, *between]
        numbers[place] = ", ".join([*named, *(use.reference for use in uses if _is_about(use.use, port))])
    return numbers


def _way(use: CryptoUse) -> str:
    """The way in as the table names it: `Ingress front` of `ingress/prod/shop/Ingress/front`."""
    return " ".join(use.id.rsplit("/", 2)[-2:])


def _is_about(use: CryptoUse, port: ServicePort) -> bool:
    """Calls that a flow shows: of this service, by one of those who use the port, where the port is encrypted at all."""
    if port.service not in use.services or _TLS not in (port.encryption or "").split(" and "):
        return False
    outside = (HOST_CALLERS, *use.services) if use.published else (INTERNET,)
    return not {*use.callers, *(() if use.callers else outside)}.isdisjoint(port.used_by)

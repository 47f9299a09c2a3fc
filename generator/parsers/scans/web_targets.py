"""What scanners of web applications look at: a web address of the inventory, by its scheme, host and port.

An address is of no kind of `TargetKind`: it may lead to a balancer, a host or a workload. The index of assets takes a target
of unknown kind whose name is a web address for one, and looks its host up among the inventory's names.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.target import from_evidence

_SITE = late_re(r"([a-z][a-z0-9+.-]{1,20}://)(?:[^/?#@\s]*@)?([^/?#\s]+)", re.IGNORECASE)
_BEHIND = late_re(r"[?;#]")
_USUAL = {"http://": ":80", "https://": ":443"}


class WebTargets:
    """The addresses of one file, one record each."""

    __slots__ = ("_evidence", "_known")

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._known: dict[str, ScanTarget] = {}

    def target(self, address: str, *, others: Iterable[str | None] = (), authenticated: bool | None = None) -> ScanTarget:
        """The site of that address, else (`shop.example`) a host; without an address, what a person says was scanned.

        What else is known of a site is what stands where it is named first.
        """
        name = site(address)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._new(name, others, authenticated=authenticated)
        return known

    def _new(self, name: str, others: Iterable[str | None], *, authenticated: bool | None) -> ScanTarget:
        kind = TargetKind.UNKNOWN if "://" in name else TargetKind.HOST
        if not name:
            return from_evidence(self._evidence, TargetKind.UNKNOWN)
        host = re.sub(r":\d{1,5}$", "", name.rpartition("://")[2]) if "://" in name else name
        names = tuple(other for other in other_names(name, *others) if other != host)
        return ScanTarget(name=name, kind=kind, other_names=names, authenticated=authenticated)


@lru_cache(1 << 12)
def site(address: str) -> str:
    """Scheme, host and port of an address, without user, path and the port that is the scheme's own; another text as it is."""
    text = address.strip().lstrip("/")
    match = _SITE.match(text)
    return text if match is None else _site(match)


def within_site(address: str, target: ScanTarget) -> str:
    """The path of an address behind its site: `/basket`; with the site where it is another one. What stands behind `?` or `;`
    may be a session's secret, and is left out."""
    text = _BEHIND.split(address.strip(), maxsplit=1)[0]
    match = _SITE.match(text)
    if match is None:
        return text
    return (text[match.end() :] or "/") if _site(match) == target.name else text


def _site(match: re.Match[str]) -> str:
    scheme, host = match[1].lower(), match[2].lower()
    return scheme + host.removesuffix(_USUAL.get(scheme, " "))

"""Nmap's XML output: ports of hosts, and what the script `vulners` lists for them.

https://nmap.org/book/nmap-dtd.html. A port is no weakness: an open one is left to a person, who compares it with the ports
that the plan allows (CM-7); another state passes. What `vulners` lists is derived from versions alone.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import epoch_moment
from generator.parsers.scans.entries import affected, cves, misconfiguration_of, vulnerability_of
from generator.parsers.scans.hosts import HostTargets, service
from generator.parsers.scans.severity import band
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_entry import XmlEntry

_NO_HOST = "no host was up: nothing was scanned"
_ADDRESS = "ipv"


def recognizes(document: Document) -> bool:
    return document.root_name == "nmaprun"


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name="Nmap", version=root.get("version") or None))
    hosts, scanned, started = HostTargets(evidence), 0, root.get("start", "")
    for number, element in enumerate(document.xml_elements("host"), 1):
        host = XmlEntry(element)
        if host.get("status@state") == "down":
            continue
        scanned += 1
        target = accumulator.target(_target(host, hosts))
        for place, port in enumerate(host.all("ports/port"), 1):
            for result in _results(port, target, f"host[{number}]/port[{place}]"):
                accumulator.take(result)
        for script in host.all("hostscript/script"):
            for result in _listed(script, target, "", f"host[{number}]/hostscript"):
                accumulator.take(result)
    if not scanned:
        accumulator.target(hosts.target(""))
    taken = epoch_moment(float(started)) if started.isdecimal() and len(started) < len("10000000000") + 1 else None
    return accumulator.finish(taken, failure=None if scanned else _NO_HOST)


def _target(host: XmlEntry, hosts: HostTargets) -> ScanTarget:
    addresses = [each.get("@addr") for each in host.all("address") if each.get("@addrtype").startswith(_ADDRESS)]
    names = host.get("hostnames/hostname@name").split("\n")
    return hosts.target(
        addresses[0] if addresses else names[0],
        os_name=host.get("os/osmatch@name").partition("\n")[0],
        others=[*addresses, *names],
    )


def _results(port: XmlEntry, target: ScanTarget, place: str) -> Iterator[ScanResult | None]:
    number, protocol, state = port.get("@portid"), port.get("@protocol"), port.get("state@state")
    words = (port.get("service@name"), port.get("service@product"), port.get("service@version"))
    yield misconfiguration_of(
        f"{number}/{protocol}" if number else "",
        target,
        place,
        severity=Severity.INFORMATIONAL,
        title=" ".join(("Port", f"{number}/{protocol}", state, *filter(None, words))),
        disposition=Disposition.MANUAL if state == "open" else Disposition.PASSED,
        native_status=state,
    )
    for script in port.all("script"):
        yield from _listed(script, target, service(number, protocol), place, version=port.get("service@version"))


def _listed(script: XmlEntry, target: ScanTarget, scope: str, place: str, version: str = "") -> Iterator[ScanResult | None]:
    """What `vulners` lists of each product (CPE)."""
    if script.get("@id") != "vulners":
        return
    for product in script.all("table"):
        for entry in product.all("table"):
            elements = {element.get("@key"): element.get("") for element in entry.all("elem")}
            identifier = elements.get("id", "")
            if identifier:
                score = cvss_scores.number(elements.get("cvss", ""))
                yield vulnerability_of(
                    identifier,
                    target,
                    place,
                    severity=band(score),
                    scope=scope,
                    package=affected(product.get("@key"), version),
                    cves=cves(identifier),
                )

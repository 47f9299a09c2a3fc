"""SSLyze's report in XML (`--xml_out`), versions 0 to 2."""

from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import sslyze_words
from generator.parsers.scans.sslyze_words import KNOWN, OLD_PROTOCOLS, Verdict, plain_name
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.parsers.scans.xml_entry import XmlEntry

_ATTRIBUTES = {
    "heartbleed": ("openSslHeartbleed@isVulnerable", "heartbleed@isVulnerable", "True"),
    "openssl_ccs": ("openSslCcsInjection@isVulnerable", "openSSLCCSInjection@isVulnerable", "True"),
    "reneg": ("sessionRenegotiation@isSecure", "", "False"),
    "fallback": ("tlsFallbackScsv@isSupported", "", "False"),
    "compression": ("compressionMethod@isSupported", "", "True"),
}
"""Of a command: where its answer stands, and which answer is a weakness."""
_NOTHING = "SSLyze did not reach any server"


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name == "document" and "SSLyzeVersion" in dict(root.attributes)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    version = root.get("SSLyzeVersion", "").removeprefix("SSLyze v")
    accumulator = ScanAccumulator(evidence, Scanner(name=sslyze_words.SCANNER, version=version or None))
    sites, tested = WebTargets(evidence), 0
    for number, element in enumerate(document.xml_elements("target"), 1):
        host, port = element.get("host", ""), element.get("port", "")
        address = f"https://{host}:{port}" if host and port else host
        target = accumulator.target(sites.target(address, others=[element.get("ip")]))
        for command in filter(_is_command, element):
            tested += 1
            place = f"target[{number}]/{command.tag}"
            accumulator.take(sslyze_words.result(command.tag, _verdict(XmlEntry(command)), target, place))
    if not tested:
        accumulator.target(sites.target(""))
    return accumulator.finish(None, failure=None if tested else _NOTHING)


def _is_command(element: Element) -> bool:
    """A command's element has a title."""
    return element.get("title") is not None or plain_name(element.tag) in KNOWN


def _verdict(command: XmlEntry) -> Verdict:
    name = command.element.tag
    if command.element.get("exception"):
        return "error"
    if name in OLD_PROTOCOLS:
        stated = command.get("@isProtocolSupported")
        return "weak" if stated == "True" or (not stated and command.get("acceptedCipherSuites/cipherSuite@name")) else "sound"
    if name in _ATTRIBUTES:
        first, other, weak = _ATTRIBUTES[name]
        stated = command.get(first, other) if other else command.get(first)
        return "none" if not stated else "weak" if weak in stated.split() else "sound"
    if name == "robot":
        return "weak" if command.get("robotAttack@resultEnum").startswith("VULNERABLE") else "sound"
    if name == "certinfo":
        return _certificate(command)
    return "none"


def _certificate(command: XmlEntry) -> Verdict:
    """Trusted by at least one store, and the server's."""
    results = command.get("certificateValidation/pathValidation@validationResult", "pathValidation@validationResult")
    matches = command.get("certificateValidation/hostnameValidation@certificateMatchesServerHostname")
    return "sound" if "ok" in results.split("\n") and matches != "False" else "weak"

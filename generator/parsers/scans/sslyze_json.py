"""SSLyze's report in JSON (`--json_out`), versions 2 to 6."""

from collections.abc import Callable, Iterator, Mapping

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import sslyze_words
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.sslyze_words import OLD_PROTOCOLS, Verdict, plain_name
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_SERVERS = ("server_scan_results", "accepted_targets")
_LISTS = ("scan_result", "scan_commands_results", "commands_results")
_NOT_RUN = "NOT_SCHEDULED"
_ATTRIBUTE_NAMES = {
    "heartbleed": ("is_vulnerable_to_heartbleed", True),
    "openssl_ccs": ("is_vulnerable_to_ccs_injection", True),
    "tls_compression": ("supports_compression", True),
    "tls_fallback_scsv": ("supports_fallback_scsv", False),
}
"""Of a command: the answer, and what of it is a weakness."""
_NEXT = "scan again from where the server can be reached: nothing was tested"
_NOT_REACHED = "SSLyze did not reach {}"


def recognizes(document: Document) -> bool:
    members = document.members
    return not set(_SERVERS).isdisjoint(members) and any(
        "sslyze" in key or "invalid" in key or "server" in key for key in members
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, Scanner(name=sslyze_words.SCANNER, version=content.get("sslyze_version") or None))
    missed, tested = [], 0
    for name in _SERVERS:
        for pointer, server in not_null(accumulator, content.listed(name)):
            target = accumulator.target(_site(server, sites))
            before = tested
            for place, command, answer in _commands(server, pointer):
                tested += 1
                accumulator.take(sslyze_words.result(command, _verdict(command, answer), target, place))
            if tested == before:
                missed.append(_NOT_REACHED.format(target.name if target.named else "a server"))
    missed += [
        _NOT_REACHED.format(error.get("server_string", "server_location.hostname") or "a server")
        for key in ("invalid_server_strings", "server_connectivity_errors", "invalid_targets")
        for _, error in content.listed(key)
        if error
    ]
    if not tested:
        raise ParseError("; ".join(missed) or "the report holds no server", where="/server_scan_results", next_step=_NEXT)
    return accumulator.finish(moment(content.get("date_scans_completed")), because="; ".join(missed) or None)


def _site(server: JsonEntry, sites: WebTargets) -> ScanTarget:
    place = next((server.within(name) for name in ("server_location", "server_info") if server.within(name).members), server)
    inner = place.within("server_location")
    place = inner if inner.members else place
    host, port = place.get("hostname"), place.get("port")
    return sites.target(f"https://{host}:{port}" if host and port else host, others=[place.get("ip_address")])


def _commands(server: JsonEntry, pointer: str) -> Iterator[tuple[str, str, JsonEntry]]:
    """The commands that ran, with their results; those of versions 3 and 4 that failed stand in a list of their own."""
    for name in _LISTS:
        for command in server.within(name).members:
            answer = server.within(name).within(command)
            if answer.members and answer.get("status") != _NOT_RUN:
                yield f"{pointer}/{name}/{command}", command, answer
    for command in server.within("scan_commands_errors").members:
        yield f"{pointer}/scan_commands_errors/{command}", command, JsonEntry({"status": "ERROR"})


def _verdict(command: str, answer: JsonEntry) -> Verdict:
    if answer.get("status") == "ERROR" or answer.has("error_message"):
        return "error"
    name, content = plain_name(command), answer.within("result") if answer.has("result") else answer
    if name in OLD_PROTOCOLS:
        accepted = content.members.get("accepted_cipher_suites") or content.members.get("accepted_cipher_list")
        return "weak" if accepted else "sound"
    if name in _ATTRIBUTE_NAMES:
        key, weak = _ATTRIBUTE_NAMES[name]
        stated = content.members.get(key)
        return _of(stated is weak) if isinstance(stated, bool) else "none"
    judge = _JUDGES.get(name)
    return judge(content) if judge else "none"


def _renegotiation(content: JsonEntry) -> Verdict:
    secure, dos = (
        content.get("supports_secure_renegotiation"),
        content.get("is_vulnerable_to_client_renegotiation_dos", "accepts_client_renegotiation"),
    )
    return _of(secure == "false" or dos == "true")


def _certificate(content: JsonEntry) -> Verdict:
    """Each certificate that the server presents has to be trusted by at least one store, and to be the server's."""
    certificates = [entry for _, entry in content.listed("certificate_deployments") if entry] or [content]
    for certificate in certificates:
        trusted = certificate.members.get("verified_certificate_chain")
        named = certificate.get("leaf_certificate_subject_matches_hostname", "certificate_matches_hostname")
        if not trusted or named == "false":
            return "weak"
    return "sound"


def _of(weak: bool) -> Verdict:  # noqa: FBT001 - a yes or no
    return "weak" if weak else "sound"


_JUDGES: Mapping[str, Callable[[JsonEntry], Verdict]] = {
    "robot": lambda content: _of(content.get("robot_result", "robot_result_enum").startswith("VULNERABLE")),
    "session_renegotiation": _renegotiation,
    "http_headers": lambda content: _of(not content.within("strict_transport_security_header").members),
    "certificate_info": _certificate,
}

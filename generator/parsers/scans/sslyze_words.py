"""What SSLyze's reports say alike in JSON and XML: each scan command of a server is an entry, with its verdict.

https://nabla-c0d3.github.io/sslyze/documentation/available-scan-commands.html. SSLyze rates nothing. Its answers are weaknesses
where they name one, or where SP 800-52 Rev. 2 does not allow what is supported: SSL 2.0, SSL 3.0, TLS 1.0 and 1.1 (section
3.1), compression (section 3.4.2.4).
"""

from typing import Literal

from generator.model.scan import Disposition, ScanResult, ScanTarget, Severity
from generator.parsers.scans.entries import misconfiguration_of

SCANNER = "SSLyze"
Verdict = Literal["weak", "sound", "none", "error"]
_TITLES = {
    "ssl_2_0": "SSL 2.0 is supported",
    "sslv2": "SSL 2.0 is supported",
    "ssl_3_0": "SSL 3.0 is supported",
    "sslv3": "SSL 3.0 is supported",
    "tls_1_0": "TLS 1.0 is supported",
    "tlsv1": "TLS 1.0 is supported",
    "tls_1_1": "TLS 1.1 is supported",
    "tlsv1_1": "TLS 1.1 is supported",
    "heartbleed": "The server is vulnerable to Heartbleed",
    "openssl_ccs": "The server is vulnerable to the injection of ChangeCipherSpec",
    "robot": "The server is vulnerable to ROBOT",
    "certificate_info": "The certificate is not trusted, or is not the server's",
    "certinfo": "The certificate is not trusted, or is not the server's",
    "session_renegotiation": "Renegotiation is not secure",
    "reneg": "Renegotiation is not secure",
    "tls_compression": "TLS compression is supported",
    "compression": "TLS compression is supported",
    "tls_fallback_scsv": "The server does not prevent downgrades",
    "fallback": "The server does not prevent downgrades",
    "http_headers": "The server does not send Strict-Transport-Security",
}
KNOWN = frozenset(_TITLES) | {"resum", "tlsv1_2", "tlsv1_3"}
"""Commands by their plain names, as far as this version of the table goes."""
_CVES = {"heartbleed": "CVE-2014-0160", "openssl_ccs": "CVE-2014-0224"}
_DISPOSITIONS = {
    "weak": Disposition.OPEN,
    "sound": Disposition.PASSED,
    "none": Disposition.NOT_APPLICABLE,
    "error": Disposition.ERROR,
}
OLD_PROTOCOLS = {"ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1", "sslv2", "sslv3", "tlsv1", "tlsv1_1"}


def plain_name(command: str) -> str:
    """`ssl_2_0_cipher_suites` is `ssl_2_0`, `openssl_ccs_injection` is `openssl_ccs`."""
    return command.removesuffix("_cipher_suites").removesuffix("_injection")


def result(command: str, verdict: Verdict, target: ScanTarget, place: str) -> ScanResult | None:
    """One command."""
    name = plain_name(command)
    cve = _CVES.get(name)
    return misconfiguration_of(
        command,
        target,
        place,
        severity=Severity.UNKNOWN if verdict == "weak" else Severity.INFORMATIONAL,
        title=_TITLES.get(name, command) if verdict == "weak" else command,
        disposition=_DISPOSITIONS[verdict],
        native_status=verdict if verdict != "none" else "no verdict",
        cves=(cve,) if cve and verdict == "weak" else (),
    )

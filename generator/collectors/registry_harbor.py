"""Harbor's own scan report of an image, as its scanner left it.

https://goharbor.io/docs/ (API: `GET …/artifacts/{reference}/additions/vulnerabilities`). A repository's name has the project
before its first slash; slashes in the rest are encoded twice, since the server decodes once before it takes the path apart.
"""

from urllib.parse import quote

from generator.collectors.registry_session import Session

MOST = 256 << 20
_TYPES = (
    "application/vnd.security.vulnerability.report; version=1.1, "
    "application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0"
)


def scan_report(session: Session, repository: str, digest: str) -> bytes | None:
    """The report; None where the image was never scanned.

    Raises:
        RegistryError: refused, not reachable, or not Harbor.
    """
    project, _, rest = repository.partition("/")
    encoded = quote(quote(rest, safe=""), safe="")
    target = f"/api/v2.0/projects/{project}/repositories/{encoded}/artifacts/{digest}/additions/vulnerabilities"
    answer = session.get_basic(target, most=MOST, headers={"X-Accept-Vulnerabilities": _TYPES})
    return None if answer.body.strip() in {b"", b"{}", b"null"} else answer.body

"""Harbor's own scan report of an image, as its scanner left it, and the settings of its projects.

https://goharbor.io/docs/ (API: `GET …/artifacts/{reference}/additions/vulnerabilities`). A repository's name has the project
before its first slash; slashes in the rest are encoded twice, since the server decodes once before it takes the path apart.
"""

from typing import TypeVar
from urllib.parse import quote

import msgspec

from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.registry_session import Session
from generator.limits import COLLECTED_BYTES

T = TypeVar("T")
MOST_PROJECTS = 10_000
PROJECTS = "/api/v2.0/projects"
_KEPT = ("name", "project_id", "registry_id", "creation_time", "update_time", "repo_count", "metadata")
"""Whose project it is, is left out: people."""
_PAGE = 100
_MOST_PAGE = 8 << 20
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
    answer = session.get_basic(target, most=COLLECTED_BYTES, headers={"X-Accept-Vulnerabilities": _TYPES})
    return None if answer.body.strip() in {b"", b"{}", b"null"} else answer.body


def projects(session: Session, registry: str) -> tuple[bytes, tuple[RegistryError, ...]]:
    """Every project that may be seen, with its settings, as one file; and what of it was not returned.

    Raises:
        RegistryError: refused, not reachable, or not Harbor.
    """
    by_name: dict[str, dict[str, object]] = {}
    faults: list[RegistryError] = []
    for page in range(1, MOST_PROJECTS // _PAGE + 1):
        listed = _read(session, f"{PROJECTS}?page={page}&page_size={_PAGE}", list[dict[str, object]])
        new = {str(project.get("name", "")): project for project in listed}
        if len(listed) < _PAGE or new.keys() <= by_name.keys():
            by_name |= new
            break
        by_name |= new
    else:
        faults.append(
            RegistryError(
                RegistryFaultKind.SHORTENED, f"only the first {MOST_PROJECTS:,} projects were read", where=f"GET {PROJECTS}"
            )
        )
    for name, project in by_name.items():
        if not isinstance(project.get("metadata"), dict):
            try:
                target = f"{PROJECTS}/{quote(name, safe='')}/metadatas/"
                project["metadata"] = _read(session, target, dict[str, object])
            except RegistryError as error:
                faults.append(error)
    file = {"kind": "HarborProjects", "registry": registry, "projects": [_kept(project) for project in by_name.values()]}
    return msgspec.json.encode(file), tuple(faults)


def _read(session: Session, target: str, type_: type[T]) -> T:
    answer = session.get_basic(target, most=_MOST_PAGE, headers={"X-Is-Resource-Name": "true"})
    try:
        return msgspec.json.decode(answer.body, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        where = f"GET {target.partition('?')[0]}"
        raise RegistryError(
            RegistryFaultKind.MALFORMED, f"another shape than expected ({type(error).__name__})", where=where
        ) from error


def _kept(project: dict[str, object]) -> dict[str, object]:
    return {key: project[key] for key in _KEPT if key in project}

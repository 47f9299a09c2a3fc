"""GitHub's Dependabot alerts as its GraphQL API answers: `vulnerabilityAlerts` of repositories, of one, of a search, of an
organization; one answer, or a list of several (`gh api graphql --paginate --slurp`).

https://docs.github.com/en/graphql/reference/objects#repositoryvulnerabilityalert. A query chooses its fields, so nearly all
may be missing. `hasNextPage` says that there are more alerts than the answer holds.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec
from msgspec import structs

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import ABSENT, fold_entries, is_list, part, repository, titled
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import affected, aliases, cves, joined, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_WAY = (
    *("data", "repository", "organization", "enterprise", "user", "viewer", "search"),
    *("repositories", "organizations", "nodes", "edges", "node"),
)
"""Keys through which a query comes to its repositories."""
_TOP = {"data", "repository", "organization", "search"}
_DEEPEST = 12
_LOOKED_AT = 100
"""Objects that are looked at to tell the format."""
_PAGED = "the answer is one page of several: ask for the rest, and add it"


class _GraphPage(msgspec.Struct, gc=False):
    more: bool | None = msgspec.field(name="hasNextPage", default=None)


class _GraphIdentifier(msgspec.Struct, gc=False):
    value: str | None = None
    type: str | None = None


class _GraphNamed(msgspec.Struct, gc=False):
    name: str | None = None
    identifier: str | None = None


class _GraphScore(msgspec.Struct, gc=False):
    score: float | None = None
    vector: str | None = msgspec.field(name="vectorString", default=None)


class _GraphAdvisory(msgspec.Struct, rename="camel", gc=False):
    ghsa_id: str | None = None
    summary: str | None = None
    description: str | None = None
    severity: str | None = None
    identifiers: tuple[_GraphIdentifier | None, ...] | None = None
    cvss: _GraphScore | None = None


class _GraphVulnerability(msgspec.Struct, rename="camel", gc=False):
    package: _GraphNamed | None = None
    advisory: _GraphAdvisory | None = None
    severity: str | None = None
    first_patched_version: _GraphNamed | None = None


class _GraphAlert(msgspec.Struct, rename="camel", gc=False):
    id: str | None = None
    number: int | None = None
    state: str | None = None
    created_at: str | None = None
    dismissed_at: str | None = None
    fixed_at: str | None = None
    vulnerable_manifest_path: str | None = None
    security_vulnerability: _GraphVulnerability | None = None
    security_advisory: _GraphAdvisory | None = None


class _GraphAlerts(msgspec.Struct, gc=False):
    nodes: msgspec.Raw = ABSENT
    page: _GraphPage | None = msgspec.field(name="pageInfo", default=None)


class _GraphRepository(msgspec.Struct, rename="camel", gc=False):
    name: str | None = None
    name_with_owner: str | None = None
    vulnerability_alerts: _GraphAlerts | None = None


class _GraphObject(NamedTuple):
    """An object of the answer."""

    pointer: str
    raw: msgspec.Raw
    keys: Mapping[str, msgspec.Raw]
    repository: str
    """The repository that it is or lies in, as far as the query asked for its name."""


def recognizes(document: Document) -> bool:
    members = document.members or document.first_members
    on_the_way = document.container is FileContainer.JSON and not _TOP.isdisjoint(members)
    return on_the_way and any("vulnerabilityAlerts" in found.keys for found in islice(_objects(document), _LOOKED_AT))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Dependabot")
    more = False
    for pointer, found in _repositories(document):
        alerts = found.vulnerability_alerts or _GraphAlerts()
        more = more or bool(alerts.page and alerts.page.more)
        result = partial(_result, target=accumulator.target(repository(evidence, found.name_with_owner or found.name)))
        fold_entries(document, accumulator, alerts.nodes, _GraphAlert, f"{pointer}/vulnerabilityAlerts/nodes", result)
    return accumulator.finish(None, because=_PAGED if more else None)


def _repositories(document: Document) -> Iterator[tuple[str, _GraphRepository]]:
    """Every object with alerts, and with the name of the repository that it lies in."""
    for found in _objects(document):
        if "vulnerabilityAlerts" in found.keys:
            own = document.decode(found.raw, _GraphRepository, place=found.pointer)
            yield (
                found.pointer,
                own if own.name_with_owner else structs.replace(own, name_with_owner=found.repository or own.name),
            )


def _objects(document: Document) -> Iterator["_GraphObject"]:
    """The objects on the way to the repositories, from the top."""
    roots = [(f"/{index}", raw) for index, raw in enumerate(document.items)] or [("", msgspec.Raw(document.data))]
    waiting = deque((pointer, raw, "", 0) for pointer, raw in roots)
    while waiting:
        pointer, raw, name, depth = waiting.popleft()
        if is_list(raw):
            inner = document.decode(raw, list[msgspec.Raw], place=pointer)
            waiting.extend((f"{pointer}/{index}", each, name, depth + 1) for index, each in enumerate(inner))
            continue
        keys = document.members_of(raw)
        name = part(document, keys.get("nameWithOwner"), str, name)
        yield _GraphObject(pointer, raw, keys, name)
        if depth < _DEEPEST:
            waiting.extend((f"{pointer}/{key}", keys[key], name, depth + 1) for key in _WAY if key in keys)


def _result(alert: _GraphAlert, place: str, *, target: ScanTarget) -> ScanResult | None:
    vulnerable = alert.security_vulnerability or _GraphVulnerability()
    advisory = vulnerable.advisory or alert.security_advisory or _GraphAdvisory()
    names = [name for name in advisory.identifiers or () if name and name.value]
    ghsa = advisory.ghsa_id or next((name.value for name in names if name.type == "GHSA"), None)
    identifier = ghsa or next((name.value for name in names), None) or alert.id
    score = advisory.cvss or _GraphScore()
    return vulnerability_of(
        identifier,
        target,
        place,
        word=vulnerable.severity or advisory.severity,
        disposition=_disposition(alert),
        native_status=alert.state or "",
        package=affected((vulnerable.package or _GraphNamed()).name, None, _patched(vulnerable)),
        scope=joined(" ", alert.vulnerable_manifest_path, f"alert {alert.number}" if alert.number else alert.id),
        title=titled(advisory.summary),
        description=advisory.description,
        cves=cves(*(name.value for name in names)),
        aliases=aliases(identifier, *(name.value for name in names)),
        cvss=cvss_scores.scores((("ghsa", "3.1", score.vector, score.score),)),
        first_seen=seen_day(alert.created_at),
    )


def _patched(vulnerable: _GraphVulnerability) -> str | None:
    return (vulnerable.first_patched_version or _GraphNamed()).identifier


def _disposition(alert: _GraphAlert) -> Disposition:
    """What closed it: a person dismisses, GitHub sees a fix."""
    if alert.fixed_at or alert.state == "FIXED":
        return Disposition.RESOLVED
    dismissed = alert.dismissed_at or alert.state in {"DISMISSED", "AUTO_DISMISSED"}
    return Disposition.SUPPRESSED if dismissed else Disposition.OPEN

"""Snyk's JSON report of one project, several projects, or an image with the applications in it.

https://docs.snyk.io/snyk-cli/commands/test. A vulnerability is repeated for every dependency path that leads to its package:
the paths are places of one weakness. The applications of an image are parts of that image, not targets of their own.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, aliases, cves, digests, fold, result_of
from generator.parsers.scans.snyk_wire import (
    SCANNER,
    SnykFiltered,
    SnykIdentifiers,
    SnykProject,
    SnykVulnerability,
    rated,
    source,
)
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence, named

_PROJECT = {"vulnerabilities", "ok"}
_BARE = {"vulnerabilities", "packageManager"}
"""A project of which a program has kept only what it needs."""
_COUNTS = {"dependencyCount", "numDependencies"}
"""How many dependencies Snyk looked at; the second is the key of versions before 1.50."""
_ENTRY = {"id", "from"}
_PATHS = {"upgradePath", "semver", "packageName"}
_FAILED = {"ok", "error", "path"}
_IAC = "infrastructureAsCodeIssues"
_IMAGE = "docker-image|"
_NOTHING = "Snyk found no dependencies to look at in {name}"
_THRESHOLD = "only severities from {threshold} upwards were asked for"
_PATCHED = (Disposition.RESOLVED, "patched")
_IGNORED = (Disposition.SUPPRESSED, "ignored")


def recognizes(document: Document) -> bool:
    members = document.members or document.first_members
    if _IAC in members or "apiVersion" in members:
        return False
    if _PROJECT.issubset(members) and not _COUNTS.isdisjoint(members):
        return True
    if _BARE.issubset(members):
        return True
    if _FAILED.issubset(members):
        return not any(_IAC in document.members_of(item) for item in document.items)
    entry = document.first_keys(members.get("vulnerabilities"))
    return _ENTRY.issubset(entry) and not _PATHS.isdisjoint(entry)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, reasons = ScanAccumulator(evidence, SCANNER), []
    unseen: list[ScanTarget] = []
    looked = False
    for top, whole in _projects(document):
        target, parts = _target(whole, evidence), list(whole.all(top))
        for place, project in parts:
            _fold(accumulator, project, target, place)
        _compare(accumulator, parts, target)
        seen = any(_looked(project) for _, project in parts)
        looked = looked or seen
        if seen:
            accumulator.target(target)
        elif not whole.error:
            unseen.append(target)
        reasons += [reason for _, project in parts for reason in _reasons(project)]
        reasons += [] if seen or whole.error else [_NOTHING.format(name=target.name)]
    for target in () if looked else unseen:
        accumulator.target(target)
    return accumulator.finish(None, assessed=looked, because="; ".join(dict.fromkeys(reasons)) or None)


def _projects(document: Document) -> Iterable[tuple[str, SnykProject]]:
    if document.members:
        return (("", document.decode(document.data, SnykProject)),)
    projects = document.decode(document.data, tuple[SnykProject | None, ...])
    return [(f"/{index}", project) for index, project in enumerate(projects) if project]


def _looked(project: SnykProject) -> bool:
    nothing = 0 in (project.dependency_count, project.old_dependency_count)
    return not project.error and (not nothing or bool(project.vulnerabilities))


def _reasons(project: SnykProject) -> Iterator[str]:
    """Why the project was not tested, or tested in part only."""
    if project.error:
        yield f"{project.path or 'a project'} was not tested: {project.error}"
    if project.severity_threshold:
        yield _THRESHOLD.format(threshold=project.severity_threshold)


def _target(project: SnykProject, evidence: EvidenceFile) -> ScanTarget:
    if project.docker is None and not (project.project_name or "").startswith(_IMAGE):
        name = project.project_name or project.path
        return named(name, TargetKind.FILESYSTEM, evidence)
    name = _reference(project) or evidence.target
    if not name:
        return from_evidence(evidence, TargetKind.IMAGE)
    managers = (entry.package_manager for entry in project.vulnerabilities or () if entry and entry.package_manager)
    system, _, release = next(managers, "").partition(":")
    os_name = f"{system} {release}" if release else None
    return ScanTarget(name=name, kind=TargetKind.IMAGE, digests=digests(name), os_name=os_name)


def _reference(project: SnykProject) -> str:
    """The image as it was asked for. Some versions append the last part of the repository: `shop/cart:1/cart`."""
    path, repository = project.path or "", (project.project_name or "").removeprefix(_IMAGE)
    reference, _, last = path.rpartition("/")
    appended = last == repository.rpartition("/")[2] and reference.startswith((f"{repository}:", f"{repository}@"))
    return reference if appended else path or repository


def _compare(accumulator: ScanAccumulator, parts: Sequence[tuple[str, SnykProject]], target: ScanTarget) -> None:
    """Hold the count of each project against its list; that of an image counts those of its applications as well."""
    ids = [{entry.id for entry in project.vulnerabilities or () if entry} for _, project in parts]
    for index, (_, project) in enumerate(parts):
        listed = len(set().union(*ids) if index == 0 else ids[index])
        stated = project.unique_count
        accumulator.counts.compare("vulnerability", many="vulnerabilities", stated=stated, listed=listed, target=target)


def _fold(accumulator: ScanAccumulator, project: SnykProject, target: ScanTarget, place: str) -> None:
    scope = project.display_target_file or project.target_file or ""

    filtered = project.filtered or SnykFiltered()
    for key, entries, standing in (
        ("/vulnerabilities", project.vulnerabilities, (Disposition.OPEN, "")),
        ("/filtered/ignore", filtered.ignore, _IGNORED),
        ("/filtered/patch", filtered.patch, _PATCHED),
    ):
        result = partial(_result, accumulator=accumulator, target=target, scope=scope, standing=standing)
        fold(accumulator, entries, f"{place}{key}", result)


def _result(
    entry: SnykVulnerability,
    place: str,
    *,
    accumulator: ScanAccumulator,
    target: ScanTarget,
    scope: str,
    standing: tuple[Disposition, str],
) -> ScanResult | None:
    if not entry.id:
        return None
    kind = ResultKind.LICENSE if entry.type == "license" else ResultKind.VULNERABILITY
    disposition, status = _PATCHED if entry.is_patched else standing
    new = accumulator.is_new(kind, entry.id, target, disposition)
    rating, native = rated(*entry.severities())
    identifiers = entry.identifiers or SnykIdentifiers()
    return result_of(
        kind,
        entry.id,
        target,
        place,
        severity=rating,
        word=native,
        disposition=disposition,
        native_status=status,
        package=_package(entry),
        scope=scope or entry.file_path or "",
        title=entry.title,
        description=entry.description,
        cves=cves(*(identifiers.cve or ())),
        cwes=cwes(*(identifiers.cwe or ())),
        aliases=aliases(entry.id, *identifiers.others()),
        cvss=cvss_scores.scores(_scores(entry)) if new else (),
    )


def _package(entry: SnykVulnerability) -> AffectedPackage | None:
    fixed = entry.nearest_fixed_in_version or ", ".join(filter(None, entry.fixed_in or ()))
    path = " > ".join(filter(None, entry.dependency_path or ()))
    return affected(entry.name or entry.package_name, entry.version or entry.package_version, fixed, path=path)


def _scores(entry: SnykVulnerability) -> Iterator[cvss_scores.Raw]:
    """Snyk's own first, then those of others: a score of the same source may stand in two lists."""
    yield "snyk", "3.1", entry.cvss_v3, entry.cvss_score
    for scored in entry.cvss_sources or ():
        if scored:
            yield source(scored.assigner), scored.cvss_version or "3.1", scored.vector, scored.base_score
    for detail in entry.cvss_details or ():
        if detail:
            yield source(detail.assigner), "3.1", detail.vector, detail.score

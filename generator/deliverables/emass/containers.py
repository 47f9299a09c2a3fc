"""Container scan results: for each container that runs, what was found in its image, by benchmark and by scanner.

eMASS REST API v3.22, `container-scan-results`. A container is one of a workload, not of a pod: pods come and go. Rules of
benchmarks are read again from the files that count, each with its own status; vulnerabilities are those of the POA&M, all of
them open.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from generator.deliverables.emass.base import EmassEntry, Payload, Proposed, lacking, unix
from generator.deliverables.material import Material
from generator.errors import ParseError
from generator.file_loading import load
from generator.model.facts import AffectedAsset, ImageAsset, Weakness
from generator.model.hardening import BenchmarkResult
from generator.model.images import parse_reference
from generator.model.inventory import Container, Workload
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, TargetResult
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.text import shortened

_STATUSES = {
    Disposition.OPEN: "Fail",
    Disposition.PASSED: "Pass",
    Disposition.RESOLVED: "Pass",
    Disposition.MANUAL: "Not Reviewed",
    Disposition.ERROR: "Not Checked",
    Disposition.NOT_APPLICABLE: "Not Applicable",
    Disposition.NOT_AFFECTED: "Not Applicable",
}
"""What a scanner was configured to skip is `Other`: neither passed nor failed."""
_RELEASE = re.compile(r"(?:Release: |R)(\d{1,4})")
_VERSION = re.compile(r"V?(\d{1,4})(?=\D|$)")
_LONGEST_MESSAGE = 500


class ContainerResult(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One rule or vulnerability."""

    rule_id: str
    status: str
    last_seen: int
    message: str = ""


class EmassBenchmark(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One benchmark, or what one scanner looks for. Without results it looked and found nothing."""

    benchmark: str
    version: int | None = None
    release: int | None = None
    results: tuple[ContainerResult, ...]


class ScannedContainer(EmassEntry, frozen=True, kw_only=True):
    """One container of a workload."""

    container_id: str
    container_name: str
    time: int | None = None
    namespace: str | None = None
    tags: dict[str, str]
    benchmarks: tuple[EmassBenchmark, ...]


def containers(material: Material) -> Iterator[Proposed]:
    """Every container that runs inside the boundary, sorted by cluster, workload and name; those that prepare a pod are left
    out, since they are gone.
    """
    facts = material.rendered.tracked.assessed.facts
    images = {image.asset_id: image for image in facts.images}
    benchmarks: dict[str, tuple[EmassBenchmark, ...]] = {}
    context = _ImageResults(material)
    names = Counter(
        _key(workload, container) for workload in facts.workloads for container in workload.containers if not container.init
    )
    for workload in facts.workloads:
        for container in (container for container in workload.containers if not container.init):
            reference = parse_reference(container.image)
            image = images.get(reference.asset_id) if reference else None
            if image is not None and image.asset_id not in benchmarks:
                benchmarks[image.asset_id] = _benchmarks(image, context)
            shared = names[_key(workload, container)] > 1
            yield _proposed(material, workload, container, image, benchmarks, shared=shared)


def _key(workload: Workload, container: Container) -> tuple[str, str, str]:
    return workload.cluster, workload.key, container.name


def _proposed(
    material: Material,
    workload: Workload,
    container: Container,
    image: ImageAsset | None,
    benchmarks: Mapping[str, tuple[EmassBenchmark, ...]],
    *,
    shared: bool,
) -> Proposed:
    """`shared`: while a workload is rolled out, two images run under one name."""
    scanned = max((scan.taken for scan in image.scans if scan.taken and scan.assessed), default=None) if image else None
    key = _key(workload, container)
    tags = {
        "cluster": workload.cluster,
        "workload": workload.key,
        "image": image.asset_id if image else container.image,
        **({"digest": container.digest} if container.digest else {}),
    }
    entry = ScannedContainer(
        container_id=material.ids.object("emass-container", *key, *((tags["image"],) if shared else ())),
        container_name=container.name,
        time=unix(scanned),
        namespace=workload.namespace or None,
        tags=tags,
        benchmarks=benchmarks[image.asset_id] if image else (),
    )
    step = f"nothing scanned {tags['image']}: put a scan of it into evidence/scans"
    return Proposed(name="/".join(key), entry=entry, missing=lacking(("time", scanned, step)))


def _benchmarks(image: ImageAsset, context: "_ImageResults") -> tuple[EmassBenchmark, ...]:
    measured = context.measured.get(image.asset_id, ())
    rules = [_measured(result, context.results(result, image)) for result in measured]
    others = _scanned(image) | _results_by_test(image, context, {result.tool for result in measured})
    scanners = (EmassBenchmark(benchmark=name, results=tuple(results)) for name, results in sorted(others.items()))
    return (*rules, *scanners)


def _measured(run: BenchmarkResult, seen: Iterable[TargetResult]) -> EmassBenchmark:
    day = unix(run.day) or 0
    version = run.version or ""
    results = (
        ContainerResult(
            rule_id=result.identifier,
            status=_STATUSES.get(result.disposition, "Other"),
            last_seen=day,
            message=_message(result.title),
        )
        for result in seen
    )
    return EmassBenchmark(
        benchmark=run.benchmark,
        version=_number(_VERSION.match(version)),
        release=_number(_RELEASE.search(version)),
        results=tuple(sorted(results, key=lambda result: (result.rule_id, result.status))),
    )


def _number(match: "re.Match[str] | None") -> int | None:
    return int(match[1]) if match else None


def _scanned(image: ImageAsset) -> dict[str, list[ContainerResult]]:
    """Every scanner that looked for vulnerabilities, also where it found none."""
    return {_called(scan.scanner.name, ResultKind.VULNERABILITY): [] for scan in image.scans if scan.scanned}


def _results_by_test(image: ImageAsset, context: "_ImageResults", known: set[str]) -> dict[str, list[ContainerResult]]:
    """Open weaknesses by scanner and kind. Settings that a benchmark of the same tool has are there already."""
    results: dict[str, list[ContainerResult]] = defaultdict(list)
    for weakness, asset in context.weaknesses.get(image.asset_id, ()):
        if weakness.kind is not ResultKind.MISCONFIGURATION or weakness.scanner not in known:
            results[_called(weakness.scanner, weakness.kind)].append(_open(weakness, asset, context.as_of))
    return results


def _open(weakness: Weakness, asset: AffectedAsset, as_of: date) -> ContainerResult:
    packages = ", ".join(sorted({" ".join(filter(None, (package.name, package.version))) for package in asset.packages}))
    text = f"{weakness.title} ({packages})" if packages else weakness.title
    seen = unix(asset.last_seen or as_of) or 0
    return ContainerResult(rule_id=weakness.identifier, status="Fail", last_seen=seen, message=_message(text))


def _called(scanner: str, kind: ResultKind) -> str:
    return f"{scanner}: {_KINDS.get(kind, kind)}"


_KINDS = {ResultKind.VULNERABILITY: "vulnerabilities", ResultKind.MISCONFIGURATION: "settings", ResultKind.SECRET: "secrets"}


def _message(text: str) -> str:
    return shortened(text, _LONGEST_MESSAGE)


class _ImageResults:
    """What is known of images, by asset id; scans with benchmarks are read again, once each."""

    def __init__(self, material: Material) -> None:
        facts = material.rendered.tracked.assessed.facts
        self.as_of = facts.as_of
        self.measured = {hardening.asset_id: hardening.results for hardening in facts.hardening}
        self.weaknesses: dict[str, list[tuple[Weakness, AffectedAsset]]] = defaultdict(list)
        for weakness in facts.weaknesses:
            for asset in weakness.assets:
                self.weaknesses[asset.asset_id].append((weakness, asset))
        self._material = material
        self._files = {file.path: file for file in material.package.evidence}
        self._read: dict[str, ScanSnapshot | None] = {}

    def results(self, run: BenchmarkResult, image: ImageAsset) -> list[TargetResult]:
        """Rules on one image: of a file about several, those on targets of its name."""
        path = run.source.path
        if path not in self._read:
            self._read[path] = self._scan(path)
        scan = self._read[path]
        if scan is None:
            return []
        rules = [result for result in scan.results if result.kind is not ResultKind.VULNERABILITY]
        if len(scan.targets) < 2:
            return rules
        return [rule for rule in rules if (reference := parse_reference(rule.target)) and reference.asset_id == image.asset_id]

    def _scan(self, path: str) -> ScanSnapshot | None:
        linked = self._material.evidence.get(self._material.rendered.places.of(path))
        file = self._files.get(path)
        if linked is None or file is None:
            return None
        try:
            _, snapshot = read(Document(path, load(linked.file).content), file)
        except ParseError:  # NOTE: it was read a moment ago; a redacted copy may be no longer of any format
            return None
        return snapshot if isinstance(snapshot, ScanSnapshot) else None


CONTAINERS = Payload(
    file="container-scan-results.json",
    title="eMASS container scan results",
    endpoint="POST /api/systems/{systemId}/container-scan-results",
    proposed=containers,
)

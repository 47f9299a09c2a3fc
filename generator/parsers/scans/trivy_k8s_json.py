"""Trivy's JSON report of a Kubernetes cluster: results of many workloads and of the images they run.

https://trivy.dev/latest/docs/target/kubernetes/ and `pkg/k8s/report/report.go` of aquasecurity/trivy: `--report all` writes
`Resources`, `--report summary` writes `Findings`, versions before 0.38 wrote `Vulnerabilities` and `Misconfigurations`.
Vulnerabilities belong to the image, checks to the workload; the workload is part of what makes a result distinct, as the
same image is reported once per workload.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.entries import joined
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.trivy_fold import ResultFold
from generator.parsers.scans.trivy_wire import TrivyMetadata, TrivyResult

_LISTS = ("Resources", "Findings", "Vulnerabilities", "Misconfigurations")
_ID_LISTS = {"vulnerabilities", "misconfigurations"}
_LIST_OF_TEXT = late_re(rb'\[\s*["\]]')


class _TrivyK8sResource(msgspec.Struct, rename="pascal"):
    namespace: str = ""
    kind: str = ""
    name: str = ""
    metadata: TrivyMetadata | tuple[TrivyMetadata | None, ...] | None = None
    results: tuple[TrivyResult | None, ...] | None = None
    error: str = ""

    @property
    def key(self) -> str:
        """`namespace/Kind/name`; without namespace for what belongs to the whole cluster."""
        return joined("/", self.namespace, self.kind, self.name)

    def metadatas(self) -> tuple[TrivyMetadata, ...]:
        """One per image; older versions wrote one object."""
        if isinstance(self.metadata, TrivyMetadata):
            return (self.metadata,)
        return tuple(metadata for metadata in self.metadata or () if metadata)


class _TrivyK8sReport(msgspec.Struct, rename="pascal"):
    resources: tuple[_TrivyK8sResource | None, ...] | None = None
    findings: tuple[_TrivyK8sResource | None, ...] | None = None
    vulnerabilities: tuple[_TrivyK8sResource | None, ...] | None = None
    misconfigurations: tuple[_TrivyK8sResource | None, ...] | None = None

    def pointed(self) -> Iterator[tuple[str, _TrivyK8sResource]]:
        """Every resource with its JSON pointer."""
        lists = (self.resources, self.findings, self.vulnerabilities, self.misconfigurations)
        for key, resources in zip(_LISTS, lists, strict=True):
            for index, resource in enumerate(resources or ()):
                if resource:
                    yield f"/{key}/{index}", resource


class _TrivyK8sIdLists(msgspec.Struct):
    vulnerabilities: tuple[str, ...] = ()
    misconfigurations: tuple[str, ...] = ()


def recognizes(document: Document) -> bool:
    members = document.members
    if _is_id_lists(document) or any({"Kind", "Results"}.issubset(document.first_keys(members.get(key))) for key in _LISTS):
        return True
    return "ClusterName" in members and ("SchemaVersion" in members or any(key in members for key in _LISTS))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Trivy")
    if _is_id_lists(document):
        return accumulator.finish(None, assessed=False, because=_ids_only(document.decode(document.data, _TrivyK8sIdLists)))
    looked, failed = 0, []
    for pointer, resource in document.decode(document.data, _TrivyK8sReport).pointed():
        looked += bool(resource.results)
        if resource.error:
            failed.append(f"{resource.key} ({resource.error})")
        _fold(accumulator, document, resource, pointer)
    because = f"resources that Trivy could not scan: {len(failed)}, first {'; '.join(sorted(failed)[:5])}" if failed else None
    if not looked and not failed:
        because = "the report has no results for any resource of the cluster"
    return accumulator.finish(None, assessed=looked > 0, because=because)


def _is_id_lists(document: Document) -> bool:
    members = document.members
    return _ID_LISTS.issubset(members) and all(_LIST_OF_TEXT.match(bytes(members[key])) for key in _ID_LISTS)


def _ids_only(lists: _TrivyK8sIdLists) -> str:
    return (
        f"the summary lists {len(lists.vulnerabilities)} vulnerabilities and {len(lists.misconfigurations)} checks by id, "
        "without saying where they were found: collect `trivy k8s --report all --format json`"
    )


def _fold(accumulator: ScanAccumulator, document: Document, resource: _TrivyK8sResource, pointer: str) -> None:
    workload = ScanTarget(
        name=resource.key,
        kind=TargetKind.WORKLOAD if resource.namespace else TargetKind.CLUSTER,
        workload=resource.key if resource.namespace else None,
    )
    results = [(index, result) for index, result in enumerate(resource.results or ()) if result]
    systems = [system for system in (result.system_image() for _, result in results) if system]
    image = _image(resource, systems[0] if systems else None, alone=len(systems) < 2)
    for index, result in results:
        system = result.system_image()
        if system and len(systems) > 1:
            image = _image(resource, system, alone=False)
        target = workload if result.class_ == "config" or image is None else image
        scope = f"{resource.key} {result.target}"
        ResultFold(accumulator, document, target=target, scope=scope, pointer=f"{pointer}/Results/{index}").fold(result)


def _image(resource: _TrivyK8sResource, system: tuple[str, str] | None, *, alone: bool) -> ScanTarget | None:
    """The image that results are about, from the entry of its system's packages, else from the resource's metadata.

    `alone`: the resource has one image at most, so that its metadata needs no comparison of names.
    """
    metadatas = resource.metadatas()
    metadata = metadatas[0] if alone and len(metadatas) == 1 else None
    if metadata is None and system:
        metadata = next((metadata for metadata in metadatas if metadata.names(system[0])), None)
    metadata = metadata or TrivyMetadata()
    name = system[0] if system else next(iter(metadata.references()), None)
    if name is None:
        return None
    return ScanTarget(
        name=name,
        kind=TargetKind.IMAGE,
        digests=metadata.digests(name),
        image_id=metadata.image_id or None,
        os_name=metadata.system() or (system[1] if system else None),
        end_of_life=metadata.os.end_of_life if metadata.os else None,
        workload=resource.key if resource.namespace else None,
    )

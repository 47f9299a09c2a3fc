"""Iron Bank's hardening manifests: name and tags of an image, what it is built on, its labels, and what is fetched for it.

https://docs-ironbank.dso.mil, `hardening_manifest.yaml`; the JSON schema of Iron Bank's pipeline says what must be in it. The
base is named without its registry, which is Iron Bank's own.
"""

from collections.abc import Iterator

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.pipeline import HardeningManifest, PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.marked_yaml import Marked, documents
from generator.parsers.pipelines.outline import mapping, yaml_values

REGISTRY = "registry1.dso.mil/ironbank"
_CANDIDATE = late_re(rb"org\.opencontainers\.image\.|BASE_IMAGE|mil\.dso\.ironbank")
_OWN = {"name", "tags", "args", "labels"}
_REQUIRED = ("apiVersion", "name", "tags", "args", "labels", "maintainers")
_LABELS = tuple(f"org.opencontainers.image.{name}" for name in ("description", "licenses", "title", "vendor", "version"))
_VENDOR = "org.opencontainers.image.vendor"
_CHECKSUMS = {"sha256": 64, "sha512": 128}
_DIGEST = late_re(r"@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})")
_HEX = late_re(r"[0-9a-f]+")
_TEXTS, _LISTS, _MAPPINGS = ("name",), ("tags",), ("args", "labels")
_NEXT = "correct it: Iron Bank's pipeline refuses it as well"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`. Kubernetes' objects have a kind, Iron Bank's file has none."""
    try:
        values = yaml_values(document, _CANDIDATE)
    except ParseError:
        return False
    root = mapping(values[0]) if len(values) == 1 else {}
    return root.keys() >= _OWN and "kind" not in root and "services" not in root


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    (root,) = documents(document)
    _refuse_other_shapes(root)
    return PipelineSnapshot(
        evidence=evidence,
        system="Iron Bank",
        name=document.name.rpartition("/")[2],
        taken=evidence.collected,
        stages=(),
        manifest=_manifest(root, evidence),
    )


def _refuse_other_shapes(root: Marked) -> None:
    members = root.pairs()
    wrong = [name for name in _TEXTS if members[name].is_mapping or members[name].is_sequence]
    wrong += [name for name in _LISTS if not members[name].is_sequence]
    wrong += [name for name in _MAPPINGS if not members[name].is_mapping]
    if wrong:
        what = f"`{wrong[0]}` of the hardening manifest is not what it should be"
        raise ParseError(what, where=f"line {members[wrong[0]].line}", next_step=_NEXT)


def _manifest(root: Marked, evidence: EvidenceFile) -> HardeningManifest:
    args, labels = root.pairs()["args"].texts(), root.pairs()["labels"].texts()
    base, tag = args.get("BASE_IMAGE", ""), args.get("BASE_TAG", "")
    fetched = root.get("resources")
    resources = fetched.entries() if fetched else ()
    line = root.pairs()["args"].line
    return HardeningManifest(
        image=root.pairs()["name"].text or "",
        tags=tuple(text for entry in root.pairs()["tags"].entries() if (text := entry.text)),
        base=f"{REGISTRY}/{base}:{tag}" if base and tag else None,
        missing=tuple(sorted(_missing(root, labels))),
        vendor=labels.get(_VENDOR) or None,
        resources=len(resources),
        unchecked=tuple(sorted(_called(resource) for resource in resources if not _checked(resource))),
        source=EvidenceSource(evidence.sha256, evidence.path, f"line {line}"),
    )


def _missing(root: Marked, labels: dict[str, str]) -> Iterator[str]:
    yield from (name for name in _REQUIRED if root.get(name) is None)
    if root.pairs()["name"].text == "":
        yield "name"
    yield from (f"label {name}" for name in _LABELS if not labels.get(name, "").strip())
    tags = root.pairs()["tags"].entries()
    if not tags:
        yield "tags"
    elif tags[0].text == "latest":
        yield "a first tag that is not latest"


def _checked(resource: Marked) -> bool:
    """By a checksum of the kind that is named, or an image by its digest."""
    node = resource.get("validation")
    kind, value = (node.texts().get("type", ""), node.texts().get("value", "")) if node else ("", "")
    if len(value) == _CHECKSUMS.get(kind, -1) and _HEX.fullmatch(value):
        return True
    return _DIGEST.search(resource.texts().get("url", "")) is not None


def _called(resource: Marked) -> str:
    """Its file name or tag; of what has neither the last part of its address, without anything behind a question mark."""
    texts = resource.texts()
    named = texts.get("filename") or texts.get("tag")
    return named or texts.get("url", "").partition("?")[0].rpartition("/")[2] or f"line {resource.line}"

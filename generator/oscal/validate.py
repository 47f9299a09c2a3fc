"""The gate for OSCAL JSON, of this project or of any other producer: schema, version, references, attachments, values.

Documents given together are checked together: a POA&M's references into its system security plan resolve when both are given,
or when the plan lies where the POA&M imports it from, inside the same package. Whatever is wrong with the input is a
`DocumentFault`; nothing is raised for it.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from generator.documents.large_content import holds
from generator.oscal import versions
from generator.oscal.allowed_values import AllowedValues, FedrampScope, check_fields
from generator.oscal.attachments import check_attachments
from generator.oscal.entry_judge import TOO_DEEP, EntryJudge, EntryRules, locate
from generator.oscal.faults import DocumentFault, FaultLog, Level, OscalFile
from generator.oscal.fedramp_constraints import check_constraints
from generator.oscal.fedramp_values import FEDRAMP_NAMESPACE
from generator.oscal.gathered_entries import GatheredEntries
from generator.oscal.identities import are_unique, check_identities
from generator.oscal.imports import Known
from generator.oscal.reading import check_repeated_names, opened
from generator.oscal.references import check_references
from generator.oscal.schema import Schemas
from generator.oscal.schema_derivation import DOCUMENT_CLASSES
from generator.oscal.shapes import child, text
from generator.oscal.survey import survey
from generator.oscal.written_names import has_names

__all__ = ["DocumentFault", "Level", "OscalFile", "validate_documents"]

_FEDRAMP_MARK = b"fedramp.gov/ns/oscal"


def validate_documents(
    documents: Sequence[OscalFile],
    *,
    version: str | None = None,
    fedramp: bool = True,
    fedramp_namespaces: Sequence[str] = (FEDRAMP_NAMESPACE,),
    cache: Path | None = None,
) -> tuple[DocumentFault, ...]:
    """Everything that is wrong with these documents, in their order.

    Each is judged by the OSCAL version it declares, or by `version` (one of `versions.SUPPORTED`) where given. With `fedramp`,
    a document that uses FedRAMP's namespace anywhere is judged by FedRAMP's lists too; `fedramp_namespaces` are the
    namespaces that count as FedRAMP's. `cache` is a folder to keep derived schemas in between runs.
    """
    if version is not None and not versions.is_supported(version):
        raise ValueError(f"OSCAL version {version} is not supported; supported are {', '.join(versions.SUPPORTED)}")
    scope = FedrampScope(namespaces=frozenset(fedramp_namespaces)) if fedramp else None
    with _collector_paused():
        return _check_together(documents, Schemas(cache), version, scope)


def _check_together(
    documents: Sequence[OscalFile],
    schemas: Schemas,
    version: str | None,
    scope: FedrampScope | None,
) -> tuple[DocumentFault, ...]:
    collectors = [FaultLog(document.name) for document in documents]
    known = [
        fault
        for document, faults in zip(documents, collectors, strict=True)
        if (fault := _check_alone(document, faults, schemas, version, scope)) is not None
    ]
    check_references(known)
    return tuple(fault for faults in collectors for fault in faults.collected())


def _check_alone(
    file: OscalFile, faults: FaultLog, schemas: Schemas, version: str | None, scope: FedrampScope | None
) -> Known | None:
    """All that one document shows; None when it cannot be read as OSCAL."""
    document = opened(file.data, faults)
    model = _model(document.root, faults) if document is not None else None
    if document is None or model is None:
        return None
    surveyed = survey(document.root, model)
    if surveyed.too_deep is not None:
        faults.error("json-depth", "", TOO_DEEP)
        return None
    used = _version(surveyed.body, model, version, faults)
    if used is None:
        return None
    schemas.check(document.root, model, used, faults)
    fedramp = scope if scope is not None and holds(file.data, _FEDRAMP_MARK) else None
    values = AllowedValues(model, fedramp, faults)
    values.check(surveyed)
    surveyed.forget_values()
    if fedramp is not None:
        check_fields(surveyed, faults)
        check_constraints(surveyed, fedramp, faults)
    rules = EntryRules(model=model, version=used, schemas=schemas, fedramp=fedramp)
    gathered, before = GatheredEntries(), surveyed.state()
    if not EntryJudge(rules, surveyed, gathered, values, faults).all_of(document.later):
        return None
    values.close()
    if gathered.others or not has_names(document.rest, surveyed.names):  # the names of gathered entries are counted
        check_repeated_names(file.data, surveyed.names + gathered.names, faults)
    known = Known(
        file=file,
        survey=surveyed,
        faults=faults,
        gathered=gathered,
        locate=partial(locate, file.data, surveyed, before, gathered),
    )
    if not are_unique(surveyed, gathered):
        known.locate()
    check_identities(surveyed, faults)
    check_attachments(surveyed, file, faults)
    surveyed.forget_content()
    return known


def _model(root: dict[str, Any], faults: FaultLog) -> str | None:
    """Which of the eight models this is, by the one name its root has beside `$schema`."""
    models = [name for name in root if name in DOCUMENT_CLASSES]
    if len(models) == 1:
        return models[0]
    names = ", ".join(repr(name) for name in list(root)[:5]) or "nothing"
    what = "is more than one OSCAL document" if models else "is no OSCAL document"
    faults.error("oscal-model", "", f"this {what}: its root has {names}; allowed is one of {', '.join(DOCUMENT_CLASSES)}")
    return None


def _version(body: dict[str, Any], model: str, wanted: str | None, faults: FaultLog) -> str | None:
    """The version to judge by: the one asked for, else the declared one, else (with a fault) the latest."""
    declared = text(child(body, "metadata"), "oscal-version")
    place = f"/{model}/metadata/oscal-version"
    supported = ", ".join(versions.SUPPORTED)
    used = wanted or declared
    if not versions.is_supported(declared) and declared:
        faults.error("oscal-version", place, f"OSCAL version {declared!r} is not known; supported are {supported}")
        bare = declared.removeprefix("v")
        used = wanted or (bare if versions.is_supported(bare) else versions.LATEST)
    elif wanted and declared and wanted != declared:
        faults.warning("oscal-version", place, f"the document says OSCAL {declared}; as asked, it was judged by {wanted}")
    used = used or versions.LATEST
    if model == "mapping-collection" and not versions.has_mapping_model(used):
        message = f"OSCAL {used} has no mapping-collection; it came with {versions.MAPPING_SINCE}"
        faults.error("oscal-version", place, message)
        return None
    return used


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Parsed JSON has no cycles, and looking for some takes two thirds of the time of a large document."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

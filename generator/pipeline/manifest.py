"""The manifest of a package: every file with its hash, what it was made from, and its counts."""

from collections.abc import Mapping

from generator.documents.large_content import Content
from generator.ledger.triggers import ranks
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items, rated_by
from generator.oscal.types import PoamItem
from generator.pipeline.package_files import Linked
from generator.renderers.inventory.missing import missing_cells
from generator.seal import manifest as seal
from generator.version import VERSION
from generator.workspace.accepted_packages import trend_counts


def manifest_of(
    package: AuthorizationPackage,
    generated: Mapping[str, tuple[Content, str]],
    linked: Mapping[str, Linked],
    inputs: Mapping[str, str],
) -> seal.PackageManifest:
    """All files, sorted by path. `inputs` are the hashes of what people wrote and of last time's files."""
    rows = [seal.entry(path, content, kind="generated", title=title) for path, (content, title) in generated.items()]
    rows += [
        seal.ManifestFile(path=path, sha256=link.sha256, size=link.size, kind="evidence", title=link.title)
        for path, link in linked.items()
    ]
    return seal.PackageManifest(
        tool="atopack",
        version=VERSION,
        system=package.system.id,
        as_of=package.as_of.isoformat(),
        draft=bool(missing_cells(package)),
        counts=counts(package),
        inputs=dict(inputs),
        files=tuple(sorted(rows, key=lambda row: row.path)),
    )


def counts(package: AuthorizationPackage) -> dict[str, int]:
    """What a reader wants to know first, counted in the bundle where OSCAL carries it."""
    bundle = package.bundle
    items = open_items(bundle.poam)
    closed = sum(bool(item.related_risks) for item in bundle.poam.poam_items) - len(items)
    return {
        "evidence_files": len(package.evidence),
        "scan_results": package.accounting.results,
        "inventory_items": len(bundle.ssp.system_implementation.inventory_items),
        "workloads": len(package.workloads),
        "poam_items": sum(not _is_configuration(item) for item in items),
        "closed_items": closed,
        "configuration_findings": sum(_is_configuration(item) for item in items),
        **trend_counts(package.trend[-1:]),
        "unique_vulnerabilities": package.unique_vulnerabilities,
        **ranks(package.triggers),
        **{f"rated_by_{by.replace('-', '_')}": number for by, number in rated_by(bundle.poam).items()},
        "discrepancies": len(package.discrepancies),
        "gaps": len(package.gaps),
        "missing_cells": len(missing_cells(package)),
        "sampled_assets": sum(len(sample.selected) for sample in package.samples),
        "outstanding": len(package.system.outstanding),
    }


def _is_configuration(item: PoamItem) -> bool:
    return any(prop.name == "configuration-finding" for prop in item.props)

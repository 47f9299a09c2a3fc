"""The lists of a delivery, all from one manifest: manifest.json, SHA256SUMS, the bag's own, hash logs, and what is signed."""

import hashlib
from collections.abc import Callable, Mapping

import msgspec

from generator.deliverables.base import Purpose
from generator.deliverables.decided import KIND
from generator.deliverables.material import Made, Material
from generator.deliverables.readme import NAME as README
from generator.deliverables.readme import readme
from generator.model.identifiers import Sha256
from generator.seal import bag, statement
from generator.seal import manifest as seal
from generator.seal.checking import SIGNATURE
from generator.seal.hash_logs import hash_logs
from generator.version import VERSION

Signer = Callable[[bytes], bytes]
"""From a statement to the envelope around it."""


class DeliveryLists(msgspec.Struct, frozen=True, kw_only=True):
    """What is written beside documents and evidence."""

    manifest: seal.PackageManifest
    payload: Mapping[str, bytes]
    """manifest.json and SHA256SUMS, by path below the payload."""
    tags: Mapping[str, bytes]
    """By path in the bag."""


def lists_of(purpose: Purpose, material: Material, documents: Made, *, draft: bool, signer: Signer | None) -> DeliveryLists:
    """All of them.

    Raises:
        ConfigError: a file has a name that a bag or a hash log cannot carry.
    """
    manifest = _manifest(material, documents, draft=draft)
    encoded = seal.encode(manifest)
    payload = {seal.MANIFEST: encoded, seal.SUMS: seal.sums(manifest.files, encoded)}
    rows = (*manifest.files, *(seal.entry(path, data, kind="generated", title="List") for path, data in payload.items()))
    others = {README: readme(purpose, material, draft=manifest.draft, signed=signer is not None)}
    if purpose.hash_logs:
        others |= hash_logs(rows, bag.PAYLOAD)
    tags = dict(bag.tag_files(rows, _info(purpose, material), others))
    if signer is not None:
        files = {f"{bag.PAYLOAD}{row.path}": row.sha256 for row in rows}
        files |= {path: Sha256(hashlib.sha256(data).hexdigest()) for path, data in tags.items()}
        tags[SIGNATURE] = signer(statement.encode(files, _predicate(purpose, manifest)))
    return DeliveryLists(manifest=manifest, payload=payload, tags=tags)


def _manifest(material: Material, documents: Made, *, draft: bool) -> seal.PackageManifest:
    rows = [seal.entry(path, data, kind="generated", title=title) for path, (data, title) in documents.items()]
    rows += [
        seal.ManifestFile(path=path, sha256=link.sha256, size=link.size, kind="evidence", title=link.title)
        for path, link in material.evidence.items()
    ]
    rows += [seal.entry(path, data, kind=KIND, title=title) for path, (data, title) in material.decided.items()]
    whole = material.rendered.manifest
    return msgspec.structs.replace(whole, draft=whole.draft or draft, files=tuple(sorted(rows, key=lambda row: row.path)))


def _info(purpose: Purpose, material: Material) -> tuple[tuple[str, str], ...]:
    """RFC 8493 section 2.2.2. When the bag was made is not known without a clock, so no `Bagging-Date` is claimed."""
    system = material.package.system
    return (
        ("Source-Organization", system.provider_name or "not stated in system.yaml"),
        ("External-Description", f"{purpose.title} of {system.name}, as of {material.as_of.isoformat()}"),
        ("External-Identifier", purpose.folder(system.id, material.as_of)),
        ("Bag-Software-Agent", f"atopack {VERSION}"),
    )


def _predicate(purpose: Purpose, manifest: seal.PackageManifest) -> Mapping[str, str | bool]:
    return {
        "system": manifest.system,
        "purpose": purpose.name,
        "as-of": manifest.as_of,
        "draft": manifest.draft,
        "tool": f"{manifest.tool} {manifest.version}",
    }

"""The order in which a delivery is made, and the only module of the export that knows it.

package -> what the purpose keeps -> its own documents -> envelopes, indexes -> manifest -> lists, logs, signature -> publish
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from generator import __version__
from generator.build import Prepared, prepare
from generator.errors import ConfigError, ValidationFailedError
from generator.evidence_reading import Progress
from generator.export import indexes
from generator.export.artifact_decisions import FILE as DECISIONS
from generator.export.artifact_decisions import ArtifactDecisions, read_artifact_decisions, unmet
from generator.export.base import Purpose
from generator.export.cited import cited_files
from generator.export.envelope import Envelope, Status
from generator.export.envelopes import Sealer, approved_otherwise
from generator.export.material import Made, Material
from generator.export.readme import NAME as README
from generator.export.readme import readme
from generator.export.statements import statements_of
from generator.ids import Identifiers
from generator.model.evidence import Gap, GapKind
from generator.seal import bag, statement
from generator.seal import manifest as seal
from generator.seal.checking import SIGNATURE
from generator.seal.hash_logs import hash_logs
from generator.seal.publish import publish
from generator.seal.unchanged import refuse_if_not_ours
from generator.workspace import Workspace

Signer = Callable[[bytes], bytes]
"""From a statement to the envelope around it."""
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A published delivery."""

    folder: Path
    prepared: Prepared
    envelopes: tuple[Envelope, ...]
    manifest: seal.Manifest
    gaps: tuple[Gap, ...]
    """What people have to see to in what they decided about it."""
    signed: bool


def export(
    workspace: Workspace,
    purpose: Purpose,
    output: Path,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    final: bool = False,
    signer: Signer | None = None,
) -> Exported:
    """A bag for a purpose, published to `<output>/<system id>-<purpose>-<day>/`. See `prepare` and `publish` for the rest of:

    Raises:
        ConfigError: it is to be `final` and a document is a draft; or a file has a name that a bag cannot carry.
        OutputEditedError: what lies there is not an unsigned bag of ours, or was changed.
    """
    target = output / f"{workspace.system.id}-{purpose.name}-{as_of.isoformat()}"
    workspace.refuse_output(target)
    refuse_if_not_ours(target)
    decisions = read_artifact_decisions(workspace.decision(Path(DECISIONS).name))
    prepared = prepare(workspace, as_of, progress, cache=cache, final=final, placing=purpose.placing)
    progress("Making the delivery", 0, 1)
    material = _material(workspace, prepared, purpose)
    documents = {**material.documents, **_supplements(purpose, material)}
    sealer = Sealer(material, decisions)
    envelopes = (*sealer.documents(documents), *sealer.evidence())
    gaps = _doubts(envelopes, decisions)
    drafts = [one for one in envelopes if one.status is Status.DRAFT]
    if final:
        _refuse_drafts(drafts)
    documents |= indexes.indexes(envelopes, material.statements)
    manifest = _manifest(prepared, documents, material, draft=bool(drafts))
    encoded = seal.encode(manifest)
    lists = {seal.MANIFEST: encoded, seal.SUMS: seal.sums(manifest.files, encoded)}
    rows = (*manifest.files, *(seal.entry(path, data, kind="generated", title="List") for path, data in lists.items()))
    _refuse_dangling(documents, rows)
    others = {README: readme(purpose, material, draft=manifest.draft, signed=signer is not None)}
    if purpose.hash_logs:
        others |= hash_logs(rows, bag.PAYLOAD)
    tags = dict(bag.tag_files(rows, _info(purpose, material), others))
    if signer is not None:
        tags[SIGNATURE] = signer(_statement(rows, tags, purpose, manifest))
    progress("Writing the bag", 0, 1)
    files = {f"{bag.PAYLOAD}{path}": data for path, data in (*_contents(documents), *lists.items())} | tags
    copied = {f"{bag.PAYLOAD}{path}": (one.file, one.sha256) for path, one in material.evidence.items()}
    publish(target, files, copied, refuse=refuse_if_not_ours)
    return Exported(
        folder=target, prepared=prepared, envelopes=envelopes, manifest=manifest, gaps=gaps, signed=signer is not None
    )


def _material(workspace: Workspace, prepared: Prepared, purpose: Purpose) -> Material:
    documents = {path: made for path, made in prepared.generated.items() if purpose.keeps(path)}
    kept = purpose.gathering(prepared, documents)
    ids = Identifiers(workspace.system.id)
    return Material(
        workspace=workspace,
        prepared=prepared,
        ids=ids,
        documents=documents,
        evidence={path: one for path, one in prepared.linked.items() if path in kept},
        statements=statements_of(prepared.claims, dict(_contents(documents)), prepared.places, ids),
    )


def _supplements(purpose: Purpose, material: Material) -> Made:
    made: dict[str, tuple[bytes, str]] = {}
    for one in purpose.supplements:
        made |= one.made(material)
    return made


def _doubts(envelopes: tuple[Envelope, ...], decisions: ArtifactDecisions) -> tuple[Gap, ...]:
    gaps = [
        Gap(
            path=DECISIONS,
            place=f"line {line}",
            kind=GapKind.UNDECIDED,
            reason=f"{one.path} is not what was approved: its SHA-256 is {one.sha256} now, so it is a {one.status}",
            next_step="look at it again, and write the new SHA-256 if it is still right",
        )
        for one, line in approved_otherwise(envelopes, decisions)
    ]
    gaps += [
        Gap(
            path=DECISIONS,
            place=f"line {row.line}",
            kind=GapKind.CONTRADICTED,
            reason=f"`{row.files}` is no file of this delivery",
            next_step="write the path as index/artifacts.json has it, or remove the row",
        )
        for row in unmet(decisions, [(one.workspace_path or one.path, one.path) for one in envelopes])
    ]
    return tuple(gaps)


def _refuse_drafts(drafts: list[Envelope]) -> None:
    if not drafts:
        return
    shown = "\n  ".join(f"{one.path}: sha256 {one.sha256}" for one in drafts[:_SHOWN])
    more = f"\n  … and {len(drafts) - _SHOWN} more" if len(drafts) > _SHOWN else ""
    raise ConfigError(
        f"{len(drafts)} documents are not approved as they are, so this is a draft; nothing was published\n  {shown}{more}",
        next_step=f"have them approved in {DECISIONS} (`final:`), or export without --final",
    )


def _refuse_dangling(documents: Made, rows: Iterable[seal.ManifestFile]) -> None:
    """An OSCAL document of the delivery may not link to a file that the purpose leaves out."""
    missing = sorted(cited_files(documents) - {row.path for row in rows})
    if missing:
        raise ValidationFailedError(
            f"OSCAL documents of this delivery link to files that are not in it: {', '.join(missing[:_SHOWN])}",
            next_step="this is a fault of atopack: please report it",
        )


def _manifest(prepared: Prepared, documents: Made, material: Material, *, draft: bool) -> seal.Manifest:
    rows = [seal.entry(path, data, kind="generated", title=title) for path, (data, title) in documents.items()]
    rows += [
        seal.ManifestFile(path=path, sha256=one.sha256, size=one.size, kind="evidence", title=one.title)
        for path, one in material.evidence.items()
    ]
    whole = prepared.manifest
    return msgspec.structs.replace(whole, draft=whole.draft or draft, files=tuple(sorted(rows, key=lambda row: row.path)))


def _contents(documents: Made) -> Iterable[tuple[str, bytes]]:
    return ((path, data) for path, (data, _) in documents.items())


def _info(purpose: Purpose, material: Material) -> tuple[tuple[str, str], ...]:
    """RFC 8493 section 2.2.2; the day is that of the delivery, not of the clock."""
    system = material.package.system
    return (
        ("Source-Organization", system.provider or "not stated in system.yaml"),
        ("External-Description", f"{purpose.title} of {system.name}, as of {material.as_of.isoformat()}"),
        ("External-Identifier", f"{system.id}-{purpose.name}-{material.as_of.isoformat()}"),
        ("Bagging-Date", material.as_of.isoformat()),
        ("Bag-Software-Agent", f"atopack {__version__}"),
    )


def _statement(
    rows: tuple[seal.ManifestFile, ...], tags: Mapping[str, bytes], purpose: Purpose, manifest: seal.Manifest
) -> bytes:
    files = {f"{bag.PAYLOAD}{row.path}": row.sha256 for row in rows}
    files |= {path: hashlib.sha256(data).hexdigest() for path, data in tags.items()}
    return statement.encode(
        files,
        {
            "system": manifest.system,
            "purpose": purpose.name,
            "as-of": manifest.as_of,
            "draft": manifest.draft,
            "tool": f"{manifest.tool} {manifest.version}",
        },
    )

"""The order in which a delivery is made, and the only module of the export that knows it.

redacted copies -> package -> what the purpose keeps -> its own documents -> envelopes, indexes -> search for secrets -> lists
-> publish
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.deliverables import index_page, indexes
from generator.deliverables.artifact_decisions import ArtifactDecisions
from generator.deliverables.base import Purpose
from generator.deliverables.decided import decided_documents, who_decided
from generator.deliverables.delivery_decisions import read_decisions
from generator.deliverables.envelope import EnvelopeStatus, EvidenceEnvelope
from generator.deliverables.envelopes import Sealer
from generator.deliverables.lists import Signer, lists_of
from generator.deliverables.material import Made, Material
from generator.deliverables.populations import populations, written
from generator.deliverables.redaction import Redacted, redact
from generator.deliverables.refusals import doubts, refuse_dangling, refuse_drafts, refuse_owing
from generator.deliverables.report_links import relinked
from generator.deliverables.secrets.delivery import secrets_of
from generator.deliverables.secrets.waivers import refuse_open
from generator.deliverables.statements import statements_of
from generator.documents.large_content import whole
from generator.ids import UuidFactory
from generator.model.evidence import Gap
from generator.pipeline.parse import Progress
from generator.pipeline.release_gate import refuse_draft
from generator.pipeline.render import Rendered
from generator.pipeline.stages import rendered as rendered_package
from generator.seal import bag
from generator.seal import manifest as seal
from generator.seal.publish import alone, put_in_place, scratch
from generator.seal.unchanged import refuse_if_not_ours
from generator.workspace.folder import Workspace


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """A published delivery."""

    folder: Path
    rendered: Rendered
    envelopes: tuple[EvidenceEnvelope, ...]
    manifest: seal.PackageManifest
    gaps: tuple[Gap, ...]
    """What people have to act on in what they decided about it."""
    signed: bool


def export(  # noqa: PLR0913 - the options of a delivery
    workspace: Workspace,
    purpose: Purpose,
    output: Path,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    evidence_cache: Path | None = None,
    final: bool = False,
    signer: Signer | None = None,
) -> Exported:
    """A bag for a purpose, published to `<output>/<system id>-<purpose>-<day>/`. See `publish` for the rest of:

    Raises:
        ConfigError: it is to be `final` and its purpose still asks for something, something of the package is outstanding, or a
            document is a draft; or a file has a name that a bag cannot carry.
        OutputEditedError: what lies there is not an unsigned bag of ours, or was changed.
        SecretsFoundError: it would hand on secrets.
    """
    target = output / purpose.folder(workspace.system.id, as_of)
    workspace.refuse_output(target)
    refuse_if_not_ours(target)
    decided = read_decisions(workspace)
    with alone(target), scratch(target) as folder:
        redacted = redact(workspace, decided.redactions, folder)
        workspace = purpose.view_of(replace(workspace, copies=redacted.copies))
        rendered = rendered_package(
            workspace,
            as_of,
            progress,
            cache=cache,
            evidence_cache=evidence_cache,
            formats=purpose.formats,
            placing=purpose.placing,
        )
        progress("Making the delivery", 0, 1)
        made = _made(workspace, rendered, purpose, redacted, decided.artifacts)
        gaps = purpose.owing(made.material)
        if final:
            refuse_owing(gaps)
            refuse_draft(rendered.package, plan=purpose.keeps("ssp/"))
            refuse_drafts(made.envelopes)
        progress("Searching for secrets", 0, 1)
        secrets = secrets_of(made.material, {**made.documents, **made.material.decided}, decided.waivers)
        refuse_open(secrets)
        documents = {**made.documents, **indexes.cut_out(redacted, secrets, made.envelopes)}
        draft = bool(gaps) or any(envelope.status is EnvelopeStatus.DRAFT for envelope in made.envelopes)
        lists = lists_of(purpose, made.material, documents, draft=draft, signer=signer)
        refuse_dangling(documents, (row.path for row in lists.manifest.files))
        progress("Writing the bag", 0, 1)
        contents = (*_contents(documents), *_contents(made.material.decided), *lists.payload.items())
        files = {**{f"{bag.PAYLOAD}{path}": data for path, data in contents}, **lists.tags}
        copied = {f"{bag.PAYLOAD}{path}": (link.file, link.sha256) for path, link in made.material.evidence.items()}
        put_in_place(target, files, copied, refuse=refuse_if_not_ours)
    return Exported(
        folder=target,
        rendered=rendered,
        envelopes=made.envelopes,
        manifest=lists.manifest,
        gaps=(*gaps, *made.gaps, *secrets.gaps),
        signed=signer is not None,
    )


class _DeliveryContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a delivery, before it is listed."""

    material: Material
    documents: Made
    envelopes: tuple[EvidenceEnvelope, ...]
    gaps: tuple[Gap, ...]


def _made(
    workspace: Workspace, rendered: Rendered, purpose: Purpose, redacted: Redacted, decisions: ArtifactDecisions
) -> _DeliveryContent:
    material = _material(workspace, rendered, purpose)
    documents = {**material.documents, **_supplements(purpose, material)}
    sealer = Sealer(material, decisions, redacted)
    envelopes = (*sealer.documents(documents), *sealer.evidence(), *sealer.decisions())
    sampled = populations(material)
    decided = who_decided(material.decided)
    documents |= indexes.indexes(envelopes, material.statements, decided)
    documents |= written(material, sampled)
    page = index_page.view(purpose, material, envelopes, sampled, decided)
    documents[index_page.PATH] = (index_page.write(page), "Index: begin here")
    return _DeliveryContent(
        material=material,
        documents=documents,
        envelopes=envelopes,
        gaps=(
            *doubts(envelopes, decisions, redacted, material.as_of),
            *(gap for remark in purpose.remarks for gap in remark(material, documents)),
        ),
    )


def _material(workspace: Workspace, rendered: Rendered, purpose: Purpose) -> Material:
    kept_documents = {path: (whole(made), title) for path, (made, title) in rendered.generated.items() if purpose.keeps(path)}
    documents = relinked(kept_documents, rendered.places)
    kept = purpose.gathering(rendered, documents)
    ids = UuidFactory(workspace.system.id)
    return Material(
        workspace=workspace,
        rendered=rendered,
        ids=ids,
        documents=documents,
        evidence={path: link for path, link in rendered.linked.items() if path in kept},
        statements=statements_of(
            rendered.package.claims, rendered.package.drafts, dict(_contents(documents)), rendered.places, ids
        ),
        decided=decided_documents(workspace),
    )


def _supplements(purpose: Purpose, material: Material) -> Made:
    made: dict[str, tuple[bytes, str]] = {}
    for supplement in purpose.supplements:
        made |= supplement(material)
    return made


def _contents(documents: Mapping[str, tuple[bytes, str]]) -> Iterable[tuple[str, bytes]]:
    return ((path, data) for path, (data, _) in documents.items())

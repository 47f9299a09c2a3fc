"""The indexes of a delivery as JSON: envelopes, statements with their evidence, decisions with their deciders, and evidence
with the statements it proves."""

from collections.abc import Mapping, Sequence

from generator.deliverables.decided import DecidedFile
from generator.deliverables.envelope import EvidenceEnvelope
from generator.deliverables.material import Made
from generator.deliverables.redaction import Redacted
from generator.deliverables.secrets.waivers import Judged
from generator.deliverables.statements import DocumentStatement, used_in
from generator.text import indented_json

FOLDER = "index/"
ARTIFACTS = f"{FOLDER}artifacts.json"
STATEMENTS = f"{FOLDER}statements.json"
EVIDENCE = f"{FOLDER}evidence.json"
DECISIONS = f"{FOLDER}decisions.json"
REDACTIONS = f"{FOLDER}redactions.json"


def indexes(
    envelopes: Sequence[EvidenceEnvelope], statements: Sequence[DocumentStatement], decided: Sequence[DecidedFile]
) -> Made:
    """By path in the delivery."""
    return {
        ARTIFACTS: (indented_json({"artifacts": envelopes}), "An envelope for each file"),
        STATEMENTS: (indented_json({"statements": statements}), "What proves each statement"),
        DECISIONS: (indented_json({"decisions": decided}), "Who decided what, and when"),
        EVIDENCE: (indented_json({"evidence": _used(envelopes, statements)}), "Where each piece of evidence is used"),
    }


def cut_out(redacted: Redacted, secrets: Judged, envelopes: Sequence[EvidenceEnvelope]) -> Made:
    """What was removed from the evidence, and what the search for secrets found that is waived."""
    paths = {envelope.workspace_path: envelope.path for envelope in envelopes}
    cuts = [
        {
            "path": paths[cut.path],
            "original-sha256": redacted.copies[cut.path].original,
            "rule": cut.rule.name,
            "count": cut.count,
            "reason": cut.rule.reason,
            "by": cut.rule.by,
        }
        for cut in redacted.cuts
        if cut.path in paths
    ]
    waived = [
        {
            "path": secret.path,
            "place": secret.place,
            "rule": secret.rule,
            "reason": waiver.reason,
            "owner": waiver.owner,
            "expires": waiver.expires,
        }
        for secret, waiver in secrets.waived
    ]
    unsearched = [{"path": path, "why": why} for path, why in secrets.unsearched]
    listed = {"redactions": cuts, "waived": waived, "not-searched": unsearched}
    return {
        REDACTIONS: (
            indented_json(listed),
            "What was cut out of evidence, waived findings, and what was not searched for secrets",
        )
    }


def _used(envelopes: Sequence[EvidenceEnvelope], statements: Sequence[DocumentStatement]) -> list[Mapping[str, object]]:
    uses = used_in(statements)
    return [
        {
            "path": envelope.path,
            "sha256": envelope.sha256,
            "used-by": [
                {
                    "id": citing.statement.id,
                    "document": citing.statement.document,
                    "kind": citing.statement.kind,
                    "controls": citing.statement.controls,
                    "place": citing.place,
                }
                for citing in uses.get(envelope.path, ())
            ],
        }
        for envelope in envelopes
        if envelope.kind == "evidence"
    ]

"""Every file of `decisions/`, once: what is decided in it, what reads it, and its shape.

A file that a reader asks for and that is not listed here fails a test, and so does one that the README of a workspace lacks.
"""

import difflib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import msgspec

from generator.model.evidence import Gap, GapKind

FOLDER = "decisions"


class DecisionFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that people write."""

    name: str
    decides: str
    """What, in Markdown: the text of the README of a workspace."""
    module: str
    """The module that reads it; its `FILE` is the path of this file and its `SCHEMA` the type of the whole of it."""
    used_by: str
    """The stage of the pipeline, or the command, that uses it first."""

    def schema(self) -> dict[str, object]:
        """JSON Schema (2020-12) of the file."""
        return dict(msgspec.json.schema(import_module(self.module).SCHEMA))


def unknown_files(root: Path) -> Iterator[Gap]:
    """Files whose name is nearly that of a decision file: what they say would be ignored in silence. Others are attachments."""
    folder = root / FOLDER
    known = [row.name for row in DECISION_FILES]
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        near = difflib.get_close_matches(path.name.lower().replace("_", "-").replace(".yml", ".yaml"), known, 1, cutoff=0.85)
        if path.name in known or not near or not path.is_file():
            continue
        yield Gap(
            path=f"{FOLDER}/{path.name}",
            place="",
            kind=GapKind.UNDECIDED,
            reason="no decision is read from a file of this name",
            next_step=f"did you mean {near[0]}? Rename it, or give it another name",
        )


DECISION_FILES: tuple[DecisionFile, ...] = (
    DecisionFile(
        name="assets.yaml",
        decides="what no evidence says about an asset; for CMMC its `category`",
        module="generator.facts.asset_decisions",
        used_by="as_of",
    ),
    DecisionFile(
        name="sampling.yaml",
        decides="which of several identical assets are scanned for all of them",
        module="generator.facts.sampling",
        used_by="as_of",
    ),
    DecisionFile(
        name="scan-configurations.yaml",
        decides="which scanner settings the authorizing official approved",
        module="generator.facts.scan_configurations",
        used_by="as_of",
    ),
    DecisionFile(
        name="benchmarks.yaml",
        decides=(
            "your own benchmark for an image, a system (`os`) or images without a distribution (`minimal: true`),"
            " and who accepted it"
        ),
        module="generator.facts.hardening_decisions",
        used_by="as_of",
    ),
    DecisionFile(
        name="validations.yaml",
        decides="that the assessor validated your hardening process, pipeline tools or inventory mechanism",
        module="generator.facts.validations",
        used_by="as_of",
    ),
    DecisionFile(
        name="acceptances.yaml",
        decides=(
            "what a person accepts by name: the outage that refused pulls may cause, a `service` without an authorization, "
            "where a `build-environment` lies (`boundary: inside`, `outside`)"
        ),
        module="generator.facts.acceptances",
        used_by="as_of",
    ),
    DecisionFile(
        name="crypto-modules.yaml",
        decides="which validated module protects what (FIPS 140)",
        module="generator.facts.crypto_modules",
        used_by="as_of",
    ),
    DecisionFile(
        name="waivers.yaml",
        decides="which discrepancy a person accepts, why and until when; `atopack checks` lists the checks",
        module="generator.checks.waivers",
        used_by="assess",
    ),
    DecisionFile(
        name="verdicts.yaml",
        decides=(
            "that a named person judged a control or a CMMC requirement; nothing else makes one satisfied; with "
            "`assessment-procedures` it is a test result for eMASS"
        ),
        module="generator.facts.verdicts",
        used_by="assess",
    ),
    DecisionFile(
        name="dod-readiness.yaml",
        decides="what you answer to DISA's General Readiness Requirements (GRR-1 to GRR-10), for DoD impact levels",
        module="generator.facts.readiness_answers",
        used_by="assess",
    ),
    DecisionFile(
        name="diagram-mapping.yaml",
        decides=(
            "which drawn shape stands for which workload or external service (`external:`), which pages are not "
            "compared (`not-compared:`), what a page shows (`pages:`); `atopack match` adds your answers"
        ),
        module="generator.graph.mapping",
        used_by="assess",
    ),
    DecisionFile(
        name="deviations.yaml",
        decides="what was asked of the authorizing official about a POA&M item, and the decision",
        module="generator.ledger.deviation_decisions",
        used_by="track",
    ),
    DecisionFile(
        name="candidates.yaml",
        decides=(
            "which conclusions of the cross-check, one for each subject that does not meet a requirement, become POA&M items: "
            '`accepted` or `refused`, with name and reason; `subject: "*"` decides about all of a check, refused only '
            "those known by then; report/candidates.html lists them"
        ),
        module="generator.ledger.candidate_decisions",
        used_by="track",
    ),
    DecisionFile(
        name="work-packages.yaml",
        decides=(
            "the plan of a work package, confirmed once for all POA&M items that it closes: owner, milestones, also `base` and "
            "`packages` (name to version); workbooks/work-packages-to-confirm.yaml lists those without a plan"
        ),
        module="generator.ledger.work_package_decisions",
        used_by="track",
    ),
    DecisionFile(
        name="item-plans.yaml",
        decides=(
            "what is planned for a POA&M item that no work package closes whole: `plan`, milestones, also `contact`, "
            "`resources`, `comments`; takes the place of these cells of the item's row in the workbook"
        ),
        module="generator.ledger.item_plans",
        used_by="track",
    ),
    DecisionFile(
        name="evaluations.yaml",
        decides=(
            "the result of a person's evaluation of a vulnerability (or `poam-id`, `assets`): also `internet-"
            "reachable`, `rating` (N1 to N5), `impact`, `reductions` and `next-reduction` (`{day, rating}`), "
            "`mitigated`, `remediation-planned`, `accepted` and `overdue` (why), `more`"
        ),
        module="generator.evaluation.decisions",
        used_by="track",
    ),
    DecisionFile(
        name="inheritance.yaml",
        decides="which controls you take over from a leveraged system",
        module="generator.inherited.decisions",
        used_by="compose",
    ),
    DecisionFile(
        name="artifacts.yaml",
        decides="which files of a delivery are CUI, approved, and until when",
        module="generator.deliverables.artifact_decisions",
        used_by="export",
    ),
    DecisionFile(
        name="redactions.yaml",
        decides="what is cut out of evidence before it is handed on",
        module="generator.deliverables.redaction_rules",
        used_by="export",
    ),
    DecisionFile(
        name="secret-waivers.yaml",
        decides="what only looks like a secret, or may be handed on",
        module="generator.deliverables.secrets.waivers",
        used_by="export",
    ),
    DecisionFile(
        name="indicators.yaml",
        decides=(
            "what named persons say of the Key Security Indicators of FedRAMP 20x: `status`, how, the `reviews` that no "
            "machine makes with their cadence, and the assessor's texts"
        ),
        module="generator.indicators.decisions",
        used_by="assess",
    ),
    DecisionFile(
        name="fedramp-requirements.yaml",
        decides="how you meet a requirement of the Consolidated Rules",
        module="generator.workspace.fedramp_requirements",
        used_by="compose",
    ),
    DecisionFile(
        name="significant-changes.yaml",
        decides="which changes are significant; `atopack diff --drafts` writes a draft",
        module="generator.difference.significant",
        used_by="diff",
    ),
    DecisionFile(
        name="ongoing-report.yaml",
        decides="what the quarterly report says beside the evidence",
        module="generator.difference.ongoing",
        used_by="diff",
    ),
    DecisionFile(
        name="requests.yaml",
        decides="which file a person sends by when (`each`: `month`, `quarter`, `year`); arrival of the file closes it",
        module="generator.workspace.file_requests",
        used_by="review",
    ),
)
"""In the order of the README of a workspace."""

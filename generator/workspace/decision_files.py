"""Every file of `decisions/`, once: what is decided in it, what reads it, and its shape.

A file that a reader asks for and that is not listed here fails a test, and so does one that the README of a workspace lacks.
"""

import difflib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import msgspec

from generator.model.evidence import Gap, GapKind
from generator.text import headed_rows

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
            kind=GapKind.UNDECIDED,
            reason="no decision is read from a file of this name",
            next_step=f"did you mean {near[0]}? Rename it, or give it another name",
        )


_TABLE = """
assets.yaml  as_of  facts.asset_decisions
    what no evidence says about an asset; for CMMC its `category`
sampling.yaml  as_of  facts.sampling
    which of several identical assets are scanned for all of them
scan-configurations.yaml  as_of  facts.scan_configurations
    which scanner settings the authorizing official approved
benchmarks.yaml  as_of  facts.hardening_decisions
    your own benchmark for an image, a system (`os`) or images without a distribution (`minimal: true`), and who accepted
    it
validations.yaml  as_of  facts.validations
    that the assessor validated your hardening process, pipeline tools or inventory mechanism
acceptances.yaml  as_of  facts.acceptances
    what a person accepts by name: the outage that refused pulls may cause, a `service` without an authorization, where a
    `build-environment` lies (`boundary: inside`, `outside`)
crypto-modules.yaml  as_of  facts.crypto_modules
    which validated module protects what (FIPS 140)
waivers.yaml  assess  checks.waivers
    which discrepancy a person accepts, why and until when; `atopack checks` lists the checks
verdicts.yaml  assess  facts.verdicts
    that a named person judged a control or a CMMC requirement; nothing else makes one satisfied; with
    `assessment-procedures` it is a test result for eMASS
dod-readiness.yaml  assess  facts.readiness_answers
    what you answer to DISA's General Readiness Requirements (GRR-1 to GRR-10), for DoD impact levels
diagram-mapping.yaml  assess  graph.mapping
    which drawn shape stands for which workload or external service (`external:`), which pages are not compared
    (`not-compared:`), what a page shows (`pages:`); `atopack match` adds your answers
deviations.yaml  track  ledger.deviation_decisions
    what was asked of the authorizing official about a POA&M item, and the decision
candidates.yaml  track  ledger.candidate_decisions
    which conclusions of the cross-check, one for each subject that does not meet a requirement, become POA&M items:
    `accepted` or `refused`, with name and reason; `subject: "*"` decides about all of a check, refused only those known
    by then; report/candidates.html lists them
work-packages.yaml  track  ledger.work_package_decisions
    the plan of a work package, confirmed once for all POA&M items that it closes: owner, milestones, also `base` and
    `packages` (name to version); workbooks/work-packages-to-confirm.yaml lists those without a plan
item-plans.yaml  track  ledger.item_plans
    what is planned for a POA&M item that no work package closes whole: `plan`, milestones, also `contact`, `resources`,
    `comments`; takes the place of these cells of the item's row in the workbook
evaluations.yaml  track  evaluation.decisions
    the result of a person's evaluation of a vulnerability (or `poam-id`, `assets`): also `internet-reachable`, `rating`
    (N1 to N5), `impact`, `reductions` and `next-reduction` (`{day, rating}`), `mitigated`, `remediation-planned`,
    `accepted` and `overdue` (why), `more`
inheritance.yaml  compose  inherited.decisions
    which controls you take over from a leveraged system
artifacts.yaml  export  deliverables.artifact_decisions
    which files of a delivery are CUI, approved, and until when
redactions.yaml  export  deliverables.redaction_rules
    what is cut out of evidence before it is handed on
secret-waivers.yaml  export  deliverables.secrets.waivers
    what only looks like a secret, or may be handed on
indicators.yaml  assess  indicators.decisions
    what named persons say of the Key Security Indicators of FedRAMP 20x: `status`, how, the `reviews` that no machine
    makes with their cadence, and the assessor's texts
fedramp-requirements.yaml  compose  workspace.fedramp_requirements
    how you meet a requirement of the Consolidated Rules
significant-changes.yaml  diff  difference.significant
    which changes are significant; `atopack diff --drafts` writes a draft
ongoing-report.yaml  diff  difference.ongoing
    what the quarterly report says beside the evidence
requests.yaml  review  workspace.file_requests
    which file a person sends by when (`each`: `month`, `quarter`, `year`); arrival of the file closes it
"""
"""Of each file its name, what uses it first, the module that reads it and, indented, what is decided in it."""


def _rows() -> Iterator[DecisionFile]:
    for head, decides in headed_rows(_TABLE):
        name, used_by, module = head.split()
        yield DecisionFile(name=name, decides=decides, module=f"generator.{module}", used_by=used_by)


DECISION_FILES = tuple(_rows())
"""In the order of the README of a workspace."""

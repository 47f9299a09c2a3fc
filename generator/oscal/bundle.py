"""The five OSCAL documents together, and their bytes."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

from msgspec.structs import replace

from generator.documents.large_content import Content
from generator.ids import UuidFactory
from generator.oscal import types as o
from generator.oscal.assessment import PLAN_FILE, SSP_FILE, plan, results
from generator.oscal.common import Citations
from generator.oscal.component_definition import component_definition
from generator.oscal.components import Naming
from generator.oscal.embedded_files import with_contents
from generator.oscal.encoding import PLAN, content_digest, identified, written
from generator.oscal.oscal_input import OscalInput
from generator.oscal.poam import poam
from generator.oscal.poam_items import observation
from generator.oscal.ssp import ssp

D = TypeVar(
    "D",
    o.ComponentDefinition,
    o.SystemSecurityPlan,
    o.AssessmentPlan,
    o.AssessmentResults,
    o.PlanOfActionAndMilestones,
)

COMPONENTS_FILE = "component-definition.json"
RESULTS_FILE = "assessment-results.json"
POAM_FILE = "plan-of-action-and-milestones.json"


@dataclass(frozen=True, kw_only=True)
class OscalBundle:
    """What renderers read: whatever OSCAL can carry is here and nowhere else."""

    component_definition: o.ComponentDefinition
    ssp: o.SystemSecurityPlan
    assessment_plan: o.AssessmentPlan
    poam: o.PlanOfActionAndMilestones
    """Without its own uuid, which is made of all its content: its file has it, since so much is encoded once for both."""
    file_poam: Callable[[o.PlanOfActionAndMilestones], Content] = field(repr=False, compare=False)
    assess: Callable[[], o.AssessmentResults] = field(repr=False, compare=False)
    """Makes the assessment results, an observation for each subject of each requirement: the workbench shows none of them."""

    @cached_property
    def assessment_results(self) -> o.AssessmentResults:
        """Made when it is first asked for."""
        return self.assess()

    def files(self) -> Mapping[str, Content]:
        """File name to JSON, in the order of the imports.

        Raises:
            OSError: the folder for temporary files is full.
        """
        return {
            COMPONENTS_FILE: written("component-definition", self.component_definition),
            SSP_FILE: written("system-security-plan", self.ssp),
            PLAN_FILE: written("assessment-plan", self.assessment_plan),
            RESULTS_FILE: written("assessment-results", self.assessment_results),
            POAM_FILE: self.file_poam(self.poam),
        }


def bundle_of(oscal_input: OscalInput, ids: UuidFactory) -> OscalBundle:
    """Write all five. Objects share their uuids across documents; each document cites only what it uses."""
    files = {
        file.sha256: file for file in (*oscal_input.inheritance.files, *oscal_input.judged_by, *oscal_input.facts.evidence)
    }
    naming = Naming(ids)
    cite_components, cite_ssp, cite_poam, cite_results = (Citations(ids, files, oscal_input.places) for _ in range(4))
    listed = {asset.asset_id for asset in oscal_input.facts.inventory} | {asset.asset_id for asset in oscal_input.facts.assets}
    tools = dict(oscal_input.facts.report_tools)
    seen = tuple(observation(item, naming, cite_poam, listed, tools) for item in oscal_input.items)
    cite_results.include(cite_poam)
    today = tuple(
        observed
        for item, observed in zip(oscal_input.items, seen, strict=True)
        if item.closed is None and item.by_scan and not item.concluded
    )

    def assess() -> o.AssessmentResults:
        assessment = results(oscal_input, today, cite_results)
        result = assessment.results[0]
        result = replace(result, uuid=ids.digested("result", content_digest(result)))
        return _identified(replace(assessment, results=(result,)), "assessment-results", ids)

    return OscalBundle(
        component_definition=_identified(component_definition(oscal_input, cite_components), "component-definition", ids),
        ssp=_identified(ssp(oscal_input, cite_ssp), "system-security-plan", ids),
        assessment_plan=_identified(plan(oscal_input, ids), "assessment-plan", ids),
        poam=poam(oscal_input, seen, cite_poam),
        file_poam=lambda made: identified(made, partial(ids.digested, PLAN))[1],
        assess=assess,
    )


def carrying(bundle: OscalBundle, contents: Mapping[str, bytes], namespace: str, ids: UuidFactory) -> OscalBundle:
    """The plan carries these files, by their path in the package."""
    if not contents:
        return bundle
    plan = replace(with_contents(bundle.ssp, contents, namespace), uuid="")
    return dataclasses.replace(bundle, ssp=_identified(plan, "system-security-plan", ids))


def _identified(document: D, kind: str, ids: UuidFactory) -> D:
    """The document with the uuid of its content, own uuid and last-modified left out."""
    bare = replace(document, metadata=replace(document.metadata, last_modified=""))
    return replace(document, uuid=ids.digested(kind, content_digest(bare)))

"""The controls of the system security plan: for each part, what the evidence says, or that nobody has written about it."""

from collections import defaultdict
from collections.abc import Sequence

from generator.frameworks.base import Control
from generator.model.claim import Claim, Support
from generator.model.system import Baseline, System
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, prop, text
from generator.oscal.components import Naming
from generator.oscal.story import Story

_PROPOSED = "Proposed from evidence; a person confirms it."
NOT_WRITTEN = "Not yet written: no collected evidence speaks about this part, and nobody has written about it yet."
_LINE = "\n"
NOT_SEEN = "Not yet written: no evidence was collected that speaks about this part."


def control_implementation(story: Story, cite: Citations) -> o.ControlImplementation:
    """Every control of the plan."""
    said = _by_control(story.claims)
    return o.ControlImplementation(
        description="Every control of the baseline; what container evidence speaks about is drafted from it.",
        implemented_requirements=tuple(
            _requirement(control, said.get(control.id, ()), story.system, cite) for control in story.plan
        ),
    )


_SUPPORTING = (Support.FOUND, Support.FOUND_NOT_ENFORCING, Support.ENFORCING)


def proposed_status(claims: Sequence[Claim]) -> str | None:
    """Implementation status as a proposal: evidence can show that something is in place, only a person that it is enough.

    None where no evidence supports it: nobody has looked, which is not the same as planned.
    """
    return "partial" if any(claim.support in _SUPPORTING for claim in claims) else None


def _by_control(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.control].append(claim)
    return found


def _requirement(control: Control, mine: Sequence[Claim], system: System, cite: Citations) -> o.ImplementedRequirement:
    by_part: dict[str, list[Claim]] = defaultdict(list)
    for claim in mine:
        by_part[claim.part].append(claim)
    status = proposed_status(mine)
    additional = additional_to(control, system.baseline)
    return o.ImplementedRequirement(
        uuid=cite.ids.object("requirement", control.oscal_id),
        control_id=control.oscal_id,
        props=(
            *((prop("implementation-status", status, system.fedramp_namespace, remarks=_PROPOSED),) if status else ()),
            *((prop("control-origination", "sp-system", system.fedramp_namespace),) if control.area else ()),
            *((prop("additional-to-baseline", system.baseline.value, NS),) if additional else ()),
        ),
        responsible_roles=(o.ResponsibleRole(role_id="asset-owner"),),
        statements=tuple(_statement(control, part, by_part.get(part, []), cite) for part in (control.parts or ("",))),
        remarks=_why(control, additional),
    )


def _why(control: Control, additional: str) -> str | None:
    if not control.area:
        return None
    return text(f"Area of the container guidance: {control.area}. Mapping: {control.source}.{additional}")


def additional_to(control: Control, baseline: Baseline) -> str:
    """Says that the baseline does not hold a control, and where it stands; empty where the baseline holds it."""
    if baseline.value in control.baselines:
        return ""
    held = [one.label for one in Baseline if one.value in control.baselines]
    where = f"stands in the {' and '.join(held)} baseline only" if held else "stands in none of FedRAMP's baselines"
    return f" Additional to the baseline: {control.id} {where}; it is here because the container guidance names it."


def _statement(control: Control, part: str, claims: Sequence[Claim], cite: Citations) -> o.Statement:
    naming, statement_id = Naming(cite.ids), control.statement_id(part)
    sources = {source for claim in claims for source in claim.sources}
    proposed = proposed_status(claims)
    contradicted = sorted({check for claim in claims for check in claim.discrepancies})
    return o.Statement(
        statement_id=statement_id,
        uuid=cite.ids.object("statement", statement_id),
        by_components=(
            o.ByComponent(
                component_uuid=naming.this_system,
                uuid=cite.ids.object("by-component", statement_id, "this-system"),
                responsible_roles=(o.ResponsibleRole(role_id="asset-owner"),),
                description=text(_description(claims)),
                props=(
                    prop("text", _written(claims), NS),
                    *(prop("contradicted-by", check, NS) for check in contradicted),
                ),
                links=cite.links(sources),
                implementation_status=o.Status(state=proposed, remarks=_PROPOSED) if proposed else None,
            ),
        ),
    )


def _written(claims: Sequence[Claim]) -> str:
    """`generated`, `missing`, or `not-collected` where all that can be said is that nobody looked."""
    if not claims:
        return "missing"
    return "not-collected" if all(claim.support is Support.NOT_COLLECTED for claim in claims) else "generated"


def _description(claims: Sequence[Claim]) -> str:
    """A paragraph for each topic and a line for each sentence, in their order; what nobody looked at comes last."""
    topics: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        topics[claim.subject].append(claim)
    paragraphs = (
        f"{subject}: {_LINE.join(claim.text for claim in sorted(rows, key=_unseen))}" for subject, rows in topics.items()
    )
    said = "\n\n".join(paragraphs)
    if _written(claims) == "generated":
        return said
    return f"{NOT_SEEN}\n\n{said}" if claims else NOT_WRITTEN


def _unseen(claim: Claim) -> bool:
    return claim.support is Support.NOT_COLLECTED

"""Packages for tests, of which a test names only what it is about. In production no field has a default: a forgotten one
would be silent."""

from generator.model.flow import NO_FLOWS
from generator.model.identifiers import ControlId
from generator.model.leveraged import NO_INHERITANCE
from generator.model.places import Places
from generator.model.posture import ControlMapping, MappedBy, PostureRequirement
from generator.model.requirement_text import NO_TEXTS
from generator.oscal.oscal_input import CheckDone, OscalInput
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import PlanDrafts, plan_drafts


def package_made(**named: object) -> AuthorizationPackage:
    """A package with nothing in it but what is named. `system`, `as_of`, `bundle`, `comparison` and `accounting` are needed."""
    empty: dict[str, object] = dict.fromkeys(
        (
            "discrepancies", "gaps", "evidence", "clusters", "workloads", "running", "diagrams", "narratives", "requirements",
            "pictures", "scan_quality", "tallies", "hardening", "chains", "validations", "coverage", "samples", "evaluations",
            "trend", "triggers", "requirement_verdicts", "crypto", "claims", "readiness", "postures", "stig",
            "evidence_uses", "unmatched_targets",
        ),
        (),
    )  # fmt: skip
    given = {
        **empty,
        "kept": frozenset(),
        "requirement_texts": NO_TEXTS,
        "flows": NO_FLOWS,
        "idle_images": 0,
        "certification": "C",
        "unique_vulnerabilities": 0,
        "handed_in": None,
        "indicators": None,
        "indicator_trend": None,
        "inheritance": NO_INHERITANCE,
        "crypto_decided": False,
        "drafts": PlanDrafts(),
        **named,
    }
    return AuthorizationPackage(**given)  # type: ignore[arg-type]


def story_made(**named: object) -> OscalInput:
    """What a bundle is written from, with nothing in it but what is named. `system`, `facts` and `comparison` are needed."""
    empty: dict[str, object] = dict.fromkeys(
        (
            "checks", "discrepancies", "claims", "controls", "items", "pictures", "plan", "narratives", "looks", "deficiencies",
            "postures", "verdicts", "judged_by", "attachments", "references",
        ),
        (),
    )  # fmt: skip
    claims, items, plan = (named.get(name, ()) for name in ("claims", "items", "plan"))
    drafts = plan_drafts(claims, items, plan)  # type: ignore[arg-type]
    return OscalInput(
        **{**empty, "flows": NO_FLOWS, "inheritance": NO_INHERITANCE, "places": Places(), "drafts": drafts, **named}
    )  # type: ignore[arg-type]


def check_done(*, name: str, title: str, question: str, controls: tuple[str, ...], made: bool = True) -> CheckDone:
    """A check of the assessment plan."""
    requirement = PostureRequirement(
        id=name,
        area="",
        title=title,
        problem=title,
        asks=question,
        rationale="",
        fix="",
        reference="",
        controls=tuple(ControlMapping(control=ControlId(control), by=MappedBy.OURS) for control in controls),
        subjects=("asset", "assets"),
    )
    return CheckDone(requirement=requirement, made=made)

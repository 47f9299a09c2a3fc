"""Gatekeeper: do its constraints deny, and what did its audit find?"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import GatekeeperConstraint, GatekeeperTemplate
from generator.model.settings.base import Setting
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.text import counted

_TEMPLATES = ("templates.gatekeeper.sh", "ConstraintTemplate")


_REQUIREMENT = PostureRequirement(
    id="gatekeeper-not-denying",
    area="Admission",
    title="Gatekeeper constraints deny, and nothing violates them",
    problem="Gatekeeper constraint does not hold",
    asks="Does every Gatekeeper constraint deny what breaks it, and did its last audit find nothing that does?",
    rationale="A constraint in dryrun or warn admits what it describes; a template without a constraint does nothing.",
    fix="Set `enforcementAction: deny` once the audit is clean, and correct or exempt by name what the audit lists.",
    reference="https://open-policy-agent.github.io/gatekeeper/website/docs/violations/",
    controls=mapped(fedramp="CM-6 CM-2 CA-2 SC-39"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class GatekeeperConstraints:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        constraints, templates = context.of(GatekeeperConstraint), context.of(GatekeeperTemplate)
        if not constraints and not context.listed(_TEMPLATES):
            refused = context.refused((_TEMPLATES[0], "constrainttemplates"))
            return not_collected("Gatekeeper's constraint templates and constraints", refused=refused)
        if not constraints and not templates:
            return none_found("No Gatekeeper constraint or template.")
        made = {each.kind for each in constraints}
        problems = [problem for each in constraints for problem in _problems(context, each)]
        problems += [
            Problem(subject=each.key, text="has no constraint, so that it enforces nothing", citations=(each.cited,))
            for each in templates
            if each.says.makes not in made
        ]
        denying = sum(each.says.actions == ("deny",) for each in constraints)
        audited = [each.says.violations for each in constraints if each.says.violations is not None]
        detail = f"; audits found {sum(audited):,} violations" if audited else ""
        summary = f"{of(denying, len(constraints), 'Gatekeeper constraints')} deny{detail}."
        missing = ["results of an audit"] if len(audited) < len(constraints) else []
        return judged(summary, problems, (*constraints, *templates), missing=missing)


def _problems(context: PostureContext, each: Setting[GatekeeperConstraint]) -> Iterator[Problem]:
    says = each.says
    out = [name for name in context.namespaces if any(fnmatchcase(name, pattern) for pattern in says.reach.excluded)]
    other = [name for name in context.namespaces if says.reach.only and says.reach.leaves_out(name) and name not in out]
    for wrong, text in (
        (says.actions != ("deny",), f"does not deny (enforcementAction {named(says.actions)})"),
        (bool(says.violations), f"is violated by {counted(says.violations or 0, 'object')} that run already"),
        (bool(out), f"leaves out {named(out)}"),
        (bool(other), f"is for {named(says.reach.only)} only, and not for {named(other)}"),
    ):
        if wrong:
            yield Problem(subject=each.key, text=text, citations=(each.cited,))

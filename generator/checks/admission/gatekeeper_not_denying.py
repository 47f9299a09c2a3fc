"""Gatekeeper: do its constraints deny, and what did its audit find?"""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from generator.checks.admission.webhook_reach import ours, unseen_namespaces, webhook_answer
from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import GatekeeperConfig, GatekeeperConstraint, GatekeeperTemplate
from generator.model.settings.base import GroupKind, Setting
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted

TEMPLATES: GroupKind = ("templates.gatekeeper.sh", "ConstraintTemplate")
_CONFIG: GroupKind = ("config.gatekeeper.sh", "Config")
ENGINE = "Gatekeeper"

_REQUIREMENT = PostureRequirement(
    id="gatekeeper-not-denying",
    area="Admission",
    title="Gatekeeper constraints deny, and nothing violates them",
    problem="Gatekeeper constraint does not deny",
    asks="Does every Gatekeeper constraint deny what breaks it, and did its last audit find nothing that does?",
    rationale="A constraint in dryrun or warn admits what it describes; a template without a constraint does nothing.",
    fix="Set `enforcementAction: deny` once the audit is clean, and correct or exempt by name what the audit lists.",
    reference="https://open-policy-agent.github.io/gatekeeper/website/docs/violations/",
    controls=mapped(fedramp="CM-6 CM-2 CA-2 SC-39"),
    subjects=("Gatekeeper constraint", "Gatekeeper constraints"),
)


def _judge(context: CheckContext) -> Judgment:
    """Templates without a constraint are a note: they ask for nothing. A pass is declared, its audit reported by Gatekeeper."""
    constraints, templates = context.of(GatekeeperConstraint), context.of(GatekeeperTemplate)
    made = {each.kind for each in constraints}
    unused = sorted(each.name for each in templates if each.says.makes not in made)
    notes = [f"Templates without a constraint, which enforce nothing: {named(unused)}."] if unused else []
    if constraints:
        return judged((_subject(context, each) for each in constraints), notes=notes)
    listed = [group for group, _ in context.configuration.complete if group == "constraints.gatekeeper.sh"]
    if context.complete(TEMPLATES) and (listed or not templates):
        return none_found("No Gatekeeper constraint.", citations=(each.cited for each in templates), notes=notes)
    refused = context.refused((TEMPLATES[0], "constrainttemplates"))
    return not_collected("Gatekeeper's constraint templates and constraints", refused=refused)


def _other_constraints(context: CheckContext) -> Iterable[JudgedSubject]:
    """Each template makes a kind of constraint: both have to be listed whole."""
    made = sorted(
        (TEMPLATES[0].replace("templates", "constraints"), each.says.makes) for each in context.of(GatekeeperTemplate)
    )
    return of_kinds("other constraints", TEMPLATES, *made)(context)


def _subject(context: CheckContext, each: Setting[GatekeeperConstraint]) -> JudgedSubject:
    wrong = list(_wrong(context, each))
    if wrong:
        certainty = context.certainty_of(each)
        reported = certainty is Certainty.OBSERVED and all("is violated" in text for text in wrong)
        return fails(each.key, "; ".join(wrong), each.cited, certainty=Certainty.REPORTED if reported else certainty)
    doubt = next(_doubts(context, each), "")
    if doubt:
        return unknown(each.key, doubt, each.cited)
    return passes(
        each.key, each.cited, certainty=Certainty.DECLARED, reason=f"no violation in its audit of {each.says.audited}"
    )


def _wrong(context: CheckContext, each: Setting[GatekeeperConstraint]) -> Iterator[str]:
    says, namespaces = each.says, ours(context, ENGINE)
    if says.actions != ("deny",):
        yield f"does not deny on admission (enforcementAction {named(says.actions) or 'of other enforcement points alone'})"
    if says.violations:
        yield f"is violated by {counted(says.violations, 'object')} that run already"
    if any(template.says.errors for template in context.of(GatekeeperTemplate) if template.says.makes == each.kind):
        yield "is made from a template that Gatekeeper could not compile"
    out = [
        name for name in namespaces if any(fnmatchcase(name, pattern) for pattern in (*says.reach.excluded, *exempt(context)))
    ]
    if out:
        yield f"leaves out {named(out)}"
    other = [name for name in namespaces if says.reach.only and says.reach.leaves_out(name) and name not in out]
    if other:
        yield f"is for {named(says.reach.only)} only, and not for {named(other)}"
    open_ = {answer.reason for name in namespaces if (answer := webhook_answer(context, ENGINE, name)).covers is False}
    yield from sorted(f"is not heeded: {reason}" for reason in open_ if says.reach.workloads)


def exempt(context: CheckContext) -> tuple[str, ...]:
    """Patterns of namespaces that no constraint is asked about."""
    return tuple(sorted({pattern for each in context.of(GatekeeperConfig) for pattern in each.says.excluded}))


def config_unknown(context: CheckContext) -> bool:
    """Gatekeeper's Config may exempt namespaces, and was not collected."""
    return not context.complete(_CONFIG)


def _doubts(context: CheckContext, each: Setting[GatekeeperConstraint]) -> Iterator[str]:
    """Of a constraint about other kinds than workloads the webhook is not asked: its rules are about pods."""
    if each.says.violations is None or not each.says.audited:
        yield "no audit result was collected"
    if each.says.reach.narrowed:
        yield "the constraint selects by labels"
    if each.says.reach.workloads and unseen_namespaces(context, each.says.reach, ENGINE):
        yield "namespaces were not collected"
    if each.says.reach.workloads:
        answers = (webhook_answer(context, ENGINE, name) for name in ours(context, ENGINE))
        yield from sorted({answer.reason for answer in answers if answer.covers is None})
    if config_unknown(context):
        yield "Gatekeeper's Config, which may exempt namespaces, was not collected"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=_other_constraints, per_cluster=True, kubernetes=True)

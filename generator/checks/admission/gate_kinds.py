"""The kinds of gates that can keep a container out, each asked alone: in every namespace of the system, in a part, or not.

A policy counts where it is about pods or what makes them. One about other kinds (namespaces, custom resources) keeps no
container out, however strictly it is enforced.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.checks.isolation.pod_security_level import PodSecurityLevels
from generator.facts.image_policies import image_policies, within
from generator.model.posture import ObjectCitation, PostureState
from generator.model.settings.admission import (
    AdmissionPolicy,
    AdmissionPolicyBinding,
    GatekeeperConstraint,
    KyvernoPolicy,
    PolicyReach,
)
from generator.model.settings.base import GroupKind, Setting, Settings
from generator.posture.base import PostureContext
from generator.text import counted

_ADMISSION = "admissionregistration.k8s.io"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What was found of one kind."""

    name: str
    looked: bool
    whole: str = ""
    """In words, where it refuses in every namespace of the system."""
    part: str = ""
    """In words, where something of the kind is there."""
    citations: tuple[ObjectCitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateKind:
    """One kind."""

    name: str
    kinds: tuple[GroupKind, ...]
    find: Callable[[PostureContext], "Iterable[RefusingPolicy]"]
    singular: str
    many: str
    groups: tuple[str, ...] = ()
    """API groups whose every kind is a policy of this kind of gate."""

    def ask(self, context: PostureContext) -> GateResult:
        """In this cluster."""
        policies = list(self.find(context))
        seen = any(group in self.groups for group, _ in context.configuration.listed)
        if not policies and not seen and not context.listed(*self.kinds):
            return GateResult(name=self.name, looked=False)
        holding = [each for each in policies if each.enforces and _everywhere(context, each.reach)]
        return GateResult(
            name=self.name,
            looked=True,
            whole=self._counted(holding),
            part=self._counted(policies),
            citations=tuple(dict.fromkeys(each.setting.cited for each in holding or policies)),
        )

    def _counted(self, policies: "Sequence[RefusingPolicy]") -> str:
        settings = {each.setting.key for each in policies}
        return counted(len(settings), self.singular, self.many) if settings else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusingPolicy:
    """A policy that may keep a container out."""

    setting: Setting[Settings]
    enforces: bool
    reach: PolicyReach


def _everywhere(context: PostureContext, reach: PolicyReach) -> bool:
    """A cluster of which no namespace is known (manifests) is judged by what the policy says of itself."""
    names = context.namespaces
    if names:
        return all(reach.covers(name) for name in names)
    return reach.workloads and not reach.only and not reach.narrowed


def _levels(context: PostureContext) -> GateResult:
    """Pod Security levels: the API server's own gate."""
    judgment = PodSecurityLevels().judge(context)
    looked = judgment.state is not PostureState.NOT_COLLECTED
    name = "Pod Security levels"
    return GateResult(
        name=name,
        looked=looked,
        whole=name if judgment.state is PostureState.ENFORCING else "",
        part=name if judgment.state is PostureState.NOT_ENFORCING else "",
        citations=judgment.citations if looked else (),
    )


def _in_tree(context: PostureContext) -> Iterable[RefusingPolicy]:
    bindings = context.of(AdmissionPolicyBinding)
    for policy in context.of(AdmissionPolicy):
        if not policy.says.reach.workloads:
            continue
        denying = [binding for binding in bindings if binding.says.policy == policy.name and "Deny" in binding.says.actions]
        fails = policy.says.failure_policy == "Fail"
        yield RefusingPolicy(setting=policy, enforces=False, reach=policy.says.reach)
        yield from (
            RefusingPolicy(setting=policy, enforces=fails, reach=_both(policy.says.reach, setting.says.reach))
            for setting in denying
        )


def _both(first: PolicyReach, second: PolicyReach) -> PolicyReach:
    """What a policy and its binding agree on."""
    return PolicyReach(
        workloads=first.workloads and second.workloads,
        only=first.only or second.only,
        excluded=(*first.excluded, *second.excluded),
        narrowed=first.narrowed or second.narrowed or bool(first.only and second.only),
    )


def _gatekeeper(context: PostureContext) -> Iterable[RefusingPolicy]:
    for each in context.of(GatekeeperConstraint):
        if each.says.reach.workloads:
            yield RefusingPolicy(setting=each, enforces=each.says.actions == ("deny",), reach=each.says.reach)


def _kyverno(context: PostureContext) -> Iterable[RefusingPolicy]:
    """Rules that verify images are another kind of gate: they are about the images that they name."""
    for each in context.inside(KyvernoPolicy):
        for rule in each.says.rules:
            reach = within(each, rule)
            if reach.workloads and not rule.verifies_images:
                enforces = rule.enforces and each.says.failure_policy == "Fail"
                audited = PolicyReach(
                    workloads=reach.workloads,
                    only=reach.only,
                    excluded=(*reach.excluded, *each.says.audited_namespaces),
                    narrowed=reach.narrowed,
                )
                yield RefusingPolicy(setting=each, enforces=enforces, reach=audited)


def _signatures(context: PostureContext) -> GateResult:
    """Policies for signatures hold where every image that runs is named by one that is asked about it."""
    name = "policies for signatures of images"
    kinds = (("policy.sigstore.dev", "ClusterImagePolicy"), ("kyverno.io", "ClusterPolicy"))
    if not context.listed(*kinds, ("policies.kyverno.io", "ImageValidatingPolicy")):
        return GateResult(name=name, looked=False)
    policies = image_policies(context.configuration)
    runs = {(container.image, workload.namespace) for workload in context.workloads for container in workload.containers}
    whole = bool(runs) and all(any(policy.guards(image, where) for policy in policies) for image, where in runs)
    return GateResult(
        name=name,
        looked=True,
        whole=name if whole else "",
        part=name if policies else "",
        citations=tuple(dict.fromkeys(policy.setting.cited for policy in policies)),
    )


@dataclass(frozen=True, slots=True)
class _Special:
    """A kind that is asked in its own way."""

    ask: Callable[[PostureContext], GateResult]


KINDS: tuple[GateKind | _Special, ...] = (
    _Special(_levels),
    GateKind(
        name="ValidatingAdmissionPolicies",
        kinds=((_ADMISSION, "ValidatingAdmissionPolicy"),),
        find=_in_tree,
        singular="ValidatingAdmissionPolicy",
        many="ValidatingAdmissionPolicies",
    ),
    GateKind(
        name="Gatekeeper",
        kinds=(("templates.gatekeeper.sh", "ConstraintTemplate"),),
        find=_gatekeeper,
        singular="constraint of Gatekeeper",
        many="constraints of Gatekeeper",
        groups=("constraints.gatekeeper.sh",),
    ),
    GateKind(
        name="Kyverno",
        kinds=(
            ("kyverno.io", "ClusterPolicy"),
            ("kyverno.io", "Policy"),
            ("policies.kyverno.io", "ValidatingPolicy"),
            ("policies.kyverno.io", "ImageValidatingPolicy"),
        ),
        find=_kyverno,
        singular="policy of Kyverno",
        many="policies of Kyverno",
    ),
    _Special(_signatures),
)
"""In the order in which they are reported."""

"""The kinds of gates that can keep a container out, each asked alone: in every namespace of the system, in a part, or not.

A policy counts where it is about pods or what makes them. One about other kinds (namespaces, custom resources) keeps no
container out, however strictly it is enforced.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.facts.image_policies import image_policies, within
from generator.model.posture import Citation, State
from generator.model.settings.admission import (
    AdmissionPolicy,
    AdmissionPolicyBinding,
    GatekeeperConstraint,
    KyvernoPolicy,
    PolicyReach,
)
from generator.model.settings.base import GroupKind, Setting, Settings
from generator.posture.base import Ground
from generator.posture.pod_security_levels import PodSecurityLevels
from generator.text import counted

_ADMISSION = "admissionregistration.k8s.io"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What was found of one kind."""

    name: str
    looked: bool
    whole: str = ""
    """In words, where it refuses in every namespace of the system."""
    part: str = ""
    """In words, where something of the kind is there."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateKind:
    """One kind."""

    name: str
    kinds: tuple[GroupKind, ...]
    find: Callable[[Ground], "Iterable[Refusal]"]
    one: str
    many: str
    groups: tuple[str, ...] = ()
    """API groups whose every kind is a policy of this kind of gate."""

    def ask(self, ground: Ground) -> Gate:
        """In this cluster."""
        found = list(self.find(ground))
        seen = any(group in self.groups for group, _ in ground.configuration.listed)
        if not found and not seen and not ground.listed(*self.kinds):
            return Gate(name=self.name, looked=False)
        holding = [each for each in found if each.enforces and _everywhere(ground, each.reach)]
        return Gate(
            name=self.name,
            looked=True,
            whole=self._counted(holding),
            part=self._counted(found),
            citations=tuple(dict.fromkeys(each.setting.cited for each in holding or found)),
        )

    def _counted(self, found: "Sequence[Refusal]") -> str:
        settings = {each.setting.key for each in found}
        return counted(len(settings), self.one, self.many) if settings else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A policy that may keep a container out."""

    setting: Setting[Settings]
    enforces: bool
    reach: PolicyReach


def _everywhere(ground: Ground, reach: PolicyReach) -> bool:
    """A cluster of which no namespace is known (manifests) is judged by what the policy says of itself."""
    names = ground.namespaces
    if names:
        return all(reach.covers(name) for name in names)
    return reach.workloads and not reach.only and not reach.narrowed


def _levels(ground: Ground) -> Gate:
    """Pod Security levels: the API server's own gate."""
    said = PodSecurityLevels().judge(ground)
    looked = said.state is not State.NOT_COLLECTED
    name = "Pod Security levels"
    return Gate(
        name=name,
        looked=looked,
        whole=name if said.state is State.ENFORCING else "",
        part=name if said.state is State.NOT_ENFORCING else "",
        citations=said.citations if looked else (),
    )


def _in_tree(ground: Ground) -> Iterable[Refusal]:
    bindings = ground.of(AdmissionPolicyBinding)
    for policy in ground.of(AdmissionPolicy):
        if not policy.says.reach.workloads:
            continue
        denying = [one for one in bindings if one.says.policy == policy.name and "Deny" in one.says.actions]
        fails = policy.says.failure_policy == "Fail"
        yield Refusal(setting=policy, enforces=False, reach=policy.says.reach)
        yield from (Refusal(setting=policy, enforces=fails, reach=_both(policy.says.reach, one.says.reach)) for one in denying)


def _both(first: PolicyReach, second: PolicyReach) -> PolicyReach:
    """What a policy and its binding agree on."""
    return PolicyReach(
        workloads=first.workloads and second.workloads,
        only=first.only or second.only,
        excluded=(*first.excluded, *second.excluded),
        narrowed=first.narrowed or second.narrowed or bool(first.only and second.only),
    )


def _gatekeeper(ground: Ground) -> Iterable[Refusal]:
    for each in ground.of(GatekeeperConstraint):
        if each.says.reach.workloads:
            yield Refusal(setting=each, enforces=each.says.actions == ("deny",), reach=each.says.reach)


def _kyverno(ground: Ground) -> Iterable[Refusal]:
    """Rules that verify images are another kind of gate: they are about the images that they name."""
    for each in ground.inside(KyvernoPolicy):
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
                yield Refusal(setting=each, enforces=enforces, reach=audited)


def _signatures(ground: Ground) -> Gate:
    """Policies for signatures hold where every image that runs is named by one that is asked about it."""
    name = "policies for signatures of images"
    kinds = (("policy.sigstore.dev", "ClusterImagePolicy"), ("kyverno.io", "ClusterPolicy"))
    if not ground.listed(*kinds, ("policies.kyverno.io", "ImageValidatingPolicy")):
        return Gate(name=name, looked=False)
    found = image_policies(ground.configuration)
    runs = {(each.image, one.namespace) for one in ground.workloads for each in one.containers}
    whole = bool(runs) and all(any(each.guards(image, where) for each in found) for image, where in runs)
    return Gate(
        name=name,
        looked=True,
        whole=name if whole else "",
        part=name if found else "",
        citations=tuple(dict.fromkeys(each.setting.cited for each in found)),
    )


@dataclass(frozen=True, slots=True)
class _Special:
    """A kind that is asked in its own way."""

    ask: Callable[[Ground], Gate]


KINDS: tuple[GateKind | _Special, ...] = (
    _Special(_levels),
    GateKind(
        name="ValidatingAdmissionPolicies",
        kinds=((_ADMISSION, "ValidatingAdmissionPolicy"),),
        find=_in_tree,
        one="ValidatingAdmissionPolicy",
        many="ValidatingAdmissionPolicies",
    ),
    GateKind(
        name="Gatekeeper",
        kinds=(("templates.gatekeeper.sh", "ConstraintTemplate"),),
        find=_gatekeeper,
        one="constraint of Gatekeeper",
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
        one="policy of Kyverno",
        many="policies of Kyverno",
    ),
    _Special(_signatures),
)
"""In the order in which they are reported."""

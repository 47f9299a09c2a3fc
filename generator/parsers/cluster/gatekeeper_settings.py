"""Gatekeeper: templates hold the rules, constraints say where they apply and what happens.

https://open-policy-agent.github.io/gatekeeper/website/docs/violations/
"""

import msgspec

from generator.model.settings.admission import GatekeeperConfig, GatekeeperConstraint, GatekeeperTemplate
from generator.parsers.cluster.policy_content import content_of
from generator.parsers.cluster.policy_reach import GatekeeperKinds, LabelSelector, gatekeeper_reach
from generator.parsers.cluster.setting_subject import SettingSubject

_ADMISSION = frozenset({"*", "validation.gatekeeper.sh", "vap.k8s.io"})


class _TemplateNames(msgspec.Struct):
    kind: str = ""


class _Crd(msgspec.Struct):
    spec: "_CrdSpec | None" = None


class _CrdSpec(msgspec.Struct):
    names: _TemplateNames | None = None


class _TemplateSpec(msgspec.Struct):
    crd: _Crd | None = None
    targets: tuple[object, ...] | None = None


class _TemplatePod(msgspec.Struct):
    errors: tuple[object, ...] | None = None


class _TemplateStatus(msgspec.Struct, rename="camel"):
    by_pod: tuple[_TemplatePod, ...] | None = None


class _ExcludedProcess(msgspec.Struct, rename="camel"):
    excluded_namespaces: tuple[str, ...] | None = None
    processes: tuple[str, ...] | None = None


class _ConfigSpec(msgspec.Struct):
    # NOTE: not `match`, which reads like a keyword.
    excluded: tuple[_ExcludedProcess, ...] | None = msgspec.field(name="match", default=None)


class _ConstraintMatch(msgspec.Struct, rename="camel"):
    kinds: tuple[GatekeeperKinds, ...] | None = None
    namespaces: tuple[str, ...] | None = None
    excluded_namespaces: tuple[str, ...] | None = None
    label_selector: LabelSelector | None = None
    namespace_selector: LabelSelector | None = None
    name: str | None = None
    scope: str | None = None
    source: str | None = None

    @property
    def narrowed(self) -> bool:
        """Does it choose by labels, by name or by scope? `Namespaced` leaves out what no container is."""
        selectors = (self.label_selector, self.namespace_selector)
        chosen = any(each is not None and not each.selects_all for each in selectors)
        return chosen or (self.name or "*") != "*" or self.scope == "Cluster" or self.source == "Generated"


class _EnforcementPoint(msgspec.Struct):
    name: str = ""


class _Scoped(msgspec.Struct, rename="camel"):
    action: str = ""
    enforcement_points: tuple[_EnforcementPoint, ...] | None = None

    @property
    def on_admission(self) -> bool:
        """`vap.k8s.io` is the API server: https://open-policy-agent.github.io/gatekeeper/website/docs/enforcement-points/."""
        return any(each.name in _ADMISSION for each in self.enforcement_points or ())


class _ConstraintSpec(msgspec.Struct, rename="camel"):
    enforcement_action: str | None = None
    scoped_enforcement_actions: tuple[_Scoped, ...] | None = None
    match: _ConstraintMatch | None = None


class _ConstraintStatus(msgspec.Struct, rename="camel"):
    total_violations: int | None = None
    audit_timestamp: str | None = None


def read_template(subject: SettingSubject) -> GatekeeperTemplate:
    """A ConstraintTemplate."""
    spec, status = subject.spec(_TemplateSpec), subject.status(_TemplateStatus)
    names = spec.crd.spec.names if spec.crd and spec.crd.spec else None
    return GatekeeperTemplate(
        makes=names.kind if names else "",
        errors=sum(len(each.errors or ()) for each in status.by_pod or ()),
        content=content_of(spec.targets),
    )


def read_config(subject: SettingSubject) -> GatekeeperConfig:
    """Gatekeeper's Config: https://open-policy-agent.github.io/gatekeeper/website/docs/exempt-namespaces/."""
    spec = subject.spec(_ConfigSpec)
    exempt = (each for each in spec.excluded or () if {"*", "webhook"} & set(each.processes or ()))
    return GatekeeperConfig(excluded=tuple(sorted({name for each in exempt for name in each.excluded_namespaces or ()})))


def read_constraint(subject: SettingSubject) -> GatekeeperConstraint:
    """A constraint of any template. An action that is not written is `deny`."""
    spec, status = subject.spec(_ConstraintSpec), subject.status(_ConstraintStatus)
    match = spec.match or _ConstraintMatch()
    action = (spec.enforcement_action or "deny").lower()
    scoped = {each.action.lower() for each in spec.scoped_enforcement_actions or () if each.on_admission}
    return GatekeeperConstraint(
        actions=tuple(sorted(scoped)) if action == "scoped" else (action,),
        violations=status.total_violations,
        audited=status.audit_timestamp or "",
        reach=gatekeeper_reach(
            match.kinds or (), match.namespaces or (), match.excluded_namespaces or (), narrowed=match.narrowed
        ),
    )

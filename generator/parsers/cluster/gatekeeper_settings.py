"""Gatekeeper: templates hold the rules, constraints say where they apply and what happens.

https://open-policy-agent.github.io/gatekeeper/website/docs/violations/
"""

import msgspec

from generator.model.settings.admission import GatekeeperConstraint, GatekeeperTemplate
from generator.parsers.cluster.policy_reach import GatekeeperKinds, LabelSelector, gatekeeper_reach
from generator.parsers.cluster.setting_subject import SettingSubject


class _TemplateNames(msgspec.Struct):
    kind: str = ""


class _Crd(msgspec.Struct):
    spec: "_CrdSpec | None" = None


class _CrdSpec(msgspec.Struct):
    names: _TemplateNames | None = None


class _TemplateSpec(msgspec.Struct):
    crd: _Crd | None = None


class _ConstraintTemplate(msgspec.Struct):
    spec: _TemplateSpec | None = None


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


class _Scoped(msgspec.Struct):
    action: str = ""


class _ConstraintSpec(msgspec.Struct, rename="camel"):
    enforcement_action: str | None = None
    scoped_enforcement_actions: tuple[_Scoped, ...] | None = None
    match: _ConstraintMatch | None = None


class _ConstraintStatus(msgspec.Struct, rename="camel"):
    total_violations: int | None = None


class _Constraint(msgspec.Struct):
    spec: _ConstraintSpec | None = None
    status: _ConstraintStatus | None = None


def read_template(subject: SettingSubject) -> GatekeeperTemplate:
    """A ConstraintTemplate."""
    spec = subject.typed(_ConstraintTemplate).spec or _TemplateSpec()
    names = spec.crd.spec.names if spec.crd and spec.crd.spec else None
    return GatekeeperTemplate(makes=names.kind if names else "")


def read_constraint(subject: SettingSubject) -> GatekeeperConstraint:
    """A constraint of any template. An action that is not written is `deny`."""
    constraint = subject.typed(_Constraint)
    spec, status = constraint.spec or _ConstraintSpec(), constraint.status or _ConstraintStatus()
    match = spec.match or _ConstraintMatch()
    action = (spec.enforcement_action or "deny").lower()
    scoped = {each.action.lower() for each in spec.scoped_enforcement_actions or ()}
    return GatekeeperConstraint(
        actions=tuple(sorted(scoped)) if action == "scoped" else (action,),
        violations=status.total_violations,
        reach=gatekeeper_reach(
            match.kinds or (), match.namespaces or (), match.excluded_namespaces or (), narrowed=match.narrowed
        ),
    )

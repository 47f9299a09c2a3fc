"""Admission webhooks and ValidatingAdmissionPolicies: what they are asked about, and what passes them by.

https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
"""

from dataclasses import dataclass, field

import msgspec

from generator.model.settings.admission import AdmissionPolicy, AdmissionPolicyBinding, LabelRequirement, Webhook, Webhooks
from generator.parsers.cluster.policy_content import content_of
from generator.parsers.cluster.policy_reach import Constraints, Expression, LabelSelector, cel_reach
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.text import agreeing

_NAMESPACE_NAME = "kubernetes.io/metadata.name"


class _WebhookRule(msgspec.Struct, rename="camel"):
    operations: tuple[str, ...] | None = None
    api_groups: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None


class _WebhookService(msgspec.Struct):
    namespace: str = ""
    name: str = ""


class _Client(msgspec.Struct):
    service: _WebhookService | None = None


class _Webhook(msgspec.Struct, rename="camel"):
    name: str = ""
    failure_policy: str | None = None
    rules: tuple[_WebhookRule, ...] | None = None
    namespace_selector: LabelSelector | None = None
    object_selector: LabelSelector | None = None
    match_conditions: tuple[object, ...] | None = None
    client_config: _Client | None = None


class _Configuration(msgspec.Struct):
    webhooks: tuple[_Webhook, ...] | None = None


class _AdmissionPolicySpec(msgspec.Struct, rename="camel"):
    failure_policy: str | None = None
    validations: tuple[object, ...] | None = None
    match_constraints: Constraints | None = None
    match_conditions: tuple[object, ...] | None = None
    param_kind: object = None
    variables: tuple[object, ...] | None = None


class _TypeChecking(msgspec.Struct, rename="camel"):
    expression_warnings: tuple[object, ...] | None = None


class _AdmissionPolicyStatus(msgspec.Struct, rename="camel"):
    type_checking: _TypeChecking | None = None


class _BindingSpec(msgspec.Struct, rename="camel"):
    policy_name: str = ""
    validation_actions: tuple[str, ...] | None = None
    match_resources: Constraints | None = None


def read_webhooks(subject: SettingSubject) -> Webhooks:
    """A ValidatingWebhookConfiguration or MutatingWebhookConfiguration."""
    default = "Ignore" if subject.version == "v1beta1" else "Fail"
    return Webhooks(hooks=tuple(_webhook(each, default) for each in subject.typed(_Configuration).webhooks or ()))


def read_policy(subject: SettingSubject) -> AdmissionPolicy:
    """A ValidatingAdmissionPolicy."""
    spec = subject.spec(_AdmissionPolicySpec)
    checked = subject.status(_AdmissionPolicyStatus).type_checking or _TypeChecking()
    return AdmissionPolicy(
        parameters=spec.param_kind is not None,
        warnings=len(checked.expression_warnings or ()),
        content=content_of(spec.validations, spec.variables),
        failure_policy=spec.failure_policy or "Fail",
        validations=len(spec.validations or ()),
        reach=cel_reach(spec.match_constraints, conditions=bool(spec.match_conditions)),
    )


def read_binding(subject: SettingSubject) -> AdmissionPolicyBinding:
    """A ValidatingAdmissionPolicyBinding."""
    spec = subject.spec(_BindingSpec)
    return AdmissionPolicyBinding(
        policy=spec.policy_name,
        actions=tuple(sorted(spec.validation_actions or ())),
        reach=cel_reach(spec.match_resources, conditions=False),
    )


def _webhook(each: _Webhook, default: str) -> Webhook:
    reach = _Reach()
    reach.take(each.namespace_selector, "namespaces")
    reach.take(each.object_selector, "objects")
    conditions = len(each.match_conditions or ())
    if conditions:
        reach.exclusions.append(f"what {conditions} match {agreeing(conditions, 'condition leaves', 'conditions leave')} out")
    service = each.client_config.service if each.client_config else None
    return Webhook(
        name=each.name,
        failure_policy=each.failure_policy or default,
        covers_pods=any(_is_about_pods(rule) for rule in each.rules or ()),
        rules=len(each.rules or ()),
        opt_in=tuple(reach.opt_in),
        exclusions=tuple(reach.exclusions),
        excluded_namespaces=tuple(sorted(reach.namespaces)),
        ignored_labels=tuple(sorted(reach.labels)),
        service=f"{service.namespace}/{service.name}" if service else "",
        covers_updates=any(_is_about_pods(rule, "UPDATE") for rule in each.rules or ()),
        covers_debug_containers=any(_is_about_pods(rule, "UPDATE", "pods/ephemeralcontainers") for rule in each.rules or ()),
        namespaces=_requirements(each.namespace_selector),
        objects=_requirements(each.object_selector),
        conditions=conditions,
    )


def _requirements(selector: LabelSelector | None) -> tuple[LabelRequirement, ...]:
    if selector is None:
        return ()
    matched = (
        LabelRequirement(key=key, operator="In", values=(str(value),))
        for key, value in sorted((selector.match_labels or {}).items())
    )
    resources_named = (
        LabelRequirement(key=each.key, operator=each.operator, values=tuple(sorted(each.values or ())))
        for each in selector.match_expressions or ()
    )
    return (*matched, *resources_named)


def _is_about_pods(rule: _WebhookRule, operation: str = "CREATE", resource: str = "pods") -> bool:
    """`*` is every resource without its subresources, `*/*` every one with them."""
    whole = "*/*" if "/" in resource else "*"
    resources_named = {resource, whole, "*/*", f"{resource.partition('/')[0]}/*" if "/" in resource else resource}
    groups, operations = set(rule.api_groups or ()), set(rule.operations or ())
    return bool(groups & {"", "*"} and resources_named & set(rule.resources or ()) and operations & {operation, "*"})


@dataclass(slots=True)
class _Reach:
    """What selectors ask for and what they leave out, collected."""

    opt_in: list[str] = field(default_factory=list)
    exclusions: list[str] = field(default_factory=list)
    namespaces: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    def take(self, selector: LabelSelector | None, what: str) -> None:
        """One selector of `namespaces` or `objects`."""
        if selector is None:
            return
        for key, value in sorted((selector.match_labels or {}).items()):
            self.opt_in.append(f"{what} with the label {key}={value}")
        for each in selector.match_expressions or ():
            self._take_expression(each, what)

    def _take_expression(self, each: Expression, what: str) -> None:
        values = ", ".join(each.values or ())
        by_name = each.key == _NAMESPACE_NAME and what == "namespaces"
        if each.operator in ("In", "Exists"):
            having = f" in ({values})" if values else ""
            self.opt_in.append(f"namespaces {values}" if by_name and values else f"{what} with the label {each.key}{having}")
        elif by_name and each.operator == "NotIn":
            self.namespaces |= set(each.values or ())
            self.exclusions.append(f"namespaces {values}")
        else:
            self.exclusions.append(f"{what} with the label {each.key}" + (f" in ({values})" if values else ""))
            if each.operator == "DoesNotExist" and what == "namespaces":
                self.labels.add(each.key)

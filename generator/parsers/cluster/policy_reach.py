"""What policies are asked about: kinds, namespaces and whatever else they choose by.

https://kyverno.io/docs/policy-types/cluster-policy/match-exclude/ (blocks of `any` are alternatives, those of `all` come
together), https://open-policy-agent.github.io/gatekeeper/website/docs/howto/#the-match-field,
https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ (`matchConstraints`)
"""

from collections.abc import Iterable

import msgspec

from generator.model.settings.admission import EVERYTHING, PolicyReach

_WORKLOADS = frozenset(
    "* Pod pods ReplicationController replicationcontrollers Deployment deployments ReplicaSet replicasets StatefulSet"
    " statefulsets DaemonSet daemonsets Job jobs CronJob cronjobs".split()
)
_PODS = frozenset({"*", "Pod", "pods"})
_BY_NAME = "kubernetes.io/metadata.name"


class Expression(msgspec.Struct):
    """An entry of `matchExpressions`."""

    key: str = ""
    operator: str = ""
    values: tuple[str, ...] | None = None


class LabelSelector(msgspec.Struct, rename="camel"):
    """A label selector."""

    match_labels: dict[str, object] | None = None
    match_expressions: tuple[Expression, ...] | None = None

    @property
    def selects_all(self) -> bool:
        """It asks for nothing."""
        return not self.match_labels and not self.match_expressions


class ResourceRule(msgspec.Struct, rename="camel"):
    """Which requests an admission policy is asked about."""

    operations: tuple[str, ...] | None = None
    resources: tuple[str, ...] | None = None


class Constraints(msgspec.Struct, rename="camel"):
    """`matchConstraints` of policies in CEL."""

    resource_rules: tuple[ResourceRule, ...] | None = None
    exclude_resource_rules: tuple[object, ...] | None = None
    namespace_selector: LabelSelector | None = None
    object_selector: LabelSelector | None = None


class _KyvernoResources(msgspec.Struct, rename="camel"):
    kinds: tuple[str, ...] | None = None
    namespaces: tuple[str, ...] | None = None
    name: str | None = None
    names: tuple[str, ...] | None = None
    annotations: dict[str, object] | None = None
    selector: LabelSelector | None = None
    namespace_selector: LabelSelector | None = None
    operations: tuple[str, ...] | None = None


class KyvernoMatchBlock(msgspec.Struct, rename="camel"):
    """One block of Kyverno's `match` or `exclude`."""

    resources: _KyvernoResources | None = None
    subjects: tuple[object, ...] | None = None
    roles: tuple[str, ...] | None = None
    cluster_roles: tuple[str, ...] | None = None

    @property
    def about_workloads(self) -> bool:
        """Pods or what makes them; a block without kinds is about every kind."""
        kinds = (self.resources or _KyvernoResources()).kinds or ("*",)
        return any(kind.rpartition("/")[2] in _WORKLOADS for kind in kinds)

    @property
    def about_pods(self) -> bool:
        """Pods themselves."""
        kinds = (self.resources or _KyvernoResources()).kinds or ("*",)
        return any(kind.rpartition("/")[2] in _PODS for kind in kinds)

    @property
    def narrowed(self) -> bool:
        """Does it choose by more than kinds and namespaces?"""
        resources = self.resources or _KyvernoResources()
        named = {*(resources.names or ()), resources.name or "*"} - {"*"}
        created = resources.operations is None or "CREATE" in resources.operations
        selectors = (resources.selector, resources.namespace_selector)
        chosen = any(each is not None and not each.selects_all for each in selectors)
        return (
            bool(named or resources.annotations or chosen or self.subjects or self.roles or self.cluster_roles) or not created
        )

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Patterns; empty: every one."""
        return (self.resources or _KyvernoResources()).namespaces or ()


class KyvernoMatch(KyvernoMatchBlock):
    """Kyverno's `match` or `exclude`: blocks, or in older policies one block itself."""

    any: tuple[KyvernoMatchBlock, ...] | None = None
    all: tuple[KyvernoMatchBlock, ...] | None = None


class GatekeeperKinds(msgspec.Struct):
    """An entry of a constraint's `match.kinds`."""

    kinds: tuple[str, ...] | None = None


def kyverno_reach(match: KyvernoMatch | None, exclude: KyvernoMatch | None, *, conditions: bool) -> PolicyReach:
    """Of one rule. `conditions`: it has preconditions."""
    reach = EVERYTHING if match is None else _all_of(match.all) if match.all else _any_of(match.any or (match,))
    out = tuple(exclude.all or exclude.any or (exclude,)) if exclude is not None else ()
    whole = [block for block in out if block.namespaces and not block.narrowed and block.about_workloads]
    loose = len(whole) < len(out) or (exclude is not None and exclude.all is not None and len(out) > 1)
    return PolicyReach(
        workloads=reach.workloads,
        pods=reach.pods,
        only=reach.only,
        excluded=tuple(sorted({name for block in whole for name in block.namespaces})) if not loose else (),
        narrowed=reach.narrowed or conditions or loose,
    )


def cel_reach(constraints: Constraints | None, *, conditions: bool) -> PolicyReach:
    """Of a policy in CEL, Kyverno's or the API server's own. `conditions`: it has `matchConditions`."""
    if constraints is None:
        return PolicyReach(narrowed=conditions)
    rules = constraints.resource_rules or ()
    created = {each.partition("/")[0] for rule in rules if _creates(rule) for each in rule.resources or ()}
    only, excluded, loose = _by_names(constraints.namespace_selector)
    selector = constraints.object_selector
    return PolicyReach(
        workloads=bool(created & _WORKLOADS) or not rules,
        pods=bool(created & _PODS) or not rules,
        only=only,
        excluded=excluded,
        narrowed=loose
        or conditions
        or bool(constraints.exclude_resource_rules)
        or (selector is not None and not selector.selects_all),
    )


def gatekeeper_reach(
    kinds: Iterable[GatekeeperKinds], only: Iterable[str], excluded: Iterable[str], *, narrowed: bool
) -> PolicyReach:
    """Of a constraint; without kinds it is for all of them."""
    named = {kind for each in kinds for kind in each.kinds or ("*",)}
    return PolicyReach(
        workloads=not named or bool(named & _WORKLOADS),
        pods=not named or bool(named & _PODS),
        only=tuple(sorted(only)),
        excluded=tuple(sorted(excluded)),
        narrowed=narrowed,
    )


def _any_of(blocks: Iterable[KyvernoMatchBlock]) -> PolicyReach:
    """Alternatives: one that is for everything makes the others idle."""
    ours = [block for block in blocks if block.about_workloads]
    if not ours:
        return PolicyReach(workloads=False)
    plain = [block for block in ours if not block.narrowed]
    if any(not block.namespaces for block in plain):
        return PolicyReach(pods=any(block.about_pods for block in plain if not block.namespaces))
    names = {name for block in plain for name in block.namespaces}
    pods = any(block.about_pods for block in ours)
    return PolicyReach(only=tuple(sorted(names)), narrowed=len(plain) < len(ours), pods=pods)


def _all_of(blocks: Iterable[KyvernoMatchBlock]) -> PolicyReach:
    """Together: each narrows the others."""
    kyverno_match_blocks = list(blocks)
    named = [block.namespaces for block in kyverno_match_blocks if block.namespaces]
    return PolicyReach(
        workloads=all(block.about_workloads for block in kyverno_match_blocks),
        pods=all(block.about_pods for block in kyverno_match_blocks),
        only=tuple(sorted(named[0])) if len(named) == 1 else (),
        narrowed=any(block.narrowed for block in kyverno_match_blocks) or len(named) > 1,
    )


def _creates(rule: ResourceRule) -> bool:
    return rule.operations is None or bool({"CREATE", "*"} & set(rule.operations))


def _by_names(selector: LabelSelector | None) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Namespaces that a selector takes and leaves out by name, and whether it chooses by anything else."""
    if selector is None or selector.selects_all:
        return (), (), False
    only, excluded, loose = set[str](), set[str](), False
    for key, value in (selector.match_labels or {}).items():
        only |= {str(value)} if key == _BY_NAME else set()
        loose = loose or key != _BY_NAME
    for each in selector.match_expressions or ():
        if each.key == _BY_NAME and each.operator in ("In", "NotIn"):
            (only if each.operator == "In" else excluded).update(each.values or ())
        else:
            loose = True
    return tuple(sorted(only)), tuple(sorted(excluded)), loose

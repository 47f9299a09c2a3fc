"""Gates that every change passes before it reaches the cluster, and the policies behind them."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.model.settings.base import Settings
from generator.model.settings.control_plane import Started


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(Settings):
    """One entry of a webhook configuration."""

    name: str
    failure_policy: str
    """`Fail` or `Ignore`: what happens to a request where the webhook does not answer."""
    covers_pods: bool
    """It is asked when a pod is made."""
    rules: int
    """None at all: it is asked about nothing."""
    opt_in: tuple[str, ...] = ()
    """What a namespace or object must carry to be asked about, in words; empty where all are."""
    exclusions: tuple[str, ...] = ()
    """What is left out: `namespaces kube-system, gatekeeper-system`, `2 match conditions`."""
    excluded_namespaces: tuple[str, ...] = ()
    ignored_labels: tuple[str, ...] = ()
    """A namespace that carries one of them is left out."""
    service: str = ""
    """`namespace/name` of who answers; empty where it is an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhooks(Settings):
    """A ValidatingWebhookConfiguration or MutatingWebhookConfiguration."""

    hooks: tuple[Webhook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReach(Settings):
    """What a policy is asked about, as far as that decides which containers it can keep out."""

    workloads: bool = True
    """Pods, or what makes them: a policy about other kinds keeps no container out."""
    only: tuple[str, ...] = ()
    """Patterns of namespaces; empty: every one."""
    excluded: tuple[str, ...] = ()
    """Patterns of namespaces that it leaves out."""
    narrowed: bool = False
    """It chooses by labels, names, users or conditions, which are not judged here."""

    def leaves_out(self, namespace: str) -> bool:
        """Is the namespace left out by name?"""
        here = not self.only or any(fnmatchcase(namespace, pattern) for pattern in self.only)
        return not here or any(fnmatchcase(namespace, pattern) for pattern in self.excluded)

    def covers(self, namespace: str) -> bool:
        """Is it asked about every workload of the namespace?"""
        return self.workloads and not self.narrowed and not self.leaves_out(namespace)


EVERYTHING = PolicyReach()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionPolicy(Settings):
    """A ValidatingAdmissionPolicy."""

    failure_policy: str = "Fail"
    validations: int = 0
    reach: PolicyReach = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionPolicyBinding(Settings):
    """A ValidatingAdmissionPolicyBinding: without one a policy enforces nothing."""

    policy: str
    actions: tuple[str, ...] = ()
    """`Deny`, `Warn`, `Audit`."""
    reach: PolicyReach = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class GatekeeperTemplate(Settings):
    """A ConstraintTemplate: the rule, which does nothing without a constraint."""

    makes: str
    """Kind of the constraints made from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatekeeperConstraint(Settings):
    """A constraint: where a template's rule applies, and what happens to what breaks it."""

    actions: tuple[str, ...]
    """`deny`, `dryrun`, `warn`; several where they are scoped."""
    violations: int | None = None
    """What the last audit found; None where no audit is known."""
    reach: PolicyReach = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class KyvernoRule(Settings):
    """One rule of a Kyverno policy that can refuse something."""

    name: str
    verifies_images: bool
    enforces: bool
    images: tuple[str, ...] = ()
    """Patterns of the images whose signatures it verifies."""
    skipped: tuple[str, ...] = ()
    """Patterns of images that it leaves alone among them."""
    fixes_digest: bool = False
    """An image by tag is refused, or its tag replaced by the digest that was verified."""
    reach: PolicyReach = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class KyvernoPolicy(Settings):
    """A Kyverno policy of any kind; rules that only change or make objects are left out."""

    rules: tuple[KyvernoRule, ...] = ()
    failure_policy: str = "Fail"
    background: bool = True
    audited_namespaces: tuple[str, ...] = ()
    """Namespaces in which an override only audits what the policy enforces elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KyvernoException(Settings):
    """A PolicyException: what a policy does not apply to."""

    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePolicy(Settings):
    """Sigstore's ClusterImagePolicy: which images must be signed by whom."""

    enforces: bool
    """False for `mode: warn`."""
    images: tuple[str, ...] = ()
    """Globs."""
    authorities: int = 0
    always_passes: bool = False
    """An authority is `static: {action: pass}`."""
    narrowed: bool = False
    """It is for some kinds of objects or labels only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiServer(Started):
    """The arguments of a kube-apiserver."""

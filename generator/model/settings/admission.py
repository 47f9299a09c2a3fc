"""Gates that every change passes before it reaches the cluster, and the policies behind them."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from generator.model.settings.base import Settings
from generator.model.settings.control_plane import Started


class LabelRequirement(Settings, frozen=True, kw_only=True):
    """One requirement of a label selector; a matched label is `In` with one value."""

    key: str
    operator: str
    """`In`, `NotIn`, `Exists`, `DoesNotExist`."""
    values: tuple[str, ...] = ()

    def holds(self, labels: Mapping[str, str]) -> bool:
        """https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement."""
        value = labels.get(self.key)
        if self.operator == "In":
            return value in self.values
        if self.operator == "NotIn":
            return value not in self.values
        return (value is not None) == (self.operator == "Exists")


class Webhook(Settings, frozen=True, kw_only=True):
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
    covers_updates: bool = False
    """It is asked when a pod is changed, which may change its images."""
    covers_debug_containers: bool = False
    """It is asked about `pods/ephemeralcontainers`."""
    namespaces: tuple[LabelRequirement, ...] = ()
    """Which namespaces it is asked about; empty: every one."""
    objects: tuple[LabelRequirement, ...] = ()
    """Which objects it is asked about, by their own labels; empty: every one."""
    conditions: int = 0
    """Expressions that leave requests out; they are not evaluated."""


class Webhooks(Settings, frozen=True, kw_only=True):
    """A ValidatingWebhookConfiguration or MutatingWebhookConfiguration."""

    hooks: tuple[Webhook, ...] = ()


class PolicyReach(Settings, frozen=True, kw_only=True):
    """What a policy is asked about, as far as that decides which containers it can keep out."""

    workloads: bool = True
    """Pods, or what makes them: a policy about other kinds keeps no container out."""
    only: tuple[str, ...] = ()
    """Patterns of namespaces; empty: every one."""
    excluded: tuple[str, ...] = ()
    """Patterns of namespaces that it leaves out."""
    narrowed: bool = False
    """It chooses by labels, names, users or conditions, which are not judged here."""
    pods: bool = True
    """Pods themselves are among the kinds: a policy about Deployments alone lets a pod in that nothing made."""

    def leaves_out(self, namespace: str) -> bool:
        """Is the namespace left out by name?"""
        here = not self.only or any(fnmatchcase(namespace, pattern) for pattern in self.only)
        return not here or any(fnmatchcase(namespace, pattern) for pattern in self.excluded)

    def covers(self, namespace: str) -> bool:
        """Is it asked about every workload of the namespace?"""
        return self.workloads and self.pods and not self.narrowed and not self.leaves_out(namespace)


EVERYTHING = PolicyReach()


class PolicyContent(Settings, frozen=True, kw_only=True):
    """What a rule is about, by the fields of a pod that its text names. What it asks of them is not judged."""

    security: bool = False
    """Privileges, host namespaces, users: what Pod Security levels are about."""
    images: bool = False
    digests: bool = False
    """It asks for images by digest."""


NOTHING_KNOWN = PolicyContent()


class AdmissionPolicy(Settings, frozen=True, kw_only=True):
    """A ValidatingAdmissionPolicy."""

    failure_policy: str = "Fail"
    validations: int = 0
    parameters: bool = False
    """It is evaluated with an object that the binding names."""
    warnings: int = 0
    """Expressions of which the API server says that their types do not fit."""
    content: PolicyContent = NOTHING_KNOWN
    reach: PolicyReach = EVERYTHING


class AdmissionPolicyBinding(Settings, frozen=True, kw_only=True):
    """A ValidatingAdmissionPolicyBinding: without one a policy enforces nothing."""

    policy: str
    actions: tuple[str, ...] = ()
    """`Deny`, `Warn`, `Audit`."""
    reach: PolicyReach = EVERYTHING


class GatekeeperTemplate(Settings, frozen=True, kw_only=True):
    """A ConstraintTemplate: the rule, which does nothing without a constraint."""

    makes: str
    """Kind of the constraints made from it."""
    errors: int = 0
    """What its engine says is wrong with it."""
    content: PolicyContent = NOTHING_KNOWN


class GatekeeperConfig(Settings, frozen=True, kw_only=True):
    """Gatekeeper's Config: namespaces that none of its constraints is asked about."""

    excluded: tuple[str, ...] = ()
    """Patterns, of the process `webhook` or of all."""


class GatekeeperConstraint(Settings, frozen=True, kw_only=True):
    """A constraint: where a template's rule applies, and what happens to what breaks it."""

    actions: tuple[str, ...]
    """`deny`, `dryrun`, `warn`; several where they are scoped: then those at the admission webhook."""
    violations: int | None = None
    """What the last audit found; None where no audit is known."""
    audited: str = ""
    """When that was, as its status has it."""
    reach: PolicyReach = EVERYTHING


class KyvernoRule(Settings, frozen=True, kw_only=True):
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
    on_admission: bool = True
    """False where it is evaluated in the background only."""
    anybody: bool = False
    """It verifies a signature and accepts that of any signer, or names none at all."""
    content: PolicyContent = NOTHING_KNOWN
    reach: PolicyReach = EVERYTHING


class KyvernoPolicy(Settings, frozen=True, kw_only=True):
    """A Kyverno policy of any kind; rules that only change or make objects are left out."""

    rules: tuple[KyvernoRule, ...] = ()
    failure_policy: str = "Fail"
    background: bool = True
    audited_namespaces: tuple[str, ...] = ()
    """Namespaces in which an override only audits what the policy enforces elsewhere."""


class KyvernoException(Settings, frozen=True, kw_only=True):
    """A PolicyException: what a policy does not apply to."""

    policies: tuple[str, ...] = ()


class SignaturePolicy(Settings, frozen=True, kw_only=True):
    """Sigstore's ClusterImagePolicy: which images must be signed by which identity."""

    enforces: bool
    """False for `mode: warn`."""
    images: tuple[str, ...] = ()
    """Globs."""
    authorities: int = 0
    always_passes: bool = False
    """An authority is `static: {action: pass}`."""
    anybody: bool = False
    """Every authority accepts any signer: keyless without an issuer and a subject, or with `.*`."""
    narrowed: bool = False
    """It is for some kinds of objects or labels only."""


class ApiServer(Started, frozen=True, kw_only=True):
    """The arguments of a kube-apiserver."""

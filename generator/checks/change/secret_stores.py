"""Where credentials come from: an outside store, or sealed in the repository."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.secrets import SecretSource
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_KINDS = (
    ("external-secrets.io", "ExternalSecret"),
    ("bitnami.com", "SealedSecret"),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"),
)

_REQUIREMENT = PostureRequirement(
    id="secret-stores",
    area="Keys and credentials",
    title="Credentials come from a secrets store",
    problem="Credential does not arrive from its store",
    asks="Do credentials come from a store that keeps and rotates them, and do all of them arrive?",
    rationale="A store keeps, rotates and logs the use of credentials; Secrets that people write by hand do none of that.",
    fix="See why the credential is not synced; move Secrets that were written by hand into the store.",
    reference="https://kubernetes.io/docs/concepts/security/secrets-good-practices/; Kubernetes STIG V-274883",
    controls=mapped(nist="SC-12 IA-5", ours="SC-28"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class SecretStores:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_KINDS):
            return not_collected("ExternalSecrets, SealedSecrets and SecretProviderClasses")
        settings = context.inside(SecretSource)
        if not settings:
            return none_found("No credential of the system's namespaces comes from a store.")
        problems = [
            Problem(subject=setting.key, text="does not arrive: it is not synced", citations=(setting.cited,))
            for setting in settings
            if setting.says.ready is False
        ]
        products = named(sorted({setting.says.product for setting in settings}))
        unknown = [setting.key for setting in settings if setting.says.ready is None]
        missing = ["Secrets that were written by hand beside them"]
        if unknown:
            missing.append(f"whether {named(unknown)} arrives")
        return judged(f"{counted(len(settings), 'credential')} of {products}.", problems, settings, missing=missing)

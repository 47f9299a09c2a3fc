"""Where credentials come from: an outside store that rotates them, sealed in the repository, or written by hand."""

from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import both, of_kinds, workloads
from generator.model.grouping import grouped
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.secrets import Certificate, SecretSource, SecretUse, StoredSecret
from generator.model.verdict_makers import fails, passes, unknown

_STORES = (("external-secrets.io", "ExternalSecret"), ("bitnami.com", "SealedSecret"))
_CLASS = "SecretProviderClass"
_SECRET = ("", "Secret")
_NOT_OURS = ("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "helm.sh/release.v1")
"""Types that the cluster or Helm makes for itself."""
_NO_ROTATION = "nothing shows rotation"

_REQUIREMENT = PostureRequirement(
    id="secret-stores",
    area="Keys and credentials",
    title="Credentials come from a secrets store",
    problem="Credential not managed in a secrets store",
    asks="Do credentials come from a store that keeps and rotates them, and do all of them arrive?",
    rationale="A store keeps, rotates and logs the use of credentials; Secrets that people write by hand do none of that.",
    fix="See why the credential is not synced; move Secrets that were written by hand into the store.",
    reference="https://kubernetes.io/docs/concepts/security/secrets-good-practices/; Kubernetes STIG V-274883",
    controls=mapped(nist="SC-12 IA-5", ours="SC-28"),
    subjects=("credential", "credentials"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the Secrets that were listed, that workloads name or that a store fills, and the SecretProviderClasses.

    Left out are tokens of service accounts, releases of Helm and what cert-manager keeps. Sealing encrypts a credential in Git
    and rotates nothing; rotation by the Secrets Store CSI driver is a switch of the driver, which is not read.
    """
    sources, stored = context.inside(SecretSource), {each.key: each for each in context.inside(StoredSecret)}
    kept = {f"{each.namespace}/Secret/{each.says.secret}" for each in context.inside(Certificate)}
    kept |= {name for name, each in stored.items() if each.says.type in _NOT_OURS or "Certificate" in each.says.owners}
    filled = {f"{each.namespace}/Secret/{each.says.creates}": each for each in sources if each.namespace and each.says.creates}
    used = dict(_used(context))
    names = {*stored, *used, *filled} - kept
    cited = {name: (*_cited(stored.get(name)), *_cited(filled.get(name)), *used.get(name, ())) for name in names}
    subjects = [_credential(context, name, filled.get(name), stored.get(name), cited[name]) for name in sorted(names)]
    subjects += [unknown(each.key, _NO_ROTATION, each.cited) for each in sources if each.kind == _CLASS]
    if subjects:
        return judged(subjects)
    none = "No credential is kept in a Secret of the system's namespaces."
    return context.absent(none, "Secrets by name and type", _SECRET)


def _credential(
    context: CheckContext,
    name: str,
    source: Setting[SecretSource] | None,
    stored: Setting[StoredSecret] | None,
    cited: Sequence[ObjectCitation],
) -> JudgedSubject:
    if source is None:
        return _unfilled(context, name, stored, cited)
    if source.says.ready is False:
        return fails(name, "does not arrive: it is not synced", *cited, certainty=Certainty.REPORTED)
    if source.says.ready is None:
        return unknown(name, "arrival was not collected", *cited)
    if not source.says.refreshes:
        return unknown(name, _NO_ROTATION, *cited)
    reason = f"{source.says.product} fetches it again from time to time"
    return passes(name, *cited, certainty=Certainty.REPORTED, reason=reason)


def _unfilled(
    context: CheckContext, name: str, stored: Setting[StoredSecret] | None, cited: Sequence[ObjectCitation]
) -> JudgedSubject:
    """Nothing that was listed fills it. What a controller made may come from one that is not read."""
    if stored is not None and stored.says.owners:
        makers = named(stored.says.owners)
        return unknown(name, f"a controller made it ({makers}), and whether it comes from a store is not known", *cited)
    if not context.listed_whole(*_STORES):
        return unknown(name, "where it comes from was not collected", *cited)
    text = "comes from no store: nothing that was listed fills it"
    sure = context.certainty_of(stored) if stored is not None else context.certainty_of_all(cited)
    return fails(name, text, *cited, certainty=sure)


def _used(context: CheckContext) -> Iterator[tuple[str, tuple[ObjectCitation, ...]]]:
    found = grouped(
        (f"{each.namespace}/Secret/{secret}", each.cited) for each in context.inside(SecretUse) for secret in each.says.secrets
    )
    yield from ((name, tuple(cited)) for name, cited in found.items())


def _cited(setting: Setting[StoredSecret] | Setting[SecretSource] | None) -> tuple[ObjectCitation, ...]:
    return (setting.cited,) if setting is not None else ()


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=_judge,
    population=both(of_kinds("other Secrets", _SECRET), workloads),
    per_cluster=True,
    kubernetes=True,
)

"""Kyverno's policies of both families, their exceptions, and Sigstore's ClusterImagePolicy: refuse, or only tell?

https://kyverno.io/docs/policy-types/cluster-policy/policy-settings/ (the action is Audit where none is written; a rule's own
wins), https://kyverno.io/docs/policy-types/validating-policy/, https://docs.sigstore.dev/policy-controller/overview/
"""

import msgspec
from msgspec.structs import replace

from generator.model.settings.admission import (
    KyvernoException,
    KyvernoPolicy,
    KyvernoRule,
    PolicyContent,
    PolicyReach,
    SignaturePolicy,
)
from generator.parsers.cluster.policy_content import content_of
from generator.parsers.cluster.policy_reach import Constraints, KyvernoMatch, cel_reach, kyverno_reach
from generator.parsers.cluster.setting_subject import SettingSubject

_ANYTHING = frozenset({".*", "^.*$", ".+", "^.+$", "*"})


class _Validate(msgspec.Struct, rename="camel"):
    failure_action: str | None = None
    pattern: object = None
    any_pattern: object = None
    deny: object = None
    foreach: object = None
    pod_security: object = None
    cel: object = None

    @property
    def content(self) -> PolicyContent:
        """What it asks for."""
        level = {"podSecurity": self.pod_security} if self.pod_security is not None else None
        return content_of(self.pattern, self.any_pattern, self.deny, self.foreach, self.cel, level)


class _Keyless(msgspec.Struct, rename="camel"):
    issuer: str | None = None
    subject: str | None = None
    issuer_reg_exp: str | None = None
    subject_reg_exp: str | None = None

    @property
    def anybody(self) -> bool:
        """Issuer and subject must both be named: anybody can have a certificate of the public authority."""
        return _is_open(self.subject, self.subject_reg_exp) or _is_open(self.issuer, self.issuer_reg_exp)


class _AttestorEntry(msgspec.Struct):
    keyless: _Keyless | None = None

    @property
    def anybody(self) -> bool:
        """Keys and certificates name their owner."""
        return self.keyless is not None and self.keyless.anybody


class _Attestor(msgspec.Struct):
    entries: tuple[_AttestorEntry, ...] | None = None


class _VerifyImages(msgspec.Struct, rename="camel"):
    image_references: tuple[str, ...] | None = None
    image: str | None = None
    """Before Kyverno 1.7."""
    skip_image_references: tuple[str, ...] | None = None
    mutate_digest: bool | None = None
    verify_digest: bool | None = None
    failure_action: str | None = None
    required: bool | None = None
    attestors: tuple[_Attestor, ...] | None = None
    attestations: tuple[object, ...] | None = None
    key: str | None = None
    """Before Kyverno 1.7."""

    @property
    def anybody(self) -> bool:
        """No attestor at all, or keyless ones that name no signer."""
        entries = [entry for each in self.attestors or () for entry in each.entries or ()]
        named = self.key or self.attestations or any(not entry.anybody for entry in entries)
        return self.required is False or not named

    @property
    def fixes_digest(self) -> bool:
        """Both are on where they are not written."""
        return self.mutate_digest is not False or self.verify_digest is not False


class _KyvernoRule(msgspec.Struct, rename="camel"):
    name: str = ""
    # NOTE: not `validate`, which reads like a method.
    validation: _Validate | None = msgspec.field(name="validate", default=None)
    verify_images: tuple[_VerifyImages, ...] | None = None
    match: KyvernoMatch | None = None
    exclude: KyvernoMatch | None = None
    preconditions: object = None
    cel_preconditions: tuple[object, ...] | None = None

    @property
    def reach(self) -> PolicyReach:
        """What it is asked about."""
        return kyverno_reach(self.match, self.exclude, conditions=bool(self.preconditions or self.cel_preconditions))


class _Override(msgspec.Struct):
    action: str = ""
    namespaces: tuple[str, ...] | None = None


class _WebhookConfiguration(msgspec.Struct, rename="camel"):
    failure_policy: str | None = None
    match_conditions: tuple[object, ...] | None = None


class _KyvernoPolicySpec(msgspec.Struct, rename="camel"):
    validation_failure_action: str | None = None
    validation_failure_action_overrides: tuple[_Override, ...] | None = None
    background: bool | None = None
    admission: bool | None = None
    failure_policy: str | None = None
    webhook_configuration: _WebhookConfiguration | None = None
    rules: tuple[_KyvernoRule, ...] | None = None


class _Excepted(msgspec.Struct, rename="camel"):
    policy_name: str = ""


class _ExceptionSpec(msgspec.Struct, rename="camel"):
    exceptions: tuple[_Excepted, ...] | None = None


class _NameReference(msgspec.Struct):
    name: str = ""


class _CelExceptionSpec(msgspec.Struct, rename="camel"):
    policy_refs: tuple[_NameReference, ...] | None = None


class _ImageMatch(msgspec.Struct):
    glob: str | None = None
    expression: str | None = None


class _Background(msgspec.Struct):
    enabled: bool | None = None


class _Evaluation(msgspec.Struct):
    admission: _Background | None = None
    background: _Background | None = None


class _Configurations(msgspec.Struct, rename="camel"):
    mutate_digest: bool | None = None
    verify_digest: bool | None = None


class _CelIdentity(msgspec.Struct, rename="camel"):
    issuer: str | None = None
    subject: str | None = None
    issuer_reg_exp: str | None = None
    subject_reg_exp: str | None = None


class _CelKeyless(msgspec.Struct):
    identities: tuple[_CelIdentity, ...] | None = None


class _CelCosign(msgspec.Struct):
    keyless: _CelKeyless | None = None


class _CelAttestor(msgspec.Struct):
    cosign: _CelCosign | None = None

    @property
    def anybody(self) -> bool:
        """Keyless, and one of its identities is open or there is none."""
        keyless = self.cosign.keyless if self.cosign is not None else None
        return keyless is not None and _are_open(keyless.identities)


class _CelSpec(msgspec.Struct, rename="camel"):
    validation_actions: tuple[str, ...] | None = None
    failure_policy: str | None = None
    evaluation: _Evaluation | None = None
    match_image_references: tuple[_ImageMatch, ...] | None = None
    match_constraints: Constraints | None = None
    match_conditions: tuple[object, ...] | None = None
    validation_configurations: _Configurations | None = None
    validations: tuple[object, ...] | None = None
    variables: tuple[object, ...] | None = None
    attestors: tuple[_CelAttestor, ...] | None = None


class _Static(msgspec.Struct):
    action: str = ""


class _Authority(msgspec.Struct):
    static: _Static | None = None
    keyless: _CelKeyless | None = None

    @property
    def anybody(self) -> bool:
        """See `_CelAttestor.anybody`."""
        return self.keyless is not None and _are_open(self.keyless.identities)


class _SignatureSpec(msgspec.Struct):
    images: tuple[_ImageMatch, ...] | None = None
    match: tuple[object, ...] | None = None
    authorities: tuple[_Authority, ...] | None = None
    mode: str | None = None


def read_policy(subject: SettingSubject) -> KyvernoPolicy:
    """A ClusterPolicy or Policy of `kyverno.io`."""
    spec = subject.spec(_KyvernoPolicySpec)
    audited = {
        name
        for each in spec.validation_failure_action_overrides or ()
        if _is_audit(each.action)
        for name in each.namespaces or ()
    }
    hook = spec.webhook_configuration or _WebhookConfiguration()
    rules = (_rule(each, spec.validation_failure_action) for each in spec.rules or ())
    narrowed = [replace(each, on_admission=spec.admission is not False) for each in rules if each is not None]
    if hook.match_conditions:
        narrowed = [replace(each, reach=replace(each.reach, narrowed=True)) for each in narrowed]
    return KyvernoPolicy(
        rules=tuple(narrowed),
        failure_policy=hook.failure_policy or spec.failure_policy or "Fail",
        background=spec.background is not False,
        audited_namespaces=tuple(sorted(audited)),
    )


def read_exception(subject: SettingSubject) -> KyvernoException:
    """A PolicyException of `kyverno.io`."""
    spec = subject.spec(_ExceptionSpec)
    return KyvernoException(policies=tuple(sorted({each.policy_name for each in spec.exceptions or ()})))


def read_cel_exception(subject: SettingSubject) -> KyvernoException:
    """A PolicyException of `policies.kyverno.io`."""
    spec = subject.spec(_CelExceptionSpec)
    return KyvernoException(policies=tuple(sorted({each.name for each in spec.policy_refs or ()})))


def read_cel_policy(subject: SettingSubject) -> KyvernoPolicy:
    """A ValidatingPolicy or ImageValidatingPolicy of `policies.kyverno.io`. Without actions it denies."""
    spec = subject.spec(_CelSpec)
    evaluation = spec.evaluation or _Evaluation()
    admits = evaluation.admission is None or evaluation.admission.enabled is not False
    actions = spec.validation_actions or ("Deny",)
    digests = spec.validation_configurations or _Configurations()
    rule = KyvernoRule(
        name=subject.kind,
        verifies_images=subject.kind.endswith("ImageValidatingPolicy"),
        enforces="Deny" in actions,
        on_admission=admits,
        anybody=subject.kind.endswith("ImageValidatingPolicy") and all(each.anybody for each in spec.attestors or ()),
        content=content_of(spec.validations, spec.variables),
        images=tuple(sorted({each.glob or "" for each in spec.match_image_references or ()} - {""})),
        fixes_digest=digests.mutate_digest is not False or digests.verify_digest is not False,
        reach=cel_reach(spec.match_constraints, conditions=bool(spec.match_conditions)),
    )
    return KyvernoPolicy(
        rules=(rule,),
        failure_policy=spec.failure_policy or "Fail",
        background=evaluation.background is None or evaluation.background.enabled is not False,
    )


def read_signature_policy(subject: SettingSubject) -> SignaturePolicy:
    """A ClusterImagePolicy of `policy.sigstore.dev`; its mode is `enforce` where none is written."""
    spec = subject.spec(_SignatureSpec)
    authorities = spec.authorities or ()
    return SignaturePolicy(
        enforces=(spec.mode or "enforce").lower() == "enforce",
        images=tuple(sorted({each.glob or "" for each in spec.images or ()} - {""})),
        authorities=len(authorities),
        anybody=any(each.anybody for each in authorities),
        narrowed=bool(spec.match),
        always_passes=any(each.static is not None and each.static.action.lower() == "pass" for each in authorities),
    )


def _rule(rule: _KyvernoRule, of_policy: str | None) -> KyvernoRule | None:
    """None for rules that only change or make objects."""
    if rule.verify_images:
        images = {name for each in rule.verify_images for name in (*(each.image_references or ()), each.image or "") if name}
        actions = [each.failure_action or of_policy for each in rule.verify_images]
        enforces = not any(_is_audit(each) for each in actions)
        return KyvernoRule(
            name=rule.name,
            verifies_images=True,
            enforces=enforces,
            images=tuple(sorted(images)),
            skipped=tuple(sorted({name for each in rule.verify_images for name in each.skip_image_references or ()})),
            fixes_digest=all(each.fixes_digest for each in rule.verify_images),
            anybody=any(each.anybody for each in rule.verify_images),
            reach=rule.reach,
        )
    if rule.validation is None:
        return None
    enforces = not _is_audit(rule.validation.failure_action or of_policy)
    content = rule.validation.content
    return KyvernoRule(name=rule.name, verifies_images=False, enforces=enforces, content=content, reach=rule.reach)


def _is_open(name: str | None, pattern: str | None) -> bool:
    return (name or "*") == "*" and (pattern or ".*") in _ANYTHING


def _are_open(identities: tuple[_CelIdentity, ...] | None) -> bool:
    """One that anybody can have lets everybody in."""
    return not identities or any(
        _is_open(each.subject, each.subject_reg_exp) or _is_open(each.issuer, each.issuer_reg_exp) for each in identities
    )


def _is_audit(action: str | None) -> bool:
    return (action or "Audit").lower() != "enforce"

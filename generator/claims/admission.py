"""What keeps containers out of a cluster that do not adhere (CM-3, CM-6, SI-7).

FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline: a mechanism that restricts them.
"""

import re

from generator.claims.mechanisms import ADMISSION_CONTROL, IMAGE_DIGESTS, IMAGE_SIGNATURES
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.text import listed

_REFUSES = re.compile(r"(?P<gates>.+) refuses? there")


def _by(scope: PassingScope) -> str:
    """` by Pod Security (restricted)`: what refuses in the namespaces that pass, as their verdicts name it."""
    named = (match["gates"] for each in scope.passing if (match := _REFUSES.fullmatch(each.reason)))
    gates = sorted({gate for gates in named for gate in re.split(r", | and ", gates)})
    return f" by {listed(gates)}" if gates else ""


ADMISSION = StatedTopic(
    name="admission",
    subject="Admission of containers",
    requirements=(
        PlannedRequirement(
            requirement="admission-gate",
            holds="a mechanism refuses containers that do not adhere to the rules",
            at=("CM-3(d)", "CM-6(b)", "SI-7(a)"),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: (
                f"Admission control{_by(scope)} {scope.does('refuse', 'refuses', number=1)} containers that break the "
                f"rules in {scope.all}"
            ),
            lacks=("admits containers that break the rules", "admit containers that break the rules"),
        ),
        PlannedRequirement(
            requirement="admission-webhook-passable",
            holds="validating webhooks for pods fail closed in every namespace",
            at=("CM-6(b)",),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: scope.acts("refuse", "refuses", f" pods while {scope.agree('it does', 'they do')} not answer"),
            lacks=(
                "admits pods where it does not answer or is not asked",
                "admit pods where they do not answer or are not asked",
            ),
            subject=("validating webhook", "validating webhooks"),
        ),
        PlannedRequirement(
            requirement="admission-policy-not-enforced",
            holds="validating admission policies are bound with the action Deny and fail closed",
            at=("CM-6(b)",),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: (
                f"{scope.All} {scope.agree('is', 'are')} bound with the action Deny and {scope.agree('fails', 'fail')} closed"
            ),
            lacks=("is not bound with the action Deny, or fails open", "are not bound with the action Deny, or fail open"),
            subject=("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicies"),
        ),
        PlannedRequirement(
            requirement="gatekeeper-not-denying",
            holds="Gatekeeper's constraints deny, and their last audit found no violation",
            at=("CM-6(b)",),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: scope.acts(
                "deny",
                "denies",
                f" objects that violate {scope.agree('it', 'them')}, and the last audit found no violation",
            ),
            lacks=("does not deny, or is violated by what runs", "do not deny, or are violated by what runs"),
        ),
        PlannedRequirement(
            requirement="kyverno-not-enforcing",
            holds="every rule of Kyverno's policies enforces in every namespace of the system",
            at=("CM-6(b)",),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: scope.acts(
                "refuse", "refuses", f" what violates {scope.agree('it', 'them')} in every namespace of the system"
            ),
            lacks=("does not enforce in every namespace of the system", "do not enforce in every namespace of the system"),
            subject=("Kyverno rule", "Kyverno rules"),
        ),
        PlannedRequirement(
            requirement="unsigned-images-admitted",
            holds="every image that runs is covered by a policy that refuses it without a signature",
            at=("SI-7(a)",),
            mechanism=IMAGE_SIGNATURES,
            says=lambda scope: (
                f"An admission policy {scope.does('refuse', 'refuses', number=1)} {scope.all} unless the signature is verified"
            ),
            lacks=("is admitted without a verified signature", "are admitted without a verified signature"),
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="image-digests-admitted",
            holds="images without a digest are refused on admission, or fixed to the digest that was verified",
            at=("CM-2(a)", "SI-7(a)"),
            mechanism=IMAGE_DIGESTS,
            says=lambda scope: (
                f"Admission control {scope.does('allow', 'allows', number=1)} only images with a digest, given or set on "
                f"admission, in {scope.all}"
            ),
            lacks=("admits images by tag", "admit images by tag"),
            subject=("namespace", "namespaces"),
        ),
        PlannedRequirement(
            requirement="registry-denies-pulls",
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: (
                f"The registry {scope.does('refuse', 'refuses', number=1)} pulls of {scope.all} where they break its policy"
            ),
            lacks=("can be pulled whatever its findings", "can be pulled whatever their findings"),
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="api-server-admission-plugins",
            holds="the API server runs NodeRestriction and turns off no admission plugin that is on by default",
            at=("CM-6(b)", "AC-6"),
            mechanism=ADMISSION_CONTROL,
            says=lambda scope: scope.acts(
                "run NodeRestriction and leave every default admission plugin on",
                "runs NodeRestriction and leaves every default admission plugin on",
            ),
            lacks=(
                "runs without NodeRestriction or without a default admission plugin",
                "run without NodeRestriction or without a default admission plugin",
            ),
        ),
    ),
)

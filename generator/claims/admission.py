"""What keeps containers out of a cluster that do not adhere (CM-3, CM-6, SI-7).

FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline: a mechanism that restricts them.
"""

from generator.claims.stated import StatedRequirement, StatedTopic

ADMISSION = StatedTopic(
    name="admission",
    subject="Admission of containers",
    requirements=(
        StatedRequirement(
            requirement="admission-gate",
            holds="a mechanism refuses containers that do not adhere to the rules",
            at=("CM-3(d)", "CM-6(b)", "SI-7(a)"),
        ),
        StatedRequirement(
            requirement="admission-webhook-passable",
            holds="validating webhooks for pods fail closed in every namespace",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="admission-policy-not-enforced",
            holds="validating admission policies are bound with the action Deny and fail closed",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="gatekeeper-not-denying",
            holds="Gatekeeper's constraints deny, and their last audit found no violation",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="kyverno-not-enforcing",
            holds="every rule of Kyverno's policies enforces in every namespace of the system",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="unsigned-images-admitted",
            holds="every image that runs is covered by a policy that refuses it without a signature",
            at=("SI-7(a)",),
        ),
        StatedRequirement(
            requirement="image-digests-admitted",
            holds="images without a digest are refused on admission, or fixed to the digest that was verified",
            at=("CM-2(a)", "SI-7(a)"),
        ),
        StatedRequirement(
            requirement="api-server-admission-plugins",
            holds="the API server runs NodeRestriction and turns off no admission plugin that is on by default",
            at=("CM-6(b)", "AC-6"),
        ),
    ),
)

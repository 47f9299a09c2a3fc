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
            holds="an admission control keeps out containers that do not adhere to the rules",
            at=("CM-3(d)", "CM-6(b)", "SI-7(a)"),
        ),
        StatedRequirement(
            requirement="admission-webhook-passable",
            holds="admission webhooks cannot be passed by",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="admission-policy-not-enforced",
            holds="validating admission policies are bound and deny",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="gatekeeper-not-denying",
            holds="Gatekeeper's constraints deny, and nothing violates them",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="kyverno-not-enforcing",
            holds="Kyverno's policies enforce",
            at=("CM-6(b)",),
        ),
        StatedRequirement(
            requirement="unsigned-images-admitted",
            holds="only signed images are admitted",
            at=("SI-7(a)",),
        ),
        StatedRequirement(
            requirement="image-digests-admitted",
            holds="images are admitted by digest only",
            at=("CM-2(a)", "SI-7(a)"),
        ),
        StatedRequirement(
            requirement="api-server-admission-plugins",
            holds="the API server's admission plugins are on",
            at=("CM-6(b)", "AC-6"),
        ),
    ),
)

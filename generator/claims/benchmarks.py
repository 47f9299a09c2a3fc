"""Benchmarks and policy reports that say how the running configuration differs from what was agreed (CA-2, CM-6)."""

from generator.claims.stated import StatedRequirement, StatedTopic

BENCHMARKS = StatedTopic(
    name="benchmarks",
    subject="Benchmarks and policy reports",
    requirements=(
        StatedRequirement(
            requirement="benchmark-results",
            holds="a benchmark was run on clusters and hosts within 30 days, and every check passed",
            at=("CA-2(d)", "CM-6(d)"),
        ),
        StatedRequirement(
            requirement="policy-reports",
            holds="everything in the reports of the policy engine passes its policies",
            at=("CA-2(d)", "CM-6(d)"),
        ),
    ),
)

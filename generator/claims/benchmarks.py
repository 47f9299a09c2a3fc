"""Benchmarks and policy reports that say how the running configuration differs from what was agreed (CA-2, CM-6)."""

from generator.claims.mechanisms import CONFIGURATION_MONITORING
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

BENCHMARKS = StatedTopic(
    name="benchmarks",
    subject="Benchmarks and policy reports",
    requirements=(
        PlannedRequirement(
            requirement="benchmark-results",
            holds="a benchmark was run on clusters and hosts within 30 days, and every check passed",
            at=("CA-2(d)", "CM-6(d)"),
            mechanism=CONFIGURATION_MONITORING,
            says=lambda scope: (
                f"A configuration benchmark was run on {scope.all} within the last 30 days, and every check passed"
            ),
            lacks=("has failed or outdated results of the benchmark", "have failed or outdated results of the benchmark"),
        ),
        PlannedRequirement(
            requirement="policy-reports",
            holds="everything in the reports of the policy engine passes its policies",
            at=("CA-2(d)", "CM-6(d)"),
            mechanism=CONFIGURATION_MONITORING,
            says=lambda scope: f"{scope.All} in the reports of the policy engine {scope.agree('passes', 'pass')} its policies",
            lacks=("violates a policy of the policy engine", "violate policies of the policy engine"),
        ),
    ),
)

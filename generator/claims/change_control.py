"""Whether what runs is what the repository says, and who changes it (CM-2, CM-3)."""

from generator.claims.stated import StatedRequirement, StatedTopic

CHANGE_CONTROL = StatedTopic(
    name="change-control",
    subject="Change control in the {place}",
    requirements=(
        StatedRequirement(
            requirement="gitops-in-sync",
            holds="deployed applications are in step with their repository, and changes by hand are undone",
            at=("CM-2(a)", "CM-3(d)"),
        ),
        StatedRequirement(
            requirement="manual-changes",
            holds="the fields of workloads show no change that went past the pipeline or deployer",
            at=("CM-3(f)",),
        ),
    ),
)

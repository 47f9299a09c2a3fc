"""Whether what runs matches its repository, and who changes it (CM-2, CM-3)."""

from generator.claims.mechanisms import BUILD_PIPELINE, DEPLOYMENT_CONTROL
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

CHANGE_CONTROL = StatedTopic(
    name="change-control",
    subject="Change control in the {place}",
    requirements=(
        PlannedRequirement(
            requirement="gitops-in-sync",
            holds="deployed applications are in step with their repository, and changes by hand are undone",
            at=("CM-2(a)", "CM-3(d)"),
            mechanism=BUILD_PIPELINE,
            says=lambda scope: (
                f"{scope.All} {scope.agree('is', 'are')} kept in step with {scope.agree('its', 'their')} "
                "repository, and changes by hand are reverted"
            ),
            lacks=(
                "differs from its repository or keeps changes made by hand",
                "differ from their repositories or keep changes made by hand",
            ),
        ),
        PlannedRequirement(
            requirement="manual-changes",
            holds="the fields of workloads show no change that went past the pipeline or deployer",
            at=("CM-3(f)",),
            mechanism=DEPLOYMENT_CONTROL,
            says=lambda scope: (
                f"{scope.All} {scope.does('carry', 'carries')} no change that was made outside the pipeline or deployer"
            ),
            lacks=("was changed outside the pipeline or deployer", "were changed outside the pipeline or deployer"),
        ),
    ),
)

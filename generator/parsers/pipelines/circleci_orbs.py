"""Commands and jobs of published CircleCI orbs, each read as the call of the program it runs.
https://circleci.com/developer/orbs
"""

from generator.parsers.pipelines.published import Catalogue, Published

_TAG = (("image", "tag"),)
_ECR = (("repo", "tag"), ("tag", "image-tag"))

CATALOGUE = Catalogue(
    (
        *(
            Published(f"circleci/docker/{name}", "docker", words="build", renames=_TAG)
            for name in ("publish", "build", "build-and-push")
        ),
        Published("circleci/docker/push", "docker", words="push", operands=("image",)),
        Published("circleci/docker/hadolint", "hadolint", operands=("dockerfiles",)),
        Published("circleci/docker/dockerlint", "dockerfilelint"),
        *(
            Published(f"circleci/aws-ecr/{name}", "docker", words="build", renames=_ECR)
            for name in ("build-and-push-image", "build_and_push_image", "build-image", "build_image")
        ),
        *(
            Published(f"circleci/{orb}/{name}", "docker", words="build", renames=_TAG)
            for orb in ("gcp-gcr", "azure-acr", "gcp-artifact-registry")
            for name in ("build-and-push-image", "build-image", "build-and-push-docker-image")
        ),
        Published("snyk/snyk/scan", "snyk", words="container test", operands=("docker-image-name",)),
        Published("fifteen5/trivy-orb/scan", "trivy", words="image", operands=("image",)),
        Published("cci-labs/trivy/scan", "trivy", words="image", operands=("image",)),
        Published("anchore/anchore-engine/image_scan", "anchorectl", words="image check", operands=("image_name",)),
        Published("anchore/anchore/image_scan", "anchorectl", words="image check", operands=("image_name",)),
        Published("gitguardian/ggshield/scan", "ggshield", words="secret scan"),
        Published("upenn-libraries/gitleaks/check_local", "gitleaks", words="detect"),
        Published("bridgecrew/bridgecrew/scan", "checkov"),
        Published("sysdig/secure/scan", "sysdig-cli-scanner"),
        Published("circleci/aws-ecs/deploy-service-update", "ecs-deploy-task-definition"),
        Published("circleci/aws-ecs/deploy_service_update", "ecs-deploy-task-definition"),
        Published("circleci/aws-ecs/update-service", "ecs-deploy-task-definition"),
        Published("circleci/kubernetes/create-or-update-resource", "kubectl", words="apply"),
        Published("circleci/aws-eks/update-container-image", "kubectl", words="set"),
        Published("circleci/aws-eks/create-or-update-resource", "kubectl", words="apply"),
        Published("circleci/aws-eks/install-helm-chart", "helm", words="install"),
        Published("circleci/helm/upgrade-helm-chart", "helm", words="upgrade"),
        Published("circleci/helm/upgrade_helm_chart", "helm", words="upgrade"),
        Published("circleci/helm/install-helm-chart", "helm", words="install"),
        Published("circleci/gcp-cloud-run/deploy", "gcloud", words="run deploy"),
        Published("circleci/heroku/deploy-via-git", "heroku", words="container:release"),
        Published("circleci/cloudfoundry/push", "cf", words="push"),
        Published("circleci/azure-aks/update-container-image", "kubectl", words="set"),
    )
)
"""By namespace, orb and command or job; `snyk/snyk/scan` counts where it is given an image."""

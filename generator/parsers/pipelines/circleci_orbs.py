"""Commands and jobs of published CircleCI orbs, each read as the call of the program it runs.
https://circleci.com/developer/orbs
"""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock

_TAG = (("image", "tag"),)
_ECR = (("repo", "tag"), ("tag", "image-tag"))

CATALOG = BlockCatalog(
    (
        *(
            PublishedBlock(f"circleci/docker/{name}", "docker", words="build", renames=_TAG)
            for name in ("publish", "build", "build-and-push")
        ),
        PublishedBlock("circleci/docker/push", "docker", words="push", operands=("image",)),
        PublishedBlock("circleci/docker/hadolint", "hadolint", operands=("dockerfiles",)),
        PublishedBlock("circleci/docker/dockerlint", "dockerfilelint"),
        *(
            PublishedBlock(f"circleci/aws-ecr/{name}", "docker", words="build", renames=_ECR)
            for name in ("build-and-push-image", "build_and_push_image", "build-image", "build_image")
        ),
        *(
            PublishedBlock(f"circleci/{orb}/{name}", "docker", words="build", renames=_TAG)
            for orb in ("gcp-gcr", "azure-acr", "gcp-artifact-registry")
            for name in ("build-and-push-image", "build-image", "build-and-push-docker-image")
        ),
        PublishedBlock("snyk/snyk/scan", "snyk", words="container test", operands=("docker-image-name",)),
        PublishedBlock("fifteen5/trivy-orb/scan", "trivy", words="image", operands=("image",)),
        PublishedBlock("cci-labs/trivy/scan", "trivy", words="image", operands=("image",)),
        PublishedBlock("anchore/anchore-engine/image_scan", "anchorectl", words="image check", operands=("image_name",)),
        PublishedBlock("anchore/anchore/image_scan", "anchorectl", words="image check", operands=("image_name",)),
        PublishedBlock("gitguardian/ggshield/scan", "ggshield", words="secret scan"),
        PublishedBlock("upenn-libraries/gitleaks/check_local", "gitleaks", words="detect"),
        PublishedBlock("bridgecrew/bridgecrew/scan", "checkov"),
        PublishedBlock("sysdig/secure/scan", "sysdig-cli-scanner"),
        PublishedBlock("circleci/aws-ecs/deploy-service-update", "ecs-deploy-task-definition"),
        PublishedBlock("circleci/aws-ecs/deploy_service_update", "ecs-deploy-task-definition"),
        PublishedBlock("circleci/aws-ecs/update-service", "ecs-deploy-task-definition"),
        PublishedBlock("circleci/kubernetes/create-or-update-resource", "kubectl", words="apply"),
        PublishedBlock("circleci/aws-eks/update-container-image", "kubectl", words="set"),
        PublishedBlock("circleci/aws-eks/create-or-update-resource", "kubectl", words="apply"),
        PublishedBlock("circleci/aws-eks/install-helm-chart", "helm", words="install"),
        PublishedBlock("circleci/helm/upgrade-helm-chart", "helm", words="upgrade"),
        PublishedBlock("circleci/helm/upgrade_helm_chart", "helm", words="upgrade"),
        PublishedBlock("circleci/helm/install-helm-chart", "helm", words="install"),
        PublishedBlock("circleci/gcp-cloud-run/deploy", "gcloud", words="run deploy"),
        PublishedBlock("circleci/heroku/deploy-via-git", "heroku", words="container:release"),
        PublishedBlock("circleci/cloudfoundry/push", "cf", words="push"),
        PublishedBlock("circleci/azure-aks/update-container-image", "kubectl", words="set"),
    )
)
"""By namespace, orb and command or job; `snyk/snyk/scan` counts where it is given an image."""

"""Plugins of Drone and Woodpecker: container images that take settings, each read as the call of the program it runs.
https://plugins.drone.io/ and https://woodpecker-ci.org/plugins
"""

from generator.parsers.pipelines.published import Catalogue, Published

_REPO = (("repo", "tag"), ("tags", "image-tags"), ("tag", "image-tag"))
_BUILDERS = (
    "plugins/docker",
    "plugins/ecr",
    "plugins/gcr",
    "plugins/gar",
    "plugins/acr",
    "plugins/heroku",
    "plugins/buildx",
    "thegeeklab/drone-docker-buildx",
    "thegeeklab/drone-docker",
    "woodpeckerci/plugin-docker-buildx",
    "woodpeckerci/plugin-docker",
    "codeberg.org/woodpecker-plugins/docker-buildx",
)
_KANIKO = (
    "plugins/kaniko",
    "plugins/kaniko-ecr",
    "plugins/kaniko-gcr",
    "plugins/kaniko-acr",
    "plugins/kaniko-gar",
    "woodpeckerci/plugin-kaniko",
    "banzaicloud/drone-kaniko",
)

CATALOGUE = Catalogue(
    (
        *(Published(name, "docker", words="buildx build", renames=_REPO) for name in _BUILDERS),
        *(Published(name, "executor", renames=(("repo", "destination"),), defaults=(("context", "."),)) for name in _KANIKO),
        Published("plugins/aqua-trivy", "trivy", subcommand=("scan-type", "image"), operands=("image",)),
        Published("aquasec/trivy", "trivy", words="image", operands=("image",)),
        Published("plugins/gitleaks", "gitleaks", words="detect"),
        Published("plugins/snyk", "snyk", words="container test", operands=("image",)),
        Published("plugins/cosign", "cosign", words="sign", operands=("image",)),
        Published("plugins/helm", "helm", subcommand=("mode", "upgrade")),
        Published("pelotech/drone-helm3", "helm", subcommand=("mode", "upgrade")),
        Published("bitsbeats/drone-helm3", "helm", subcommand=("mode", "upgrade")),
        Published("sinlead/drone-kubectl", "kubectl", subcommand=("kubectl", "")),
        Published("danielgormly/drone-plugin-kube", "kubectl", words="apply"),
        Published("quay.io/honestbee/drone-kubernetes", "kubectl", words="set"),
        Published("appleboy/drone-ssh", "ssh-action"),
        Published("plugins/cloudfoundry", "cf", words="push"),
        Published("plugins/ecs", "ecs-deploy-task-definition"),
        Published("plugins/downstream", "workflow-dispatch", operands=("repositories",)),
    )
)
"""By the name of the image without tag; names of a registry stay."""

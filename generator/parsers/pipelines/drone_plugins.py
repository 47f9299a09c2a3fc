"""Plugins of Drone and Woodpecker: container images that take settings, each read as the call of the program it runs.
https://plugins.drone.io/ and https://woodpecker-ci.org/plugins
"""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock

_REPO = (("repo", "tag"), ("tags", "image-tags"), ("tag", "image-tag"))
_BUILDERS = tuple(
    "plugins/docker plugins/ecr plugins/gcr plugins/gar plugins/acr plugins/heroku plugins/buildx"
    " thegeeklab/drone-docker-buildx thegeeklab/drone-docker woodpeckerci/plugin-docker-buildx"
    " woodpeckerci/plugin-docker codeberg.org/woodpecker-plugins/docker-buildx".split()
)
_KANIKO = tuple(
    "plugins/kaniko plugins/kaniko-ecr plugins/kaniko-gcr plugins/kaniko-acr plugins/kaniko-gar"
    " woodpeckerci/plugin-kaniko banzaicloud/drone-kaniko".split()
)

CATALOG = BlockCatalog(
    (
        *(PublishedBlock(name, "docker", words="buildx build", renames=_REPO) for name in _BUILDERS),
        *(
            PublishedBlock(name, "executor", renames=(("repo", "destination"),), defaults=(("context", "."),))
            for name in _KANIKO
        ),
        PublishedBlock("plugins/aqua-trivy", "trivy", subcommand=("scan-type", "image"), operands=("image",)),
        PublishedBlock("aquasec/trivy", "trivy", words="image", operands=("image",)),
        PublishedBlock("plugins/gitleaks", "gitleaks", words="detect"),
        PublishedBlock("plugins/snyk", "snyk", words="container test", operands=("image",)),
        PublishedBlock("plugins/cosign", "cosign", words="sign", operands=("image",)),
        PublishedBlock("plugins/helm", "helm", subcommand=("mode", "upgrade")),
        PublishedBlock("pelotech/drone-helm3", "helm", subcommand=("mode", "upgrade")),
        PublishedBlock("bitsbeats/drone-helm3", "helm", subcommand=("mode", "upgrade")),
        PublishedBlock("sinlead/drone-kubectl", "kubectl", subcommand=("kubectl", "")),
        PublishedBlock("danielgormly/drone-plugin-kube", "kubectl", words="apply"),
        PublishedBlock("quay.io/honestbee/drone-kubernetes", "kubectl", words="set"),
        PublishedBlock("appleboy/drone-ssh", "ssh-action"),
        PublishedBlock("plugins/cloudfoundry", "cf", words="push"),
        PublishedBlock("plugins/ecs", "ecs-deploy-task-definition"),
        PublishedBlock("plugins/downstream", "workflow-dispatch", operands=("repositories",)),
    )
)
"""By the name of the image without tag; names of a registry stay."""

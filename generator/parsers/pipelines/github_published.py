"""Published GitHub actions and reusable workflows, each read as the call of the program that it runs."""

from generator.parsers.pipelines.published import Catalogue, Published


def published(uses: str) -> Published | None:
    """The known action that a `uses:` refers to, by owner and name; the version is not looked at."""
    return _CATALOGUE.find(uses.partition("@")[0])


_DOCKER_BUILD = (("tags", "tag"),)
_HADOLINT = (("trusted-registries", "trusted-registry"),)

PUBLISHED: tuple[Published, ...] = (
    Published("actions/checkout", "actions/checkout"),
    # image scans
    Published(
        "aquasecurity/trivy-action", "trivy", subcommand=("scan-type", "image"), operands=("image-ref", "scan-ref", "input")
    ),
    Published("anchore/scan-action", "grype", operands=("image",), defaults=(("fail-build", "true"),)),
    Published("snyk/actions/docker", "snyk", words="container", subcommand=("command", "test"), operands=("image",)),
    Published("docker/scout-action", "docker", words="scout", subcommand=("command", "quickview"), operands=("image",)),
    Published("sysdiglabs/scan-action", "sysdig-cli-scanner", operands=("image-tag",)),
    Published(
        "aws-actions/vulnerability-scan-github-action-for-amazon-inspector",
        "inspector-scan",
        subcommand=("artifact_type", "repository"),
    ),
    Published("azure/container-scan", "azure-container-scan", operands=("image-name",)),
    Published("paloaltonetworks/prisma-cloud-scan", "twistcli", words="images scan", operands=("image",)),
    Published("crowdstrike/container-image-scan-action", "falcon-image-scan"),
    Published("lacework/lw-scanner-action", "lw-scanner", words="image evaluate"),
    Published("neuvector/scan-action", "neuvector-scan"),
    # Dockerfile, secrets, manifests
    Published("hadolint/hadolint-action", "hadolint", operands=("dockerfile",), renames=_HADOLINT),
    Published("brpaz/hadolint-action", "hadolint", operands=("dockerfile",)),
    Published("jbergknoff/github-action-dockerfile-linter", "hadolint"),
    Published("reviewdog/action-hadolint", "reviewdog-hadolint"),
    Published("gitleaks/gitleaks-action", "gitleaks", words="detect"),
    Published("zricethezav/gitleaks-action", "gitleaks", words="detect"),
    Published("trufflesecurity/trufflehog", "trufflehog", words="git", defaults=(("fail", "true"),)),
    Published("gitguardian/ggshield-action", "ggshield", words="secret scan"),
    Published("gitguardian/ggshield/actions/secret", "ggshield", words="secret scan"),
    Published("reviewdog/action-detect-secrets", "detect-secrets", words="scan"),
    Published("bridgecrewio/checkov-action", "checkov"),
    Published("checkmarx/kics-github-action", "kics", words="scan"),
    Published("stackrox/kube-linter-action", "kube-linter", words="lint", operands=("directory",)),
    Published("kubescape/github-action", "kubescape", words="scan", operands=("files",)),
    Published("controlplaneio/kubesec-action", "kubesec", words="scan", operands=("input",)),
    Published("datreeio/action-datree", "datree", words="test", operands=("path",)),
    Published("tenable/terrascan-action", "terrascan", words="scan"),
    Published("snyk/actions/iac", "snyk", words="iac", subcommand=("command", "test")),
    # builds
    Published("docker/build-push-action", "docker", words="buildx build", operands=("context",), renames=_DOCKER_BUILD),
    Published("useblacksmith/build-push-action", "docker", words="buildx build", operands=("context",), renames=_DOCKER_BUILD),
    Published("depot/build-push-action", "depot", words="build", operands=("context",), renames=_DOCKER_BUILD),
    Published("docker/bake-action", "docker", words="buildx bake"),
    Published("depot/bake-action", "depot", words="bake"),
    Published("docker/github-builder/", "docker", words="buildx build"),
    Published("redhat-actions/buildah-build", "buildah", words="build", renames=(("image", "tag"),)),
    Published("mr-smithers-excellent/docker-build-push", "docker", words="buildx build", renames=(("image", "tag"),)),
    Published("elgohr/publish-docker-github-action", "docker", words="buildx build", renames=(("name", "tag"),)),
    Published(
        "aevea/action-kaniko",
        "executor",
        renames=(("image", "destination"),),
        defaults=(("context", "."),),
    ),
    Published("int128/kaniko-action", "executor", renames=(("tags", "destination"),)),
    Published("docker/metadata-action", "docker-metadata"),
    Published("redhat-actions/push-to-registry", "docker", words="push", operands=("image",)),
    # signing, SBOM, attestation
    Published("notaryproject/notation-action/sign", "notation", words="sign"),
    Published("sigstore/gh-action-sigstore-python", "sigstore", words="sign"),
    Published("anchore/sbom-action", "syft", operands=("image", "path")),
    Published("advanced-security/sbom-generator-action", "sbom-tool", words="generate"),
    Published("cyclonedx/gh-node-module-generatebom", "cyclonedx-npm"),
    Published("cyclonedx/gh-python-generate-sbom", "cyclonedx-py"),
    Published("cyclonedx/gh-gomod-generate-sbom", "cyclonedx-gomod"),
    Published("cyclonedx/gh-dotnet-generate-sbom", "dotnet-CycloneDX"),
    Published("actions/attest", "actions/attest"),
    Published("actions/attest-build-provenance", "actions/attest"),
    Published("actions/attest-sbom", "actions/attest"),
    Published("slsa-framework/slsa-github-generator/", "slsa-github-generator"),
    Published("philips-labs/slsa-provenance-action", "slsa-provenance"),
    Published("testifysec/witness-run-action", "witness", words="run"),
    Published("in-toto/witness-run-action", "witness", words="run"),
    # deployments
    Published("azure/k8s-deploy", "k8s-deploy"),
    Published("azure/webapps-deploy", "webapps-deploy"),
    Published("azure/container-apps-deploy-action", "container-apps-deploy"),
    Published("aws-actions/amazon-ecs-deploy-task-definition", "ecs-deploy-task-definition"),
    Published("aws-actions/aws-cloudformation-github-deploy", "cloudformation-deploy"),
    Published("google-github-actions/deploy-cloudrun", "gcloud", words="run deploy"),
    Published("google-github-actions/deploy-appengine", "gcloud", words="app deploy"),
    Published("google-github-actions/create-cloud-deploy-release", "gcloud", words="deploy releases create"),
    Published("cloud-gov/cg-cli-tools", "cf", subcommand=("cf_command", ""), script="command"),
    Published("18f/cg-deploy-action", "cf", words="push"),
    Published("pulumi/actions", "pulumi", subcommand=("command", "")),
    Published("cloudflare/wrangler-action", "wrangler", subcommand=("command", "deploy")),
    Published("akhileshns/heroku-deploy", "heroku", words="container:release"),
    Published("appleboy/ssh-action", "ssh-action"),
    Published("benc-uk/workflow-dispatch", "workflow-dispatch", operands=("workflow",)),
    Published("peter-evans/repository-dispatch", "workflow-dispatch", operands=("event-type",)),
    # test clusters
    Published("helm/kind-action", "test-cluster"),
    Published("engineerd/setup-kind", "test-cluster"),
    Published("container-tools/kind-action", "test-cluster"),
    Published("absaoss/k3d-action", "test-cluster"),
    Published("nolar/setup-k3d-k3s", "test-cluster"),
    Published("medyagh/setup-minikube", "test-cluster"),
    Published("manusa/actions-setup-minikube", "test-cluster"),
    # opaque by nature
    Published("goreleaser/goreleaser-action", "goreleaser", operands=("args",)),
    # only installed
    Published("sigstore/cosign-installer", "", installs="cosign"),
    Published("anchore/sbom-action/download-syft", "", installs="syft"),
    Published("anchore/scan-action/download-grype", "", installs="grype"),
    Published("aquasecurity/setup-trivy", "", installs="trivy"),
    Published("notaryproject/notation-action/setup", "", installs="notation"),
    Published("ko-build/setup-ko", "", installs="ko"),
    Published("imjasonh/setup-ko", "", installs="ko"),
    Published("docker/setup-buildx-action", "", installs="buildx"),
    Published("docker/login-action", "", installs="registry"),
    Published("redhat-actions/podman-login", "", installs="registry"),
    Published("aws-actions/amazon-ecr-login", "", installs="registry"),
    Published("crazy-max/ghaction-docker-buildx", "", installs="buildx"),
)

_CATALOGUE = Catalogue(PUBLISHED)

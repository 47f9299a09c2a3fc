"""Published GitHub actions and reusable workflows, each read as the call of the program that it runs."""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock


def published(uses: str) -> PublishedBlock | None:
    """The known action that a `uses:` refers to, by owner and name; the version is not looked at."""
    return _CATALOG.find(uses.partition("@")[0])


_DOCKER_BUILD = (("tags", "tag"),)
_HADOLINT = (("trusted-registries", "trusted-registry"),)

PUBLISHED: tuple[PublishedBlock, ...] = (
    PublishedBlock("actions/checkout", "actions/checkout"),
    # image scans
    PublishedBlock(
        "aquasecurity/trivy-action", "trivy", subcommand=("scan-type", "image"), operands=("image-ref", "scan-ref", "input")
    ),
    PublishedBlock(
        "anchore/scan-action", "grype", operands=("image",), defaults=(("fail-build", "true"), ("severity-cutoff", "medium"))
    ),
    PublishedBlock("snyk/actions/docker", "snyk", words="container", subcommand=("command", "test"), operands=("image",)),
    PublishedBlock("docker/scout-action", "docker", words="scout", subcommand=("command", "quickview"), operands=("image",)),
    PublishedBlock("sysdiglabs/scan-action", "sysdig-cli-scanner", operands=("image-tag",)),
    PublishedBlock(
        "aws-actions/vulnerability-scan-github-action-for-amazon-inspector",
        "inspector-scan",
        subcommand=("artifact_type", "repository"),
    ),
    PublishedBlock("azure/container-scan", "azure-container-scan", operands=("image-name",)),
    PublishedBlock("paloaltonetworks/prisma-cloud-scan", "twistcli", words="images scan", operands=("image",)),
    PublishedBlock("crowdstrike/container-image-scan-action", "falcon-image-scan"),
    PublishedBlock("lacework/lw-scanner-action", "lw-scanner", words="image evaluate"),
    PublishedBlock("neuvector/scan-action", "neuvector-scan"),
    # Dockerfile, secrets, manifests
    PublishedBlock("hadolint/hadolint-action", "hadolint", operands=("dockerfile",), renames=_HADOLINT),
    PublishedBlock("brpaz/hadolint-action", "hadolint", operands=("dockerfile",)),
    PublishedBlock("jbergknoff/github-action-dockerfile-linter", "hadolint"),
    PublishedBlock("reviewdog/action-hadolint", "reviewdog-hadolint"),
    PublishedBlock("gitleaks/gitleaks-action", "gitleaks", words="detect"),
    PublishedBlock("zricethezav/gitleaks-action", "gitleaks", words="detect"),
    PublishedBlock("trufflesecurity/trufflehog", "trufflehog", words="git", defaults=(("fail", "true"),)),
    PublishedBlock("gitguardian/ggshield-action", "ggshield", words="secret scan"),
    PublishedBlock("gitguardian/ggshield/actions/secret", "ggshield", words="secret scan"),
    PublishedBlock("reviewdog/action-detect-secrets", "detect-secrets", words="scan"),
    PublishedBlock("bridgecrewio/checkov-action", "checkov"),
    PublishedBlock("checkmarx/kics-github-action", "kics", words="scan"),
    PublishedBlock("stackrox/kube-linter-action", "kube-linter", words="lint", operands=("directory",)),
    PublishedBlock("kubescape/github-action", "kubescape", words="scan", operands=("files",)),
    PublishedBlock("controlplaneio/kubesec-action", "kubesec", words="scan", operands=("input",)),
    PublishedBlock("datreeio/action-datree", "datree", words="test", operands=("path",)),
    PublishedBlock("tenable/terrascan-action", "terrascan", words="scan"),
    PublishedBlock("snyk/actions/iac", "snyk", words="iac", subcommand=("command", "test")),
    # builds
    PublishedBlock("docker/build-push-action", "docker", words="buildx build", operands=("context",), renames=_DOCKER_BUILD),
    PublishedBlock(
        "useblacksmith/build-push-action", "docker", words="buildx build", operands=("context",), renames=_DOCKER_BUILD
    ),
    PublishedBlock("depot/build-push-action", "depot", words="build", operands=("context",), renames=_DOCKER_BUILD),
    PublishedBlock("docker/bake-action", "docker", words="buildx bake"),
    PublishedBlock("depot/bake-action", "depot", words="bake"),
    PublishedBlock("docker/github-builder/", "docker", words="buildx build"),
    PublishedBlock("redhat-actions/buildah-build", "buildah", words="build", renames=(("image", "tag"),)),
    PublishedBlock("mr-smithers-excellent/docker-build-push", "docker", words="buildx build", renames=(("image", "tag"),)),
    PublishedBlock("elgohr/publish-docker-github-action", "docker", words="buildx build", renames=(("name", "tag"),)),
    PublishedBlock(
        "aevea/action-kaniko",
        "executor",
        renames=(("image", "destination"),),
        defaults=(("context", "."),),
    ),
    PublishedBlock("int128/kaniko-action", "executor", renames=(("tags", "destination"),)),
    PublishedBlock("docker/metadata-action", "docker-metadata"),
    PublishedBlock("redhat-actions/push-to-registry", "docker", words="push", operands=("image",)),
    # signing, SBOM, attestation
    PublishedBlock("notaryproject/notation-action/sign", "notation", words="sign"),
    PublishedBlock("sigstore/gh-action-sigstore-python", "sigstore", words="sign"),
    PublishedBlock("anchore/sbom-action", "syft", operands=("image", "path")),
    PublishedBlock("advanced-security/sbom-generator-action", "sbom-tool", words="generate"),
    PublishedBlock("cyclonedx/gh-node-module-generatebom", "cyclonedx-npm"),
    PublishedBlock("cyclonedx/gh-python-generate-sbom", "cyclonedx-py"),
    PublishedBlock("cyclonedx/gh-gomod-generate-sbom", "cyclonedx-gomod"),
    PublishedBlock("cyclonedx/gh-dotnet-generate-sbom", "dotnet-CycloneDX"),
    PublishedBlock("actions/attest", "actions/attest"),
    PublishedBlock("actions/attest-build-provenance", "actions/attest", words="build-provenance"),
    PublishedBlock("actions/attest-sbom", "actions/attest", words="sbom"),
    PublishedBlock("slsa-framework/slsa-github-generator/", "slsa-github-generator"),
    PublishedBlock("philips-labs/slsa-provenance-action", "slsa-provenance"),
    PublishedBlock("testifysec/witness-run-action", "witness", words="run"),
    PublishedBlock("in-toto/witness-run-action", "witness", words="run"),
    # deployments
    PublishedBlock("azure/k8s-deploy", "k8s-deploy"),
    PublishedBlock("azure/webapps-deploy", "webapps-deploy"),
    PublishedBlock("azure/container-apps-deploy-action", "container-apps-deploy"),
    PublishedBlock("aws-actions/amazon-ecs-deploy-task-definition", "ecs-deploy-task-definition"),
    PublishedBlock("aws-actions/aws-cloudformation-github-deploy", "cloudformation-deploy"),
    PublishedBlock("google-github-actions/deploy-cloudrun", "gcloud", words="run deploy"),
    PublishedBlock("google-github-actions/deploy-appengine", "gcloud", words="app deploy"),
    PublishedBlock("google-github-actions/create-cloud-deploy-release", "gcloud", words="deploy releases create"),
    PublishedBlock("cloud-gov/cg-cli-tools", "cf", subcommand=("cf_command", ""), script="command"),
    PublishedBlock("18f/cg-deploy-action", "cf", words="push"),
    PublishedBlock("pulumi/actions", "pulumi", subcommand=("command", "")),
    PublishedBlock("cloudflare/wrangler-action", "wrangler", subcommand=("command", "deploy")),
    PublishedBlock("akhileshns/heroku-deploy", "heroku", words="container:release"),
    PublishedBlock("appleboy/ssh-action", "ssh-action"),
    PublishedBlock("benc-uk/workflow-dispatch", "workflow-dispatch", operands=("workflow",)),
    PublishedBlock("peter-evans/repository-dispatch", "workflow-dispatch", operands=("event-type",)),
    # test clusters
    PublishedBlock("helm/kind-action", "test-cluster"),
    PublishedBlock("engineerd/setup-kind", "test-cluster"),
    PublishedBlock("container-tools/kind-action", "test-cluster"),
    PublishedBlock("absaoss/k3d-action", "test-cluster"),
    PublishedBlock("nolar/setup-k3d-k3s", "test-cluster"),
    PublishedBlock("medyagh/setup-minikube", "test-cluster"),
    PublishedBlock("manusa/actions-setup-minikube", "test-cluster"),
    # opaque by nature
    PublishedBlock("goreleaser/goreleaser-action", "goreleaser", operands=("args",)),
    # only installed
    PublishedBlock("sigstore/cosign-installer", "", installs="cosign"),
    PublishedBlock("anchore/sbom-action/download-syft", "", installs="syft"),
    PublishedBlock("anchore/scan-action/download-grype", "", installs="grype"),
    PublishedBlock("aquasecurity/setup-trivy", "", installs="trivy"),
    PublishedBlock("notaryproject/notation-action/setup", "", installs="notation"),
    PublishedBlock("ko-build/setup-ko", "", installs="ko"),
    PublishedBlock("imjasonh/setup-ko", "", installs="ko"),
    PublishedBlock("docker/setup-buildx-action", "", installs="buildx"),
    PublishedBlock("docker/login-action", "", installs="registry"),
    PublishedBlock("redhat-actions/podman-login", "", installs="registry"),
    PublishedBlock("aws-actions/amazon-ecr-login", "", installs="registry"),
    PublishedBlock("crazy-max/ghaction-docker-buildx", "", installs="buildx"),
)

_CATALOG = BlockCatalog(PUBLISHED)

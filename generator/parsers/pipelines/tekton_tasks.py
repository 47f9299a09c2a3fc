"""Tasks of the Tekton and Konflux catalogs, each read as the call of the program it runs.
https://github.com/tektoncd/catalog and https://github.com/konflux-ci/build-definitions
"""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock

_IMAGE = (("image", "tag"),)

CATALOG = BlockCatalog(
    (
        PublishedBlock("git-clone", "checkout"),
        PublishedBlock("git-clone-oci-ta", "checkout"),
        PublishedBlock("git-cli", "checkout"),
        *(
            PublishedBlock(name, "buildah", words="build", renames=_IMAGE)
            for name in ("buildah", "buildah-oci-ta", "buildah-min")
        ),
        *(
            PublishedBlock(name, "buildah", words="build", renames=_IMAGE)
            for name in ("buildah-remote", "buildah-remote-oci-ta", "docker-build", "img")
        ),
        *(PublishedBlock(f"buildah-{n}gb", "buildah", words="build", renames=_IMAGE) for n in (6, 8, 10, 20, 24)),
        PublishedBlock("kaniko", "executor", renames=(("image", "destination"),)),
        PublishedBlock("buildpacks", "pack", words="build", operands=("APP_IMAGE",)),
        PublishedBlock("buildpacks-phases", "pack", words="build", operands=("APP_IMAGE",)),
        PublishedBlock("ko", "ko", words="build"),
        *(PublishedBlock(f"s2i-{language}", "s2i", words="build") for language in ("dotnet", "go", "java", "nodejs", "python")),
        PublishedBlock("jib-maven", "mvn", words="jib:build"),
        PublishedBlock("jib-gradle", "gradle", words="jib"),
        PublishedBlock("trivy-scanner", "trivy", operands=("IMAGE_PATH",)),
        PublishedBlock("grype", "grype", operands=("IMAGE_DIGEST",)),
        PublishedBlock("clair-scan", "clair-scan"),
        PublishedBlock("roxctl-image-check", "image-check-task"),
        PublishedBlock("rox-image-check", "image-check-task"),
        PublishedBlock("rox-image-scan", "roxctl", words="image scan"),
        PublishedBlock("acs-image-check", "image-check-task"),
        PublishedBlock("acs-image-scan", "roxctl", words="image scan"),
        PublishedBlock("acs-deploy-check", "roxctl", words="deployment check"),
        PublishedBlock("deprecated-image-check", "deprecated-image-check"),
        PublishedBlock("hadolint", "hadolint"),
        PublishedBlock("gitleaks", "gitleaks", words="detect"),
        PublishedBlock("kube-linter", "kube-linter", words="lint"),
        PublishedBlock("kubescape", "kubescape", words="scan"),
        PublishedBlock("syft", "syft"),
        PublishedBlock("cosign-sign", "cosign", words="sign"),
        PublishedBlock("kubernetes-actions", "kubectl", script="SCRIPT"),
        PublishedBlock("openshift-client", "oc", script="SCRIPT"),
        PublishedBlock("helm-upgrade-from-source", "helm", words="upgrade"),
        PublishedBlock("helm-upgrade-from-repo", "helm", words="upgrade"),
        PublishedBlock("argocd-task-sync-and-wait", "argocd", words="app sync"),
        PublishedBlock("gke-deploy", "kubectl", words="apply"),
    )
)
"""Chains and SBOMs are side effects of tasks: see `tekton_yaml`."""

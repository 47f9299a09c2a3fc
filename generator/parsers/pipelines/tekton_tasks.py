"""Tasks of the Tekton and Konflux catalogs, each read as the call of the program it runs.
https://github.com/tektoncd/catalog and https://github.com/konflux-ci/build-definitions
"""

from generator.parsers.pipelines.published import Catalogue, Published

_IMAGE = (("image", "tag"),)

CATALOGUE = Catalogue(
    (
        Published("git-clone", "checkout"),
        Published("git-clone-oci-ta", "checkout"),
        Published("git-cli", "checkout"),
        *(Published(name, "buildah", words="build", renames=_IMAGE) for name in ("buildah", "buildah-oci-ta", "buildah-min")),
        *(
            Published(name, "buildah", words="build", renames=_IMAGE)
            for name in ("buildah-remote", "buildah-remote-oci-ta", "docker-build", "img")
        ),
        *(Published(f"buildah-{n}gb", "buildah", words="build", renames=_IMAGE) for n in (6, 8, 10, 20, 24)),
        Published("kaniko", "executor", renames=(("image", "destination"),)),
        Published("buildpacks", "pack", words="build", operands=("APP_IMAGE",)),
        Published("buildpacks-phases", "pack", words="build", operands=("APP_IMAGE",)),
        Published("ko", "ko", words="build"),
        *(Published(f"s2i-{language}", "s2i", words="build") for language in ("dotnet", "go", "java", "nodejs", "python")),
        Published("jib-maven", "mvn", words="jib:build"),
        Published("jib-gradle", "gradle", words="jib"),
        Published("trivy-scanner", "trivy", operands=("IMAGE_PATH",)),
        Published("grype", "grype", operands=("IMAGE_DIGEST",)),
        Published("clair-scan", "clair-scan"),
        Published("roxctl-image-check", "image-check-task"),
        Published("rox-image-check", "image-check-task"),
        Published("rox-image-scan", "roxctl", words="image scan"),
        Published("acs-image-check", "image-check-task"),
        Published("acs-image-scan", "roxctl", words="image scan"),
        Published("acs-deploy-check", "roxctl", words="deployment check"),
        Published("deprecated-image-check", "deprecated-image-check"),
        Published("hadolint", "hadolint"),
        Published("gitleaks", "gitleaks", words="detect"),
        Published("kube-linter", "kube-linter", words="lint"),
        Published("kubescape", "kubescape", words="scan"),
        Published("syft", "syft"),
        Published("cosign-sign", "cosign", words="sign"),
        Published("kubernetes-actions", "kubectl", script="SCRIPT"),
        Published("openshift-client", "oc", script="SCRIPT"),
        Published("helm-upgrade-from-source", "helm", words="upgrade"),
        Published("helm-upgrade-from-repo", "helm", words="upgrade"),
        Published("argocd-task-sync-and-wait", "argocd", words="app sync"),
        Published("gke-deploy", "kubectl", words="apply"),
    )
)
"""Chains and SBOMs are side effects of tasks: see `tekton_work`."""

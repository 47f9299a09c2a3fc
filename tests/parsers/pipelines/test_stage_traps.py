"""What is a stage and what only looks like one."""

import pytest
from pipeline_reading import read, run, stages, steps, workflow

from generator.model.pipeline import PipelineStage

ALWAYS = {"version_control"}


@pytest.mark.parametrize(
    ("script", "stage"),
    [
        ("docker build -t shop/cart:1 .", "image_build"),
        ("docker buildx build --push -t shop/cart:1 .", "image_build"),
        ("docker compose -f compose.yml build", "image_build"),
        ("DOCKER_BUILDKIT=1 sudo docker build .", "image_build"),
        ("cd app && docker build .", "image_build"),
        ("buildah bud -t cart .", "image_build"),
        ("podman build -t cart .", "image_build"),
        ("/kaniko/executor --context . --destination shop/cart:1", "image_build"),
        ("docker run gcr.io/kaniko-project/executor:v1 --destination shop/cart:1", "image_build"),
        ("ko build ./cmd/cart", "image_build"),
        ("pack build shop/cart --builder b", "image_build"),
        ("./mvnw -B compile com.google.cloud.tools:jib-maven-plugin:3.4.0:build", "image_build"),
        ("./gradlew bootBuildImage", "image_build"),
        ("cosign sign --yes shop/cart@sha256:aa", "signing"),
        ("cosign sign-blob --yes cart.tar.gz", "signing"),
        ("notation sign shop/cart:1", "signing"),
        ("DOCKER_CONTENT_TRUST=1 docker push shop/cart:1", "signing"),
        ("gpg --batch --detach-sign cart.tar.gz", "signing"),
        ("syft shop/cart:1 -o spdx-json=sbom.json", "sbom"),
        ("docker run anchore/syft:v1 shop/cart:1", "sbom"),
        ("docker buildx build --sbom=true --push .", "sbom"),
        ("trivy image --format cyclonedx shop/cart:1", "sbom"),
        ("npx @cyclonedx/cyclonedx-npm --output-file sbom.json", "sbom"),
        ("cosign attest --predicate p.json shop/cart:1", "attestation"),
        ("docker buildx build --provenance=mode=max --push .", "attestation"),
        ("docker buildx build --attest type=provenance,mode=max --push .", "attestation"),
        ("chainloop attestation push", "attestation"),
        ("kubectl apply -f deploy/", "deploy"),
        ("kubectl -n shop set image deployment/cart cart=shop/cart:2", "deploy"),
        ("kustomize build overlays/prod | kubectl apply -f -", "deploy"),
        ("helm --kubeconfig k upgrade --install cart chart --version 1.2.3", "deploy"),
        ("argocd app sync cart", "deploy"),
        ("aws ecs update-service --cluster c --service cart --force-new-deployment", "deploy"),
        ("cf push cart -f manifest.yml", "deploy"),
        ("gcloud run deploy cart --image x", "deploy"),
        ("git clone https://example.test/shop.git", "version_control"),
    ],
)
def test_found_and_visible(script: str, stage: str) -> None:
    found = run(script)[stage]
    assert found.visible
    assert found.where == "job build, step Work, line 11"
    assert found.source.place == "line 11"
    assert found.because


@pytest.mark.parametrize(
    "script",
    [
        "# docker build .\necho done",
        "echo docker build . ; echo 'trivy image x'",
        'echo "run: cosign sign shop/cart:1"',
        "cat <<EOF > plan.txt\ndocker build .\ntrivy image shop/cart:1\nkubectl apply -f x\nEOF",
        ": trivy image shop/cart:1",
        "if false; then trivy image shop/cart:1; fi",
        "exit 0\ntrivy image shop/cart:1",
        "scan() { trivy image shop/cart:1; }",
        "trivy --version\ngrype version\ncosign version\nsyft --help",
        "trivy image --download-db-only",
        "trivy fs --exit-code 1 .",
        "trivy rootfs --exit-code 1 ./bin/cart",
        "trivy repo --exit-code 1 https://example.test/shop.git",
        "grype dir:. --fail-on high",
        "grype db update",
        "cosign verify --key k.pub shop/cart:1",
        "cosign verify-blob cart.tar.gz",
        "gpg --verify cart.sig",
        "git commit -S -m signed",
        "helm lint chart\nhelm template chart\nhelm repo add x https://example.test\nhelm push cart.tgz oci://example.test",
        "kubectl get pods\nkubectl wait --for=condition=Ready pod --all\nkubectl apply --dry-run=client -f x",
        "helm upgrade --dry-run cart chart",
        "docker pull shop/cart:1\ndocker tag shop/cart:1 shop/cart:2\ndocker load -i x.tar\ndocker manifest create a b",
        "docker buildx imagetools inspect shop/cart:1",
        "docker compose up -d",
        "checkov -d infra/terraform",
        "checkov -f main.tf",
        "kubeconform deploy/\nkubeval deploy/",
        "wget https://example.test/trivy_0.69.3_Linux-64bit.tar.gz",
        "mkdir -p reports/trivy && cp trivy.html reports",
        "npm ci\nnpm test\nnpm run lint",
        "make deploy-docs",
        "make test-deploy",
        "SYFT_VERSION=$(go list -m github.com/anchore/syft)",
        "make scan-grype",
        "make sbom=false SIGN=0 all",
        "docker run --rm -v x:/y node:22 npm run scan",
        "mvn deploy",
        "docker compose run web kubectl get pods",
    ],
)
def test_only_looks_like_a_stage(script: str) -> None:
    assert run(script).keys() <= ALWAYS


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("- if: false\n  uses: aquasecurity/trivy-action@0.28.0", ""),
        ("- if: ${{ false }}\n  run: docker build .", ""),
        ("- run: docker build .", "if: false"),
        ("# - uses: aquasecurity/trivy-action@0.28.0\n- run: echo", ""),
        ("- uses: aquasecurity/trivy-action@0.28.0\n  with: {scan-type: fs, image-ref: 'shop/cart:1', exit-code: 1}", ""),
        ("- uses: aquasecurity/trivy-action@0.28.0\n  with: {scan-type: rootfs, scan-ref: cart}", ""),
        ("- uses: anchore/scan-action@v7\n  with: {path: .}", ""),
        ("- uses: anchore/scan-action/download-grype@v7", ""),
        ("- uses: docker/setup-buildx-action@v3\n- run: docker load -i x.tar", ""),
        ("- uses: sigstore/cosign-installer@v3\n- run: cosign verify shop/cart:1", ""),
        ("- uses: github/codeql-action/upload-sarif@v3\n  name: Upload image scan results", ""),
        ("- uses: peter-evans/create-pull-request@v7\n  with: {sign-commits: true, signoff: true}", ""),
        ("- uses: actions/setup-node@v4\n  name: trivy image scan", "name: Trivy scan, sign and deploy"),
        ("- run: 'echo ${{ matrix.tool }}'", "strategy: {matrix: {tool: [trivy-operator, image-scanner]}}"),
        ("- uses: docker/build-push-action@v6\n  if: false", ""),
        ("- uses: ./.github/actions/release\n  with: {sign-image: false, sbom: 'false'}", ""),
        ("- uses: ./.github/actions/cosign\n  name: Install cosign", ""),
        ("- uses: JamesIves/github-pages-deploy-action@v4", ""),
        ("- uses: actions/deploy-pages@v4", ""),
        ("- uses: docker/login-action@v3\n- run: make test", ""),
        ("- uses: peter-evans/repository-dispatch@v3\n  with: {event-type: publish-chart}", ""),
        ("- uses: helm/kind-action@v1\n- run: kubectl apply -f deploy/", ""),
        ("- run: kind create cluster\n- run: helm install cart chart", ""),
        ("- uses: ./.github/actions/setup\n  with: {installK3d: 'true'}\n- run: make deploy", ""),
        ("- uses: actions/github-script@v7\n  with: {script: 'docker build .'}", ""),
    ],
)
def test_step_that_only_looks_like_a_stage(text: str, job: str) -> None:
    assert steps(text, job=job).keys() <= ALWAYS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- run: make docker-build", {"image_build"}),
        ("- run: npm run build:image", {"image_build"}),
        ("- run: make sign-images", {"signing"}),
        ("- run: ./scripts/deploy.sh prod", {"deploy"}),
        ("- run: bash ci/generate-sbom.sh", {"sbom"}),
        ("- run: gh workflow run deploy.yml", {"deploy"}),
        ("- uses: ./.github/actions/deploy", {"deploy"}),
        (
            "- uses: ./.github/actions/image\n  with: {makefile-target: ko-publish, sign-image: true}",
            {"image_build", "signing"},
        ),
        ("- run: make release\n  env: {COSIGN_KEY: '${{ secrets.KEY }}'}", {"signing"}),
        ("- uses: sigstore/cosign-installer@v3\n- run: make publish", {"signing"}),
        ("- uses: anchore/sbom-action/download-syft@v0\n- run: make dist", {"sbom"}),
        (
            "- uses: docker/login-action@v3\n- uses: goreleaser/goreleaser-action@v6\n  with: {args: release --clean}",
            {"image_build"},
        ),
        ("- uses: goreleaser/goreleaser-action@v6", set()),
        ("- uses: peter-evans/repository-dispatch@v3\n  with: {event-type: deploy-shop}", {"deploy"}),
        ("- uses: acme/container-image-scan@v1", {"image_scan"}),
    ],
)
def test_named_but_not_shown(text: str, names: set[str]) -> None:
    found = {name: stage for name, stage in steps(text).items() if name not in ALWAYS}
    assert set(found) == names
    assert not any(stage.visible for stage in found.values())


@pytest.mark.parametrize(
    ("uses", "names", "visible"),
    [
        ("./.github/workflows/deploy.yml", {"deploy"}, False),
        ("acme/platform/.github/workflows/image-scan.yml@main", {"image_scan"}, False),
        ("./.github/workflows/test.yml", set(), False),
        ("./.github/workflows/container-image.yml", {"image_build"}, False),
        ("slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@v2.1.0", {"attestation"}, True),
    ],
)
def test_reusable_workflows(uses: str, names: set[str], visible: bool) -> None:
    found = stages(read(f"on: push\njobs:\n  other:\n    uses: {uses}\n"))
    assert set(found) - ALWAYS == names
    assert all(found[name].visible is visible and found[name].where == "job other, line 4" for name in names)


def test_provenance_that_is_not_pushed_is_no_attestation() -> None:
    action = "- uses: docker/build-push-action@v6\n  with: {sbom: true, provenance: mode=max, push: %s}"
    assert {"image_build", "sbom", "attestation"} <= steps(action % "true").keys()
    assert "attestation" in steps(action % "'${{ inputs.push }}'")
    assert "attestation" not in steps(action % "false")
    assert not {"sbom", "attestation"} & steps("- uses: docker/build-push-action@v6\n  with: {push: true}").keys()


def test_version_control_is_implicit_without_a_checkout() -> None:
    assert not steps("- run: echo")["version_control"].visible
    assert steps("- uses: actions/checkout@v4")["version_control"].visible


def test_what_is_shown_outweighs_what_is_named() -> None:
    found = steps("- run: make docker-build\n- run: docker build .")["image_build"]
    assert found.visible
    assert found.tool == "docker build"


def test_stages_come_once_and_in_their_order() -> None:
    text = "- run: helm upgrade a b; cosign sign a\n- run: docker build .\n- run: docker build .\n- uses: actions/checkout@v4"
    found = [stage.stage for stage in read(workflow(text)).stages]
    assert found == [PipelineStage.VERSION_CONTROL, PipelineStage.IMAGE_BUILD, PipelineStage.SIGNING, PipelineStage.DEPLOY]


def test_lines_inside_a_script() -> None:
    assert run("echo a\n\n# note\ndocker build \\\n  .\n")["image_build"].source.place == "line 14"
    assert run("docker \\\n  push x\nfor i in a; do\n  cosign sign $i\ndone")["signing"].source.place == "line 14"


def test_a_step_without_a_name() -> None:
    assert steps("- run: docker build .")["image_build"].where == "job build, step 1, line 8"
    assert (
        steps("- uses: docker/build-push-action@v6")["image_build"].where == "job build, step docker/build-push-action, line 8"
    )


def test_a_composite_action() -> None:
    text = (
        "name: B\nruns:\n  using: composite\n  steps:\n    - name: Build\n      shell: bash\n      run: docker build -t a/b .\n"
    )
    snapshot = read(text)
    assert stages(snapshot)["image_build"].where == "composite action, step Build, line 7"
    assert snapshot.images == ("a/b",)

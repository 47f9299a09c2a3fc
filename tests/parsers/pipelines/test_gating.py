"""Traps of gating, one by one: what makes a scan block, and what quietly drops its result."""

import pytest
from pipeline_reading import run, steps

YES, NO, POLICY, UNKNOWN = "yes", "no", "policy", "unknown"
TRIVY = "trivy image --exit-code 1 shop/cart:1"


@pytest.mark.parametrize(
    ("inputs", "gating"),
    [
        ({}, NO),
        ({"exit-code": "1"}, YES),
        ({"exit-code": "'1'"}, YES),
        ({"exit-code": "0"}, NO),
        ({"exit-code": "'0'"}, NO),
        ({"exit-code": "''"}, NO),
        ({"exit-code": "${{ vars.TRIVY_EXIT }}"}, UNKNOWN),
        ({"exit-code": "1", "severity": "${{ vars.SEVERITY }}"}, YES),
        ({"trivy-config": "trivy.yaml"}, POLICY),
        ({"trivy-config": "trivy.yaml", "exit-code": "1"}, YES),
    ],
)
def test_trivy_action(inputs: dict[str, str], gating: str) -> None:
    given = "\n".join(f"    {key}: {value}" for key, value in {"image-ref": "shop/cart:1", **inputs}.items())
    found = steps(f"- uses: aquasecurity/trivy-action@0.28.0\n  with:\n{given}\n")
    assert found["image_scan"].gating == gating


def test_exit_code_from_the_environment_and_from_an_input() -> None:
    by_variable = steps(
        """
        - uses: aquasecurity/trivy-action@0.28.0
          env: {TRIVY_EXIT_CODE: "1"}
          with: {image-ref: "shop/cart:1"}
        """
    )
    assert by_variable["image_scan"].gating == YES
    by_job = steps(
        """
        - uses: aquasecurity/trivy-action@0.28.0
          with: {image-ref: "shop/cart:1", exit-code: "${{ env.CODE }}"}
        """,
        job="env: {CODE: 0}",
    )
    assert by_job["image_scan"].gating == NO


@pytest.mark.parametrize(
    ("script", "gating"),
    [
        (TRIVY, YES),
        ("trivy image shop/cart:1", NO),
        ("trivy image --exit-code=0 shop/cart:1", NO),
        ("trivy --exit-code 1 image shop/cart:1", YES),
        ("trivy --exit-code 1 --severity HIGH shop/cart:1", YES),
        ("TRIVY_EXIT_CODE=1 trivy image shop/cart:1", YES),
        ('trivy image --exit-code "$CODE" shop/cart:1', UNKNOWN),
        ('CODE=1\ntrivy image --exit-code "$CODE" shop/cart:1', YES),
        (f"{TRIVY} || true", NO),
        (f"{TRIVY} || :", NO),
        (f"{TRIVY} || echo found something", NO),
        (f"{TRIVY} || exit 0", NO),
        (f"{TRIVY} || exit 1", YES),
        (f"{TRIVY} || {{ echo bad; exit 3; }}", YES),
        (f"{TRIVY} \\\n  --quiet \\\n  || true", NO),
        (f"set +e\n{TRIVY}\necho done", NO),
        (f"set +e\n{TRIVY}\nset -e\necho done", NO),
        (f"set +e\n{TRIVY}", YES),
        (f"set +e\n{TRIVY}\ncode=$?\necho done\nexit $code", YES),
        (f"set +e\n{TRIVY}\ncode=$?\nif [ $code -ne 0 ]; then\n  exit 1\nfi\necho done", YES),
        (f"set +e\n{TRIVY}\n[ $? -eq 0 ] || exit 1\necho done", YES),
        (f"set +e\n{TRIVY}\ncode=$?\necho $code", NO),
        (f"set +e\n{TRIVY}\nexit 0", NO),
        (f"{TRIVY} || code=1\necho done\nexit $code", YES),
        (f"{TRIVY} || code=$?\necho done", NO),
        (f"{TRIVY} | tee out.txt", NO),
        (f"set -o pipefail\n{TRIVY} | tee out.txt", YES),
        (f"set -euo pipefail\n{TRIVY} | tee out.txt", YES),
        (f"{TRIVY} && echo clean", YES),
        (f"{TRIVY} && echo clean\necho done", NO),
        (f"if {TRIVY}; then echo clean; fi", NO),
        (f"if ! {TRIVY}; then exit 1; fi", YES),
        (f"if ! {TRIVY}; then echo bad; fi", NO),
        (f"if {TRIVY}; then echo clean; else exit 1; fi", YES),
        (f"! {TRIVY}", NO),
        (f"! {TRIVY} && exit 1", YES),
        (f"{TRIVY} &\nsleep 5", NO),
        (f"out=$({TRIVY})", YES),
        (f"out=`{TRIVY}`", YES),
        (f'echo "$({TRIVY})"', NO),
        (f"export OUT=$({TRIVY})", NO),
        (f"for image in a b; do\n  {TRIVY}\ndone", YES),
        (f"for image in a b; do {TRIVY} || failed=1; done\nexit $failed", YES),
        (f"bash -c '{TRIVY}'", YES),
        (f"bash -c '{TRIVY} || true'", NO),
        (f"bash <<EOF\n{TRIVY}\nEOF", YES),
        (f"scan() {{ {TRIVY}; }}\nscan", YES),
        (f"scan() {{ {TRIVY}; }}\nscan || true", NO),
        (f"die() {{ echo $1; exit 1; }}\n{TRIVY} || die bad", YES),
        (f"sudo -E timeout 5m {TRIVY}", YES),
        (f"echo shop/cart:1 | xargs -n1 {TRIVY}", YES),
        ("docker run --rm -v /var/run:/var/run aquasec/trivy:0.50 image --exit-code 1 shop/cart:1", YES),
        ("docker run --rm ghcr.io/aquasecurity/trivy image shop/cart:1", NO),
        (
            "trivy image -f json -o report.json a:1\nif [ $(jq '.Results | length' report.json) -gt 0 ]; then exit 1; fi",
            YES,
        ),
        ("trivy image -f json -o report.json shop/cart:1\nn=$(jq length report.json)\nif [ $n -gt 0 ]; then exit 80; fi", YES),
        ("trivy image -f json -o report.json shop/cart:1\nif [ ! -f report.json ]; then exit 1; fi", NO),
        ("trivy image -f json -o report.json shop/cart:1\nif grep CRITICAL report.json; then echo Failing; fi", NO),
        ('trivy image -o "out/${A}.json" x:1\nn=$(jq length "out/${A}.json")\nif (( $n > 0 )); then exit 1; fi', YES),
        ('out=$(trivy image x:1)\nif [ -n "$outer" ]; then exit 1; fi', NO),
        ("grype shop/cart:1", NO),
        ("grype shop/cart:1 --fail-on high", YES),
        ("grype shop/cart:1 --fail-on $LEVEL", YES),
        ("snyk container test shop/cart:1", YES),
        ("snyk container monitor shop/cart:1", NO),
        ("docker scout cves shop/cart:1", NO),
        ("docker scout cves --exit-code --only-severity critical shop/cart:1", YES),
        ("sysdig-cli-scanner --apiurl https://example.test shop/cart:1", POLICY),
        ("sysdig-cli-scanner shop/cart:1 || true", NO),
        ("aws ecr describe-image-scan-findings --repository-name cart", NO),
    ],
)
def test_image_scan_in_a_script(script: str, gating: str) -> None:
    assert run(script)["image_scan"].gating == gating


@pytest.mark.parametrize(
    ("shell", "gating"), [("bash", YES), ("sh", NO), ("bash -eo pipefail {0}", YES), ("bash -e {0}", NO), ("bash {0}", NO)]
)
def test_pipefail_comes_from_how_the_shell_is_named(shell: str, gating: str) -> None:
    assert run(f"{TRIVY} | tee out.txt", more=f"shell: {shell}")["image_scan"].gating == gating


def test_a_python_script_is_no_shell_script() -> None:
    assert "image_scan" not in run(TRIVY, more="shell: python")


def test_powershell_goes_on_after_an_error() -> None:
    assert run(f"{TRIVY}\necho done", more="shell: pwsh")["image_scan"].gating == NO
    assert run(TRIVY, more="shell: pwsh")["image_scan"].gating == YES


_SCAN = """
- name: Scan
  id: scan
  continue-on-error: true
  uses: anchore/scan-action@v7
  with: {image: "shop/cart:1"}
"""


@pytest.mark.parametrize(
    ("later", "gating"),
    [
        ("", NO),
        ("- if: steps.scan.outcome == 'failure'\n  run: exit 1", YES),
        ("- if: ${{ steps.scan.outcome != 'success' }}\n  run: |\n    echo bad\n    exit 1", YES),
        ("- if: steps.scan.outcome == 'success'\n  run: exit 1", NO),
        ("- if: steps.scan.conclusion == 'failure'\n  run: exit 1", NO),
        ("- if: steps.other.outcome == 'failure'\n  run: exit 1", NO),
        ("- if: steps.scan.outcome == 'failure'\n  run: 'echo Failing'", NO),
        ("- if: steps.scan.outcome == 'failure'\n  run: 'echo exit 1'", NO),
        ("- if: steps.scan.outcome == 'failure'\n  run: exit 0", NO),
        ("- if: steps.scan.outcome == 'failure'\n  continue-on-error: true\n  run: exit 1", NO),
        ('- run: |\n    if [ "${{ steps.scan.outcome }}" = failure ]; then exit 1; fi', YES),
        (
            "- if: steps.scan.outcome == 'failure'\n  uses: actions/github-script@v7\n  with: {script: core.setFailed(x)}",
            YES,
        ),
        ("# - if: steps.scan.outcome == 'failure'\n#   run: exit 1", NO),
    ],
)
def test_continue_on_error_with_a_later_step(later: str, gating: str) -> None:
    found = steps(_SCAN + later)["image_scan"]
    assert found.gating == gating
    assert found.because.strip()


def test_a_gate_before_the_scan_is_no_gate() -> None:
    gate = "- if: steps.scan.outcome == 'failure'\n  run: exit 1\n"
    assert steps(gate + _SCAN.lstrip())["image_scan"].gating == NO


def test_continue_on_error_of_the_job_and_of_an_unknown_value() -> None:
    assert run(TRIVY, more="continue-on-error: ${{ vars.SOFT }}")["image_scan"].gating == UNKNOWN
    assert run(TRIVY, more="continue-on-error: false")["image_scan"].gating == YES
    assert steps(f"- run: {TRIVY}", job="continue-on-error: true")["image_scan"].gating == NO
    assert steps(f"- run: {TRIVY}", job="continue-on-error: ${{ matrix.soft }}")["image_scan"].gating == UNKNOWN
    one_value = "continue-on-error: ${{ matrix.soft }}\nstrategy: {matrix: {soft: [true], os: [a, b]}}"
    assert steps(f"- run: {TRIVY}", job=one_value)["image_scan"].gating == NO


def test_a_scan_that_blocks_outweighs_a_report() -> None:
    found = run(f"trivy image shop/cart:1 -f sarif\n{TRIVY}")["image_scan"]
    assert found.gating == YES
    assert "elsewhere in this file it is different (line 11)" in found.because


def test_an_output_of_the_scan_step_may_be_the_gate() -> None:
    found = steps(
        f"""
        - id: scan
          run: {TRIVY} || echo "bad=true" >> "$GITHUB_OUTPUT"
        - if: steps.scan.outputs.bad == 'true'
          run: exit 1
        """
    )["image_scan"]
    assert found.gating == YES


def test_a_scan_after_the_push_says_so() -> None:
    found = run(f"docker build -t shop/cart:1 .\ndocker push shop/cart:1\n{TRIVY}")["image_scan"]
    assert found.gating == YES
    assert "an image is pushed before this scan (line 12)" in found.because
    assert "pushed before" not in run(f"{TRIVY}\ndocker push shop/cart:1")["image_scan"].because


@pytest.mark.parametrize(
    ("script", "stage", "gating"),
    [
        ("gitleaks detect", "secrets_detection", YES),
        ("gitleaks detect --exit-code 0", "secrets_detection", NO),
        ("gitleaks dir . || true", "secrets_detection", NO),
        ("trufflehog git file://.", "secrets_detection", NO),
        ("trufflehog git file://. --fail", "secrets_detection", YES),
        ("trufflehog --regex https://example.test/shop.git", "secrets_detection", YES),
        ("detect-secrets-hook --baseline .secrets.baseline", "secrets_detection", YES),
        ("detect-secrets scan", "secrets_detection", NO),
        ("trivy fs --scanners secret --exit-code 1 .", "secrets_detection", YES),
        ("pre-commit run gitleaks --all-files", "secrets_detection", YES),
        ("hadolint Dockerfile", "dockerfile_lint", YES),
        ("hadolint --no-fail Dockerfile", "dockerfile_lint", NO),
        ("hadolint --failure-threshold none Dockerfile", "dockerfile_lint", NO),
        ("hadolint --failure-threshold error Dockerfile", "dockerfile_lint", YES),
        ("docker run --rm -i hadolint/hadolint < Dockerfile", "dockerfile_lint", YES),
        ("trivy config Dockerfile", "dockerfile_lint", NO),
        ("docker build --check .", "dockerfile_lint", YES),
        ("checkov -d k8s", "manifest_scan", YES),
        ("checkov -d k8s --soft-fail", "manifest_scan", NO),
        ("checkov --framework kubernetes -d . -s", "manifest_scan", NO),
        ("kube-linter lint deploy/", "manifest_scan", YES),
        ("kubescape scan deploy/", "manifest_scan", NO),
        ("kubescape scan deploy/ --compliance-threshold 80", "manifest_scan", YES),
        ("kubescape scan deploy/ --fail-threshold 100", "manifest_scan", NO),
        ("trivy config deploy/", "manifest_scan", NO),
        ("trivy config --exit-code 1 deploy/", "manifest_scan", YES),
        ("kics scan -p .", "manifest_scan", YES),
        ("kics scan -p . --ignore-on-exit all", "manifest_scan", NO),
        ("polaris audit --audit-path deploy", "manifest_scan", NO),
        ("polaris audit --audit-path deploy --set-exit-code-on-danger", "manifest_scan", YES),
        ("conftest test deploy/cart.yaml", "manifest_scan", YES),
        ("hadolint --trusted-registry registry1.example Dockerfile", "base_image_approval", YES),
        ("cosign verify --key k.pub $BASE_IMAGE", "base_image_approval", YES),
        ("make check-base-image", "base_image_approval", POLICY),
        ("make image-scan", "image_scan", POLICY),
        ("./ci/image-scan.sh || true", "image_scan", NO),
    ],
)
def test_other_gates(script: str, stage: str, gating: str) -> None:
    assert run(script)[stage].gating == gating


@pytest.mark.parametrize(
    ("action", "inputs", "stage", "gating"),
    [
        ("anchore/scan-action@v7", "image: a:1", "image_scan", YES),
        ("anchore/scan-action@v7", "image: a:1, fail-build: false", "image_scan", NO),
        ("snyk/actions/docker@master", "image: a:1", "image_scan", YES),
        ("snyk/actions/docker@master", "image: a:1, command: monitor", "image_scan", NO),
        ("docker/scout-action@v1", "command: cves, image: a:1, exit-code: true", "image_scan", YES),
        ("docker/scout-action@v1", "command: cves, image: a:1", "image_scan", NO),
        ("sysdiglabs/scan-action@v6", "image-tag: a:1", "image_scan", POLICY),
        ("sysdiglabs/scan-action@v6", "image-tag: a:1, stop-on-failed-policy-eval: false", "image_scan", NO),
        ("docker://aquasec/trivy:0.50", "args: image --exit-code 1 a:1", "image_scan", YES),
        ("hadolint/hadolint-action@v3", "dockerfile: Dockerfile", "dockerfile_lint", YES),
        ("hadolint/hadolint-action@v3", "no-fail: true", "dockerfile_lint", NO),
        ("docker/build-push-action@v6", "call: check", "dockerfile_lint", YES),
        ("gitleaks/gitleaks-action@v2", "", "secrets_detection", YES),
        ("trufflesecurity/trufflehog@main", "extra_args: --only-verified", "secrets_detection", YES),
        ("bridgecrewio/checkov-action@v12", "framework: kubernetes", "manifest_scan", YES),
        ("bridgecrewio/checkov-action@v12", "framework: kubernetes, soft_fail: true", "manifest_scan", NO),
        ("bridgecrewio/checkov-action@v12", "framework: kubernetes, soft_fail: false", "manifest_scan", YES),
        ("bridgecrewio/checkov-action@v12", "framework: dockerfile", "dockerfile_lint", YES),
        ("aquasecurity/trivy-action@0.28.0", "scan-type: config, scan-ref: deploy", "manifest_scan", NO),
        ("stackrox/kube-linter-action@v1", "directory: deploy", "manifest_scan", YES),
    ],
)
def test_published_actions(action: str, inputs: str, stage: str, gating: str) -> None:
    assert steps(f"- uses: {action}\n  with: {{{inputs}}}\n")[stage].gating == gating

"""Traps that real pipelines set, in every format that can set them: what blocks, what only looks as if it did."""

import pytest
from pipeline_reading import found, gating, read_any

YES, NO, POLICY, UNKNOWN = "yes", "no", "policy", "unknown"
_SCAN = "trivy image --exit-code 1 shop/cart"


def gitlab(script: str, more: str = "") -> str:
    return f"scan:\n  script:\n    - {script}\n{more}"


def jenkins(steps: str) -> str:
    return "pipeline {\n stages {\n  stage('Scan') {\n   steps {\n" + steps + "\n   }\n  }\n }\n}\n"


def azure(script: str, more: str = "") -> str:
    return f"trigger: none\nsteps:\n  - script: {script}\n{more}"


def codebuild(*commands: str) -> str:
    return "version: 0.2\nphases:\n  build:\n    commands:\n" + "".join(f"      - {each}\n" for each in commands)


def circleci(command: str, more: str = "") -> str:
    return f"version: 2.1\njobs:\n  scan:\n    docker: [{{image: cimg/base}}]\n{more}    steps:\n      - run: {command}\n"


def tekton(script: str, more: str = "") -> str:
    body = script.replace("\n", "\n        ")
    head = "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: scan}\nspec:\n  steps:\n    - name: scan\n"
    return f"{head}{more}      image: x\n      script: |\n        {body}\n"


@pytest.mark.parametrize("around", [gitlab, azure, codebuild, circleci, tekton])
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (_SCAN, YES),
        ("trivy image --exit-code 0 shop/cart", NO),
        ("trivy image shop/cart", NO),
        (f"{_SCAN} || true", NO),
        (f"{_SCAN} || code=1; echo; exit $code", YES),
        (f"{_SCAN} || code=1; echo $code", NO),
        ("grype shop/cart --fail-on high", YES),
        ("grype shop/cart", NO),
        ("snyk container test shop/cart", YES),
        ("sysdig-cli-scanner shop/cart", POLICY),
    ],
)
def test_the_same_script_everywhere(around: object, script: str, expected: str) -> None:
    assert gating(around(script)) == expected  # type: ignore[operator]


@pytest.mark.parametrize("around", [gitlab, azure, codebuild, circleci, tekton])
@pytest.mark.parametrize(
    "script",
    [
        "trivy fs --exit-code 1 .",
        "trivy rootfs bin",
        "echo trivy image shop/cart",
        "pip install trivy",
        "grype dir:.",
        "trivy --version",
    ],
)
def test_what_is_no_image_scan(around: object, script: str) -> None:
    assert "image_scan" not in found(around(script))  # type: ignore[operator]


@pytest.mark.parametrize("around", [gitlab, azure, codebuild, circleci, tekton])
def test_soft_fail(around: object) -> None:
    text = around("checkov -d manifests --framework kubernetes --soft-fail")  # type: ignore[operator]
    assert found(text)["manifest_scan"].gating == NO


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", YES),
        ("  allow_failure: true\n", NO),
        ("  allow_failure: false\n", YES),
        ("  allow_failure: {exit_codes: [1]}\n", UNKNOWN),
        ("  when: manual\n", NO),
        ("  when: manual\n  allow_failure: false\n", YES),
        ("  rules: [{if: $A, allow_failure: true}, {if: $B, allow_failure: true}]\n", NO),
        ("  rules: [{if: $A, allow_failure: true}, {if: $B}]\n", UNKNOWN),
        ("  rules: [{if: $A, when: never}, {if: $B, allow_failure: true}]\n", NO),
        ("  allow_failure: true\n  rules: [{if: $A, allow_failure: false}]\n", YES),
        ("  allow_failure: true\n  rules: [{if: $A}]\n", NO),
        ("  extends: .a\n.a:\n  extends: .b\n.b:\n  allow_failure: true\n", NO),
        ("  extends: [.b, .c]\n.b:\n  allow_failure: true\n.c:\n  allow_failure: false\n", YES),
        ("  <<: *b\n.x: &c\n  allow_failure: false\n", None),
    ],
)
def test_gitlab_allow_failure(more: str, expected: str | None) -> None:
    if expected is None:
        text = ".b: &b\n  allow_failure: true\n" + gitlab(_SCAN, "  <<: *b\n")
        assert gating(text) == NO
    else:
        assert gating(gitlab(_SCAN, more)) == expected


def test_gitlab_names_the_line_that_allows_the_failure() -> None:
    scan = found(gitlab(_SCAN, "  extends: .a\n.a:\n  allow_failure: true\n"))["image_scan"]
    assert "line 6" in scan.because
    assert scan.where == "job scan, line 3"


def test_gitlab_jobs_that_never_run() -> None:
    assert "image_scan" not in found(".hidden:\n  script: [" + _SCAN + "]\njob:\n  script: [make]\n")
    assert "image_scan" not in found(gitlab(_SCAN, "  rules: [{when: never}]\n"))
    assert "image_scan" not in found("#scan:\n#  script: [" + _SCAN + "]\njob:\n  script: [make]\n")
    assert "image_scan" not in found("job:\n  script: [make]\n  variables: {NAME: trivy-operator}\n")


def test_gitlab_templates() -> None:
    include = "include:\n  - template: Jobs/Secret-Detection.gitlab-ci.yml\n"
    assert gating(include + "job:\n  script: [make]\n", "secrets_detection") == NO
    changed = include + "secret_detection:\n  allow_failure: false\n"
    assert gating(changed + "job:\n  script: [make]\n", "secrets_detection") == NO
    reads = (
        "secret_detection:\n  allow_failure: false\n  variables: {REPORT: gl-secret-detection-report.json}\n  script:\n"
        "    - /analyzer run\n    - if [ $(jq length $REPORT) -gt 0 ]; then exit 80; fi\n"
    )
    assert gating(include + reads, "secrets_detection") == YES
    assert gating(include + reads.replace("  allow_failure: false\n", ""), "secrets_detection") == NO
    off = include + "variables: {SECRET_DETECTION_DISABLED: 'true'}\njob:\n  script: [make]\n"
    assert "secrets_detection" not in found(off)
    assert "secrets_detection" not in found("job:\n  script: [make]\n# include: Secret-Detection\n")


def test_gitlab_before_script_default_and_reference() -> None:
    text = """
        default:
          before_script: [set +e]
        .parts:
          scan: [trivy image --exit-code 1 shop/cart]
        scan:
          script:
            - !reference [.parts, scan]
            - echo done
        """
    assert gating(text) == NO
    assert gating(text.replace("default:", ".default:")) == YES
    assert (
        gating(text.replace("script:\n            -", "inherit: {default: false}\n          script:\n            -", 1)) == YES
    )


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (f"sh '{_SCAN}'", YES),
        (f"sh script: '{_SCAN}'", YES),
        (f"sh(script: '{_SCAN}', returnStatus: true)", NO),
        (f"script {{ try {{ sh '{_SCAN}' }} catch (e) {{ echo e.message }} }}", NO),
        (f"script {{ try {{ sh '{_SCAN}' }}\ncatch (e) {{ error 'found' }} }}", YES),
        (f"script {{ try {{ sh '{_SCAN}' }} catch (e) {{ throw e }} }}", YES),
        (f"script {{ try {{ sh '{_SCAN}' }} catch (e) {{ currentBuild.result = 'FAILURE' }} }}", YES),
        (f"script {{ try {{ sh '{_SCAN}' }} finally {{ echo 'x' }} }}", YES),
        (f"catchError(buildResult: 'SUCCESS') {{ sh '{_SCAN}' }}", NO),
        (f"catchError {{ sh '{_SCAN}' }}", YES),
        (f"warnError('scan') {{ sh '{_SCAN}' }}", NO),
        (f"script {{ def s = sh(script: '{_SCAN}', returnStatus: true)\nif (s != 0) {{ error 'x' }} }}", YES),
        (f"script {{ def s = sh(script: '{_SCAN}', returnStatus: true)\nif (s != 0) {{ echo 'x' }} }}", NO),
        (f"sh '''\n{_SCAN} || true\n'''", NO),
        ('sh "trivy image ${params.FLAGS} --exit-code 1 ${env.IMAGE}"', YES),
        (f"bat '{_SCAN}'", YES),
        ("bat 'C:\\\\tools\\\\snyk-win.exe container test shop/cart'", YES),
    ],
)
def test_jenkins_catchers(steps: str, expected: str) -> None:
    assert gating(jenkins(steps)) == expected


@pytest.mark.parametrize(
    "steps",
    [
        f"// sh '{_SCAN}'",
        f"/* sh '{_SCAN}' */",
        f"echo '{_SCAN}'",
        "trivyReport()",
        f"sh 'echo'\n}} }} stage('off') {{ when {{ expression {{ false }} }}\nsteps {{ sh '{_SCAN}'",
    ],
)
def test_jenkins_what_does_not_run(steps: str) -> None:
    assert "image_scan" not in found(jenkins(steps))


def test_jenkins_shared_library_is_not_visible() -> None:
    text = "@Library('shop') _\nshopPipeline([containerScan: false, containerLint: true, build: [imageBuild: 'make image']])\n"
    stages = found(text)
    assert "image_scan" not in stages
    assert not stages["dockerfile_lint"].visible
    assert stages["dockerfile_lint"].gating == POLICY
    assert not stages["image_build"].visible


def test_azure_continue_on_error_with_a_later_check() -> None:
    dropped = "    continueOnError: true\n"
    check = "  - bash: |\n      exit 1\n    condition: eq(variables['Agent.JobStatus'], 'SucceededWithIssues')\n"
    assert gating(azure(_SCAN, dropped)) == NO
    assert gating(azure(_SCAN, dropped + check)) == YES
    assert gating(azure(_SCAN, "  - bash: exit 1\n")) == YES


def test_azure_only_the_last_command_decides() -> None:
    assert gating("steps:\n  - bash: |\n      " + _SCAN + "\n      echo done\n") == NO
    assert gating("steps:\n  - bash: |\n      set -e\n      " + _SCAN + "\n      echo done\n") == YES


def test_tekton_set_e_depends_on_the_first_line() -> None:
    assert gating(tekton(f"{_SCAN}\necho done")) == YES
    assert gating(tekton(f"#!/bin/sh\n{_SCAN}\necho done")) == NO
    assert gating(tekton(_SCAN, "      onError: continue\n")) == NO
    assert "image_scan" not in found(tekton(f"#!/usr/bin/env python3\n{_SCAN}"))


def test_circleci_shell() -> None:
    assert gating(circleci(f'"{_SCAN}; echo"')) == YES
    assert gating(circleci(f'"{_SCAN}; echo"', "    shell: /bin/bash\n")) == NO
    assert gating(circleci(f'"{_SCAN} | tee x"')) == YES
    assert gating(circleci(f'"{_SCAN} | tee x"', "    shell: /bin/bash -e\n")) == NO


def test_circleci_job_that_no_workflow_starts() -> None:
    assert "image_scan" not in found(circleci(_SCAN) + "workflows: {main: {jobs: [other]}}\n")


def test_codebuild_substitution_keeps_the_status() -> None:
    assert gating(codebuild("result=`docker run hadolint/hadolint - < Dockerfile`"), "dockerfile_lint") == YES
    assert gating(codebuild("echo $(docker run hadolint/hadolint - < Dockerfile)"), "dockerfile_lint") == NO
    assert gating(codebuild("'X=1; grype shop/cart --fail-on high; echo'")) == NO


@pytest.mark.parametrize("around", [gitlab, codebuild])
def test_a_push_before_the_scan_is_said(around: object) -> None:
    text = around(f"docker push shop/cart && {_SCAN}")  # type: ignore[operator]
    assert "an image is pushed before this scan" in found(text)["image_scan"].because


def test_bitbucket_pipes_keep_their_order() -> None:
    text = """
        pipelines:
          default:
            - step:
                script:
                  - docker push shop/cart
                  - pipe: aquasecurity/trivy-pipe:1.0.0
                    variables: {imageRef: shop/cart, exitCode: 1}
        """
    assert "pushed before" in found(text)["image_scan"].because


def test_tool_in_its_own_image() -> None:
    text = "secrets:\n  image: registry.example.gov/tools/trufflehog3:3.0\n  script: [python3 ci/check.py]\n"
    assert gating(text, "secrets_detection") == POLICY
    assert "secrets_detection" not in found(text.replace("trufflehog3", "python"))
    assert "secrets_detection" not in found(text.replace("python3 ci/check.py", "ls"))


def test_what_one_call_leaves_out_the_other_does() -> None:
    text = gitlab("goreleaser release --snapshot --skip=sign,sbom")
    assert "signing" not in found(text)
    both = found(text + "release:\n  script: [goreleaser release]\n")
    assert not both["signing"].visible
    assert not both["sbom"].visible


def test_deployers() -> None:
    application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: cart}\nspec: {source: {path: x}}\n"
    assert read_any(application).system == "Argo CD"
    assert found(application)["deploy"].where == "Application cart, line 4"
    flux = application.replace("argoproj.io/v1alpha1", "kustomize.toolkit.fluxcd.io/v1").replace("Application", "Kustomization")
    assert read_any(flux).system == "Flux"

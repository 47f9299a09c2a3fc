"""GitLab, CircleCI, Azure: what a scan refused is out all the same where something after it delivers whatever happened."""

from textwrap import dedent, indent

import pytest

from tests.parsers.pipelines.pipeline_reading import found

PUSH = "docker push r.example/a:1"
SCAN = "trivy image --exit-code 1 r.example/a:1"


def scan(text: str) -> tuple[str, str]:
    one = found(text)["image_scan"]
    return one.gating.value, one.because


def gitlab(more: str, *, script: str = PUSH, head: str = "", scanned: str = "") -> tuple[str, str]:
    """A scan in the stage `test`, and a job `out` in the stage `deploy`."""
    jobs = f"scan:\n  stage: test\n  script:\n    - {SCAN}\n{indent(dedent(scanned), '  ')}"
    out = f"out:\n  stage: deploy\n  script:\n    - {script}\n{indent(dedent(more), '  ')}"
    return scan(f"{dedent(head)}{jobs}\n{out}\n")


@pytest.mark.parametrize(
    "more",
    [
        "when: always",
        "when: on_failure",
        "rules:\n  - if: $CI_COMMIT_BRANCH == 'main'\n    when: always\n  - when: never",
        "rules:\n  - if: $CI_COMMIT_BRANCH == 'main'\nwhen: always",
        "needs: [scan]\nwhen: always",
        "needs:\n  - job: scan\n    artifacts: true\nwhen: always",
    ],
)
def test_gitlab_runs_a_later_job_regardless(more: str) -> None:
    assert gitlab(more) == ("no", gitlab(more)[1])
    assert gitlab(more)[1].startswith("job out (line ")
    assert gitlab(more)[1].endswith("delivers the image after a failure too")


@pytest.mark.parametrize(
    ("more", "script"),
    [
        ("", PUSH),
        ("when: on_success", PUSH),
        ("when: manual", PUSH),
        ("rules:\n  - if: $CI_COMMIT_BRANCH == 'main'", PUSH),
        ("when: always", "echo finished"),
        ("when: always", "docker rmi r.example/a:1"),
        ("needs: []\nwhen: always", PUSH),
        ("needs:\n  - project: team/other\n    job: scan\n    ref: main\nwhen: always", PUSH),
    ],
)
def test_gitlab_jobs_that_heed_it_deliver_nothing_or_do_not_wait(more: str, script: str) -> None:
    assert gitlab(more, script=script)[0] == "yes"


def test_gitlab_orders_jobs_by_its_stages() -> None:
    assert gitlab("when: always", head="stages: [deploy, test]\n")[0] == "yes"
    assert gitlab("when: always", head="stages: [test, check, deploy]\n")[0] == "no"
    assert gitlab("when: always", scanned="stage: .post\n")[0] == "yes"


def test_gitlab_waits_over_jobs_in_between() -> None:
    between = "needs: [middle]\nwhen: always"
    assert gitlab(between, head="middle:\n  stage: test\n  needs: [scan]\n  script: [echo]\n")[0] == "no"
    assert gitlab(between, head="middle:\n  stage: test\n  needs: []\n  script: [echo]\n")[0] == "yes"


def test_gitlab_scans_of_its_own_templates_are_let_through_as_well() -> None:
    text = """
        include:
          - template: Jobs/Container-Scanning.gitlab-ci.yml
        container_scanning:
          allow_failure: false
        out:
          stage: deploy
          when: always
          script: docker push r.example/a:1
        """
    assert scan(text)[0] == "no"


def test_gitlab_pushes_after_the_script_whatever_became_of_it() -> None:
    text = f"scan:\n  script:\n    - {SCAN}\n  after_script:\n    - {PUSH}\n"
    gating, because = scan(text)
    assert gating == "no"
    assert because.startswith("the later after_script (line ")
    assert scan(text.replace(PUSH, "echo done"))[0] == "yes"


def circleci(requires: str, *, more: str = "", script: str = PUSH) -> tuple[str, str]:
    """A job that scans, and one that delivers after what it requires."""
    return scan(
        f"""\
version: "2.1"
jobs:
  scan:
    docker: [{{image: "cimg/base:1"}}]
    steps:
      - run: {SCAN}
  middle:
    docker: [{{image: "cimg/base:1"}}]
    steps:
      - run: echo
  out:
    docker: [{{image: "cimg/base:1"}}]
    steps:
      - run: {script}
workflows:
  main:
    jobs:
      - scan
{indent(dedent(more), "      ")}
      - out:
          requires:
{indent(dedent(requires), "            ")}
"""
    )


@pytest.mark.parametrize(
    ("requires", "more"),
    [
        ("- scan: failed", ""),
        ("- scan: terminal", ""),
        ("- scan: [success, failed]", ""),
        ("- middle: terminal", "- middle:\n    requires: [scan]"),
        ("- second: not_run", "- middle:\n    name: second\n    requires: [scan]"),
        ("- second: failed", "- scan:\n    name: second"),
    ],
)
def test_circleci_starts_a_job_after_one_that_failed(requires: str, more: str) -> None:
    gating, because = circleci(requires, more=more)
    assert gating == "no"
    assert because.startswith("job out (line ")


@pytest.mark.parametrize(
    ("requires", "more", "script"),
    [
        ("- scan", "", PUSH),
        ("- scan: success", "", PUSH),
        ("- scan: [success, canceled]", "", PUSH),
        ("- scan: terminal", "", "echo finished"),
        ("- middle: terminal", "- middle", PUSH),
        ("- middle: failed", "- middle:\n    requires: [scan]", PUSH),
    ],
)
def test_circleci_jobs_that_heed_it_deliver_nothing_or_never_start(requires: str, more: str, script: str) -> None:
    assert circleci(requires, more=more, script=script)[0] == "yes"


@pytest.mark.parametrize(
    ("condition", "script", "gating"),
    [
        ("always", PUSH, "no"),
        ("on_fail", PUSH, "no"),
        ("on_success", PUSH, "yes"),
        ("always", "echo finished", "yes"),
    ],
)
def test_circleci_steps(condition: str, script: str, gating: str) -> None:
    text = f"""\
version: "2.1"
jobs:
  scan:
    docker: [{{image: "cimg/base:1"}}]
    steps:
      - run: {SCAN}
      - run:
          name: Out
          when: {condition}
          command: {script}
"""
    assert scan(text)[0] == gating
    assert gating == "yes" or scan(text)[1].startswith("the later step Out (line 10)")


def azure_step(condition: str, *, script: str = PUSH) -> tuple[str, str]:
    return scan(
        f"steps:\n  - script: {SCAN}\n  - script: {script}\n    displayName: Out\n    condition: {condition}\n",
    )


@pytest.mark.parametrize(
    "condition",
    [
        "always()",
        "succeededOrFailed()",
        "failed()",
        "not(canceled())",
        "and(always(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))",
        # NOTE: a condition of one's own replaces succeeded(): https://learn.microsoft.com/azure/devops/pipelines/process/conditions
        "eq(variables['Build.SourceBranch'], 'refs/heads/main')",
    ],
)
def test_azure_steps_that_go_on(condition: str) -> None:
    gating, because = azure_step(condition)
    assert gating == "no"
    assert because.startswith("the later step Out (line 3)")


@pytest.mark.parametrize(
    ("condition", "script"),
    [
        ("succeeded()", PUSH),
        ("and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))", PUSH),
        ("eq(variables['Agent.JobStatus'], 'Succeeded')", PUSH),
        ("not(failed())", PUSH),
        ("${{ parameters.when }}", PUSH),
        ("never()", PUSH),
        ("always()", "echo finished"),
    ],
)
def test_azure_steps_that_heed_it_or_deliver_nothing(condition: str, script: str) -> None:
    assert azure_step(condition, script=script)[0] == "yes"


@pytest.mark.parametrize(
    ("more", "gating"),
    [
        ("dependsOn: Scan\ncondition: always()", "no"),
        ("dependsOn: [middle]\ncondition: succeededOrFailed()", "no"),
        ("dependsOn: scan", "yes"),
        ("dependsOn: scan\ncondition: in(dependencies.scan.result, 'Succeeded')", "yes"),
        ("condition: always()", "yes"),
    ],
)
def test_azure_jobs(more: str, gating: str) -> None:
    text = f"""\
jobs:
  - job: scan
    steps:
      - script: {SCAN}
  - job: middle
    dependsOn: scan
    steps:
      - script: echo
  - job: out
{indent(more, "    ")}
    steps:
      - script: {PUSH}
"""
    assert scan(text)[0] == gating


@pytest.mark.parametrize(
    ("stage", "job", "gating"),
    [
        ("condition: always()", "", "no"),
        ("dependsOn: [Test]\ncondition: failed()", "", "no"),
        ("dependsOn: between\ncondition: always()", "", "no"),
        ("", "", "yes"),
        ("dependsOn: []\ncondition: always()", "", "yes"),
        ("", "condition: always()", "yes"),
    ],
)
def test_azure_stages(stage: str, job: str, gating: str) -> None:
    """A job's own condition does not start its stage."""
    text = f"""\
stages:
  - stage: test
    jobs:
      - job: scan
        steps:
          - script: {SCAN}
  - stage: between
    jobs:
      - template: checks.yml
  - stage: out
{indent(stage, "    ")}
    jobs:
      - deployment: out
{indent(job, "        ")}
        strategy:
          runOnce:
            deploy:
              steps:
                - script: {PUSH}
"""
    assert scan(text)[0] == gating

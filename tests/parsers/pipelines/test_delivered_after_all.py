"""Jenkins, Tekton, Drone, Woodpecker: what stands at the end and delivers whatever became of the scan before it."""

import pytest

from tests.parsers.pipelines.pipeline_reading import found

PUSH = "docker push r.example/a:1"
SCAN = "trivy image --exit-code 1 r.example/a:1"


def scan(text: str) -> tuple[str, str]:
    one = found(text)["image_scan"]
    return one.gating.value, one.because


def jenkins(after: str, *, stage: str = "") -> tuple[str, str]:
    return scan(
        f"""\
pipeline {{
  agent any
  stages {{
    stage('Scan') {{
      steps {{ sh '{SCAN}' }}
    }}
    stage('Next') {{
      steps {{ sh 'echo' }}
      {stage}
    }}
  }}
  {after}
}}
"""
    )


@pytest.mark.parametrize("condition", ["always", "cleanup", "failure", "unsuccessful"])
def test_the_post_of_a_jenkins_pipeline(condition: str) -> None:
    gating, because = jenkins(f"post {{ {condition} {{ sh '{PUSH}' }} }}")
    assert gating == "no"
    assert because.startswith("the later part of post (line 12)")


@pytest.mark.parametrize(
    ("after", "stage"),
    [
        (f"post {{ success {{ sh '{PUSH}' }} }}", ""),
        ("post { always { sh 'docker logout' } }", ""),
        ("", f"post {{ always {{ sh '{PUSH}' }} }}"),
    ],
)
def test_a_post_that_heeds_it_delivers_nothing_or_is_never_reached(after: str, stage: str) -> None:
    assert jenkins(after, stage=stage)[0] == "yes"


def tekton(key: str, script: str = PUSH, when: str = "") -> tuple[str, str]:
    return scan(
        f"""\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {{name: build}}
spec:
  tasks:
    - name: scan
      taskSpec:
        steps:
          - {{name: scan, image: alpine, script: "{SCAN}"}}
  {key}:
    - name: out
      {when}
      taskSpec:
        steps:
          - {{name: out, image: alpine, script: "{script}"}}
"""
    )


def test_the_tasks_of_finally_in_tekton() -> None:
    gating, because = tekton("finally")
    assert gating == "no"
    assert because.startswith("the later step out (line ")
    assert tekton("finally", "echo done")[0] == "yes"
    asked = 'when: [{input: "$(tasks.status)", operator: in, values: [Succeeded]}]'
    assert tekton("finally", when=asked)[0] == "yes"
    asked = 'when: [{input: "$(tasks.scan.status)", operator: in, values: [Succeeded]}]'
    assert tekton("finally", when=asked)[0] == "yes"
    other = 'when: [{input: "$(params.push)", operator: in, values: ["yes"]}]'
    assert tekton("finally", when=other)[0] == "no"


@pytest.mark.parametrize(
    ("when", "gating"),
    [
        ("when: {status: [success, failure]}", "no"),
        ("when: {status: failure}", "no"),
        ("when: {status: [success]}", "yes"),
        ("when: {event: push}", "yes"),
        ("", "yes"),
    ],
)
def test_steps_of_drone(when: str, gating: str) -> None:
    text = f"""\
kind: pipeline
name: default
steps:
  - name: scan
    image: alpine
    commands: ["{SCAN}"]
  - name: out
    image: alpine
    commands: ["{PUSH}"]
    {when}
"""
    assert scan(text)[0] == gating


def test_steps_of_woodpecker_have_lists_of_conditions() -> None:
    text = f"""\
steps:
  - name: scan
    image: alpine
    commands: ["{SCAN}"]
  - name: out
    image: alpine
    commands: ["{PUSH}"]
    when:
      - event: push
        status: [success, failure]
"""
    assert scan(text)[0] == "no"
    assert scan(text.replace(", failure", ""))[0] == "yes"

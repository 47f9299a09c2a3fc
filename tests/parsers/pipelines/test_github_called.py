"""A GitHub workflow is judged with the reusable workflows and composite actions of its repository."""

from pathlib import Path

import pytest
from pipeline_reading import stages
from several_files import pipeline, pipelines

CALLS_WORKFLOW = """
    on: push
    jobs:
      scan:
        uses: ./.github/workflows/scan.yml
        with: {code: 1}
      deploy:
        needs: scan
        runs-on: ubuntu-latest
        steps:
          - run: kubectl apply -f shop.yaml
    """
SCAN = """
    on:
      workflow_call:
        inputs:
          code: {type: number, default: 0}
    env: {CODE: "${{ inputs.code }}"}
    jobs:
      image:
        runs-on: ubuntu-latest
        steps:
          - uses: aquasecurity/trivy-action@0.28.0
            with: {image-ref: "shop/cart:1", exit-code: "${{ env.CODE }}"}
    """
CALLS_ACTION = """
    on: push
    jobs:
      build:
        runs-on: ubuntu-latest
        steps:
          - uses: ./.github/actions/scan
            with: {image: "shop/cart:1"}
    """
ACTION = """
    name: Scan
    inputs:
      image: {required: true}
      code: {default: "1"}
    runs:
      using: composite
      steps:
        - run: trivy image --exit-code ${{ inputs.code }} ${{ inputs.image }}
          shell: bash
    """


@pytest.mark.parametrize("called", ["github/workflows/scan.yml", "scan.yml", "workflows/scan.yml"])
def test_a_reusable_workflow_wherever_the_tree_was_copied_to(tmp_path: Path, called: str) -> None:
    found = stages(pipeline(tmp_path, {"ci.yml": CALLS_WORKFLOW, called: SCAN}))
    assert found["image_scan"].visible
    assert found["image_scan"].gating == "yes"
    assert found["image_scan"].where.startswith("job scan / image, step aquasecurity/trivy-action, line 10 of evidence/")
    assert found["image_scan"].source.path == f"evidence/pipelines/{called}"


def test_the_same_below_a_folder_named_github(tmp_path: Path) -> None:
    files = {"shop/github/workflows/ci.yml": CALLS_WORKFLOW, "shop/github/workflows/scan.yml": SCAN}
    assert stages(pipeline(tmp_path, files))["image_scan"].gating == "yes"


def test_what_deploys_whatever_became_of_the_called_workflow(tmp_path: Path) -> None:
    anyway = CALLS_WORKFLOW.replace("needs: scan", "needs: scan\n        if: always()")
    found = stages(pipeline(tmp_path, {"ci.yml": anyway, "scan.yml": SCAN}))["image_scan"]
    assert found.gating == "no"
    assert "delivers the image after a failure too" in found.because


@pytest.mark.parametrize(
    "action", ["github/actions/scan/action.yml", "github/actions/scan/action.yaml", "actions/scan/action.yml"]
)
def test_a_composite_action(tmp_path: Path, action: str) -> None:
    found = stages(pipeline(tmp_path, {"ci.yml": CALLS_ACTION, action: ACTION}))["image_scan"]
    assert (found.gating, found.visible, found.source.place) == ("yes", True, "line 8")
    assert found.source.path == f"evidence/pipelines/{action}"


def test_a_composite_action_whose_failure_is_dropped(tmp_path: Path) -> None:
    dropped = CALLS_ACTION.replace("- uses: ./", "- continue-on-error: true\n            uses: ./")
    files = {"ci.yml": dropped, "github/actions/scan/action.yml": ACTION}
    assert stages(pipeline(tmp_path, files))["image_scan"].gating == "no"


def test_an_action_in_an_action_knows_only_what_it_is_given(tmp_path: Path) -> None:
    outer = """
        inputs:
          image: {}
          code: {default: "1"}
        runs:
          using: composite
          steps:
            - uses: ./.github/actions/inner
              with: {image: "${{ inputs.image }}"}
        """
    inner = ACTION.replace('default: "1"', 'default: "0"')
    files = {"ci.yml": CALLS_ACTION, "github/actions/scan/action.yml": outer, "github/actions/inner/action.yml": inner}
    one = pipeline(tmp_path, files)
    assert stages(one)["image_scan"].gating == "no"
    assert len(one.parts) == 2


def test_a_workflow_that_also_runs_by_itself_stays_a_pipeline(tmp_path: Path) -> None:
    both = SCAN.replace("on:\n", "on:\n      push:\n", 1)
    found, _ = pipelines(tmp_path, {"ci.yml": CALLS_WORKFLOW, "scan.yml": both})
    assert [stages(one)["image_scan"].gating for one in found] == ["yes", "no"]


def test_what_was_not_collected_is_not_visible(tmp_path: Path) -> None:
    called = CALLS_WORKFLOW.replace("scan.yml", "image-scan.yml")
    assert not stages(pipeline(tmp_path, {"ci.yml": called}))["image_scan"].visible


def test_what_calls_itself_ends(tmp_path: Path) -> None:
    again = "\n    on: workflow_call\n    jobs:\n      again:\n        uses: ./.github/workflows/scan.yml\n"
    found, gaps = pipelines(tmp_path, {"ci.yml": CALLS_WORKFLOW, "scan.yml": again})
    assert len(found) == 1
    assert not gaps


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    files = {"shop/ci.yml": CALLS_WORKFLOW.replace("./.github/workflows", "./../"), "scan.yml": SCAN}
    found, _ = pipelines(tmp_path, files)
    assert all(not one.parts for one in found)


def test_one_action_in_many_steps_is_one_file(tmp_path: Path) -> None:
    step = "\n          - uses: ./.github/actions/scan\n            with: {image: a}"
    many = CALLS_ACTION.rstrip() + 200 * step + "\n"
    one = pipeline(tmp_path, {"ci.yml": many, "github/actions/scan/action.yml": ACTION})
    assert len(one.parts) == 1


def test_actions_that_multiply_are_refused_soon(tmp_path: Path) -> None:
    def action(number: int) -> str:
        uses = "".join(f"    - uses: ./.github/actions/a{number + 1}\n" for _ in range(9))
        return f"runs:\n  using: composite\n  steps:\n{uses}"

    files = {f"github/actions/a{number}/action.yml": action(number) for number in range(9)}
    last = {"github/actions/a9/action.yml": ACTION}
    _, gaps = pipelines(tmp_path, {"ci.yml": CALLS_ACTION.replace("actions/scan", "actions/a0"), **files, **last})
    assert "more than 5,000 steps" in {gap.reason for gap in gaps}

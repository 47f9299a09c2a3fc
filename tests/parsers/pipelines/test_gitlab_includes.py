"""A GitLab pipeline in several files is judged as the whole that GitLab makes of them."""

from pathlib import Path

import pytest
from pipeline_reading import read_any, stages
from several_files import pipeline, pipelines

ROOT = "gitlab-ci.yml"
SCAN = """
    scan:
      stage: test
      script: [trivy image --exit-code 1 shop/cart:1]
    """
INCLUDES = """
    include: {local: /ci/scan.yml}
    build:
      script: [docker build -t shop/cart:1 .]
    """


@pytest.mark.parametrize(
    "include",
    [
        "include: ci/scan.yml",
        "include: [/ci/scan.yml]",
        "include: {local: ci/scan.yml}",
        "include: [{local: /ci/scan.yml}]",
        "include: [{local: /ci/*.yml}]",
        "include: 'ci/s*.yml'",
        "include: '**.yml'",
        "include: {local: ci/scan.yml, rules: [{if: $CI_COMMIT_BRANCH}]}",
    ],
)
def test_every_way_to_include_a_file(tmp_path: Path, include: str) -> None:
    one = pipeline(tmp_path, {ROOT: f"{include}\nbuild: {{script: [docker build .]}}\n", "ci/scan.yml": SCAN})
    found = stages(one)
    assert found["image_scan"].visible
    assert found["image_scan"].gating == "yes"
    assert found["image_build"].where == "job build, line 2"


def test_a_stage_is_cited_in_the_file_where_it_stands(tmp_path: Path) -> None:
    one = pipeline(tmp_path, {ROOT: INCLUDES, "ci/scan.yml": SCAN})
    (part,) = one.parts
    found = stages(one)["image_scan"]
    assert part.path == "evidence/pipelines/ci/scan.yml"
    assert found.where == "job scan, line 3 of evidence/pipelines/ci/scan.yml"
    assert (found.source.sha256, found.source.path, found.source.place) == (part.sha256, part.path, "line 3")
    assert stages(one)["image_build"].source.path == f"evidence/pipelines/{ROOT}"


def test_the_including_file_wins_key_by_key(tmp_path: Path) -> None:
    over = "include: ci/scan.yml\nscan: {allow_failure: true}\n"
    found = stages(pipeline(tmp_path, {ROOT: over, "ci/scan.yml": SCAN}))["image_scan"]
    assert found.gating == "no"
    assert "allow_failure is true (line 2)" in found.because


def test_of_two_included_files_the_later_one_wins(tmp_path: Path) -> None:
    files = {"a.yml": "scan: {script: [trivy image --exit-code 0 shop/cart:1]}\n", "b.yml": SCAN}
    one = pipeline(tmp_path, {ROOT: "include: [a.yml, b.yml]\n", **files})
    assert stages(one)["image_scan"].gating == "yes"


def test_the_other_way_round(tmp_path: Path) -> None:
    files = {"a.yml": "scan: {script: [trivy image --exit-code 0 shop/cart:1]}\n", "b.yml": SCAN}
    one = pipeline(tmp_path, {ROOT: "include: [b.yml, a.yml]\n", **files})
    assert stages(one)["image_scan"].gating == "no"


def test_hidden_jobs_references_and_variables_of_other_files(tmp_path: Path) -> None:
    files = {
        ROOT: """
            include: [ci/base.yml, ci/variables.yml]
            scan:
              extends: .scan
            sign:
              script:
                - !reference [.signing, script]
            """,
        "ci/base.yml": """
            .scan:
              script: [trivy image --exit-code "$CODE" shop/cart:1]
            .signing:
              script: [cosign sign --yes shop/cart:1]
            """,
        "ci/variables.yml": "variables: {CODE: '1'}\n",
    }
    found = stages(pipeline(tmp_path, files))
    assert found["image_scan"].gating == "yes"
    assert found["signing"].where.endswith("line 4 of evidence/pipelines/ci/base.yml")


def test_files_that_are_included_include_others_by_their_path_in_the_repository(tmp_path: Path) -> None:
    files = {ROOT: "include: ci/all.yml\n", "ci/all.yml": "include: {local: ci/scan.yml}\n", "ci/scan.yml": SCAN}
    one = pipeline(tmp_path, files)
    assert [part.path.rpartition("/")[2] for part in one.parts] == ["all.yml", "scan.yml"]
    assert stages(one)["image_scan"].gating == "yes"


def test_a_folder_that_begins_with_a_dot_was_collected_without_it(tmp_path: Path) -> None:
    one = pipeline(tmp_path, {ROOT: "include: .gitlab/ci/scan.yml\n", "gitlab/ci/scan.yml": SCAN})
    assert stages(one)["image_scan"].visible


def test_inputs_are_put_in(tmp_path: Path) -> None:
    files = {
        ROOT: "include: {local: scan.yml, inputs: {job: cart-scan}}\n",
        "scan.yml": """
            spec:
              inputs:
                job: {}
                code: {default: 1}
            ---
            "$[[ inputs.job ]]":
              script: ["trivy image --exit-code $[[ inputs.code ]] shop/cart:1"]
            """,
    }
    found = stages(pipeline(tmp_path, files))["image_scan"]
    assert found.gating == "yes"
    assert found.where.startswith("job cart-scan, line 7 of ")


def test_the_stages_of_the_including_file_say_what_waits(tmp_path: Path) -> None:
    """The scan's stage stands after the deployment's only in the file that includes."""
    files = {
        ROOT: """
            include: ci/scan.yml
            stages: [test, deploy]
            deploy:
              stage: deploy
              when: always
              script: [kubectl apply -f shop.yaml]
            """,
        "ci/scan.yml": SCAN,
    }
    found = stages(pipeline(tmp_path, files))["image_scan"]
    assert found.gating == "no"
    assert "job deploy (line 6) delivers the image after a failure too" in found.because


def test_a_file_that_was_not_collected_is_not_visible_and_the_others_are(tmp_path: Path) -> None:
    files = {ROOT: "include: [ci/scan.yml, ci/cosign-sign.yml]\n", "ci/scan.yml": SCAN}
    found = stages(pipeline(tmp_path, files))
    assert found["image_scan"].visible
    assert not found["signing"].visible


@pytest.mark.parametrize("path", ["../scan.yml", "/../scan.yml", "ci/../../scan.yml", "*" * 50, "x" * 3000])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, path: str) -> None:
    found, _ = pipelines(tmp_path, {f"shop/{ROOT}": f"include: '{path}'\nbuild: {{script: [make]}}\n", "scan.yml": SCAN})
    assert [one.parts for one in found] == [(), ()]


def test_files_that_include_each_other_are_one_pipeline(tmp_path: Path) -> None:
    files = {ROOT: "include: scan.yml\n", "scan.yml": f"include: {ROOT}\nscan: {{script: [trivy image --exit-code 1 a/b:1]}}\n"}
    one = pipeline(tmp_path, files)
    assert stages(one)["image_scan"].gating == "yes"


def test_more_includes_than_gitlab_allows_are_refused(tmp_path: Path) -> None:
    files = {f"ci/{number:03}.yml": f"job{number}:\n  script: [make]\n" for number in range(151)}
    found, gaps = pipelines(tmp_path, {ROOT: "include: ci/*.yml\nbuild: {script: [make]}\n", **files})
    assert [gap.reason for gap in gaps] == ["more than 150 files are taken in"]
    assert len(found) == 151


def test_includes_that_multiply_end_soon(tmp_path: Path) -> None:
    twice = {f"{number}.yml": f"include: [{number + 1}.yml, {number + 1}.yml]\n" for number in range(30)}
    _, gaps = pipelines(tmp_path, {ROOT: "include: 0.yml\nbuild: {script: [make]}\n", **twice})
    assert "more than 150 files are taken in" in {gap.reason for gap in gaps}


def test_a_broken_file_takes_no_part_and_is_a_gap_of_its_own(tmp_path: Path) -> None:
    (one,), gaps = pipelines(
        tmp_path, {ROOT: INCLUDES.replace("scan", "image-scan"), "ci/image-scan.yml": "scan: {script: [trivy\n"}
    )
    assert not one.parts
    assert not stages(one)["image_scan"].visible
    assert [gap.path for gap in gaps] == ["evidence/pipelines/ci/image-scan.yml"]


def test_two_projects_that_begin_alike_are_two_pipelines(tmp_path: Path) -> None:
    other = "scan: {script: [grype --fail-on high shop/cart:1]}\n"
    files = {f"a/{ROOT}": INCLUDES, "a/ci/scan.yml": SCAN, f"b/{ROOT}": INCLUDES, "b/ci/scan.yml": other}
    found, _ = pipelines(tmp_path, files)
    assert [stages(one)["image_scan"].tool for one in found] == ["trivy", "grype"]


def test_a_file_read_by_itself_names_what_it_includes() -> None:
    assert not stages(read_any(INCLUDES.replace("scan", "image-scan")))["image_scan"].visible


@pytest.mark.parametrize(
    "text",
    [
        "variables: {LEVEL: info}\n",
        "default: {image: alpine:3}\n",
        "workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\n",
        "stages: [build, test]\nimage: alpine:3\n",
        "include: [{project: shop/ci, file: /all.yml}]\n",
    ],
)
def test_a_file_of_settings_alone_is_a_pipeline_by_its_name_or_by_who_includes_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "included").mkdir()
    assert pipeline(tmp_path / "named", {ROOT: text}).system == "GitLab CI"
    including = {ROOT: "include: [ci/first.yml]\nbuild: {script: [make]}\n", "ci/first.yml": "include: ci/settings.yml\n"}
    found = pipeline(tmp_path / "included", {**including, "ci/settings.yml": text})
    assert "evidence/pipelines/ci/settings.yml" in {part.path for part in found.parts}


def test_such_a_file_that_nobody_includes_may_be_anything(tmp_path: Path) -> None:
    found, (gap,) = pipelines(tmp_path, {"settings.yml": "variables: {LEVEL: info}\n"})
    assert (found, gap.path) == ((), "evidence/pipelines/settings.yml")

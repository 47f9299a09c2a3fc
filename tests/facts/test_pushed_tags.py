"""Images as definitions write them, against what runs: which tags can be the one that runs."""

import pytest

from generator.facts.pushed_tags import best_match, name_match
from generator.model.images import ImageReference, parse_reference
from generator.model.pipeline import NameMatch

COMMIT = "0123456789abcdef0123456789abcdef01234567"
GITHUB, GITLAB = "GitHub Actions", "GitLab CI"
WRITTEN, OF_COMMIT, TAG_OPEN = NameMatch.WRITTEN, NameMatch.COMMIT, NameMatch.TAG_OPEN
NAME_OPEN, OTHER_TAG = NameMatch.NAME_OPEN, NameMatch.OTHER_TAG


def runs(name: str) -> ImageReference:
    reference = parse_reference(name)
    assert reference is not None
    return reference


@pytest.mark.parametrize(
    ("tag", "system", "running", "match"),
    [
        ("1.4.2", GITHUB, "1.4.2", WRITTEN),
        ("1.4.3", GITHUB, "1.4.2", OTHER_TAG),
        ("latest", GITHUB, "1.4.2", OTHER_TAG),
        ("latest", GITHUB, "latest", WRITTEN),
        ("${{ github.sha }}", GITHUB, "1.4.2", OTHER_TAG),
        ("${{ github.sha }}", GITHUB, COMMIT, OF_COMMIT),
        ("${{ github.sha }}", GITHUB, COMMIT[:-1], OTHER_TAG),
        ("${{ github.sha }}", GITHUB, COMMIT.replace("a", "g"), OTHER_TAG),
        ("${GITHUB_SHA::7}", GITHUB, COMMIT[:7], OF_COMMIT),
        ("${GITHUB_SHA:0:7}", GITHUB, COMMIT[:8], OTHER_TAG),
        ("git-${GITHUB_SHA::7}", GITHUB, f"git-{COMMIT[:7]}", OF_COMMIT),
        ("git-${GITHUB_SHA::7}", GITHUB, COMMIT[:7], OTHER_TAG),
        ("$CI_COMMIT_SHORT_SHA", GITLAB, COMMIT[:8], OF_COMMIT),
        ("$CI_COMMIT_SHORT_SHA", GITLAB, "1.4.2", OTHER_TAG),
        ("$CI_COMMIT_SHORT_SHA", GITHUB, "1.4.2", TAG_OPEN),
        ("$CI_COMMIT_REF_SLUG", GITLAB, "1.4.2", OTHER_TAG),
        ("$CI_COMMIT_REF_SLUG", GITLAB, "1-4-2", TAG_OPEN),
        ("$CI_PIPELINE_IID", GITLAB, "17", TAG_OPEN),
        ("$CI_PIPELINE_IID", GITLAB, "1.4.2", OTHER_TAG),
        ("$(Build.BuildId)", "Azure Pipelines", "1.4.2", OTHER_TAG),
        ("<< pipeline.git.revision >>", "CircleCI", "1.4.2", OTHER_TAG),
        ("$SHORT_SHA", "Google Cloud Build", "abcdef0", OF_COMMIT),
        ("%BUILD_NUMBER%", "Jenkins", "1.4.2", OTHER_TAG),
        ("1.4.$CI_PIPELINE_IID", GITLAB, "1.4.2", TAG_OPEN),
        ("$VERSION", GITLAB, "1.4.2", TAG_OPEN),
        ("v$VERSION", GITLAB, "1.4.2", OTHER_TAG),
        ("${VERSION}-amd64", GITLAB, "1.4.2", OTHER_TAG),
        ("$VERSION-$CI_COMMIT_SHORT_SHA", GITLAB, "1.4.2", OTHER_TAG),
        ("$VERSION-$CI_COMMIT_SHORT_SHA", GITLAB, f"1.4.2-{COMMIT[:8]}", TAG_OPEN),
        ("${{ steps.meta.outputs.version }}", GITHUB, "1.4.2", TAG_OPEN),
        ("((tag))", "Concourse", "1.4.2", TAG_OPEN),
        ("$[variables.tag]", "Azure Pipelines", "1.4.2", TAG_OPEN),
    ],
)
def test_tags(tag: str, system: str, running: str, match: NameMatch) -> None:
    assert name_match(f"registry.example/app:{tag}", system, runs(f"registry.example/app:{running}")) is match


@pytest.mark.parametrize(
    ("written", "running", "match"),
    [
        ("registry.example/app", "registry.example/app:1", TAG_OPEN),
        ("registry.example/app:1", f"registry.example/app@sha256:{'a' * 64}", TAG_OPEN),
        ("registry.example/app:latest", "registry.example/app", WRITTEN),
        ("registry.example/app:1", "registry.example/app", OTHER_TAG),
        ("registry.example/app:1", f"registry.example/app:1@sha256:{'a' * 64}", WRITTEN),
        ("registry.example:5000/app:1", "registry.example:5000/app:1", WRITTEN),
        ("registry.example/other:1", "registry.example/app:1", None),
        ("other.example/app:1", "registry.example/app:1", None),
        ("nginx:1", "docker.io/library/nginx:1", WRITTEN),
        ("docker.io/library/nginx:1", "nginx:1", WRITTEN),
        ("$REGISTRY/app:1", "registry.example/app:1", NAME_OPEN),
        ("$REGISTRY/app:2", "registry.example/app:1", None),
        ("$REGISTRY/other:1", "registry.example/app:1", None),
        ("$IMAGE", "registry.example/app:1", NAME_OPEN),
        ("${{ steps.meta.outputs.tags }}", "registry.example/app:1", NAME_OPEN),
        ("registry.example/${{ github.repository }}:${{ github.sha }}", "registry.example/app:1", None),
        ("registry.example/${{ github.repository }}:${{ github.sha }}", f"registry.example/app:{COMMIT}", NAME_OPEN),
        ("Not An Image:1", "registry.example/app:1", None),
    ],
)
def test_names(written: str, running: str, match: NameMatch | None) -> None:
    assert name_match(written, GITHUB, runs(running)) is match


def test_the_best_of_several_names_counts() -> None:
    image = runs("registry.example/app:1")
    names = ["registry.example/app:2", "registry.example/app:$TAG", "registry.example/other:1"]
    assert best_match(names, GITHUB, image) == (TAG_OPEN, "registry.example/app:$TAG")
    assert best_match([*names, "registry.example/app:1"], GITHUB, image) == (WRITTEN, "registry.example/app:1")
    assert best_match(names[2:], GITHUB, image) is None
    assert best_match([], GITHUB, image) is None


def test_only_what_is_written_or_made_of_the_commit_is_shown() -> None:
    assert {match for match in NameMatch if match.is_shown} == {WRITTEN, OF_COMMIT}


def test_many_variables_cost_little() -> None:
    """A pattern that backtracks would not end."""
    written = "registry.example/app:" + "$A-" * 60 + "x"
    assert name_match(written, GITHUB, runs("registry.example/app:" + "-" * 0 + "a-" * 60 + "y")) is OTHER_TAG
    assert name_match("$A-" * 60 + "x", GITHUB, runs("registry.example/app:1")) is None

"""Can an image that a definition builds or pushes be the one that runs, by repository and tag?

A definition is text: the tag that it writes may be the tag that runs, may be another one, or is set when it runs. What the
variables of a CI system hold is documented, so that `app:$CI_COMMIT_SHA` cannot be `app:1.4.2`; every other variable may hold
anything. Sources: https://docs.github.com/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/, https://circleci.com/docs/variables/,
https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/, https://docs.drone.io/pipeline/environment/reference/,
https://learn.microsoft.com/azure/devops/pipelines/build/variables, https://woodpecker-ci.org/docs/usage/environment,
https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values, https://plugins.jenkins.io/git/,
https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html.
"""

import re
import string
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from generator.model.facts import ImageBuilder
from generator.model.images import ImageReference, parse_reference
from generator.model.pipeline import NameMatch, PipelineSnapshot

_VARIABLE = re.compile(
    r"\$\{\{(?P<a>[^{}]*)\}\}|\{\{(?P<b>[^{}]*)\}\}|\$\{(?P<c>[^{}]*)\}|\$\((?P<d>[^()]*)\)|\(\((?P<e>[^()]*)\)\)"
    r"|<<(?P<f>[^<>]*)>>|\$\[(?P<g>[^\[\]]*)\]|\$(?P<h>\w+)|%(?P<i>\w+)%",
    re.ASCII,
)
_SLICE = re.compile(r"(\w+):0?:(\d+)", re.ASCII)
_DEFAULT_TAG = "latest"
_LONGEST_TAG = 128
_LONGEST_NAME = 512
_HEX, _DIGITS = frozenset("0123456789abcdef"), frozenset(string.digits)
_SLUG = frozenset(string.ascii_lowercase + string.digits + "-")


class _Values(msgspec.Struct, frozen=True):
    """What a variable may hold."""

    least: int
    most: int
    characters: frozenset[str] | None = None
    """None: any."""
    is_commit: bool = False
    """A tag of this form says what it is: that of a commit."""


_ANY = _Values(0, _LONGEST_NAME)
_COMMIT = _Values(40, 64, _HEX, is_commit=True)
"""SHA-1 or SHA-256, https://git-scm.com/docs/hash-function-transition."""
_NUMBER = _Values(1, 20, _DIGITS)
_BY_SYSTEM: Mapping[str, Mapping[str, _Values]] = MappingProxyType(
    {
        "GitHub Actions": {
            **dict.fromkeys(("github.sha", "env.GITHUB_SHA", "GITHUB_SHA"), _COMMIT),
            **dict.fromkeys(("github.run_number", "github.run_id", "GITHUB_RUN_NUMBER", "GITHUB_RUN_ID"), _NUMBER),
        },
        "GitLab CI": {
            "CI_COMMIT_SHA": _COMMIT,
            "CI_COMMIT_SHORT_SHA": _Values(8, 8, _HEX, is_commit=True),
            "CI_COMMIT_REF_SLUG": _Values(1, 63, _SLUG),
            **dict.fromkeys(("CI_PIPELINE_ID", "CI_PIPELINE_IID", "CI_JOB_ID"), _NUMBER),
        },
        "Bitbucket Pipelines": {"BITBUCKET_COMMIT": _COMMIT, "BITBUCKET_BUILD_NUMBER": _NUMBER},
        "CircleCI": {
            **dict.fromkeys(("CIRCLE_SHA1", "pipeline.git.revision"), _COMMIT),
            **dict.fromkeys(("CIRCLE_BUILD_NUM", "pipeline.number"), _NUMBER),
        },
        "Azure Pipelines": {
            **dict.fromkeys(("Build.SourceVersion", "BUILD_SOURCEVERSION"), _COMMIT),
            **dict.fromkeys(("Build.BuildId", "BUILD_BUILDID"), _NUMBER),
        },
        "AWS CodeBuild": {"CODEBUILD_BUILD_NUMBER": _NUMBER},
        "Google Cloud Build": {
            **dict.fromkeys(("COMMIT_SHA", "REVISION_ID"), _COMMIT),
            "SHORT_SHA": _Values(7, 7, _HEX, is_commit=True),
        },
        "Jenkins": {
            **dict.fromkeys(("GIT_COMMIT", "env.GIT_COMMIT"), _COMMIT),
            "BUILD_NUMBER": _NUMBER,
            "env.BUILD_NUMBER": _NUMBER,
        },
        "Drone": {"DRONE_COMMIT_SHA": _COMMIT, "DRONE_COMMIT": _COMMIT, "DRONE_BUILD_NUMBER": _NUMBER},
        "Woodpecker": {"CI_COMMIT_SHA": _COMMIT, "CI_PIPELINE_NUMBER": _NUMBER},
    }
)
"""Variables that the system itself sets, and what they hold."""
_BEST = (NameMatch.WRITTEN, NameMatch.COMMIT, NameMatch.TAG_OPEN, NameMatch.NAME_OPEN, NameMatch.OTHER_TAG)


def builders_of(image: ImageReference, pipelines: Iterable[PipelineSnapshot]) -> tuple[ImageBuilder, ...]:
    """The definitions that name its repository, or may by a variable, each by the best of what it writes; by path."""
    names = (
        (each, dict.fromkeys((*each.images, *(name for push in each.pushes for name in push.names)))) for each in pipelines
    )
    matches = ((pipeline, best_match(written, pipeline.system, image)) for pipeline, written in names)
    builders = (
        ImageBuilder(path=pipeline.evidence.path, match=best[0], written=best[1])
        for pipeline, best in matches
        if best is not None
    )
    return tuple(sorted(builders, key=lambda each: each.path))


def best_match(written: Iterable[str], system: str, image: ImageReference) -> tuple[NameMatch, str] | None:
    """The best of several names, and that name; None where none can be this image."""
    matches = [(match, text) for text in written if (match := name_match(text, system, image)) is not None]
    return min(matches, key=lambda each: (_BEST.index(each[0]), each[1]), default=None)


def name_match(written: str, system: str, image: ImageReference) -> NameMatch | None:
    """How what is written in a definition of this CI system stands to an image; None where it is another repository.

    A name without a tag leaves the tag open: some tools add their own, others push `latest`.
    """
    repository, running = repository_of(written), image.tag or (None if image.digest else _DEFAULT_TAG)
    tag = written.partition("@")[0][len(repository) :].removeprefix(":")
    if not _VARIABLE.search(repository):
        reference = parse_reference(repository)
        name = f"{reference.registry}/{reference.repository}" if reference is not None else repository
        if name not in (image.name, f"{image.registry}/{image.repository}"):
            return None
        return _tag_match(tag, system, running)
    if not any(_fits(tuple(_parts(repository, {})), name) for name in _names(image)):
        return None
    return None if _tag_match(tag, system, running) is NameMatch.OTHER_TAG else NameMatch.NAME_OPEN


def repository_of(name: str) -> str:
    """An image's name as written, without tag and digest."""
    plain = name.partition("@")[0]
    depth, cut = 0, len(plain)
    for index, char in enumerate(plain):
        depth += (char == "{") - (char == "}")
        cut = index if char == ":" and depth <= 0 else len(plain) if char == "/" and depth <= 0 else cut
    return plain[:cut]


def _names(image: ImageReference) -> Collection[str]:
    """With its tag as well: one variable may hold all of it."""
    names = {image.name, f"{image.registry}/{image.repository}"}
    return names | {f"{name}:{image.tag}" for name in names if image.tag}


def _tag_match(written: str, system: str, tag: str | None) -> NameMatch:
    if not written or tag is None:
        return NameMatch.TAG_OPEN
    parts = tuple(_parts(written, _BY_SYSTEM.get(system, {})))
    if not _fits(parts, tag):
        return NameMatch.OTHER_TAG
    variables = [part for part in parts if isinstance(part, _Values)]
    if not variables:
        return NameMatch.WRITTEN
    return NameMatch.COMMIT if all(part.is_commit for part in variables) else NameMatch.TAG_OPEN


def _parts(written: str, known: Mapping[str, _Values]) -> Iterator[str | _Values]:
    """Texts and variables, in order."""
    at = 0
    for match in _VARIABLE.finditer(written):
        if match.start() > at:
            yield written[at : match.start()]
        yield _values(next((each for each in match.groups() if each is not None), "").strip(), known)
        at = match.end()
    if at < len(written):
        yield written[at:]


def _values(variable: str, known: Mapping[str, _Values]) -> _Values:
    cut = _SLICE.fullmatch(variable)
    values = known.get(cut[1] if cut else variable, _ANY)
    if cut is None or values is _ANY or len(cut[2]) > len(str(_LONGEST_TAG)):
        return values
    return _Values(min(values.least, int(cut[2])), min(values.most, int(cut[2])), values.characters, values.is_commit)


def _fits(parts: tuple[str | _Values, ...], name: str) -> bool:
    """Is there a value for every variable so that the parts are the name? By the places reached, without backtracking."""
    if len(name) > _LONGEST_NAME:
        return False
    places = {0}
    for part in parts:
        places = set(_after(part, name, places))
    return len(name) in places


def _after(part: str | _Values, name: str, places: Collection[int]) -> Iterator[int]:
    for place in places:
        if isinstance(part, str):
            if name.startswith(part, place):
                yield place + len(part)
            continue
        allowed = part.characters
        for length in range(min(part.most, len(name) - place) + 1):
            if length and allowed is not None and name[place + length - 1] not in allowed:
                break
            if length >= part.least:
                yield place + length

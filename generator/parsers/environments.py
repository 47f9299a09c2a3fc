"""Compose files and Dockerfiles of a test environment: what a pipeline starts to try a build, which is not what runs.

The place and the name of the file say so: it lies in a folder for tests, or is called `docker-compose.ci.yml` or
`Dockerfile.test`; a Compose file also where it lies among the pipelines, as Dockerfiles of production do. A person who knows
better names it under `evidence:` with a `target:`.
"""

import re
from pathlib import PurePosixPath

from generator.model.evidence import EvidenceFile, Gap, GapKind
from generator.parsers.late_patterns import late_re

COMPOSE = "compose-yaml"
DOCKERFILE = "dockerfile-text"
"""Names of the readers."""
_WORDS = "ci|test|tests|testing|e2e|integration"
_FOLDER = late_re(rf"pipelines|\.github|\.gitlab|\.circleci|\.buildkite|{_WORDS}|__tests__", re.IGNORECASE)
_NAME = late_re(
    rf".*compose[._-](?:.*[._-])?(?:{_WORDS})\.ya?ml|(?:.*[._-])?(?:{_WORDS})[._-](?:docker-|podman-)?compose\.ya?ml",
    re.IGNORECASE,
)


_TEST_FOLDER = late_re(rf"\.devcontainer|{_WORDS}|__tests__", re.IGNORECASE)
_DOCKERFILE = late_re(
    rf"(?:.*[._-])?Dockerfile[._-](?:.*[._-])?(?:{_WORDS})|(?:.*[._-])?(?:{_WORDS})[._-]Dockerfile", re.IGNORECASE
)


def test_environment(evidence: EvidenceFile, reader: str) -> str:
    """Why a file describes a test environment, as a clause; empty where nothing says so."""
    if evidence.target or reader not in (COMPOSE, DOCKERFILE):
        return ""
    path = PurePosixPath(evidence.path)
    if reader == DOCKERFILE:
        folder = next((part for part in path.parts[1:-1] if _TEST_FOLDER.fullmatch(part)), "")
        if folder:
            return f"it is a Dockerfile in a folder for tests or development ({folder}), of which no production image is built"
        return "its name says that it is the Dockerfile of a test" if _DOCKERFILE.fullmatch(path.name) else ""
    return of_test_compose(path)


def of_test_compose(path: PurePosixPath) -> str:
    """The same of the path of a Compose file, whose first part is not looked at."""
    folder = next((part for part in path.parts[1:-1] if _FOLDER.fullmatch(part)), "")
    if folder:
        return f"it is a Compose file in a folder for pipelines or tests ({folder}), which describes no production environment"
    return "its name says that it is the Compose file of a test environment" if _NAME.fullmatch(path.name) else ""


def test_environment_gap(evidence: EvidenceFile, reason: str) -> Gap:
    """What to do where it is what runs."""
    return Gap(
        path=evidence.path,
        kind=GapKind.UNDECIDED,
        reason=f"{reason}: it does not count as what runs",
        next_step="if it is what runs, name the file under `evidence:` in system.yaml with a `target:`, the environment's name",
    )

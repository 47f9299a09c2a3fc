"""Steps and jobs of a GitHub workflow that deliver an image even where something before them failed.

`if: always()` on a push lets through what a scan refused: the run turns red, and the image is out.
https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.model.pipeline import Stage
from generator.parsers.pipelines.github_workflow import Job
from generator.parsers.pipelines.invocations import Invocation
from generator.parsers.pipelines.tools import uses_of
from generator.parsers.pipelines.work import Tolerance

_ANYWAY = re.compile(r"\b(?:always|failure)\(\)|!\s*cancelled\(\)")
_ASKS = re.compile(r"success|\.(?:outcome|conclusion|result)\b")
"""A condition that asks what became of something is not taken for one that goes on whatever happened."""
_PUSHES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("docker", "podman", "nerdctl", "buildah", "crane", "oras", "helm"), ("push",)),
    "skopeo": ("copy",),
}


def goes_on(condition: str) -> bool:
    """Does a step or job with this condition run after a failure?"""
    return _ANYWAY.search(condition) is not None and _ASKS.search(condition) is None


def delivers(calls: Iterable[Invocation], inputs: Mapping[str, str]) -> bool:
    """Does it push an image or deploy it?"""
    if inputs.get("push", "").strip().lower() == "true":
        return True
    return any(_pushes(each) or any(tool.stage is Stage.DEPLOY for tool in uses_of(each)) for each in calls)


def let_through(job: Job, jobs: Sequence[Job], delivering: frozenset[str]) -> Tolerance | None:
    """The tolerance of a job that a delivering job waits for and does not heed. `delivering` are those that go on anyway."""
    for other in jobs:
        if other.identifier in delivering and job.identifier in _waited_for(other, jobs):
            return delivered_anyway(f"job {other.identifier} (line {other.line})")
    return None


def delivered_anyway(who: str) -> Tolerance:
    """`who` delivers in any case."""
    return Tolerance(named=f"{who} delivers after a failure too", because=f"{who} delivers the image after a failure too")


def _pushes(call: Invocation) -> bool:
    words = _PUSHES.get(call.program)
    return words is not None and (call.after(words) is not None or call.after(("image", *words)) is not None)


def _waited_for(job: Job, jobs: Sequence[Job]) -> frozenset[str]:
    """Jobs that end before it begins, directly or by others in between."""
    needs = {one.identifier: one.needs for one in jobs}
    found: set[str] = set()
    left = list(job.needs)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left.extend(needs.get(name, ()))
    return frozenset(found)

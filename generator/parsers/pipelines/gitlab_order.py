"""In which order the jobs of a GitLab pipeline run, and which of them run although an earlier one failed.
https://docs.gitlab.com/ci/yaml/#when
https://docs.gitlab.com/ci/yaml/#needs
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.parsers.pipelines.gitlab_jobs import GitlabJob
from generator.parsers.pipelines.marked_yaml import Marked, entries_of
from generator.parsers.pipelines.reading import PipelineReading, text_of

_ANYWAY = ("always", "on_failure")
_DEFAULT_STAGES = ("build", "test", "deploy")
_DEFAULT_STAGE = "test"
_GROUP = "stage\0"
"""Begins the name of all jobs of a stage together: no job can be called so."""


class GitlabOrder:
    """What waits for what in one file."""

    def __init__(self, root: Marked, reading: PipelineReading) -> None:
        listed = root.get("stages")
        named = [entry.text or "" for entry in listed.entries()] if listed is not None else list(_DEFAULT_STAGES)
        order = [".pre", *(name for name in named if name not in (".pre", ".post")), ".post"]
        self.before: Mapping[str, tuple[str, ...]] = {
            name: (_GROUP + order[at - 1],) if at else () for at, name in enumerate(order)
        }
        self.reading = reading

    def waits(self, jobs: Sequence[GitlabJob], template_jobs: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What each job and each stage waits for. Jobs of GitLab's templates that the file does not change scan in `test`."""
        needed: dict[str, tuple[str, ...]] = {}
        members: dict[str, list[str]] = {_DEFAULT_STAGE: list(template_jobs)}
        for job in jobs:
            needed[job.name] = self.of(job)
            members.setdefault(_stage(job), []).append(job.name)
        for stage, before in self.before.items():
            needed[_GROUP + stage] = (*members.get(stage, ()), *before)
        return needed

    def of(self, job: GitlabJob) -> tuple[str, ...]:
        """What one job waits for: the jobs under `needs`, else every job of the stages before its own."""
        if "needs" in job.keys:
            return tuple(self._needs(job.keys["needs"]))
        return self.before.get(_stage(job), ())

    def ignored_by(self, job: GitlabJob) -> tuple[str, ...]:
        """What it waits for and does not heed."""
        return self.of(job) if _goes_on(job) else ()

    def _needs(self, value: Marked) -> Iterator[str]:
        for entry in value.entries():
            self.reading.enter(entry)
            name = entry.text or text_of(entry, "job")
            if name and text_of(entry, "project") == text_of(entry, "pipeline") == "":
                yield name


def _stage(job: GitlabJob) -> str:
    return text_of(job.keys["stage"]) if "stage" in job.keys else _DEFAULT_STAGE


def _goes_on(job: GitlabJob) -> bool:
    """`when: always` of the job, or of a rule under which it runs: both set its condition on earlier jobs aside."""
    condition, running = text_of(job.keys.get("when")), entries_of(job.keys.get("rules"))
    return any((text_of(rule, "when") or condition) in _ANYWAY for rule in running) if running else condition in _ANYWAY

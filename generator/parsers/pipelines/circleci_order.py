"""In which order the workflows of CircleCI start jobs, and which of them start although one that they require failed.
https://circleci.com/docs/reference/configuration-reference/#requires
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.parsers.pipelines.marked_yaml import Marked, entries_of
from generator.parsers.pipelines.reading import PipelineReading, text_of, words_of

_FAILED = "failed"
_HOWEVER = ("terminal", "not_run")
"""Statuses that a required job also has where something before it failed, so that it never ran."""


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """One entry under `jobs` of a workflow."""

    workflow: str
    job: str
    """The job as the file defines it."""
    entry: Marked

    @property
    def key(self) -> str:
        """Its own name within its workflow: a job may be started twice."""
        return _key(self.workflow, text_of(self.entry, "name") or self.job)


class CircleciOrder:
    """What waits for what in one file."""

    def __init__(self, starts: Iterable[Start], reading: PipelineReading) -> None:
        self.waits: dict[str, tuple[str, ...]] = {}
        self._ignored: dict[str, list[str]] = {}
        self._required: dict[str, dict[str, str]] = {}
        listed = tuple(starts)
        defined = {start.key: start.job for start in listed}
        for start in listed:
            required = tuple(_required(start, reading))
            self.waits[start.key] = (start.job, *(key for key, _ in required))
            keys = {defined.get(key, key): key for key, _ in required}
            known = self._required.get(start.job)
            self._required[start.job] = keys if known is None else {job: key for job, key in known.items() if job in keys}
            ignored = self._ignored.setdefault(start.job, [])
            for key, statuses in required:
                if any(status in _HOWEVER for status in statuses):
                    ignored.append(key)
                elif _FAILED in statuses:
                    ignored.append(defined.get(key, key))

    @property
    def started_after(self) -> dict[str, tuple[str, ...]]:
        """What must have succeeded before each job starts, by its definition: what every start of it requires."""
        return {**self.waits, **{job: tuple(keys.values()) for job, keys in self._required.items()}}

    def ignored_by(self, job: str) -> tuple[str, ...]:
        """What the job waits for in any workflow and does not heed."""
        return tuple(self._ignored.get(job, ()))


def _required(start: Start, reading: PipelineReading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each job that it requires, with the statuses under which it starts; none stands for success."""
    for entry in entries_of(start.entry.get("requires")):
        reading.enter(entry)
        if entry.text is not None:
            yield _key(start.workflow, entry.text), ()
        for name, statuses in entry.pairs().items():
            yield _key(start.workflow, name), words_of(statuses)


def _key(workflow: str, name: str) -> str:
    return f"{workflow}\0{name}"

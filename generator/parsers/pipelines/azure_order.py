"""In which order stages and jobs of Azure Pipelines run, and which of them run although an earlier one failed.
https://learn.microsoft.com/azure/devops/pipelines/process/conditions

A stage waits for the one before it unless it says `dependsOn`; jobs of a stage wait for nothing else. A condition of
one's own replaces `succeeded()`, so whatever does not ask how things went goes on after a failure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.errors import ParseError
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.marked_yaml import Marked
from generator.parsers.pipelines.reading import PipelineReading, text_of, words_of

_ASKS = late_re(r"succeeded(?!orfailed\b)|not\(\s*failed\(|jobstatus|dependencies\.|dependencies\[|\$\{\{|\$\(", re.IGNORECASE)
"""It asks what became of something, or a template fills it in, which may ask."""
_DEEPEST = 12
_NEXT = "compare the file with the Azure Pipelines YAML schema; Azure itself refuses it"


@dataclass(slots=True)
class AzureOrder:
    """What waits for what in one file, stage by stage as it is read."""

    reading: PipelineReading
    waits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _last: str = ""

    def stage(self, stage: Marked, jobs: Iterator[Marked]) -> None:
        """One stage with its jobs, templates included: what comes after it waits for them as well."""
        key = stage_key(stage)
        names = tuple(job_key(stage, job) for job in jobs)
        before = self._depends(stage) if stage.get("dependsOn") is not None else ((self._last,) if self._last else ())
        self._before[key] = before
        self.waits[key] = (*names, *before)
        self._last = key

    def ignored_by(self, stage: Marked, job: Marked | None) -> tuple[str, ...]:
        """What a job waits for and does not heed: jobs of its stage by its own condition, other stages by its stage's."""
        earlier_stages = self._before.get(stage_key(stage), ()) if goes_on(stage) else ()
        if job is not None and goes_on(job):
            earlier_stages = (*earlier_stages, *(f"{stage_key(stage)}/{name}" for name in self._depends(job)))
        return earlier_stages

    def job(self, stage: Marked, job: Marked) -> None:
        """One job of a stage."""
        self.waits[job_key(stage, job)] = tuple(f"{stage_key(stage)}/{name}" for name in self._depends(job))

    @property
    def started_after(self) -> dict[str, tuple[str, ...]]:
        """What must have succeeded before each job or stage starts: what it waits for, and what its stage waits for."""
        return {key: (*names, *self._before.get(key.partition("/")[0], ())) for key, names in self.waits.items()}

    def _depends(self, value: Marked) -> tuple[str, ...]:
        node = value.get("dependsOn")
        for entry in node.entries() if node is not None else ():
            self.reading.enter(entry)
        return tuple(word.lower() for word in words_of(node))


def stage_key(stage: Marked) -> str:
    """What others call the stage; the pipeline itself where it has none."""
    return text_of(stage, "stage").lower() or f"line {stage.line}"


def job_key(stage: Marked, job: Marked) -> str:
    """What others call the job, within its stage."""
    name = text_of(job, "job") or text_of(job, "deployment")
    return f"{stage_key(stage)}/{name.lower() or f'line {job.line}'}"


def goes_on(entry: Marked) -> bool:
    """Does a stage, job or step with this condition run after a failure?"""
    condition = text_of(entry, "condition")
    return bool(condition.strip()) and _ASKS.search(condition) is None


def decides(entry: Marked) -> str:
    """A condition that may keep it from running although nothing failed; empty where it is none."""
    condition = text_of(entry, "condition").strip()
    return "" if condition.lower() in ("", "succeeded()", "always()", "succeededorfailed()") else condition


def entries_of(value: Marked | None, depth: int = 0) -> Iterator[Marked]:
    """Entries of a list, those under `${{ if … }}` and `${{ each … }}` taken out."""
    if value is None:
        return
    if not value.is_sequence:
        raise ParseError("a list is expected", where=f"line {value.line}", next_step=_NEXT)
    for entry in value.entries():
        pairs = entry.pairs()
        if pairs and depth < _DEEPEST and all(key.startswith("${{") for key in pairs):
            for inner in pairs.values():
                yield from entries_of(inner, depth + 1) if inner.is_sequence else ()
        elif not entry.is_null:
            yield entry

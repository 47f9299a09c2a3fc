"""The pipeline, and the only module that knows its order. Every command uses a prefix of it.

```
load ──► parse ──► as_of ──► assess ──► track ──► compose ──► render ──► publish
workspace  evidence  the day   verdicts   POA&M     OSCAL       documents  folder
```

Each stage is one function in the module of its name, from one frozen record to the next. What follows `parse` is imported where
it is used: importing it takes as long as reading a hundred megabytes of evidence, and is done while other processes read; and
`check` needs none of what writes documents.
"""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.parsers.scans import once
from generator.pipeline.load import load
from generator.pipeline.parse import Progress, parse
from generator.workspace.folder import Workspace

if TYPE_CHECKING:
    from generator.pipeline.as_of import Selected
    from generator.pipeline.assess import Assessed
    from generator.pipeline.compose import Placing
    from generator.pipeline.last_parse import LastParse
    from generator.pipeline.publish import Published
    from generator.pipeline.render import Rendered
    from generator.pipeline.track import Tracked


def selected(
    workspace: Workspace, as_of: date, progress: Progress, evidence_cache: Path | None = None, *, jobs: int = 1
) -> "Selected":
    """The system as its evidence shows it on a day. See `load`, `parse` and `select` for what is raised."""
    parsed = parse(load(workspace, as_of), progress, evidence_cache, jobs=jobs, meanwhile=_import_later_stages)
    once.forget()
    from generator.facts.condensed_scans import superseded
    from generator.pipeline.as_of import select

    system = select(parsed)
    parsed.history.condense(superseded(parsed.snapshots, system.facts))
    return system


def _import_later_stages() -> None:
    """All that a build needs beside what was read."""
    from generator.pipeline import publish, render  # noqa: F401 - imported for those that import them later


def tracked_again(workspace: Workspace, as_of: date, progress: Progress, last: "LastParse") -> "Tracked":
    """The same as `tracked`, for a process that assesses one workspace many times: evidence that did not change since the last
    time is not parsed again."""
    from generator.pipeline.as_of import select
    from generator.pipeline.assess import assess
    from generator.pipeline.track import track

    parsed = last.parsed(load(workspace, as_of), progress)
    once.forget()
    return track(assess(select(parsed)))


def assessed(
    workspace: Workspace, as_of: date, progress: Progress, evidence_cache: Path | None = None, *, jobs: int = 1
) -> "Assessed":
    """The evidence, compared and judged: `atopack check`, `match`, `status`. See also `assess`."""
    system = selected(workspace, as_of, progress, evidence_cache, jobs=jobs)
    from generator.pipeline.assess import assess

    return assess(system)


def tracked(
    workspace: Workspace, as_of: date, progress: Progress, evidence_cache: Path | None = None, *, jobs: int = 1
) -> "Tracked":
    """The POA&M ledger of the day: `atopack monitor`. See also `track`."""
    system = assessed(workspace, as_of, progress, evidence_cache, jobs=jobs)
    from generator.pipeline.track import track

    return track(system)


def rendered(  # noqa: PLR0913 - the options of a build
    workspace: Workspace,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    evidence_cache: Path | None = None,
    final: bool = False,
    formats: Collection[str] = (),
    jobs: int = 1,
    placing: "Placing | None" = None,
) -> "Rendered":
    """The whole package, before anything is written: `atopack export`. See also `compose` and `render`.

    Args:
        cache: keeps derived schemas between runs.
        evidence_cache: keeps between runs what was read of evidence, drawn, written and validated.
        final: refuse a package with blank mandatory cells or answers without approval.
        jobs: how many processes may work at once.
        placing: where evidence lies in what is handed on; where absent it lies where the workspace has it.

    Raises:
        ConfigError: what is missing of a package that is to be `final`.
    """
    ledger = tracked(workspace, as_of, progress, evidence_cache, jobs=jobs)
    from generator.pipeline.compose import compose, in_the_package
    from generator.pipeline.release_gate import refuse_draft
    from generator.pipeline.render import render

    composed = compose(ledger, placing or in_the_package, evidence_cache)
    if final:
        refuse_draft(composed.package, plan=True)
    return render(composed, progress, cache=cache, formats=formats, jobs=jobs, kept=evidence_cache)


def build(  # noqa: PLR0913 - the options of a build
    workspace: Workspace,
    output: Path,
    as_of: date,
    progress: Progress,
    *,
    cache: Path | None = None,
    evidence_cache: Path | None = None,
    final: bool = False,
    formats: Collection[str] = (),
    jobs: int = 1,
) -> "Published":
    """The whole package, published to `<output>/<system id>/`: `atopack build`. See also `destination` and `publish`."""
    from generator.pipeline.publish import destination, publish

    place = destination(workspace, output)
    package = rendered(
        workspace, as_of, progress, cache=cache, evidence_cache=evidence_cache, final=final, formats=formats, jobs=jobs
    )
    progress("Writing the package", 0, 1)
    return publish(package, place)

"""A GitHub workflow or composite action, read into records: jobs, steps, lines.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
"""

from collections.abc import Mapping

import msgspec

from generator.errors import ParseError
from generator.limits import PIPELINE_STEPS, PIPELINE_VARIABLES
from generator.parsers.pipelines.github_expressions import MatrixRow, matrix_rows
from generator.parsers.pipelines.marked_yaml import Marked, pairs_of
from generator.parsers.pipelines.reading import text_of

_MOST_SCRIPT = 1_000_000
_NEXT = "compare the file with GitHub's workflow syntax; GitHub itself refuses it"


class GithubStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a job."""

    number: int
    """From 1."""
    identifier: str = ""
    name: str
    """As written, else the action it uses, else its number."""
    uses: str
    inputs: Mapping[str, str]
    """`with`."""
    run: str = ""
    line: int
    """Where `uses` or `run` stands."""
    run_line: int
    """Where the script's first line stands."""
    shell: str = ""
    environment: Mapping[str, str] = msgspec.field(default_factory=dict)
    condition: str = ""
    continue_on_error: str = ""


class CalledWorkflow(msgspec.Struct, frozen=True, kw_only=True):
    """What a job knows of the called workflow in which it stands; nothing of the one that calls."""

    inputs: Mapping[str, str]
    environment: Mapping[str, str]


class GithubJob(msgspec.Struct, frozen=True, kw_only=True):
    """One job; `uses` where it calls a reusable workflow."""

    identifier: str
    line: int
    uses: str
    inputs: Mapping[str, str]
    condition: str
    continue_on_error: str
    environment: Mapping[str, str]
    matrix: tuple[MatrixRow, ...]
    steps: tuple[GithubStep, ...]
    needs: tuple[str, ...] = ()
    """Jobs that end before it begins."""
    composite: bool = False
    inside: CalledWorkflow | None = None
    """None for a job of the file itself."""


class GithubWorkflow(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    name: str
    environment: Mapping[str, str]
    defaults: Mapping[str, str]
    """Defaults of the inputs of a reusable workflow, a manual run or a composite action."""
    jobs: tuple[GithubJob, ...]


def is_workflow(document: object) -> bool:
    """Does the value look like a workflow or a composite action? `on` has become True."""
    if not isinstance(document, dict):
        return False
    runs = document.get("runs")
    if isinstance(runs, dict) and runs.get("using") == "composite":
        return True
    if "jobs" not in document:
        return False
    if True in document or "on" in document:
        return True
    jobs = document["jobs"]
    values = list(jobs.values()) if isinstance(jobs, dict) else []
    return any(isinstance(job, dict) and "runs-on" in job for job in values)


def read_workflow(root: Marked, file_name: str) -> GithubWorkflow:
    """The workflow in a file.

    Raises:
        ParseError: jobs, steps or scripts have another shape than GitHub accepts, or there are too many.
    """
    name = text_of(root, "name") or file_name
    if root.get("runs", "using") is not None and root.get("jobs") is None:
        defaults = _input_defaults(root.get("inputs"))
        steps = _steps(root.get("runs", "steps"), "runs", PIPELINE_STEPS, "")
        job = _job("action", root, steps, composite=True)
        return GithubWorkflow(name=name, environment={}, defaults=defaults, jobs=(job,))
    jobs = root.get("jobs")
    if jobs is not None and not jobs.is_mapping:
        raise ParseError("`jobs` is not a mapping of job names to jobs", where=f"line {jobs.line}", next_step=_NEXT)
    defaults = {}
    for trigger in ("workflow_dispatch", "workflow_call"):
        defaults.update(_input_defaults(root.get("on", trigger, "inputs") or root.get("true", trigger, "inputs")))
    return GithubWorkflow(
        name=name,
        environment=_texts(root.get("env")),
        defaults=defaults,
        jobs=_jobs(jobs, text_of(root, "defaults", "run", "shell")),
    )


def _jobs(jobs: Marked | None, shell: str) -> tuple[GithubJob, ...]:
    github_jobs: list[GithubJob] = []
    left, script = PIPELINE_STEPS, 0
    for name, value in pairs_of(jobs).items():
        if value.is_null:
            continue
        value.must_be_mapping(f"job {name}", _NEXT)
        own_shell = text_of(value, "defaults", "run", "shell") or shell
        job = _job(name, value, _steps(value.get("steps"), f"job {name}", left, own_shell))
        left -= len(job.steps)
        script += sum(len(step.run) for step in job.steps)
        if script > _MOST_SCRIPT:
            raise ParseError(f"more than {_MOST_SCRIPT:,} characters of script", where=f"job {name}", next_step=_NEXT)
        github_jobs.append(job)
    return tuple(github_jobs)


def _job(name: str, value: Marked, steps: tuple[GithubStep, ...], *, composite: bool = False) -> GithubJob:
    uses = value.get("uses")
    return GithubJob(
        identifier=name,
        line=uses.line if uses is not None else value.line,
        uses=text_of(value, "uses"),
        inputs=_texts(value.get("with")),
        condition=text_of(value, "if"),
        continue_on_error=text_of(value, "continue-on-error"),
        environment={} if composite else _texts(value.get("env")),
        matrix=matrix_rows(value.get("strategy", "matrix")),
        steps=steps,
        needs=_needs(value.get("needs")),
        composite=composite,
    )


def _needs(value: Marked | None) -> tuple[str, ...]:
    if value is None:
        return ()
    named = [each.text or "" for each in value.entries()] if value.is_sequence else [value.text or ""]
    return tuple(each for each in named if each)


def _steps(steps: Marked | None, owner: str, left: int, shell: str) -> tuple[GithubStep, ...]:
    if steps is None:
        return ()
    steps.must_be_list(f"the steps of {owner} are", _NEXT)
    entries = steps.entries()
    if len(entries) > left:
        raise ParseError(f"more than {PIPELINE_STEPS:,} steps", where=f"{owner}, line {steps.line}", next_step=_NEXT)
    return tuple(_step(index + 1, value, owner, shell) for index, value in enumerate(entries) if not value.is_null)


def _step(number: int, value: Marked, owner: str, shell: str) -> GithubStep:
    value.must_be_mapping(f"step {number} of {owner}", _NEXT)
    uses, run = value.get("uses"), value.get("run")
    for key, part in (("uses", uses), ("run", run)):
        if part is not None and part.text is None:
            raise ParseError(f"`{key}` of step {number} of {owner} is not text", where=f"line {part.line}", next_step=_NEXT)
    stands = uses or run or value
    reference = text_of(value, "uses")
    return GithubStep(
        number=number,
        identifier=text_of(value, "id"),
        name=" ".join(text_of(value, "name").split()) or reference.partition("@")[0] or str(number),
        uses=reference,
        inputs=_texts(value.get("with")),
        run=text_of(value, "run"),
        line=stands.line,
        run_line=run.text_line if run is not None else stands.line,
        shell=text_of(value, "shell") or shell,
        environment=_texts(value.get("env")),
        condition=text_of(value, "if"),
        continue_on_error=text_of(value, "continue-on-error"),
    )


def _texts(value: Marked | None) -> dict[str, str]:
    texts = value.texts() if value is not None else {}
    if value is not None and len(texts) > PIPELINE_VARIABLES:
        raise ParseError(f"more than {PIPELINE_VARIABLES:,} variables or inputs", where=f"line {value.line}", next_step=_NEXT)
    return texts


def _input_defaults(inputs: Marked | None) -> dict[str, str]:
    declared = pairs_of(inputs).items()
    return {name: default.text or "" for name, value in declared if (default := value.get("default")) is not None}

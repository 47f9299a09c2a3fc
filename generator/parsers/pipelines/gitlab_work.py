"""GitLab jobs as jobs of the shared engine: what they run, and whether their failure is allowed.
https://docs.gitlab.com/ci/yaml/#allow_failure
"""

from collections.abc import Iterator

from msgspec.structs import replace

from generator.limits import PIPELINE_INCLUDES
from generator.model.pipeline import Gating
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.delivery_steps import with_deliveries
from generator.parsers.pipelines.gitlab_jobs import GitlabJob, Jobs
from generator.parsers.pipelines.gitlab_order import GitlabOrder
from generator.parsers.pipelines.gitlab_templates import TemplateJob, jobs_of_include
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.marked_yaml import Marked, entries_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, call, opaque, text_of
from generator.parsers.pipelines.work import Job, Opaque, PipelineCall, PipelineStep, Tolerance

_DEEPEST_RULE = 4
_SHELL = ShellOptions(errexit=True, pipefail=True)
_AFTER = Tolerance(named="it stands in after_script", because="what fails in after_script does not fail the job")
_MANUAL = Tolerance(
    named="the job is started by hand", because="a job that is started by hand may fail, unless allow_failure is false"
)


def jobs_of(root: Marked, reading: PipelineReading) -> Iterator[Job]:
    """Every job that can run, those of GitLab's own templates included."""
    jobs, order = Jobs(root, reading), GitlabOrder(root, reading)
    brought = {each.job: (each, entry) for entry in _includes(root) for each in jobs_of_include(entry, jobs.variables)}
    all_written = tuple(jobs.all())
    runnable_jobs = []
    for written in all_written:
        template, _ = brought.pop(written.name, (None, None))
        if not _is_off(written, template):
            runnable_jobs.append(
                replace(
                    _job(written, template, jobs),
                    identifier=written.name,
                    ignores=order.ignored_by(written),
                    condition=_condition(written),
                )
            )
    runnable_jobs.extend(_unchanged(template, entry, reading) for template, entry in brought.values())
    yield from with_deliveries(runnable_jobs, order.waits(all_written, brought))
    hidden = tuple(each for entry in _includes(root) for each in _elsewhere(entry))
    if hidden:
        yield Job(name="include", steps=(reading.step("", "include", opaque=hidden),))


def _unchanged(template: TemplateJob, entry: Marked, reading: PipelineReading) -> Job:
    """A job as GitLab's template has it."""
    step = reading.step(template.job, f"template job {template.job}", calls=(call(template.program, entry.line),))
    return Job(name=template.job, identifier=template.job, steps=(step,), tolerance=_allowed_by_template(template))


def _includes(root: Marked) -> tuple[Marked, ...]:
    include = root.get("include")
    if include is None:
        return ()
    return include.entries()[:PIPELINE_INCLUDES] or (include,)


def _elsewhere(entry: Marked) -> Iterator[Opaque]:
    """Files of the repository or of another project."""
    names = [entry.text or "", *(text_of(entry, key) for key in ("local", "remote", "file"))]
    names.extend(each.text or "" for each in entries_of(entry.get("file"))[:PIPELINE_INCLUDES])
    for name in names:
        if name:
            yield opaque(name, entry.line, _base(name))


def _base(name: str) -> str:
    return name.rpartition("/")[2].replace(".gitlab-ci", "")


def _job(written: GitlabJob, template: TemplateJob | None, jobs: Jobs) -> Job:
    where = f"job {written.name}"
    pieces = [*jobs.pieces(written.keys.get("before_script")), *jobs.pieces(written.keys.get("script"))]
    image = written.keys.get("image")
    step = jobs.reading.step(
        written.name,
        where,
        script=StepScript(
            pieces=tuple(pieces),
            shell=_SHELL,
            environment=written.variables,
            image=text_of(image) or text_of(image, "name"),
        ),
        opaque=(*_downstream(written), *(() if pieces else _unknown_parents(written))),
    )
    step = replace(step, keeps="artifacts" in written.keys)
    if template is not None:
        step = _as_template(step, template, written)
    steps = [step]
    after = jobs.pieces(written.keys.get("after_script"))
    if after:
        script = StepScript(pieces=tuple(after), shell=_SHELL, environment=written.variables)
        last = jobs.reading.step(written.name, f"{where}, after_script", script=script, tolerance=_AFTER)
        steps.append(replace(last, goes_on=True))
    return Job(name=written.name, steps=tuple(steps), tolerance=_tolerance(written, template))


def _as_template(step: PipelineStep, template: TemplateJob, written: GitlabJob) -> PipelineStep:
    """A job of a template that this file changes: the template's own call, or an own script that calls the analyzer."""
    if not step.commands:
        return replace(step, calls=(call(template.program, written.line), *step.calls))
    return replace(step, calls=tuple(_analyzer(each, template) for each in step.calls))


def _analyzer(each: PipelineCall, template: TemplateJob) -> PipelineCall:
    if each.invocation.program != template.analyzer:
        return each
    options = (("report", template.report),) if template.report else ()
    made = ProgramCall(program=template.program, options=options, environment=each.invocation.environment)
    return replace(each, invocation=made)


def _downstream(written: GitlabJob) -> Iterator[Opaque]:
    """A pipeline of another project, or of a file that this one starts."""
    trigger = written.keys.get("trigger")
    if trigger is not None:
        project = trigger.text or text_of(trigger, "project") or text_of(trigger, "include") or "a child pipeline"
        yield opaque(f"downstream pipeline {project}", trigger.line, written.name, _base(project))


def _unknown_parents(written: GitlabJob) -> Iterator[Opaque]:
    """What a job without script extends from another file."""
    for parent in written.unknown_parents:
        yield opaque(f"job {parent}", written.line, written.name, parent)


def _is_off(written: GitlabJob, template: TemplateJob | None) -> bool:
    """Never runs: `when: never`, a first rule that always says so, or the switch of a template."""
    first = next(iter(entries_of(written.keys.get("rules"))), None)
    never = first is not None and text_of(first, "when") == "never" and set(first.pairs()) == {"when"}
    switched = template is not None and written.variables.get(template.off, "").lower() in ("true", "1")
    return never or switched or text_of(written.keys.get("when")) == "never"


def _condition(written: GitlabJob) -> str:
    """When the job runs, spelled out so that two jobs can be compared: https://docs.gitlab.com/ci/yaml/#rules."""
    return "; ".join(f"{key} {_spelled(written.keys[key])}" for key in ("rules", "only", "except") if key in written.keys)


def _spelled(value: Marked, depth: int = 0) -> str:
    if value.text is not None or depth > _DEEPEST_RULE:
        return value.text or ""
    pairs = [f"{key}: {_spelled(each, depth + 1)}" for key, each in value.pairs().items()]
    return ", ".join(pairs or [_spelled(each, depth + 1) for each in value.entries()[:PIPELINE_INCLUDES]])


def _tolerance(written: GitlabJob, template: TemplateJob | None) -> Tolerance | None:
    """What holds for every rule under which the job runs; a rule that says nothing leaves it to the job."""
    own = _own_tolerance(written, template)
    running = [rule for rule in entries_of(written.keys.get("rules")) if text_of(rule, "when") != "never"]
    tolerances = [
        (allow, _allowed(allow) if allow is not None else own) for rule in running for allow in (rule.get("allow_failure"),)
    ]
    verdicts = [verdict for _, verdict in tolerances]
    if not tolerances or all(verdict == verdicts[0] for verdict in verdicts):
        return verdicts[0] if tolerances else own
    if None not in verdicts and all(verdict.gating is Gating.NO for verdict in verdicts if verdict is not None):
        return verdicts[0]
    line = next(allow.line for allow, _ in tolerances if allow is not None)
    because = f"allow_failure depends on which rule holds (line {line})"
    return Tolerance(gating=Gating.UNKNOWN, named="allow_failure is set", because=because)


def _own_tolerance(written: GitlabJob, template: TemplateJob | None) -> Tolerance | None:
    allow = written.keys.get("allow_failure")
    if allow is not None and not allow.is_null:
        return _allowed(allow)
    if template is not None:
        return _allowed_by_template(template)
    return _MANUAL if text_of(written.keys.get("when")) == "manual" and "rules" not in written.keys else None


def _allowed(allow: Marked) -> Tolerance | None:
    place = f"line {allow.line}"
    if allow.is_mapping:
        because = f"allow_failure accepts some exit codes ({place})"
        return Tolerance(gating=Gating.UNKNOWN, named="allow_failure is set", because=because)
    if (allow.text or "").lower() in ("true", "yes", "on"):
        return Tolerance(
            named="allow_failure is true", because=f"allow_failure is true ({place}), so its failure stops nothing"
        )
    return None


def _allowed_by_template(template: TemplateJob) -> Tolerance | None:
    if not template.allowed_to_fail:
        return None
    because = f"GitLab's template sets allow_failure for {template.job}, and nothing here takes it back"
    return Tolerance(named="allow_failure is true in the template", because=because)

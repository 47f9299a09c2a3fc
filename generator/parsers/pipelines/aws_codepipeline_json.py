"""AWS CodePipeline, as `aws codepipeline get-pipeline` prints it.
https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html

An action that starts a CodeBuild project only names it: what the project does is in its buildspec.
"""

from collections.abc import Iterator
from typing import Final

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.marked_yaml import Marked, documents, entries_of
from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock, call_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, opaque, text_of, texts_of
from generator.parsers.pipelines.snapshots import snapshot_of
from generator.parsers.pipelines.work import Job, PipelineCall, PipelineStep

_MARKS = (b'"actionTypeId"', b'"stages"')
_NEXT = "collect it again with `aws codepipeline get-pipeline --name NAME`"
_ACTIONS: Final = BlockCatalog(
    (
        *(
            PublishedBlock(name, "source-resource")
            for name in ("codecommit", "github", "codestarsourceconnection", "bitbucket", "gitlab")
        ),
        PublishedBlock("ecrbuildandpublish", "docker", words="build", renames=(("ecrrepositoryname", "tag"),)),
        PublishedBlock("inspectorscan", "inspector-action", operands=("InspectorRunMode",)),
        PublishedBlock("codedeploy", "aws", words="deploy create-deployment"),
        PublishedBlock("codedeploytoecs", "aws", words="ecs deploy"),
        PublishedBlock("ecs", "aws", words="ecs update-service"),
        PublishedBlock("eks", "k8s-deploy"),
        PublishedBlock("cloudformation", "cloudformation-deploy"),
        PublishedBlock("cloudformationstackset", "cloudformation-deploy"),
        PublishedBlock("elasticbeanstalk", "eb", words="deploy"),
        PublishedBlock("appconfig", ""),
        PublishedBlock("s3", ""),
        PublishedBlock("manual", ""),
    )
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.JSON or not all(mark in document.data for mark in _MARKS):
        return False
    return "pipeline" in document.members or {"roleArn", "stages"} <= document.members.keys()


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    root = documents(document)[0]
    pipeline = root.get("pipeline") or root
    stages = pipeline.get("stages")
    if stages is None or not stages.is_sequence:
        raise ParseError("the pipeline has no stages", where=f"line {pipeline.line}", next_step=_NEXT)
    name = text_of(pipeline, "name")
    reading = PipelineReading()
    steps = tuple(step for stage in stages.entries() for step in _steps(stage, reading))
    return snapshot_of((Job(name=name, steps=steps),), document, evidence, system="AWS CodePipeline", name=name)


def _steps(stage: Marked, reading: PipelineReading) -> Iterator[PipelineStep]:
    actions = stage.get("actions")
    if actions is not None:
        actions.must_be_list("the actions of a stage are", _NEXT)
    for action in entries_of(actions):
        name = text_of(action, "name")
        where = f"stage {text_of(stage, 'name')}, action {name}"
        commands = tuple(reading.pieces(action.get("commands")))
        provider = text_of(action, "actionTypeId", "provider")
        configuration = {key: value for key, value in texts_of(action.get("configuration")).items() if value.strip()}
        known = _ACTIONS.find(provider)
        calls: tuple[PipelineCall, ...] = ()
        if known is not None and known.program:
            calls = (PipelineCall(invocation=call_of(known, configuration, {}), line=action.line),)
        project = configuration.get("ProjectName") or configuration.get("FunctionName") or ""
        handed = (opaque(f"{provider} {project}".strip(), action.line, name, project, own=False),) if known is None else ()
        script = StepScript(pieces=commands, shell=ShellOptions(errexit=False), apart=True)
        yield reading.step(name, where, script=script, calls=calls, opaque=handed, label=provider)

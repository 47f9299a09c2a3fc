"""Answers of Amazon ECS: tasks that run, services that keep them running, and the definitions of both.

`aws ecs describe-tasks | describe-services | describe-task-definition | list-…`, one answer or several in one file. A task is
to ECS what a pod is to Kubernetes and is counted as one; the cluster stands for the namespace. `imageDigest` is the digest of
the platform's manifest, as the agent pulled it. Answers that do not name what they are about may stand in `answers`, beside
the parameters that were asked for, as `atopack collect aws` keeps them. Account and region stand for the name of the cluster
where no folder gives one, so that ECS never passes for a newer state of some Kubernetes.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html, …/API_Service.html, …/API_TaskDefinition.html
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import ClusterSnapshot, ServiceObject
from generator.model.platform import UNNAMED
from generator.parsers.cluster import foreign
from generator.parsers.cluster.dump_text import json_values
from generator.parsers.cluster.ecs_definition import definition
from generator.parsers.cluster.ecs_tasks import LABEL, Tasks, last_part
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re

_LISTS = {"tasks": "taskArn", "services": "serviceArn", "clusters": "clusterArn", "containerInstances": "containerInstanceArn"}
_NAMES = {
    "taskArns": "Pod",
    "serviceArns": "EcsService",
    "clusterArns": "EcsCluster",
    "taskDefinitionArns": "EcsTaskDefinition",
}
_KINDS = {"tasks": "Pod", "services": "EcsService", "clusters": "EcsCluster", "containerInstances": "EcsContainerInstance"}
_DESCRIBED = ("Pod", "EcsService", "EcsCluster")
"""Names alone declare nothing; those of task definitions say how many there are."""
_ARN = late_re(rb'"arn:aws[a-z-]*:ecs:([a-z0-9-]+):(\d{12}):')
_NEXT = "collect it again with `aws ecs … --output json`"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container in (Content.JSON, Content.JSON_LINES):
        return _is_answer(document, document.members)
    if document.container is not Content.JSON_STREAM:
        return False
    try:
        _, first = next(json_values(document.data), (0, b""))
        return _is_answer(document, document.members_of(first.lstrip()))
    except ParseError:
        return False


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold, tasks = Fold(document, evidence), Tasks()
    for prefix, answer in _answers(document):
        _take(fold, tasks, answer, prefix)
    tasks.give(fold)
    snapshot = fold.snapshot()
    return replace(snapshot, cluster=_cluster(document.data)) if snapshot.cluster == UNNAMED else snapshot


def _cluster(data: bytes) -> str:
    match = _ARN.search(data)
    return f"ecs-{match[2].decode()}-{match[1].decode()}" if match else "ecs"


def _is_answer(document: Document, members: Mapping[str, msgspec.Raw]) -> bool:
    if "answers" in members and bytes(memoryview(members["answers"])[:1]) == b"[":
        rows = (document.members_of(each) for each in document.decode(members["answers"], list[msgspec.Raw]))
        return any("answer" in row and _is_plain(document, document.members_of(row["answer"])) for row in rows)
    return _is_plain(document, members)


def _is_plain(document: Document, members: Mapping[str, msgspec.Raw]) -> bool:
    if "taskDefinition" in members:
        return "containerDefinitions" in document.members_of(members["taskDefinition"])
    for key, arn in (*_LISTS.items(), *((key, None) for key in _NAMES)):
        raw = members.get(key)
        if raw is None or bytes(memoryview(raw)[:1]) != b"[":
            continue
        first = next(iter(document.decode(raw, list[msgspec.Raw])), None)
        if first is None:
            return "failures" in members or arn is None
        written = document.members_of(first).get(arn) if arn else first
        if written is not None and b":ecs:" in bytes(memoryview(written)[:64]):
            return True
    return False


def _answers(document: Document) -> Iterator[tuple[str, Mapping[str, object]]]:
    if document.container is Content.JSON_STREAM:
        parts = [(f"byte {at}#", text) for at, text in json_values(document.data)]
    elif document.container is Content.JSON_LINES:
        parts = [(f"line {at}#", line) for at, line in enumerate(document.data.splitlines(), start=1) if line.strip()]
    else:
        parts = [("", document.data)]
    for prefix, text in parts:
        yield prefix, document.decode(text, dict[str, object], place=prefix)


def _take(fold: Fold, tasks: Tasks, answer: Mapping[str, object], prefix: str) -> None:
    _take_plain(fold, tasks, answer, prefix)
    for index, row in enumerate(map(foreign.members, foreign.entries(answer.get("answers")))):
        parameters = foreign.members(row.get("parameters"))
        if isinstance(row.get("answer"), dict):
            _take_plain(fold, tasks, foreign.members(row["answer"]), f"{prefix}/answers/{index}/answer")
        else:
            fold.note_not_collected("EcsTaskDefinition" if "taskDefinition" in parameters else "Pod")


def _take_plain(fold: Fold, tasks: Tasks, answer: Mapping[str, object], prefix: str) -> None:
    for key, kind in _NAMES.items():
        if key in answer and kind not in _DESCRIBED:
            fold.note(kind, count=len(foreign.entries(answer[key])))
    for key, kind in _KINDS.items():
        if key in answer:
            _take_list(fold, tasks, key, answer, f"{prefix}/{key}")
            if answer.get("failures") or answer.get("nextToken"):
                fold.note_not_collected(kind)
    if "taskDefinition" in answer:
        task_definition = foreign.members(answer["taskDefinition"])
        fold.add("EcsTaskDefinition", definition(task_definition, fold.source(f"{prefix}/taskDefinition")))


def _take_list(fold: Fold, tasks: Tasks, key: str, answer: Mapping[str, object], place: str) -> None:
    fold.note(_KINDS[key])
    fold.note_running()
    for index, each in enumerate(_listed(answer[key], place)):
        _take_one(fold, tasks, _KINDS[key], each, f"{place}/{index}")


def _listed(value: object, place: str) -> list[Mapping[str, object]]:
    entries = foreign.entries(value)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in entries):
        raise ParseError("not a list of objects", where=place, next_step=_NEXT)
    return [foreign.members(each) for each in entries]


def _take_one(fold: Fold, tasks: Tasks, kind: str, each: Mapping[str, object], place: str) -> None:
    if kind == "Pod":
        tasks.add(each, fold.source(place))
    elif kind == "EcsService":
        _take_service(fold, each, fold.source(place))
    else:
        fold.note(kind, count=1)


def _take_service(fold: Fold, service: Mapping[str, object], source: EvidenceSource) -> None:
    """The containers of a service stand in its tasks. A load balancer may be an internal one: it makes nothing public."""
    name, namespace = foreign.text(service.get("serviceName")), last_part(service.get("clusterArn")) or "default"
    labels = ((LABEL, name),)
    replicas = None if service.get("schedulingStrategy") == "DAEMON" else foreign.number(service.get("desiredCount"))
    fold.add_workload("EcsService", name, (), source, namespace=namespace, replicas=replicas, labels=labels, running=True)
    balanced = foreign.rows(service.get("loadBalancers"))
    ports = {port for each in balanced if (port := foreign.port(each.get("containerPort")))}
    if ports:
        reached = ServiceObject(namespace=namespace, name=name, selector=labels, ports=tuple(sorted(ports)), source=source)
        fold.add("Service", reached)

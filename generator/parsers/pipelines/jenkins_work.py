"""A Jenkinsfile as steps of the shared engine: what runs in which stage, and who catches its failure.
https://www.jenkins.io/doc/book/pipeline/syntax/
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from generator.limits import GROOVY_DEPTH
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import ShellOptions
from generator.parsers.pipelines.delivery_steps import within
from generator.parsers.pipelines.groovy_tree import Node
from generator.parsers.pipelines.invocations import Operand, ProgramCall
from generator.parsers.pipelines.jenkins_steps import CATALOG, CHECKOUTS, KNOWN, SHELLS
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.opaque import phrases_of_inputs
from generator.parsers.pipelines.published import call_of
from generator.parsers.pipelines.reading import PipelineReading, StepScript, call, opaque
from generator.parsers.pipelines.work import Job, Opaque, PipelineCall, PipelineStep, Tolerance

_MOST_VALUES = 1_000
_LONGEST_VALUE = 2_000
_MOST_PHRASES = 200
_MOST_LATER = 50
"""Calls behind a call that are looked at for its catcher, or for what becomes of its exit code."""
_PERCENT = late_re(r"%(\w+)%")
_SCOPED = late_re(r"\$\{(?:env|params)\.(\w+)\}")
_FAILS = frozenset(("error", "throw"))
_ANYWAY = frozenset(("always", "cleanup", "failure", "unsuccessful"))
"""Conditions of `post` that hold after a failure: https://www.jenkins.io/doc/book/pipeline/syntax/#post"""
_CAUGHT = Tolerance(named="it stands in try", because="catch takes its failure and lets the pipeline go on")
_MARKED = Tolerance(
    named="it stands in catchError", because="its failure is caught and does not fail the build (warnError or catchError)"
)
_RETURNED = Tolerance(
    named="returnStatus is set", because="returnStatus hands its exit code to the script, and nothing there fails on it"
)
_OWN_PREFIXES = frozenset(("docker", "env", "params", "currentBuild", "scm", "System", "Math", "JsonOutput", "err", "e", "ex"))


class _JenkinsCallContext(msgspec.Struct, frozen=True, kw_only=True):
    """Where a call stands."""

    stage: str = ""
    image: str = ""
    tolerance: Tolerance | None = None
    in_post: bool = False
    """In the `post` of the whole pipeline: that of a stage is not reached where an earlier stage failed."""
    goes_on: bool = False


@dataclass(slots=True)
class JenkinsWalk:
    """Collects the steps of one file."""

    reading: PipelineReading
    values: dict[str, str] = field(default_factory=dict)
    defined: set[str] = field(default_factory=set)
    """Functions that the file itself defines."""
    has_library: bool = False
    images: dict[str, str] = field(default_factory=dict)
    """Variables that hold an image of the Docker plugin."""
    steps: list[PipelineStep] = field(default_factory=list)

    def job(self, nodes: Sequence[Node]) -> Job:
        """All steps of the file, in order."""
        self._walk(nodes, _JenkinsCallContext(), 0)
        return within(Job(name="pipeline", steps=tuple(self.steps)))

    def _walk(self, nodes: Sequence[Node], place: _JenkinsCallContext, depth: int) -> None:
        if depth >= GROOVY_DEPTH:
            return
        place = replace(place, image=_agent_image(nodes) or place.image)
        if _is_off(nodes):
            return
        for index, node in enumerate(nodes):
            later = nodes[index + 1 : index + 1 + _MOST_LATER]
            inside = _in_post(node, _inside(node, place, later))
            self._take(node, place, later)
            self._walk(node.inner, place, depth + 1)
            if node.body and node.name not in ("agent", "when", "options", "triggers"):
                self._walk(node.body, inside, depth + 1)

    def _take(self, node: Node, place: _JenkinsCallContext, later: Sequence[Node]) -> None:
        if node.name == "=" and len(node.texts) == 2 and node.texts[1]:
            self._remember(node.texts[0].removeprefix("env."), node.texts[1])
        elif node.name in ("string", "choice", "booleanParam") and node.named("defaultValue"):
            self._remember(node.named("name"), node.named("defaultValue"))
        elif node.name in SHELLS:
            self._shell(node, place, later)
        else:
            calls, handed = tuple(self._calls(node)), tuple(self._handed_on(node, place))
            if calls or handed:
                self._add(node, place, calls=calls, handed=handed)

    def _remember(self, name: str, value: str) -> None:
        if len(self.values) < _MOST_VALUES and len(value) <= _LONGEST_VALUE:
            self.values[name] = value

    def _shell(self, node: Node, place: _JenkinsCallContext, later: Sequence[Node]) -> None:
        text = node.named("script") or "".join(node.texts[:1])
        if node.name == "bat":
            text = _PERCENT.sub(r"$\1", text.replace("^\n", "\\\n").replace("\\", "/"))
        script = StepScript(
            pieces=((_SCOPED.sub(r"${\1}", text), node.line),),
            shell=ShellOptions(errexit=node.name == "sh"),
            environment=dict(self.values),
            image=place.image,
        )
        returned = node.named("returnStatus") == "true"
        step = self.reading.step(
            place.stage, _where(place), script=script, tolerance=(_RETURNED if returned else None) or place.tolerance
        )
        checked = _checked(node.variable, later) if returned and node.variable else ""
        self.steps.append(replace(step, outcome_checked=checked, goes_on=place.goes_on))

    def _add(
        self, node: Node, place: _JenkinsCallContext, *, calls: tuple[PipelineCall, ...], handed: tuple[Opaque, ...]
    ) -> None:
        label = "" if node.name in CHECKOUTS else node.name
        step = self.reading.step(place.stage, _where(place), calls=calls, opaque=handed, label=label, tolerance=place.tolerance)
        self.steps.append(replace(step, goes_on=place.goes_on))

    def _calls(self, node: Node) -> Iterator[PipelineCall]:
        """Steps of Jenkins and of plugins that are known."""
        if node.name in CHECKOUTS or (_fetches(node) and any("://" in text or "@" in text for text in node.texts)):
            yield call("checkout", node.line)
        known = CATALOG.find(node.name)
        if known is not None and known.program == "docker":
            yield from self._docker_build(node)
        elif known is not None:
            inputs = {key: value for key, value in node.pairs if value.strip()}
            yield PipelineCall(invocation=call_of(known, inputs, self.values), line=node.line)
        if node.name == "docker.image" and node.texts:
            self.images[node.variable] = node.texts[0]
        receiver, _, method = node.name.rpartition(".")
        if method == "push" and receiver in self.images:
            yield _docker("push", node.line, self._image(self.images[receiver], node.texts[:1]))

    def _docker_build(self, node: Node) -> Iterator[PipelineCall]:
        if node.texts:
            self.images[node.variable] = node.texts[0]
            yield _docker("build", node.line, self._image(node.texts[0], []))

    def _image(self, name: str, tag: Sequence[str]) -> str:
        base = name.rpartition(":")[0] if tag and ":" in name.rpartition("/")[2] else name
        written = _SCOPED.sub(r"${\1}", f"{base}:{tag[0]}" if tag else name)
        for variable, value in self.values.items():
            written = written.replace(f"${{{variable}}}", value)
        return written

    def _handed_on(self, node: Node, place: _JenkinsCallContext) -> Iterator[Opaque]:
        """Jobs started elsewhere, and functions of a shared library."""
        if node.name == "build":
            job = node.named("job") or "".join(node.texts[:1])
            delivers = f"deploy by {job}" if mentions(job, ("cd",)) else ""
            yield opaque(f"job {job}", node.line, job, delivers, own=False)
        elif self._is_library(node):
            pairs = {key: "true" if value == "…" else value for key, value in node.pairs[:_MOST_PHRASES]}
            phrases = (node.name, *phrases_of_inputs(pairs), place.stage)
            yield opaque(node.name, node.line, *phrases, own=False)

    def _is_library(self, node: Node) -> bool:
        name = node.name
        if name in KNOWN or name in self.defined or CATALOG.find(name) is not None or name == "=":
            return False
        if "." in name:
            return self.has_library and name.partition(".")[0] not in _OWN_PREFIXES and not name.endswith(_METHODS)
        return self.has_library or ("_" in name and node.body is None)


_METHODS = tuple(".trim .push .inside .each .contains .split .toString .getMessage .add .join .replace".split())


def _docker(subcommand: str, line: int, image: str) -> PipelineCall:
    operands = (Operand(subcommand),) if subcommand == "build" else (Operand(subcommand), Operand(image))
    options = (("t", image),) if subcommand == "build" else ()
    return PipelineCall(invocation=ProgramCall(program="docker", operands=operands, options=options, environment={}), line=line)


def _inside(node: Node, place: _JenkinsCallContext, later: Sequence[Node]) -> _JenkinsCallContext:
    """The place of the calls in the body of a call."""
    if node.name == "stage" and node.texts:
        return replace(place, stage=node.texts[0])
    if node.name in ("docker.image", "withDockerContainer", "container") and node.texts:
        return replace(place, image=node.texts[0])
    if node.name == "try" and _is_caught(later):
        return replace(place, tolerance=_CAUGHT)
    kept = node.named("buildResult").upper()
    if node.name == "warnError" or (node.name == "catchError" and kept in ("SUCCESS", "UNSTABLE", "NULL")):
        return replace(place, tolerance=_MARKED)
    return place


def _in_post(node: Node, place: _JenkinsCallContext) -> _JenkinsCallContext:
    if node.name == "post" and not place.stage:
        return replace(place, in_post=True)
    return replace(place, goes_on=True) if place.in_post and node.name in _ANYWAY else place


def _is_caught(later: Sequence[Node]) -> bool:
    """Is there a `catch` that does not fail itself?"""
    for node in later:
        if node.name not in ("catch", "finally"):
            return False
        if node.name == "catch":
            return not _fails(node.body or [])
    return False


def _fails(nodes: Sequence[Node], depth: int = 0) -> bool:
    """Does any of the calls fail the build?"""
    for node in nodes if depth < GROOVY_DEPTH else ():
        fails = node.name in _FAILS or (node.name in SHELLS and "exit 1" in " ".join(node.texts))
        marks = node.name == "=" and node.texts[:1] == ["currentBuild.result"] and node.texts[1:] in (["FAILURE"], ["FAILED"])
        if fails or marks or _fails(node.body or [], depth + 1):
            return True
    return False


def _checked(variable: str, later: Sequence[Node]) -> str:
    for node in later:
        if node.name == "if" and variable in node.texts and _fails(node.body or []):
            return f"the pipeline fails on its exit code (line {node.line})"
    return ""


def _fetches(node: Node) -> bool:
    return mentions(node.name, ("checkout", "clone")) and node.name not in KNOWN


def _agent_image(nodes: Sequence[Node]) -> str:
    """`agent { docker { image 'x' } }` or `agent { docker 'x' }` of this level."""
    for node in nodes:
        if node.name != "agent":
            continue
        for inner in node.body or ():
            image = next((each for each in inner.body or () if each.name == "image" and each.texts), inner)
            if inner.name in ("docker", "kubernetes") and image.texts:
                return image.texts[0]
    return ""


def _is_off(nodes: Sequence[Node]) -> bool:
    """`when { expression { false } }`."""
    for node in nodes:
        for inner in (node.body or ()) if node.name == "when" else ():
            if inner.name == "expression" and [each.name for each in inner.body or ()] == ["false"]:
                return True
    return False


def _where(place: _JenkinsCallContext) -> str:
    if place.goes_on:
        return "the pipeline, part of post"
    return f"stage {place.stage}" if place.stage else "outside the stages"

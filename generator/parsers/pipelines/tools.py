"""Every tool known, in the order its rows are asked; and what a call of a program is.

The table serves every CI system: a format only has to say which programs its file calls (see `invocations`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.naming import mentions
from generator.parsers.pipelines.tool import ToolUse
from generator.parsers.pipelines.tools_built_in import BUILT_IN
from generator.parsers.pipelines.tools_deploy import DEPLOYMENTS
from generator.parsers.pipelines.tools_manifest import MANIFEST_SCANS
from generator.parsers.pipelines.tools_scan import BASE_IMAGE_APPROVALS, DOCKERFILE_LINTS, IMAGE_SCANS
from generator.parsers.pipelines.tools_secrets import SECRET_SCANS
from generator.parsers.pipelines.tools_supply import ATTESTATIONS, BUILDS, SBOMS, SIGNING, SOURCES

TOOLS: tuple[ToolUse, ...] = (
    *SOURCES,
    *DOCKERFILE_LINTS,
    *BASE_IMAGE_APPROVALS,
    *SECRET_SCANS,
    *BUILDS,
    *IMAGE_SCANS,
    *MANIFEST_SCANS,
    *SIGNING,
    *SBOMS,
    *ATTESTATIONS,
    *DEPLOYMENTS,
    *BUILT_IN,
)

_BY_PROGRAM: Mapping[str, tuple[ToolUse, ...]] = MappingProxyType(
    {program: tuple(tool for tool in TOOLS if tool.program == program) for program in sorted({tool.program for tool in TOOLS})}
)

_CLUSTER_MAKERS = {
    "kind": ("create cluster",),
    "k3d": ("cluster create",),
    "minikube": ("start",),
    "microk8s": ("start", "install"),
    "ctlptl": ("create cluster",),
    "test-cluster": ("",),
}


_BASE_SIGNATURE = ToolUse(
    PipelineStage.BASE_IMAGE_APPROVAL, "signature check of the base image", "", ("verify",), gating=Gating.YES
)


def uses_of(call: ProgramCall, title: str = "") -> tuple[ToolUse, ...]:
    """The tools that a call is a use of; for each stage the first row that fits.

    `title` is what the pipeline calls the step: it tells the check of a base image's signature from any other.
    """
    uses: dict[str, ToolUse] = {}
    if call.program in ("cosign", "notation") and mentions(title, ("base",)) and _BASE_SIGNATURE.matches(call):
        uses[PipelineStage.BASE_IMAGE_APPROVAL] = _BASE_SIGNATURE
    for tool in _BY_PROGRAM.get(call.program, ()):
        if tool.stage not in uses and tool.matches(call):
            uses[tool.stage] = tool
    return tuple(uses.values())


def makes_test_cluster(call: ProgramCall) -> bool:
    """Does the call make a cluster that lives no longer than the job (kind, k3d, minikube)?"""
    return any(call.after(tuple(each.split())) is not None for each in _CLUSTER_MAKERS.get(call.program, ()))

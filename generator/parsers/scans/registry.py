"""Scanner formats, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.scans.grype_json import GrypeJson
from generator.parsers.scans.trivy_json import TrivyJson
from generator.parsers.scans.trivy_k8s_json import TrivyK8sJson

SCANS: tuple[Parser, ...] = (
    TrivyK8sJson(),
    TrivyJson(),
    GrypeJson(),
)

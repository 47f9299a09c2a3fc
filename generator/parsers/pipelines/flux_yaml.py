"""Flux's Kustomizations and HelmReleases as they stand in a repository. https://fluxcd.io/flux/components/"""

import re

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.gitops import deployer_of
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.deployers import deployments
from generator.parsers.pipelines.outline import yaml_values

_CANDIDATE = late_re(rb"^[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?[a-z]+\.toolkit\.fluxcd\.io/", re.MULTILINE)
_SYSTEM = "Flux"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return deployer_of(yaml_values(document, _CANDIDATE)) == _SYSTEM


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`. A suspended object deploys nothing."""
    kinds = {"Kustomization": "flux-kustomization", "HelmRelease": "flux-helmrelease"}
    return deployments(document, evidence, system=_SYSTEM, kinds=kinds)

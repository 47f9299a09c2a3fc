"""Argo CD's Applications and ApplicationSets as they stand in a repository.
https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
"""

import re

from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.gitops import deployer_of
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.deployers import deployments
from generator.parsers.pipelines.outline import yaml_values

_CANDIDATE = late_re(rb"^[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?argoproj\.io/", re.MULTILINE)
_SYSTEM = "Argo CD"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return deployer_of(yaml_values(document, _CANDIDATE)) == _SYSTEM


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    kinds = {"Application": "argocd-application", "ApplicationSet": "argocd-application"}
    return deployments(document, evidence, system=_SYSTEM, kinds=kinds)

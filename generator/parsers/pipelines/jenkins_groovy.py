"""Jenkinsfiles, declarative and scripted. https://www.jenkins.io/doc/book/pipeline/jenkinsfile/

Groovy is not run: calls are read with their arguments, blocks and catchers. What a shared library does is not in the
file; the names of its functions, and what they are given, may name a stage, which is then not visible.
"""

import re
from collections.abc import Sequence

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines import groovy_tree
from generator.parsers.pipelines.jenkins_work import JenkinsWalk
from generator.parsers.pipelines.reading import PipelineReading
from generator.parsers.pipelines.snapshots import snapshot_of

_BEGINS = late_re(
    rb"^[ \t]*(?:pipeline[ \t]*\{|node[ \t]*[({][^\n]*|podTemplate[ \t]*\(|@Library[ \t]*\(|library[ \t(]+['\"])", re.MULTILINE
)
_DRAWN = late_re(rb"^[ \t]*@start(?:uml|c4)\b", re.MULTILINE)
"""PlantUML draws machines as `node { }`."""
_DEFINES = late_re(r"^[ \t]*(?:def|void|String|boolean)[ \t]+(\w+)[ \t]*\(", re.MULTILINE)
_LIBRARY = late_re(r"^[ \t]*(?:@Library\b|library[ \t(])", re.MULTILINE)
_LARGEST = 1_000_000
_LARGEST_LOOKED_AT = 16_000_000
_NEXT = "collect the Jenkinsfile from the repository again"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    is_text = document.container in (FileContainer.TEXT, FileContainer.BINARY) or document.data[:1] == b"["
    if not is_text or len(document.data) > _LARGEST_LOOKED_AT or _BEGINS.search(document.data) is None:
        return False
    return _DRAWN.search(document.data) is None


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    if len(document.data) > _LARGEST:
        step = "such a Jenkinsfile is not written by hand: collect the pipeline's source, not what a generator made of it"
        raise ParseError(f"a Jenkinsfile of more than {_LARGEST:,} bytes", where="line 1", next_step=step)
    source = document.text
    nodes = groovy_tree.parse(source)
    if not nodes or not _has_work(nodes):
        raise ParseError("the pipeline is cut off: it holds no block of calls", where="line 1", next_step=_NEXT)
    walk = JenkinsWalk(
        PipelineReading(), defined=set(_DEFINES.findall(source)), has_library=_LIBRARY.search(source) is not None
    )
    return snapshot_of((walk.job(nodes),), document, evidence, system="Jenkins", checks_out=False)


def _has_work(nodes: Sequence[groovy_tree.Node]) -> bool:
    """Is there a block, or a call of a shared library that is given something?"""
    return any(node.body or node.pairs or node.texts for node in nodes if not node.name.startswith("Library"))

"""Results of XCCDF benchmarks: OpenSCAP, SCAP Compliance Checker and any other SCAP tool, alone or in an ARF report.

NIST IR 7275 Rev. 4 (XCCDF 1.2; 1.1 is Rev. 3) and NIST IR 7694 (ARF 1.1). `TestResult` is the root element, or stands in a
`Benchmark`, or in one of the reports of an ARF. The OpenShift Compliance Operator keeps its raw reports as bzip2.

An evaluation whose every rule is not applicable, as of content for another operating system, tested nothing and is never
read as clean.
"""

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.inflation import beginning, inflate, is_compressed
from generator.parsers.scans.xccdf_fold import XccdfFold
from generator.parsers.scans.xccdf_wire import NAMESPACE

_ARF = "http://scap.nist.gov/schema/asset-reporting-format/"
_ROOTS = {"Benchmark": NAMESPACE, "TestResult": NAMESPACE, "asset-report-collection": _ARF}


def recognizes(document: Document) -> bool:
    if is_compressed(document.head):
        document = Document(document.name, beginning(document.raw))
    try:
        root = document.xml_root
    except ParseError:
        return False
    return root is not None and root.name in _ROOTS and root.namespace.startswith(_ROOTS[root.name])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    fold = XccdfFold(evidence)
    if is_compressed(document.head):
        document = Document(document.name, inflate(document.raw))
    fold.read(document.xml_source)
    return fold.finish()

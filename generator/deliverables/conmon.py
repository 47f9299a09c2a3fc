"""`--for conmon`: a month's delivery by FedRAMP's Continuous Monitoring Deliverables v3.1 (2024-12-04).

Executive summary (CA-5, RA-5(a)), POA&M (CA-5), inventory (CM-8) and raw scans (RA-5(a), CA-7, CM-6), with an index of the
scans by FedRAMP's Vulnerability Scanning Requirements, and the deviation requests of the month.
"""

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.material import Made, cited_files
from generator.deliverables.month_summary import executive_summary
from generator.deliverables.scan_index import scan_index, unread_scans
from generator.oscal.duties import MATRIX
from generator.pipeline.render import Rendered
from generator.workspace.sidecars import SIDECAR

DOCUMENTS = (
    "oscal/plan-of-action-and-milestones.",
    "oscal/system-security-plan.",
    MATRIX,
    "diagrams/",
    "workbooks/Appendix-M",
    "workbooks/Appendix-O",
    "workbooks/Deviation-Requests",
    "content/",
)


def scans_and_what_is_cited(rendered: Rendered, documents: Made) -> frozenset[str]:
    """The scans that count on the day or could not be read, and every file that an OSCAL document of the delivery cites."""
    counted = {rendered.places.of(quality.evidence.path) for quality in rendered.package.scan_quality}
    kept = {*counted, *unread_scans(rendered), *cited_files(documents)}
    return frozenset(path for path in rendered.linked if path.removesuffix(SIDECAR) in kept)


CONMON = Purpose(
    name="conmon",
    title="FedRAMP continuous monitoring, monthly delivery",
    reader="the authorizing agency and FedRAMP",
    documents=DOCUMENTS,
    placing=carried,
    gathering=scans_and_what_is_cited,
    supplements=(executive_summary, scan_index),
)

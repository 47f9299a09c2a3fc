"""`--for fedramp`: the whole package with all its evidence, for a third-party assessor (3PAO) or an agency."""

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.material import Made
from generator.deliverables.ret_draft import RET_DRAFT
from generator.deliverables.srtm_xlsx import ASSESSOR_WORKBOOK
from generator.pipeline.render import Rendered

EVERYTHING = ("oscal/", "workbooks/", "ssp/", "readiness/", "cr26/", "diagrams/", "report/", "content/")


def all_evidence(rendered: Rendered, _documents: Made) -> frozenset[str]:
    """Every file, also what could not be read."""
    return frozenset(rendered.linked)


FEDRAMP = Purpose(
    name="fedramp",
    title="FedRAMP authorization package",
    reader="a FedRAMP third-party assessor (3PAO) or an agency",
    documents=EVERYTHING,
    placing=carried,
    gathering=all_evidence,
    supplements=(ASSESSOR_WORKBOOK, RET_DRAFT),
    remarks=(ASSESSOR_WORKBOOK.remarks,),
)

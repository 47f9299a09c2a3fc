"""`--for fedramp`: the whole package with all its evidence, for a third-party assessor (3PAO) or an agency.

The Risk Exposure Table is in it also where the package does not accompany an assessment yet.
"""

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.material import Made, Material
from generator.deliverables.srtm_xlsx import assessor_workbook, remarks
from generator.model.system import Regime
from generator.pipeline.render import Rendered
from generator.renderers.poam.ret_xlsx import RET_XLSX


def ret_draft(material: Material) -> Made:
    """The table, where the package has none yet."""
    if RET_XLSX.path in material.documents or material.package.system.regime is Regime.CR26:
        return {}
    document = RET_XLSX.render(material.package, material.workspace.template("ret"))
    return {RET_XLSX.path: (document.data, RET_XLSX.title)}


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
    supplements=(assessor_workbook, ret_draft),
    remarks=(remarks,),
)

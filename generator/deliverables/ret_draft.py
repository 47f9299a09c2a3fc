"""The Risk Exposure Table in a delivery for the assessor, also where the package does not accompany an assessment yet."""

import msgspec

from generator.deliverables.material import Made, Material
from generator.model.system import Regime
from generator.renderers.poam.ret_xlsx import RET_XLSX


class RetDraft(msgspec.Struct, frozen=True):
    """See `Supplement`."""

    name: str = "ret-draft"

    def made(self, material: Material) -> Made:
        """See `Supplement.made`."""
        if RET_XLSX.path in material.documents or material.package.system.regime is Regime.CR26:
            return {}
        document = RET_XLSX.render(material.package, material.workspace.template("ret"))
        return {RET_XLSX.path: (document.data, RET_XLSX.title)}


RET_DRAFT = RetDraft()

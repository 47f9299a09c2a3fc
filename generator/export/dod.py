"""`--for dod`: the package as a DoD component or its assessor takes it, for an impact level of the Cloud Computing SRG."""

from generator.export.bag_paths import carried
from generator.export.base import Purpose
from generator.export.checklists.supplement import CHECKLISTS
from generator.export.dod_matrix import DOD_MATRIX, owing
from generator.export.emass.supplement import EMASS
from generator.export.fedramp import EVERYTHING, all_evidence

DOD = Purpose(
    name="dod",
    title="DoD authorization package",
    reader="a DoD mission owner, component or assessor",
    documents=EVERYTHING,
    placing=carried,
    gathering=all_evidence,
    supplements=(DOD_MATRIX, CHECKLISTS, EMASS),
    remarks=(CHECKLISTS.remarks, EMASS.remarks),
    owing=owing,
)

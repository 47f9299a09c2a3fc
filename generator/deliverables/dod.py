"""`--for dod`: the package as a DoD component or its assessor takes it, for an impact level of the Cloud Computing SRG."""

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.checklists.supplement import CHECKLISTS
from generator.deliverables.dod_matrix import DOD_MATRIX, owing
from generator.deliverables.emass.supplement import EMASS
from generator.deliverables.fedramp import EVERYTHING, all_evidence

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

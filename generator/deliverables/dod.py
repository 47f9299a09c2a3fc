"""`--for dod`: the package as a DoD component or its assessor takes it, for an impact level of the Cloud Computing SRG."""

from generator.deliverables.bag_paths import carried
from generator.deliverables.base import Purpose
from generator.deliverables.checklists import supplement as checklists
from generator.deliverables.dod_matrix import dod_matrix, owing
from generator.deliverables.emass import supplement as emass
from generator.deliverables.fedramp import EVERYTHING, all_evidence

DOD = Purpose(
    name="dod",
    title="DoD authorization package",
    reader="a DoD mission owner, component or assessor",
    documents=EVERYTHING,
    placing=carried,
    gathering=all_evidence,
    supplements=(dod_matrix, checklists.checklists, emass.emass_payloads),
    remarks=(checklists.remarks, emass.remarks),
    owing=owing,
)

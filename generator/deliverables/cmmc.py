"""`--for cmmc`: evidence kept by requirement and objective, with the hash logs that a C3PAO enters into CMMC eMASS."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from generator.deliverables.base import Purpose
from generator.deliverables.cmmc_assets import owing
from generator.deliverables.cmmc_matrix import cmmc_matrix
from generator.deliverables.fedramp import all_evidence
from generator.deliverables.names import short_names
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.frameworks.cmmc_objectives import objectives_of
from generator.model.claim import Claim
from generator.model.places import Places
from generator.oscal.duties import MATRIX
from generator.workspace.sidecars import SIDECAR

_FOLDERS = {objective: requirement.id for objective, requirement in OF_OBJECTIVE.items()}


def by_objective(claims: Sequence[Claim], moments: Mapping[str, datetime | None]) -> Places:
    """Each file once, under an objective that it speaks to; its sidecar beside it."""
    written = {path: f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" if moment else "" for path, moment in moments.items()}
    moved = short_names(written, objectives_of(claims), _FOLDERS)
    return Places({**moved, **{f"{path}{SIDECAR}": f"{name}{SIDECAR}" for path, name in moved.items()}})


CMMC = Purpose(
    name="cmmc",
    title="CMMC Level 2 assessment artifacts",
    reader="a CMMC third-party assessor (C3PAO) or DIBCAC",
    documents=("oscal/", MATRIX, "workbooks/", "diagrams/", "content/"),
    placing=by_objective,
    gathering=all_evidence,
    supplements=(cmmc_matrix,),
    owing=owing,
    hash_logs=True,
)
"""Without the pages of `report/` and the documents that are FedRAMP's alone: they link to evidence by the provider's names."""

"""A workspace of real manifests, from files to states and waived discrepancies, as `atopack check` reads it."""

import shutil
from datetime import date
from pathlib import Path

from beside import needs

from generator.model.posture import PostureState
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace
from tests.posture.ground import CASES

FILES = (
    "gatekeeper.yaml",
    "kyverno_verify-image.yaml",
    "kyverno_require-run-as-nonroot.yaml",
    "falco_daemonset.yaml",
    "istio_peerauth_mixed.yaml",
    "trivy-operator.yaml",
)
WAIVERS = """
- {check: host-sharing, subject: default/DaemonSet/falco, reason: a sensor, owner: A. Lovelace, expires: 2027-06-30}
- {check: host-sharing, subject: default/DaemonSet/till, reason: gone, owner: A. Lovelace, expires: 2027-06-30}
"""


@needs(CASES)
def test_manifests_of_six_projects(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence" / "cluster"
    evidence.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(CASES / name, evidence / name)
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    (tmp_path / "system.yaml").write_text("system: {id: toy, name: Toy}\n", encoding="utf-8")
    checked = assessed(Workspace.open(tmp_path), date(2026, 11, 20), lambda *_: None)
    states = {one.requirement.id: one.state for one in checked.postures}
    assert states["admission-webhook-passable"] is PostureState.NOT_ENFORCING
    assert states["kyverno-not-enforcing"] is PostureState.NOT_ENFORCING
    assert states["network-default-deny"] is PostureState.NOT_COLLECTED
    assert states["api-server-audit"] is PostureState.NOT_COLLECTED
    (falco,) = [one for one in checked.discrepancies if one.check == "host-sharing"]
    assert falco.waiver is not None
    assert falco.waiver.owner == "A. Lovelace"
    (doubt,) = [gap for gap in checked.gaps if gap.path == "decisions/waivers.yaml"]
    assert (doubt.place, "meets no discrepancy" in doubt.reason) == ("line 3", True)

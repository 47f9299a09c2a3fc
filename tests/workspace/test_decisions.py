"""What people decide about assets, from the file to the package: drafts, `--final`, samples, two clusters."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from approved_narratives import approve_all
from fewer_documents import only_documents

from generator.cli.main import main
from generator.documents.workbook_rows import read_rows
from generator.errors import ConfigError
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

INVENTORY = "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx"
AS_OF = date(2026, 11, 20)
IMAGE = "registry.example/shop/cart:1.4"
DIGEST = "sha256:" + "a1" * 32
COMPLETE = f"""
- assets: ["{IMAGE}", prod, dr, "*/node-a"]
  baseline: CIS
  diagram-label: CART-01
  os: Example Linux 12
  authenticated-scan: true
  virtual: true
  public: false
  vendor: Open Source
  function: Keeps carts
"""

CANDIDATES = "".join(
    f"- {{check: {check}, subject: '*', decision: refused, by: A. Lovelace, decided: 2026-11-20, reason: A trial.}}\n"
    for check in ("image-not-pinned", "container-privileges", "resource-limits", "fips-indicators")
)


def pod(name: str, namespace: str = "shop") -> dict[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"{name}-abc12",
            "namespace": namespace,
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "DaemonSet", "name": name, "controller": True}],
        },
        "spec": {"containers": [{"name": "main", "image": IMAGE}]},
        "status": {
            "phase": "Running",
            "containerStatuses": [{"name": "main", "image": IMAGE, "imageID": f"registry.example/shop/cart@{DIGEST}"}],
        },
    }


def node(name: str, address: str) -> dict[str, object]:
    status = {
        "nodeInfo": {"osImage": "Example Linux 12", "kubeletVersion": "v1.31.4"},
        "addresses": [{"type": "InternalIP", "address": address}],
    }
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}, "status": status}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One image in two clusters, each with a node of the same name."""
    return shop(tmp_path / "shop")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Its package, where nobody decided anything."""
    return built(shop(tmp_path_factory.mktemp("plain") / "shop"))


_NOT_MET = ("image-not-pinned", "container-privileges", "resource-limits", "fips-indicators")
_REFUSED = """- check: {}
  subject: "*"
  decision: refused
  by: A. Lovelace
  decided: 2026-11-19
  reason: no system that anybody authorizes
"""


def shop(root: Path) -> Path:
    """Of a small baseline: no decision about an asset depends on it."""
    (root / "decisions").mkdir(parents=True)
    (root / "system.yaml").write_text("system: {id: shop, name: Shop, impact-level: low}\n")
    for cluster, address in (("prod", "10.0.0.1"), ("dr", "10.9.0.1")):
        folder = root / f"evidence/cluster/{cluster}/2026-11-18"
        folder.mkdir(parents=True)
        items = [pod("cart"), node("node-a", address)]
        (folder / "all.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    (root / "decisions/candidates.yaml").write_text("".join(map(_REFUSED.format, _NOT_MET)))
    return root


def built(workspace: Path, *, final: bool = False) -> Published:
    output = workspace.parent / "out"
    with only_documents(INVENTORY, "report/crosscheck.html"):
        return build(Workspace.open(workspace), output, AS_OF, lambda _text, _done, _total: None, final=final)


def inventory(package: Published) -> dict[str, dict[str, object]]:
    data = (package.folder / INVENTORY).read_bytes()
    headers = ["UNIQUE ASSET IDENTIFIER", "IPv4 or IPv6 Address", "Comments", "Baseline Configuration Name", "End-of-Life "]
    rows = [row.values for row in read_rows(data, "Inventory", headers, first_row=3)]
    return {str(row["UNIQUE ASSET IDENTIFIER"]): row for row in rows}


def test_the_same_image_in_two_clusters_is_one_asset_with_two_locations(plain: Published) -> None:
    found = inventory(plain)
    assert set(found) == {IMAGE, "prod", "dr", "prod/node-a", "dr/node-a"}
    cart = str(found[IMAGE]["Comments"])
    assert "Used by dr/shop/DaemonSet/cart; prod/shop/DaemonSet/cart." in cart
    assert "Runs in clusters dr, prod." in cart
    assert found[IMAGE]["IPv4 or IPv6 Address"] == DIGEST
    assert found["dr/node-a"]["IPv4 or IPv6 Address"] == "10.9.0.1"


def test_instances_of_both_clusters_are_counted(plain: Published) -> None:
    plan = plain.package.bundle.ssp
    (image,) = [one for one in plan.system_implementation.components if one.title == IMAGE]
    assert image.description.endswith("used by 2 workloads, 2 running instances.")


def test_blank_mandatory_cells_make_a_draft_that_is_written_all_the_same(plain: Published) -> None:
    manifest = json.loads((plain.folder / "manifest.json").read_bytes())
    assert manifest["draft"] is True
    assert manifest["counts"]["missing_cells"] > 0
    page = (plain.folder / "report/crosscheck.html").read_text()
    assert "Baseline Configuration Name" in page
    assert f"{manifest['counts']['missing_cells']} mandatory cells" in page


def test_final_refuses_a_draft_and_publishes_nothing(workspace: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        built(workspace, final=True)
    assert caught.value.exit_code == 2
    assert "mandatory cells" in caught.value.what
    assert "Virtual of prod/node-a: `virtual` in decisions/assets.yaml" in caught.value.what
    assert re.search(r"… and \d+ more$", caught.value.what)
    assert not (workspace.parent / "out").exists()


def test_final_leaves_the_package_that_is_there(workspace: Path) -> None:
    before = (built(workspace).folder / "manifest.json").read_bytes()
    with pytest.raises(ConfigError):
        built(workspace, final=True)
    assert (workspace.parent / "out/shop/manifest.json").read_bytes() == before


def test_when_all_is_said_the_package_is_final(workspace: Path) -> None:
    approve_all(workspace, "low")
    (workspace / "decisions/candidates.yaml").write_text(CANDIDATES)
    (workspace / "decisions/assets.yaml").write_text(COMPLETE)
    package = built(workspace, final=True)
    manifest = json.loads((package.folder / "manifest.json").read_bytes())
    assert (manifest["draft"], manifest["counts"]["missing_cells"]) == (False, 0)
    assert inventory(package)[IMAGE]["Baseline Configuration Name"] == "CIS"


def test_final_on_the_command_line_ends_with_two(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["build", str(workspace), "--as-of", "2026-11-20", "--output", str(tmp_path / "out")]
    assert main([*words, "--final"]) == 2
    assert "… and" in capsys.readouterr().err
    with only_documents():
        assert main(words) == 1
    assert "Draft      " in capsys.readouterr().out
    approve_all(workspace, "low")
    (workspace / "decisions/candidates.yaml").write_text(CANDIDATES)
    (workspace / "decisions/assets.yaml").write_text(COMPLETE)
    with only_documents():
        assert main([*words, "--final"]) == 1
    assert "Draft" not in capsys.readouterr().out


def test_a_pattern_of_no_asset_is_a_gap_of_the_package(workspace: Path) -> None:
    (workspace / "decisions/assets.yaml").write_text("- assets: ['gone:*']\n  owner: Ops\n")
    (workspace / "decisions/sampling.yaml").write_text("seed: 1\nclasses:\n  - {assets: gone-*, number: 1}\n")
    package = built(workspace).package
    places = [(gap.path, gap.place) for gap in package.gaps if gap.place.startswith("line ")]
    assert places == [("decisions/assets.yaml", "line 1"), ("decisions/sampling.yaml", "line 3")]


def test_whatever_can_be_said_gives_valid_oscal(workspace: Path) -> None:
    approve_all(workspace, "low")
    (workspace / "decisions/candidates.yaml").write_text(CANDIDATES)
    everything = (
        COMPLETE
        + """  owner: Ops
  administrator: Ops
  end-of-life: 2027-06-30
  category: Contractor Risk Managed Assets
  location: Rack 4
  comments: Two lines.
  network: 10.0.0.0/8
  asset-tag: A-1
  hardware: Acme 9
  software: Cart 1
  patch-level: p3
"""
    )
    (workspace / "decisions/assets.yaml").write_text(everything)
    package = built(workspace, final=True)
    assert str(inventory(package)[IMAGE]["End-of-Life "]) == "2027-06-30"
    assert "CMMC category: Contractor Risk Managed Assets." in str(inventory(package)["prod/node-a"]["Comments"])
    (cart,) = [one for one in package.package.bundle.ssp.system_implementation.components if one.title == IMAGE]
    assert {prop.name: prop.value for prop in cart.props}["vendor-name"] == "Open Source"


def test_a_sampling_plan_is_counted_and_shown(workspace: Path) -> None:
    (workspace / "decisions/sampling.yaml").write_text("seed: 1\nclasses:\n  - {assets: '*/node-a', share: 50}\n")
    package = built(workspace)
    assert package.manifest.counts["sampled_assets"] == 1
    assert "1 of 2" in (package.folder / "report/crosscheck.html").read_text()


def test_decisions_are_inputs_of_the_manifest(workspace: Path) -> None:
    (workspace / "decisions/assets.yaml").write_text(COMPLETE)
    assert "decisions/assets.yaml" in built(workspace).manifest.inputs


def test_a_mistake_in_a_decision_file_is_a_configuration_error(workspace: Path) -> None:
    (workspace / "decisions/assets.yaml").write_text("- assets: [a]\n  ownr: x\n")
    with pytest.raises(ConfigError, match="`ownr` is not a known key"):
        built(workspace)
    shutil.rmtree(workspace / "decisions")
    assert built(workspace).package.bundle.ssp.system_implementation.inventory_items

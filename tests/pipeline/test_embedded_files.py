"""Files that the plan carries in itself (`oscal.embed`): which, up to which size, and that they come back as they were."""

import json
from base64 import b64decode
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.model.evidence import Gap, GapKind
from generator.model.system import Carried
from generator.oscal import types as o
from generator.oscal.forms.xml_reading import read_xml
from generator.pipeline.embedded_files import ALL, LARGEST, contents_of
from generator.pipeline.package_files import Linked
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace
from generator.workspace.system_yaml import read

_SYSTEM = replace(read("", folder="shop"), embed=(Carried.DOCUMENTS, Carried.EVIDENCE))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Published:
    root = tmp_path_factory.mktemp("shop")
    (root / "system.yaml").write_text(
        "system: {id: shop, name: Shop, impact-level: low, baseline: li-saas}\n"
        "plan: {appendices: {D: papers/guide.md, F: papers/1 rules.pdf, G: papers/plan.txt, H: papers/none.txt}}\n"
        "oscal: {embed: [documents], fedramp-namespace: https://fedramp.gov/ns/oscal}\n"
    )
    (root / "papers").mkdir()
    (root / "papers/guide.md").write_text("# Press *the* button\n")
    (root / "papers/1 rules.pdf").write_bytes(b"%PDF \x00\xff")
    (root / "papers/plan.txt").write_bytes(b"x" * (LARGEST + 1))
    (root / "papers/none.txt").write_bytes(b"")
    return build(Workspace.open(root), root / "output", date(2026, 11, 20), lambda *_: None, formats=("xml",))


def _resources(built: Published) -> dict[str, Any]:
    plan = json.loads((built.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]
    return {one["title"].partition(":")[0]: one for one in plan["back-matter"]["resources"]}


def test_a_document_stands_in_the_plan_beside_its_link(built: Published) -> None:
    rules = _resources(built)["Appendix F"]
    assert b64decode(rules["base64"]["value"], validate=True) == b"%PDF \x00\xff"
    assert (rules["base64"]["filename"], rules["base64"]["media-type"]) == ("_1-rules.pdf", "application/pdf")
    assert rules["rlinks"][0]["href"] == "../evidence/papers/1%20rules.pdf"


def test_an_older_tool_gets_a_kind_of_file_that_it_knows(built: Published) -> None:
    """FedRAMP's list of 2023 has no text/markdown (`has-allowed-media-type`); it is plain text as well."""
    guide = _resources(built)["Appendix D"]
    assert b64decode(guide["base64"]["value"]) == b"# Press *the* button\n"
    assert (guide["base64"]["media-type"], guide["rlinks"][0]["media-type"]) == ("text/plain", "text/markdown")


@pytest.mark.parametrize("title", ["Appendix G", "Appendix H", "FedRAMP Laws, Regulations, Standards and Guidance Reference"])
def test_what_is_large_empty_or_elsewhere_is_linked_only(built: Published, title: str) -> None:
    one = _resources(built)[title]
    assert "base64" not in one
    assert one["rlinks"]


def test_it_comes_back_from_xml(built: Published) -> None:
    back: Any = read_xml((built.folder / "oscal/system-security-plan.xml").read_bytes())
    found = {one["uuid"]: one.get("base64") for one in back["system-security-plan"]["back-matter"]["resources"]}
    assert found == {one["uuid"]: one.get("base64") for one in _resources(built).values()}


def _plan(*paths: str) -> o.SystemSecurityPlan:
    """As far as its files are concerned."""
    rows = tuple(
        o.Resource(
            uuid=path,
            title=path,
            props=(o.Property(name="type", value="evidence"),),
            rlinks=(o.Rlink(href=f"../{path}", hashes=(o.Hash(algorithm="SHA-256", value=""),)),),
        )
        for path in paths
    )
    nothing: Any = None
    return o.SystemSecurityPlan(
        uuid="",
        metadata=nothing,
        import_profile=nothing,
        system_characteristics=nothing,
        system_implementation=nothing,
        control_implementation=nothing,
        back_matter=o.BackMatter(resources=rows),
    )


def test_nothing_is_carried_after_the_sum_is_reached() -> None:
    made = {f"evidence/{number:02}": (b"x" * LARGEST, "") for number in range(ALL // LARGEST + 3)}
    found = contents_of(_SYSTEM, _plan(*made), made, {}, ())
    assert list(found) == sorted(made)[: ALL // LARGEST]


def test_nothing_is_carried_where_nobody_asks() -> None:
    made = {"evidence/a": (b"x", "")}
    assert contents_of(replace(_SYSTEM, embed=()), _plan("evidence/a"), made, {}, ()) == {}
    assert contents_of(replace(_SYSTEM, embed=(Carried.DIAGRAMS,)), _plan("evidence/a"), made, {}, ()) == {}


def test_a_report_with_secrets_in_clear_text_is_not_carried(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("token")
    linked = {"evidence/a": Linked(path="evidence/a", file=tmp_path / "a", title="", sha256="0", size=5)}
    gap = Gap(path="evidence/a", place="", kind=GapKind.HOLDS_SECRETS, reason="", next_step="")
    assert contents_of(_SYSTEM, _plan("evidence/a"), {}, linked, (gap,)) == {}


def test_a_file_that_changed_meanwhile_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("other")
    linked = {"evidence/a": Linked(path="evidence/a", file=tmp_path / "a", title="", sha256="0", size=5)}
    with pytest.raises(ConfigError, match="changed while the package was built"):
        contents_of(_SYSTEM, _plan("evidence/a"), {}, linked, ())

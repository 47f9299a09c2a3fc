"""system.yaml: what it says, what it owes, and its mistakes."""

import approved_texts
import pytest

from generator.errors import ConfigError
from generator.model.system import ImpactLevel, PoamPolicy, Regime
from generator.workspace.system_yaml import read

FULL = """
system:
  id: parcels
  name: Parcel Tracker
  description: Tracks parcels.
  provider: Example Corp
  impact-level: high
  service-model: saas
  deployment-model: public-cloud
  status: operational
regime: legacy
boundary:
  description: The cluster.
  namespaces: [b, a, a]
parties:
  - {id: owner, name: Ada, roles: [system-owner]}
approved-registries: [registry.example]
evidence:
  - {glob: "evidence/cluster/*", collected: 2026-11-01}
templates: {poam: own/poam.xlsx}
oscal: {version: 1.1.3}
"""


@pytest.mark.parametrize("text", ["", FULL], ids=["empty", "full"])
def test_the_whole_system(request: pytest.FixtureRequest, text: str) -> None:
    system = read(text, folder="x")
    made = (f"{name}: {getattr(system, name)!r}" for name in system.__struct_fields__ if name != "written")
    approved_texts.compare(request.path, request.node.name, made, "results")


def test_a_complete_file_owes_nothing() -> None:
    system = read(FULL, folder="x")
    assert system.outstanding == ()
    assert (system.id, system.impact_level, system.regime) == ("parcels", ImpactLevel.HIGH, Regime.LEGACY)
    assert system.boundary_namespaces == ("a", "b")
    assert system.frameworks == ("fedramp-rev5",)
    assert system.templates == (("poam", "own/poam.xlsx"),)


def test_an_empty_file_is_usable_and_says_what_is_owed() -> None:
    system = read("", folder="My App (prod)")
    assert system.id == "my-app-prod"
    assert system.impact_level is ImpactLevel.MODERATE
    assert [row.key for row in system.outstanding][:3] == ["system.id", "system.name", "system.description"]
    assert system.outstanding[-1].key == "cr26.package-overview-uri"


def test_what_is_named_beside_fedramp_comes_after_it() -> None:
    assert read("frameworks: [cmmc-l2, dod-il4]", folder="x").frameworks == (
        "fedramp-rev5", "fedramp-cr26", "cmmc-l2", "dod-il4",
    )  # fmt: skip
    assert read("frameworks: [dod-il4, fedramp-rev5]", folder="x").frameworks == ("fedramp-rev5", "dod-il4")
    assert read("{regime: cr26, frameworks: [cmmc-l2]}", folder="x").frameworks == ("fedramp-cr26", "cmmc-l2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("system: {id: My App}", "cannot name a folder"),
        (f"system: {{id: {'a' * 65}}}", "cannot name a folder"),
        ("system: {id: ../up}", "cannot name a folder"),
        ("templates: {poam: ../x.xlsx}", "leaves the workspace"),
        ("templates: {poam: /x.xlsx}", "leaves the workspace"),
        ("parties: [{id: a, name: b}, {id: a, name: c}]", "two parties have the id `a`"),
        ("frameworks: [hipaa]", "an entry of `frameworks` must be one of "),
        ("frameworks: [dod-il5]", "`dod-il5` builds on FedRAMP High, and this system is FedRAMP Moderate"),
        ("{system: {impact-level: low}, frameworks: [dod-il4]}", "`dod-il4` builds on FedRAMP Moderate or High"),
        ("oscal: {version: 9.9.9}", "`version` must be one of "),
        ("oscal: {profile: 'two words'}", "not an address or path"),
        ("cr26: {package-overview-uri: x y}", "not an address"),
        ("parties: [{id: a, name: b, email: 'a@b '}]", "not an email address"),
        ("parties: [{id: a, name: b, roles: [Not A Role]}]", "no role that the documents know"),
        ("system: {authorized: 0001-01-01}", "not a day between"),
        ("evidence: [{glob: a, collected: 3000-01-01}]", "not a day between"),
    ],
)
def test_a_wrong_value_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read(text, folder="x")


def test_the_poam_policy_is_read_and_its_words_are_checked() -> None:
    policy = read("poam: {scope: conmon-late, new-assets: same-item, assessment: annual, workbook: p/b.xlsx}", folder="x").poam
    assert (policy.scope, policy.new_assets, policy.assessment, policy.workbook) == (
        "conmon-late", "same-item", "annual", "p/b.xlsx",
    )  # fmt: skip
    assert read("", folder="x").poam == PoamPolicy()
    for text, what in (
        ("poam: {scope: late}", "`scope` must be one of all, initial, conmon-late; found `late`"),
        ("poam: {new-asset: same-item}", "did you mean `new-assets`"),
        ("poam: {workbook: ../b.xlsx}", "copy the file into the workspace"),
    ):
        with pytest.raises(ConfigError) as caught:
            read(text, folder="x")
        assert what in caught.value.diagnostics()


@pytest.mark.parametrize(
    ("said", "baseline"),
    [("", "moderate"), ("  impact-level: high\n", "high"), ("  impact-level: low\n  baseline: li-saas\n", "li-saas")],
)
def test_the_baseline_is_the_impact_levels_or_li_saas(said: str, baseline: str) -> None:
    assert read(f"system:\n  id: x\n{said}", folder="x").baseline == baseline


def test_a_baseline_of_another_impact_level_is_refused_with_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        read("system:\n  impact-level: moderate\n  baseline: li-saas\n", folder="x")
    assert "line 3" in caught.value.where
    assert "impact-level: low" in caught.value.next_step

"""The Certification Package Overview and the Security Decision Record, judged by FedRAMP's own schemas."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cr26_schemas import needs_schemas, validator
from fewer_documents import only_documents

from generator.errors import ConfigError
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.fedramp_requirements import read_requirements
from generator.workspace.folder import Workspace
from generator.workspace.system_yaml import read

_SYSTEM = """
system: {id: shop, name: Shop, description: Sells., provider: Maker, impact-level: low, service-model: saas,
  deployment-model: public-cloud}
parties:
  - {id: ada, name: Ada, email: ada@example.com, phone: "+1 (202) 555-0100", roles: [security-contact]}
  - {id: bob, name: Bob, phone: ask, roles: [sales-contact]}
external-services: [{name: Mail, purpose: Sends notices}]
cr26:
  package-overview-uri: https://shop.example/overview.json
  overview: {website: "https://shop.example", logo: "https://shop.example/logo.png"}
"""


def _built(root: Path, system: str = _SYSTEM, said: str = "") -> Published:
    (root / "system.yaml").write_text(system)
    if said:
        (root / "decisions").mkdir()
        (root / "decisions/fedramp-requirements.yaml").write_text(said)
    with only_documents("cr26/certification-package-overview.json", "cr26/security-decision-record.json"):
        return build(Workspace.open(root), root / "output", date(2026, 11, 20), lambda _what, _done, _all: None)


def _json(built: Published, name: str) -> Any:
    return json.loads((built.folder / "cr26" / name).read_bytes())


def test_the_overview_says_who_and_what(tmp_path: Path) -> None:
    found = _json(_built(tmp_path), "certification-package-overview.json")
    assert found["serviceIdentification"]["fedRampPackageId"] == "Maker Shop"
    assert found["serviceProperties"] == {"serviceType": ["SaaS"], "deploymentModel": "Public Cloud"}
    assert found["contactInformation"] == [
        {"contactType": "Security", "contactName": "Ada", "contactEmail": "ada@example.com", "contactPhone": "202-555-0100"},
        {"contactType": "Sales", "contactName": "Bob"},
    ]
    assert found["thirdPartyInformationResources"]["nonCertified"][0]["useCase"] == "Sends notices"


def test_what_the_schema_demands_and_nobody_says_is_a_gap(tmp_path: Path) -> None:
    built = _built(tmp_path, _SYSTEM.replace("sales-contact", "contact").replace(', logo: "https://shop.example/logo.png"', ""))
    assert not (built.folder / "cr26/certification-package-overview.json").exists()
    (gap,) = (one for one in built.package.gaps if "Certification Package Overview" in one.reason)
    assert "sales-contact" in gap.reason
    assert "cr26.overview.logo" in gap.reason
    assert "website" not in gap.reason


def test_the_record_answers_every_control_of_the_baseline(tmp_path: Path) -> None:
    said = "- {id: VDR-CSO-DET, status: partial, implementation: We scan.}\n"
    found = _json(_built(tmp_path, said=said), "security-decision-record.json")
    labels = [one["controlId"] for one in found["securityControls"]]
    assert len(labels) >= 156
    assert "AC-2(1)" not in labels
    assert "RA-5(2)" in labels
    (row,) = found["fedRampRequirements"]
    assert row == {
        "frrID": "VDR-CSO-DET",
        "frrImplementationStatus": "Partially Implemented",
        "frrImplementation": ["We scan."],
    }


@needs_schemas
def test_both_are_valid_for_the_sample_and_for_a_small_system(sample_built: Published, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    ports = {
        one["serviceName"]: one.get("purpose", "")
        for one in _json(sample_built, "security-decision-record.json")["portsAndProtocols"]
    }
    assert ports["parcel-db"].startswith("Keeps parcels and their history. Used by "), "two sentences"
    for built in (sample_built, _built(tmp_path / "small")):
        for name in ("certification-package-overview", "security-decision-record"):
            assert [error.message for error in validator(name).iter_errors(_json(built, f"{name}.json"))] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {id: det, implementation: x}", "no id of a requirement"),
        ("- {id: VDR-CSO-DET, implementation: ' '}", "nothing is said"),
        ("- {id: VDR-CSO-DET, implementation: x}\n- {id: VDR-CSO-DET, implementation: y}", "answered twice"),
        ("- {id: VDR-CSO-DET, status: done, implementation: y}", "status"),
    ],
)
def test_mistakes_in_the_answers_name_the_line(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_requirements(text)
    assert says in caught.value.diagnostics()
    assert "decisions/fedramp-requirements.yaml, line" in caught.value.diagnostics()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("cr26: {overview: {website: 'http://shop.example'}}", "no https address"),
        ("cr26: {overview: {logo: 'https://shop.example/logo.txt'}}", "does not end like a picture"),
        ("cr26: {overview: {assessor-id: '12'}}", "assessor-id"),
        ("cr26: {overview: {trust-center: {types: [], url: 'https://x.example', description: x}}}", "types"),
    ],
)
def test_mistakes_in_the_overview_name_the_key(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text, folder="x")
    assert says in caught.value.diagnostics()

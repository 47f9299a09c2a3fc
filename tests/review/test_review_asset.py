"""The page of one asset: where each cell of its row in the inventory comes from."""

from datetime import date
from urllib.parse import quote

import pytest

from tests.review.review_client import sample_copy
from tests.writer_at_work import WriterAtWork, words

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> WriterAtWork:
    return WriterAtWork(sample_copy(tmp_path_factory.mktemp("asset")), DAY, "Ada Lovelace")


def origins(writer: WriterAtWork, asset: str) -> dict[str, str]:
    """By column, what the page says of its origin."""
    rows = writer.open(f"/inventory/asset?id={quote(asset)}").xpath("//tbody/tr")
    return {words(row.xpath("./th")[0]): words(row.xpath("./td[2]")[0]) for row in rows}


def test_of_an_image_scan_diagram_decision_and_blank_cells_are_told_apart(writer: WriterAtWork) -> None:
    checker = origins(writer, "images.quickship.example/parcel/address-checker:0.7.2")
    assert checker["OS Name and Version"] == "scans of itevidence/scans/2026-11/grype-address-checker.json"
    assert checker["Diagram Label"].startswith("the diagramdiagrams/boundary.drawio ")
    assert checker["Function"].startswith("decisions/assets.yaml, line ")
    assert checker["Virtual"].startswith("a rule: ")
    assert "evidence/cluster/prod/services.json /items/6" in checker["Public"]
    assert checker["Patch Level"] == "blank"
    toolbox = origins(writer, "registry.parceltrack.example/platform/toolbox:1.4.0")
    assert toolbox["Function"].startswith("Blank and mandatory: ")
    assert toolbox["System Administrator/ Owner"] == "the parties of system.yaml"


def test_of_a_node_what_it_reports_and_what_people_say_are_told_apart(writer: WriterAtWork) -> None:
    node = origins(writer, "node-a.parceltrack.example")
    place = "what was collectedevidence/cluster/prod/nodes.json /items/0"
    assert {node[header] for header in ("OS Name and Version", "Public", "Location")} == {place}
    assert node["System Administrator/ Owner"].startswith("decisions/assets.yaml, line ")
    assert node["Virtual"].startswith("decisions/assets.yaml, line ")


def test_every_asset_of_the_grid_has_its_page(writer: WriterAtWork) -> None:
    links = writer.open("/inventory").xpath("//th/a/@href")
    assert len(links) > 10
    for link in links:
        assert len(writer.open(link).xpath("//tbody/tr")) == 17
    assert writer.client.http.get("/inventory/asset?id=nothing").status_code == 404

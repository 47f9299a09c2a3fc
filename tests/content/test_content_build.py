"""A build with content: ratings by NVD's own word, the extract in the package, the same bytes twice."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import checksums

from generator.cli.main import main
from generator.cli.package_lines import built as summary
from generator.content.store import add
from generator.errors import ConfigError
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.resources import data
from generator.workspace.folder import Workspace
from tests.content.made import V31, cve, epss, kev, metric, nvd, put

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
AS_OF = date(2026, 11, 20)
CVE = "CVE-2099-0001"
"""The sample's Trivy files give it NVD's 9.8."""


def build_(workspace: Path, output: Path) -> Published:
    with only_documents("report/crosscheck.html"):
        return build(Workspace.open(workspace), output, AS_OF, lambda _text, _done, _total: None)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("content") / "ws"
    shutil.copytree(SAMPLE, root)
    rows = [cve(CVE, metric("3.1", 6.5, None), metric("4.0", 9.9, None)), cve("CVE-2099-9999", metric("3.1", 7.5, V31))]
    for kind, content in (
        ("nvd", nvd(*rows)),
        ("kev", kev([(CVE, "2026-11-01", "2026-11-22")])),
        ("epss", epss([(CVE, "0.00042", "0.12345")])),
    ):
        list(add(root, kind, [put(root.parent, f"{kind}.download", content)], date(2026, 11, 25)))
    return root


@pytest.fixture(scope="module")
def package(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return build_(workspace, tmp_path_factory.mktemp("out"))


def plan(package: Published) -> dict[str, list[dict[str, object]]]:
    path = package.folder / "oscal/plan-of-action-and-milestones.json"
    return json.loads(path.read_bytes())["plan-of-action-and-milestones"]  # type: ignore[no-any-return]


def test_nvds_own_score_decides_and_the_comments_say_so(package: Published) -> None:
    risks = [
        risk
        for risk in package.package.bundle.poam.risks
        if any(prop.name == "vulnerability-id" and prop.value == CVE for prop in risk.props)
    ]
    assert risks
    for risk in risks:
        said = {prop.name: prop.value for prop in risk.props}
        assert (said["rated-by"], said["kev-due-date"]) == ("nvd-verified", "2026-11-22")
        facets = {facet.name: facet.value for one in risk.characterizations for facet in one.facets}
        assert facets["risk"] == "moderate"
        assert (facets["cvss-3.1-base-score"], facets["cvss-4.0-base-score"]) == ("6.5", "9.9")
        assert (facets["epss-score"], facets["epss-percentile"]) == ("0.00042", "0.12345")
    remarks = " ".join(item.remarks or "" for item in package.package.bundle.poam.poam_items)
    assert "Rating from NVD CVSS v3.1 base score 6.5 (NVD file of 2026-11-20)." in remarks
    assert "The scan file gives NVD's CVSS v3.1 base score as 9.8." in remarks
    assert "file of 2026-11-19) lists CVE-2099-0001, due 2026-11-22." in remarks
    assert "not verified: the NVD file of 2026-11-20 has no CVSS v3 score of its own." in remarks


def test_the_package_holds_what_was_used_and_says_where_it_came_from(package: Published) -> None:
    rows = {row.path: row for row in package.manifest.files}
    for name in ("nvd-scores", "known-exploited", "epss"):
        assert rows[f"content/{name}.json"].kind == "generated"
        extract = json.loads((package.folder / f"content/{name}.json").read_bytes())
        assert [one["cve"] for one in extract["records"]] == [CVE], "only what this package speaks of"
        (original,) = extract["content"]["originals"]
        assert original["source"].endswith(".download")
        assert len(original["sha256"]) == 64
    assert "content/content.lock.json" in package.manifest.inputs
    cited = [row["rlinks"][0] for row in plan(package)["back-matter"]["resources"] if "content/" in str(row)]  # type: ignore[call-overload]
    assert {row["href"] for row in cited} == {f"../content/{name}.json" for name in ("nvd-scores", "known-exploited", "epss")}
    for row in cited:
        assert row["hashes"][0]["value"] == rows[row["href"].removeprefix("../")].sha256


def test_the_summary_and_the_page_count_whose_word_the_ratings_are(package: Published) -> None:
    numbers = package.manifest.counts
    by = {key: number for key, number in numbers.items() if key.startswith("rated_by_")}
    assert sum(by.values()) == numbers["poam_items"]
    assert by["rated_by_nvd_verified"] > 0
    line = next(line for line in summary(package) if line.startswith("Rated"))
    assert f"({by['rated_by_nvd_verified']} verified, {by['rated_by_nvd_unverified']} unverified)" in line
    page = (package.folder / "report/crosscheck.html").read_text()
    assert f'Rated by NVD, verified against the NVD file added</td><td class="n">{by["rated_by_nvd_verified"]}</td>' in page


def test_the_same_content_gives_the_same_bytes(workspace: Path, package: Published, tmp_path: Path) -> None:
    assert checksums(build_(workspace, tmp_path).folder) == checksums(package.folder)


def test_content_is_no_evidence(workspace: Path, package: Published) -> None:
    assert not any("content" in path for path in Workspace.open(workspace).listing().paths)
    assert not any("content/nvd/" in row.path for row in package.manifest.files)


def test_the_precedence_of_system_yaml_is_used(workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace, tmp_path / "ws")
    with (tmp_path / "ws/system.yaml").open("a") as file:
        file.write("\nseverity: {precedence: [nvd-cvss-v4, nvd-cvss-v3]}\n")
    remarks = " ".join(item.remarks or "" for item in build_(tmp_path / "ws", tmp_path / "o").package.bundle.poam.poam_items)
    assert "Rating from NVD CVSS v4.0 base score 9.9 (NVD file of 2026-11-20)." in remarks


def test_changed_content_stops_the_build_before_anything_is_written(workspace: Path, tmp_path: Path) -> None:
    shutil.copytree(workspace, tmp_path / "ws")
    (condensed,) = (tmp_path / "ws/content/nvd").iterdir()
    condensed.write_bytes(condensed.read_bytes().replace(b"6.5", b"3.5"))
    with pytest.raises(ConfigError, match="was changed since it was added"):
        build_(tmp_path / "ws", tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = put(tmp_path, "nvd.json", nvd(cve(CVE, metric("3.1", 6.5, None)), total=9))
    assert main(["content", "add", "nvd", source]) == 2
    assert "there is no system.yaml" in capsys.readouterr().err
    (tmp_path / "system.yaml").write_text("")
    assert main(["content", "list"]) == 0
    assert "not added: atopack content add kev FILE|URL" in capsys.readouterr().out
    assert main(["content", "add", "nvd", source]) == 0
    said = capsys.readouterr().out
    assert "nvd.json of 2026-11-20 (1 record): added; nvd now has 1 record" in said
    assert "note: one page of 9 CVEs" in said
    assert main(["content", "add", "nvd", source, "--workspace", str(tmp_path)]) == 0
    assert "is there already" in capsys.readouterr().out
    assert main(["content", "add", "kev", source]) == 2
    assert "atopack content add nvd FILE" in capsys.readouterr().err
    assert main(["content", "add", "cve", source]) == 2
    assert "known kinds: nvd, kev, epss, nist-800-53, disa-stig, cmvp" in capsys.readouterr().err
    assert main(["content", "add", "kev", "http://cisa.example/kev.json"]) == 2
    (condensed,) = (tmp_path / "content/nvd").iterdir()
    condensed.write_bytes(b"")
    capsys.readouterr()
    assert main(["content", "list"]) == 2
    assert "cannot be used: the content `nvd` was changed since it was added" in capsys.readouterr().out

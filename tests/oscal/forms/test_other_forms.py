"""YAML, packages in several forms, `atopack convert`, and `atopack validate` of XML and YAML."""

import json
from pathlib import Path

import pytest
import yaml

from generator.cli.main import main
from generator.oscal.forms.faults import FormError
from generator.oscal.forms.other_forms import other_forms
from generator.oscal.forms.reading import json_of
from generator.oscal.forms.yaml_writing import yaml_bytes

_SAMPLE = sorted((Path(__file__).parents[3] / "output/sample/oscal").glob("*.json"))


def test_yaml_says_what_json_says() -> None:
    for path in _SAMPLE:
        document = json.loads(path.read_text())
        assert json.loads(json_of(yaml_bytes(document), ".yaml")) == document


def test_yaml_has_blocks_and_no_text_that_reads_as_a_number() -> None:
    written = yaml_bytes({"remarks": "a\n\nb", "version": "1e3", "day": "2026-11-20", "no": "no", "port": 443}).decode()
    assert "remarks: |-\n  a\n\n  b\n" in written
    assert "version: '1e3'" in written
    assert yaml.safe_load(written) == {"remarks": "a\n\nb", "version": "1e3", "day": "2026-11-20", "no": "no", "port": 443}


def test_dates_in_yaml_of_others_stay_as_they_are_written() -> None:
    assert json.loads(json_of(b"catalog: {metadata: {last-modified: 2026-11-20T01:02:03Z}}", ".yml")) == {
        "catalog": {"metadata": {"last-modified": "2026-11-20T01:02:03Z"}}
    }


@pytest.mark.parametrize(
    "hostile", [b"!!python/object:os.system {}", b"- a", b"a: [", b"\xff\xfe\x00", b"a: \xff", b"", b"a: 1\n---\na: 1"]
)
def test_hostile_yaml_is_refused(hostile: bytes) -> None:
    with pytest.raises(FormError):
        json_of(hostile, ".yaml")


def test_documents_import_their_neighbours_in_their_own_form() -> None:
    plan = b'{"assessment-plan": {"uuid": "1", "import-ssp": {"href": "system-security-plan.json"}}}'
    ssp = b'{"system-security-plan": {"uuid": "2", "import-profile": {"href": "https://profiles.example/a.json"}}}'
    files = {"oscal/assessment-plan.json": (plan, "Plan"), "oscal/system-security-plan.json": (ssp, "SSP")}
    found = other_forms(files, ["json", "xml", "yaml"])
    assert sorted(found) == [
        f"oscal/{name}.{form}" for name in ("assessment-plan", "system-security-plan") for form in ("xml", "yaml")
    ]
    data, title = found["oscal/assessment-plan.xml"]
    assert (b'href="system-security-plan.xml"' in data, title) == (True, "Plan (XML)")
    assert b"href: system-security-plan.yaml" in found["oscal/assessment-plan.yaml"][0]
    assert b"https://profiles.example/a.json" in found["oscal/system-security-plan.xml"][0]


def test_converting_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in _SAMPLE]
    assert main(["convert", *files, "--format", "xml", "--output", str(tmp_path / "xml")]) == 0
    xml = [str(path) for path in sorted((tmp_path / "xml").iterdir())]
    assert main(["convert", *xml, "--format", "json", "--output", str(tmp_path / "json")]) == 0
    plan = json.loads((tmp_path / "json/assessment-plan.json").read_text())
    assert plan == json.loads(next(path for path in _SAMPLE if path.stem == "assessment-plan").read_text())
    assert main(["convert", *xml, "--format", "json", "--output", str(tmp_path / "json")]) == 2
    assert "there is a file of that name" in capsys.readouterr().err


def test_converting_prints_what_became_of_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in _SAMPLE if path.stem.startswith("assessment")]
    assert main(["convert", *files, "--format", "yaml", "--output", str(tmp_path / "a"), "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"source": file, "path": str(tmp_path / "a" / f"{Path(file).stem}.yaml"), "format": "yaml"} for file in files
    ]


@pytest.mark.parametrize("seal", [("manifest.json", "SHA256SUMS"), ("bagit.txt",)])
def test_converting_adds_nothing_to_a_sealed_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seal: tuple[str, ...]
) -> None:
    """A new file there would break the seal."""
    package, plan = tmp_path / "package", next(path for path in _SAMPLE if path.stem == "assessment-plan")
    (package / "oscal").mkdir(parents=True)
    for name in seal:
        (package / name).write_text("{}")
    inside = package / "oscal" / plan.name
    inside.write_bytes(plan.read_bytes())
    command = ["convert", str(inside), "--format", "xml"]
    for more in ([], ["--output", str(package / "xml")]):
        assert main([*command, *more]) == 2
        told = capsys.readouterr().err
        assert "sealed package" in told
        assert "--output" in told
    assert sorted(path.name for path in package.iterdir()) == sorted(("oscal", *seal))
    assert main([*command, "--output", str(tmp_path / "xml")]) == 0
    assert (tmp_path / "xml/assessment-plan.xml").is_file()


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_a_manifest_or_sums_alone_are_no_seal(tmp_path: Path, name: str) -> None:
    plan = next(path for path in _SAMPLE if path.stem == "assessment-plan")
    (tmp_path / name).write_text("{}")
    assert main(["convert", str(plan), "--format", "xml", "--output", str(tmp_path)]) == 0


def test_converting_what_is_no_oscal_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text('{"catalog": {"colour": "red"}}')
    (tmp_path / "b.json").write_text("{")
    assert main(["convert", str(tmp_path / "a.json"), "--format", "xml"]) == 2
    assert "OSCAL 1.2.3 has no 'colour' here" in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "b.json"), "--format", "yaml"]) == 2
    assert "not JSON" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_xml_and_yaml_are_validated_like_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = next(path for path in _SAMPLE if path.stem == "component-definition")
    main(["convert", str(plan), "--format", "xml", "--output", str(tmp_path)])
    main(["convert", str(plan), "--format", "yaml", "--output", str(tmp_path)])
    written = tmp_path / "component-definition.xml"
    written.write_text(written.read_text().replace("<title>", "<title>\n", 1))
    (tmp_path / "broken.xml").write_text("<catalog")
    capsys.readouterr()
    assert (
        main(["validate", "--json", str(written), str(tmp_path / "component-definition.yaml"), str(tmp_path / "broken.xml")])
        == 4
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["rule"] for row in rows if row["document"] == "broken.xml"] == ["xml"]
    of = {
        name: {row["rule"] for row in rows if row["document"] == name} for name in (written.name, "component-definition.yaml")
    }
    assert of[written.name] == of["component-definition.yaml"]

"""compliance-trestle as a judge: it imports, resolves and validates what we write; FedRAMP's rules of 2023 find nothing new.

Runs where `TRESTLE` names the program, in an environment of its own. `fedramp-validate` comes with compliance-trestle-fedramp.
"""

import json
import re
import shutil
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from fewer_documents import only_documents
from prerequisites import needs, needs_program, shared
from trestle_program import TRESTLE, trestle

from generator.cli.main import main
from generator.frameworks.base import Parameter
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.rev5.table import FAMILIES
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.resources import data
from generator.workspace.folder import Workspace

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
CATALOG = shared("reference/oscal/nist-800-53-rev5/NIST_SP-800-53_rev5_catalog.json")
PAGE = Path(__file__).parents[2] / "docs/fedramp-validate.md"
AS_OF = date(2026, 11, 20)
OF_GSAS_TEMPLATE = 135
"""Assertions that fail of FedRAMP-SSP-OSCAL-Template.json, which answers 20 controls."""
_BASELINE = "fedramp-source/content/baselines/rev5/xml/FedRAMP_rev5_MODERATE-baseline-resolved-profile_catalog.xml"
_O = {"o": "http://csrc.nist.gov/ns/oscal/1.0"}
needs_trestle = needs_program("trestle")

pytestmark = pytest.mark.long


def built(workspace: Path, output: Path) -> Path:
    """The OSCAL of its package: no other document is judged here."""
    cache = Path(tempfile.gettempdir()) / "atopack-test-schemas"
    with only_documents():
        return build(Workspace.open(workspace), output, AS_OF, lambda *_: None, cache=cache).folder / "oscal"


def _project(folder: Path) -> Path:
    """A folder of trestle's own, beside what it imports."""
    project = folder / "project"
    project.mkdir()
    trestle(project, "init", "--local")
    return project


@needs_trestle
@needs(CATALOG)
def test_trestle_imports_resolves_and_validates_what_we_write(tmp_path: Path) -> None:
    """The plan names the profile where trestle keeps it, since trestle follows the address and no test has a network."""
    workspace = shutil.copytree(SAMPLE, tmp_path / "shop")
    with (workspace / "system.yaml").open("a") as file:
        file.write("\noscal: {profile: 'trestle://profiles/profile/profile.json'}\n")
    assert main(["content", "add", "nist-800-53", str(CATALOG), "--workspace", str(workspace)]) == 0
    documents = built(workspace, tmp_path / "out")
    project = _project(tmp_path)
    for path in sorted(documents.glob("*.json"), key=lambda path: (path.stem not in ("catalog", "profile"), path.stem)):
        done = trestle(project, "import", "-f", path, "-o", path.stem)
        assert done.returncode == 0, done.stdout + done.stderr
        if path.stem == "profile":
            kept = project / "profiles/profile/profile.json"
            kept.write_text(kept.read_text().replace('"catalog.json"', '"trestle://catalogs/catalog/catalog.json"'))
    assert (done := trestle(project, "validate", "-a")).returncode == 0, done.stdout + done.stderr
    done = trestle(project, "author", "profile-resolve", "-n", "profile", "-o", "resolved")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((project / "catalogs/resolved/catalog.json").read_text())
    ids = set(re.findall(r'"id": "([a-z]{2}-[0-9.]+)"', json.dumps(found)))
    assert {one.oscal_id for one in FEDRAMP_REV5.plan("moderate")} <= ids


@needs_trestle
def test_trestle_imports_the_whole_package_without_a_network(
    tmp_path: Path, sample_built: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It resolves the plan's profile and that profile's catalog, which lie beside the plan, from where it is called."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    documents = shutil.copytree(sample_built.folder / "oscal", tmp_path / "oscal")
    project = _project(tmp_path)
    paths = sorted(documents.glob("*.json"))
    assert {"catalog.json", "profile.json"} < {path.name for path in paths}
    for path in paths:
        done = trestle(documents, "import", "--trestle-root", project, "-f", path.name, "-o", path.stem)
        assert done.returncode == 0, path.name + done.stdout + done.stderr
    done = trestle(documents, "validate", "-a", "--trestle-root", project)
    assert done.returncode == 0, done.stdout + done.stderr


@cache
def _said() -> dict[str, list[str]]:
    """FedRAMP's own values by id of the parameter, as the baseline beside their program has them."""
    (catalog,) = Path(str(TRESTLE)).parent.parent.glob(f"lib/python3*/site-packages/trestle_fedramp/resources/{_BASELINE}")
    return {
        str(one.get("id")): [
            " ".join("".join(text.itertext()).split()) for text in one.findall("o:constraint/o:description/o:p", _O)
        ]
        for one in ET.parse(catalog).iter(f"{{{_O['o']}}}param")  # noqa: S314 - a file that is installed with the program
    }


def _required(parameters: Iterable[Parameter]) -> dict[str, str]:
    """A value for each row and what is inserted into it."""
    said, found = _said(), {}
    for one in (each for row in parameters for each in row.with_inserted):
        values = [value for name in (one.oscal_id, *one.stands_for) for value in said.get(name, ())]
        found[one.label] = values[0] if values else "as the policy says"
    return found


def _written(workspace: Path) -> None:
    """A narrative for every control with its parameters, and a policy and a procedure for every family."""
    named = {kind: {family: f"{kind}/{family}.md" for family in FAMILIES} for kind in ("policies", "procedures")}
    for path in (path for rows in named.values() for path in rows.values()):
        (workspace / path).parent.mkdir(exist_ok=True)
        (workspace / path).write_text(f"{path}: what everybody does.\n")
    said = "".join(f"  {kind}: {json.dumps(rows)}\n" for kind, rows in named.items())
    system = workspace / "system.yaml"
    system.write_text(system.read_text().replace("\nplan:\n", f"\nplan:\n{said}", 1))
    text = (
        "The provider does this as its policy says; DNSSEC, SCAP and CIS are used where they apply. The system owner reviews "
        "the policy every year, keeps the record of each review, and reports to the authorizing official what has changed.\n"
    )
    for control in FEDRAMP_REV5.plan("moderate"):
        head = {
            "status": "implemented",
            "origination": "inherited" if control.id.startswith("PE-") else "sp-system",
            "role": "System Owner",
            "approver": "Ada",
            "date": date(2026, 11, 1),
            "parameters": _required(control.parameters),
        }
        parts = "".join(f"## Part {part}\n{text}\n" for part in control.parts) or text
        (workspace / f"narratives/{control.id}.md").write_text(f"---\n{yaml.safe_dump(head)}---\n{parts}")


def _failed(folder: Path, plan: Path) -> list[str]:
    """The rule of every failed assertion."""
    (folder / "said").mkdir()
    done = trestle(folder, "fedramp-validate", "-f", plan, "-o", "said")
    report = folder / "said/fedramp-validation-report.xml"
    assert report.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    root = ET.fromstring(f"<said>{report.read_text()}</said>")  # noqa: S314 - what the program wrote just now
    return [str(one.get("id")) for one in root.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")]


@needs_trestle
@pytest.mark.parametrize("written", [True, False], ids=["every narrative written", "as it is"])
def test_fedramps_rules_of_2023_find_only_what_is_explained(tmp_path: Path, *, written: bool) -> None:
    if trestle(tmp_path, "fedramp-validate", "--help").returncode:
        pytest.skip("needs compliance-trestle-fedramp beside compliance-trestle: pip install compliance-trestle-fedramp==0.4.0")
    workspace = shutil.copytree(SAMPLE, tmp_path / "shop")
    with (workspace / "system.yaml").open("a") as file:
        file.write("\noscal: {fedramp-namespace: https://fedramp.gov/ns/oscal, embed: [diagrams, documents, evidence]}\n")
    if written:
        _written(workspace)
    failed = _failed(_project(tmp_path), built(workspace, tmp_path / "out") / "system-security-plan.json")
    remains, _, outstanding = PAGE.read_text().partition("## What a plan fails beside")
    explained = set(re.findall(r"^\| `([A-Za-z0-9-]+)`", remains, re.MULTILINE))
    if written:
        assert len(failed) < OF_GSAS_TEMPLATE
    else:
        explained |= set(re.findall(r"^\| `([A-Za-z0-9-]+)`", outstanding, re.MULTILINE))
    assert set(failed) - explained == set()
    assert len(failed) > 10, "their program ran"

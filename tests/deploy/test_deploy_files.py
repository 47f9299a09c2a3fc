"""What people take from this repository besides the wheel (action, component, manifests, workflows, forms): valid, and run."""

import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from fork_server import ForkServer
from jsonschema import Draft7Validator, Draft202012Validator
from prerequisites import need_program, needs_program
from referencing import Registry, Resource

from generator.cli.check_sarif import sarif
from generator.cli.grammar import parser
from generator.cli.main import main
from generator.pipeline.publish import Published
from generator.version import VERSION
from generator.workspace.place_lines import line_of
from tests.deliverables.export_made import AS_OF, SAMPLE, small

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy/kubernetes"
SCHEMAS = {
    "action.yml": "github-actions",
    ".github/workflows/test.yml": "github-workflows",
    ".github/workflows/release.yml": "github-workflows",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    ".github/ISSUE_TEMPLATE/wrong-result.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/format.yml": "github-issue-forms",
}


@pytest.mark.parametrize(("file", "schema"), SCHEMAS.items())
def test_it_is_valid_by_the_schema_of_its_kind(file: str, schema: str) -> None:
    vendored = files("check_jsonschema") / "builtin_schemas/vendor" / f"{schema}.json"
    validator = Draft7Validator(json.loads(vendored.read_text()))
    # NOTE: YAML 1.1 reads the key `on` as true
    errors = [
        error.message for error in validator.iter_errors(yaml.safe_load((ROOT / file).read_text().replace("\non:", "\n'on':")))
    ]
    assert errors == []


def test_every_action_is_used_by_version_and_every_workflow_states_its_rights() -> None:
    for path in (ROOT / ".github/workflows").iterdir():
        text = path.read_text()
        assert all("@" in use for use in re.findall(r"uses: (\S+)", text))
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}


def test_the_component_is_valid_by_the_schema_of_pipelines() -> None:
    header, job = yaml.safe_load_all((ROOT / "templates/check.yml").read_text())
    inputs = header["spec"]["inputs"]
    text = yaml.safe_dump(job)
    assert set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", text)) == set(inputs)
    for name, each in inputs.items():
        text = text.replace(f"$[[ inputs.{name} ]]", str(each["default"]) or "x")
    vendored = files("check_jsonschema") / "builtin_schemas/vendor/gitlab-ci.json"
    validator = Draft7Validator(json.loads(vendored.read_text()))
    assert [error.message for error in validator.iter_errors(yaml.safe_load(text))] == []


@pytest.mark.parametrize(
    ("file", "arguments"),
    [
        ("rbac.yaml", ["collect", "kubernetes", "--rbac"]),
        ("monitor.yaml", ["monitor", "--manifest", "--image", "atopack"]),
    ],
)
def test_the_manifests_are_those_that_the_commands_print(
    file: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == (DEPLOY / file).read_text()


@needs_program("kubernetes-schemas")
@pytest.mark.parametrize("arguments", [[], ["collect", "kubernetes", "--cronjob"], ["collect", "kubernetes", "--rbac"]])
def test_the_manifests_are_valid_by_the_schemas_of_kubernetes(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    definitions = json.loads(Path(need_program("kubernetes-schemas")).read_bytes())
    schemas = {
        tuple(kind.values()): name
        for name, schema in definitions["$defs"].items()
        for kind in schema.get("x-kubernetes-group-version-kind", ())
    }
    resources = Registry().with_resource(definitions["$id"], Resource.from_contents(definitions))
    printed = [path.read_text() for path in DEPLOY.glob("*.yaml") if path.name != "kustomization.yaml"]
    if arguments:
        assert main(arguments) == 0
        printed = [capsys.readouterr().out]
    objects = [each for text in printed for each in yaml.safe_load_all(text)]
    assert objects
    for each in objects:
        group, _, version = each["apiVersion"].rpartition("/")
        name = schemas[group, each["kind"], version]
        validator = Draft202012Validator({"$ref": f"{definitions['$id']}#/$defs/{name}"}, registry=resources)
        assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(each)] == []


def test_the_manifests_name_the_image_of_this_version() -> None:
    (image,) = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text())["images"]
    assert image["newTag"] == VERSION


def test_the_manifests_hang_together() -> None:
    kustomization = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text())
    assert sorted(kustomization["resources"]) == sorted({path.name for path in DEPLOY.glob("*.yaml")} - {"kustomization.yaml"})
    objects = [each for name in kustomization["resources"] for each in yaml.safe_load_all((DEPLOY / name).read_text())]
    named = [each for each in objects if each["kind"] not in {"Namespace", "ClusterRole", "ClusterRoleBinding"}]
    assert {each["metadata"]["namespace"] for each in named} == {kustomization["namespace"]}
    (role,) = [each for each in objects if each["kind"] == "ClusterRole"]
    assert {verb for rule in role["rules"] for verb in rule["verbs"]} <= {"get", "list"}
    assert not any("secrets" in rule.get("resources", ()) for rule in role["rules"])


def test_the_recipe_of_a_fleet_speaks_tls_and_has_no_rights() -> None:
    job, *_ = yaml.safe_load_all((ROOT / "deploy/fleet/fleet.yaml").read_text())
    cluster = job["spec"]["cluster"]["spec"]
    pods = [job["spec"]["job"]["spec"], cluster["worker"]["spec"], cluster["scheduler"]["spec"]]
    for pod in pods:
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert not pod["automountServiceAccountToken"]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["securityContext"]["readOnlyRootFilesystem"]
        files = {argument for argument in container["args"] if argument.startswith("--tls-")}
        assert {argument.partition("=")[2] for argument in files} == {"/tls/ca.crt", "/tls/tls.crt", "/tls/tls.key"}
        assert {mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]}
    options = parser().parse_args(pods[0]["containers"][0]["args"])
    assert options.engine == "dask"
    assert options.address == pods[1]["containers"][0]["args"][0]
    assert options.address.startswith(f"tls://{job['metadata']['name']}-scheduler.{job['metadata']['namespace']}.svc:")


def _ended(
    script: str, workspace: Path, temporary: Path, processes: ForkServer, **more: str
) -> subprocess.CompletedProcess[str]:
    temporary.mkdir(exist_ok=True)
    program = temporary / "atopack-here"
    processes.program(program, "fewer_documents:main")
    said = {
        "RUNNER_TEMP": str(temporary),
        "ATOPACK_BIN": str(program),
        "ATOPACK_WORKSPACE": workspace.name,
        "ATOPACK_AS_OF": AS_OF.isoformat(),
        "GITHUB_OUTPUT": str(temporary / "outputs"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary"),
        **more,
    }
    bash = need_program("bash")
    return subprocess.run(
        [bash, str(ROOT / "deploy/ci" / script)],
        cwd=workspace.parent,
        env={**os.environ, **said},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_steps_of_the_action_run_as_scripts(tmp_path: Path, processes: ForkServer) -> None:
    workspace = small(tmp_path / "repository" / "compliance")
    temporary = tmp_path / "temporary"
    checked = _ended("check.sh", workspace, temporary, processes, ATOPACK_FAIL_ON="critical")
    assert checked.returncode == 0, checked.stderr
    assert _ended("check.sh", workspace, temporary, processes, ATOPACK_FAIL_ON="low").returncode == 1
    run = json.loads((temporary / "atopack.sarif").read_text())["runs"][0]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    assert places
    for place in places:
        path = workspace.parent / place["artifactLocation"]["uri"]
        assert path.is_relative_to(workspace)
        assert 1 <= place["region"]["startLine"] <= len(path.read_bytes().splitlines())
    assert all(run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert "### Discrepancies" in (temporary / "summary").read_text()
    built = _ended("build.sh", workspace, temporary, processes)
    assert built.returncode == 0, built.stderr
    assert f"package={temporary / 'authorization-package'}" in (temporary / "outputs").read_text()
    assert list((temporary / "authorization-package").glob("*/oscal/system-security-plan.json"))


@needs_program("sarif-schema")
def test_the_discrepancies_are_sarif_by_the_schema_of_oasis(sample_built: Published) -> None:
    """Of the whole sample: waived ones, several places and places without a line are among them."""
    log = json.loads(sarif(sample_built.package.discrepancies, SAMPLE, SAMPLE.parent))
    results = log["runs"][0]["results"]
    assert any("suppressions" in result for result in results)
    assert any("relatedLocations" in result for result in results)
    schema = json.loads(Path(need_program("sarif-schema")).read_bytes())
    assert [fault.message for fault in Draft7Validator(schema).iter_errors(log)] == []
    log["runs"][0]["results"][0]["level"] = "bad"
    assert list(Draft7Validator(schema).iter_errors(log))


def test_a_workspace_that_is_none_ends_the_build_with_an_error(tmp_path: Path, processes: ForkServer) -> None:
    (tmp_path / "repository/none").mkdir(parents=True)
    assert _ended("build.sh", tmp_path / "repository/none", tmp_path / "temporary", processes).returncode == 2


@pytest.mark.parametrize(
    ("name", "text", "place", "line"),
    [
        ("a.yml", "x: 1\n", "line 7", 7),
        ("a.yaml", "# c\na: 1\n---\n\n---\nb: 2\n", "document 2", 6),
        ("a.yaml", "services:\n  web: {}\n  a.b:\n    image: x\n", "services.a.b.image", 4),
        ("a.yaml", "services: {}\n", "services.web", None),
        ("a.yaml", "a: [1\n", "document 1", None),
        ("a.json", '{"kind": "List",\n "items": [\n  {"a": "]"},\n  {"b/c": 1}\n ]\n}', "/items/1", 4),
        ("a.json", '{"b/c":\n 1}', "/b~1c", 2),
        ("a.json", '{"items": []}', "/items/0", None),
        ("a.json", '{"items": [', "/items/3", None),
        ("a.drawio", "<mx>\n<cell value='Web'/>\n</mx>", "page One, shape Web", 2),
        ("a.json", "{}", "", None),
    ],
)
def test_the_line_of_a_place(tmp_path: Path, name: str, text: str, place: str, line: int | None) -> None:
    (tmp_path / name).write_text(text)
    assert line_of(tmp_path / name, place) == line


def test_no_link_is_followed_for_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert line_of(tmp_path / "b.json", "/a") is None
    assert line_of(tmp_path / "none.json", "/a") is None


@pytest.mark.parametrize("file", ["SECURITY.md", "README.md", "CONTRIBUTING.md", "docs/threat-model.md"])
def test_what_a_page_names_is_there(file: str) -> None:
    text = (ROOT / file).read_text()
    here = (ROOT / file).parent
    links = [link.partition("#")[0] for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)]+)\)", text)]
    assert [link for link in links if not (here / link).exists()] == []
    if file in {"SECURITY.md", "docs/threat-model.md"}:
        assert [path for path in re.findall(r"`((?:tests|generator)/[\w./]+)`", text) if not (ROOT / path).exists()] == []

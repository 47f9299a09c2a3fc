import json
from pathlib import Path

import pytest
import yaml
from recorded_api import Fault, RecordedApi, Resource, forbidden

from generator.cli.main import main

SECRET_POD = {
    "metadata": {"name": "cart-1", "namespace": "shop", "uid": "1"},
    "spec": {"containers": [{"name": "app", "image": "cart:1", "env": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]},
    "status": {"phase": "Running"},
}
PODS = Resource(kind="Pod", plural="pods", items=(SECRET_POD,))
NODES = Resource(kind="Node", plural="nodes", namespaced=False)


def test_a_run_says_what_came_and_what_did_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with RecordedApi(resources=(PODS, NODES), always={"nodes": forbidden()}).running() as api:
        config = str(api.kubeconfig(tmp_path / "config", cluster="arn:aws:eks:us-east-1:1:cluster/prod"))
        code = main(["collect", "kubernetes", "--kubeconfig", config, "--context", "here", "--workspace", str(tmp_path)])
    out = capsys.readouterr().out
    assert code == 0
    assert "Collected  1 object of 1 kind; 0 kinds are served and empty, " in out
    assert "Cut out    1 value that looks secret" in out
    assert 'NOT COLLECTED  list nodes (403): is forbidden: User "auditor" cannot list' in out
    assert "--rbac" in out
    (folder,) = (tmp_path / "evidence/cluster/prod").iterdir()
    assert f"Evidence   {folder}" in out
    said = json.loads((folder / "collection.sidecar.json").read_bytes())
    assert said["command"] == "atopack collect kubernetes --context here"
    assert "hunter2" not in "".join(each.read_text() for each in folder.iterdir())


def test_strict_and_a_name_and_rules_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules.yaml").write_text("secret-words: [colour]\n")
    with RecordedApi(resources=(PODS, NODES), always={"nodes": forbidden()}).running() as api:
        config = str(api.kubeconfig(tmp_path / "config"))
        words = ["--kubeconfig", config, "--workspace", str(tmp_path), "--name", "blue", "--namespace", "shop", "--strict"]
        code = main(["collect", "kubernetes", *words, "--redaction", str(tmp_path / "rules.yaml")])
    assert code == 3
    (folder,) = (tmp_path / "evidence/cluster/blue").iterdir()
    assert "hunter2" in (folder / "pods.json").read_text()
    assert "/api/v1/namespaces/shop/pods" in {each.path for each in api.asked}
    assert "Cut out    0 values" in capsys.readouterr().out


def test_errors_end_with_2_and_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with RecordedApi(resources=(PODS,), always={"/api": Fault(status=401)}).running() as api:
        config = str(api.kubeconfig(tmp_path / "config"))
        assert main(["collect", "kubernetes", "--kubeconfig", config, "--workspace", str(tmp_path)]) == 2
    assert "did not accept the sign-in" in capsys.readouterr().err
    assert main(["collect", "kubernetes", "--kubeconfig", str(tmp_path / "none"), "--workspace", str(tmp_path)]) == 2
    assert "--kubeconfig FILE" in capsys.readouterr().err
    assert main(["collect", "kubernetes", "--redaction", str(tmp_path / "none")]) == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--namespace", "../x"], ["--namespace", "A"], ["--unknown"]])
def test_words_that_are_wrong(words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["collect", "kubernetes", *words])
    assert caught.value.code == 2


def test_manifests_are_printed_and_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "kubernetes", "--rbac", "--cronjob", "--image", "here/atopack:1", "--name", "prod"]) == 0
    kinds = [each["kind"] for each in yaml.safe_load_all(capsys.readouterr().out)]
    assert kinds == ["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "PersistentVolumeClaim", "CronJob"]
    assert main(["collect", "kubernetes", "--rbac", "--with-secret-names"]) == 0
    assert "resources: [secrets]" in capsys.readouterr().out

"""Against Debian's `docker-registry` on loopback: pushed by plain PUTs, read by the collector, read again by the parser."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import oci_content as oci
import pytest
import urllib3
from prerequisites import need_program

from generator.collectors.collection import Collection
from generator.collectors.registry_images import RegistryRequest, collect
from generator.model.registry import ReferrerKind, RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.workspace.folder import Workspace

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its host and port."""
    program = need_program("docker-registry")
    folder = tmp_path_factory.mktemp("registry")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{probe.getsockname()[1]}"
    config = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(folder / "data")}},
        "http": {"addr": host},
    }
    (folder / "config.yml").write_text(json.dumps(config))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([program, "serve", str(folder / "config.yml")], stdout=log, stderr=log)
        try:
            _wait(host)
            yield host
        finally:
            server.terminate()
            server.wait()


def _wait(host: str) -> None:
    with urllib3.PoolManager() as pool:
        for _ in range(200):
            try:
                if pool.request("GET", f"http://{host}/v2/", retries=False).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
    raise AssertionError("docker-registry did not start")


def push(host: str, repository: str, content: oci.Content) -> None:
    """Upload blobs, then manifests, then tags."""
    base = f"http://{host}/v2/{repository}"
    with urllib3.PoolManager() as pool:
        for digest, raw in content.blobs.items():
            place = pool.request("POST", f"{base}/blobs/uploads/").headers["Location"]
            done = pool.request(
                "PUT", f"{place}&digest={digest}", body=raw, headers={"Content-Type": "application/octet-stream"}
            )
            assert done.status == 201, done.data
        named = [(digest, digest) for digest in content.manifests] + list(content.tags.items())
        for reference, digest in named:
            media_type, raw = content.manifests[digest]
            done = pool.request("PUT", f"{base}/manifests/{reference}", body=raw, headers={"Content-Type": media_type})
            assert done.status == 201, done.data


@pytest.fixture(scope="module")
def sample(registry: str) -> oci.Sample:
    """Pushed."""
    made = oci.sample()
    push(registry, "shop/cart", made.content)
    other = oci.Content()
    other.tags["7"] = str(oci.image(other, "amd64", User="")["digest"])
    push(registry, "tools/report", other)
    return made


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("system:\n  name: Shop\n")
    return tmp_path


def run(host: str, workspace: Path, **more: object) -> Collection:
    request = RegistryRequest(workspace=workspace, host=host, **more)  # type: ignore[arg-type]
    return collect(request, lambda: NOW, lambda _text: None, sleep=lambda _seconds: None)


def snapshots(workspace: Path, collection: Collection) -> list[RegistrySnapshot]:
    opened = Workspace.open(workspace)
    found = []
    for kept in collection.kept:
        evidence, content, gap = opened.load(kept.path.relative_to(workspace).as_posix())
        assert gap is None
        assert evidence.collected == NOW
        _, snapshot = read(Document(evidence.path, content), evidence)
        if isinstance(snapshot, RegistrySnapshot):
            found.append(snapshot)
    return found


def test_everything_of_the_catalog(registry: str, sample: oci.Sample, workspace: Path) -> None:
    collection = run(registry, workspace)
    assert collection.refused == ()
    images = {one.repository: one for snapshot in snapshots(workspace, collection) for one in snapshot.images}
    assert set(images) == {"shop/cart", "tools/report"}
    cart = images["shop/cart"]
    assert (cart.tags, cart.digest, cart.is_index) == (("1.4", "stable"), sample.index, True)
    assert {one.platform: one.digest for one in cart.platforms} == sample.platforms
    assert cart.digests == (sample.index, *sample.platforms.values())
    assert [one.user for one in cart.platforms] == ["10001:10001", "10001:10001"]
    report = images["tools/report"]
    assert (report.is_index, report.platforms[0].platform, report.platforms[0].user) == (False, "linux/amd64", "")
    assert report.platforms[0].digest == report.digest


def test_what_belongs_to_an_image(registry: str, sample: oci.Sample, workspace: Path) -> None:
    collection = run(registry, workspace, repositories=("shop/cart",))
    (snapshot,) = snapshots(workspace, collection)
    found = {(one.kind, one.found_by, one.subject) for one in snapshot.images[0].referrers}
    assert found == {
        (ReferrerKind.SBOM, "referrers tag", sample.index),
        (ReferrerKind.SIGNATURE, "tag .sig", sample.index),
        (ReferrerKind.ATTESTATION, "index", sample.platforms["linux/amd64"]),
    }
    (attestation,) = [one for one in snapshot.images[0].referrers if one.kind is ReferrerKind.ATTESTATION]
    assert attestation.predicate_types == ("https://slsa.dev/provenance/v1",)
    (sbom,) = [kept for kept in collection.kept if kept.path.name.endswith("-sbom.json")]
    assert sbom.path.read_bytes() == sample.spdx
    assert sbom.sidecar.target == f"{registry}/shop/cart@{sample.index}"


def test_no_secret_is_written(registry: str, sample: oci.Sample, workspace: Path) -> None:
    collection = run(registry, workspace, repositories=("shop/cart",))
    for path in workspace.rglob("*"):
        assert not path.is_file() or b"hunter2" not in path.read_bytes(), path
    bundle = next(kept for kept in collection.kept if not kept.path.name.endswith("-sbom.json"))
    rules = {one.rule: one.count for one in bundle.sidecar.redactions}
    assert rules["environment value"] >= 2
    assert rules["secret text"] >= 3
    text = bundle.path.read_text()
    assert "DB_PASSWORD=REDACTED" in text
    assert "ENV DATABASE=REDACTED MODE=REDACTED" in text
    assert "RUN |REDACTED /bin/sh -c make # buildkit" in text
    assert "COPY cart /app/cart # buildkit" in text


@pytest.mark.parametrize(
    "reference", ["shop/cart:1.4", "{host}/shop/cart:stable", "shop/cart@{index}", "{host}/shop/cart:1.4@{index}"]
)
def test_one_image(registry: str, sample: oci.Sample, workspace: Path, reference: str) -> None:
    asked = reference.format(host=registry, index=sample.index)
    collection = run(registry, workspace, images=(asked,))
    (snapshot,) = snapshots(workspace, collection)
    assert snapshot.images[0].digest == sample.index
    assert {one.kind for one in snapshot.images[0].referrers} == {
        ReferrerKind.SBOM,
        ReferrerKind.SIGNATURE,
        ReferrerKind.ATTESTATION,
    }


def test_an_image_that_is_not_there(registry: str, sample: oci.Sample, workspace: Path) -> None:
    collection = run(registry, workspace, images=("shop/cart:1.4", "shop/cart:9"))
    (refusal,) = collection.refused
    assert (refusal.status, refusal.scope) == (404, "shop/cart 9")
    record = json.loads(next(workspace.rglob("collection.sidecar.json")).read_text())
    assert record["complete"] is False
    assert record["refused"][0]["scope"] == "shop/cart 9"

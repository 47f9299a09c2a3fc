"""A registry that lies, never ends, answers too much, or leads elsewhere: every fault is named, and the rest is collected."""

import json
from collections.abc import Callable
from pathlib import Path

import fake_registry
import oci_content as oci
import pytest
from fake_registry import Asked, Reply, as_json
from growth import HANG
from registry_run import run

from generator.collectors import registry_api
from generator.collectors.base import CollectError, CollectionRefusal
from generator.collectors.collection import Collection
from generator.errors import ConfigError

CART = ("shop/cart",)


def collect(tmp_path: Path, special: Callable[[Asked], Reply | None], **more: object) -> Collection:
    with fake_registry.serve({"shop/cart": oci.sample().content}, special, referrers=True) as fake:
        return run(fake.host, tmp_path, repositories=CART, **more)


def only(collection: Collection) -> CollectionRefusal:
    (refusal,) = collection.refused
    return refusal


def at(end: str, reply: Reply) -> Callable[[Asked], Reply | None]:
    return lambda asked: reply if asked.path.endswith(end) else None


def test_referrers_api(tmp_path: Path) -> None:
    collection = collect(tmp_path, lambda _asked: None)
    assert collection.refused == ()
    bundle = json.loads(next(one.path for one in collection.kept if "-sbom" not in one.path.name).read_bytes())
    assert [(one["kind"], one["found_by"]) for one in bundle["referrers"]] == [
        ("sbom", "referrers API"),
        ("signature", "referrers API"),
        ("attestation", "index"),
    ]
    (file,) = [blob["file"] for one in bundle["referrers"] for blob in one["blobs"] if "file" in blob]
    assert {one.path.name for one in collection.kept} >= {file}


def test_other_bytes_than_the_digest_says(tmp_path: Path) -> None:
    sample = oci.sample()
    lied = sample.platforms["linux/arm64/v8"]
    media_type, raw = sample.content.manifests[lied]
    other = Reply(body=raw.replace(b"}", b"} ", 1), headers={"Content-Type": media_type, "Docker-Content-Digest": lied})
    refusal = only(collect(tmp_path, at(lied, other)))
    assert "the bytes are not those of the digest" in refusal.why
    assert refusal.resource == "platform linux/arm64/v8"
    assert refusal.scope == f"shop/cart@{sample.index}"
    bundle = json.loads(next(tmp_path.rglob("*cart*[0-9a-f].json")).read_bytes())
    assert "manifest" not in next(one for one in bundle["platforms"] if one["digest"] == lied)
    assert bundle["not_collected"][0]["what"] == "platform linux/arm64/v8"


def test_a_tag_whose_header_names_another_digest(tmp_path: Path) -> None:
    sample = oci.sample()
    media_type, raw = sample.content.manifests[sample.index]
    reply = Reply(body=raw, headers={"Content-Type": media_type, "Docker-Content-Digest": f"sha256:{'0' * 64}"})
    refusal = only(collect(tmp_path, at("/manifests/stable", reply)))
    assert refusal.scope == "shop/cart stable"
    assert "said to be sha256:000" in refusal.why


def test_a_descriptor_of_another_size(tmp_path: Path) -> None:
    content = oci.Content()
    image = oci.image(content, "amd64")
    content.manifest({"mediaType": oci.INDEX, "manifests": [{**image, "size": 7}]}, tag="1")
    with fake_registry.serve({"shop/cart": content}) as fake:
        assert "said to be 7 bytes" in only(run(fake.host, tmp_path, repositories=CART)).why


@pytest.mark.parametrize("digest", ["sha256:../../../etc/passwd", "md5:abc", "", "sha256:" + "g" * 64])
def test_a_digest_that_is_none(tmp_path: Path, digest: str) -> None:
    content = oci.Content()
    content.manifest({"mediaType": oci.INDEX, "manifests": [{"mediaType": oci.MANIFEST, "digest": digest, "size": 1}]}, tag="1")
    with fake_registry.serve({"shop/cart": content}) as fake:
        assert "its digest is none" in only(run(fake.host, tmp_path, repositories=CART)).why
        assert not any("passwd" in asked.path for asked in fake.asked)


def test_names_that_are_none_are_left_out(tmp_path: Path) -> None:
    content = oci.sample().content

    def special(asked: Asked) -> Reply | None:
        if asked.path == "/v2/_catalog":
            return as_json({"repositories": ["../../etc", "UPPER", "shop/cart", "a b", "x" * 300]})
        return as_json({"tags": ["1.4", "../x", "", ".hidden", "a" * 200]}) if asked.path.endswith("/tags/list") else None

    with fake_registry.serve({"shop/cart": content}, special) as fake:
        collection = run(fake.host, tmp_path)
    assert collection.refused == ()
    assert {asked.path.split("/manifests/")[0] for asked in fake.asked if "/manifests/" in asked.path} == {"/v2/shop/cart"}


def test_pages_of_tags(tmp_path: Path) -> None:
    def paged(asked: Asked) -> Reply | None:
        if not asked.path.endswith("/tags/list"):
            return None
        if "last" in asked.query:
            return as_json({"tags": ["stable"]})
        return as_json({"tags": ["1.4"]}, Link=f'<{asked.path}?last=1.4&n=1>; rel="next"')

    collection = collect(tmp_path, paged)
    bundle = json.loads(next(one.path for one in collection.kept if "-sbom" not in one.path.name).read_bytes())
    assert bundle["tags"] == ["1.4", "stable"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('</v2/shop/cart/tags/list?n=1000>; rel="next"', "circle"),
        ('<https://registry.example.com/v2/shop/cart/tags/list>; rel="next"', "another host"),
        ('<http://registry.example.com/v2/>; rel="next"', "points to"),
    ],
)
def test_pages_that_lead_astray(tmp_path: Path, link: str, said: str) -> None:
    with pytest.raises(CollectError, match=said):
        collect(tmp_path, lambda asked: as_json({"tags": ["1.4"]}, Link=link) if asked.path.endswith("/tags/list") else None)


def test_tags_without_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_api, "MOST_TAGS", 50)

    def endless(asked: Asked) -> Reply | None:
        if not asked.path.endswith("/tags/list"):
            return None
        at = int(asked.query.get("last", ["0"])[0])
        return as_json({"tags": [f"t{at + n}" for n in range(20)]}, Link=f'<{asked.path}?last={at + 20}>; rel="next"')

    with pytest.raises(CollectError, match="more than 50 tags"):
        collect(tmp_path, endless)


def test_referrers_without_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_api, "MOST_LISTED", 30)
    only_requested: list[str] = []

    def endless(asked: Asked) -> Reply | None:
        if "/referrers/" not in asked.path:
            return None
        only_requested.append(asked.path)
        at = int(asked.query.get("last", ["0"])[0])
        listed = [{"digest": f"sha256:{at + n:064x}", "mediaType": oci.MANIFEST, "size": 1} for n in range(20)]
        return as_json({"manifests": listed}, Link=f'<{asked.path}?last={at + 20}>; rel="next"')

    assert collect(tmp_path, endless).refused
    assert max(only_requested.count(one) for one in only_requested) == 2


def test_an_answer_that_drips(tmp_path: Path) -> None:
    """Each byte comes within the time between two bytes, the whole never."""
    dripping = Reply(body=b" " * 5_000, drip=0.05)
    with pytest.raises(CollectError, match="not read whole within"):
        collect(tmp_path, at("/tags/list", dripping), whole=0.5)
    assert dripping.hung_up.wait(HANG)


def test_a_registry_that_falls_silent_is_asked_no_more(tmp_path: Path) -> None:
    contents = {f"shop/{name}": oci.sample().content for name in "abcdefgh"}
    broken = Reply(body=b"x", headers={"Content-Length": "99", "Connection": "close"})
    with fake_registry.serve(contents, at("/tags/list", broken)) as fake, pytest.raises(CollectError, match="gave nothing"):
        run(fake.host, tmp_path)
    assert sum(one.path.endswith("/tags/list") for one in fake.asked) == 3


def test_an_image_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    named = ("shop/cart:1.4", "shop/cart:stable", "shop/cart:1.4", f"shop/cart@{oci.sample().index}")
    for number, more in enumerate(({}, {"repositories": CART})):
        (tmp_path / str(number)).mkdir()
        with fake_registry.serve({"shop/cart": oci.sample().content}) as fake:
            collection = run(fake.host, tmp_path / str(number), images=named, **more)
        bundles = [one for one in collection.kept if "-sbom" not in one.path.name]
        assert len(bundles) == 1
        assert json.loads(bundles[0].path.read_bytes())["tags"] == ["1.4", "stable"]


@pytest.mark.parametrize(
    "place",
    ["http://169.254.169.254/latest", "http://registry.example.com/x", "file:///etc/passwd", "https:\\\\x", "ftp://127.0.0.1/"],
)
def test_redirects_that_are_not_followed(tmp_path: Path, place: str) -> None:
    with pytest.raises(CollectError, match="not followed"):
        collect(tmp_path, at("/tags/list", Reply(302, headers={"Location": place})))


def test_redirects_without_end(tmp_path: Path) -> None:
    with pytest.raises(CollectError, match="redirects"):
        collect(tmp_path, at("/tags/list", Reply(302, headers={"Location": "/v2/shop/cart/tags/list"})))


def test_busy_then_well(tmp_path: Path) -> None:
    left, slept = [Reply(429, headers={"Retry-After": "7"}), Reply(503), Reply(429, headers={"Retry-After": "999999"})], []

    def busy(asked: Asked) -> Reply | None:
        return left.pop(0) if asked.path.endswith("/tags/list") and left else None

    assert collect(tmp_path, busy, slept=slept).refused == ()
    assert slept == [7.0, 2.0, 60.0]


def test_busy_for_ever(tmp_path: Path) -> None:
    slept: list[float] = []
    with pytest.raises(CollectError, match="HTTP 429, 5 times"):
        collect(tmp_path, at("/tags/list", Reply(429)), slept=slept)
    assert slept == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(body=b" " * ((4 << 20) + 1)), "too large"),
        (Reply(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), "compressed"),
        (Reply(body=b"<html>"), "another shape"),
        (Reply(body=b"[" * 100_000), "another shape"),
        (Reply(body=b'{"tags": 1}'), "another shape"),
        (Reply(body=b'{"tags": ["\xff"]}'), "another shape"),
        (Reply(body=b"x", headers={"Content-Length": "99", "Connection": "close"}), "not reachable"),
        (Reply(403), "HTTP 403"),
        (Reply(500), "HTTP 500"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_answers_that_are_none(tmp_path: Path, reply: Reply, said: str) -> None:
    with pytest.raises(CollectError, match=said):
        collect(tmp_path, at("/tags/list", reply))


def test_a_large_attestation_lies_beside_and_a_larger_one_is_refused(tmp_path: Path) -> None:
    content = oci.Content()
    image = oci.image(content, "amd64")
    content.tags["1"] = str(image["digest"])
    stem = str(image["digest"]).replace(":", "-")
    oci.artifact(content, image, b'{"payloadType":"x"}' + b" " * (2 << 20), oci.IN_TOTO, tag=f"{stem}.att")
    raw = json.loads(content.manifests[content.tags[f"{stem}.att"]][1])
    huge = {**raw, "layers": [{**raw["layers"][0], "size": 1 << 40}]}
    content.manifest(huge, tag=f"{stem}.sig")
    with fake_registry.serve({"shop/cart": content}) as fake:
        collection = run(fake.host, tmp_path, repositories=CART)
    assert "1099511627776 bytes" in only(collection).why
    (beside,) = [one.path for one in collection.kept if one.path.name.endswith("-attestation.json")]
    assert beside.stat().st_size > 2 << 20


def test_a_referrer_of_something_else(tmp_path: Path) -> None:
    content = oci.Content()
    image, other = oci.image(content, "amd64"), oci.image(content, "arm64")
    content.tags["1"] = str(image["digest"])
    wrong = oci.artifact(content, other, b"{}", oci.SPDX)
    content.manifest({"mediaType": oci.INDEX, "manifests": [wrong]}, tag=str(image["digest"]).replace(":", "-"))
    with fake_registry.serve({"shop/cart": content}) as fake:
        assert f"belongs to '{other['digest']}'" in only(run(fake.host, tmp_path, repositories=CART)).why


def test_more_tags_than_wanted(tmp_path: Path) -> None:
    refusal = only(collect(tmp_path, lambda _asked: None, most_tags=1))
    assert "the last 1 of 2 were read, 1 were not" in refusal.why


def test_nobody_there(tmp_path: Path) -> None:
    with fake_registry.serve({}) as fake:
        gone = fake.host
    with pytest.raises(CollectError, match="not reachable"):
        run(gone, tmp_path, repositories=CART)
    assert not list(tmp_path.iterdir())


def test_a_catalog_that_is_refused(tmp_path: Path) -> None:
    wanted = pytest.raises(CollectError, match="name repositories: atopack collect registry")
    with fake_registry.serve({}, at("/_catalog", Reply(403))) as fake, wanted:
        run(fake.host, tmp_path)


@pytest.mark.parametrize(
    "image", ["shop/cart:", "shop/cart@sha256:1", "../x:1", "Shop/cart:1", "shop/cart:1 2", "", "other.example.com/a:1:2"]
)
def test_not_a_reference(tmp_path: Path, image: str) -> None:
    with fake_registry.serve({}) as fake, pytest.raises(ConfigError):
        run(fake.host, tmp_path, images=(image,))
    assert fake.asked == []


def test_a_configuration_that_is_none(tmp_path: Path) -> None:
    content = oci.Content()
    config = content.blob(b"[1]", oci.CONFIG)
    content.manifest({"mediaType": oci.MANIFEST, "config": config, "layers": []}, tag="1")
    with fake_registry.serve({"shop/cart": content}) as fake:
        collection = run(fake.host, tmp_path, repositories=CART)
    assert "not a configuration" in only(collection).why
    bundle = json.loads(collection.kept[0].path.read_bytes())
    assert "config" not in bundle["platforms"][0]


def test_harbor(tmp_path: Path) -> None:
    report = {"generated_at": "2026-11-24T00:00:00Z", "scanner": {"name": "Trivy"}, "severity": "None", "vulnerabilities": []}
    raw = json.dumps({"application/vnd.security.vulnerability.report; version=1.1": report}).encode()

    def harbor(asked: Asked) -> Reply | None:
        if asked.path == "/api/v2.0/projects":
            return fake_registry.as_json([])
        if not asked.path.startswith("/api/v2.0/projects/shop/repositories/team%252Fcart/artifacts/"):
            return Reply(404) if asked.path.startswith("/api/") else None
        return Reply(body=raw) if "version=1.1" in asked.headers["x-accept-vulnerabilities"] else Reply(422)

    other = oci.Content()
    other.tags["1"] = str(oci.image(other, "amd64")["digest"])
    sample = oci.sample()
    with fake_registry.serve({"shop/team/cart": sample.content, "shop/mail": other}, harbor) as fake:
        collection = run(fake.host, tmp_path, harbor=True)
    scan, listed = [one for one in collection.kept if "scans/harbor" in one.path.as_posix()]
    assert listed.path.name == "projects.json"
    assert scan.path.read_bytes() == raw
    assert scan.sidecar.target == f"{fake.host}/shop/team/cart@{sample.index}"
    assert collection.notes == (f"Harbor has no scan report of shop/mail@{other.tags['1']}",)

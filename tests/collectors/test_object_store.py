"""A workspace in an object store, as moto's server answers for it on loopback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_moto import REGION, client, empty_account
from folder_contents import contents

from generator.collectors import object_store
from generator.collectors.base import CollectError
from generator.collectors.object_store import fetch
from generator.errors import ConfigError

URL = "s3://evidence-of-systems/parcel"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with empty_account() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        s3 = client("s3", endpoint)
        s3.create_bucket(Bucket="evidence-of-systems", CreateBucketConfiguration={"LocationConstraint": REGION})
        yield s3


def put(store: Any, **files: bytes) -> None:
    for name, data in files.items():
        store.put_object(Bucket="evidence-of-systems", Key=name.replace("__", "/"), Body=data)


def test_objects_below_the_prefix_become_files(store: Any, tmp_path: Path) -> None:
    put(store, parcel__a=b"1", parcel__b__c=b"2" * 3_000_000, parcel__empty__=b"", parcels__d=b"4", e=b"5")
    assert contents(fetch(URL, tmp_path)) == {"a": b"1", "b/c": b"2" * 3_000_000}
    assert contents(fetch(f"{URL}/", tmp_path / "other")) == contents(fetch(URL, tmp_path))


def test_what_did_not_change_is_not_asked_for_again(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, parcel__a=b"1", parcel__b=b"2", parcel__c__d=b"3")
    files = fetch(URL, tmp_path)
    (files / "b").write_bytes(b"x")  # of the same size
    put(store, parcel__a=b"9")
    store.delete_object(Bucket="evidence-of-systems", Key="parcel/c/d")
    put(store, parcel__e=b"5")
    asked: list[str] = []
    received = object_store._StorePrefix._received
    monkeypatch.setattr(
        object_store._StorePrefix, "_received", lambda self, name, *rest: (asked.append(name), received(self, name, *rest))[1]
    )
    assert contents(fetch(URL, tmp_path)) == {"a": b"9", "b": b"2", "e": b"5"}
    assert asked == ["a", "b", "e"]
    assert not (files / "c").exists()
    (tmp_path / "copied.json").write_bytes(b"{")
    assert contents(fetch(URL, tmp_path)) == {"a": b"9", "b": b"2", "e": b"5"}


def test_an_object_below_another_is_refused_and_one_in_place_of_a_folder_is_not(store: Any, tmp_path: Path) -> None:
    put(store, parcel__a__b=b"1")
    fetch(URL, tmp_path)
    put(store, parcel__a=b"2")
    with pytest.raises(CollectError, match="both 'a' and 'a/b' are objects"):
        fetch(URL, tmp_path)
    store.delete_object(Bucket="evidence-of-systems", Key="parcel/a/b")
    assert contents(fetch(URL, tmp_path)) == {"a": b"2"}
    store.delete_object(Bucket="evidence-of-systems", Key="parcel/a")
    put(store, parcel__a__b=b"3")
    assert contents(fetch(URL, tmp_path)) == {"a/b": b"3"}


@pytest.mark.parametrize("key", ["parcel/../a", "parcel/./a", "parcel//a", "parcel/a\\b", "parcel/c:d", "parcel/a\x01b"])
def test_a_name_that_is_no_path_is_refused(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """NOTE: the listing itself, since clients and servers tidy some of these."""
    entry = {"Key": key, "ETag": '"e"', "Size": 1}
    pages = [{"Contents": [entry]}]
    made = object_store.boto3.client

    def listing(*_: object, **settings: object) -> Any:
        s3 = made("s3", **settings)
        s3.get_paginator = lambda _: type("Paginator", (), {"paginate": lambda *_, **__: pages})()
        return s3

    monkeypatch.setattr(object_store.boto3, "client", listing)
    with pytest.raises(CollectError, match="is no path") as refused:
        fetch(URL, tmp_path / "copy")
    assert "rename or remove it" in refused.value.next_step
    assert contents(tmp_path) == {}


def test_bounds(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, parcel__a=b"1", parcel__b=b"22")
    monkeypatch.setattr(object_store, "MOST_BYTES", 2)
    with pytest.raises(CollectError, match="more than"):
        fetch(URL, tmp_path)
    monkeypatch.setattr(object_store, "MOST_BYTES", 3)
    monkeypatch.setattr(object_store, "MOST_OBJECTS", 1)
    with pytest.raises(CollectError, match="more than 1 objects"):
        fetch(URL, tmp_path)


def test_an_object_that_is_written_meanwhile_is_refused(store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, parcel__a=b"1")
    copied = object_store._copied

    def written(path: Path) -> Any:
        put(store, parcel__a=b"2")
        return copied(path)

    monkeypatch.setattr(object_store, "_copied", written)
    with pytest.raises(CollectError, match="does not give it"):
        fetch(URL, tmp_path)
    assert contents(tmp_path) == {}


def test_a_bucket_that_is_not_there_is_named(store: Any, tmp_path: Path) -> None:
    with pytest.raises(CollectError, match="NoSuchBucket") as refused:
        fetch("s3://no-such-bucket/x", tmp_path)
    assert refused.value.where == "s3://no-such-bucket/x"


@pytest.mark.parametrize("url", ["s3://UPPER/x", "s3://b", "s3://bucket\\x", "file:///etc", "s3:///x"])
def test_an_address_without_a_bucket_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no address of a bucket"):
        fetch(url, tmp_path)

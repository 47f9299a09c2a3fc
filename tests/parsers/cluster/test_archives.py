"""Hostile and damaged archives: an error that says where, in bounded time and memory; never a part that passes for all."""

import gzip
import io
import os
import tarfile
from collections.abc import Iterable

import pytest
from growth import assert_linear

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers import tar
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document

_POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: {0}, namespace: shop, uid: u-{0}}}
spec: {{containers: [{{name: a, image: "registry.example/a:1"}}]}}
status: {{phase: Running}}
"""
_AT = "must-gather/namespaces/shop/pods/{0}/{0}.yaml"


def _archive(
    entries: Iterable[tuple[str | tarfile.TarInfo, bytes]], *, format_: int = tarfile.GNU_FORMAT, deflate: bool = True
) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format_) as archive:
        for name, content in entries:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), 6, mtime=0) if deflate else out.getvalue()


def _pods(*names: str) -> list[tuple[str | tarfile.TarInfo, bytes]]:
    return [(_AT.format(name), _POD.format(name).encode()) for name in names]


def _read(raw: bytes) -> ClusterSnapshot:
    document = Document("dump.tar.gz", raw)
    (member,) = [each for each in CLUSTER if each.recognizes(document)]
    return member.parse(document, EvidenceFile(path="dump.tar.gz", sha256="0", size=len(raw), media_type="application/gzip"))


def _names(raw: bytes) -> list[str]:
    return [each.name for each in tar.members(raw, lambda name: name.endswith(".yaml"))]


@pytest.mark.parametrize("format_", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("deflate", [True, False])
def test_every_kind_of_tar_is_read(format_: int, *, deflate: bool) -> None:
    """A name of 150 characters needs each format's own way of writing it down."""
    long = f"must-gather/{'d' * 90}/namespaces/shop/pods/cart-0/cart-0.yaml"
    raw = _archive([(long, _POD.format("cart-0").encode()), *_pods("b")], format_=format_, deflate=deflate)
    assert _names(raw) == [long, _AT.format("b")]
    assert dict(_read(raw).kinds) == {"Pod": 2}
    assert {each.source.place for each in _read(raw).objects} == {long, _AT.format("b")}


def test_a_name_in_another_script_is_read() -> None:
    raw = _archive([("läger/" + _AT.format("a"), _POD.format("a").encode())], format_=tarfile.PAX_FORMAT)
    assert _names(raw) == ["läger/" + _AT.format("a")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_not_followed(kind: bytes) -> None:
    link = tarfile.TarInfo(_AT.format("link"))
    link.type, link.linkname = kind, "/etc/passwd"
    assert _names(_archive([(link, b""), *_pods("a")])) == [_AT.format("a")]


@pytest.mark.parametrize("name", ["../" + _AT.format("a"), "must-gather/../../namespaces/x/core/pods.yaml", ".."])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(ParseError, match="leads out"):
        _read(_archive([*_pods("a"), (name, b"")]))


def test_an_absolute_name_is_only_a_name() -> None:
    assert _names(_archive([("/" + _AT.format("a"), b"")])) == [_AT.format("a")]


def test_a_bomb_is_refused_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """200 MB of zeros in 200 kB. The archive's first member looks like any other."""
    raw = _archive([*_pods("a"), ("must-gather/log", bytes(200 << 20)), *_pods("b")])
    assert len(raw) < 300_000
    sizes: list[int] = []
    read = tar._Stream._read

    def counted(stream: tar._Stream, size: int) -> bytes:
        part = read(stream, size)
        sizes.append(len(part))
        return part

    monkeypatch.setattr(tar._Stream, "_read", counted)
    with pytest.raises(ParseError, match="proportion"):
        _read(raw)
    assert sum(sizes) <= tar._FREE_OF_RATIO


def test_a_large_member_is_passed_over_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar, "LARGEST_MEMBER", 1000)
    noise = os.urandom(2000)
    assert _names(_archive([("must-gather/log", noise), *_pods("a")])) == [_AT.format("a")]
    with pytest.raises(ParseError, match="larger than"):
        _names(_archive([("must-gather/log.yaml", noise)]))


def test_many_members_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    def archive(part: int) -> bytes:
        return _archive([*_pods("a"), *((f"must-gather/f{number}", b"") for number in range(20_000 // part))])

    def read(raw: bytes) -> None:
        assert dict(_read(raw).kinds) == {"Pod": 1}

    assert_linear(archive, read)
    monkeypatch.setattr(tar, "MOST_MEMBERS", 10_000)
    with pytest.raises(ParseError, match="members"):
        _read(archive(1))


def test_an_archive_larger_than_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tar, "LARGEST", 10_000)
    with pytest.raises(ParseError, match="inflates to more"):
        _read(_archive(_pods(*"abcdefghijklmnop")))


@pytest.mark.parametrize("deflate", [True, False])
def test_a_cut_archive_is_refused_wherever_it_is_cut(*, deflate: bool) -> None:
    whole = _archive(_pods("a", "b", "c"), deflate=deflate)
    end = len(whole) if deflate else whole.rstrip(b"\0").__len__() + 1
    for size in range(20, end - 1, 61):
        with pytest.raises(ParseError):
            _names(whole[:size])


def test_damage_is_found_wherever_it_is() -> None:
    """One wrong byte in a header: its sum no longer holds."""
    whole = _archive(_pods("a", "b"), deflate=False)
    second = whole.index(b"must-gather", 600)
    for at in (second, second + 100, second + 124, second + 148, second + 156, second + 257, second + 400):
        bent = bytearray(whole)
        bent[at] ^= 0x11
        with pytest.raises(ParseError):
            _names(bytes(bent))


@pytest.mark.parametrize(
    "records", [b"x", b"99 path=a\n", b"0 path=a\n", b"9999999999999999999 path=a\n", b"5 pat", b" =\n", b"3 =\n"]
)
def test_a_damaged_extended_header_is_refused(records: bytes) -> None:
    info = tarfile.TarInfo("PaxHeader")
    info.type = b"x"
    with pytest.raises(ParseError, match="damaged"):
        _names(_archive([(info, records), *_pods("a")]))


def test_an_extended_header_may_be_long_but_not_endless() -> None:
    info = tarfile.TarInfo("PaxHeader")
    info.type = b"L"
    with pytest.raises(ParseError, match="too large"):
        _names(_archive([(info, b"a" * (2 << 20)), *_pods("a")]))


def test_a_name_longer_than_any_path_is_refused() -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type = b"L"
    with pytest.raises(ParseError, match="longer than any file system has"):
        _names(_archive([(info, b"a/" * 3_000), *_pods("a")]))


def test_records_without_number_cost_no_more_than_their_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header of the smallest records there are, and many such headers."""
    info = tarfile.TarInfo("PaxHeader")
    info.type = b"x"

    def archive(part: int) -> bytes:
        return _archive([entry for name in "abcd" for entry in ((info, b"6 a=1\n" * (30_000 // part)), *_pods(name))])

    def read(raw: bytes) -> None:
        assert len(_names(raw)) == 4

    assert_linear(archive, read)
    monkeypatch.setattr(tar, "_LARGEST_HEADERS", 600_000)
    with pytest.raises(ParseError, match="MiB of names"):
        _names(archive(1))


def test_a_sparse_or_negative_size_is_refused() -> None:
    sparse = tarfile.TarInfo("a.yaml")
    sparse.type = tarfile.GNUTYPE_SPARSE
    with pytest.raises(ParseError, match="unknown length"):
        _names(_archive([(sparse, b"")]))


@pytest.mark.parametrize(
    "raw", [b"\x1f\x8b", b"\x1f\x8b\x08\x00" + bytes(20), gzip.compress(b"text" * 500, mtime=0), bytes(600)]
)
def test_other_files_are_no_archives(raw: bytes) -> None:
    assert not any(each.recognizes(Document("x.gz", raw)) for each in CLUSTER)
    assert list(tar.names(raw)) == []


def test_a_broken_member_makes_its_kind_not_collected() -> None:
    broken = [
        ("must-gather/namespaces/shop/batch/jobs.yaml", b"items: ["),
        ("must-gather/namespaces/shop/core/pods.yaml", b"\xff"),
    ]
    snapshot = _read(_archive([*_pods("a"), *broken]))
    assert (dict(snapshot.kinds), snapshot.not_collected) == ({"Pod": 1}, ("Job", "Pod"))


def test_the_same_pod_in_a_list_and_alone_is_one() -> None:
    listed = b"apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a, namespace: shop, uid: u-a}\n"
    both = [("must-gather/namespaces/shop/core/pods.yaml", listed), *_pods("a", "b")]
    assert dict(_read(_archive(both)).kinds) == {"Pod": 2}

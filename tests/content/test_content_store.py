"""Adding content, renewing it, and holding it to its checksum."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from generator.content import store, unpacking
from generator.content.epss import EPSS
from generator.content.lock import read_lock
from generator.content.opened import OpenContent
from generator.content.registry import KINDS
from generator.content.sorted_lines import SortedLines
from generator.content.store import Added, add, listed
from generator.errors import ConfigError
from tests.content.made import V2, V31, V31_CRITICAL, cve, epss, gzipped, kev, kev_csv, metric, nvd, put, zipped

TODAY = date(2026, 11, 25)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ws").mkdir()
    return tmp_path / "ws"


def added(root: Path, kind: str, name: str, data: bytes, on: date = TODAY) -> Added:
    (found,) = add(root, kind, [put(root.parent, name, data)], on)
    return found


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_what_is_kept_and_written_down(root: Path) -> None:
    data = gzipped(nvd(cve("CVE-2026-0001", metric("3.1", 7.5, V31))))
    entry = added(root, "nvd", "nvdcve-2.0-2026.json.gz", data).entry
    assert set(files(root)) == {"content/content.lock.json", entry.path}
    assert entry.path == f"content/nvd/2026-11-20-{entry.sha256[:16]}.jsonl"
    assert read_lock(root).entry("nvd") == entry
    (original,) = entry.originals
    assert (original.source, original.size, original.records) == ("nvdcve-2.0-2026.json.gz", len(data), 1)
    assert (original.dated, original.dated_by, original.added) == (date(2026, 11, 20), "timestamp", TODAY)


def test_two_yearly_files_merge_and_the_latest_change_of_a_cve_wins(root: Path) -> None:
    old = cve("CVE-2025-0009", metric("2.0", 7.5, V2), modified="2025-01-01T00:00:00.000")
    new = cve("CVE-2025-0009", metric("3.1", 9.8, V31_CRITICAL), modified="2026-01-01T00:00:00.000")
    first = put(root.parent, "2025.json", nvd(new, cve("CVE-2025-0001"), day="2026-11-19"))
    second = put(root.parent, "2026.json", nvd(old, cve("CVE-2026-0001", metric("3.1", 7.5, V31))))
    both = list(add(root, "nvd", [first, second], TODAY))
    assert [one.entry.records for one in both] == [2, 3]
    content = OpenContent.of(root)
    merged = content.scores("CVE-2025-0009")
    assert merged is not None
    assert [one.score for one in merged.scores] == [9.8]
    assert merged.dated == date(2026, 11, 19), "the file that says so, not the newest of all"
    assert content.dated("nvd") == date(2026, 11, 20)
    assert content.scores("CVE-2026-0001") is not None
    assert content.scores("CVE-2026-000") is None
    assert content.scores("CVE-2026-00011") is None


def test_the_order_of_adding_does_not_matter(root: Path, tmp_path: Path) -> None:
    sources = [
        put(tmp_path, "a.json", nvd(cve("CVE-2025-0001"), cve("CVE-2025-00010"), day="2026-11-19")),
        put(
            tmp_path, "b.json", nvd(cve("CVE-2026-0001"), cve("CVE-2025-0001", metric("3.1", 7.5, V31), modified="2026-11-05"))
        ),
    ]
    list(add(root, "nvd", sources, TODAY))
    other = tmp_path / "other"
    other.mkdir()
    list(add(other, "nvd", sources[::-1], TODAY))
    assert read_lock(root) == read_lock(other)
    path = OpenContent.of(root)._files["nvd"].entry.path
    assert (root / path).read_bytes() == (other / path).read_bytes()


def test_a_newer_catalog_replaces_the_older_which_stays_beside_it(root: Path) -> None:
    first = added(root, "kev", "kev.json", kev([("CVE-2026-0001", "2026-10-01", "2026-10-22")], day="2026-11-01")).entry
    second = added(root, "kev", "kev.json", kev([("CVE-2026-0002", "2026-11-01", "2026-11-22")])).entry
    assert {first.path, second.path} < set(files(root))
    content = OpenContent.of(root)
    assert content.kev("CVE-2026-0001") is None
    found = content.kev("CVE-2026-0002")
    assert found is not None
    assert (found.due, found.dated) == (date(2026, 11, 22), date(2026, 11, 19))


def test_an_older_catalog_is_refused_and_changes_nothing(root: Path) -> None:
    added(root, "kev", "kev.json", kev([("CVE-2026-0002", "2026-11-01", "2026-11-22")]))
    before = files(root)
    with pytest.raises(ConfigError, match="is there already"):
        added(root, "kev", "old.csv", kev_csv([("CVE-2026-0001", "2026-10-01", "2026-10-22")]))
    assert files(root) == before


def test_the_same_file_again_changes_nothing(root: Path) -> None:
    data = epss([("CVE-2026-0001", "0.5", "0.9")])
    added(root, "epss", "epss.csv", data)
    before = files(root)
    again = added(root, "epss", "epss-copy.csv", data, on=date(2026, 12, 1))
    assert again.known
    assert files(root) == before


def test_a_state_of_the_same_day_is_not_kept(root: Path) -> None:
    for number in range(3):
        added(root, "nvd", f"{number}.json", nvd(cve(f"CVE-2026-000{number}")))
    assert len(files(root)) == 2


@pytest.mark.parametrize("change", [lambda data: data.replace(b"7.5", b"2.5"), lambda data: data + b"\n", lambda _data: b""])
def test_a_condensed_file_that_was_changed_is_refused_on_use(root: Path, change: object) -> None:
    entry = added(root, "nvd", "n.json", nvd(cve("CVE-2026-0001", metric("3.1", 7.5, V31)))).entry
    path = root / entry.path
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ConfigError) as caught:
        OpenContent.of(root)
    assert "was changed since it was added" in caught.value.diagnostics()
    assert "atopack content add nvd FILE" in caught.value.next_step
    assert [bool(row.fault) for row in listed(root)] == [True, *[False] * (len(KINDS) - 1)]


def test_what_was_damaged_can_be_added_again_and_says_what_is_lost(root: Path) -> None:
    entry = added(root, "nvd", "n.json", nvd(cve("CVE-2026-0001"))).entry
    (root / entry.path).unlink()
    with pytest.raises(ConfigError, match="is missing"):
        OpenContent.of(root)
    found = added(root, "nvd", "m.json", nvd(cve("CVE-2026-0002")))
    assert found.entry.records == 1
    assert any("n.json has to be added again" in note for note in found.notes)
    assert OpenContent.of(root).scores("CVE-2026-0002") is not None


@pytest.mark.parametrize("lock", [b"", b"{", b"[" * 100_000, b'{"version":2}', b'{"version":1,"content":[{"kind":"../nvd"}]}'])
def test_a_broken_lock_is_refused_with_a_way_out(root: Path, lock: bytes) -> None:
    (root / "content").mkdir()
    (root / "content/content.lock.json").write_bytes(lock)
    with pytest.raises(ConfigError, match="cannot be read"):
        OpenContent.of(root)


def test_a_lock_does_not_lead_out_of_its_folder(root: Path) -> None:
    added(root, "kev", "kev.json", kev([("CVE-2026-0002", "2026-11-01", "2026-11-22")]))
    path = root / "content/content.lock.json"
    path.write_bytes(path.read_bytes().replace(b'"kev"', b'"../../x"'))
    with pytest.raises(ConfigError, match="cannot be read"):
        OpenContent.of(root)


def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    entry = added(root, "kev", "kev.json", kev([("CVE-2026-0002", "2026-11-01", "2026-11-22")])).entry
    outside = tmp_path / "outside.jsonl"
    (root / entry.path).rename(outside)
    (root / entry.path).symlink_to(outside)
    with pytest.raises(ConfigError, match="is missing"):
        OpenContent.of(root)
    elsewhere = tmp_path / "ws2"
    elsewhere.mkdir()
    (elsewhere / "content").symlink_to(root / "content")
    for use in (lambda: OpenContent.of(elsewhere), lambda: added(elsewhere, "epss", "e.csv", epss([]))):
        with pytest.raises(ConfigError, match="link"):
            use()


def test_nothing_was_added(root: Path) -> None:
    content = OpenContent.of(root)
    assert content.scores("CVE-2026-0001") is None
    assert content.dated("nvd") is None
    assert content.extracts(["CVE-2026-0001"]) == {}
    assert not list(root.iterdir())


@pytest.mark.parametrize("pack", [gzipped, zipped, lambda data: zipped(data, method=zipfile.ZIP_STORED)])
def test_packed_originals_are_read_and_names_inside_are_not_used(root: Path, pack: object) -> None:
    data = pack(epss([("CVE-2026-0001", "0.5", "0.9")]))  # type: ignore[operator]
    assert added(root, "epss", "x.bin", data).entry.records == 1
    assert not (root.parent.parent / "inside.json").exists()


def _bomb(size: int = 64 << 20) -> bytes:
    """Made where it is used: every worker collects this module."""
    rows = epss([]) + b"CVE-2026-0001,0.5,0.9\n" * (size // 22)
    return gzipped(rows)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_bomb, "unpacks to more than"),
        (zipped(epss([]), epss([])), "exactly one file"),
        (zipped(), "not a file of the kind"),
        (zipped(epss([]), method=zipfile.ZIP_BZIP2), "unusual way"),
        (gzipped(epss([("CVE-2026-0001", "0.5", "0.9")]))[:-12], "damaged"),
        (zipped(epss([("CVE-2026-0001", "0.5", "0.9")] * 99))[:-40], "damaged"),
        (b"\x1f\x8b" + b"\x00" * 40, "damaged"),
        (gzipped(gzipped(epss([]))), "not a file of the kind"),
        (b"", "not a file of the kind"),
        (b"\x00" * 100, "not a file of the kind"),
        (epss([]), "no record"),
    ],
)
def test_hostile_originals_change_nothing(root: Path, data: bytes | Callable[[], bytes], message: str) -> None:
    added(root, "epss", "good.csv", epss([("CVE-2026-0001", "0.5", "0.9")], day="2026-01-01"))
    before = files(root)
    with pytest.raises(ConfigError, match=message) as caught:
        added(root, "epss", "bad.bin", data() if callable(data) else data)
    assert caught.value.next_step
    assert "bad.bin" in caught.value.where
    assert files(root) == before


def test_an_archive_of_very_many_files_is_not_opened(root: Path) -> None:
    data = zipped(*([b""] * 20_000), name="a-name-that-is-long-enough-to-make-the-directory-large")
    with pytest.raises(ConfigError, match="exactly one file"):
        added(root, "epss", "many.zip", data)


@pytest.mark.parametrize(("room", "is_read"), [(0, True), (-1, False)])
def test_a_directory_may_be_as_large_as_the_limit(
    root: Path, monkeypatch: pytest.MonkeyPatch, room: int, is_read: bool
) -> None:
    data = zipped(epss([("CVE-2026-0001", "0.5", "0.9")]))
    length = int.from_bytes(data[-10:-6], "little")  # of the directory, in a record of 22 bytes at the end
    monkeypatch.setattr(unpacking, "_LARGEST_DIRECTORY", length + room)
    if is_read:
        assert added(root, "epss", "scores.zip", data)
        return
    with pytest.raises(ConfigError, match="exactly one file"):
        added(root, "epss", "scores.zip", data)


def test_an_encrypted_archive_is_refused(root: Path) -> None:
    data = bytearray(zipped(epss([])))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ConfigError, match="encrypted"):
        added(root, "epss", "secret.zip", bytes(data))


def test_size_is_bounded_whatever_the_ratio(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "kind_of", lambda _name: msgspec.structs.replace(EPSS, largest=1 << 20))
    large = epss([(f"CVE-2026-{number:07}", "0.5", "0.9") for number in range(60_000)])
    with pytest.raises(ConfigError, match="larger than 1 MiB"):
        added(root, "epss", "large.csv", large)


def test_the_wrong_kind_is_told_which_it_looks_like(root: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        added(root, "nvd", "kev.json", kev([]))
    assert "atopack content add kev FILE" in caught.value.diagnostics()


def test_an_address_is_fetched_and_remembered_without_its_query(root: Path) -> None:
    asked = []

    def fetch(url: str, path: Path) -> None:
        asked.append(url)
        path.write_bytes(epss([("CVE-2026-0001", "0.5", "0.9")]))

    url = "https://epss.example/files/epss_scores-current.csv.gz?apiKey=secret"
    (found,) = add(root, "epss", [url], TODAY, fetch=fetch)
    assert asked == [url]
    assert found.original.source == "epss.example/files/epss_scores-current.csv.gz"
    assert b"secret" not in b"".join(files(root).values())
    assert len(files(root)) == 2, "the download itself is gone"


@pytest.mark.parametrize(
    "source",
    [
        "http://e.example/x",
        "file:///etc/passwd",
        "ftp://e.example/x",
        "https://user:secret@e.example/x",
        "https://",
        "nowhere.csv",
    ],
)
def test_other_sources_are_refused(root: Path, source: str) -> None:
    def fetch(url: str, path: Path) -> None:
        raise AssertionError(url)

    with pytest.raises(ConfigError) as caught:
        list(add(root, "epss", [source], TODAY, fetch=fetch))
    assert "secret" not in caught.value.diagnostics()


def test_every_line_is_found_and_nothing_else(root: Path) -> None:
    """Over several strides, first and last line included; ids that begin alike are different ids."""
    names = sorted({f"CVE-{2000 + number % 26}-{number * 37:04}" for number in range(30, 6000)})
    rows = [(name, "0.5", "0.25") for name in names]
    entry = added(root, "epss", "e.csv", epss(rows[::-1])).entry
    lines = SortedLines.open(root, entry)
    assert len(lines._keys) > 10
    assert all(json.loads(lines.find(name) or b"null") == [name, "0.5", "0.25"] for name in names)
    absent = [f"{name}0" for name in names] + [name[:-1] for name in names] + ["CVE-1999-0001", "CVE-2999-0001", "", 'x",']
    assert [name for name in absent if name not in names and lines.find(name)] == []
    assert [json.loads(line)[0] for line in lines] == names


def test_extracts_name_what_was_used_and_where_it_came_from(root: Path) -> None:
    added(root, "nvd", "n.json", nvd(cve("CVE-2026-0001", metric("3.1", 7.5, V31)), cve("CVE-2026-0002")))
    added(root, "kev", "k.json", kev([("CVE-2026-0001", "2026-10-01", "2026-10-22")]))
    found = OpenContent.of(root).extracts(["CVE-2026-0001", "CVE-2026-0001", "CVE-2026-0404", "RHSA-1\n"])
    assert set(found) == {"content/nvd-scores.json", "content/known-exploited.json"}
    extract = json.loads(found["content/nvd-scores.json"][0])
    assert [one["source"] for one in extract["content"]["originals"]] == ["n.json"]
    assert extract["records"] == [
        {
            "cve": "CVE-2026-0001",
            "lastModified": "2026-11-01T10:00:00",
            "fileOf": "2026-11-20",
            "scores": [{"version": "3.1", "baseScore": 7.5, "vector": V31}],
        }
    ]
    assert json.loads(found["content/known-exploited.json"][0])["records"] == [
        {"cve": "CVE-2026-0001", "dateAdded": "2026-10-01", "dueDate": "2026-10-22"}
    ]

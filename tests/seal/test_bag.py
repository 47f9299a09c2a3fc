"""A bag, its signature, and what is said when one byte of it is another."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from seal_made import PRIVATE_KINDS, keys, written

from generator.errors import ConfigError, OutputEditedError
from generator.seal import bag, statement
from generator.seal.checking import SIGNATURE, FileDifference, check
from generator.seal.hash_logs import table
from generator.seal.manifest import PackageManifest, encode, entry
from generator.seal.signature import SignatureWrongError, private_key, public_key, sign

FILES = {"oscal/plan.json": b"{}", "evidence/AC.L2-3.1.5[b]_pods.json": b"[1]", "evidence/größe.txt": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "bag", FILES)


def test_the_library_of_congress_accepts_it(folder: Path) -> None:
    found = bagit.Bag(str(folder))
    assert found.validate()
    assert sorted(found.payload_entries()) == sorted(f"data/{name}" for name in FILES)
    assert found.info["Payload-Oxum"] == "5.3"


def test_it_is_what_it_was(folder: Path) -> None:
    found = check(folder)
    assert (found.files, found.differences, found.signed, found.statement) == (len(FILES) + 3, (), False, None)


@pytest.mark.parametrize("kind", PRIVATE_KINDS)
def test_a_signed_bag_says_what_it_is(tmp_path: Path, kind: str) -> None:
    private, public = keys(tmp_path, kind)
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b""))
    found = check(folder, public_key(public))
    assert found.differences == ()
    assert found.statement == {"system": "sample", "draft": True}


def test_every_single_byte_counts(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "ed25519")
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b""))
    key = public_key(public)
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            name = path.relative_to(folder).as_posix()
            if name == SIGNATURE:
                with pytest.raises(SignatureWrongError):
                    check(folder, key)
            else:
                assert name in {one.path for one in check(folder, key).differences}, (name, at)
                unsigned = {one.path for one in check(folder).differences}
                assert unsigned if name == bag.TAG_MANIFEST else name in unsigned, (name, at)
        path.write_bytes(whole)
    assert check(folder, key).differences == ()


def test_every_byte_of_the_signature_counts(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "p256")
    folder = written(tmp_path / "bag", {"a": b"1"}, key=private_key(private, lambda: b""))
    key, whole = public_key(public), (folder / SIGNATURE).read_bytes()
    for at in range(len(whole)):
        (folder / SIGNATURE).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises((SignatureWrongError, ConfigError)):
            check(folder, key)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: (f / "data/oscal/plan.json").unlink(), FileDifference(path="data/oscal/plan.json", what="missing")),
        (lambda f: (f / "data/notes.txt").write_text("x"), FileDifference(path="data/notes.txt", what="extra")),
        (lambda f: (f / "notes.txt").write_text("x"), FileDifference(path="notes.txt", what="extra")),
        (lambda f: (f / "data/new").mkdir(), FileDifference(path="data/new/", what="extra")),
        (lambda f: (f / "new/below").mkdir(parents=True), FileDifference(path="new/", what="extra")),
        (lambda f: (f / "data/link").symlink_to("/etc/hostname"), FileDifference(path="data/link", what="a link")),
        (lambda f: (f / "manifest-sha256.txt").unlink(), FileDifference(path="manifest-sha256.txt", what="missing")),
        (lambda f: (f / "tagmanifest-sha256.txt").write_text("?"), None),
    ],
)
def test_the_first_file_that_differs_is_named(folder: Path, change: object, expected: FileDifference | None) -> None:
    change(folder)  # type: ignore[operator]
    first = check(folder).differences[0]
    if expected is not None:
        assert first == expected
    else:
        assert first.path == "tagmanifest-sha256.txt"
        assert "line 1" in first.what


def test_an_empty_folder_in_a_signed_bag_is_a_difference(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "ed25519")
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b""))
    (folder / "data/evidence/empty").mkdir()
    expected = (FileDifference(path="data/evidence/empty/", what="extra"),)
    assert check(folder).differences == check(folder, public_key(public)).differences == expected


def test_an_empty_folder_in_a_package_is_a_difference(tmp_path: Path) -> None:
    plan = entry("oscal/plan.json", b"{}", kind="generated", title="Plan")
    seal = PackageManifest(
        tool="atopack", version="1", system="sample", as_of="2026-11-20", counts={}, inputs={}, files=(plan,)
    )
    (tmp_path / "oscal").mkdir()
    (tmp_path / "oscal/plan.json").write_bytes(b"{}")
    (tmp_path / "manifest.json").write_bytes(encode(seal))
    assert check(tmp_path).differences == ()
    (tmp_path / "oscal/added/below").mkdir(parents=True)
    folders = (
        FileDifference(path="oscal/added/", what="extra"),
        FileDifference(path="oscal/added/below/", what="extra"),
    )
    assert check(tmp_path).differences == folders
    (tmp_path / "oscal/plan.json").write_bytes(b"[]")
    assert check(tmp_path).differences == (*folders, FileDifference(path="oscal/plan.json", what="changed"))


def test_a_bag_that_was_made_anew_around_other_files_has_no_signature_of_the_key(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "p256")
    genuine = written(tmp_path / "one", FILES, key=private_key(private, lambda: b""))
    forged = written(tmp_path / "two", {**FILES, "oscal/plan.json": b"{ }"})
    (forged / SIGNATURE).write_bytes((genuine / SIGNATURE).read_bytes())
    assert check(forged).differences == ()
    found = check(forged, public_key(public))
    assert FileDifference(path="data/oscal/plan.json", what="changed") in found.differences


def test_a_list_names_what_is_its_to_name_and_overrules_no_other(folder: Path) -> None:
    (folder / "data/oscal/plan.json").write_bytes(b"{ }")
    with (folder / bag.TAG_MANIFEST).open("a") as tags:
        tags.write(f"{hashlib.sha256(b'{ }').hexdigest()}  data/oscal/plan.json\n")
    (found,) = check(folder).differences
    assert (found.path, "not this list's to name" in found.what) == (bag.TAG_MANIFEST, True)


def test_a_signature_beside_ours_is_a_change(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "p256")
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b""))
    envelope = json.loads((folder / SIGNATURE).read_bytes())
    envelope["signatures"].append({"keyid": "another", "sig": "AAAA"})
    (folder / SIGNATURE).write_bytes(json.dumps(envelope, separators=(",", ":")).encode() + b"\n")
    with pytest.raises(SignatureWrongError, match="changed since it was written"):
        check(folder, public_key(public))


def test_what_the_signature_does_not_name_is_no_part_of_it(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "p256")
    key = private_key(private, lambda: b"")
    folder = written(tmp_path / "bag", FILES, key=key)
    named = {"data/oscal/plan.json": hashlib.sha256(b"{}").hexdigest()}
    (folder / SIGNATURE).write_bytes(sign(statement.encode(named, {"system": "sample"}), key))
    found = {one.path: one.what for one in check(folder, public_key(public)).differences}
    assert "data/oscal/plan.json" not in found
    assert found["data/evidence/größe.txt"] == found["bagit.txt"] == "extra"


def test_what_may_not_be_looked_into_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs tests as root may read everything, so the system's answers are given here."""
    shut, file = folder / "data/shut", folder / "data/oscal/plan.json"
    shut.mkdir()
    scandir, access = os.scandir, os.access

    def refused(path: str) -> object:
        if Path(path) == shut:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    monkeypatch.setattr(os, "access", lambda path, mode: path != file and access(path, mode))
    assert [one.path for one in check(folder).differences if one.what == "cannot be read"] == [
        "data/oscal/plan.json",
        "data/shut",
    ]


def test_a_key_without_an_end_is_not_read_to_it() -> None:
    with pytest.raises(ConfigError, match="too large for a key"):
        public_key(Path("/dev/zero"))


def test_another_key_is_not_the_senders(tmp_path: Path) -> None:
    private, _ = keys(tmp_path, "p256")
    (tmp_path / "other").mkdir()
    _, other = keys(tmp_path / "other", "p256")
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b""))
    with pytest.raises(SignatureWrongError, match="not one of this key"):
        check(folder, public_key(other))


def test_a_key_and_no_signature(tmp_path: Path, folder: Path) -> None:
    _, public = keys(tmp_path, "p256")
    with pytest.raises(OutputEditedError, match="no signature"):
        check(folder, public_key(public))


def test_a_path_that_leads_out_of_the_bag_is_not_followed(folder: Path) -> None:
    (folder.parent / "outside").write_text("x")
    sha256 = hashlib.sha256(b"x").hexdigest()
    listed = (folder / bag.PAYLOAD_MANIFEST).read_text() + f"{sha256}  data/../../outside\n"
    (folder / bag.PAYLOAD_MANIFEST).write_text(listed)
    assert FileDifference(path="data/../../outside", what="missing") in check(folder).differences


@pytest.mark.parametrize("name", ["50%.json", "trailing ", " leading", "line\nbreak", "back\\slash"])
def test_a_name_that_bags_write_in_several_ways_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="cannot carry"):
        bag.tag_files([entry(name, b"", kind="evidence", title="t")], (), {})


def test_neither_bag_nor_package(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="neither a bag nor a package") as error:
        check(tmp_path)
    assert error.value.next_step.endswith("manifest.json")
    for name in ("shop-2026-11/bagit.txt", "shop/manifest.json"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    with pytest.raises(ConfigError) as error:
        check(tmp_path)
    assert error.value.next_step.endswith(f": {tmp_path}/shop and {tmp_path}/shop-2026-11")


def test_the_hash_log_is_laid_out_as_powershell_does() -> None:
    lines = table([("data/a.json", "0a" * 32)]).decode("ascii").split("\n")
    assert lines[0] == ""
    assert lines[1] == "Algorithm".ljust(16) + "Hash".ljust(71) + "Path"
    assert lines[2] == "---------".ljust(16) + "----".ljust(71) + "----"
    assert lines[3] == "SHA256".ljust(16) + ("0A" * 32).ljust(71) + "data/a.json"
    for name in ("größe.json", "x" * 1000):
        with pytest.raises(ConfigError, match="cannot carry"):
            table([(name, "0a" * 32)])


@pytest.mark.parametrize("kind", ["rsa", "p384"])
def test_other_kinds_of_keys_are_refused(tmp_path: Path, kind: str) -> None:
    private, public = keys(tmp_path, kind)
    with pytest.raises(ConfigError, match="a kind that is not used here"):
        private_key(private, lambda: b"")
    with pytest.raises(ConfigError, match="a kind that is not used here"):
        public_key(public)


def test_an_encrypted_key_asks_for_its_passphrase(tmp_path: Path) -> None:
    private, public = keys(tmp_path, "ed25519", passphrase=b"open sesame")
    folder = written(tmp_path / "bag", FILES, key=private_key(private, lambda: b"open sesame"))
    assert check(folder, public_key(public)).differences == ()
    with pytest.raises(ConfigError, match="passphrase is wrong"):
        private_key(private, lambda: b"open")
    (tmp_path / "no.pem").write_text("no key")
    with pytest.raises(ConfigError, match="not a private key"):
        private_key(tmp_path / "no.pem", lambda: b"")
    with pytest.raises(ConfigError, match="not a public key"):
        public_key(private)


def test_bagit_validates_it_from_the_command_line(folder: Path) -> None:
    told = subprocess.run([sys.executable, "-m", "bagit", "--validate", str(folder)], capture_output=True, check=False)
    assert told.returncode == 0, told.stderr

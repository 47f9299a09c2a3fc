"""`atopack export` and `atopack verify` at the command line: keys, passphrases, exit codes and what is said."""

import json
from pathlib import Path

import pytest
from export_made import small
from seal_made import keys

from generator.cli.main import main
from generator.limits import PRINTED

NAME = "parcel-tracker-cmmc-2026-11-20"


def run(*arguments: str | Path) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Workspace, bag signed with an encrypted key, and the public key."""
    folder = tmp_path_factory.mktemp("command")
    workspace = small(folder / "ws")
    private, public = keys(folder, "p256", passphrase=b"open sesame")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATOPACK_KEY_PASSPHRASE", "open sesame")
        day = ("--as-of", "2026-11-20", "--output", folder / "out")
        assert run("export", workspace, "--for", "cmmc", "--sign", private, *day) == 1
    return workspace, folder / "out" / NAME, public


def test_a_bag_that_is_as_it_was(signed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, bag, public = signed
    assert run("verify", bag, "--key", public) == 0
    told = capsys.readouterr().out
    assert "Verified: unchanged since it was sealed. " in told
    assert "purpose cmmc, system parcel-tracker" in told
    assert run("verify", bag) == 0
    assert "The signature was NOT verified" in capsys.readouterr().out
    assert run("verify", bag / "data") == 0
    assert "Not signed" in capsys.readouterr().out


def test_one_byte_is_found_and_named(signed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    _, bag, public = signed
    path = next((bag / "data/artifacts").rglob("*deployments*.json"))
    name, whole = path.relative_to(bag).as_posix(), path.read_bytes()
    at = len(whole) // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    try:
        assert run("verify", bag, "--key", public) == 4
        assert f"Verification failed: {name} (changed)" in capsys.readouterr().out
        assert run("verify", bag, "--json") == 4
        assert json.loads(capsys.readouterr().out) == {"path": name, "difference": "changed"}
    finally:
        path.write_bytes(whole)


def test_of_many_differences_the_first_are_named_and_the_rest_counted(
    signed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    _, bag, _ = signed
    added = [bag / "data" / f"{number:03}.txt" for number in range(PRINTED + 2)]
    for path in added:
        path.write_text("x")
    try:
        assert run("verify", bag) == 4
        assert capsys.readouterr().out.splitlines() == [
            "Verification failed: data/000.txt (extra)",
            *(f"  also data/{number:03}.txt (extra)" for number in range(1, PRINTED)),
            "  and 2 more",
        ]
    finally:
        for path in added:
            path.unlink()


def test_another_key_or_no_such_folder(
    signed: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, bag, _ = signed
    _, other = keys(tmp_path, "p256")
    assert run("verify", bag, "--key", other) == 4
    said = capsys.readouterr().err
    assert "not one of this key" in said
    assert f"where: {bag / 'signature.dsse.json'}" in said
    assert run("verify", tmp_path / "nothing") == 2
    assert run("verify", tmp_path) == 2
    assert "neither a bag nor a package" in capsys.readouterr().err


def test_a_signed_bag_stays(signed: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    workspace, bag, _ = signed
    assert run("export", workspace, "--for", "cmmc", "--as-of", "2026-11-20", "--output", bag.parent) == 2
    assert "never written over" in capsys.readouterr().err


def test_keys_that_cannot_be_used(
    signed: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, _, public = signed
    private, _ = keys(tmp_path, "ed25519", passphrase=b"secret")
    arguments = ("export", workspace, "--for", "dod", "--as-of", "2026-11-20", "--output", tmp_path / "out", "--sign")
    monkeypatch.delenv("ATOPACK_KEY_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert run(*arguments, private) == 2
    assert "set ATOPACK_KEY_PASSPHRASE" in capsys.readouterr().err
    monkeypatch.setenv("ATOPACK_KEY_PASSPHRASE", "wrong")
    assert run(*arguments, private) == 2
    assert "passphrase is wrong" in capsys.readouterr().err
    assert run(*arguments, public) == 2
    assert run(*arguments, tmp_path / "none.pem") == 2
    assert not (tmp_path / "out").exists()

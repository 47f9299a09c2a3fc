"""The original that is taken when nobody names one: an installed package's, else its publisher's address."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.content.publisher import ORIGINALS, default_source, installed_original
from generator.content.store import listed
from generator.errors import ConfigError
from tests.content.made import catalog, control

_TEXTS = catalog(("cm", [control("cm-8", "Inventory", "List it.", "Look again.")]))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of the extra's shape, which must not be imported."""
    original = ORIGINALS["nist-800-53"]
    package = tmp_path / "site" / original.package
    (package / original.file).parent.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('imported')\n")
    (package / original.file).write_bytes(_TEXTS)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return package / original.file


def test_an_installed_package_is_read_and_not_imported(installed: Path) -> None:
    assert installed_original("nist-800-53") == installed
    assert default_source("nist-800-53") == str(installed)


def test_a_package_that_has_it_no_more_is_as_good_as_none(installed: Path) -> None:
    installed.unlink()
    assert installed_original("nist-800-53") is None
    assert default_source("nist-800-53") == ORIGINALS["nist-800-53"].url


def test_other_kinds_want_a_name() -> None:
    with pytest.raises(ConfigError, match="no file or address is named for nvd") as caught:
        default_source("nvd")
    assert caught.value.next_step == "name it: atopack content add nvd FILE|URL"
    with pytest.raises(ConfigError, match="not a kind of content"):
        default_source("nothing")


def test_init_adds_what_is_installed(installed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "shop")]) == 0
    (row,) = (each for each in listed(tmp_path / "shop") if each.kind.name == "nist-800-53")
    assert row.entry is not None
    assert row.entry.originals[0].source == installed.name
    assert "The texts of the controls were added: nist-800-53, version 5.9.9." in capsys.readouterr().out


def test_init_names_the_next_step_where_nothing_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.cli.init.installed_original", lambda _name: None)
    folder = tmp_path / "shop"
    assert main(["init", str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"  atopack content add nist-800-53 --workspace {folder}\n" in told
    assert f"  atopack content add nist-800-53 FILE --workspace {folder}\n" in told
    (tmp_path / "copy.json").write_bytes(_TEXTS)
    assert main(["content", "add", "nist-800-53", str(tmp_path / "copy.json"), "--workspace", str(folder)]) == 0


def test_content_add_without_a_source_takes_what_is_installed(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/system.yaml").write_text("system: {id: shop}\n")
    assert main(["content", "add", "nist-800-53", "--workspace", str(tmp_path / "shop")]) == 0
    (row,) = (each for each in listed(tmp_path / "shop") if each.kind.name == "nist-800-53")
    assert row.entry is not None
    assert row.entry.originals[0].added <= date.today()
    assert row.entry.originals[0].sha256

"""FLEET.yaml: strict, and every error names its line and what to do."""

from datetime import date
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.fleet.fleet_file import read_fleet


def written(folder: Path, text: str) -> Path:
    path = folder / "FLEET.yaml"
    path.write_text(text)
    return path


def test_systems_are_sorted_and_lie_relative_to_the_file(tmp_path: Path) -> None:
    fleet = read_fleet(
        written(
            tmp_path,
            "as-of: 2026-11-20\nsystems:\n- id: web\n  workspace: ../web\n- id: api\n  workspace: systems/api\n",
        )
    )
    assert [entry.id for entry in fleet.entries] == ["api", "web"]
    assert fleet.entries[0].folder == tmp_path / "systems/api"
    assert fleet.entries[1].place == "FLEET.yaml, line 3"
    assert (fleet.name, fleet.as_of) == ("Fleet", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("text", "where", "what", "step"),
    [
        ("systems: []\n", "line 1, key systems", "empty", "workspace"),
        ("as-of: 2026-11-20\n", "line 1", "`systems` is missing", "add `systems:`"),
        ("systems:\n- id: a\n  workspace: a\n  worksapce: b\n", "line 4", "`worksapce`", "did you mean `workspace`"),
        ("systems:\n- id: a\n", "line 2", "`workspace` is missing", "add `workspace:`"),
        (
            "systems:\n- {id: a, workspace: a}\n- {id: a, workspace: b}\n",
            "line 3, key id",
            "duplicate id `a` (first on line 2)",
            "keep one",
        ),
        (
            "systems:\n- {id: a, workspace: a}\n- {id: b, workspace: x/../a}\n",
            "line 3",
            "same folder as on line 2",
            "workspace",
        ),
        (
            "systems:\n- {id: a, workspace: /srv/a}\n",
            "line 2, key workspace of the first entry",
            "relative",
            "relative to FLEET.yaml",
        ),
        ("systems:\n- {id: a, workspace: 'gs://bucket/a'}\n", "line 2", "relative", "s3://BUCKET/PREFIX"),
        (
            "systems:\n- {id: a, workspace: 's3://b/x'}\n- {id: b, workspace: 's3://b/x/'}\n",
            "line 3",
            "same folder as on line 2",
            "workspace",
        ),
        ("systems:\n- {id: a, workspace: ' '}\n", "line 2", "relative", "relative to FLEET.yaml"),
        ("systems:\n- {id: fleet, workspace: a}\n", "line 2, key id", "fleet's own page", "another id"),
        ("as-of: soon\nsystems:\n- {id: a, workspace: a}\n", "line 1, key as-of", "a day like 2026-11-20", "a day"),
        ("systems: &a\n- {id: a, workspace: a}\nname: *a\n", "line 3", "alias", "write the value out"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, where: str, what: str, step: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_fleet(written(tmp_path, text))
    assert where in caught.value.where
    assert caught.value.where.startswith("FLEET.yaml")
    assert what in caught.value.what
    assert step in caught.value.next_step


def test_a_file_that_is_not_there_or_no_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        read_fleet(tmp_path / "FLEET.yaml")
    (tmp_path / "FLEET.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not text in UTF-8"):
        read_fleet(tmp_path / "FLEET.yaml")

"""A change that would leave a file which is not read is refused, with the place in that file."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.review.access import BrowserSession
from generator.review.bench import ActionRequest
from generator.review.writes import NO_FILE, change_yaml
from tests.review.review_client import workbench

FILE = "decisions/waivers.yaml"


def test_what_would_not_be_read_is_not_written_and_its_line_is_named(tmp_path: Path) -> None:
    request = ActionRequest(
        bench=workbench(tmp_path), session=BrowserSession(key="x"), posted={"shown": NO_FILE}, several={}, path={}
    )
    with pytest.raises(ConfigError) as refused:
        change_yaml(request, FILE, lambda before: replace(before, text="- check: x\n  owners: Ada\n"))
    assert refused.value.where == f"{FILE}, line 2, key owners of the first entry"
    assert "owners" in refused.value.what
    assert not (tmp_path / FILE).exists()

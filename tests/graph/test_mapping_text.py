"""New decisions in a mapping file: what a person wrote stays, byte for byte."""

import pytest

from generator.errors import ConfigError
from generator.graph.mapping import MappedShape, read_mapping
from generator.graph.mapping_text import with_decisions

_CACHE = MappedShape(drawn="Cache (Valkey)", workloads=("valkey-cart",), reviewed_by="A. Lovelace", note="suggested: both tell")
_LOGIN = MappedShape(drawn="Sign-in: users", external=("Login.gov",), page="Data flow")

_WRITTEN = """# Ours.
matches:
  # The queue.
  - drawn: queue   # as in the picture
    workloads: [kafka]
    note: |
      several
      lines

# Left out.
not-workloads:
- op-srv  # a server of servers

pages:
  - {page: Page-1, shows: boundary}
"""


def test_entries_go_behind_what_is_there_and_nothing_else_changes() -> None:
    found = with_decisions(_WRITTEN, [_CACHE, _LOGIN], ["Legend *"])
    added = """  - drawn: Cache (Valkey)
    workloads: [valkey-cart]
    reviewed-by: A. Lovelace
    note: "suggested: both tell"
  - drawn: "Sign-in: users"
    page: Data flow
    external: [Login.gov]
"""
    lines = found.splitlines()
    assert [line for line in lines if line not in [*added.splitlines(), '- "Legend *"']] == _WRITTEN.splitlines()
    assert found.index("lines") < found.index("Cache (Valkey)") < found.index("# Left out.")
    assert found.index("op-srv") < found.index("Legend *") < found.index("pages:")
    assert read_mapping(found).matches[1].note == "suggested: both tell"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        "matches:\n",
        "matches: []\n",
        "matches: # later\nnot-workloads: [a]\n",
        "not-workloads: [a]",
        "matches: [{drawn: x, workloads: [y]}]\nnot-workloads: [a, b]\n",
        "matches:\r\n  - drawn: x\r\n    workloads: [y]\r\n",
        "matches:\n- drawn: x\n  workloads:\n  - y\n  - z",
        "---\nmatches:\n    - drawn: x\n      workloads:\n          - y # why\n\n\n# end\n",
    ],
)
def test_however_the_file_is_written(text: str) -> None:
    found = with_decisions(text, [_CACHE], ["Noise"])
    before, after = read_mapping(text), read_mapping(found)
    assert [each.drawn for each in after.matches] == [*(each.drawn for each in before.matches), _CACHE.drawn]
    assert after.not_workloads == (*before.not_workloads, "Noise")
    for comment in ("# nothing yet", "# later", "# why", "# end"):
        assert (comment in found) == (comment in text)
    if "\r\n" in text:
        assert "\n" not in found.replace("\r\n", "")


@pytest.mark.parametrize(
    "text", ["yes", "12", "a: b", "- x", "# x", "*x", "{x}", "null", "2026-11-20", "é", 'say "x"', "a\tb", "x "]
)
def test_a_text_that_yaml_reads_otherwise_is_quoted(text: str) -> None:
    shape = MappedShape(drawn=text, workloads=(text,), note=text)
    found = read_mapping(with_decisions("", [shape], [f"{text} too"]))
    assert (found.matches[0].drawn, found.matches[0].workloads, found.matches[0].note) == (text, (text,), text)
    assert found.not_workloads == (f"{text} too",)


def test_what_is_decided_already_is_refused() -> None:
    with pytest.raises(ConfigError, match="decided twice"):
        with_decisions("matches:\n  - {drawn: Cache (Valkey), workloads: [a]}\n", [_CACHE], [])


def test_a_broken_file_is_not_touched() -> None:
    with pytest.raises(ConfigError, match="not valid YAML"):
        with_decisions("matches: [\n", [_CACHE], [])


@pytest.mark.parametrize("text", ["matches: ~\n", "matches: null\n", "matches: []\n...\n", "{not-workloads: [a]}\n"])
def test_a_file_that_nothing_can_be_added_to_is_refused_and_not_called_broken(text: str) -> None:
    with pytest.raises(ConfigError, match="written in a way that nothing can be added to"):
        with_decisions(text, [_CACHE], ["Noise"])

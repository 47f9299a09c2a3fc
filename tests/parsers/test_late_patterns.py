"""Patterns that are compiled when they are used."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from generator import parsers
from generator.parsers.late_patterns import late_re

_LOADED = """
import re, generator.parsers.late_patterns as late
made = []
class Counting:
    compile = staticmethod(lambda *what: made.append(what) or re.compile(*what))
late.re = Counting
import generator.parsers.registry
print(len(made))
"""


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    pattern, compiled = late_re(r"(?P<word>a+)b", re.IGNORECASE), re.compile(r"(?P<word>a+)b", re.IGNORECASE)
    assert pattern.sub("-", "xAABy") == compiled.sub("-", "xAABy") == "x-y"
    assert pattern.findall("ab aab") == compiled.findall("ab aab")
    assert (found := pattern.match("ab")) is not None
    assert found["word"] == "a"
    assert (pattern.pattern, pattern.flags, pattern.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)
    assert late_re(rb"\d+").split(b"a1b") == [b"a", b"b"]


def test_a_mistake_shows_when_the_pattern_is_used() -> None:
    wrong = late_re("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_no_pattern_of_a_reader_is_compiled_before_there_is_something_to_read() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "0"


def test_every_pattern_of_the_readers_compiles() -> None:
    """What `re.compile` showed at import: here, since the reader of a format that nobody has would show it to nobody."""
    package = Path(str(parsers.__file__)).parent
    patterns = 0
    for path in sorted(package.rglob("*.py")):
        name = ".".join(("generator", "parsers", *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for value in vars(import_module(name)).values():
            if type(value).__name__ == "_LatePattern":
                re.compile(value.pattern, value._flags)
                patterns += 1
    assert patterns > 400

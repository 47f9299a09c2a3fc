"""Names out of evidence in the Markdown of `check`: neither markup nor what steers a page."""

import pytest

from generator.cli.check_markdown import plain


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[2Jx", r"\\u001b\[2Jx"),
        ("\x07\x9b", r"\\u0007\\u009b"),
        ("invoice\u202egnp.exe", r"invoice\\u202egnp.exe"),
        ("a|b\nc", r"a\|b c"),
    ],
)
def test_what_steers_is_seen(name: str, shown: str) -> None:
    assert plain(name) == shown

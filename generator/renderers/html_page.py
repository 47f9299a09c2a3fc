"""Pages of HTML: templates of this project, in which every value is escaped."""

import re
from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from generator.resources import data
from generator.text import counted, printable

LONG = 1_000
"""Characters from which on a text is looked at for words that no page can show."""
_SHOWN = 200
_WORD = re.compile(r"\S{401,}")
_ADDRESS = re.compile(r"#|\.\./|[a-z0-9-]+\.(?:html|json|csv)")


def filled(template: str, **values: object) -> Markup:
    """A template of `templates/html/` with its values; what comes out may be put into another one as it is."""
    # NOTE: the template is a file of this project and escapes all values.
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


@cache
def _environment() -> Environment:
    """One for all pages, so that what they share is translated once: that took a fifth of a build."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=readable,
        loader=FunctionLoader(source),
    )


def css_text(text: str) -> Markup:
    """Text as a string of a style: whatever is neither letter nor digit is written as its number and can end nothing."""
    shown = (char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in str(readable(text)))
    # NOTE: only letters, digits, reversed slashes and spaces are left.
    return Markup(f'"{"".join(shown)}"')  # noqa: S704


def source(name: str) -> str:
    """A template, style or script of `templates/html/` as it is."""
    return (data("templates") / "html" / name).read_text("utf-8")


def readable(value: object) -> object:
    """Text without characters that show nothing or turn the direction of what follows, and without words that fill a page;
    markup of the template as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = printable(value)
    return text if len(text) <= LONG or _ADDRESS.match(text) else _WORD.sub(_begun, text)


def _begun(word: re.Match[str]) -> str:
    return f"{word[0][:_SHOWN]}… ({counted(len(word[0]) - _SHOWN, 'more character')})"

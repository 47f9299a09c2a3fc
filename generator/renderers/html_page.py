"""Pages of HTML: templates of this project, in which every value is escaped."""

import re
from collections.abc import Callable
from functools import cache, partial

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.resources import data
from generator.text import counted, printable

LONG = 1_000
"""Characters from which on a text is looked at for words that no page can show."""
_SHOWN = 200
_WORD = re.compile(r"\S{401,}")
_LINES = "\n\t"
_ADDRESS = re.compile(r"#|\.\./|[a-z0-9-]+\.(?:html|json|csv)")


def filled(template: str, **values: object) -> Markup:
    """A template of `templates/html/` with its values; what comes out may be put into another one as it is."""
    # NOTE: the template is a file of this project and escapes all values.
    return Markup(_environment().get_template(template).render(**values))  # noqa: S704


def filled_form(template: str, **values: object) -> Markup:
    """The same of a page with forms: lines and tabs stay as they are, and what a field holds (`| typed`) is never shortened,
    since the field is sent back as it is shown."""
    return Markup(_form_environment().get_template(template).render(**values))  # noqa: S704


@cache
def _environment() -> Environment:
    """One for all pages, so that what they share is translated once: that took a fifth of a build."""
    return _templates(readable)


@cache
def _form_environment() -> Environment:
    made = _templates(partial(readable, keep=_LINES))
    made.filters["typed"] = _typed
    return made


def _templates(finalize: Callable[[object], object]) -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        loader=FunctionLoader(source),
    )


def as_shown(text: str) -> str:
    """What a field holds of a text: what comes back like this was not changed."""
    return printable(text, _LINES)


def _typed(value: str) -> Markup:
    return escape(as_shown(value))


def css_text(text: str) -> Markup:
    """Text as a string of a style: whatever is neither letter nor digit is written as its number and can end nothing."""
    shown = (char if char.isascii() and char.isalnum() else f"\\{ord(char):x} " for char in str(readable(text)))
    # NOTE: only letters, digits, reversed slashes and spaces are left.
    return Markup(f'"{"".join(shown)}"')  # noqa: S704


def source(name: str) -> str:
    """A template, style or script of `templates/html/` as it is."""
    return (data("templates") / "html" / name).read_text("utf-8")


def readable(value: object, keep: str = "") -> object:
    """Text without characters that show nothing or turn the direction of what follows, but for those to `keep`, and without
    words that fill a page; markup of the template as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = printable(value, keep)
    return text if len(text) <= LONG or _ADDRESS.match(text) else _WORD.sub(_begun, text)


def _begun(word: re.Match[str]) -> str:
    return f"{word[0][:_SHOWN]}… ({counted(len(word[0]) - _SHOWN, 'more character')})"

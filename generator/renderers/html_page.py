"""Pages of HTML: templates of this project, in which every value is escaped."""

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from generator.resources import data


def filled(template: str, **values: object) -> Markup:
    """A template of `templates/html/` with its values; what comes out may be put into another one as it is."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=readable,
        loader=FunctionLoader(source),
    )
    # NOTE: the template is a file of this project and escapes all values.
    return Markup(environment.get_template(template).render(**values))  # noqa: S704


def source(name: str) -> str:
    """A template, style or script of `templates/html/` as it is."""
    return (data("templates") / "html" / name).read_text("utf-8")


def readable(value: object) -> object:
    """Text without characters that show nothing or turn the direction of what follows; markup of the template as it is."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else " " for char in value)

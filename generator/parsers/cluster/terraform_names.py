"""Names of resources of which a part is known only when Terraform runs, as people can read them."""

from generator.parsers.late_patterns import late_re

_EXPRESSION = late_re(r"\$\{(?P<inside>[^{}]{0,2000})\}")
_REFERENCE = late_re(r"[A-Za-z_][\w-]*(?:\[[^\]]{0,100}\])?(?:\.[\w*-]+(?:\[[^\]]{0,100}\])?)+")
_INDEX = late_re(r"\[[^\]]*\]")
_OF_A_RESOURCE = frozenset({"name", "id", "arn", "bucket", "hex", "result"})
"""Attributes that say nothing where their resource is not named."""
_ONLY_SIGNS = late_re(r"[\s_-]*")


def readable(name: str) -> str:
    """A name with what an expression stands for in double round brackets, as variables stand.

    `${data.aws_default_tags.now.tags.env}-api` is `((env))-api`. Empty where nothing of the name is written: its label in the
    source says more.
    """
    if "${" not in name:
        return name
    if _ONLY_SIGNS.fullmatch(_EXPRESSION.sub("", name)):
        return ""
    return _EXPRESSION.sub(lambda match: f"(({_called(match['inside'])}))", name)


def _called(expression: str) -> str:
    """The last word of the last reference in it that says what it is."""
    references = [_INDEX.sub("", match[0]).split(".") for match in _REFERENCE.finditer(expression)]
    words = [word for parts in references for word in parts if word.strip("*-_")]
    return next((word for word in reversed(words) if word not in _OF_A_RESOURCE), "unknown")

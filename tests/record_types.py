"""A plugin of mypy: `msgspec.structs.replace` is checked as `dataclasses.replace` is, field by field.

Without it any name and any type would pass. What dataclasses has for its own records is refused for those of msgspec, which
mypy takes for dataclasses. https://mypy.readthedocs.io/en/stable/extending_mypy.html
"""

from collections.abc import Callable

from mypy.plugin import FunctionSigContext, Plugin
from mypy.plugins.dataclasses import replace_function_sig_callback
from mypy.types import FunctionLike, Instance, TypeVarType, get_proper_type

_OF_DATACLASSES = frozenset({"dataclasses.replace", "dataclasses.fields", "dataclasses.asdict", "dataclasses.astuple"})


class RecordTypes(Plugin):
    """Knows what is asked of records."""

    def get_function_signature_hook(self, fullname: str) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """The signature by the fields of the record that is given."""
        if fullname == "msgspec.structs.replace":
            return _by_fields
        if fullname == "dataclasses.replace":
            return _by_fields_of_dataclass
        return _of_dataclass if fullname in _OF_DATACLASSES else None


def _by_fields(context: FunctionSigContext) -> FunctionLike:
    """What is no Struct keeps the signature of msgspec, which refuses it."""
    return replace_function_sig_callback(context) if _is_struct(context) else context.default_signature


def _by_fields_of_dataclass(context: FunctionSigContext) -> FunctionLike:
    _of_dataclass(context)
    return replace_function_sig_callback(context)


def _of_dataclass(context: FunctionSigContext) -> FunctionLike:
    if _is_struct(context):
        context.api.fail("A record of msgspec is no dataclass: use msgspec.structs", context.context)
    return context.default_signature


def _is_struct(context: FunctionSigContext) -> bool:
    first = context.args[0][0] if context.args and context.args[0] else None
    given = get_proper_type(context.api.get_expression_type(first)) if first is not None else None
    if isinstance(given, TypeVarType):
        given = get_proper_type(given.upper_bound)
    return isinstance(given, Instance) and given.type.has_base("msgspec.Struct")


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks for."""
    return RecordTypes

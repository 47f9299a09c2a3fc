"""What holds for the records of a folder: nobody changes one that is made, and a default is of the field's own type."""

import dataclasses
import importlib
import pkgutil
import typing
from collections.abc import Iterator
from inspect import signature
from types import ModuleType

import msgspec


def records(package: ModuleType) -> Iterator[type]:
    """Structs and dataclasses that the modules of the package define."""
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            is_record = isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or dataclasses.is_dataclass(kind))
            if is_record and kind.__module__ == module.__name__:
                yield kind


def loose_structs(package: ModuleType) -> list[str]:
    """Those that may be changed, or made by position; those of one module alone may."""
    return [
        kind.__name__
        for kind in records(package)
        if issubclass(kind, msgspec.Struct) and not kind.__name__.startswith("_")
        if not (
            kind.__struct_config__.frozen and all(row.kind is row.KEYWORD_ONLY for row in signature(kind).parameters.values())
        )
    ]


def wrong_defaults(package: ModuleType) -> list[str]:
    """`Record.field` whose default is not of its type."""
    return [
        f"{kind.__name__}.{field.name}"
        for kind in records(package)
        if issubclass(kind, msgspec.Struct)
        for field in msgspec.structs.fields(kind)
        if field.default is not msgspec.NODEFAULT and not _fits(field.default, field.type)
    ]


def _fits(value: object, kind: object) -> bool:
    if value is None:
        return type(None) in typing.get_args(kind)
    try:
        msgspec.convert(msgspec.to_builtins(value), kind)
    except msgspec.ValidationError:
        return False
    return True

"""Libraries that only some commands need, and what to say where one is missing."""

import contextlib
from collections.abc import Iterator

from generator.errors import ConfigError


@contextlib.contextmanager
def needed(extra: str) -> Iterator[None]:
    """Around imports of libraries of an extra of pyproject.toml.

    Raises:
        ConfigError: one is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise ConfigError(
            f"signatures need a library that is not installed ({error.name})",
            next_step=f"install it: pip install 'atopack[{extra}]'",
        ) from error

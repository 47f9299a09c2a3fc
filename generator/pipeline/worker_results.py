"""How what a process made gets to another: pickled into a file that both have, large content as files handed over open."""

import io
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import IO, Any

from generator.documents.large_content import Content, LargeContent, content_of, size_of, whole


class OpenFile:
    """A file that a process handed over; closed once nothing reads it."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number
        os.set_inheritable(number, False)  # noqa: FBT003 - it takes no names

    def fileno(self) -> int:
        """Its number in this process."""
        return self.number

    def __del__(self) -> None:
        os.close(self.number)


def _handed_over(_index: int, _size: int, _sha256: str) -> LargeContent:
    """Stands in a result for large content; `ResultReader` gives it."""
    raise pickle.UnpicklingError("large content is not in what was written of it")


def write_result(made: object, file: IO[bytes]) -> list[int]:
    """Writes what a process made into the file; returns the descriptors of its large content, handed over beside it."""
    descriptors: list[int] = []

    def noted(content: LargeContent) -> tuple[Callable[..., LargeContent], tuple[int, int, str]]:
        descriptors.append(content.fileno())
        return _handed_over, (len(descriptors) - 1, content.size, content.sha256)

    writer = pickle.Pickler(file, protocol=pickle.HIGHEST_PROTOCOL)
    writer.dispatch_table = {LargeContent: noted}
    writer.dump(made)
    return descriptors


class ResultReader(pickle.Unpickler):
    """Gives in the process that asked what `write_result` was given."""

    def __init__(self, file: IO[bytes], opened: Sequence[OpenFile]) -> None:
        super().__init__(file)
        # NOTE: no method of this, or it would be part of a cycle, and its files open until one is looked for
        self._content = partial(_opened_content, opened)

    def find_class(self, module: str, name: str) -> Any:
        """See `pickle.Unpickler.find_class`."""
        return self._content if (module, name) == (__name__, _handed_over.__name__) else super().find_class(module, name)


def _opened_content(opened: Sequence[OpenFile], index: int, size: int, sha256: str) -> LargeContent:
    if index >= len(opened):  # NOTE: the system drops those for which there may be no more open files
        raise pickle.UnpicklingError("the file of large content was not handed over")
    return LargeContent(opened[index], size, sha256)


def written_together(claims: Iterable[int], work: Callable[[int], object]) -> Content:
    """Each number and what was made of it, one behind the other, by one writer, so that nothing is in it twice."""

    def pieces() -> Iterator[bytes]:
        room = io.BytesIO()
        writer = pickle.Pickler(room, protocol=pickle.HIGHEST_PROTOCOL)
        for number in claims:
            writer.dump((number, work(number)))
            yield room.getvalue()
            room.seek(0)
            room.truncate()

    return content_of(pieces())


def read_together(written: Content) -> Iterator[tuple[int, Any]]:
    """What `written_together` wrote."""
    room = io.BytesIO(whole(written))
    reader = pickle.Unpickler(room)  # noqa: S301 - from our own process
    while room.tell() < size_of(written):
        yield reader.load()

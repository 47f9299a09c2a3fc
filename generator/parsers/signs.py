"""What a file of a format has in any case: a reader is imported and asked only about files that have it.

There are some two hundred and fifty readers, and the evidence of a system needs a dozen of them: importing all took half of the
time of `atopack inspect`. Signs ask for less than the reader does, never for more: whoever makes a reader know its format by
something else adds that to the signs of its row. `tests/parsers/test_signs.py` asks every reader about files of all formats,
and about files made of the words in its own source, and compares.
"""

from collections.abc import Callable

import msgspec

from generator.parsers.csv import names_column
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.file_container import FileContainer

ZIP, GZIP, BZIP2 = b"PK\x03\x04", b"\x1f\x8b", b"BZh"
"""How archives begin."""
_JSON = frozenset({FileContainer.JSON, FileContainer.JSON_LINES})
_TEXT = frozenset({FileContainer.TEXT, FileContainer.YAML})
_TABLE = frozenset({FileContainer.TEXT, FileContainer.BINARY})
"""UTF-16 is full of NUL bytes and looks binary."""
_NOTHING = frozenset({b"[]", b"null", b"{}"})
_NOTHING_LENGTH = 64


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """Ways in which a file may be of a format: one of them is enough, and a file with none of them is of another format."""

    json: tuple[str, ...] | None = None
    """JSON with any of these names at its top, in its first line or in the first entries of its list, or without any name, as
    an empty list has none; where the signs have no names, any JSON."""
    xml: tuple[str, ...] | None = None
    """XML whose root has any of these names; where the signs have none, any XML, a broken one as well."""
    table: tuple[str, ...] = ()
    """Text that names any of these columns where a header may stand."""
    text: tuple[bytes, ...] = ()
    """Text or YAML with any of these words."""
    start: tuple[bytes, ...] = ()
    """A file of any kind with any of these words in its beginning."""
    head: tuple[bytes, ...] = ()
    """A file that begins with any of these bytes, as it is or decoded."""
    name: tuple[str, ...] = ()
    """A file whose name ends so."""
    kinds: frozenset[FileContainer] = frozenset()
    """Any file of these kinds."""
    among: Callable[[EvidenceFiles, str], bool] | None = None
    """A file that another one of the evidence takes in, by its path."""

    def of(self, document: Document) -> bool:
        """May it be of the format?

        Raises:
            ParseError: broken JSON in which names are looked for, as the reader would say.
        """
        return self._anywhere(document) or self._inside(document)

    def _anywhere(self, document: Document) -> bool:
        return (
            document.container in self.kinds
            or (bool(self.name) and document.name.endswith(self.name))
            or (bool(self.head) and (document.head.startswith(self.head) or document.start.startswith(self.head)))
            or any(word in document.start for word in self.start)
            or (self.among is not None and self.among(document.files, document.name))
        )

    def _inside(self, document: Document) -> bool:
        container = document.container
        if container is FileContainer.XML:
            return self.xml is not None and (not self.xml or document.root_name in self.xml)
        if self.json is not None and _says_nothing(document):
            return True
        if self.json is not None and container in _JSON:
            return not self.json or not document.names or not document.names.isdisjoint(self.json)
        if container in _TABLE and any(names_column(document, column) for column in self.table):
            return True
        return container in _TEXT and any(word in document.data for word in self.text)


def _says_nothing(document: Document) -> bool:
    """An empty list, whatever it is called: its tool is known by the name of the file alone."""
    return len(document.head) < _NOTHING_LENGTH and document.head.strip() in _NOTHING


def in_json(*names: str) -> Signs:
    """See `Signs.json`."""
    return Signs(json=names)


def in_xml(*names: str) -> Signs:
    """See `Signs.xml`."""
    return Signs(xml=names)


def in_table(*columns: str) -> Signs:
    """See `Signs.table`."""
    return Signs(table=columns)


ANY = Signs(kinds=frozenset(FileContainer))
"""Its reader looks at every file."""

"""The one writer of files that people write as YAML: `system.yaml` and the files of `decisions/`.

Read a file, change one value or add one entry at a time, look at the hunks, write. Comments, order and quoting stay as they
are, since only the text of the change is touched (`yaml_splices`). A file that somebody changed in between is never written
over: the error shows both versions.

```
changing = read_yaml(root, "decisions/assets.yaml")
changing = changing.with_key((0, "function"), "Takes orders", why="Function of shop/cart")
write_yaml(root, changing)
```
"""

import difflib
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

import msgspec
from msgspec.structs import replace

from generator import strict_yaml
from generator.errors import ConfigError
from generator.file_loading import in_utf8, refuse_links
from generator.limits import PRINTED, SOURCE_BYTES
from generator.strict_yaml import YamlPath
from generator.workspace import yaml_splices
from generator.workspace.schemas import first_line, schema_of
from generator.workspace.whole_file import put_file
from generator.workspace.yaml_text import YamlValue

_SYSTEM = "system.yaml"
_DECISIONS = "decisions"
_BOM = b"\xef\xbb\xbf"


class EditedMeanwhileError(ConfigError):
    """The file is not what it was when it was read; nothing was written."""

    def __init__(self, file: str, *, now: str, wanted: str) -> None:
        self.now, self.wanted = now, wanted
        lines = list(
            difflib.unified_diff(now.splitlines(), wanted.splitlines(), "as it is now", "as it was to be", lineterm="", n=1)
        )
        shown = "\n".join(f"  {line}" for line in lines[: 2 * PRINTED])
        what = f"somebody changed the file while it was being changed, and nothing was written\n{shown}"
        super().__init__(what, where=file, next_step="run the command again: it starts from the file as it is now")


class YamlHunk(msgspec.Struct, frozen=True, kw_only=True):
    """One decision, as the lines that it changes."""

    why: str
    """`Function of shop/cart`."""
    line: int
    """The first that changed, in the file as it was before this decision."""
    before: tuple[str, ...]
    after: tuple[str, ...]


class ChangingYaml(msgspec.Struct, frozen=True, kw_only=True):
    """A file, as it was read and as it will be."""

    file: str
    """Path in the workspace."""
    sha256: str | None
    """Of the bytes that were read; None where there was no file."""
    original: str
    text: str
    hunks: tuple[YamlHunk, ...] = msgspec.field(default=())

    @property
    def value(self) -> object:
        """What the file says with its changes; days are text."""
        return strict_yaml.load(self.text, self.file).value

    def line(self, path: YamlPath) -> int:
        """On which line a path stands, with the changes."""
        return strict_yaml.load(self.text, self.file).line(path)

    def with_key(self, path: YamlPath, value: YamlValue, *, why: str) -> "ChangingYaml":
        """With a value at a path, new or in place of the one there. See `yaml_splices.set_key` for what is raised."""
        return self._changed(lambda text: yaml_splices.set_key(text, path, value, where=self.file), why)

    def with_entry(self, path: YamlPath, entry: YamlValue, *, why: str, before: int | None = None) -> "ChangingYaml":
        """With an entry in the list at a path: at its end, or before another. See `yaml_splices` for what is raised."""
        if before is None:
            return self.with_entries(path, (entry,), why=why)
        return self._changed(lambda text: yaml_splices.insert_entry(text, path, before, entry, where=self.file), why)

    def with_entries(self, path: YamlPath, entries: Sequence[YamlValue], *, why: str) -> "ChangingYaml":
        """With several entries at the end of the list at a path, which were decided together."""
        return self._changed(lambda text: yaml_splices.append_entries(text, path, entries, where=self.file), why)

    def without(self, path: YamlPath, *, why: str, with_comments: bool = False) -> "ChangingYaml":
        """Without the key or the entry at a path. See `yaml_splices.remove` for what is refused."""
        return self._changed(lambda text: yaml_splices.remove(text, path, where=self.file, with_comments=with_comments), why)

    def comments_in(self, path: YamlPath) -> tuple[str, ...]:
        """The comments that removing the key or the entry at a path would take along."""
        return yaml_splices.comments_in(self.text, path, where=self.file)

    def _changed(self, change: Callable[[str], str], why: str) -> "ChangingYaml":
        text = change(self.text)
        return self if text == self.text else replace(self, text=text, hunks=(*self.hunks, _hunk(self.text, text, why)))


def read_yaml(root: Path, file: str) -> ChangingYaml:
    """A file of the workspace, to be changed; one that is not there is empty.

    Raises:
        ConfigError: no file that people write as YAML, a link, not UTF-8, too large, or not YAML.
    """
    data = _bytes(root, file)
    with in_utf8(file):
        text = (data or b"").decode("utf-8-sig")
    strict_yaml.load(text, file)
    digest = None if data is None else hashlib.sha256(data).hexdigest()
    return ChangingYaml(file=file, sha256=digest, original=text, text=text)


def write_yaml(root: Path, changing: ChangingYaml) -> None:
    """Write the file beside its place and put it there at once; nothing where nothing is changed.

    Raises:
        EditedMeanwhileError: the file is not what was read.
    """
    if changing.text == changing.original:
        return
    now = _bytes(root, changing.file)
    mark = _BOM if now is not None and now.startswith(_BOM) else b""
    put_file(
        root / changing.file,
        mark + _first_line(root, changing) + changing.text.encode(),
        last_look=lambda: refuse_if_changed(root, changing),
    )


def _first_line(root: Path, changing: ChangingYaml) -> bytes:
    """A new file names its schema to an editor, where the workspace has it."""
    new = changing.sha256 is None and (root / schema_of(changing.file)).is_file()
    return first_line(changing.file).encode() if new else b""


def refuse_if_changed(root: Path, changing: ChangingYaml) -> None:
    """Before several files are written: is each still what was read?

    Raises:
        EditedMeanwhileError: it is not.
    """
    now = _bytes(root, changing.file)
    if (None if now is None else hashlib.sha256(now).hexdigest()) != changing.sha256:
        raise EditedMeanwhileError(changing.file, now="" if now is None else now.decode(errors="replace"), wanted=changing.text)


def _bytes(root: Path, file: str) -> bytes | None:
    place = PurePosixPath(file)
    if file != _SYSTEM and not (len(place.parts) == 2 and place.parts[0] == _DECISIONS and place.suffix == ".yaml"):
        raise ConfigError("only system.yaml and the files of decisions/ are changed", where=file, next_step="name one of them")
    path = root / file
    refuse_links(path, path.parent, where=file)
    if not path.is_file():
        return None
    if path.stat().st_size > SOURCE_BYTES:
        raise ConfigError(f"larger than {SOURCE_BYTES >> 20} MB", where=file, next_step="shorten it")
    return path.read_bytes()


def _hunk(before: str, after: str, why: str) -> YamlHunk:
    old, new = before.splitlines(), after.splitlines()
    same = next((at for at, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), min(len(old), len(new)))
    most = min(len(old), len(new)) - same
    back = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    return YamlHunk(why=why, line=same + 1, before=tuple(old[same : len(old) - back]), after=tuple(new[same : len(new) - back]))

"""`decisions/assets.yaml`: what people say about assets and no evidence can.

FedRAMP Integrated Inventory Workbook v3.1 has a column for each key; `category` is CMMC's (32 CFR 170.19(c)(1), Table 3).

```yaml
- assets: ["registry.example/shop/*"]   # patterns of asset identifiers, as the inventory has them
  owner: Platform Team
  baseline: DISA Container Platform SRG V2R2
  end-of-life: 2027-06-30
- assets: [node-*]
  virtual: true
```

Of several entries that name an asset, the first that says something about a key is heard.
"""

from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.model.asset import AssetNote, Category, NoteKey
from generator.model.identifiers import AssetId
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/assets.yaml"


class AssetDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the file."""

    patterns: tuple[str, ...]
    notes: tuple[AssetNote, ...]
    place: str
    """`line 3`."""

    def concerns(self, asset_id: AssetId) -> bool:
        """Does it name the asset?"""
        return any(fnmatchcase(asset_id, pattern) for pattern in self.patterns)


class _AssetRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    assets: list[str]
    owner: str | None = None
    administrator: str | None = None
    function: str | None = None
    baseline: str | None = None
    end_of_life: date | None = None
    category: Category | None = None
    location: str | None = None
    diagram_label: str | None = None
    authenticated_scan: bool | None = None
    comments: str | None = None
    network: str | None = None
    asset_tag: str | None = None
    hardware: str | None = None
    virtual: bool | None = None
    public: bool | None = None
    os: str | None = None
    vendor: str | None = None
    software: str | None = None
    patch_level: str | None = None


SCHEMA = list[_AssetRow]
"""The whole file, for its JSON schema."""


def read_asset_decisions(text: str) -> tuple[AssetDecision, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no pattern, an empty text, nothing said.
    """
    written, rows = strict_yaml.load_list(text, FILE, _AssetRow)
    return tuple(_decision(row, index, written) for index, row in enumerate(rows))


def _decision(row: _AssetRow, index: int, written: StrictYamlFile) -> AssetDecision:
    written.require_texts((index, "assets"), dict(enumerate(row.assets)), "write an asset's identifier, or a pattern")
    if not row.assets:
        raise written.error((index, "assets"), "no asset is named", "write identifiers of assets, or patterns of them")
    place = f"line {written.line((index,))}"
    notes = tuple(_notes(row, index, written))
    if not notes:
        raise written.error((index,), "nothing is said about these assets", "say something, or remove the entry")
    return AssetDecision(patterns=tuple(row.assets), notes=notes, place=place)


def _notes(row: _AssetRow, index: int, written: StrictYamlFile) -> list[AssetNote]:
    notes = []
    for key in NoteKey:
        value = getattr(row, key.replace("-", "_"))
        if isinstance(value, str):
            written.require_texts((index,), {key.value: value}, "write it, or remove the key")
        if value is not None:
            line = written.line((index, key))
            notes.append(AssetNote(key=key, value=_text(value), by=f"{FILE}, line {line}"))
    return notes


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value).strip()

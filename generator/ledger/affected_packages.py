"""What is vulnerable, asset by asset: package, installed version and fix, in the words of description and remediation.

A fix belongs to the package of the asset on which it was reported: the one of an Alpine image is none for a Debian image.
FedRAMP Vulnerability Scanning Requirements, section 3: machine-readable detail for every finding.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.model.facts import AffectedAsset, Weakness
from generator.model.identifiers import AssetId
from generator.model.scan import AffectedPackage, ResultKind
from generator.text import left_out, listed

_HEAD = "Affected, by asset:"
_MOST_ASSETS = 40
_MOST_PACKAGES = 8
"""Named in one line; the others stand in the scanner's report."""
_Named = tuple[str, str, str]
"""Package, installed version and fixed version, as reports state them."""


def described(text: str, assets: Sequence[AffectedAsset]) -> str:
    """The scanner's description, with a line for each asset that says what is vulnerable there."""
    lines = [f"{asset.asset_id}: {_named(asset)}" for asset in assets if asset.packages]
    return "\n".join([text, *_block(lines)]) if lines else text


def with_kept(text: str, before: str, kept: Iterable[AssetId]) -> str:
    """The description with the lines that the one of last time has for assets that were not scanned since."""
    known = dict(line.split(": ", 1) for line in _lines(before) if ": " in line)
    lines = [f"{asset_id}: {known[asset_id]}" for asset_id in kept if asset_id in known]
    if not lines:
        return text
    head, mark, tail = text.partition(f"\n{_HEAD}\n")
    return "\n".join([head, *_block(sorted({*(tail.splitlines() if mark else ()), *lines}))])


def remedy(weakness: Weakness, assets: Sequence[AffectedAsset]) -> str:
    """What to do, from the fixes of these assets; the scanner's own advice where it names no version of anything."""
    if weakness.kind is not ResultKind.VULNERABILITY or not any(_is_fixed(asset) for asset in assets):
        if weakness.solution and not weakness.fixed_versions:
            return weakness.solution
        return _without_fix(weakness, assets)
    updates: dict[_Named, list[AssetId]] = defaultdict(list)
    open_: dict[_Named, list[AssetId]] = defaultdict(list)
    for asset in assets:
        for named in _distinct(asset.packages):
            (updates if named[2] else open_)[named].append(asset.asset_id)
    steps = [f"Update {_installed(named)} to {named[2]} in {listed(ids, 3)}" for named, ids in sorted(updates.items())]
    shown = "; ".join(
        (*steps[:_MOST_PACKAGES], *([left_out(len(steps) - _MOST_PACKAGES)] if len(steps) > _MOST_PACKAGES else ()))
    )
    text = f"{shown}; rebuild and deploy again."
    if open_:
        waiting = [f"{_installed(named)} in {listed(ids, 3)}" for named, ids in sorted(open_.items())]
        text += f" The scan names no fixed version of {listed(waiting, _MOST_PACKAGES, separator='; ')}."
    return text


def unfixed(assets: Iterable[AffectedAsset]) -> list[AffectedAsset]:
    """Assets with a vulnerable package of which the scan names no fixed version."""
    return [asset for asset in assets if [package for package in asset.packages if not package.fixed_version]]


def updates_of(asset: AffectedAsset) -> list[_Named]:
    """Packages of an asset with a fix: name, installed version (empty where it is not named) and fixed version."""
    return [named for named in _distinct(asset.packages) if named[2]]


def _without_fix(weakness: Weakness, assets: Sequence[AffectedAsset]) -> str:
    if weakness.kind is ResultKind.SECRET:
        return "Revoke the secret, remove it from the image and its history, rebuild the image and deploy it again."
    if weakness.kind is ResultKind.MISCONFIGURATION:
        return "Correct the setting, rebuild or apply it again, and scan again."
    packages = sorted({_installed(named) for asset in assets for named in _distinct(asset.packages)})
    of = f" of {listed(packages, _MOST_PACKAGES)}" if packages else ""
    return f"The scan names no fixed version{of}. Watch the vendor for a fix."


def _is_fixed(asset: AffectedAsset) -> bool:
    return any(package.fixed_version for package in asset.packages)


def _distinct(packages: Sequence[AffectedPackage]) -> list[_Named]:
    """Each package and version once; two scanners may name one, and only one of them its fix."""
    if len(packages) == 1:
        return [(packages[0].name, packages[0].version or "", packages[0].fixed_version or "")]
    fixes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for package in packages:
        fixes[package.name, package.version or ""].update({package.fixed_version} if package.fixed_version else ())
    return [(name, version, " or ".join(sorted(known))) for (name, version), known in sorted(fixes.items())]


def _named(asset: AffectedAsset) -> str:
    names = [
        f"{_installed(named)}{f' (fixed in {named[2]})' if named[2] else ' (no fixed version named)'}"
        for named in _distinct(asset.packages)
    ]
    return listed(names, _MOST_PACKAGES)


def _installed(named: _Named) -> str:
    name, version, _ = named
    return f"{name} {version}" if version else f"{name} (version not named)"


def _block(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST_ASSETS
    return [_HEAD, *lines[:_MOST_ASSETS], *([left_out(more, "asset")] if more > 0 else [])]


def _lines(text: str) -> list[str]:
    return text.partition(f"\n{_HEAD}\n")[2].splitlines()

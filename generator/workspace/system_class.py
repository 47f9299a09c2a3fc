"""`class` and `frameworks: [fedramp-20x]` in system.yaml: the Certification Class of the 20x path, and what it is beside."""

from generator.frameworks import fedramp_20x
from generator.frameworks.fedramp_cr26 import OF_LEVEL, CertificationClass
from generator.model.system import ImpactLevel, Regime
from generator.strict_yaml import StrictYamlFile
from generator.workspace.system_keys import Cr26Keys, FileKeys, Framework, SystemKeys

_REV5: tuple[Framework, ...] = ("fedramp-rev5", "fedramp-cr26")
_CLASSES = "`class: b`, `class: c` or `class: d`"


def usual_regime(listed: tuple[Framework, ...]) -> Regime:
    """Of a system that does not say it: both, and the Consolidated Rules alone where 20x stands without a framework of Rev
    5."""
    alone = fedramp_20x.NAME in listed and not any(name in _REV5 for name in listed)
    return Regime.CR26 if alone else Regime.BOTH


def frameworks_named(listed: tuple[Framework, ...], regime: Regime | None) -> tuple[str, ...]:
    """FedRAMP's first: those that are named, else those of the regime; 20x alone where nothing else of FedRAMP is said."""
    ours: tuple[str, ...] = tuple(name for name in listed if name in _REV5)
    if not ours and (regime is not None or fedramp_20x.NAME not in listed):
        ours = _of_regime(regime or Regime.BOTH)
    path = (fedramp_20x.NAME,) if fedramp_20x.NAME in listed else ()
    return tuple(dict.fromkeys((*ours, *path, *listed)))


def indicator_class(decoded: FileKeys) -> str | None:
    """`B`, `C` or `D`: as stated, else the class that goes with the impact level; None without 20x."""
    if fedramp_20x.NAME not in (decoded.frameworks or ()):
        return None
    stated = decoded.indicator_class or (decoded.cr26 or Cr26Keys()).certification_class
    level = ((decoded.system or SystemKeys()).impact_level or ImpactLevel.MODERATE).value
    return stated.upper() if stated else OF_LEVEL[level].value


def check_class(written: StrictYamlFile, decoded: FileKeys) -> None:
    """Two classes, a class that nothing asks for, and Class A, for which the rules ask no indicators of (FRC-CSX).

    Raises:
        ConfigError: names the key and its line.
    """
    path = fedramp_20x.NAME in (decoded.frameworks or ())
    stated, other = decoded.indicator_class, (decoded.cr26 or Cr26Keys()).certification_class
    if stated and not path:
        step = f"name {fedramp_20x.NAME} under `frameworks`, or leave `class` out"
        raise written.error(("class",), f"`class` is that of {fedramp_20x.NAME}, which is not among the frameworks", step)
    if stated and other and stated.upper() != other:
        what = f"two classes are stated: `class: {stated}` and `cr26.certification-class: {other}`"
        raise written.error(("class",), what, "keep the one that you apply for, in both or in `class` alone")
    if path and not stated and other == CertificationClass.A.value:
        what = "the rules ask Classes B, C and D for indicators, and the class is A"
        raise written.error(("cr26", "certification-class"), what, f"write {_CLASSES}, or leave {fedramp_20x.NAME} out")


def _of_regime(regime: Regime) -> tuple[str, ...]:
    return {
        Regime.LEGACY: ("fedramp-rev5",),
        Regime.CR26: ("fedramp-cr26",),
        Regime.BOTH: _REV5,
    }[regime]

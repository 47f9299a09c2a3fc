"""Files of the package that people edited, as they are kept once what was typed into them went back to where it is said."""

from pathlib import Path

from generator.narrative.reading import FOLDER

ABSORBED = f"{FOLDER}/.absorbed"


def absorbed_hashes(root: Path) -> frozenset[str]:
    """Their SHA-256: a build may write over such a file of the package, since nothing in it is lost."""
    folder = root / ABSORBED
    kept = (path for path in folder.glob("*") if path.suffix in (".docx", ".xlsx"))
    return frozenset(path.stem for path in kept if path.is_file() and not path.is_symlink())

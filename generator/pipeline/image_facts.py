"""What is true of each image beyond its scans: how far it is hardened, and its chain from commit to running digest.

Facts, what people decided (`benchmarks.yaml`, `validations.yaml`, `acceptances.yaml`, keys in system.yaml) and CISA's catalog
meet here, since the facts alone read no file.
"""

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.content.opened import OpenContent
from generator.errors import ConfigError
from generator.facts.acceptances import read_acceptances
from generator.facts.chain_context import ChainBasis
from generator.facts.chain_links import chains_of
from generator.facts.code_scans import code_scans
from generator.facts.hardening import HardeningBasis, hardening_of, inventories
from generator.facts.hardening_decisions import read_benchmarks, unmet
from generator.facts.hardening_users import users_of_pods
from generator.facts.keyless import LARGEST_ROOT, KeylessTrust
from generator.facts.signatures import LARGEST_KEY, Keys
from generator.facts.validations import read_validations
from generator.limits import QUOTED
from generator.model.evidence import Gap
from generator.model.facts import SystemFacts
from generator.model.identifiers import Sha256
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot, until
from generator.text import shortened
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import checksum

_BENCHMARKS = "benchmarks.yaml"
_VALIDATIONS = "validations.yaml"
_ACCEPTANCES = "acceptances.yaml"


def with_images(
    workspace: Workspace, facts: SystemFacts, snapshots: Sequence[Snapshot], content: OpenContent, keys: Keys
) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """The facts with hardening, chains, validations and acceptances; gaps are decisions of a later day and those that reach no
    image.

    Raises:
        ConfigError: a decision file is wrong.
    """

    def sha256(file: str) -> Sha256:
        return checksum(workspace.root, file)

    scans = until((snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot)), facts.as_of)
    written, validated = workspace.decision(_BENCHMARKS) or "", workspace.decision(_VALIDATIONS) or ""
    chosen, not_accepted = read_benchmarks(written, as_of=facts.as_of, checksum=sha256)
    validations, not_validated = read_validations(validated, as_of=facts.as_of, checksum=sha256)
    acceptances, not_yet = read_acceptances(workspace.decision(_ACCEPTANCES) or "", as_of=facts.as_of)
    hardening = HardeningBasis(
        system=workspace.system,
        scans=scans,
        chosen=chosen,
        exploited=lambda cve: content.kev(cve) is not None,
        running=users_of_pods(facts),
    )
    chains = ChainBasis(
        keys=keys,
        inventories=inventories(facts, scans),
        code=code_scans(scans),
    )
    hardened = hardening_of(facts, hardening)
    facts = replace(
        facts,
        hardening=hardened,
        chains=chains_of(facts, chains),
        validations=validations,
        acceptances=acceptances,
        exploited_as_of=content.dated("kev"),
    )
    return facts, (*not_accepted, *not_validated, *not_yet, *unmet(chosen, hardened))


def signing_keys(workspace: Workspace) -> Keys:
    """The keys and the root that system.yaml names.

    Raises:
        ConfigError: one is not there, or is none.
    """
    root, system = workspace.root, workspace.system
    keys = [_named(root, name, "keys", LARGEST_KEY) for name in system.signing_keys]
    trusted = _named(root, system.signing_root, "trusted-root", LARGEST_ROOT) if system.signing_root is not None else None
    return Keys.of(keys, KeylessTrust.of(trusted, system.signing_identities))


def _named(root: Path, name: str, key: str, most: int) -> tuple[str, bytes]:
    """A public key or root of the workspace. Links are not followed, and nothing outside it is read.

    Raises:
        ConfigError: it is not there.
    """
    path = root / name
    if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        what, where = f"the file `{shortened(name, QUOTED)}` is not in the workspace", f"system.yaml, key signing.{key}"
        raise ConfigError(what, where=where, next_step="copy it there")
    with path.open("rb") as file:
        return name, file.read(most + 1)

"""What claims that a FIPS 140 module is in use: names, labels, settings. A claim, never a proof.

A proof is the certificate of the Cryptographic Module Validation Program for the exact version, run in its approved mode:
https://csrc.nist.gov/projects/cryptographic-module-validation-program.
"""

from collections.abc import Iterator, Sequence

from generator.model.crypto_packages import claims_fips
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.settings.base import Setting
from generator.model.settings.sensors import NodeState

_OFF = ("false", "no", "0", "disabled", "off")


def image_claims(image: str) -> bool:
    """Does the repository or the tag say it? The registry's own name says nothing of the image."""
    reference = parse_reference(image)
    return reference is not None and (claims_fips(reference.repository) or claims_fips(reference.tag or ""))


def node_claims(node: Setting[NodeState]) -> tuple[str, ...]:
    """Labels and the system's name, as they are written; a label with `false` claims nothing."""
    says = node.says
    labels = [f"label {key}={value}" for key, value in says.labels if claims_fips(key) and value.lower() not in _OFF]
    names = [f"system {says.os_image}"] if claims_fips(says.os_image) else []
    kernel = [f"kernel {says.kernel}"] if claims_fips(says.kernel) else []
    return (*labels, *names, *kernel)


def proxies(workloads: Sequence[Workload], names: Sequence[str]) -> Iterator[str]:
    """Images of containers that are called so, each once."""
    images = {container.image for workload in workloads for container in workload.containers if container.name in names}
    yield from sorted(images)

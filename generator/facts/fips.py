"""What claims that a FIPS 140 module is in use: names, labels, settings. A claim, never a proof.

A proof is the certificate of the Cryptographic Module Validation Program for the exact version, run in its approved mode:
https://csrc.nist.gov/projects/cryptographic-module-validation-program.
"""

import re
from collections.abc import Iterator, Sequence

from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.settings.base import Setting
from generator.model.settings.sensors import NodeState

_WORD = re.compile(r"(?:^|[-_./ ])(?:fips(?:[-_]?140)?|boringcrypto)(?:$|[-_./ 0-9])", re.IGNORECASE)
_OFF = ("false", "no", "0", "disabled", "off")


def claims(text: str) -> bool:
    """Does a name say it: `1.24.3-fips`, `boringcrypto`, `AL2023 FIPS`?"""
    return _WORD.search(text) is not None


def image_claims(image: str) -> bool:
    """Does the repository or the tag say it? The registry's own name says nothing of the image."""
    reference = parse_reference(image)
    return reference is not None and (claims(reference.repository) or claims(reference.tag or ""))


def node_claims(node: Setting[NodeState]) -> tuple[str, ...]:
    """Labels and the system's name, as they are written; a label with `false` claims nothing."""
    says = node.says
    labels = [f"label {key}={value}" for key, value in says.labels if claims(key) and value.lower() not in _OFF]
    names = [f"system {says.os_image}"] if claims(says.os_image) else []
    kernel = [f"kernel {says.kernel}"] if claims(says.kernel) else []
    return (*labels, *names, *kernel)


def proxies(workloads: Sequence[Workload], names: Sequence[str]) -> Iterator[str]:
    """Images of containers that are called so, each once."""
    images = {container.image for workload in workloads for container in workload.containers if container.name in names}
    yield from sorted(images)

"""Every kind of content, in the order in which it is listed."""

from generator.content.base import ContentKind
from generator.content.cmvp import CMVP
from generator.content.disa_stig import DISA_STIG
from generator.content.epss import EPSS
from generator.content.fedramp_rules import FEDRAMP_RULES
from generator.content.kev import KEV
from generator.content.nist_800_53 import NIST_800_53
from generator.content.nvd import NVD
from generator.errors import ConfigError

KINDS: tuple[ContentKind, ...] = (NVD, KEV, EPSS, NIST_800_53, DISA_STIG, CMVP, FEDRAMP_RULES)


def kind_of(name: str) -> ContentKind:
    """The kind of that name.

    Raises:
        ConfigError: there is none.
    """
    for kind in KINDS:
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in KINDS)
    raise ConfigError(f"`{name}` is not a kind of content", next_step=f"known kinds: {known}")

"""Every kind of content, in the order in which it is listed."""

from difflib import get_close_matches

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
    names = [kind.name for kind in KINDS]
    near = get_close_matches(name, names, 1)
    step = f"did you mean {near[0]}?" if near else f"known kinds: {', '.join(names)}"
    raise ConfigError(f"`{name}` is not a kind of content", next_step=step)

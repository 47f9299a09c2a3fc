"""Every framework, in the order documents mention them."""

from generator.frameworks.base import Framework
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5

FRAMEWORKS: tuple[Framework, ...] = (FEDRAMP_REV5,)

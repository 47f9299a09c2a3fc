"""Where cryptography protects data, which modules people name for it, and which ones the images there hold.

Made after the flows, since calls with TLS are uses of cryptography too.
"""

from generator.checks.cryptography.held_packages import held_packages
from generator.facts.crypto import with_crypto
from generator.facts.crypto_held import with_held
from generator.facts.crypto_modules import with_certificates
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.pipeline.load import Loaded
from generator.workspace.decisions import crypto_modules


def with_cryptography(loaded: Loaded, facts: SystemFacts, flows: FlowGraph) -> SystemFacts:
    """The facts with every use of cryptography.

    Raises:
        ConfigError: `decisions/crypto-modules.yaml` is wrong.
    """
    facts = with_crypto(facts, crypto_modules(loaded.workspace), flows)
    facts = with_certificates(facts, loaded.content.certificate)
    return with_held(facts, held_packages(facts), loaded.content.certificates())

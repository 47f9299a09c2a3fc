"""What is said where a library is missing that only some commands need."""

import pytest

from generator.errors import ConfigError
from generator.seal.extras import needed


def test_a_missing_library_is_named_with_what_to_install() -> None:
    with pytest.raises(ConfigError) as missing, needed("sign"):
        raise ModuleNotFoundError("No module named 'cryptography'", name="cryptography")
    assert missing.value.what == "signatures need a library that is not installed (cryptography)"
    assert missing.value.next_step == "install it: pip install 'atopack[sign]'"

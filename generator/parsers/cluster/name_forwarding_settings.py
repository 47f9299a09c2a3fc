"""Where a cluster's resolver sends look-ups of names that it does not know: CoreDNS, by its Corefile.

https://coredns.io/plugins/forward/: `forward FROM TO…`; look-ups go in plain text unless an address begins with `tls://` or
`https://`. `/etc/resolv.conf` stands for the resolvers of the node. A value of a cloud's own resolver is not read.
"""

import re

from generator.model.settings.routes import NameForwarding
from generator.parsers.cluster.config_maps import named_data
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

_KEY = "Corefile"
_FORWARD = late_re(r"^[ \t]*(?:forward|proxy)[ \t]+\.[ \t]+([^\n{#]{1,1000})", re.MULTILINE)
_MOST = 20


def read_config_map(subject: SettingSubject) -> NameForwarding | None:
    """None for every ConfigMap without a Corefile."""
    _, data = named_data(subject)
    if _KEY not in data:
        return None
    upstreams = {word for words in _FORWARD.findall(data[_KEY]) for word in words.split()}
    return NameForwarding(upstreams=tuple(sorted(upstreams))[:_MOST])

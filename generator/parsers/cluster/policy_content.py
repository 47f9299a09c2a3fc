"""What a policy's rule is about, by the fields of a pod that its text names: a pattern, an expression, a program in Rego.

Whether the rule asks the right thing of them is not decided here. https://kubernetes.io/docs/concepts/security/pod-security-standards/
lists the fields.
"""

import json
import re

from generator.model.settings.admission import PolicyContent
from generator.parsers.late_patterns import late_re

_LONGEST = 200_000
_SECURITY = late_re(
    r"securityContext|privileged|hostNetwork|hostPID|hostIPC|hostPath|hostPort|runAsNonRoot|runAsUser|allowPrivilegeEscalation"
    r"|capabilities|seccompProfile|procMount|podSecurity"
)
_IMAGES = late_re(r"\bimages?\b|imageReferences|ephemeralContainers|initContainers")
_DIGESTS = late_re(r"@sha256|\*@\*|@\*|\[@\]|@\[a-z0-9\]|containsDigest|'@'|\"@\"|\\\\\"@", re.IGNORECASE)


def content_of(*parts: object) -> PolicyContent:
    """Of the parts of a rule that say what it asks for, not of those that say where it applies."""
    text = json.dumps(parts, default=str)[:_LONGEST]
    return PolicyContent(
        security=_SECURITY.search(text) is not None,
        images=_IMAGES.search(text) is not None,
        digests=_DIGESTS.search(text) is not None,
    )

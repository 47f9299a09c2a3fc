"""Packages whose presence says that an image is more than its program: shells, package managers, network tools.

The table is ours and complete on purpose: a name that is not here is not counted. Names are those of the distributions'
packages (Debian, Red Hat, Alpine, SUSE), lower case. NIST SP 800-190, section 4.1.2, asks for base images that hold only what
is needed; CM-7 for the least functionality.
"""

from enum import StrEnum


class ToolKind(StrEnum):
    """What a package makes possible inside a container."""

    SHELL = "shell"
    PACKAGE_MANAGER = "package manager"
    NETWORK = "network tool"

    __hash__ = str.__hash__


_NAMES = {
    ToolKind.SHELL: ("ash", "bash", "busybox", "dash", "fish", "ksh", "mksh", "tcsh", "toybox", "zsh"),
    ToolKind.PACKAGE_MANAGER: (
        "apk-tools",
        "apt",
        "aptitude",
        "dnf",
        "dnf5",
        "dpkg",
        "libzypp",
        "microdnf",
        "opkg",
        "pacman",
        "rpm",
        "tdnf",
        "yum",
        "zypper",
    ),
    ToolKind.NETWORK: (
        "bind-utils",
        "curl",
        "dnsutils",
        "bind9-dnsutils",
        "iproute",
        "iproute2",
        "iputils",
        "iputils-ping",
        "net-tools",
        "netcat-openbsd",
        "netcat-traditional",
        "nc",
        "nmap",
        "nmap-ncat",
        "openssh-client",
        "openssh-clients",
        "openssh-server",
        "rsync",
        "socat",
        "tcpdump",
        "telnet",
        "traceroute",
        "wget",
    ),
}
TOOLS: dict[str, ToolKind] = {name: kind for kind, names in _NAMES.items() for name in names}
"""Package name to what it is."""

SYSTEM_PURLS = ("pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/", "pkg:opkg/")
"""Package URLs of what the operating system installs: a Python package named `fish` is no shell."""

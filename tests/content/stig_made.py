"""An invented STIG in the form of DISA's manual XCCDF: the ids are those of real rules, every sentence is made up."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

FOLDER = "U_Kubernetes_V9R3_Manual_STIG"


def rule(
    group: str, check: str, *, severity: str = "medium", title: str = "", version: str = "", cci: str = "CCI-000068"
) -> str:
    number = group.removeprefix("V-")
    inner = (
        f"<VulnDiscussion>Why {group} matters & what <name> means.</VulnDiscussion><FalsePositives></FalsePositives>"
        "<Documentable>false</Documentable><IAControls></IAControls>"
    )
    return (
        f'<Group id="{group}"><title>SRG-APP-{number}-CTR</title>'
        "<description>&lt;GroupDescription&gt;&lt;/GroupDescription&gt;</description>"
        f'<Rule id="SV-{number}r100_rule" weight="10.0" severity={quoteattr(severity)}>'
        f"<version>{escape(version or f'CNTR-{number}')}</version><title>{escape(title or f'Invented rule {group}')}</title>"
        f"<description>{escape(inner)}</description>"
        '<reference xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>DPMS Target</dc:title>'
        "<dc:identifier>5376</dc:identifier></reference>"
        f'<ident system="http://cyber.mil/legacy">SV-1{number}</ident><ident system="http://cyber.mil/cci">{cci}</ident>'
        f'<fixtext fixref="F-1_fix">Mend {group}.</fixtext><fix id="F-1_fix"/>'
        f'<check system="C-1_chk"><check-content-ref href="x.xml" name="M"/><check-content>{escape(check)}</check-content>'
        "</check></Rule></Group>"
    )


def stig(
    *rules: str,
    name: str = "Kubernetes_STIG",
    version: str = "9",
    release: str = "3",
    day: str = "01 Apr 2026",
    before: str = "",
) -> bytes:
    body = "".join(rules)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet type="text/xsl" href="STIG_unclass.xsl"?>{before}'
        f'<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.1" id={quoteattr(name)} xml:lang="en">'
        '<status date="2026-03-10">accepted</status><title>An invented guide</title><description>Made up.</description>'
        '<notice id="terms-of-use" xml:lang="en"></notice>'
        '<reference href="https://cyber.mil"><source xmlns="http://purl.org/dc/elements/1.1/">STIG.DOD.MIL</source></reference>'
        f'<plain-text id="release-info">Release: {release} Benchmark Date: {day}</plain-text>'
        f"<version>{version}</version>"
        f'<Profile id="MAC-1_Public"><title>I</title></Profile>{body}</Benchmark>'
    ).encode()


def published(xccdf: bytes, *others: tuple[str, bytes]) -> bytes:
    """The .zip of a release: the file among its style sheet, its overview and what a Mac adds."""
    out = io.BytesIO()
    members: Sequence[tuple[str, bytes]] = (
        (f"{FOLDER}/STIG_unclass.xsl", b"<xsl/>"),
        (f"__MACOSX/{FOLDER}/._U_Kubernetes_STIG_V9R3_Manual-xccdf.xml", b"\x00"),
        (f"{FOLDER}/U_Kubernetes_STIG_V9R3_Manual-xccdf.xml", xccdf),
        ("U_Readme.pdf", b"%PDF"),
        *others,
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()

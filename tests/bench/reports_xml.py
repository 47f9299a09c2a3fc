"""Invented reports in XML, as large as asked: .nessus and ARF. Entries are as long as real ones, and written one at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tests.bench.words import score, sentence, vector

_XCCDF = "http://checklists.nist.gov/xccdf/1.2"
_LEVELS = ("low", "medium", "high")
_ITEMS = 200
"""Entries of one host."""
_RULES = 1000
"""Rules of the benchmark: each is tested on every host."""


def write_nessus(path: Path, size: int) -> None:
    """A .nessus file with policy: hosts of 200 entries, of 3,000 plug-ins."""
    with path.open("w", encoding="utf-8") as out:
        settings = "".join(f"<preference><name>p{n}</name><value>{n}</value></preference>\n" for n in range(5_000))
        out.write(f"<NessusClientData_v2>\n<Policy><Preferences>{settings}</Preferences></Policy>\n<Report name='bench'>\n")
        for host in _until(out, size):
            address = f"10.{host >> 16}.{host >> 8 & 255}.{host & 255}"
            out.write(f'<ReportHost name="{address}"><HostProperties><tag name="HOST_END">Wed Nov 18 06:00:00 2026</tag>')
            out.write(
                f'<tag name="operating-system">Linux Kernel 6.1</tag><tag name="host-ip">{address}</tag></HostProperties>\n'
            )
            out.writelines(_item(host, number, address) for number in range(_ITEMS))
            out.write("</ReportHost>\n")
        out.write("</Report>\n</NessusClientData_v2>\n")


def _item(host: int, number: int, address: str) -> str:
    key = 10_000 + (host * 7 + number) % 3_000
    return f"""<ReportItem port="{443 if number % 3 else 0}" svc_name="www" protocol="tcp" severity="{number % 5}" \
pluginID="{key}" pluginName="Web Server &lt; 2.4.{key % 60} Multiple Vulnerabilities" pluginFamily="Web Servers">
<agent>all</agent>
<cve>CVE-2099-{key}</cve>
<cve>CVE-2098-{key}</cve>
<cvss3_base_score>{score(key):.1f}</cvss3_base_score>
<cvss3_temporal_score>6.5</cvss3_temporal_score>
<cvss3_temporal_vector>CVSS:3.0/E:U/RL:O/RC:C</cvss3_temporal_vector>
<cvss3_vector>{vector(key).replace("3.1", "3.0")}</cvss3_vector>
<cvss_base_score>5.0</cvss_base_score>
<cvss_temporal_vector>CVSS2#E:U/RL:OF/RC:C</cvss_temporal_vector>
<cvss_vector>CVSS2#AV:N/AC:L/Au:N/C:N/I:N/A:P</cvss_vector>
<description>{sentence(key, 560)}

  - {sentence(key + 1, 120)} (CVE-2099-{key})</description>
<exploit_available>false</exploit_available>
<exploitability_ease>No known exploits are available</exploitability_ease>
<fname>web_{key}.nasl</fname>
<patch_publication_date>2026/03/01</patch_publication_date>
<plugin_modification_date>2026/05/01</plugin_modification_date>
<plugin_publication_date>2026/03/02</plugin_publication_date>
<plugin_type>combined</plugin_type>
<risk_factor>Medium</risk_factor>
<script_version>1.{key % 20}</script_version>
<see_also>https://advisories.example/{key}
https://more.example/{key}</see_also>
<solution>Upgrade to a version that is not affected, or later.</solution>
<synopsis>The remote web server is affected by multiple vulnerabilities.</synopsis>
<vuln_publication_date>2026/03/01</vuln_publication_date>
<xref>CWE:{key % 900}</xref>
<plugin_output>
  URL               : https://{address}/
  Installed version : 2.4.{key % 40}
  Fixed version     : 2.4.60
</plugin_output>
</ReportItem>
"""


def write_arf(path: Path, size: int) -> None:
    """An ARF report: a benchmark of 1,000 rules, and hosts with results, OVAL results and what OVAL saw."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<arf:asset-report-collection xmlns:arf="http://scap.nist.gov/schema/asset-reporting-format/1.1">\n')
        out.write(f'<arf:report-requests><arf:report-request id="c"><arf:content><Benchmark xmlns="{_XCCDF}" id="b">\n')
        out.writelines(_rule(number) for number in range(_RULES))
        out.write("</Benchmark></arf:content></arf:report-request></arf:report-requests>\n<arf:reports>\n")
        for host in _until(out, size):
            out.write(f'<arf:report id="r{host}"><arf:content><TestResult xmlns="{_XCCDF}" id="t{host}" ')
            out.write('end-time="2026-11-18T06:03:00+00:00" test-system="cpe:/a:redhat:openscap:1.3.10">')
            out.write(f"<target>host-{host:05}</target>\n")
            out.writelines(_result(number) for number in range(_RULES))
            out.write("</TestResult></arf:content></arf:report>\n")
            out.write(f'<arf:report id="o{host}"><arf:content><o:oval_results xmlns:o="urn:oval" xmlns:u="urn:unix">\n')
            out.writelines(_oval(number) for number in range(_RULES))
            out.write("</o:oval_results></arf:content></arf:report>\n")
        out.write("</arf:reports></arf:asset-report-collection>\n")


def _rule(number: int) -> str:
    return f"""<Rule id="rule_{number}" selected="true" severity="{_LEVELS[number % 3]}"><title>Set {number}</title>
<description>{sentence(number, 400)} <b xmlns="http://www.w3.org/1999/xhtml">{number}</b></description>
<rationale>{sentence(number, 200)}</rationale><fix system="urn:xccdf:fix:script:sh">sysctl -w p{number}=1</fix>
<ident system="https://ncp.nist.gov/cce">CCE-{number}-1</ident></Rule>
"""


def _result(number: int) -> str:
    return f"""<rule-result idref="rule_{number}" time="2026-11-18T06:01:00+00:00" severity="{_LEVELS[number % 3]}">
<result>{("pass", "fail", "notapplicable")[number % 3]}</result><ident system="https://ncp.nist.gov/cce">CCE-{number}-1</ident>
<check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-export export-name="v" value-id="v{number}"/>\
<check-content-ref name="oval:x:def:{number}" href="#oval0"/></check></rule-result>
"""


def _oval(number: int) -> str:
    """What OVAL says of one rule: about 5 kB, as OpenSCAP writes it (6 kB a rule in a report of Debian's benchmark)."""
    return f"""<o:definition definition_id="oval:x:def:{number}" result="true"><o:criteria operator="AND" result="true">\
<o:criterion test_ref="oval:x:tst:{number}" version="1" result="true"/></o:criteria></o:definition>
<o:test test_id="oval:x:tst:{number}" check_existence="all_exist" result="true"><o:tested_item item_id="1{number}"/></o:test>
{"".join(_item_of_oval(number, part) for part in range(5))}"""


def _item_of_oval(number: int, part: int) -> str:
    rights = "".join(
        f'<u:{who}{right} datatype="boolean">false</u:{who}{right}>' for who in "ugo" for right in ("read", "write", "exec")
    )
    return f"""<u:file_item id="1{number}{part}" status="exists"><u:filepath>/etc/sysctl.d/p{number}.{part}.conf</u:filepath>
<u:path>/etc/sysctl.d</u:path><u:filename>p{number}.{part}.conf</u:filename><u:type>regular</u:type>
<u:group_id datatype="int">0</u:group_id><u:user_id datatype="int">0</u:user_id><u:size datatype="int">{number}</u:size>
{rights}</u:file_item>
"""


def _until(out: TextIO, size: int) -> Iterator[int]:
    """Counts while the file is smaller than asked."""
    number = 0
    while out.tell() < size:
        yield number
        number += 1

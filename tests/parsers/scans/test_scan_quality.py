"""What reports say of the scan itself: version, database, login and configuration; and what they do not."""

import json
from datetime import UTC, datetime

import pytest
from scan_reading import read

from generator.model.scan import ScanSnapshot
from generator.parsers.scans.scan_quality import configuration, setting, settings


def snapshot(name: str, text: str) -> ScanSnapshot:
    return read(name, text.encode())[1]


def logins(found: ScanSnapshot) -> dict[str, tuple[bool | None, bool | None]]:
    return {target.name: (target.authenticated, target.privileged) for target in found.targets}


def information(login: str, feed: str = "202611170600") -> str:
    return f"Nessus version : 10.8.3\nPlugin feed version : {feed}\nCredentialed checks : {login}\nScan duration : 9 sec"


def nessus(*hosts: str, policy: str = "") -> ScanSnapshot:
    return snapshot("a.nessus", f"<NessusClientData_v2>{policy}<Report>{''.join(hosts)}</Report></NessusClientData_v2>")


def host(name: str, *items: tuple[str, str], tag: str = "") -> str:
    said = f'<tag name="Credentialed_Scan">{tag}</tag>' if tag else ""
    entries = "".join(
        f'<ReportItem port="0" severity="0" pluginID="{plugin}"><plugin_output>{output}</plugin_output></ReportItem>'
        for plugin, output in items
    )
    return f'<ReportHost name="{name}"><HostProperties>{said}</HostProperties>{entries}</ReportHost>'


def policy(*preferences: tuple[str, str], plugin: str = "", family: str = "enabled") -> str:
    rows = "".join(f"<preference><name>{name}</name><value>{value}</value></preference>" for name, value in preferences)
    return (
        f"<Policy><policyName>Basic</policyName><Preferences><ServerPreferences>{rows}</ServerPreferences>"
        f"<PluginsPreferences>{plugin}</PluginsPreferences></Preferences><FamilySelection><FamilyItem>"
        f"<FamilyName>Debian</FamilyName><Status>{family}</Status></FamilyItem></FamilySelection></Policy>"
    )


def plugin_preference(name: str, kind: str, value: str) -> str:
    return (
        f"<item><pluginId>22</pluginId><preferenceName>{name}</preferenceName><preferenceType>{kind}</preferenceType>"
        f"<selectedValue>{value}</selectedValue></item>"
    )


def test_nessus_says_version_feed_and_login_of_each_host() -> None:
    found = nessus(
        host("a", ("19506", information("yes, as 'scan' via ssh"))),
        host("b", ("19506", information("no", feed="202611160600"))),
        host("c", tag="true"),
        host("d"),
    )
    assert (found.scanner.version, found.scanner.database_updated) == ("10.8.3", datetime(2026, 11, 16, 6, tzinfo=UTC))
    assert {name: login for name, (login, _) in logins(found).items()} == {"a": True, "b": False, "c": True, "d": None}


def test_a_host_that_says_both_was_not_logged_in_to_everywhere() -> None:
    assert logins(nessus(host("a", ("19506", information("yes")), tag="false")))["a"][0] is False


@pytest.mark.parametrize("plugin", ["110385", "24786"])
def test_nessus_reports_a_login_without_rights_and_never_proves_full_ones(plugin: str) -> None:
    found = nessus(host("a", ("19506", information("yes")), (plugin, "")), host("b", ("19506", information("yes"))))
    assert logins(found) == {"a": (True, False), "b": (True, None)}


def test_a_policy_is_the_same_whatever_its_order_targets_names_and_secrets() -> None:
    secret = plugin_preference("Password :", "password", "hunter2") + plugin_preference("SSH user name :", "entry", "root")
    same = [
        policy(("safe_checks", "yes"), ("TARGET", "10.0.0.1"), ("name", "October"), ("plugin_set", "1;2"), plugin=secret),
        policy(("plugin_set", "1;2;3"), ("name", "November"), ("safe_checks", "yes"), ("report_task_id", "7")),
    ]
    assert len({nessus(host("a"), policy=one).configuration for one in same}) == 1


def test_a_policy_is_another_with_another_setting_plugin_or_family() -> None:
    different = [
        "",
        policy(("safe_checks", "yes")),
        policy(("safe_checks", "no")),
        policy(("safe_checks", "yes"), family="disabled"),
        policy(("safe_checks", "yes"), plugin=plugin_preference("Timeout", "entry", "5")),
    ]
    found = [nessus(host("a"), policy=one).configuration for one in different]
    assert len(set(found)) == len(different)
    assert found[0] is None


def test_tenable_rows_say_it_in_the_plugins_output() -> None:
    rows = [
        ("19506", information("yes", feed="202611150600"), "a"),
        ("19506", information("no"), "b"),
        ("110385", "x", "a"),
        ("11", "", "c"),
    ]
    lines = [f'{plugin},None,{name},Title,"{output}"' for plugin, output, name in rows]
    found = snapshot("a.csv", "\n".join(["Plugin ID,Risk,Host,Name,Plugin Output", *lines, ""]))
    assert (found.scanner.version, found.scanner.database_updated) == ("10.8.3", datetime(2026, 11, 17, 6, tzinfo=UTC))
    assert logins(found) == {"a": (True, False), "b": (False, None), "c": (None, None)}


def test_a_tenable_export_dates_the_last_scan_with_login_and_without() -> None:
    dates = {
        "both": {"last_authenticated_results": "2026-11-17T00:00:00Z", "last_unauthenticated_results": "2026-11-10T00:00:00Z"},
        "before": {
            "last_authenticated_results": "2026-11-10T00:00:00Z",
            "last_unauthenticated_results": "2026-11-17T00:00:00Z",
        },
        "inside": {"last_authenticated_results": "2026-11-17T00:00:00Z"},
        "outside": {"last_unauthenticated_results": "2026-11-17T00:00:00Z"},
        "silent": {},
    }
    findings = [
        {"asset": {"hostname": name, "uuid": name, **said}, "plugin": {"id": 1}, "severity": "info", "state": "OPEN"}
        for name, said in dates.items()
    ]
    findings.append({**findings[-1], "plugin": {"id": 19506}, "output": information("yes")})
    found = snapshot("a.json", json.dumps(findings))
    assert {name: login for name, (login, _) in logins(found).items()} == {
        "both": True,
        "before": False,
        "inside": True,
        "outside": False,
        "silent": True,
    }
    assert found.scanner.version == "10.8.3"


def xccdf(tool: str, identity: str = "", *, values: str = "", results: str = "", version: str = "1.2") -> ScanSnapshot:
    return snapshot(
        "a.xml",
        f'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="t" version="{version}" test-system="cpe:/a:x:{tool}:5">'
        f'<benchmark href="/any/where.xml" id="bench"/>{identity}<profile idref="stig"/><target>h</target>{values}'
        f'<rule-result idref="r1"><result>pass</result></rule-result>{results}</TestResult>',
    )


@pytest.mark.parametrize(
    ("tool", "authenticated", "privileged", "login"),
    [
        ("scc", "true", "1", (True, True)),
        ("scc", "true", "false", (True, False)),
        ("scc", "0", "false", (False, False)),
        ("openscap", "false", "false", (None, None)),
        ("openscap", "true", "false", (True, None)),
        ("scc", "maybe", "", (None, None)),
    ],
)
def test_an_identity_says_it_except_where_the_tool_always_writes_false(
    tool: str, authenticated: str, privileged: str, login: tuple[bool | None, bool | None]
) -> None:
    identity = f'<identity authenticated="{authenticated}" privileged="{privileged}">root</identity>'
    assert logins(xccdf(tool, identity)) == {"h": login}
    assert logins(xccdf(tool)) == {"h": (None, None)}


def test_a_benchmarks_configuration_is_version_profile_values_and_selected_rules_and_not_the_results() -> None:
    def rule(word: str) -> str:
        return f'<rule-result idref="r2"><result>{word}</result></rule-result>'

    value = '<set-value idref="v">{}</set-value>'
    plain = xccdf("scc").configuration
    assert xccdf("scc", results=rule("fail")).configuration == xccdf("scc", results=rule("pass")).configuration
    assert xccdf("scc", results=rule("notselected")).configuration == plain
    different = [
        plain,
        xccdf("scc", results=rule("pass")).configuration,
        xccdf("scc", version="1.3").configuration,
        xccdf("scc", values=value.format(1)).configuration,
        xccdf("scc", values=value.format(2)).configuration,
    ]
    assert len(set(different)) == len(different)


def qualys_host(name: str, *dates: tuple[str, str]) -> str:
    said = "".join(f"<{tag}>{date}</{tag}>" for tag, date in dates)
    return f"<HOST><ID>{name}</ID><IP>{name}</IP>{said}</HOST>"


def test_qualys_dates_the_last_scan_with_login() -> None:
    outside, inside = "LAST_VM_SCANNED_DATE", "LAST_VM_AUTH_SCANNED_DATE"
    hosts = (
        qualys_host("10.0.0.1", (outside, "2026-11-17T05:00:00Z"), (inside, "2026-11-17T05:00:00Z")),
        qualys_host("10.0.0.2", (outside, "2026-11-17T05:00:00Z"), (inside, "2026-10-17T05:00:00Z")),
        qualys_host("10.0.0.3", (outside, "2026-11-17T05:00:00Z")),
    )
    text = "<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><HOST_LIST>{}</HOST_LIST></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>"
    found = snapshot("a.xml", text.format("".join(hosts)))
    assert [login for login, _ in logins(found).values()] == [True, False, None]


def test_a_qualys_scan_names_its_appliance_and_options() -> None:
    def scan(host: str, options: str, title: str) -> ScanSnapshot:
        keys = {"DATE": "2026-11-17T05:00:00Z", "TITLE": title, "SCAN_HOST": host, "OPTIONS": options, "STATUS": "FINISHED"}
        rows = "".join(f'<KEY value="{name}">{value}</KEY>' for name, value in keys.items())
        return snapshot("a.xml", f'<SCAN value="scan/1"><HEADER>{rows}</HEADER><IP value="10.0.0.1"/></SCAN>')

    one = scan("10.0.0.9 (Scanner 12.1.33-1, Vulnerability Signatures 2.6.71-2)", "Full TCP scan", "October")
    assert one.scanner.version == "12.1.33-1, signatures 2.6.71-2"
    two = scan("appliance", "Full TCP scan", "November")
    assert (two.scanner.version, two.configuration) == (None, one.configuration)
    assert scan("appliance", "Light scan", "November").configuration != one.configuration
    assert scan("appliance", "", "November").configuration is None


@pytest.mark.parametrize(
    ("name", "one", "another"),
    [
        (
            "aqua",
            {"image": "a:1", "scan_started": {"seconds": 1}, "resources": [], "scan_options": {"scan_malware": True}},
            {"scan_options": {"scan_malware": False}},
        ),
        (
            "kube-bench",
            {"Controls": [{"version": "cis-1.8", "node_type": "node", "tests": []}], "Totals": {}},
            {"Controls": [{"version": "cis-1.9", "node_type": "node", "tests": []}]},
        ),
        (
            "kube-linter",
            {"Checks": [{"name": "c", "template": "t", "params": {"a": 1}}], "Reports": []},
            {"Checks": [{"name": "c", "template": "t", "params": {"a": 2}}]},
        ),
        (
            "detect-secrets",
            {"plugins_used": [{"name": "Hex", "limit": 3}], "filters_used": [], "results": {}, "generated_at": "2026-11-17"},
            {"plugins_used": [{"name": "Hex", "limit": 4}]},
        ),
        (
            "neuvector",
            {"kubernetes_cis_version": "1.8", "items": []},
            {"kubernetes_cis_version": ["odd", 1.9]},
        ),
        (
            "kubescape",
            {
                "summaryDetails": {"controls": {}},
                "results": [],
                "metadata": {"scanMetadata": {"targetType": "Framework", "targetNames": ["nsa"]}},
            },
            {"metadata": {"scanMetadata": {"targetType": "Framework", "targetNames": ["nsa", "mitre"]}}},
        ),
        (
            "inspec",
            {"platform": {"name": "debian"}, "version": "6", "profiles": [{"name": "p", "sha256": "1", "controls": []}]},
            {"profiles": [{"name": "p", "sha256": "2", "controls": []}]},
        ),
        (
            "cklb",
            {"target_data": {}, "cklb_version": "1.0", "stigs": [{"stig_id": "RHEL_9", "version": 2, "rules": []}]},
            {"stigs": [{"stig_id": "RHEL_9", "version": 3, "rules": []}]},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_configuration_changes_with_what_was_configured(
    name: str, one: dict[str, object], another: dict[str, object]
) -> None:
    first, same, other = (snapshot("a.json", json.dumps(each)) for each in (one, dict(reversed(one.items())), one | another))
    assert first.configuration is not None
    assert first.configuration == same.configuration != other.configuration


def test_what_is_converted_has_a_checksum_of_the_results_and_so_no_configuration() -> None:
    report = {
        "platform": {"name": "Heimdall Tools"},
        "version": "2",
        "profiles": [{"name": "p", "sha256": "1", "controls": []}],
    }
    assert snapshot("a.json", json.dumps(report)).configuration is None


def test_both_files_of_a_checklist_have_one_configuration() -> None:
    stig = {"stig_id": "RHEL_9", "version": "2", "release_info": "Release: 1", "rules": []}
    lines = "".join(
        f"<SI_DATA><SID_NAME>{name}</SID_NAME><SID_DATA>{value}</SID_DATA></SI_DATA>"
        for name, value in (("version", "2"), ("stigid", "RHEL_9"), ("releaseinfo", "Release: 1"), ("title", "any"))
    )
    xml = f"<CHECKLIST><ASSET/><STIGS><iSTIG><STIG_INFO>{lines}</STIG_INFO></iSTIG></STIGS></CHECKLIST>"
    json_ = json.dumps({"target_data": {}, "cklb_version": "1.0", "stigs": [stig]})
    found = {snapshot("a.ckl", xml).configuration, snapshot("a.cklb", json_).configuration}
    assert len(found) == 1
    assert None not in found


@pytest.mark.parametrize("date", [1_763_359_200, "yesterday", None, -1e300])
def test_aqua_dates_its_data_and_an_odd_date_is_none(date: object) -> None:
    found = snapshot(
        "a.json",
        json.dumps({"image": "a:1", "scan_started": {"seconds": 1}, "resources": [], "data_date": date, "scan_options": 3}),
    )
    expected = datetime(2025, 11, 17, 6, tzinfo=UTC) if isinstance(date, int) else None
    assert found.scanner.database_updated == expected


def test_nothing_configured_is_no_configuration() -> None:
    assert configuration(()) is None
    assert list(settings("x", None)) == list(settings("x", "")) == list(settings("x", [])) == []
    assert setting({"b": 1, "a": [None]}) == '{"a":[null],"b":1}'

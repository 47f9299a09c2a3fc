"""Charts are read as they declare themselves; the program `helm`, an invented one here, renders them where it is installed."""

import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from evidence_beside import among, file_at

from generator.facts.declared import answered
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, ServiceObject, WorkloadSpec
from generator.parsers.cluster import helm_chart_yaml
from generator.parsers.cluster.helm_spelled import spelled
from generator.parsers.cluster.helm_template import Frame, NotUnderstood, Work, fill_in, parsed

_CHART = "evidence/shop/Chart.yaml"
_HELPERS = """
{{- define "shop.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride }}{{ else -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end -}}
{{- define "shop.labels" -}}
app.kubernetes.io/name: {{ include "shop.fullname" . }}
{{- end -}}
"""
_DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.fullname" . }}-web
  labels: {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicaCount }}
  template:
    metadata:
      labels: {{- include "shop.labels" . | nindent 8 }}
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          ports:
            - containerPort: {{ .Values.service.port }}
          env:
            {{- range $key, $value := .Values.env }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          {{- with .Values.resources }}
          resources: {{- toYaml . | nindent 12 }}
          {{- end }}
"""
_CACHE = """
{{- if .Values.cache.enabled }}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "shop.fullname" . }}-cache
spec:
  template:
    spec:
      containers:
        - name: cache
          image: {{ .Values.cache.image }}
{{- end }}
"""
_VALUES = """
replicaCount: 3
image: {repository: r.example/web, tag: ""}
service: {port: 8080}
env: {STORE_HOST: "store:5432"}
resources: {limits: {memory: 1Gi}}
cache: {enabled: false, image: "redis:7"}
store: {image: {registry: r.example, repository: postgres, tag: "16"}}
"""
_FILES = {
    _CHART: 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: "2.0"\ndependencies:\n'
    "  - {name: postgresql, alias: store, repository: 'https://charts.example', version: 1.x}\n"
    "  - {name: search, version: 1.x, condition: search.enabled}\n",
    "evidence/shop/values.yaml": _VALUES,
    "evidence/shop/templates/_helpers.tpl": _HELPERS,
    "evidence/shop/templates/web.yaml": _DEPLOYMENT,
    "evidence/shop/templates/cache.yaml": _CACHE,
    "evidence/shop/charts/search/Chart.yaml": "apiVersion: v2\nname: search\nversion: 1.0.0\n",
    "evidence/shop/charts/search/values.yaml": "image: opensearch:2\n",
    "evidence/shop/charts/search/templates/search.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n"
    "  name: {{ .Release.Name }}-{{ .Chart.Name }}\nspec:\n  template:\n    spec:\n      containers:\n"
    "        - {name: search, image: {{ .Values.image }}}\n",
}


def _read(files: Mapping[str, str], path: str = _CHART, helm: str | None = None) -> ClusterSnapshot:
    document = among(files, path, helm)
    assert helm_chart_yaml.recognizes(document)
    return helm_chart_yaml.parse(document, file_at(path))


def _workloads(snapshot: ClusterSnapshot) -> dict[str, WorkloadSpec]:
    return {each.name: each for each in snapshot.objects if isinstance(each, WorkloadSpec)}


def test_a_chart_says_what_it_declares() -> None:
    snapshot = _read(_FILES)
    found = _workloads(snapshot)
    assert {(each.kind, each.name, each.replicas) for each in found.values()} == {
        ("Deployment", "shop-web", 3),
        ("StatefulSet", "shop-cache", 0),
        ("HelmChart", "store", None),
        ("Deployment", "search", 1),
    }
    (web,) = found["shop-web"].containers
    assert (web.image, web.peers, web.ports[0].number) == ("r.example/web:2.0", ("store",), 8080)
    assert found["store"].containers[0].image == "r.example/postgres:16"
    assert found["search"].containers[0].image == "opensearch:2"
    assert snapshot.not_rendered == ("shop",)


def test_folders_may_stand_in_the_names() -> None:
    flat = {
        path.replace("evidence/shop/", "evidence/src_shop_").replace("/", "_").replace("evidence_", "evidence/"): text
        for path, text in _FILES.items()
    }
    found = _workloads(_read(flat, "evidence/src_shop_Chart.yaml"))
    assert sorted(found) == ["search", "shop-cache", "shop-web", "store"]


def test_helpers_that_were_not_collected_are_known_by_their_names() -> None:
    files = {path: text for path, text in _FILES.items() if "_helpers" not in path}
    assert "shop-web" in _workloads(_read(files))


@pytest.mark.parametrize("path", [path for path in _FILES if path != _CHART and not path.endswith("Chart.yaml")])
def test_its_files_are_read_with_it(path: str) -> None:
    assert _read(_FILES, path).objects == ()


def test_a_chart_inside_is_read_with_its_parent() -> None:
    assert _read(_FILES, "evidence/shop/charts/search/Chart.yaml").objects == ()


def test_services_are_known_by_both_names_that_they_may_have() -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-web\nspec:\n  ports: [{port: 80}]\n"
    snapshot = _read({**_FILES, "evidence/shop/templates/service.yaml": service})
    assert {"web", "shop-web"} <= {each.name for each in snapshot.objects if isinstance(each, ServiceObject)}


def test_a_switch_turns_a_dependency_off() -> None:
    files = {**_FILES, "evidence/shop/values.yaml": _VALUES + "search: {enabled: false}\n"}
    assert _workloads(_read(files))["search"].replicas == 0


def test_a_template_that_cannot_be_filled_in_is_spelled() -> None:
    broken = (
        "kind: Deployment\napiVersion: apps/v1\nmetadata:\n"
        '  name: {{ include "shop.worker.fullname" . }}\nspec:\n  {{ if }}\n      image: r.example/worker:1\n'
    )
    found = _workloads(_read({**_FILES, "evidence/shop/templates/worker.yaml": broken}))
    assert found["shop-worker"].containers[0].image == "r.example/worker:1"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a {{- /* note */ -}} b", "ab"),
        ('{{ $x := "a" }}{{ $x | upper | quote }}', '"A"'),
        ("{{ range $i, $e := list 1 2 }}{{ $i }}{{ $e }},{{ end }}", "01,12,"),
        ("{{ with .a }}{{ .b }}{{ else }}none{{ end }}", "c"),
        ("{{ if and .a (not .z) }}yes{{ else if .z }}z{{ end }}", "yes"),
        ('{{ (index .l 0) }}{{ .a.b | default "d" }}', "1c"),
        ('{{ tpl "{{ .a.b }}" . }}', "c"),
        ('{{ ternary "x" "y" (eq .a.b "c") }}', "x"),
        ('{{ dict "k" 1 | toYaml | nindent 2 }}', '\n  "k": 1'),
        ('{{ .Capabilities.APIVersions.Has "x" }}', ""),
        ("{{ unheard 1 }}", "((unheard))"),
    ],
)
def test_what_a_template_makes(text: str, made: str) -> None:
    nodes, helpers = parsed(text)
    dot = {"a": {"b": "c"}, "l": [1, 2]}
    assert fill_in(nodes, Frame(dot=dot, root=dot, helpers=helpers, work=Work())) == made


@pytest.mark.parametrize(
    "text",
    [
        '{{ define "a" }}{{ include "a" . }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
        "{{ range until 100 }}" * 4 + "x" + "{{ end }}" * 4,
        "{{ if 1 }}" * 5_000,
        "{{ " + "(" * 1_500 + "}}",
        '{{ tpl "{{ tpl . . }}" "{{ tpl . . }}" }}',
    ],
)
def test_hostile_templates_end(text: str) -> None:
    def fill() -> None:
        nodes, helpers = parsed(text)
        fill_in(nodes, Frame(dot={}, root={}, helpers=helpers, work=Work()))

    with pytest.raises(NotUnderstood):
        fill()


@pytest.mark.parametrize("text", ["{{" * 60_000, '{{ "' * 40_000, "{{ `" * 40_000, "{{ /*" * 30_000])
def test_texts_of_brackets_take_no_more_than_their_length(text: str) -> None:
    parsed(text)


def test_blank_lines_are_passed_in_no_time() -> None:
    assert list(spelled("kind: Deployment\nmetadata:\n" + "   \n" * 20_000, "shop")) == []


def _program(folder: Path, script: str) -> str:
    path = folder / "helm"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_helm_renders_where_it_is_installed(tmp_path: Path) -> None:
    script = f"""echo "$@" > {tmp_path}/arguments; env > {tmp_path}/environment; ls "$3" > {tmp_path}/files
printf 'apiVersion: apps/v1\\nkind: Deployment\\nmetadata: {{name: rendered}}\\nspec: {{replicas: 2}}\\n'"""
    snapshot = _read(_FILES, helm=_program(tmp_path, script))
    assert [(each.name, each.replicas) for each in _workloads(snapshot).values()] == [("rendered", 2)]
    assert snapshot.not_rendered == ()
    arguments = (tmp_path / "arguments").read_text().split()
    assert arguments[:2] == ["template", "shop"]
    assert {"--skip-tests", "--no-hooks"} <= set(arguments)
    environment = (tmp_path / "environment").read_text()
    assert "HELM_PLUGINS=" in environment
    assert "HTTPS_PROXY=http://127.0.0.1:9" in environment
    assert (tmp_path / "files").read_text().split() == ["Chart.yaml", "charts", "templates", "values.yaml"]


@pytest.mark.parametrize("script", ["exit 1", "true", "head -c 9000000 /dev/zero", "echo '{{'; exit 3"])
def test_a_helm_that_fails_changes_nothing(tmp_path: Path, script: str) -> None:
    snapshot = _read(_FILES, helm=_program(tmp_path, script))
    assert "shop-web" in _workloads(snapshot)
    assert snapshot.not_rendered == ("shop",)


def test_a_chart_gives_way_to_what_says_more() -> None:
    chart = _read(_FILES)
    manifest = ClusterSnapshot(
        evidence=file_at("evidence/web.yaml"),
        cluster=chart.cluster,
        taken=None,
        nature=chart.nature,
        kinds=(),
        objects=(_workloads(chart)["shop-web"],),
    )
    left = answered([chart, manifest])[0]
    assert sorted(_workloads(left)) == ["search", "store"]
    assert [each.name for each in left.objects if isinstance(each, ServiceObject)] == ["store", "shop-store"]
    assert answered([chart]) == (chart,)


@pytest.mark.parametrize(("kinds", "services"), [(("Pod",), ["store", "shop-store"]), (("Pod", "Service"), [])])
def test_of_a_chart_the_ways_in_stay_beside_pods_unless_their_kind_was_collected(
    kinds: tuple[str, ...], services: list[str]
) -> None:
    chart = _read(_FILES)
    running = ClusterSnapshot(
        evidence=file_at("evidence/pods.json"),
        cluster=chart.cluster,
        taken=None,
        nature=ClusterEvidenceKind.RUNNING,
        kinds=tuple((kind, 1) for kind in kinds),
        objects=(_workloads(chart)["shop-web"],),
    )
    left = answered([chart, running])[0]
    assert _workloads(left) == {}
    assert [each.name for each in left.objects if isinstance(each, ServiceObject)] == services

"""A secret that stands beside its name is found in every spelling; an example in an advisory, or what is no secret, is not."""

import json

import pytest
from growth import assert_linear

from generator.deliverables.secrets.assignments import RULE, spans
from generator.deliverables.secrets.search import search

# NOTE: made of parts, so that no scanner takes this file for a leak
VALUE = "hunter" + "22-x"
APPLIED = json.dumps({"kind": "ConfigMap", "data": {"password": VALUE}})
ENVIRONMENT = json.dumps({"env": [{"name": "DB_PASSWORD", "value": VALUE}]})

FOUND = {
    "argument beside the next": f'args: ["--password","{VALUE}"]',
    "argument in rows of YAML": f"args:\n  - --db-password\n  - {VALUE}\n",
    "flag with one dash": f"command -token={VALUE} run",
    "flag and space": f"run --api-key {VALUE} --verbose",
    "user of curl": f"curl -fsS -u admin:{VALUE} https://x.example/api",
    "user of curl, word by word": f'["curl","-u","admin:{VALUE}","https://x.example"]',
    "header": f"curl -H 'Authorization: Bearer {VALUE}-abcdef' https://x.example",
    "header in JSON": json.dumps({"Authorization": f"Basic {VALUE}"}),
    "ConfigMap": json.dumps({"kind": "ConfigMap", "data": {"password": VALUE}}),
    "ConfigMap in YAML": f"data:\n  password: {VALUE}\n",
    "properties": f"spring.datasource.password={VALUE}\n",
    "properties with spaces": f"spring.datasource.password = {VALUE}\n",
    "properties in a ConfigMap": json.dumps({"data": {"app.properties": f"a=b\nspring.datasource.password={VALUE}\n"}}),
    "YAML in a ConfigMap": json.dumps({"data": {"app.yaml": f"spring:\n  password: {VALUE}\n"}}),
    "query": f"GET https://x.example/feed?page=2&api_key={VALUE}&x=1",
    "first of a query": f"https://x.example/feed?token={VALUE}",
    "last-applied": json.dumps({"annotations": {"kubectl.kubernetes.io/last-applied-configuration": APPLIED}}),
    "environment in last-applied": json.dumps(
        {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": ENVIRONMENT}}
    ),
    "environment, value first": json.dumps({"env": [{"value": VALUE, "name": "DB_PASSWORD"}]}),
    "environment in YAML, value first": f"env:\n  - value: {VALUE}\n    name: DB_PASSWORD\n",
    "environment in braces": f"env: [{{name: DB_PASSWORD, value: {VALUE}}}]\n",
    "environment in braces, value first": f"env: [{{value: {VALUE}, name: DB_PASSWORD}}]\n",
    "variable of PowerShell": f'$env:DB_PASSWORD = "{VALUE}"\n',
    "header of a key": f'curl -H "X-Api-Key: {VALUE}" https://x.example',
    "header of a key, word by word": json.dumps(["curl", "--header", f"PRIVATE-TOKEN: {VALUE}", "https://x.example"]),
    "element": f"<server><id>a</id><password>{VALUE}</password></server>",
    "element with a section": f"<m:apiKey><![CDATA[{VALUE}]]></m:apiKey>",
    "user of curl, joined": f"curl -uadmin:{VALUE} https://x.example",
    "Dockerfile": f"FROM scratch\nENV PASSWORD={VALUE}\n",
    "old Dockerfile": f"FROM scratch\nENV DB_PASSWORD {VALUE}\n",
    "docker login": f"docker login -u robot -p {VALUE} registry.example",
    "build argument": f"docker build --build-arg TOKEN={VALUE} .",
    "mysql": f"mysqldump -h db -p{VALUE} app",
    "redis": f"redis-cli -h cache -a {VALUE} ping",
    "npm": f"//registry.example/:_auth={VALUE}",
    "connection string": f"Server=db;User Id=app;Password={VALUE};",
    "environment of Compose": f"environment:\n  - POSTGRES_PASSWORD={VALUE}\n",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=list(FOUND))
def test_it_is_found(text: str) -> None:
    rows = search("x", text.encode()).secrets
    assert rows
    assert VALUE not in repr(rows)


NONE = {
    "reference of a shell": "docker login -p $PASSWORD registry.example",
    "reference of Kubernetes": '["--password","$(DB_PASSWORD)"]',
    "template": "password: {{ .Values.password }}\n",
    "name of a Secret": "secretName: db-credentials\nimagePullSecrets:\n  - name: registry-login\n",
    "file": "--password-file /run/secrets/db\nPOSTGRES_PASSWORD_FILE=/run/secrets/db\n",
    "service account token": "serviceAccountToken:\n  path: token\nautomountServiceAccountToken: true\n",
    "page of a listing": json.dumps({"NextToken": "eyJOZXh0VG9rZW4iOiBudWxsfQ=="}),
    "policy": "passwordPolicy: strict-twelve\npassword_length=12\n",
    "package pins": '"dependsOn": ["detect-secrets==1.5.0", "tokenize-rt==5.2.0"]',
    "mark of what was cut": '{"password": "REDACTED"}',
    "switch": "token: true\n",
    "placeholder": "password=<your-password>\n",
    "prose": "Reset the password: the vendor sends a token by mail. A secret is needed.",
    "advisory in JSON": json.dumps({"description": f"Send `?token={VALUE}` or\npassword: {VALUE}\nand the check is skipped."}),
    "advisory in XML": f"<Description><![CDATA[ENV PASSWORD={VALUE} is written to the log]]></Description>",
    "element in the text of an advisory": f"<Description><![CDATA[Write <password>{VALUE}</password> there.]]></Description>",
    "element without a value": "<password>${env.PASSWORD}</password><token></token><secretName>database</secretName>",
    "variable that is a reference": json.dumps(
        {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "database-login"}}}
    ),
    "environment of another name": json.dumps([{"value": "a-longer-value", "name": "LOG_LEVEL"}, {"name": "DB_PASSWORD"}]),
    "agent of curl": "curl --user-agent=Scanner:5.0/abcdef https://x.example",
    "header that is no secret": 'curl -H "X-Token-Type: service" https://x.example',
    "benchmark": '{"test_desc": "Ensure that the --token-auth-file parameter is not set"}',
    "user and group": "docker run -u 1000:1000 app",
    "form token": "Set-Cookie: csrftoken=oMZ7QfcaU6IEJlJlHdCQwCbq",
    "hash of a scanner": json.dumps({"hashed_secret": "54feee5413cc2538339cabcfa5fef478e270f0f9"}),
}


@pytest.mark.parametrize("text", NONE.values(), ids=list(NONE))
def test_it_is_no_secret(text: str) -> None:
    assert search("x", text.encode()).secrets == ()


def test_the_place_is_that_of_the_value() -> None:
    data = f'{{"password": "{VALUE}"}}'.encode()
    assert [data[begin:end] for begin, end in spans(data)] == [VALUE.encode()]
    assert {row.rule for row in search("x", data).secrets} == {RULE}


@pytest.mark.parametrize(
    "piece", ["password", "token=", '"password":"', "--token ", "password: \\n", "<description>secret", '\\"']
)
def test_no_text_makes_the_search_slow(piece: str) -> None:
    assert_linear(lambda part: (piece * (20_000 // part)).encode(), lambda data: list(spans(data)))

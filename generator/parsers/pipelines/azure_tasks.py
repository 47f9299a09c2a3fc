"""Tasks of Azure Pipelines and of its marketplace, each read as the call of the program it runs.
https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/
"""

from collections.abc import Iterator, Mapping

from generator.parsers.pipelines.invocations import Operand, ProgramCall
from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock, call_of

_TERRAFORM = (("command", "plan"), ())
SCRIPTS: Mapping[str, tuple[str, str]] = {
    "bash": ("script", "filepath"),
    "cmdline": ("script", ""),
    "powershell": ("script", "filepath"),
    "azurecli": ("inlinescript", "scriptpath"),
    "azurepowershell": ("inline", "scriptpath"),
    "shellscript": ("", "scriptpath"),
    "batchscript": ("", "filename"),
    "ssh": ("commands", "scriptpath"),
    "awsshellscript": ("inlinescript", "filepath"),
}
"""Tasks that run a script: the input that holds it, and the one that holds its path."""

_CATALOG = BlockCatalog(
    (
        PublishedBlock(
            "trivy",
            "trivy",
            subcommand=("type", "image"),
            operands=("image", "target"),
            defaults=(("exit-code", "1"),),
            renames=(("exitcode", "exit-code"),),
        ),
        PublishedBlock("snyksecurityscan", "snyk", subcommand=("testtype", "app"), operands=("dockerimagename",)),
        PublishedBlock("aquasecscanner", "scannercli", words="scan", operands=("image",)),
        PublishedBlock("aquascannercli", "scannercli", words="scan", operands=("image",)),
        PublishedBlock("prisma-cloud-compute-scan", "twistcli", words="images scan", operands=("artifact",)),
        PublishedBlock("gitleaks", "gitleaks", words="detect"),
        PublishedBlock("credscan", "credscan"),
        PublishedBlock("credentialscanner", "credscan"),
        PublishedBlock("manifestgeneratortask", "sbom-tool", words="generate"),
        PublishedBlock("notation", "notation", subcommand=("command", "")),
        PublishedBlock("esrpcodesigning", "esrp-sign"),
        PublishedBlock("checkov", "checkov"),
        PublishedBlock("kubernetes", "kubectl", subcommand=("command", "apply")),
        PublishedBlock("kubernetesmanifest", "k8s-manifest", subcommand=("action", "deploy")),
        PublishedBlock("helmdeploy", "helm", subcommand=("command", "ls")),
        PublishedBlock("azurewebapp", "webapps-deploy"),
        PublishedBlock("azurewebappcontainer", "webapps-deploy"),
        PublishedBlock("azurermwebappdeployment", "webapps-deploy"),
        PublishedBlock("azurefunctionapp", "webapps-deploy"),
        PublishedBlock("azurefunctionappcontainer", "webapps-deploy"),
        PublishedBlock("azurecontainerapps", "container-apps-deploy"),
        PublishedBlock("azureresourcemanagertemplatedeployment", "az", words="deployment group create"),
        PublishedBlock("terraformtaskv4", "terraform", subcommand=_TERRAFORM[0]),
        PublishedBlock("terraformtaskv3", "terraform", subcommand=_TERRAFORM[0]),
        PublishedBlock("terraformcli", "terraform", subcommand=_TERRAFORM[0]),
        PublishedBlock("ecrpushimage", "docker", words="push", operands=("repositoryname",)),
        PublishedBlock("cloudformationcreateorupdatestack", "cloudformation-deploy"),
        PublishedBlock("ansible", "ansible-playbook", operands=("playbookpathonansiblemachine", "playbookpathinternal")),
    )
)


def calls_of_task(task: str, inputs: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[ProgramCall]:
    """What a task calls. `task` is its name in lower case without version; inputs are named in lower case too."""
    if task == "docker":
        yield from _docker(inputs, environment)
        return
    if task == "dockercompose":
        action = inputs.get("action", "").lower()
        yield ProgramCall(program="docker", operands=_words(f"compose {action.partition(' ')[0]}"), environment=environment)
        return
    known = _CATALOG.find(task)
    if known is None or _is_other_snyk(task, inputs):
        return
    given = {name: value for name, value in inputs.items() if value.strip()}
    if task == "snyksecurityscan":
        given = {**given, "testtype": "container test"}
        options = (("fail-on-issues", given.get("failonissues", "true")),)
        made = call_of(known, given, environment)
        yield ProgramCall(program="snyk", operands=made.operands, options=(*made.options, *options), environment=environment)
        return
    yield call_of(known, given, environment)


def _is_other_snyk(task: str, inputs: Mapping[str, str]) -> bool:
    return task == "snyksecurityscan" and inputs.get("testtype", "").lower() != "container"


def _docker(inputs: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[ProgramCall]:
    """`Docker@2` builds and pushes unless configured otherwise; its older versions had actions in words."""
    command = inputs.get("command", inputs.get("action", "buildAndPush")).lower()
    image = inputs.get("repository", inputs.get("imagename", ""))
    tags = [tag.strip() for tag in inputs.get("tags", "").replace(",", "\n").split("\n") if tag.strip()]
    names = [f"{image}:{tag}" for tag in tags] if image and tags else [image] if image else []
    if command.startswith("build"):
        options = tuple(("t", name) for name in names)
        yield ProgramCall(program="docker", operands=_words("build"), options=options, environment=environment)
    if command.startswith("push") or "andpush" in command:
        for name in names or [""]:
            yield ProgramCall(program="docker", operands=(*_words("push"), Operand(name)), environment=environment)


def _words(text: str) -> tuple[Operand, ...]:
    return tuple(Operand(word) for word in text.split())

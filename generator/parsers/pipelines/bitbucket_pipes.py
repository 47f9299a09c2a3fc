"""Pipes of Bitbucket Pipelines, each read as the call of the program it runs. https://bitbucket.org/product/features/pipelines/integrations"""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock

CATALOG = BlockCatalog(
    (
        PublishedBlock(
            "aquasecurity/trivy-pipe",
            "trivy",
            subcommand=("scantype", "image"),
            operands=("IMAGEREF", "SCANREF", "INPUT"),
            renames=(("exitcode", "exit-code"),),
        ),
        PublishedBlock(
            "snyk/snyk-scan",
            "snyk",
            words="container test",
            operands=("IMAGE_NAME",),
            renames=(("dont-break-build", "no-fail"),),
        ),
        PublishedBlock("atlassian/git-secrets-scan", "git-secrets", words="--scan"),
        PublishedBlock("sysdiglabs/sysdig-scan", "sysdig-cli-scanner", operands=("IMAGE_NAME",)),
        PublishedBlock("anchore/anchore-scan", "anchorectl", words="image check", operands=("IMAGE_NAME",)),
        PublishedBlock("aquasec/aqua-scanner", "scannercli", words="scan", operands=("IMAGE",)),
        PublishedBlock("atlassian/aws-ecr-push-image", "docker", words="push", operands=("IMAGE_NAME",)),
        PublishedBlock("atlassian/google-gcr-push-image", "docker", words="push", operands=("IMAGE_NAME",)),
        PublishedBlock("atlassian/aws-ecs-deploy", "ecs-deploy-task-definition"),
        PublishedBlock("atlassian/aws-eks-kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        PublishedBlock("atlassian/kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        PublishedBlock("atlassian/google-gke-kubectl-run", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        PublishedBlock("atlassian/azure-aks-deploy", "kubectl", subcommand=("KUBECTL_COMMAND", "")),
        PublishedBlock("atlassian/azure-aks-helm-deploy", "helm", words="upgrade"),
        PublishedBlock("atlassian/azure-web-apps-containers-deploy", "webapps-deploy"),
        PublishedBlock("atlassian/azure-web-apps-deploy", "webapps-deploy"),
        PublishedBlock("atlassian/aws-cloudformation-deploy", "cloudformation-deploy"),
        PublishedBlock("atlassian/aws-elasticbeanstalk-deploy", "eb", words="deploy"),
        PublishedBlock("atlassian/aws-lambda-deploy", "aws", words="lambda update-function-code"),
        PublishedBlock("atlassian/google-app-engine-deploy", "gcloud", words="app deploy"),
        PublishedBlock("atlassian/heroku-deploy", "heroku", words="container:release"),
        PublishedBlock("atlassian/ssh-run", "ssh-action", renames=(("command", "script"),)),
    )
)

"""Steps of Jenkins itself and of its plugins. https://www.jenkins.io/doc/pipeline/steps/"""

from generator.parsers.pipelines.published import BlockCatalog, PublishedBlock

SHELLS = frozenset(("sh", "bat", "powershell", "pwsh"))
CHECKOUTS = frozenset(("git", "checkout", "checkout scm"))
KNOWN = frozenset(
    """
    agent aborted always allOf ansiColor any anyOf archive archiveArtifacts axes axis booleanParam branch build buildDiscarder
    case catch catchError changed changeRequest checkout choice cleanWs cleanup configFileProvider container copyArtifacts
    credentials cron currentBuild cobertura dependencyCheck dependencyCheckPublisher deleteDir dir disableConcurrentBuilds do
    docker dockerNode dockerfile each echo else emailext emailextrecipients environment error exclude excludes expression
    failure file fileExists finally findFiles findbugs fingerprint fixed for gradle git githubNotify if image influxDbPublisher
    input inside isUnix jacoco jdk job jobDSL jsonParse junit kubernetes label library libraries load lock logRotator mail
    matrix maven merge milestone nexusArtifactUploader nexusPublisher node nodejs not notBuilt office365ConnectorSend options
    parallel parallelsAlwaysFailFast parameters password pipeline podTemplate pollSCM post print println properties publishHTML
    pwd pull push random readCSV readFile readJSON readMavenPom readProperties readTrusted readYaml recordIssues regression
    remote resolveScm retry run runParam script scm selector sendEvent skipDefaultCheckout skipStagesAfterUnstable slackSend
    sleep sonar spot sshUserPrivateKey sshagent stage stages stash step steps string success switch tag tagList tee text
    throw throttle timeout timestamps tool tools trim triggers try unstable unstash unsuccessful upstream usernameColonPassword
    usernamePassword validateDeclarativePipeline waitForQualityGate waitUntil when while withAWS withCredentials
    withDockerContainer withDockerRegistry withDockerServer withEnv withGradle withKubeConfig withMaven withSonarQubeEnv
    withVault wrap writeFile writeJSON writeYaml ws xunit zip assert import super this archiveUnitTestResults
    """.split()
)
"""Words that are no shared library."""

CATALOG = BlockCatalog(
    (
        PublishedBlock("docker.build", "docker", words="build"),
        PublishedBlock("anchore", "anchore-plugin", defaults=(("bailonfail", "true"),)),
        PublishedBlock("snyksecurity", "snyk-plugin", defaults=(("failonissues", "true"),)),
        PublishedBlock("sysdigimagescan", "sysdig-cli-scanner", operands=("imageName",)),
        PublishedBlock("prismacloudscanimage", "twistcli", words="images scan", operands=("image",)),
        PublishedBlock("twistlockscan", "twistcli", words="images scan", operands=("image",)),
        PublishedBlock("aqua", "scannercli", words="scan", operands=("localImage", "hostedImage")),
        PublishedBlock("aquamicroscanner", "microscanner", operands=("imageName",)),
        PublishedBlock("neuvector", "neuvector-scan", operands=("repository",)),
        PublishedBlock("grypescan", "grype", operands=("scanDest",)),
        PublishedBlock("getimagevulnsfromqualys", "qualys-image-plugin"),
        PublishedBlock("kubernetesdeploy", "k8s-deploy"),
        PublishedBlock("openshiftdeploy", "oc", words="rollout latest"),
        PublishedBlock("ansibleplaybook", "ansible-playbook", operands=("playbook",)),
        PublishedBlock("azurewebapppublish", "webapps-deploy"),
        PublishedBlock("cfnupdate", "cloudformation-deploy"),
    )
)

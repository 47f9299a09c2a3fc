"""What implements the controls of containers, and which control part describes each in full: the others refer to it.

The choice of the main part is our own: the one whose text asks for what the mechanism does. A part that has nothing but what
is described elsewhere says what the mechanism contributes there (`serves`, to follow "This"): no more than what makes the
mechanism what it is.
"""

from generator.model.draft_statement import Mechanism

ADMISSION_CONTROL = Mechanism(
    title="Admission control",
    main="CM-6(b)",
    serves=(
        ("AC-6", "limits what nodes and users may change"),
        ("CM-3(d)", "applies to every change that is deployed there"),
        ("RA-5(a)", "keeps images with open findings from use"),
        ("SI-7(a)", "applies to software before it runs"),
    ),
)
ALERTING = Mechanism(title="Alerting", main="SI-4(g)", serves=(("SI-4(a)", "passes on what monitoring detects"),))
APPROVED_SOURCES = Mechanism(
    title="Approved image sources",
    main="SR-3(a)",
    serves=(
        ("CM-2(a)", "is part of the baseline of images"),
        ("CM-6(b)", "belongs to the configuration settings of images"),
    ),
)
ARCHITECTURE_DIAGRAMS = Mechanism(
    title="Architecture diagrams",
    main="PL-8(a)",
    serves=(("CM-8(a)", "places the components of the inventory in the architecture"),),
)
AUDIT_LOGGING = Mechanism(
    title="Audit logging",
    main="AU-12(a)",
    serves=(
        ("AU-2(c)", "determines which event types are logged"),
        ("AU-12(c)", "generates the records of these events"),
        ("CM-6(b)", "belongs to the configuration settings of the control plane"),
    ),
)
BOUNDARY_ENCRYPTION = Mechanism(
    title="Encryption at the boundary",
    main="SC-8",
    serves=(
        ("SC-7(a)", "protects communications at the boundary"),
        ("SC-8(1)", "is the cryptographic mechanism at the boundary"),
    ),
)
BUILD_PIPELINE = Mechanism(
    title="Build and deployment pipeline",
    main="CM-3(d)",
    serves=(
        ("CM-2(a)", "keeps the baseline under version control"),
        ("SR-3(a)", "controls how images are produced"),
    ),
)
CERTIFICATES = Mechanism(title="Certificate management", main="SC-12")
CONFIGURATION_SCANNING = Mechanism(
    title="Configuration scanning",
    main="CA-2(d)",
    serves=(
        ("CM-3(d)", "checks changes to deployment manifests"),
        ("CM-6(b)", "checks the configuration settings of deployments"),
    ),
)
CONFIGURATION_MONITORING = Mechanism(
    title="Configuration monitoring",
    main="CM-6(d)",
    serves=(("CA-2(d)", "is part of the assessment of controls"),),
)
CONTROL_PLANE_ACCESS = Mechanism(
    title="Access to the control plane",
    main="AC-3",
    serves=(
        ("AC-6", "limits who may use the control plane"),
        ("SC-3", "isolates the control plane from requests without authorization"),
        ("SC-8", "protects the connections to the store of the control plane"),
    ),
)
CONTROL_PLANE_ENCRYPTION = Mechanism(
    title="Encryption of the control plane",
    main="SC-8",
    serves=(("SC-13(b)", "determines the cryptography of the control plane"),),
)
VALIDATED_CRYPTOGRAPHY = Mechanism(
    title="Cryptographic modules",
    main="SC-13(b)",
    serves=(("SC-13(a)", "covers the uses of cryptography"),),
)
DATA_FLOWS = Mechanism(title="Documented data flows", main="PL-8(a)", serves=(("AC-4", "documents the flows of information"),))
DEPLOYMENT_CONTROL = Mechanism(title="Deployment control", main="CM-3(f)")
STORAGE_ENCRYPTION = Mechanism(
    title="Encryption at rest",
    main="SC-28",
    serves=(("SC-28(1)", "is the cryptographic mechanism for information at rest"),),
)
ENTRY_POINTS = Mechanism(
    title="Documented entry points",
    main="SC-7(a)",
    serves=(
        ("AC-4", "documents where information enters the system"),
        ("PL-8(a)", "is part of the architecture"),
    ),
)
EXTERNAL_SERVICES = Mechanism(title="External services", main="SA-9(a)")
FLAW_REMEDIATION = Mechanism(
    title="Flaw remediation",
    main="SI-2(a)",
    serves=(
        ("CM-6(b)", "limits the exposure of running images"),
        ("RA-5(a)", "is checked against the results of vulnerability scans"),
    ),
)
HARDENED_IMAGES = Mechanism(
    title="Hardened images",
    main="CM-6(b)",
    serves=(
        ("CM-2(a)", "is part of the baseline of images"),
        ("SC-39", "limits what a process can use in its container"),
    ),
)
IMAGE_DIGESTS = Mechanism(
    title="Images fixed by digest",
    main="CM-2(a)",
    serves=(
        ("CM-3(d)", "makes each change of an image a change of its reference"),
        ("SI-7(a)", "ties each use of an image to its exact content"),
    ),
)
IMAGE_SIGNATURES = Mechanism(
    title="Image signatures and attestations",
    main="SI-7(a)",
    serves=(("CM-3(d)", "ties images to their origin"),),
)
INVENTORY = Mechanism(
    title="Component inventory",
    main="CM-8(a)",
    serves=(
        ("RA-5(a)", "ties scan results to the inventory"),
        ("SI-7(a)", "identifies the software in use exactly"),
    ),
)
WORKLOAD_ISOLATION = Mechanism(
    title="Isolation of workloads",
    main="SC-39",
    serves=(
        ("AC-6", "limits what workloads may do on their nodes"),
        ("CM-6(b)", "belongs to the configuration settings of workloads"),
        ("SC-2", "separates workloads from functions that manage the nodes"),
        ("SC-3", "isolates the security functions of the nodes from workloads"),
        ("SC-4", "keeps workloads from resources of the nodes that others share"),
    ),
)
LEAST_PRIVILEGE = Mechanism(
    title="Least privilege of containers",
    main="AC-6",
    serves=(
        ("CM-6(b)", "belongs to the configuration settings of containers"),
        ("CM-7(a)", "limits containers to the functions that they need"),
        ("SC-2", "keeps applications from functions that manage the nodes"),
        ("SC-3", "keeps applications from the security functions of the nodes"),
        ("SC-4", "keeps containers from memory and files of the nodes that others use"),
        ("SC-39", "confines processes to their containers"),
    ),
)
MINIMAL_IMAGES = Mechanism(title="Minimal images", main="CM-7(a)")
MUTUAL_TLS = Mechanism(
    title="Mutual TLS between services",
    main="SC-8",
    serves=(("SC-8(1)", "is the cryptographic mechanism between services"),),
)
NETWORK_POLICIES = Mechanism(
    title="Network policies",
    main="SC-7(5)",
    serves=(
        ("AC-4", "limits information flows to those that are allowed"),
        ("SC-2", "separates workloads on the network"),
        ("SC-3", "isolates workloads, among them those with security functions, on the network"),
        ("SC-4", "keeps the data of workloads apart on the network"),
        ("SC-7(a)", "controls communications with workloads"),
    ),
)
PIPELINE_SCANNING = Mechanism(
    title="Image scanning in the pipeline",
    main="RA-5(a)",
    serves=(
        ("CA-2(d)", "assesses images in the pipeline"),
        ("CM-3(d)", "tests changes of images"),
    ),
)
RBAC = Mechanism(
    title="Role-based access control",
    main="AC-3",
    serves=(("AC-6", "limits accounts to the permissions that they need"),),
)
IMAGE_MONITORING = Mechanism(
    title="Registry monitoring", main="SI-4(a)", serves=(("RA-5(a)", "adds to the scans of the pipeline"),)
)
RESOURCE_LIMITS = Mechanism(title="Resource limits", main="SC-6")
RUNTIME_SENSORS = Mechanism(
    title="Runtime sensors",
    main="SI-4(c)",
    serves=(
        ("CM-6(d)", "adds to the monitoring of containers as they run"),
        ("SI-4(a)", "is part of monitoring"),
        ("SI-7(a)", "adds to the monitoring of software as it runs"),
    ),
)
SECRET_DETECTION = Mechanism(title="Secret detection in the pipeline", main="CM-3(d)")
SECRETS_MANAGEMENT = Mechanism(
    title="Secrets management",
    main="SC-12",
    serves=(("CM-6(b)", "belongs to the configuration settings of workloads"),),
)
SOFTWARE_BILL_OF_MATERIALS = Mechanism(title="Software bill of materials", main="CM-8(a)")
VULNERABILITY_SCANNING = Mechanism(
    title="Vulnerability scanning",
    main="RA-5(a)",
    serves=(
        ("CM-6(b)", "keeps scanners at their approved settings"),
        ("CM-8(a)", "ties scans to the components of the inventory"),
        ("SI-4(a)", "is part of monitoring"),
    ),
)

"""What acronyms of authorization packages stand for: those that our own documents, FedRAMP's and DoD's, Kubernetes, clouds and
the usual evidence use."""

from collections.abc import Mapping

_LINES = """
3PAO Third Party Assessment Organization
AAL Authenticator Assurance Level
ABAC Attribute-Based Access Control
ABD Authorization Boundary Diagram
ACL Access Control List
ACM AWS Certificate Manager
AD Active Directory
AES Advanced Encryption Standard
AKS Azure Kubernetes Service
ALB Application Load Balancer
AMI Amazon Machine Image
AMQP Advanced Message Queuing Protocol
AO Authorizing Official
API Application Programming Interface
APL Approved Products List
APT Advanced Persistent Threat
ARN Amazon Resource Name
ASG Auto Scaling Group
ATO Authorization to Operate
ATP Advanced Threat Protection
AWS Amazon Web Services
AZ Availability Zone
BCP Business Continuity Plan
BGP Border Gateway Protocol
BIA Business Impact Analysis
BOD Binding Operational Directive
C3PAO CMMC Third-Party Assessment Organization
CA Certificate Authority
CAC Common Access Card
CAP Cloud Access Point
CBC Cipher Block Chaining
CCB Configuration Control Board
CCI Control Correlation Identifier
CD Continuous Delivery
CDN Content Delivery Network
CEF Common Event Format
CI Continuous Integration
CIA Confidentiality, Integrity, and Availability
CIDR Classless Inter-Domain Routing
CIO Chief Information Officer
CIS Control Implementation Summary
CISA Cybersecurity and Infrastructure Security Agency
CISO Chief Information Security Officer
CJIS Criminal Justice Information Services
CLI Command Line Interface
CM Cryptographic Module
CMDB Configuration Management Database
CMMC Cybersecurity Maturity Model Certification
CMP Configuration Management Plan
CMVP Cryptographic Module Validation Program
CNCF Cloud Native Computing Foundation
CNI Container Network Interface
CNSS Committee on National Security Systems
CONMON Continuous Monitoring
CONUS Continental United States
CPE Common Platform Enumeration
CPU Central Processing Unit
CRD Custom Resource Definition
CRI Container Runtime Interface
CRM Customer Responsibilities Matrix
CSI Container Storage Interface
CSIRT Computer Security Incident Response Team
CSO Cloud Service Offering
CSP Cloud Service Provider
CSRC Computer Security Resource Center
CSRF Cross-Site Request Forgery
CSV Comma-Separated Values
CTR Counter Mode
CUI Controlled Unclassified Information
CVE Common Vulnerabilities and Exposures
CVRF Common Vulnerability Reporting Framework
CVSS Common Vulnerability Scoring System
CWE Common Weakness Enumeration
DAC Discretionary Access Control
DAR Data At Rest
DAST Dynamic Application Security Testing
DBA Database Administrator
DBMS Database Management System
DDOS Distributed Denial of Service
DEK Data Encryption Key
DFARS Defense Federal Acquisition Regulation Supplement
DFD Data Flow Diagram
DHCP Dynamic Host Configuration Protocol
DHS Department of Homeland Security
DIB Defense Industrial Base
DIL Digital Identity Level
DISA Defense Information Systems Agency
DIT Data In Transit
DKIM DomainKeys Identified Mail
DLP Data Loss Prevention
DMARC Domain-based Message Authentication, Reporting, and Conformance
DMZ Demilitarized Zone
DNS Domain Name System
DNSSEC Domain Name System Security Extensions
DOD Department of Defense
DR Disaster Recovery
DRP Disaster Recovery Plan
DSA Digital Signature Algorithm
DTLS Datagram Transport Layer Security
EBS Elastic Block Store
EC2 Elastic Compute Cloud
ECDSA Elliptic Curve Digital Signature Algorithm
ECR Elastic Container Registry
EDR Endpoint Detection and Response
EFS Elastic File System
EKS Elastic Kubernetes Service
EMASS Enterprise Mission Assurance Support Service
EOL End of Life
EPSS Exploit Prediction Scoring System
ESI External System Interface
EULA End User License Agreement
FAL Federation Assurance Level
FAR Federal Acquisition Regulation
FCI Federal Contract Information
FEDRAMP Federal Risk and Authorization Management Program
FIDO Fast Identity Online
FIM File Integrity Monitoring
FIPS Federal Information Processing Standards
FISMA Federal Information Security Modernization Act
FQDN Fully Qualified Domain Name
FTP File Transfer Protocol
GCM Galois/Counter Mode
GCP Google Cloud Platform
GKE Google Kubernetes Engine
GPG GNU Privacy Guard
GPS Global Positioning System
GPU Graphics Processing Unit
GRPC Remote procedure calls of the gRPC project
GSA General Services Administration
HA High Availability
HBSS Host-Based Security System
HIDS Host-Based Intrusion Detection System
HIPAA Health Insurance Portability and Accountability Act
HMAC Hash-Based Message Authentication Code
HPA Horizontal Pod Autoscaler
HR Human Resources
HSM Hardware Security Module
HSTS HTTP Strict Transport Security
HTML HyperText Markup Language
HTTP Hypertext Transfer Protocol
HTTPS Hypertext Transfer Protocol Secure
HVAC Heating, Ventilation, and Air Conditioning
IAAS Infrastructure as a Service
IAC Infrastructure as Code
IAL Identity Assurance Level
IAM Identity and Access Management
IATT Interim Authorization to Test
ICMP Internet Control Message Protocol
ID Identifier
IDE Integrated Development Environment
IDP Identity Provider
IDS Intrusion Detection System
IIW Integrated Inventory Workbook
IL Impact Level
IOC Indicator of Compromise
IP Internet Protocol
IPC Interprocess Communication
IPS Intrusion Prevention System
IPSEC Internet Protocol Security
IR Incident Response
IRP Incident Response Plan
ISA Interconnection Security Agreement
ISCP Information System Contingency Plan
ISO International Organization for Standardization
ISSE Information System Security Engineer
ISSM Information System Security Manager
ISSO Information System Security Officer
IT Information Technology
ITAR International Traffic in Arms Regulations
JAB Joint Authorization Board
JIT Just-in-Time
JSON JavaScript Object Notation
JWT JSON Web Token
K8S Kubernetes
KEK Key Encryption Key
KEV Known Exploited Vulnerabilities
KMS Key Management Service
KSI Key Security Indicator
LAN Local Area Network
LDAP Lightweight Directory Access Protocol
LDAPS Lightweight Directory Access Protocol over TLS
MAC Media Access Control
MAS Minimum Assessment Scope
MCP Model Context Protocol
MFA Multi-Factor Authentication
MOU Memorandum of Understanding
MQTT Message Queuing Telemetry Transport
MSSP Managed Security Service Provider
MTLS Mutual Transport Layer Security
MTTR Mean Time to Remediate
NARA National Archives and Records Administration
NAT Network Address Translation
NDA Non-Disclosure Agreement
NFS Network File System
NIAP National Information Assurance Partnership
NIDS Network-Based Intrusion Detection System
NIST National Institute of Standards and Technology
NLB Network Load Balancer
NSA National Security Agency
NTP Network Time Protocol
NVD National Vulnerability Database
OCI Open Container Initiative
OCSP Online Certificate Status Protocol
OID Object Identifier
OIDC OpenID Connect
OMB Office of Management and Budget
OPA Open Policy Agent
OS Operating System
OSCAL Open Security Controls Assessment Language
OSI Open Systems Interconnection
OTLP OpenTelemetry Protocol
OVAL Open Vulnerability and Assessment Language
OWASP Open Worldwide Application Security Project
PA Provisional Authorization
PAAS Platform as a Service
PAM Privileged Access Management
PDF Portable Document Format
PDS Protective Distribution System
PEM Privacy-Enhanced Mail
PIA Privacy Impact Assessment
PII Personally Identifiable Information
PIN Personal Identification Number
PIV Personal Identity Verification
PKI Public Key Infrastructure
PMO Program Management Office
POA&M Plan of Action and Milestones
POAM Plan of Action and Milestones
POC Point of Contact
PPSM Ports, Protocols, and Services Management
PSS Pod Security Standards
PTA Privacy Threshold Analysis
PUB Publication
PVC Persistent Volume Claim
QA Quality Assurance
RAM Random Access Memory
RAR Readiness Assessment Report
RBAC Role-Based Access Control
RDP Remote Desktop Protocol
RDS Relational Database Service
REST Representational State Transfer
RFC Request for Comments
RHEL Red Hat Enterprise Linux
RMF Risk Management Framework
ROB Rules of Behavior
RP Relying Party
RPC Remote Procedure Call
RPO Recovery Point Objective
RSA Rivest-Shamir-Adleman
RTO Recovery Time Objective
S3 Simple Storage Service
SA System Administrator
SAAS Software as a Service
SAML Security Assertion Markup Language
SAP Security Assessment Plan
SAR Security Assessment Report
SARIF Static Analysis Results Interchange Format
SAST Static Application Security Testing
SBOM Software Bill of Materials
SCA Software Composition Analysis
SCAP Security Content Automation Protocol
SCC Security Context Constraints
SCCA Secure Cloud Computing Architecture
SCG Secure Configuration Guide
SCIM System for Cross-domain Identity Management
SCN Significant Change Notification
SCRM Supply Chain Risk Management
SCRMP Supply Chain Risk Management Plan
SDK Software Development Kit
SDLC System Development Life Cycle
SELINUX Security-Enhanced Linux
SFTP SSH File Transfer Protocol
SHA Secure Hash Algorithm
SIEM Security Information and Event Management
SLA Service Level Agreement
SLSA Supply-chain Levels for Software Artifacts
SMS Short Message Service
SMTP Simple Mail Transfer Protocol
SMTPS Simple Mail Transfer Protocol over TLS
SNMP Simple Network Management Protocol
SNS Simple Notification Service
SOC Security Operations Center
SOP Standard Operating Procedure
SP Special Publication
SPDX Software Package Data Exchange
SPIFFE Secure Production Identity Framework for Everyone
SQL Structured Query Language
SQS Simple Queue Service
SRE Site Reliability Engineer
SRG Security Requirements Guide
SRTM Security Requirements Traceability Matrix
SSDF Secure Software Development Framework
SSH Secure Shell
SSL Secure Sockets Layer
SSO Single Sign-On
SSP System Security Plan
SSRF Server-Side Request Forgery
STIG Security Technical Implementation Guide
STS Security Token Service
SVG Scalable Vector Graphics
SVID SPIFFE Verifiable Identity Document
TCP Transmission Control Protocol
TIC Trusted Internet Connections
TLS Transport Layer Security
TOTP Time-Based One-Time Password
TPM Trusted Platform Module
TTL Time to Live
UDP User Datagram Protocol
UI User Interface
UID Unique Identifier
UPS Uninterruptible Power Supply
URI Uniform Resource Identifier
URL Uniform Resource Locator
US United States
USB Universal Serial Bus
UTC Coordinated Universal Time
UUID Universally Unique Identifier
VDMS Virtual Datacenter Managed Services
VDP Vulnerability Disclosure Policy
VDR Vulnerability Detection and Response
VDSS Virtual Datacenter Security Stack
VEX Vulnerability Exploitability eXchange
VLAN Virtual Local Area Network
VM Virtual Machine
VPA Vertical Pod Autoscaler
VPAT Voluntary Product Accessibility Template
VPC Virtual Private Cloud
VPN Virtual Private Network
WAF Web Application Firewall
WAN Wide Area Network
WORM Write Once, Read Many
WS WebSocket
XCCDF Extensible Configuration Checklist Description Format
XML Extensible Markup Language
XSS Cross-Site Scripting
YAML The text format of configuration files (YAML)
ZTA Zero Trust Architecture
"""

ACRONYMS: Mapping[str, str] = {
    name: meaning for name, _, meaning in (line.partition(" ") for line in _LINES.split("\n")) if name
}
"""By the acronym in capitals."""

PLAIN: frozenset[str] = frozenset(
    "ALL AND ANY ARE ATOPACK BE BUT CAN DO DRAFT EACH FOR FROM GET HAS HEAD IF IN IS IT MAY MUST NO NOT OF OFF ON ONE OPTIONS "
    "OR POST PUT SHALL SHOULD THE TO USE WITH YES XX AM PM OK NA TBD TODO DELETE PATCH "
    "CRITICAL HIGH MODERATE MEDIUM LOW UNKNOWN NONE TRUE FALSE WARNING ERROR "
    "REDIS SYSLOG POSTGRESQL MYSQL MSSQL KAFKA MONGODB NATS KUBELET ETCD".split()
)
"""Words in capitals that are none, and protocols named after their product."""

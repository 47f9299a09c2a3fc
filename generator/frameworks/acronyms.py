"""What acronyms of authorization packages stand for: those that our own documents, FedRAMP's and the usual evidence use."""

from collections.abc import Mapping
from types import MappingProxyType

_LINES = """
3PAO Third Party Assessment Organization
AAL Authenticator Assurance Level
AES Advanced Encryption Standard
AMQP Advanced Message Queuing Protocol
AO Authorizing Official
API Application Programming Interface
ATO Authorization to Operate
AWS Amazon Web Services
CI Continuous Integration
CIA Confidentiality, Integrity, and Availability
CIS Control Implementation Summary
CISA Cybersecurity and Infrastructure Security Agency
CLI Command Line Interface
CM Cryptographic Module
CMP Configuration Management Plan
CMVP Cryptographic Module Validation Program
CRM Customer Responsibilities Matrix
CSO Cloud Service Offering
CSP Cloud Service Provider
CSV Comma-Separated Values
CUI Controlled Unclassified Information
CVE Common Vulnerabilities and Exposures
CVSS Common Vulnerability Scoring System
DAR Data At Rest
DIL Digital Identity Level
DIT Data In Transit
DNS Domain Name System
DNSSEC Domain Name System Security Extensions
DTLS Datagram Transport Layer Security
EC2 Elastic Compute Cloud
ECR Elastic Container Registry
EKS Elastic Kubernetes Service
EULA End User License Agreement
FAL Federation Assurance Level
FIPS Federal Information Processing Standards
FTP File Transfer Protocol
GRPC Remote procedure calls of the gRPC project
HSM Hardware Security Module
HTML HyperText Markup Language
HTTP Hypertext Transfer Protocol
HTTPS Hypertext Transfer Protocol Secure
IAL Identity Assurance Level
IAM Identity and Access Management
ICMP Internet Control Message Protocol
ID Identifier
IIW Integrated Inventory Workbook
IP Internet Protocol
IPSEC Internet Protocol Security
IRP Incident Response Plan
ISA Interconnection Security Agreement
ISCP Information System Contingency Plan
ISSO Information System Security Officer
IT Information Technology
JAB Joint Authorization Board
JSON JavaScript Object Notation
KEV Known Exploited Vulnerabilities
KMS Key Management Service
LDAP Lightweight Directory Access Protocol
LDAPS Lightweight Directory Access Protocol over TLS
MCP Model Context Protocol
MFA Multi-Factor Authentication
MOU Memorandum of Understanding
MTLS Mutual Transport Layer Security
NIST National Institute of Standards and Technology
NTP Network Time Protocol
NVD National Vulnerability Database
OIDC OpenID Connect
OS Operating System
OSCAL Open Security Controls Assessment Language
OTLP OpenTelemetry Protocol
PDF Portable Document Format
PIV Personal Identity Verification
PKI Public Key Infrastructure
PMO Program Management Office
POAM Plan of Action and Milestones
POA&M Plan of Action and Milestones
RBAC Role-Based Access Control
RDS Relational Database Service
RP Relying Party
RPO Recovery Point Objective
RTO Recovery Time Objective
S3 Simple Storage Service
SAML Security Assertion Markup Language
SAR Security Assessment Report
SBOM Software Bill of Materials
SCRM Supply Chain Risk Management
SCRMP Supply Chain Risk Management Plan
SDLC System Development Life Cycle
SHA Secure Hash Algorithm
SIEM Security Information and Event Management
SLA Service Level Agreement
SMTP Simple Mail Transfer Protocol
SMTPS Simple Mail Transfer Protocol over TLS
SOC Security Operations Center
SP Special Publication
SQL Structured Query Language
SSH Secure Shell
SSL Secure Sockets Layer
SSO Single Sign-On
SSP System Security Plan
STIG Security Technical Implementation Guide
SVG Scalable Vector Graphics
TCP Transmission Control Protocol
TLS Transport Layer Security
TOTP Time-Based One-Time Password
UDP User Datagram Protocol
UID Unique Identifier
URL Uniform Resource Locator
US United States
USB Universal Serial Bus
UTC Coordinated Universal Time
VLAN Virtual Local Area Network
VM Virtual Machine
VPC Virtual Private Cloud
VPN Virtual Private Network
WAF Web Application Firewall
WS WebSocket
XML Extensible Markup Language
YAML The text format of configuration files (YAML)
CSRF Cross-Site Request Forgery
BIA Business Impact Analysis
CA Certificate Authority
CD Continuous Delivery
CIO Chief Information Officer
CISO Chief Information Security Officer
CPU Central Processing Unit
DAST Dynamic Application Security Testing
DHS Department of Homeland Security
DMZ Demilitarized Zone
DOD Department of Defense
EDR Endpoint Detection and Response
GPS Global Positioning System
GSA General Services Administration
HVAC Heating, Ventilation, and Air Conditioning
IDS Intrusion Detection System
IPS Intrusion Prevention System
LAN Local Area Network
MAC Media Access Control
NAT Network Address Translation
OMB Office of Management and Budget
OSI Open Systems Interconnection
PII Personally Identifiable Information
PUB Publication
QA Quality Assurance
SAST Static Application Security Testing
SNMP Simple Network Management Protocol
SRTM Security Requirements Traceability Matrix
TIC Trusted Internet Connections
UPS Uninterruptible Power Supply
WAN Wide Area Network
"""

ACRONYMS: Mapping[str, str] = MappingProxyType(
    {name: meaning for name, _, meaning in (line.partition(" ") for line in _LINES.split("\n")) if name}
)
"""By the acronym in capitals."""

PLAIN: frozenset[str] = frozenset(
    "ALL AND ANY ARE ATOPACK BE BUT CAN DO DRAFT EACH FOR FROM GET HAS HEAD IF IN IS IT MAY MUST NO NOT OF OFF ON ONE OPTIONS "
    "OR POST PUT SHALL SHOULD THE TO USE WITH YES XX AM PM OK NA TBD TODO DELETE PATCH "
    "REDIS SYSLOG POSTGRESQL MYSQL MSSQL KAFKA MONGODB NATS KUBELET ETCD".split()
)
"""Words in capitals that are none, and protocols named after their product."""

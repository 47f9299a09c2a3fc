"""How each part of OSCAL looks in XML: names, order, and what is an attribute. OSCAL 1.2.3.

A row is `name: attributes > children`, or `name: attributes | name of its value in JSON` for a field that has attributes.
A child is `element`, with `:line` or `:prose` where it holds markup (`:bare` without an element of its own), `@shape` where it
has a row here (`@` alone: the row of its own name, `@/`: the row below this one), and before these `*` where JSON has a list
named by adding an s, or `list=element`, or `list/element` where XML puts an element around the list as well.

`python -m tests.oscal.forms.metaschema_shapes FOLDER` prints these rows from NIST's metaschema, and a test compares them.
"""

ROWS = """\
action: uuid date type system > prop*@property link*@ responsible-parties=responsible-party@ remarks:prose
activity: uuid > title:line description:prose prop*@property link*@ step*@/ related-controls@reviewed-controls
    responsible-role*@ remarks:prose
activity/step: uuid > title:line description:prose prop*@property link*@ reviewed-controls@ responsible-role*@ remarks:prose
assessment-assets: > component*@system-component assessment-platform*@/
assessment-assets/assessment-platform: uuid > title:line prop*@property link*@ uses-component*@/ remarks:prose
assessment-assets/assessment-platform/uses-component: component-uuid > prop*@property link*@
    responsible-parties=responsible-party@ remarks:prose
assessment-common.response: uuid lifecycle > title:line description:prose prop*@property link*@ origin*@ required-asset*@/
    task*@ remarks:prose
assessment-common.response/required-asset: uuid > subject*@assessment-common.subject-reference title:line description:prose
    prop*@property link*@ remarks:prose
assessment-common.select-control-by-id: control-id > statement-id*
assessment-common.subject-reference: subject-uuid type > title:line prop*@property link*@ remarks:prose
assessment-part: uuid name ns class > title:line prop*@property prose:bare part*@assessment-part link*@
assessment-plan: uuid > metadata@ import-ssp@ local-definitions@/ terms-and-conditions@/ reviewed-controls@
    assessment-subject*@ assessment-assets@ task*@ back-matter@
assessment-plan/local-definitions: > component*@system-component inventory-item*@ user*@system-user
    objectives-and-methods=objectives-and-methods@local-objective activities=activity@ remarks:prose
assessment-plan/terms-and-conditions: > part*@assessment-part
assessment-results: uuid > metadata@ import-ap@ local-definitions@/ result*@ back-matter@
assessment-results/local-definitions: > objectives-and-methods=objectives-and-methods@local-objective activities=activity@
    remarks:prose
assessment-subject: type > description:prose prop*@property link*@ include-all@ include-subject*@select-subject-by-id
    exclude-subject*@select-subject-by-id remarks:prose
associated-risk: risk-uuid > remarks:prose
authorization-boundary: > description:prose prop*@property link*@ diagram*@ remarks:prose
authorized-privilege: > title:line description:prose functions-performed=function-performed
back-matter: > resource*@/
back-matter/resource: uuid > title:line description:prose prop*@property document-id*@metadata.document-id citation@/ rlink*@/
    base64@/ remarks:prose
back-matter/resource/base64: filename media-type | value
back-matter/resource/citation: > text:line prop*@property link*@
back-matter/resource/rlink: href media-type > hashes=hash@
by-component: component-uuid uuid > description:prose prop*@property link*@ set-parameter*@ implementation-status@ export@/
    inherited=inherited@/ satisfied=satisfied@/ responsible-role*@ remarks:prose
by-component/export: > description:prose prop*@property link*@ provided=provided@/ responsibilities=responsibility@/
    remarks:prose
by-component/export/provided: uuid > description:prose prop*@property link*@ responsible-role*@ remarks:prose
by-component/export/responsibility: uuid provided-uuid > description:prose prop*@property link*@ responsible-role*@
    remarks:prose
by-component/inherited: uuid provided-uuid > description:prose prop*@property link*@ responsible-role*@
by-component/satisfied: uuid responsibility-uuid > description:prose prop*@property link*@ responsible-role*@ remarks:prose
capability: uuid name > description:prose prop*@property link*@ incorporates-component*@
    control-implementation*@component.control-implementation remarks:prose
catalog: uuid > metadata@ param*@parameter control*@ group*@ back-matter@
characterization: > prop*@property link*@ origin@ facet*@/
characterization/facet: name system value > prop*@property link*@ remarks:prose
component-definition: uuid > metadata@ import-component-definition*@ component*@defined-component capabilities=capability@
    back-matter@
component.control-implementation: uuid source > description:prose prop*@property link*@ set-parameter*@
    implemented-requirement*@component.implemented-requirement
component.implemented-requirement: uuid control-id > description:prose prop*@property link*@ set-parameter*@
    responsible-role*@ statement*@component.statement remarks:prose
component.statement: statement-id uuid > description:prose prop*@property link*@ responsible-role*@ remarks:prose
confidence-score: > category percentage:number
control: id class > title:line param*@parameter prop*@property link*@ part*@ control*@
coverage: generation-method | target-coverage:number
data-flow: > description:prose prop*@property link*@ diagram*@ remarks:prose
defined-component: uuid type > title:line description:prose purpose:line prop*@property link*@ responsible-role*@ protocol*@
    control-implementation*@component.control-implementation remarks:prose
diagram: uuid > description:prose prop*@property link*@ caption:line remarks:prose
finding: uuid > title:line description:prose prop*@property link*@ origin*@ target@finding-target
    implementation-statement-uuid related-observation*@ related-risks=associated-risk@ remarks:prose
finding-target: type target-id > title:line description:prose prop*@property link*@ status@/ implementation-status@
    remarks:prose
finding-target/status: state reason > remarks:prose
gap-summary: uuid > unmapped-controls=unmapped-controls@select-control-by-id
group: id class > title:line param*@parameter prop*@property link*@ part*@ group*@ control*@
hash: algorithm | value
impact: > prop*@property link*@ base selected adjustment-justification:prose
implementation-status: state > remarks:prose
import: href > include-all@ include-controls=include-controls@select-control-by-id
    exclude-controls=exclude-controls@select-control-by-id
import-ap: href > remarks:prose
import-component-definition: href > remarks:prose
import-profile: href > remarks:prose
import-ssp: href > remarks:prose
include-all: >
incorporates-component: component-uuid > description:prose
insert-controls: order > include-all@ include-controls=include-controls@select-control-by-id
    exclude-controls=exclude-controls@select-control-by-id
inventory-item: uuid > description:prose prop*@property link*@ responsible-parties=responsible-party@ implemented-component*@/
    remarks:prose
inventory-item/implemented-component: component-uuid > prop*@property link*@ responsible-parties=responsible-party@
    remarks:prose
link: href rel media-type resource-fragment > text:line
local-definitions: > component*@system-component inventory-item*@ assessment-assets@ remarks:prose
local-objective: control-id > description:prose prop*@property link*@ part*@ remarks:prose
logged-by: party-uuid role-id > remarks:prose
map: uuid ns matching-rationale > relationship source*@mapping-item target*@mapping-item qualifier*@qualifier-item
    confidence-score@ coverage@ prop*@property link*@ remarks:prose
mapping: uuid method matching-rationale status > source-resource@mapping-resource-reference
    target-resource@mapping-resource-reference map*@ prop*@property link*@ remarks:prose mapping-description:prose
    source-gap-summary@gap-summary target-gap-summary@gap-summary confidence-score@ coverage@
mapping-collection: uuid > metadata@ provenance@mapping-provenance mapping*@ back-matter@
mapping-item: type id-ref > prop*@property link*@ remarks:prose
mapping-provenance: method matching-rationale status > confidence-score@ coverage@ mapping-description:prose
    responsible-parties=responsible-party@ prop*@property link*@ remarks:prose
mapping-resource-reference: ns type href > prop*@property link*@ remarks:prose
matching: pattern > remarks:prose
merge: > combine@/ flat@/ as-is:boolean custom@/
merge/combine: method >
merge/custom: > group*@profile.group insert-controls=insert-controls@
merge/flat: >
metadata: > title:line published last-modified version oscal-version revisions/revision@/ document-id*@metadata.document-id
    prop*@property link*@ role*@/ location*@/ parties=party@/ responsible-parties=responsible-party@ action*@ remarks:prose
metadata.address: type > addr-line* city state postal-code country
metadata.document-id: scheme | identifier
metadata.telephone-number: type | number
metadata/location: uuid > title:line address@metadata.address email-addresses=email-address
    telephone-number*@metadata.telephone-number url* prop*@property link*@ remarks:prose
metadata/party: uuid type > name short-name external-id*@/ prop*@property link*@ email-addresses=email-address
    telephone-number*@metadata.telephone-number addresses=address@metadata.address location-uuid* member-of-organization*
    remarks:prose
metadata/party/external-id: scheme | id
metadata/revision: > title:line published last-modified version oscal-version prop*@property link*@ remarks:prose
metadata/role: id > title:line short-name description:prose prop*@property link*@ remarks:prose
modify: > set-parameter*@/ alter*@/
modify/alter: control-id > remove*@/ add*@/
modify/alter/add: position by-id > title:line param*@parameter prop*@property link*@ part*@
modify/alter/remove: by-name by-class by-id by-item-name by-ns > remarks:prose
modify/set-parameter: param-id class depends-on > prop*@property link*@ label:line usage:prose
    constraint*@parameter-constraint guideline*@parameter-guideline value* select@parameter-selection
network-architecture: > description:prose prop*@property link*@ diagram*@ remarks:prose
observation: uuid > title:line description:prose prop*@property link*@ method* type* origin*@
    subject*@assessment-common.subject-reference relevant-evidence=relevant-evidence@/ collected expires remarks:prose
observation/relevant-evidence: href > description:prose prop*@property link*@ remarks:prose
origin: > actor*@origin-actor related-task*@
origin-actor: type actor-uuid role-id > prop*@property link*@
parameter: id class depends-on > prop*@property link*@ label:line usage:prose constraint*@parameter-constraint
    guideline*@parameter-guideline value* select@parameter-selection remarks:prose
parameter-constraint: > description:prose test*@/
parameter-constraint/test: > expression remarks:prose
parameter-guideline: > prose:bare
parameter-selection: how-many > choice=choice:line
part: id name ns class > title:line prop*@property prose:bare part*@ link*@
plan-of-action-and-milestones: uuid > metadata@ import-ssp@ system-id@ local-definitions@ observation*@ risk*@ finding*@
    poam-item*@ back-matter@
poam-item: uuid > title:line description:prose prop*@property link*@ origin*@/ related-finding*@/ related-observation*@
    related-risks=associated-risk@ remarks:prose
poam-item/origin: > actor*@origin-actor
poam-item/related-finding: finding-uuid > remarks:prose
port-range: start:number end:number transport > remarks:prose
profile: uuid > metadata@ import*@ merge@ modify@ back-matter@
profile.group: id class > title:line param*@parameter prop*@property link*@ part*@ group*@profile.group
    insert-controls=insert-controls@
property: name uuid ns value class group > remarks:prose
protocol: uuid name > title:line port-range*@
qualifier-item: subject predicate category > description:prose remarks:prose
related-observation: observation-uuid > remarks:prose
related-task: task-uuid > prop*@property link*@ responsible-parties=responsible-party@ subject*@assessment-subject
    identified-subject@/ remarks:prose
related-task/identified-subject: subject-placeholder-uuid > subject*@assessment-subject
responsible-party: role-id > party-uuid* prop*@property link*@ remarks:prose
responsible-role: role-id > prop*@property link*@ party-uuid* remarks:prose
result: uuid > title:line description:prose start end prop*@property link*@ local-definitions@/ reviewed-controls@
    attestation*@/ assessment-log@/ observation*@ risk*@ finding*@ remarks:prose
result/assessment-log: > entries=entry@/
result/assessment-log/entry: uuid > title:line description:prose start end prop*@property link*@ logged-by=logged-by@
    related-task*@ remarks:prose
result/attestation: > responsible-parties=responsible-party@ part*@assessment-part
result/local-definitions: > component*@system-component inventory-item*@ user*@system-user assessment-assets@
    tasks=assessment-task@task
reviewed-controls: > description:prose prop*@property link*@ control-selection*@/ control-objective-selection*@/ remarks:prose
reviewed-controls/control-objective-selection: > description:prose prop*@property link*@ include-all@
    include-objective*@select-objective-by-id exclude-objective*@select-objective-by-id remarks:prose
reviewed-controls/control-selection: > description:prose prop*@property link*@ include-all@
    include-control*@assessment-common.select-control-by-id exclude-control*@assessment-common.select-control-by-id
    remarks:prose
risk: uuid > title:line description:prose statement:prose prop*@property link*@ status origin*@ threat-id*@ characterization*@
    mitigating-factor*@/ deadline remediations=response@assessment-common.response risk-log@/ related-observation*@
risk/mitigating-factor: uuid implementation-uuid > description:prose prop*@property link*@
    subject*@assessment-common.subject-reference
risk/risk-log: > entries=entry@/
risk/risk-log/entry: uuid > title:line description:prose start end prop*@property link*@ logged-by=logged-by@ status-change
    related-response*@/ remarks:prose
risk/risk-log/entry/related-response: response-uuid > prop*@property link*@ related-task*@ remarks:prose
security-impact-level: > security-objective-confidentiality security-objective-integrity security-objective-availability
select-control-by-id: with-child-controls > with-id* matching=matching@
select-objective-by-id: objective-id > remarks:prose
select-subject-by-id: subject-uuid type > prop*@property link*@ remarks:prose
set-parameter: param-id > value* remarks:prose
ssp.control-implementation: > description:prose set-parameter*@ implemented-requirement*@ssp.implemented-requirement
ssp.implemented-requirement: uuid control-id > prop*@property link*@ set-parameter*@ responsible-role*@
    statement*@ssp.statement by-component*@ remarks:prose
ssp.statement: statement-id uuid > prop*@property link*@ responsible-role*@ by-component*@ remarks:prose
ssp.status: state > remarks:prose
system-characteristics: > system-id*@ system-name system-name-short description:prose prop*@property link*@ date-authorized
    security-sensitivity-level system-information@ security-impact-level@ status@ssp.status authorization-boundary@
    network-architecture@ data-flow@ responsible-parties=responsible-party@ remarks:prose
system-component: uuid type > title:line description:prose purpose:line prop*@property link*@ status@/ responsible-role*@
    protocol*@ remarks:prose
system-component/status: state > remarks:prose
system-id: identifier-type | id
system-implementation: > prop*@property link*@ leveraged-authorization*@/ user*@system-user component*@system-component
    inventory-item*@ remarks:prose
system-implementation/leveraged-authorization: uuid > title:line prop*@property link*@ party-uuid date-authorized
    remarks:prose
system-information: > prop*@property link*@ information-type*@/
system-information/information-type: uuid > title:line description:prose categorization*@/ prop*@property link*@
    confidentiality-impact@impact integrity-impact@impact availability-impact@impact
system-information/information-type/categorization: system > information-type-id*
system-security-plan: uuid > metadata@ import-profile@ system-characteristics@ system-implementation@
    control-implementation@ssp.control-implementation back-matter@
system-user: uuid > title:line short-name description:prose prop*@property link*@ role-id* authorized-privilege*@
    remarks:prose
task: uuid type > title:line description:prose prop*@property link*@ timing@/ dependencies=dependency@/ task*@
    associated-activities=associated-activity@/ subject*@assessment-subject responsible-role*@ remarks:prose
task/associated-activity: activity-uuid > prop*@property link*@ responsible-role*@ subject*@assessment-subject remarks:prose
task/dependency: task-uuid > remarks:prose
task/timing: > on-date@/ within-date-range@/ at-frequency@/
task/timing/at-frequency: period:number unit > remarks:prose
task/timing/on-date: date > remarks:prose
task/timing/within-date-range: start end > remarks:prose
threat-id: system href | id
"""

"""Lets a read answer what was written, where the emulator forgets it.

The engine compares both at every deployment; what differs would be changed again each time, and never settle.
"""

from require import require


def install():
    _metric_alarms()
    _dashboards()
    _recovery_period()
    _bucket_key()
    _mock_integrations()
    _streams()
    _endpoints()
    _flow_logs()
    _services()
    _state_machines()
    _linked_roles()
    _bus_policies()
    _clusters()
    _build_projects()
    _domain_names()
    _certificates()


def _metric_alarms():
    """The emulator forgets an alarm's formula, and makes up a statistic and a period for an alarm that has none."""
    import json

    from ministack.services import cloudwatch

    cbor_alarm = require(cloudwatch, "_cbor_alarm", "alarm")
    describe = require(cloudwatch, "_describe_alarms", "params", "cbor_data", "is_cbor")
    put = require(cloudwatch, "_put_metric_alarm", "params", "cbor_data", "is_cbor")

    def put_with_formula(params, cbor_data, is_cbor, is_json=False):
        answer = put(params, cbor_data, is_cbor, is_json)
        alarm = cloudwatch._alarms.get((cbor_data or {}).get("AlarmName"))
        if answer[0] == 200 and alarm is not None and (cbor_data or {}).get("Metrics"):
            alarm["Metrics"] = cbor_data["Metrics"]
        return answer

    def as_written(alarm):
        made_up = ["Statistic", "Period"] if alarm.get("Metrics") else ["Statistic"] if alarm.get("ExtendedStatistic") else []
        return {name: value for name, value in alarm.items() if name not in made_up}

    def describe_as_written(params, cbor_data, is_cbor, is_json=False):
        status, headers, body = describe(params, cbor_data, is_cbor, is_json)
        if not is_json or status != 200:
            return status, headers, body
        answer = json.loads(body)
        answer["MetricAlarms"] = [as_written(alarm) for alarm in answer.get("MetricAlarms", [])]
        text = json.dumps(answer)
        return status, headers, text.encode() if isinstance(body, bytes) else text

    cloudwatch._put_metric_alarm = put_with_formula
    cloudwatch._cbor_alarm = lambda alarm: cbor_alarm(as_written(alarm))
    cloudwatch._describe_alarms = describe_as_written


def _dashboards():
    """The emulator tells in words when a dashboard was changed, where the protocol has a number: no SDK can read its list."""
    import json
    from datetime import datetime

    from ministack.services import cloudwatch

    listed = require(cloudwatch, "_list_dashboards", "params", "cbor_data", "is_cbor")

    def list_readable(params, cbor_data, is_cbor, is_json=False):
        status, headers, body = listed(params, cbor_data, is_cbor, is_json)
        if not is_json or status != 200:
            return status, headers, body
        answer = json.loads(body)
        for each in answer.get("DashboardEntries", []):
            if isinstance(each.get("LastModified"), str):
                each["LastModified"] = datetime.fromisoformat(each["LastModified"].replace("Z", "+00:00")).timestamp()
        text = json.dumps(answer)
        return status, headers, text.encode() if isinstance(body, bytes) else text

    cloudwatch._list_dashboards = list_readable


def _recovery_period():
    """The emulator keeps that a table can be restored, not for how many days back."""
    import json

    from ministack.services import dynamodb

    update = require(dynamodb, "_update_continuous_backups", "data")
    describe = require(dynamodb, "_describe_continuous_backups", "data")

    def keep(data):
        answer = update(data)
        name = dynamodb._normalize_table_name(data.get("TableName"))
        wanted = data.get("PointInTimeRecoverySpecification", {})
        if dynamodb._pitr_settings.get(name):
            # Still true for the emulator, which only asks whether there is something.
            dynamodb._pitr_settings[name] = wanted.get("RecoveryPeriodInDays") or 35
        return answer

    def tell(data):
        status, headers, body = describe(data)
        days = status == 200 and dynamodb._pitr_settings.get(dynamodb._normalize_table_name(data.get("TableName")))
        if not days or days is True:
            return status, headers, body
        answer = json.loads(body)
        answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["RecoveryPeriodInDays"] = days
        text = json.dumps(answer)
        return status, headers, text.encode() if isinstance(body, bytes) else text

    dynamodb._update_continuous_backups = keep
    dynamodb._describe_continuous_backups = tell


def _bucket_key():
    """The emulator forgets that an object was written under the bucket's key, which saves calls to KMS."""
    from ministack.services import s3

    asked = "x-amz-server-side-encryption-bucket-key-enabled"
    stored = getattr(s3, "_SSE_STORED_HEADERS", None)
    if not isinstance(stored, tuple):
        raise RuntimeError("ministack.services.s3._SSE_STORED_HEADERS is not as sandbox/emulator/hooks expects it")
    resolve = require(s3, "_resolve_sse_write_headers", "headers", "bucket_name")
    s3._SSE_STORED_HEADERS = (*stored, asked)

    def resolve_with_bucket_key(headers, bucket_name):
        kept, error = resolve(headers, bucket_name)
        if kept and kept.get("x-amz-server-side-encryption") == "aws:kms":
            by_default = "<BucketKeyEnabled>true</BucketKeyEnabled>" in str(s3._bucket_encryption.get(bucket_name))
            if (headers.get(asked) or str(by_default)).lower() == "true":
                kept[asked] = "true"
        return kept, error

    s3._resolve_sse_write_headers = resolve_with_bucket_key


def _mock_integrations():
    """A MOCK integration calls nothing, so it has no method to call it with; the emulator makes up POST."""
    from ministack.services import apigateway_v1

    put = require(apigateway_v1, "_put_integration", "api_id", "resource_id", "http_method", "data")

    def put_as_asked(api_id, resource_id, http_method, data):
        if data.get("type") == "MOCK":
            data = {"httpMethod": None, **data}
        return put(api_id, resource_id, http_method, data)

    apigateway_v1._put_integration = put_as_asked


def _streams():
    """The emulator forgets the tags that a stream is made with."""
    from ministack.services import kinesis

    create = require(kinesis, "_create_stream", "data")

    def create_with_tags(data):
        answer = create(data)
        stream = kinesis._streams.get(data.get("StreamName"))
        if answer[0] == 200 and stream is not None:
            stream["tags"].update(data.get("Tags") or {})
        return answer

    kinesis._create_stream = create_with_tags


def _endpoints():
    """The emulator forgets the policy that an endpoint is made with, and whether the service's names lead to it."""
    from xml.sax.saxutils import escape

    from ministack.services import ec2

    create = require(ec2, "_create_vpc_endpoint", "p")
    modify = require(ec2, "_modify_vpc_endpoint", "p")
    fields_xml = require(ec2, "_vpce_fields_xml", "ep", "tag")

    def keep(params, endpoint):
        for field in ("PolicyDocument", "PrivateDnsEnabled"):
            if ec2._p(params, field):
                endpoint[field] = ec2._p(params, field)

    def create_whole(params):
        before = set(ec2._vpc_endpoints)
        answer = create(params)
        for made in set(ec2._vpc_endpoints) - before:
            keep(params, ec2._vpc_endpoints[made])
        return answer

    def modify_whole(params):
        answer = modify(params)
        endpoint = ec2._vpc_endpoints.get(ec2._p(params, "VpcEndpointId"))
        if endpoint is not None:
            keep(params, endpoint)
        return answer

    def whole_xml(ep, tag="item"):
        policy = f"<policyDocument>{escape(ep['PolicyDocument'])}</policyDocument>" if "PolicyDocument" in ep else ""
        names = f"<privateDnsEnabled>{ep.get('PrivateDnsEnabled', 'false')}</privateDnsEnabled>"
        end = f"</{tag}>"
        return fields_xml(ep, tag).rstrip().removesuffix(end) + policy + names + end

    ec2._vpce_fields_xml = whole_xml
    ec2._ACTION_MAP.update({"CreateVpcEndpoint": create_whole, "ModifyVpcEndpoint": modify_whole})


def _flow_logs():
    """The emulator forgets a flow log's role, interval and tags."""
    from ministack.services import ec2

    create = require(ec2, "_create_flow_logs", "params")
    describe = require(ec2, "_describe_flow_logs", "params")
    kept = {"DeliverLogsPermissionArn": "deliverLogsPermissionArn", "MaxAggregationInterval": "maxAggregationInterval"}

    def as_known(value):
        return "flow-log" if value == "vpc-flow-log" else value

    def create_whole(params):
        # AWS's name for the type of resource, in the emulator's words.
        known = {
            key: [as_known(each) for each in value] if isinstance(value, list) else as_known(value)
            for key, value in params.items()
        }
        before = set(ec2._flow_logs)
        answer = create(known)
        for made in set(ec2._flow_logs) - before:
            ec2._flow_logs[made].update({field: ec2._p(params, field) for field in kept if ec2._p(params, field)})
        return answer

    def describe_whole(params):
        status, headers, body = describe(params)
        text = body.decode() if isinstance(body, bytes) else body
        for log_id, log in ec2._flow_logs.items():
            start = f"<flowLogId>{log_id}</flowLogId>"
            more = "".join(f"<{tag}>{log[field]}</{tag}>" for field, tag in kept.items() if field in log)
            text = text.replace(start, start + more)
        return status, headers, text.encode() if isinstance(body, bytes) else text

    ec2._ACTION_MAP.update({"CreateFlowLogs": create_whole, "DescribeFlowLogs": describe_whole})


def _services():
    """The emulator forgets whether a service of ECS moves its tasks so that zones have as many of them."""
    from ministack.services import ecs

    create = require(ecs, "_create_service", "data")
    update = require(ecs, "_update_service", "data")
    field = "availabilityZoneRebalancing"

    def with_rebalancing(write, name_of):
        def written(data):
            answer = write(data)
            if answer[0] == 200 and data.get(field):
                for key, service in ecs._services.items():
                    if key.split("/")[-1] == str(data.get(name_of)).split("/")[-1]:
                        service[field] = data[field]
            return answer

        return written

    ecs._ACTION_MAP.update(
        {
            "CreateService": with_rebalancing(create, "serviceName"),
            "UpdateService": with_rebalancing(update, "service"),
        }
    )


def _state_machines():
    """The emulator forgets whether a state machine sends traces."""
    import json

    from ministack.services import stepfunctions

    create = require(stepfunctions, "_create_state_machine", "data")
    update = require(stepfunctions, "_update_state_machine", "data")
    describe = require(stepfunctions, "_describe_state_machine", "data")
    field = "tracingConfiguration"
    kept = {}

    def create_whole(data):
        answer = create(data)
        if answer[0] == 200 and data.get(field):
            kept[json.loads(answer[2])["stateMachineArn"]] = data[field]
        return answer

    def update_whole(data):
        answer = update(data)
        if answer[0] == 200 and data.get(field):
            kept[data["stateMachineArn"]] = data[field]
        return answer

    def describe_whole(data):
        status, headers, body = describe(data)
        known = kept.get(data.get("stateMachineArn"))
        if status != 200 or known is None:
            return status, headers, body
        text = json.dumps({**json.loads(body), field: known})
        return status, headers, text.encode() if isinstance(body, bytes) else text

    stepfunctions._create_state_machine = create_whole
    stepfunctions._update_state_machine = update_whole
    stepfunctions._describe_state_machine = describe_whole


def _linked_roles():
    """The emulator makes up a description for a role that a service makes for itself."""
    from ministack.services import iam

    create = require(iam, "_create_service_linked_role", "p")

    def create_as_asked(p):
        before = set(iam._roles)
        answer = create(p)
        for made in set(iam._roles) - before:
            described = iam._p(p, "Description") or ""
            answer = (answer[0], answer[1], _replaced(answer[2], iam._roles[made]["Description"], described))
            iam._roles[made]["Description"] = described
        return answer

    iam._IAM_HANDLERS.update({"CreateServiceLinkedRole": create_as_asked})


def _replaced(body, old, new):
    return body.replace(old.encode(), new.encode()) if isinstance(body, bytes) else body.replace(old, new)


def _bus_policies():
    """The emulator takes one statement for a bus at a time, and a whole policy for a statement that lets everybody in."""
    import json

    from ministack.services import eventbridge

    put = require(eventbridge, "_put_permission", "data")

    def put_whole(data):
        if not data.get("Policy"):
            return put(data)
        eventbridge._event_bus_policies[data.get("EventBusName", "default")] = json.loads(data["Policy"])
        return eventbridge.json_response({})

    eventbridge._put_permission = put_whole


def _clusters():
    """The emulator forgets the insights of clusters, whose key their instances have, and which logs are exported."""
    from ministack.services import rds

    insights = "PerformanceInsights"
    cluster_xml = require(rds, "_cluster_xml", "c")
    instance_xml = require(rds, "_instance_xml", "i")

    def keeping(write, known, identifier):
        require(rds, write, "p")
        former = getattr(rds, write)

        def written(p):
            answer = former(p)
            record = known.get(rds._p(p, identifier))
            if answer[0] != 200 or record is None:
                return answer
            told = {
                "Enabled": rds._p(p, "EnablePerformanceInsights"),
                "KMSKeyId": rds._p(p, f"{insights}KMSKeyId"),
                "RetentionPeriod": rds._p(p, f"{insights}RetentionPeriod"),
            }
            record["_insights"] = {**record.get("_insights", {}), **{name: text for name, text in told.items() if text}}
            exported = rds._parse_member_list(p, "EnableCloudwatchLogsExports")
            if exported:
                record["_exported"] = exported
            return answer

        return written

    def insights_xml(record, names):
        return "".join(f"<{insights}{name}>{record[name]}</{insights}{name}>" for name in names if name in record)

    def whole_cluster_xml(c):
        logs = "".join(f"<member>{rds._esc(each)}</member>" for each in c.get("_exported", []))
        told = insights_xml(c.get("_insights", {}), ("Enabled", "KMSKeyId", "RetentionPeriod"))
        return f"{cluster_xml(c)}{told}<EnabledCloudwatchLogsExports>{logs}</EnabledCloudwatchLogsExports>"

    def whole_instance_xml(i):
        return instance_xml(i) + insights_xml(i.get("_insights", {}), ("KMSKeyId",))

    rds._cluster_xml = whole_cluster_xml
    rds._instance_xml = whole_instance_xml
    for action, write, known, identifier in (
        ("CreateDBCluster", "_create_db_cluster", rds._clusters, "DBClusterIdentifier"),
        ("ModifyDBCluster", "_modify_db_cluster", rds._clusters, "DBClusterIdentifier"),
        ("CreateDBInstance", "_create_db_instance", rds._instances, "DBInstanceIdentifier"),
        ("ModifyDBInstance", "_modify_db_instance", rds._instances, "DBInstanceIdentifier"),
    ):
        rds._ACTION_MAP[action] = keeping(write, known, identifier)


def _build_projects():
    """The emulator forgets where a build project logs to, what it caches and how long its builds may wait, and knows none by its ARN."""
    from ministack.services import codebuild

    create = require(codebuild, "_create_project", "data")
    update = require(codebuild, "_update_project", "data")
    delete = require(codebuild, "_delete_project", "data")
    shape = require(codebuild, "_project_shape", "project")
    # What AWS answers where a project was made without them.
    kept = {"queuedTimeoutInMinutes": 480, "cache": {"type": "NO_CACHE"}, "logsConfig": None}

    def keeping(write):
        def written(data):
            answer = write(data)
            project = codebuild._projects.get(data.get("name"))
            if answer[0] == 200 and project is not None:
                project.update({field: data[field] for field in kept if data.get(field) is not None})
            return answer

        return written

    def whole_shape(project):
        told = {field: project.get(field, default) for field, default in kept.items()}
        return {**shape(project), **{field: value for field, value in told.items() if value is not None}}

    # The provider deletes by the ARN, which AWS takes as well.
    def deleted(data):
        return delete({**data, "name": data.get("name", "").split(":project/")[-1]})

    codebuild._create_project = keeping(create)
    codebuild._update_project = keeping(update)
    codebuild._delete_project = deleted
    codebuild._project_shape = whole_shape


def _domain_names():
    """The emulator does not say that an API's own name is ready, changes none, and does not find what is mapped to all of it."""
    import json

    from ministack.services import apigateway_v1

    create = require(apigateway_v1, "_create_domain_name", "data")
    create_mapping = require(apigateway_v1, "_create_base_path_mapping", "domain_name", "data")
    handle = require(apigateway_v1, "handle_request", "method", "path", "headers", "body", "query_params")

    def create_mapping_of_all(domain_name, data):
        # AWS reads it by "(none)", as which the emulator keeps it where no path is given at all.
        given = {field: value for field, value in data.items() if not (field == "basePath" and value == "")}
        return create_mapping(domain_name, given)

    def create_ready(data):
        answer = create(data)
        name = apigateway_v1._domain_names.get(data.get("domainName", ""))
        if answer[0] != 201 or name is None:
            return answer
        name["domainNameStatus"] = "AVAILABLE"
        # AWS leaves out what is not there; the provider takes an empty one for a setting to take away.
        if not name.get("mutualTlsAuthentication"):
            name.pop("mutualTlsAuthentication", None)
        return apigateway_v1._v1_response(name, 201)

    async def handle_updates(method, path, headers, body, query_params):
        parts = path.strip("/").split("/")
        name = apigateway_v1._domain_names.get(parts[1]) if parts[0] == "domainnames" and len(parts) == 2 else None
        if method != "PATCH" or name is None:
            return await handle(method, path, headers, body, query_params)
        # The gateway sends whole fields.
        for operation in json.loads(body or "{}").get("patchOperations", []):
            name[operation["path"].lstrip("/")] = operation.get("value")
        return apigateway_v1._v1_response(name)

    apigateway_v1._create_domain_name = create_ready
    apigateway_v1._create_base_path_mapping = create_mapping_of_all
    apigateway_v1.handle_request = handle_updates


def _certificates():
    """The emulator forgets which kind of key a certificate has."""
    from ministack.services import acm

    ask = require(acm, "_request_certificate", "data")
    shape = require(acm, "_cert_shape", "cert")

    def ask_for_key(data):
        before = set(acm._certificates)
        answer = ask(data)
        for arn in set(acm._certificates) - before:
            acm._certificates[arn]["KeyAlgorithm"] = data.get("KeyAlgorithm", "RSA_2048")
        return answer

    acm._request_certificate = ask_for_key
    acm._cert_shape = lambda cert: {**shape(cert), "KeyAlgorithm": cert.get("KeyAlgorithm", "RSA_2048")}

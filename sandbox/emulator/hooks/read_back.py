"""Lets a read answer what was written, where the emulator forgets it.

The engine compares both at every deployment; what differs would be changed again each time, and never settle.
"""

from require import require


def install():
    _metric_alarms()
    _recovery_period()
    _bucket_key()
    _mock_integrations()


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

"""Completes what an alarm tells its topics.

The emulator leaves out the alarm's ARN and, for an alarm over other alarms, its rule, both of which CloudWatch sends; and it
gives an alarm over others a trigger, which CloudWatch gives to those on a metric only.
"""

import json

from require import require


def install():
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
    from ministack.services import cloudwatch

    dispatch = require(cloudwatch, "_dispatch_alarm_actions", "alarm", "old_state", "new_state", "reason")

    def dispatch_completely(alarm, old_state, new_state, reason):
        messages = _CompleteMessages(alarm)
        plain = cloudwatch.json
        cloudwatch.json = messages
        try:
            return dispatch(alarm, old_state, new_state, reason)
        finally:
            cloudwatch.json = plain

    cloudwatch._dispatch_alarm_actions = dispatch_completely


class _CompleteMessages:
    """Stands in for the json module while one alarm's message is written."""

    def __init__(self, alarm):
        self._alarm = alarm

    def __getattr__(self, name):
        return getattr(json, name)

    def dumps(self, value, *args, **kwargs):
        if isinstance(value, dict) and {"AlarmName", "OldStateValue", "Trigger"} <= value.keys():
            value = {**value, "AlarmArn": self._alarm.get("AlarmArn", "")}
            if self._alarm.get("AlarmRule"):
                del value["Trigger"]
                value["AlarmRule"] = self._alarm["AlarmRule"]
        return json.dumps(value, *args, **kwargs)

"""Records the e-mails of SNS topics.

The emulator confirms e-mail subscriptions and sends nothing. Here each message that a topic fans out is written down once
per e-mail subscription whose filter policy, judged by the emulator itself, lets it through.
"""

import datetime
import json
import threading

from require import require

_lock = threading.Lock()


def install(file):
    """Appends one JSON object per message and topic to `file`."""
    from ministack.services import sns

    fanout = require(sns, "_fanout", "topic_arn", "msg_id", "message", "subject", "message_structure", "message_attributes")
    topic_of = require(sns, "_topic_by_arn_any_scope", "topic_arn")
    text_for = require(sns, "_resolve_message_for_protocol", "message", "message_structure", "protocol")
    passes = require(sns, "_matches_filter_policy", "sub", "message_attributes", "message")

    def recording_fanout(topic_arn, msg_id, message, subject, message_structure="", message_attributes=None, **rest):
        topic = topic_of(topic_arn) or {}
        mails = {}
        for subscription in list(topic.get("subscriptions", [])):
            if subscription.get("protocol") not in ("email", "email-json") or not subscription.get("confirmed"):
                continue
            text = text_for(message, message_structure, subscription["protocol"])
            if passes(subscription, message_attributes or {}, text):
                mails.setdefault(text, []).append(subscription["endpoint"])
        at = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        with _lock, open(file, "a", encoding="utf-8") as log:
            for body, to in mails.items():
                mail = {"at": at, "topic": topic_arn, "to": to, "subject": subject or "", "body": body, "id": msg_id}
                log.write(json.dumps(mail, ensure_ascii=False) + "\n")
        return fanout(topic_arn, msg_id, message, subject, message_structure, message_attributes, **rest)

    sns._fanout = recording_fanout

"""Gives queues the gateway's address by HTTPS where IAM is enforced.

A queue's address is where functions send messages to, whatever endpoint they have. The emulator gives its own by HTTP, and a queue
that takes nothing without TLS then refuses every message of a function.
"""

import os

from require import require


def install() -> None:
    """Without effect while IAM is not enforced. Raises RuntimeError when the emulator has changed there."""
    endpoint = os.environ.get("SANDBOX_SECURE_ENDPOINT")
    if endpoint is None:
        return
    from ministack.services import sqs

    require(sqs, "_queue_url_for_account", "account_id", "name")
    sqs._queue_url_for_account = lambda account_id, name: f"{endpoint}/{account_id}/{name}"

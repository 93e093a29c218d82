"""Starts the emulator with the sandbox's additions.

The additions replace functions of the emulator whose version requirements.txt pins; one that is no longer there stops
the start, so that a newer emulator cannot quietly do without them.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import alarm_messages  # noqa: E402
import async_failures  # noqa: E402
import authorized_calls  # noqa: E402
import condition_keys  # noqa: E402
import databases  # noqa: E402
import function_answers  # noqa: E402
import mail  # noqa: E402
import mapping  # noqa: E402
import network_acls  # noqa: E402
import origin_fetch  # noqa: E402
import read_back  # noqa: E402
import request_checks  # noqa: E402
import resource_tags  # noqa: E402
import role_trust  # noqa: E402
import secure_queues  # noqa: E402
import service_deployments  # noqa: E402
import trails  # noqa: E402

if __name__ == "__main__":
    mail.install(os.environ.pop("SANDBOX_MAIL_FILE"))
    alarm_messages.install()
    async_failures.install()
    authorized_calls.install()
    condition_keys.install()
    databases.install(os.environ.pop("SANDBOX_DATABASE_FOLDER"), os.environ["MINISTACK_REGION"])
    mapping.install(os.environ.pop("SANDBOX_MAPPING_URL"))
    network_acls.install()
    origin_fetch.install()
    function_answers.install()
    read_back.install()
    request_checks.install()
    resource_tags.install()
    role_trust.install()
    secure_queues.install()
    service_deployments.install()
    trails.install()
    from ministack.app import main

    main()

"""Starts the emulator of control planes with the services that AWS Organizations knows and this emulator does not, and
with the ids that the accounts of an organisation are to get, with pipelines whose roles are elsewhere, and with administrators
of GuardDuty that can be taken away.

All of it is taken from the emulator whose version requirements.txt pins; what is no longer there stops the start.
"""

import json
import os

from moto.organizations.models import FakeAccount, FakeDelegatedAdministrator, FakeServiceAccess
from moto.organizations.utils import make_random_account_id
from moto.server import main

import administrators
import pipelines

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
TRUSTED = ["iam.amazonaws.com"]
DELEGATED = ["config.amazonaws.com"]


def extend(known: list, more: list) -> None:
    known.extend(service for service in more if service not in known)


def choose_ids(ids: dict) -> None:
    """Makes an account with the id that is kept for its address, as the other emulator and the providers know it."""
    init = FakeAccount.__init__

    def init_with_id(self, organization, **asked):
        from moto.organizations import utils

        utils.make_random_account_id = lambda: ids.get(asked["Email"]) or make_random_account_id()
        try:
            init(self, organization, **asked)
        finally:
            utils.make_random_account_id = make_random_account_id

    FakeAccount.__init__ = init_with_id


if __name__ == "__main__":
    choose_ids(json.loads(os.environ.pop("SANDBOX_ACCOUNT_IDS", "{}")))
    extend(FakeServiceAccess.TRUSTED_SERVICES, TRUSTED)
    extend(FakeDelegatedAdministrator.SUPPORTED_SERVICES, DELEGATED)
    administrators.install()
    pipelines.install()
    main()

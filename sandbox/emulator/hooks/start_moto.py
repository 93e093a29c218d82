"""Starts the emulator of control planes with the services that AWS Organizations knows and this emulator does not.

Both lists are taken from the emulator whose version requirements.txt pins; one that is no longer there stops the start.
"""

from moto.organizations.models import FakeDelegatedAdministrator, FakeServiceAccess
from moto.server import main

# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
TRUSTED = ["iam.amazonaws.com"]
DELEGATED = ["config.amazonaws.com"]


def extend(known: list, more: list) -> None:
    known.extend(service for service in more if service not in known)


if __name__ == "__main__":
    extend(FakeServiceAccess.TRUSTED_SERVICES, TRUSTED)
    extend(FakeDelegatedAdministrator.SUPPORTED_SERVICES, DELEGATED)
    main()

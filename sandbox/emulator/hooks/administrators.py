"""Has GuardDuty know what AWS does around an organisation's administrator.

This emulator knows only how to name one. Here one can be taken away again; naming one switches GuardDuty on in that account,
where it is not on yet; an account has one detector in a region, and a second is refused; and a feature of a detector is
changed without the others being forgotten.
"""

from moto.guardduty.exceptions import GuardDutyException
from moto.guardduty.models import Detector, GuardDutyBackend, guardduty_backends
from moto.guardduty.responses import GuardDutyResponse
from moto.guardduty.urls import url_paths

from require import require

# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DisableOrganizationAdminAccount.html
PATH = "{0}/admin/disable$"


class DetectorExists(GuardDutyException):
    """AWS's words and code for a second detector."""

    code = 400

    def __init__(self) -> None:
        super().__init__(
            "InvalidInputException",
            "The request is rejected because a detector already exists for the current account.",
        )

    def get_headers(self, *args, **kwargs):
        return [("X-Amzn-ErrorType", "BadRequestException")]


def install() -> None:
    """Raises RuntimeError when the emulator has changed there."""
    enable = require(GuardDutyBackend, "enable_organization_admin_account", "self", "admin_account_id")
    create = require(GuardDutyBackend, "create_detector", "self", "enable", "finding_publishing_frequency")
    update = require(
        Detector, "update", "self", "enable", "finding_publishing_frequency", "data_sources", "features"
    )

    def enable_organization_admin_account(self, admin_account_id: str) -> None:
        enable(self, admin_account_id)
        administrator = guardduty_backends[admin_account_id][self.region_name]
        if not administrator.detectors:
            create(administrator, True, "SIX_HOURS", {}, {}, [])

    def create_detector(self, *args, **kwargs) -> str:
        if self.detectors:
            raise DetectorExists()
        return create(self, *args, **kwargs)

    def update_with_other_features(self, enable, finding_publishing_frequency, data_sources, features) -> None:
        if features is not None:
            named = {feature["name"]: feature for feature in [*self.features, *features]}
            features = list(named.values())
        update(self, enable, finding_publishing_frequency, data_sources, features)

    def disable_organization_admin_account(self) -> str:
        administrators = self.guardduty_backend.admin_account_ids
        account = self._get_param("adminAccountId")
        if account in administrators:
            administrators.remove(account)
        return "{}"

    GuardDutyBackend.enable_organization_admin_account = enable_organization_admin_account
    GuardDutyBackend.create_detector = create_detector
    Detector.update = update_with_other_features
    GuardDutyResponse.disable_organization_admin_account = disable_organization_admin_account
    url_paths[PATH] = GuardDutyResponse.dispatch

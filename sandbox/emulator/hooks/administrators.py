"""Lets an organisation take GuardDuty's administrator away again: this emulator knows only how to name one."""

from moto.guardduty.models import GuardDutyBackend
from moto.guardduty.responses import GuardDutyResponse
from moto.guardduty.urls import url_paths

from require import require

# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DisableOrganizationAdminAccount.html
PATH = "{0}/admin/disable$"


def install() -> None:
    """Raises RuntimeError when the emulator has changed there."""
    require(GuardDutyBackend, "enable_organization_admin_account", "self", "admin_account_id")

    def disable_organization_admin_account(self) -> str:
        administrators = self.guardduty_backend.admin_account_ids
        account = self._get_param("adminAccountId")
        if account in administrators:
            administrators.remove(account)
        return "{}"

    GuardDutyResponse.disable_organization_admin_account = disable_organization_admin_account
    url_paths[PATH] = GuardDutyResponse.dispatch

"""Changing one's password: the present one is asked for as at sign-in, and wrong ones count as there."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """allauth compares the present password by itself, so that a session left open would be a place to guess it."""

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed

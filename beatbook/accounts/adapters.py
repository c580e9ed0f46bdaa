"""What allauth asks of this site: nobody makes an account for themselves, secrets are kept encrypted, a directory's people must be known here."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from beatbook.accounts.models import Account
from beatbook.accounts.queries import BY_DIRECTORY, PROVED, lacks_second_factor, proved_lately


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the directory or from `beatbook account`; the way in leads past the second factor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up."""
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        """Called once all that was asked for has been proved."""
        super().login(request, user)
        request.session[PROVED] = True

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever proved who they are in this browser a moment ago need not again; later, or in another browser, a change of secrets asks."""
        return not proved_lately(self.request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keeps for the log whose account was tried. What was typed as a name may be a password in the wrong box: only a name that exists is kept."""
        super().authentication_failed(request, **credentials)
        tried = Account.objects.filter(username=str(credentials.get("username", ""))).first()
        request.refused_username = tried.username if tried else ""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the second factor when one must still be set up, else to where the person was going."""
        if lacks_second_factor(request):
            return reverse("mfa_index")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page of one's own account."""
        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """This site sends no mail: an address may be read by others, and a changed factor is in the log."""


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """People of the force's directory, by OpenID Connect: let in when an account of that name exists, and never made here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A stranger to this site stays one."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Ties the directory's person to the account whose name the directory states."""
        if not sociallogin.is_existing:
            said = sociallogin.account.extra_data
            claims = said.get("userinfo", {}) | said.get("id_token", {}) | said
            name = str(claims.get(settings.BEATBOOK_OIDC_CLAIM) or "")
            account = Account.objects.filter(username=name, is_active=True).first() if name else None
            if account is None:
                raise ImmediateHttpResponse(HttpResponseRedirect(reverse("not-known-here")))
            sociallogin.connect(request, account)
        request.session[BY_DIRECTORY] = True


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted with a key that the database does not hold."""

    def encrypt(self, text: str) -> str:
        """The text, encrypted and authenticated."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text back."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()))

"""Addresses of the accounts room: allauth's own views under names that it knows, and no others of its."""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as directory
from django.urls import include, path

from beatbook.accounts import views

urlpatterns = [
    path("account/sign-in", account.login, name="account_login"),
    path("account/sign-out", account.logout, name="account_logout"),
    path("account/prove-again", account.reauthenticate, name="account_reauthenticate"),
    path("account/password", views.change_password, name="account_change_password"),
    path("account/closed", account.account_inactive, name="account_inactive"),
    path("account/factors/", include("allauth.mfa.urls")),
    path("account/directory/<str:provider_id>", directory.login, name="openid_connect_login"),
    path("account/directory/<str:provider_id>/back", directory.callback, name="openid_connect_callback"),
    path("account/directory-failed", social.login_error, name="socialaccount_login_error"),
    path("account/directory-refused", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("tokens", views.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/end", views.finish_token, name="end-token"),
    path("account/not-known-here", views.not_known_here, name="not-known-here"),
    path("account/no-sign-up", views.not_known_here, name="account_signup"),
    path("account/no-directory-sign-up", views.not_known_here, name="socialaccount_signup"),
]

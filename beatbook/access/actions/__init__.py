"""Signs people in and out, makes viewers, interns markings and administers users."""

from beatbook.access.actions.markings import intern_marking, intern_markings, join_markings
from beatbook.access.actions.people import (
    NameTaken,
    add_agreement,
    add_agreements,
    add_caveat,
    add_people,
    set_agreements,
    user_with_tool,
    users_with_roles,
    withdraw_people,
)
from beatbook.access.actions.replays import NobodyThen, replaying_as
from beatbook.access.actions.sessions import (
    FOLLOWS,
    PUBLIC,
    SESSION_HOURS,
    SignInRefused,
    end_other_sessions,
    end_sessions,
    is_reserved,
    resume,
    resume_program,
    sign_in,
    sign_out,
    standing_in,
    still_here,
)
from beatbook.access.actions.standing import public_viewer, system_viewer
from beatbook.access.actions.tokens import TokenRefused, end_token, mint_token

__all__ = [
    "FOLLOWS",
    "PUBLIC",
    "SESSION_HOURS",
    "NameTaken",
    "NobodyThen",
    "SignInRefused",
    "TokenRefused",
    "add_agreement",
    "add_agreements",
    "add_caveat",
    "add_people",
    "end_other_sessions",
    "end_sessions",
    "end_token",
    "intern_marking",
    "intern_markings",
    "is_reserved",
    "join_markings",
    "mint_token",
    "public_viewer",
    "replaying_as",
    "resume",
    "resume_program",
    "set_agreements",
    "sign_in",
    "sign_out",
    "standing_in",
    "still_here",
    "system_viewer",
    "user_with_tool",
    "users_with_roles",
    "withdraw_people",
]

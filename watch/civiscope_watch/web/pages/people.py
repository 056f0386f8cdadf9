"""Who uses the dashboard: signing in and out, accounts, tokens."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from civiscope_watch.store import accounts
from civiscope_watch.store.accounts import ROLES, Account, check_role
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.listing import Listing
from civiscope_watch.store.views import work
from civiscope_watch.web.guard import drop_cookie, set_cookie
from civiscope_watch.web.passwords import check_password, hash_password, is_password
from civiscope_watch.web.rendering import page, table
from civiscope_watch.web.visit import SESSION, WebVisit, client_address, session_secret

ROLE_WORDS = [
    ("viewer", "Viewer: looks at everything"),
    ("editor", "Editor: accepts issues, too"),
    ("admin", "Admin: looks after users, too"),
]
_WRONG = "The name or the password is wrong."
_TOO_MANY = "Too many attempts. Wait a quarter of an hour, then try again."


def own_path(text: str) -> str:
    """Return *text* if it is a path of ours, else the start page."""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith("//") else "/"


def show_sign_in(
    visit: WebVisit, *, error: str = "", status: int = 200, name: str = ""
) -> Response:
    """Return the form to sign in by."""
    following = own_path(visit.form.get("next", "") or visit.word("next", 500) or "/")
    oidc = visit.settings.oidc is not None
    return page(
        visit, "sign_in.html", status=status, error=error, next=following, name=name, oidc=oidc
    )


def sign_in(visit: WebVisit) -> Response:
    """Begin a session for whoever knows the password."""
    name, password = visit.form.get("name", "").strip(), visit.form.get("password", "")
    address = client_address(visit.request, visit.settings)
    with visit.database.writing() as connection:
        allowed = accounts.may_try(connection, name, address)
        if allowed:
            # Noted before it is known how it ends: attempts at once count as well.
            accounts.note_attempt(connection, name, address)
        kept = accounts.kept_password(connection, name)
    if not allowed:
        response = show_sign_in(visit, error=_TOO_MANY, status=429, name=name[:200])
        response.headers["Retry-After"] = "900"
        return response
    if not is_password(password, kept):
        return show_sign_in(visit, error=_WRONG, status=403, name=name[:200])
    with visit.database.writing() as connection:
        one = accounts.get_account(connection, name)
        accounts.forget_attempts(connection, name, address)
    return start_session(visit, one, visit.form.get("next", ""))


def start_session(visit: WebVisit, one: Account, following: str) -> Response:
    """Begin a session of an account, and go to where it wanted to."""
    with visit.database.writing() as connection:
        # One that somebody else may know ends here.
        accounts.end_session(connection, session_secret(visit.request, visit.settings))
        secret = accounts.begin_session(connection, one)
    response = RedirectResponse(own_path(following), 303)
    set_cookie(response, SESSION, secret, visit.settings)
    return response


def sign_out(visit: WebVisit) -> Response:
    """End the session."""
    with visit.database.writing() as connection:
        accounts.end_session(connection, session_secret(visit.request, visit.settings))
    response = RedirectResponse("/sign-in", 303)
    drop_cookie(response, SESSION, visit.settings)
    return response


def show_account(
    visit: WebVisit, *, secret: str = "", error: str = "", status: int = 200
) -> Response:
    """Return the page of one's own account."""
    one = visit.account
    with visit.database.reading() as connection:
        tokens = accounts.list_tokens(connection, one)
        local = bool(accounts.kept_password(connection, one.name))
    return page(
        visit,
        "account.html",
        status=status,
        tokens=tokens,
        local=local,
        secret=secret,
        error=error,
        roles=[(role, role) for role in ROLES if one.may(role)],
    )


def make_token(visit: WebVisit) -> Response:
    """Make a token, and show it this once."""
    days = visit.form.get("days", "")
    try:
        role = check_role(visit.form.get("role", ""))
        if days not in {"0", "90", "365"} or visit.account.id == 0:
            raise HistoryError("A token ends after 90 days, a year, or never.")
        with visit.database.writing() as connection:
            secret = accounts.add_token(
                connection, visit.account, visit.form.get("name", ""), role, days=int(days)
            )
            accounts.log_change(connection, visit.account.name, "token made", f"{role}")
    except HistoryError as error:
        return show_account(visit, error=str(error), status=400)
    return show_account(visit, secret=secret)


def remove_token(visit: WebVisit) -> Response:
    """Remove a token of one's own."""
    number = visit.form.get("token", "")
    if number.isascii() and number.isdecimal() and len(number) < 18:
        with visit.database.writing() as connection:
            accounts.remove_token(connection, visit.account, int(number))
            accounts.log_change(connection, visit.account.name, "token removed", number)
    return RedirectResponse("/account", 303)


def change_password(visit: WebVisit) -> Response:
    """Change one's own password, which ends all sessions but a new one."""
    one = visit.account
    address = client_address(visit.request, visit.settings)
    with visit.database.writing() as connection:
        allowed = accounts.may_try(connection, one.name, address)
        accounts.note_attempt(connection, one.name, address)
        kept = accounts.kept_password(connection, one.name)
    if not allowed:
        return show_account(visit, error=_TOO_MANY, status=429)
    if not kept or not is_password(visit.form.get("old", ""), kept):
        return show_account(visit, error="The password until now is wrong.", status=403)
    try:
        hashed = hash_password(check_password(visit.form.get("new", ""), one.name))
    except HistoryError as error:
        return show_account(visit, error=str(error), status=400)
    with visit.database.writing() as connection:
        accounts.set_password(connection, one, hashed)
        accounts.forget_attempts(connection, one.name, address)
        accounts.log_change(connection, one.name, "password changed", one.name)
    return start_session(visit, one, "/account")


def user_list(_visit: WebVisit) -> Listing:
    """Return all users."""
    return work.user_listing()


def change_list(_visit: WebVisit) -> Listing:
    """Return what people changed."""
    return work.change_listing()


def show_users(visit: WebVisit, *, error: str = "", status: int = 200) -> Response:
    """Return the page of users."""
    with visit.database.reading() as connection:
        users = accounts.list_accounts(connection)
        changes = table(visit, connection, work.change_listing(), "/changes.csv")
    values: dict[str, Any] = {"users": users, "changes": changes, "roles": ROLES}
    return page(visit, "users.html", status=status, error=error, role_words=ROLE_WORDS, **values)


def add_user(visit: WebVisit) -> Response:
    """Add a user."""
    name = visit.form.get("name", "").strip()
    try:
        role = check_role(visit.form.get("role", ""))
        hashed = hash_password(check_password(visit.form.get("password", ""), name))
        with visit.database.writing() as connection:
            if role != "admin" and not accounts.has_accounts(connection):
                raise HistoryError(
                    "The first user must be an admin: nobody could add others otherwise."
                )
            accounts.add_account(connection, name, role, password=hashed)
            accounts.log_change(connection, visit.account.name, "user added", f"{name}, {role}")
    except HistoryError as error:
        return show_users(visit, error=str(error), status=400)
    return RedirectResponse("/users", 303)


def change_user(visit: WebVisit) -> Response:
    """Give a user another role, or remove one."""
    name, role = visit.form.get("name", ""), visit.form.get("role", "")
    try:
        with visit.database.writing() as connection:
            one = accounts.get_account(connection, name)
            if role == "remove":
                accounts.remove_account(connection, one)
                accounts.log_change(connection, visit.account.name, "user removed", name)
            else:
                accounts.set_role(connection, one, check_role(role))
                about = f"{name}: {one.role}, now {role}"
                accounts.log_change(connection, visit.account.name, "role changed", about)
    except HistoryError as error:
        return show_users(visit, error=str(error), status=400)
    return RedirectResponse("/users", 303)

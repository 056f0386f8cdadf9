"""Who may use the dashboard: accounts, their sessions and tokens, and what they changed."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select, update

from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.schema import (
    account,
    api_token,
    audit_log,
    login_attempt,
    web_session,
)

Role = Literal["viewer", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What accounts may do, each also what those before it may: look; accept issues and ask for scans;
look after accounts."""
MAX_NAME_LENGTH = 200
SESSION_IDLE = timedelta(hours=12)
SESSION_AGE = timedelta(days=7)
# How tokens begin, so that scanners for secrets find them.
TOKEN_PREFIX = "cvs_"  # noqa: S105 # nosec B105
_TOUCH = timedelta(minutes=5)
_WINDOW = timedelta(minutes=15)
MAX_ATTEMPTS = 5
"""Of one name from one address in a quarter of an hour."""
MAX_ATTEMPTS_OF_ADDRESS = 30
_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may use the dashboard."""

    id: int
    name: str
    role: Role
    origin: str = ""
    created: datetime | None = None
    seen: datetime | None = None

    def may(self, role: Role) -> bool:
        """Return whether it may do what *role* may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token of the API, without what proves it."""

    id: int
    name: str
    role: Role
    created: datetime
    expires: datetime | None
    used: datetime | None


def check_role(text: str) -> Role:
    """Return the role called *text*. Raises HistoryError."""
    for role in ROLES:
        if role == text:
            return role
    raise HistoryError(f"{text[:40]!r} is not a role. Write one of: {', '.join(ROLES)}.")


def has_accounts(connection: Connection) -> bool:
    """Return whether anybody has an account."""
    return connection.execute(select(account.c.id).limit(1)).first() is not None


def list_accounts(connection: Connection) -> list[Account]:
    """Return all accounts by name."""
    return [_account(row) for row in connection.execute(select(account).order_by(account.c.name))]


def find_account(connection: Connection, name: str) -> Account | None:
    """Return the account called *name*."""
    row = connection.execute(select(account).where(account.c.name == name)).first()
    return _account(row) if row is not None else None


def get_account(connection: Connection, name: str) -> Account:
    """Return the account called *name*. Raises HistoryError."""
    found = find_account(connection, name)
    if found is None:
        raise HistoryError(
            f"No user is called {name[:MAX_NAME_LENGTH]!r}. `civiscope watch users list` says who "
            "there is."
        )
    return found


def add_account(
    connection: Connection,
    name: str,
    role: Role,
    *,
    password: str = "",
    origin: str = "",
    subject: str = "",
) -> int:
    """Add an account, with a *password* as hashed, and return its id. Raises HistoryError."""
    if len(name) > MAX_NAME_LENGTH or not _NAME.fullmatch(name):
        raise HistoryError(
            f"{name[:MAX_NAME_LENGTH]!r} cannot be the name of a user. A name is a short text, "
            "such as an address of mail."
        )
    if find_account(connection, name) is not None:
        raise HistoryError(f"There is a user called {name!r} already.")
    number: int = connection.execute(
        insert(account)
        .values(
            name=name,
            role=role,
            password=password,
            origin=origin,
            subject=subject,
            created=datetime.now(UTC),
        )
        .returning(account.c.id)
    ).scalar_one()
    return number


def remove_account(connection: Connection, one: Account) -> None:
    """Remove an account with its sessions and tokens. Raises HistoryError for the last admin."""
    _keep_an_admin(connection, one)
    connection.execute(delete(account).where(account.c.id == one.id))


def set_role(connection: Connection, one: Account, role: Role) -> None:
    """Give an account another role. Raises HistoryError for the last admin."""
    if role != "admin":
        _keep_an_admin(connection, one)
    connection.execute(update(account).where(account.c.id == one.id).values(role=role))


def set_password(connection: Connection, one: Account, hashed: str) -> None:
    """Give an account another password, and end its sessions."""
    connection.execute(update(account).where(account.c.id == one.id).values(password=hashed))
    connection.execute(delete(web_session).where(web_session.c.account == one.id))


def kept_password(connection: Connection, name: str) -> str:
    """Return the hashed password of *name*; empty where there is none."""
    asked = select(account.c.password).where(account.c.name == name)
    return connection.execute(asked).scalar() or ""


def find_by_subject(connection: Connection, origin: str, subject: str) -> Account | None:
    """Return the account of the person that *origin* calls *subject*."""
    row = connection.execute(
        select(account).where(account.c.origin == origin, account.c.subject == subject)
    ).first()
    return _account(row) if row is not None else None


def begin_session(connection: Connection, one: Account) -> str:
    """Begin a session, forget those that are over, and return what its cookie holds."""
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
    over = (web_session.c.used < now - SESSION_IDLE) | (web_session.c.created < now - SESSION_AGE)
    connection.execute(delete(web_session).where(over))
    values = {"key": _hash(secret), "account": one.id, "created": now, "used": now}
    connection.execute(insert(web_session).values(**values))
    connection.execute(update(account).where(account.c.id == one.id).values(seen=now))
    return secret


def end_session(connection: Connection, secret: str) -> None:
    """End a session; nothing happens when there is none."""
    connection.execute(delete(web_session).where(web_session.c.key == _hash(secret)))


def account_of_session(connection: Connection, secret: str) -> tuple[Account | None, bool]:
    """Return whose session it is, if it is not over, and whether its use should be noted."""
    now = datetime.now(UTC)
    row = connection.execute(
        select(account, web_session.c.used)
        .join_from(web_session, account)
        .where(
            web_session.c.key == _hash(secret),
            web_session.c.used >= now - SESSION_IDLE,
            web_session.c.created >= now - SESSION_AGE,
        )
    ).first()
    if row is None:
        return None, False
    return _account(row), row.used < now - _TOUCH


def touch_session(connection: Connection, secret: str) -> None:
    """Note that a session was used."""
    mine = web_session.c.key == _hash(secret)
    connection.execute(update(web_session).where(mine).values(used=datetime.now(UTC)))


def add_token(connection: Connection, one: Account, name: str, role: Role, *, days: int = 0) -> str:
    """Add a token of an account, for *days* or without end; return it. It is shown only now.

    Raises HistoryError when it should do more than the account may.
    """
    if not one.may(role):
        raise HistoryError(
            f"A token cannot do more than its user: {one.name!r} is {one.role}, not {role}."
        )
    if not name.strip() or len(name) > MAX_NAME_LENGTH:
        raise HistoryError("A token needs a short name, which says what it is for.")
    secret, now = TOKEN_PREFIX + secrets.token_urlsafe(32), datetime.now(UTC)
    connection.execute(
        insert(api_token).values(
            account=one.id,
            name=name.strip(),
            hash=_hash(secret),
            role=role,
            created=now,
            expires=now + timedelta(days=days) if days else None,
        )
    )
    return secret


def list_tokens(connection: Connection, one: Account) -> list[TokenRow]:
    """Return the tokens of an account, the newest first."""
    names = TokenRow.__dataclass_fields__
    asked = select(*(api_token.c[each] for each in names)).where(api_token.c.account == one.id)
    return [TokenRow(*row) for row in connection.execute(asked.order_by(api_token.c.id.desc()))]


def remove_token(connection: Connection, one: Account, number: int) -> None:
    """Remove a token of an account; nothing happens when it has none of that number."""
    mine = (api_token.c.account == one.id) & (api_token.c.id == number)
    connection.execute(delete(api_token).where(mine))


def account_of_token(connection: Connection, secret: str) -> tuple[Account | None, bool]:
    """Return whose token it is, with the role that both have, and whether to note its use."""
    now = datetime.now(UTC)
    row = connection.execute(
        select(account, api_token.c.role.label("scope"), api_token.c.used, api_token.c.expires)
        .join_from(api_token, account)
        .where(api_token.c.hash == _hash(secret))
    ).first()
    if row is None or (row.expires is not None and row.expires < now):
        return None, False
    role = min(row.role, row.scope, key=ROLES.index)
    one = Account(id=row.id, name=row.name, role=role, origin=row.origin)
    return one, row.used is None or row.used < now - _TOUCH


def touch_token(connection: Connection, secret: str) -> None:
    """Note that a token was used."""
    mine = api_token.c.hash == _hash(secret)
    connection.execute(update(api_token).where(mine).values(used=datetime.now(UTC)))


def may_try(connection: Connection, name: str, address: str) -> bool:
    """Return whether *address* may try a password of *name* once more now."""
    recent = login_attempt.c.at >= datetime.now(UTC) - _WINDOW
    from_there = select(func.count()).where(recent, login_attempt.c.address == address)
    of_name = from_there.where(login_attempt.c.name == name[:MAX_NAME_LENGTH])
    return (
        connection.execute(from_there).scalar_one() < MAX_ATTEMPTS_OF_ADDRESS
        and connection.execute(of_name).scalar_one() < MAX_ATTEMPTS
    )


def note_attempt(connection: Connection, name: str, address: str) -> None:
    """Note an attempt, before it is known how it ends, and forget those of long ago."""
    now = datetime.now(UTC)
    connection.execute(delete(login_attempt).where(login_attempt.c.at < now - timedelta(days=1)))
    values = {"name": name[:MAX_NAME_LENGTH], "address": address[:60], "at": now}
    connection.execute(insert(login_attempt).values(**values))


def forget_attempts(connection: Connection, name: str, address: str) -> None:
    """Forget the attempts of a name that has signed in."""
    connection.execute(
        delete(login_attempt).where(
            login_attempt.c.name == name[:MAX_NAME_LENGTH], login_attempt.c.address == address[:60]
        )
    )


def log_change(connection: Connection, who: str, what: str, about: str = "") -> None:
    """Note who changed what."""
    values = {"who": who[:MAX_NAME_LENGTH], "what": what, "about": about[:2_000]}
    connection.execute(insert(audit_log).values(at=datetime.now(UTC), **values))


def _keep_an_admin(connection: Connection, one: Account) -> None:
    others = select(func.count()).where(account.c.role == "admin", account.c.id != one.id)
    everyone = select(func.count()).where(account.c.id != one.id)
    if one.role == "admin" and not connection.execute(others).scalar_one():
        rest = connection.execute(everyone).scalar_one()
        if rest:
            raise HistoryError(
                f"{one.name!r} is the last admin. Make another user one first, so that somebody "
                "can look after the accounts."
            )


def _account(row: Any) -> Account:  # noqa: ANN401 - a row
    return Account(
        id=row.id,
        name=row.name,
        role=row.role,
        origin=row.origin,
        created=row.created,
        seen=row.seen,
    )


def _hash(secret: str) -> str:
    """Return what is kept of a *secret* of ours: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""Addresses and links that do something are known by their words, in many languages."""

# ruff: noqa: RUF001 - letters of other scripts are meant

from __future__ import annotations

import pytest

from civiscope.web.actions import action_of_address, action_of_name, names_act


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/logout", "sign-out"),
        ("/users/sign_out", "sign-out"),
        ("/Account/LogOff", "sign-out"),
        ("/signout.php", "sign-out"),
        ("/wp-login.php?action=logout&_wpnonce=1", "sign-out"),
        ("/index.php?logout", "sign-out"),
        ("/d%C3%A9connexion", "sign-out"),
        ("/cerrar-sesion", "sign-out"),
        ("/abmelden", "sign-out"),
        ("/kirjaudu-ulos", "sign-out"),
        ("/logga-ut", "sign-out"),
        ("/utlogging", "sign-out"),
        ("/session/end", "sign-out"),
        ("/sign/out.php", "sign-out"),
        ("/sign/in", None),
        ("/log/outdoor", None),
        ("/odhl%C3%A1sit", "sign-out"),
        ("/%E3%83%AD%E3%82%B0%E3%82%A2%E3%82%A6%E3%83%88", "sign-out"),
        ("/in/delete?id=5", "delete"),
        ("/items/5/remove", "delete"),
        ("/deleteItem?id=3", "delete"),
        ("/supprimer/3", "delete"),
        ("/list?remove=1", "delete"),
        ("/permits/12/cancel", "cancel"),
        ("/newsletter/unsubscribe?u=3", "unsubscribe"),
        ("/saml2/slo", "sign-out"),
        ("/saml/metadata/spslo/redirect", "sign-out"),
        ("/simplesaml/saml2/idp/SingleLogoutService.php", "sign-out"),
        ("/Shibboleth.sso/SLO/Redirect", "sign-out"),
        ("/Shibboleth.sso/Logout?return=/", "sign-out"),
        ("/oidc/end_session?id_token_hint=eyJ", "sign-out"),
        ("/connect/endsession", "sign-out"),
        ("/api/v2/session/end", "sign-out"),
        ("/adfs/ls/?wa=wsignout1.0", "sign-out"),
        ("/pkmslogout", "sign-out"),
        ("/vdesk/hangup.php3", "sign-out"),
        ("/servlet/LogoutServlet.do", "sign-out"),
        ("/app/logout;jsessionid=0A1B2C", "sign-out"),
        ("/(S(lit3py55t21z5v55vlm25s55))/LogOff.aspx", "sign-out"),
        ("/s/9f8e7d6c5b4a39281706f5e4d3c2b1a0/logout", "sign-out"),
        ("/index.php?route=account/logout", "sign-out"),
        ("/index.php?title=Special:UserLogout", "sign-out"),
        ("/?q=user/logout", "sign-out"),
        ("/?logintype=logout", "sign-out"),
        ("/?slo", "sign-out"),
        ("/app/#/auth/sign-out", "sign-out"),
        ("/app/#!/logout", "sign-out"),
        ("/slo/novice", None),
        ("/browse?CIK=320193", None),
        ("/sai/reports", None),
        ("/?lang=slo", None),
        ("/search?q=logout", None),
        ("/sso/login?service=https://www.example.gov/logout", None),
        ("/projects/blogout", None),
        ("/app/#/jobs", None),
        ("/leistungen/hund-abmelden", None),
        ("/gewerbe/abmeldung", None),
        ("/benutzer/abmelden", "sign-out"),
        ("/newsletter/abmelden", "unsubscribe"),
        ("/council/closed-session", None),
        ("/api/save", "act"),
        ("/", None),
        ("/guidance/how-to-cancel-your-council-tax", None),
        ("/search?q=delete", None),
        ("/login?return=/logout", None),
        ("/static/delete-icon.svg", None),
        ("/js/logout.js", None),
        ("/removals", None),
        ("/order-a-new-bin", None),
    ],
)
def test_an_address_says_what_it_does(path: str, action: str | None) -> None:
    assert action_of_address(f"https://www.example.gov{path}") == action


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("Sign out", "sign-out"),
        ("Ada Lovelace: log out", "sign-out"),
        ("Se déconnecter", "sign-out"),
        ("Cerrar sesión", "sign-out"),
        ("Salir", "sign-out"),
        ("Abmelden", "sign-out"),
        ("Wyloguj się", "sign-out"),
        ("Çıkış yap", "sign-out"),
        ("Έξοδος", "sign-out"),
        ("Выйти", "sign-out"),
        ("ログアウト", "sign-out"),
        ("تسجيل الخروج", "sign-out"),
        ("Allgofnodi", "sign-out"),
        ("Rematar sesión", "sign-out"),
        ("Wyjście", "sign-out"),
        ("Sitzung jetzt beenden", "sign-out"),
        ("Одјави се", "sign-out"),
        ("लॉग आउट", "sign-out"),
        ("ออกจากระบบ", "sign-out"),
        ("ログアウトする", "sign-out"),
        ("გამოსვლა", "sign-out"),
        ("Đăng xuất", "sign-out"),
        ("Sign out of your account on this site", "sign-out"),
        ("Max Mustermann abmelden", "sign-out"),
        ("Hund abmelden", None),
        ("Newsletter abmelden", "unsubscribe"),
        ("Closed session", None),
        ("Session of 3 May", None),
        ("Delete account", "delete"),
        ("Unsubscribe from emails", "unsubscribe"),
        ("Cancel", "cancel"),
        ("How to delete your data", None),
        ("Cancel your parking permit online today", None),
        ("Order a bin", None),
        ("Pay", None),
        ("", None),
    ],
)
def test_a_link_says_what_it_does(name: str, action: str | None) -> None:
    assert action_of_name(name) == action


@pytest.mark.parametrize(
    ("path", "acts"),
    [
        ("/api/entries-delete-now/7", True),
        ("/do?x=1&confirm_delete=1", True),
        ("/api/save", True),
        ("/api/userlogout", True),
        ("/api/entries/7?sort=delete", False),
        ("/api/suggest?q=a", False),
    ],
)
def test_while_something_is_pressed_any_word_for_an_act_counts(path: str, acts: bool) -> None:
    assert names_act(f"https://www.example.gov{path}") is acts

"""Addresses and names of links that do something when they are opened: sign out, delete, cancel."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from urllib.parse import unquote_plus, urlsplit

Action = Literal["sign-out", "delete", "cancel", "unsubscribe", "act"]
"""`act`: any other word for an act (pay, vote, publish, …), which a page asks for on purpose."""

MAX_NAME_WORDS = 5
"""Words of a link's name beyond which it is a sentence about the act, not a way to do it."""
_SIGN_OUT = """
logout logoff signout signoff endsession logouts loggedout exitsession
deconnexion deconnecter disconnect cerrarsesion cerrarsesio desconectar desconectarse desconexion
abmelden abmeldung ausloggen uitloggen afmelden uitlog disconnetti disconnettiti
terminarsessao encerrarsessao wyloguj wylogowanie odhlasit odhlaseni odhlasenie odhlasitsa
kijelentkezes kilepes deconectare delogare odjava odjavi odjavise odjavite logaut
loggaut utloggning utlogging loggut logud kirjauduulos logivalja atsijungti atsijunk izlogoties
aposyndesi αποσυνδεση εξοδος изход выход выйти вийти вихід cikisyap oturumukapat oturumkapat
ログアウト サインアウト 登出 注销 退出登录 로그아웃 خروج تسجيلالخروج יציאה התנתקות
allgofnodi logailamach saioaitxi tancasessio pecharsesion dangxuat keluar ออกจากระบบ लॉगआउट
"""
_DELETE = """
delete deletes deleting remove removes destroy erase purge wipe trash discard
supprimer suppression effacer eliminar borrar suprimir loeschen loschen entfernen verwijderen
verwijder elimina eliminare cancellare rimuovi apagar remover excluir usun usunac smazat odstranit
vymazat torles torol sterge stergere obrisi izbrisi izbrisati radera tabort slett slet poista
kustuta istrinti dzest diagrafi διαγραφη удалить видалити изтриване изтрий sil kaldir 削除 删除 刪除
삭제 حذف מחק מחיקה dileu scrios ezabatu esborrar xoa hapus ลบ हटाएं
deactivate deactivation closeaccount
"""
_CANCEL = """
cancel cancels cancellation annuler annulation cancelar anular cancelacion stornieren stornierung
absagen kuendigen kundigen annuleren annulla annullare anuluj anulowac zrusit visszavonas anuleaza
otkazi preklici avbryt avbestall annuller afbestil avbestill peruuta tuhista atsaukti atcelt akyro
ακυρωση отменить скасувати отказ iptal キャンセル 取消 취소 الغاء ביטול canslo cealaigh bertanbehera
cancellar huy batal ยกเลิก withdraw revoke
"""
_UNSUBSCRIBE = """
unsubscribe unsub desabonner desabonnement desinscription desinscrire dardebaja darsedebaja
desuscribir desuscribirse cancelarsuscripcion abbestellen austragen uitschrijven afmeldennieuwsbrief
disiscriviti disiscrizione cancelarsubscricao wypisz odhlasitodber leiratkozas dezabonare
avregistrera avprenumerera avmeld afmeld afmelding peruutatilaus διαγραφηαποτηλιστα отписаться
відписатися abonelikteniptal 配信停止 退订 구독취소 dadtanysgrifio
"""
_ACT = """
pay buy checkout addtocart addtobasket purchase donate vote
submit confirm approve reject accept publish unpublish archive restore lock unlock enable disable
activate save send update create add reset switchuser impersonate
payer commander voter envoyer valider enregistrer publier ajouter confirmer modifier
pagar comprar votar enviar guardar publicar anadir confirmar modificar
bezahlen kaufen senden absenden speichern bestaetigen bestatigen buchen
betalen verzenden opslaan bevestigen
"""
_KINDS: tuple[tuple[Action, str], ...] = (
    ("sign-out", _SIGN_OUT),
    ("unsubscribe", _UNSUBSCRIBE),
    ("delete", _DELETE),
    ("cancel", _CANCEL),
    ("act", _ACT),
)
_PHRASES: tuple[tuple[Action, str], ...] = (
    (
        "sign-out",
        "log out|log off|sign out|sign off|end session|session end|exit session|log me out",
    ),
    ("sign-out", "cerrar sesion|cerrar la sesion|finalizar sesion|tancar sessio|tanca la sessio"),
    ("sign-out", "se deconnecter|fermer la session|fermer session|terminar sessao|sair da conta"),
    ("sign-out", "logga ut|logg ut|log ud|kirjaudu ulos|logi valja|wyloguj sie|melden ab|log uit"),
    ("sign-out", "odhlasit se|odhlasit sa|saioa itxi|pechar sesion|cikis yap|oturumu kapat"),
    ("sign-out", "oturum kapat|dang xuat|logail amach|odjavi se|تسجيل الخروج|退出 登录"),
    ("delete", "ta bort|close account|close my account|dar de baja cuenta"),
    ("unsubscribe", "opt out|dar de baja|darse de baja|se desabonner|se desinscrire"),
    ("cancel", "geri al"),
)
_LEAVE = "salir sair esci sortir quitter uitgang irten iziet cikis exit quit"
_ALONE = frozenset(_LEAVE.split())
"""Words for leaving that mean signing out only where nothing else stands beside them."""
_FILE = re.compile(
    r"\.(?:js|mjs|css|map|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|wasm)$"
)
_ENDING = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|jspx|do|action|cgi|cfm|py|pl|rb|xhtml)$")
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ORDERS = "action act do op operation cmd command method task mode event _method"
_DOING = frozenset(_ORDERS.split())


@lru_cache(maxsize=65536)
def action_of_address(url: str) -> Action | None:
    """Return what opening *url* would do by its own words; None when it names no act.

    A word counts as a whole part of the path, at the beginning or end of one, as the name of a
    parameter without a value or with a number, and as the value of `action`, `do` and the like.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote_plus(parts.path)
    if _FILE.search(path.lower()):
        return None
    segments = [_ENDING.sub("", one) for one in path.split("/") if one]
    for segment in reversed(segments):
        found = _of_part(segment)
        if found is not None:
            return found
    # Of more than one word, they may stand apart: /session/end, /sign/out.
    for pair in pairwise(segments):
        if _of_part(" ".join(pair)) == "sign-out":
            return "sign-out"
    return _of_query(parts.query)


def names_act(url: str) -> bool:
    """Say whether any word of *url*'s path or parameters is one for an act.

    Wider than `action_of_address`: for deciding on what must not happen now, not on what is a page.
    """
    if action_of_address(url) is not None:
        return True
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = unquote_plus(parts.path)
    if _FILE.search(path.lower()):
        return False
    names = [unquote_plus(piece).partition("=")[0] for piece in parts.query.split("&")]
    words = _WORDS.findall(_CAMEL.sub(" ", " ".join((path, *names)).replace("_", " ")))
    known = words_for_acts()
    return any(_fold(word) in known for word in words)


@lru_cache(maxsize=1)
def words_for_acts() -> frozenset[str]:
    """Return the words by which `names_act` knows an act, in lower case without accents."""
    return frozenset(word for word, kind in _words().items() if kind != "act")


def _of_query(query: str) -> Action | None:
    for piece in query.split("&"):
        name, equals, value = unquote_plus(piece).partition("=")
        does = name.casefold() in _DOING
        flag = not equals or not value or value.isdecimal() or value.casefold() in {"true", "yes"}
        found = _of_part(value) if does else _of_part(name) if flag else None
        if found is not None:
            return found
    return None


def _of_part(text: str) -> Action | None:
    words = [_fold(word) for word in _WORDS.findall(_CAMEL.sub(" ", text))]
    if not words or len(words) > MAX_NAME_WORDS:
        return None
    return "sign-out" if len(words) == 1 and words[0] in _ALONE else _of_words(words)


@lru_cache(maxsize=65536)
def action_of_name(text: str) -> Action | None:
    """Return what a link of this name does; None when it names no act, or only speaks of one."""
    words = [_fold(word) for word in _WORDS.findall(text[:200])]
    if not words or len(words) > MAX_NAME_WORDS:
        return None
    if len(words) == 1 and words[0] in _ALONE:
        return "sign-out"
    found = _of_words(words, begin_only=True)
    return None if found == "act" else found


def _of_words(words: list[str], *, begin_only: bool = False) -> Action | None:
    joined = " ".join(words)
    for kind, pattern in _phrases():
        if pattern.search(joined):
            return kind
    ends = (words[0],) if begin_only else (words[0], words[-1], "".join(words))
    for word in ends:
        found = _words().get(word)
        if found is not None:
            return found
    # The name of a link to sign out often begins with the person: "Ada Lovelace: log out".
    outs = [word for word in words if _words().get(word) == "sign-out"]
    return "sign-out" if outs else None


def _fold(word: str) -> str:
    """Return *word* in lower case without accents."""
    split = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))  # noqa: RUF001
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _words() -> dict[str, Action]:
    known: dict[str, Action] = {}
    for kind, text in _KINDS:
        for word in text.split():
            known.setdefault(_fold(word), kind)
    return known


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[Action, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rf"(?:^| )(?:{'|'.join(map(_fold, text.split('|')))})(?: |$)"))
        for kind, text in _PHRASES
    )

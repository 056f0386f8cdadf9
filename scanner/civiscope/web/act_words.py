"""The words by which links and addresses say what they do, in many languages."""

# ruff: noqa: RUF001 - letters of other scripts are meant

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Action = Literal["sign-out", "delete", "cancel", "unsubscribe", "act"]
"""`act`: any other word for an act (pay, vote, publish, …), which a page asks for on purpose."""

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
hangup deauthenticate cierresesion cierredesesion finalizarsesion terminarsesion chiudisessione
terminasessione uitgelogd abgemeldet sitzungbeenden digevrean utskra utskraning ofmellen shkycu
ckycu dilni odloguj odlogowac deloguj izrakstities cixis chiqish logkeluar kabax
одјава одјави отпишисе выйсці выхад шығу гарах გასვლა ելք დუրս لاگآؤٹ خروج‌از
লগআউট வெளியேறு వెళ్ళు લૉગઆઉટ ਲਾਗਆਉਟ ចាកចេញ ອອກຈາກລະບົບ ထွက်ရန် ውጣ
disconnessione desloga deslogar одјавете одјавитесе 
dekonekte чыгуу ลงชื่อออก اخرج выйсьці প্রস্থান چوونەدەرەوە wotzjawis wotzjewic elsaluti asenser
გამოსვლა atslegties излез излизане desconnecta desconnectar рахизын баромад чыгарга چىكىنىش
నిష్క్రమించండి ಹೊರಕ್ಕೆಹೋಗಿ باہرجائیں बाहेरपडा ဖွင့်ထွက်
ログオフ サインオフ 退出系统 安全退出 注销登录 退出登錄 로그오프 התנתק התנתקי להתנתק
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
cancellar huy batal ยกเลิก withdraw revoke avboka aflys odwołaj odwolaj opzeggen
"""
_UNSUBSCRIBE = """
unsubscribe unsub desabonner desabonnement desinscription desinscrire dardebaja darsedebaja
desuscribir desuscribirse cancelarsuscripcion abbestellen austragen uitschrijven afmeldennieuwsbrief
disiscriviti disiscrizione cancelarsubscricao wypisz odhlasitodber leiratkozas dezabonare
avregistrera avprenumerera avmeld afmeld afmelding peruutatilaus διαγραφηαποτηλιστα отписаться
відписатися abonelikteniptal 配信停止 退订 구독취소 dadtanysgrifio frameld framelding loobu
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
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
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
    (
        "sign-out",
        "oturum kapat|dang xuat|đang xuat|로그 아웃|logail amach|odjavi se|تسجيل الخروج|退出 登录",
    ),
    (
        "sign-out",
        "sign me out|log you out|sign you out|end my session|close session|close my session",
    ),
    ("sign-out", "end this session|finish session|quit session|session logout"),
    (
        "sign-out",
        "deconnectez vous|deconnecte moi|fermeture de session|quitter la session|finir session",
    ),
    (
        "sign-out",
        "fin de session|cierre de sesion|termina sessione|chiudi sessione|chiudi la sessione",
    ),
    ("sign-out", "termina la sessione|finalizar la sesion|terminar la sesion|salir del sistema"),
    (
        "sign-out",
        "salir de la cuenta|terminar a sessao|encerrar a sessao|encerrar sessao|fechar sessao",
    ),
    ("sign-out", "sitzung beenden|sitzung schliessen|sessie beeindigen|sessie afsluiten"),
    ("sign-out", "meld af|teken uit|log af|logga av|skra ut|rita ut|skra mig ut|avslutt okt"),
    (
        "sign-out",
        "zakoncz sesje|ukoncit relaci|ukoncit relaciu|munkamenet befejezese|inchide sesiunea",
    ),
    (
        "sign-out",
        "baigti sesija|beigt sesiju|lopeta istunto|lopeta sessioon|sulge seanss|zavrsi sesiju",
    ),
    (
        "sign-out",
        "завершить сеанс|завершити сеанс|завърши сесията|одјави се|одјавите се|log a mach",
    ),
    ("sign-out", "ohrog|log keluar|claraich a mach|deconecteaza te|deconectati va|deconecteaza ma"),
    ("sign-out", "sesi tamat|mag log out|cixis et|باہر جائیں|बाहेर पडा|പുറത്ത് കടക്കുക"),
    ("sign-out", "ಹೊರಕ್ಕೆ ಹೋಗಿ|annulla l accesso|oturumu sonlandir|تىزىمدىن چىقىڭ|ލޮގް އައުޓް ކޮށްލާށެވެ"),
    ("sign-out", "դուրս գալ|გასვლა|از سامانه خارج|خروج از حساب|لاگ آؤٹ|লগ আউট|लॉग आउट|साइन आउट"),
    ("sign-out", "லாக் அவுட்|లాగ్ అవుట్|લૉગ આઉટ|ਲਾਗ ਆਉਟ|लग आउट|ออก จาก ระบบ|התנתק מהמערכת"),
    ("delete", "ta bort|close account|close my account|dar de baja cuenta"),
    ("unsubscribe", "opt out|dar de baja|darse de baja|se desabonner|se desinscrire"),
    ("cancel", "geri al"),
)


_MARKS = "M"


def fold(text: str) -> str:
    """Return *text* in lower case without accents and other marks on letters."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(letter for letter in apart if unicodedata.category(letter)[0] != _MARKS)


def split_words(text: str) -> list[str]:
    """Return the words of *text*, folded; `logOut` is two."""
    return _WORDS.findall(fold(_CAMEL.sub(" ", text)).replace("_", " "))


@lru_cache(maxsize=1)
def known_words() -> dict[str, Action]:
    """Return the kind of act for each word, folded."""
    known: dict[str, Action] = {}
    for kind, text in _KINDS:
        for word in text.split():
            known.setdefault(fold(word), kind)
    return known


@lru_cache(maxsize=1)
def known_phrases() -> tuple[tuple[Action, re.Pattern[str]], ...]:
    """Return what finds the kinds of act that are said in several words, folded."""
    return tuple(
        (kind, re.compile(rf"(?:^| )(?:{'|'.join(map(fold, text.split('|')))})(?: |$)"))
        for kind, text in _PHRASES
    )

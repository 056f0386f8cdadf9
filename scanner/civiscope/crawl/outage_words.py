"""What pages say in place of themselves when a service fails, in eleven languages.

Written without capitals, and for short pages and titles only: in running text such words stand for
other things. Where a word has another everyday meaning (a queue, maintenance, a waiting list), the
words around it must say that it is the site that waits, or is closed.
"""

from __future__ import annotations

import re

_GAP = r"(?: \w+){0,3}"
"""Up to three words between two that belong together."""

# By language: en, de, fr, es, it, nl, pt, sv, fi, et, pl.
_QUEUE = (
    rf"\byou(?:.re| are|.ve| have){_GAP} (?:in|joined|entered){_GAP} (?:queue|line)\b(?! with)",
    r"virtual (?:waiting (?:room|area)|queue)|\bwaiting room\b|you are number [\d,]+",
    r"your (?:place|position|spot) in (?:the )?(?:queue|line)",
    r"(?:people|persons|users|visitors|others) (?:are )?(?:ahead of|in front of) you\b",
    r"\bwarteschlange\b|\b(?:virtuelle[nrs]? )?warteraum\b|virtuelle[nrs]? warte",
    rf"(?:personen|nutzer\w*|besucher\w*|wartende)(?: \w+)? vor (?:ihnen|dir)\b|vor ihnen{_GAP} \d",
    rf"\b(?:sie (?:sind|stehen|befinden sich)|du bist){_GAP} (?:position|platz|stelle) \d",
    r"file d.attente|salle d.attente virtuelle|dans (?:la|une) salle d.attente",
    r"personnes? (?:sont )?(?:avant|devant) vous\b",
    r"sala de espera|en (?:la |una )?cola\b|fila virtual|su turno",
    r"(?:personas?|usuarios?) (?:por delante\b|(?:delante|antes) (?:de|que) (?:usted|ti)\b)",
    r"sala d.attesa|\bin coda\b|(?:lista d.attesa|fila|coda) virtuale",
    r"(?:person[ae]|utent[ei]) (?:prima di|davanti a) (?:te|lei|voi)\b",
    r"il numero \d+ in fila|inserit[oaie] nella lista d.attesa",
    r"\bwachtrij\b|\bwachtkamer\b|\bwachtruimte\b|(?:wachtenden?|mensen|personen) voor (?:u|je)\b",
    r"fila (?:de espera|virtual)|\bna fila\b",
    r"(?:pessoas?|utilizadores|usuários) (?:à|a) (?:sua|tua) frente",
    rf"\bdu (?:står|är|har){_GAP} i (?:en |den )?(?:virtuell\w* )?kön?\b|\bväntrum\b|\bkön?plats"
    r"|\bdin plats i kön\b",
    r"personer (?:före|framför) dig\b",
    r"\bjonossa\b|\bjonotus|\bodotushuone|\bedelläsi on \d",
    r"\bjärjekorra|\booteruum|\b(?:teie|sinu) ees on \d",
    r"\bkolejce\b|\bkolejka\b|\bpoczekaln|os[oó]b\w* przed tobą",
)
_WHO_EN = r"(?:visitors|users|people|requests|connections|visits|traffic)"
_WHO_ES = r"(?:visitas|usuarios|accesos|conexiones|peticiones|solicitudes|tráfico)"
_OVERLOADED = (
    rf"(?:over|at full|at maximum) capacity|too many (?:\w+ )?{_WHO_EN}|heavy (?:traffic|load)",
    r"(?:system|site|service|server)s? (?:is|are)(?: \w+)? (?:at|beyond) (?:\w+ )?capacity",
    rf"\boverload(?:ed)?\b|more {_WHO_EN} than (?:usual|normal|expected|we can)",
    r"(?:high|unusual|exceptional|unprecedented|extreme) (?:demand|volume|traffic|load|number of)",
    r"(?:very|extremely|too) busy (?:at the moment|right now|just now)",
    r"hohe[nmr]?s? (?:auslastung|nachfrage|zugriffszahl|\w*aufkommen|besucherzahl|andrang|last)",
    r"(?:starke[nrs]?|große[nrs]?) (?:\w*andrang|nachfrage|besucherzahl)",
    r"überlast|stark ausgelastet",
    r"(?:zu|sehr|ungewöhnlich) viele (?:\w+ )?(?:zugriffe|anfragen|besuch|nutzer|personen gl)",
    r"forte affluence|affluence exceptionnelle|surcharg|trop d.(?:accès|utilisateurs|internautes)",
    r"trop de (?:visit|connexion|dem|requêt|trafic)|trafic (?:élevé|important|exceptionnel|inhab)",
    r"(?:grand|très grand|trop grand) nombre (?:de |d.)(?:visit|connexion|utilis|demand|accès|req)",
    r"très (?:grand nombre|forte demande)|(?:serveur|site|service|système)s? (?:\w+ )?(?:est|sont)"
    r" (?:\w+ )?satur",
    r"alta demanda|gran (?:afluencia|demanda)",
    rf"(?:gran|elevado|alto) (?:número|volumen) de {_WHO_ES}",
    rf"sobrecargad|colapsad|(?:servicio|sistema|sitio|servidor|portal|web)\w*{_GAP} saturad",
    rf"(?:demasiad[oa]s|exceso de|recibiendo much[oa]s) {_WHO_ES}",
    r"elevato numero di|numero (?:molto )?elevato di|sovraccaric",
    r"traffico elevato|forte affluenza|alto numero di (?:acc|ut|ric)",
    r"tropp[ie] (?:accessi|utenti|richieste|connessioni|visite)",
    r"grote drukte|overbelast|te druk\b|hoge belasting|grote? aantal (?:bezoek|gebruik|aanvra)",
    r"te veel (?:bezoek|gebruik|aanvra|verzoek)",
    r"(?:elevado|grande|alto) (?:número|volume|fluxo) de (?:acess|utiliz|usuár|visit|pedid)",
    r"sobrecarregad|grande afluência",
    r"(?:muitos|demasiados) (?:acessos|utilizadores|usuários|pedidos)",
    r"hög (?:belastning|trafik)|överbelast",
    r"(?:för|väldigt|mycket|ovanligt) många (?:\w+ )?(?:besök|an)",
    r"många (?:besökare|som besöker)",
    r"\bruuhka|ylikuormit|kova kuormitus|(?:paljon|liikaa) (?:kävijöitä|käyttäjiä|pyyntöjä)",
    r"suure? koormus|ülekoorma|(?:liiga|väga) palju (?:kasutajaid|külastajaid|päringuid)",
    r"duż\w+ (?:obciążeni|zainteresowani|ruch)|przeciążon|dużą liczbę odwiedzin",
    r"zbyt (?:wiel[eu]|dużo|duż\w+) (?:użytkownik|osób|zapyta|odwiedz|połącze|ruch|liczb)",
)
_MAINTENANCE = (
    r"(?:scheduled|planned|essential|routine|under|undergoing|for|site|system|ongoing|emergency|"
    r"performing|technical|server) maintenance",
    r"maintenance (?:mode|in progress|work|window|break)|(?:scheduled|planned) downtime",
    r"\bwartungs(?:arbeit|modus|fenster|pause|zweck)|(?:wird|werden)(?: \w+){0,2} gewartet",
    r"in wartung\b|(?:wegen|aufgrund)(?: \w+){0,2} wartung\b",
    r"(?:geplante|technische|laufende)\w? war",
    r"en (?:cours de )?maintenance",
    r"maintenance (?:\w+ )?(?:programmée|en cours|planifiée|technique)",
    r"(?:travaux|opérations?) de maint",
    r"pour (?:cause de |une |raison de )?maintenance|objet d.une maintenance",
    r"en mantenimiento|(?:tareas|labores|trabajos|operaciones) de mantenimiento",
    r"mantenimiento (?:programado|planificado)",
    r"(?:cerrad\w|interrumpid\w|disponible) por (?:\w+ de )?mantenimiento",
    r"in manutenzione|manutenzione (?:\w+ )?(?:programmata|in corso)|lavori di manutenzione",
    r"(?:chius\w|sospes\w|offline|disponibile) per (?:\w+ di )?manutenzione",
    r"in onderhoud\b|onderhoudswerk|gepland onderhoud|(?:wegens|vanwege) (?:\w+ )?onderhoud",
    rf"(?:gesloten|offline|bereikbaar|beschikbaar) (?:voor|door) (?:\w+ )?onderhoud|vindt{_GAP} "
    r"onderhoud plaats|\bwij voeren(?: \w+)? onderhoud|\bwe voeren(?: \w+)? onderhoud",
    r"em manutenção|manutenção (?:programada|planeada|planejada|em curso)|trabalhos de manutenção",
    r"(?:fechad\w|encerrad\w|suspens\w|indisponível) (?:para|por|devido a) (?:\w+ )?manutenção",
    r"underhållsarbete|planerat underhåll|(?:på grund av|under|för) (?:\w+ )?underhåll\b",
    r"underhåll pågår|(?:utför|genomför)(?: \w+)? underhåll\b",
    r"huoltokatko|huoltotyö|huollossa\b|huolletaan\b",
    r"hooldustö|hoolduses\b|hoolduse tõttu",
    r"prac[ea]? konserwacyjn|przerwa techniczna|przerwy technicznej|konserwacji\b|prace techniczne",
)
_NOW_DE = r"(?:vorübergehend|derzeit|momentan|zurzeit|zur zeit|aktuell|im moment|gerade)"
_NOW_FR = r"(?:temporairement|momentanément|actuellement|provisoirement)"
_NOW_ES = r"(?:temporalmente|en este momento|en estos momentos|actualmente)"
_NOW_IT = r"(?:temporaneamente|momentaneamente|attualmente|al momento)"
_NOW_PT = r"(?:temporariamente|momentaneamente|de momento|no momento|neste momento)"
_NOW_SV = r"(?:tillfälligt|för närvarande|just nu|för tillfället)"
_UNAVAILABLE = (
    r"(?:temporarily|currently) (?:unavailable|not available|out of service|down|offline)",
    r"(?:unavailable|not (?:available|working)|offline) (?:right now|at th(?:e moment|is time))",
    r"service (?:is )?unavailable|internal (?:server )?error|bad gateway|gateway time-?out",
    r"(?:there is|there.s) an? (?:\w+ )?problem with (?:the|this|our) (?:web)?s(?:ite|ervice)",
    r"(?:something|things) went wrong on our",
    r"(?:experiencing|having) (?:\w+ )?(?:technical )?(?:difficulties|problems|issues)",
    rf"{_NOW_DE} (?:leider )?nicht (?:verfügbar|erreichbar|nutzbar|zur verfügung)",
    r"\binterner (?:server-?)?fehler",
    r"(?:liegt|gibt|haben|wegen)(?: \w+){0,3} technische\w? (?:störung|problem)",
    rf"{_NOW_FR} (?:\w+ )?(?:indisponible|inaccessible|hors service)",
    r"erreur interne",
    r"(?:rencontr\w+|raison|suite|connaît)(?: \w+| d.\w+){0,3} problèmes? technique",
    r"indisponible (?:pour le moment|temporairement)",
    rf"no (?:está |se encuentra )?disponible {_NOW_ES}",
    rf"{_NOW_ES} (?:no disponible|fuera de servicio)",
    r"error interno|(?:hay|tenemos|experimenta\w*|debido a|por)(?: \w+)? problemas? técnico",
    rf"{_NOW_IT} non (?:è )?(?:disponibile|raggiungibile|accessibile)",
    rf"non (?:è )?{_NOW_IT} (?:dispon|raggiung|access)",
    r"errore interno|(?:ci sono|abbiamo|per|causa)(?: \w+)? problemi tecnici",
    r"(?:tijdelijk|momenteel|op dit moment) (?:\w+ )?(?:niet (?:beschikbaar|bereikbaar)|offline)",
    r"(?:tijdelijk|momenteel) buiten (?:gebruik|werking)|interne (?:server)?fout",
    r"(?:er (?:is|zijn)|hebben|wegens|door)(?: \w+)? technische (?:stor|prob)",
    rf"{_NOW_PT} (?:indisponível|fora (?:do ar|de serviço))|indisponível {_NOW_PT}|erro interno",
    r"(?:temos|estamos com|devido a|existem)(?: \w+)? problemas técnicos",
    rf"{_NOW_SV} (?:\w+ )?(?:otillgänglig|nere|stängd|inte tillgänglig)|internt (?:server)?fel",
    rf"(?:otillgänglig\w*|inte tillgänglig\w*|(?:ligger|är) nere) {_NOW_SV}",
    r"(?:vi har|på grund av)(?: \w+)? tekniska (?:problem|fel)",
    r"tilapäisesti (?:poissa käytöstä|pois käytöstä)|ei ole tällä hetkellä (?:käytett|saatav)",
    r"sisäinen (?:palvelin)?virhe",
    r"palvelussa on (?:\w+ )?(?:teknisiä ongelmia|tekninen (?:häiriö|vika))",
    r"ajutiselt (?:kättesaamatu|mitte kättesaadav|suletud)|ei ole (?:hetkel|praegu) kättesaadav",
    r"sisemine (?:serveri)?viga|serveri viga|meil on tehnilised probleemid|tehnilise rikke tõttu",
    r"(?:chwilowo|tymczasowo|obecnie) (?:niedostępn|nie działa)",
    r"wewnętrzny błąd|mamy problemy techniczne",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


QUEUE = _any(_QUEUE)
OVERLOADED = _any(_OVERLOADED)
MAINTENANCE = _any(_MAINTENANCE)
UNAVAILABLE = _any(_UNAVAILABLE)

"""National numbers in page sources: each with its label is found, none is kept, no other counts."""

# ruff: noqa: RUF001 - labels in many scripts are what is tested

from __future__ import annotations

import base64
import gzip
import importlib
import json
import random
import re
import time
import zlib
from collections.abc import Callable

import pytest
from bench.false_alarms import count
from bench.made_pages import telling_page

from civiscope.detectors.id_schemes import schemes
from civiscope.detectors.national_ids import find_exposed
from civiscope.model.exposed import Exposed, Identifier

# One number of each kind, made for this test: the check digits are right, the people do not exist.
PLANTED = {
    "us-ssn": ("Social security number: {}", "536-22-8741"),
    "in-aadhaar": ("<dt>Aadhaar No.</dt><dd>{}</dd>", "5678 1234 9073"),
    "sg-nric": ('{{"nric":"{}"}}', "S8765432Z"),
    "ee-isikukood": ("<li>Isikukood {}</li>", "49403136526"),
    "lt-asmens-kodas": ("Asmens kodas: {}", "33309240064"),
    "nl-bsn": ('<input type="hidden" name="bsn" value="{}">', "738241659"),
    "gb-nhs": ("NHS number <b>{}</b>", "731 842 6559"),
    "gb-nino": ("National Insurance number: {}", "AB 48 21 73 C"),
    "se-personnummer": ("Personnummer: {}", "880320-0016"),
    "dk-cpr": ("CPR-nr. {}", "211062-5629"),
    "no-fodselsnummer": ("Fødselsnummer {}", "15108695088"),
    "fi-hetu": ("Henkilötunnus: {}", "280274-837S"),
    "is-kennitala": ("Kennitala: {}", "120174-3399"),
    "pl-pesel": ("<th>PESEL</th><td>{}</td>", "83010411457"),
    "ca-sin": ("var person = {{socialInsuranceNumber: '{}'}};", "130-692-544"),
    "au-tfn": ("Tax file number {}", "648 188 480"),
    "it-codice-fiscale": ("Codice fiscale: {}", "BNCMRC74C15F839Y"),
    "fr-nir": ("Numéro de sécurité sociale : {}", "1 85 05 78 006 084 91"),
    "de-steuer-id": ("Steuer-Identifikationsnummer: {}", "36 574 261 809"),
    "es-dni": ("DNI: {}", "48213976L"),
    "es-nie": ('data-nie="{}" title="NIE"', "X2482300W"),
    "br-cpf": ("CPF {}", "390.533.447-05"),
    "kr-rrn": ("주민등록번호: {}", "971013-9019902"),
    "be-nn": ("Rijksregisternummer {}", "85.07.30-033.28"),
    "cz-rc": ("Rodné číslo: {}", "710319/2745"),
    "ro-cnp": ("CNP: {}", "1630615123457"),
    "bg-egn": ("ЕГН: {}", "7523169263"),
    "si-emso": ("EMŠO {}", "0101006500006"),
    "ie-pps": ("PPS number: {}", "6433435F"),
    "tr-kimlik": ("T.C. Kimlik No: {}", "17291716060"),
    "at-vnr": ("Sozialversicherungsnummer {}", "1237 010180"),
    "ch-ahv": ("AHV-Nummer {}", "756.3047.5009.62"),
    "cn-ric": ("身份证号: {}", "360426199101010071"),
    "my-nric": ("MyKad: {}", "770305-02-1234"),
    "th-pin": ("เลขประจำตัวประชาชน {}", "7-1003-00022-10-3"),
    "il-id": ("תעודת זהות: {}", "039337423"),
    "za-id": ("ID number: {}", "7503305044089"),
    "gr-amka": ("ΑΜΚΑ: {}", "01013099997"),
    "mx-curp": ("CURP: {}", "BOXW310820HNERXN09"),
}
NEUTRAL = "The office in room {} has file {} and received {} letters about the road, ref {}. "


def test_every_kind_of_number_has_one_planted() -> None:
    assert set(PLANTED) == set(schemes())


@pytest.mark.parametrize("scheme", PLANTED)
def test_a_planted_number_with_its_label_is_found(scheme: str) -> None:
    template, number = PLANTED[scheme]
    page = "<p>Reference 2026/11 of the register</p>\n" + template.format(number) + "<p>end</p>"

    found = find_exposed(page)

    assert [(one.scheme, one.line, one.example) for one in found.identifiers] == [
        (scheme, 2, False)
    ]
    assert number not in repr(found)
    assert re.sub(r"\W", "", number) not in repr(found)


@pytest.mark.parametrize("scheme", PLANTED)
def test_a_planted_number_without_a_label_is_not_found(scheme: str) -> None:
    _, number = PLANTED[scheme]

    assert find_exposed(f"<p>Our reference {number} of Monday</p>").identifiers == ()


def test_ten_thousand_random_numbers_in_neutral_text_are_nobody() -> None:
    random.seed(20261123)
    shapes = ("#########", "##########", "###########", "############", "###-##-####", "S#######A")
    numbers = [
        re.sub("#", lambda _: random.choice("0123456789"), random.choice(shapes))  # noqa: S311
        for _ in range(10_000)
    ]
    text = "".join(NEUTRAL.format(*numbers[at : at + 4]) for at in range(0, len(numbers), 4))

    assert find_exposed(text).identifiers == ()


def test_a_wrong_check_digit_is_no_number() -> None:
    assert find_exposed("Isikukood 49403136527, PESEL 83010411458").identifiers == ()


def test_where_it_stands_and_what_is_hidden_is_told() -> None:
    page = (
        "<!-- SSN 536-22-8741 -->\n"
        "<script>var row = {ssn: '536-22-8742'}</script>\n"
        '<input name="ssn" value="536-22-8743">\n'
        "<p>SSN 536-22-8744</p>\n"
    )

    found = find_exposed(page).identifiers

    assert [(one.place, one.line, one.masked, one.label) for one in found] == [
        ("comment", 1, "•••-••-•741", "ssn"),
        ("script", 2, "•••-••-•742", "ssn"),
        ("attribute", 3, "•••-••-•743", "ssn"),
        ("text", 4, "•••-••-•744", "ssn"),
    ]


def test_the_head_of_a_column_is_a_label_for_that_column_only() -> None:
    rows = "".join(
        f"<tr><td>{'a long address ' * 12}</td><td>536-22-87{n}</td><td>612-33-87{n}</td></tr>"
        for n in range(10, 40)
    )
    page = f"<table><tr><th>Name</th><th>SSN</th><th>Case</th></tr>{rows}</table>"

    found = find_exposed(page)

    assert found.total == 30
    assert {one.masked[-3:] for one in found.identifiers} == {f"7{n}" for n in range(10, 40)}


def test_one_label_announces_a_list() -> None:
    numbers = [f"536-22-87{n}" for n in range(10, 30)]

    found = find_exposed('{"ssn": ["' + '", "'.join(numbers) + '"]}')

    assert found.total == 20


def test_numbers_inside_a_view_state_are_found() -> None:
    state = base64.b64encode(b"\xff\x01\x0f\x0cSSN\x05\x0b536-22-8741\x02").decode()

    found = find_exposed(f'<input type="hidden" name="__VIEWSTATE" id="x" value="{state}">')

    assert [(one.scheme, one.place) for one in found.identifiers] == [("us-ssn", "view state")]


@pytest.mark.parametrize(
    "attributes",
    [
        'name="javax.faces.ViewState" value="{}"',
        'value="{}" type="hidden" name="__VIEWSTATE"',
        'name="__VIEWSTATE1" id="__VIEWSTATE1" value="{}"',
    ],
)
def test_view_states_of_other_makes_are_read_packed_ones_too(attributes: str) -> None:
    plain = "\x01Isikukood: 49403136526\x02 ΑΜΚΑ: 01013099997\x03".encode()
    for state in (plain, gzip.compress(plain), zlib.compress(plain)):
        text = base64.b64encode(state).decode()

        found = find_exposed(f"<input {attributes.format(text)}>")

        assert [(one.scheme, one.place) for one in found.identifiers] == [
            ("ee-isikukood", "view state"),
            ("gr-amka", "view state"),
        ]


def test_a_view_state_that_unpacks_without_end_is_read_to_a_bound() -> None:
    state = base64.b64encode(zlib.compress(b"\0" * 50_000_000)).decode()
    begin = time.process_time()

    find_exposed(f'<input name="__VIEWSTATE" value="{state}">')

    assert time.process_time() - begin < 1


def test_data_that_scripts_fetch_is_read_by_its_keys() -> None:
    rows = [{"name": "A", "id": {"personalCode": "49403136526"}}, {"nric": "S8765432Z", "n": 4}]

    found = find_exposed(json.dumps(rows), "data")

    assert [(one.scheme, one.place, one.masked) for one in found.identifiers] == [
        ("ee-isikukood", "data", "••••••••526"),
        ("sg-nric", "data", "••••••32Z"),
    ]


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('{"lat": 59.437012, "lng": 24.753574}, {"lat": 59.437013, "lng": 24.753574}', 2),
        ('<li data-lat="59.437012" data-lng="24.753574">', 1),
        ('{"type":"Point","coordinates":[24.7535745,59.4370123]}', 1),
        ('{"latitude": "59.43701", "accuracy": 4, "longitude": "24.75357"}', 1),
        ('{"lat": 59.4, "lng": 24.7}', 0),
        ("translate: 59.437012, long: 24.753574", 0),
    ],
)
def test_places_to_a_metre_are_only_counted(source: str, count: int) -> None:
    assert find_exposed(source).coordinates == count


@pytest.mark.parametrize(
    ("source", "scheme", "place"),
    [
        ('<div data-props="{&quot;ssn&quot;:&quot;536-22-8741&quot;}">', "us-ssn", "attribute"),
        ('<p data-x="{&#34;ssn&#34;:&#34;536&#45;22&#x2d;8741&#34;}">', "us-ssn", "attribute"),
        (
            '<script type="application/json">{"a":{"ssn":"536-22-8741"}}</script>',
            "us-ssn",
            "script",
        ),
        (
            r'<script>x = "{\u0022ssn\u0022:\u0022536\u002d22\u002d8741\u0022}"</script>',
            "us-ssn",
            "script",
        ),
        (r'<script>x = "{\"nric\":\"S8765432Z\"}"</script>', "sg-nric", "script"),
        ('<script>x = "%7B%22ssn%22%3A%22536-22-8741%22%7D"</script>', "us-ssn", "script"),
        (
            '<input value="49403136526" type="hidden" id="x7" name="isikukood">',
            "ee-isikukood",
            "attribute",
        ),
        ('<a href="/person?ssn=536-22-8741">Avery</a>', "us-ssn", "attribute"),
        ("<!-- <td>SSN</td><td>536-22-8741</td> -->", "us-ssn", "comment"),
        ("<template><li>SSN: 536-22-8741</li></template>", "us-ssn", "text"),
        ("<person><ssn>536-22-8741</ssn></person>", "us-ssn", "text"),
        ("name,ssn\nAvery,536-22-8741", "us-ssn", "text"),
    ],
)
def test_numbers_are_found_wherever_a_page_hides_them(source: str, scheme: str, place: str) -> None:
    found = find_exposed(source).identifiers

    assert [(one.scheme, one.place) for one in found] == [(scheme, place)]


def test_an_example_is_told_from_a_number() -> None:
    hints = "<p>Your NRIC, for example S8765432Z</p><p>National Insurance number AB482173C</p>"

    found = find_exposed(hints).identifiers

    assert [(one.scheme, one.example) for one in found] == [("sg-nric", True), ("gb-nino", False)]


def test_a_comparison_in_a_script_begins_no_tag() -> None:
    script = "for (i=0;i<n;i++) { draw(49403136526) } " + "// " + "." * 40 + " isikukood"

    assert find_exposed(script).identifiers == ()


def test_a_megabyte_of_data_without_a_telling_name_is_not_searched() -> None:
    rows = [{"ref": 10**9 + n * 7919, "at": "2026-11-01T10:11:12Z"} for n in range(20_000)]
    plain, telling = json.dumps(rows), json.dumps([*rows, {"isikukood": 49403136526}])

    begin = time.process_time()
    nothing = find_exposed(plain, "data")

    assert time.process_time() - begin < 0.8
    assert nothing.identifiers == ()
    assert find_exposed(telling[-100_000:], "data").total == 1


def test_the_same_number_counts_once() -> None:
    found = find_exposed("SSN 536-22-8741 and again SSN: 536-22-8741")

    assert found.total == 1


def test_words_that_mean_other_things_elsewhere_only_count_in_capitals() -> None:
    assert find_exposed("sin 130-692-544 errores").identifiers == ()
    assert find_exposed("SIN 130-692-544").total == 1
    assert find_exposed('"sin": "130-692-544"').total == 1


def test_addresses_and_telephone_numbers_are_only_counted() -> None:
    page = (
        "a@example.gov A@example.gov b@example.org icon@2x.png @media "
        '<a href="tel:+15550100">+1 555 0100</a> +44 20 7946 0000'
    )

    assert find_exposed(page) == Exposed(emails=2, phones=2)


def test_the_digest_tells_numbers_apart_and_changes_with_every_start() -> None:
    first, second = find_exposed("SSN 536-22-8741, SSN 536-22-8742").identifiers

    assert first.digest != second.digest
    assert len(first.digest) == 16


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("S1234567D", True),
        ("T1234567J", True),
        ("F1234567N", True),
        ("G1234567X", True),
        ("M1234567K", True),
        ("S1234567A", False),
        ("M1234567X", False),
    ],
)
def test_the_letter_of_a_singapore_number_is_computed(number: str, valid: bool) -> None:
    assert schemes()["sg-nric"].proves(number) is valid


def test_a_page_of_two_hundred_kilobytes_takes_a_few_milliseconds() -> None:
    paragraph = (
        '<p class="body" data-id="1764806400123">Council tax, planning, waste and parks</p>\n'
    )
    page = paragraph * (200_000 // len(paragraph) // 10) + "<p>words</p>\n" * 14_000
    find_exposed("SSN 536-22-8741")

    def fastest(work: Callable[[], object]) -> float:
        times: list[float] = []
        for _ in range(5):
            begin = time.process_time()
            work()
            times.append(time.process_time() - begin)
        return min(times)

    # Measured beside a plain search for words, which takes half as long: other tests run beside.
    plain = fastest(lambda: re.findall(r"[A-Za-z]+|[0-9]+", page))
    assert fastest(lambda: find_exposed(page)) < 4 * plain


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 500_000,
        "1 " * 250_000,
        "<" * 300_000,
        "@" * 300_000,
        "<input " * 60_000 + "__VIEWSTATE",
        "lat:1.00001," * 40_000,
        "<table><tr><td>SSN<td>123456789" * 8_000,
        '{"ssn":[' + "123456789," * 20_000,
        "<script>ssn 123456789" * 8_000,
    ],
)
def test_hostile_sources_end_soon(hostile: str) -> None:
    begin = time.process_time()

    find_exposed("SSN " + hostile)

    assert time.process_time() - begin < 3


def test_identifiers_are_plain_values() -> None:
    assert Identifier("us-ssn", "•41", "ab", "ssn", "text", 1) == Identifier(
        "us-ssn", "•41", "ab", "ssn", "text", 1, example=False
    )


def test_every_check_is_one_that_exists() -> None:
    for scheme in schemes().values():
        if scheme.check not in {"nric", "nino"}:
            assert callable(importlib.import_module(f"stdnum.{scheme.check}").is_valid)


@pytest.mark.parametrize(
    ("source", "emails", "phones"),
    [
        ("<p>ana@town.example, +44 20 7946 0000</p>", 1, 1),
        ('<a href="tel:03001234567">Call</a> <a href="mailto:ana@town.gov.uk">Write</a>', 1, 1),
        ('<img srcset="/photo@2x.avif 2x, /photo@3x.jxl 3x"><link href="/i@2x.ico">', 0, 0),
        ('<a href="/plan@a.pdf">Plan</a><script src="/lib/pkg@1.0.0.mjs"></script>', 0, 0),
        ('<script>dsn="https://ab12ab12ab12@o7.telemetry.example.org/5"</script>', 0, 0),
        ("<code>git@code.example.org:team/repo.git</code> @council@social.example.org", 0, 0),
        ("<td>2026</td><td>+1 200 300</td><td>+40 239 573</td>", 0, 0),
        ("<script>var sum = a +1020304050; b=1000000+1010000+1020000;</script>", 0, 0),
        ('<script>var office = {phone: "+442079460000"};</script>', 0, 1),
    ],
)
def test_what_only_resembles_contact_details_is_not_counted(
    source: str, emails: int, phones: int
) -> None:
    found = find_exposed(source)

    assert (found.emails, found.phones) == (emails, phones)


# What a number beside “NHS number” is: a person's, for a person to see, or another thing's.
OWNERS = [
    ('<a href="/wiki/pages/#/find-your-nhs-number">Find your NHS number</a>', "none"),
    ('<p>Find your NHS number</p><img src="/a.png?v=#">', "none"),
    ('<div data-loaded="#">Your NHS number</div>', "none"),
    ('<div title="NHS number" data-ts="#">x</div>', "none"),
    ('<script>{"field":"nhsNumber","id":#}</script>', "none"),
    ('<pre>{"question":"nhsNumber","ticketId":#}</pre>', "none"),
    ('<script>var a={"id":#,"label":"NHS number"}</script>', "none"),
    (
        "<table><tr><th>NHS number<th>Order code</tr><tr><td>a<td>#</tr></table>",
        "none",
    ),
    ("<table><tr><th>Order code<th>NHS number</tr><tr><td>12<td>#</tr></table>", "own"),
    ("<p>If you do not know your NHS number, call #</p>", "doubt"),
    ("<p>If you do not know your NHS number, call +#</p>", "doubt"),
    ("<p>Your NHS number is free. Charity registration number #.</p>", "none"),
    ("<p>NHS number service, registered charity #</p>", "doubt"),
    ("<p>NHS number programme: £# spent</p>", "doubt"),
    ("<p>NHS number programme, # kr</p>", "doubt"),
    ("<p>Enter your NHS number and order code: #</p>", "none"),
    ("<p>NHS number: #</p>", "own"),
    ("<p>Your NHS number is #.</p>", "own"),
    ("<dl><dt>NHS number</dt><dd>#</dd></dl>", "own"),
    ("<h3>NHS number</h3><p>#</p>", "own"),
    ("<p><b>NHS number</b><br>#</p>", "own"),
    ("<p>NHS number of Ana Silva: #</p>", "own"),
    ("<p># (NHS number)</p>", "own"),
    ("<p>Order #. Find your NHS number</p>", "none"),
    ('<label>NHS number <input value="#"></label>', "own"),
    ('<label for=q>NHS number</label><input id=q value="#">', "own"),
    ('<p>Find your NHS number</p><input type=hidden name=page value="#">', "none"),
    ('<input type=hidden name=nhsNumber value="#">', "own"),
    ('<input type=hidden value="#" name=patient[nhs_number]>', "own"),
    ('<a href="/p?nhsNumber=#">x</a>', "own"),
    ('<a href="/p?nhs_no=1&id=#">NHS number</a>', "none"),
    ('<script>var p={nhsNumber:"#"}</script>', "own"),
    ("<script>p.nhs_number = #;</script>", "own"),
    ('<script>{"name":"nhsNumber","value":"#"}</script>', "own"),
    ('<script>{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"#"}</script>', "own"),
    ('<script>{"nhs":{"number":"#"}}</script>', "own"),
    ('<script>{"nhsNumber":{"value":"#"}}</script>', "own"),
    ('<script>{"columns":["name","nhsNumber"],"rows":[["Ana","#"]]}</script>', "own"),
    ('<script>{"columns":["id","nhsNumber"],"rows":[[#,"x"]]}</script>', "none"),
    ('<script>setNhsNumber("#")</script>', "own"),
    ('<script>alert("Your NHS number is #")</script>', "own"),
    ("<script>// NHS number\nvar build=#;</script>", "none"),
    ('<script>{"nhsNumber":null,"updated":#}</script>', "none"),
    ('<script>{"nhsNumbers":["#"]}</script>', "own"),
    ("<patient><nhsNumber>#</nhsNumber></patient>", "own"),
    ("<patient><name>NHS number</name><id>#</id></patient>", "none"),
    ("<table><tr><th>NHS number</th><td>#</td></tr></table>", "own"),
    ("<table><tr><td>NHS number</td><td>#</td></tr><tr><td>a<td>b</table>", "own"),
    ("<table><tr><th>Guide<th>Page id</tr><tr><td>Find your NHS number<td>#</tr></table>", "none"),
    (
        "<table><tr><th>Form<th>Title<th>Id</tr><tr><td>a<td>Your NHS number<td>#</tr></table>",
        "none",
    ),
    ('<meta name="nhs-number" content="#">', "own"),
    ('<div data-nhs-number="#"></div>', "own"),
    ('<div data-patient=\'{"nhsNumber":"#"}\'></div>', "own"),
    ("<p>NHS number</p><p>Order code #</p>", "none"),
    ("<p>NHS number</p><p>Ana Silva</p><p>#</p>", "doubt"),
    ("<ul><li>NHS number: <span>#</span></ul>", "own"),
    ("name;nhs number;dob\nAna;#;1980", "own"),
    ("id;nhs number;dob\n#;x;1980", "none"),
    ("<!-- nhsno # -->", "own"),
    ("<p>Ref # – NHS number leaflet</p>", "none"),
    ('<option value="#">NHS number</option>', "none"),
    ('<button onclick="show(#)">NHS number</button>', "none"),
    ("<button onclick=\"showNhsNumber('#')\">x</button>", "own"),
    ('<li id="nhs-number-#">', "doubt"),
    ('<span class="nhs-number">#</span>', "own"),
    ('<td headers="nhsNumber">#</td>', "own"),
    ('<td data-label="NHS number">#</td>', "own"),
    ("<dl><dt>NHS number<dd>required<dt>Form reference<dd>#</dl>", "none"),
    ("<script>var nhsNumberPageId = #;</script>", "none"),
    ("<script>push({nhs_number_hint_time: #})</script>", "none"),
    ('<script>marker("NHS number help desk", #)</script>', "doubt"),
    ('<script>log("NHS number", #)</script>', "own"),
]


@pytest.mark.parametrize(("source", "expected"), OWNERS)
def test_only_words_that_belong_to_a_number_announce_it(source: str, expected: str) -> None:
    found = find_exposed(source.replace("#", "7318426559")).identifiers

    assert ["doubt" if one.doubtful else "own" for one in found] == (
        [] if expected == "none" else [expected]
    )


def test_ordinary_pages_raise_no_alarm_and_labelled_numbers_do() -> None:
    failed, review = count(range(40))

    assert failed.total() == review.total() == 0
    for seed in range(40):
        source, scheme = telling_page(seed)
        assert [one.scheme for one in find_exposed(source).identifiers] == [scheme]

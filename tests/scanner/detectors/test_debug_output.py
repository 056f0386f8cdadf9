"""Error pages and traces as frameworks write them, in the languages that servers speak."""

from __future__ import annotations

import time

import pytest

from civiscope.detectors import find_debugging

SURE = {
    "django in its page about forms": (
        "django",
        "<p>You&#x27;re seeing the help section of this page because you have <code>DEBUG =\n"
        " True</code>",
    ),
    "web.py": (
        "python-framework",
        "<p>You're seeing this error because you have <code>web.config.debug</code> on.</p>"
        "<code>web.config.debug = True</code>",
    ),
    "starlette": (
        "python-framework",
        '<p class="frame-title">File <span class="frame-filename">/srv/bins/app.py</span>',
    ),
    "sanic": ("python-framework", '<div class="tracerite autodark"><h3>KeyError</h3>'),
    "sinatra": (
        "rack",
        "<p>You're seeing this error because you have enabled the <code>show_exceptions</code>",
    ),
    "better errors": ("rack", '<body class="better-errors-javascript-not-loaded">'),
    "aspnet in German": (
        "aspnet",
        "<H1>Serverfehler in der Anwendung /.<hr width=100% size=1 color=silver></H1>"
        "<pre>[NullReferenceException: Der Verweis fehlt.]</pre>",
    ),
    "aspnet in French": (
        "aspnet",
        "<H1>Erreur du serveur dans l'application '/'.<hr width=100% size=1 color=silver></H1>"
        "Version Microsoft .NET Framework :4.0.30319",
    ),
    "elmah": (
        "elmah",
        "<title>Error log for /LM/W3SVC/2/ROOT on WEB02 (Page #1)</title><h1 id=PageTitle>Error"
        " Log</h1><p>Powered by ELMAH",
    ),
    "laravel's own page": (
        "laravel",
        "<span>PHP 8.4.1 — Laravel 12.3.0</span><code>Illuminate\\Database\\QueryException</code>",
    ),
    "laravel's data": (
        "laravel",
        '{"message": "no", "exception": "ErrorException", "file": "/srv/www/app/Http/A.php", '
        '"line": 9, "trace": [{"file": "/srv/www/vendor/laravel/framework/src/Router.php"}]}',
    ),
    "whoops": ("php-framework", '<div class="Whoops container"><div class="frame-file">'),
    "symfony": (
        "symfony",
        '<div class="exception-summary "></div><span class="block trace-file-path">in src/A.php',
    ),
    "yii": ("php-framework", '<li class="application call-stack-item" data-line="3">'),
    "codeigniter": ("php-framework", "<h4>A PHP Error was encountered</h4><p>Severity: Warning"),
    "cakephp": ("php-framework", '<pre class="cake-error">/srv/www/src/Server.php:90</pre>'),
    "typo3": ("php-framework", "<h1>Uncaught TYPO3 Exception</h1>"),
    "drupal": (
        "php-framework",
        'The website encountered an unexpected error. <em class="placeholder">Error</em>: no view '
        '(line <em class="placeholder">30</em> of <em class="placeholder">core/lib/View.php</em>)',
    ),
    "xdebug": ("php-framework", "<table class='xdebug-error xe-notice' dir='ltr'>"),
    "play": ("play", '<body id="play-error-page"><h1>Execution exception</h1>'),
    "cgi in perl": ("perl", "<h1>Software error:</h1>\n<pre>No form at form.cgi</pre>"),
    "mojolicious": ("perl", "<title>Server error (development mode)</title>"),
}
TRACES = {
    "node in a list": (
        "node",
        "<h2>SyntaxError: no</h2><ul><li> &nbsp; &nbsp;at JSON.parse (&lt;anonymous&gt;)</li>"
        "<li> &nbsp; &nbsp;at show (/srv/bins/list.js:3:9)</li></ul>",
    ),
    "node in data": ("node", '{"stack": "<span>at run (./.output/server/app.mjs:3:9)</span>"}'),
    "kotlin": (
        "java",
        "java.util.NoSuchElementException: no\n\tat bins.MainKt$run$1.invokeSuspend(Main.kt:25)\n"
        "\tat kotlin.coroutines.Base.resumeWith(ContinuationImpl.kt:33)",
    ),
    "java in data": (
        "java",
        '"trace": "java.lang.IllegalStateException: no\\n\\tat bins.A.b(A.java:9)\\n'
        '\\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)\\n"',
    ),
    "java without at": (
        "java",
        "java.lang.IllegalArgumentException: no<br>bins.A.b(A.java:10)<br>"
        "io.undertow.Handler.handle(Handler.java:74)<br>",
    ),
    "coldfusion": (
        "java",
        "coldfusion.runtime.UndefinedVariableException: no\n\tat coldfusion.Page.get(Page.java:4)\n"
        "\tat cfindex2ecfm.runPage(D:\\web\\bins\\index.cfm:12)",
    ),
    "grails": ("java", "<pre>   Line | Method\n-&gt;&gt;   9 | index in bins.HomeController"),
    "dotnet in Polish": (
        "dotnet",
        "System.InvalidOperationException: nie\n   w Bins.Web.Home.Index() "
        "w D:\\src\\Home.cs:wiersz 14",
    ),
    "dotnet without paths": (
        "dotnet",
        "System.NullReferenceException: Object reference not set.\n"
        "   at Bins.Web.HomeController.Index()\n   at lambda_method(Closure , Object[] )\n",
    ),
    "php in lines": (
        "php",
        "Exception: No route\n#0 /srv/www/vendor/App.php(199): App-&gt;handle()\n"
        "#1 /srv/www/index.php(20): App-&gt;run()\n#2 {main}",
    ),
    "coldfusion's page": (
        "coldfusion",
        "The error occurred in <b>C:/inetpub/wwwroot/bins/permit.cfm: line 8</b><br>",
    ),
    "lucee": (
        "coldfusion",
        '<td class="label">The Error Occurred in</td><td><b>/srv/bins/Permit.cfc: line 12</b><br>',
    ),
    "perl": ("perl", 'Can\'t locate object method "x" at /srv/bins/lib/Bins.pm line 42.'),
    "go": ("go", "panic: no list\n\ngoroutine 34 [running]:\nmain.show()\n\t/src/main.go:22 +0x1d"),
    "rust": ("rust", "thread 'main' panicked at src/main.rs:12:5:\nno list"),
    "elixir": (
        "elixir",
        "(bins 0.1.0) lib/bins_web/page.ex:9: BinsWeb.Page.index/2\n"
        "(phoenix 1.7.10) lib/phoenix/router.ex:432: Phoenix.Router.call/5",
    ),
    "zope": (
        "python",
        "Traceback (innermost last):\n  Module ZPublisher.Publish, line 138, in publish",
    ),
    "python in data": (
        "python",
        '"Traceback (most recent call last):\\n  File \\"/srv/bins/app.py\\", line 12, in show"',
    ),
    "jdbc": ("sql", "org.postgresql.util.PSQLException: ERROR: no such relation"),
    "odbc": ("sql", "[Microsoft][ODBC SQL Server Driver][SQL Server]Incorrect syntax near 'x'."),
    "classic asp": (
        "sql",
        "<font size=2>Microsoft VBScript runtime </font> <font size=2>error '800a000d'</font>",
    ),
    "sqlite": ("sql", "sqlite3.OperationalError: no such table: bins"),
}


@pytest.mark.parametrize(("kind", "source"), SURE.values(), ids=SURE)
def test_pages_of_frameworks_for_developers_are_sure(kind: str, source: str) -> None:
    found = find_debugging(f"<html>\n{source}")

    assert [(sign.kind, sign.line) for sign in found if sign.sure] == [(kind, 2)]


@pytest.mark.parametrize(("kind", "source"), TRACES.values(), ids=TRACES)
@pytest.mark.parametrize("place", ["<pre>{}</pre>", "<h1>Sorry</h1><!-- {} -->"])
def test_traces_are_found_in_text_and_comments_and_are_not_sure(
    kind: str, source: str, place: str
) -> None:
    found = find_debugging(place.format(source))

    assert [(sign.kind, sign.sure) for sign in found] == [(kind, False)]


@pytest.mark.parametrize(
    "source",
    [
        # What a server says that keeps its details to itself.
        "<H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1>"
        "<h2><i>Runtime Error</i></h2>The current custom error settings prevent the details.",
        "<title>HTTP Status 404 &ndash; Not Found</title><h3>Apache Tomcat/9.0.85</h3>",
        "<h1>Whitelabel Error Page</h1><div>There was an unexpected error (type=Not Found).</div>",
        "The website encountered an unexpected error. Try again later.",
        '<h1>Oops! An Error Occurred</h1><h2>The server returned a "500".</h2>',
        # Articles and forms about such things.
        "<p>The exception: at home (by prior agreement) in town: line 12 bus.</p>",
        "<p>System error: the office in Main Street is closed.</p>",
        "<p>See chapter 3 at /guides/perl line by line.</p>",
        "<p>What the error occurred in was the file permit.cfm: line breaks were missing.</p>",
        "<p>Exception summary: parking at school</p><h4>A form error was found</h4>",
        '<script>const stack = {"stack": "at the top"};</script>',
        "<p>He panicked at the sight. Line | Method of payment</p>",
        "<script>throw new Error('x: at y (z)')</script>",
    ],
)
def test_pages_that_keep_details_to_themselves_hold_none(source: str) -> None:
    assert find_debugging(source) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "Ab.",
        "java.lang.FooException at x.y.z.( ",
        'class="exception-summary ',
        "Error: <li>at x ",
    ],
)
def test_a_large_page_is_searched_in_time_that_grows_with_it_alone(piece: str) -> None:
    words = " .rb: .java: exception <li> error: x exception-summary"
    before = time.process_time()

    find_debugging(piece * (50_000 // len(piece)) + words)

    assert time.process_time() - before < 8

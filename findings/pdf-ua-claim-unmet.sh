#!/bin/sh
# What it means that a PDF says it keeps PDF/UA-1.
#
# One would guess that a program which is asked for a PDF/UA file checks what it can see itself, or warns, before it
# writes that the file keeps the standard. Seen with WeasyPrint 70.0: from a page without a language, with a picture
# that has no alt attribute and a table without header cells, write_pdf(pdf_variant="pdf/ua-1") makes a file that says
# part 1 of PDF/UA in its metadata, has an empty /Lang and a Figure without /Alt, and logs nothing. The claim says what was
# asked for, not what is.
#
# Needs Python 3.11 or newer, and the library Pango. Fails when the file is another.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0
env/bin/python - 2> said.txt <<'PY' | tee seen.txt
import pikepdf
from weasyprint import HTML

picture = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    "%3Crect width='9' height='9'/%3E%3C/svg%3E"
)
page = f'<title>Fees</title><h1>Fees</h1><p><img src="{picture}"></p><table><tr><td>Bins<td>12</table>'
HTML(string=page).write_pdf("fees.pdf", pdf_variant="pdf/ua-1")
pdf = pikepdf.open("fees.pdf")
print("claims PDF/UA:", b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes())
print("language:", repr(str(pdf.Root.get("/Lang"))))
figures = [
    each
    for each in pdf.objects
    if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
]
print("figures:", len(figures), "with an alternative:", sum("/Alt" in each for each in figures))
PY
echo "warnings: $(grep -c . said.txt)" | tee -a seen.txt
cat > expected.txt <<'TXT'
claims PDF/UA: True
language: ''
figures: 1 with an alternative: 0
warnings: 0
TXT
diff expected.txt seen.txt || { echo "This is not what was seen before." >&2; exit 1; }

#!/bin/sh
# What readers of PDF text take for the text where glyphs and /ActualText differ.
#
# One would guess that programs which extract the text of a PDF agree on a word that is set with a ligature glyph and
# carries its letters as /ActualText, as the standard has it and typesetting systems write it. Seen: pypdfium2 5.15.2
# gives the letters, pdfminer.six 20260107 and pypdf 7.1.1 give what the glyph's code stands for. Search, read-aloud and
# checks of a document depend on which one is asked.
#
# Needs Python 3.11 or newer. Fails when one of them gives something else.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check \
    pikepdf==10.18.0 pypdfium2==5.15.2 pdfminer.six==20260107 pypdf==7.1.1
env/bin/python - <<'PY' | tee seen.txt
import pikepdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from pikepdf import Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 100))
font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
page.Contents = pdf.make_stream(
    b"/Span <</ActualText (Office)>> BDC BT /F1 20 Tf 10 50 Td (O*ce) Tj ET EMC"
)
pdf.save("word.pdf")
print("pdfium:", pypdfium2.PdfDocument("word.pdf")[0].get_textpage().get_text_range().strip())
print("pdfminer:", extract_text("word.pdf").strip())
print("pypdf:", pypdf.PdfReader("word.pdf").pages[0].extract_text().strip())
PY
printf 'pdfium: Office\npdfminer: O*ce\npypdf: O*ce\n' > expected.txt
diff expected.txt seen.txt || { echo "This is not what was seen before." >&2; exit 1; }

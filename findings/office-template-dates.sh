#!/bin/sh
# When new Office files of two much-used libraries say that they were made.
#
# One would guess that a file which a program makes today says so. Seen with python-docx 1.2.0 and python-pptx 1.0.2: both
# begin with a template and keep its properties, so that each new file was "created" and "modified" in 2013, and a Word
# file is in American English whatever its text is. Laws on accessible documents exempt files of before a certain day
# (23 September 2018 in Europe): by their properties, all files of such a program are exempt for ever. openpyxl 3.1.5
# writes the time that it is.
#
# Needs Python 3.11 or newer. Fails when the dates are others.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check python-docx==1.2.0 python-pptx==1.0.2 openpyxl==3.1.5
env/bin/python - <<'PY' | tee seen.txt
import datetime
import re
import zipfile

import docx
import openpyxl
import pptx

docx.Document().save("new.docx")
pptx.Presentation().save("new.pptx")
openpyxl.Workbook().save("new.xlsx")
today = datetime.datetime.now(datetime.UTC).year
for name in ("new.docx", "new.pptx", "new.xlsx"):
    core = zipfile.ZipFile(name).read("docProps/core.xml").decode()
    years = re.findall(r"W3CDTF\">(\d{4})", core)
    print(name, *("this year" if int(year) in (today - 1, today) else year for year in years))
styles = zipfile.ZipFile("new.docx").read("word/styles.xml").decode()
print("language", re.search(r'<w:lang w:val="([^"]*)"', styles)[1])
PY
cat > expected.txt <<'TXT'
new.docx 2013 2013
new.pptx 2013 2013
new.xlsx this year this year
language en-US
TXT
diff expected.txt seen.txt || { echo "This is not what was seen before." >&2; exit 1; }

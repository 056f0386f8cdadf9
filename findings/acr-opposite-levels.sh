#!/bin/sh
# What the validator for OpenACR reports says to two opposite levels, an impossible date, and an unknown criterion.
#
# One would guess that a report which calls one criterion of one component both supported and not supported is refused,
# as is the thirtieth of February, and that a build can see by the exit code what is refused. Seen with
# @openacr/openacr 0.3.5: the first report is called valid. A criterion that the catalogue does not have is named, but
# the program ends with 0 as for a valid report. Who files reports by its exit code files all of them.
#
# Needs Node.js. Fails when the validator says something else.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @openacr/openacr@0.3.5 ts-node@10.9.2 typescript@4.9.5 @types/node@16.18.126

report() {
    cat <<YAML
title: Report of a form
product: {name: Form, version: "1"}
author: {name: Example, email: contact@example.org}
report_date: 30/02/2026
catalog: 2.4-edition-wcag-2.1-en
chapters:
  success_criteria_level_a:
    criteria:
      - num: $1
        components:
          - {name: web, adherence: {level: supports}}
          - {name: web, adherence: {level: does-not-support}}
YAML
}

cd node_modules/@openacr/openacr
for criterion in 1.1.1 9.9.9; do
    report "$criterion" > "$folder/report.yaml"
    code=0
    TS_NODE_TRANSPILE_ONLY=1 npx ts-node --skip-ignore src/openacr.ts validate -f "$folder/report.yaml" \
        -c catalog/2.4-edition-wcag-2.1-en.yaml > "$folder/said.txt" 2>&1 || code=$?
    echo "$criterion: $(grep -o -E 'Invalid|Valid' "$folder/said.txt" | head -n 1), exit code $code" >> "$folder/seen.txt"
done
cat "$folder/seen.txt"
printf '1.1.1: Valid, exit code 0\n9.9.9: Invalid, exit code 0\n' > "$folder/expected.txt"
diff "$folder/expected.txt" "$folder/seen.txt" || { echo "This is not what was seen before." >&2; exit 1; }

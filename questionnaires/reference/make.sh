#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the default reference sample again: make.sh CULTURE OUTPUT. Equal bytes come out on every run; a test checks it.
set -eu
culture=$1
output=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$culture" simulate --quiet -q nine-factors -o "$folder" --seed 2117 --organisations 65 --respondents 25-400
"$culture" reference --quiet -q nine-factors "$folder" --organisations "$folder/register.csv" -o "$output" \
    --id nine-factors-65 --version 1.0.0 --kind simulated --year 2026 --minimum 10 --precision full \
    --source "Simulated by libculture: culture simulate, seed 2117; no real organisation answered" \
    --note "Simulated: shows how results read, says nothing about how real organisations score" \
    --note-nl "Gesimuleerd: laat zien hoe uitkomsten lezen, zegt niets over hoe echte organisaties scoren"

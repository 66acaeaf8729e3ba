# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes inputs for fuzz_api.c that make whole ways through the library, for a fuzzer to start from: seed_api.py FOLDER.
The calls and their bytes are those of fuzz_api.c."""
import pathlib
import sys

(QUESTIONNAIRE, TALLY, REGISTER, BLOCK, JOIN, COPY, COMPUTE, ASK_SCORES, REFERENCE, ASSESS, ASK_ASSESSMENT, WRITE, COMPARE,
 ASK_COMPARISON, STRUCTURE, ANALYSE, DRIVE, ANSWERS, NOTHING, SHARE, LET_GO, ASK_QUESTIONNAIRE, ASK_REGISTER, ASK_REFERENCE, ASK_ANSWERS, ASK_TALLY) = range(26)

START = [0, QUESTIONNAIRE, 0, 1, QUESTIONNAIRE, 1, 0, TALLY, 0, 0, TALLY, 0, 1, TALLY, 1, 2]
FILL = [BLOCK, 0, 0, 17, 255, 24, BLOCK, 0, 0, 90, 93, 24, BLOCK, 0, 0, 41, 13, 20, BLOCK, 0, 0, 42, 7, 24, BLOCK, 1, 0, 33, 15, 24]
SCORES = [REGISTER, 0, 0, COMPUTE, 0, 0, 0, 27, COMPUTE, 0, 1, 3, 6, COMPUTE, 1, 2, 0, 59]
PLACED = [REFERENCE, 0, 0, 0, 0, ASSESS, 0, 0, 0, 0, ASSESS, 1, 3, 1, 2]
WAYS = {
    "scores": START + FILL + SCORES + [ASK_SCORES, 0, 1, 0, ASK_SCORES, 0, 1, 1, ASK_SCORES, 1, 1, 2, ASK_SCORES, 1, 2, 3, ASK_SCORES, 1, 2, 5],
    "tallies": START + FILL + [COPY, 0, 3, 0, 0, JOIN, 0, 1, 1, JOIN, 0, 1, 2, JOIN, 0, 1, 0, JOIN, 0, 0, 2, JOIN, 0, 2, 2,
                               COPY, 0, 3, 1, 0, COPY, 0, 3, 0, 255, BLOCK, 0, 0, 255, 255, 3],
    "assessment": START + FILL + SCORES + PLACED + [ASK_ASSESSMENT, 0, 1, ASK_ASSESSMENT, 1, 2, WRITE, 0, 0, 0, WRITE, 0, 0, 61,
                                                    WRITE, 1, 0, 29, WRITE, 0, 0, 62],
    "comparison": START + FILL + SCORES + [COMPARE, 0, 2, 0, ASK_COMPARISON, 0, 0, ASK_COMPARISON, 0, 1, ASK_COMPARISON, 0, 2],
    "structure": START + [STRUCTURE, 0, 3, 0, STRUCTURE, 0, 3, 1] + FILL + FILL + FILL + [ANALYSE, 0, 1, 0, 4, 0, ANALYSE, 0, 1, 1, 1, 0],
    "drivers": START + FILL + SCORES + PLACED + [DRIVE, 0, 0, 0, DRIVE, 0, 1, 5, WRITE, 0, 0, 128, WRITE, 0, 0, 131],
    "answers": START + [ANSWERS, 0, 0, 0, 0, ASK_ANSWERS, 0, 1, ANSWERS, 0, 0, 0, 1, ANSWERS, 0, 1, 0, 0, ANSWERS, 0, 1, 1, 3,
                        ASK_TALLY, 1, 1, NOTHING, 1, 0],
    "frees": START + FILL + SCORES + PLACED + [SHARE, 0, 3, 0, 3, 0, 1, LET_GO, 0, LET_GO, 1, LET_GO, 3, LET_GO, 4, WRITE, 0, 0, 2, LET_GO, 5],
    "built": START + FILL + SCORES + [REFERENCE, 1, 0, 7, REFERENCE, 2, 2, 1, REFERENCE, 0, 0, 255, ASK_REFERENCE, 1, 3, 0, 0, ASK_REFERENCE, 1, 3, 0, 1, ASK_REFERENCE, 2, 3, 0, 2, ASSESS, 0, 1, 0, 0],
    "asked": START + [REGISTER, 2, 0, ASK_REGISTER, 0, 1] + [byte for form in range(6) for byte in (ASK_QUESTIONNAIRE, 0, 2, form, form)],
    "nothing": [3, NOTHING, 1, 0, COMPUTE, 0, 0, 0, 0, ASSESS, 0, 0, 0, 0, WRITE, 0, 0, 0, COMPARE, 0, 0, 0, STRUCTURE, 0, 0, 0,
                ANALYSE, 0, 0, 0, 4, 0, DRIVE, 0, 0, 0, TALLY, 0, 0, JOIN, 0, 0, 0, REGISTER, 3, 0, REFERENCE, 0, 0, 0, 0],
}

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, way in WAYS.items():
    (folder / name).write_bytes(bytes(way))

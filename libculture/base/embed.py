#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files as C byte arrays: embed.py OUTPUT ROOT NAME...; the names are paths below ROOT."""
import pathlib
import sys


def main() -> None:
    output, root, *names = sys.argv[1:]
    with open(output, "w", encoding="ascii") as out:
        out.write('#include "base/embedded.h"\n\n')
        for number, name in enumerate(names):
            data = pathlib.Path(root, name).read_bytes()
            out.write(f"static const unsigned char file_{number}[] = {{\n")
            for start in range(0, len(data), 24):
                out.write("".join(f"{byte}," for byte in data[start : start + 24]) + "\n")
            out.write("0};\n")
        out.write("\nconst struct cul_embedded cul_embedded_files[] = {\n")
        for number, name in enumerate(names):
            out.write(f'    {{"{name}", file_{number}, sizeof file_{number} - 1}},\n')
        out.write("    {0, 0, 0},\n};\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Parts marked documents into two files by their ids; variants of one ("TA-001~3") go together.

    halves.py OUT0 OUT1 MARKED_TEXT...
"""
import hashlib
import sys


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as first, open(sys.argv[2], "w", encoding="utf-8") as second:
        for path in sys.argv[3:]:
            out = None
            for line in open(path, encoding="utf-8"):
                if line.startswith("=== "):
                    name = line.split()[1].split("~")[0]
                    out = (first, second)[hashlib.md5(name.encode()).digest()[0] & 1]
                if out:
                    out.write(line)


main()

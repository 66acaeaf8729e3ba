#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs all tests of the culture command, or with -k NAME those of a name: CULTURE=build/culture test_command.py"""
import os
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))

if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main(module=None, argv=[sys.argv[0], "discover", "-s", FOLDER, "-p", "*_tests.py", *sys.argv[1:]])

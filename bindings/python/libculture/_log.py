# SPDX-License-Identifier: GPL-3.0-or-later
"""The logger "libculture": silent unless the program that uses the package listens. Imported at its first message."""

from __future__ import annotations

import logging

logger = logging.getLogger("libculture")
logger.addHandler(logging.NullHandler())

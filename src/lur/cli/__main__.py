"""``python -m lur.cli`` is ``lur``."""

from __future__ import annotations

import sys

from lur.cli import main

sys.exit(main())

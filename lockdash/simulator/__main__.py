"""`python -m lockdash.simulator`."""

import sys

from lockdash.simulator.command import main

sys.exit(main())

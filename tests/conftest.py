"""What holds for every test."""

import os

from hypothesis import settings

# No deadlines: a busy machine is no fault of the program, and speed is measured in benchmarks/.
# Where CI is set every run asks the same, so that a failure comes again; elsewhere new examples
# are looked for each time, and what failed is kept in .hypothesis/ and asked first.
settings.register_profile("mediahub", deadline=None)
settings.register_profile("mediahub-ci", settings.get_profile("mediahub"), derandomize=True)
settings.load_profile("mediahub-ci" if os.environ.get("CI") == "true" else "mediahub")

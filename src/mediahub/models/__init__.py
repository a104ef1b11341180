"""The model store: what there is, what is at hand, getting and verifying it."""

"""A walk through the notebook as its people use it, on the running stack: `make tour`."""

"""Tables of every source form: ruled and unruled pages, marked grids, flattened text."""

"""The pieces of the HTML reader."""

"""The version: of the package, the command line and the service."""

VERSION = "0.1.0"

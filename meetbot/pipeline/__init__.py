"""One function per command: ports and values in, an outcome out."""

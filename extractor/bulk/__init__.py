"""Many documents at once: folders and archives in, each document in a worker of its own."""

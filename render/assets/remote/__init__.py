"""Assets from the hosted API."""

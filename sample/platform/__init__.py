"""The sample county's shared platform (共享平台): a real HTTP server with a switch for each bad day."""

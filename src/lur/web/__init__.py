"""The ASGI application: sign-in, the live socket, the API of the core and of the features, and the built pages."""

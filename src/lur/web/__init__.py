"""The ASGI application: sign-in, the live socket, the API of core and features, the built pages."""

"""Everything between a browser and the pages: routes, middleware, sessions, signing in, uploads, downloads."""

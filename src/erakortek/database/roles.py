"""The two roles: the owner migrates, the app serves.

The app role owns nothing: no DDL, and on append-only tables neither UPDATE, DELETE nor TRUNCATE.
"""

OWNER_ROLE = "erakortek_owner"
APP_ROLE = "erakortek_app"
DATABASE = "erakortek"
EXTENSIONS = ("pg_trgm", "btree_gist")

# In template1, so that the databases of tests have them too: what the owner makes, the app role
# reads and writes; a migration takes back what a table must not have.
DEFAULT_PRIVILEGES = f"""
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE}
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
    ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE}
        GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
    GRANT ALL ON SCHEMA public TO {OWNER_ROLE};
    GRANT USAGE ON SCHEMA public TO {APP_ROLE};
"""

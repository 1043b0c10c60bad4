//! Migrations and repositories over SQLite and PostgreSQL; leases and cursors.

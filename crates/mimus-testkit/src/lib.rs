//! Test support: the recording fediverse server, fixtures, PostgreSQL for tests, benches.

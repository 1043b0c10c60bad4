//! The workers: poller, courier, janitor; mirrors, media, backup.

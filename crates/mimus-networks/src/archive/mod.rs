//! The archive that X gives its users.

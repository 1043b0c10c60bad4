//! ActivityPub server to server: documents, WebFinger, signatures, inbox activities.

pub mod signature;

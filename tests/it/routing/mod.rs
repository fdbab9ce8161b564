//! Whose thread a message belongs to, what people do with an inquiry, and who gets it.

mod acts;
mod kit;
mod placed;
mod routed;
mod threads;

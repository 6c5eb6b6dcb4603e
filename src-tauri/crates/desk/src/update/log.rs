use journal::{Book, Error, Intent, IntentId, Settled};

/// Where intents and outcomes are written; each call is durable when it returns.
pub trait UpdateLog: Send + Sync {
    fn intend(&self, intent: &Intent) -> Result<IntentId, Error>;
    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), Error>;
}

impl UpdateLog for Book {
    fn intend(&self, intent: &Intent) -> Result<IntentId, Error> {
        Book::intend(self, intent)
    }

    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), Error> {
        Book::settle(self, id, settled)
    }
}

use std::sync::Arc;

use record::Problem;

/// Why something could not be done at the desk. No variant's text has personal data or a key in it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("Quentli: {0}")]
    Api(#[from] quentli::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Keychain(#[from] keychain::Error),
    #[error(transparent)]
    BadKey(#[from] quentli::BadKey),
    #[error(transparent)]
    BadServer(#[from] quentli::BadServer),
    #[error("the proxy's address is not one")]
    BadProxy,
    #[error("the text is no customer id")]
    BadId,
    #[error("a connection needs a name")]
    NameEmpty,
    #[error("there is no such connection, or none is in use")]
    NoConnection,
    /// The connection's key is in the keychain no longer.
    #[error("the connection has no key")]
    KeyMissing,
    /// A school needs the keychain, or the user's consent to do without.
    #[error("the keychain cannot be used")]
    NoKeyStorage,
    #[error("the record or the key belongs to another organization")]
    WrongOrganization,
    /// A saved connection, of this name, has the same organization on the same server.
    #[error("another connection has this organization")]
    SameSchool(String),
    #[error("connecting was stopped")]
    Stopped,
    /// Another connection came into use meanwhile.
    #[error("another connection is in use")]
    Switched,
    #[error("the record is not open")]
    NotOpen,
    #[error("the draft has problems")]
    Problems(Vec<Problem>),
    #[error("the draft changes nothing")]
    NothingToSend,
    /// What was to be sent is not what was reviewed last.
    #[error("the draft was not reviewed")]
    NotReviewed,
    /// No update of the family is waiting for its outcome, or to be seen.
    #[error("no update is pending")]
    NothingPending,
    /// The update did nothing that is known, or what was there before is not at hand.
    #[error("the update cannot be undone")]
    NothingToUndo,
    #[error("the practice server did not start")]
    NoPractice,
    #[error("an HTTP client could not be built")]
    NoClient,
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No sheet is open, or it is not what the call was for.
    #[error("no sheet is open")]
    NoSheet,
    /// What is to be run was not checked as it is now.
    #[error("the sheet was not checked")]
    NotChecked,
    /// The number that was typed is not how many families would be updated.
    #[error("the number of families differs")]
    CountDiffers,
    /// All families have to be in hand, and the key may not list them, or there are more than Ficha keeps.
    #[error("the families cannot be read")]
    RosterNeeded,
}

/// Why a sheet cannot be read or written.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct SheetError(Arc<sheets::Error>);

impl SheetError {
    pub fn reason(&self) -> &sheets::Error {
        &self.0
    }
}

impl PartialEq for SheetError {
    fn eq(&self, other: &Self) -> bool {
        self.0.code() == other.0.code() && self.0.position() == other.0.position()
    }
}

impl<E: Into<sheets::Error>> From<E> for SheetError {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

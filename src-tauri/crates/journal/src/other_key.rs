use crate::seal::Sealer;

/// One of the keys that rows are written under, for as long as there are rows under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub i64);

/// Whose key details are under that today's does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKey {
    /// A keychain's, while this session works without one: this computer's may have it.
    Unused,
    /// Not this keychain's: another computer's, or one that this keychain lost.
    Elsewhere,
    /// An earlier session's, which was kept nowhere: nobody can read them again.
    Gone,
}

impl Sealer {
    /// What a row's key is to this one; `None` where it is the same. `kept`: it was meant to last.
    pub(crate) fn other(&self, key: i64, kept: bool) -> Option<OtherKey> {
        match (kept, self.kept) {
            _ if key == self.key => None,
            (false, _) => Some(OtherKey::Gone),
            (true, false) => Some(OtherKey::Unused),
            (true, true) => Some(OtherKey::Elsewhere),
        }
    }
}

use journal::{Stopped, StoredRunState};

/// Why a run does not go on by itself. Where the text is a server's, it may name a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunStop {
    /// The key was not accepted.
    Unauthorized,
    /// The key may not do this; the server's words.
    Forbidden(String),
    /// A family of another organization answered.
    WrongOrganization,
    /// Five lines in a row failed for the same reason: the server's words, or its status.
    SameFailure(String),
    /// Nothing could be sent.
    Unreachable,
    /// As many lines were sent as were asked for.
    FirstDone,
    /// The journal took no intent or no outcome.
    JournalFull,
    /// Another connection came into use.
    Switched,
}

impl RunStop {
    /// Whether it takes more than a press to go on.
    pub(super) fn is_serious(&self) -> bool {
        matches!(
            self,
            Self::Unauthorized | Self::Forbidden(_) | Self::WrongOrganization | Self::JournalFull
        )
    }

    pub(super) fn state(stop: Option<&Self>) -> StoredRunState {
        if stop.is_some_and(Self::is_serious) {
            StoredRunState::Stopped
        } else {
            StoredRunState::Paused
        }
    }

    pub(super) fn stored(&self) -> Stopped {
        let (why, message) = match self {
            Self::Unauthorized => ("unauthorized", ""),
            Self::Forbidden(message) => ("forbidden", message.as_str()),
            Self::WrongOrganization => ("wrong_organization", ""),
            Self::SameFailure(message) => ("same_failure", message.as_str()),
            Self::Unreachable => ("unreachable", ""),
            Self::FirstDone => ("first_done", ""),
            Self::JournalFull => ("journal_full", ""),
            Self::Switched => ("switched", ""),
        };
        Stopped {
            why: why.to_owned(),
            message: message.to_owned(),
        }
    }

    /// What [`RunStop::stored`] gave.
    pub(super) fn recalled(stopped: &Stopped) -> Option<Self> {
        Some(match stopped.why.as_str() {
            "unauthorized" => Self::Unauthorized,
            "forbidden" => Self::Forbidden(stopped.message.clone()),
            "wrong_organization" => Self::WrongOrganization,
            "same_failure" => Self::SameFailure(stopped.message.clone()),
            "unreachable" => Self::Unreachable,
            "first_done" => Self::FirstDone,
            "journal_full" => Self::JournalFull,
            "switched" => Self::Switched,
            _ => return None,
        })
    }
}

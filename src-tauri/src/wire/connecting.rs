//! The way to a server.

use quentli::{Checked, Leg as On};
use serde::Serialize;

use super::{CommandError, all};

answers! {
    #[derive(Copy)]
    pub enum Leg {
        Name,
        Connection,
        Proxy,
        Tls,
        Key,
    }

    pub struct CheckedLeg {
        pub leg: Leg,
        pub milliseconds: u32,
        pub failed: Option<CommandError>,
    }

    /// What a test of a connection met.
    pub struct Probe {
        /// Up to the first that failed.
        pub legs: Vec<CheckedLeg>,
        /// Host and port of the proxy in between.
        pub proxy: Option<String>,
        /// Who signed the server's certificate, trusted or not.
        pub certificate_issuer: Option<String>,
        /// Null where a leg failed.
        pub found: Option<ProbeFound>,
        /// Name of a saved connection that already holds this organization in this environment.
        pub same_as: Option<String>,
    }

    pub struct ProbeFound {
        pub organization_id: Option<String>,
        pub can_read: bool,
        /// Whether the organization has any family; null where the key cannot read.
        pub has_families: Option<bool>,
    }
}

/// A setting of the system that names a script instead of a proxy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ProxyScript {
    At {
        address: String,
    },
    /// It is looked for on the network.
    Searched,
}

impl From<desk::Tested> for Probe {
    fn from(tested: desk::Tested) -> Self {
        let diagnosis = tested.diagnosis;
        Self {
            legs: all(diagnosis.legs),
            proxy: diagnosis.via_proxy,
            certificate_issuer: diagnosis.certificate_issuer,
            found: diagnosis.probe.map(|probe| ProbeFound {
                organization_id: probe.organization_id,
                can_read: probe.can_read,
                has_families: probe.can_read.then_some(probe.sample_count > 0),
            }),
            same_as: tested.same_as,
        }
    }
}

impl From<Checked> for CheckedLeg {
    fn from(checked: Checked) -> Self {
        Self {
            leg: match checked.leg {
                On::Name => Leg::Name,
                On::Connection => Leg::Connection,
                On::Proxy => Leg::Proxy,
                On::Tls => Leg::Tls,
                On::Key => Leg::Key,
            },
            milliseconds: u32::try_from(checked.took.as_millis()).unwrap_or(u32::MAX),
            failed: checked.failed.map(CommandError::from),
        }
    }
}

impl From<desk::ProxyScript> for ProxyScript {
    fn from(script: desk::ProxyScript) -> Self {
        match script {
            desk::ProxyScript::At(address) => Self::At { address },
            desk::ProxyScript::Searched => Self::Searched,
        }
    }
}

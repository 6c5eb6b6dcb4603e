use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;
use x509_parser::{certificate::X509Certificate, prelude::FromDer, x509::X509Name};

use crate::{ConfigError, TlsFailure};

/// The issuer of the last certificate seen; a school's inspecting proxy shows its name here.
pub(crate) type LastIssuer = Arc<Mutex<Option<String>>>;

/// TLS 1.2 and 1.3 with the system's trust store. The HTTP library would set up the same, but does not
/// expose the certificate it saw through a proxy's tunnel.
pub(crate) fn client_config(
    extra_roots: &[Vec<u8>],
    issuer: LastIssuer,
) -> Result<ClientConfig, ConfigError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let roots = extra_roots
        .iter()
        .map(|der| CertificateDer::from(der.clone()));
    // Extra roots make the verifier of Windows build a store of its own, without the user's certificates.
    let inner = if extra_roots.is_empty() {
        Verifier::new(provider.clone())
    } else {
        Verifier::new_with_extra_roots(roots, provider.clone())
    };
    let inner = inner.map_err(|_| ConfigError::Roots)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| ConfigError::Http)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Witness { inner, issuer }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// For a server that is never reached over TLS: trusts nobody, and avoids reading the trust store.
pub(crate) fn unused_config() -> Result<ClientConfig, ConfigError> {
    Ok(
        ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| ConfigError::Http)?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth(),
    )
}

/// Leaves verification to the system's verifier and records the issuer of each certificate.
#[derive(Debug)]
struct Witness {
    inner: Verifier,
    issuer: LastIssuer,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.issuer.lock().unwrap_or_else(PoisonError::into_inner) = issuer(end_entity);
        self.inner
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// The issuer's organization, or else its common name.
fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let name: &X509Name<'_> = certificate.issuer();
    let organization = name.iter_organization().find_map(|part| part.as_str().ok());
    let common_name = || name.iter_common_name().find_map(|part| part.as_str().ok());
    let text: String = organization
        .or_else(common_name)?
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect();
    (!text.is_empty()).then_some(text)
}

/// Why a handshake failed, as far as the remedy differs.
pub(crate) fn reason(error: &rustls::Error) -> TlsFailure {
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return TlsFailure::Other {
            reason: error.to_string(),
        };
    };
    match certificate {
        CertificateError::UnknownIssuer => TlsFailure::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFailure::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsFailure::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsFailure::NameMismatch
        }
        CertificateError::Other(other) => system_reason(&other.to_string()),
        // A certificate's names may be long; the kind of failure is enough.
        other => TlsFailure::Other {
            reason: format!("{other:?}").chars().take(200).collect(),
        },
    }
}

/// The verifiers of Windows and macOS report some failures as text that ends in the system's error
/// number.
fn system_reason(text: &str) -> TlsFailure {
    /// `SecBase.h`: errSecCertificateExpired, errSecCertificateNotValidYet, errSecNotTrusted;
    /// `winerror.h`: CERT_E_CHAINING, CERT_E_UNTRUSTEDCA.
    const NUMBERS: [(&str, TlsFailure); 5] = [
        ("-67818", TlsFailure::Expired),
        ("-67819", TlsFailure::NotYetValid),
        ("-67843", TlsFailure::UnknownIssuer),
        ("-2146762486", TlsFailure::UnknownIssuer),
        ("-2146762478", TlsFailure::UnknownIssuer),
    ];
    NUMBERS
        .into_iter()
        .find(|(number, _)| text.contains(number))
        .map_or_else(
            || TlsFailure::Other {
                reason: text.to_owned(),
            },
            |(_, failure)| failure,
        )
}

#[cfg(test)]
mod tests {
    use rustls::OtherError;

    use super::*;

    fn other(text: &'static str) -> rustls::Error {
        let inner = std::io::Error::other(text);
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(inner))))
    }

    #[test]
    fn failures_wrapped_by_the_system_are_still_classified() {
        let table = [
            ("“api” certificate is expired: -67818", TlsFailure::Expired),
            ("not valid yet: -67819", TlsFailure::NotYetValid),
            (
                "“api” certificate is not trusted: -67843",
                TlsFailure::UnknownIssuer,
            ),
            (
                "A certificate chain … (os error -2146762486)",
                TlsFailure::UnknownIssuer,
            ),
            (
                "something new",
                TlsFailure::Other {
                    reason: "something new".into(),
                },
            ),
        ];
        for (text, expected) in table {
            assert_eq!(reason(&other(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_failure_of_another_kind_keeps_its_message() {
        let error = rustls::Error::General("no shared cipher".into());
        let TlsFailure::Other { reason } = reason(&error) else {
            panic!("{error}")
        };
        assert!(reason.contains("no shared cipher"), "{reason}");
    }
}

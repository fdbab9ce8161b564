//! TLS to a relay: verified by the platform's rules, by the operator's own CA, or (opportunistic) by nobody.

use std::io;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

use super::target::{Relay, TlsMode};
use super::wire::{Line, Trouble};

/// Why there is no encrypted connection.
pub(super) enum TlsTrouble {
    /// Certificate, trust, versions: nothing gets better before a person has looked.
    Standing(String),
    Passing(Trouble),
}

/// The encrypted line, and which TLS it is in words.
pub(super) async fn encrypt(line: Line, relay: &Relay, until: Instant) -> Result<(Line, String), TlsTrouble> {
    let (wire, probe) = line.into_parts();
    let name = ServerName::try_from(relay.host.clone())
        .map_err(|_| TlsTrouble::Standing("the host is not a name TLS can check".to_owned()))?;
    let connector = TlsConnector::from(config(relay)?);
    match timeout_at(until, connector.connect(name, wire)).await {
        Ok(Ok(stream)) => {
            let version = stream.get_ref().1.protocol_version().and_then(|version| version.as_str().map(str::to_owned));
            Ok((Line::new(Box::new(stream), probe), version.unwrap_or_default().replace("TLSv1_", "TLS 1.")))
        }
        Ok(Err(error)) => Err(judge(error)),
        Err(_) => Err(TlsTrouble::Passing(Trouble::Silent)),
    }
}

fn judge(error: io::Error) -> TlsTrouble {
    if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) {
        return TlsTrouble::Standing(format!("TLS failed: {error}"));
    }
    TlsTrouble::Passing(if error.kind() == io::ErrorKind::UnexpectedEof { Trouble::Closed } else { Trouble::Broken(error) })
}

/// Read once per relay: the system's certificates are many.
fn config(relay: &Relay) -> Result<Arc<ClientConfig>, TlsTrouble> {
    if let Some(config) = relay.config.get() {
        return Ok(Arc::clone(config));
    }
    let made = Arc::new(make(relay)?);
    Ok(Arc::clone(relay.config.get_or_init(|| made)))
}

fn make(relay: &Relay) -> Result<ClientConfig, TlsTrouble> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsTrouble::Standing(format!("TLS cannot start: {error}")))?;
    if relay.tls == TlsMode::Opportunistic {
        let anybody = Arc::new(Anybody(provider));
        return Ok(builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth());
    }
    let Some(file) = &relay.ca else {
        let verifier = rustls_platform_verifier::Verifier::new(provider)
            .map_err(|error| TlsTrouble::Standing(format!("the system's certificates cannot be read: {error}")))?;
        return Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth());
    };
    let unreadable =
        |error: &dyn std::fmt::Display| TlsTrouble::Standing(format!("the relay's `ca` file cannot be used: {error}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        roots.add(certificate.map_err(|error| unreadable(&error))?).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() {
        return Err(unreadable(&"no certificate in it"));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Takes any certificate: opportunistic encryption keeps out the listener, not the impostor (RFC 7435). No password
/// ever travels over it.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

//! From a host and a user to a mailbox that answers: TCP, TLS, greeting, login. Each step has its time.

use std::io;
use std::path::Path;
use std::sync::Arc;

use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::mailbox::{Mailbox, Wire, of_library};
use super::{ImapError, Secret, Settings, Tls};

/// A token is short; whoever prints more prints something else.
const LONGEST_SECRET: usize = 16 * 1024;

pub(super) async fn open(settings: &Settings) -> Result<Mailbox, ImapError> {
    let timing = settings.timing;
    let wire = timeout(timing.connect, wire(settings)).await.map_err(|_| ImapError::Silent("connecting"))??;
    let mut client = Client::new(wire);
    let greeting = timeout(timing.command, client.read_response()).await.map_err(|_| ImapError::Silent("greeting"))?;
    let greeting = greeting.map_err(|error| of_library(error.into(), "greeting"))?.ok_or(ImapError::Closed("greeting"))?;
    if let Response::Data { status: Status::Bye | Status::No | Status::Bad, outcome } = greeting.parsed() {
        let said = outcome.information.as_deref().unwrap_or_default().chars().take(200).collect();
        return Err(ImapError::Refused { command: "the connection", said });
    }
    let secret = secret(&settings.secret, timing.connect).await.map_err(ImapError::Secret)?;
    let login = async {
        match settings.secret {
            Secret::PasswordFile(_) => client.login(&settings.user, &secret).await,
            Secret::TokenFile(_) | Secret::TokenCommand(_) => {
                let bearer = Bearer(Some(format!("user={}\x01auth=Bearer {secret}\x01\x01", settings.user)));
                client.authenticate("XOAUTH2", bearer).await
            }
        }
    };
    let session = timeout(timing.command, login).await.map_err(|_| ImapError::Silent("login"))?;
    let session = session.map_err(|(error, _)| of_library(error, "the login"))?;
    Mailbox::new(session, timing).await
}

/// Says the token once; to a server that explains why not, nothing, so that it says NO.
struct Bearer(Option<String>);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

async fn wire(settings: &Settings) -> Result<Box<dyn Wire>, ImapError> {
    let tcp = TcpStream::connect((settings.host.as_str(), settings.port)).await.map_err(ImapError::Connect)?;
    tcp.set_nodelay(true).map_err(ImapError::Connect)?;
    match &settings.tls {
        Tls::Never if tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback()) => Ok(Box::new(tcp)),
        Tls::Never => Err(ImapError::Tls(io::Error::other("`tls = \"never\"` is for this machine only"))),
        Tls::Verified { ca } => {
            let config = config(ca.as_deref()).map_err(ImapError::Tls)?;
            let name = ServerName::try_from(settings.host.clone()).map_err(|error| ImapError::Tls(io::Error::other(error)))?;
            let stream = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.map_err(ImapError::Tls)?;
            Ok(Box::new(stream))
        }
    }
}

fn config(ca: Option<&Path>) -> io::Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let Some(file) = ca else {
        let verifier = rustls_platform_verifier::Verifier::new(provider).map_err(io::Error::other)?;
        return Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth());
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(io::Error::other)? {
        roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

async fn secret(secret: &Secret, patience: std::time::Duration) -> io::Result<String> {
    let bytes = match secret {
        Secret::PasswordFile(file) | Secret::TokenFile(file) => tokio::fs::read(file).await?,
        Secret::TokenCommand(command) => {
            let mut shell = tokio::process::Command::new("/bin/sh");
            shell.arg("-c").arg(command).stdin(std::process::Stdio::null()).stderr(std::process::Stdio::inherit());
            let output = timeout(patience, shell.kill_on_drop(true).output()).await;
            let output = output.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "the command does not end"))??;
            if !output.status.success() {
                return Err(io::Error::other(Failed(output.status)));
            }
            output.stdout
        }
    };
    let text = String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() || text.len() > LONGEST_SECRET || text.contains(char::is_control) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty, or more than one line"));
    }
    Ok(text.to_owned())
}

#[derive(Debug, thiserror::Error)]
#[error("the command ended with {0}")]
struct Failed(std::process::ExitStatus);

//! Certificates for the sink: a CA of this test run's own, and leaves that are right or wrong in one way each.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

pub struct Certs {
    issuer: Issuer<'static, KeyPair>,
    _dir: tempfile::TempDir,
    /// The CA in PEM, for `?ca=`.
    pub ca: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    Good,
    WrongHost,
    Expired,
    /// Signed by itself.
    Unknown,
}

impl Certs {
    pub fn get() -> &'static Self {
        static CERTS: OnceLock<Certs> = OnceLock::new();
        CERTS.get_or_init(|| {
            let key = KeyPair::generate().unwrap();
            let mut params = CertificateParams::new(Vec::new()).unwrap();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let certificate = params.self_signed(&key).unwrap();
            let dir = tempfile::tempdir().unwrap();
            let ca = dir.path().join("ca.pem");
            std::fs::write(&ca, certificate.pem()).unwrap();
            Certs { issuer: Issuer::new(params, key), _dir: dir, ca }
        })
    }

    pub fn server(&self, leaf: Leaf) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let name = if leaf == Leaf::WrongHost { "other.example" } else { "127.0.0.1" };
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if leaf == Leaf::Expired {
            params.not_before = date_time_ymd(2019, 1, 1);
            params.not_after = date_time_ymd(2020, 1, 1);
        }
        let certificate =
            if leaf == Leaf::Unknown { params.self_signed(&key).unwrap() } else { params.signed_by(&key, &self.issuer).unwrap() };
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}

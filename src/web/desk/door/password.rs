//! Passwords, as argon2id (RFC 9106; 19 MiB, two passes, one lane, as OWASP's cheat sheet has it). Checked on a thread
//! of their own, two at a time, so that a flood of tries takes neither memory nor the desk.

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE64;

use crate::web::desk::Desk;
use crate::web::desk::problem::Problem;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Below it a password is refused.
pub const SHORTEST: usize = 12;
/// Above it too: nobody types so much, and hashing it takes time.
pub const LONGEST: usize = 256;

/// A password's stored form.
pub async fn hash(desk: &Desk, password: &str) -> Result<String, Problem> {
    let mut salt = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut salt).map_err(|_| Problem::broken(&"the system gave no randomness"))?;
    let digest = derive(desk, password.to_owned(), salt.to_vec(), (MEMORY_KIB, PASSES)).await?;
    Ok(format!("argon2id${MEMORY_KIB}${PASSES}${}${}", BASE64.encode(&salt), BASE64.encode(&digest)))
}

/// Whether this is the password. Without a stored one it takes as long and is not.
pub async fn is(desk: &Desk, stored: Option<&str>, password: &str) -> Result<bool, Problem> {
    let parsed = stored.and_then(parse);
    let (cost, salt, expected) = parsed.unwrap_or(((MEMORY_KIB, PASSES), vec![0; 16], Vec::new()));
    if password.len() > LONGEST {
        return Ok(false);
    }
    let found = derive(desk, password.to_owned(), salt, cost).await?;
    Ok(aws_lc_rs::constant_time::verify_slices_are_equal(&found, &expected).is_ok())
}

/// Memory in KiB and passes.
type Cost = (u32, u32);

/// Cost, salt and digest.
fn parse(stored: &str) -> Option<(Cost, Vec<u8>, Vec<u8>)> {
    let mut parts = stored.split('$');
    if parts.next() != Some("argon2id") {
        return None;
    }
    let cost = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let salt = BASE64.decode(parts.next()?.as_bytes()).ok()?;
    Some((cost, salt, BASE64.decode(parts.next()?.as_bytes()).ok()?))
}

async fn derive(desk: &Desk, password: String, salt: Vec<u8>, (memory, passes): Cost) -> Result<Vec<u8>, Problem> {
    let place = desk.passwords.clone().acquire_owned().await.map_err(|problem| Problem::broken(&problem))?;
    let work = tokio::task::spawn_blocking(move || {
        let params = Params::new(memory, passes, 1, Some(32)).map_err(|problem| problem.to_string())?;
        let mut out = vec![0_u8; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt, &mut out)
            .map_err(|problem| problem.to_string())?;
        drop(place);
        Ok::<_, String>(out)
    });
    work.await.map_err(|problem| Problem::broken(&problem))?.map_err(|problem| Problem::broken(&problem))
}

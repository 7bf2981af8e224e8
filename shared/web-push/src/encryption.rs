//! What only the browser reads: `aes128gcm` (RFC 8188) under a key that is agreed for one message (RFC 8291).

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::hmac;
use ring::rand::SystemRandom;

use crate::subscription::{AUTH, POINT, Subscription};

/// Random bytes that a message needs.
pub const SALT: usize = 16;

/// Every text is filled up to so many bytes, so that its length says nothing of what it is.
pub const PADDED: usize = 192;

/// Bytes of what goes out: salt, size of a record, our one-time key with its length, the text with its end and the tag.
pub const SEALED: usize = SALT + 4 + 1 + POINT + PADDED + 1 + 16;

/// The size of a record that is written into the header; there is one, which is shorter.
const RECORD: u32 = 4096;

/// What ends the text of the last record.
const LAST: u8 = 2;

/// Why a message was not encrypted: the browser's key is none, the text is too long, or there is no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSealed;

impl From<Unspecified> for NotSealed {
    fn from(_: Unspecified) -> Self {
        Self
    }
}

/// Encrypts a text for a browser. `salt` must be fresh; the one-time key is the operating system's, because the library that agrees on
/// keys takes no other.
///
/// # Errors
///
/// [`NotSealed`].
pub fn seal(text: &[u8], to: &Subscription, salt: [u8; SALT]) -> Result<Vec<u8>, NotSealed> {
    let (browser, auth) = (to.point().ok_or(NotSealed)?, to.secret().ok_or(NotSealed)?);
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new())?;
    let public: [u8; POINT] = own.compute_public_key()?.as_ref().try_into().map_err(|_| NotSealed)?;
    let padded = padded(text).ok_or(NotSealed)?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, browser);
    agree_ephemeral(own, &theirs, |shared| Parties { browser, own: public, auth }.seal(shared, salt, padded))?
}

/// Text, its end, and zeros up to the one length.
fn padded(text: &[u8]) -> Option<Vec<u8>> {
    let zeros = PADDED.checked_sub(text.len())?;
    Some([text, &[LAST], &vec![0; zeros]].concat())
}

/// Whose keys an agreement is bound to.
struct Parties {
    browser: [u8; POINT],
    own: [u8; POINT],
    auth: [u8; AUTH],
}

impl Parties {
    /// RFC 8291, 3.4, and one record of RFC 8188. `text` ends with its own end.
    fn seal(&self, shared: &[u8], salt: [u8; SALT], mut text: Vec<u8>) -> Result<Vec<u8>, NotSealed> {
        let bound = [b"WebPush: info\0", self.browser.as_slice(), self.own.as_slice()].concat();
        let material = expand::<32>(&extract(&self.auth, shared), &bound);
        let from = extract(&salt, &material);
        let key = expand::<16>(&from, b"Content-Encoding: aes128gcm\0");
        let nonce = expand::<12>(&from, b"Content-Encoding: nonce\0");
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text)?;
        let length = u8::try_from(POINT).map_err(|_| NotSealed)?;
        Ok([salt.as_slice(), &RECORD.to_be_bytes(), &[length], self.own.as_slice(), &text].concat())
    }
}

/// HKDF's first step (RFC 5869).
fn extract(salt: &[u8], material: &[u8]) -> hmac::Key {
    let pseudorandom = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, salt), material);
    hmac::Key::new(hmac::HMAC_SHA256, pseudorandom.as_ref())
}

/// HKDF's second step, of one block: all that is asked for fits one.
fn expand<const N: usize>(key: &hmac::Key, info: &[u8]) -> [u8; N] {
    let block = hmac::sign(key, &[info, &[1]].concat());
    let mut wanted = [0; N];
    for (to, from) in wanted.iter_mut().zip(block.as_ref()) {
        *to = *from;
    }
    wanted
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn read<const N: usize>(text: &str) -> [u8; N] {
        URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
    }

    /// RFC 8291, appendix A. The agreement itself needs a private key, which the library does not take; its result stands there.
    #[test]
    fn the_standards_own_example_comes_out_byte_for_byte() {
        let parties = Parties {
            browser: read("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            own: read("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
            auth: read("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let shared: [u8; 32] = read("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let mut text = b"When I grow up, I want to be a watermelon".to_vec();
        text.push(LAST);
        let sealed = parties.seal(&shared, read("DGv6ra1nlYgDCS1FRnbzlw"), text).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7\
             A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn a_browser_that_holds_its_key_reads_it_and_every_text_is_as_long() {
        let auth = [9; AUTH];
        let mut sealed_lengths = Vec::new();
        for text in [&b"{}"[..], &[b'x'; PADDED]] {
            let browser = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
            let point: [u8; POINT] = browser.compute_public_key().unwrap().as_ref().try_into().unwrap();
            let to = Subscription {
                endpoint: String::new(),
                p256dh: URL_SAFE_NO_PAD.encode(point),
                auth: URL_SAFE_NO_PAD.encode(auth),
                key: String::new(),
            };
            let salt = [3; SALT];
            let sealed = seal(text, &to, salt).unwrap();
            sealed_lengths.push(sealed.len());
            let own: [u8; POINT] = sealed[21..21 + POINT].try_into().unwrap();
            let opened = agree_ephemeral(browser, &UnparsedPublicKey::new(&ECDH_P256, own), |shared| {
                let bound = [b"WebPush: info\0", point.as_slice(), own.as_slice()].concat();
                let from = extract(&salt, &expand::<32>(&extract(&auth, shared), &bound));
                let key = expand::<16>(&from, b"Content-Encoding: aes128gcm\0");
                let nonce = expand::<12>(&from, b"Content-Encoding: nonce\0");
                let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
                let mut body = sealed[21 + POINT..].to_vec();
                key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut body).unwrap().to_vec()
            })
            .unwrap();
            let end = opened.iter().rposition(|byte| *byte != 0).unwrap();
            assert_eq!((&opened[..end], opened[end]), (text, LAST));
        }
        assert_eq!(sealed_lengths, [SEALED, SEALED]);
    }

    #[test]
    fn nothing_is_encrypted_for_what_is_no_key_nor_a_text_that_would_show_its_length() {
        let mut off_the_curve = [5; POINT];
        off_the_curve[0] = 4;
        let to = |point: &[u8]| Subscription {
            endpoint: String::new(),
            p256dh: URL_SAFE_NO_PAD.encode(point),
            auth: URL_SAFE_NO_PAD.encode([0; AUTH]),
            key: String::new(),
        };
        assert_eq!(seal(b"{}", &to(&off_the_curve), [0; SALT]), Err(NotSealed));
        assert_eq!(padded(&[0; PADDED + 1]), None);
    }
}

//! Where calls go: a base address with an optional path prefix, encrypted unless it is this machine.

use url::{Host, Url};

/// A checked base address. `https` everywhere; plain `http` only to a loopback address, where nothing leaves the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
}

/// Why an address cannot be a base. Each message names the setting and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    #[error(
        "{setting} `{origin}` is not encrypted: write https://…, or a loopback address such as http://127.0.0.1:9100/google"
    )]
    NotEncrypted { setting: &'static str, origin: String },
    #[error("{setting} has the scheme `{scheme}`: write an address that begins with https://")]
    Scheme { setting: &'static str, scheme: String },
    #[error(
        "{setting} `{origin}` must be a plain address: leave out user name, password, query and fragment"
    )]
    Decorated { setting: &'static str, origin: String },
}

impl BaseUrl {
    /// Checks an address of the configuration. `setting` is the name under which the operator wrote it.
    pub fn new(setting: &'static str, url: Url) -> Result<Self, BaseUrlError> {
        // Only scheme, host and port are ever repeated in an error: the rest may hold a password.
        let origin = url.origin().ascii_serialization();
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return Err(BaseUrlError::NotEncrypted { setting, origin }),
            other => {
                return Err(BaseUrlError::Scheme {
                    setting,
                    scheme: other.to_owned(),
                });
            }
        }
        let decorated = !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some();
        if decorated {
            return Err(BaseUrlError::Decorated { setting, origin });
        }
        Ok(Self { url })
    }

    /// The address of `path` (no leading slash) under this base.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let prefix = self.url.path().trim_end_matches('/');
        url.set_path(&format!("{prefix}/{path}"));
        url
    }
}

/// Whether an address stays on this machine. `localhost` counts: the shell pins it to the loopback addresses.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<BaseUrl, BaseUrlError> {
        BaseUrl::new("google.api_base", Url::parse(text).unwrap())
    }

    #[test]
    fn a_path_prefix_is_kept_with_or_without_a_trailing_slash() {
        for text in ["http://127.0.0.1:9100/google", "http://127.0.0.1:9100/google/"] {
            let url = base(text).unwrap().join("v26/customers/1:mutate");
            assert_eq!(
                url.as_str(),
                "http://127.0.0.1:9100/google/v26/customers/1:mutate"
            );
        }
        let url = base("https://googleads.googleapis.com").unwrap().join("v26/x");
        assert_eq!(url.as_str(), "https://googleads.googleapis.com/v26/x");
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for good in [
            "http://127.0.0.1:1",
            "http://127.9.9.9",
            "http://[::1]:80",
            "http://localhost:1/x",
        ] {
            assert!(base(good).is_ok(), "{good}");
        }
        for bad in [
            "http://192.168.0.4",
            "http://example.com",
            "http://localhost.example.com",
            "http://0.0.0.0",
        ] {
            let error = base(bad).unwrap_err();
            assert!(matches!(error, BaseUrlError::NotEncrypted { .. }), "{bad}");
            assert!(error.to_string().contains("google.api_base"), "{error}");
        }
        assert!(matches!(
            base("ftp://127.0.0.1"),
            Err(BaseUrlError::Scheme { .. })
        ));
    }

    #[test]
    fn a_password_in_the_address_is_refused_and_not_repeated() {
        let error = base("https://ann:hunter2@example.com/").unwrap_err();
        assert!(matches!(error, BaseUrlError::Decorated { .. }));
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(matches!(
            base("https://example.com/?a=1"),
            Err(BaseUrlError::Decorated { .. })
        ));
    }
}

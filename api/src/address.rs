//! Where the program is reached: on this machine alone, or under one public address.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

/// How people reach the program. Decides the cookie's name, the hosts that are answered to, and the trusted origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Plain HTTP, this machine only.
    Loopback,
    /// Behind one `https://` origin; TLS ends in front of us.
    Public { origin: String, authority: String },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error(
        "{0} can be reached from other machines: put TLS in front and say `--public-url https://…`, or listen on 127.0.0.1"
    )]
    Exposed(SocketAddr),
    #[error("the public address `{0}` must be `https://` and a host, without path")]
    PublicUrl(String),
}

impl Address {
    /// # Errors
    /// [`AddressError`] when sessions would travel unprotected; its text says what to do.
    pub fn new(listen: SocketAddr, public_url: Option<&str>) -> Result<Self, AddressError> {
        let Some(text) = public_url else {
            return if listen.ip().is_loopback() {
                Ok(Self::Loopback)
            } else {
                Err(AddressError::Exposed(listen))
            };
        };
        let refused = || AddressError::PublicUrl(text.to_owned());
        let url = Url::parse(text).map_err(|_| refused())?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let anonymous = url.username().is_empty() && url.password().is_none();
        if url.scheme() != "https" || !bare || !anonymous {
            return Err(refused());
        }
        let host = url.host_str().ok_or_else(refused)?;
        let authority = url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self::Public {
            origin: url.origin().ascii_serialization(),
            authority,
        })
    }

    pub fn is_secure(&self) -> bool {
        matches!(self, Self::Public { .. })
    }

    /// The one origin that may change things besides the request's own.
    pub fn trusted_origin(&self) -> Option<&str> {
        match self {
            Self::Loopback => None,
            Self::Public { origin, .. } => Some(origin),
        }
    }

    /// The origin of links that people are handed: the public one; on this machine the name it was asked by, which
    /// [`Address::answers_to`] has admitted.
    pub fn origin(&self, headers: &axum::http::HeaderMap) -> String {
        match self {
            Self::Public { origin, .. } => origin.clone(),
            Self::Loopback => {
                let host = headers.get(axum::http::header::HOST);
                let host = host.and_then(|host| host.to_str().ok()).unwrap_or("localhost");
                format!("http://{host}")
            }
        }
    }

    /// Whether a request for this host is meant for us. This machine's own names always are: that is how a proxy on it
    /// and a health check reach us.
    pub fn answers_to(&self, host: &str) -> bool {
        let is_public = match self {
            Self::Loopback => false,
            Self::Public { authority, .. } => {
                let host = host.strip_suffix(":443").unwrap_or(host);
                authority.eq_ignore_ascii_case(host)
            }
        };
        is_public || is_this_machine(host)
    }
}

fn is_this_machine(host: &str) -> bool {
    // A URL parser decides what a host is, not a split at the colon: `[::1]:80`, `127.1`, `localhost:8080`.
    let Ok(url) = Url::parse(&format!("http://{host}/")) else {
        return false;
    };
    if url.path() != "/" || !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listen(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn another_address_than_loopback_needs_a_public_https_address() {
        assert_eq!(
            Address::new(listen("127.0.0.1:8080"), None),
            Ok(Address::Loopback)
        );
        assert_eq!(Address::new(listen("[::1]:8080"), None), Ok(Address::Loopback));
        let refused = Address::new(listen("0.0.0.0:8080"), None)
            .unwrap_err()
            .to_string();
        assert!(refused.contains("--public-url https://"), "{refused}");
        assert!(!refused.contains('\n'));
        assert!(
            Address::new(listen("0.0.0.0:8080"), Some("https://desk.example.com"))
                .unwrap()
                .is_secure()
        );
    }

    #[test]
    fn a_public_address_is_https_and_a_host_and_nothing_more() {
        for text in [
            "http://desk.example.com",
            "https://desk.example.com/ads",
            "https://a:b@desk.example.com",
            "desk",
        ] {
            assert!(Address::new(listen("127.0.0.1:1"), Some(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn only_its_own_names_are_answered_to() {
        let loopback = Address::Loopback;
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "127.0.0.1",
        ] {
            assert!(loopback.answers_to(host), "{host}");
        }
        for host in [
            "evil.test",
            "evil.test:8080",
            "localhost.evil.test",
            "127.0.0.1@evil.test",
            "10.0.0.1",
            "",
        ] {
            assert!(!loopback.answers_to(host), "{host}");
        }
        let public = Address::new(listen("0.0.0.0:8080"), Some("https://desk.example.com")).unwrap();
        assert!(public.answers_to("Desk.Example.com") && public.answers_to("desk.example.com:443"));
        assert!(public.answers_to("127.0.0.1:8080") && !public.answers_to("evil.test"));
    }
}

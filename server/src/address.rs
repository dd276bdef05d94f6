//! Whose request it is: the peer's address, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use model::schools::is_slug;

/// The client's address: the rightmost hop of `X-Forwarded-For` that is no trusted proxy, if the peer is one.
/// The leftmost is whatever the client wrote.
pub fn client(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer =
        extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip().to_canonical());
    if !trusted.contains(&peer) {
        return peer;
    }
    let hops = headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|line| line.split(',')).map(str::trim).collect();
    // What stands left of a hop that cannot be read is not believed.
    let read = hops.iter().rev().map_while(|hop| hop.parse::<IpAddr>().ok());
    read.map(|hop| hop.to_canonical()).find(|hop| !trusted.contains(hop)).unwrap_or(peer)
}

/// The slug before the platform's own host, at `slug.lyceum.example`: a school's own address.
pub fn subdomain(headers: &HeaderMap, public: &str) -> Option<String> {
    let bare = |host: &str| host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let host = bare(headers.get(header::HOST)?.to_str().ok()?);
    let public = bare(public.split_once("://").map_or(public, |(_, host)| host));
    let slug = host.strip_suffix(&public)?.strip_suffix('.')?;
    is_slug(slug).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schools_own_address_is_one_word_before_the_platforms() {
        let slug = |host: &str| {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            subdomain(&headers, "https://lyceum.test:8443")
        };
        assert_eq!(slug("Alpha.lyceum.test:8443").as_deref(), Some("alpha"));
        for other in
            ["lyceum.test", "www.lyceum.test", "a.b.lyceum.test", "alphalyceum.test", "alpha.lyceum.test.evil", ".lyceum.test"]
        {
            assert_eq!(slug(other), None, "{other}");
        }
    }

    #[test]
    fn only_a_trusted_peer_may_name_another_address() {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000))));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2, 10.0.0.2".parse().unwrap());
        let address = |trusted: &[&str]| {
            let trusted: Vec<IpAddr> = trusted.iter().map(|text| text.parse().unwrap()).collect();
            client(&extensions, &headers, &trusted).to_string()
        };
        assert_eq!(address(&[]), "10.0.0.1");
        assert_eq!(address(&["10.0.0.1"]), "10.0.0.2");
        assert_eq!(address(&["10.0.0.1", "10.0.0.2"]), "2.2.2.2");
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2:80".parse().unwrap());
        let trusted = [IpAddr::from([10, 0, 0, 1])];
        assert_eq!(
            client(&extensions, &headers, &trusted).to_string(),
            "10.0.0.1",
            "left of what cannot be read is not believed"
        );
    }
}

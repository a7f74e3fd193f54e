//! Which advertising accounts a grant reaches, and by which way.
//!
//! Google lists only what the person reaches directly. Managers among these are opened with one query each; the accounts
//! below them are reached with the manager's number in a header, which is kept in the account's address.

use std::collections::BTreeMap;

use dsl::Currency;
use engine::connections::platform::{
    Access, AccountAddress, PlatformError, RemoteAccount, RemoteAccountState,
};
use futures::future::try_join_all;
use jiff::tz::TimeZone;

use super::{
    client::{Client, Route},
    customer_id::CustomerId,
    queries,
    wire::Customer,
};

/// How many accounts are asked at the same time.
const AT_ONCE: usize = 4;

/// What became of one directly accessible number.
#[derive(Debug)]
enum Reached {
    /// An advertising account.
    Account { id: CustomerId, customer: Customer },
    /// A manager and everything in its tree.
    Manager { id: CustomerId, tree: Vec<Customer> },
    /// Google keeps everything about it to itself because it is cancelled or was never set up.
    NotEnabled { id: CustomerId },
    /// This number is refused for a reason of its own.
    Refused(PlatformError),
}

/// Every account, each once, sorted by number.
pub async fn discover(client: &Client, access: &Access) -> Result<Vec<RemoteAccount>, PlatformError> {
    let ids = client.accessible_customers(access).await?;
    let mut reached = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        reached.extend(try_join_all(some.iter().map(|id| reach(client, access, id))).await?);
    }
    gather(reached)
}

async fn reach(client: &Client, access: &Access, id: &CustomerId) -> Result<Reached, PlatformError> {
    let own = client
        .search(access, &Route::direct(id.clone()), queries::CUSTOMER)
        .await;
    let customer = match own.map(|rows| rows.into_iter().find_map(|row| row.customer)) {
        Ok(Some(customer)) => customer,
        Ok(None) => return Ok(Reached::NotEnabled { id: id.clone() }),
        Err(error) => return set_aside(id, error),
    };
    if !customer.manager {
        return Ok(Reached::Account {
            id: id.clone(),
            customer,
        });
    }
    let through = Route {
        customer: id.clone(),
        login: Some(id.clone()),
    };
    match client.search(access, &through, queries::CUSTOMER_CLIENTS).await {
        Ok(rows) => {
            let tree = rows.into_iter().filter_map(|row| row.customer_client).collect();
            Ok(Reached::Manager { id: id.clone(), tree })
        }
        Err(error) => set_aside(id, error),
    }
}

/// A refusal concerns one account and does not hide the others; everything else ends the walk.
fn set_aside(id: &CustomerId, error: PlatformError) -> Result<Reached, PlatformError> {
    match error {
        PlatformError::Refused { code, .. } if code == "authorizationError.CUSTOMER_NOT_ENABLED" => {
            Ok(Reached::NotEnabled { id: id.clone() })
        }
        refused @ (PlatformError::Refused { .. } | PlatformError::OutOfSync { .. }) => {
            tracing::warn!(customer = %id, error = %refused, "google: account left out of the list");
            Ok(Reached::Refused(refused))
        }
        other => Err(other),
    }
}

/// One list out of everything reached. An account that is reached in two ways keeps the direct one; among managers, the
/// one with the lowest number, so that the answer does not depend on the order of Google's list.
fn gather(reached: Vec<Reached>) -> Result<Vec<RemoteAccount>, PlatformError> {
    let mut direct = BTreeMap::new();
    let mut trees = BTreeMap::new();
    let mut closed = Vec::new();
    let mut first_refusal = None;
    for one in reached {
        match one {
            Reached::Account { id, customer } => {
                direct.insert(id.clone(), account(&id, None, &customer));
            }
            Reached::Manager { id, tree } => {
                trees.insert(id, tree);
            }
            Reached::NotEnabled { id } => closed.push(id),
            Reached::Refused(error) => {
                first_refusal.get_or_insert(error);
            }
        }
    }
    let mut accounts = direct;
    for (manager, tree) in &trees {
        let name = manager_name(manager, tree);
        for customer in tree.iter().filter(|customer| !customer.manager) {
            let Some(id) = customer
                .id
                .and_then(|id| CustomerId::parse(&id.0.to_string()).ok())
            else {
                continue;
            };
            accounts.entry(id.clone()).or_insert_with(|| RemoteAccount {
                manager_name: Some(name.clone()),
                ..account(&id, Some(manager), customer)
            });
        }
    }
    for id in closed {
        accounts
            .entry(id.clone())
            .or_insert_with(|| account(&id, None, &Customer::default()));
    }
    match first_refusal {
        Some(error) if accounts.is_empty() => Err(error),
        _ => Ok(accounts.into_values().collect()),
    }
}

/// A manager stands in its own tree, at its top.
fn manager_name(manager: &CustomerId, tree: &[Customer]) -> String {
    let own = tree.iter().find(|customer| {
        customer
            .id
            .is_some_and(|id| id.0.to_string() == manager.to_string())
    });
    match own.map(|customer| customer.descriptive_name.trim()) {
        None | Some("") => format!("Google Ads {}", manager.spelled()),
        Some(name) => name.to_owned(),
    }
}

/// One account of the list. What Google withholds about a closed account is filled in with US dollars and UTC: a closed
/// account is never read or written, and the true values come when it is opened and listed again.
fn account(id: &CustomerId, login: Option<&CustomerId>, customer: &Customer) -> RemoteAccount {
    let currency = customer.currency_code.parse::<Currency>().ok();
    let zone = TimeZone::get(&customer.time_zone)
        .ok()
        .map(|_| customer.time_zone.clone());
    let state = match (customer.status.as_str(), &currency, &zone) {
        ("ENABLED", Some(_), Some(_)) => RemoteAccountState::Open,
        _ => RemoteAccountState::Closed,
    };
    if customer.status == "ENABLED" && state == RemoteAccountState::Closed {
        tracing::warn!(
            customer = %id,
            currency = customer.currency_code,
            time_zone = customer.time_zone,
            "google: account shown as closed because its currency or time zone is not known here"
        );
    }
    RemoteAccount {
        address: AccountAddress {
            external_id: id.to_string(),
            login_external_id: login.map(CustomerId::to_string),
            currency: currency.unwrap_or(Currency::USD),
            time_zone: zone.unwrap_or_else(|| "Etc/UTC".to_owned()),
        },
        name: match customer.descriptive_name.trim() {
            "" => format!("Google Ads {}", id.spelled()),
            name => name.to_owned(),
        },
        state,
        manager_name: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{google::client::refused, numbers::Whole};

    fn id(text: &str) -> CustomerId {
        CustomerId::parse(text).unwrap()
    }

    fn customer(number: i64, name: &str, status: &str) -> Customer {
        Customer {
            id: Some(Whole(number)),
            descriptive_name: name.to_owned(),
            currency_code: "EUR".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            manager: false,
            status: status.to_owned(),
        }
    }

    #[test]
    fn the_way_to_an_account_is_kept_and_the_direct_one_wins() {
        let manager = Customer {
            manager: true,
            ..customer(9, "Agency", "ENABLED")
        };
        let list = gather(vec![
            Reached::Manager {
                id: id("9"),
                tree: vec![
                    manager.clone(),
                    customer(1, "One", "ENABLED"),
                    customer(2, "Two", "ENABLED"),
                ],
            },
            Reached::Manager {
                id: id("8"),
                tree: vec![customer(2, "Two", "ENABLED")],
            },
            Reached::Account {
                id: id("1"),
                customer: customer(1, "One", "ENABLED"),
            },
        ])
        .unwrap();
        let ways: Vec<_> = list
            .iter()
            .map(|account| {
                (
                    account.address.external_id.as_str(),
                    account.address.login_external_id.as_deref(),
                )
            })
            .collect();
        assert_eq!(ways, [("1", None), ("2", Some("8"))]);
        assert_eq!(list[1].manager_name.as_deref(), Some("Google Ads 8"));
        let one_tree = gather(vec![Reached::Manager {
            id: id("9"),
            tree: vec![manager, customer(1, "One", "ENABLED")],
        }]);
        assert_eq!(one_tree.unwrap()[0].manager_name.as_deref(), Some("Agency"));
    }

    #[test]
    fn cancelled_suspended_and_withheld_accounts_are_closed() {
        let list = gather(vec![
            Reached::Manager {
                id: id("9"),
                tree: vec![
                    customer(1, "Gone", "CANCELED"),
                    customer(2, "Stopped", "SUSPENDED"),
                    customer(3, "", ""),
                ],
            },
            Reached::NotEnabled { id: id("1234567890") },
            Reached::NotEnabled { id: id("1") },
        ])
        .unwrap();
        assert!(
            list.iter()
                .all(|account| account.state == RemoteAccountState::Closed)
        );
        let names: Vec<_> = list.iter().map(|account| account.name.as_str()).collect();
        assert_eq!(
            names,
            ["Gone", "Google Ads 123-456-7890", "Stopped", "Google Ads 3"]
        );
    }

    #[test]
    fn an_account_whose_zone_or_currency_is_unknown_is_not_offered_as_open() {
        let odd_zone = Customer {
            time_zone: "Mars/Olympus".to_owned(),
            ..customer(1, "A", "ENABLED")
        };
        let odd_money = Customer {
            currency_code: "???".to_owned(),
            ..customer(2, "B", "ENABLED")
        };
        let list = gather(vec![
            Reached::Account {
                id: id("1"),
                customer: odd_zone,
            },
            Reached::Account {
                id: id("2"),
                customer: odd_money,
            },
        ])
        .unwrap();
        assert!(
            list.iter()
                .all(|account| account.state == RemoteAccountState::Closed)
        );
    }

    #[test]
    fn a_refusal_is_an_error_only_when_nothing_else_was_found() {
        let refusal = || {
            Reached::Refused(refused(
                "authorizationError.USER_PERMISSION_DENIED",
                "no".to_owned(),
            ))
        };
        assert!(matches!(
            gather(vec![refusal()]),
            Err(PlatformError::Refused { .. })
        ));
        let with_another = gather(vec![
            refusal(),
            Reached::Account {
                id: id("1"),
                customer: customer(1, "One", "ENABLED"),
            },
        ]);
        assert_eq!(with_another.unwrap().len(), 1);
        assert_eq!(gather(Vec::new()).unwrap(), Vec::new());
    }
}

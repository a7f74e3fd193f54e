//! What people do to each other and are told, on both databases: invitations, notifications, the switch that stops
//! everything, requests that arrive twice.

use engine::{
    actions::{self, State, carry_out::Turn},
    idempotency::{self, Claim},
    identity::{self, Acceptance, InviteError, InviteState, NewSession, Role},
    notifications::{self, Notification, view},
    store::StoreError,
};
use jiff::SignedDuration;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    ledger::{bleeder, carry_out, load},
    support::{World, on_both},
};

async fn accept(world: &World, token: &SecretString, password: &str) -> Result<NewSession, InviteError> {
    let form = Acceptance {
        token: token.clone(),
        name: "Eve".to_owned(),
        password: SecretString::from(password),
        user_agent: String::new(),
        previous_token: None,
        request_id: None,
    };
    identity::accept_invite(&world.context, form).await
}

async fn tell(world: &World, notification: Notification) {
    let (scope, id, at) = (
        world.admin.scope,
        world.context.random.id(),
        world.context.business.now(),
    );
    world
        .context
        .store
        .write(move |tx| {
            Box::pin(async move { notifications::enqueue(tx, scope, id, &notification, at).await })
        })
        .await
        .unwrap();
    notifications::deliver(&world.context).await.unwrap();
}

async fn told(world: &World, person: &identity::Principal) -> Vec<(String, i64, bool)> {
    view::notifications(&world.context, person, false, None, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|each| (each.title, each.count, each.read_at.is_some()))
        .collect()
}

fn said(title: &str) -> Notification {
    Notification::new(notifications::Kind::Rule, title, "body")
}

on_both! {
    async fn of_two_who_follow_one_link_at_once_one_gets_in(world) {
        let (_, token) = identity::invite(&world.context, &world.admin, "eve@example.test", Role::Manager).await.unwrap();
        let (left, right) = tokio::join!(
            accept(&world, &token, "seven quiet mornings"),
            accept(&world, &token, "seven quiet evenings"),
        );
        assert_eq!(usize::from(left.is_ok()) + usize::from(right.is_ok()), 1, "{left:?} {right:?}");
        let members = identity::members(&world.context, world.admin.scope).await.unwrap();
        assert_eq!(members.iter().filter(|member| member.name == "Eve").count(), 1);
        let invites = identity::invites(&world.context, world.admin.scope, None).await.unwrap();
        assert_eq!(invites[0].state, InviteState::Used);
    }

    async fn only_an_admin_invites_and_nobody_gets_more_than_the_link_says(world) {
        let refused = identity::invite(&world.context, &world.manager, "eve@example.test", Role::Admin).await;
        assert!(matches!(refused, Err(InviteError::Member(identity::MemberError::NotAllowed))), "{refused:?}");
        let (_, token) = identity::invite(&world.context, &world.admin, "eve@example.test", Role::Marketer).await.unwrap();
        let session = accept(&world, &token, "seven quiet mornings").await.unwrap().session;
        assert_eq!(session.principal.role, Role::Marketer);
        assert_eq!(session.principal.scope, world.admin.scope);
        assert!(matches!(
            identity::look_at_invite(&world.context, &SecretString::from(token.expose_secret().to_uppercase())).await,
            Err(InviteError::LinkEnded)
        ));
    }

    async fn while_everything_is_stopped_an_approval_waits_and_goes_on_after_resuming(world) {
        let action = bleeder(&world).await;
        assert!(identity::stop(&world.context, &world.manager, "tracking is broken").await.unwrap());
        assert!(!identity::stop(&world.context, &world.admin, "again").await.unwrap(), "the first stands");
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        let at = world.context.business.now();
        let (scope, account) = (world.account.scope, world.account.id);
        let ready = async || {
            let found: Result<_, StoreError> = world.context.store
                .read(|tx| Box::pin(async move {
                    let ids = actions::store::ready(tx, scope, account, at).await?;
                    let ids: Vec<_> = ids.into_iter().map(|(id, _)| id).collect();
                    Ok((ids, actions::store::ready_accounts(tx, at).await?))
                }))
                .await;
            found.unwrap()
        };
        assert_eq!(ready().await, (Vec::new(), Vec::new()), "nobody is woken for it");
        assert_eq!(carry_out(&world, action.id, 1).await, Turn::Later(State::Approved));
        assert_eq!(load(&world, action.id).await.state, State::Approved);
        assert!(identity::resume(&world.context, &world.admin).await.unwrap());
        assert_eq!(ready().await, (vec![action.id], vec![account]));
        assert_eq!(carry_out(&world, action.id, 3).await, Turn::Ended(State::Applied));
    }

    async fn what_waits_while_everything_is_stopped_lapses_in_its_time(world) {
        let action = bleeder(&world).await;
        identity::stop(&world.context, &world.manager, "tracking is broken").await.unwrap();
        actions::approve(&world.context, &world.manager, action.id, action.version).await.unwrap();
        world.context.business.set(world.context.business.now() + SignedDuration::from_hours(5));
        actions::approve::expire_lapsed(&world.context).await.unwrap();
        assert_eq!(load(&world, action.id).await.state, State::Expired);
    }

    async fn a_marketer_cannot_stop_or_resume(world) {
        let stopped = identity::stop(&world.context, &world.marketer, "no").await;
        assert!(matches!(stopped, Err(identity::OrganisationError::NotAllowed)));
        let resumed = identity::resume(&world.context, &world.marketer).await;
        assert!(matches!(resumed, Err(identity::OrganisationError::NotAllowed)));
    }

    async fn repeats_are_counted_on_one_line_that_is_unread_again(world) {
        tell(&world, said("first").one_of("k")).await;
        view::mark_read(&world.context, &world.manager, None).await.unwrap();
        assert_eq!(told(&world, &world.manager).await, [("first".to_owned(), 1, true)]);
        tell(&world, said("second").one_of("k")).await;
        assert_eq!(told(&world, &world.manager).await, [("second".to_owned(), 2, false)]);
        tell(&world, said("newest").newest_of("other")).await;
        tell(&world, said("newer still").newest_of("other")).await;
        let lines = told(&world, &world.manager).await;
        assert!(lines.contains(&("newer still".to_owned(), 1, false)) && lines.len() == 2, "{lines:?}");
        // A day later it is news.
        world.context.business.set(world.context.business.now() + SignedDuration::from_hours(25));
        tell(&world, said("third").one_of("k")).await;
        assert_eq!(told(&world, &world.manager).await.len(), 3);
    }

    async fn everybody_is_told_what_concerns_them_and_reads_for_themselves(world) {
        tell(&world, said("for all")).await;
        tell(&world, said("for approvers").to_approvers()).await;
        tell(&world, said("for admins").to_admins()).await;
        tell(&world, said("for the marketer").to(world.marketer.actor)).await;
        let titles = async |person| {
            let mut titles: Vec<String> = told(&world, person).await.into_iter().map(|(title, ..)| title).collect();
            titles.sort_unstable();
            titles
        };
        assert_eq!(titles(&world.marketer).await, ["for all", "for the marketer"]);
        assert_eq!(titles(&world.manager).await, ["for all", "for approvers"]);
        assert_eq!(titles(&world.admin).await, ["for admins", "for all", "for approvers"]);
        let hers = view::notifications(&world.context, &world.marketer, false, None, 10).await.unwrap();
        let ids = hers.into_iter().map(|each| each.id).collect();
        view::mark_read(&world.context, &world.manager, Some(ids)).await.unwrap();
        assert_eq!(view::unread(&world.context, &world.manager).await.unwrap(), 1, "only what is theirs was read");
        assert_eq!(view::unread(&world.context, &world.marketer).await.unwrap(), 2);
    }

    async fn approvers_are_told_what_waits_and_everybody_that_an_account_stopped_working(world) {
        let action = bleeder(&world).await;
        assert_eq!(action.state, State::AwaitingApproval);
        let scope = world.account.scope;
        engine::connections::grants::mark_dead(&world.context, scope, world.account.grant_id, "access was taken back").await.unwrap();
        notifications::deliver(&world.context).await.unwrap();
        let titles: Vec<String> = told(&world, &world.manager).await.into_iter().map(|(title, ..)| title).collect();
        assert!(titles.iter().any(|title| title == "An account has to be connected again"), "{titles:?}");
        assert!(titles.iter().any(|title| title.ends_with("approval")), "{titles:?}");
    }

    async fn a_key_is_claimed_once_and_its_answer_opens_for_nobody_else(world) {
        let print = idempotency::fingerprint("POST", "/x", b"{}");
        let claim = async |person: &identity::Principal| {
            idempotency::claim(&world.context, person, "k", print.clone()).await.unwrap()
        };
        let Claim::First(ticket) = claim(&world.manager).await else {
            panic!("the first is carried out");
        };
        assert!(matches!(claim(&world.manager).await, Claim::Running));
        assert!(matches!(claim(&world.marketer).await, Claim::First(_)), "another person's key is another key");
        idempotency::keep(&world.context, ticket, b"answer".to_vec()).await.unwrap();
        assert!(matches!(claim(&world.manager).await, Claim::Done(answer) if answer == b"answer"));
        let other = idempotency::fingerprint("POST", "/y", b"{}");
        let other = idempotency::claim(&world.context, &world.manager, "k", other).await.unwrap();
        assert!(matches!(other, Claim::Mismatch));
        world.process.advance(idempotency::KEPT_FOR);
        assert!(matches!(claim(&world.manager).await, Claim::First(_)), "after a day it is free again");
    }

    async fn a_request_whose_program_died_frees_its_key_after_a_while(world) {
        let print = idempotency::fingerprint("POST", "/x", b"{}");
        let claim = async || idempotency::claim(&world.context, &world.manager, "k", print.clone()).await.unwrap();
        assert!(matches!(claim().await, Claim::First(_)));
        world.process.advance(SignedDuration::from_secs(60));
        assert!(matches!(claim().await, Claim::Running));
        world.process.advance(SignedDuration::from_secs(61));
        assert!(matches!(claim().await, Claim::First(_)));
    }
}

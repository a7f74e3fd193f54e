// Generated from openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected accounts, by name */
        get: operations["list_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One account
         * @description Everything about it: its token, how current each kind of data is, how far its history is read, what waits for it.
         */
        get: operations["get_account"];
        put?: never;
        post?: never;
        /**
         * Disconnect an account
         * @description Rules no longer look at it, and what was not sent is cancelled. Its history stays; connecting it again goes on with it.
         */
        delete: operations["disconnect_account"];
        options?: never;
        head?: never;
        /** Edit an account */
        patch: operations["edit_account"];
        trace?: never;
    };
    "/accounts/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a quarantined account */
        post: operations["resume_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read an account now
         * @description Makes its next sync due at once, and what is left of its history.
         */
        post: operations["sync_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Actions */
        get: operations["list_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many actions wait, run, were applied and failed */
        get: operations["get_action_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject several
         * @description Each by itself, in the version that was looked at: what moved on meanwhile, or is not yours to decide, fails alone and
         *     says why; the others are decided.
         */
        post: operations["decide_actions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/waiting/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the waiting actions of a selection come to */
        get: operations["get_waiting_totals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One action */
        get: operations["get_action"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve
         * @description Counts towards the approvals that the action needs; with the last one it is on its way.
         */
        post: operations["approve_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject */
        post: operations["reject_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What undoing would change */
        get: operations["preview_undo"];
        put?: never;
        /**
         * Undo
         * @description Proposes the action that sets the old value again, through the same door as every other action.
         */
        post: operations["undo_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The supervision tree
         * @description The node's own actors and those of the caller's organisation.
         */
        get: operations["get_actors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actors/{id}/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop an actor
         * @description It ends at once, whatever it is in the middle of, and its supervisor starts it again. What was under way is found in
         *     storage: a request whose answer was lost is read back, never sent twice.
         */
        post: operations["kill_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actors/{id}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Quarantine an actor
         * @description The account, rule or campaign behind it rests until somebody resumes it, over restarts and on every node.
         */
        post: operations["quarantine_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actors/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a quarantined actor
         * @description What failed before is forgiven.
         */
        post: operations["resume_actor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What rules would have done
         * @description Runs the rules' own tick, guards and limits over the recorded past, as it was known then: numbers that arrived late are not
         *     there before they arrived. Rules about what stands below the campaigns run from where their level was first read. Approvals are
         *     taken as given at once. Nothing of yours is written. Names, labels and delivery states are those of today.
         */
        post: operations["run_backtest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How two texts differ on the past
         * @description Runs both alone over the same recorded past and names the campaigns, or what stands below them, on which they part.
         */
        post: operations["compare_backtests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Brands, the default one first */
        get: operations["list_brands"];
        put?: never;
        /** Add a brand */
        post: operations["create_brand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/brands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an empty brand */
        delete: operations["delete_brand"];
        options?: never;
        head?: never;
        /** Rename a brand */
        patch: operations["rename_brand"];
        trace?: never;
    };
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns, in any order */
        get: operations["list_campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign */
        get: operations["get_campaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, resume, set the budget
         * @description Proposes a person's own action through the same door as every other: guards are asked, and what somebody else has to
         *     agree to waits for them. With `dry_run` nothing is changed and what would become of it is answered.
         */
        post: operations["request_campaign_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's history, newest first */
        get: operations["list_campaign_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rules set on a campaign that still stands */
        get: operations["list_campaign_holds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign's numbers by day */
        get: operations["get_campaign_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What stands below a campaign, by level and name
         * @description Only levels that an enabled rule asked for are read.
         */
        get: operations["list_campaign_objects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why each rule does, or does not, act on a campaign */
        get: operations["list_campaign_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What time it is */
        get: operations["get_clock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to connect
         * @description Answers the platform's page for the consent. Its answer is taken within ten minutes, once, and from this browser only.
         */
        post: operations["create_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/platforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Platforms that can be connected */
        get: operations["list_connection_platforms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        /**
         * Abandon a connection
         * @description Its consent is forgotten unless an account uses it.
         */
        delete: operations["delete_connection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose accounts
         * @description Connects all of them or none. Their history is read from now on, the newest days first.
         */
        post: operations["choose_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Past decisions, newest first */
        get: operations["list_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One decision */
        get: operations["get_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/diagnostics/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one of the checker's codes means */
        get: operations["get_diagnostic_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hints of what changed, as server-sent events
         * @description `event: hint` carries an `EventHint`; `event: resync` means: fetch everything again.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/actions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actions as CSV
         * @description Every action that the list would show with these filters.
         */
        get: operations["export_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/campaigns.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns as CSV
         * @description Every campaign that the list would show with these filters. An empty cell is a number that nobody knows.
         */
        get: operations["export_campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/decisions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions as CSV
         * @description Every decision that the list would show with these filters.
         */
        get: operations["export_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Guards, by name */
        get: operations["list_guards"];
        put?: never;
        /**
         * Write a new guard
         * @description It holds from now on.
         */
        post: operations["create_guard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One guard */
        get: operations["get_guard"];
        /**
         * Change a guard
         * @description The new text holds from now on; the audit keeps both.
         */
        put: operations["save_guard"];
        post?: never;
        /**
         * Put a guard away
         * @description It no longer holds; the audit keeps its text.
         */
        delete: operations["archive_guard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at an invitation by its link */
        get: operations["look_at_invite"];
        put?: never;
        /**
         * Accept an invitation
         * @description Makes the person and signs them in. An address that is known here joins with the password it has; otherwise it is told
         *     to sign in with that one.
         */
        post: operations["accept_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invitations, newest first
         * @description The newest 500, ended ones included.
         */
        get: operations["list_invites"];
        put?: never;
        /**
         * Invite somebody
         * @description Answers the link, once. It works once, for seven days, for this address. Inviting the same address again ends the
         *     earlier link.
         */
        post: operations["create_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One invitation */
        get: operations["get_invite"];
        put?: never;
        post?: never;
        /** Revoke an open invitation */
        delete: operations["delete_invite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/library": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ready rules and guards, shelf by shelf */
        get: operations["list_library"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/library/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rules of a platform's own engine in our language
         * @description Says of every part what became of it, and stores nothing.
         */
        post: operations["import_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/library/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One ready rule or guard */
        get: operations["get_library_item"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/library/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A ready rule's text with a name and values of one's own */
        post: operations["fill_library_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lookups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lookups, by name */
        get: operations["list_lookups"];
        put?: never;
        /**
         * Name a lookup
         * @description It has no rows yet: rules that ask it find them missing.
         */
        post: operations["create_lookup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lookups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One lookup */
        get: operations["get_lookup"];
        put?: never;
        post?: never;
        /**
         * Remove a lookup
         * @description Its name is free for another one; its rows stay for looking back.
         */
        delete: operations["remove_lookup"];
        options?: never;
        head?: never;
        /**
         * Rename a lookup
         * @description What was decided before still finds it by the name it had then.
         */
        patch: operations["rename_lookup"];
        trace?: never;
    };
    "/lookups/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a file
         * @description Its rows take the place of all that are there, or none do: every line that does not fit is named, and nothing is changed. The
         *     same file again changes no row and says that the rows are as fresh as today.
         */
        put: operations["upload_lookup_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lookups/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows, by name */
        get: operations["list_lookup_rows"];
        /**
         * Replace the rows
         * @description For programs; the same as uploading a file with these rows.
         */
        put: operations["replace_lookup_rows"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lsp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rule editor's language server
         * @description A WebSocket. Each text frame carries one JSON-RPC 2.0 message of the Language Server Protocol 3.17, without headers; positions
         *     count UTF-16 code units. Completion, hover, findings with their fixes, definition, references, rename, symbols and folding. The
         *     socket closes when the session ends.
         */
        get: operations["open_language_server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who belongs to the organisation, by name */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take somebody out of the organisation
         * @description Their sessions end at once. What they decided stays in the history; the last admin cannot be taken out.
         */
        delete: operations["delete_member"];
        options?: never;
        head?: never;
        /**
         * Give a member another role
         * @description In force with their next request. The last admin cannot become anything else.
         */
        patch: operations["update_member"];
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you were told, newest first */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many you have not read */
        get: operations["get_notification_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark as read
         * @description Those that are not yours are passed over.
         */
        post: operations["read_notifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a platform's answer
         * @description Where the platform sends the browser. Answers with the page of the connection, whatever came of it; or with
         *     `/accounts/connect?problem=unknown`, `session`, `signed_out` or `not_permitted` when it belongs to none of this session.
         */
        get: operations["take_consent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/objects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Something below a campaign */
        get: operations["get_object"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/objects/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of something below a campaign, newest first */
        get: operations["list_object_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/objects/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The numbers of something below a campaign, by day
         * @description There are none before an enabled rule first asked for its level.
         */
        get: operations["get_object_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation, and whether it is stopped */
        get: operations["get_organisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename the organisation, or say whether its scripts are trusted */
        patch: operations["update_organisation"];
        trace?: never;
    };
    "/organisation/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let changes go out again
         * @description What was approved meanwhile and has not lapsed is checked again and goes out.
         */
        post: operations["resume_organisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisation/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop every change
         * @description From now on nothing is written to any platform, whatever was approved. What waits goes on after resuming, or lapses.
         *     Stopped already: the first reason stands.
         */
        post: operations["stop_organisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole desk on one page
         * @description Today against the budgets in force, a range of days against the one before it, what waits, what was done, and what is
         *     not well. Actors are named to those who may see them.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your profile */
        get: operations["get_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your name or language
         * @description What is not sent stays as it is.
         */
        patch: operations["update_profile"];
        trace?: never;
    };
    "/profile/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends all your other sessions. Wrong current passwords are counted like wrong sign-ins.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rates at a glance
         * @description A rate counts on its day and on the 7 after it.
         */
        get: operations["get_rates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rates/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rates of a pair, by day */
        get: operations["list_rate_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rates/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a file of rates
         * @description Its rates are added, and correct those of the same days, all of them or none: every line that does not fit is named, and nothing is
         *     changed.
         */
        put: operations["upload_rate_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rates/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add rates, or correct them
         * @description For programs, and for a single day; the same as uploading a file with these rows.
         */
        put: operations["add_rates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules */
        get: operations["list_rules"];
        put?: never;
        /**
         * Write a new rule
         * @description It is a draft until it is enabled.
         */
        post: operations["create_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/analyse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look at a text together with the enabled rules
         * @description Where they work against each other, with a campaign that shows it; which rule adds nothing; and which guards the text could reach.
         *     Nothing is written.
         */
        post: operations["analyse_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a plan
         * @description All of it, or nothing: what would not do exactly what the plan showed is refused with 412 and the plan as it is now. New
         *     texts become versions, each with an audit event that names who applied it. A rule whose findings nobody accepted does not go to
         *     work: 409.
         */
        post: operations["apply_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a text as blocks
         * @description The same text as sentences with fields: each field has its place in the text, and everything that could be added or taken out
         *     comes as the edits that do it. What has no such shape is a block of text; nothing is left out.
         */
        post: operations["read_rule_blocks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a text
         * @description Answers 200 whatever is found: three mistakes are three findings, and what is sound is read back in English.
         */
        post: operations["check_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a folder of rules and guards would change
         * @description With the text before and after, what each rule would do on today's campaigns, and the findings that wait to be accepted before
         *     it goes to work. Nothing is written.
         */
        post: operations["plan_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a text would do now
         * @description Evaluates the newest columns as a check would, and asks the door what it would say. Nothing is written.
         */
        post: operations["preview_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a text's tests
         * @description Answers 200 whatever comes of them: each expectation with what was found instead, how each comparison came out over all tests
         *     and, where asked for, which changes of the rule no test notices.
         */
        post: operations["test_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule */
        get: operations["get_rule"];
        /**
         * Change a rule
         * @description The text becomes the next version; an enabled rule runs on it from its next check on. The name stays.
         */
        put: operations["save_rule"];
        post?: never;
        /**
         * Put a rule away
         * @description It leaves the lists and its name is free again; its decisions and actions stay. An enabled rule has to be disabled first.
         */
        delete: operations["archive_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a rule
         * @description What it proposed and nobody has carried out is withdrawn.
         */
        post: operations["disable_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a rule
         * @description What its text warns of, and where it works against an enabled rule or adds nothing to it, is answered with 409 and the findings, until
         *     their codes are accepted.
         */
        post: operations["enable_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rule set that still stands */
        get: operations["list_rule_holds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a rule's shadow would have done
         * @description Beside what the rule did since the shadow was started.
         */
        get: operations["get_rule_shadow"];
        put?: never;
        /**
         * Start a shadow of a rule
         * @description From its next check on it is judged wherever it can run, whether the rule itself is enabled or not. It reserves nothing, tells nobody,
         *     proposes nothing and writes nothing to a platform.
         */
        post: operations["start_rule_shadow"];
        /**
         * End a rule's shadow
         * @description What it would have done stays in the record.
         */
        delete: operations["end_rule_shadow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/shadow/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a rule's shadow to work
         * @description Its text becomes the rule's version that counts, and the rule is enabled. What it warns of is answered with 409 and the findings, until
         *     their codes are accepted.
         */
        post: operations["promote_rule_shadow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A rule's versions, newest first */
        get: operations["list_rule_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["get_session"];
        put?: never;
        /**
         * Sign in
         * @description Answers the session and sets its cookie. An unknown address and a wrong password get the same answer.
         */
        post: operations["create_session"];
        /**
         * Sign out
         * @description Ends the session and clears its cookie; also when there was none.
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in, last used first */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** End all your other sessions */
        delete: operations["delete_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description The one that asks may end itself: it is then signed out.
         */
        delete: operations["delete_one_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the first set-up still to be done? */
        get: operations["get_setup"];
        put?: never;
        /**
         * Create the organisation and its first admin
         * @description Works once, with the link's token, while no organisation exists. The admin is signed in by it.
         */
        post: operations["create_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptInvite: {
            /**
             * @description Not asked of an address that has an account.
             * @example Eve Laurent
             */
            name?: string;
            /**
             * Format: password
             * @description A new one of at least 12 characters; of an address that has an account, its own.
             */
            password: string;
            /**
             * @description From the link.
             * @example 2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8
             */
            token: string;
        };
        /** @description A connected ad account. */
        Account: {
            brand: components["schemas"]["NamedRef"];
            /** Format: int64 */
            campaigns: number;
            currency: string;
            /**
             * Format: date-time
             * @description The end of what the newest sync covers.
             */
            data_until: string | null;
            /** @description The platform's own id. */
            external_id: string;
            /**
             * Format: int64
             * @description Days of history that are known.
             */
            history_days: number;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_sync_at: string | null;
            name: string;
            /** Format: date-time */
            next_sync_at: string | null;
            platform: components["schemas"]["Platform"];
            state: components["schemas"]["AccountState"];
            /** @description Why, where it is not well. */
            state_detail: string | null;
            time_zone: string;
        };
        /** @description One kind of data and how current it is. */
        AccountDataSet: {
            /** Format: date-time */
            data_until: string | null;
            /** Format: date-time */
            last_read_at: string | null;
            name: components["schemas"]["DataSetName"];
            /** Format: int64 */
            promised_every_minutes: number;
            state: components["schemas"]["DataSetState"];
        };
        /** @description One account with everything about it. */
        AccountDetail: components["schemas"]["Account"] & {
            data_sets: components["schemas"]["AccountDataSet"][];
            /**
             * Format: int32
             * @description Days added to every metric's settling lag.
             */
            extra_settled_days: number;
            first_sync: components["schemas"]["AccountFirstSync"] | null;
            grant: components["schemas"]["AccountGrant"];
            queue: components["schemas"]["AccountQueue"];
            rules: components["schemas"]["AccountRule"][];
            sync: components["schemas"]["AccountSync"];
            /**
             * Format: int64
             * @description As in the ETag.
             */
            version: number;
        };
        /** @description What is changed; what is absent stays. */
        AccountEdit: {
            /**
             * Format: uuid
             * @description The brand it belongs to.
             */
            brand_id?: string | null;
            /**
             * Format: int32
             * @description Days added to every metric's settling lag, for accounts whose conversions come late.
             * @example 2
             */
            extra_settled_days?: number | null;
        };
        /** @description The history of a new account, read in pieces, the newest days first. */
        AccountFirstSync: {
            /** Format: int64 */
            days_done: number;
            /** Format: int64 */
            days_total: number;
            /** @description Why the last piece could not be read; it is tried again by itself. */
            last_error: string | null;
            /** Format: int64 */
            rows: number;
            /** Format: date-time */
            started_at: string | null;
            state: components["schemas"]["FirstSyncState"];
        };
        /** @description The consent that the account is reached by. */
        AccountGrant: {
            /**
             * Format: date-time
             * @description When the present token ends; it is renewed before.
             */
            access_expires_at: string | null;
            /** Format: date-time */
            connected_at: string;
            /** @description Who gave it; null where nobody did through the desk. */
            connected_by: string | null;
            scopes: string[];
            state: components["schemas"]["GrantState"];
            state_detail: string | null;
        };
        AccountList: {
            data: components["schemas"]["Account"][];
            next_cursor: string | null;
        };
        /** @description What waits for the platform. */
        AccountQueue: {
            /** Format: int64 */
            in_flight: number;
            /**
             * Format: date-time
             * @description The platform asked for a pause until then.
             */
            parked_until: string | null;
            parked_why: string | null;
            /** Format: int64 */
            waiting: number;
        };
        /** @description A rule that looks at the account. */
        AccountRule: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Why it cannot work here; null when it does. */
            not_bound: string | null;
        };
        /** @enum {string} */
        AccountState: "connecting" | "active" | "reconnect" | "quarantined" | "cancelled" | "disconnected";
        /** @description The regular reading. */
        AccountSync: {
            /**
             * Format: int32
             * @description In a row.
             */
            failures: number;
            last_error: string | null;
            /** Format: date-time */
            next_at: string | null;
            running: boolean;
        };
        /** @description What the asking person may do with it now. */
        ActionAbilities: {
            approve: boolean;
            reject: boolean;
            undo: boolean;
            /** @description Why not, where nothing is possible. */
            why_not: string | null;
        };
        /** @description The account that something belongs to. */
        ActionAccount: {
            /** @example USD */
            currency: string;
            /** Format: uuid */
            id: string;
            name: string;
            platform: components["schemas"]["Platform"];
            /** @example America/New_York */
            time_zone: string;
        };
        /** @description What somebody said to it. */
        ActionApproval: {
            /** Format: date-time */
            at: string;
            decision: components["schemas"]["ApprovalDecision"];
            name: string;
            reason: string | null;
            /** Format: uuid */
            user: string;
        };
        /** @description The numbers on the inbox's tabs. */
        ActionCounts: {
            /**
             * Format: int64
             * @description Applied since midnight of their account's day.
             */
            applied_today: number;
            /** Format: int64 */
            awaiting_approval: number;
            /**
             * Format: int64
             * @description Given up in the last seven days.
             */
            failed: number;
            /**
             * Format: int64
             * @description Decided, their end not known yet.
             */
            in_flight: number;
        };
        /** @description An action with its whole story. */
        ActionDetail: components["schemas"]["ActionSummary"] & {
            approvals: components["schemas"]["ActionApproval"][];
            can: components["schemas"]["ActionAbilities"];
            history: components["schemas"]["ActionEvent"][];
            steps: components["schemas"]["ActionStep"][];
            /**
             * Format: uuid
             * @description The action that this one undoes.
             */
            undoes: string | null;
            /**
             * Format: uuid
             * @description The action that undid this one.
             */
            undone_by: string | null;
        };
        /** @description One step of its life. */
        ActionEvent: {
            /** Format: date-time */
            at: string;
            /** @description A person or a rule; null for the program itself. */
            by: string | null;
            note: string | null;
            state: components["schemas"]["ActionState"];
        };
        /** @enum {string} */
        ActionKind: "pause" | "resume" | "set_budget" | "set_bid" | "set_target_cpa" | "set_target_roas" | "add_negative_keyword" | "remove_negative_keyword" | "add_label" | "remove_label";
        /** @description A move of budget inside of a pool: seen, approved and rejected as one, cut before it raises. */
        ActionMove: {
            /** @description What its legs cut together, those left out that ended without being applied. */
            cut: components["schemas"]["Money"];
            /** Format: uuid */
            id: string;
            /** @description Those who give first, the deepest cut first. */
            legs: components["schemas"]["MoveLeg"][];
            /** @description What its legs raise together; never more than they cut. */
            raised: components["schemas"]["Money"];
        };
        /** @description 412: the action moved on; `current` is what it is now. */
        ActionMoved: {
            current: components["schemas"]["ActionDetail"];
            detail: string;
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        /** @enum {string} */
        ActionProperty: "status" | "budget" | "bid" | "target_cpa" | "target_roas" | "negative_keyword" | "label";
        /** @enum {string} */
        ActionState: "proposed" | "awaiting_approval" | "approved" | "intent" | "applied" | "blocked" | "rejected" | "expired" | "stale" | "superseded" | "cancelled" | "unknown" | "retrying" | "accepted" | "dead";
        /** @description One call to the platform; request and response were redacted when captured. */
        ActionStep: {
            /** Format: int64 */
            attempt: number;
            error: string | null;
            /** Format: date-time */
            finished_at: string | null;
            /** @example write */
            kind: string;
            request: Record<string, unknown> | null;
            response: Record<string, unknown> | null;
            /** Format: int64 */
            seq: number;
            /** Format: date-time */
            started_at: string | null;
            state: components["schemas"]["StepState"];
        };
        /** @description An action on one line of a list. */
        ActionSummary: {
            account: components["schemas"]["ActionAccount"];
            /** @description What it sets. */
            after: components["schemas"]["ShownValue"];
            /** @description What it expects to find. */
            before: components["schemas"]["ShownValue"];
            campaign: components["schemas"]["NamedRef"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            decision_id: string | null;
            /**
             * Format: date-time
             * @description Undecided by then, it lapses and does not run (business time).
             */
            expires_at: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["ActionKind"];
            move: components["schemas"]["ActionMove"] | null;
            /**
             * Format: date-time
             * @description Not tried before (business time).
             */
            not_before: string | null;
            object: components["schemas"]["ObjectBelow"] | null;
            per_day_change: components["schemas"]["Money"] | null;
            property: components["schemas"]["ActionProperty"];
            /** @description One plain sentence. */
            reason: string;
            requested_by: components["schemas"]["Requester"];
            rule: components["schemas"]["RuleRef"] | null;
            state: components["schemas"]["ActionState"];
            state_detail: string | null;
            target: components["schemas"]["ActionTarget"];
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: int64
             * @description Grows with every change; the ETag is `"v"` and this.
             */
            version: number;
        };
        ActionSummaryList: {
            data: components["schemas"]["ActionSummary"][];
            next_cursor: string | null;
        };
        /** @description What the platform write changes; `shared_by` counts the campaigns that feel it. */
        ActionTarget: {
            external_id: string;
            kind: components["schemas"]["TargetKind"];
            name: string;
            /** Format: int64 */
            shared_by: number;
        };
        /** @description One actor. */
        Actor: {
            can: components["schemas"]["ActorCan"];
            /** @description What else there is to say about it. */
            detail: string | null;
            /**
             * Format: int64
             * @description Messages handled since the start.
             */
            handled: number;
            id: string;
            kind: components["schemas"]["ActorKindWord"];
            last_error: string | null;
            /**
             * Format: int64
             * @description Messages that wait.
             */
            mailbox: number;
            name: string;
            parent: string | null;
            queue: components["schemas"]["ActorQueue"] | null;
            /**
             * Format: uuid
             * @description The account, rule or campaign that it stands for.
             */
            ref: string | null;
            /** Format: int64 */
            restarts: number;
            /**
             * Format: date-time
             * @description When it came into this state.
             */
            since: string;
            state: components["schemas"]["ActorStateWord"];
            subtree: components["schemas"]["ActorSubtree"];
        };
        /** @description What can be done about it now. */
        ActorCan: {
            kill: boolean;
            quarantine: boolean;
            resume: boolean;
            /** @description Why it can never be killed, where that is so. */
            why_not: string | null;
        };
        /** @enum {string} */
        ActorKindWord: "node" | "shard" | "account" | "campaign" | "rule" | "scheduler" | "request_queue" | "writer" | "outbox";
        /** @description What waits beyond the mailbox, and what was handed on. */
        ActorQueue: {
            /** Format: int64 */
            in_flight: number;
            /** Format: int64 */
            waiting: number;
        };
        /** @enum {string} */
        ActorStateWord: "running" | "starting" | "backing_off" | "quarantined" | "stopped";
        /** @description An actor and all below it. */
        ActorSubtree: {
            total: number;
            unhealthy: number;
            worst: components["schemas"]["ActorStateWord"];
        };
        /** @description The tree at one moment; parents come before their children. */
        ActorTree: {
            /** Format: date-time */
            at: string;
            tree: components["schemas"]["Actor"][];
        };
        /** @description Rates to add. */
        AddRates: {
            rows: components["schemas"]["RateRow"][];
        };
        /**
         * @description The word for everything.
         * @enum {string}
         */
        All: "all";
        /** @description Money that a client sends. */
        Amount: {
            /** @example USD */
            currency: string;
            /**
             * Format: int64
             * @example 120000000
             */
            micros: number;
        };
        /** @description A text to look at together with the enabled rules. */
        AnalyseRule: {
            /**
             * @description Parameter → typed literal; the text's defaults where nothing is given.
             * @example {
             *       "max_cpa": "$60, 55 EUR"
             *     }
             */
            overrides?: {
                [key: string]: string;
            };
            /**
             * Format: uuid
             * @description The rule whose next version the text is to become; a new rule has none.
             */
            rule_id?: string | null;
            /**
             * @example language 1
             *
             *     rule "Night watch" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *     }
             */
            text: string;
        };
        AppliedItem: {
            change: components["schemas"]["FolderChangeKind"];
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["FolderItemKind"];
            /** @example Night watch */
            name: string;
        };
        /** @description A plan that somebody looked at. */
        ApplyFolder: {
            /**
             * @description Codes of findings that are accepted, for the record.
             * @example [
             *       "W0801"
             *     ]
             */
            accept?: string[];
            /**
             * @description The plan's `digest`: what would not do exactly that is refused.
             * @example 9f2c
             */
            digest: string;
            enable?: boolean;
            files: components["schemas"]["FolderFile"][];
            prune?: boolean;
            /**
             * @description Why those without a reason of their own are.
             * @example five campaigns, and a budget of their own
             */
            reason?: string | null;
            /**
             * @description Why each of them is all right here, by its code, for the record. A code with a reason is accepted, whether `accept` names it or not.
             * @example {
             *       "W0503": "there are five campaigns"
             *     }
             */
            reasons?: {
                [key: string]: string;
            };
        };
        /** @enum {string} */
        ApprovalDecision: "approve" | "reject";
        /** @enum {string} */
        AuthorKind: "rule" | "user" | "outside" | "system";
        /** @description What rules would have done. */
        Backtest: {
            accounts: components["schemas"]["BacktestAccount"][];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
        };
        BacktestAccount: {
            account: components["schemas"]["ActionAccount"];
            /** @description The account's days as they were, and as they would have been. */
            days: components["schemas"]["BacktestDay"][];
            /**
             * Format: date-time
             * @description From the first action on the account would have gone another way than the recorded one.
             */
            differs_from: string | null;
            /** @description In the order of time, at most 2,000. */
            firings: components["schemas"]["BacktestFiring"][];
            firings_total: number;
            /**
             * Format: date-time
             * @description Before this nothing is recorded: every check is unknown.
             */
            known_since: string | null;
            /** @description Budgets and bids that the run moved, in the order of its first moves, at most 100. */
            moved: components["schemas"]["BacktestMoved"][];
            moved_total: number;
            /** @description Rules that cannot run here. */
            not_bound: components["schemas"]["BacktestUnbound"][];
            /**
             * Format: date-time
             * @description How far the run came: before `until` only where its time was up.
             */
            reached: string;
            rules: components["schemas"]["BacktestRule"][];
        };
        /** @description A value that would have been set, or was kept from being set. */
        BacktestChange: {
            /** @description A property's value for people; `micros` where it is money. */
            from: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            };
            /**
             * @description Which one, where `property` is a label or a negative keyword.
             * @example reviewed
             */
            item: string | null;
            per_day_change: components["schemas"]["Money"] | null;
            property: components["schemas"]["ChangedProperty"];
            /**
             * Format: int32
             * @description Campaigns that share the target.
             */
            shared_by: number;
            /** @description Why it would not have come about. */
            stopped: string | null;
            /** @example Prospecting US */
            target: string;
            /** @description A property's value for people; `micros` where it is money. */
            to: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            };
        };
        /** @description Where two texts differ. */
        BacktestComparison: {
            /** @description Objects on which both act, on other days, with other values or telling other people. */
            changed: components["schemas"]["BacktestDifference"][];
            /** Format: date-time */
            from: string;
            /** @description Objects on which only the new text acts. */
            gained: components["schemas"]["BacktestDifference"][];
            /** @description Objects on which only the old text acts. */
            lost: components["schemas"]["BacktestDifference"][];
            /** @description Objects on which both act alike. */
            same: number;
            /** Format: date-time */
            until: string;
        };
        BacktestDay: {
            /** @description Daily budgets of the campaigns that were on, at the day's end. */
            budget: components["schemas"]["Money"];
            /** Format: date */
            date: string;
            /** @description The same, had the rules acted. */
            simulated_budget: components["schemas"]["Money"];
            /**
             * @description The part of it that would have been spent all the same: recorded spend, less what campaigns spent while the run had them off or
             *     beyond a budget that it had cut. Nothing is added for a raise: what more would have been spent is nowhere recorded.
             */
            simulated_spend: components["schemas"]["Money"];
            /** @description What was really spent. */
            spend: components["schemas"]["Money"];
        };
        /** @description One object under both texts. */
        BacktestDifference: {
            /** Format: uuid */
            account_id: string;
            campaign: components["schemas"]["NamedRef"] | null;
            /**
             * @description Days on which the new text acts.
             * @example [
             *       "2026-11-15"
             *     ]
             */
            new_days: string[];
            object: components["schemas"]["ObjectBelow"] | null;
            /**
             * @description Days on which the old text acts.
             * @example [
             *       "2026-11-16"
             *     ]
             */
            old_days: string[];
            /** @description Why, at the first of them. */
            reason: string;
        };
        /** @description A rule acting, or being kept from it, on one object. */
        BacktestFiring: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            branch: number;
            campaign: components["schemas"]["NamedRef"] | null;
            changes: components["schemas"]["BacktestChange"][];
            /** @description It gives back what the rule held: nothing of the rule's own fired. */
            gives_back: boolean;
            object: components["schemas"]["ObjectBelow"] | null;
            outcome: components["schemas"]["FiringOutcome"];
            reason: string;
            /** @example Stop loss */
            rule: string;
            /** Format: uuid */
            rule_id: string;
            /** @description Guards, limits and other rules that stood in the way. */
            stopped_by: components["schemas"]["BacktestStop"][];
            /**
             * @description Messages it would have sent.
             * @example [
             *       "#ads: Prospecting US spent $120.00"
             *     ]
             */
            tells: string[];
        };
        /** @enum {string} */
        BacktestLevel: "account" | "campaign" | "ad_group" | "ad" | "keyword" | "target" | "search_term";
        /** @description A budget or a bid as it was, and as it would have been. */
        BacktestMoved: {
            property: components["schemas"]["ChangedProperty"];
            /** @description Each step holds until the next; the first is what held when the run began. */
            recorded: components["schemas"]["BacktestStep"][];
            simulated: components["schemas"]["BacktestStep"][];
            /** @example Prospecting US › Shoes */
            target: string;
        };
        /** @description What a rule's checks came to. One check is one object at one tick. */
        BacktestRule: {
            /** Format: int64 */
            blocked: number;
            /** Format: int64 */
            fired: number;
            /** Format: uuid */
            id: string;
            /** @description Whether it is the text on trial. */
            is_candidate: boolean;
            /**
             * Format: date-time
             * @description When the first numbers of its level were there: before, it found no objects.
             */
            known_since: string | null;
            level: components["schemas"]["BacktestLevel"];
            /** @example Stop loss */
            name: string;
            /** Format: int64 */
            not_fired: number;
            /**
             * Format: int64
             * @description Outside of the rule's `where`.
             */
            outside: number;
            /** Format: int64 */
            ticks: number;
            /** Format: int64 */
            unknown: number;
            /** @description What the unknown checks lacked, most often first: of each check the first reason. */
            unknown_because: components["schemas"]["BacktestUnknown"][];
            /**
             * Format: int64
             * @description True, and waiting: for `lasting`, for a cooldown, for an open action.
             */
            waiting: number;
        };
        BacktestStep: {
            /** Format: date-time */
            at: string;
            value: components["schemas"]["Money"];
        };
        BacktestStop: {
            /** @example guard "No runaway budgets" */
            by: string;
            reason: string;
        };
        BacktestUnbound: {
            /** @example Stop loss */
            rule: string;
            /** @example it names no amount in EUR */
            why: string;
        };
        /** @description Why so many checks could not be decided. */
        BacktestUnknown: {
            /**
             * Format: int64
             * @example 12
             */
            checks: number;
            reason: components["schemas"]["WhyUnknown"];
        };
        /** @description A clause. */
        Block: {
            condition: components["schemas"]["BlockCondition"] | null;
            kind: components["schemas"]["BlockKind"];
            offers: components["schemas"]["BlockOffer"][];
            parts: components["schemas"]["BlockPart"][];
            /** @description Takes the clause out of the text; empty where the rule needs it. */
            removal: components["schemas"]["TextEdit"][];
            span: components["schemas"]["TextSpan"];
            /**
             * @description As written.
             * @example every 1h
             */
            text: string;
        };
        /** @description A word to choose, and what it is in the text. */
        BlockChoice: {
            /** @example day at 09:00 */
            text: string;
            /** @example day at */
            word: string;
        };
        BlockComparison: {
            fallback: components["schemas"]["BlockField"] | null;
            left: components["schemas"]["BlockField"];
            operator: components["schemas"]["BlockField"];
            over: components["schemas"]["BlockField"] | null;
            right: components["schemas"]["BlockField"] | null;
            unit: components["schemas"]["BlockUnit"] | null;
        };
        /** @description A condition, or a part of one. */
        BlockCondition: {
            comparison: components["schemas"]["BlockComparison"] | null;
            kind: components["schemas"]["BlockConditionKind"];
            offers: components["schemas"]["BlockOffer"][];
            parts: components["schemas"]["BlockCondition"][];
            removal: components["schemas"]["TextEdit"][];
            /** @description With its parentheses. */
            span: components["schemas"]["TextSpan"];
            /** @example spend over today > $100 */
            text: string;
        };
        /** @enum {string} */
        BlockConditionKind: "all" | "any" | "not" | "comparison" | "text";
        /** @description A stretch of the text that can be written anew. */
        BlockField: {
            choices: components["schemas"]["BlockChoice"][];
            form: components["schemas"]["BlockForm"];
            /**
             * @description The choice that is made.
             * @example 1h
             */
            now: string | null;
            span: components["schemas"]["TextSpan"];
            /**
             * @description As written.
             * @example 1h
             */
            text: string;
            unit: components["schemas"]["BlockUnit"] | null;
        };
        /** @enum {string} */
        BlockForm: "choice" | "choices" | "texts" | "text" | "literal" | "name" | "expression" | "fixed";
        /** @description A rule, guard, test, metric or lookup. */
        BlockItem: {
            /** @description One for each clause of a rule, in the order of the text; guards and tests are text. */
            blocks: components["schemas"]["Block"][];
            doc: string | null;
            kind: components["schemas"]["BlockItemKind"];
            /** @example Night watch */
            name: string;
            offers: components["schemas"]["BlockOffer"][];
            /** @description What its conditions can compare. */
            operands: components["schemas"]["BlockOperand"][];
            span: components["schemas"]["TextSpan"];
        };
        /** @enum {string} */
        BlockItemKind: "rule" | "guard" | "test" | "metric" | "lookup";
        /** @enum {string} */
        BlockKind: "param" | "scope" | "schedule" | "window" | "let" | "when" | "otherwise_when" | "otherwise" | "action" | "release" | "without_data" | "approve" | "without_approval" | "cooldown" | "limit" | "yields_to" | "formerly" | "hold_out" | "accept" | "text";
        /** @description Something that could be added, ready to be written. */
        BlockOffer: {
            edits: components["schemas"]["TextEdit"][];
            what: components["schemas"]["BlockOfferWord"];
        };
        /** @enum {string} */
        BlockOfferWord: "help" | "platforms" | "accounts" | "where" | "between" | "on_days" | "in_zone" | "window" | "lasting" | "comparison" | "group" | "turn" | "fallback" | "over_window" | "action" | "otherwise_when" | "otherwise" | "hold" | "release" | "up_to" | "down_to" | "changing" | "moving" | "keeping" | "without_data" | "approve" | "quorum" | "within" | "unanswered" | "cooldown" | "limit" | "spend_limit" | "highest" | "yields_to" | "formerly" | "hold_out";
        /** @description Something that a condition can compare. */
        BlockOperand: {
            /** @example what delivery cost, in the account's currency */
            definition: string | null;
            kind: components["schemas"]["BlockOperandKind"];
            /**
             * @description The words of an enumeration.
             * @example [
             *       "active",
             *       "paused",
             *       "removed"
             *     ]
             */
            members: string[];
            /** @example spend */
            name: string;
            /**
             * @description A whole comparison to begin with.
             * @example spend > $100
             */
            sample: string;
            unit: components["schemas"]["BlockUnit"] | null;
        };
        /** @enum {string} */
        BlockOperandKind: "metric" | "attribute" | "let" | "param";
        /** @description A piece of a sentence. */
        BlockPart: {
            field: components["schemas"]["BlockField"] | null;
            /** @description Takes the piece out of the sentence; empty where the sentence needs it. */
            removal: components["schemas"]["TextEdit"][];
            word: components["schemas"]["BlockWord"];
        };
        /** @enum {string} */
        BlockUnit: "money" | "percent" | "ratio" | "count" | "duration" | "time" | "date" | "text" | "labels" | "bool" | "member";
        /** @enum {string} */
        BlockWord: "level" | "on" | "in_account" | "every" | "at" | "between" | "and" | "on_days" | "in_zone" | "catch_up" | "window" | "name" | "is" | "from" | "to" | "by" | "help" | "lasting_checks" | "lasting" | "action" | "up_to" | "down_to" | "changing" | "pool" | "move_from" | "move_to" | "ranked" | "ranked_by" | "moving_share" | "moving_amount" | "keeping" | "as_each_counts" | "hold" | "release_after" | "release_without_approval" | "channel" | "target" | "message" | "without_data" | "after" | "quorum" | "within" | "unanswered" | "moves_more" | "cooldown" | "at_most" | "at_most_of_spend" | "per" | "highest" | "rules" | "names" | "held_out" | "code" | "reason";
        /** @description Who says no, and why. */
        Blocker: {
            by: string;
            reason: string;
        };
        /** @description A text to read as blocks. */
        BlocksText: {
            /**
             * @example language 1
             *
             *     rule "Night watch" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *     }
             */
            text: string;
        };
        Brand: {
            /** Format: int64 */
            accounts: number;
            /** Format: uuid */
            id: string;
            /** @description Takes accounts that nobody has filed yet. */
            is_default: boolean;
            name: string;
        };
        BrandList: {
            data: components["schemas"]["Brand"][];
        };
        BrandName: {
            /** @example Fleetfoot */
            name: string;
        };
        /** @description A campaign as the newest sync shows it. */
        Campaign: {
            account: components["schemas"]["ActionAccount"];
            budget: components["schemas"]["Money"] | null;
            /** @description Several campaigns spend from the budget. */
            budget_shared: boolean;
            channel: string;
            /** Format: date-time */
            data_until: string | null;
            /** @description The platform's word for whether it delivers. */
            delivery: string;
            /** @description The platform's own id. */
            external_id: string;
            /** Format: uuid */
            id: string;
            last_7_days: components["schemas"]["CampaignWeek"] | null;
            name: string;
            status: components["schemas"]["CampaignStatus"];
            today: components["schemas"]["CampaignToday"] | null;
        };
        /** @description What an action would do. */
        CampaignActionPreview: {
            after: components["schemas"]["ShownValue"];
            before: components["schemas"]["ShownValue"];
            /** @description Guards, limits and what is under way already. Empty: it would go through. */
            blocked: components["schemas"]["Blocker"][];
            /** @description Somebody else has to agree first. */
            needs_approval: boolean;
            per_day_change: components["schemas"]["Money"] | null;
            /**
             * Format: int32
             * @description Campaigns that feel it; more than one for a shared budget.
             */
            shared_by: number;
        };
        CampaignActionRequest: {
            budget?: components["schemas"]["Amount"] | null;
            /** @description Show what would become of it and change nothing. */
            dry_run?: boolean | null;
            kind: components["schemas"]["RequestedKind"];
            /**
             * @description For whoever reads the ledger later.
             * @example the landing page is down
             */
            reason: string;
        };
        /** @description A campaign with everything that is known about it but its numbers by day and its history. */
        CampaignDetail: components["schemas"]["Campaign"] & {
            bid_strategy: string;
            /** Format: date */
            end_date: string | null;
            /** Format: date-time */
            first_seen_at: string;
            labels: string[];
            /**
             * Format: date-time
             * @description Last change of status or budget by anyone, as far as known.
             */
            last_change_at: string | null;
            /** @description A person, a rule, or the platform's word where it was changed there. */
            last_change_by: string | null;
            /** @description Other campaigns that spend from the same budget. */
            shared_with: components["schemas"]["NamedRef"][];
            /**
             * Format: date
             * @description Of the account's calendar.
             */
            start_date: string | null;
        };
        CampaignHistory: {
            data: components["schemas"]["CampaignHistoryEntry"][];
            next_cursor: string | null;
        };
        /** @description One line of the history of a campaign, or of something below one. */
        CampaignHistoryEntry: {
            /** Format: uuid */
            action_id: string | null;
            after: string | null;
            /** Format: date-time */
            at: string;
            before: string | null;
            by: components["schemas"]["HistoryAuthor"];
            /** Format: uuid */
            decision_id: string | null;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["HistoryKind"];
            object: components["schemas"]["ObjectBelow"] | null;
            /** @description An action's state or a decision's outcome. */
            state: string | null;
            text: string;
        };
        CampaignList: {
            data: components["schemas"]["Campaign"][];
            next_cursor: string | null;
        };
        /** @description Something that changed inside the range. */
        CampaignMark: {
            /** Format: uuid */
            action_id: string | null;
            after: string;
            /** Format: date-time */
            at: string;
            before: string | null;
            /** @description The rule's or person's name; the platform's word where it was changed there. */
            by: string;
            /** Format: date */
            day: string;
            kind: components["schemas"]["MarkKind"];
            property: components["schemas"]["MarkProperty"];
        };
        /** @description A campaign's numbers by day. Every day of the range is there. */
        CampaignMetrics: {
            compare: components["schemas"]["ComparedDays"] | null;
            compare_totals: components["schemas"]["Totals"] | null;
            /** @example USD */
            currency: string;
            /** Format: date-time */
            data_until: string | null;
            days: components["schemas"]["DayCell"][];
            /** Format: date */
            from: string;
            /** @description Oldest first. */
            marks: components["schemas"]["CampaignMark"][];
            /**
             * Format: date
             * @description The last day whose numbers are not expected to move any more; null before the first sync.
             */
            settled_until: string | null;
            /** @example America/New_York */
            time_zone: string;
            /** Format: date */
            to: string;
            /** @description Of the known days. */
            totals: components["schemas"]["Totals"];
        };
        /** @description Something below a campaign as the newest sync of its level shows it. */
        CampaignObject: {
            bid: components["schemas"]["Money"] | null;
            /** @description The platform's word for whether it delivers. */
            delivery: string;
            /** @description The platform's own id. */
            external_id: string;
            /** Format: date-time */
            first_seen_at: string;
            /** Format: uuid */
            id: string;
            /** @description Null where they are not read. */
            labels: string[] | null;
            last_7_days: components["schemas"]["CampaignWeek"] | null;
            /**
             * Format: date-time
             * @description Last change of status or bid by anyone, as far as known.
             */
            last_change_at: string | null;
            level: components["schemas"]["ObjectLevel"];
            /**
             * @description How close a search must be; null where that is no question.
             * @example exact
             */
            match_type: string | null;
            name: string;
            parent: components["schemas"]["ObjectBelow"] | null;
            status: components["schemas"]["CampaignStatus"];
        };
        /** @description Something below a campaign, and where it stands. */
        CampaignObjectDetail: components["schemas"]["CampaignObject"] & {
            account: components["schemas"]["ActionAccount"];
            campaign: components["schemas"]["NamedRef"];
            /**
             * Format: date-time
             * @description How far its level's data reaches.
             */
            data_until: string | null;
        };
        CampaignObjectList: {
            data: components["schemas"]["CampaignObject"][];
            next_cursor: string | null;
        };
        /** @description Why one rule did, or did not, act on a campaign. */
        CampaignRule: {
            /** @description What it lacks to act. */
            distance: string | null;
            effects: components["schemas"]["RuleEffect"][];
            explanation: components["schemas"]["Explanation"] | null;
            object: components["schemas"]["ObjectBelow"] | null;
            outcome: components["schemas"]["WhyOutcome"];
            progress: components["schemas"]["RuleProgress"] | null;
            /** @description One plain sentence. */
            reason: string;
            rule: components["schemas"]["RuleRef"];
            /**
             * Format: uuid
             * @description Its shadow, where one runs beside it: `GET /decisions?rule=…` lists what that decides.
             */
            shadow: string | null;
            state: components["schemas"]["RuleState"];
        };
        /** @description How every rule stands to one campaign now. */
        CampaignRules: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CampaignRule"][];
            /** Format: date-time */
            data_until: string | null;
        };
        /** @enum {string} */
        CampaignStatus: "active" | "paused" | "removed";
        CampaignToday: {
            /** Format: int64 */
            clicks: number;
            /** Format: double */
            conversions: number;
            /** Format: int64 */
            impressions: number;
            revenue: components["schemas"]["Money"];
            spend: components["schemas"]["Money"];
        };
        CampaignWeek: {
            /** Format: double */
            conversions: number;
            cpa: components["schemas"]["Money"] | null;
            revenue: components["schemas"]["Money"];
            /**
             * Format: double
             * @description Null without spend.
             */
            roas: number | null;
            spend: components["schemas"]["Money"];
        };
        /** @enum {string} */
        CandidateStatus: "available" | "connected" | "closed" | "other_organisation";
        /** @enum {string} */
        ChangedProperty: "status" | "budget" | "bid" | "target_cpa" | "target_roas" | "negative_keyword" | "label";
        /** @description A text to check. */
        CheckText: {
            /**
             * @example language 1
             *
             *     rule "Night watch" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *     }
             */
            text: string;
        };
        /** @description A guard of a checked text. */
        CheckedGuard: {
            doc: string | null;
            in_plain_words: string;
            name: string;
            scope: string;
        };
        /** @description A rule of a checked text. */
        CheckedRule: {
            doc: string | null;
            /** @description The rule in English, one sentence a line. */
            in_plain_words: string;
            name: string;
            params: components["schemas"]["Param"][];
            /** @example every 1 hour */
            schedule: string;
            /** @example campaigns on google */
            scope: string;
        };
        /** @description What a text holds, and everything there is to say about it. */
        CheckedText: {
            diagnostics: components["schemas"]["Diagnostic"][];
            guards: components["schemas"]["CheckedGuard"][];
            /** @description Those without an error of their own. */
            rules: components["schemas"]["CheckedRule"][];
        };
        ChosenAccounts: {
            /**
             * Format: uuid
             * @description The brand they belong to; the organisation's default one when absent.
             */
            brand_id?: string | null;
            /**
             * @description Those of the candidates that are to be connected.
             * @example [
             *       "1234567890"
             *     ]
             */
            external_ids: string[];
        };
        /** @description Business time (schedules, approvals, windows) and process time (sessions). */
        Clock: {
            /** Format: date-time */
            business_now: string;
            /** Format: date-time */
            process_now: string;
            source: components["schemas"]["ClockSource"];
            /**
             * Format: double
             * @description Business seconds per second.
             */
            speed: number;
            /** @description Business time stands still because its owner has not been heard. */
            stalled: boolean;
        };
        /** @enum {string} */
        ClockSource: "system" | "sandbox" | "manual";
        /** @description Two texts of one rule on the same past. */
        CompareBacktests: {
            /** Format: uuid */
            account_id?: string | null;
            after: string;
            before: string;
            /**
             * @description The old text's values, where they were others.
             * @example {
             *       "max_cpa": "$45"
             *     }
             */
            before_overrides?: {
                [key: string]: string;
            } | null;
            /**
             * Format: int32
             * @example 90
             */
            days?: number | null;
            /**
             * @description Values of parameters.
             * @example {
             *       "max_cpa": "$60"
             *     }
             */
            overrides?: {
                [key: string]: string;
            };
        };
        /** @description The range of the same length before. */
        ComparedDays: {
            days: components["schemas"]["DayCell"][];
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        };
        /** @description One comparison of a rule, and how often the tests saw it come out how. */
        ComparisonCoverage: {
            span: components["schemas"]["TextSpan"];
            text: string;
            /** Format: int64 */
            unknown: number;
            /** Format: int64 */
            was_false: number;
            /** Format: int64 */
            was_true: number;
        };
        /** @description The accounts that were connected. */
        ConnectedAccounts: {
            accounts: components["schemas"]["Account"][];
        };
        /** @description One connection, from the consent to the choice. */
        Connection: {
            /** @description What the consent reaches; empty until it was given. */
            candidates: components["schemas"]["ConnectionCandidate"][];
            /**
             * Format: date-time
             * @description When it lapses unless it is gone on with.
             */
            expires_at: string;
            /** Format: uuid */
            id: string;
            platform: components["schemas"]["Platform"];
            problem: components["schemas"]["ConnectionProblem"] | null;
            reconnects: components["schemas"]["NamedRef"] | null;
            scopes: components["schemas"]["ConnectionScope"][];
            state: components["schemas"]["ConnectionState"];
        };
        /** @description A connection that was begun. */
        ConnectionBegun: {
            /**
             * @description Where the browser goes now, at the top level: the platform's own page.
             * @example https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…
             */
            consent_url: string;
            /** Format: uuid */
            id: string;
        };
        /** @description An account that the consent reaches. */
        ConnectionCandidate: {
            /**
             * Format: uuid
             * @description The account here, where it is connected.
             */
            account_id: string | null;
            /** @example USD */
            currency: string;
            /** @example 1234567890 */
            external_id: string;
            manager: components["schemas"]["ConnectionManager"] | null;
            name: string;
            status: components["schemas"]["CandidateStatus"];
            /** @example America/New_York */
            time_zone: string;
            why_not: string | null;
        };
        /** @description A manager account. */
        ConnectionManager: {
            external_id: string;
            name: string;
        };
        /** @description A platform and whether it can be connected. */
        ConnectionPlatform: {
            available: boolean;
            platform: components["schemas"]["Platform"];
            why_not: string | null;
        };
        ConnectionPlatformList: {
            data: components["schemas"]["ConnectionPlatform"][];
        };
        /** @description Why a connection came to nothing. */
        ConnectionProblem: {
            code: components["schemas"]["ConnectionProblemCode"];
            detail: string;
            title: string;
            what_to_do: string;
        };
        /** @enum {string} */
        ConnectionProblemCode: "refused" | "missing_scope" | "code_rejected" | "no_accounts" | "expired" | "platform_error";
        /** @description A permission that is needed, and whether it was given. */
        ConnectionScope: {
            granted: boolean;
            /** @example https://www.googleapis.com/auth/adwords */
            name: string;
            needed_for: string;
        };
        /** @enum {string} */
        ConnectionState: "waiting" | "refused" | "failed" | "choosing" | "done" | "expired";
        /** @description The name and kind of a new lookup. */
        CreateLookup: {
            kind: components["schemas"]["LookupKind"];
            /**
             * @description One word of letters, digits and `_`, as rules will write it.
             * @example margins
             */
            name: string;
        };
        /** @description A fresh invitation with its link. */
        CreatedInvite: {
            invite: components["schemas"]["Invite"];
            /**
             * @description Shown this once: hand it to the invited person.
             * @example https://desk.example.com/invite?token=2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8
             */
            url: string;
        };
        /** @enum {string} */
        DataSetName: "structure" | "metrics by day" | "metrics by hour";
        /** @enum {string} */
        DataSetState: "fresh" | "late" | "missing";
        /** @description One day of the account's calendar. */
        DayCell: {
            /**
             * Format: int64
             * @description Micros in force at the day's end; null where not known.
             */
            budget: number | null;
            /** Format: int64 */
            clicks: number;
            /** Format: double */
            conversions: number;
            /** Format: date */
            day: string;
            /** Format: int64 */
            impressions: number;
            /** @description A sync covers it: zeros mean zero. Else nobody asked, and zeros mean nothing. */
            known: boolean;
            /**
             * Format: int64
             * @description Micros of the currency.
             */
            revenue: number;
            /**
             * Format: int64
             * @description Micros of the currency.
             */
            spend: number;
        };
        Decide: {
            items: components["schemas"]["DecideItem"][];
            /**
             * @description Needed to reject: for whoever wrote the rule.
             * @example the sale starts tomorrow
             */
            reason?: string | null;
            verdict: components["schemas"]["VerdictChoice"];
        };
        /** @description An action in the version that was looked at. */
        DecideItem: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            version: number;
        };
        /** @description Why one item was not decided. */
        DecideProblem: {
            /** @example the action moved on; look again and decide again */
            detail: string;
            /** @example It changed since you read it */
            title: string;
            /** @example urn:adjutant:problem:moved */
            type: string;
        };
        /** @description What became of one item. */
        DecideResult: {
            /** Format: uuid */
            id: string;
            ok: boolean;
            problem: components["schemas"]["DecideProblem"] | null;
            state: components["schemas"]["ActionState"] | null;
            /** Format: int64 */
            version: number | null;
        };
        DecideResults: {
            /** @description One per item, in their order. */
            results: components["schemas"]["DecideResult"][];
        };
        /** @description What a rule decided about one campaign at one moment, and why. */
        Decision: {
            account: components["schemas"]["ActionAccount"];
            action_ids: string[];
            /** Format: date-time */
            at: string;
            blocked: components["schemas"]["DecisionBlock"][];
            /**
             * Format: int64
             * @description Which of the rule's branches acted, from 0.
             */
            branch: number | null;
            campaign: components["schemas"]["NamedRef"] | null;
            /** Format: date-time */
            data_until: string | null;
            explanation: components["schemas"]["Explanation"];
            /** Format: uuid */
            id: string;
            object: components["schemas"]["ObjectBelow"] | null;
            outcome: components["schemas"]["DecisionOutcome"];
            /**
             * @description The stored values, worked out once more without asking the rule, a script or the platform's numbers again, come to the
             *     stored verdict.
             */
            replays: boolean;
            rule: components["schemas"]["DecisionRule"];
            simulated: components["schemas"]["SimulatedDecision"] | null;
        };
        /** @description What kept an action from being proposed. */
        DecisionBlock: {
            by: string;
            reason: string;
        };
        /** @enum {string} */
        DecisionOutcome: "fired" | "pending" | "not_fired" | "unknown" | "blocked" | "waiting" | "held_out";
        /** @description The rule in the version that decided. */
        DecisionRule: {
            /** Format: uuid */
            id: string;
            /** @description Whether everything it decides by can be analysed; a rule that calls a script is not. */
            is_analysable: boolean;
            name: string;
            text: string;
            /** Format: int64 */
            version: number;
        };
        /** @description A past check on one line. */
        DecisionSummary: {
            account: components["schemas"]["ActionAccount"];
            action_ids: string[];
            /** Format: date-time */
            at: string;
            campaign: components["schemas"]["NamedRef"] | null;
            /**
             * Format: uuid
             * @description Null where nothing acted: it is recorded without its tree of values.
             */
            id: string | null;
            object: components["schemas"]["ObjectBelow"] | null;
            outcome: components["schemas"]["DecisionOutcome"];
            reason: string;
            rule: components["schemas"]["RuleRef"];
            /** @description The rule's shadow decided so: nothing was done. */
            simulated: boolean;
        };
        DecisionSummaryList: {
            data: components["schemas"]["DecisionSummary"][];
            next_cursor: string | null;
        };
        /** @description One finding of the checker. */
        Diagnostic: {
            /** @example E0204 */
            code: string;
            /**
             * @description Where the code is explained.
             * @example /docs/diagnostics/E0204
             */
            docs: string;
            fixes: components["schemas"]["DiagnosticFix"][];
            help: string | null;
            history: components["schemas"]["DiagnosticHistory"] | null;
            labels: components["schemas"]["DiagnosticLabel"][];
            message: string;
            severity: components["schemas"]["DiagnosticSeverity"];
            span: components["schemas"]["TextSpan"];
            /** @description The text under the span. */
            underlined: string;
        };
        /** @description A change of the text that answers a finding. */
        DiagnosticFix: {
            edits: components["schemas"]["TextEdit"][];
            /** @description It says what was certainly meant; otherwise it is one of several meanings. */
            safe: boolean;
            title: string;
        };
        /** @description What the organisation's own past says of a finding: stored numbers, looked at object by object at the end of each day. */
        DiagnosticHistory: {
            /**
             * Format: int64
             * @description How many days back the oldest look was.
             * @example 90
             */
            days: number;
            /**
             * Format: int64
             * @description Objects of the rule's scope, each once a day, where the numbers were known.
             * @example 9811
             */
            looks: number;
            /** @example in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day */
            says: string;
            /**
             * Format: int64
             * @description In how many of them it was as the finding says.
             * @example 1204
             */
            times: number;
        };
        /** @description Another place that belongs to a finding. */
        DiagnosticLabel: {
            message: string;
            span: components["schemas"]["TextSpan"];
        };
        /** @description What a code means. */
        DiagnosticPage: {
            /** @example E0204 */
            code: string;
            severity: components["schemas"]["DiagnosticSeverity"];
            /** @description Markdown: what it means, an example, and how to say it instead. */
            text: string;
            title: string;
        };
        /** @enum {string} */
        DiagnosticSeverity: "error" | "warning" | "hint";
        /**
         * @description What becomes of the changes that the rule made and that still stand.
         * @enum {string}
         */
        DisableHolds: "keep" | "restore";
        DisableRule: {
            holds: components["schemas"]["DisableHolds"];
        };
        /** @enum {string} */
        EffectKind: "pause" | "resume" | "set_budget" | "set_bid" | "set_target_cpa" | "set_target_roas" | "add_negative_keyword" | "add_label" | "remove_label" | "run_script" | "notify";
        /** @enum {string} */
        EffectProperty: "status" | "budget" | "bid" | "target_cpa" | "target_roas" | "negative_keyword" | "label";
        /** @description No fields. */
        Empty: Record<string, unknown>;
        /** @description What was looked at before a rule is enabled. */
        EnableRule: {
            /**
             * @description Codes of warnings and findings that are accepted, for the record. Without them a rule that nobody took a second look at is not
             *     enabled. What its text accepts, and what was accepted before and still says the same, is not asked about again.
             * @example [
             *       "W0801"
             *     ]
             */
            accept?: string[];
            /**
             * @description Why those without a reason of their own are.
             * @example five campaigns, and a budget of their own
             */
            reason?: string | null;
            /**
             * @description Why each of them is all right here, by its code, for the record. A code with a reason is accepted, whether `accept` names it or not.
             * @example {
             *       "W0503": "there are five campaigns"
             *     }
             */
            reasons?: {
                [key: string]: string;
            };
        };
        /** @description The data of a `hint` event. */
        EventHint: {
            /**
             * Format: uuid
             * @description The one thing that changed; null: any of the topic.
             */
            ref: string | null;
            topic: components["schemas"]["HintTopic"];
            /** Format: int64 */
            version: number | null;
        };
        ExplainedBranch: {
            actions: string[];
            condition: components["schemas"]["Node"] | null;
            /** @description As written: `2 checks`. */
            lasting: string | null;
            /** @description One plain sentence. */
            reason: string;
            /** @description What each script of a branch that acts returned, with what it was handed. */
            returned: components["schemas"]["Operand"][];
            truth: components["schemas"]["Truth"];
        };
        /** @description Whether what a rule holds ends. Unknown keeps holding. */
        ExplainedRelease: {
            condition: components["schemas"]["Node"];
            /** @description One plain sentence. */
            reason: string;
        };
        ExplainedValue: {
            /** @description For people. */
            display: string;
            /** @example money */
            kind: string;
            missing: components["schemas"]["Missing"] | null;
            raw: components["schemas"]["Raw"] | null;
        };
        /** @description A window as it was placed on the account's calendar. */
        ExplainedWindow: {
            /** @description Day grain: the first day. Hour grain: the first instant. Null when it could not be placed. */
            from: string | null;
            grain: components["schemas"]["WindowGrain"];
            /** Format: int32 */
            lag_days: number;
            metrics: string[];
            missing: components["schemas"]["Missing"] | null;
            text: string;
            to: string | null;
        };
        /** @description Everything that led to the verdict on one object at one moment. */
        Explanation: {
            /** Format: date-time */
            at: string;
            branches: components["schemas"]["ExplainedBranch"][];
            /** Format: date-time */
            data_until: string | null;
            /**
             * Format: int64
             * @description The version of what computed it; 0 where that was not recorded.
             * @example 1
             */
            evaluator: number;
            lets: components["schemas"]["LetValue"][];
            release: components["schemas"]["ExplainedRelease"] | null;
            scope: components["schemas"]["Node"] | null;
            windows: components["schemas"]["ExplainedWindow"][];
        };
        /** @description A name and values for a ready rule. */
        FillLibraryItem: {
            /**
             * @description Another name; its own when absent.
             * @example Stop loss, summer sale
             */
            name?: string | null;
            /**
             * @description Parameter → typed literal; its own default where nothing is given.
             * @example {
             *       "max_cpa": "$60, 55 EUR"
             *     }
             */
            params?: {
                [key: string]: string;
            };
        };
        /** @description A text for the editor. */
        FilledText: {
            diagnostics: components["schemas"]["Diagnostic"][];
            text: string;
        };
        /** @enum {string} */
        FindingAnswer: "proved" | "shown" | "not_decided";
        /** @description A campaign that shows the finding. */
        FindingExample: {
            /**
             * Format: date-time
             * @description The check at which the rules see it.
             */
            at: string;
            /** @description The name, when it is one of the organisation's; otherwise the campaign was made up. */
            campaign: string | null;
            values: components["schemas"]["FindingValue"][];
        };
        /** @description A place in one of the rules a finding speaks about. */
        FindingPlace: {
            /** @example Scale winners */
            rule: string;
            /**
             * Format: uuid
             * @description Null for a text that was never saved.
             */
            rule_id: string | null;
            span: components["schemas"]["TextSpan"] | null;
            /** @example increase budget by 20% up to $500 */
            text: string;
        };
        /** @description A value of the example, in a marketer's words. */
        FindingValue: {
            /** @example spend */
            name: string;
            /** @example $120.00 */
            value: string;
            /**
             * @description Null for attributes.
             * @example last 3 days
             */
            window: string | null;
        };
        /** @enum {string} */
        FiringOutcome: "fired" | "blocked";
        /** @enum {string} */
        FirstSyncState: "waiting" | "running" | "done" | "failed";
        /** @description What was done, all of it. */
        FolderApplied: {
            items: components["schemas"]["AppliedItem"][];
            /** @description Proposals of rules that were put away, withdrawn before anybody carried them out. */
            withdrawn: number;
        };
        /** @description A rule or a guard, and what becomes of it. */
        FolderChange: {
            after: string | null;
            /** @description Whether it is at work once the plan is applied. */
            at_work: boolean;
            before: string | null;
            change: components["schemas"]["FolderChangeKind"];
            /** @description Findings that wait to be accepted before it goes to work. */
            findings: components["schemas"]["FolderFinding"][];
            /**
             * Format: uuid
             * @description Null while it is new.
             */
            id: string | null;
            kind: components["schemas"]["FolderItemKind"];
            /** @example Night watch */
            name: string;
            /**
             * @description Values of the rule's parameters, which stay.
             * @example {
             *       "max_cpa": "$60"
             *     }
             */
            overrides: {
                [key: string]: string;
            };
            /**
             * @description Null for what the folder does not hold.
             * @example prospecting/night-watch.rule
             */
            path: string | null;
            state: components["schemas"]["RuleState"] | null;
            today_after: components["schemas"]["FolderToday"] | null;
            today_before: components["schemas"]["FolderToday"] | null;
            /**
             * @description What it is called here while it is renamed.
             * @example Night pause
             */
            was: string | null;
        };
        /** @enum {string} */
        FolderChangeKind: "new" | "changed" | "renamed" | "enabled" | "removed" | "elsewhere" | "same";
        /** @description A file by its path in the folder. */
        FolderFile: {
            /** @example prospecting/night-watch.rule */
            path: string;
            /**
             * @example language 1
             *
             *     rule "Night watch" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *       cooldown 24h
             *     }
             */
            text: string;
        };
        FolderFinding: {
            /** @example W0801 */
            code: string;
            /** @example narrow one of the two conditions */
            help: string | null;
            history: components["schemas"]["DiagnosticHistory"] | null;
            /** @example `Night watch` pauses campaigns whose budget `Scale winners` raises */
            message: string;
        };
        /** @enum {string} */
        FolderItemKind: "rule" | "guard";
        /** @description What a folder would change. */
        FolderPlan: {
            /** @description Whether applying does anything. */
            changes: boolean;
            /**
             * @description Names everything that was looked at: send it to apply the plan.
             * @example 9f2c
             */
            digest: string;
            /** @description Rules first, then guards, by name. */
            items: components["schemas"]["FolderChange"][];
            /** @description Files that cannot be taken as they are; nothing is applied while there are any. */
            refused: components["schemas"]["RefusedFile"][];
        };
        /** @description What a rule would do now. */
        FolderToday: {
            acting: number;
            blocked: number;
            /** @description Campaigns in scope. */
            checks: number;
            /** @description Those it acts on, and those it is kept from, at most 50. */
            rows: components["schemas"]["FolderTodayRow"][];
            unknown: number;
        };
        FolderTodayRow: {
            account: components["schemas"]["ActionAccount"];
            campaign: components["schemas"]["NamedRef"] | null;
            effects: components["schemas"]["RuleEffect"][];
            /** @example cost is $60.00, above $45.00 */
            reason: string;
        };
        /** @enum {string} */
        GrantState: "live" | "reconnect";
        /** @description A guard as it stands. */
        Guard: {
            doc: string | null;
            /** Format: uuid */
            id: string;
            /** @description The guard in English, one sentence a line. */
            in_plain_words: string;
            name: string;
            state: components["schemas"]["GuardState"];
            text: string;
            /** Format: date-time */
            updated_at: string;
            updated_by: string | null;
            /**
             * Format: int64
             * @description Grows with every change; the ETag is `"v"` and this.
             */
            version: number;
            /** @description What there is to say about it: by its text, and in the accounts as they are. */
            warnings: components["schemas"]["Diagnostic"][];
        };
        GuardList: {
            data: components["schemas"]["Guard"][];
        };
        /** @description 412: the guard moved on; `current` is what it is now. */
        GuardMoved: {
            current: components["schemas"]["Guard"];
            detail: string;
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        /** @description What is known about a guard's promise, given this rule. */
        GuardPromise: {
            account: components["schemas"]["ActionAccount"];
            answer: components["schemas"]["PromiseAnswer"];
            /** @example never raise budget above $1,000 */
            clause: string;
            /** @example No runaway budgets */
            guard: string;
            /** @description One sentence. */
            in_words: string;
        };
        /** @enum {string} */
        GuardState: "enabled" | "disabled";
        /** @enum {string} */
        HintTopic: "actions" | "decisions" | "campaigns" | "accounts" | "rules" | "actors" | "clock" | "notifications" | "organisation";
        HistoryAuthor: {
            kind: components["schemas"]["AuthorKind"];
            /** @description The platform's word where it was changed there. */
            name: string;
        };
        /** @enum {string} */
        HistoryKind: "change" | "action" | "decision";
        /** @description One property that a rule set and that is still so. */
        Hold: {
            account: components["schemas"]["ActionAccount"];
            /** Format: uuid */
            action_id: string;
            after: components["schemas"]["ShownValue"];
            /** @description What it was, and what releasing it sets again. */
            before: components["schemas"]["ShownValue"];
            campaign: components["schemas"]["NamedRef"] | null;
            /** @description Whether the asking person can undo it now. */
            can_release: boolean;
            ends: components["schemas"]["HoldEnd"] | null;
            /**
             * @description Which one, where a label is held.
             * @example reviewed
             */
            label: string | null;
            object: components["schemas"]["ObjectBelow"] | null;
            property: components["schemas"]["HoldProperty"];
            rule: components["schemas"]["RuleRef"] | null;
            /** Format: date-time */
            since: string;
            why_not: string | null;
        };
        /** @description When what a rule set goes back by itself. */
        HoldEnd: {
            /**
             * @description Another rule that holds the same: the old value comes back with the last.
             * @example Night pause
             */
            also_held_by: string | null;
            /**
             * Format: date-time
             * @description Null while only its condition or somebody can end it.
             */
            at: string | null;
            /** @description It has ended, and the way back waits or is tried again. */
            is_over: boolean;
            /**
             * @description The rule's `release when`, as written.
             * @example cpa of siblings < $30
             */
            when: string | null;
        };
        HoldList: {
            data: components["schemas"]["Hold"][];
        };
        /** @description The campaigns in a rule's scope at its last check, by whether it may act on them. */
        HoldOut: {
            acted_on: number;
            held_out: number;
            /** @example 10% */
            share: string;
        };
        /** @enum {string} */
        HoldProperty: "status" | "budget" | "bid" | "target_cpa" | "target_roas" | "negative_keyword" | "label";
        /** @description An export of rules, and what it leaves open. */
        ImportRules: {
            /**
             * @description The platform's count that is `conversions` in this account; its results when absent.
             * @example offsite_conversion.fb_pixel_purchase
             */
            conversions?: string | null;
            /**
             * @description The account's currency: exports hold amounts without one.
             * @example USD
             */
            currency?: string | null;
            /**
             * @description The export, as JSON in a text.
             * @example {"data":[{"name":"Dear","evaluation_spec":{"evaluation_type":"SCHEDULE","filters":[{"field":"entity_type","value":"CAMPAIGN","operator":"EQUAL"},{"field":"time_preset","value":"TODAY","operator":"EQUAL"},{"field":"spent","value":10000,"operator":"GREATER_THAN"}]},"execution_spec":{"execution_type":"PAUSE"},"schedule_spec":{"schedule_type":"HOURLY"}}]}
             */
            file: string;
            /**
             * @description `meta` for an answer of `adrules_library`, `tiktok` for one of `optimizer/rule/get`.
             * @example meta
             */
            from: string;
            /**
             * @description The platform's return that is `roas` in this account.
             * @example website_purchase_roas
             */
            roas?: string | null;
            /**
             * @description Who is told on Slack, where a rule tells somebody.
             * @example #paid-media
             */
            slack?: string | null;
        };
        /** @description One part of an exported rule. */
        ImportedPart: {
            /**
             * @description Where it stands in the exported rule.
             * @example evaluation_spec.filters[2]
             */
            path: string;
            state: components["schemas"]["ImportedPartState"];
            /**
             * @description What stands there, as JSON.
             * @example {"field":"spent","value":10000,"operator":"GREATER_THAN"}
             */
            value: string;
            /**
             * @description What was chosen, or why it is missing.
             * @example the export does not say its currency
             */
            why: string | null;
            /**
             * @description What says it here; nothing where it is said by leaving something out.
             * @example spend > $100.00
             */
            written: string | null;
        };
        /** @enum {string} */
        ImportedPartState: "carried" | "look_at" | "left_out" | "missing";
        /** @description What came of one exported rule. */
        ImportedRule: {
            diagnostics: components["schemas"]["Diagnostic"][];
            /**
             * @description Its id there.
             * @example 23851234567890001
             */
            id: string | null;
            name: string;
            parts: components["schemas"]["ImportedPart"][];
            /** @description The rule here. One that is not whole says in comments what is missing, and does something else without it. */
            text: string;
            /** @description Everything that decides what it does was carried, and the checker finds no error in it. */
            whole: boolean;
        };
        ImportedRules: {
            data: components["schemas"]["ImportedRule"][];
        };
        /** @description An invitation. Its link is shown once, when it is made. */
        Invite: {
            /** Format: date-time */
            created_at: string;
            /** @example Ada Byron */
            created_by: string;
            /** @example eve@example.com */
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            role: components["schemas"]["Role"];
            state: components["schemas"]["InviteState"];
        };
        InviteList: {
            data: components["schemas"]["Invite"][];
        };
        /** @enum {string} */
        InviteState: "open" | "used" | "expired" | "revoked";
        LetValue: {
            name: string;
            /** @description The expression as written. */
            text: string;
            value: components["schemas"]["ExplainedValue"];
        };
        /** @description A ready rule or guard. */
        LibraryItem: {
            doc: string;
            /**
             * @description The shelf it stands on.
             * @example Stop losses
             */
            folder: string;
            /** @example stop-loss */
            id: string;
            /** @description In English, one sentence a line. */
            in_plain_words: string;
            /**
             * Format: int64
             * @description How many rules here were made from it.
             */
            installed: number;
            kind: components["schemas"]["LibraryKind"];
            name: string;
            /** @description When it is the wrong choice. */
            not_for: string | null;
            params: components["schemas"]["Param"][];
            platforms: components["schemas"]["Platform"][];
            text: string;
        };
        LibraryItemList: {
            data: components["schemas"]["LibraryItem"][];
        };
        /** @enum {string} */
        LibraryKind: "rule" | "guard";
        /** @description The ready rule it was made from. */
        LibraryRef: {
            /** @example stop-loss */
            id: string;
            name: string;
        };
        /**
         * @description A language of the pages.
         * @enum {string}
         */
        LocaleChoice: "en" | "de";
        /** @enum {string} */
        LocaleWord: "en" | "de";
        /** @description A lookup as it stands. */
        Lookup: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["LookupKind"];
            /**
             * @description As rules name it: `lookup margins[this.name]`.
             * @example margins
             */
            name: string;
            /** Format: int64 */
            rows: number;
            /**
             * @description The file they came from; `null` where they came through the API.
             * @example margins.csv
             */
            source: string | null;
            /**
             * Format: date-time
             * @description From when on rules see these rows; `null` before the first.
             */
            supplied_at: string | null;
            supplied_by: string | null;
            /**
             * Format: int64
             * @description Grows with every replacement of the rows; 0 before the first.
             */
            version: number;
        };
        /** @description A lookup with its last versions and the rules that ask it. */
        LookupDetail: components["schemas"]["Lookup"] & {
            used_by: components["schemas"]["LookupUse"][];
            /** @description The last 50, newest first. */
            versions: components["schemas"]["LookupVersion"][];
        };
        /** @description A file as text. */
        LookupFile: {
            /** @example margins.csv */
            name: string;
            /**
             * @description Comma, semicolon or tab separated; the first line names the columns `key` and `value`.
             * @example key,value
             *     Prospecting US,40%
             *     Brand US,62.5%
             */
            text: string;
        };
        /**
         * @description What a lookup supplies.
         * @enum {string}
         */
        LookupKind: "percent" | "ratio" | "money" | "count" | "text";
        LookupList: {
            data: components["schemas"]["Lookup"][];
        };
        /** @description What a lookup is called from now on. */
        LookupName: {
            /**
             * @description One word of letters, digits and `_`, as rules will write it.
             * @example margins
             */
            name: string;
        };
        /** @description One row: a name and its value, a number with its unit or a text. */
        LookupRow: {
            /** @example Prospecting US */
            key: string;
            /**
             * @description `40%`, `2.5`, `12.50 EUR`; a text has 1 to 500 characters on one line.
             * @example 40%
             */
            value: string;
        };
        /** @description Up to 200 rows. */
        LookupRows: {
            data: components["schemas"]["LookupRow"][];
            /** @description Whether rows follow: ask again with the last name as `after`. */
            has_more: boolean;
        };
        /** @description What became of a replacement. */
        LookupSupplied: {
            /**
             * @description Rows that were new, gone or different; 0 where the same file came again.
             * @example 1
             */
            changed: number;
            /** @example 2 */
            rows: number;
            /** Format: int64 */
            version: number;
        };
        /** @description A rule that asks the lookup. */
        LookupUse: {
            /** Format: uuid */
            id: string;
            /** @description Whether it takes them for stale now. */
            is_stale: boolean;
            name: string;
            /**
             * Format: int64
             * @description Seconds after which the rule takes the rows for stale; `null` for never.
             * @example 604800
             */
            stale_after_seconds: number | null;
            /**
             * @description `draft`, `enabled`, `disabled` or `quarantined`.
             * @example enabled
             */
            state: string;
        };
        /** @description One replacement of the rows. */
        LookupVersion: {
            /** Format: date-time */
            at: string;
            by: string | null;
            /**
             * Format: int64
             * @description Rows that were new, gone or different.
             */
            changed: number;
            /** Format: int64 */
            rows: number;
            /** @example margins.csv */
            source: string | null;
            /** Format: int64 */
            version: number;
        };
        /** @enum {string} */
        MarkKind: "rule" | "person" | "outside" | "undo";
        /** @enum {string} */
        MarkProperty: "status" | "budget" | "bid" | "target_cpa" | "target_roas" | "negative_keyword" | "label";
        /** @description Somebody who belongs to the organisation. */
        Member: {
            /** @example max@example.com */
            email: string;
            /** Format: uuid */
            id: string;
            is_me: boolean;
            /** Format: date-time */
            joined_at: string;
            /**
             * Format: date-time
             * @description The last request, to five minutes; null before the first.
             */
            last_seen_at: string | null;
            /** @example Max Okafor */
            name: string;
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Grows with every change; the ETag is `"v"` and this.
             */
            version: number;
        };
        MemberChange: {
            role: components["schemas"]["RoleChoice"];
        };
        MemberList: {
            data: components["schemas"]["Member"][];
        };
        /** @description Why a value is not known. */
        Missing: {
            detail: string;
            reason: string;
        };
        /** @description Millionths of the currency's unit, with its ISO 4217 code. */
        Money: {
            /** @example USD */
            currency: string;
            /** Format: int64 */
            micros: number;
        };
        /** @description One leg of a move of budget. */
        MoveLeg: {
            after: components["schemas"]["ShownValue"];
            before: components["schemas"]["ShownValue"];
            /** Format: uuid */
            campaign_id: string | null;
            /**
             * Format: uuid
             * @description The action that it is.
             */
            id: string;
            /** @description Below zero it gives, above zero it takes. */
            per_day_change: components["schemas"]["Money"];
            state: components["schemas"]["ActionState"];
            /** @description Why it stands so. */
            state_detail: string | null;
            /** @description What it changes the budget of. */
            target_name: string;
            /** Format: int64 */
            version: number;
        };
        /** @description One change of the rule, and whether a test noticed. */
        Mutant: {
            /** @example 56.25 USD */
            is: string;
            kind: components["schemas"]["MutationKind"];
            span: components["schemas"]["TextSpan"];
            survived: boolean;
            /** @example $45 */
            was: string;
        };
        /** @enum {string} */
        MutationKind: "comparison" | "threshold" | "parameter" | "lasting" | "logic" | "window";
        /** @description Something with a page of its own. */
        NamedRef: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        NewConnection: {
            /**
             * Format: uuid
             * @description The account whose dead consent is to be replaced; absent for new accounts.
             */
            account_id?: string | null;
            platform: components["schemas"]["Platform"];
        };
        NewInvite: {
            /** @example eve@example.com */
            email: string;
            role: components["schemas"]["RoleChoice"];
        };
        /** @description A condition and how it came out. */
        Node: {
            children: components["schemas"]["Node"][];
            /** @description How far the left side is from the right: `$15.00 above`. */
            distance: string | null;
            /** @example comparison */
            kind: string;
            left: components["schemas"]["Operand"] | null;
            missing: components["schemas"]["Missing"] | null;
            op: string | null;
            right: components["schemas"]["Operand"] | null;
            text: string;
            truth: components["schemas"]["Truth"];
        };
        /** @description Something that somebody is told. Title and body are plain text; names in them are what people and platforms chose. */
        Notification: {
            /** @example What nobody answers in time lapses and changes nothing. */
            body: string;
            /**
             * Format: int64
             * @description How often it happened; repeats within a day share one line and are unread again.
             */
            count: number;
            /**
             * Format: date-time
             * @description When it last happened (business time).
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it first happened, where repeats are counted.
             */
            first_at: string;
            /**
             * @description The page it leads to.
             * @example /approvals
             */
            href: string;
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["NotificationKind"];
            /** Format: date-time */
            read_at: string | null;
            /** @example 12 actions wait for approval */
            title: string;
        };
        NotificationCounts: {
            /** Format: int64 */
            unread: number;
        };
        /** @enum {string} */
        NotificationKind: "rule" | "approval" | "account" | "failure" | "security";
        NotificationList: {
            data: components["schemas"]["Notification"][];
            next_cursor: string | null;
        };
        /** @description What a rule is about where that stands below a campaign. */
        ObjectBelow: {
            /** Format: uuid */
            id: string;
            level: components["schemas"]["ObjectLevel"];
            /**
             * @description How close a search must be; null where that is no question.
             * @example exact
             */
            match_type: string | null;
            name: string;
            /** @description The ad group that it stands in, by name; null where it stands in the campaign itself. */
            parent: string | null;
        };
        /** @enum {string} */
        ObjectLevel: "ad_group" | "ad" | "keyword" | "target" | "search_term";
        /** @description What somebody with the link is shown. */
        OpenInvite: {
            /** @example eve@example.com */
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** @description The address has a password here already: accept with that one. */
            has_account: boolean;
            /** @example Acme Marketing */
            organisation: string;
            role: components["schemas"]["Role"];
        };
        /** @description A value and what it was made of. */
        Operand: {
            parts: components["schemas"]["Operand"][];
            text: string;
            value: components["schemas"]["ExplainedValue"];
        };
        Organisation: {
            /** Format: int64 */
            accounts: number;
            /** Format: int64 */
            brands: number;
            /** Format: uuid */
            id: string;
            /** @example Acme Marketing */
            name: string;
            stopped: components["schemas"]["Stopped"] | null;
            /**
             * @description Whether what rules with scripts want needs no more approval than what other rules want. Otherwise it waits for a manager,
             *     whatever the rule says: nobody can prove what a script computes.
             */
            trusts_scripts: boolean;
            /**
             * Format: int64
             * @description Grows with every change; the ETag is `"v"` and this.
             */
            version: number;
        };
        /** @description What is left out stays. */
        OrganisationChange: {
            /** @example Acme Marketing */
            name?: string | null;
            /**
             * @description Whether what rules with scripts want needs no more approval than what other rules want.
             * @example true
             */
            trusts_scripts?: boolean | null;
        };
        Overview: {
            acted: components["schemas"]["OverviewActed"];
            /** Format: date-time */
            at: string;
            compare_totals: components["schemas"]["Totals"][] | null;
            /**
             * Format: date-time
             * @description Up to when the numbers of every working account reach; null while one has none.
             */
            data_until: string | null;
            /** Format: date */
            from: string;
            rows: components["schemas"]["OverviewRow"][];
            series: components["schemas"]["OverviewSeries"][];
            /** Format: date */
            to: string;
            /** @description One per currency; never added up over currencies. */
            totals: components["schemas"]["Totals"][];
            unhealthy: components["schemas"]["Unhealthy"][];
            waiting: components["schemas"]["OverviewWaiting"];
        };
        /** @description What was done. */
        OverviewActed: {
            /** @description The five busiest rules of the last seven days. */
            by_rule: components["schemas"]["RuleCount"][];
            /** Format: int64 */
            last_7_days: number;
            /** @description The newest eight. */
            latest: components["schemas"]["ActionSummary"][];
            /**
             * Format: int64
             * @description Since midnight of each account's own day.
             */
            today: number;
        };
        /** @description One day over the accounts of one currency. */
        OverviewDay: {
            /** Format: date */
            day: string;
            /** @description Every account that was connected by then is in the sum. */
            known: boolean;
            /**
             * Format: int64
             * @description Micros of the currency.
             */
            revenue: number;
            /**
             * Format: int64
             * @description Micros of the currency.
             */
            spend: number;
        };
        /** @description A brand's accounts on one platform in one currency. */
        OverviewRow: {
            accounts: number;
            brand: components["schemas"]["NamedRef"];
            compare: components["schemas"]["Totals"] | null;
            /** @example USD */
            currency: string;
            /** @description Accounts whose numbers are older than promised. */
            late_accounts: number;
            platform: components["schemas"]["Platform"];
            range: components["schemas"]["Totals"];
            today: components["schemas"]["OverviewToday"];
        };
        OverviewSeries: {
            compare_days: components["schemas"]["OverviewDay"][] | null;
            /** @example USD */
            currency: string;
            days: components["schemas"]["OverviewDay"][];
        };
        /** @description Today so far, against the budgets in force. */
        OverviewToday: {
            budget: components["schemas"]["Money"] | null;
            /**
             * Format: double
             * @description Null without a budget.
             */
            share_of_budget: number | null;
            /**
             * Format: double
             * @description How much of the accounts' own day is over, 0 to 1; over several time zones weighed by budget.
             */
            share_of_day: number;
            spend: components["schemas"]["Money"];
        };
        /** @description Proposals that wait for somebody. */
        OverviewWaiting: {
            /** Format: int64 */
            count: number;
            /**
             * Format: date-time
             * @description When the next of them lapses.
             */
            lapses_next: string | null;
            /** Format: date-time */
            oldest: string | null;
            /** @description What a day's spend would change by, per currency. */
            per_day_change: components["schemas"]["Money"][];
        };
        /** @description One place where you are signed in. */
        OwnSession: {
            /** Format: date-time */
            created_at: string;
            /** @description The session that asks. */
            current: boolean;
            /** Format: uuid */
            id: string;
            /**
             * Format: date-time
             * @description The last request, to five minutes.
             */
            last_seen_at: string;
            /**
             * @description What the browser says it is; its own word.
             * @example Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0
             */
            user_agent: string;
        };
        OwnSessionList: {
            data: components["schemas"]["OwnSession"][];
        };
        /** @description A knob of a rule. */
        Param: {
            /**
             * @description As written: money may have an amount per currency.
             * @example $45, 40 EUR
             */
            default: string;
            help: string | null;
            max: string | null;
            min: string | null;
            /** @example max_cpa */
            name: string;
            type: components["schemas"]["ParamType"];
            /**
             * @description The value that counts: the default, or what was set for this rule.
             * @example $45, 40 EUR
             */
            value: string;
        };
        /** @enum {string} */
        ParamType: "money" | "percent" | "ratio" | "count" | "duration" | "text" | "bool";
        PasswordChange: {
            /** Format: password */
            current: string;
            /**
             * Format: password
             * @description At least 12 characters; not one that attackers try first.
             */
            new: string;
        };
        /** @description A folder of rules and guards. */
        PlanFolder: {
            /** @description Enable the folder's rules; new ones are drafts otherwise. */
            enable?: boolean;
            files: components["schemas"]["FolderFile"][];
            /** @description Put away what the folder does not hold; left alone otherwise. */
            prune?: boolean;
        };
        /** @enum {string} */
        Platform: "google" | "meta" | "tiktok" | "amazon";
        /** @description What a text would do now. */
        Preview: {
            accounts: components["schemas"]["PreviewAccount"][];
            acting: number;
            /** Format: date-time */
            at: string;
            blocked: number;
            /** @description Campaigns in scope. */
            checks: number;
            in_plain_words: string;
            /** @description Campaigns outside of the rule's `where`. */
            outside: number;
            /** @description What the acting ones would change a day's spend by, per currency. */
            per_day_change: components["schemas"]["Money"][];
            /** @description Acting, blocked, waiting and unknown ones first, then the nearest to acting. */
            rows: components["schemas"]["PreviewRow"][];
            /** @description The rule's name. */
            rule: string;
            /** @description How many rows are shown: at most 200. */
            shown: number;
            unknown: number;
        };
        PreviewAccount: {
            account: components["schemas"]["ActionAccount"];
            /** Format: date-time */
            data_until: string | null;
            /** @description Why the rule cannot run there. */
            not_bound: string | null;
        };
        /** @enum {string} */
        PreviewOutcome: "acts" | "waits" | "not_fired" | "unknown" | "blocked";
        /** @description One campaign in a preview. */
        PreviewRow: {
            account: components["schemas"]["ActionAccount"];
            /**
             * Format: int64
             * @description The branch whose turn it is, from 0; null where none is true.
             */
            branch: number | null;
            campaign: components["schemas"]["NamedRef"] | null;
            /**
             * @description What it lacks to act.
             * @example cost is $12.00 below $45.00
             */
            distance: string | null;
            effects: components["schemas"]["RuleEffect"][];
            explanation: components["schemas"]["Explanation"];
            object: components["schemas"]["ObjectBelow"] | null;
            outcome: components["schemas"]["PreviewOutcome"];
            /** @description One plain sentence. */
            reason: string;
            values: components["schemas"]["PreviewValue"][];
        };
        /** @description A text to try out. */
        PreviewRule: {
            overrides?: {
                [key: string]: string;
            };
            /**
             * Format: uuid
             * @description The rule whose cooldowns, open actions and limits count; a new rule has none.
             */
            rule_id?: string | null;
            text: string;
        };
        /** @description A value the rule judges by. */
        PreviewValue: {
            /** @example cost */
            text: string;
            /** @example $60.00 */
            value: string;
        };
        /** @description RFC 9457 problem. */
        Problem: {
            detail: string;
            errors?: components["schemas"]["ProblemField"][];
            /** @description Names this answer in the program's log. */
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            /** @description Stable name of the kind of problem: `urn:adjutant:problem:…`. */
            type: string;
        };
        /** @description One field and what is wrong with it. */
        ProblemField: {
            detail: string;
            /** @description JSON pointer into the request's body (`/email`), or the name of a query parameter. */
            pointer: string;
        };
        /** @description The person who is signed in. */
        Profile: {
            /** Format: date-time */
            created_at: string;
            /** @example ada@example.com */
            email: string;
            /** Format: uuid */
            id: string;
            locale: components["schemas"]["LocaleWord"] | null;
            /** @example Ada Byron */
            name: string;
            /** @example Acme Marketing */
            organisation: string;
            role: components["schemas"]["Role"];
            /**
             * Format: int64
             * @description Grows with every change; the ETag is `"v"` and this.
             */
            version: number;
        };
        ProfileChange: {
            locale?: components["schemas"]["LocaleChoice"] | null;
            /** @example Ada King */
            name?: string | null;
        };
        /** @enum {string} */
        ProgressState: "pending" | "awaiting" | "acted";
        /** @enum {string} */
        PromiseAnswer: "proved" | "broken" | "enforced";
        Quarantine: {
            /**
             * @description For whoever looks at it next.
             * @example the client asked us to keep still until Monday
             */
            reason: string;
        };
        /** @description What one unit of a currency was worth in another on a day. */
        Rate: {
            /**
             * Format: date
             * @example 2026-03-04
             */
            day: string;
            /** @example USD */
            from: string;
            /**
             * @description With the digits it was given in.
             * @example 0.92
             */
            rate: string;
            /**
             * @description The file it came from; `null` where it came through the API.
             * @example rates.csv
             */
            source: string | null;
            /**
             * Format: date-time
             * @description From when on rules see it.
             */
            supplied_at: string;
            /** @example EUR */
            to: string;
        };
        /** @description Up to 200 rates of a pair. */
        RateDays: {
            /** @description The newest day first. */
            data: components["schemas"]["Rate"][];
            /** @description Whether older days follow: ask again with the last day as `before`. */
            has_more: boolean;
        };
        /** @description A file as text. */
        RateFile: {
            /** @example rates.csv */
            name: string;
            /**
             * @description `day,from,to,rate`, or the history of the European Central Bank as it is published.
             * @example day,from,to,rate
             *     2026-03-04,USD,EUR,0.92
             *     2026-03-04,GBP,EUR,1.1513
             */
            text: string;
        };
        /** @description One rate to add. */
        RateRow: {
            /** @example 2026-03-04 */
            day: string;
            /** @example USD */
            from: string;
            /**
             * @description What one unit is worth: a number above zero with at most 12 decimals.
             * @example 0.92
             */
            rate: string;
            /** @example EUR */
            to: string;
        };
        /** @description One upload. */
        RateVersion: {
            /** Format: date-time */
            at: string;
            by: string | null;
            /**
             * Format: int64
             * @description Those that were new or different.
             */
            changed: number;
            /**
             * Format: int64
             * @description Rates that it named.
             */
            rows: number;
            /** @example rates.csv */
            source: string | null;
            /** Format: int64 */
            version: number;
        };
        /** @description Every pair with its last rate, and the last uploads. */
        Rates: {
            /** @description By their currencies. */
            pairs: components["schemas"]["Rate"][];
            /** @description The last 50, newest first. */
            versions: components["schemas"]["RateVersion"][];
        };
        /** @description What became of an upload. */
        RatesSupplied: {
            /**
             * @description Those that were new or different; 0 where the same came again.
             * @example 1
             */
            changed: number;
            /**
             * @description Days that were left out because they are more than 400 days older than the newest.
             * @example 0
             */
            older_days: number;
            /**
             * @description Rates that were named.
             * @example 2
             */
            rows: number;
            /** Format: int64 */
            version: number;
        };
        Raw: number | string;
        ReadNotifications: {
            ids: components["schemas"]["ReadWhich"];
        };
        /** @description These, or `"all"`. */
        ReadWhich: string[] | components["schemas"]["All"];
        RefusedFile: {
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @example prospecting/night-watch.rule */
            path: string;
            /**
             * @description What is wrong beside its text.
             * @example the rule "Night watch" stands in house.rule too: a name stands once in a folder
             */
            why: string | null;
        };
        Reject: {
            /**
             * @description For whoever wrote the rule.
             * @example the sale starts tomorrow
             */
            reason: string;
        };
        /** @description All rows of a lookup. */
        ReplaceLookupRows: {
            rows: components["schemas"]["LookupRow"][];
        };
        /** @enum {string} */
        RequestedKind: "pause" | "resume" | "set_budget";
        /** @description Who wanted it. */
        Requester: {
            kind: components["schemas"]["RequesterKind"];
            name: string;
        };
        /** @enum {string} */
        RequesterKind: "rule" | "user";
        /** @description What became of one change that was to be restored. */
        Restored: {
            /**
             * Format: uuid
             * @description The proposal of the old value; null where it was refused.
             */
            action_id: string | null;
            after: components["schemas"]["ShownValue"];
            before: components["schemas"]["ShownValue"];
            campaign: components["schemas"]["NamedRef"] | null;
            /**
             * @description Which one, where a label was held.
             * @example reviewed
             */
            label: string | null;
            object: components["schemas"]["ObjectBelow"] | null;
            property: components["schemas"]["HoldProperty"];
            /** @description Why it cannot be restored. */
            refused: string | null;
            /**
             * @description Where the proposal stands.
             * @example awaiting_approval
             */
            state: string | null;
        };
        /** @enum {string} */
        Role: "admin" | "manager" | "marketer";
        /**
         * @description What somebody is to be in the organisation.
         * @enum {string}
         */
        RoleChoice: "admin" | "manager" | "marketer";
        /** @description A rule in its current version. */
        Rule: {
            /**
             * Format: int64
             * @description Actions applied in the last 24 hours.
             */
            acted_24h: number;
            doc: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description Whether everything it decides by can be analysed. A rule that calls a script is not: what it wants waits for a manager, unless the
             *     organisation trusts scripts.
             */
            is_analysable: boolean;
            /** Format: date-time */
            last_tick_at: string | null;
            name: string;
            /** Format: date-time */
            next_at: string | null;
            /**
             * @description When it runs, as the language writes it.
             * @example every 1h
             */
            schedule: string;
            /**
             * @description What it looks at, as the language writes it.
             * @example campaigns on google
             */
            scope: string;
            state: components["schemas"]["RuleState"];
            state_detail: string | null;
            text: string;
            /**
             * Format: double
             * @description Of the objects it judged in the last 24 hours, the share it could not judge.
             */
            unknown_share: number | null;
            /** Format: date-time */
            updated_at: string;
            updated_by: string | null;
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description Actions that wait for somebody.
             */
            waiting: number;
        };
        /** @description What the asking person may do with it now. */
        RuleAbilities: {
            archive: boolean;
            disable: boolean;
            edit: boolean;
            enable: boolean;
        };
        /** @description A warning or finding that somebody took a second look at. */
        RuleAcceptance: {
            /** Format: date-time */
            at: string;
            /** @example Mia Marketer */
            by: string;
            /** @example W0503 */
            code: string;
            /**
             * @description What was seen; where it says something else today, it is asked about again.
             * @example nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`
             */
            evidence: string;
            /**
             * @description From the rule's text, or given on enabling; null where nobody wrote one.
             * @example there are five campaigns
             */
            reason: string | null;
            /** Format: int64 */
            version: number;
        };
        /** @description The rule on one account of its scope. */
        RuleAccount: {
            account: components["schemas"]["ActionAccount"];
            cost: components["schemas"]["RuleCost"] | null;
            /** Format: date-time */
            last_at: string | null;
            /** Format: date-time */
            next_at: string | null;
            /** @description Why it cannot run there. */
            not_bound: string | null;
        };
        /** @description A text together with the rules that run already. */
        RuleAnalysis: {
            /** @description Accounts looked at. */
            accounts: number;
            findings: components["schemas"]["RuleFinding"][];
            guards: components["schemas"]["GuardPromise"][];
            /** @description Enabled rules that were left out because there are too many. */
            left_out: number;
            /** @description Pairs of actions that were proved never to meet. */
            proved: number;
        };
        /** @description What one look of a rule costs at most. */
        RuleCost: {
            /**
             * @description The arithmetic.
             * @example 3 parts × 1,200 campaigns = 3,600 steps
             */
            in_words: string;
            /**
             * Format: int64
             * @description One step is one part of the rule at one object.
             * @example 3600
             */
            steps: number;
        };
        RuleCount: {
            /** Format: int64 */
            count: number;
            rule: components["schemas"]["NamedRef"];
        };
        RuleCoverage: {
            comparisons: components["schemas"]["ComparisonCoverage"][];
            rule: string;
            /** Format: int64 */
            tests: number;
        };
        /** @description A rule with everything there is to say about it. */
        RuleDetail: components["schemas"]["Rule"] & {
            /** @description Warnings and findings that were accepted, newest first. */
            accepted: components["schemas"]["RuleAcceptance"][];
            /** @description The accounts in its scope. */
            accounts: components["schemas"]["RuleAccount"][];
            can: components["schemas"]["RuleAbilities"];
            /** @description What it comes to together with the enabled rules. Looked for when it is saved; null in every other answer. */
            findings: components["schemas"]["RuleFinding"][] | null;
            hold_out: components["schemas"]["HoldOut"] | null;
            /** @description What it set that still stands. */
            holds: components["schemas"]["Hold"][];
            /** @description The rule in English, one sentence a line. */
            in_plain_words: string;
            library: components["schemas"]["LibraryRef"] | null;
            /** @description Values set for this rule, by parameter. */
            overrides: {
                [key: string]: string;
            };
            params: components["schemas"]["Param"][];
            /**
             * Format: int64
             * @description How many versions it has had.
             */
            versions: number;
            /** @description What its text warns of and nobody accepted; enabling asks about it. */
            warnings: components["schemas"]["Diagnostic"][];
        };
        /** @description The disabled rule and what disabling it did. */
        RuleDisabled: components["schemas"]["RuleDetail"] & {
            restored: components["schemas"]["Restored"][];
            /** @description Proposals that nobody had carried out yet. */
            withdrawn: number;
        };
        /** @description What one action of a rule would come to. */
        RuleEffect: {
            after: components["schemas"]["ShownValue"] | null;
            before: components["schemas"]["ShownValue"] | null;
            /** @description What stands in the way: a guard, a limit, another rule, or that nothing would change. */
            blocked: string | null;
            /**
             * @description Which one, where `property` is a label or a negative keyword.
             * @example reviewed
             */
            item: string | null;
            kind: components["schemas"]["EffectKind"];
            per_day_change: components["schemas"]["Money"] | null;
            property: components["schemas"]["EffectProperty"] | null;
        };
        /** @description Something about rules taken together. */
        RuleFinding: {
            /** @description The account in which it was found first. */
            account: components["schemas"]["ActionAccount"];
            answer: components["schemas"]["FindingAnswer"];
            /** @example W0801 */
            code: string;
            /**
             * @description Where the code is explained.
             * @example /docs/diagnostics/W0801
             */
            docs: string;
            example: components["schemas"]["FindingExample"] | null;
            help: string;
            message: string;
            /** @description What stands in the way of knowing. */
            obstacle: string | null;
            places: components["schemas"]["FindingPlace"][];
        };
        RuleList: {
            data: components["schemas"]["Rule"][];
            next_cursor: string | null;
        };
        /** @description 412: the rule moved on; `current` is what it is now. */
        RuleMoved: {
            current: components["schemas"]["RuleDetail"];
            detail: string;
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        RuleMutants: {
            mutants: components["schemas"]["Mutant"][];
            rule: string;
        };
        /** @description What is remembered of a rule on a campaign. */
        RuleProgress: {
            /** Format: int64 */
            checks_done: number;
            /**
             * Format: int64
             * @description Null where the condition need not last for a count of checks.
             */
            checks_needed: number | null;
            /** Format: date-time */
            cooldown_until: string | null;
            state: components["schemas"]["ProgressState"];
        };
        /** @description A rule in one version. */
        RuleRef: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: int64 */
            version: number;
        };
        /** @description 422: the text or a value cannot be taken; `diagnostics` are the checker's findings. */
        RuleRefused: {
            detail: string;
            /** @description There where the text was looked at. */
            diagnostics?: components["schemas"]["Diagnostic"][];
            errors?: components["schemas"]["ProblemField"][];
            request_id: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        /** @description A rule's shadow. */
        RuleShadow: {
            shadow: components["schemas"]["Shadow"] | null;
        };
        /** @enum {string} */
        RuleState: "draft" | "enabled" | "disabled" | "quarantined";
        /** @description One version of a rule. */
        RuleVersion: {
            /** Format: date-time */
            created_at: string;
            created_by: string | null;
            /** @description The version that counts now. */
            enabled: boolean;
            note: string | null;
            overrides: {
                [key: string]: string;
            };
            text: string;
            /** Format: int64 */
            version: number;
        };
        RuleVersionList: {
            data: components["schemas"]["RuleVersion"][];
            next_cursor: string | null;
        };
        /** @description A text on the past. */
        RunBacktest: {
            /**
             * Format: uuid
             * @description One account only.
             */
            account_id?: string | null;
            /**
             * Format: int32
             * @description Days to look back from now: 90 unless said otherwise, 400 at most.
             * @example 90
             */
            days?: number | null;
            overrides?: {
                [key: string]: string;
            };
            /**
             * Format: uuid
             * @description The rule of which the text is to become the next version: its present version does not run beside it.
             */
            rule_id?: string | null;
            /** @description The text to try; without one the enabled rules run. */
            text?: string | null;
            /** @description Whether the enabled rules run beside the text. */
            with_enabled?: boolean;
        };
        /** @description The text of a guard. */
        SaveGuard: {
            /**
             * @example language 1
             *
             *     guard "No runaway budgets" {
             *       for campaigns
             *       never raise budget above 200% of budget at start of day
             *     }
             */
            text: string;
        };
        /** @description A text that is to become a rule or a rule's next version. */
        SaveRule: {
            /**
             * @description The ready rule that the text was made from; only for a new rule.
             * @example stop-loss
             */
            library_id?: string | null;
            /**
             * @description Why, for whoever reads the history.
             * @example less patience before the sale
             */
            note?: string | null;
            /**
             * @description Parameter → typed literal; the text's defaults where nothing is given.
             * @example {
             *       "max_cpa": "$60, 55 EUR"
             *     }
             */
            overrides?: {
                [key: string]: string;
            };
            /**
             * @example language 1
             *
             *     rule "Night watch" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *       cooldown 24h
             *     }
             */
            text: string;
        };
        /** @description Who is signed in, where, and what their role permits. */
        Session: {
            /**
             * Format: date-time
             * @description When the session ends in any case.
             */
            expires_at: string;
            organisation: components["schemas"]["SessionOrganisation"];
            /**
             * @description What the role permits at all; a single action may still be refused.
             * @example [
             *       "actions.read",
             *       "actions.approve"
             *     ]
             */
            permissions: string[];
            role: components["schemas"]["Role"];
            user: components["schemas"]["SessionUser"];
        };
        SessionOrganisation: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        SessionUser: {
            email: string;
            /** Format: uuid */
            id: string;
            name: string;
        };
        Setup: {
            /** @example ada@example.com */
            email: string;
            /** @example Ada Byron */
            name: string;
            /** @example Acme Marketing */
            organisation: string;
            /** Format: password */
            password: string;
            /** @description From the link that the program printed. */
            token: string;
        };
        /** @description Whether nobody has set the program up yet. */
        SetupState: {
            open: boolean;
        };
        /**
         * @description A version that is judged by the same checks as the rule and does nothing. All that it would have done is a simulation: what the
         *     door would have let in counts as applied at that moment, without anybody's approval, for its own cooldown, limits and holds; the
         *     campaigns themselves stay as they are.
         */
        Shadow: {
            /** @description Campaigns on which both act alike. */
            alike: number;
            checks: components["schemas"]["ShadowChecks"];
            /**
             * Format: date-time
             * @description The comparison stops here, because too much happened since; null: it is whole.
             */
            compared_until: string | null;
            /** @description Campaigns on which both act, with other values or telling other people. */
            differently: components["schemas"]["ShadowDifferences"];
            /** @description What it would hold now. */
            holds: components["schemas"]["ShadowHold"][];
            /**
             * Format: uuid
             * @description Lists its decisions: `GET /decisions?rule=…`.
             */
            id: string;
            /**
             * Format: date-time
             * @description Null: it waits for a synchronisation, or can run nowhere.
             */
            next_at: string | null;
            not_bound: components["schemas"]["ShadowUnbound"][];
            note: string | null;
            /** @description Campaigns on which only the rule acted. */
            only_rule: components["schemas"]["ShadowDifferences"];
            /** @description Campaigns on which only the shadow would have acted. */
            only_shadow: components["schemas"]["ShadowDifferences"];
            overrides: {
                [key: string]: string;
            };
            /** @description Whether the rule itself is at work beside it. */
            rule_runs: boolean;
            /** Format: date-time */
            since: string;
            /** @example Mia Lindqvist */
            started_by: string | null;
            text: string;
            /**
             * Format: int64
             * @description Null: a text that nobody saved.
             */
            version: number | null;
        };
        /** @description What its checks came to, campaigns counted once per check. */
        ShadowChecks: {
            /** Format: int64 */
            blocked: number;
            /**
             * Format: int64
             * @description One per account and time.
             */
            checks: number;
            /** Format: int64 */
            fired: number;
            /** Format: int64 */
            held_out: number;
            /** Format: date-time */
            last_at: string | null;
            /** Format: int64 */
            not_fired: number;
            /**
             * Format: int64
             * @description True, and waiting: not for long enough yet, or at rest.
             */
            pending: number;
            /** Format: int64 */
            unknown: number;
        };
        /** @description What one of the two did first. */
        ShadowDid: {
            /** Format: date-time */
            at: string;
            changes: components["schemas"]["SimulatedChange"][];
            /**
             * Format: uuid
             * @description Says why.
             */
            decision_id: string;
            reason: string;
            /**
             * @description Messages that were meant, or that a shadow would have sent.
             * @example [
             *       "#ads: Prospecting US spent $120.00"
             *     ]
             */
            tells: string[];
            /** @description How often in all. */
            times: number;
        };
        ShadowDifference: {
            account: components["schemas"]["ActionAccount"];
            campaign: components["schemas"]["NamedRef"] | null;
            meanwhile: components["schemas"]["ShadowMeanwhile"] | null;
            object: components["schemas"]["ObjectBelow"] | null;
            rule: components["schemas"]["ShadowDid"] | null;
            shadow: components["schemas"]["ShadowDid"] | null;
        };
        /** @description Campaigns on which the two differ. */
        ShadowDifferences: {
            /** @description The first of them. */
            campaigns: components["schemas"]["ShadowDifference"][];
            total: number;
        };
        /** @description A value that the shadow would hold. */
        ShadowHold: {
            account: components["schemas"]["ActionAccount"];
            base: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            } & Record<string, unknown>;
            campaign: components["schemas"]["NamedRef"];
            /**
             * Format: date-time
             * @description Null: only its condition, or somebody, would end it.
             */
            ends_at: string | null;
            /** @description A property's value for people; `micros` where it is money. */
            held: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            };
            /**
             * @description Which one, where `property` is a label or a negative keyword.
             * @example reviewed
             */
            item: string | null;
            object: components["schemas"]["ObjectBelow"] | null;
            /** @description Each check asks whether it is over. */
            on_condition: boolean;
            property: components["schemas"]["ChangedProperty"];
            /** Format: date-time */
            since: string;
        };
        ShadowMeanwhile: {
            /** Format: date-time */
            at: string;
            note: string | null;
            outcome: components["schemas"]["DecisionOutcome"] | null;
        };
        /** @description An account on which it cannot run. */
        ShadowUnbound: {
            /** @example Acme DE */
            account: string;
            /** @example `max_cpa` has no amount in EUR */
            why: string;
        };
        /** @description A property's value for people; `micros` where it is money. */
        ShownValue: {
            /** @example $120.00 */
            display: string;
            /** Format: int64 */
            micros: number | null;
        };
        SignIn: {
            /** @example ada@example.com */
            email: string;
            /** Format: password */
            password: string;
        };
        SimulatedApproval: {
            /**
             * Format: int32
             * @example 1
             */
            needed: number;
            /** @example manager */
            role: string;
        };
        /** @description A value that was set, would have been, or was kept from being set. */
        SimulatedChange: {
            approval: components["schemas"]["SimulatedApproval"] | null;
            /** @description A property's value for people; `micros` where it is money. */
            from: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            };
            /**
             * @description Which one, where `property` is a label or a negative keyword.
             * @example reviewed
             */
            item: string | null;
            per_day_change: components["schemas"]["Money"] | null;
            property: components["schemas"]["ChangedProperty"];
            /**
             * Format: int32
             * @description Campaigns that share the target.
             */
            shared_by: number;
            /** @description Why it would not have come about. */
            stopped: string | null;
            /** @example Prospecting US */
            target: string;
            /** @description A property's value for people; `micros` where it is money. */
            to: {
                /** @example $120.00 */
                display: string;
                /** Format: int64 */
                micros?: number | null;
            };
        };
        /** @description What a shadow would have done. */
        SimulatedDecision: {
            changes: components["schemas"]["SimulatedChange"][];
            /**
             * @description Messages it would have sent.
             * @example [
             *       "#ads: Prospecting US spent $120.00"
             *     ]
             */
            tells: string[];
        };
        /** @description What is to run as a shadow: a saved version, or a text that nobody saved. Without either the version that counts now. */
        StartShadow: {
            /**
             * @description What is to be found out.
             * @example less patience before the sale
             */
            note?: string | null;
            /**
             * @description Parameter → typed literal; only with a text.
             * @example {}
             */
            overrides?: {
                [key: string]: string;
            };
            /**
             * @example language 1
             *
             *     rule "Stop loss" {
             *       for campaigns
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *       cooldown 24h
             *     }
             */
            text?: string | null;
            /**
             * Format: int64
             * @example 3
             */
            version?: number | null;
        };
        /** @enum {string} */
        StepState: "pending" | "sent" | "done" | "failed" | "doubt";
        Stop: {
            /**
             * @description For everybody who finds the desk standing still.
             * @example the tracking of the shop is broken
             */
            reason: string;
        };
        /** @description Since when nothing is written to a platform, who stopped it and why. */
        Stopped: {
            /**
             * Format: date-time
             * @description Business time.
             */
            at: string;
            /** @example Max Okafor */
            by: string | null;
            /** @example the tracking of the shop is broken */
            reason: string;
        };
        /** @enum {string} */
        TargetKind: "campaign" | "budget" | "ad_group" | "ad" | "keyword" | "negative_keyword" | "label";
        /** @description A text whose tests are run. */
        TestText: {
            /**
             * @description Also move every threshold and turn every comparison round, one at a time, and say what no test notices. Only where all
             *     tests pass.
             */
            mutate?: boolean;
            /**
             * @example rule "Night watch" {
             *       for campaigns on google
             *       every 1h
             *       when spend over today > $100
             *       then pause
             *     }
             *
             *     test "pauses" of "Night watch" {
             *       at 2026-03-04 10:00
             *       given campaign "Dear" { today { spend $120 } }
             *       expect pause of "Dear" proposed
             *     }
             */
            text: string;
        };
        /** @description One expectation of a test, or one answer that it scripts. */
        TestedExpectation: {
            /**
             * Format: date-time
             * @description The tick it was asked after.
             */
            at: string;
            explanation: components["schemas"]["Explanation"] | null;
            /** @description What was found instead; null where it is met. */
            found: string | null;
            met: boolean;
            span: components["schemas"]["TextSpan"];
            /** @example expect pause of "Dear" proposed */
            text: string;
        };
        TestedTest: {
            /** @description Why it could not run at all. */
            error: string | null;
            expectations: components["schemas"]["TestedExpectation"][];
            name: string;
            passed: boolean;
            /** @description The rule it is of. */
            rule: string;
            span: components["schemas"]["TextSpan"];
        };
        /** @description What came of a text's tests. */
        TestedText: {
            coverage: components["schemas"]["RuleCoverage"][];
            diagnostics: components["schemas"]["Diagnostic"][];
            /** @description Null unless asked for. */
            mutation: components["schemas"]["RuleMutants"][] | null;
            /** @description The text has no errors, and every test passed. */
            passed: boolean;
            tests: components["schemas"]["TestedTest"][];
        };
        /** @description The items of a text, in order. */
        TextBlocks: {
            items: components["schemas"]["BlockItem"][];
        };
        /** @description Replaces what is under `span`; an empty span inserts. */
        TextEdit: {
            span: components["schemas"]["TextSpan"];
            text: string;
        };
        /** @description A place in a text, counted as editors do. */
        TextPosition: {
            /**
             * Format: int64
             * @description UTF-16 code units from the line's beginning.
             */
            character: number;
            /**
             * Format: int64
             * @description From 0.
             */
            line: number;
        };
        TextSpan: {
            /** @description Not included. */
            end: components["schemas"]["TextPosition"];
            start: components["schemas"]["TextPosition"];
        };
        /** @description Sums over days and what follows from them; a quotient over nothing is null. */
        Totals: {
            /** Format: int64 */
            clicks: number;
            /** Format: double */
            conversions: number;
            cpa: components["schemas"]["Money"] | null;
            cpc: components["schemas"]["Money"] | null;
            /**
             * Format: double
             * @description Clicks per impression.
             */
            ctr: number | null;
            /**
             * Format: double
             * @description Conversions per click.
             */
            cvr: number | null;
            /** Format: int64 */
            impressions: number;
            revenue: components["schemas"]["Money"];
            /**
             * Format: double
             * @description Revenue per unit spent.
             */
            roas: number | null;
            spend: components["schemas"]["Money"];
        };
        /**
         * @description Whether a condition held.
         * @enum {string}
         */
        Truth: "true" | "false" | "unknown";
        /** @description What undoing would change. */
        UndoPreview: {
            after: components["schemas"]["ShownValue"];
            before: components["schemas"]["ShownValue"];
            possible: boolean;
            why_not: string | null;
        };
        /** @description Something that is not well. */
        Unhealthy: {
            /**
             * @description Where in the desk it is dealt with.
             * @example /accounts/0198f2a4-7c3e-7000-8000-000000000001
             */
            href: string;
            /** Format: uuid */
            id: string | null;
            kind: components["schemas"]["UnhealthyKind"];
            name: string;
            /** Format: date-time */
            since: string | null;
            what: string;
            what_to_do: string;
        };
        /** @enum {string} */
        UnhealthyKind: "account" | "rule" | "actor" | "data" | "stopped";
        /** @enum {string} */
        VerdictChoice: "approve" | "reject";
        /** @description What the waiting actions of a selection come to. */
        WaitingTotals: {
            /** Format: int64 */
            bids: number;
            /** Format: int64 */
            budgets: number;
            /** Format: int64 */
            count: number;
            /**
             * Format: int64
             * @description Labels to be added or removed.
             */
            labels: number;
            /**
             * Format: int64
             * @description Negative keywords to be added or removed.
             */
            negatives: number;
            /** Format: int64 */
            pauses: number;
            /** @description What a day's spend can change by if all are approved, per currency. */
            per_day_change: components["schemas"]["Money"][];
            /** Format: int64 */
            resumes: number;
            /**
             * Format: int64
             * @description Targets to be set.
             */
            targets: number;
        };
        /** @enum {string} */
        WhyOutcome: "acts" | "waits" | "not_fired" | "unknown" | "blocked" | "cooling" | "awaiting" | "outside" | "not_bound" | "disabled";
        /** @enum {string} */
        WhyUnknown: "undefined" | "too_few_known" | "not_supplied" | "no_row" | "old_rows" | "no_rate" | "not_yet" | "incomplete_window" | "merged_hour" | "stale" | "no_sync" | "overflow" | "script_failed" | "script_limit" | "over_budget";
        /** @enum {string} */
        WindowGrain: "day" | "hour";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_accounts: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Those that were taken out of service, too. */
                disconnected?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "brand": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "campaigns": 3,
                     *           "currency": "USD",
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "external_id": "1234567890",
                     *           "history_days": 3,
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "last_sync_at": "2026-11-17T14:00:00Z",
                     *           "name": "Acme US",
                     *           "next_sync_at": "2026-11-17T14:00:00Z",
                     *           "platform": "google",
                     *           "state": "connecting",
                     *           "state_detail": null,
                     *           "time_zone": "America/New_York"
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    /** @description `"v3"`: send it back as If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brand": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "campaigns": 3,
                     *       "currency": "USD",
                     *       "data_sets": [
                     *         {
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "last_read_at": "2026-11-17T14:00:00Z",
                     *           "name": "structure",
                     *           "promised_every_minutes": 3,
                     *           "state": "fresh"
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "external_id": "1234567890",
                     *       "extra_settled_days": 3,
                     *       "first_sync": {
                     *         "days_done": 3,
                     *         "days_total": 3,
                     *         "last_error": null,
                     *         "rows": 3,
                     *         "started_at": "2026-11-17T14:00:00Z",
                     *         "state": "waiting"
                     *       },
                     *       "grant": {
                     *         "access_expires_at": "2026-11-17T14:00:00Z",
                     *         "connected_at": "2026-11-17T14:00:00Z",
                     *         "connected_by": "Ada Byron",
                     *         "scopes": [
                     *           "https://www.googleapis.com/auth/adwords"
                     *         ],
                     *         "state": "live",
                     *         "state_detail": null
                     *       },
                     *       "history_days": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "last_sync_at": "2026-11-17T14:00:00Z",
                     *       "name": "Acme US",
                     *       "next_sync_at": "2026-11-17T14:00:00Z",
                     *       "platform": "google",
                     *       "queue": {
                     *         "in_flight": 3,
                     *         "parked_until": "2026-11-17T14:00:00Z",
                     *         "parked_why": null,
                     *         "waiting": 3
                     *       },
                     *       "rules": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "name": "Acme US",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "state": "connecting",
                     *       "state_detail": null,
                     *       "sync": {
                     *         "failures": 3,
                     *         "last_error": null,
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "running": true
                     *       },
                     *       "time_zone": "America/New_York",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnect_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Out of service */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A change is being sent at this moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The account */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "brand_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "extra_settled_days": 2
                 *     }
                 */
                "application/json": components["schemas"]["AccountEdit"];
            };
        };
        responses: {
            /** @description Edited */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brand": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "campaigns": 3,
                     *       "currency": "USD",
                     *       "data_sets": [
                     *         {
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "last_read_at": "2026-11-17T14:00:00Z",
                     *           "name": "structure",
                     *           "promised_every_minutes": 3,
                     *           "state": "fresh"
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "external_id": "1234567890",
                     *       "extra_settled_days": 3,
                     *       "first_sync": {
                     *         "days_done": 3,
                     *         "days_total": 3,
                     *         "last_error": null,
                     *         "rows": 3,
                     *         "started_at": "2026-11-17T14:00:00Z",
                     *         "state": "waiting"
                     *       },
                     *       "grant": {
                     *         "access_expires_at": "2026-11-17T14:00:00Z",
                     *         "connected_at": "2026-11-17T14:00:00Z",
                     *         "connected_by": "Ada Byron",
                     *         "scopes": [
                     *           "https://www.googleapis.com/auth/adwords"
                     *         ],
                     *         "state": "live",
                     *         "state_detail": null
                     *       },
                     *       "history_days": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "last_sync_at": "2026-11-17T14:00:00Z",
                     *       "name": "Acme US",
                     *       "next_sync_at": "2026-11-17T14:00:00Z",
                     *       "platform": "google",
                     *       "queue": {
                     *         "in_flight": 3,
                     *         "parked_until": "2026-11-17T14:00:00Z",
                     *         "parked_why": null,
                     *         "waiting": 3
                     *       },
                     *       "rules": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "name": "Acme US",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "state": "connecting",
                     *       "state_detail": null,
                     *       "sync": {
                     *         "failures": 3,
                     *         "last_error": null,
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "running": true
                     *       },
                     *       "time_zone": "America/New_York",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is out of service */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description In service again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brand": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "campaigns": 3,
                     *       "currency": "USD",
                     *       "data_sets": [
                     *         {
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "last_read_at": "2026-11-17T14:00:00Z",
                     *           "name": "structure",
                     *           "promised_every_minutes": 3,
                     *           "state": "fresh"
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "external_id": "1234567890",
                     *       "extra_settled_days": 3,
                     *       "first_sync": {
                     *         "days_done": 3,
                     *         "days_total": 3,
                     *         "last_error": null,
                     *         "rows": 3,
                     *         "started_at": "2026-11-17T14:00:00Z",
                     *         "state": "waiting"
                     *       },
                     *       "grant": {
                     *         "access_expires_at": "2026-11-17T14:00:00Z",
                     *         "connected_at": "2026-11-17T14:00:00Z",
                     *         "connected_by": "Ada Byron",
                     *         "scopes": [
                     *           "https://www.googleapis.com/auth/adwords"
                     *         ],
                     *         "state": "live",
                     *         "state_detail": null
                     *       },
                     *       "history_days": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "last_sync_at": "2026-11-17T14:00:00Z",
                     *       "name": "Acme US",
                     *       "next_sync_at": "2026-11-17T14:00:00Z",
                     *       "platform": "google",
                     *       "queue": {
                     *         "in_flight": 3,
                     *         "parked_until": "2026-11-17T14:00:00Z",
                     *         "parked_why": null,
                     *         "waiting": 3
                     *       },
                     *       "rules": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "name": "Acme US",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "state": "connecting",
                     *       "state_detail": null,
                     *       "sync": {
                     *         "failures": 3,
                     *         "last_error": null,
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "running": true
                     *       },
                     *       "time_zone": "America/New_York",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not quarantined */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sync_account: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The account */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description It is being read */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "brand": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "campaigns": 3,
                     *       "currency": "USD",
                     *       "data_sets": [
                     *         {
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "last_read_at": "2026-11-17T14:00:00Z",
                     *           "name": "structure",
                     *           "promised_every_minutes": 3,
                     *           "state": "fresh"
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "external_id": "1234567890",
                     *       "extra_settled_days": 3,
                     *       "first_sync": {
                     *         "days_done": 3,
                     *         "days_total": 3,
                     *         "last_error": null,
                     *         "rows": 3,
                     *         "started_at": "2026-11-17T14:00:00Z",
                     *         "state": "waiting"
                     *       },
                     *       "grant": {
                     *         "access_expires_at": "2026-11-17T14:00:00Z",
                     *         "connected_at": "2026-11-17T14:00:00Z",
                     *         "connected_by": "Ada Byron",
                     *         "scopes": [
                     *           "https://www.googleapis.com/auth/adwords"
                     *         ],
                     *         "state": "live",
                     *         "state_detail": null
                     *       },
                     *       "history_days": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "last_sync_at": "2026-11-17T14:00:00Z",
                     *       "name": "Acme US",
                     *       "next_sync_at": "2026-11-17T14:00:00Z",
                     *       "platform": "google",
                     *       "queue": {
                     *         "in_flight": 3,
                     *         "parked_until": "2026-11-17T14:00:00Z",
                     *         "parked_why": null,
                     *         "waiting": 3
                     *       },
                     *       "rules": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "name": "Acme US",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "state": "connecting",
                     *       "state_detail": null,
                     *       "sync": {
                     *         "failures": 3,
                     *         "last_error": null,
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "running": true
                     *       },
                     *       "time_zone": "America/New_York",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be read now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_actions: {
        parameters: {
            query?: {
                /**
                 * @description States, with commas between them; all when absent.
                 * @example awaiting_approval
                 */
                state?: string;
                rule?: string;
                campaign?: string;
                /** @description Something below a campaign. */
                object?: string;
                account?: string;
                brand?: string;
                kind?: "pause" | "resume" | "set_budget" | "set_bid" | "set_target_cpa" | "set_target_roas" | "add_negative_keyword" | "remove_negative_keyword" | "add_label" | "remove_label";
                /**
                 * @description A part of the name of what is changed, its campaign or its rule.
                 * @example prospecting
                 */
                q?: string;
                /**
                 * @description `-` for descending. Otherwise what waits comes by when it lapses, what has ended by when it ended, all else newest
                 *     first.
                 */
                sort?: "created_at" | "-created_at" | "expires_at" | "-expires_at" | "updated_at" | "-updated_at" | "per_day_change" | "-per_day_change";
                /** @description `next_cursor` of the page before, with the same filters and order. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of actions */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "created_at": "2026-11-17T14:00:00Z",
                     *           "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "expires_at": "2026-11-17T14:00:00Z",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "pause",
                     *           "move": {
                     *             "cut": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "legs": [
                     *               {
                     *                 "after": {
                     *                   "display": "$120.00",
                     *                   "micros": 3
                     *                 },
                     *                 "before": {
                     *                   "display": "$120.00",
                     *                   "micros": 3
                     *                 },
                     *                 "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "per_day_change": {
                     *                   "currency": "USD",
                     *                   "micros": 3
                     *                 },
                     *                 "state": "proposed",
                     *                 "state_detail": null,
                     *                 "target_name": "Prospecting US",
                     *                 "version": 3
                     *               }
                     *             ],
                     *             "raised": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           },
                     *           "not_before": null,
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "per_day_change": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "property": "status",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "requested_by": {
                     *             "kind": "rule",
                     *             "name": "Ada Byron"
                     *           },
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "state": "proposed",
                     *           "state_detail": null,
                     *           "target": {
                     *             "external_id": "1234567890",
                     *             "kind": "campaign",
                     *             "name": "Prospecting US",
                     *             "shared_by": 3
                     *           },
                     *           "updated_at": "2026-11-17T14:00:00Z",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["ActionSummaryList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_action_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "applied_today": 3,
                     *       "awaiting_approval": 3,
                     *       "failed": 3,
                     *       "in_flight": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionCounts"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decide_actions: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *           "version": 3
                 *         }
                 *       ],
                 *       "reason": "the sale starts tomorrow",
                 *       "verdict": "approve"
                 *     }
                 */
                "application/json": components["schemas"]["Decide"];
            };
        };
        responses: {
            /** @description What became of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "ok": true,
                     *           "problem": null,
                     *           "state": null,
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DecideResults"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_waiting_totals: {
        parameters: {
            query?: {
                rule?: string;
                campaign?: string;
                /** @description Ids of actions, with commas between them; at most 200. */
                ids?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The totals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bids": 3,
                     *       "budgets": 3,
                     *       "count": 3,
                     *       "labels": 3,
                     *       "negatives": 3,
                     *       "pauses": 3,
                     *       "per_day_change": [
                     *         {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       ],
                     *       "resumes": 3,
                     *       "targets": 3
                     *     }
                     */
                    "application/json": components["schemas"]["WaitingTotals"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The action */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The action */
            200: {
                headers: {
                    /** @description `"v3"`: send it back as If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "approvals": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "decision": "approve",
                     *           "name": "Ada Byron",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "user": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *         }
                     *       ],
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "can": {
                     *         "approve": true,
                     *         "reject": true,
                     *         "undo": true,
                     *         "why_not": null
                     *       },
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "history": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "note": null,
                     *           "state": "proposed"
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "pause",
                     *       "move": {
                     *         "cut": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "legs": [
                     *           {
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target_name": "Prospecting US",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "raised": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "not_before": null,
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "property": "status",
                     *       "reason": "cpa $60.00 is above $45.00",
                     *       "requested_by": {
                     *         "kind": "rule",
                     *         "name": "Ada Byron"
                     *       },
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Stop loss",
                     *         "version": 3
                     *       },
                     *       "state": "proposed",
                     *       "state_detail": null,
                     *       "steps": [
                     *         {
                     *           "attempt": 3,
                     *           "error": null,
                     *           "finished_at": "2026-11-17T14:00:00Z",
                     *           "kind": "write",
                     *           "request": {
                     *             "method": "POST",
                     *             "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate"
                     *           },
                     *           "response": {
                     *             "status": 200
                     *           },
                     *           "seq": 3,
                     *           "started_at": "2026-11-17T14:00:00Z",
                     *           "state": "pending"
                     *         }
                     *       ],
                     *       "target": {
                     *         "external_id": "1234567890",
                     *         "kind": "campaign",
                     *         "name": "Prospecting US",
                     *         "shared_by": 3
                     *       },
                     *       "undoes": null,
                     *       "undone_by": null,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Still the version named by If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The action */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description Approved */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "approvals": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "decision": "approve",
                     *           "name": "Ada Byron",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "user": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *         }
                     *       ],
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "can": {
                     *         "approve": true,
                     *         "reject": true,
                     *         "undo": true,
                     *         "why_not": null
                     *       },
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "history": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "note": null,
                     *           "state": "proposed"
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "pause",
                     *       "move": {
                     *         "cut": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "legs": [
                     *           {
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target_name": "Prospecting US",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "raised": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "not_before": null,
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "property": "status",
                     *       "reason": "cpa $60.00 is above $45.00",
                     *       "requested_by": {
                     *         "kind": "rule",
                     *         "name": "Ada Byron"
                     *       },
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Stop loss",
                     *         "version": 3
                     *       },
                     *       "state": "proposed",
                     *       "state_detail": null,
                     *       "steps": [
                     *         {
                     *           "attempt": 3,
                     *           "error": null,
                     *           "finished_at": "2026-11-17T14:00:00Z",
                     *           "kind": "write",
                     *           "request": {
                     *             "method": "POST",
                     *             "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate"
                     *           },
                     *           "response": {
                     *             "status": 200
                     *           },
                     *           "seq": 3,
                     *           "started_at": "2026-11-17T14:00:00Z",
                     *           "state": "pending"
                     *         }
                     *       ],
                     *       "target": {
                     *         "external_id": "1234567890",
                     *         "kind": "campaign",
                     *         "name": "Prospecting US",
                     *         "shared_by": 3
                     *       },
                     *       "undoes": null,
                     *       "undone_by": null,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait for anybody */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ActionMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The action */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the sale starts tomorrow"
                 *     }
                 */
                "application/json": components["schemas"]["Reject"];
            };
        };
        responses: {
            /** @description Rejected */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "approvals": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "decision": "approve",
                     *           "name": "Ada Byron",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "user": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *         }
                     *       ],
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "can": {
                     *         "approve": true,
                     *         "reject": true,
                     *         "undo": true,
                     *         "why_not": null
                     *       },
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "history": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "note": null,
                     *           "state": "proposed"
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "pause",
                     *       "move": {
                     *         "cut": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "legs": [
                     *           {
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target_name": "Prospecting US",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "raised": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "not_before": null,
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "property": "status",
                     *       "reason": "cpa $60.00 is above $45.00",
                     *       "requested_by": {
                     *         "kind": "rule",
                     *         "name": "Ada Byron"
                     *       },
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Stop loss",
                     *         "version": 3
                     *       },
                     *       "state": "proposed",
                     *       "state_detail": null,
                     *       "steps": [
                     *         {
                     *           "attempt": 3,
                     *           "error": null,
                     *           "finished_at": "2026-11-17T14:00:00Z",
                     *           "kind": "write",
                     *           "request": {
                     *             "method": "POST",
                     *             "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate"
                     *           },
                     *           "response": {
                     *             "status": 200
                     *           },
                     *           "seq": 3,
                     *           "started_at": "2026-11-17T14:00:00Z",
                     *           "state": "pending"
                     *         }
                     *       ],
                     *       "target": {
                     *         "external_id": "1234567890",
                     *         "kind": "campaign",
                     *         "name": "Prospecting US",
                     *         "shared_by": 3
                     *       },
                     *       "undoes": null,
                     *       "undone_by": null,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not wait for anybody */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ActionMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The applied action */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "possible": true,
                     *       "why_not": null
                     *     }
                     */
                    "application/json": components["schemas"]["UndoPreview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The applied action */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description The new action */
            201: {
                headers: {
                    ETag?: string;
                    /** @description The new action */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "approvals": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "decision": "approve",
                     *           "name": "Ada Byron",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "user": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *         }
                     *       ],
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "can": {
                     *         "approve": true,
                     *         "reject": true,
                     *         "undo": true,
                     *         "why_not": null
                     *       },
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "history": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "note": null,
                     *           "state": "proposed"
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "pause",
                     *       "move": {
                     *         "cut": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "legs": [
                     *           {
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target_name": "Prospecting US",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "raised": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "not_before": null,
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "property": "status",
                     *       "reason": "cpa $60.00 is above $45.00",
                     *       "requested_by": {
                     *         "kind": "rule",
                     *         "name": "Ada Byron"
                     *       },
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Stop loss",
                     *         "version": 3
                     *       },
                     *       "state": "proposed",
                     *       "state_detail": null,
                     *       "steps": [
                     *         {
                     *           "attempt": 3,
                     *           "error": null,
                     *           "finished_at": "2026-11-17T14:00:00Z",
                     *           "kind": "write",
                     *           "request": {
                     *             "method": "POST",
                     *             "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate"
                     *           },
                     *           "response": {
                     *             "status": 200
                     *           },
                     *           "seq": 3,
                     *           "started_at": "2026-11-17T14:00:00Z",
                     *           "state": "pending"
                     *         }
                     *       ],
                     *       "target": {
                     *         "external_id": "1234567890",
                     *         "kind": "campaign",
                     *         "name": "Prospecting US",
                     *         "shared_by": 3
                     *       },
                     *       "undoes": null,
                     *       "undone_by": null,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be undone */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_actors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tree now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-17T14:00:00Z",
                     *       "tree": [
                     *         {
                     *           "can": {
                     *             "kill": true,
                     *             "quarantine": true,
                     *             "resume": true,
                     *             "why_not": null
                     *           },
                     *           "detail": null,
                     *           "handled": 3,
                     *           "id": "account:019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "node",
                     *           "last_error": null,
                     *           "mailbox": 3,
                     *           "name": "Acme US",
                     *           "parent": null,
                     *           "queue": {
                     *             "in_flight": 3,
                     *             "waiting": 3
                     *           },
                     *           "ref": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "restarts": 3,
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "state": "running",
                     *           "subtree": {
                     *             "total": 3,
                     *             "unhealthy": 3,
                     *             "worst": "running"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ActorTree"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kill_actor: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The actor, percent-encoded
                 * @example queue:0193a1b2-0000-7000-8000-000000000000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description It ends */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not run, or must not be stopped */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantine_actor: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The actor, percent-encoded
                 * @example account:0193a1b2-0000-7000-8000-000000000000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the client asked us to keep still until Monday"
                 *     }
                 */
                "application/json": components["schemas"]["Quarantine"];
            };
        };
        responses: {
            /** @description It comes to rest */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing stands behind it that could rest */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_actor: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The actor, percent-encoded
                 * @example account:0193a1b2-0000-7000-8000-000000000000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description It goes on */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not quarantined */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_backtest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "days": 90,
                 *       "overrides": {},
                 *       "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "text": "cpa > $45",
                 *       "with_enabled": true
                 *     }
                 */
                "application/json": components["schemas"]["RunBacktest"];
            };
        };
        responses: {
            /** @description What would have happened */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "days": [
                     *             {
                     *               "budget": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "date": "2026-11-17",
                     *               "simulated_budget": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "simulated_spend": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "spend": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               }
                     *             }
                     *           ],
                     *           "differs_from": "2026-11-17T14:00:00Z",
                     *           "firings": [
                     *             {
                     *               "at": "2026-11-17T14:00:00Z",
                     *               "branch": 3,
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "changes": [
                     *                 {
                     *                   "from": {
                     *                     "display": "$120.00",
                     *                     "micros": 3
                     *                   },
                     *                   "item": "reviewed",
                     *                   "per_day_change": {
                     *                     "currency": "USD",
                     *                     "micros": 3
                     *                   },
                     *                   "property": "status",
                     *                   "shared_by": 3,
                     *                   "stopped": null,
                     *                   "target": "Prospecting US",
                     *                   "to": {
                     *                     "display": "$120.00",
                     *                     "micros": 3
                     *                   }
                     *                 }
                     *               ],
                     *               "gives_back": true,
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "outcome": "fired",
                     *               "reason": "cpa $60.00 is above $45.00",
                     *               "rule": "Stop loss",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "stopped_by": [
                     *                 {
                     *                   "by": "guard \"No runaway budgets\"",
                     *                   "reason": "cpa $60.00 is above $45.00"
                     *                 }
                     *               ],
                     *               "tells": [
                     *                 "#ads: Prospecting US spent $120.00"
                     *               ]
                     *             }
                     *           ],
                     *           "firings_total": 3,
                     *           "known_since": "2026-11-17T14:00:00Z",
                     *           "moved": [
                     *             {
                     *               "property": "status",
                     *               "recorded": [
                     *                 {
                     *                   "at": "2026-11-17T14:00:00Z",
                     *                   "value": {
                     *                     "currency": "USD",
                     *                     "micros": 3
                     *                   }
                     *                 }
                     *               ],
                     *               "simulated": [
                     *                 {
                     *                   "at": "2026-11-17T14:00:00Z",
                     *                   "value": {
                     *                     "currency": "USD",
                     *                     "micros": 3
                     *                   }
                     *                 }
                     *               ],
                     *               "target": "Prospecting US › Shoes"
                     *             }
                     *           ],
                     *           "moved_total": 3,
                     *           "not_bound": [
                     *             {
                     *               "rule": "Stop loss",
                     *               "why": "it names no amount in EUR"
                     *             }
                     *           ],
                     *           "reached": "2026-11-17T14:00:00Z",
                     *           "rules": [
                     *             {
                     *               "blocked": 3,
                     *               "fired": 3,
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "is_candidate": true,
                     *               "known_since": "2026-11-17T14:00:00Z",
                     *               "level": "account",
                     *               "name": "Stop loss",
                     *               "not_fired": 3,
                     *               "outside": 3,
                     *               "ticks": 3,
                     *               "unknown": 3,
                     *               "unknown_because": [
                     *                 {
                     *                   "checks": 12,
                     *                   "reason": "undefined"
                     *                 }
                     *               ],
                     *               "waiting": 3
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "from": "2026-11-17T14:00:00Z",
                     *       "until": "2026-11-17T14:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is nothing to run */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Enough backtests are running */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_backtests: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "after": "$96.00",
                 *       "before": "$120.00",
                 *       "before_overrides": {
                 *         "max_cpa": "$45"
                 *       },
                 *       "days": 90,
                 *       "overrides": {
                 *         "max_cpa": "$60"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CompareBacktests"];
            };
        };
        responses: {
            /** @description Where they part */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changed": [
                     *         {
                     *           "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "new_days": [
                     *             "2026-11-15"
                     *           ],
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "old_days": [
                     *             "2026-11-16"
                     *           ],
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         }
                     *       ],
                     *       "from": "2026-11-17T14:00:00Z",
                     *       "gained": [
                     *         {
                     *           "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "new_days": [
                     *             "2026-11-15"
                     *           ],
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "old_days": [
                     *             "2026-11-16"
                     *           ],
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         }
                     *       ],
                     *       "lost": [
                     *         {
                     *           "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "new_days": [
                     *             "2026-11-15"
                     *           ],
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "old_days": [
                     *             "2026-11-16"
                     *           ],
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         }
                     *       ],
                     *       "same": 3,
                     *       "until": "2026-11-17T14:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BacktestComparison"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Comparing takes longer than may be waited for */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Enough backtests are running */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_brands: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All brands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "accounts": 3,
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_default": true,
                     *           "name": "Acme US"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BrandList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_brand: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Fleetfoot"
                 *     }
                 */
                "application/json": components["schemas"]["BrandName"];
            };
        };
        responses: {
            /** @description The brand */
            201: {
                headers: {
                    /** @description The list it is in */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "is_default": true,
                     *       "name": "Acme US"
                     *     }
                     */
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_brand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The brand */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something is filed under it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_brand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The brand */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Fleetfoot"
                 *     }
                 */
                "application/json": components["schemas"]["BrandName"];
            };
        };
        responses: {
            /** @description The brand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "is_default": true,
                     *       "name": "Acme US"
                     *     }
                     */
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaigns: {
        parameters: {
            query?: {
                /**
                 * @description Part of the name, or the platform's id.
                 * @example prospecting
                 */
                q?: string;
                account?: string;
                brand?: string;
                status?: "active" | "paused";
                platform?: "google" | "meta" | "tiktok" | "amazon";
                /**
                 * @description `name`, `budget`, `spend_today`, `conversions_today`, `spend_7d`, `conversions_7d`, `revenue_7d`, `cpa_7d`, `roas_7d`
                 *     or `last_change`; with `-` before it descending. Campaigns without a value come last either way.
                 * @example -spend_7d
                 */
                sort?: string;
                /** @description `next_cursor` of the page before, with the same filters and order. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of campaigns */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "budget": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "budget_shared": true,
                     *           "channel": "search",
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "delivery": "eligible",
                     *           "external_id": "1234567890",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "last_7_days": {
                     *             "conversions": 1.5,
                     *             "cpa": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "revenue": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "roas": 1.5,
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           },
                     *           "name": "Prospecting US",
                     *           "status": "active",
                     *           "today": {
                     *             "clicks": 3,
                     *             "conversions": 1.5,
                     *             "impressions": 3,
                     *             "revenue": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The campaign */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "bid_strategy": "maximize_conversions",
                     *       "budget": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "budget_shared": true,
                     *       "channel": "search",
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "delivery": "eligible",
                     *       "end_date": "2026-11-17",
                     *       "external_id": "1234567890",
                     *       "first_seen_at": "2026-11-17T14:00:00Z",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "labels": [
                     *         "evergreen"
                     *       ],
                     *       "last_7_days": {
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "last_change_at": "2026-11-17T14:00:00Z",
                     *       "last_change_by": null,
                     *       "name": "Prospecting US",
                     *       "shared_with": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "name": "Acme US"
                     *         }
                     *       ],
                     *       "start_date": "2026-11-17",
                     *       "status": "active",
                     *       "today": {
                     *         "clicks": 3,
                     *         "conversions": 1.5,
                     *         "impressions": 3,
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    request_campaign_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "budget": {
                 *         "currency": "USD",
                 *         "micros": 120000000
                 *       },
                 *       "dry_run": true,
                 *       "kind": "pause",
                 *       "reason": "the landing page is down"
                 *     }
                 */
                "application/json": components["schemas"]["CampaignActionRequest"];
            };
        };
        responses: {
            /** @description With `dry_run`: what would become of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "blocked": [
                     *         {
                     *           "by": "Mia Lindqvist",
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         }
                     *       ],
                     *       "needs_approval": true,
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "shared_by": 3
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignActionPreview"];
                };
            };
            /** @description The new action */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "after": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "approvals": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "decision": "approve",
                     *           "name": "Ada Byron",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "user": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *         }
                     *       ],
                     *       "before": {
                     *         "display": "$120.00",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "can": {
                     *         "approve": true,
                     *         "reject": true,
                     *         "undo": true,
                     *         "why_not": null
                     *       },
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "history": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "note": null,
                     *           "state": "proposed"
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "pause",
                     *       "move": {
                     *         "cut": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "legs": [
                     *           {
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target_name": "Prospecting US",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "raised": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "not_before": null,
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "per_day_change": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "property": "status",
                     *       "reason": "cpa $60.00 is above $45.00",
                     *       "requested_by": {
                     *         "kind": "rule",
                     *         "name": "Ada Byron"
                     *       },
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Stop loss",
                     *         "version": 3
                     *       },
                     *       "state": "proposed",
                     *       "state_detail": null,
                     *       "steps": [
                     *         {
                     *           "attempt": 3,
                     *           "error": null,
                     *           "finished_at": "2026-11-17T14:00:00Z",
                     *           "kind": "write",
                     *           "request": {
                     *             "method": "POST",
                     *             "url": "https://googleads.googleapis.com/v24/customers/1234567890/campaigns:mutate"
                     *           },
                     *           "response": {
                     *             "status": 200
                     *           },
                     *           "seq": 3,
                     *           "started_at": "2026-11-17T14:00:00Z",
                     *           "state": "pending"
                     *         }
                     *       ],
                     *       "target": {
                     *         "external_id": "1234567890",
                     *         "kind": "campaign",
                     *         "name": "Prospecting US",
                     *         "shared_by": 3
                     *       },
                     *       "undoes": null,
                     *       "undone_by": null,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not possible now, or a guard forbids it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaign_history: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of its history */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": "$96.00",
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "before": "$120.00",
                     *           "by": {
                     *             "kind": "rule",
                     *             "name": "Acme US"
                     *           },
                     *           "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "change",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "state": null,
                     *           "text": "cpa > $45"
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignHistory"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaign_holds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its holds, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["HoldList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_campaign_metrics: {
        parameters: {
            query?: {
                /**
                 * @description First day, of the account's calendar; 30 days when absent.
                 * @example 2026-10-19
                 */
                from?: string;
                /**
                 * @description Last day; the account's today when absent.
                 * @example 2026-11-17
                 */
                to?: string;
                compare?: "none" | "previous";
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "compare": {
                     *         "days": [
                     *           {
                     *             "budget": 3,
                     *             "clicks": 3,
                     *             "conversions": 1.5,
                     *             "day": "2026-11-17",
                     *             "impressions": 3,
                     *             "known": true,
                     *             "revenue": 3,
                     *             "spend": 3
                     *           }
                     *         ],
                     *         "from": "2026-11-17",
                     *         "to": "2026-11-17"
                     *       },
                     *       "compare_totals": {
                     *         "clicks": 3,
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "cpc": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "ctr": 1.5,
                     *         "cvr": 1.5,
                     *         "impressions": 3,
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "currency": "USD",
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "days": [
                     *         {
                     *           "budget": 3,
                     *           "clicks": 3,
                     *           "conversions": 1.5,
                     *           "day": "2026-11-17",
                     *           "impressions": 3,
                     *           "known": true,
                     *           "revenue": 3,
                     *           "spend": 3
                     *         }
                     *       ],
                     *       "from": "2026-11-17",
                     *       "marks": [
                     *         {
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": "$96.00",
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "before": "$120.00",
                     *           "by": "Mia Lindqvist",
                     *           "day": "2026-11-17",
                     *           "kind": "rule",
                     *           "property": "status"
                     *         }
                     *       ],
                     *       "settled_until": "2026-11-17",
                     *       "time_zone": "America/New_York",
                     *       "to": "2026-11-17",
                     *       "totals": {
                     *         "clicks": 3,
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "cpc": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "ctr": 1.5,
                     *         "cvr": 1.5,
                     *         "impressions": 3,
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignMetrics"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaign_objects: {
        parameters: {
            query?: {
                /**
                 * @description One level alone, such as `ad_group`.
                 * @example ad_group
                 */
                level?: string;
                /**
                 * @description Part of the name.
                 * @example shoes
                 */
                q?: string;
                /** @description `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of objects */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "bid": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "delivery": "eligible",
                     *           "external_id": "1234567890",
                     *           "first_seen_at": "2026-11-17T14:00:00Z",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "labels": [
                     *             "evergreen"
                     *           ],
                     *           "last_7_days": {
                     *             "conversions": 1.5,
                     *             "cpa": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "revenue": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "roas": 1.5,
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           },
                     *           "last_change_at": "2026-11-17T14:00:00Z",
                     *           "level": "ad_group",
                     *           "match_type": "exact",
                     *           "name": "Acme US",
                     *           "parent": null,
                     *           "status": "active"
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignObjectList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaign_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The campaign */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every rule that is at work, or once was */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-17T14:00:00Z",
                     *       "data": [
                     *         {
                     *           "distance": "$15.00 above",
                     *           "effects": [
                     *             {
                     *               "after": {
                     *                 "display": "$120.00",
                     *                 "micros": 3
                     *               },
                     *               "before": {
                     *                 "display": "$120.00",
                     *                 "micros": 3
                     *               },
                     *               "blocked": null,
                     *               "item": "reviewed",
                     *               "kind": "pause",
                     *               "per_day_change": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "property": "status"
                     *             }
                     *           ],
                     *           "explanation": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "branches": [
                     *               {
                     *                 "actions": [
                     *                   "pause"
                     *                 ],
                     *                 "condition": {
                     *                   "children": [],
                     *                   "distance": "$15.00 above",
                     *                   "kind": "comparison",
                     *                   "left": {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   },
                     *                   "missing": {
                     *                     "detail": "the account was never synced",
                     *                     "reason": "no_sync"
                     *                   },
                     *                   "op": ">",
                     *                   "right": {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45",
                     *                   "truth": "true"
                     *                 },
                     *                 "lasting": null,
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "returned": [
                     *                   {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "truth": "true"
                     *               }
                     *             ],
                     *             "data_until": "2026-11-17T14:00:00Z",
                     *             "evaluator": 1,
                     *             "lets": [
                     *               {
                     *                 "name": "cpa_limit",
                     *                 "text": "1.5 * target_cpa",
                     *                 "value": {
                     *                   "display": "$60.00",
                     *                   "kind": "money",
                     *                   "missing": null,
                     *                   "raw": 3
                     *                 }
                     *               }
                     *             ],
                     *             "release": {
                     *               "condition": {
                     *                 "children": [],
                     *                 "distance": "$15.00 above",
                     *                 "kind": "comparison",
                     *                 "left": {
                     *                   "parts": [],
                     *                   "text": "cpa > $45",
                     *                   "value": {
                     *                     "display": "$60.00",
                     *                     "kind": "money",
                     *                     "missing": null,
                     *                     "raw": 3
                     *                   }
                     *                 },
                     *                 "missing": {
                     *                   "detail": "the account was never synced",
                     *                   "reason": "no_sync"
                     *                 },
                     *                 "op": ">",
                     *                 "right": {
                     *                   "parts": [],
                     *                   "text": "cpa > $45",
                     *                   "value": {
                     *                     "display": "$60.00",
                     *                     "kind": "money",
                     *                     "missing": null,
                     *                     "raw": 3
                     *                   }
                     *                 },
                     *                 "text": "cpa > $45",
                     *                 "truth": "true"
                     *               },
                     *               "reason": "cpa $60.00 is above $45.00"
                     *             },
                     *             "scope": null,
                     *             "windows": [
                     *               {
                     *                 "from": "2026-11-14",
                     *                 "grain": "day",
                     *                 "lag_days": 3,
                     *                 "metrics": [
                     *                   "spend",
                     *                   "conversions"
                     *                 ],
                     *                 "missing": null,
                     *                 "text": "last 3 days",
                     *                 "to": "2026-11-16"
                     *               }
                     *             ]
                     *           },
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "outcome": "acts",
                     *           "progress": {
                     *             "checks_done": 3,
                     *             "checks_needed": 3,
                     *             "cooldown_until": "2026-11-17T14:00:00Z",
                     *             "state": "pending"
                     *           },
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "shadow": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "state": "draft"
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignRules"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both clocks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "business_now": "2026-11-17T14:00:00Z",
                     *       "process_now": "2026-11-17T14:00:00Z",
                     *       "source": "system",
                     *       "speed": 1.5,
                     *       "stalled": true
                     *     }
                     */
                    "application/json": components["schemas"]["Clock"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "platform": "google"
                 *     }
                 */
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            /** @description Begun */
            201: {
                headers: {
                    /** @description The connection */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consent_url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionBegun"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connection_platforms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every platform, available or not */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "available": true,
                     *           "platform": "google",
                     *           "why_not": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionPlatformList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "candidates": [
                     *         {
                     *           "account_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "currency": "USD",
                     *           "external_id": "1234567890",
                     *           "manager": {
                     *             "external_id": "1234567890",
                     *             "name": "Acme US"
                     *           },
                     *           "name": "Acme US",
                     *           "status": "available",
                     *           "time_zone": "America/New_York",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "platform": "google",
                     *       "problem": null,
                     *       "reconnects": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "scopes": [
                     *         {
                     *           "granted": true,
                     *           "name": "https://www.googleapis.com/auth/adwords",
                     *           "needed_for": "reading and changing campaigns"
                     *         }
                     *       ],
                     *       "state": "waiting"
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Abandoned */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_accounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The connection */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "brand_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "external_ids": [
                 *         "1234567890"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ChosenAccounts"];
            };
        };
        responses: {
            /** @description Connected */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         {
                     *           "brand": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "campaigns": 3,
                     *           "currency": "USD",
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "external_id": "1234567890",
                     *           "history_days": 3,
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "last_sync_at": "2026-11-17T14:00:00Z",
                     *           "name": "Acme US",
                     *           "next_sync_at": "2026-11-17T14:00:00Z",
                     *           "platform": "google",
                     *           "state": "connecting",
                     *           "state_detail": null,
                     *           "time_zone": "America/New_York"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectedAccounts"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It offers nothing to choose from any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Some cannot be connected; each is named */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_decisions: {
        parameters: {
            query?: {
                /** @description A rule, or a rule's shadow: what a shadow would have done is listed only where it is named. */
                rule?: string;
                /** @description With it every check of the campaign is listed, without it those that acted or were blocked. */
                campaign?: string;
                /** @description Something below a campaign: every check of it alone is listed. */
                object?: string;
                account?: string;
                /** @example blocked */
                outcome?: string;
                /** @description The first instant. */
                from?: string;
                /** @description The first instant no longer included. */
                to?: string;
                /** @description `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of decisions */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_ids": [
                     *             "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *           ],
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "outcome": "fired",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "simulated": true
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["DecisionSummaryList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The decision */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "action_ids": [
                     *         "019377b0-c1d2-7c11-a3f0-b8d1e2f30415"
                     *       ],
                     *       "at": "2026-11-17T14:00:00Z",
                     *       "blocked": [
                     *         {
                     *           "by": "Mia Lindqvist",
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         }
                     *       ],
                     *       "branch": 3,
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "explanation": {
                     *         "at": "2026-11-17T14:00:00Z",
                     *         "branches": [
                     *           {
                     *             "actions": [
                     *               "pause"
                     *             ],
                     *             "condition": {
                     *               "children": [],
                     *               "distance": "$15.00 above",
                     *               "kind": "comparison",
                     *               "left": {
                     *                 "parts": [],
                     *                 "text": "cpa > $45",
                     *                 "value": {
                     *                   "display": "$60.00",
                     *                   "kind": "money",
                     *                   "missing": null,
                     *                   "raw": 3
                     *                 }
                     *               },
                     *               "missing": {
                     *                 "detail": "the account was never synced",
                     *                 "reason": "no_sync"
                     *               },
                     *               "op": ">",
                     *               "right": {
                     *                 "parts": [],
                     *                 "text": "cpa > $45",
                     *                 "value": {
                     *                   "display": "$60.00",
                     *                   "kind": "money",
                     *                   "missing": null,
                     *                   "raw": 3
                     *                 }
                     *               },
                     *               "text": "cpa > $45",
                     *               "truth": "true"
                     *             },
                     *             "lasting": null,
                     *             "reason": "cpa $60.00 is above $45.00",
                     *             "returned": [
                     *               {
                     *                 "parts": [],
                     *                 "text": "cpa > $45",
                     *                 "value": {
                     *                   "display": "$60.00",
                     *                   "kind": "money",
                     *                   "missing": null,
                     *                   "raw": 3
                     *                 }
                     *               }
                     *             ],
                     *             "truth": "true"
                     *           }
                     *         ],
                     *         "data_until": "2026-11-17T14:00:00Z",
                     *         "evaluator": 1,
                     *         "lets": [
                     *           {
                     *             "name": "cpa_limit",
                     *             "text": "1.5 * target_cpa",
                     *             "value": {
                     *               "display": "$60.00",
                     *               "kind": "money",
                     *               "missing": null,
                     *               "raw": 3
                     *             }
                     *           }
                     *         ],
                     *         "release": {
                     *           "condition": {
                     *             "children": [],
                     *             "distance": "$15.00 above",
                     *             "kind": "comparison",
                     *             "left": {
                     *               "parts": [],
                     *               "text": "cpa > $45",
                     *               "value": {
                     *                 "display": "$60.00",
                     *                 "kind": "money",
                     *                 "missing": null,
                     *                 "raw": 3
                     *               }
                     *             },
                     *             "missing": {
                     *               "detail": "the account was never synced",
                     *               "reason": "no_sync"
                     *             },
                     *             "op": ">",
                     *             "right": {
                     *               "parts": [],
                     *               "text": "cpa > $45",
                     *               "value": {
                     *                 "display": "$60.00",
                     *                 "kind": "money",
                     *                 "missing": null,
                     *                 "raw": 3
                     *               }
                     *             },
                     *             "text": "cpa > $45",
                     *             "truth": "true"
                     *           },
                     *           "reason": "cpa $60.00 is above $45.00"
                     *         },
                     *         "scope": null,
                     *         "windows": [
                     *           {
                     *             "from": "2026-11-14",
                     *             "grain": "day",
                     *             "lag_days": 3,
                     *             "metrics": [
                     *               "spend",
                     *               "conversions"
                     *             ],
                     *             "missing": null,
                     *             "text": "last 3 days",
                     *             "to": "2026-11-16"
                     *           }
                     *         ]
                     *       },
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "object": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "level": "ad_group",
                     *         "match_type": "exact",
                     *         "name": "Acme US",
                     *         "parent": null
                     *       },
                     *       "outcome": "fired",
                     *       "replays": true,
                     *       "rule": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "is_analysable": true,
                     *         "name": "Acme US",
                     *         "text": "cpa > $45",
                     *         "version": 3
                     *       },
                     *       "simulated": {
                     *         "changes": [
                     *           {
                     *             "approval": {
                     *               "needed": 1,
                     *               "role": "manager"
                     *             },
                     *             "from": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "item": "reviewed",
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "property": "status",
                     *             "shared_by": 3,
                     *             "stopped": null,
                     *             "target": "Prospecting US",
                     *             "to": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             }
                     *           }
                     *         ],
                     *         "tells": [
                     *           "#ads: Prospecting US spent $120.00"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_diagnostic_page: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The code
                 * @example E0204
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "E0204",
                     *       "severity": "error",
                     *       "text": "cpa > $45",
                     *       "title": "Not found"
                     *     }
                     */
                    "application/json": components["schemas"]["DiagnosticPage"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description The last id that was seen, when coming back */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `hint` and `resync` events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 019377b0-12
                     *     event: hint
                     *     data: {"topic":"actions","ref":null,"version":null}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_actions: {
        parameters: {
            query?: {
                /**
                 * @description States, with commas between them; all when absent.
                 * @example applied
                 */
                state?: string;
                rule?: string;
                campaign?: string;
                /** @description Something below a campaign. */
                object?: string;
                account?: string;
                brand?: string;
                kind?: "pause" | "resume" | "set_budget" | "set_bid" | "set_target_cpa" | "set_target_roas" | "add_negative_keyword" | "remove_negative_keyword" | "add_label" | "remove_label";
                /**
                 * @description A part of the name of what is changed, its campaign or its rule.
                 * @example prospecting
                 */
                q?: string;
                /** @description As in the list. */
                sort?: "created_at" | "-created_at" | "expires_at" | "-expires_at" | "updated_at" | "-updated_at" | "per_day_change" | "-per_day_change";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example created_at,state,state_detail
                     *     2026-11-17T14:00:00Z,applied,
                     */
                    "text/csv": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_campaigns: {
        parameters: {
            query?: {
                /**
                 * @description Part of the name, or the platform's id.
                 * @example prospecting
                 */
                q?: string;
                account?: string;
                brand?: string;
                status?: "active" | "paused";
                platform?: "google" | "meta" | "tiktok" | "amazon";
                /**
                 * @description As in the list.
                 * @example -spend_7d
                 */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example campaign,campaign_id,account
                     *     Prospecting US,20100000001,Acme US
                     */
                    "text/csv": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_decisions: {
        parameters: {
            query?: {
                rule?: string;
                /** @description With it every check of the campaign is written, without it those that acted or were blocked. */
                campaign?: string;
                /** @description Something below a campaign: every check of it alone is written. */
                object?: string;
                account?: string;
                /** @example blocked */
                outcome?: string;
                /** @description The first instant. */
                from?: string;
                /** @description The first instant no longer included. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example at,outcome,rule
                     *     2026-11-17T14:00:00Z,fired,Stop loss
                     */
                    "text/csv": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_guards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *           "name": "Acme US",
                     *           "state": "enabled",
                     *           "text": "cpa > $45",
                     *           "updated_at": "2026-11-17T14:00:00Z",
                     *           "updated_by": "Mia Lindqvist",
                     *           "version": 3,
                     *           "warnings": [
                     *             {
                     *               "code": "E0204",
                     *               "docs": "/docs/diagnostics/E0204",
                     *               "fixes": [
                     *                 {
                     *                   "edits": [
                     *                     {
                     *                       "span": {
                     *                         "end": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         },
                     *                         "start": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45"
                     *                     }
                     *                   ],
                     *                   "safe": true,
                     *                   "title": "Not found"
                     *                 }
                     *               ],
                     *               "help": "did you mean `spend`?",
                     *               "history": {
                     *                 "days": 90,
                     *                 "looks": 9811,
                     *                 "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *                 "times": 1204
                     *               },
                     *               "labels": [
                     *                 {
                     *                   "message": "not a metric",
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   }
                     *                 }
                     *               ],
                     *               "message": "unknown metric `spent`",
                     *               "severity": "error",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "underlined": "spent"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GuardList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_guard: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "language 1\n\nguard \"No runaway budgets\" {\n  for campaigns\n  never raise budget above 200% of budget at start of day\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["SaveGuard"];
            };
        };
        responses: {
            /** @description The guard */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "name": "Acme US",
                     *       "state": "enabled",
                     *       "text": "cpa > $45",
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Guard"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A guard of this name exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_guard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The guard */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guard */
            200: {
                headers: {
                    /** @description `"v3"`: send it back as If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "name": "Acme US",
                     *       "state": "enabled",
                     *       "text": "cpa > $45",
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Guard"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_guard: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The guard */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "language 1\n\nguard \"No runaway budgets\" {\n  for campaigns\n  never raise budget above 200% of budget at start of day\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["SaveGuard"];
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "name": "Acme US",
                     *       "state": "enabled",
                     *       "text": "cpa > $45",
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Guard"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A guard of this name exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["GuardMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_guard: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The guard */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Put away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description If-Match is not one ETag */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["GuardMoved"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_at_invite: {
        parameters: {
            query: {
                /**
                 * @description From the link.
                 * @example 2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8
                 */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "eve@example.com",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "has_account": true,
                     *       "organisation": "Acme Marketing",
                     *       "role": "admin"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenInvite"];
                };
            };
            /** @description The link does not work any more */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Eve Laurent",
                 *       "password": "a quiet desk by the window",
                 *       "token": "2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8"
                 *     }
                 */
                "application/json": components["schemas"]["AcceptInvite"];
            };
        };
        responses: {
            /** @description Joined and signed in */
            201: {
                headers: {
                    /** @description The session */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "organisation": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme Marketing"
                     *       },
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role": "admin",
                     *       "user": {
                     *         "email": "ada@example.com",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Ada Byron"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The link does not work any more */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The person belongs to the organisation already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_invites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-11-17T14:00:00Z",
                     *           "created_by": "Ada Byron",
                     *           "email": "eve@example.com",
                     *           "expires_at": "2026-11-17T14:00:00Z",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "role": "admin",
                     *           "state": "open"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InviteList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "eve@example.com",
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["NewInvite"];
            };
        };
        responses: {
            /** @description Invited */
            201: {
                headers: {
                    /** @description The invitation */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "invite": {
                     *         "created_at": "2026-11-17T14:00:00Z",
                     *         "created_by": "Ada Byron",
                     *         "email": "eve@example.com",
                     *         "expires_at": "2026-11-17T14:00:00Z",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "role": "admin",
                     *         "state": "open"
                     *       },
                     *       "url": "https://desk.example.com/invite?token=2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedInvite"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "created_by": "Ada Byron",
                     *       "email": "eve@example.com",
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "role": "admin",
                     *       "state": "open"
                     *     }
                     */
                    "application/json": components["schemas"]["Invite"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found, or nothing that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The invitation */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found, or nothing that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It has ended already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_library: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "folder": "Stop losses",
                     *           "id": "stop-loss",
                     *           "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *           "installed": 3,
                     *           "kind": "rule",
                     *           "name": "Acme US",
                     *           "not_for": null,
                     *           "params": [
                     *             {
                     *               "default": "$45, 40 EUR",
                     *               "help": "what a conversion may cost",
                     *               "max": "$500",
                     *               "min": "$1",
                     *               "name": "max_cpa",
                     *               "type": "money",
                     *               "value": "$45, 40 EUR"
                     *             }
                     *           ],
                     *           "platforms": [
                     *             "google"
                     *           ],
                     *           "text": "cpa > $45"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LibraryItemList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "conversions": "offsite_conversion.fb_pixel_purchase",
                 *       "currency": "USD",
                 *       "file": "{\"data\":[{\"name\":\"Dear\",\"evaluation_spec\":{\"evaluation_type\":\"SCHEDULE\",\"filters\":[{\"field\":\"entity_type\",\"value\":\"CAMPAIGN\",\"operator\":\"EQUAL\"},{\"field\":\"time_preset\",\"value\":\"TODAY\",\"operator\":\"EQUAL\"},{\"field\":\"spent\",\"value\":10000,\"operator\":\"GREATER_THAN\"}]},\"execution_spec\":{\"execution_type\":\"PAUSE\"},\"schedule_spec\":{\"schedule_type\":\"HOURLY\"}}]}",
                 *       "from": "meta",
                 *       "roas": "website_purchase_roas",
                 *       "slack": "#paid-media"
                 *     }
                 */
                "application/json": components["schemas"]["ImportRules"];
            };
        };
        responses: {
            /** @description What came of each rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "diagnostics": [
                     *             {
                     *               "code": "E0204",
                     *               "docs": "/docs/diagnostics/E0204",
                     *               "fixes": [
                     *                 {
                     *                   "edits": [
                     *                     {
                     *                       "span": {
                     *                         "end": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         },
                     *                         "start": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45"
                     *                     }
                     *                   ],
                     *                   "safe": true,
                     *                   "title": "Not found"
                     *                 }
                     *               ],
                     *               "help": "did you mean `spend`?",
                     *               "history": {
                     *                 "days": 90,
                     *                 "looks": 9811,
                     *                 "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *                 "times": 1204
                     *               },
                     *               "labels": [
                     *                 {
                     *                   "message": "not a metric",
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   }
                     *                 }
                     *               ],
                     *               "message": "unknown metric `spent`",
                     *               "severity": "error",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "underlined": "spent"
                     *             }
                     *           ],
                     *           "id": "23851234567890001",
                     *           "name": "Acme US",
                     *           "parts": [
                     *             {
                     *               "path": "evaluation_spec.filters[2]",
                     *               "state": "carried",
                     *               "value": "{\"field\":\"spent\",\"value\":10000,\"operator\":\"GREATER_THAN\"}",
                     *               "why": "the export does not say its currency",
                     *               "written": "spend > $100.00"
                     *             }
                     *           ],
                     *           "text": "cpa > $45",
                     *           "whole": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ImportedRules"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The file is no export */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_library_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Its name in the library
                 * @example stop-loss
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "folder": "Stop losses",
                     *       "id": "stop-loss",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "installed": 3,
                     *       "kind": "rule",
                     *       "name": "Acme US",
                     *       "not_for": null,
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "platforms": [
                     *         "google"
                     *       ],
                     *       "text": "cpa > $45"
                     *     }
                     */
                    "application/json": components["schemas"]["LibraryItem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fill_library_item: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description Its name in the library
                 * @example stop-loss
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Stop loss, summer sale",
                 *       "params": {
                 *         "max_cpa": "$60, 55 EUR"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["FillLibraryItem"];
            };
        };
        responses: {
            /** @description The text, ready for the editor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "diagnostics": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ],
                     *       "text": "cpa > $45"
                     *     }
                     */
                    "application/json": components["schemas"]["FilledText"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A value does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_lookups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "percent",
                     *           "name": "margins",
                     *           "rows": 3,
                     *           "source": "margins.csv",
                     *           "supplied_at": "2026-11-17T14:00:00Z",
                     *           "supplied_by": "Ada Byron",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LookupList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_lookup: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "percent",
                 *       "name": "margins"
                 *     }
                 */
                "application/json": components["schemas"]["CreateLookup"];
            };
        };
        responses: {
            /** @description The lookup */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "percent",
                     *       "name": "margins",
                     *       "rows": 3,
                     *       "source": "margins.csv",
                     *       "supplied_at": "2026-11-17T14:00:00Z",
                     *       "supplied_by": "Ada Byron",
                     *       "used_by": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_stale": true,
                     *           "name": "Stop loss",
                     *           "stale_after_seconds": 604800,
                     *           "state": "enabled"
                     *         }
                     *       ],
                     *       "version": 3,
                     *       "versions": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "changed": 3,
                     *           "rows": 3,
                     *           "source": "margins.csv",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LookupDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A lookup of this name exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name or kind does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_lookup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lookup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "percent",
                     *       "name": "margins",
                     *       "rows": 3,
                     *       "source": "margins.csv",
                     *       "supplied_at": "2026-11-17T14:00:00Z",
                     *       "supplied_by": "Ada Byron",
                     *       "used_by": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_stale": true,
                     *           "name": "Stop loss",
                     *           "stale_after_seconds": 604800,
                     *           "state": "enabled"
                     *         }
                     *       ],
                     *       "version": 3,
                     *       "versions": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "changed": 3,
                     *           "rows": 3,
                     *           "source": "margins.csv",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LookupDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_lookup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Rules ask it: `detail` names them */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_lookup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "margins"
                 *     }
                 */
                "application/json": components["schemas"]["LookupName"];
            };
        };
        responses: {
            /** @description The lookup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "kind": "percent",
                     *       "name": "margins",
                     *       "rows": 3,
                     *       "source": "margins.csv",
                     *       "supplied_at": "2026-11-17T14:00:00Z",
                     *       "supplied_by": "Ada Byron",
                     *       "used_by": [
                     *         {
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_stale": true,
                     *           "name": "Stop loss",
                     *           "stale_after_seconds": 604800,
                     *           "state": "enabled"
                     *         }
                     *       ],
                     *       "version": 3,
                     *       "versions": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Ada Byron",
                     *           "changed": 3,
                     *           "rows": 3,
                     *           "source": "margins.csv",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LookupDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken, or rules ask the lookup by the name it has: `detail` names them */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name does not fit */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_lookup_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "margins.csv",
                 *       "text": "key,value\nProspecting US,40%\nBrand US,62.5%\n"
                 *     }
                 */
                "application/json": components["schemas"]["LookupFile"];
            };
        };
        responses: {
            /** @description The new version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changed": 1,
                     *       "rows": 2,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["LookupSupplied"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Lines do not fit; `errors` names each as `/lines/N` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_lookup_rows: {
        parameters: {
            query?: {
                /**
                 * @description Those of an earlier version; without it the last one's.
                 * @example 2
                 */
                version?: number;
                /** @description The name after which the page begins. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "key": "Prospecting US",
                     *           "value": "40%"
                     *         }
                     *       ],
                     *       "has_more": true
                     *     }
                     */
                    "application/json": components["schemas"]["LookupRows"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_lookup_rows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The lookup */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rows": [
                 *         {
                 *           "key": "Prospecting US",
                 *           "value": "40%"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReplaceLookupRows"];
            };
        };
        responses: {
            /** @description The new version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changed": 1,
                     *       "rows": 2,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["LookupSupplied"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Rows do not fit; `errors` names each as `/lines/N`, counted from one */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_language_server: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The program's own origin; browsers send it
                 * @example https://desk.example.com
                 */
                Origin: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description From here on the WebSocket protocol */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No WebSocket was asked for */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many editors are open */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "email": "max@example.com",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_me": true,
                     *           "joined_at": "2026-11-17T14:00:00Z",
                     *           "last_seen_at": "2026-11-17T14:00:00Z",
                     *           "name": "Max Okafor",
                     *           "role": "admin",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that was read, as `"v3"`. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The member */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description If-Match is not one ETag */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found, or nothing that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It changed since it was read; `current` is what it is now */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version that was read, as `"v3"`. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The member */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "max@example.com",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "is_me": true,
                     *       "joined_at": "2026-11-17T14:00:00Z",
                     *       "last_seen_at": "2026-11-17T14:00:00Z",
                     *       "name": "Max Okafor",
                     *       "role": "admin",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found, or nothing that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It changed since it was read; `current` is what it is now */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                /** @description Only what you have not read. */
                unread?: boolean;
                /** @description `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "body": "What nobody answers in time lapses and changes nothing.",
                     *           "count": 3,
                     *           "created_at": "2026-11-17T14:00:00Z",
                     *           "first_at": "2026-11-17T14:00:00Z",
                     *           "href": "/approvals",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "rule",
                     *           "read_at": null,
                     *           "title": "12 actions wait for approval"
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_notification_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The count */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "unread": 3
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationCounts"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_notifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": "all"
                 *     }
                 */
                "application/json": components["schemas"]["ReadNotifications"];
            };
        };
        responses: {
            /** @description Read */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_consent: {
        parameters: {
            query?: {
                /** @description What was sent along. */
                state?: string;
                /** @description Stands for the consent. */
                code?: string;
                /** @description Why there is none. */
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Look there */
            303: {
                headers: {
                    /** @description A page */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_object: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The object */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account": {
                     *         "currency": "USD",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US",
                     *         "platform": "google",
                     *         "time_zone": "America/New_York"
                     *       },
                     *       "bid": {
                     *         "currency": "USD",
                     *         "micros": 3
                     *       },
                     *       "campaign": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme US"
                     *       },
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "delivery": "eligible",
                     *       "external_id": "1234567890",
                     *       "first_seen_at": "2026-11-17T14:00:00Z",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "labels": [
                     *         "evergreen"
                     *       ],
                     *       "last_7_days": {
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "last_change_at": "2026-11-17T14:00:00Z",
                     *       "level": "ad_group",
                     *       "match_type": "exact",
                     *       "name": "Acme US",
                     *       "parent": null,
                     *       "status": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignObjectDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_object_history: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The object */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of its history */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": "$96.00",
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "before": "$120.00",
                     *           "by": {
                     *             "kind": "rule",
                     *             "name": "Acme US"
                     *           },
                     *           "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "change",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "state": null,
                     *           "text": "cpa > $45"
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignHistory"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_object_metrics: {
        parameters: {
            query?: {
                /**
                 * @description First day, of the account's calendar; 30 days when absent.
                 * @example 2026-10-19
                 */
                from?: string;
                /**
                 * @description Last day; the account's today when absent.
                 * @example 2026-11-17
                 */
                to?: string;
                compare?: "none" | "previous";
            };
            header?: never;
            path: {
                /** @description The object */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "compare": {
                     *         "days": [
                     *           {
                     *             "budget": 3,
                     *             "clicks": 3,
                     *             "conversions": 1.5,
                     *             "day": "2026-11-17",
                     *             "impressions": 3,
                     *             "known": true,
                     *             "revenue": 3,
                     *             "spend": 3
                     *           }
                     *         ],
                     *         "from": "2026-11-17",
                     *         "to": "2026-11-17"
                     *       },
                     *       "compare_totals": {
                     *         "clicks": 3,
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "cpc": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "ctr": 1.5,
                     *         "cvr": 1.5,
                     *         "impressions": 3,
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       },
                     *       "currency": "USD",
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "days": [
                     *         {
                     *           "budget": 3,
                     *           "clicks": 3,
                     *           "conversions": 1.5,
                     *           "day": "2026-11-17",
                     *           "impressions": 3,
                     *           "known": true,
                     *           "revenue": 3,
                     *           "spend": 3
                     *         }
                     *       ],
                     *       "from": "2026-11-17",
                     *       "marks": [
                     *         {
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": "$96.00",
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "before": "$120.00",
                     *           "by": "Mia Lindqvist",
                     *           "day": "2026-11-17",
                     *           "kind": "rule",
                     *           "property": "status"
                     *         }
                     *       ],
                     *       "settled_until": "2026-11-17",
                     *       "time_zone": "America/New_York",
                     *       "to": "2026-11-17",
                     *       "totals": {
                     *         "clicks": 3,
                     *         "conversions": 1.5,
                     *         "cpa": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "cpc": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "ctr": 1.5,
                     *         "cvr": 1.5,
                     *         "impressions": 3,
                     *         "revenue": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         },
                     *         "roas": 1.5,
                     *         "spend": {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CampaignMetrics"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_organisation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "brands": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "name": "Acme Marketing",
                     *       "stopped": null,
                     *       "trusts_scripts": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_organisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Marketing",
                 *       "trusts_scripts": true
                 *     }
                 */
                "application/json": components["schemas"]["OrganisationChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "brands": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "name": "Acme Marketing",
                     *       "stopped": null,
                     *       "trusts_scripts": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It changed since it was read; `current` is what it is now */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_organisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description Running */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "brands": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "name": "Acme Marketing",
                     *       "stopped": null,
                     *       "trusts_scripts": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_organisation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the tracking of the shop is broken"
                 *     }
                 */
                "application/json": components["schemas"]["Stop"];
            };
        };
        responses: {
            /** @description Stopped */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "brands": 3,
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "name": "Acme Marketing",
                     *       "stopped": null,
                     *       "trusts_scripts": true,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Organisation"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_overview: {
        parameters: {
            query?: {
                /**
                 * @description First day, of each account's own calendar; 30 days when absent.
                 * @example 2026-10-19
                 */
                from?: string;
                /**
                 * @description Last day; today when absent.
                 * @example 2026-11-17
                 */
                to?: string;
                compare?: "none" | "previous";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "acted": {
                     *         "by_rule": [
                     *           {
                     *             "count": 3,
                     *             "rule": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US"
                     *             }
                     *           }
                     *         ],
                     *         "last_7_days": 3,
                     *         "latest": [
                     *           {
                     *             "account": {
                     *               "currency": "USD",
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US",
                     *               "platform": "google",
                     *               "time_zone": "America/New_York"
                     *             },
                     *             "after": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "before": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US"
                     *             },
                     *             "created_at": "2026-11-17T14:00:00Z",
                     *             "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "expires_at": "2026-11-17T14:00:00Z",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "kind": "pause",
                     *             "move": {
                     *               "cut": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "legs": [
                     *                 {
                     *                   "after": {
                     *                     "display": "$120.00",
                     *                     "micros": 3
                     *                   },
                     *                   "before": {
                     *                     "display": "$120.00",
                     *                     "micros": 3
                     *                   },
                     *                   "campaign_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "per_day_change": {
                     *                     "currency": "USD",
                     *                     "micros": 3
                     *                   },
                     *                   "state": "proposed",
                     *                   "state_detail": null,
                     *                   "target_name": "Prospecting US",
                     *                   "version": 3
                     *                 }
                     *               ],
                     *               "raised": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               }
                     *             },
                     *             "not_before": null,
                     *             "object": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "level": "ad_group",
                     *               "match_type": "exact",
                     *               "name": "Acme US",
                     *               "parent": null
                     *             },
                     *             "per_day_change": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "property": "status",
                     *             "reason": "cpa $60.00 is above $45.00",
                     *             "requested_by": {
                     *               "kind": "rule",
                     *               "name": "Ada Byron"
                     *             },
                     *             "rule": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Stop loss",
                     *               "version": 3
                     *             },
                     *             "state": "proposed",
                     *             "state_detail": null,
                     *             "target": {
                     *               "external_id": "1234567890",
                     *               "kind": "campaign",
                     *               "name": "Prospecting US",
                     *               "shared_by": 3
                     *             },
                     *             "updated_at": "2026-11-17T14:00:00Z",
                     *             "version": 3
                     *           }
                     *         ],
                     *         "today": 3
                     *       },
                     *       "at": "2026-11-17T14:00:00Z",
                     *       "compare_totals": [
                     *         {
                     *           "clicks": 3,
                     *           "conversions": 1.5,
                     *           "cpa": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "cpc": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "ctr": 1.5,
                     *           "cvr": 1.5,
                     *           "impressions": 3,
                     *           "revenue": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "roas": 1.5,
                     *           "spend": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           }
                     *         }
                     *       ],
                     *       "data_until": "2026-11-17T14:00:00Z",
                     *       "from": "2026-11-17",
                     *       "rows": [
                     *         {
                     *           "accounts": 3,
                     *           "brand": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "compare": {
                     *             "clicks": 3,
                     *             "conversions": 1.5,
                     *             "cpa": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "cpc": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "ctr": 1.5,
                     *             "cvr": 1.5,
                     *             "impressions": 3,
                     *             "revenue": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "roas": 1.5,
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           },
                     *           "currency": "USD",
                     *           "late_accounts": 3,
                     *           "platform": "google",
                     *           "range": {
                     *             "clicks": 3,
                     *             "conversions": 1.5,
                     *             "cpa": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "cpc": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "ctr": 1.5,
                     *             "cvr": 1.5,
                     *             "impressions": 3,
                     *             "revenue": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "roas": 1.5,
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           },
                     *           "today": {
                     *             "budget": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             },
                     *             "share_of_budget": 1.5,
                     *             "share_of_day": 1.5,
                     *             "spend": {
                     *               "currency": "USD",
                     *               "micros": 3
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "series": [
                     *         {
                     *           "compare_days": [
                     *             {
                     *               "day": "2026-11-17",
                     *               "known": true,
                     *               "revenue": 3,
                     *               "spend": 3
                     *             }
                     *           ],
                     *           "currency": "USD",
                     *           "days": [
                     *             {
                     *               "day": "2026-11-17",
                     *               "known": true,
                     *               "revenue": 3,
                     *               "spend": 3
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "to": "2026-11-17",
                     *       "totals": [
                     *         {
                     *           "clicks": 3,
                     *           "conversions": 1.5,
                     *           "cpa": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "cpc": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "ctr": 1.5,
                     *           "cvr": 1.5,
                     *           "impressions": 3,
                     *           "revenue": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           },
                     *           "roas": 1.5,
                     *           "spend": {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           }
                     *         }
                     *       ],
                     *       "unhealthy": [
                     *         {
                     *           "href": "/accounts/0198f2a4-7c3e-7000-8000-000000000001",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "account",
                     *           "name": "Acme US",
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "what": "No data since 09:00",
                     *           "what_to_do": "Look at the account's connection"
                     *         }
                     *       ],
                     *       "waiting": {
                     *         "count": 3,
                     *         "lapses_next": "2026-11-17T14:00:00Z",
                     *         "oldest": "2026-11-17T14:00:00Z",
                     *         "per_day_change": [
                     *           {
                     *             "currency": "USD",
                     *             "micros": 3
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "email": "ada@example.com",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "locale": "en",
                     *       "name": "Ada Byron",
                     *       "organisation": "Acme Marketing",
                     *       "role": "admin",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "locale": "en",
                 *       "name": "Ada King"
                 *     }
                 */
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-11-17T14:00:00Z",
                     *       "email": "ada@example.com",
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "locale": "en",
                     *       "name": "Ada Byron",
                     *       "organisation": "Acme Marketing",
                     *       "role": "admin",
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It changed since it was read; `current` is what it is now */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "a quiet desk by the window",
                 *       "new": "a quiet desk by the window"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Changed; the other sessions have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every pair with its last rate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pairs": [
                     *         {
                     *           "day": "2026-03-04",
                     *           "from": "USD",
                     *           "rate": "0.92",
                     *           "source": "rates.csv",
                     *           "supplied_at": "2026-11-17T14:00:00Z",
                     *           "to": "EUR"
                     *         }
                     *       ],
                     *       "versions": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Lindqvist",
                     *           "changed": 3,
                     *           "rows": 3,
                     *           "source": "rates.csv",
                     *           "version": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Rates"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rate_days: {
        parameters: {
            query: {
                /** @example USD */
                from: string;
                /** @example EUR */
                to: string;
                /** @description The day after which the page ends; without it the newest come first. */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "day": "2026-03-04",
                     *           "from": "USD",
                     *           "rate": "0.92",
                     *           "source": "rates.csv",
                     *           "supplied_at": "2026-11-17T14:00:00Z",
                     *           "to": "EUR"
                     *         }
                     *       ],
                     *       "has_more": true
                     *     }
                     */
                    "application/json": components["schemas"]["RateDays"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No currency */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_rate_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "rates.csv",
                 *       "text": "day,from,to,rate\n2026-03-04,USD,EUR,0.92\n2026-03-04,GBP,EUR,1.1513\n"
                 *     }
                 */
                "application/json": components["schemas"]["RateFile"];
            };
        };
        responses: {
            /** @description What became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changed": 1,
                     *       "older_days": 0,
                     *       "rows": 2,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RatesSupplied"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Lines do not fit; `errors` names each as `/lines/N` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_rates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rows": [
                 *         {
                 *           "day": "2026-03-04",
                 *           "from": "USD",
                 *           "rate": "0.92",
                 *           "to": "EUR"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["AddRates"];
            };
        };
        responses: {
            /** @description What became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changed": 1,
                     *       "older_days": 0,
                     *       "rows": 2,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RatesSupplied"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Rows do not fit; `errors` names each as `/lines/N`, counted from one */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: {
                /** @example enabled */
                state?: string;
                /** @description Part of the name. */
                q?: string;
                /**
                 * @description `name`, `-updated_at` or `-acted_24h`.
                 * @example name
                 */
                sort?: string;
                /** @description `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rules */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "acted_24h": 3,
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "is_analysable": true,
                     *           "last_tick_at": "2026-11-17T14:00:00Z",
                     *           "name": "Stop loss",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "schedule": "every 1h",
                     *           "scope": "campaigns on google",
                     *           "state": "draft",
                     *           "state_detail": null,
                     *           "text": "cpa > $45",
                     *           "unknown_share": 1.5,
                     *           "updated_at": "2026-11-17T14:00:00Z",
                     *           "updated_by": "Mia Lindqvist",
                     *           "version": 3,
                     *           "waiting": 3
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["RuleList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "library_id": "stop-loss",
                 *       "note": "less patience before the sale",
                 *       "overrides": {
                 *         "max_cpa": "$60, 55 EUR"
                 *       },
                 *       "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["SaveRule"];
            };
        };
        responses: {
            /** @description The draft */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A rule of this name exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    analyse_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overrides": {
                 *         "max_cpa": "$60, 55 EUR"
                 *       },
                 *       "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["AnalyseRule"];
            };
        };
        responses: {
            /** @description What was proved, shown and not decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": 3,
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "guards": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "clause": "never raise budget above $1,000",
                     *           "guard": "No runaway budgets",
                     *           "in_words": "proved: no rule could ever break it"
                     *         }
                     *       ],
                     *       "left_out": 3,
                     *       "proved": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RuleAnalysis"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    apply_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accept": [
                 *         "W0801"
                 *       ],
                 *       "digest": "9f2c",
                 *       "enable": true,
                 *       "files": [
                 *         {
                 *           "path": "prospecting/night-watch.rule",
                 *           "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
                 *         }
                 *       ],
                 *       "prune": true,
                 *       "reason": "five campaigns, and a budget of their own",
                 *       "reasons": {
                 *         "W0503": "there are five campaigns"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ApplyFolder"];
            };
        };
        responses: {
            /** @description Applied */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "change": "new",
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "rule",
                     *           "name": "Night watch"
                     *         }
                     *       ],
                     *       "withdrawn": 3
                     *     }
                     */
                    "application/json": components["schemas"]["FolderApplied"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Findings wait to be accepted, or a rule can run nowhere */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description The rules or the files changed since the plan was made */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A file cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_rule_blocks: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["BlocksText"];
            };
        };
        responses: {
            /** @description The text's items and their clauses */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "blocks": [
                     *             {
                     *               "condition": {
                     *                 "comparison": {
                     *                   "fallback": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "left": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "operator": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "over": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "right": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "unit": "money"
                     *                 },
                     *                 "kind": "all",
                     *                 "offers": [
                     *                   {
                     *                     "edits": [
                     *                       {
                     *                         "span": {
                     *                           "end": {
                     *                             "character": 3,
                     *                             "line": 3
                     *                           },
                     *                           "start": {
                     *                             "character": 3,
                     *                             "line": 3
                     *                           }
                     *                         },
                     *                         "text": "cpa > $45"
                     *                       }
                     *                     ],
                     *                     "what": "help"
                     *                   }
                     *                 ],
                     *                 "parts": [],
                     *                 "removal": [
                     *                   {
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "cpa > $45"
                     *                   }
                     *                 ],
                     *                 "span": {
                     *                   "end": {
                     *                     "character": 3,
                     *                     "line": 3
                     *                   },
                     *                   "start": {
                     *                     "character": 3,
                     *                     "line": 3
                     *                   }
                     *                 },
                     *                 "text": "spend over today > $100"
                     *               },
                     *               "kind": "param",
                     *               "offers": [
                     *                 {
                     *                   "edits": [
                     *                     {
                     *                       "span": {
                     *                         "end": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         },
                     *                         "start": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45"
                     *                     }
                     *                   ],
                     *                   "what": "help"
                     *                 }
                     *               ],
                     *               "parts": [
                     *                 {
                     *                   "field": {
                     *                     "choices": [
                     *                       {
                     *                         "text": "day at 09:00",
                     *                         "word": "day at"
                     *                       }
                     *                     ],
                     *                     "form": "choice",
                     *                     "now": "1h",
                     *                     "span": {
                     *                       "end": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       },
                     *                       "start": {
                     *                         "character": 3,
                     *                         "line": 3
                     *                       }
                     *                     },
                     *                     "text": "1h",
                     *                     "unit": "money"
                     *                   },
                     *                   "removal": [
                     *                     {
                     *                       "span": {
                     *                         "end": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         },
                     *                         "start": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45"
                     *                     }
                     *                   ],
                     *                   "word": "level"
                     *                 }
                     *               ],
                     *               "removal": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "every 1h"
                     *             }
                     *           ],
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "kind": "rule",
                     *           "name": "Night watch",
                     *           "offers": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "what": "help"
                     *             }
                     *           ],
                     *           "operands": [
                     *             {
                     *               "definition": "what delivery cost, in the account's currency",
                     *               "kind": "metric",
                     *               "members": [
                     *                 "active",
                     *                 "paused",
                     *                 "removed"
                     *               ],
                     *               "name": "spend",
                     *               "sample": "spend > $100",
                     *               "unit": "money"
                     *             }
                     *           ],
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TextBlocks"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    check_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["CheckText"];
            };
        };
        responses: {
            /** @description What the text holds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "diagnostics": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ],
                     *       "guards": [
                     *         {
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *           "name": "Acme US",
                     *           "scope": "campaigns on google"
                     *         }
                     *       ],
                     *       "rules": [
                     *         {
                     *           "doc": "Stops campaigns whose cost per conversion runs away.",
                     *           "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *           "name": "Acme US",
                     *           "params": [
                     *             {
                     *               "default": "$45, 40 EUR",
                     *               "help": "what a conversion may cost",
                     *               "max": "$500",
                     *               "min": "$1",
                     *               "name": "max_cpa",
                     *               "type": "money",
                     *               "value": "$45, 40 EUR"
                     *             }
                     *           ],
                     *           "schedule": "every 1 hour",
                     *           "scope": "campaigns on google"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CheckedText"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    plan_rules: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enable": true,
                 *       "files": [
                 *         {
                 *           "path": "prospecting/night-watch.rule",
                 *           "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
                 *         }
                 *       ],
                 *       "prune": true
                 *     }
                 */
                "application/json": components["schemas"]["PlanFolder"];
            };
        };
        responses: {
            /** @description What it would change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": true,
                     *       "digest": "9f2c",
                     *       "items": [
                     *         {
                     *           "after": "$96.00",
                     *           "at_work": true,
                     *           "before": "$120.00",
                     *           "change": "new",
                     *           "findings": [
                     *             {
                     *               "code": "W0801",
                     *               "help": "narrow one of the two conditions",
                     *               "history": {
                     *                 "days": 90,
                     *                 "looks": 9811,
                     *                 "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *                 "times": 1204
                     *               },
                     *               "message": "`Night watch` pauses campaigns whose budget `Scale winners` raises"
                     *             }
                     *           ],
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "kind": "rule",
                     *           "name": "Night watch",
                     *           "overrides": {
                     *             "max_cpa": "$60"
                     *           },
                     *           "path": "prospecting/night-watch.rule",
                     *           "state": null,
                     *           "today_after": {
                     *             "acting": 3,
                     *             "blocked": 3,
                     *             "checks": 3,
                     *             "rows": [
                     *               {
                     *                 "account": {
                     *                   "currency": "USD",
                     *                   "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "name": "Acme US",
                     *                   "platform": "google",
                     *                   "time_zone": "America/New_York"
                     *                 },
                     *                 "campaign": {
                     *                   "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "name": "Acme US"
                     *                 },
                     *                 "effects": [
                     *                   {
                     *                     "after": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "before": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "blocked": null,
                     *                     "item": "reviewed",
                     *                     "kind": "pause",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status"
                     *                   }
                     *                 ],
                     *                 "reason": "cost is $60.00, above $45.00"
                     *               }
                     *             ],
                     *             "unknown": 3
                     *           },
                     *           "today_before": {
                     *             "acting": 3,
                     *             "blocked": 3,
                     *             "checks": 3,
                     *             "rows": [
                     *               {
                     *                 "account": {
                     *                   "currency": "USD",
                     *                   "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "name": "Acme US",
                     *                   "platform": "google",
                     *                   "time_zone": "America/New_York"
                     *                 },
                     *                 "campaign": {
                     *                   "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                   "name": "Acme US"
                     *                 },
                     *                 "effects": [
                     *                   {
                     *                     "after": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "before": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "blocked": null,
                     *                     "item": "reviewed",
                     *                     "kind": "pause",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status"
                     *                   }
                     *                 ],
                     *                 "reason": "cost is $60.00, above $45.00"
                     *               }
                     *             ],
                     *             "unknown": 3
                     *           },
                     *           "was": "Night pause"
                     *         }
                     *       ],
                     *       "refused": [
                     *         {
                     *           "diagnostics": [
                     *             {
                     *               "code": "E0204",
                     *               "docs": "/docs/diagnostics/E0204",
                     *               "fixes": [
                     *                 {
                     *                   "edits": [
                     *                     {
                     *                       "span": {
                     *                         "end": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         },
                     *                         "start": {
                     *                           "character": 3,
                     *                           "line": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45"
                     *                     }
                     *                   ],
                     *                   "safe": true,
                     *                   "title": "Not found"
                     *                 }
                     *               ],
                     *               "help": "did you mean `spend`?",
                     *               "history": {
                     *                 "days": 90,
                     *                 "looks": 9811,
                     *                 "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *                 "times": 1204
                     *               },
                     *               "labels": [
                     *                 {
                     *                   "message": "not a metric",
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   }
                     *                 }
                     *               ],
                     *               "message": "unknown metric `spent`",
                     *               "severity": "error",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "underlined": "spent"
                     *             }
                     *           ],
                     *           "path": "prospecting/night-watch.rule",
                     *           "why": "the rule \"Night watch\" stands in house.rule too: a name stands once in a folder"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FolderPlan"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "overrides": {},
                 *       "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                 *       "text": "cpa > $45"
                 *     }
                 */
                "application/json": components["schemas"]["PreviewRule"];
            };
        };
        responses: {
            /** @description The preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "data_until": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acting": 3,
                     *       "at": "2026-11-17T14:00:00Z",
                     *       "blocked": 3,
                     *       "checks": 3,
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "outside": 3,
                     *       "per_day_change": [
                     *         {
                     *           "currency": "USD",
                     *           "micros": 3
                     *         }
                     *       ],
                     *       "rows": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "branch": 3,
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "distance": "cost is $12.00 below $45.00",
                     *           "effects": [
                     *             {
                     *               "after": {
                     *                 "display": "$120.00",
                     *                 "micros": 3
                     *               },
                     *               "before": {
                     *                 "display": "$120.00",
                     *                 "micros": 3
                     *               },
                     *               "blocked": null,
                     *               "item": "reviewed",
                     *               "kind": "pause",
                     *               "per_day_change": {
                     *                 "currency": "USD",
                     *                 "micros": 3
                     *               },
                     *               "property": "status"
                     *             }
                     *           ],
                     *           "explanation": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "branches": [
                     *               {
                     *                 "actions": [
                     *                   "pause"
                     *                 ],
                     *                 "condition": {
                     *                   "children": [],
                     *                   "distance": "$15.00 above",
                     *                   "kind": "comparison",
                     *                   "left": {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   },
                     *                   "missing": {
                     *                     "detail": "the account was never synced",
                     *                     "reason": "no_sync"
                     *                   },
                     *                   "op": ">",
                     *                   "right": {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45",
                     *                   "truth": "true"
                     *                 },
                     *                 "lasting": null,
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "returned": [
                     *                   {
                     *                     "parts": [],
                     *                     "text": "cpa > $45",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "truth": "true"
                     *               }
                     *             ],
                     *             "data_until": "2026-11-17T14:00:00Z",
                     *             "evaluator": 1,
                     *             "lets": [
                     *               {
                     *                 "name": "cpa_limit",
                     *                 "text": "1.5 * target_cpa",
                     *                 "value": {
                     *                   "display": "$60.00",
                     *                   "kind": "money",
                     *                   "missing": null,
                     *                   "raw": 3
                     *                 }
                     *               }
                     *             ],
                     *             "release": {
                     *               "condition": {
                     *                 "children": [],
                     *                 "distance": "$15.00 above",
                     *                 "kind": "comparison",
                     *                 "left": {
                     *                   "parts": [],
                     *                   "text": "cpa > $45",
                     *                   "value": {
                     *                     "display": "$60.00",
                     *                     "kind": "money",
                     *                     "missing": null,
                     *                     "raw": 3
                     *                   }
                     *                 },
                     *                 "missing": {
                     *                   "detail": "the account was never synced",
                     *                   "reason": "no_sync"
                     *                 },
                     *                 "op": ">",
                     *                 "right": {
                     *                   "parts": [],
                     *                   "text": "cpa > $45",
                     *                   "value": {
                     *                     "display": "$60.00",
                     *                     "kind": "money",
                     *                     "missing": null,
                     *                     "raw": 3
                     *                   }
                     *                 },
                     *                 "text": "cpa > $45",
                     *                 "truth": "true"
                     *               },
                     *               "reason": "cpa $60.00 is above $45.00"
                     *             },
                     *             "scope": null,
                     *             "windows": [
                     *               {
                     *                 "from": "2026-11-14",
                     *                 "grain": "day",
                     *                 "lag_days": 3,
                     *                 "metrics": [
                     *                   "spend",
                     *                   "conversions"
                     *                 ],
                     *                 "missing": null,
                     *                 "text": "last 3 days",
                     *                 "to": "2026-11-16"
                     *               }
                     *             ]
                     *           },
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "outcome": "acts",
                     *           "reason": "cpa $60.00 is above $45.00",
                     *           "values": [
                     *             {
                     *               "text": "cost",
                     *               "value": "$60.00"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "rule": "Stop loss",
                     *       "shown": 3,
                     *       "unknown": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mutate": true,
                 *       "text": "rule \"Night watch\" {\n  for campaigns on google\n  every 1h\n  when spend over today > $100\n  then pause\n}\n\ntest \"pauses\" of \"Night watch\" {\n  at 2026-03-04 10:00\n  given campaign \"Dear\" { today { spend $120 } }\n  expect pause of \"Dear\" proposed\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["TestText"];
            };
        };
        responses: {
            /** @description What came of the tests */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "coverage": [
                     *         {
                     *           "comparisons": [
                     *             {
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "cpa > $45",
                     *               "unknown": 3,
                     *               "was_false": 3,
                     *               "was_true": 3
                     *             }
                     *           ],
                     *           "rule": "Stop loss",
                     *           "tests": 3
                     *         }
                     *       ],
                     *       "diagnostics": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ],
                     *       "mutation": [
                     *         {
                     *           "mutants": [
                     *             {
                     *               "is": "56.25 USD",
                     *               "kind": "comparison",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "survived": true,
                     *               "was": "$45"
                     *             }
                     *           ],
                     *           "rule": "Stop loss"
                     *         }
                     *       ],
                     *       "passed": true,
                     *       "tests": [
                     *         {
                     *           "error": null,
                     *           "expectations": [
                     *             {
                     *               "at": "2026-11-17T14:00:00Z",
                     *               "explanation": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "branches": [
                     *                   {
                     *                     "actions": [
                     *                       "pause"
                     *                     ],
                     *                     "condition": {
                     *                       "children": [],
                     *                       "distance": "$15.00 above",
                     *                       "kind": "comparison",
                     *                       "left": {
                     *                         "parts": [],
                     *                         "text": "cpa > $45",
                     *                         "value": {
                     *                           "display": "$60.00",
                     *                           "kind": "money",
                     *                           "missing": null,
                     *                           "raw": 3
                     *                         }
                     *                       },
                     *                       "missing": {
                     *                         "detail": "the account was never synced",
                     *                         "reason": "no_sync"
                     *                       },
                     *                       "op": ">",
                     *                       "right": {
                     *                         "parts": [],
                     *                         "text": "cpa > $45",
                     *                         "value": {
                     *                           "display": "$60.00",
                     *                           "kind": "money",
                     *                           "missing": null,
                     *                           "raw": 3
                     *                         }
                     *                       },
                     *                       "text": "cpa > $45",
                     *                       "truth": "true"
                     *                     },
                     *                     "lasting": null,
                     *                     "reason": "cpa $60.00 is above $45.00",
                     *                     "returned": [
                     *                       {
                     *                         "parts": [],
                     *                         "text": "cpa > $45",
                     *                         "value": {
                     *                           "display": "$60.00",
                     *                           "kind": "money",
                     *                           "missing": null,
                     *                           "raw": 3
                     *                         }
                     *                       }
                     *                     ],
                     *                     "truth": "true"
                     *                   }
                     *                 ],
                     *                 "data_until": "2026-11-17T14:00:00Z",
                     *                 "evaluator": 1,
                     *                 "lets": [
                     *                   {
                     *                     "name": "cpa_limit",
                     *                     "text": "1.5 * target_cpa",
                     *                     "value": {
                     *                       "display": "$60.00",
                     *                       "kind": "money",
                     *                       "missing": null,
                     *                       "raw": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "release": {
                     *                   "condition": {
                     *                     "children": [],
                     *                     "distance": "$15.00 above",
                     *                     "kind": "comparison",
                     *                     "left": {
                     *                       "parts": [],
                     *                       "text": "cpa > $45",
                     *                       "value": {
                     *                         "display": "$60.00",
                     *                         "kind": "money",
                     *                         "missing": null,
                     *                         "raw": 3
                     *                       }
                     *                     },
                     *                     "missing": {
                     *                       "detail": "the account was never synced",
                     *                       "reason": "no_sync"
                     *                     },
                     *                     "op": ">",
                     *                     "right": {
                     *                       "parts": [],
                     *                       "text": "cpa > $45",
                     *                       "value": {
                     *                         "display": "$60.00",
                     *                         "kind": "money",
                     *                         "missing": null,
                     *                         "raw": 3
                     *                       }
                     *                     },
                     *                     "text": "cpa > $45",
                     *                     "truth": "true"
                     *                   },
                     *                   "reason": "cpa $60.00 is above $45.00"
                     *                 },
                     *                 "scope": null,
                     *                 "windows": [
                     *                   {
                     *                     "from": "2026-11-14",
                     *                     "grain": "day",
                     *                     "lag_days": 3,
                     *                     "metrics": [
                     *                       "spend",
                     *                       "conversions"
                     *                     ],
                     *                     "missing": null,
                     *                     "text": "last 3 days",
                     *                     "to": "2026-11-16"
                     *                   }
                     *                 ]
                     *               },
                     *               "found": "nothing",
                     *               "met": true,
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "expect pause of \"Dear\" proposed"
                     *             }
                     *           ],
                     *           "name": "Acme US",
                     *           "passed": true,
                     *           "rule": "Stop loss",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TestedText"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible now, or the same Idempotency-Key is being carried out */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule */
            200: {
                headers: {
                    /** @description `"v3"`: send it back as If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description Still the version named by If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "library_id": "stop-loss",
                 *       "note": "less patience before the sale",
                 *       "overrides": {
                 *         "max_cpa": "$60, 55 EUR"
                 *       },
                 *       "text": "language 1\n\nrule \"Night watch\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n"
                 *     }
                 */
                "application/json": components["schemas"]["SaveRule"];
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Put away */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description If-Match is not one ETag */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is enabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleMoved"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disable_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "holds": "keep"
                 *     }
                 */
                "application/json": components["schemas"]["DisableRule"];
            };
        };
        responses: {
            /** @description Disabled */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "restored": [
                     *         {
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "refused": null,
                     *           "state": "awaiting_approval"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ],
                     *       "withdrawn": 3
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDisabled"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was never enabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enable_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accept": [
                 *         "W0801"
                 *       ],
                 *       "reason": "five campaigns, and a budget of their own",
                 *       "reasons": {
                 *         "W0503": "there are five campaigns"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["EnableRule"];
            };
        };
        responses: {
            /** @description Enabled */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It can run nowhere, or findings wait to be accepted */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rule_holds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its holds, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["HoldList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rule_shadow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The shadow, where one runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "shadow": {
                     *         "alike": 3,
                     *         "checks": {
                     *           "blocked": 3,
                     *           "checks": 3,
                     *           "fired": 3,
                     *           "held_out": 3,
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "not_fired": 3,
                     *           "pending": 3,
                     *           "unknown": 3
                     *         },
                     *         "compared_until": "2026-11-17T14:00:00Z",
                     *         "differently": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "holds": [
                     *           {
                     *             "account": {
                     *               "currency": "USD",
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US",
                     *               "platform": "google",
                     *               "time_zone": "America/New_York"
                     *             },
                     *             "base": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US"
                     *             },
                     *             "ends_at": "2026-11-17T14:00:00Z",
                     *             "held": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "item": "reviewed",
                     *             "object": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "level": "ad_group",
                     *               "match_type": "exact",
                     *               "name": "Acme US",
                     *               "parent": null
                     *             },
                     *             "on_condition": true,
                     *             "property": "status",
                     *             "since": "2026-11-17T14:00:00Z"
                     *           }
                     *         ],
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "not_bound": [
                     *           {
                     *             "account": "Acme DE",
                     *             "why": "`max_cpa` has no amount in EUR"
                     *           }
                     *         ],
                     *         "note": null,
                     *         "only_rule": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "only_shadow": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "overrides": {},
                     *         "rule_runs": true,
                     *         "since": "2026-11-17T14:00:00Z",
                     *         "started_by": "Mia Lindqvist",
                     *         "text": "cpa > $45",
                     *         "version": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RuleShadow"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_rule_shadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "note": "less patience before the sale",
                 *       "overrides": {},
                 *       "text": "language 1\n\nrule \"Stop loss\" {\n  for campaigns\n  every 1h\n  when spend over today > $100\n  then pause\n  cooldown 24h\n}\n",
                 *       "version": 3
                 *     }
                 */
                "application/json": components["schemas"]["StartShadow"];
            };
        };
        responses: {
            /** @description It runs */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "shadow": {
                     *         "alike": 3,
                     *         "checks": {
                     *           "blocked": 3,
                     *           "checks": 3,
                     *           "fired": 3,
                     *           "held_out": 3,
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "not_fired": 3,
                     *           "pending": 3,
                     *           "unknown": 3
                     *         },
                     *         "compared_until": "2026-11-17T14:00:00Z",
                     *         "differently": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "holds": [
                     *           {
                     *             "account": {
                     *               "currency": "USD",
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US",
                     *               "platform": "google",
                     *               "time_zone": "America/New_York"
                     *             },
                     *             "base": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "campaign": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "name": "Acme US"
                     *             },
                     *             "ends_at": "2026-11-17T14:00:00Z",
                     *             "held": {
                     *               "display": "$120.00",
                     *               "micros": 3
                     *             },
                     *             "item": "reviewed",
                     *             "object": {
                     *               "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "level": "ad_group",
                     *               "match_type": "exact",
                     *               "name": "Acme US",
                     *               "parent": null
                     *             },
                     *             "on_condition": true,
                     *             "property": "status",
                     *             "since": "2026-11-17T14:00:00Z"
                     *           }
                     *         ],
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "next_at": "2026-11-17T14:00:00Z",
                     *         "not_bound": [
                     *           {
                     *             "account": "Acme DE",
                     *             "why": "`max_cpa` has no amount in EUR"
                     *           }
                     *         ],
                     *         "note": null,
                     *         "only_rule": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "only_shadow": {
                     *           "campaigns": [
                     *             {
                     *               "account": {
                     *                 "currency": "USD",
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US",
                     *                 "platform": "google",
                     *                 "time_zone": "America/New_York"
                     *               },
                     *               "campaign": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "name": "Acme US"
                     *               },
                     *               "meanwhile": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "note": null,
                     *                 "outcome": "fired"
                     *               },
                     *               "object": {
                     *                 "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "level": "ad_group",
                     *                 "match_type": "exact",
                     *                 "name": "Acme US",
                     *                 "parent": null
                     *               },
                     *               "rule": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               },
                     *               "shadow": {
                     *                 "at": "2026-11-17T14:00:00Z",
                     *                 "changes": [
                     *                   {
                     *                     "approval": {
                     *                       "needed": 1,
                     *                       "role": "manager"
                     *                     },
                     *                     "from": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     },
                     *                     "item": "reviewed",
                     *                     "per_day_change": {
                     *                       "currency": "USD",
                     *                       "micros": 3
                     *                     },
                     *                     "property": "status",
                     *                     "shared_by": 3,
                     *                     "stopped": null,
                     *                     "target": "Prospecting US",
                     *                     "to": {
                     *                       "display": "$120.00",
                     *                       "micros": 3
                     *                     }
                     *                   }
                     *                 ],
                     *                 "decision_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *                 "reason": "cpa $60.00 is above $45.00",
                     *                 "tells": [
                     *                   "#ads: Prospecting US spent $120.00"
                     *                 ],
                     *                 "times": 3
                     *               }
                     *             }
                     *           ],
                     *           "total": 3
                     *         },
                     *         "overrides": {},
                     *         "rule_runs": true,
                     *         "since": "2026-11-17T14:00:00Z",
                     *         "started_by": "Mia Lindqvist",
                     *         "text": "cpa > $45",
                     *         "version": 3
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RuleShadow"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description One runs already, the text is at work, or it can run nowhere */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The text or a value cannot be taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_rule_shadow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description None runs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promote_rule_shadow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The rule's ETag that was read. Without it: 428. */
                "If-Match"?: string | null;
                /** @description A uuid or another text of your choice: sent again within 24 hours, the request is not carried out again but answered as before, with `Idempotency-Replayed: true`. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accept": [
                 *         "W0801"
                 *       ],
                 *       "reason": "five campaigns, and a budget of their own",
                 *       "reasons": {
                 *         "W0503": "there are five campaigns"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["EnableRule"];
            };
        };
        responses: {
            /** @description At work */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": [
                     *         {
                     *           "at": "2026-11-17T14:00:00Z",
                     *           "by": "Mia Marketer",
                     *           "code": "W0503",
                     *           "evidence": "nothing limits how many campaigns this raises | increase budget by 20% up to $500 | add `at most 5 per day`",
                     *           "reason": "there are five campaigns",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "accounts": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "cost": {
                     *             "in_words": "3 parts × 1,200 campaigns = 3,600 steps",
                     *             "steps": 3600
                     *           },
                     *           "last_at": "2026-11-17T14:00:00Z",
                     *           "next_at": "2026-11-17T14:00:00Z",
                     *           "not_bound": null
                     *         }
                     *       ],
                     *       "acted_24h": 3,
                     *       "can": {
                     *         "archive": true,
                     *         "disable": true,
                     *         "edit": true,
                     *         "enable": true
                     *       },
                     *       "doc": "Stops campaigns whose cost per conversion runs away.",
                     *       "findings": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "answer": "proved",
                     *           "code": "W0801",
                     *           "docs": "/docs/diagnostics/W0801",
                     *           "example": {
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "campaign": "Summer sale",
                     *             "values": [
                     *               {
                     *                 "name": "spend",
                     *                 "value": "$120.00",
                     *                 "window": "last 3 days"
                     *               }
                     *             ]
                     *           },
                     *           "help": "for example a campaign with spend $120.00 over last 3 days: `Stop loss` pauses it, and `Scale winners` raises the budget of it in one run; the pause wins and the raise is dropped; narrow one of the two conditions",
                     *           "message": "`Stop loss` pauses campaigns whose budget `Scale winners` raises",
                     *           "obstacle": null,
                     *           "places": [
                     *             {
                     *               "rule": "Scale winners",
                     *               "rule_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               },
                     *               "text": "increase budget by 20% up to $500"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "hold_out": {
                     *         "acted_on": 3,
                     *         "held_out": 3,
                     *         "share": "10%"
                     *       },
                     *       "holds": [
                     *         {
                     *           "account": {
                     *             "currency": "USD",
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US",
                     *             "platform": "google",
                     *             "time_zone": "America/New_York"
                     *           },
                     *           "action_id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "after": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "before": {
                     *             "display": "$120.00",
                     *             "micros": 3
                     *           },
                     *           "campaign": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Acme US"
                     *           },
                     *           "can_release": true,
                     *           "ends": {
                     *             "also_held_by": "Night pause",
                     *             "at": "2026-11-17T14:00:00Z",
                     *             "is_over": true,
                     *             "when": "cpa of siblings < $30"
                     *           },
                     *           "label": "reviewed",
                     *           "object": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "level": "ad_group",
                     *             "match_type": "exact",
                     *             "name": "Acme US",
                     *             "parent": null
                     *           },
                     *           "property": "status",
                     *           "rule": {
                     *             "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *             "name": "Stop loss",
                     *             "version": 3
                     *           },
                     *           "since": "2026-11-17T14:00:00Z",
                     *           "why_not": null
                     *         }
                     *       ],
                     *       "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *       "in_plain_words": "Pauses a campaign when a conversion costs more than $45 over the last 3 days.",
                     *       "is_analysable": true,
                     *       "last_tick_at": "2026-11-17T14:00:00Z",
                     *       "library": {
                     *         "id": "stop-loss",
                     *         "name": "Acme US"
                     *       },
                     *       "name": "Stop loss",
                     *       "next_at": "2026-11-17T14:00:00Z",
                     *       "overrides": {},
                     *       "params": [
                     *         {
                     *           "default": "$45, 40 EUR",
                     *           "help": "what a conversion may cost",
                     *           "max": "$500",
                     *           "min": "$1",
                     *           "name": "max_cpa",
                     *           "type": "money",
                     *           "value": "$45, 40 EUR"
                     *         }
                     *       ],
                     *       "schedule": "every 1h",
                     *       "scope": "campaigns on google",
                     *       "state": "draft",
                     *       "state_detail": null,
                     *       "text": "cpa > $45",
                     *       "unknown_share": 1.5,
                     *       "updated_at": "2026-11-17T14:00:00Z",
                     *       "updated_by": "Mia Lindqvist",
                     *       "version": 3,
                     *       "versions": 3,
                     *       "waiting": 3,
                     *       "warnings": [
                     *         {
                     *           "code": "E0204",
                     *           "docs": "/docs/diagnostics/E0204",
                     *           "fixes": [
                     *             {
                     *               "edits": [
                     *                 {
                     *                   "span": {
                     *                     "end": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     },
                     *                     "start": {
                     *                       "character": 3,
                     *                       "line": 3
                     *                     }
                     *                   },
                     *                   "text": "cpa > $45"
                     *                 }
                     *               ],
                     *               "safe": true,
                     *               "title": "Not found"
                     *             }
                     *           ],
                     *           "help": "did you mean `spend`?",
                     *           "history": {
                     *             "days": 90,
                     *             "looks": 9811,
                     *             "says": "in your last 90 days this was undefined in 1,204 of 9,811 looks, one at each campaign a day",
                     *             "times": 1204
                     *           },
                     *           "labels": [
                     *             {
                     *               "message": "not a metric",
                     *               "span": {
                     *                 "end": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 },
                     *                 "start": {
                     *                   "character": 3,
                     *                   "line": 3
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "message": "unknown metric `spent`",
                     *           "severity": "error",
                     *           "span": {
                     *             "end": {
                     *               "character": 3,
                     *               "line": 3
                     *             },
                     *             "start": {
                     *               "character": 3,
                     *               "line": 3
                     *             }
                     *           },
                     *           "underlined": "spent"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No shadow runs, or findings wait to be accepted */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleRefused"];
                };
            };
            /** @description It moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RuleMoved"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rule_versions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The rule */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of versions */
            200: {
                headers: {
                    /** @description `<…>; rel="next"`, except on the last page */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-11-17T14:00:00Z",
                     *           "created_by": "Mia Lindqvist",
                     *           "enabled": true,
                     *           "note": null,
                     *           "overrides": {},
                     *           "text": "cpa > $45",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "next_cursor": "WyJhY3Rpb25zIiwxXQ"
                     *     }
                     */
                    "application/json": components["schemas"]["RuleVersionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input, or an Idempotency-Key of another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "organisation": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme Marketing"
                     *       },
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role": "admin",
                     *       "user": {
                     *         "email": "ada@example.com",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Ada Byron"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "a quiet desk by the window"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "organisation": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme Marketing"
                     *       },
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role": "admin",
                     *       "user": {
                     *         "email": "ada@example.com",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Ada Byron"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The address or the password is not right */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "created_at": "2026-11-17T14:00:00Z",
                     *           "current": true,
                     *           "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *           "last_seen_at": "2026-11-17T14:00:00Z",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OwnSessionList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_one_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found, or nothing that you may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open while no organisation exists */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "open": true
                     *     }
                     */
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada Byron",
                 *       "organisation": "Acme Marketing",
                 *       "password": "a quiet desk by the window",
                 *       "token": "2rWc7mX0vQh5k1pTzL9sYbNfJ3aEoUi8"
                 *     }
                 */
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description Created and signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expires_at": "2026-11-17T14:00:00Z",
                     *       "organisation": {
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Acme Marketing"
                     *       },
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role": "admin",
                     *       "user": {
                     *         "email": "ada@example.com",
                     *         "id": "019377b0-c1d2-7c11-a3f0-b8d1e2f30415",
                     *         "name": "Ada Byron"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The body is not JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The link does not work any more */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 1 MiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other failure */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

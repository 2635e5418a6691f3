errorbook::codes! {
    /// The codes of every "thing".
    book "every \"thing\"" {
        envelope: errorbook::envelope::PROBLEM,
        type_base: "https://every.example/errors/",
        pattern: "E-####",
        owner: "team-every",
        suppression: "always_200",
        error_kinds: { internal: FAILED, invalid_body: YOU_VE_WRONG_FIELDS, not_unique: NOTHING_HERE_E_0003, object_not_found: NOTHING_HERE_E_0001, referenced: NOTHING_HERE_E_0003, route_not_found: NOTHING_HERE_E_0001 },
        statuses: { 404: NOTHING_HERE_E_0001, 409: NOTHING_HERE_E_0003, 500: FAILED, pass_through: &[(402, "Pay \"first\"")] },
    }

    retired "E-0000";

    retired "OLD";

    /// No page has this address.
    ///
    /// # A heading
    /// - a list
    ///   - in it
    ///
    /// ```sh
    /// # no heading
    /// ```
    ///
    /// # What to do
    /// Check it.
    ///
    /// ## As a "client"
    /// Ask.
    NOTHING_HERE_E_0001 = "E-0001", 404, "Nothing here" {
        retry: never,
        since: "1.0",
    };

    /// It is */ not \n good.
    YOU_VE_WRONG_FIELDS = "E-0002", 422, "You've \"wrong\" \\ fields" {
        parameters: { part: integer, match: string, share: number, left: boolean },
        headers: ["x-a", "retry-after"],
        retry: at_once,
        owner: "team-other",
    };

    /// The other one.
    NOTHING_HERE_E_0003 = "E-0003", 409, "Nothing here" {
        retry: after 90s,
    };

    /// It moved.
    P_LI_LU_OU_K = "E-0004", 301, "příliš žluťoučký 猫" {
        since: "2.0 | beta",
        deprecated: NOTHING_HERE_E_0003,
    };

    /// It failed.
    FAILED = "E-0005", 500, "Failed";
}
